"""Precision, recall and F1 of each class, and which is taken for which. [pure]"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

Scores = dict[str, dict[str, float]]


def scores(
    classes: Sequence[str], gold: Sequence[str], found: Sequence[str], weights: Sequence[float] | None = None
) -> Scores:
    """``{class: {"precision", "recall", "f1", "support"}}``; a row counts its weight, 1 without weights.

    A class that nothing was taken for has precision 0, one that no row has recall 0.
    """
    rows = list(zip(gold, found, weights or [1] * len(gold), strict=True))
    per_class: Scores = {}
    for name in classes:
        hit = sum(weight for right, said, weight in rows if right == said == name)
        support = sum(weight for right, _, weight in rows if right == name)
        predicted = sum(weight for _, said, weight in rows if said == name)
        precision, recall = _ratio(hit, predicted), _ratio(hit, support)
        per_class[name] = {
            "precision": precision,
            "recall": recall,
            "f1": _ratio(2 * precision * recall, precision + recall),
            "support": support,
        }
    return per_class


def macro(per_class: Mapping[str, Mapping[str, float]]) -> float:
    """Mean F1 of the classes, each as heavy as the others."""
    return sum(row["f1"] for row in per_class.values()) / len(per_class)


def confusion(classes: Sequence[str], gold: Sequence[str], found: Sequence[str]) -> dict[str, dict[str, int]]:
    """``[gold][found]`` counts rows."""
    pairs = Counter(zip(gold, found, strict=True))
    return {right: {said: pairs[right, said] for said in classes} for right in classes}


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
