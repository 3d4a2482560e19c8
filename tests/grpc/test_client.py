"""Both clients against services that fail, are slow, are cut off or are gone."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent import futures
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

import mizan
from mizan import ArticleInput, AsyncClient, Client, Progress, Refused
from mizan.client import calls
from mizan.client.ingestion import IN_FLIGHT
from mizan.v1 import ingest_service_pb2 as api
from mizan.v1 import ingest_service_pb2_grpc as api_grpc
from mizan.v1 import resources_pb2 as pb
from tests.live import event_of, services


class Blocking:
    """`Client`, asked by the name of a method; what it yields comes as a list."""

    def __init__(self, address: str, **settings: Any) -> None:
        self.client = Client(address, **settings)

    def __call__(self, method: str, *args: Any, **named: Any) -> Any:
        result = getattr(self.client, method)(*args, **named)
        return list(result) if isinstance(result, Iterator) else result

    def take(self, number: int, method: str, *args: Any) -> list[Any]:
        stream = getattr(self.client, method)(*args)
        taken = list(itertools.islice(stream, number))
        stream.close()
        return taken

    def close(self) -> None:
        self.client.close()


class OnAsyncio:
    """`AsyncClient`, asked in the same way."""

    def __init__(self, address: str, **settings: Any) -> None:
        self._runner = asyncio.Runner()
        self.client = AsyncClient(address, **settings)

    def __call__(self, method: str, *args: Any, **named: Any) -> Any:
        async def asked() -> Any:
            result = getattr(self.client, method)(*args, **named)
            return [item async for item in result] if isinstance(result, AsyncIterator) else await result

        return self._runner.run(asked())

    def take(self, number: int, method: str, *args: Any) -> list[Any]:
        async def asked() -> list[Any]:
            taken = []
            stream = getattr(self.client, method)(*args)
            async for item in stream:
                taken.append(item)
                if len(taken) == number:
                    break
            await stream.aclose()
            return taken

        return self._runner.run(asked())

    def close(self) -> None:
        self._runner.run(self.client.aclose())
        self._runner.close()


Face = Blocking | OnAsyncio
Connect = Callable[..., Face]


@pytest.fixture(params=[Blocking, OnAsyncio])
def connect(request: pytest.FixtureRequest) -> Iterator[Connect]:
    """Makes a client of one kind; all of them are closed at the end."""
    with ExitStack() as opened:

        def made(address: str, **settings: Any) -> Face:
            face: Face = request.param(address, **settings)
            opened.callback(face.close)
            return face

        yield made


class Scripted(api_grpc.IngestServiceServicer):  # type: ignore[misc]
    """An ingest service that does what a test says and keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Any] = []
        self.failures: list[grpc.StatusCode | status_pb2.Status] = []  # of the next calls, in order
        self.cut_after: list[int] = []  # answers after which the next streams break
        self.held = threading.Event()  # calls wait for it
        self.held.set()
        self.ended = threading.Event()  # a stream has ended

    def IngestArticle(self, request: Any, context: Any) -> Any:  # noqa: N802
        self._begin(request, context)
        return api.IngestArticleResponse(article=pb.Article(name=request.request_id))

    def GetArticle(self, request: Any, context: Any) -> Any:  # noqa: N802
        self._begin(request, context)
        return pb.Article(name=request.name)

    def IngestArticles(self, requests: Iterator[Any], context: Any) -> Iterator[Any]:  # noqa: N802
        context.add_callback(self.ended.set)
        left = self.cut_after.pop(0) if self.cut_after else -1
        for index in itertools.count():
            if index == left:
                context.abort(grpc.StatusCode.UNAVAILABLE, "cut")
            request = next(requests, None)
            if request is None:
                return
            self.requests.append(request)
            self.held.wait(10)
            article = pb.Article(name=request.request_id, outlet=request.article.outlet)
            if request.article.content:
                stored = api.IngestArticleResponse(article=article)
                yield api.IngestArticlesResponse(index=index, stored=stored)
            else:
                yield api.IngestArticlesResponse(index=index, error=invalid("article.content"))

    def _begin(self, request: Any, context: Any) -> None:
        self.requests.append(request)
        self.held.wait(10)
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, status_pb2.Status):
                context.abort_with_status(rpc_status.to_status(failure))
            context.abort(failure, "text of a driver")


@contextmanager
def serving(servicer: Scripted, credentials: grpc.ServerCredentials | None = None) -> Iterator[str]:
    server = grpc.server(
        futures.ThreadPoolExecutor(8), options=[("grpc.max_receive_message_length", 1 << 26)]
    )
    api_grpc.add_IngestServiceServicer_to_server(servicer, server)
    address = "localhost:0"
    port = server.add_secure_port(address, credentials) if credentials else server.add_insecure_port(address)
    server.start()
    try:
        yield f"localhost:{port}"
    finally:
        servicer.held.set()
        server.stop(0).wait()


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture
def address(scripted: Scripted) -> Iterator[str]:
    with serving(scripted) as address:
        yield address


def invalid(field: str) -> status_pb2.Status:
    info = error_details_pb2.ErrorInfo(
        reason="INVALID_FIELDS", domain="mizan.dev", metadata={"violations": "1"}
    )
    bad = error_details_pb2.BadRequest(
        field_violations=[{"field": field, "description": "is empty: send the page's text or HTML"}]
    )
    return status(grpc.StatusCode.INVALID_ARGUMENT, f"{field} is empty", info, bad)


def status(code: grpc.StatusCode, message: str, *details: Any) -> status_pb2.Status:
    packed = []
    for detail in details:
        wrapped = any_pb2.Any()
        wrapped.Pack(detail)
        packed.append(wrapped)
    return status_pb2.Status(code=code.value[0], message=message, details=packed)


def page(number: int = 0) -> ArticleInput:
    return ArticleInput(outlet=f"outlet {number}", content=f"The council met on day {number}.".encode())


# --- one call ------------------------------------------------------------------------------------------

GONE = grpc.StatusCode.UNAVAILABLE


def test_a_call_that_nobody_answers_is_made_again(connect: Connect, address: str, scripted: Scripted) -> None:
    scripted.failures = [GONE, GONE]
    assert connect(address)("article", "sources/a/articles/b").name == "sources/a/articles/b"
    assert len(scripted.requests) == 3


@pytest.mark.parametrize("attempts", [1, 2])
def test_attempts_are_counted(connect: Connect, address: str, scripted: Scripted, attempts: int) -> None:
    scripted.failures = [GONE] * 5
    with pytest.raises(mizan.Unavailable):
        connect(address, attempts=attempts)("article", "sources/a/articles/b")
    assert len(scripted.requests) == attempts


def test_an_ingest_that_is_made_again_is_the_same_call(
    connect: Connect, address: str, scripted: Scripted
) -> None:
    scripted.failures = [GONE, GONE]
    face = connect(address)
    face("ingest", page())
    first, *others = [request.request_id for request in scripted.requests]
    assert first
    assert others == [first, first]
    face("ingest", page())
    assert scripted.requests[-1].request_id not in ("", first)
    face("ingest", page(), request_id="0b1c7f5e-7c3f-4f6e-9a51-0a4f6b7e2d10")
    assert scripted.requests[-1].request_id == "0b1c7f5e-7c3f-4f6e-9a51-0a4f6b7e2d10"


def test_a_large_call_is_made_again_too(connect: Connect, address: str, scripted: Scripted) -> None:
    scripted.failures = [GONE]
    connect(address)("ingest", ArticleInput(outlet="a", content=b"x" * 3_000_000))
    assert len(scripted.requests) == 2


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("INVALID_ARGUMENT", mizan.InvalidRequest),
        ("NOT_FOUND", mizan.NotFound),
        ("FAILED_PRECONDITION", mizan.NotReady),
        ("OUT_OF_RANGE", mizan.NotReady),
        ("RESOURCE_EXHAUSTED", mizan.MizanError),
        ("UNAVAILABLE", mizan.Unavailable),
        ("DEADLINE_EXCEEDED", mizan.DeadlineExceeded),
        ("INTERNAL", mizan.MizanError),
        ("UNIMPLEMENTED", mizan.MizanError),
        ("PERMISSION_DENIED", mizan.MizanError),
    ],
)
def test_each_status_is_one_kind_of_exception(
    connect: Connect, address: str, scripted: Scripted, code: str, kind: type[mizan.MizanError]
) -> None:
    scripted.failures = [grpc.StatusCode[code]]
    with pytest.raises(mizan.MizanError) as raised:
        connect(address, attempts=1)("article", "sources/a/articles/b")
    assert type(raised.value) is kind
    assert raised.value.code == code
    assert address in str(raised.value)
    assert isinstance(raised.value.__cause__, grpc.RpcError)


def test_details_of_a_status_are_in_the_exception(connect: Connect, address: str, scripted: Scripted) -> None:
    busy = error_details_pb2.ErrorInfo(reason="OVERLOADED", domain="mizan.dev", metadata={"limit": "9"})
    later = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=1, nanos=500_000_000))
    scripted.failures = [
        invalid("article.content"),
        status(grpc.StatusCode.RESOURCE_EXHAUSTED, "full", busy, later),
    ]
    face = connect(address)
    with pytest.raises(mizan.InvalidRequest) as refused:
        face("ingest", page())
    violation = mizan.Violation("article.content", "is empty: send the page's text or HTML")
    assert refused.value.violations == (violation,)
    assert (refused.value.reason, refused.value.retry_after) == ("INVALID_FIELDS", None)
    assert str(violation) == "article.content is empty: send the page's text or HTML"
    with pytest.raises(mizan.Overloaded, match="full") as full:
        face("ingest", page())
    assert (full.value.reason, full.value.metadata, full.value.retry_after) == (
        "OVERLOADED",
        {"limit": "9"},
        1.5,
    )
    assert len(scripted.requests) == 2, "neither is made again"


def test_a_message_that_is_too_large_is_no_overload(connect: Connect, address: str) -> None:
    with pytest.raises(mizan.MizanError, match="larger than max") as raised:
        connect(address)("ingest", ArticleInput(outlet="a", content=bytes(65 << 20)))
    assert not isinstance(raised.value, mizan.Overloaded)


def test_an_answer_that_is_late(connect: Connect, address: str, scripted: Scripted) -> None:
    scripted.held.clear()
    with pytest.raises(mizan.DeadlineExceeded, match=r"within 0\.2 s.*client\.within\(seconds\)"):
        connect(address, deadline=0.2)("article", "sources/a/articles/b")


def test_another_deadline_on_the_same_connection(address: str, scripted: Scripted) -> None:
    scripted.held.clear()
    with Client(address) as client:
        with pytest.raises(mizan.DeadlineExceeded):
            client.within(0.2).article("sources/a/articles/b")
        scripted.held.set()
        assert client.article("sources/a/articles/b").name


def test_nobody_listens(connect: Connect) -> None:
    with pytest.raises(mizan.Unavailable, match=r"no service answers at localhost:9: .*mizan serve"):
        connect("localhost:9", attempts=2)("event", "a")


def test_another_service_than_those_of_mizan(connect: Connect) -> None:
    server = grpc.server(futures.ThreadPoolExecutor(1))
    port = server.add_insecure_port("localhost:0")
    server.start()
    with pytest.raises(mizan.MizanError, match="does not know this call"):
        connect(f"localhost:{port}")("event", "a")
    server.stop(0)


def test_one_address_for_each_service(connect: Connect, address: str) -> None:
    face = connect(f"{address}, localhost:9, localhost:9", attempts=1)
    assert face("article", "sources/a/articles/b").name
    with pytest.raises(mizan.Unavailable):
        face("event", "a")


@pytest.mark.parametrize(
    ("target", "settings", "message"),
    [
        ("a:1,b:2", {}, "neither one address nor those of"),
        ("", {}, "neither one address nor those of"),
        ("a:1", {"deadline": 0}, "deadline is 0"),
        ("a:1", {"attempts": 0}, "1 to 5"),
        ("a:1", {"attempts": 6}, "1 to 5"),
    ],
)
@pytest.mark.parametrize("face", [Client, AsyncClient])
def test_settings_that_make_no_sense(face: Any, target: str, settings: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        face(target, **settings)


def test_tls(connect: Connect, scripted: Scripted, tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate of this test; it is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    name = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run(
        [openssl, *made.split(), *name.split(), "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    pair = (key.read_bytes(), certificate.read_bytes())
    with serving(scripted, grpc.ssl_server_credentials([pair])) as address:
        trusted = grpc.ssl_channel_credentials(certificate.read_bytes())
        assert connect(address, credentials=trusted)("article", "sources/a/articles/b").name
        with pytest.raises(mizan.Unavailable):
            connect(address, attempts=1)("article", "sources/a/articles/b")


# --- the stream ----------------------------------------------------------------------------------------


def outlets(answers: list[Any]) -> list[str]:
    return [answer.article.outlet for answer in answers]


def test_answers_come_in_order_and_progress_is_told(
    connect: Connect, address: str, scripted: Scripted
) -> None:
    told: list[Progress] = []
    pages = [page(n) for n in range(200)]
    answers = connect(address)("ingest_all", pages, on_progress=told.append)
    assert outlets(answers) == [p.outlet for p in pages]
    assert told == [Progress(n, 200, "storing") for n in range(1, 201)]
    assert len({request.request_id for request in scripted.requests}) == 200


def test_nothing_to_ingest(connect: Connect, address: str) -> None:
    assert connect(address)("ingest_all", []) == []


def test_an_article_that_is_refused_does_not_end_the_stream(connect: Connect, address: str) -> None:
    bad = ArticleInput(outlet="bad")
    told: list[Progress] = []
    pages = iter([page(0), bad, page(2)])
    answers = connect(address)("ingest_all", pages, validate_only=True, on_progress=told.append)
    refused = answers[1]
    assert isinstance(refused, Refused)
    assert (refused.article, refused.index, type(refused.error)) == (bad, 1, mizan.InvalidRequest)
    assert refused.error.violations[0].field == "article.content"
    assert outlets(answers) == ["outlet 0", "bad", "outlet 2"]
    assert told[-1] == Progress(3, None, "reading"), "nobody knows how many an iterator has"


def test_a_stream_that_is_cut_goes_on_with_the_unanswered(
    connect: Connect, address: str, scripted: Scripted
) -> None:
    scripted.cut_after = [3, 0, 70]
    pages = [page(n) for n in range(200)]
    answers = connect(address)("ingest_all", (p for p in pages))
    assert outlets(answers) == [p.outlet for p in pages]
    ids: dict[str, set[str]] = {}
    for request in scripted.requests:
        ids.setdefault(request.article.outlet, set()).add(request.request_id)
    assert {len(of_one) for of_one in ids.values()} == {1}, "sent again under the same request id"
    assert [answer.article.name for answer in answers] == [next(iter(ids[p.outlet])) for p in pages]


def test_a_stream_that_is_cut_again_and_again_fails(
    connect: Connect, address: str, scripted: Scripted
) -> None:
    scripted.cut_after = [1, 0, 0, 0]
    with pytest.raises(mizan.Unavailable):
        connect(address, attempts=3)("ingest_all", [page(n) for n in range(10)])
    assert scripted.cut_after == [0], "the first stream, and two attempts after its answer; all in vain"


def test_streams_that_were_cut_leave_nothing_behind(address: str, scripted: Scripted) -> None:
    def settled(count: Callable[[], int], most: int) -> bool:
        return any(count() <= most or time.sleep(0.01) for _ in range(1000))

    pages = [page(n) for n in range(200)]
    scripted.cut_after = [3, 4]
    with Client(address) as client:
        client.article("sources/a/articles/b")  # gRPC's own threads are there
        before = threading.active_count()
        assert len(list(client.ingest_all(pages))) == 200
        assert settled(threading.active_count, before)

    def sending() -> int:  # gRPC keeps another task for a call that it never saw the end of, until it closes
        return sum("_consume_request_iterator" in repr(task) for task in asyncio.all_tasks())

    async def left() -> int:
        async with AsyncClient(address) as client:
            assert max([sending() async for _ in client.ingest_all(pages)]) >= 1
            for _ in range(1000):
                if not sending():
                    break
                await asyncio.sleep(0.01)
            return sending()

    scripted.cut_after = [3, 4]
    assert asyncio.run(left()) == 0


def test_articles_are_read_as_answers_come(connect: Connect, address: str, scripted: Scripted) -> None:
    read = itertools.count()
    taken = connect(address).take(5, "ingest_all", (page(next(read)) for _ in itertools.count()))
    assert outlets(taken) == [f"outlet {n}" for n in range(5)]
    assert next(read) <= 5 + IN_FLIGHT + 1
    assert scripted.ended.wait(10), "a caller that has enough ends the stream"


def test_a_source_that_fails(connect: Connect, address: str, scripted: Scripted) -> None:
    def broken() -> Iterator[ArticleInput]:
        yield from map(page, range(2 * IN_FLIGHT))
        raise KeyError("row 128")

    with pytest.raises(KeyError, match="row 128"):
        connect(address)("ingest_all", broken())
    assert scripted.ended.wait(10)


def test_a_stream_that_is_never_answered(connect: Connect, address: str, scripted: Scripted) -> None:
    scripted.held.clear()
    with pytest.raises(mizan.DeadlineExceeded, match=r"within 0\.2 s"):
        connect(address, deadline=0.2)("ingest_all", [page(n) for n in range(100)])


async def test_answers_do_not_wait_for_the_next_article(address: str) -> None:
    """A source that is as slow as the news itself."""
    answered = asyncio.Event()

    async def feed() -> AsyncIterator[ArticleInput]:
        for number in range(3):
            yield page(number)
            await asyncio.wait_for(answered.wait(), 10)
            answered.clear()

    async with AsyncClient(address) as client:
        seen = []
        async for answer in client.ingest_all(feed()):
            seen.append(answer)
            answered.set()
    assert outlets(seen) == ["outlet 0", "outlet 1", "outlet 2"]


# --- the real services ---------------------------------------------------------------------------------


def story(outlet: str, number: int) -> ArticleInput:
    return ArticleInput(
        outlet=outlet,
        url=f"https://{outlet}.example/{number}",
        title=f"Nine dead in fire at Zahran vegetable market, report {number}",
        content=(
            "A fire broke out at dawn on Tuesday 10 March 2026 in the central vegetable market of Zahran.\n"
            f"The head of the fire department, Salem Al-Rawahi, said it killed {9 + number % 2} people.\n"
            f"He said that {20 + number} others were taken to the hospital of the city."
        ).encode(),
    )


def test_services_that_are_killed_lose_and_repeat_nothing(connect: Connect, tmp_path: Path) -> None:
    running = ExitStack()
    address = running.enter_context(services(tmp_path))
    face = connect(address)

    def restart(progress: Progress) -> None:
        if progress.done == 10:
            running.close()
            running.enter_context(services(tmp_path, listen=address))

    pages = [story(f"outlet-{n}", n) for n in range(100)]
    with running:
        answers = face("ingest_all", iter(pages), on_progress=restart)
        assert [a.article.url for a in answers] == [p.url for p in pages]
        assert Counter(a.outcome for a in answers) == {api.IngestArticleResponse.CREATED: 100}
        assert len(face("articles")) == 100


@pytest.fixture(scope="module")
def stored() -> Iterator[tuple[str, str]]:
    """Address of services that hold one event told by seven articles, and its name."""
    with services() as address, Client(address) as client:
        articles = [answer.article for answer in client.ingest_all(story(f"outlet-{n}", n) for n in range(7))]
        event = event_of(client, [article.name for article in articles])
        client.summarize(event)
        yield address, event


@pytest.mark.parametrize("sizes", [(1, 1), (1, 500), (500, 500)])
def test_paging_is_not_seen(
    connect: Connect, stored: tuple[str, str], monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, int]
) -> None:
    address, event = stored
    monkeypatch.setattr(calls, "FIRST_PAGE", sizes[0])
    monkeypatch.setattr(calls, "NEXT_PAGES", sizes[1])
    face = connect(address)
    whole = face("alignment", event)
    claims, relations = face("claims", event), face("relations", event)
    assert len(whole.claims) > 2
    assert len(whole.relations) > 2
    assert {c.name for c in claims} == {f"{event}/claims/{c.name.rpartition('/')[2]}" for c in whole.claims}
    assert len(claims) == len(whole.claims)
    pairs = Counter((r.statement_a, r.statement_b) for r in relations)
    assert pairs == Counter((r.statement_a, r.statement_b) for r in whole.relations)
    assert [r.score for r in relations] == sorted((r.score for r in relations), reverse=True)
    assert sorted(a.name for a in face("articles")) == sorted(a.name for a in whole.articles)
    assert [e.name for e in face("events")] == [event]
    assert [s.alignment_revision for s in face("summaries", event)] == [whole.revision]


def test_filters_reach_the_service(connect: Connect, stored: tuple[str, str]) -> None:
    address, event = stored
    face = connect(address)
    bare = event.removeprefix("events/")
    assert face("event", bare) == face("event", event)
    numbers = face("relations", bare, types=["CONTRADICTION"], kinds=["number"], source="outlet-0")
    assert numbers
    assert all("sources/outlet-0/" in r.statement_a + r.statement_b for r in numbers)
    assert {(r.type, r.kind) for r in numbers} == {(pb.Relation.CONTRADICTION, pb.Relation.NUMBER)}
    assert all(claim.disputed_by for claim in face("claims", bare, disputed_only=True))
    whole = face("articles", "outlet-3", fields=["*"])
    assert [len(a.statements) > 1 for a in whole] == [True]
    assert [a.text for a in face("articles", "sources/outlet-3", fields=["name"])] == [""]
    with pytest.raises(mizan.NotReady) as raised:
        face("alignment", event, revision=10_000)
    assert raised.value.reason == "REVISION_NOT_KEPT"


def test_a_comparison_stores_nothing_and_tells_how_far_it_is(
    connect: Connect, stored: tuple[str, str]
) -> None:
    face = connect(stored[0])
    told: list[Progress] = []
    pages = [story("other", n) for n in range(4)]
    whole = face("comparison", pages, language="ar", on_progress=told.append)
    assert [len(event.articles) for event in whole.events] == [4]
    assert len(whole.summaries) == 1, "in English, as no statement is Arabic"
    assert {relation.name.partition("/relations/")[0] for relation in whole.relations} == {
        whole.events[0].name
    }
    assert {origin.article for origin in whole.origins} == {article.name for article in whole.articles}
    assert dict.fromkeys(progress.stage for progress in told) == dict.fromkeys(
        ["reading", "comparing", "summarizing"]
    )
    assert face("articles", "other") == []


def test_refused_articles_of_a_comparison(connect: Connect, stored: tuple[str, str]) -> None:
    face = connect(stored[0])
    pages = [story("a", 0), ArticleInput(outlet="b"), story("c", 1), ArticleInput(content=b"text")]
    with pytest.raises(mizan.InvalidRequest) as raised:
        face("comparison", pages)
    assert [v.field for v in raised.value.violations] == ["articles[1].content", "articles[3].outlet"]
    told: list[Refused] = []
    whole = face("comparison", pages, on_refused=told.append)
    assert [refused.index for refused in told] == [1, 3]
    assert len(whole.articles) == 2
    with pytest.raises(mizan.InvalidRequest):
        face("comparison", pages[:2], on_refused=told.append)
