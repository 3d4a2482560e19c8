"""Quality of the quantity and time readers on expressions labelled in context. [pure]

A row has ``sentence``, ``expression``, ``offset``, ``article_date``, ``outlet`` and ``url``; predictions use
nothing else, and without an offset the expression is looked for. The whole sentence is read, as in
production, and of what is found the one that overlaps the expression best is the answer; if nothing does, the
expression alone is read and counts as not found. Gold (``start``/``end``; ``value``/``kind``) is only looked
at to score finished predictions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from services.common.domain import Hedge, Quantity, Span, TimeExpression
from services.evaluation.rows import Row, check, day, number, text
from services.language import quantities, times
from services.language.ar.quantities import QUANTITIES as ARABIC_QUANTITIES
from services.language.ar.times import TIMES as ARABIC_TIMES
from services.language.en.quantities import QUANTITIES as ENGLISH_QUANTITIES
from services.language.en.times import TIMES as ENGLISH_TIMES

_T = TypeVar("_T", Quantity, TimeExpression)
_ARABIC = re.compile(r"[\u0600-\u06FF]")
_URL_DAY = re.compile(r"(?<!\d)(20\d\d)[/\-_]?(0[1-9]|1[0-2])[/\-_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_LAG = 3  # days by which a stamp may trail the day in the address


def _is_arabic(sentence: str) -> bool:
    return _ARABIC.search(sentence) is not None


def publication_day(article_date: str, url: str) -> date | None:
    """The day an article was published: a day written in its address beats a stamp up to 3 days later."""
    stamp = day(article_date)
    for match in _URL_DAY.finditer(url):
        try:
            written = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
        if stamp is None or 0 <= (stamp - written).days <= _URL_LAG:
            return written
    return stamp


def _pick(found: Sequence[_T], wanted: Span) -> _T | None:
    """Of ``found`` the one with the best overlap (Jaccard of code points) with ``wanted``."""

    def overlap(span: Span) -> float:
        shared = min(span.end, wanted.end) - max(span.start, wanted.start)
        return shared / (max(span.end, wanted.end) - min(span.start, wanted.start))

    best = max(found, key=lambda item: overlap(item.span), default=None)
    return best if best is not None and best.span.overlaps(wanted) else None


def _predict(row: Row, read: Callable[[str], Sequence[_T]]) -> tuple[_T | None, bool]:
    offset = row.get("offset")
    start = offset if isinstance(offset, int) else row["sentence"].find(row["expression"])
    if start >= 0:
        best = _pick(read(row["sentence"]), Span(start, start + len(row["expression"])))
        if best is not None:
            return best, True
    return _pick(read(row["expression"]), Span(0, len(row["expression"]))), False


def _report(exact: Sequence[bool], found: Sequence[bool]) -> dict[str, float | int]:
    rows = len(exact)
    return {
        "exact": round(sum(exact) / rows, 4) if rows else 0.0,
        "found": round(sum(found) / rows, 4) if rows else 0.0,
        "rows": rows,
    }


def evaluate_dates(rows: Sequence[Row]) -> tuple[dict[str, float | int], list[dict[str, Any]]]:
    """Report (share of rows with exact interval, share found in the sentence, rows) and a prediction per row.

    A prediction is ``{"id", "start", "end"}`` with ISO days or None. A row whose interval is None (vague)
    is exact if an expression was found there and left without an interval. Raises ValueError for a row
    without id, sentence or expression, naming it.
    """
    check(rows, "dates", ("sentence", "expression"))
    predictions: list[dict[str, Any]] = []
    found: list[bool] = []
    for row in rows:
        resources = ARABIC_TIMES if _is_arabic(row["sentence"]) else ENGLISH_TIMES
        anchor = publication_day(text(row.get("article_date")), text(row.get("url")))
        best, inside = _predict(row, lambda part, r=resources, a=anchor: times.find(part, r, a))  # type: ignore[misc]
        found.append(inside)
        predictions.append(
            {
                "id": row["id"],
                "start": best.start.isoformat() if best is not None and best.start else None,
                "end": best.end.isoformat() if best is not None and best.end else None,
            }
        )
    exact = [
        (prediction["start"], prediction["end"]) == (row.get("start"), row.get("end"))
        and (inside or row.get("start") is not None)
        for row, prediction, inside in zip(rows, predictions, found, strict=True)
    ]
    return _report(exact, found), predictions


def _bound(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _quantity_prediction(row: Row, best: Quantity | None) -> dict[str, Any]:
    if best is None:
        return {"id": row["id"], "low": None, "high": None, "unit": None, "value": None, "hedge": None}
    return {
        "id": row["id"],
        "low": None if best.hedge is Hedge.AT_MOST else _bound(best.low),
        "high": _bound(best.high),
        "unit": best.unit or None,
        "value": best.value,
        "hedge": best.hedge.value,
    }


def evaluate_quantities(rows: Sequence[Row]) -> tuple[dict[str, float | int], list[dict[str, Any]]]:
    """Report (share of rows with the right value and hedge, share found, rows) and a prediction per row.

    A prediction is ``{"id", "low", "high", "unit", "value", "hedge"}``: "at least" has no ``high``, "at most"
    no ``low``, an approximate value lies in the middle of an interval, a vague one has no ``value``. Raises
    ValueError for a row without id, sentence or expression, naming it.
    """
    check(rows, "quantities", ("sentence", "expression"))
    predictions: list[dict[str, Any]] = []
    found: list[bool] = []
    for row in rows:
        resources = ARABIC_QUANTITIES if _is_arabic(row["sentence"]) else ENGLISH_QUANTITIES
        best, inside = _predict(row, lambda part, r=resources: quantities.find(part, r))  # type: ignore[misc]
        found.append(inside)
        predictions.append(_quantity_prediction(row, best))
    exact = [
        _is_exact(row, prediction) and (inside or row.get("value") is not None)
        for row, prediction, inside in zip(rows, predictions, found, strict=True)
    ]
    return _report(exact, found), predictions


def _is_exact(row: Row, prediction: Mapping[str, Any]) -> bool:
    value = number(row.get("value"))
    if value is None:
        return prediction["value"] is None and prediction["hedge"] == Hedge.VAGUE
    guess = prediction["value"]
    return (
        guess is not None
        and math.isclose(guess, value, rel_tol=1e-9, abs_tol=1e-9)
        and prediction["hedge"] == row.get("kind")
    )
