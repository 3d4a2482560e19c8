"""Whether probabilities mean what they say: of all that is 80 % sure, are 80 % right? [pure]

Expected calibration error as in Naeini, Cooper and Hauskrecht (AAAI 2015): confidences fall into bins, and
the distance of mean confidence and accuracy in each is averaged by its rows. Bins of equal width are usual
(Guo et al., ICML 2017, with 15); bins of equal mass do not leave the whole figure to one crowded bin.
Temperature scaling is Guo et al.'s too.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

BINS = 15
_LEAST = 1e-12  # a probability of nought would cost without end
_COLDEST, _HOTTEST = 0.05, 20.0  # temperatures that are tried
_GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0
_STEPS = 60  # shortens the interval of log temperatures, 6 wide, to 1e-12

Bin = dict[str, float | int]


def table(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], *, equal_mass: bool = False
) -> list[Bin]:
    """The bins that hold rows, lowest first: ``{"from", "to", "rows", "confidence", "accuracy"}``.

    ``confidence`` lies in 0..1. Bins of equal width are closed above, as (0, 1/15], (1/15, 2/15] and so on;
    those of equal mass part the sorted rows and begin and end at the confidences that they hold.
    """
    order = np.argsort(confidence, kind="stable")
    if equal_mass:
        parts = np.array_split(order, BINS)
    else:
        edges = np.arange(1, BINS) / BINS
        parts = np.split(order, np.searchsorted(confidence[order], edges, side="right"))
    bins: list[Bin] = []
    for number, part in enumerate(parts):
        if not len(part):
            continue
        held = confidence[part]
        low, high = (held[0], held[-1]) if equal_mass else (number / BINS, (number + 1) / BINS)
        bins.append(
            {
                "from": round(float(low), 4),
                "to": round(float(high), 4),
                "rows": len(part),
                "confidence": round(float(held.mean()), 4),
                "accuracy": round(float(right[part].mean()), 4),
            }
        )
    return bins


def expected_error(bins: list[Bin]) -> float:
    """Mean distance of confidence and accuracy, bins weighed by their rows; 0..1."""
    rows = sum(held["rows"] for held in bins)
    off = sum(held["rows"] * abs(held["confidence"] - held["accuracy"]) for held in bins)
    return round(off / rows, 4)


def brier(probabilities: NDArray[np.float64], gold: NDArray[np.intp]) -> float:
    """Mean over rows of the squared distances from what is right, summed over classes: 0 best, 2 worst."""
    wanted = np.eye(probabilities.shape[1])[gold]
    return round(float(((probabilities - wanted) ** 2).sum(axis=1).mean()), 4)


def log_loss(probabilities: NDArray[np.float64], gold: NDArray[np.intp]) -> float:
    """Mean negative log likelihood of the right class, in nats."""
    right = probabilities[np.arange(len(gold)), gold]
    return float(-np.log(np.maximum(right, _LEAST)).mean())


def tempered(probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """The probabilities had their logits been divided by ``temperature``: above 1 they grow less sure."""
    logits = np.log(np.maximum(probabilities, _LEAST)) / temperature
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    cooled: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return cooled


def best_temperature(probabilities: NDArray[np.float64], gold: NDArray[np.intp]) -> float:
    """The temperature, 0.05 to 20, at which the log loss of these rows is least.

    The loss is convex in 1/temperature, so it has one valley and golden section finds its floor.
    """
    return math.exp(
        _golden_section(
            lambda log: log_loss(tempered(probabilities, math.exp(log)), gold),
            math.log(_COLDEST),
            math.log(_HOTTEST),
        )
    )


def _golden_section(loss: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is least (Kiefer 1953)."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = loss(left), loss(right)
    for _ in range(_STEPS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = loss(right)
    return (low + high) / 2.0


def figures(
    probabilities: NDArray[np.float64], gold: NDArray[np.intp], said: NDArray[np.intp]
) -> dict[str, Any]:
    """Everything about probabilities (rows, classes) by which classes ``said`` were predicted for ``gold``.

    Raises ValueError without rows.
    """
    if not len(gold):
        raise ValueError("there are no labelled rows to measure")
    every, right = np.arange(len(gold)), said == gold
    confidence = probabilities[every, said]
    bins = table(confidence, right)
    temperature = best_temperature(probabilities, gold)
    after = tempered(probabilities, temperature)
    return {
        "accuracy": round(float(right.mean()), 4),
        "mean_confidence": round(float(confidence.mean()), 4),
        "ece": expected_error(bins),
        "ece_equal_mass": expected_error(table(confidence, right, equal_mass=True)),
        "brier": brier(probabilities, gold),
        "log_loss": round(log_loss(probabilities, gold), 4),
        "best_temperature": {
            "temperature": round(temperature, 3),
            "fitted_on": "these rows: on others it gains less",
            "log_loss": round(log_loss(after, gold), 4),
            "ece": expected_error(table(after[every, said], right)),
        },
        "bins": bins,
    }
