"""The garbage collector of a process that serves."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from services.common.memory import settle


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()


def test_what_is_loaded_is_walked_no_more_and_walks_are_rarer() -> None:
    before = gc.get_threshold()[0]
    loaded = [[] for _ in range(1000)]  # type: list[list[object]]
    settle()
    assert gc.get_freeze_count() >= len(loaded)
    assert gc.get_threshold()[0] > before


def test_cycles_are_still_collected() -> None:
    settle()
    cycle: list[object] = []
    cycle.append(cycle)
    del cycle
    assert gc.collect() >= 1
