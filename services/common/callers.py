"""Whether anybody still waits for what a worker thread does. [pure]

`services.common.work` runs the work of each call in a thread and marks it when the caller hangs up. Code deep
inside the work may look here, without being handed anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_THREAD = threading.local()


class CallerGone(Exception):
    """Nobody waits for the result any more; raised and seen in worker threads only."""


def current_caller() -> threading.Event | None:
    """Is set once the caller of this thread's work has gone. None in a thread that works for nobody."""
    gone: threading.Event | None = getattr(_THREAD, "gone", None)
    return gone


def work_for(gone: threading.Event, fn: Callable[..., T], *args: object) -> T:
    """``fn(*args)`` in this thread, for the caller that ``gone`` tells of."""
    _THREAD.gone = gone
    try:
        return fn(*args)
    finally:
        _THREAD.gone = None
