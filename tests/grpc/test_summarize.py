"""The summarize service over a real gRPC connection."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import grpc
import pytest

from mizan.v1 import align_service_pb2 as align_api
from mizan.v1 import align_service_pb2_grpc as align_grpc
from mizan.v1 import resources_pb2 as pb
from mizan.v1 import summarize_service_pb2 as api
from services.common import convert, status
from services.common.errors import AlignmentNotReady, BackendUnavailable
from services.summarize import app as app_module
from services.summarize.backends import Passage
from services.summarize.source import RemoteSource
from tests.alignments import alignment, article, warehouse_fire
from tests.summarizing import Shelf, failure, running

Section = pb.Summary.Section


def event(name: str, language: str = "") -> api.SummarizeEventRequest:
    return api.SummarizeEventRequest(event=f"events/{name}", language=language)


async def test_summarize_event_writes_once_and_answers_from_the_store() -> None:
    async with running(Shelf(fire=warehouse_fire())) as service:
        first = await service.stub.SummarizeEvent(event("fire"))
        second = await service.stub.SummarizeEvent(event("fire", "ar"))
        assert first == second
        assert first.name.startswith("events/fire/summaries/")
        assert (first.language, first.backend, first.alignment_revision) == ("ar", "extractive", 1)
        assert {s.section for s in first.sentences} == {
            Section.AGREED,
            Section.DISPUTED,
            Section.SINGLE_SOURCE,
            Section.TIMELINE,
        }
        assert all(s.citations and s.extractive for s in first.sentences)
        counted = "mizan_summarize_summaries_total"
        labels = {"language": "ar", "backend": "extractive"}
        assert service.sample(counted, cached="false", **labels) == 1
        assert service.sample(counted, cached="true", **labels) == 1


async def test_summarize_event_writes_anew_for_another_revision() -> None:
    shelf = Shelf(fire=warehouse_fire())
    async with running(shelf) as service:
        first = await service.stub.SummarizeEvent(event("fire"))
        shelf.alignments["events/fire"] = replace(warehouse_fire(), revision=2)
        second = await service.stub.SummarizeEvent(event("fire"))
        assert first.name != second.name
        assert second.alignment_revision == 2
        assert await service.stub.GetSummary(api.GetSummaryRequest(name=first.name)) == first


async def test_summarize_event_of_a_merged_event_belongs_to_the_other() -> None:
    shelf = Shelf(fire=warehouse_fire())
    shelf.merged["events/old"] = "events/fire"
    async with running(shelf) as service:
        summary = await service.stub.SummarizeEvent(event("old"))
        assert summary.name.startswith("events/fire/summaries/")
        assert summary == await service.stub.SummarizeEvent(event("fire"))


async def test_summarize_event_at_the_same_time_is_one_summary() -> None:
    async with running(Shelf(fire=warehouse_fire())) as service:
        answers = await asyncio.gather(*(service.stub.SummarizeEvent(event("fire")) for _ in range(10)))
        assert all(a == answers[0] for a in answers)
        listed = await service.stub.ListSummaries(api.ListSummariesRequest(parent="events/fire"))
        assert len(listed.summaries) == 1


@pytest.mark.parametrize(
    ("name", "language", "code", "reason"),
    [
        ("none", "", "NOT_FOUND", "RESOURCE_NOT_FOUND"),
        ("young", "", "FAILED_PRECONDITION", "ALIGNMENT_NOT_READY"),
        ("away", "", "UNAVAILABLE", "BACKEND_UNAVAILABLE"),
        ("fire", "en", "FAILED_PRECONDITION", "LANGUAGE_NOT_IN_SOURCES"),
        ("fire", "xx", "FAILED_PRECONDITION", "LANGUAGE_NOT_IN_SOURCES"),
        ("UPPER", "", "INVALID_ARGUMENT", "INVALID_FIELDS"),
    ],
)
async def test_summarize_event_failures(name: str, language: str, code: str, reason: str) -> None:
    shelf = Shelf(
        fire=warehouse_fire(), young=AlignmentNotReady("events/young"), away=BackendUnavailable("align")
    )
    async with running(shelf) as service:
        told, info, _ = await failure(service.stub.SummarizeEvent(event(name, language)))
        assert (told, info.reason) == (code, reason)
        request = api.StreamSummaryRequest(event=f"events/{name}", language=language)
        told, info, _ = await failure(service.stub.StreamSummary(request).read())
        assert (told, info.reason) == (code, reason)


async def test_summarize_event_region_of_a_language_does_not_matter() -> None:
    async with running(Shelf(fire=warehouse_fire())) as service:
        assert (await service.stub.SummarizeEvent(event("fire", "ar-EG"))).language == "ar"


async def test_summarize_alignment_stores_nothing() -> None:
    async with running(Shelf()) as service:
        sent = convert.alignment_to_proto(warehouse_fire(), "events/fire")
        summary = await service.stub.SummarizeAlignment(api.SummarizeAlignmentRequest(alignment=sent))
        assert summary.name == ""
        assert not summary.HasField("create_time")
        assert len(summary.sentences) > 4
        listed = await service.stub.ListSummaries(api.ListSummariesRequest(parent="events/fire"))
        assert not listed.summaries


async def test_summarize_alignment_lists_every_violation() -> None:
    async with running(Shelf()) as service:
        empty = api.SummarizeAlignmentRequest(alignment=pb.Alignment())
        code, _, fields = await failure(service.stub.SummarizeAlignment(empty))
        assert (code, fields) == ("INVALID_ARGUMENT", ["alignment.articles"])

        none = api.SummarizeAlignmentRequest()
        assert (await failure(service.stub.SummarizeAlignment(none)))[2] == ["alignment"]

        sent = convert.alignment_to_proto(warehouse_fire())
        sent.articles[0].statements[0].language = "tlh"
        sent.articles[1].statements[0].language = ""
        request = api.SummarizeAlignmentRequest(alignment=sent)
        assert (await failure(service.stub.SummarizeAlignment(request)))[2] == [
            "alignment.articles[0].statements[0].language",
            "alignment.articles[1].statements[0].language",
        ]

        sent = convert.alignment_to_proto(warehouse_fire())
        sent.claims[0].statements.append("sources/none/articles/a1/statements/0")
        request = api.SummarizeAlignmentRequest(alignment=sent)
        code, info, _ = await failure(service.stub.SummarizeAlignment(request))
        assert (code, info.reason) == ("INVALID_ARGUMENT", "INVALID_FIELDS")


async def test_get_summary_not_found_and_malformed() -> None:
    async with running(Shelf()) as service:
        missing = api.GetSummaryRequest(name="events/e/summaries/none")
        assert (await failure(service.stub.GetSummary(missing)))[0] == "NOT_FOUND"
        for name in ("", "events/e", "summaries/x"):
            request = api.GetSummaryRequest(name=name)
            assert (await failure(service.stub.GetSummary(request)))[::2] == ("INVALID_ARGUMENT", ["name"])


@pytest.mark.parametrize("size", [1, 2, 5, 50])
async def test_list_summaries_pages_hold_what_one_page_holds(size: int) -> None:
    shelf = Shelf(fire=warehouse_fire())
    async with running(shelf) as service:
        for revision in range(1, 6):
            shelf.alignments["events/fire"] = replace(warehouse_fire(), revision=revision)
            await service.stub.SummarizeEvent(event("fire"))
        request = api.ListSummariesRequest(parent="events/fire", page_size=size)
        seen: list[int] = []
        while True:
            page = await service.stub.ListSummaries(request)
            assert len(page.summaries) <= size
            seen += [s.alignment_revision for s in page.summaries]
            if not page.next_page_token:
                break
            request.page_token = page.next_page_token
        assert seen == [5, 4, 3, 2, 1]


async def test_list_summaries_refuses_a_bad_size_and_a_foreign_token() -> None:
    shelf = Shelf(fire=warehouse_fire())
    async with running(shelf) as service:
        for revision in (1, 2):
            shelf.alignments["events/fire"] = replace(warehouse_fire(), revision=revision)
            await service.stub.SummarizeEvent(event("fire"))
        page = await service.stub.ListSummaries(api.ListSummariesRequest(parent="events/fire", page_size=1))
        foreign = api.ListSummariesRequest(parent="events/other", page_token=page.next_page_token)
        assert (await failure(service.stub.ListSummaries(foreign)))[1].reason == "PAGE_TOKEN_INVALID"
        negative = api.ListSummariesRequest(parent="events/fire", page_size=-1)
        assert (await failure(service.stub.ListSummaries(negative)))[1].reason == "INVALID_FIELDS"


async def test_stream_summary_sends_sentences_then_the_whole() -> None:
    async with running(Shelf(fire=warehouse_fire())) as service:
        for _ in range(2):  # written, then from the store
            request = api.StreamSummaryRequest(event="events/fire")
            parts = [part async for part in service.stub.StreamSummary(request)]
            assert [p.WhichOneof("content") for p in parts] == ["sentence"] * (len(parts) - 1) + ["summary"]
            whole = parts[-1].summary
            assert [p.sentence for p in parts[:-1]] == list(whole.sentences)
            assert whole == await service.stub.SummarizeEvent(event("fire"))


class Gate:
    """A writer that waits at every section until it is let on."""

    id = "gate"
    revision = "1"

    def __init__(self) -> None:
        self.open = threading.Semaphore(0)
        self.sections = 0

    def write(self, passages: Sequence[Passage]) -> list[str]:
        self.sections += 1
        assert self.open.acquire(timeout=10)
        return [p.words for p in passages]


async def test_stream_summary_sends_a_sentence_before_the_next_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = Gate()
    monkeypatch.setattr(app_module.backends, "load", lambda spec: gate)
    async with running(Shelf(fire=warehouse_fire())) as service:
        stream = service.stub.StreamSummary(api.StreamSummaryRequest(event="events/fire"))
        gate.open.release()
        parts = aiter(stream)
        first = await anext(parts)
        assert first.sentence.section == Section.AGREED
        assert gate.sections <= 2
        for _ in range(10):
            gate.open.release()
        assert [p.WhichOneof("content") async for p in parts][-1] == "summary"


async def test_stream_summary_stops_writing_when_the_caller_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate()
    monkeypatch.setattr(app_module.backends, "load", lambda spec: gate)
    async with running(Shelf(fire=warehouse_fire()), threads=1) as service:
        stream = service.stub.StreamSummary(api.StreamSummaryRequest(event="events/fire"))
        gate.open.release()
        await stream.read()
        stream.cancel()
        cancelled = {"service": "summarize", "method": "StreamSummary", "code": "CANCELLED"}
        for _ in range(200):
            if service.sample("mizan_grpc_handled_total", **cancelled):
                break
            await asyncio.sleep(0.01)
        assert service.sample("mizan_grpc_handled_total", **cancelled) == 1
        for _ in range(10):
            gate.open.release()
        # The one thread is free again, and the summary that nobody waited for was not finished.
        summary = await service.stub.SummarizeEvent(event("fire"))
        labels = {"language": "ar", "backend": "gate", "cached": "false"}
        assert service.sample("mizan_summarize_summaries_total", **labels) == 1
        assert summary.sentences


class Liar:
    """A writer that changes a figure."""

    id = "liar:/some/path"
    revision = "1"

    def write(self, passages: Sequence[Passage]) -> list[str]:
        return [p.words.replace("120", "520") for p in passages]


async def test_counters_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_module.backends, "load", lambda spec: Liar())
    async with running(Shelf(fire=warehouse_fire())) as service:
        summary = await service.stub.SummarizeEvent(event("fire"))
        for section in ("AGREED", "DISPUTED", "SINGLE_SOURCE", "TIMELINE"):
            held = sum(s.section == Section.Value(section) for s in summary.sentences)
            assert service.sample("mizan_summarize_sentences_total", section=section.lower()) == held > 0
        assert summary.replaced_sentence_count == 1
        assert service.sample("mizan_summarize_replaced_sentences_total") == 1
        assert service.sample("mizan_summarize_seconds_count") == 1
        assert service.sample("mizan_summarize_model_seconds_total", backend="liar") > 0
        assert service.sample("mizan_summarize_queue_depth") == 0

        broken = convert.alignment_to_proto(warehouse_fire())
        for statement in broken.articles[2].statements:
            if "40" in statement.text:
                statement.quantities[0].low = statement.quantities[0].high = 9
        request = api.SummarizeAlignmentRequest(alignment=broken)
        summary = await service.stub.SummarizeAlignment(request)
        assert summary.dropped_sentence_count == 1
        assert service.sample("mizan_summarize_dropped_sentences_total", reason="number") == 1


async def test_get_service_info() -> None:
    async with running(Shelf()) as service:
        info = await service.stub.GetServiceInfo(api.GetSummarizeServiceInfoRequest())
        assert (info.service, list(info.languages)) == ("summarize", ["ar", "en"])
        assert [(m.role, m.backend) for m in info.models] == [("summarizer", "extractive")]
        assert info.limits == {"max_articles": 1000, "max_page_size": 500, "max_report_cells": 1_000_000}


# --- the align service as the source ------------------------------------------------------------------


class Align(align_grpc.AlignServiceServicer):  # type: ignore[misc]
    """An align service with one event, one merged into it, and one call that hangs."""

    async def GetEvent(self, request: Any, context: Any) -> pb.Event:  # noqa: N802
        return pb.Event(name=request.name, title="حريق في مستودع الميناء")

    async def GetAlignment(self, request: Any, context: Any) -> pb.Alignment:  # noqa: N802
        if request.name == "events/slow/alignment":
            await asyncio.sleep(30)
        if request.name == "events/young/alignment":
            await context.abort_with_status(status.grpc_status(AlignmentNotReady("events/young")))
        return convert.alignment_to_proto(warehouse_fire(), "events/fire")


@asynccontextmanager
async def align_service() -> AsyncIterator[str]:
    aio = grpc.aio.server()
    align_grpc.add_AlignServiceServicer_to_server(Align(), aio)
    port = aio.add_insecure_port("127.0.0.1:0")
    await aio.start()
    yield f"127.0.0.1:{port}"
    await aio.stop(0)


async def test_remote_source_follows_a_merged_event_and_passes_reasons_on() -> None:
    assert align_api.DESCRIPTOR.services_by_name["AlignService"].methods_by_name["GetAlignment"]
    async with align_service() as target, running(RemoteSource(target)) as service:
        summary = await service.stub.SummarizeEvent(event("old"))
        assert summary.name.startswith("events/fire/summaries/")
        code, info, _ = await failure(service.stub.SummarizeEvent(event("young")))
        assert (code, info.reason) == ("FAILED_PRECONDITION", "ALIGNMENT_NOT_READY")
        report = await service.stub.RenderReport(api.RenderReportRequest(event="events/old"))
        assert "حريق في مستودع الميناء" in report.content.decode()


async def test_remote_source_that_hangs_or_is_away_is_unavailable() -> None:
    async with align_service() as target, running(RemoteSource(target, deadline=0.2)) as service:
        code, info, _ = await failure(service.stub.SummarizeEvent(event("slow")))
        assert (code, info.reason, info.metadata["backend"]) == (
            "UNAVAILABLE",
            "BACKEND_UNAVAILABLE",
            "align",
        )
    async with running(RemoteSource("127.0.0.1:1", deadline=2.0)) as service:
        assert (await failure(service.stub.SummarizeEvent(event("fire"))))[0] == "UNAVAILABLE"


async def test_an_event_without_statements_has_an_empty_summary() -> None:
    bare = alignment([article("a", "كلمة")])
    async with running(Shelf(bare=replace(bare, articles=(), claims=(), origins={}))) as service:
        summary = await service.stub.SummarizeEvent(event("bare"))
        assert (summary.language, list(summary.sentences)) == ("und", [])
