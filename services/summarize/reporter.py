"""Draws reports for callers: a stored event, or a comparison that they have, as a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from mizan.v1 import resources_pb2 as pb
from services.common.errors import InvalidFields, LanguageNotInSources, Violation
from services.common.status import MAX_MESSAGE_BYTES
from services.common.work import Workers
from services.summarize import comparison_rules
from services.summarize.author import Author
from services.summarize.metrics import SummarizeMetrics
from services.summarize.source import AlignmentSource

MAX_FAULTS = 1000  # more would fill the memory, not help the caller
MAX_CELLS = 1_000_000  # half a minute of drawing, and more than anybody reads
MAX_CONTENT_BYTES = MAX_MESSAGE_BYTES - 1024  # the rest of the answer is smaller than that


@dataclass(frozen=True, slots=True)
class Report:
    """A page, UTF-8, and the revision of the alignment that it shows; 0 for a comparison."""

    content: bytes
    revision: int = 0


class Reporter:
    """Pages are drawn in worker threads; a caller that went away is dropped before its page is begun. One
    that would grow too large raises InvalidFields.

    ``language`` is that of the interface words, a code of `mizan.words` or "" for that of most accounts.
    """

    def __init__(
        self, author: Author, source: AlignmentSource, workers: Workers, metrics: SummarizeMetrics
    ) -> None:
        self._author = author
        self._source = source
        self._workers = workers
        self._metrics = metrics

    async def of_event(self, event: str, language: str) -> Report:
        """The page of an event as it is aligned now, with its kept summary or one written now.

        The account is in ``language`` where the sources have it.
        """
        alignment = await self._source.alignment(event)
        try:
            summary = await self._author.of_stored(alignment, language)
        except LanguageNotInSources:
            summary = await self._author.of_stored(alignment, "")
        found = await self._source.event(alignment.name.removesuffix("/alignment"))
        content = await self._workers.run(self._drawn_event, found, alignment, summary, language)
        return Report(content, alignment.revision)

    async def faults(self, comparison: pb.Comparison) -> list[Violation]:
        """What does not fit together in a comparison; the first thousand, where there are more."""
        return await self._workers.run(_faults, comparison)

    async def of_comparison(self, comparison: pb.Comparison, language: str) -> Report:
        """The page of a comparison without faults."""
        return Report(await self._workers.run(self._drawn, comparison, language, "comparison"))

    def _drawn_event(
        self, event: pb.Event, alignment: pb.Alignment, summary: pb.Summary, language: str
    ) -> bytes:
        whole = pb.Comparison(
            articles=alignment.articles,
            events=[_as_aligned(event, alignment)],
            relations=alignment.relations,
            claims=alignment.claims,
            summaries=[summary],
            backends={**alignment.backends, "summarize": summary.backend},
            origins=alignment.origins,
        )
        return self._drawn(whole, language, "event")

    def _drawn(self, whole: pb.Comparison, language: str, kind: str) -> bytes:
        cells = _cells(whole)
        if cells > MAX_CELLS:
            what = f"has {cells} cells, articles by claims of each event: at most {MAX_CELLS} are drawn"
            raise InvalidFields([Violation(kind, what)])
        import report  # templates and their engine: loaded when the first page is drawn, not at the start

        with self._metrics.report_seconds.labels(kind).time():
            content = report.page(whole, language).encode()
        if len(content) > MAX_CONTENT_BYTES:
            what = f"makes a page of {len(content)} bytes: at most {MAX_CONTENT_BYTES} can be sent"
            raise InvalidFields([Violation(kind, what)])
        return content


def _cells(whole: pb.Comparison) -> int:
    claims = Counter(claim.name.partition("/claims/")[0] for claim in whole.claims)
    return sum(len(event.articles) * claims[event.name] for event in whole.events)


def _faults(comparison: pb.Comparison) -> list[Violation]:
    found = islice(comparison_rules.violations(comparison), MAX_FAULTS)
    return [Violation(f"comparison.{each.field}", each.description) for each in found]


def _as_aligned(event: pb.Event, alignment: pb.Alignment) -> pb.Event:
    """The event with the articles of its alignment: what came since is not in that yet."""
    seen = pb.Event()
    seen.CopyFrom(event)
    seen.articles[:] = [article.name for article in alignment.articles]
    seen.outlet_count = len({article.name.partition("/articles/")[0] for article in alignment.articles})
    seen.origin_count = len({origin.origin for origin in alignment.origins})
    return seen
