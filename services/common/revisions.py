"""Revisions of models: a short text that changes whenever their answers may."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

_BLOCK = 1 << 20  # bytes read at a time


def of_files(paths: Iterable[Path]) -> str:
    """Hash of the files that decide what comes out, by name and content."""
    digest = blake2b(digest_size=8)
    for path in sorted(paths):
        digest.update(path.name.encode())
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def read_with(revision: str, *settings: int | str) -> str:
    """The revision of a model whose answers hang on ``settings`` too, as a mark behind a hyphen.

    >>> read_with("3f9c1a2b", 256, "query: ") == read_with("3f9c1a2b", 256, "passage: ")
    False
    """
    return f"{revision}-{blake2b(repr(settings).encode(), digest_size=4).hexdigest()}"
