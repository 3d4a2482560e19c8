"""The ingest service as one object: its store, its workers, its handlers."""

from __future__ import annotations

import asyncio

import grpc

from mizan.v1 import ingest_service_pb2_grpc as grpc_api
from services.common.feed import ArticleFeed
from services.common.metrics import ServiceMetrics
from services.common.work import Workers
from services.ingest.feed import LocalFeed, Outbox
from services.ingest.intake import Intake
from services.ingest.metrics import IngestMetrics
from services.ingest.servicer import IngestServicer
from services.ingest.store import ArticleStore, SqliteStore

# A news page has some ten kilobytes of text; this leaves room for pages with their whole markup.
MAX_TEXT_BYTES = 2 * 1024 * 1024


class IngestApp:
    """Takes in articles; a `ServiceApp`.

    ``threads`` read articles, at most ``queue_limit`` wait for one, of one stream at most
    ``stream_in_flight`` are under way.
    """

    name = "ingest"
    grpc_name = "mizan.v1.IngestService"

    def __init__(
        self,
        database_url: str,
        *,
        threads: int = 2,
        queue_limit: int = 256,
        stream_in_flight: int = 16,
        max_text_bytes: int = MAX_TEXT_BYTES,
        store: ArticleStore | None = None,
    ) -> None:
        self.metrics = ServiceMetrics(self.name)
        self._store: ArticleStore = store or SqliteStore(database_url)
        self._workers = Workers(self.name, threads, queue_limit)
        self._outbox = Outbox()
        domain = IngestMetrics(self.metrics)
        domain.watch(
            reading=lambda: self._workers.depth,
            storing=lambda: self._store.queued,
            backlog=lambda: self._outbox.backlog,
            oldest_age=lambda: self._outbox.oldest_age,
        )
        self._servicer = IngestServicer(
            Intake(self._store, self._workers, self._outbox, domain),
            self._store,
            self._outbox,
            domain,
            max_text_bytes=max_text_bytes,
            stream_in_flight=stream_in_flight,
            queue_limit=queue_limit,
        )

    def register(self, server: grpc.aio.Server) -> None:
        grpc_api.add_IngestServiceServicer_to_server(self._servicer, server)

    async def start(self) -> None:
        await self._store.open()
        self._outbox.opened(await self._store.last_sequence())

    async def stop(self) -> None:
        await asyncio.to_thread(self._workers.close)
        await self._store.close()

    def feed(self) -> ArticleFeed:
        """A feed for one reader in this process. It answers once the service is started."""
        return LocalFeed(self._store, self._outbox, self._workers)
