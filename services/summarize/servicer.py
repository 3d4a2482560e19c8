"""gRPC handlers of the summarize service: check, call, convert."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import mizan
from mizan.v1 import resources_pb2 as pb
from mizan.v1 import summarize_service_pb2 as api
from mizan.v1 import summarize_service_pb2_grpc as api_grpc
from mizan.words import LANGUAGES as INTERFACE_LANGUAGES
from services.common import cards, convert, paging, validation
from services.common.domain import Alignment
from services.common.errors import InvalidFields, NotFound, PageTokenInvalid, Violation
from services.common.validation import shown
from services.language.language import LANGUAGES
from services.summarize.author import Author, primary
from services.summarize.backends import Writer
from services.summarize.reporter import MAX_CELLS, Reporter
from services.summarize.store import SummaryStore

MAX_ARTICLES = 1000
PAGE_SIZE = 50
PAGE_SIZE_MAX = 500
REPORT_TYPE = "text/html; charset=utf-8"

_EVENT = validation.name("events/{event}")
_LANGUAGE = validation.text(maximum=35)
RULES: validation.Rules = {
    "mizan.v1.SummarizeEventRequest": {"event": [_EVENT], "language": [_LANGUAGE]},
    "mizan.v1.StreamSummaryRequest": {"event": [_EVENT], "language": [_LANGUAGE]},
    "mizan.v1.SummarizeAlignmentRequest": {"language": [_LANGUAGE]},
    "mizan.v1.Alignment": {"articles": [validation.size(maximum=MAX_ARTICLES)]},
    "mizan.v1.RenderReportRequest": {"event": [_EVENT]},
    "mizan.v1.Comparison": {"articles": [validation.size(maximum=MAX_ARTICLES)]},
    "mizan.v1.GetSummaryRequest": {"name": [validation.name("events/{event}/summaries/{summary}")]},
    "mizan.v1.ListSummariesRequest": {"parent": [_EVENT], "page_size": [validation.in_range(low=0)]},
}


class SummarizeServicer(api_grpc.SummarizeServiceServicer):  # type: ignore[misc]
    """`mizan.v1.SummarizeService`."""

    def __init__(self, author: Author, reporter: Reporter, store: SummaryStore, writer: Writer) -> None:
        self._author = author
        self._reporter = reporter
        self._store = store
        self._writer = writer

    async def SummarizeEvent(self, request: api.SummarizeEventRequest, context: Any) -> pb.Summary:  # noqa: N802
        validation.check(request, RULES)
        return await self._author.of_event(request.event, request.language)

    async def StreamSummary(  # noqa: N802
        self, request: api.StreamSummaryRequest, context: Any
    ) -> AsyncIterator[api.StreamSummaryResponse]:
        validation.check(request, RULES)
        async for part in self._author.stream_event(request.event, request.language):
            if isinstance(part, pb.Summary):
                yield api.StreamSummaryResponse(summary=part)
            else:
                yield api.StreamSummaryResponse(sentence=part)

    async def SummarizeAlignment(  # noqa: N802
        self, request: api.SummarizeAlignmentRequest, context: Any
    ) -> pb.Summary:
        validation.check(request, RULES)
        alignment = convert.alignment_from_proto(request.alignment)
        found = list(_violations(alignment))
        if found:
            raise InvalidFields(found)
        return await self._author.of_alignment(alignment, request.language)

    async def GetSummary(self, request: api.GetSummaryRequest, context: Any) -> pb.Summary:  # noqa: N802
        validation.check(request, RULES)
        summary = await self._store.get(request.name)
        if summary is None:
            raise NotFound(request.name)
        return summary

    async def ListSummaries(  # noqa: N802
        self, request: api.ListSummariesRequest, context: Any
    ) -> api.ListSummariesResponse:
        validation.check(request, RULES)
        page = paging.page(request, size_default=PAGE_SIZE, size_max=PAGE_SIZE_MAX)
        try:
            before = int(page.cursor) if page.cursor else None
        except ValueError:
            raise PageTokenInvalid from None
        found = await self._store.page(request.parent, page.size + 1, before)
        shown = found[: page.size]
        more = len(found) > page.size
        return api.ListSummariesResponse(
            summaries=[summary for _, summary in shown],
            next_page_token=paging.next_token(request, str(shown[-1][0])) if more else "",
        )

    async def RenderReport(  # noqa: N802
        self, request: api.RenderReportRequest, context: Any
    ) -> api.RenderReportResponse:
        wrong = [*validation.violations(request, RULES), *_report_violations(request)]
        if request.HasField("comparison"):
            wrong += await self._reporter.faults(request.comparison)
        if wrong:
            raise InvalidFields(wrong)
        language = primary(request.language)
        if request.WhichOneof("content") == "event":
            report = await self._reporter.of_event(request.event, language)
        else:
            report = await self._reporter.of_comparison(request.comparison, language)
        return api.RenderReportResponse(
            content=report.content, media_type=REPORT_TYPE, alignment_revision=report.revision
        )

    async def GetServiceInfo(  # noqa: N802
        self, request: api.GetSummarizeServiceInfoRequest, context: Any
    ) -> pb.ServiceInfo:
        writer = self._writer
        return pb.ServiceInfo(
            service="summarize",
            version=mizan.__version__,
            models=[cards.info("summarizer", writer.id, writer.id, writer.revision)],
            limits={
                "max_articles": MAX_ARTICLES,
                "max_page_size": PAGE_SIZE_MAX,
                "max_report_cells": MAX_CELLS,
            },
            languages=sorted(LANGUAGES),
        )


def _report_violations(request: api.RenderReportRequest) -> Iterator[Violation]:
    """What the fields of a request must be together, and the language of the page."""
    if request.WhichOneof("content") is None:
        yield Violation("event", "is required, or a comparison in its place")
    if request.language and primary(request.language) not in INTERFACE_LANGUAGES:
        known = ", ".join(INTERFACE_LANGUAGES)
        yield Violation("language", f"is {shown(request.language)}: a page can open in {known}")


def _violations(alignment: Alignment) -> Iterator[Violation]:
    """What an alignment of a caller must have beyond names that fit together."""
    if not alignment.articles:
        yield Violation("alignment.articles", "is required: send at least one article")
    known = ", ".join(sorted(LANGUAGES))
    for i, article in enumerate(alignment.articles):
        for j, statement in enumerate(article.statements):
            if statement.language not in LANGUAGES:
                path = f"alignment.articles[{i}].statements[{j}].language"
                yield Violation(path, f"is {statement.language[:35]!r}: known languages are {known}")
