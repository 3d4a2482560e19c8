"""Calls to the services of Mizan over gRPC, with failures as one kind of exception."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import grpc
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2, status_pb2

from mizan.coverage import Layout, Page
from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import align_service_pb2_grpc as align_grpc
from mizan.v1 import ingest_service_pb2 as ingest_pb
from mizan.v1 import ingest_service_pb2_grpc as ingest_grpc
from mizan.v1 import resources_pb2 as pb
from mizan.v1 import summarize_service_pb2 as summarize_pb
from mizan.v1 import summarize_service_pb2_grpc as summarize_grpc

MAX_MESSAGE_BYTES = 64 * 1024 * 1024  # what the services accept and send
DEADLINE = 300.0  # seconds of one call; a comparison of a thousand articles stays well below
PAGE_SIZE = 500

T = TypeVar("T")

_CODES: dict[int, str] = {code.value[0]: code.name for code in grpc.StatusCode}
_FORMATS = {
    Layout.UNKNOWN: ingest_pb.ArticleInput.Format.FORMAT_UNSPECIFIED,
    Layout.TEXT: ingest_pb.ArticleInput.Format.TEXT,
    Layout.HTML: ingest_pb.ArticleInput.Format.HTML,
}


class CallFailed(Exception):
    """A call that ended with an error: ``code`` names a gRPC status, ``reason`` an `ErrorReason`."""

    def __init__(self, code: str, message: str, reason: str = "", violations: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.reason = reason
        self.violations = tuple(violations)

    @classmethod
    def of(cls, status: status_pb2.Status) -> CallFailed:
        """From a status with its details."""
        reason, violations = "", []
        for detail in status.details:
            info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
            if detail.Unpack(info):
                reason = info.reason
            elif detail.Unpack(bad):
                violations = [f"{v.field} {v.description}" for v in bad.field_violations]
        return cls(_CODES.get(status.code, "UNKNOWN"), status.message, reason, violations)


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that the ingest service did not take, and why."""

    page: Page
    failure: CallFailed


class Client:
    """The three services behind one address, such as `mizan serve` opens, or behind one each.

    ``target`` is ``HOST:PORT``, or three of them with commas between: ingest, align, summarize; ValueError
    for anything else. Use as an async context manager.
    """

    def __init__(self, target: str, *, deadline: float = DEADLINE) -> None:
        targets = [part.strip() for part in target.split(",")]
        if len(targets) not in (1, 3) or not all(targets):
            raise ValueError(f"{target!r} is neither one address nor those of ingest, align and summarize")
        self._target = target
        self._targets = targets * 3 if len(targets) == 1 else targets
        self._deadline = deadline

    async def __aenter__(self) -> Client:
        options = (
            ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
            ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
        )
        self._channels = {t: grpc.aio.insecure_channel(t, options=options) for t in self._targets}
        ingest, align, summarize = (self._channels[t] for t in self._targets)
        self._ingest = ingest_grpc.IngestServiceStub(ingest)
        self._align = align_grpc.AlignServiceStub(align)
        self._summarize = summarize_grpc.SummarizeServiceStub(summarize)
        return self

    async def __aexit__(self, *exception: object) -> None:
        for channel in self._channels.values():
            await channel.close(None)

    async def ingest(
        self, pages: Sequence[Page], *, store: bool
    ) -> AsyncIterator[ingest_pb.IngestArticleResponse | Refused]:
        """One answer per page, in order; with ``store`` unset the articles are only read."""
        with self._failures():
            stream = self._ingest.IngestArticles(_requests(pages, store), timeout=self._deadline)
            async for answer in stream:
                if answer.WhichOneof("result") == "error":
                    yield Refused(pages[answer.index], CallFailed.of(answer.error))
                else:
                    yield answer.stored

    async def compare(self, articles: Iterable[pb.Article]) -> align_pb.CompareArticlesResponse:
        """Events and alignments of the articles; nothing is stored."""
        return await self._call(
            self._align.CompareArticles, align_pb.CompareArticlesRequest(articles=articles)
        )

    async def summarize(self, alignment: pb.Alignment, language: str = "") -> pb.Summary:
        """The account of an alignment; nothing is stored."""
        request = summarize_pb.SummarizeAlignmentRequest(alignment=alignment, language=language)
        return await self._call(self._summarize.SummarizeAlignment, request)

    async def summary(self, event: str, language: str = "") -> pb.Summary:
        """The account of a stored event."""
        request = summarize_pb.SummarizeEventRequest(event=event, language=language)
        return await self._call(self._summarize.SummarizeEvent, request)

    async def event(self, name: str) -> pb.Event:
        """A stored event."""
        return await self._call(self._align.GetEvent, align_pb.GetEventRequest(name=name))

    async def alignment(self, event: str) -> pb.Alignment:
        """The current alignment of a stored event."""
        request = align_pb.GetAlignmentRequest(name=f"{event}/alignment")
        return await self._call(self._align.GetAlignment, request)

    async def events(self, *, min_outlets: int = 0, limit: int = 0) -> AsyncIterator[pb.Event]:
        """Stored events, latest change first, all pages; at most ``limit`` unless it is 0."""
        request = align_pb.ListEventsRequest(page_size=PAGE_SIZE, min_outlets=min_outlets)
        told = 0
        while True:
            answer = await self._call(self._align.ListEvents, request)
            for event in answer.events:
                yield event
                told += 1
                if told == limit:
                    return
            if not answer.next_page_token:
                return
            request.page_token = answer.next_page_token

    async def _call(self, method: Callable[..., Awaitable[T]], request: Any) -> T:
        with self._failures():
            return await method(request, timeout=self._deadline)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except grpc.aio.AioRpcError as error:
            raise self._failure(error) from None

    def _failure(self, error: grpc.aio.AioRpcError) -> CallFailed:
        metadata: Any = error.trailing_metadata() or ()
        for key, value in metadata:
            if key == "grpc-status-details-bin":
                return CallFailed.of(status_pb2.Status.FromString(value))
        code = error.code().name
        if code == "UNAVAILABLE":
            return CallFailed(code, f"no service answers at {self._target}: start one with `mizan serve`")
        if code == "DEADLINE_EXCEEDED":
            return CallFailed(code, f"{self._target} did not answer within {self._deadline:g} s")
        if code == "UNIMPLEMENTED":
            return CallFailed(code, f"what answers at {self._target} is not this service of Mizan")
        return CallFailed(code, f"{self._target} answered {code}: {error.details()}")


async def _requests(pages: Sequence[Page], store: bool) -> AsyncIterator[ingest_pb.IngestArticlesRequest]:
    for page in pages:
        article = ingest_pb.ArticleInput(
            outlet=page.outlet,
            url=page.url,
            title=page.title,
            content=page.content,
            format=_FORMATS[page.layout],
            language=page.language,
        )
        if page.published is not None:
            when = Timestamp()
            when.FromDatetime(page.published)
            article.publish_time.CopyFrom(when)
        yield ingest_pb.IngestArticlesRequest(article=article, validate_only=not store)
