"""The article feed inside the process: reads the store, wakes up when something was stored."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from services.common.convert import article_from_proto
from services.common.feed import FeedPage
from services.common.work import Workers
from services.ingest.store import ArticleStore, Changes


class Outbox:
    """How far readers are and a bell for new versions. One per process; used from the event loop only."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._last = 0
        self._handled = 0
        self._oldest: float | None = None
        self._bell = asyncio.Event()

    @property
    def last(self) -> int:
        """Sequence number of the last stored version that this process knows of."""
        return self._last

    @property
    def backlog(self) -> int:
        """Versions behind the furthest position that a reader asked from."""
        return max(0, self._last - self._handled)

    @property
    def oldest_age(self) -> float:
        """Seconds since the oldest of them was stored, 0 without one."""
        if self.backlog == 0 or self._oldest is None:
            return 0.0
        return max(0.0, self._clock() - self._oldest)

    def opened(self, last: int) -> None:
        """The store was opened and holds versions up to ``last``. Their age counts from now."""
        self._last = last
        self._oldest = self._clock() if last else None

    def stored(self, sequence: int) -> None:
        """A version was committed: rings the bell."""
        if self.backlog == 0:
            self._oldest = self._clock()
        self._last = max(self._last, sequence)
        self._bell.set()
        self._bell = asyncio.Event()

    def read(self, after: int, changes: Changes) -> None:
        """A reader has handled all up to ``after`` and now gets ``changes``."""
        if after >= self._handled:
            self._handled = after
            if changes.oldest is not None:
                self._oldest = changes.oldest

    async def beyond(self, sequence: int, seconds: float) -> None:
        """Returns when there is a version above ``sequence``, or after ``seconds``."""
        if self._last > sequence:
            return
        bell = self._bell
        try:
            async with asyncio.timeout(seconds):
                await bell.wait()
        except TimeoutError:
            return


class LocalFeed:
    """An `ArticleFeed` for a reader in the same process."""

    def __init__(self, store: ArticleStore, outbox: Outbox, workers: Workers) -> None:
        self._store = store
        self._outbox = outbox
        self._workers = workers
        self._seen = 0

    async def pull(self, after: int, limit: int) -> FeedPage:
        changes = await self._store.changes(after, limit)
        self._outbox.read(after, changes)
        page: FeedPage = await self._workers.run(_page, changes, wait=True)
        self._seen = page.changes[-1][0] if page.changes else after
        return page

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 (part of the feed's contract)
        await self._outbox.beyond(self._seen, timeout)


def _page(changes: Changes) -> FeedPage:
    return FeedPage(
        tuple((sequence, article_from_proto(message)) for sequence, message in changes.versions),
        changes.backlog,
    )
