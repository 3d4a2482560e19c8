"""Quality of the comparison of statements on labelled pairs. [pure]

A row holds two texts (``a``, ``b``) with outlet, date and, where given, title. Labels are read after every
prediction has been made, and only for the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.align.advice import Advisers
from services.align.backends import Encoder, Judge
from services.align.relate import Context, Side, relate
from services.common.domain import Relation, RelationKind, RelationType, StatementRef
from services.evaluation import classes
from services.evaluation.rows import Row, check, day
from services.evaluation.rows import text as text_of
from services.language.language import LANGUAGES, detect, language
from services.language.statements import read_one

CLASSES = ("agree", "contradict", "other")
_LABELS = {
    RelationType.AGREEMENT: "agree",
    RelationType.CONTRADICTION: "contradict",
    RelationType.ELABORATION: "related",
    RelationType.UNRELATED: "unrelated",
    RelationType.ABSTAIN: "abstain",
}
_FALLBACK_LANGUAGE = "ar"
_LOW_CONFIDENCE_WEIGHT = 0.5


def _language_code(text: str, title: str) -> str:
    code = detect(f"{title}\n{text}").code
    return code if code in LANGUAGES else _FALLBACK_LANGUAGE


def sides(rows: Sequence[Row], encoder: Encoder | None) -> list[tuple[Side, Side]]:
    """The two sides of each row, read by the same engines as in production; without an encoder no vectors.

    Raises ValueError for a row without id or texts, naming it.
    """
    check(rows, "relations", ("a", "b"))
    texts = [row[side] for row in rows for side in ("a", "b")]
    vectors = encoder.encode(texts) if encoder is not None else None
    made: list[Side] = []
    for number, text in enumerate(texts):
        row, side = rows[number // 2], "ab"[number % 2]
        title = text_of(row.get(f"{side}_title"))
        outlet = text_of(row.get(f"{side}_outlet"))
        published = day(row.get(f"{side}_date"))
        code = _language_code(text, title)
        made.append(
            Side(
                ref=StatementRef(f"rows/{number // 2}/{side}", 0),
                statement=read_one(text, language(code), outlet=outlet, published=published),
                context=Context(outlet=outlet, published=published, title=title, language=code),
                vector=None if vectors is None else vectors[number],
            )
        )
    return list(zip(made[::2], made[1::2], strict=True))


def label_of(relation: Relation) -> str:
    """The label of the data set for a relation: a superseded figure is labelled a contradiction there."""
    if relation.kind is RelationKind.SUPERSEDED:
        return "contradict"
    return _LABELS[relation.type]


def _prediction(row: Row, relation: Relation) -> dict[str, Any]:
    return {
        "id": row["id"],
        "label": label_of(relation),
        "kind": relation.kind.value,
        "score": round(relation.score, 4),
        "reason": relation.explanation,
    }


def class_of(label: str) -> str:
    """The class that counts: agree, contradict or other."""
    return label if label in ("agree", "contradict") else "other"


def report(rows: Sequence[Row], predictions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Figures of predictions against the rows' labels.

    ``macro_f1`` and ``per_class`` count every row once, ``weighted_macro_f1`` low-confidence rows half.
    ``confusion[gold][found]`` counts rows.
    """
    gold = [class_of(str(row["label"])) for row in rows]
    found = [class_of(str(prediction["label"])) for prediction in predictions]
    per_class = classes.scores(CLASSES, gold, found)
    weights = [_LOW_CONFIDENCE_WEIGHT if row.get("confidence") == "low" else 1.0 for row in rows]
    return {
        "macro_f1": classes.macro(per_class),
        "weighted_macro_f1": classes.macro(classes.scores(CLASSES, gold, found, weights)),
        "per_class": per_class,
        "confusion": classes.confusion(CLASSES, gold, found),
        "rows": len(rows),
    }


def evaluate_relations(
    rows: Sequence[Row],
    encoder: Encoder | None,
    contextual: Encoder | None = None,
    judge: Judge | None = None,
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """(report, predictions), one prediction per row in order; no report where a row has no label."""
    relations = relate(sides(rows, encoder), advisers=Advisers(contextual, judge))
    predictions = [_prediction(row, relation) for row, relation in zip(rows, relations, strict=True)]
    labelled = bool(rows) and all("label" in row for row in rows)
    return (report(rows, predictions) if labelled else None), predictions
