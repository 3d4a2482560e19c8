"""Bins, errors and the temperature that would help; of a judge and of relations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.evaluation import calibration, reliability

# --- the arithmetic ------------------------------------------------------------------------------------


def sample(temperature: float, rows: int = 4000) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Probabilities surer than they should be by ``temperature``, and what came true."""
    draw = np.random.default_rng(4)
    logits = draw.normal(size=(rows, 3)) * 2
    honest = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    gold = np.array([draw.choice(3, p=p) for p in honest])
    return reliability.tempered(honest, 1 / temperature), gold


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_that_made_them_too_sure_is_found(temperature: float) -> None:
    probabilities, gold = sample(temperature)
    assert reliability.best_temperature(probabilities, gold) == pytest.approx(temperature, rel=0.1)
    report = reliability.figures(probabilities, gold, probabilities.argmax(axis=1))
    better = report["best_temperature"]
    assert better["ece"] < 0.03
    assert better["log_loss"] <= report["log_loss"]


def test_bins_hold_every_row_once() -> None:
    confidence = np.array([0.0, 1 / 15, 0.5, 0.5, 0.95, 1.0])
    right = np.array([False, True, True, False, True, True])
    wide = reliability.table(confidence, right)
    assert [(held["from"], held["rows"]) for held in wide] == [(0.0, 2), (0.4667, 2), (0.9333, 2)]
    assert wide[1]["accuracy"] == 0.5
    massed = reliability.table(confidence, right, equal_mass=True)
    assert [held["rows"] for held in massed] == [1] * 6
    assert reliability.expected_error(wide) == pytest.approx(
        (2 * abs(0.5 - 1 / 30) + 2 * 0.025) / 6, abs=1e-3
    )


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_errors_lie_between_nought_and_one(rows: list[tuple[float, bool]]) -> None:
    confidence = np.array([c for c, _ in rows])
    right = np.array([r for _, r in rows])
    for equal_mass in (False, True):
        bins = reliability.table(confidence, right, equal_mass=equal_mass)
        assert sum(held["rows"] for held in bins) == len(rows)
        assert 0.0 <= reliability.expected_error(bins) <= 1.0


def test_brier_and_log_loss_of_the_sure_and_the_unsure() -> None:
    sure = np.array([[1.0, 0.0, 0.0]])
    even = np.full((1, 3), 1 / 3)
    assert reliability.brier(sure, np.array([0])) == 0.0
    assert reliability.brier(sure, np.array([1])) == 2.0
    assert reliability.brier(even, np.array([1])) == pytest.approx(2 / 3, abs=1e-4)
    assert reliability.log_loss(even, np.array([2])) == pytest.approx(np.log(3))
    assert np.isfinite(reliability.log_loss(sure, np.array([1])))


def test_nothing_to_measure_is_said() -> None:
    with pytest.raises(ValueError, match="no labelled rows"):
        reliability.figures(np.zeros((0, 3)), np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp))


# --- of what Mizan says --------------------------------------------------------------------------------


class Sure:
    id, revision = "sure", "1"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        return np.tile(np.array([0.9, 0.05, 0.05], dtype=np.float32), (len(pairs), 1))


TOLD = "قتل 12 عاملا في انهيار الجسر"
PAIRS: list[dict[str, Any]] = [
    {"id": "1", "a": TOLD, "b": TOLD.replace("12", "19"), "label": "contradict"},
    {"id": "2", "a": TOLD, "b": TOLD, "label": "agree"},
]


def test_of_a_judge() -> None:
    report, predictions = calibration.of_judge(PAIRS, Sure())
    assert report is not None
    assert (report["of"], report["accuracy"], report["mean_confidence"]) == ("judge", 0.5, 0.9)
    assert report["ece"] == pytest.approx(0.4, abs=1e-3)
    assert report["best_temperature"]["temperature"] > 1.0
    assert [p["label"] for p in predictions] == ["agree", "agree"]


def test_of_relations() -> None:
    report, predictions = calibration.of_relations(PAIRS, None, None, None)
    assert report is not None
    assert (report["of"], report["rows"], report["accuracy"]) == ("relations", 2, 1.0)
    scores = [p["score"] for p in predictions]
    assert report["mean_confidence"] == pytest.approx(np.mean(scores), abs=1e-3)
    assert report["best_temperature"]["temperature"] < 1.0  # both right: it could have been surer


def test_labels_are_not_read_before_the_prediction() -> None:
    bare = [{key: value for key, value in row.items() if key != "label"} for row in PAIRS]
    assert calibration.of_judge(bare, Sure()) == (None, calibration.of_judge(PAIRS, Sure())[1])
    assert calibration.of_relations(bare, None, None, None)[0] is None
