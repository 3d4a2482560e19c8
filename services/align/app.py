"""The align service as one object that a server can run."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import grpc
import numpy as np
from numpy.typing import NDArray
from prometheus_client import Histogram

from mizan.v1 import align_service_pb2 as api
from mizan.v1 import align_service_pb2_grpc as api_grpc
from mizan.v1 import resources_pb2 as pb
from services.align import backends
from services.align.advice import Advisers
from services.align.backends import Encoder, Judge
from services.align.batched import BatchedEncoder, BatchedJudge
from services.align.convert import event_to_proto
from services.align.defaults import CONTEXTUAL, ENCODER, JUDGE, OFF
from services.align.feed import RemoteFeed
from services.align.metrics import AlignMetrics
from services.align.servicer import AlignServicer
from services.align.store import EventStore, SqliteEventStore
from services.align.worker import Worker
from services.common.feed import ArticleFeed
from services.common.metrics import ServiceMetrics
from services.common.specs import kind_of
from services.common.work import Workers

QUEUE_LIMIT = 64
WINDOW_ARTICLES = 8_000


class AlignApp:
    """``feed`` brings articles; without one only CompareArticles has something to work on.

    ``encoder_spec``, ``contextual_spec`` and ``judge_spec`` name the models (see `services.align.backends`);
    the latter two may be "none". ``window_articles`` is how many of the latest articles new ones are compared
    with: about 10 KB of memory each. Raises ValueError or RuntimeError, with what to do, when a model cannot
    be had.
    """

    name = "align"
    grpc_name: str = api.DESCRIPTOR.services_by_name["AlignService"].full_name

    def __init__(
        self,
        database_url: str,
        feed: ArticleFeed | None,
        encoder_spec: str = ENCODER,
        *,
        contextual_spec: str = CONTEXTUAL,
        judge_spec: str = JUDGE,
        threads: int | None = None,
        window_articles: int = WINDOW_ARTICLES,
    ) -> None:
        self.metrics = ServiceMetrics(self.name)
        self._domain = AlignMetrics.of(self.metrics)
        self._store: EventStore = SqliteEventStore(database_url)
        self._feed = feed
        self._window_articles = window_articles
        self._specs = {"encoder": encoder_spec, "contextual": contextual_spec, "judge": judge_spec}
        with ThreadPoolExecutor(len(self._specs)) as pool:  # each takes its time with files and sessions
            encoder = pool.submit(self._load_encoder, "encoder")
            contextual = pool.submit(self._load_encoder, "contextual")
            judge = pool.submit(self._load_judge, "judge")
        loaded = encoder.result()
        if loaded is None:
            raise ValueError("align needs an encoder: none is for contextual and judge")
        self._encoder = loaded
        count = threads or max(1, min(4, os.cpu_count() or 1))
        self._batched: list[BatchedEncoder | BatchedJudge] = []
        self._advisers = self._shared(contextual.result(), judge.result(), count)
        self._comparers = Workers("compare", count, QUEUE_LIMIT)
        self._domain.queue_depth.set_function(lambda: self._comparers.depth)
        self._worker = Worker(
            self._store,
            feed,
            self._encoder,
            self._advisers,
            self._domain,
            self._comparers,
            window_articles=window_articles,
        )

    def _load_encoder(self, role: str) -> Encoder | None:
        spec = self._specs[role]
        return None if spec == OFF else TimedEncoder(backends.load(spec), self._seconds(role))

    def _load_judge(self, role: str) -> Judge | None:
        spec = self._specs[role]
        return None if spec == OFF else TimedJudge(backends.load_judge(spec), self._seconds(role))

    def _seconds(self, role: str) -> Histogram:
        return self._domain.model_seconds.labels(role, kind_of(self._specs[role]))

    def _shared(self, contextual: Encoder | None, judge: Judge | None, threads: int) -> Advisers:
        """The models behind batches; in one thread where a pass takes a whole device."""

        def at_once(role: str) -> int:
            return 1 if kind_of(self._specs[role]) == "transformers" else threads

        if contextual is not None:
            contextual = BatchedEncoder(contextual, "contextual", at_once("contextual"), self._domain)
            self._batched.append(contextual)
        if judge is not None:
            judge = BatchedJudge(judge, "judge", at_once("judge"), self._domain)
            self._batched.append(judge)
        return Advisers(contextual, judge)

    def register(self, server: grpc.aio.Server) -> None:
        """Adds the servicer."""
        servicer = AlignServicer(
            self._store,
            self._worker,
            self._comparers,
            self._encoder,
            self._advisers,
            self._specs,
            self._domain,
            window_articles=self._window_articles,
        )
        api_grpc.add_AlignServiceServicer_to_server(servicer, server)

    async def start(self) -> None:
        """Opens the store, warms the models, starts following the feed.

        The memory of earlier articles fills in the background: reads are answered meanwhile.
        """
        await self._store.open()
        await asyncio.gather(*(asyncio.to_thread(warm) for warm in self._warming()))
        await self._worker.start()

    def _warming(self) -> list[Callable[[], object]]:
        """The first call of each model, which costs more than any later one."""
        contextual, judge = self._advisers.contextual, self._advisers.judge
        first: list[Callable[[], object]] = [partial(self._encoder.encode, ["warm"])]
        if contextual is not None:
            first.append(partial(contextual.encode, ["warm"]))
        if judge is not None:
            first.append(partial(judge.judge, [("warm", "cold")]))
        return first

    async def stop(self) -> None:
        """Ends the worker and the threads, closes the channel to ingest and the store."""
        await self._worker.stop()
        for model in self._batched:  # first, so that no comparison waits for a model any more
            await asyncio.to_thread(model.close)
        self._comparers.close()
        if isinstance(self._feed, RemoteFeed):
            await self._feed.close()
        await self._store.close()

    def alignments(self) -> LocalAlignments:
        """The stored alignments, for a summarize service in the same process."""
        return LocalAlignments(self._store)

    async def settled(self, timeout: float = 30.0) -> bool:  # noqa: ASYNC109 (a limit, not a cancellation)
        """Waits until what the feed has is grouped and aligned; False when it takes longer than
        ``timeout``."""
        return await self._worker.settled(timeout)


class LocalAlignments:
    """Gives out stored events without gRPC in between; see `services.summarize.source`."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    async def alignment(self, event: str) -> pb.Alignment:
        """The current alignment of the event that ``event`` leads to; its name tells which one that is.

        Raises `NotFound`, `AlignmentNotReady`, `BackendUnavailable`.
        """
        return await self._store.alignment(event)

    async def event(self, name: str) -> pb.Event:
        """The event of that name, merged or not. Raises `NotFound`, `BackendUnavailable`."""
        return event_to_proto(await self._store.event(name))


class TimedEncoder:
    """An encoder that reports how long each call took."""

    def __init__(self, encoder: Encoder, seconds: Histogram) -> None:
        self._encoder = encoder
        self._seconds = seconds

    @property
    def id(self) -> str:
        return self._encoder.id

    @property
    def revision(self) -> str:
        return self._encoder.revision

    @property
    def dimensions(self) -> int:
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        started = time.perf_counter()
        vectors = self._encoder.encode(texts)
        self._seconds.observe(time.perf_counter() - started)
        return vectors


class TimedJudge:
    """A judge that reports how long each call took."""

    def __init__(self, judge: Judge, seconds: Histogram) -> None:
        self._judge = judge
        self._seconds = seconds

    @property
    def id(self) -> str:
        return self._judge.id

    @property
    def revision(self) -> str:
        return self._judge.revision

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        started = time.perf_counter()
        answers = self._judge.judge(pairs)
        self._seconds.observe(time.perf_counter() - started)
        return answers
