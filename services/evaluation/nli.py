"""Quality of a contradiction model alone, on pairs of texts labelled agree, contradict or neutral. [pure]

Labels are read after every prediction has been made, and only for the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from services.align.backends.outcomes import NAMES, OUTCOMES
from services.evaluation import classes, reliability
from services.evaluation.rows import Row, check

if TYPE_CHECKING:
    from services.align.backends import Judge


def evaluate_nli(rows: Sequence[Row], judge: Judge) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """(report, predictions) of ``judge`` on rows ``{"id", "a" or "premise", "b" or "hypothesis", "label"}``.

    A prediction is ``{"id", "label", "agree", "contradict", "neutral"}`` with three probabilities. The report
    has ``accuracy``, ``macro_f1``, ``per_class``, ``confusion[gold][found]``, ``ece`` (of the predicted
    label, 15 bins of equal width) and ``rows``; it is None where a row has no label. Raises ValueError for a
    row without id or texts or with a label that is not known, naming it.
    """
    probabilities = judged(rows, judge)
    said = probabilities.argmax(axis=1)
    predictions = [
        {"id": row["id"], "label": OUTCOMES[best]}
        | {outcome: round(float(p), 4) for outcome, p in zip(OUTCOMES, found, strict=True)}
        for row, best, found in zip(rows, said, probabilities, strict=True)
    ]
    if (right := gold(rows)) is None:
        return None, predictions
    known = [OUTCOMES[best] for best in right]
    found = [str(prediction["label"]) for prediction in predictions]
    per_class = classes.scores(OUTCOMES, known, found)
    hit = right == said
    confidence = probabilities.max(axis=1)
    return {
        "accuracy": round(float(hit.mean()), 4),
        "macro_f1": round(classes.macro(per_class), 4),
        "ece": reliability.expected_error(reliability.table(confidence, hit)),
        "per_class": {name: {k: round(v, 4) for k, v in row.items()} for name, row in per_class.items()},
        "confusion": classes.confusion(OUTCOMES, known, found),
        "rows": len(rows),
    }, predictions


def judged(rows: Sequence[Row], judge: Judge) -> NDArray[np.float64]:
    """What ``judge`` says of each row, shape (rows, 3), columns as ``OUTCOMES``; ValueError as above."""
    texts = [
        {"premise": row.get("premise", row.get("a")), "hypothesis": row.get("hypothesis", row.get("b"))}
        for row in rows
    ]
    read = [{"id": row["id"]} | pair if "id" in row else pair for row, pair in zip(rows, texts, strict=True)]
    check(read, "nli", ("premise", "hypothesis"))
    pairs = [(str(pair["premise"]), str(pair["hypothesis"])) for pair in texts]
    probabilities: NDArray[np.float64] = judge.judge(pairs).astype(np.float64)
    return probabilities


def gold(rows: Sequence[Row]) -> NDArray[np.intp] | None:
    """Places of the rows' labels among ``OUTCOMES``; None unless every row has one."""
    if not rows or not all("label" in row for row in rows):
        return None
    labels = [NAMES.get(str(row["label"]).lower(), "") for row in rows]
    for number, (row, label) in enumerate(zip(rows, labels, strict=True), 1):
        if not label:
            raise ValueError(f"nli row {number}: label {row['label']!r} is none of {', '.join(NAMES)}")
    return np.array([OUTCOMES.index(label) for label in labels], dtype=np.intp)
