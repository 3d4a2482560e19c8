"""How far a long command is, on a terminal: a bar, a rate and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from mizan import Progress

_BAR = 20  # cells
_PAUSE = 0.1  # seconds between two drawings
_SETTLING = 1.0  # seconds before a rate says anything


class Bar:
    """Draws progress on one line of standard error; nothing when that is no terminal, or when ``quiet``.

    `show` is the ``on_progress`` of the client. Use as a context manager: the line is gone at its end.
    """

    def __init__(
        self,
        *,
        quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._wanted = not quiet and self._stream.isatty()
        self._stage = ""
        self._started = 0.0
        self._drawn = float("-inf")

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()

    def show(self, progress: Progress) -> None:
        """Draws, at most ten times a second and at each new stage."""
        if not self._wanted:
            return
        now = self._clock()
        if progress.stage != self._stage:
            self._stage, self._started = progress.stage, now
        elif now - self._drawn < _PAUSE:
            return
        self._drawn = now
        self._stream.write(f"\r\x1b[K{_line(progress, now - self._started)}")
        self._stream.flush()

    def clear(self) -> None:
        """Makes room for other output; the next `show` draws again."""
        if self._wanted and self._drawn > float("-inf"):
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._drawn = float("-inf")


def _line(progress: Progress, seconds: float) -> str:
    done, total = progress.done, progress.total
    parts = [progress.stage]
    if total is None:
        parts.append(f"{done:,}")
    elif total > 1:
        filled = _BAR * done // total
        parts += ["━" * filled + "─" * (_BAR - filled), f"{done:,}/{total:,}"]
    else:
        parts.append("…")
    if done and seconds >= _SETTLING and total != 1:
        rate = done / seconds
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
        if total is not None:
            parts.append(f"{_duration((total - done) / rate)} left")
    return "  ".join(parts)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
