"""Forward passes of a model: planned by a budget of tokens, and shared by the threads that call it. [pure]"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.common.callers import CallerGone, current_caller
from services.common.errors import BackendUnavailable, Overloaded

Item = TypeVar("Item")
Rows = NDArray[np.float32]


def passes(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Which texts go through the model together, as positions in ``lengths``, their sizes in tokens.

    Padding costs as much as text, so texts of like length share a pass, and it holds as many as ``budget``
    has room for when each is padded to the longest; a text above the budget goes alone. Longest first: where
    memory does not suffice, the first pass shows it.

    >>> list(passes([3, 9, 4, 2], budget=12))
    [[1], [2, 0, 3]]
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    start = 0
    while start < len(order):
        room = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + room]
        start += room


@dataclass(slots=True, eq=False)
class _Call(Generic[Item]):
    """What one caller asked, and how far it is answered."""

    items: Sequence[Item]
    open: deque[int]  # positions that no pass has taken yet, longest first
    gone: threading.Event | None  # set when nobody waits any more
    rows: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    answer: Future[Rows] = field(default_factory=Future)

    def put(self, position: int, row: NDArray[np.float32]) -> None:
        self.rows[position] = row
        if len(self.rows) == len(self.items) and not self.answer.done():
            self.answer.set_result(np.stack([self.rows[at] for at in range(len(self.items))]))


class MicroBatcher(Generic[Item]):
    """Runs the calls of many threads through one model, in ``threads`` threads of its own.

    Each of these runs one pass after another: one thread for a model whose pass uses all of a device, more
    for one whose pass uses one core; they share the passes of a single call too.

    There is no timer: what arrived while a pass ran is what the next one is made of. A pass is filled from
    the call that is first in the queue, then from the next ones, until ``budget`` is full, and handed over
    longest item first. A call that fills a pass alone goes to the end of the queue: who asks for three texts
    waits for one pass of a call of three thousand, not for all of them. Items of a caller that has gone (see
    `services.common.callers`) are dropped. When a pass fails, its callers are run one by one: no text breaks
    another caller's call. More than ``queue_limit`` waiting calls are refused.

    ``forward`` gives one row per item, in order; ``size`` is what an item takes of the budget. ``passed`` and
    ``dropped`` are told how many items a pass had and how many were dropped.
    """

    def __init__(
        self,
        name: str,
        forward: Callable[[Sequence[Item]], Rows],
        size: Callable[[Item], int],
        *,
        budget: int,
        queue_limit: int,
        threads: int = 1,
        passed: Callable[[int], object] = lambda count: None,
        dropped: Callable[[int], object] = lambda count: None,
    ) -> None:
        if min(budget, queue_limit, threads) < 1:
            raise ValueError(
                f"budget, queue_limit and threads must be at least 1, not {budget}, {queue_limit}, {threads}"
            )
        self.name = name
        self.queue_limit = queue_limit
        self._forward = forward
        self._size = size
        self._budget = budget
        self._passed = passed
        self._dropped = dropped
        self._waiting: deque[_Call[Item]] = deque()  # calls with open items, the next in turn first
        self._changed = threading.Condition()
        self._closed = False
        self._threads = [
            threading.Thread(target=self._serve, name=f"model-{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def depth(self) -> int:
        """Calls with items that no pass has taken yet."""
        return len(self._waiting)

    def run(self, items: Sequence[Item]) -> Rows:
        """The rows of ``items``, in order; blocks.

        Raises `Overloaded` when too many calls wait, `CallerGone` when the caller went away meanwhile,
        `BackendUnavailable` after `close`, and whatever ``forward`` raises for these items.
        """
        if not items:
            return self._forward(items)
        order = sorted(range(len(items)), key=lambda at: self._size(items[at]), reverse=True)
        call = _Call(items, deque(order), current_caller())
        with self._changed:
            if self._closed:
                raise BackendUnavailable(self.name)
            if len(self._waiting) >= self.queue_limit:
                raise Overloaded(self.name, self.queue_limit)
            self._waiting.append(call)
            self._changed.notify_all()
        return call.answer.result()

    def close(self) -> None:
        """Refuses what waits and returns when the running passes have ended."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()
        for call in self._waiting:
            call.answer.set_exception(BackendUnavailable(self.name))
        self._waiting.clear()

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                taken = self._take()
            if taken:
                self._pass(taken)

    def _take(self) -> list[tuple[_Call[Item], int]]:
        """The items of the next pass, longest first."""
        for call in [call for call in self._waiting if call.gone is not None and call.gone.is_set()]:
            self._dropped(len(call.open))
            self._fail(call, CallerGone())
        taken: list[tuple[int, _Call[Item], int]] = []
        room = self._budget
        while self._waiting:
            call = self._waiting[0]
            size = self._size(call.items[call.open[0]])
            if taken and size > room:
                if taken[0][1] is call:  # it had the pass for itself
                    self._waiting.rotate(-1)
                break
            room -= size
            taken.append((size, call, call.open.popleft()))
            if not call.open:
                self._waiting.popleft()
        taken.sort(key=lambda each: -each[0])
        return [(call, at) for _, call, at in taken]

    def _pass(self, taken: Sequence[tuple[_Call[Item], int]]) -> None:
        self._passed(len(taken))
        try:
            rows = self._forward([call.items[at] for call, at in taken])
            answered = list(zip(taken, rows, strict=True))
        except Exception as error:
            calls = {id(call): call for call, _ in taken}
            if len(calls) == 1:
                (call,) = calls.values()
                with self._changed:
                    self._fail(call, error)
                return
            for call in calls.values():
                self._pass([(each, at) for each, at in taken if each is call])
            return
        with self._changed:
            for (call, at), row in answered:
                call.put(at, row)

    def _fail(self, call: _Call[Item], error: Exception) -> None:
        if call in self._waiting:
            self._waiting.remove(call)
        if not call.answer.done():  # several passes of one call may fail
            call.answer.set_exception(error)
