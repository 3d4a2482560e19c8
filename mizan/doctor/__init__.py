"""What is installed, what runs, and what to do about what stands in the way. Changes nothing.

Needs no more than the client; what only the services need is looked at where they are installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mizan.doctor import data, installation, network, surroundings
from mizan.doctor.finding import Finding, Level

__all__ = ["Finding", "Level", "examine"]


def examine(
    target: str, folder: Path, *, expected: bool = False, models: Iterable[Finding] = ()
) -> Iterator[Finding]:
    """Everything that is found, as it is found.

    ``target`` is where services are asked for, ``folder`` holds their databases. With ``expected`` it is a
    problem when nobody answers there. ``models`` are findings about loading them, from who can load them.
    """
    yield from installation.examine()
    yield from models
    yield from network.examine(target, expected=expected)
    if installation.has_services():
        yield from data.examine(folder)
    yield from surroundings.examine()
