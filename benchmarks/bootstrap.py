"""How far a figure would move had other rows of the same kind been labelled. [pure]

The bootstrap of Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979): as
many rows as there are, are drawn with replacement, and the figure is computed anew; percentiles of what comes
out bound it. Two systems are compared on the same draws, so that rows which are hard for both cancel out.

Everything here has a leading axis of ``1 + SAMPLES``: first the rows as they are, then the draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

SAMPLES = 2000
SEED = 20261122
_SHARE = 95.0  # percent of the draws that an interval holds


class Estimate(NamedTuple):
    """A figure with the interval that holds it in 95 % of the draws."""

    value: float
    low: float
    high: float


def draws(rows: int) -> Numbers:
    """How often each row is drawn, shape ``(1 + SAMPLES, rows)``; the same for the same number of rows."""
    drawn = np.random.default_rng(SEED).multinomial(rows, np.full(rows, 1.0 / rows), size=SAMPLES)
    return np.vstack([np.ones((1, rows)), drawn])


def confusion(
    gold: Sequence[int],
    found: Sequence[int],
    classes: int,
    drawn: Numbers,
    weights: Sequence[float] | None = None,
) -> Numbers:
    """Weight of the rows by ``[draw, gold, found]``; classes are numbered from 0."""
    cells = np.zeros((len(gold), classes * classes))
    cells[np.arange(len(gold)), np.asarray(gold) * classes + np.asarray(found)] = (
        1.0 if weights is None else weights
    )
    return (drawn @ cells).reshape(-1, classes, classes)


def precision(table: Numbers, of: int) -> Numbers:
    """Of what was taken for the class, the share that is; 0 where nothing was."""
    return _ratio(table[:, of, of], table[:, :, of].sum(axis=1))


def recall(table: Numbers, of: int) -> Numbers:
    """Of what is of the class, the share that was found; 0 where nothing is."""
    return _ratio(table[:, of, of], table[:, of, :].sum(axis=1))


def f1(table: Numbers, of: int) -> Numbers:
    """Harmonic mean of precision and recall of the class."""
    return _ratio(2.0 * table[:, of, of], table[:, :, of].sum(axis=1) + table[:, of, :].sum(axis=1))


def macro_f1(table: Numbers) -> Numbers:
    """Mean of the classes' F1, each as heavy as the others."""
    scores: Numbers = np.mean([f1(table, of) for of in range(table.shape[1])], axis=0)
    return scores


def estimate(values: Numbers) -> Estimate:
    """What a figure, or a difference of two, is, with its interval."""
    outside = (100.0 - _SHARE) / 2.0
    low, high = np.percentile(values[1:], [outside, 100.0 - outside])
    return Estimate(float(values[0]), float(low), float(high))


Figure = Callable[[Numbers], Numbers]


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
