"""Forward passes: how they are planned, and how the calls of many threads share them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.common.batching import MicroBatcher, passes
from services.common.callers import CallerGone, current_caller, work_for
from services.common.errors import BackendUnavailable, Overloaded
from services.common.work import Workers


@given(st.lists(st.integers(0, 60)), st.integers(1, 100))
def test_passes_take_every_text_once_within_the_budget_and_longest_first(
    lengths: list[int], budget: int
) -> None:
    plan = list(passes(lengths, budget))
    assert sorted(chain.from_iterable(plan)) == list(range(len(lengths)))
    for part in plan:
        assert len(part) == 1 or len(part) * max(lengths[at] for at in part) <= budget
    taken = [lengths[at] for at in chain.from_iterable(plan)]
    assert taken == sorted(lengths, reverse=True)


def test_passes_are_full() -> None:
    assert [len(part) for part in passes([10] * 95, 100)] == [10] * 9 + [5]


# --- calls of many threads --------------------------------------------------------------------------------


def rows(texts: Sequence[str]) -> NDArray[np.float32]:
    """A row for each text that tells which one it was."""
    return np.array([[len(text), sum(map(ord, text))] for text in texts], dtype=np.float32).reshape(-1, 2)


class Model:
    """Answers with `rows`; holds its first pass until it is let go, fails on a word."""

    def __init__(self, *, held: bool = False) -> None:
        self.seen: list[list[str]] = []
        self.started = threading.Event()
        self.open = threading.Event()
        if not held:
            self.open.set()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen.append(list(texts))
        self.started.set()
        assert self.open.wait(10)
        if any("poison" in text for text in texts):
            raise FloatingPointError("poisoned")
        return rows(texts)


@contextmanager
def serving(model: Model, **more: Any) -> Iterator[MicroBatcher[str]]:
    calls = MicroBatcher("model", model, len, **{"budget": 40, "queue_limit": 64} | more)
    try:
        yield calls
    finally:
        model.open.set()
        calls.close()


def waiting(calls: MicroBatcher[str], count: int) -> None:
    """Until that many calls wait."""
    end = time.monotonic() + 10
    while calls.depth < count:
        assert time.monotonic() < end
        time.sleep(0.001)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.lists(st.text("abcdef", max_size=60), max_size=12), min_size=1, max_size=6),
    st.integers(1, 90),
    st.integers(1, 3),
)
def test_every_caller_gets_its_own_rows_in_order(asked: list[list[str]], budget: int, threads: int) -> None:
    model = Model()
    with serving(model, budget=budget, threads=threads) as calls, ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(calls.run, asked))
    for texts, answer in zip(asked, answers, strict=True):
        assert np.array_equal(answer, rows(texts))
    for seen in model.seen:
        assert len(seen) <= 1 or sum(map(len, seen)) <= budget
        assert [len(text) for text in seen] == sorted(map(len, seen), reverse=True)
    read = sorted(chain.from_iterable(model.seen))
    assert read == sorted(chain.from_iterable(asked))


def test_small_calls_share_a_pass_and_a_large_one_gives_way_after_each() -> None:
    model = Model(held=True)
    with serving(model, budget=40) as calls, ThreadPoolExecutor(4) as pool:
        first = pool.submit(calls.run, ["x"])
        model.started.wait(10)
        others = []
        for number, texts in enumerate((["largelarge"] * 7, ["small", "the smaller"], ["tiny"])):
            others.append(pool.submit(calls.run, texts))
            waiting(calls, number + 1)
        model.open.set()
        for each in (first, *others):
            each.result(10)
    large = "largelarge"
    assert model.seen == [
        ["x"],
        [large] * 4,
        ["the smaller", large, large, "small", "tiny"],
        [large],
    ]


def test_a_small_call_that_a_pass_cut_is_first_in_the_next() -> None:
    model = Model(held=True)
    with serving(model, budget=40) as calls, ThreadPoolExecutor(4) as pool:
        first = pool.submit(calls.run, ["x"])
        model.started.wait(10)
        others = []
        for number, letter in enumerate("abc"):
            others.append(pool.submit(calls.run, [letter * 9] * 3))
            waiting(calls, number + 1)
        model.open.set()
        for each in (first, *others):
            each.result(10)
    a, b, c = (letter * 9 for letter in "abc")
    assert model.seen == [["x"], [a, a, a, b], [b, b, c, c], [c]]


def test_items_of_a_caller_that_has_gone_are_dropped() -> None:
    model, dropped, gone = Model(held=True), list[int](), threading.Event()
    with serving(model, dropped=dropped.append) as calls, ThreadPoolExecutor(3) as pool:
        first = pool.submit(calls.run, ["x"])
        model.started.wait(10)
        leaving = pool.submit(work_for, gone, calls.run, ["never", "read"])
        staying = pool.submit(work_for, threading.Event(), calls.run, ["stays"])
        waiting(calls, 2)
        gone.set()
        model.open.set()
        with pytest.raises(CallerGone):
            leaving.result(10)
        assert np.array_equal(staying.result(10), rows(["stays"]))
        first.result(10)
    assert model.seen == [["x"], ["stays"]]
    assert dropped == [2]


def test_a_text_that_breaks_the_model_breaks_no_other_call() -> None:
    model = Model(held=True)
    with serving(model) as calls, ThreadPoolExecutor(3) as pool:
        first = pool.submit(calls.run, ["x"])
        model.started.wait(10)
        poisoned = pool.submit(calls.run, ["poison"] + ["more of it, and more"] * 9)
        good = pool.submit(calls.run, ["good", "as gold"])
        waiting(calls, 2)
        model.open.set()
        with pytest.raises(FloatingPointError):
            poisoned.result(10)
        assert np.array_equal(good.result(10), rows(["good", "as gold"]))
        first.result(10)
        assert np.array_equal(calls.run(["after"]), rows(["after"]))
        assert calls.depth == 0


def test_a_model_that_answers_too_little_is_an_error() -> None:
    calls = MicroBatcher("model", lambda texts: rows(texts)[1:], len, budget=9, queue_limit=1)
    with pytest.raises(ValueError, match="shorter"):
        calls.run(["a", "b"])
    calls.close()


def test_more_waiting_calls_than_the_queue_holds_are_refused() -> None:
    model = Model(held=True)
    with serving(model, queue_limit=1) as calls, ThreadPoolExecutor(2) as pool:
        first = pool.submit(calls.run, ["x"])
        model.started.wait(10)
        second = pool.submit(calls.run, ["y"])
        waiting(calls, 1)
        with pytest.raises(Overloaded) as caught:
            calls.run(["z"])
        assert caught.value.metadata == {"queue": "model", "limit": "1"}
        model.open.set()
        first.result(10)
        second.result(10)


def test_close_ends_the_running_pass_and_refuses_the_rest() -> None:
    model = Model(held=True)
    calls = MicroBatcher("model", model, len, budget=40, queue_limit=9)
    with ThreadPoolExecutor(3) as pool:
        running = pool.submit(calls.run, ["x"])
        model.started.wait(10)
        left = pool.submit(calls.run, ["y"])
        waiting(calls, 1)
        closing = pool.submit(calls.close)
        while not calls._closed:
            time.sleep(0.001)
        model.open.set()
        closing.result(10)
        assert np.array_equal(running.result(10), rows(["x"]))
        with pytest.raises(BackendUnavailable):
            left.result(10)
    with pytest.raises(BackendUnavailable):
        calls.run(["z"])
    assert model.seen == [["x"]]


def test_threads_share_the_passes_of_one_call() -> None:
    meet = threading.Barrier(2, timeout=10)

    def forward(texts: Sequence[str]) -> NDArray[np.float32]:
        if texts:
            meet.wait()  # passes only when two threads are here at a time
        return rows(texts)

    calls = MicroBatcher("model", forward, len, budget=4, queue_limit=1, threads=2)
    assert np.array_equal(calls.run(["four"] * 8), rows(["four"] * 8))
    calls.close()


def test_a_call_of_which_several_passes_fail_fails_once() -> None:
    model = Model()
    with serving(model, budget=6, threads=2) as calls:
        for _ in range(20):
            with pytest.raises(FloatingPointError):
                calls.run(["poison"] * 6)
        assert np.array_equal(calls.run(["after"]), rows(["after"]))


@pytest.mark.parametrize(("budget", "limit", "threads"), [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_a_batcher_needs_a_budget_room_and_threads(budget: int, limit: int, threads: int) -> None:
    with pytest.raises(ValueError):
        MicroBatcher("model", rows, len, budget=budget, queue_limit=limit, threads=threads)


async def test_work_that_runs_sees_its_caller_leave() -> None:
    workers = Workers("test", threads=1, queue_limit=1)
    seen: Future[threading.Event | None] = Future()
    let_go = threading.Event()

    def work() -> None:
        seen.set_result(current_caller())
        assert let_go.wait(10)

    running = asyncio.ensure_future(workers.run(work))
    gone = await asyncio.to_thread(seen.result, 10)
    assert gone is not None
    assert not gone.is_set()
    running.cancel()
    await asyncio.sleep(0)
    assert gone.is_set()
    let_go.set()
    assert await workers.run(lambda: (caller := current_caller()) is not None and caller.is_set()) is False
    await asyncio.to_thread(workers.close)
    assert current_caller() is None
