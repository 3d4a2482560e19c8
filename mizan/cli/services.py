"""The services in this process, for commands that need them here."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from mizan.cli.status import BAD_INPUT, FAILED, Stop

if TYPE_CHECKING:
    from services.all import Config

T = TypeVar("T")


def demand(purpose: str) -> None:
    """Stops a command where only the client is installed."""
    from importlib.util import find_spec

    if find_spec("services") is None:
        raise Stop(
            FAILED,
            f"{purpose} needs the services, and this is the client alone",
            "name running services with --target HOST:PORT, or install all of it: `make demo` in a checkout",
        )


def settings(**flags: str) -> Config:
    """The settings of services in this process: flags, then the environment, then defaults."""
    from services.all import Config
    from services.common import config

    try:
        return config.read(Config, flags)
    except config.ConfigInvalid as error:
        raise Stop(BAD_INPUT, *error.problems) from None


@contextmanager
def running(purpose: str) -> Iterator[str]:
    """The address of all three services in a thread, with databases that are gone afterwards."""
    demand(f"{purpose} without --target")
    from services.all import build
    from services.common import server

    own = settings(database="sqlite://")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="services", daemon=True)
    thread.start()

    def wait(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result()

    handler = _defects()
    try:
        try:
            started = wait(server.serve(build(own), listen="127.0.0.1:0"))
        except (OSError, RuntimeError, ValueError) as error:
            raise Stop(FAILED, f"the services cannot start here: {error}") from error
        try:
            yield f"127.0.0.1:{started.port}"
        finally:
            wait(started.stop(grace=0))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        logging.getLogger().removeHandler(handler)


def _defects() -> logging.Handler:
    """Shows defects of our own services in one line each; with MIZAN_DEBUG in full. Libraries stay silent."""
    handler = logging.StreamHandler()
    handler.addFilter(logging.Filter("services"))
    if not os.environ.get("MIZAN_DEBUG"):
        handler.setFormatter(_OneLine())
    root = logging.getLogger()
    root.setLevel(logging.ERROR)
    root.addHandler(handler)
    return handler


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        cause = record.exc_info[1] if record.exc_info else None
        why = f": {type(cause).__name__}: {cause}" if cause is not None else ""
        return f"mizan: {record.getMessage()}{why} (MIZAN_DEBUG=1 shows where)".replace("\n", " ")
