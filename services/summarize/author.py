"""Writes summaries for callers: from the store if it has them, else in a worker thread, one by one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

from mizan.v1 import resources_pb2 as pb
from services.common import convert
from services.common.callers import CallerGone, current_caller
from services.common.domain import Alignment, Summary, SummarySentence
from services.common.errors import LanguageNotInSources
from services.common.work import Workers
from services.language.language import LANGUAGES
from services.summarize.backends import Passage, Writer
from services.summarize.metrics import SummarizeMetrics
from services.summarize.pipeline import Dropped, Replaced, Step, write
from services.summarize.select import Sources
from services.summarize.source import AlignmentSource
from services.summarize.store import Key, SummaryStore


class TimedWriter:
    """Adds the seconds that a writer takes to the metrics."""

    def __init__(self, writer: Writer, metrics: SummarizeMetrics) -> None:
        self._writer = writer
        self._seconds = metrics.model_seconds.labels(kind_of(writer))
        self.id = writer.id
        self.revision = writer.revision

    def write(self, passages: Sequence[Passage]) -> list[str]:
        """As the writer does."""
        begin = time.perf_counter()
        try:
            return self._writer.write(passages)
        finally:
            self._seconds.inc(time.perf_counter() - begin)


def kind_of(writer: Writer) -> str:
    """The kind in front of the colon: a label from a closed set, where an argument would be an open one."""
    return writer.id.partition(":")[0]


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be written, and where it is kept."""

    key: Key
    alignment: Alignment


class Author:
    """Summaries on request; see `mizan.v1.SummarizeService` for what each call promises."""

    def __init__(
        self,
        store: SummaryStore,
        source: AlignmentSource,
        writer: Writer,
        workers: Workers,
        metrics: SummarizeMetrics,
    ) -> None:
        self._store = store
        self._source = source
        self._writer = TimedWriter(writer, metrics)
        self._workers = workers
        self._metrics = metrics

    async def of_event(self, event: str, language: str) -> pb.Summary:
        """The kept summary of an event's current alignment, written now if there is none."""
        return await self.of_stored(await self._source.alignment(event), language)

    async def of_stored(self, aligned: pb.Alignment, language: str) -> pb.Summary:
        """The kept summary of a stored alignment, written now if there is none."""
        order = self._order(aligned, language)
        kept = await self._kept(order.key)
        if kept is not None:
            return kept
        summary = await self._workers.run(self._written, order.alignment, order.key.language)
        return await self._store.keep(order.key, summary)

    async def stream_event(
        self, event: str, language: str
    ) -> AsyncIterator[pb.Summary.Sentence | pb.Summary]:
        """As `of_event`; every sentence as soon as it is verified, then the whole."""
        order = self._order(await self._source.alignment(event), language)
        kept = await self._kept(order.key)
        if kept is not None:
            for stored in kept.sentences:
                yield stored
            yield kept
            return
        loop = asyncio.get_running_loop()
        ready: asyncio.Queue[SummarySentence | None] = asyncio.Queue()

        def hand_over(sentence: SummarySentence) -> None:
            loop.call_soon_threadsafe(ready.put_nowait, sentence)

        writing = asyncio.ensure_future(
            self._workers.run(self._written, order.alignment, order.key.language, hand_over)
        )
        writing.add_done_callback(lambda _: ready.put_nowait(None))
        try:
            while (sentence := await ready.get()) is not None:
                yield convert.summary_sentence_to_proto(sentence)
            yield await self._store.keep(order.key, await writing)
        finally:  # reached at once when the caller goes away
            writing.cancel()

    async def of_alignment(self, alignment: Alignment, language: str) -> pb.Summary:
        """The summary of an alignment that is not stored; stores nothing."""
        return convert.summary_to_proto(await self._workers.run(self._written, alignment, primary(language)))

    def _order(self, aligned: pb.Alignment, language: str) -> _Order:
        alignment = convert.alignment_from_proto(aligned)
        available = Sources(alignment).languages()
        asked = primary(language) or (available[0] if available else "und")
        if language and asked not in available:
            raise LanguageNotInSources(asked, sorted(available))
        backend = f"{self._writer.id}@{self._writer.revision}"
        event = aligned.name.removesuffix("/alignment")
        return _Order(Key(event, alignment.revision, asked, backend), alignment)

    async def _kept(self, key: Key) -> pb.Summary | None:
        kept = await self._store.find(key)
        if kept is not None:
            self._count_summary(key.language, cached=True)
        return kept

    def _count_summary(self, language: str, *, cached: bool) -> None:
        known = language if language in LANGUAGES else "und"
        self._metrics.summaries.labels(known, kind_of(self._writer), str(cached).lower()).inc()

    def _written(
        self,
        alignment: Alignment,
        language: str,
        hand_over: Callable[[SummarySentence], None] | None = None,
    ) -> Summary:
        """Runs in a worker thread; ends early, with `CallerGone`, when nobody waits any more."""
        gone = current_caller()
        begin = time.perf_counter()
        steps = write(alignment, language if language and language != "und" else None, self._writer)
        while True:
            if gone is not None and gone.is_set():
                steps.close()
                raise CallerGone
            try:
                step = next(steps)
            except StopIteration as done:
                summary: Summary = done.value
                break
            self._count_step(step)
            if hand_over is not None and isinstance(step, SummarySentence):
                hand_over(step)
        self._metrics.seconds.observe(time.perf_counter() - begin)
        self._count_summary(summary.language, cached=False)
        return summary

    def _count_step(self, step: Step) -> None:
        if isinstance(step, Dropped):
            self._metrics.dropped.labels(step.reason.value).inc()
        elif isinstance(step, Replaced):
            self._metrics.replaced.inc()
        else:
            self._metrics.sentences.labels(step.section.value).inc()


def primary(language: str) -> str:
    """The language of a BCP-47 code: regions and scripts do not change which statements are read."""
    return language.partition("-")[0].lower()
