"""The ingest service over real gRPC: what callers see, what is counted, what survives."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import code_pb2, error_details_pb2, status_pb2

import mizan
from mizan.v1 import ingest_service_pb2 as api
from mizan.v1 import ingest_service_pb2_grpc as grpc_api
from mizan.v1 import resources_pb2 as pb
from services.common import convert, server
from services.common.status import error_info
from services.ingest.app import MAX_TEXT_BYTES, IngestApp
from services.ingest.convert import item
from services.ingest.pipeline import read_article
from services.ingest.store import SqliteStore

ROOT = Path(__file__).resolve().parents[2]
Response = api.IngestArticleResponse

HEADLINE = "إغلاق جسر طولان الشمالي ثلاثة أيام"
STORY = """أعلنت بلدية طولان يوم الثلاثاء إغلاق الجسر الشمالي ثلاثة أيام بعد ظهور تشققات في اثنين من أعمدته.
وقال رئيس البلدية سامي الفارس إن المهندسين سيفحصون تسعة أعمدة أخرى قبل نهاية الأسبوع.
وأضاف أن نحو 18 ألف مركبة تعبر الجسر يوميا، وأن الحافلات ستسلك طريق السد القديم.
ونفت شركة المقاولات أن تكون التشققات ناجمة عن أعمال الصيانة التي جرت في مارس الماضي.
"""
ENGLISH = """The harbour authority of Tolland said on Monday that a ferry with 212 passengers ran aground near
the northern pier. Nobody was hurt, according to the coast guard. The captain told reporters that the steering
had failed shortly before the accident. The company denied that the vessel was overloaded.
"""


def page(number: int = 1, **changes: Any) -> api.ArticleInput:
    fields: dict[str, Any] = {
        "outlet": "صحيفة النهر",
        "url": f"https://nahr.example/news/{number}?utm_source=feed",
        "title": HEADLINE,
        "content": f"{STORY}وذكرت البلدية في بيانها رقم {number} أن العمل مستمر في الموقع.".encode(),
        "publish_time": datetime(2024, 6, 18, 9, tzinfo=UTC),
    }
    return api.ArticleInput(**{key: value for key, value in (fields | changes).items() if value is not None})


class Client:
    """A running service and a stub for it."""

    def __init__(self, app: IngestApp, running: server.Running, stub: Any) -> None:
        self.app = app
        self.running = running
        self.stub = stub

    async def ingest(self, article: api.ArticleInput, **fields: Any) -> Response:
        response: Response = await self.stub.IngestArticle(
            api.IngestArticleRequest(article=article, **fields), timeout=60
        )
        return response

    async def stream(self, requests: Iterable[api.IngestArticlesRequest]) -> list[api.IngestArticlesResponse]:
        return [answer async for answer in self.stub.IngestArticles(iter(requests), timeout=120)]

    async def scrape(self) -> dict[str, float]:
        url = f"http://127.0.0.1:{self.running.metrics_ports['ingest']}/metrics"
        text = await asyncio.to_thread(lambda: urllib.request.urlopen(url, timeout=5).read().decode())
        lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
        return {series: float(value) for series, _, value in lines}


class Service:
    """Starts ingest services and stops them at the end of a test."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder}/ingest.db"
        self.path = folder / "ingest.db"
        self._open: list[tuple[server.Running, grpc.aio.Channel]] = []

    async def start(self, **options: Any) -> Client:
        app = IngestApp(self.url, **options)
        running = await server.serve([app], metrics_ports={"ingest": 0})
        channel = grpc.aio.insecure_channel(f"127.0.0.1:{running.port}", options=server.CHANNEL_OPTIONS)
        self._open.append((running, channel))
        return Client(app, running, grpc_api.IngestServiceStub(channel))

    async def stop(self) -> None:
        while self._open:
            running, channel = self._open.pop()
            await channel.close()
            await running.stop(grace=0)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    made = Service(tmp_path)
    yield made
    await made.stop()


@pytest.fixture
async def client(service: Service) -> Client:
    return await service.start()


def status_of(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    raw = dict(error.trailing_metadata())["grpc-status-details-bin"]
    return status_pb2.Status.FromString(raw)


async def refused(call: Any) -> status_pb2.Status:
    """The status that a call fails with."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    status = status_of(caught.value)
    assert caught.value.code().value[0] == status.code
    return status


def violations(status: status_pb2.Status) -> dict[str, str]:
    found = {}
    for detail in status.details:
        bad = error_details_pb2.BadRequest()
        if detail.Unpack(bad):
            found = {violation.field: violation.description for violation in bad.field_violations}
    return found


def reason(status: status_pb2.Status) -> str:
    info = error_info(status)
    return info.reason if info is not None else ""


# --- one article -------------------------------------------------------------------------------------


async def test_ingest_returns_the_article_with_statements_at_their_places(client: Client) -> None:
    response = await client.ingest(page())
    article = response.article
    assert response.outcome == Response.CREATED
    assert article.name.startswith("sources/shyfh-alnhr/articles/")
    assert article.url == "https://nahr.example/news/1"
    assert (article.outlet, article.title, article.language) == ("صحيفة النهر", HEADLINE, "ar")
    assert article.publish_time.source == pb.PublishTime.DECLARED
    assert article.HasField("create_time") and len(article.version) == 32
    assert len(article.statements) >= 5
    for index, statement in enumerate(article.statements):
        assert statement.name == f"{article.name}/statements/{index}"
        assert article.text[statement.span.start : statement.span.end] == statement.text
    denial = next(s for s in article.statements if s.text.startswith("ونفت"))
    assert denial.stance == pb.Statement.DENIED
    stored = await client.stub.GetArticle(api.GetArticleRequest(name=article.name))
    assert stored == article


async def test_ingest_of_the_same_page_changes_nothing(client: Client) -> None:
    first = await client.ingest(page())
    again = await client.ingest(page())
    moved = await client.ingest(page(url="http://www.nahr.example/news/1/?fbclid=x#top"))
    assert [r.outcome for r in (again, moved)] == [Response.UNCHANGED] * 2
    assert again.article == moved.article == first.article


async def test_ingest_of_an_edited_page_is_a_new_version_of_the_same_article(client: Client) -> None:
    first = await client.ingest(page())
    edited = await client.ingest(page(content=STORY.encode()))
    assert edited.outcome == Response.UPDATED
    assert edited.article.name == first.article.name
    assert edited.article.version != first.article.version
    stored = await client.stub.GetArticle(api.GetArticleRequest(name=first.article.name))
    assert stored == edited.article


async def test_ingest_without_url_is_known_by_its_content(client: Client) -> None:
    first = await client.ingest(page(url=None))
    again = await client.ingest(page(url=None))
    other = await client.ingest(page(2, url=None))
    elsewhere = await client.ingest(page(url=None, outlet="The Daily Pier"))
    assert again.outcome == Response.UNCHANGED and again.article.name == first.article.name
    names = {r.article.name for r in (first, other, elsewhere)}
    assert len(names) == 3


async def test_ingest_takes_the_address_that_an_html_page_gives_itself(client: Client) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in STORY.splitlines())
    html = (
        f"<!doctype html><html lang=ar><head><title>{HEADLINE}</title>"
        "<link rel=canonical href='https://www.nahr.example/news/77?utm_medium=x'></head>"
        f"<body><nav><a href=/>الرئيسية</a></nav><article><h1>{HEADLINE}</h1>{paragraphs}</article>"
        "</body></html>"
    )
    by_page = await client.ingest(page(url=None, title=None, content=html.encode()))
    by_caller = await client.ingest(
        page(url="https://nahr.example/news/77", title=None, content=html.encode())
    )
    assert by_page.article.name == by_caller.article.name
    assert by_page.article.title == HEADLINE


async def test_ingest_links_copies_and_keeps_them(client: Client) -> None:
    first = await client.ingest(page())
    copy = await client.ingest(page(outlet="The Daily Pier", url="https://pier.example/a"))
    assert copy.outcome == Response.CREATED
    assert copy.article.duplicate.parent == first.article.name
    assert copy.article.duplicate.kind == pb.Duplicate.EXACT
    assert len(copy.article.statements) == len(first.article.statements)


async def test_validate_only_shows_the_result_and_stores_nothing(client: Client) -> None:
    preview = await client.ingest(page(), validate_only=True)
    assert preview.outcome == Response.OUTCOME_UNSPECIFIED
    assert not preview.article.HasField("create_time")
    status = await refused(client.stub.GetArticle(api.GetArticleRequest(name=preview.article.name)))
    assert (status.code, reason(status)) == (code_pb2.NOT_FOUND, "RESOURCE_NOT_FOUND")
    stored = await client.ingest(page())
    assert stored.outcome == Response.CREATED
    stored.article.ClearField("create_time")
    assert stored.article == preview.article


# --- request ids -------------------------------------------------------------------------------------


async def test_request_id_returns_the_first_answer_byte_for_byte(service: Service) -> None:
    client = await service.start()
    key = str(uuid.uuid4())
    first = await client.ingest(page(), request_id=key)
    await client.ingest(page(content=STORY.encode()))
    again = await client.ingest(page(), request_id=key.upper())
    assert again.SerializeToString() == first.SerializeToString()
    await service.stop()
    client = await service.start()
    after_restart = await client.ingest(page(), request_id=key)
    assert after_restart.SerializeToString() == first.SerializeToString()


async def test_request_id_with_another_payload_is_refused(client: Client) -> None:
    key = str(uuid.uuid4())
    await client.ingest(page(), request_id=key)
    status = await refused(client.ingest(page(2), request_id=key))
    assert (status.code, reason(status)) == (code_pb2.INVALID_ARGUMENT, "REQUEST_ID_REUSED")
    listed = await client.stub.ListArticles(api.ListArticlesRequest(parent="sources/-"))
    assert len(listed.articles) == 1


async def test_request_id_of_calls_at_once_is_answered_once(client: Client) -> None:
    key = str(uuid.uuid4())
    answers = await asyncio.gather(*(client.ingest(page(), request_id=key) for _ in range(8)))
    assert len({answer.SerializeToString() for answer in answers}) == 1
    assert answers[0].outcome == Response.CREATED


# --- bad input ---------------------------------------------------------------------------------------


async def test_every_violation_is_listed(client: Client) -> None:
    bad = api.ArticleInput(
        outlet=" ",
        source="Not A Slug",
        url="ftp://nahr.example",
        title="x" * 1001,
        content=b"\x00\xff" * 500,
        format=9,
        publish_time=datetime.now(UTC) + timedelta(days=3),
        language="tlh",
    )
    status = await refused(client.ingest(bad, request_id="seven"))
    assert (status.code, reason(status)) == (code_pb2.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert set(violations(status)) == {
        "article.outlet",
        "article.source",
        "article.url",
        "article.title",
        "article.content",
        "article.format",
        "article.publish_time",
        "article.language",
        "request_id",
    }
    info = error_info(status)
    assert info is not None and info.metadata["violations"] == "9"


BAD_CONTENT = {
    "empty": b"",
    "blank": b" \n\t ",
    "binary": bytes(range(256)) * 20,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
    "latin-1 text": "Déjà vu à l'école, où était la clé? ".encode("latin-1") * 20,
    "one line of 10 MB": "خبر ".encode() * 1_500_000,
    "scripts only": b"<!doctype html><html><body><script>"
    + b"var a = 1; " * 300
    + b"</script></body></html>",
    "markup only": b"<html><head><title></title></head><body><div></div></body></html>",
    "elements without end": b"<html><body>" + b"<div>" * 100_000 + STORY.encode() + b"</div>" * 100_000,
    "another language": ("これは日本語の記事です。橋は三日間閉鎖されます。" * 20).encode(),
    "digits only": b"123 456 789\n" * 50,
}


@pytest.mark.parametrize("kind", BAD_CONTENT)
async def test_bad_content_is_refused_clearly(client: Client, kind: str) -> None:
    status = await refused(client.ingest(page(content=BAD_CONTENT[kind])))
    assert (status.code, reason(status)) == (code_pb2.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert set(violations(status)) == {"article.content"}
    listed = await client.stub.ListArticles(api.ListArticlesRequest(parent="sources/-"))
    assert len(listed.articles) == 0
    assert (await client.ingest(page())).outcome == Response.CREATED


async def test_random_bytes_never_break_the_service(client: Client) -> None:
    randomness = random.Random(20240618)
    whole = STORY.encode() + ENGLISH.encode()

    def damaged(number: int) -> bytes:
        raw = bytearray(whole)
        match number % 5:
            case 0:
                return randomness.randbytes(randomness.randrange(1, 3000))
            case 1:
                for _ in range(randomness.randrange(1, 60)):
                    raw[randomness.randrange(len(raw))] = randomness.randrange(256)
            case 2:
                return bytes(raw[: randomness.randrange(1, len(raw))])
            case 3:
                parts = [b"<div>", b"</p>", b"<!--", b"-->", b"<table>", b"<script>", b"&#x0;", b"]]>", b"<"]
                for _ in range(40):
                    at = randomness.randrange(len(raw))
                    raw[at:at] = randomness.choice(parts)
                return b"<html><body>" + bytes(raw)
            case _:
                letters = "".join(chr(randomness.choice((randomness.randrange(0x110000), 0x634, 0x200F, 10)))
                                  for _ in range(400))  # fmt: skip
                return letters.encode("utf-8", "surrogatepass")
        return bytes(raw)

    requests = [
        api.IngestArticlesRequest(article=page(n, content=damaged(n), title=None, publish_time=None))
        for n in range(150)
    ]
    answers = await client.stream(requests)
    assert [answer.index for answer in answers] == list(range(150))
    reasons = {reason(answer.error) for answer in answers if answer.HasField("error")}
    assert reasons == {"INVALID_FIELDS"}
    for answer in answers:
        convert.article_from_proto(answer.stored.article)  # checks every position against the text


async def test_long_input_is_taken_up_to_the_stated_limit(client: Client) -> None:
    info = await client.stub.GetServiceInfo(api.GetIngestServiceInfoRequest())
    assert info.limits["max_text_bytes"] == MAX_TEXT_BYTES
    over = b"x" * (MAX_TEXT_BYTES + 1)
    status = await refused(client.ingest(page(content=over)))
    assert str(MAX_TEXT_BYTES) in violations(status)["article.content"]
    small = IngestApp("sqlite://", max_text_bytes=len(STORY.encode()))
    running = await server.serve([small])
    async with grpc.aio.insecure_channel(f"127.0.0.1:{running.port}") as channel:
        stub = grpc_api.IngestServiceStub(channel)
        exact = await stub.IngestArticle(api.IngestArticleRequest(article=page(content=STORY.encode())))
        assert exact.outcome == Response.CREATED
        await refused(
            stub.IngestArticle(api.IngestArticleRequest(article=page(content=STORY.encode() + b".")))
        )
    await running.stop(grace=0)


# --- many articles -----------------------------------------------------------------------------------


async def test_stream_answers_every_item_in_order(client: Client) -> None:
    answers = await client.stream(api.IngestArticlesRequest(article=page(n)) for n in range(40))
    assert [answer.index for answer in answers] == list(range(40))
    for number, answer in enumerate(answers):
        assert answer.stored.outcome == Response.CREATED
        assert answer.stored.article.url.endswith(f"/{number}")


async def test_stream_gives_bad_items_the_status_of_the_unary_call(client: Client) -> None:
    key = str(uuid.uuid4())
    await client.ingest(page(), request_id=key)
    bad: list[dict[str, Any]] = [
        {},
        {"article": api.ArticleInput()},
        {"article": page(content=BAD_CONTENT["binary"])},
        {"article": page(content=BAD_CONTENT["scripts only"], url="no address")},
        {"article": page(2), "request_id": key},
        {"article": page(3, language="xx"), "request_id": "1"},
    ]
    requests: list[api.IngestArticlesRequest] = []
    for number, fields in enumerate(bad):
        requests += [
            api.IngestArticlesRequest(**fields),
            api.IngestArticlesRequest(article=page(100 + number)),
        ]
    answers = await client.stream(requests)
    assert len(answers) == len(requests)
    for fields, answer, good in zip(bad, answers[::2], answers[1::2], strict=True):
        unary = await refused(client.stub.IngestArticle(api.IngestArticleRequest(**fields)))
        assert answer.error == unary
        assert good.stored.outcome == Response.CREATED


async def test_stream_stores_versions_of_one_page_in_their_order(client: Client) -> None:
    requests = [
        api.IngestArticlesRequest(article=page(content=(STORY * (1 + n % 3) + f"\nتحديث رقم {n}.").encode()))
        for n in range(30)
    ]
    answers = await client.stream(requests)
    assert [a.stored.outcome for a in answers] == [Response.CREATED] + [Response.UPDATED] * 29
    (name,) = {a.stored.article.name for a in answers}
    latest = await client.stub.GetArticle(api.GetArticleRequest(name=name))
    assert latest == answers[-1].stored.article


async def test_stream_of_many_threads_reads_as_one_thread_does(service: Service) -> None:
    client = await service.start(threads=4)
    paragraphs = "".join(f"<p>{line}</p>" for line in ENGLISH.split(". "))
    kinds = (
        f"{STORY}\nوبلغ عدد المصابين %d شخصا.",
        ENGLISH + " %d people watched.",
        f"<html>{paragraphs}%d</html>",
    )
    contents = [(kinds[n % 3] % n).encode() for n in range(60)]
    articles = [page(n, content=content, title=None) for n, content in enumerate(contents)]
    answers = await client.stream(api.IngestArticlesRequest(article=article) for article in articles)
    for article, answer in zip(articles, answers, strict=True):
        alone = read_article(
            item(api.IngestArticleRequest(article=article)).raw, name=answer.stored.article.name
        )
        message = convert.article_to_proto(alone)
        assert message.statements == answer.stored.article.statements
        assert message.cuts == answer.stored.article.cuts


async def test_stream_works_on_a_bounded_number_of_items(service: Service) -> None:
    client = await service.start(stream_in_flight=4)
    sent = 0

    async def requests() -> AsyncIterator[api.IngestArticlesRequest]:
        nonlocal sent
        for number in range(200):
            sent += 1
            # A page of the largest kind, so that the transport cannot hold all of them in its buffers.
            yield api.IngestArticlesRequest(article=page(number, content=b"1 " * 500_000))

    call = client.stub.IngestArticles(requests())
    await call.read()
    await asyncio.sleep(0.5)
    assert sent < 50
    call.cancel()


async def test_stream_that_is_cancelled_leaves_whole_articles_only(client: Client) -> None:
    async def requests() -> AsyncIterator[api.IngestArticlesRequest]:
        for number in range(10_000):
            yield api.IngestArticlesRequest(article=page(number))

    call = client.stub.IngestArticles(requests())
    for _ in range(5):
        await call.read()
    call.cancel()
    await asyncio.sleep(0.3)
    listed = await client.stub.ListArticles(
        api.ListArticlesRequest(parent="sources/-", page_size=500, read_mask={"paths": ["*"]})
    )
    assert 5 <= len(listed.articles) < 1000
    for article in listed.articles:
        assert convert.article_from_proto(article).statements
    assert (await client.scrape())[
        'mizan_grpc_handled_total{code="CANCELLED",method="IngestArticles",service="ingest"}'
    ] == 1


async def test_unary_calls_are_refused_when_too_much_waits(service: Service) -> None:
    client = await service.start(threads=1, queue_limit=1)
    content = (STORY * 200).encode()
    calls = [client.ingest(page(n, content=content)) for n in range(12)]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    errors = [answer for answer in answers if isinstance(answer, grpc.aio.AioRpcError)]
    assert errors and len(errors) < 12
    status = status_of(errors[0])
    assert (status.code, reason(status)) == (code_pb2.RESOURCE_EXHAUSTED, "OVERLOADED")
    retry = error_details_pb2.RetryInfo()
    assert any(detail.Unpack(retry) for detail in status.details)
    assert retry.retry_delay.ToTimedelta() > timedelta(0)
    # A stream waits instead.
    answers = await client.stream(api.IngestArticlesRequest(article=page(n)) for n in range(20, 40))
    assert all(answer.HasField("stored") for answer in answers)


# --- reading -----------------------------------------------------------------------------------------


async def _fill(client: Client) -> list[pb.Article]:
    requests = []
    for n in range(9):
        english = {
            "content": f"{ENGLISH} It was trip {n} of the day.".encode(),
            "title": "Ferry runs aground",
        }
        requests.append(
            api.IngestArticlesRequest(
                article=page(
                    n,
                    outlet="The Daily Pier" if n % 3 == 0 else "صحيفة النهر",
                    publish_time=datetime(2024, 6, 1 + n, tzinfo=UTC),
                    **(english if n % 2 else {}),
                )
            )
        )
    return [answer.stored.article for answer in await client.stream(requests)]


@pytest.mark.parametrize("size", [1, 4, 9, 500, 10_000])
async def test_list_pages_give_all_articles_once(client: Client, size: int) -> None:
    stored = await _fill(client)
    request = api.ListArticlesRequest(parent="sources/-", page_size=size)
    names: list[str] = []
    while True:
        listed = await client.stub.ListArticles(request)
        names += [article.name for article in listed.articles]
        if not listed.next_page_token:
            break
        assert len(listed.articles) == size
        request.page_token = listed.next_page_token
    assert names == [article.name for article in stored]


async def test_list_filters_and_masks(client: Client) -> None:
    stored = await _fill(client)

    async def names(**fields: Any) -> list[str]:
        listed = await client.stub.ListArticles(api.ListArticlesRequest(**fields))
        return [article.name for article in listed.articles]

    assert await names(parent="sources/the-daily-pier") == [stored[n].name for n in (0, 3, 6)]
    assert await names(parent="sources/-", language="en") == [stored[n].name for n in (1, 3, 5, 7)]
    assert await names(
        parent="sources/-",
        published_from=datetime(2024, 6, 3, tzinfo=UTC),
        published_before=datetime(2024, 6, 5, tzinfo=UTC),
    ) == [stored[n].name for n in (2, 3)]
    assert await names(parent="sources/nobody") == []
    listed = await client.stub.ListArticles(api.ListArticlesRequest(parent="sources/-"))
    for article, whole in zip(listed.articles, stored, strict=True):
        for field in ("text", "statements", "cuts"):
            whole.ClearField(field)
        assert article == whole
    masked = await client.stub.ListArticles(
        api.ListArticlesRequest(parent="sources/-", read_mask={"paths": ["name", "statements"]})
    )
    assert masked.articles[0].statements and not masked.articles[0].text and not masked.articles[0].title


async def test_reads_refuse_what_they_do_not_understand(client: Client) -> None:
    await _fill(client)
    token = (
        await client.stub.ListArticles(api.ListArticlesRequest(parent="sources/-", page_size=2))
    ).next_page_token
    for request, field in (
        (api.ListArticlesRequest(), "parent"),
        (api.ListArticlesRequest(parent="sources/A B"), "parent"),
        (api.ListArticlesRequest(parent="sources/-", page_size=-1), "page_size"),
        (api.ListArticlesRequest(parent="sources/-", language="xx"), "language"),
        (api.ListArticlesRequest(parent="sources/-", read_mask={"paths": ["nme"]}), "read_mask.paths[0]"),
    ):
        status = await refused(client.stub.ListArticles(request))
        assert reason(status) == "INVALID_FIELDS" and set(violations(status)) == {field}
    for request in (
        api.ListArticlesRequest(parent="sources/-", language="ar", page_token=token),
        api.ListArticlesRequest(parent="sources/-", page_token="garbage"),
    ):
        assert reason(await refused(client.stub.ListArticles(request))) == "PAGE_TOKEN_INVALID"
    status = await refused(client.stub.GetArticle(api.GetArticleRequest(name="articles/1")))
    assert set(violations(status)) == {"name"}


async def test_batch_get_keeps_the_order_and_misses_nothing(client: Client) -> None:
    stored = await _fill(client)
    wanted = [stored[n] for n in (7, 0, 7, 3)]
    request = api.BatchGetArticlesRequest(names=[article.name for article in wanted])
    got = await client.stub.BatchGetArticles(request)
    assert list(got.articles) == wanted
    request.read_mask.paths.append("title")
    got = await client.stub.BatchGetArticles(request)
    assert list(got.articles) == [pb.Article(title=article.title) for article in wanted]
    request.names.append("sources/nobody/articles/none")
    status = await refused(client.stub.BatchGetArticles(request))
    info = error_info(status)
    assert info is not None and info.metadata["name"] == "sources/nobody/articles/none"
    many = api.BatchGetArticlesRequest(names=[stored[0].name] * 501)
    assert set(violations(await refused(client.stub.BatchGetArticles(many)))) == {"names"}


async def test_service_info_names_limits_and_languages(client: Client) -> None:
    info = await client.stub.GetServiceInfo(api.GetIngestServiceInfoRequest())
    assert (info.service, info.version) == ("ingest", mizan.__version__)
    assert {"ar", "en"} <= set(info.languages)
    assert {"max_text_bytes", "max_stream_in_flight", "max_page_size", "max_batch_names"} <= set(info.limits)


# --- the feed ----------------------------------------------------------------------------------------


async def test_pull_gives_each_version_once_in_order(client: Client) -> None:
    stored = await _fill(client)
    stored.append((await client.ingest(page(0, outlet="The Daily Pier", content=STORY.encode()))).article)
    seen: list[pb.Article] = []
    after = 0
    while True:
        pulled = await client.stub.PullArticles(api.PullArticlesRequest(after=after, limit=4))
        if not pulled.changes:
            break
        assert [c.sequence for c in pulled.changes] == sorted({c.sequence for c in pulled.changes})
        seen += [change.article for change in pulled.changes]
        after = pulled.changes[-1].sequence
        assert pulled.backlog == len(stored) - len(seen)
    assert seen == stored
    status = await refused(client.stub.PullArticles(api.PullArticlesRequest(after=-1, limit=-1)))
    assert set(violations(status)) == {"after", "limit"}


async def test_local_feed_gives_the_same_articles_and_wakes_up(client: Client) -> None:
    stored = await _fill(client)
    feed = client.app.feed()
    first = await feed.pull(0, 5)
    rest = await feed.pull(first.changes[-1][0], 100)
    assert (first.backlog, rest.backlog) == (4, 0)
    assert [article for _, article in (*first.changes, *rest.changes)] == [
        convert.article_from_proto(message) for message in stored
    ]
    last = rest.changes[-1][0]
    waiting = asyncio.ensure_future(feed.wait(30))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await client.ingest(page(99))
    await asyncio.wait_for(waiting, 5)
    (change,) = (await feed.pull(last, 5)).changes
    assert change[1].url.endswith("/99")
    begin = time.monotonic()
    await feed.wait(0.05)
    assert time.monotonic() - begin < 5


async def test_local_feed_does_not_sleep_through_what_came_between(client: Client) -> None:
    feed = client.app.feed()
    assert (await feed.pull(0, 5)).changes == ()
    await client.ingest(page())
    await asyncio.wait_for(feed.wait(30), 5)


# --- metrics -----------------------------------------------------------------------------------------


async def test_counters_are_true(client: Client) -> None:
    before = await client.scrape()
    created = await client.ingest(page())
    await client.ingest(page())
    copy = await client.ingest(page(outlet="The Daily Pier", url="https://pier.example/a"))
    credited = await client.ingest(
        page(5, outlet="The Morning Pier", title="Ferry runs aground",
             content=(ENGLISH + "\nHome | News | Sport\n(Reuters)").encode())
    )  # fmt: skip
    await client.ingest(page(6), validate_only=True)
    key = str(uuid.uuid4())
    await client.ingest(page(7), request_id=key)
    seventh = await client.ingest(page(7), request_id=key)
    await refused(client.ingest(page(content=BAD_CONTENT["binary"], url="x")))
    await refused(client.ingest(page(8), request_id=key))
    answers = await client.stream(
        [
            api.IngestArticlesRequest(article=page()),
            api.IngestArticlesRequest(),
            api.IngestArticlesRequest(article=page(content=STORY.encode())),
        ]
    )
    scraped = await client.scrape()

    def grown(name: str, **labels: str) -> float:
        series = name + (
            "{" + ",".join(f'{k}="{v}"' for k, v in sorted(labels.items())) + "}" if labels else ""
        )
        return scraped.get(series, 0.0) - before.get(series, 0.0)

    outcomes = {
        outcome: grown("mizan_ingest_articles_total", outcome=outcome, language="ar")
        for outcome in ("created", "updated", "unchanged", "validated", "repeated")
    }
    assert outcomes == {"created": 3, "updated": 1, "unchanged": 2, "validated": 1, "repeated": 1}
    assert grown("mizan_ingest_articles_total", outcome="created", language="en") == 1
    assert grown("mizan_ingest_rejected_total", reason="INVALID_FIELDS") == 2
    assert grown("mizan_ingest_rejected_total", reason="REQUEST_ID_REUSED") == 1
    assert grown("mizan_ingest_violations_total", field="article.content") == 1
    assert grown("mizan_ingest_violations_total", field="article.url") == 1
    assert grown("mizan_ingest_violations_total", field="article") == 1

    stored = [r.article for r in (created, copy, credited, seventh)] + [answers[2].stored.article]
    for stance, name in pb.Statement.Stance.items():
        expected = sum(s.stance == name for article in stored for s in article.statements)
        assert grown("mizan_ingest_statements_total", stance=stance.lower()) == expected
    for reason_, number in pb.Cut.Reason.items():
        expected = sum(
            cut.span.end - cut.span.start
            for article in stored
            for cut in article.cuts
            if cut.reason == number
        )
        assert grown("mizan_ingest_cut_characters_total", reason=reason_.lower()) == expected
    assert grown("mizan_ingest_cut_ratio_count") == len(stored)
    kinds = [article.duplicate.kind for article in stored if article.HasField("duplicate")]
    assert grown("mizan_ingest_duplicates_total", kind="exact") == kinds.count(pb.Duplicate.EXACT) >= 1
    assert grown("mizan_ingest_duplicates_total", kind="near") == kinds.count(pb.Duplicate.NEAR) >= 1
    assert grown("mizan_ingest_credits_total", credited="yes") == sum(bool(a.credit) for a in stored) >= 1
    assert grown("mizan_ingest_credits_total", credited="no") == sum(not a.credit for a in stored)
    assert grown("mizan_ingest_warned_total") == sum(bool(a.warnings) for a in stored)
    assert grown("mizan_ingest_stage_seconds_count", stage="store") >= len(stored)
    assert grown("mizan_ingest_stage_seconds_count", stage="read") >= len(stored)

    methods = {"service": "ingest", "method": "IngestArticle"}
    assert grown("mizan_grpc_started_total", **methods) == 9
    assert grown("mizan_grpc_handled_total", **methods, code="OK") == 7
    assert grown("mizan_grpc_handled_total", **methods, code="INVALID_ARGUMENT") == 2
    assert grown("mizan_grpc_handled_total", service="ingest", method="IngestArticles", code="OK") == 1


async def test_backlog_gauges_follow_the_reader(service: Service) -> None:
    client = await service.start()
    stored = await _fill(client)
    assert (await client.scrape())["mizan_ingest_outbox_backlog"] == len(stored)
    await asyncio.sleep(0.05)
    assert (await client.scrape())["mizan_ingest_outbox_oldest_age_seconds"] > 0
    pulled = await client.stub.PullArticles(api.PullArticlesRequest())
    last = pulled.changes[-1].sequence
    # Handed out is not handled: only the next pull says so.
    assert (await client.scrape())["mizan_ingest_outbox_backlog"] == len(stored)
    await client.stub.PullArticles(api.PullArticlesRequest(after=last))
    scraped = await client.scrape()
    assert scraped["mizan_ingest_outbox_backlog"] == 0
    assert scraped["mizan_ingest_outbox_oldest_age_seconds"] == 0
    await service.stop()
    again = await service.start()
    assert (await again.scrape())["mizan_ingest_outbox_backlog"] == len(stored)


# --- faults ------------------------------------------------------------------------------------------


async def test_database_that_is_locked_is_unavailable_and_comes_back(service: Service) -> None:
    store = SqliteStore(service.url, busy_seconds=0.1)
    client = await service.start(store=store)
    await client.ingest(page())
    other = sqlite3.connect(service.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    status = await refused(client.ingest(page(2)))
    assert (status.code, reason(status)) == (code_pb2.UNAVAILABLE, "BACKEND_UNAVAILABLE")
    (answer,) = await client.stream([api.IngestArticlesRequest(article=page(2))])
    assert answer.error == status
    other.execute("ROLLBACK")
    other.close()
    assert (await client.ingest(page(2))).outcome == Response.CREATED
    assert (await client.scrape())['mizan_ingest_rejected_total{reason="BACKEND_UNAVAILABLE"}'] == 2


async def test_database_that_is_full_is_unavailable_and_keeps_what_it_has(service: Service) -> None:
    store = SqliteStore(service.url)
    client = await service.start(store=store)
    first = await client.ingest(page())
    await store.database.write(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchall())
    big = page(2, content=(STORY * 60).encode())
    status = await refused(client.ingest(big))
    assert (status.code, reason(status)) == (code_pb2.UNAVAILABLE, "BACKEND_UNAVAILABLE")
    assert await client.stub.GetArticle(api.GetArticleRequest(name=first.article.name)) == first.article
    await store.database.write(
        lambda connection: connection.execute("PRAGMA max_page_count = 1000000").fetchall()
    )
    assert (await client.ingest(big)).outcome == Response.CREATED


async def test_everything_acknowledged_survives_a_kill(service: Service) -> None:
    """SIGKILL in the middle of a stream: what was answered is there afterwards, and nothing is half there."""
    acknowledged: dict[str, bytes] = {}
    for attempt in range(2):
        port = _free_port()
        process = subprocess.Popen(  # noqa: ASYNC220
            [sys.executable, "-m", "services.ingest", "--listen", f"127.0.0.1:{port}", "--metrics-port", "0",
             "--database", service.url],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
                await asyncio.wait_for(channel.channel_ready(), 60)
                stub = grpc_api.IngestServiceStub(channel)
                await _serving(stub)

                async def requests(base: int = attempt * 10_000) -> AsyncIterator[api.IngestArticlesRequest]:
                    for number in range(base, base + 10_000):
                        yield api.IngestArticlesRequest(article=page(number))

                call = stub.IngestArticles(requests())
                answered = 0
                with pytest.raises(grpc.aio.AioRpcError):
                    while True:
                        answer = await call.read()
                        assert answer is not grpc.aio.EOF
                        article = answer.stored.article
                        acknowledged[article.name] = article.SerializeToString()
                        answered += 1
                        if answered == 25:
                            process.send_signal(signal.SIGKILL)
        finally:
            process.kill()
            process.wait()
    assert len(acknowledged) >= 50
    connection = sqlite3.connect(service.path)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    client = await service.start()
    names = list(acknowledged)
    for start in range(0, len(names), 500):
        got = await client.stub.BatchGetArticles(
            api.BatchGetArticlesRequest(names=names[start : start + 500])
        )
        for article in got.articles:
            assert article.SerializeToString() == acknowledged[article.name]
    after, pulled_names = 0, []
    while (pulled := await client.stub.PullArticles(api.PullArticlesRequest(after=after, limit=500))).changes:
        for change in pulled.changes:
            assert convert.article_from_proto(change.article).statements
        pulled_names += [change.article.name for change in pulled.changes]
        after = pulled.changes[-1].sequence
    assert set(names) <= set(pulled_names)
    listed = 0
    request = api.ListArticlesRequest(parent="sources/-", page_size=500)
    while True:
        answer = await client.stub.ListArticles(request)
        listed += len(answer.articles)
        if not answer.next_page_token:
            break
        request.page_token = answer.next_page_token
    assert listed == len(set(pulled_names))


async def _serving(stub: Any) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await stub.ListArticles(api.ListArticlesRequest(parent="sources/-"))
                return
            except grpc.aio.AioRpcError as error:
                assert error.code() is grpc.StatusCode.UNAVAILABLE
                await asyncio.sleep(0.05)


def _free_port() -> int:
    import socket

    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def test_import_needs_no_model_library() -> None:
    program = (
        "import sys, services.ingest.app\n"
        "heavy = {'torch', 'transformers', 'tokenizers', 'trafilatura', 'pandas', 'scipy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.strip() == "[]"
