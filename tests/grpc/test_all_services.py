"""The three services together: in one process, and apart with gRPC between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import grpc
import pytest

from mizan.v1 import align_service_pb2 as align_api
from mizan.v1 import align_service_pb2_grpc as align_grpc
from mizan.v1 import ingest_service_pb2 as ingest_api
from mizan.v1 import ingest_service_pb2_grpc as ingest_grpc
from mizan.v1 import resources_pb2 as pb
from mizan.v1 import summarize_service_pb2 as summarize_api
from mizan.v1 import summarize_service_pb2_grpc as summarize_grpc
from services.align.app import AlignApp
from services.align.feed import RemoteFeed
from services.all import Config, build
from services.common import server
from services.ingest.app import IngestApp
from services.summarize.app import SummarizeApp
from services.summarize.source import RemoteSource

FIRE = """A fire destroyed the old cannery on the northern quay of Tolland on Tuesday evening.
Fire chief Hanna Oberlin said that 14 workers were taken to hospital with burns.
The cannery was built in 1931 and employed about 90 people, the town council said.
"""
FIRE_AGAIN = """The old cannery on the northern quay of Tolland burned down on Tuesday evening.
Fire chief Hanna Oberlin said that 23 workers were taken to hospital with burns.
Mayor Piet Sandoval promised help for the families of the workers.
"""
CHESS = """Sixteen-year-old Mira Okafor won the national chess championship in Kestrel on Sunday.
She drew the last game against the defender of the title after seventy moves.
The prize of 4,000 crowns goes to her school club, she told reporters.
"""


class Services:
    """Stubs of the three services and the align app, whose progress tests wait for."""

    def __init__(self, targets: dict[str, str], align: AlignApp) -> None:
        self.targets = targets
        self.align = align
        self.channels = {name: grpc.aio.insecure_channel(target) for name, target in targets.items()}
        self.ingest_stub: Any = ingest_grpc.IngestServiceStub(self.channels["ingest"])
        self.align_stub: Any = align_grpc.AlignServiceStub(self.channels["align"])
        self.summarize_stub: Any = summarize_grpc.SummarizeServiceStub(self.channels["summarize"])

    async def close(self) -> None:
        for channel in self.channels.values():
            await channel.close()


@asynccontextmanager
async def together() -> AsyncIterator[Services]:
    """As `mizan serve` runs them."""
    settings = Config(database="sqlite://", metrics_port=0)
    apps = build(settings)
    running = await server.serve(apps, metrics_ports=settings.metrics_ports())
    assert set(running.metrics_ports) == {"ingest", "align", "summarize"}
    (align,) = [app for app in apps if isinstance(app, AlignApp)]
    services = Services(dict.fromkeys(("ingest", "align", "summarize"), f"127.0.0.1:{running.port}"), align)
    try:
        yield services
    finally:
        await services.close()
        await running.stop(grace=0)


@asynccontextmanager
async def apart() -> AsyncIterator[Services]:
    """As a deployment runs them: one server each, reached over gRPC."""
    async with AsyncExitStack() as stack:

        async def run(app: server.ServiceApp) -> str:
            running = await server.serve([app])
            stack.push_async_callback(running.stop, 0)
            return f"127.0.0.1:{running.port}"

        targets = {"ingest": await run(IngestApp("sqlite://"))}
        align = AlignApp("sqlite://", RemoteFeed(targets["ingest"], poll=0.02))
        targets["align"] = await run(align)
        targets["summarize"] = await run(SummarizeApp("sqlite://", RemoteSource(targets["align"])))
        services = Services(targets, align)
        stack.push_async_callback(services.close)
        yield services


@pytest.mark.parametrize("arrangement", [together, apart], ids=["together", "apart"])
async def test_articles_become_events_alignments_and_summaries(arrangement: Any) -> None:
    async with arrangement() as services:
        names = []
        for outlet, title, text in (
            ("The Harbour Courier", "Fire destroys old cannery in Tolland", FIRE),
            ("Tolland Times", "Old Tolland cannery burns down", FIRE_AGAIN),
            ("Kestrel Post", "Schoolgirl wins chess championship", CHESS),
        ):
            response: ingest_api.IngestArticleResponse = await services.ingest_stub.IngestArticle(
                ingest_api.IngestArticleRequest(
                    article=ingest_api.ArticleInput(
                        outlet=outlet,
                        title=title,
                        content=text.encode(),
                        publish_time=datetime(2024, 6, 19, 8, tzinfo=UTC),
                    )
                )
            )
            names.append(response.article.name)
        assert await services.align.settled()

        events = (await services.align_stub.ListEvents(align_api.ListEventsRequest())).events
        assert sorted(sorted(event.articles) for event in events) == sorted([sorted(names[:2]), names[2:]])
        (fire,) = [event for event in events if len(event.articles) == 2]
        alignment: pb.Alignment = await services.align_stub.GetAlignment(
            align_api.GetAlignmentRequest(name=f"{fire.name}/alignment")
        )
        assert [article.name for article in alignment.articles] == names[:2]
        summary: pb.Summary = await services.summarize_stub.SummarizeEvent(
            summarize_api.SummarizeEventRequest(event=fire.name)
        )
        assert summary.sentences and summary.alignment_revision == alignment.revision
        cited = {
            citation.rpartition("/statements/")[0] for s in summary.sentences for citation in s.citations
        }
        assert cited <= set(names[:2])
        report: summarize_api.RenderReportResponse = await services.summarize_stub.RenderReport(
            summarize_api.RenderReportRequest(event=fire.name, language="en")
        )
        assert report.alignment_revision == alignment.revision
        page = report.content.decode()
        assert "The Harbour Courier" in page and "23 workers were taken to hospital" in page
