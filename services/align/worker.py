"""Follows the article feed: groups what it brings and keeps the alignments of changed events up to date.

Delivery is at least once. Articles are grouped in memory, then stored together with the cursor in one
transaction; when that fails the memory is read back from the store, so that it never runs ahead. The unit of
alignment is the event: changes that come while one is waiting or being aligned are covered by one more run.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from services.align import convert
from services.align.advice import Advisers
from services.align.backends import Encoder
from services.align.cluster import Grouper, Match, Sketch, lead_text
from services.align.metrics import AlignMetrics
from services.align.pipeline import Known, Work, central, compare_with_work, event_id
from services.align.store import Batch, EventStore, Placement, SketchRecord
from services.common.domain import Alignment, Article
from services.common.errors import BackendUnavailable, MizanError
from services.common.feed import ArticleFeed, FeedPage
from services.common.work import Workers

logger = logging.getLogger(__name__)

BATCH = 100  # article versions that are grouped and stored together
IDLE_WAIT = 5.0  # seconds to wait for news of the feed
RETRY = (0.1, 0.5, 2.0, 5.0)  # seconds before the next try, the last one again and again
COALESCE = 0.1  # seconds that an event rests after a change, for more changes to come
LONGEST_REST = 2.0  # seconds after which an event is aligned although changes keep coming
REST_PER_SECOND = 1.0  # seconds of rest per second that the last alignment of the event took
KNOWN_LIMIT = 8_000  # vectors and relations of recent alignments kept for the next ones, 2 KB each
KNOWN_LIMIT_ALONE = 40_000  # the same for one large event, when nothing else is kept
CENTRAL_MEMBERS = 40  # latest members among which the most central is sought
LOOKBACK = 5_000  # stored articles around a day that are read for a search outside the window


@dataclass(slots=True)
class _Waiting:
    since: float  # monotonic time of the first change that is not aligned
    due: float
    tries: int = 0


@dataclass(slots=True)
class _Recent:
    """What is known of an event from its last alignment."""

    known: Known = field(default_factory=Known)
    articles: dict[str, Article] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Grouped:
    batch: Batch
    outcomes: Mapping[str, int]
    changed: Mapping[str, None]


class Worker:
    """Groups and aligns in the background between `start` and `stop`."""

    def __init__(
        self,
        store: EventStore,
        feed: ArticleFeed | None,
        encoder: Encoder,
        advisers: Advisers,
        metrics: AlignMetrics,
        comparers: Workers,
        *,
        window_articles: int,
    ) -> None:
        self._store = store
        self._feed = feed
        self._encoder = encoder
        self._advisers = advisers
        self._encoder_key = f"{encoder.id}@{encoder.revision}"
        self._metrics = metrics
        self._comparers = comparers
        self._window_articles = window_articles
        # The grouper is not safe for several threads; one thread owns it.
        self._grouping = Workers("group", 1, 256)
        self._grouper = Grouper(capacity=window_articles)
        self._cursor = 0
        self._waiting: dict[str, _Waiting] = {}
        self._running: set[str] = set()
        self._recent: OrderedDict[str, _Recent] = OrderedDict()
        self._tasks: list[asyncio.Task[None]] = []
        self._aligning: set[asyncio.Task[None]] = set()
        self._ready = asyncio.Event()
        self._changed = asyncio.Event()
        self._level = False  # the last look at the feed found nothing new

    async def start(self) -> None:
        """Starts following. What was left undone when the service ended is taken up again."""
        for event in await self._store.stale():
            self._mark(event)
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._align_all())]

    async def stop(self) -> None:
        """Ends the background work; what is not stored is done again after the next start."""
        tasks = [*self._tasks, *self._aligning]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(self._grouping.close)

    async def settled(self, timeout: float) -> bool:  # noqa: ASYNC109 (a limit, not a cancellation)
        """Waits until the feed has nothing new and no event waits; False after ``timeout`` seconds."""
        end = time.monotonic() + timeout
        self._level = False
        while not (self._level and not self._waiting and not self._running):
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.02)
        return True

    async def level(self, timeout: float) -> bool:  # noqa: ASYNC109 (a limit, not a cancellation)
        """Waits until everything that the feed has now is grouped; False after ``timeout`` seconds."""
        end = time.monotonic() + timeout
        self._level = False
        while not self._level:
            if self._feed is None or time.monotonic() > end:
                return False
            await asyncio.sleep(0.02)
        return True

    async def match(self, article: Article) -> tuple[list[Match], float]:
        """Events that ``article`` fits, best first, and the log-odds from which it would join one."""
        await self._ready.wait()
        day = article.published.day
        if day is not None:
            span = timedelta(days=self._grouper.window_days)
            stored = await self._store.sketches_between(day - span, day + span, LOOKBACK)
            outside = [row for row in stored if self._grouper.event_of(row.article) is None]
            if outside:  # older than the window: searched in a memory of its own
                older = Grouper(capacity=LOOKBACK + 1)
                return await self._grouping.run(self._match_in, older, article, stored)
        return await self._grouping.run(self._match_in, self._grouper, article, ())

    # --- the feed -------------------------------------------------------------------------------------

    async def _follow(self) -> None:
        await self._persist(self._rebuild)
        self._ready.set()
        feed = self._feed
        if feed is None:
            return
        failures, batch = 0, BATCH
        page = FeedPage((), 0)
        while True:
            try:
                page = await feed.pull(self._cursor, batch)
                self._metrics.backlog.set(len(page.changes) + page.backlog)
                if page.changes:
                    await self._take(page.changes)
                    self._metrics.backlog.set(page.backlog)
                failures, batch = 0, BATCH
            except BackendUnavailable as error:
                logger.warning("the feed cannot be followed now", extra={"backend": error.backend})
                await asyncio.sleep(RETRY[min(failures, len(RETRY) - 1)])
                failures += 1
                continue
            except Exception:
                logger.exception("changes of the feed cannot be taken", extra={"changes": len(page.changes)})
                if (
                    batch == 1 and page.changes
                ):  # this one breaks something: leave it out rather than stand still
                    await self._leave_out(page.changes[0][0])
                batch, page = 1, FeedPage((), 0)
                await asyncio.sleep(RETRY[0])
                continue
            if not page.changes:
                self._level = True
                await feed.wait(IDLE_WAIT)

    async def _take(self, changes: Sequence[tuple[int, Article]]) -> None:
        """Group and store some changes. Raises `BackendUnavailable` with nothing taken."""
        stored = await self._store.versions(sorted({article.name for _, article in changes}))
        grouped = await self._grouping.run(self._group, changes, stored, wait=True)
        try:
            await self._store.save(grouped.batch)
        except Exception:
            await self._persist(self._rebuild)  # memory must not run ahead of the store
            raise
        self._cursor = grouped.batch.cursor
        for outcome, count in grouped.outcomes.items():
            if count:
                self._metrics.articles.labels(outcome).inc(count)
        self._metrics.events.labels("created").inc(grouped.outcomes["founded"])
        self._metrics.events.labels("merged").inc(len(grouped.batch.merges))
        self._metrics.window_articles.set(len(self._grouper))
        for loser, _ in grouped.batch.merges:
            self._waiting.pop(loser, None)
            self._recent.pop(loser, None)
        for event in grouped.changed:
            self._mark(event)

    async def _leave_out(self, sequence: int) -> None:
        async def store() -> None:
            await self._store.save(Batch(cursor=sequence))

        await self._persist(store)
        self._cursor = sequence
        self._metrics.articles.labels("failed").inc()

    def _group(
        self, changes: Sequence[tuple[int, Article]], stored: Mapping[str, tuple[str, str]]
    ) -> _Grouped:
        """In the grouping thread: put each change into its event."""
        outcomes = dict.fromkeys(("joined", "founded", "updated", "unchanged", "failed"), 0)
        latest = dict(stored)
        placements: list[Placement] = []
        merges: list[tuple[str, str]] = []
        changed: dict[str, None] = {}
        vectors = self._encoder.encode([lead_text(article) for _, article in changes])
        for (sequence, article), vector in zip(changes, vectors, strict=True):
            version, event = latest.get(article.name, ("", ""))
            if version == article.version:
                outcomes["unchanged"] += 1
                continue
            try:
                sketch = self._grouper.sketch(article, vector)
                if event:
                    event = self._grouper.event_of(article.name) or event
                    self._grouper.restore(event, sketch)
                    outcomes["updated"] += 1
                else:
                    put = self._grouper.add(sketch, f"events/{event_id(article.name)}")
                    event = put.event
                    outcomes["founded" if put.created else "joined"] += 1
                    for loser in put.merged:
                        merges.append((loser, event))
                        changed.pop(loser, None)
            except Exception:  # one article that breaks the grouper must not stop the feed
                logger.exception("an article cannot be grouped", extra={"article": article.name})
                outcomes["failed"] += 1
                continue
            latest[article.name] = (article.version, event)
            row, vector_row = convert.sketch_to_row(sketch)
            placements.append(Placement(sequence, article, event, row, vector_row, self._encoder_key))
            changed[event] = None
        return _Grouped(
            Batch(
                cursor=changes[-1][0],
                placements=placements,
                merges=merges,
                titles=self._titles(changed),
            ),
            outcomes,
            changed,
        )

    def _titles(self, events: Mapping[str, None]) -> dict[str, str]:
        titles = {}
        for event in events:
            members = self._grouper.members(event)[-CENTRAL_MEMBERS:]
            if members:
                titles[event] = members[central(members)].headline
        return {event: title for event, title in titles.items() if title}

    async def _rebuild(self) -> None:
        """Read the memory back from the store."""
        cursor = await self._store.cursor()
        rows = await self._store.sketches(self._window_articles)

        def read() -> Grouper:
            grouper = Grouper(capacity=self._window_articles)
            for row in rows:
                grouper.restore(row.event, self._sketch(row.article, row.sketch, row.vector, row.encoder))
            return grouper

        self._grouper = await self._grouping.run(read, wait=True)
        self._cursor = cursor
        self._metrics.window_articles.set(len(self._grouper))

    def _sketch(self, article: str, document: bytes, vector: bytes | None, encoder: str) -> Sketch:
        # Vectors of another encoder do not compare.
        return convert.sketch_from_row(article, document, vector if encoder == self._encoder_key else None)

    def _match_in(
        self, grouper: Grouper, article: Article, stored: Sequence[SketchRecord]
    ) -> tuple[list[Match], float]:
        for event, rows in groupby(sorted(stored, key=lambda row: row.event), key=lambda row: row.event):
            for row in rows:
                grouper.restore(event, self._sketch(row.article, row.sketch, row.vector, row.encoder))
        (vector,) = self._encoder.encode([lead_text(article)])
        return grouper.match(self._grouper.sketch(article, vector)), self._grouper.join

    @staticmethod
    async def _persist(step: Callable[[], Awaitable[None]]) -> None:
        """Repeat a step until the database answers."""
        failures = 0
        while True:
            try:
                await step()
            except BackendUnavailable:
                await asyncio.sleep(RETRY[min(failures, len(RETRY) - 1)])
                failures += 1
            else:
                return

    # --- alignments -----------------------------------------------------------------------------------

    def _mark(self, event: str) -> None:
        """Remember that an event changed."""
        now = time.monotonic()
        waiting = self._waiting.get(event)
        since = waiting.since if waiting else now
        recent = self._recent.get(event)
        rest = COALESCE + (REST_PER_SECOND * recent.seconds if recent else 0.0)
        due = min(now + rest, since + max(LONGEST_REST, rest))
        self._waiting[event] = _Waiting(since, due)
        self._metrics.waiting_events.set(len(self._waiting))
        self._changed.set()

    async def _align_all(self) -> None:
        room = asyncio.Semaphore(self._comparers.threads)
        while True:
            self._changed.clear()
            now = time.monotonic()
            idle = {event: w.due for event, w in self._waiting.items() if event not in self._running}
            event = min(idle, key=idle.__getitem__, default=None)
            if event is None or idle[event] > now:
                pause = min(idle[event] - now, IDLE_WAIT) if event is not None else IDLE_WAIT
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), pause)
                continue
            await room.acquire()
            waiting = self._waiting.pop(event, None)
            if waiting is None:  # merged while there was no room
                room.release()
                continue
            self._running.add(event)
            task = asyncio.create_task(self._align_one(event, waiting, room))
            self._aligning.add(task)
            task.add_done_callback(self._aligning.discard)

    async def _align_one(self, event: str, waiting: _Waiting, room: asyncio.Semaphore) -> None:
        try:
            await self._align(event)
        except MizanError as error:
            self._again(event, waiting, error)
        except Exception as error:
            logger.exception("an event cannot be aligned", extra={"event": event})
            self._metrics.alignments.labels("failed").inc()
            self._recent.pop(event, None)
            if waiting.tries < len(RETRY):
                self._again(event, waiting, error)
        finally:
            self._running.discard(event)
            room.release()
            self._metrics.waiting_events.set(len(self._waiting))
            self._changed.set()

    def _again(self, event: str, waiting: _Waiting, error: Exception) -> None:
        if event not in self._waiting:
            rest = RETRY[min(waiting.tries, len(RETRY) - 1)]
            self._waiting[event] = _Waiting(waiting.since, time.monotonic() + rest, waiting.tries + 1)
        logger.warning("an alignment is tried again", extra={"event": event, "error": type(error).__name__})

    async def _align(self, event: str) -> None:
        record = await self._store.event(event)
        if record.merged_into or not record.stale:
            return
        recent = self._recent.pop(event, None) or _Recent()
        versions = await self._store.versions(record.articles)
        missing = [
            name
            for name in record.articles
            if name not in recent.articles or recent.articles[name].version != versions[name][0]
        ]
        fresh = await self._store.articles(missing) if missing else {}
        articles = [fresh.get(name) or recent.articles[name] for name in record.articles]
        started = time.perf_counter()
        alignment, work = await self._comparers.run(self._compare, articles, recent.known, wait=True)
        recent.seconds = time.perf_counter() - started
        recent.articles = {article.name: article for article in articles}
        revision = await self._store.save_alignment(event, record.content, alignment)
        self._metrics.alignments.labels("stored" if revision else "outdated").inc()
        self._metrics.alignment_seconds.observe(recent.seconds)
        self._metrics.count_work(work)
        self._recent[event] = recent
        while len(self._recent) > 1 and sum(len(kept.known) for kept in self._recent.values()) > KNOWN_LIMIT:
            self._recent.popitem(last=False)
        if len(recent.known) > KNOWN_LIMIT_ALONE:
            self._recent.pop(event, None)

    def _compare(self, articles: Sequence[Article], known: Known) -> tuple[Alignment, Work]:
        return compare_with_work(articles, self._encoder, self._advisers, known=known)
