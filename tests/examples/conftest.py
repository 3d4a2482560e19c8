"""The three services, live in this process, for examples that run as programs of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from services.all import Config, build
from services.common import server


@pytest.fixture
def target() -> Iterator[str]:
    """Address of all three services, run by a thread, with empty databases that are gone afterwards."""
    started: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        running = await server.serve(build(Config(database="sqlite://")))
        started.put_nowait(f"127.0.0.1:{running.port}")
        await stop.wait()
        await running.stop(grace=0)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield asyncio.run_coroutine_threadsafe(started.get(), loop).result(60)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
