"""How well an encoder finds the right texts among many, and a contradiction model puts the first in order.
[pure]

Rows that hold an answer are measured, the others only searched for; answers are read when all is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from services.align.backends.outcomes import OUTCOMES
from services.evaluation.rows import Row, check

if TYPE_CHECKING:
    from services.align.backends import Encoder, Judge

_SHOWN = 10  # of a ranking
_PRECISION_AT = 5
_AGREE = OUTCOMES.index("agree")

Candidate = tuple[str, str]  # id, text


@dataclass(frozen=True, slots=True)
class _Search:
    row: Row
    candidates: tuple[Candidate, ...]


def evaluate_retrieval(
    rows: Sequence[Row], encoder: Encoder, judge: Judge | None = None, rerank: int = 20
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Rank the candidates of each query by cosine, and the first ``rerank`` of them by ``judge``.

    A row is ``{"id", "query", "candidates": [{"id", "text"}], "relevant": [ids]}``. Without candidates it
    searches those of a first row ``{"pool": [...]}``, or else the ``target`` of every row, where its own is
    relevant unless it says otherwise: parallel sentences are such rows. With a judge the first candidates
    are ordered by the probability that they agree with the query.

    Returns the report and a prediction ``{"id", "ranking", "scores"}`` with the ten best of each row. The
    report has, as means over queries: ``map_at_5`` (of the precision at each relevant place among the first
    five, over as many as there can be), ``mrr`` (of one over the first relevant place), ``accuracy_at_1`` and
    ``accuracy_at_10`` (whether a relevant one is among so many), ``queries`` (how many are measured) and
    ``rows``; None for all four without a relevant one anywhere. Candidates of equal score stay in their
    order. Raises ValueError for a row that cannot be read, naming it.
    """
    searches = _searches(rows)
    rankings = _ranked(searches, encoder)
    if judge is not None:
        rankings = _judged(searches, rankings, judge, rerank)
    predictions = [
        {
            "id": search.row["id"],
            "ranking": [search.candidates[place][0] for place in order[:_SHOWN]],
            "scores": [round(score, 4) for score in scores[:_SHOWN]],
        }
        for search, (order, scores) in zip(searches, rankings, strict=True)
    ]
    measured = [
        places
        for search, (order, _) in zip(searches, rankings, strict=True)
        if (places := _places(search, order)) is not None
    ]
    return _report(measured) | {"queries": len(measured), "rows": len(searches)}, predictions


# --- reading -------------------------------------------------------------------------------------------


def _searches(rows: Sequence[Row]) -> list[_Search]:
    pool: tuple[Candidate, ...] | None = None
    if rows and "pool" in rows[0]:
        pool = tuple(_candidates(rows[0]["pool"], 1))
        rows = rows[1:]
    check(rows, "retrieval", ("query",))
    if pool is None:
        pool = tuple((str(row["id"]), row["target"]) for row in rows if isinstance(row.get("target"), str))
    searches = []
    for number, row in enumerate(rows, 1):
        own = tuple(_candidates(row["candidates"], number)) if "candidates" in row else pool
        if not own:
            raise ValueError(f"retrieval row {number} has nothing to search: no candidates, pool or targets")
        searches.append(_Search(row, own))
    return searches


def _candidates(given: Any, number: int) -> Iterator[Candidate]:
    for candidate in given if isinstance(given, list) else [given]:
        if not (
            isinstance(candidate, Mapping) and "id" in candidate and isinstance(candidate.get("text"), str)
        ):
            raise ValueError(f'retrieval row {number}: a candidate is not {{"id", "text"}}')
        yield str(candidate["id"]), candidate["text"]


# --- searching -----------------------------------------------------------------------------------------

_Ranking = tuple[list[int], list[float]]  # places of candidates, best first, and their scores


def _ranked(searches: Sequence[_Search], encoder: Encoder) -> list[_Ranking]:
    texts = list(dict.fromkeys(text for search in searches for _, text in search.candidates))
    places = {text: place for place, text in enumerate(texts)}
    vectors = encoder.encode(texts)
    queries = encoder.encode([search.row["query"] for search in searches])
    at: dict[int, NDArray[np.intp]] = {}  # by the identity of a list of candidates, which a pool shares
    rankings: list[_Ranking] = []
    for search, query in zip(searches, queries, strict=True):
        key = id(search.candidates)
        if key not in at:
            at[key] = np.array([places[text] for _, text in search.candidates], dtype=np.intp)
        scores = (vectors @ query)[at[key]]
        order = np.argsort(-scores, kind="stable")
        rankings.append((order.tolist(), scores[order].tolist()))
    return rankings


def _judged(
    searches: Sequence[_Search], rankings: Sequence[_Ranking], judge: Judge, first: int
) -> list[_Ranking]:
    pairs = [
        _longer_first(search.candidates[place][1], search.row["query"])
        for search, (order, _) in zip(searches, rankings, strict=True)
        for place in order[:first]
    ]
    agree = iter(judge.judge(pairs)[:, _AGREE].tolist())
    found: list[_Ranking] = []
    for order, scores in rankings:
        head = [(next(agree), place) for place in order[:first]]
        head.sort(key=lambda item: -item[0])
        found.append(
            ([place for _, place in head] + order[first:], [score for score, _ in head] + scores[first:])
        )
    return found


def _longer_first(candidate: str, query: str) -> tuple[str, str]:
    return (candidate, query) if len(candidate) >= len(query) else (query, candidate)


# --- measuring -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the relevant candidates of a query stand, from 0, and how many there are at all."""

    of: tuple[int, ...]
    relevant: int


def _places(search: _Search, order: Sequence[int]) -> _Places | None:
    """None for a query that says nothing of what is relevant."""
    row = search.row
    if "relevant" in row:
        relevant = {str(key) for key in row["relevant"]}
    elif "target" in row:
        relevant = {str(row["id"])}
    else:
        relevant = set()
    if not relevant:
        return None
    where = (place for place, candidate in enumerate(order) if search.candidates[candidate][0] in relevant)
    return _Places(tuple(where), len(relevant))


def _report(queries: Sequence[_Places]) -> dict[str, float | None]:
    names = ("map_at_5", "mrr", "accuracy_at_1", "accuracy_at_10")
    if not queries:
        return dict.fromkeys(names)
    rows = [
        (
            sum((hit + 1) / (place + 1) for hit, place in enumerate(q.of) if place < _PRECISION_AT)
            / min(q.relevant, _PRECISION_AT),
            1.0 / (q.of[0] + 1) if q.of else 0.0,
            bool(q.of) and q.of[0] < 1,
            bool(q.of) and q.of[0] < 10,
        )
        for q in queries
    ]
    means = np.array(rows, dtype=np.float64).mean(axis=0)
    return {name: round(float(mean), 4) for name, mean in zip(names, means, strict=True)}
