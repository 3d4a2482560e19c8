"""The summarize service as one object that a server can run."""

from __future__ import annotations

import os

import grpc

from mizan.v1 import summarize_service_pb2 as api
from mizan.v1 import summarize_service_pb2_grpc as api_grpc
from services.common.metrics import ServiceMetrics
from services.common.work import Workers
from services.summarize import backends
from services.summarize.author import Author
from services.summarize.metrics import SummarizeMetrics
from services.summarize.reporter import Reporter
from services.summarize.servicer import SummarizeServicer
from services.summarize.source import AlignmentSource, RemoteSource
from services.summarize.store import SqliteSummaryStore, SummaryStore

QUEUE_LIMIT = 256


class SummarizeApp:
    """``source`` gives out alignments, ``backend_spec`` names who words the sentences.

    Raises ValueError or RuntimeError, with what to do, when the backend cannot be had.
    """

    name = "summarize"
    grpc_name: str = api.DESCRIPTOR.services_by_name["SummarizeService"].full_name

    def __init__(
        self,
        database_url: str,
        source: AlignmentSource,
        backend_spec: str = "extractive",
        *,
        threads: int | None = None,
    ) -> None:
        self.metrics = ServiceMetrics(self.name)
        self._domain = SummarizeMetrics.of(self.metrics)
        self._store: SummaryStore = SqliteSummaryStore(database_url)
        self._source = source
        self._writer = backends.load(backend_spec)
        self._workers = Workers(self.name, threads or min(4, os.cpu_count() or 1), QUEUE_LIMIT)
        self._domain.queue_depth.set_function(lambda: self._workers.depth)

    def register(self, server: grpc.aio.Server) -> None:
        """Adds the servicer."""
        author = Author(self._store, self._source, self._writer, self._workers, self._domain)
        reporter = Reporter(author, self._source, self._workers, self._domain)
        servicer = SummarizeServicer(author, reporter, self._store, self._writer)
        api_grpc.add_SummarizeServiceServicer_to_server(servicer, server)

    async def start(self) -> None:
        """Opens the store."""
        await self._store.open()

    async def stop(self) -> None:
        """Ends workers, closes the channel to align and the store."""
        self._workers.close()
        if isinstance(self._source, RemoteSource):
            await self._source.close()
        await self._store.close()
