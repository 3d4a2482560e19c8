"""The real services in this process, for tests that call them as a client does."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from mizan import Client, NotReady
from services.all import Config, build
from services.common import server

T = TypeVar("T")


@contextmanager
def event_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop that runs in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def wait(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    """The result of ``work``, done on that loop."""
    return asyncio.run_coroutine_threadsafe(work, loop).result(60)


@contextmanager
def services(database: str = "sqlite://", listen: str = "127.0.0.1:0") -> Iterator[str]:
    """All three services, with databases that are gone afterwards unless named; their address."""
    with event_loop() as loop:

        async def start() -> server.Running:
            return await server.serve(build(Config(database=database)), listen=listen)

        running = wait(loop, start())
        try:
            yield f"{listen.rpartition(':')[0]}:{running.port}"
        finally:
            wait(loop, running.stop(grace=0))


def event_of(client: Client, articles: Sequence[str]) -> str:
    """Name of the event that all these articles tell, once its alignment has them; waits for it."""
    for _ in range(200):
        for event in client.events(min_outlets=len(articles)):
            with suppress(NotReady):
                if {*articles} == {article.name for article in client.alignment(event.name).articles}:
                    return event.name
        time.sleep(0.05)
    raise AssertionError("the articles did not become one event")
