"""Similarity evaluation: correlations by hand, and labels that cannot leak into predictions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.evaluation.similarity import correlation, evaluate_similarity, ranks


class Angles:
    """Reads a text as an angle in degrees, so that cosines are known beforehand."""

    id, revision, dimensions = "angles", "1", 2

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        angles = np.radians(np.array([float(text) for text in texts], dtype=np.float32))
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


ROWS: list[dict[str, Any]] = [
    {"id": "a", "s1": "0", "s2": "0", "score": 5.0},
    {"id": "b", "s1": "10", "s2": "70", "score": 2.0},
    {"id": "c", "s1": "0", "s2": "90", "score": 3.0},
    {"id": "d", "s1": "0", "s2": "180", "score": 0.0},
]


def test_evaluate_similarity_correlates_cosines_with_scores() -> None:
    report, predictions = evaluate_similarity(ROWS, Angles())
    assert [row["id"] for row in predictions] == ["a", "b", "c", "d"]
    assert [row["score"] for row in predictions] == pytest.approx([1.0, 0.5, 0.0, -1.0], abs=1e-6)
    assert report["rows"] == 4
    # by hand: ranks of cosines 4 3 2 1, of scores 4 2 3 1: 1 - 6*2/(4*15)
    assert report["spearman"] == pytest.approx(0.8)
    cosines, scores = np.array([1.0, 0.5, 0.0, -1.0]), np.array([5.0, 2.0, 3.0, 0.0])
    centred, other = cosines - cosines.mean(), scores - scores.mean()
    expected = (centred @ other) / np.sqrt((centred @ centred) * (other @ other))
    assert report["pearson"] == pytest.approx(expected)


def test_evaluate_similarity_predicts_without_labels() -> None:
    with_labels = evaluate_similarity(ROWS, Angles())[1]
    bare = [{key: row[key] for key in ("id", "s1", "s2")} for row in ROWS]
    report, without_labels = evaluate_similarity(bare, Angles())
    assert without_labels == with_labels
    assert report == {"pearson": None, "spearman": None, "rows": 4}


def test_evaluate_similarity_of_nothing_or_of_equal_scores_has_no_correlation() -> None:
    assert evaluate_similarity([], Angles()) == ({"pearson": None, "spearman": None, "rows": 0}, [])
    same = [{**row, "score": 1.0} for row in ROWS]
    assert evaluate_similarity(same, Angles())[0] == {"pearson": None, "spearman": None, "rows": 4}


def test_evaluate_similarity_names_the_bad_row() -> None:
    with pytest.raises(ValueError, match="row 2 lacks id, s2"):
        evaluate_similarity([ROWS[0], {"s1": "3", "score": 1.0}], Angles())


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40))
def test_ranks_share_the_mean_among_equals(values: list[int]) -> None:
    given_ranks = ranks(np.array(values, dtype=np.float64))
    for value, rank in zip(values, given_ranks, strict=True):
        below = sum(other < value for other in values)
        assert rank == below + (values.count(value) + 1) / 2


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=2, max_size=30))
def test_correlation_is_bounded_and_symmetric(points: list[tuple[float, float]]) -> None:
    x, y = np.array(points, dtype=np.float64).T
    value = correlation(x, y)
    if value is not None and np.isfinite(value):
        assert -1.0000001 <= value <= 1.0000001
        assert value == pytest.approx(correlation(y, x), abs=1e-9)
