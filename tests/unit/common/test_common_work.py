"""Workers: bounded, patient or not, and never working for callers that have gone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from services.common.errors import Overloaded
from services.common.work import Workers


class Gate:
    """Work that runs until it is let go."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.open = threading.Event()

    def __call__(self) -> None:
        self.started.set()
        assert self.open.wait(5)


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers("test", threads=1, queue_limit=2)
    yield made
    made.close()


async def _full(workers: Workers) -> tuple[Gate, list[asyncio.Future[None]]]:
    gate = Gate()
    running = asyncio.ensure_future(workers.run(gate))
    await asyncio.to_thread(gate.started.wait, 5)
    waiting = [asyncio.ensure_future(workers.run(lambda: None)) for _ in range(workers.queue_limit)]
    await asyncio.sleep(0)
    return gate, [running, *waiting]


async def test_run_returns_the_result_and_raises_the_error(workers: Workers) -> None:
    assert await workers.run(pow, 2, 5) == 32
    with pytest.raises(ZeroDivisionError):
        await workers.run(divmod, 1, 0)
    assert workers.depth == 0


async def test_run_refuses_when_the_queue_is_full(workers: Workers) -> None:
    gate, futures = await _full(workers)
    assert workers.depth == 2
    with pytest.raises(Overloaded) as caught:
        await workers.run(pow, 2, 5)
    assert caught.value.metadata == {"queue": "test", "limit": "2"}
    gate.open.set()
    await asyncio.gather(*futures)
    assert await workers.run(pow, 2, 5) == 32


async def test_run_with_patience_waits_for_room(workers: Workers) -> None:
    gate, futures = await _full(workers)
    patient = [asyncio.ensure_future(workers.run(pow, 2, n, wait=True)) for n in range(6)]
    await asyncio.sleep(0.01)
    assert not any(task.done() for task in patient)
    gate.open.set()
    assert await asyncio.gather(*patient) == [1, 2, 4, 8, 16, 32]
    await asyncio.gather(*futures)
    assert workers.depth == 0


async def test_run_passes_the_turn_of_a_patient_caller_that_left(workers: Workers) -> None:
    gate, futures = await _full(workers)
    leaving = asyncio.ensure_future(workers.run(pow, 2, 1, wait=True))
    staying = asyncio.ensure_future(workers.run(pow, 2, 2, wait=True))
    await asyncio.sleep(0.01)
    leaving.cancel()
    gate.open.set()
    assert await asyncio.wait_for(staying, 5) == 4
    await asyncio.gather(*futures)


async def test_run_drops_work_whose_caller_went_away(workers: Workers) -> None:
    gate = Gate()
    running = asyncio.ensure_future(workers.run(gate))
    await asyncio.to_thread(gate.started.wait, 5)
    done: list[int] = []
    gone = asyncio.ensure_future(workers.run(done.append, 1))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    gate.open.set()
    await running
    await workers.run(done.append, 2)
    assert done == [2]


async def test_close_ends_what_runs_and_drops_what_waits() -> None:
    workers = Workers("test", threads=1, queue_limit=2)
    gate, futures = await _full(workers)
    closing = asyncio.ensure_future(asyncio.to_thread(workers.close))
    await asyncio.sleep(0.01)
    gate.open.set()
    await closing
    answers = await asyncio.gather(*futures, return_exceptions=True)
    assert answers[0] is None
    assert all(isinstance(answer, asyncio.CancelledError) for answer in answers[1:])


@pytest.mark.parametrize(("threads", "limit"), [(0, 1), (1, 0)])
def test_workers_need_threads_and_room(threads: int, limit: int) -> None:
    with pytest.raises(ValueError):
        Workers("test", threads=threads, queue_limit=limit)
