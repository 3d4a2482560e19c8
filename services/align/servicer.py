"""gRPC handlers of the align service: check, call, convert."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import mizan
from mizan.v1 import align_service_pb2 as api
from mizan.v1 import align_service_pb2_grpc as api_grpc
from mizan.v1 import resources_pb2 as pb
from services.align.advice import Advisers
from services.align.backends import Encoder
from services.align.convert import (
    articles_from_proto,
    event_to_proto,
    found_event_to_proto,
)
from services.align.metrics import AlignMetrics
from services.align.pipeline import Work, compare_with_work, event_id, group, most_central
from services.align.query import read_query
from services.align.store import KEPT_REVISIONS, EventStore, RelationFilter
from services.align.thresholds import VERSION as RELATE_VERSION
from services.align.worker import Worker
from services.common import cards, convert, paging, validation
from services.common.domain import Alignment, Article
from services.common.errors import InvalidFields, NotFound, PageTokenInvalid, Violation
from services.common.work import Workers
from services.language.language import LANGUAGES

MAX_ARTICLES = 1000
MAX_QUERY_CHARACTERS = 100_000
MAX_MATCHES = 100
DEFAULT_MATCHES = 10
PAGE_SIZE = 50
PAGE_SIZE_MAX = 500
CATCH_UP = 5.0  # seconds to wait for the feed when a named article is not here yet

_EVENT = validation.name("events/{event}")
_ARTICLE = validation.name("sources/{source}/articles/{article}")
_NOT_NEGATIVE = validation.in_range(low=0)
RULES: validation.Rules = {
    "mizan.v1.CompareArticlesRequest": {
        "articles": [validation.size(maximum=MAX_ARTICLES)],
        "names": [validation.size(maximum=MAX_ARTICLES), validation.each(_ARTICLE)],
    },
    "mizan.v1.FindEventRequest": {
        "text": [validation.text(maximum=MAX_QUERY_CHARACTERS, lines=True)],
        "date": [validation.date()],
        "limit": [_NOT_NEGATIVE],
    },
    "mizan.v1.GetEventRequest": {"name": [_EVENT]},
    "mizan.v1.ListEventsRequest": {
        "page_size": [_NOT_NEGATIVE],
        "from": [validation.date()],
        "before": [validation.date()],
        "min_outlets": [_NOT_NEGATIVE],
    },
    "mizan.v1.GetAlignmentRequest": {
        "name": [validation.name("events/{event}/alignment")],
        "revision": [_NOT_NEGATIVE],
    },
    "mizan.v1.ListRelationsRequest": {
        "parent": [_EVENT],
        "page_size": [_NOT_NEGATIVE],
        "source": [validation.name("sources/{source}")],
        "min_score": [validation.in_range(0.0, 1.0)],
        "alignment_revision": [_NOT_NEGATIVE],
    },
    "mizan.v1.ListClaimsRequest": {
        "parent": [_EVENT],
        "page_size": [_NOT_NEGATIVE],
        "min_origins": [_NOT_NEGATIVE],
        "alignment_revision": [_NOT_NEGATIVE],
    },
}


class AlignServicer(api_grpc.AlignServiceServicer):  # type: ignore[misc]
    """`mizan.v1.AlignService`."""

    def __init__(
        self,
        store: EventStore,
        worker: Worker,
        comparers: Workers,
        encoder: Encoder,
        advisers: Advisers,
        specs: Mapping[str, str],
        metrics: AlignMetrics,
        *,
        window_articles: int,
    ) -> None:
        self._store = store
        self._worker = worker
        self._comparers = comparers
        self._encoder = encoder
        self._advisers = advisers
        self._specs = specs
        self._metrics = metrics
        self._window_articles = window_articles

    async def CompareArticles(  # noqa: N802
        self, request: api.CompareArticlesRequest, context: Any
    ) -> api.CompareArticlesResponse:
        wrong = [*validation.violations(request, RULES), *_article_violations(request)]
        if wrong:
            raise InvalidFields(wrong)
        found, work = await self._comparers.run(
            self._compare,
            list(request.articles),
            await self._named(list(request.names)),
            request.single_event,
        )
        for each in work:
            self._metrics.count_work(each)
        return found

    async def FindEvent(  # noqa: N802
        self, request: api.FindEventRequest, context: Any
    ) -> api.FindEventResponse:
        validation.check(request, RULES)
        limit = paging.page_size(request.limit, default=DEFAULT_MATCHES, maximum=MAX_MATCHES, field="limit")
        day = convert.date_from_proto(request.date) if request.HasField("date") else None
        article = await self._comparers.run(read_query, request.text, day)
        matches, join = await self._worker.match(article)
        response = api.FindEventResponse()
        for match in matches[:limit]:
            event = await self._store.event(match.event)
            response.matches.add(
                event=event_to_proto(event),
                score=1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, match.score)))),
                same_event=match.score >= join,
            )
        return response

    async def GetEvent(self, request: api.GetEventRequest, context: Any) -> pb.Event:  # noqa: N802
        validation.check(request, RULES)
        return event_to_proto(await self._store.event(request.name))

    async def ListEvents(  # noqa: N802
        self, request: api.ListEventsRequest, context: Any
    ) -> api.ListEventsResponse:
        validation.check(request, RULES)
        page = paging.page(request, size_default=PAGE_SIZE, size_max=PAGE_SIZE_MAX)
        since = getattr(request, "from")  # a word of Python
        events = await self._store.events(
            size=page.size + 1,
            before_change=_number(page.cursor) if page.cursor else 0,
            since=convert.date_from_proto(since) if request.HasField("from") else None,
            before=convert.date_from_proto(request.before) if request.HasField("before") else None,
            min_outlets=request.min_outlets,
        )
        shown = events[: page.size]
        more = len(events) > page.size
        return api.ListEventsResponse(
            events=[event_to_proto(event) for event in shown],
            next_page_token=paging.next_token(request, str(shown[-1].change)) if more else "",
        )

    async def GetAlignment(  # noqa: N802
        self, request: api.GetAlignmentRequest, context: Any
    ) -> pb.Alignment:
        validation.check(request, RULES)
        return await self._store.alignment(request.name.removesuffix("/alignment"), request.revision)

    async def ListRelations(  # noqa: N802
        self, request: api.ListRelationsRequest, context: Any
    ) -> api.ListRelationsResponse:
        validation.check(request, RULES)
        page = paging.page(request, size_default=PAGE_SIZE, size_max=PAGE_SIZE_MAX)
        pinned, after = _cursor(page.cursor, request.alignment_revision)
        wanted = RelationFilter(
            frozenset(request.types), frozenset(request.kinds), request.source, request.min_score
        )
        revision, rows = await self._store.relations(
            request.parent, pinned, wanted, after=after, size=page.size + 1
        )
        shown = rows[: page.size]
        more = len(rows) > page.size
        return api.ListRelationsResponse(
            relations=[relation for _, relation in shown],
            next_page_token=paging.next_token(request, f"{revision}:{shown[-1][0]}") if more else "",
            alignment_revision=revision,
        )

    async def ListClaims(  # noqa: N802
        self, request: api.ListClaimsRequest, context: Any
    ) -> api.ListClaimsResponse:
        validation.check(request, RULES)
        page = paging.page(request, size_default=PAGE_SIZE, size_max=PAGE_SIZE_MAX)
        pinned, after = _cursor(page.cursor, request.alignment_revision)
        revision, rows = await self._store.claims(
            request.parent,
            pinned,
            disputed_only=request.disputed_only,
            min_origins=request.min_origins,
            after=after,
            size=page.size + 1,
        )
        shown = rows[: page.size]
        more = len(rows) > page.size
        return api.ListClaimsResponse(
            claims=[claim for _, claim in shown],
            next_page_token=paging.next_token(request, f"{revision}:{shown[-1][0]}") if more else "",
            alignment_revision=revision,
        )

    async def GetServiceInfo(  # noqa: N802
        self, request: api.GetAlignServiceInfoRequest, context: Any
    ) -> pb.ServiceInfo:
        return pb.ServiceInfo(
            service="align",
            version=mizan.__version__,
            models=[
                *self._models(),
                pb.ServiceInfo.Model(role="relate", backend="rules", revision=RELATE_VERSION),
            ],
            limits={
                "max_compare_articles": MAX_ARTICLES,
                "max_query_characters": MAX_QUERY_CHARACTERS,
                "kept_revisions": KEPT_REVISIONS,
                "window_articles": self._window_articles,
            },
            languages=sorted(LANGUAGES),
        )

    def _models(self) -> Iterator[pb.ServiceInfo.Model]:
        loaded = {
            "encoder": self._encoder,
            "contextual": self._advisers.contextual,
            "judge": self._advisers.judge,
        }
        for role, model in loaded.items():
            if model is not None:
                yield cards.info(role, self._specs[role], model.id, model.revision)

    async def _named(self, names: list[str]) -> list[Article]:
        found = await self._store.articles(names)
        if len(found) < len(names) and await self._worker.level(CATCH_UP):
            found = await self._store.articles(names)
        for name in names:
            if name not in found:
                raise NotFound(name)
        return [found[name] for name in names]

    def _compare(
        self, messages: list[pb.Article], named: list[Article], single_event: bool
    ) -> tuple[api.CompareArticlesResponse, list[Work]]:
        """In a thread: group, align, convert."""
        articles = articles_from_proto(messages) + named
        groups = [tuple(articles)] if single_event else group(articles, self._encoder)
        response = api.CompareArticlesResponse()
        costs = []
        for members in groups:
            alignment, work = compare_with_work(members, self._encoder, self._advisers)
            costs.append(work)
            _append(response, alignment)
        return response, costs


def _append(response: api.CompareArticlesResponse, alignment: Alignment) -> None:
    name = f"events/{event_id(alignment.articles[0].name)}"
    title = alignment.articles[most_central(alignment.articles)].title
    response.events.append(found_event_to_proto(name, title, alignment))
    response.alignments.append(convert.alignment_to_proto(alignment, name))


def _article_violations(request: api.CompareArticlesRequest) -> Iterator[Violation]:
    """What is wrong with the articles and names taken together."""
    count = len(request.articles) + len(request.names)
    if not 2 <= count <= MAX_ARTICLES:
        yield Violation("articles", f"and names are {count} together: 2 to {MAX_ARTICLES} can be compared")
    seen: set[str] = set()
    for position, article in enumerate(request.articles):
        path = f"articles[{position}].name"
        if not article.name:
            yield Violation(path, "is required")
            continue
        yield from _ARTICLE(path, article.name)
        if article.name in seen:
            yield Violation(path, f"is {article.name!r} for a second time")
        seen.add(article.name)
    for position, name in enumerate(request.names):
        if name in seen:
            yield Violation(f"names[{position}]", f"is {name!r} for a second time")
        seen.add(name)


def _cursor(cursor: str, revision: int) -> tuple[int, int]:
    """(revision to read, position to go on after): later pages read the revision of the first."""
    if not cursor:
        return revision, -1
    pinned, _, position = cursor.partition(":")
    return _number(pinned), _number(position)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise PageTokenInvalid
    return int(text)
