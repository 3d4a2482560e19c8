"""Serving: one grpc.aio server for one or more services, with health, reflection and metrics.

Order at the start: bind, answer NOT_SERVING, start each service, SERVING. Order at the end: NOT_SERVING,
wait until load balancers have seen it, refuse new calls and drain the running ones, close the services.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable, Coroutine, Mapping, Sequence
from threading import Thread
from typing import Any, Protocol, TypeVar
from wsgiref.simple_server import WSGIServer

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from prometheus_client import start_http_server

from services.common.config import ServeConfig
from services.common.errors import MizanError
from services.common.interceptors import CallInterceptor
from services.common.memory import settle
from services.common.metrics import ServiceMetrics
from services.common.status import MAX_MESSAGE_BYTES

logger = logging.getLogger(__name__)

T = TypeVar("T")

# Both directions; see MAX_MESSAGE_BYTES.
CHANNEL_OPTIONS: tuple[tuple[str, int], ...] = (
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
)

_SERVING = health_pb2.HealthCheckResponse.SERVING
_NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


class ServiceApp(Protocol):
    """One service as the server sees it."""

    @property
    def name(self) -> str:
        """Short name: "ingest", "align" or "summarize"."""

    @property
    def grpc_name(self) -> str:
        """Full name of the proto service, as health checks ask for it."""

    @property
    def metrics(self) -> ServiceMetrics:
        """The metrics of the service."""

    def register(self, server: grpc.aio.Server) -> None:
        """Adds the servicer to the server. Called once, before `start`."""

    async def start(self) -> None:
        """Opens the database and warms what must be warm. Calls are answered only after it returns."""

    async def stop(self) -> None:
        """Ends workers and closes the database. Called once, also after a `start` that failed."""


class CannotListen(OSError):
    """The address cannot be bound."""


class Running:
    """A server that runs; made by `serve`."""

    def __init__(self, server: grpc.aio.Server, apps: Sequence[ServiceApp], health_servicer: Any) -> None:
        self._server = server
        self._apps = apps
        self._health = health_servicer
        self._pages: list[tuple[WSGIServer, Thread]] = []
        self._stopped = False
        self.port = 0
        self.metrics_ports: dict[str, int] = {}

    async def stop(self, grace: float = 5.0, *, settle: float = 0.0) -> None:
        """Stops in order: readiness off, ``settle`` seconds, drain for at most ``grace`` seconds, close."""
        if self._stopped:
            return
        self._stopped = True
        await self._health.enter_graceful_shutdown()
        if settle:
            await asyncio.sleep(settle)
        await self._server.stop(grace)
        for app in reversed(self._apps):
            await app.stop()
        for page, thread in self._pages:
            await asyncio.to_thread(page.shutdown)
            page.server_close()
            thread.join()

    async def wait(self) -> None:
        """Returns when the server has ended."""
        await self._server.wait_for_termination()

    async def wait_for_signal(self, grace: float = 10.0, *, settle: float = 0.0) -> None:
        """Runs until SIGTERM or SIGINT, then stops in order."""
        asked = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            with contextlib.suppress(NotImplementedError):  # an event loop without signals, as on Windows
                loop.add_signal_handler(name, asked.set)
        waiting = asyncio.ensure_future(self.wait())
        await asyncio.wait(
            {waiting, asyncio.ensure_future(asked.wait())}, return_when=asyncio.FIRST_COMPLETED
        )
        await self.stop(grace, settle=settle)
        await waiting


async def serve(
    apps: Sequence[ServiceApp],
    *,
    listen: str = "127.0.0.1:0",
    metrics_ports: Mapping[str, int] | None = None,
) -> Running:
    """Starts the services on one gRPC port and returns when all of them are SERVING.

    ``metrics_ports`` maps a service's name to the HTTP port of its metrics, 0 for any free one; a service
    that is not named has no metrics page. Raises `CannotListen`, or what `ServiceApp.start` raised, with
    everything closed again.
    """
    started: set[str] = set()
    interceptor = CallInterceptor({app.grpc_name: app.metrics for app in apps}, started.__contains__)
    server = grpc.aio.server(
        interceptors=[interceptor],
        # Two programs on one port would share its calls in silence; a port in use is an error instead.
        options=[*CHANNEL_OPTIONS, ("grpc.so_reuseport", 0)],
    )
    health_servicer = health.aio.HealthServicer()  # type: ignore[attr-defined]
    health_pb2_grpc.add_HealthServicer_to_server(health_servicer, server)
    running = Running(server, apps, health_servicer)
    for app in apps:
        app.register(server)
    for name in ("", *(app.grpc_name for app in apps)):
        await health_servicer.set(name, _NOT_SERVING)
    reflection.enable_server_reflection(
        (*(app.grpc_name for app in apps), health.SERVICE_NAME, reflection.SERVICE_NAME), server
    )
    try:
        running.port = _bind(server, listen)
        await server.start()
        for app in apps:
            await app.start()
            started.add(app.grpc_name)
            await health_servicer.set(app.grpc_name, _SERVING)
            logger.info("serving", extra={"service": app.name, "address": _address(listen, running.port)})
        _serve_metrics(running, apps, listen, metrics_ports or {})
        await health_servicer.set("", _SERVING)
    except BaseException:
        await running.stop(grace=0)
        raise
    return running


def main(
    build: Callable[[], Sequence[ServiceApp]], settings: ServeConfig, metrics_ports: Mapping[str, int]
) -> None:
    """The whole of a program that serves: makes the services and runs them until SIGTERM or SIGINT.

    What stops it from starting is logged as one line, and the process ends with status 1.
    """

    async def serving() -> None:
        try:
            running = await serve(build(), listen=settings.listen, metrics_ports=metrics_ports)
        except (MizanError, OSError, ValueError, RuntimeError) as error:
            logger.critical("cannot serve: %s", error)
            logger.debug("the cause", exc_info=error)
            raise SystemExit(1) from None
        settle()
        await running.wait_for_signal(settings.grace, settle=settings.settle)

    run(serving())


def run(main: Coroutine[Any, Any, T]) -> T:
    """Runs ``main`` on uvloop where it is installed: a steadier tail for the same answers."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(main)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)


def _bind(server: grpc.aio.Server, listen: str) -> int:
    try:
        port = server.add_insecure_port(listen)
    except RuntimeError as error:
        raise CannotListen(f"cannot listen on {listen}: is the port in use?") from error
    if port == 0 and not listen.startswith("unix:"):
        raise CannotListen(f"cannot listen on {listen}: is the port in use?")
    return port


def _serve_metrics(
    running: Running, apps: Sequence[ServiceApp], listen: str, ports: Mapping[str, int]
) -> None:
    host = listen.rpartition(":")[0].strip("[]") or "127.0.0.1"
    for app in apps:
        if app.name not in ports:
            continue
        try:
            page = start_http_server(ports[app.name], host, app.metrics.registry)
        except OSError as error:
            address = f"{host}:{ports[app.name]}"
            raise CannotListen(
                f"cannot serve metrics of {app.name} on {address}: is the port in use?"
            ) from error
        running._pages.append(page)
        running.metrics_ports[app.name] = page[0].server_port


def _address(listen: str, port: int) -> str:
    return f"{listen.rpartition(':')[0]}:{port}"
