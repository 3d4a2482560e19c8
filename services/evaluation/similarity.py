"""How well an encoder's cosines follow people's judgement of likeness. [pure given the encoder]"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.align.backends import Encoder
from services.evaluation.rows import check, number

Report = dict[str, float | int | None]
Prediction = dict[str, Any]


def evaluate_similarity(
    rows: Iterable[Mapping[str, Any]], encoder: Encoder
) -> tuple[Report, list[Prediction]]:
    """Compare cosines with the ``score`` of rows ``{"id", "s1", "s2", "score"}`` (any scale).

    Returns ``{"pearson", "spearman", "rows"}`` and one ``{"id", "score"}`` per row, the score a cosine in
    -1..1. Scores are read only after every prediction is made; rows without one are predicted but not
    correlated, and a correlation that does not exist (under two scores, or all equal) is None.
    Raises ValueError for a row without id or texts, naming it.
    """
    table = list(rows)
    check(table, "similarity", ("s1", "s2"))
    first = encoder.encode([row["s1"] for row in table])
    second = encoder.encode([row["s2"] for row in table])
    cosines = np.einsum("ij,ij->i", first, second).astype(np.float64)
    predictions = [
        {"id": row["id"], "score": round(float(cosine), 6)}
        for row, cosine in zip(table, cosines, strict=True)
    ]
    given = [number(row.get("score")) for row in table]
    scored = [i for i, score in enumerate(given) if score is not None]
    scores = np.array([score for score in given if score is not None])
    return {
        "pearson": correlation(cosines[scored], scores),
        "spearman": correlation(ranks(cosines[scored]), ranks(scores)),
        "rows": len(table),
    }, predictions


def correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> float | None:
    """Pearson's r; None when it is not defined."""
    if len(x) < 2:
        return None
    across, up = x - x.mean(), y - y.mean()
    spread = float(np.linalg.norm(across)) * float(np.linalg.norm(up))
    return float(np.clip(across @ up / spread, -1.0, 1.0)) if spread else None


def ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1; equal values share the mean of theirs."""
    _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    last = sizes.cumsum()
    result: NDArray[np.float64] = (last - (sizes - 1) / 2.0)[place]
    return result
