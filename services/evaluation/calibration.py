"""Whether the probabilities that Mizan shows mean what they say. [pure]

Either those of a contradiction model on pairs of texts, or the scores of the relations that the whole of
align makes of two statements: how sure it says it is, against how often it is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from services.align.backends.outcomes import OUTCOMES
from services.evaluation import nli, relations, reliability
from services.evaluation.rows import Row

if TYPE_CHECKING:
    from services.align.backends import Encoder, Judge

Report = dict[str, Any]
Predictions = list[dict[str, Any]]


def of_judge(rows: Sequence[Row], judge: Judge) -> tuple[Report | None, Predictions]:
    """The report of `reliability.figures`, and the predictions of `nli.evaluate_nli`, with rows as there.

    No report where a row has no label.
    """
    predictions = nli.evaluate_nli(rows, judge)[1]
    probabilities = np.array([[row[outcome] for outcome in OUTCOMES] for row in predictions])
    gold = nli.gold(rows)
    if gold is None:
        return None, predictions
    report = reliability.figures(probabilities, gold, probabilities.argmax(axis=1))
    return {"of": "judge", "rows": len(rows), **report}, predictions


def of_relations(
    rows: Sequence[Row], encoder: Encoder | None, contextual: Encoder | None, judge: Judge | None
) -> tuple[Report | None, Predictions]:
    """The same for the scores of relations, with rows and predictions as `relations.evaluate_relations`.

    A score is how sure the predicted type is, and it is right where that counts as the row's label: agree,
    contradict or other. Right and wrong are the two classes of Brier score, log loss and temperature.
    """
    figures, predictions = relations.evaluate_relations(rows, encoder, contextual, judge)
    if figures is None:
        return None, predictions
    score = np.array([row["score"] for row in predictions], dtype=np.float64)
    wrong = [
        relations.class_of(row["label"]) != relations.class_of(prediction["label"])
        for row, prediction in zip(rows, predictions, strict=True)
    ]
    probabilities = np.stack([score, 1.0 - score], axis=1)
    said = np.zeros(len(rows), dtype=np.intp)
    report = reliability.figures(probabilities, np.array(wrong).astype(np.intp), said)
    return {"of": "relations", "rows": len(rows), **report}, predictions
