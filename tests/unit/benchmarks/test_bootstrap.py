"""Figures of resampled rows: the first draw is the rows, an interval is as wide as it should be."""

from __future__ import annotations

import random
from math import sqrt

import numpy as np
import pytest

from benchmarks import bootstrap
from services.evaluation import classes

NAMES = ("agree", "contradict", "other")
CHOICE = random.Random(4)
GOLD = CHOICE.choices(range(3), k=300)
FOUND = [right if CHOICE.random() < 0.7 else CHOICE.randrange(3) for right in GOLD]


def test_draws_hold_as_many_rows_as_there_are_and_are_the_same_each_time() -> None:
    drawn = bootstrap.draws(40)
    assert drawn.shape == (1 + bootstrap.SAMPLES, 40)
    assert (drawn.sum(axis=1) == 40).all() and (drawn[0] == 1).all()
    assert (drawn == bootstrap.draws(40)).all()
    assert drawn[1:].mean(axis=0) == pytest.approx(np.ones(40), abs=0.15)


@pytest.mark.parametrize("weights", [None, [0.5 if n % 5 == 0 else 1.0 for n in range(300)]])
def test_the_first_of_the_values_is_what_evaluation_says_of_the_rows(weights: list[float] | None) -> None:
    table = bootstrap.confusion(GOLD, FOUND, 3, bootstrap.draws(300), weights)
    expected = classes.scores(NAMES, [NAMES[n] for n in GOLD], [NAMES[n] for n in FOUND], weights)
    assert bootstrap.macro_f1(table)[0] == pytest.approx(classes.macro(expected))
    for number, name in enumerate(NAMES):
        for figure in ("precision", "recall", "f1"):
            assert getattr(bootstrap, figure)(table, number)[0] == pytest.approx(expected[name][figure])


def test_every_other_value_is_what_evaluation_says_of_the_rows_drawn() -> None:
    drawn = bootstrap.draws(300)
    rows = [n for n, times in enumerate(drawn[7]) for _ in range(int(times))]
    expected = classes.scores(NAMES, [NAMES[GOLD[n]] for n in rows], [NAMES[FOUND[n]] for n in rows])
    table = bootstrap.confusion(GOLD, FOUND, 3, drawn)
    assert bootstrap.macro_f1(table)[7] == pytest.approx(classes.macro(expected))


def test_an_interval_is_as_wide_as_theory_has_it_for_a_share() -> None:
    gold, found = [1] * 400, [1] * 320 + [0] * 80
    value, low, high = bootstrap.estimate(
        bootstrap.recall(bootstrap.confusion(gold, found, 2, bootstrap.draws(400)), 1)
    )
    half = 1.96 * sqrt(0.8 * 0.2 / 400)
    assert value == 0.8
    assert (low, high) == pytest.approx((0.8 - half, 0.8 + half), abs=0.006)


def test_two_systems_on_the_same_draws_differ_by_less_than_on_draws_of_their_own() -> None:
    drawn = bootstrap.draws(300)
    better = [right if n < 8 else said for n, (right, said) in enumerate(zip(GOLD, FOUND, strict=True))]
    one, other = (bootstrap.macro_f1(bootstrap.confusion(GOLD, found, 3, drawn)) for found in (FOUND, better))
    paired = bootstrap.estimate(other - one)
    apart = bootstrap.estimate(np.concatenate([(other - one)[:1], other[1:] - one[:0:-1]]))
    assert paired.low >= 0.0 and paired.high - paired.low < 0.5 * (apart.high - apart.low)
    assert bootstrap.estimate(one - one) == (0.0, 0.0, 0.0)


def test_what_is_never_found_has_precision_0() -> None:
    table = bootstrap.confusion([0, 1, 1], [0, 0, 0], 2, bootstrap.draws(3))
    for figure in (bootstrap.precision, bootstrap.recall, bootstrap.f1):
        assert bootstrap.estimate(figure(table, 1)) == (0.0, 0.0, 0.0)
