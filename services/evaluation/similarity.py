"""How well an encoder's cosines follow people's judgement of likeness. [pure given the encoder]"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.align.backends import Encoder

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
    for number, row in enumerate(table, 1):
        missing = [name for name in ("id", "s1", "s2") if name not in row]
        if missing:
            raise ValueError(f"similarity row {number} lacks {', '.join(missing)}")
    first = encoder.encode([str(row["s1"]) for row in table])
    second = encoder.encode([str(row["s2"]) for row in table])
    cosines = np.einsum("ij,ij->i", first, second).astype(np.float64)
    predictions = [
        {"id": row["id"], "score": round(float(cosine), 6)}
        for row, cosine in zip(table, cosines, strict=True)
    ]
    scored = [i for i, row in enumerate(table) if row.get("score") is not None]
    scores = np.array([float(table[i]["score"]) for i in scored])
    return {
        "pearson": correlation(cosines[scored], scores),
        "spearman": correlation(ranks(cosines[scored]), ranks(scores)),
        "rows": len(table),
    }, predictions


def correlation(x: NDArray[np.float64], y: NDArray[np.float64]) -> float | None:
    """Pearson's r; None when it is not defined."""
    if len(x) < 2 or np.ptp(x) == 0.0 or np.ptp(y) == 0.0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1; equal values share the mean of theirs."""
    _, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    last = sizes.cumsum()
    result: NDArray[np.float64] = (last - (sizes - 1) / 2.0)[place]
    return result
