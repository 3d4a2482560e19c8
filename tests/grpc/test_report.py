"""RenderReport over a real gRPC connection. What a page looks like is tested where it is drawn."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from mizan.v1 import resources_pb2 as pb
from mizan.v1 import summarize_service_pb2 as api
from services.common.errors import AlignmentNotReady, BackendUnavailable
from services.summarize import comparison_rules, reporter, servicer
from tests.alignments import warehouse_fire
from tests.summarizing import Service, Shelf, comparison, failure, running

SECONDS = "mizan_summarize_report_seconds_count"


@dataclass
class Easel:
    """Takes the place of the page: keeps what it is asked to draw."""

    drawn: list[tuple[pb.Comparison, str]] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)

    def page(self, whole: pb.Comparison, language: str = "") -> str:
        self.drawn.append((whole, language))
        assert self.ready.wait(timeout=10)
        return f"صفحة {len(self.drawn)}"


@pytest.fixture
def easel(monkeypatch: pytest.MonkeyPatch) -> Easel:
    easel = Easel()
    easel.ready.set()
    monkeypatch.setattr("report.page", easel.page)
    return easel


def shelf() -> Shelf:
    """An event whose store has moved on since it was aligned, one merged into it, and the failures."""
    stored = Shelf(
        fire=replace(warehouse_fire(), revision=4),
        young=AlignmentNotReady("events/young"),
        away=BackendUnavailable("align"),
    )
    stored.merged["events/old"] = "events/fire"
    articles = [f"sources/{outlet}/articles/a1" for outlet in ("wire", "reprint", "own", "late")]
    stored.events["events/fire"] = pb.Event(
        name="events/fire",
        title="حريق في مستودع الميناء",
        start={"year": 2026, "month": 3, "day": 10},
        end={"year": 2026, "month": 3, "day": 11},
        articles=articles,
        outlet_count=4,
        origin_count=3,
        etag="e",
    )
    return stored


def of_event(name: str, language: str = "") -> api.RenderReportRequest:
    return api.RenderReportRequest(event=f"events/{name}", language=language)


async def test_report_of_an_event_is_a_page_of_its_alignment_and_summary() -> None:
    async with running(shelf()) as service:
        answer = await service.stub.RenderReport(of_event("fire"))
        page = answer.content.decode()
        assert page.lstrip().lower().startswith("<!doctype html>")
        assert "حريق في مستودع الميناء" in page
        assert all(a.outlet in page for a in warehouse_fire().articles)
        assert (answer.media_type, answer.alignment_revision) == ("text/html; charset=utf-8", 4)


async def test_report_of_an_event_draws_what_a_caller_could_send(easel: Easel) -> None:
    async with running(shelf()) as service:
        answer = await service.stub.RenderReport(of_event("fire", "en-GB"))
        assert answer.content.decode() == "صفحة 1"
        ((whole, language),) = easel.drawn
        assert language == "en"
        assert list(comparison_rules.violations(whole)) == []
        assert whole.backends == {"relate": "hand@1", "summarize": "extractive"}
        (event,) = whole.events
        # The fourth article came after the alignment: it is not drawn, and not counted either.
        assert list(event.articles) == [article.name for article in whole.articles]
        assert (event.title, event.outlet_count, event.origin_count) == ("حريق في مستودع الميناء", 3, 2)
        assert (event.start.day, event.end.day) == (10, 11)
        again = await service.stub.RenderReport(api.RenderReportRequest(comparison=whole, language="en"))
        assert (again.content.decode(), again.alignment_revision) == ("صفحة 2", 0)
        assert easel.drawn[1] == (whole, "en")


async def test_report_of_an_event_has_the_kept_summary(easel: Easel) -> None:
    async with running(shelf()) as service:
        first = await service.stub.SummarizeEvent(api.SummarizeEventRequest(event="events/fire"))
        await service.stub.RenderReport(of_event("old"))
        # The sources are Arabic: English words of the interface stand around the Arabic account.
        await service.stub.RenderReport(of_event("fire", "en"))
        assert [list(whole.summaries) for whole, _ in easel.drawn] == [[first], [first]]
        written = {"language": "ar", "backend": "extractive", "cached": "false"}
        assert service.sample("mizan_summarize_summaries_total", **written) == 1


@pytest.mark.parametrize(
    ("name", "code", "reason"),
    [
        ("none", "NOT_FOUND", "RESOURCE_NOT_FOUND"),
        ("young", "FAILED_PRECONDITION", "ALIGNMENT_NOT_READY"),
        ("away", "UNAVAILABLE", "BACKEND_UNAVAILABLE"),
        ("UPPER", "INVALID_ARGUMENT", "INVALID_FIELDS"),
        ("", "INVALID_ARGUMENT", "INVALID_FIELDS"),
    ],
)
async def test_report_of_an_event_fails_as_its_summary_does(name: str, code: str, reason: str) -> None:
    async with running(shelf()) as service:
        told, info, _ = await failure(service.stub.RenderReport(of_event(name)))
        assert (told, info.reason) == (code, reason)


async def test_report_request_lists_every_violation() -> None:
    async with running(shelf()) as service:

        async def fields(request: api.RenderReportRequest) -> list[str]:
            return (await failure(service.stub.RenderReport(request)))[2]

        assert await fields(api.RenderReportRequest(language="fr")) == ["event", "language"]
        nothing = api.RenderReportRequest(comparison=pb.Comparison())
        assert await fields(nothing) == ["comparison.articles", "comparison.events"]
        whole = comparison()
        whole.articles[0].statements[0].stance = 99
        whole.relations[0].score = 7
        spoiled = api.RenderReportRequest(comparison=whole, language="fr")
        assert await fields(spoiled) == [
            "language",
            "comparison.articles[0].statements[0].stance",
            "comparison.relations[0].score",
        ]


async def test_report_of_too_many_articles_is_refused() -> None:
    whole = comparison()
    for number in range(servicer.MAX_ARTICLES + 1):
        whole.articles.add(name=f"sources/s/articles/a{number}", outlet="s")
    async with running(shelf()) as service:
        request = api.RenderReportRequest(comparison=whole)
        assert (await failure(service.stub.RenderReport(request)))[2] == ["comparison.articles"]


async def test_report_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch, easel: Easel) -> None:
    async with running(shelf()) as service:
        monkeypatch.setattr(reporter, "MAX_CELLS", 14)  # the fire has 3 articles and 5 claims
        for request, fields in (
            (of_event("fire"), ["event"]),
            (api.RenderReportRequest(comparison=comparison()), ["comparison"]),
        ):
            assert (await failure(service.stub.RenderReport(request)))[2] == fields
            assert easel.drawn == []
        monkeypatch.setattr(reporter, "MAX_CELLS", 15)
        await service.stub.RenderReport(of_event("fire"))


async def test_report_that_no_answer_can_carry_is_refused(
    monkeypatch: pytest.MonkeyPatch, easel: Easel
) -> None:
    monkeypatch.setattr(reporter, "MAX_CONTENT_BYTES", 5)
    async with running(shelf()) as service:
        code, _, fields = await failure(service.stub.RenderReport(of_event("fire")))
        assert (code, fields) == ("INVALID_ARGUMENT", ["event"])


async def test_report_is_counted_and_timed_by_kind(easel: Easel) -> None:
    async with running(shelf()) as service:
        await service.stub.RenderReport(of_event("fire"))
        for _ in range(2):
            await service.stub.RenderReport(api.RenderReportRequest(comparison=comparison()))
        await failure(service.stub.RenderReport(of_event("none")))
        assert service.sample(SECONDS, kind="event") == 1
        assert service.sample(SECONDS, kind="comparison") == 2


async def test_report_that_nobody_waits_for_is_not_drawn(easel: Easel) -> None:
    request = api.RenderReportRequest(comparison=comparison())
    async with running(shelf(), threads=1) as service:
        easel.ready.clear()
        first = asyncio.ensure_future(service.stub.RenderReport(request))
        await _until(lambda: len(easel.drawn) == 1)
        second = service.stub.RenderReport(request)
        await _until(lambda: service.sample("mizan_summarize_queue_depth") == 1)
        second.cancel()
        await _until(lambda: _cancelled(service) == 1)
        easel.ready.set()
        await first
        await service.stub.RenderReport(request)
        assert len(easel.drawn) == 2


def _cancelled(service: Service) -> float:
    labels = {"service": "summarize", "method": "RenderReport", "code": "CANCELLED"}
    return service.sample("mizan_grpc_handled_total", **labels)


async def _until(true: Any) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come true")
