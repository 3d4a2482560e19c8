"""A summarize service over a real gRPC connection, and a source of alignments that a test fills."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from mizan.v1 import resources_pb2 as pb
from mizan.v1 import summarize_service_pb2_grpc as api_grpc
from services.common import convert, server, status
from services.common.domain import Alignment
from services.common.errors import NotFound
from services.summarize import backends
from services.summarize.app import SummarizeApp
from services.summarize.pipeline import summarize
from tests.alignments import warehouse_fire


class Shelf:
    """A source that has what the test puts on it."""

    def __init__(self, **alignments: Alignment | Exception) -> None:
        self.alignments = {f"events/{name}": found for name, found in alignments.items()}
        self.events: dict[str, pb.Event] = {}
        self.merged: dict[str, str] = {}

    async def alignment(self, event: str) -> pb.Alignment:
        event = self.merged.get(event, event)
        found = self.alignments.get(event)
        if found is None:
            raise NotFound(event)
        if isinstance(found, Exception):
            raise found
        return convert.alignment_to_proto(found, event)

    async def event(self, name: str) -> pb.Event:
        return self.events[name]


@dataclass
class Service:
    stub: Any
    app: SummarizeApp
    shelf: Shelf

    def sample(self, name: str, **labels: str) -> float:
        return self.app.metrics.registry.get_sample_value(name, labels) or 0.0


@asynccontextmanager
async def running(shelf: Any, spec: str = "extractive", **options: Any) -> AsyncIterator[Service]:
    app = SummarizeApp("sqlite://", shelf, spec, **options)
    service = await server.serve([app])
    async with grpc.aio.insecure_channel(f"127.0.0.1:{service.port}") as channel:
        yield Service(api_grpc.SummarizeServiceStub(channel), app, shelf)
    await service.stop(grace=0)


async def failure(call: Any) -> tuple[str, error_details_pb2.ErrorInfo, list[str]]:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    metadata = caught.value.trailing_metadata()
    trailing = next(v for k, v in metadata if k == "grpc-status-details-bin")
    told = rpc_status.status_pb2.Status.FromString(trailing)
    info = status.error_info(told)
    assert info is not None
    fields = []
    for detail in told.details:
        bad = error_details_pb2.BadRequest()
        if detail.Unpack(bad):
            fields = [v.field for v in bad.field_violations]
    return caught.value.code().name, info, fields


def comparison() -> pb.Comparison:
    """The warehouse fire as `mizan compare --json` writes it, and a second event that has no articles."""
    told = warehouse_fire()
    fire = convert.alignment_to_proto(told, "events/fire")
    return pb.Comparison(
        articles=fire.articles,
        events=[
            pb.Event(name="events/fire", title="حريق", articles=[article.name for article in fire.articles]),
            pb.Event(name="events/other"),
        ],
        relations=fire.relations,
        claims=fire.claims,
        summaries=[
            convert.summary_to_proto(summarize(told, None, backends.load("extractive"))),
            pb.Summary(language="und"),
        ],
        origins=fire.origins,
    )
