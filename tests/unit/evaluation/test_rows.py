"""Rows that others wrote: odd optional fields change nothing, missing texts are named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.evaluation import rows
from services.evaluation.events import evaluate_events
from services.evaluation.parsers import evaluate_dates, evaluate_quantities
from services.evaluation.relations import evaluate_relations

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.lists(st.text())
)
FIRE = "قتل 12 شخصا في حريق بمصنع الورق شرقي المدينة يوم الثلاثاء، بحسب ما أعلنت الشرطة."
FLOOD = "Floods closed 40 schools in the northern valley on Monday, the council said."


def expressions(**more: Any) -> list[dict[str, Any]]:
    return [{"id": "1", "sentence": FIRE, "expression": "12 شخصا", "offset": 4, **more}]


def pair(**more: Any) -> list[dict[str, Any]]:
    return [{"id": "1", "a": FIRE, "b": FLOOD, **more}]


def articles(**more: Any) -> list[dict[str, Any]]:
    return [{"id": "1", "a": {"lead": FIRE, **more}, "b": {"lead": FLOOD, "title": "Floods", **more}}]


@given(ODD, ODD, ODD)
@settings(max_examples=40, deadline=None)
def test_odd_optional_fields_stop_no_evaluation(first: Any, second: Any, third: Any) -> None:
    for measure in (evaluate_dates, evaluate_quantities):
        made = expressions(article_date=first, url=second, value=third, start=third, kind=third)
        assert [p["id"] for p in measure(made)[1]] == ["1"]
    sides = pair(a_date=first, b_date=second, a_title=third, b_outlet=first, a_url=second)
    assert [p["label"] for p in evaluate_relations(sides, None)[1]] == ["unrelated"]
    made = articles(date=first, url=second, outlet=third)
    assert evaluate_events(made, None)[1] == [{"id": "1", "same_event": False, "copy": False}]


@pytest.mark.parametrize(
    ("measure", "row", "what"),
    [
        (evaluate_dates, {"id": "1", "sentence": FIRE}, "dates row 2 lacks expression"),
        (
            evaluate_quantities,
            {"id": "1", "sentence": 7, "expression": "7"},
            "row 2: sentence is 7, not a text",
        ),
        (lambda made: evaluate_relations(made, None), {"a": FIRE, "b": FIRE}, "relations row 2 lacks id"),
        (lambda made: evaluate_events(made, None), {"id": "1", "a": {}}, "events row 2 lacks article b"),
    ],
)
def test_a_row_without_what_is_measured_is_named(
    measure: Callable[[list[dict[str, Any]]], Any], row: dict[str, Any], what: str
) -> None:
    good = {"id": "0", "sentence": FIRE, "expression": "12", "a": FIRE, "b": FIRE}
    if what.startswith("events"):
        good |= {"a": {"lead": FIRE}, "b": {"lead": FIRE}}
    with pytest.raises(ValueError, match=what):
        measure([good, row])


def test_an_expression_without_offset_is_looked_for() -> None:
    made = expressions()
    del made[0]["offset"]
    assert evaluate_quantities(made)[1] == evaluate_quantities(expressions())[1]


def test_an_article_that_ingest_refuses_is_no_part_of_an_event() -> None:
    made = [
        {"id": "1", "a": {"lead": FIRE}, "b": {"lead": "", "title": ""}, "same_event": True, "copy": True}
    ]
    report, predictions = evaluate_events(made, None)
    assert predictions == [{"id": "1", "same_event": False, "copy": False}]
    assert (report["refused"], report["same_event_f1"]) == (1, 0.0)


def test_days_and_numbers_that_cannot_be_read_are_absent() -> None:
    assert rows.day("2026-03-10T08:00:00Z") == date(2026, 3, 10)
    assert [rows.day(odd) for odd in ("10/03/2026", "2026-02-30", "", None, 20260310)] == [None] * 5
    assert [rows.number(odd) for odd in (3, 2.5, True, "3", None)] == [3.0, 2.5, None, None, None]
