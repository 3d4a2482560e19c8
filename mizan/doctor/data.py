"""The data folder of `mizan serve`: can it be written, is there room, which programs made its databases."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from mizan.doctor.finding import Finding, ok, problem, warning

_SERVICES = ("ingest", "align", "summarize")
_FULL, _NEARLY_FULL = 100e6, 1e9  # bytes that are free
_DAY = 86_400.0


def examine(folder: Path) -> Iterator[Finding]:
    """The folder, its disk, and each database in it."""
    folder = folder.resolve()
    yield _folder(folder)
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    yield _disk(existing)
    for service in _SERVICES:
        file = folder / f"{service}.db"
        if file.exists():
            yield _database(service, file)


def _folder(folder: Path) -> Finding:
    if folder.exists() and not folder.is_dir():
        return problem("data", f"{folder} is a file", "name a folder with --data DIR")
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        return problem(
            "data",
            f"{existing} cannot be written",
            "give this user the right to write there, or name another folder with --data DIR",
        )
    return ok("data", f"{folder} can be written" if existing == folder else f"{folder} will be made")


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free on the disk of {folder}"
    if free < _FULL:
        return problem("data", text, "make room: nothing can be stored when the disk is full")
    if free < _NEARLY_FULL:
        return warning("data", text, "make room before it fills up: an article takes about 50 kB")
    return ok("data", text)


def _database(service: str, file: Path) -> Finding:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=1.0)) as connection:
            (made,) = connection.execute("SELECT max(number) FROM migrations").fetchone()
    except sqlite3.Error as error:
        return problem(
            "data",
            f"{file} cannot be read as a database of Mizan: {error}",
            "put back a copy of it, or move it away and ingest again",
        )
    known = _migrations(service)
    size = file.stat().st_size / 1e6
    text = f"{file.name}: schema {made} of {known}, {size:.1f} MB"
    if made > known:
        return problem("data", text, "a newer Mizan made it: use that one, or newer")
    if file.stat().st_mtime > time.time() + _DAY:
        return warning("data", f"{text}, written in the future", "set the clock of this machine")
    return ok("data", text if made == known else f"{text}; brought up to date when it is served")


def _migrations(service: str) -> int:
    """How many steps the schema of this program has."""
    spec = find_spec(f"services.{service}")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return sum(1 for place in places for _ in (Path(place) / "sql").glob("[0-9]*.sql"))
