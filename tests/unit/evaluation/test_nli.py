"""A contradiction model on labelled pairs: labels by any usual name, figures, and no peeking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from services.evaluation.nli import evaluate_nli


class Told:
    """A judge that says what the second text tells it to."""

    id, revision = "told", "1"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        said = {"yes": (0.8, 0.1, 0.1), "no": (0.1, 0.7, 0.2), "maybe": (0.2, 0.2, 0.6)}
        return np.array([said[second] for _, second in pairs], dtype=np.float32).reshape(len(pairs), 3)


ROWS: list[dict[str, Any]] = [
    {"id": "1", "premise": "افتتح الجسر", "hypothesis": "yes", "label": "entailment"},
    {"id": "2", "a": "افتتح الجسر", "b": "no", "label": "disagree"},
    {"id": "3", "a": "افتتح الجسر", "b": "maybe", "label": "other"},
    {"id": "4", "a": "افتتح الجسر", "b": "yes", "label": "contradict"},
]


def test_figures_and_probabilities() -> None:
    figures, predictions = evaluate_nli(ROWS, Told())
    assert predictions[1] == {
        "id": "2",
        "label": "contradict",
        "agree": 0.1,
        "contradict": 0.7,
        "neutral": 0.2,
    }
    assert figures is not None
    assert (figures["accuracy"], figures["rows"]) == (0.75, 4)
    assert figures["per_class"]["contradict"] == {
        "precision": 1.0,
        "recall": 0.5,
        "f1": pytest.approx(2 / 3, abs=1e-4),
        "support": 2,
    }
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 2 / 3 + 1) / 3, abs=1e-4)
    assert figures["confusion"]["contradict"] == {"agree": 1, "contradict": 1, "neutral": 0}
    # .6 and .7 were right; of the two at .8 one was
    assert figures["ece"] == pytest.approx((0.4 + 0.3 + 2 * 0.3) / 4, abs=1e-4)


def test_labels_are_not_read_before_the_prediction() -> None:
    bare = [{key: value for key, value in row.items() if key != "label"} for row in ROWS]
    assert evaluate_nli(bare, Told()) == (None, evaluate_nli(ROWS, Told())[1])
    assert evaluate_nli([], Told()) == (None, [])


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"a": "x", "b": "yes"}, "row 1 lacks id"),
        ({"id": "1", "a": "x"}, "row 1: hypothesis"),
        ({"id": "1", "a": "x", "b": "yes", "label": "perhaps"}, "row 1: label 'perhaps'"),
        ({"id": "1", "a": "x", "b": "yes", "label": ["agree"]}, "row 1: label"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        evaluate_nli([row], Told())
