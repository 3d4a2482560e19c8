"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"  # works, but not as well as it could
    PROBLEM = "problem"  # stands in the way


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in an area, and what to do about it; ``advice`` is "" when there is nothing to do."""

    area: str
    level: Level
    text: str
    advice: str = ""


def ok(area: str, text: str) -> Finding:
    """As it should be."""
    return Finding(area, Level.OK, text)


def warning(area: str, text: str, advice: str) -> Finding:
    """Works, but look at it."""
    return Finding(area, Level.WARNING, text, advice)


def problem(area: str, text: str, advice: str) -> Finding:
    """Stands in the way."""
    return Finding(area, Level.PROBLEM, text, advice)
