"""The article feed over gRPC, for an align service that runs apart from ingest."""

from __future__ import annotations

import asyncio

import grpc

from mizan.v1 import ingest_service_pb2 as ingest_pb
from mizan.v1 import ingest_service_pb2_grpc as ingest_grpc
from services.common import convert
from services.common.feed import ArticleFeed, FeedPage
from services.common.server import CHANNEL_OPTIONS
from services.common.status import from_rpc_error

__all__ = ["ArticleFeed", "FeedPage", "RemoteFeed"]

DEADLINE = 10.0  # seconds for one page
POLL = 0.5  # seconds between two looks at an ingest service that had nothing new


class RemoteFeed:
    """Pulls from the ingest service at a gRPC target; every call has a deadline."""

    def __init__(self, target: str, *, deadline: float = DEADLINE, poll: float = POLL) -> None:
        self._target = target
        self._deadline = deadline
        self._poll = poll
        self._channel: grpc.aio.Channel | None = None

    async def pull(self, after: int, limit: int) -> FeedPage:
        """At most ``limit`` versions after ``after``. Raises `BackendUnavailable` when ingest is away."""
        if self._channel is None:  # a channel belongs to the loop that it is made in
            self._channel = grpc.aio.insecure_channel(self._target, options=CHANNEL_OPTIONS)
        stub = ingest_grpc.IngestServiceStub(self._channel)
        try:
            message = await stub.PullArticles(
                ingest_pb.PullArticlesRequest(after=after, limit=limit), timeout=self._deadline
            )
        except grpc.RpcError as error:
            raise from_rpc_error(error, "ingest") from error
        return FeedPage(
            tuple(
                (change.sequence, convert.article_from_proto(change.article, f"changes[{i}].article"))
                for i, change in enumerate(message.changes)
            ),
            message.backlog,
        )

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 (the caller need not cancel)
        """Returns after ``timeout`` seconds, or after the polling interval where that is shorter."""
        await asyncio.sleep(min(timeout, self._poll))

    async def close(self) -> None:
        """Closes the channel."""
        if self._channel is not None:
            await self._channel.close(None)
            self._channel = None
