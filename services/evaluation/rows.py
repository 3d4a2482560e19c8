"""Reading labelled rows that other people wrote: what must be there is checked, the rest may be odd. [pure]

A file of a thousand rows is not refused for one strange date: an optional field that cannot be read counts
as absent. A row without what is measured is refused, by its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Row = Mapping[str, Any]


def check(rows: Sequence[Row], task: str, texts: Sequence[str]) -> None:
    """Raises ValueError, naming the row, unless every row has an ``id`` and strings in ``texts``."""
    for number, row in enumerate(rows, 1):
        missing = [name for name in ("id", *texts) if name not in row]
        if missing:
            raise ValueError(f"{task} row {number} lacks {', '.join(missing)}")
        for name in texts:
            if not isinstance(row[name], str):
                raise ValueError(f"{task} row {number}: {name} is {row[name]!r}, not a text")  # noqa: TRY004


def text(value: Any) -> str:
    """An optional text, "" where there is none."""
    return value if isinstance(value, str) else ""


def day(value: Any) -> date | None:
    """The day that an ISO date or time begins with; None where there is none."""
    try:
        return date.fromisoformat(text(value).strip()[:10])
    except ValueError:
        return None


def number(value: Any) -> float | None:
    """An optional number; None for anything else."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
