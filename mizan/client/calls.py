"""What is asked of which service: every call of the clients as a value, and what is read from its answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import ingest_service_pb2 as ingest_pb
from mizan.v1 import resources_pb2 as pb
from mizan.v1 import summarize_service_pb2 as summarize_pb

T = TypeVar("T")

FIRST_PAGE, NEXT_PAGES = 50, 500  # who wants ten does not wait for five hundred


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One call: ``method`` of ``service``, and how to read the result from the response."""

    service: str
    method: str
    request: Any
    read: Callable[[Any], T] = lambda response: response


class Pages(Generic[T]):
    """A listing, one call after the other. ``field`` of each response holds the items."""

    def __init__(self, service: str, method: str, request: Any, field: str) -> None:
        self.more = True
        self._service = service
        self._method = method
        self._request = request
        self._field = field

    def next(self) -> Call[Sequence[T]]:
        """The call for the next page; only after the one before was read, and while there is ``more``."""
        self._request.page_size = NEXT_PAGES if self._request.page_token else FIRST_PAGE
        return Call(self._service, self._method, self._request, self._read)

    def _read(self, response: Any) -> Sequence[T]:
        self._request.page_token = response.next_page_token
        self.more = bool(response.next_page_token)
        items: Sequence[T] = getattr(response, self._field)
        return items


# --- ingest --------------------------------------------------------------------------------------------


def ingest(
    article: ingest_pb.ArticleInput, request_id: str, validate_only: bool
) -> Call[ingest_pb.IngestArticleResponse]:
    request = ingest_pb.IngestArticleRequest(
        article=article, request_id=request_id or str(uuid.uuid4()), validate_only=validate_only
    )
    return Call("ingest", "IngestArticle", request)


def article(name: str) -> Call[pb.Article]:
    return Call("ingest", "GetArticle", ingest_pb.GetArticleRequest(name=name))


def articles_named(names: Iterable[str]) -> Call[list[pb.Article]]:
    request = ingest_pb.BatchGetArticlesRequest(names=names)
    return Call("ingest", "BatchGetArticles", request, lambda response: list(response.articles))


def articles(
    source: str,
    language: str,
    since: datetime | None,
    before: datetime | None,
    fields: Iterable[str],
) -> Pages[pb.Article]:
    paths = list(fields)
    request = ingest_pb.ListArticlesRequest(
        parent=source if source.startswith("sources/") else f"sources/{source}",
        language=language,
        published_from=_moment(since),
        published_before=_moment(before),
        read_mask=FieldMask(paths=paths) if paths else None,
    )
    return Pages("ingest", "ListArticles", request, "articles")


# --- align ---------------------------------------------------------------------------------------------


def compare(
    articles: Iterable[pb.Article], names: Iterable[str], single_event: bool
) -> Call[align_pb.CompareArticlesResponse]:
    request = align_pb.CompareArticlesRequest(articles=articles, names=names, single_event=single_event)
    return Call("align", "CompareArticles", request)


def find_event(text: str, day: date | None, limit: int) -> Call[list[align_pb.FindEventResponse.Match]]:
    request = align_pb.FindEventRequest(text=text, date=_day(day), limit=limit)
    return Call("align", "FindEvent", request, lambda response: list(response.matches))


def event(name: str) -> Call[pb.Event]:
    return Call("align", "GetEvent", align_pb.GetEventRequest(name=event_name(name)))


def events(min_outlets: int, since: date | None, before: date | None) -> Pages[pb.Event]:
    request = align_pb.ListEventsRequest(
        min_outlets=min_outlets,
        before=_day(before),
        **{"from": _day(since)},  # a word of Python's own
    )
    return Pages("align", "ListEvents", request, "events")


def alignment(event: str, revision: int) -> Call[pb.Alignment]:
    request = align_pb.GetAlignmentRequest(name=f"{event_name(event)}/alignment", revision=revision)
    return Call("align", "GetAlignment", request)


def relations(
    event: str,
    types: Iterable[pb.Relation.Type | str],
    kinds: Iterable[pb.Relation.Kind | str],
    source: str,
    min_score: float,
    revision: int,
) -> Pages[pb.Relation]:
    request = align_pb.ListRelationsRequest(
        parent=event_name(event),
        types=[_label(name) for name in types],
        kinds=[_label(name) for name in kinds],
        source=source if not source or source.startswith("sources/") else f"sources/{source}",
        min_score=min_score,
        alignment_revision=revision,
    )
    return Pages("align", "ListRelations", request, "relations")


def _label(value: T) -> T | str:
    """Names of types and kinds may be written in either case."""
    return value.upper() if isinstance(value, str) else value


def claims(event: str, disputed_only: bool, min_origins: int, revision: int) -> Pages[pb.Claim]:
    request = align_pb.ListClaimsRequest(
        parent=event_name(event),
        disputed_only=disputed_only,
        min_origins=min_origins,
        alignment_revision=revision,
    )
    return Pages("align", "ListClaims", request, "claims")


# --- summarize -----------------------------------------------------------------------------------------


def summarize(of: str | pb.Alignment, language: str) -> Call[pb.Summary]:
    if isinstance(of, str):
        stored = summarize_pb.SummarizeEventRequest(event=event_name(of), language=language)
        return Call("summarize", "SummarizeEvent", stored)
    given = summarize_pb.SummarizeAlignmentRequest(alignment=of, language=language)
    return Call("summarize", "SummarizeAlignment", given)


def stream_summary(event: str, language: str) -> Call[Any]:
    request = summarize_pb.StreamSummaryRequest(event=event_name(event), language=language)
    return Call("summarize", "StreamSummary", request)


def summary(name: str) -> Call[pb.Summary]:
    return Call("summarize", "GetSummary", summarize_pb.GetSummaryRequest(name=name))


def summaries(event: str) -> Pages[pb.Summary]:
    request = summarize_pb.ListSummariesRequest(parent=event_name(event))
    return Pages("summarize", "ListSummaries", request, "summaries")


def report(of: str | pb.Comparison, language: str) -> Call[str]:
    what = {"event": event_name(of)} if isinstance(of, str) else {"comparison": of}
    request = summarize_pb.RenderReportRequest(language=language, **what)
    return Call("summarize", "RenderReport", request, lambda response: response.content.decode())


# --- all three -----------------------------------------------------------------------------------------


def info() -> list[Call[pb.ServiceInfo]]:
    return [
        Call("ingest", "GetServiceInfo", ingest_pb.GetIngestServiceInfoRequest()),
        Call("align", "GetServiceInfo", align_pb.GetAlignServiceInfoRequest()),
        Call("summarize", "GetServiceInfo", summarize_pb.GetSummarizeServiceInfoRequest()),
    ]


def event_name(event: str) -> str:
    """``events/x`` for itself and for ``x``."""
    return event if event.startswith("events/") else f"events/{event}"


def _day(day: date | None) -> Date | None:
    return None if day is None else Date(year=day.year, month=day.month, day=day.day)


def _moment(when: datetime | None) -> Timestamp | None:
    if when is None:
        return None
    moment = Timestamp()
    moment.FromDatetime(when)
    return moment
