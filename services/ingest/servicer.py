"""The gRPC side of ingest: check, translate, call, translate."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, TypeVar

import mizan
from mizan.v1 import ingest_service_pb2 as api
from mizan.v1 import ingest_service_pb2_grpc as grpc_api
from mizan.v1 import resources_pb2 as pb
from services.common import paging, validation
from services.common.errors import InvalidFields, MizanError, NotFound, Violation
from services.common.status import MAX_MESSAGE_BYTES, answerable, error_status
from services.ingest import convert
from services.ingest.convert import Item
from services.ingest.feed import Outbox
from services.ingest.intake import Intake
from services.ingest.metrics import IngestMetrics
from services.ingest.store import REQUEST_ID_DAYS, Answer, ArticleStore, Candidate
from services.language.language import LANGUAGES

T = TypeVar("T")

_STREAM_METHOD = "IngestArticles"


class IngestServicer(grpc_api.IngestServiceServicer):  # type: ignore[misc]
    """Handlers of `mizan.v1.IngestService`."""

    def __init__(
        self,
        intake: Intake,
        store: ArticleStore,
        outbox: Outbox,
        metrics: IngestMetrics,
        *,
        max_text_bytes: int,
        stream_in_flight: int,
        queue_limit: int,
    ) -> None:
        self._intake = intake
        self._store = store
        self._outbox = outbox
        self._metrics = metrics
        self._stream_in_flight = stream_in_flight
        self._rules = convert.rules(max_text_bytes)
        self._limits = {
            "max_text_bytes": max_text_bytes,
            "max_message_bytes": MAX_MESSAGE_BYTES,
            "max_stream_in_flight": stream_in_flight,
            "max_queue": queue_limit,
            "max_page_size": convert.PAGE_SIZE_MAX,
            "max_batch_names": convert.BATCH_NAMES,
            "request_id_days": REQUEST_ID_DAYS,
        }

    async def IngestArticle(  # noqa: N802
        self, request: api.IngestArticleRequest, context: Any
    ) -> api.IngestArticleResponse:
        try:
            return _response(await self._intake.take(self._item(request)))
        except Exception as error:
            failure = answerable(error, self._metrics.service.service, "IngestArticle")
            self._metrics.refused(failure)
            raise failure from None

    async def IngestArticles(  # noqa: N802
        self, request_iterator: AsyncIterator[api.IngestArticlesRequest], context: Any
    ) -> AsyncIterator[api.IngestArticlesResponse]:
        # Three stages: items are read concurrently, begin to be stored in their order, are answered in it.
        room = asyncio.Semaphore(self._stream_in_flight)
        read: asyncio.Queue[asyncio.Task[_Prepared] | None] = asyncio.Queue()
        stored: asyncio.Queue[asyncio.Task[api.IngestArticlesResponse] | None] = asyncio.Queue()
        tasks: set[asyncio.Task[Any]] = set()

        def begin(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
            task = asyncio.create_task(work)
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            return task

        async def receive() -> None:
            try:
                async for request in request_iterator:
                    await room.acquire()
                    read.put_nowait(begin(self._prepare(request)))
            finally:
                read.put_nowait(None)

        async def store() -> None:
            index = 0
            while (task := await read.get()) is not None:
                # Writes are done in the order in which they begin, and tasks begin in order.
                stored.put_nowait(begin(self._settle(index, await task)))
                index += 1
            stored.put_nowait(None)

        try:
            stages = begin(receive()), begin(store())
            while (answer := await stored.get()) is not None:
                response = await answer
                room.release()
                yield response
            await asyncio.gather(*stages)  # a stream that broke ends as broken
        finally:
            for task in tuple(tasks):
                task.cancel()

    async def GetArticle(self, request: api.GetArticleRequest, context: Any) -> pb.Article:  # noqa: N802
        validation.check(request, self._rules)
        paths = request.read_mask.paths
        (article,) = await self._store.get([request.name], heads=not convert.needs_body(paths, default=True))
        if article is None:
            raise NotFound(request.name)
        return convert.masked(article, paths)

    async def ListArticles(  # noqa: N802
        self, request: api.ListArticlesRequest, context: Any
    ) -> api.ListArticlesResponse:
        validation.check(request, self._rules)
        page = paging.page(request, size_default=convert.PAGE_SIZE, size_max=convert.PAGE_SIZE_MAX)
        paths = request.read_mask.paths
        found = await self._store.list(
            convert.listing(request),
            int(page.cursor or 0),
            page.size,
            heads=not convert.needs_body(paths, default=False),
        )
        return api.ListArticlesResponse(
            articles=[convert.masked(article, paths) for _, article in found.articles],
            next_page_token=paging.next_token(request, str(found.articles[-1][0])) if found.more else "",
        )

    async def BatchGetArticles(  # noqa: N802
        self, request: api.BatchGetArticlesRequest, context: Any
    ) -> api.BatchGetArticlesResponse:
        validation.check(request, self._rules)
        paths = request.read_mask.paths
        heads = not convert.needs_body(paths, default=True)
        found = await self._store.get(request.names, heads=heads)
        response = api.BatchGetArticlesResponse()
        size = 0
        for name, article in zip(request.names, found, strict=True):
            if article is None:
                raise NotFound(name)
            kept = convert.masked(article, paths)
            size += kept.ByteSize()
            response.articles.append(kept)
        if size > MAX_MESSAGE_BYTES * 7 // 8:
            raise InvalidFields(
                [Violation("names", f"name {size} bytes of articles: ask for fewer, or set read_mask")]
            )
        return response

    async def PullArticles(  # noqa: N802
        self, request: api.PullArticlesRequest, context: Any
    ) -> api.PullArticlesResponse:
        validation.check(request, self._rules)
        limit = paging.page_size(
            request.limit, default=convert.PULL_LIMIT, maximum=convert.PAGE_SIZE_MAX, field="limit"
        )
        changes = await self._store.changes(request.after, limit)
        self._outbox.read(request.after, changes)
        return api.PullArticlesResponse(
            changes=[
                api.PullArticlesResponse.Change(sequence=sequence, article=article)
                for sequence, article in changes.versions
            ],
            backlog=changes.backlog,
        )

    async def GetServiceInfo(  # noqa: N802
        self, request: api.GetIngestServiceInfoRequest, context: Any
    ) -> pb.ServiceInfo:
        return pb.ServiceInfo(
            service="ingest",
            version=mizan.__version__,
            limits=self._limits,
            languages=sorted(LANGUAGES),
        )

    def _item(self, request: Any) -> Item:
        found = list(validation.violations(request, self._rules))
        if found:
            # What is wrong inside the content belongs on the same list.
            raise InvalidFields([*found, *convert.content_violations(request.article, found)])
        return convert.item(request)

    async def _prepare(self, request: api.IngestArticlesRequest) -> _Prepared:
        try:
            item = self._item(request)
            return item, await self._intake.prepare(item, wait=True)
        except Exception as error:
            return self._refused(error)

    async def _settle(self, index: int, prepared: _Prepared) -> api.IngestArticlesResponse:
        if isinstance(prepared, MizanError):
            return api.IngestArticlesResponse(index=index, error=error_status(prepared))
        try:
            answer = await self._intake.settle(*prepared)
        except Exception as error:
            return api.IngestArticlesResponse(index=index, error=error_status(self._refused(error)))
        return api.IngestArticlesResponse(index=index, stored=_response(answer))

    def _refused(self, error: Exception) -> MizanError:
        failure = answerable(error, self._metrics.service.service, _STREAM_METHOD)
        self._metrics.refused(failure)
        return failure


_Prepared = tuple[Item, Answer | Candidate] | MizanError


def _response(answer: Answer) -> api.IngestArticleResponse:
    return api.IngestArticleResponse(article=answer.article, outcome=answer.outcome)
