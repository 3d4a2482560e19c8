"""Searching among candidates: the three forms of rows, the measures, and a judge that reorders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from services.evaluation.retrieval import evaluate_retrieval


class Letters:
    """Texts are near that share letters."""

    id, revision, dimensions = "letters", "1", 26

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = [[text.count(chr(97 + i)) for i in range(26)] for text in texts]
        vectors = np.array(counts, dtype=np.float32).reshape(len(texts), 26)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class Length:
    """Agrees the more, the nearer two texts are in length. Keeps what it was asked."""

    id, revision = "length", "1"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += pairs
        agree = np.array([1 / (1 + abs(len(a) - len(b))) for a, b in pairs], dtype=np.float32)
        return np.stack([agree, (1 - agree) / 2, (1 - agree) / 2], axis=1)


CANDIDATES = [{"id": "x", "text": "abc"}, {"id": "y", "text": "abd"}, {"id": "z", "text": "q"}]


def test_measures_of_two_queries() -> None:
    rows = [
        {"id": 1, "query": "abc", "candidates": CANDIDATES, "relevant": ["x"]},
        {"id": 2, "query": "abcc", "candidates": CANDIDATES, "relevant": ["y", "z"]},
    ]
    figures, predictions = evaluate_retrieval(rows, Letters())
    assert [p["ranking"] for p in predictions] == [["x", "y", "z"], ["x", "y", "z"]]
    assert predictions[0]["scores"][0] == 1.0
    assert figures == {
        "map_at_5": pytest.approx((1 + (1 / 2 + 2 / 3) / 2) / 2, abs=1e-4),
        "mrr": 0.75,
        "accuracy_at_1": 0.5,
        "accuracy_at_10": 1.0,
        "queries": 2,
        "rows": 2,
    }


def test_a_pool_is_shared_and_parallel_sentences_are_one() -> None:
    asked = [{"id": "q", "query": "abc", "relevant": ["y"]}]
    pooled = evaluate_retrieval([{"pool": CANDIDATES}, *asked], Letters())
    assert pooled == evaluate_retrieval([{**asked[0], "candidates": CANDIDATES}], Letters())
    parallel = [
        {"id": 1, "query": "abc", "target": "cab"},
        {"id": 2, "query": "xyz", "target": "zzy"},
        {"id": 3, "query": "zy", "target": "x"},
    ]
    figures, predictions = evaluate_retrieval(parallel, Letters())
    assert predictions[2]["ranking"][0] == "2"  # of another row: all targets are candidates
    assert (figures["accuracy_at_1"], figures["queries"]) == (pytest.approx(2 / 3, abs=1e-4), 3)


def test_relevant_beyond_five_or_beyond_the_candidates_counts_nothing_for_map() -> None:
    many = [{"id": n, "text": "a" * (n + 1) + "b" * (9 - n)} for n in range(9)]
    row = {"id": 1, "query": "a", "candidates": many, "relevant": [0, "elsewhere"]}
    figures, _ = evaluate_retrieval([row], Letters())
    assert figures["map_at_5"] == 0.0
    assert figures["mrr"] == pytest.approx(1 / 9, abs=1e-4)


def test_answers_are_not_read_before_all_is_found() -> None:
    row = {"id": 1, "query": "abc", "candidates": CANDIDATES}
    figures, predictions = evaluate_retrieval([row], Letters())
    assert figures == {
        **dict.fromkeys(("map_at_5", "mrr", "accuracy_at_1", "accuracy_at_10")),
        "queries": 0,
        "rows": 1,
    }
    assert predictions == evaluate_retrieval([{**row, "relevant": ["z"]}], Letters())[1]


def test_a_judge_orders_the_first_and_leaves_the_rest() -> None:
    row = {"id": 1, "query": "abbb", "candidates": [*CANDIDATES, {"id": "w", "text": "abbbbbbb"}]}
    judge = Length()
    plain = evaluate_retrieval([row], Letters())[1][0]["ranking"]
    assert plain[0] == "w"
    judged = evaluate_retrieval([row], Letters(), judge, 3)[1][0]["ranking"]
    assert judged == [*(name for name in plain[:3] if name != "w"), "w", "z"]
    assert all(len(first) >= len(second) for first, second in judge.asked)
    assert len(judge.asked) == 3


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{"id": 1}], "row 1 lacks query"),
        ([{"id": 1, "query": "a"}], "row 1 has nothing to search"),
        ([{"id": 1, "query": "a", "candidates": [{"id": 1}]}], "row 1: a candidate"),
        ([{"id": 1, "query": "a", "candidates": 7}], "row 1: a candidate"),
        ([{"pool": ["a"]}], "row 1: a candidate"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(rows: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        evaluate_retrieval(rows, Letters())


def test_no_rows_are_no_queries() -> None:
    assert evaluate_retrieval([], Letters())[1] == []
