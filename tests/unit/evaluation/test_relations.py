"""Evaluation of relations: labels, report, and the targets on the development files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from services.align.backends import load
from services.common.domain import Relation, RelationKind, RelationType, StatementRef
from services.evaluation.relations import evaluate_relations, label_of, report

ROWS: list[dict[str, Any]] = [
    {
        "id": "1",
        "a": "قتل 12 عاملا في انهيار جسر الوادي بمدينة جدة",
        "b": "قتل 19 عاملا في انهيار جسر الوادي بمدينة جدة",
        "a_date": "2026-03-10",
        "b_date": "2026-03-10",
        "label": "contradict",
    },
    {
        "id": "2",
        "a": "Police arrested two men over the theft of the crown on Monday.",
        "b": "Two men were arrested by police on Monday over the theft of the crown.",
        "label": "agree",
        "confidence": "low",
    },
    {
        "id": "3",
        "a": "The Gulls won the football super cup for the third time.",
        "b": "Forecasters warned of sandstorms on desert roads tomorrow evening.",
        "label": "unrelated",
    },
]


def relation(type_: RelationType, kind: RelationKind = RelationKind.NONE) -> Relation:
    ref = StatementRef("a", 0)
    return Relation(ref, ref, type_, kind, 0.5, (), (), "rule@1", "because")


def test_predictions_have_a_line_per_row_and_the_documented_fields() -> None:
    figures, predictions = evaluate_relations(ROWS, None)
    assert [p["id"] for p in predictions] == ["1", "2", "3"]
    assert [p["label"] for p in predictions] == ["contradict", "agree", "unrelated"]
    assert set(predictions[0]) == {"id", "label", "kind", "score", "reason"}
    assert figures is not None
    assert figures["macro_f1"] == 1.0


def test_labels_are_not_read_before_the_prediction() -> None:
    stripped = [{k: v for k, v in row.items() if k not in ("label", "kind", "confidence")} for row in ROWS]
    figures, predictions = evaluate_relations(stripped, None)
    assert figures is None
    assert predictions == evaluate_relations(ROWS, None)[1]


def test_a_superseded_figure_is_labelled_contradict() -> None:
    assert label_of(relation(RelationType.ELABORATION, RelationKind.SUPERSEDED)) == "contradict"
    assert label_of(relation(RelationType.ELABORATION, RelationKind.SCOPE)) == "related"
    assert label_of(relation(RelationType.ABSTAIN, RelationKind.SLOT_UNKNOWN)) == "abstain"


def test_report_counts_and_weighs() -> None:
    found = [{"label": "contradict"}, {"label": "abstain"}, {"label": "related"}]
    figures = report(ROWS, found)
    assert figures["confusion"]["agree"]["other"] == 1
    assert figures["per_class"]["other"] == {
        "precision": 0.5,
        "recall": 1.0,
        "f1": pytest.approx(2 / 3),
        "support": 1,
    }
    assert figures["macro_f1"] == pytest.approx((1 + 0 + 2 / 3) / 3)
    assert figures["weighted_macro_f1"] > figures["macro_f1"]  # the missed row counts half


def test_the_targets_hold_on_the_development_files(shared_data: Path) -> None:
    rows: list[dict[str, Any]] = []
    for name in ("relations", "contradictions"):
        path = shared_data / "data" / "dev" / f"{name}.jsonl"
        rows += [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    figures, _ = evaluate_relations(rows, load("static"))
    assert figures is not None
    assert figures["macro_f1"] >= 0.72
    contradict = figures["per_class"]["contradict"]
    assert contradict["precision"] >= 0.70
    assert contradict["recall"] >= 0.50


def test_words_of_nothing_but_tatweel_are_passed_over() -> None:
    stretched = [{"id": "1", "a": "ـــ قتل 12 عاملا ـــ", "b": "قتل 12 عاملا", "a_title": "ـــ"}]
    assert evaluate_relations(stretched, None)[1][0]["label"] == "agree"
