"""The align service over gRPC, following a feed that the test holds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import grpc
import numpy as np
import pytest
from google.protobuf.json_format import MessageToDict
from google.rpc import error_details_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from numpy.typing import NDArray

from mizan.v1 import align_service_pb2 as api
from mizan.v1 import align_service_pb2_grpc as api_grpc
from mizan.v1 import resources_pb2 as pb
from services.align import backends
from services.align.app import AlignApp
from services.common import convert
from services.common.domain import Article
from services.common.errors import BackendUnavailable
from services.common.feed import FeedPage
from services.common.server import serve
from services.ingest.pipeline import read_article
from services.ingest.raw import RawArticle

DAY = datetime(2026, 3, 10, 9, tzinfo=UTC)


def read(outlet: str, title: str, *paragraphs: str, days: int = 0) -> Article:
    body = "\n".join(paragraphs)
    key = blake2b((outlet + title).encode(), digest_size=6).hexdigest()
    return read_article(
        RawArticle(
            outlet=outlet,
            source=outlet,
            url="",
            title=title,
            content=body.encode(),
            format="text",
            published=DAY + timedelta(days=days),
        ),
        name=f"sources/{outlet}/articles/a{key}",
        now=datetime(2026, 6, 1, tzinfo=UTC),
    )


FIRE = [
    read(
        "nour",
        "حريق في سوق الخضار بمدينة زهران يودي بحياة تسعة أشخاص",
        "أعلنت دائرة الإطفاء في مدينة زهران أن حريقا اندلع فجر اليوم في سوق الخضار المركزي.",
        "وقال مدير الدائرة سالم الرواحي إن الحريق أودى بحياة 9 أشخاص وأصاب 23 آخرين بجروح.",
        "وأضاف أن سبب الحريق تماس كهربائي في أحد المخازن.",
    ),
    read(
        "sada",
        "تسعة قتلى في حريق سوق الخضار بزهران",
        "اندلع حريق كبير فجر اليوم في سوق الخضار المركزي بمدينة زهران، بحسب دائرة الإطفاء.",
        "وذكر مدير دائرة الإطفاء سالم الرواحي أن الحريق أودى بحياة 14 شخصا وأصاب 23 آخرين بجروح.",
        "وأغلقت السلطات الشوارع المؤدية إلى السوق حتى المساء.",
    ),
    read(
        "harbour",
        "Nine die in fire at Zahran vegetable market",
        "A fire broke out at dawn today in the central vegetable market of Zahran, the fire department said.",
        "The head of the department, Salem Al-Rawahi, said the fire killed 9 people and injured 23 others.",
        "He added that an electrical fault in one of the stores caused the fire.",
    ),
]
FOOTBALL = read(
    "malaab",
    "النجم يتعادل مع الاتحاد في افتتاح الدوري",
    "تعادل فريق النجم مع ضيفه الاتحاد بهدفين لكل منهما في افتتاح منافسات الدوري على ملعب المدينة.",
    "وسجل ياسر الهلالي هدفي النجم في الشوط الأول قبل أن يدرك الضيوف التعادل.",
)


class ListFeed:
    """A feed over a list; it can be told to fail."""

    def __init__(self, articles: Sequence[Article] = ()) -> None:
        self.articles = list(articles)
        self.away = False
        self.news = asyncio.Event()

    def bring(self, *articles: Article) -> None:
        self.articles.extend(articles)
        self.news.set()

    async def pull(self, after: int, limit: int) -> FeedPage:
        if self.away:
            raise BackendUnavailable("ingest")
        rest = list(enumerate(self.articles, 1))[after:]
        return FeedPage(tuple(rest[:limit]), max(0, len(rest) - limit))

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109
        self.news.clear()
        try:
            await asyncio.wait_for(self.news.wait(), min(timeout, 0.05))
        except TimeoutError:
            return


@asynccontextmanager
async def running(
    feed: ListFeed | None, url: str = "sqlite://", **models: str
) -> AsyncIterator[tuple[AlignApp, api_grpc.AlignServiceStub]]:
    app = AlignApp(url, feed, threads=1, **models)
    server = await serve([app])
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{server.port}") as channel:
            yield app, api_grpc.AlignServiceStub(channel)
    finally:
        await server.stop(grace=0)


async def settled(app: AlignApp) -> None:
    assert await app.settled(20)


def reason(error: grpc.aio.AioRpcError) -> tuple[grpc.StatusCode, str]:
    status = rpc_status.from_call(error)
    info = error_details_pb2.ErrorInfo()
    assert status is not None
    next(detail for detail in status.details if detail.Is(info.DESCRIPTOR)).Unpack(info)
    return error.code(), info.reason


def value(app: AlignApp, name: str, **labels: str) -> float:
    return app.metrics.registry.get_sample_value(name, labels) or 0.0


async def test_coverage_in_two_languages_lands_in_one_event_and_the_match_apart() -> None:
    async with running(ListFeed([FIRE[0], FOOTBALL, FIRE[1], FIRE[2]])) as (app, stub):
        await settled(app)
        events = (await stub.ListEvents(api.ListEventsRequest())).events
        assert [len(event.articles) for event in events] in ([3, 1], [1, 3])
        fire = max(events, key=lambda event: len(event.articles))
        assert set(fire.articles) == {article.name for article in FIRE}
        assert fire.outlet_count == 3
        assert fire.origin_count == 3
        assert fire.start == Date(year=2026, month=3, day=10)
        assert fire.title in {article.title for article in FIRE}
        assert await stub.GetEvent(api.GetEventRequest(name=fire.name)) == fire

        alignment = await stub.GetAlignment(api.GetAlignmentRequest(name=f"{fire.name}/alignment"))
        assert alignment.revision >= 1
        assert {article.name for article in alignment.articles} == set(fire.articles)
        kinds = {(relation.type, relation.kind) for relation in alignment.relations}
        assert (pb.Relation.CONTRADICTION, pb.Relation.NUMBER) in kinds
        assert any(relation.type == pb.Relation.AGREEMENT for relation in alignment.relations)
        assert all(relation.type != pb.Relation.UNRELATED for relation in alignment.relations)
        statements = [name for claim in alignment.claims for name in claim.statements]
        assert sorted(statements) == sorted(s.name for a in alignment.articles for s in a.statements)


async def test_find_event_tells_whether_a_text_belongs() -> None:
    async with running(ListFeed([*FIRE, FOOTBALL])) as (app, stub):
        await settled(app)
        found = await stub.FindEvent(
            api.FindEventRequest(
                text="حصيلة حريق سوق الخضار المركزي في زهران ترتفع، وسالم الرواحي يتحدث عن تماس كهربائي",
                date=Date(year=2026, month=3, day=10),
            )
        )
        assert FIRE[0].name in found.matches[0].event.articles
        assert found.matches[0].same_event
        assert found.matches[0].score > 0.5
        assert not any(match.same_event for match in found.matches[1:])
        other = await stub.FindEvent(
            api.FindEventRequest(text="البنك المركزي يرفع سعر الفائدة ربع نقطة مئوية")
        )
        assert not any(match.same_event for match in other.matches)


async def test_delivering_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/align.db"
    feed = ListFeed([*FIRE, FOOTBALL, *FIRE])
    async with running(feed, url) as (app, stub):
        await settled(app)
        before = await stub.ListEvents(api.ListEventsRequest())
        assert value(app, "mizan_align_articles_total", outcome="unchanged") == 3
        assert value(app, "mizan_align_events_total", change="created") == 2
        assert (
            sum(
                value(app, "mizan_align_articles_total", outcome=outcome) for outcome in ("founded", "joined")
            )
            == len(FIRE) + 1
        )
        feed.bring(*FIRE)
        await settled(app)
        assert await stub.ListEvents(api.ListEventsRequest()) == before
    async with running(feed, url) as (app, stub):  # a restart takes up at the stored cursor
        await settled(app)
        assert await stub.ListEvents(api.ListEventsRequest()) == before
        assert value(app, "mizan_align_articles_total", outcome="unchanged") == 0
        late = read(
            "ruwad",
            "ارتفاع ضحايا حريق سوق الخضار المركزي بزهران",
            *[s.text for s in FIRE[1].statements[1:]],
            days=1,
        )
        feed.bring(late)
        await settled(app)
        event = max((await stub.ListEvents(api.ListEventsRequest())).events, key=lambda e: len(e.articles))
        assert event.articles[-1] == late.name, "the memory of earlier articles is read back"
        assert event.outlet_count == 4


async def test_a_failed_write_leaves_memory_and_store_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.align import store

    original, failures = store._save, [0]

    def fails_once(*arguments: object) -> None:
        if failures[0] == 0:
            failures[0] += 1
            original(*arguments)  # type: ignore[arg-type]
            raise BackendUnavailable("database")
        original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_save", fails_once)
    async with running(ListFeed(FIRE)) as (app, stub):
        await settled(app)
        assert failures[0] == 1
        (event,) = (await stub.ListEvents(api.ListEventsRequest())).events
        assert len(event.articles) == 3
        assert value(app, "mizan_align_events_total", change="created") == 1


async def test_a_new_version_replaces_the_old_one_and_old_revisions_keep_their_text() -> None:
    feed = ListFeed(FIRE)
    async with running(feed) as (app, stub):
        await settled(app)
        (event,) = (await stub.ListEvents(api.ListEventsRequest())).events
        name = f"{event.name}/alignment"
        first = await stub.GetAlignment(api.GetAlignmentRequest(name=name))
        newer = replace(
            read(
                "sada",
                FIRE[1].title,
                "اندلع حريق كبير فجر اليوم في سوق الخضار المركزي بمدينة زهران، بحسب دائرة الإطفاء.",
            ),
            name=FIRE[1].name,
        )
        feed.bring(newer)
        await settled(app)
        second = await stub.GetAlignment(api.GetAlignmentRequest(name=name))
        assert second.revision > first.revision
        assert newer.version in {article.version for article in second.articles}
        again = await stub.GetAlignment(api.GetAlignmentRequest(name=name, revision=first.revision))
        assert again == first
        changed = await stub.GetEvent(api.GetEventRequest(name=event.name))
        assert changed.etag != event.etag
        assert list(changed.articles) == list(event.articles)
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await stub.GetAlignment(api.GetAlignmentRequest(name=name, revision=second.revision + 1))
        assert reason(error.value) == (grpc.StatusCode.OUT_OF_RANGE, "REVISION_NOT_KEPT")


async def test_lists_can_be_filtered_and_paged() -> None:
    async with running(ListFeed([*FIRE, FOOTBALL])) as (app, stub):
        await settled(app)
        events = (await stub.ListEvents(api.ListEventsRequest())).events
        paged, token = [], ""
        while True:
            page = await stub.ListEvents(api.ListEventsRequest(page_size=1, page_token=token))
            paged.extend(page.events)
            token = page.next_page_token
            if not token:
                break
        assert paged == list(events)
        (fire,) = (await stub.ListEvents(api.ListEventsRequest(min_outlets=2))).events
        before = api.ListEventsRequest(before=Date(year=2026, month=3, day=10))
        assert not (await stub.ListEvents(before)).events
        since = api.ListEventsRequest()
        getattr(since, "from").CopyFrom(Date(year=2026, month=3, day=11))
        assert not (await stub.ListEvents(since)).events

        every = (
            await stub.ListRelations(api.ListRelationsRequest(parent=fire.name, page_size=500))
        ).relations
        assert [r.score for r in every] == sorted((r.score for r in every), reverse=True)
        paged, token = [], ""
        while True:
            page = await stub.ListRelations(
                api.ListRelationsRequest(parent=fire.name, page_size=2, page_token=token)
            )
            paged.extend(page.relations)
            token = page.next_page_token
            if not token:
                break
        assert paged == list(every)
        clashes = await stub.ListRelations(
            api.ListRelationsRequest(parent=fire.name, types=[pb.Relation.CONTRADICTION])
        )
        assert clashes.relations
        assert {r.type for r in clashes.relations} == {pb.Relation.CONTRADICTION}
        english = await stub.ListRelations(
            api.ListRelationsRequest(parent=fire.name, source="sources/harbour", min_score=0.2)
        )
        assert english.relations
        assert all("harbour" in r.statement_a + r.statement_b and r.score >= 0.2 for r in english.relations)

        claims = await stub.ListClaims(api.ListClaimsRequest(parent=fire.name, page_size=500))
        origins = [claim.origin_count for claim in claims.claims]
        assert origins == sorted(origins, reverse=True)
        disputed = await stub.ListClaims(api.ListClaimsRequest(parent=fire.name, disputed_only=True))
        assert disputed.claims
        assert all(claim.disputed_by for claim in disputed.claims)
        several = await stub.ListClaims(api.ListClaimsRequest(parent=fire.name, min_origins=2))
        assert all(claim.origin_count >= 2 for claim in several.claims)


async def test_compare_articles_stores_nothing_and_takes_stored_names() -> None:
    async with running(ListFeed([FIRE[0]])) as (app, stub):
        await settled(app)
        inline = [convert.article_to_proto(article) for article in (FIRE[1], FOOTBALL)]
        request = api.CompareArticlesRequest(articles=inline, names=[FIRE[0].name])
        found = await stub.CompareArticles(request)
        assert [len(event.articles) for event in found.events] == [2, 1]
        assert len(found.alignments) == 2
        assert not found.events[0].HasField("update_time")
        assert found.alignments[0].revision == 0
        request.single_event = True
        assert [len(e.articles) for e in (await stub.CompareArticles(request)).events] == [3]
        assert len((await stub.ListEvents(api.ListEventsRequest())).events) == 1
        decided = sum(
            sample.value
            for metric in app.metrics.registry.collect()
            for sample in metric.samples
            if sample.name == "mizan_align_relations_total"
        )
        listed = sum(len(alignment.relations) for alignment in found.alignments)
        assert decided >= listed


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (api.CompareArticlesRequest(), "articles"),
        (api.CompareArticlesRequest(names=["sources/a/articles/b", "nonsense"]), "names[1]"),
        (api.CompareArticlesRequest(articles=[pb.Article(), pb.Article()]), "articles[0].name"),
        (api.FindEventRequest(), "text"),
        (api.FindEventRequest(text="خبر", limit=-1), "limit"),
        (api.FindEventRequest(text="خبر", date=Date(year=2026, month=2, day=30)), "date"),
        (api.GetEventRequest(name="event/1"), "name"),
        (api.GetAlignmentRequest(name="events/e1"), "name"),
        (api.ListEventsRequest(page_size=-1), "page_size"),
        (api.ListRelationsRequest(parent="events/e1", min_score=1.5), "min_score"),
        (api.ListClaimsRequest(parent="events/e1", min_origins=-1), "min_origins"),
    ],
)
async def test_bad_requests_name_the_field(request_: object, field: str) -> None:
    async with running(None) as (_, stub):
        method = type(request_).__name__.removesuffix("Request")
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await getattr(stub, method)(request_)
        assert reason(error.value) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
        status = rpc_status.from_call(error.value)
        bad = error_details_pb2.BadRequest()
        assert status is not None
        next(detail for detail in status.details if detail.Is(bad.DESCRIPTOR)).Unpack(bad)
        assert field in [violation.field for violation in bad.field_violations]


async def test_unknown_names_and_tokens_are_refused() -> None:
    async with running(ListFeed(FIRE)) as (app, stub):
        await settled(app)
        for call, request in (
            (stub.GetEvent, api.GetEventRequest(name="events/none")),
            (stub.GetAlignment, api.GetAlignmentRequest(name="events/none/alignment")),
            (stub.ListRelations, api.ListRelationsRequest(parent="events/none")),
            (stub.ListClaims, api.ListClaimsRequest(parent="events/none")),
            (stub.CompareArticles, api.CompareArticlesRequest(names=[FIRE[0].name, "sources/x/articles/y"])),
        ):
            with pytest.raises(grpc.aio.AioRpcError) as error:
                await call(request)
            assert reason(error.value) == (grpc.StatusCode.NOT_FOUND, "RESOURCE_NOT_FOUND")
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await stub.ListEvents(api.ListEventsRequest(page_token="bm9uc2Vuc2U"))
        assert reason(error.value) == (grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_INVALID")


async def test_a_feed_that_is_away_is_followed_again_when_it_is_back() -> None:
    feed = ListFeed(FIRE)
    feed.away = True
    async with running(feed) as (app, stub):
        assert not await app.settled(0.3)
        assert not (await stub.ListEvents(api.ListEventsRequest())).events
        feed.away = False
        await settled(app)
        assert len((await stub.ListEvents(api.ListEventsRequest())).events) == 1
        assert value(app, "mizan_align_feed_backlog") == 0


async def test_an_article_that_breaks_the_grouper_does_not_stop_the_feed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from services.align.cluster import Grouper

    sketch = Grouper.sketch

    def breaks(self: Grouper, article: Article, vector: object) -> object:
        if article.name == FOOTBALL.name:
            raise RuntimeError("broken")
        return sketch(self, article, vector)  # type: ignore[arg-type]

    monkeypatch.setattr(Grouper, "sketch", breaks)
    async with running(ListFeed([FOOTBALL, *FIRE])) as (app, stub):
        await settled(app)
        assert [len(e.articles) for e in (await stub.ListEvents(api.ListEventsRequest())).events] == [3]
        assert value(app, "mizan_align_articles_total", outcome="failed") == 1


async def test_the_local_source_gives_what_the_service_gives() -> None:
    async with running(ListFeed(FIRE)) as (app, stub):
        await settled(app)
        (event,) = (await stub.ListEvents(api.ListEventsRequest())).events
        source = app.alignments()
        request = api.GetAlignmentRequest(name=f"{event.name}/alignment")
        assert await source.alignment(event.name) == await stub.GetAlignment(request)
        assert await source.event(event.name) == event


async def test_service_info_names_models_and_limits() -> None:
    async with running(None) as (_, stub):
        info = MessageToDict(await stub.GetServiceInfo(api.GetAlignServiceInfoRequest()))
        assert info["service"] == "align"
        models = {model["role"]: model for model in info["models"]}
        assert {"encoder", "relate"} <= set(models)
        assert models["encoder"]["id"] == "mizan-static-ar-en"
        assert int(models["encoder"]["sizeBytes"]) > 0
        assert models["encoder"]["figures"]
        assert int(info["limits"]["max_compare_articles"]) == 1000
        assert {"ar", "en"} <= set(info["languages"])


class Neutral:
    """A judge to whom all pairs are neutral."""

    id, revision = "neutral", "1"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        return np.array([[0.2, 0.2, 0.6]] * len(pairs), dtype=np.float32)


async def test_the_models_that_are_asked_are_named_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backends, "load_judge", lambda spec: Neutral())
    async with running(ListFeed(FIRE), contextual_spec="static", judge_spec="own:x") as (app, stub):
        await settled(app)
        info = await stub.GetServiceInfo(api.GetAlignServiceInfoRequest())
        assert [model.role for model in info.models] == ["encoder", "contextual", "judge", "relate"]
        (event,) = (await stub.ListEvents(api.ListEventsRequest())).events
        alignment = await stub.GetAlignment(api.GetAlignmentRequest(name=f"{event.name}/alignment"))
        assert alignment.backends["judge"] == "neutral@1"
        assert alignment.backends["contextual"] == alignment.backends["encoder"]
        assert value(app, "mizan_align_judged_total", outcome="judged") > 0
        assert value(app, "mizan_align_model_seconds_count", role="judge", backend="own") > 0


async def test_an_encoder_cannot_be_off_and_a_judge_has_to_be_known() -> None:
    with pytest.raises(ValueError, match="none"):
        AlignApp("sqlite://", None, "none")
    with pytest.raises(ValueError, match="known kinds"):
        AlignApp("sqlite://", None, judge_spec="nobody:x")


async def test_metrics_of_one_alignment_are_true() -> None:
    async with running(ListFeed([*FIRE, FOOTBALL])) as (app, stub):
        await settled(app)
        assert value(app, "mizan_align_alignments_total", outcome="stored") >= 2
        stored = 0
        for event in (await stub.ListEvents(api.ListEventsRequest())).events:
            alignment = await stub.GetAlignment(api.GetAlignmentRequest(name=f"{event.name}/alignment"))
            stored += len(alignment.relations)
        samples = [
            sample
            for metric in app.metrics.registry.collect()
            for sample in metric.samples
            if sample.name == "mizan_align_relations_total"
        ]
        related = sum(s.value for s in samples if s.labels["type"] != "unrelated")
        assert related >= stored > 0
        assert value(app, "mizan_align_window_articles") == 4
        assert value(app, "mizan_align_model_seconds_count", role="encoder", backend="static") > 0
        assert value(app, "mizan_align_alignment_seconds_count") >= 2
        assert value(app, "mizan_align_waiting_events") == 0


def test_dates_of_this_file_agree() -> None:
    assert {article.published.day for article in FIRE} == {date(2026, 3, 10)}
