"""The serving foundation on a real server: call kinds, counters, health, reflection, start and end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import urllib.request
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from services.common import server
from services.common.errors import BackendUnavailable, InvalidFields, MizanError, NotFound, Violation
from services.common.metrics import ServiceMetrics
from services.common.status import error_info, from_rpc_error

ROOT = Path(__file__).resolve().parents[2]
SERVICE = "mizan.test.Kinds"
KINDS = ("UnaryUnary", "UnaryStream", "StreamUnary", "StreamStream", "WrittenStream")


class KindsApp:
    """One method per call kind. The first request says what to do; responses echo requests."""

    name = "kinds"
    grpc_name = SERVICE

    def __init__(self) -> None:
        self.metrics = ServiceMetrics(self.name)
        self.events: list[str] = []
        self.start_gate = asyncio.Event()
        self.start_gate.set()
        self.start_error: Exception | None = None
        self.ended = asyncio.Event()

    def register(self, grpc_server: grpc.aio.Server) -> None:
        handlers = {
            "UnaryUnary": grpc.unary_unary_rpc_method_handler(self.unary_unary),
            "UnaryStream": grpc.unary_stream_rpc_method_handler(self.unary_stream),
            "StreamUnary": grpc.stream_unary_rpc_method_handler(self.stream_unary),
            "StreamStream": grpc.stream_stream_rpc_method_handler(self.stream_stream),
            "WrittenStream": grpc.unary_stream_rpc_method_handler(self.written_stream),
        }
        grpc_server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))

    async def start(self) -> None:
        await self.start_gate.wait()
        self.events.append("start")
        if self.start_error is not None:
            raise self.start_error

    async def stop(self) -> None:
        self.events.append("stop")

    async def _obey(self, request: bytes, context: Any) -> None:
        try:
            match request:
                case b"missing":
                    raise NotFound("things/1")
                case b"defect":
                    raise KeyError("text that must not leave")
                case b"abort":
                    await context.abort(grpc.StatusCode.ABORTED, "by hand")
                case b"code":
                    context.set_code(grpc.StatusCode.ALREADY_EXISTS)
                case b"wait":
                    self.events.append("waiting")
                    await asyncio.sleep(30)
                case b"a moment":
                    self.events.append("working")
                    await asyncio.sleep(0.3)
        finally:
            if request == b"wait":
                self.ended.set()

    async def unary_unary(self, request: bytes, context: Any) -> bytes:
        await self._obey(request, context)
        return request

    async def unary_stream(self, request: bytes, context: Any) -> AsyncIterator[bytes]:
        yield b"first"
        await self._obey(request, context)
        yield request

    async def written_stream(self, request: bytes, context: Any) -> None:
        await context.write(b"first")
        await self._obey(request, context)
        await context.write(request)

    async def stream_unary(self, requests: AsyncIterator[bytes], context: Any) -> bytes:
        last = b""
        async for request in requests:
            await self._obey(request, context)
            last = request
        return last

    async def stream_stream(self, requests: AsyncIterator[bytes], context: Any) -> AsyncIterator[bytes]:
        async for request in requests:
            yield b"first"
            await self._obey(request, context)
            yield request


@pytest.fixture
async def app() -> KindsApp:
    return KindsApp()


@pytest.fixture
async def running(app: KindsApp) -> AsyncIterator[server.Running]:
    made = await server.serve([app], metrics_ports={"kinds": 0})
    yield made
    await made.stop(grace=0)


@pytest.fixture
async def channel(running: server.Running) -> AsyncIterator[grpc.aio.Channel]:
    async with grpc.aio.insecure_channel(f"127.0.0.1:{running.port}") as made:
        yield made


async def _call(channel: grpc.aio.Channel, kind: str, request: bytes, **options: Any) -> list[bytes]:
    """All answers of one call whose requests are ``request``."""
    path = f"/{SERVICE}/{kind}"
    if kind == "UnaryUnary":
        return [await channel.unary_unary(path)(request, **options)]
    if kind in ("UnaryStream", "WrittenStream"):
        return [answer async for answer in channel.unary_stream(path)(request, **options)]

    async def requests() -> AsyncIterator[bytes]:
        yield request
        if request == b"hang":
            await asyncio.sleep(30)

    if kind == "StreamUnary":
        return [await channel.stream_unary(path)(requests(), **options)]
    return [answer async for answer in channel.stream_stream(path)(requests(), **options)]


async def _scrape(running: server.Running, name: str = "kinds") -> dict[str, float]:
    url = f"http://127.0.0.1:{running.metrics_ports[name]}/metrics"
    page = await asyncio.to_thread(lambda: urllib.request.urlopen(url, timeout=5).read().decode())
    lines = (line.rpartition(" ") for line in page.splitlines() if not line.startswith("#"))
    return {series: float(value) for series, _, value in lines}


async def _handled(running: server.Running, kind: str) -> dict[str, float]:
    """Ended calls of one kind by code, as a scraper sees them."""
    scraped = await _scrape(running)
    prefix = "mizan_grpc_handled_total{"
    return {
        series.partition('code="')[2].partition('"')[0]: value
        for series, value in scraped.items()
        if series.startswith(prefix) and f'method="{kind}"' in series
    }


async def _until(true: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 (what is waited for has no event)
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("kind", KINDS)
async def test_calls_are_counted_once_with_their_code(
    running: server.Running, channel: grpc.aio.Channel, kind: str
) -> None:
    assert (await _call(channel, kind, b"hello"))[-1] == b"hello"
    for request, code in (
        (b"missing", grpc.StatusCode.NOT_FOUND),
        (b"defect", grpc.StatusCode.INTERNAL),
        (b"abort", grpc.StatusCode.ABORTED),
        (b"code", grpc.StatusCode.ALREADY_EXISTS),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await _call(channel, kind, request)
        assert caught.value.code() is code
    assert await _handled(running, kind) == {
        "OK": 1, "NOT_FOUND": 1, "INTERNAL": 1, "ABORTED": 1, "ALREADY_EXISTS": 1,
    }  # fmt: skip
    scraped = await _scrape(running)
    labels = f'{{method="{kind}",service="kinds"}}'
    assert scraped[f"mizan_grpc_started_total{labels}"] == 5
    assert scraped[f"mizan_grpc_latency_seconds_count{labels}"] == 5


@pytest.mark.parametrize("kind", KINDS)
async def test_cancelled_calls_are_counted_and_stop_working(
    running: server.Running, channel: grpc.aio.Channel, app: KindsApp, kind: str
) -> None:
    call = asyncio.ensure_future(_call(channel, kind, b"wait"))
    await _until(lambda: "waiting" in app.events)
    call.cancel()
    with contextlib.suppress(asyncio.CancelledError, grpc.aio.AioRpcError):
        await call
    await asyncio.wait_for(app.ended.wait(), 5)
    await asyncio.sleep(0.05)
    assert await _handled(running, kind) == {"CANCELLED": 1}


@pytest.mark.parametrize("kind", KINDS)
async def test_calls_past_their_deadline_are_counted_as_cancelled(
    running: server.Running, channel: grpc.aio.Channel, app: KindsApp, kind: str
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await _call(channel, kind, b"wait", timeout=0.2)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    await asyncio.wait_for(app.ended.wait(), 5)
    await asyncio.sleep(0.05)
    assert await _handled(running, kind) == {"CANCELLED": 1}


@pytest.mark.parametrize("kind", ["StreamUnary", "StreamStream"])
async def test_request_streams_that_break_off_are_counted_as_cancelled(
    running: server.Running, channel: grpc.aio.Channel, kind: str
) -> None:
    with pytest.raises(grpc.aio.AioRpcError):
        await _call(channel, kind, b"hang", timeout=0.2)
    await asyncio.sleep(0.1)
    assert await _handled(running, kind) == {"CANCELLED": 1}


async def test_answer_streams_that_a_reader_leaves_are_counted_as_cancelled(
    running: server.Running, channel: grpc.aio.Channel, app: KindsApp
) -> None:
    call = channel.unary_stream(f"/{SERVICE}/UnaryStream")(b"wait")
    assert await call.read() == b"first"
    call.cancel()
    await asyncio.wait_for(app.ended.wait(), 5)
    await asyncio.sleep(0.05)
    assert await _handled(running, "UnaryStream") == {"CANCELLED": 1}


async def test_methods_that_do_not_exist_are_no_series(
    running: server.Running, channel: grpc.aio.Channel
) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await channel.unary_unary(f"/{SERVICE}/NoSuchMethod")(b"x")
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED
    assert not any("NoSuchMethod" in series for series in await _scrape(running))


def _status(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    return status_pb2.Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])


async def test_errors_carry_reason_and_metadata(channel: grpc.aio.Channel) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await _call(channel, "UnaryUnary", b"missing")
    info = error_info(_status(caught.value))
    assert info is not None
    assert (info.reason, info.domain) == ("RESOURCE_NOT_FOUND", "mizan.dev")
    assert dict(info.metadata) == {"name": "things/1"}
    passed = from_rpc_error(caught.value, "kinds")
    assert (passed.code, passed.reason, passed.metadata) == (
        "NOT_FOUND",
        "RESOURCE_NOT_FOUND",
        {"name": "things/1"},
    )


async def test_defects_keep_their_text_in_the_log(
    channel: grpc.aio.Channel, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(grpc.aio.AioRpcError) as caught:
        await _call(channel, "StreamStream", b"defect")
    status = _status(caught.value)
    info = error_info(status)
    assert info is not None and info.reason == "INTERNAL_DEFECT"
    assert "must not leave" not in str(status) + str(caught.value.debug_error_string())
    assert any(record.__dict__.get("error_id") == info.metadata["error_id"] for record in caplog.records)
    assert isinstance(from_rpc_error(caught.value, "kinds"), BackendUnavailable)


async def test_services_that_do_not_answer_are_unavailable() -> None:
    async with grpc.aio.insecure_channel("127.0.0.1:1") as channel:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await _call(channel, "UnaryUnary", b"x")
        error = from_rpc_error(caught.value, "kinds")
    assert isinstance(error, BackendUnavailable) and error.metadata == {"backend": "kinds"}


# --- the server's life -------------------------------------------------------------------------------


async def _health(channel: grpc.aio.Channel, service: str) -> str:
    stub = health_pb2_grpc.HealthStub(channel)
    answer = await stub.Check(health_pb2.HealthCheckRequest(service=service))
    return health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)


async def test_health_follows_the_start(app: KindsApp) -> None:
    app.start_gate.clear()
    port = _free_port()
    serving = asyncio.ensure_future(server.serve([app], listen=f"127.0.0.1:{port}"))
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        await channel.channel_ready()
        assert await _health(channel, "") == await _health(channel, SERVICE) == "NOT_SERVING"
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await _call(channel, "UnaryUnary", b"early")
        assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
        assert isinstance(from_rpc_error(caught.value, "kinds"), MizanError)
        app.start_gate.set()
        running = await serving
        assert await _health(channel, "") == await _health(channel, SERVICE) == "SERVING"
        assert await _call(channel, "UnaryUnary", b"late") == [b"late"]
        await running.stop(grace=0)


async def test_start_that_fails_closes_everything(app: KindsApp) -> None:
    app.start_error = InvalidFields([Violation("database", "is broken")])
    port = _free_port()
    with pytest.raises(InvalidFields):
        await server.serve([app], listen=f"127.0.0.1:{port}", metrics_ports={"kinds": 0})
    assert app.events == ["start", "stop"]
    again = await server.serve([KindsApp()], listen=f"127.0.0.1:{port}")
    assert again.port == port
    await again.stop(grace=0)


async def test_ports_in_use_are_refused(running: server.Running) -> None:
    with pytest.raises(server.CannotListen, match="in use"):
        await server.serve([KindsApp()], listen=f"127.0.0.1:{running.port}")
    other = KindsApp()
    with pytest.raises(server.CannotListen, match="metrics"):
        await server.serve([other], metrics_ports={"kinds": running.metrics_ports["kinds"]})
    assert other.events == ["start", "stop"]


async def test_stop_drains_what_runs_and_then_closes(
    app: KindsApp, running: server.Running, channel: grpc.aio.Channel
) -> None:
    call = asyncio.ensure_future(_call(channel, "UnaryUnary", b"a moment"))
    await _until(lambda: "working" in app.events)
    watch = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(service=SERVICE))
    assert (await watch.read()).status == health_pb2.HealthCheckResponse.SERVING
    stopping = asyncio.ensure_future(running.stop(grace=5, settle=0.1))
    assert (await watch.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING
    assert "stop" not in app.events
    watch.cancel()
    assert await call == [b"a moment"]
    await stopping
    assert app.events[-1] == "stop"
    await running.stop()
    assert app.events.count("stop") == 1
    with pytest.raises(OSError):
        await _scrape(running)


async def test_stop_ends_what_outlives_the_grace(
    app: KindsApp, running: server.Running, channel: grpc.aio.Channel
) -> None:
    call = asyncio.ensure_future(_call(channel, "UnaryUnary", b"wait"))
    await _until(lambda: "waiting" in app.events)
    await running.stop(grace=0.1)
    with pytest.raises(grpc.aio.AioRpcError):
        await call
    assert app.ended.is_set()


async def test_reflection_names_the_services(channel: grpc.aio.Channel) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(channel)
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    answer = await stub.ServerReflectionInfo(iter([request])).read()
    assert {SERVICE, "grpc.health.v1.Health"} <= {s.name for s in answer.list_services_response.service}


async def test_each_service_has_its_own_metrics_page() -> None:
    class OtherApp(KindsApp):
        name = "other"
        grpc_name = "mizan.test.Other"

        def register(self, grpc_server: grpc.aio.Server) -> None:
            pass

    apps = [KindsApp(), OtherApp()]
    running = await server.serve(apps, metrics_ports={"kinds": 0, "other": 0})
    async with grpc.aio.insecure_channel(f"127.0.0.1:{running.port}") as channel:
        await _call(channel, "UnaryUnary", b"x")
    kinds, other = await _scrape(running), await _scrape(running, "other")
    assert any(series.startswith("mizan_grpc_started_total") for series in kinds)
    assert not any(series.startswith("mizan_grpc_started_total") for series in other)
    assert "process_resident_memory_bytes" in kinds
    await running.stop(grace=0)


async def test_process_serves_until_it_is_told_to_end(tmp_path: Path) -> None:
    """`python -m services.ingest`: logs JSON lines, answers, and ends with status 0 on SIGTERM."""
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.ingest",
        "--listen", f"127.0.0.1:{port}", "--metrics-port", "0", "--database", f"sqlite:///{tmp_path}/i.db",
        stderr=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            await asyncio.wait_for(channel.channel_ready(), 30)
            async with asyncio.timeout(30):
                while await _health(channel, "mizan.v1.IngestService") != "SERVING":  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 30) == 0
    finally:
        if process.returncode is None:
            process.kill()
    lines = [json.loads(line) for line in (await process.stderr.read()).splitlines()]
    assert [line["message"] for line in lines if line.get("service") == "ingest"] == ["serving"]


async def test_process_that_cannot_serve_says_why_in_one_line(
    running: server.Running, tmp_path: Path
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.ingest",
        "--listen", f"127.0.0.1:{running.port}", "--database", f"sqlite:///{tmp_path}/i.db",
        stderr=asyncio.subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "GRPC_VERBOSITY": "NONE"},
    )  # fmt: skip
    _, printed = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    (line,) = [json.loads(line) for line in printed.splitlines()]
    assert str(running.port) in line["message"] and "Traceback" not in printed.decode()


def _free_port() -> int:
    import socket

    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
