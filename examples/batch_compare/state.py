"""What earlier runs have done, in one file that is replaced as a whole, and the lock of the run that may."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path


class Busy(Exception):
    """Another run holds the lock."""


@dataclass(slots=True)
class State:
    """``files``: digest of the content by path; ``told``: ids of contradictions by event."""

    files: dict[str, str] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> State:
        """The state in the file; an empty one when there is none. Raises ValueError for a damaged file."""
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return cls()
        try:
            return cls(**json.loads(text))
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path} is no state of this program: {error}") from None

    def save(self, path: Path) -> None:
        """Replaces the file: a reader, or the run after a crash, sees the old state or the new one."""
        partial = path.with_name(path.name + ".partial")
        with partial.open("w", encoding="utf-8") as file:
            json.dump({"files": self.files, "told": self.told}, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)

    def new(self, files: list[Path]) -> dict[Path, str]:
        """Those of the files that are unknown or have another content than before, with their digest."""
        digests = {file: sha256(file.read_bytes()).hexdigest() for file in files}
        return {file: digest for file, digest in digests.items() if self.files.get(str(file)) != digest}


@contextmanager
def only_run(path: Path) -> Iterator[None]:
    """Holds the lock beside the state file; raises `Busy` at once when another run does.

    The system frees it when the process ends, however it ends: no stale lock is ever left.
    """
    with path.with_name(path.name + ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"another run works on {path}") from None
        yield
