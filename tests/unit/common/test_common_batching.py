"""Planning of forward passes."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from services.common.batching import passes


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
