"""CPU work off the event loop, in a bounded pool of threads."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from typing import TypeVar

from services.common.callers import work_for
from services.common.errors import Overloaded

T = TypeVar("T")


class Workers:
    """``threads`` threads and room for ``queue_limit`` calls that wait for one.

    A caller that goes away (its task is cancelled) before its work began takes the work with it. Work that
    has begun can look for that in `services.common.callers`.
    """

    def __init__(self, name: str, threads: int, queue_limit: int) -> None:
        if threads < 1 or queue_limit < 1:
            raise ValueError(f"threads and queue_limit must be at least 1, not {threads} and {queue_limit}")
        self.name = name
        self.threads = threads
        self.queue_limit = queue_limit
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._lock = Lock()
        self._pending = 0
        self._patient: deque[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = deque()

    @property
    def depth(self) -> int:
        """Calls that wait for a thread now."""
        return max(0, self._pending - self.threads)

    async def run(self, fn: Callable[..., T], *args: object, wait: bool = False) -> T:
        """``fn(*args)`` in a thread.

        When the queue is full this raises `Overloaded`, or with ``wait`` waits for room: the right thing
        for the items of a stream, whose flow control then slows the sender.
        """
        while not self._admit():
            if not wait:
                raise Overloaded(self.name, self.queue_limit)
            await self._room()
        gone = Event()
        try:
            future: Future[T] = self._pool.submit(work_for, gone, fn, *args)
        except BaseException:
            self._release(None)
            raise
        future.add_done_callback(self._release)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            gone.set()
            raise

    def close(self) -> None:
        """Drops what waits and returns when the running work has ended."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _admit(self) -> bool:
        with self._lock:
            if self._pending >= self.threads + self.queue_limit:
                return False
            self._pending += 1
            return True

    async def _room(self) -> None:
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        with self._lock:
            if self._pending < self.threads + self.queue_limit:
                return
            self._patient.append((loop, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._wake_one()  # the turn was given to a caller that has just left: pass it on
            raise

    def _release(self, _: object) -> None:
        with self._lock:
            self._pending -= 1
        self._wake_one()

    def _wake_one(self) -> None:
        while True:
            with self._lock:
                if not self._patient:
                    return
                loop, turn = self._patient.popleft()
            if loop.is_closed() or turn.done():
                continue
            loop.call_soon_threadsafe(_give, turn)
            return


def _give(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)
