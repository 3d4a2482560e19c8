"""Figures: comparing values and finding the slot that two figures share."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.align.figures import Values, compare_values, slots
from services.align.prepare import Context, Prepared, Side
from services.common.domain import Dimension, Hedge, Quantity, Span, StatementRef
from services.language.language import language
from services.language.statements import read_one


def quantity(value: float, hedge: Hedge = Hedge.EXACT, unit: str = "person", **more: object) -> Quantity:
    low = 0.0 if hedge is Hedge.AT_MOST else value * 0.9 if hedge is Hedge.APPROXIMATE else value
    high = math.inf if hedge is Hedge.AT_LEAST else value * 1.1 if hedge is Hedge.APPROXIMATE else value
    dimension = more.get("dimension", Dimension.COUNT)
    assert isinstance(dimension, Dimension)
    return Quantity(Span(0, 1), value, low, high, hedge, dimension, unit)


def prepared(text: str, code: str = "en", title: str = "") -> Prepared:
    statement = read_one(text, language(code), outlet="outlet", published=None)
    return Prepared(Side(StatementRef("a", 0), statement, Context("outlet", None, title, code), None))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (quantity(12), quantity(12), Values.SAME),
        (quantity(12), quantity(19), Values.CLASH),
        (quantity(44_000_000), quantity(45_000_000), Values.CLASH),
        (quantity(1100), quantity(1137), Values.SAME),
        (quantity(17_000), quantity(17_800), Values.SAME),
        (quantity(103), quantity(102), Values.CLASH),
        (quantity(12, Hedge.AT_LEAST), quantity(14), Values.SAME),
        (quantity(12, Hedge.AT_LEAST), quantity(31), Values.GROWN),
        (quantity(12, Hedge.AT_LEAST), quantity(27, Hedge.AT_LEAST), Values.GROWN),
        (quantity(1200, Hedge.AT_LEAST), quantity(1000), Values.CLASH),
        (quantity(400_000, Hedge.APPROXIMATE), quantity(430_000, Hedge.APPROXIMATE), Values.SPREAD),
        (quantity(400, Hedge.APPROXIMATE), quantity(900), Values.CLASH),
        (quantity(55, Hedge.AT_MOST), quantity(50), Values.SAME),
        (quantity(55, Hedge.AT_MOST), quantity(70), Values.CLASH),
    ],
)
def test_values_compare_by_interval(a: Quantity, b: Quantity, expected: Values) -> None:
    assert compare_values(a, b) is expected
    assert compare_values(b, a) is expected


def test_pegged_currencies_convert_and_others_stay_apart() -> None:
    dollars = quantity(5.3e9, unit="usd", dimension=Dimension.MONEY)
    riyals = quantity(20e9, unit="riyal", dimension=Dimension.MONEY)
    euros = quantity(5.3e9, unit="eur", dimension=Dimension.MONEY)
    assert compare_values(dollars, riyals) is Values.SAME
    assert compare_values(dollars, euros) is Values.UNKNOWN


@given(
    st.floats(0.01, 1e12),
    st.floats(0.01, 1e12),
    st.sampled_from([Hedge.EXACT, Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.APPROXIMATE]),
    st.sampled_from([Hedge.EXACT, Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.APPROXIMATE]),
)
def test_values_compare_alike_both_ways(one: float, two: float, first: Hedge, second: Hedge) -> None:
    a, b = quantity(one, first), quantity(two, second)
    assert compare_values(a, b) is compare_values(b, a)
    assert compare_values(a, a) is Values.SAME


def test_dead_and_wounded_are_different_slots() -> None:
    dead = prepared("The blast killed four workers in Sanabel.")
    hurt = prepared("Seventeen workers were wounded in the blast in Sanabel.")
    assert slots(dead, hurt) == ([], [])


def test_a_figure_that_found_its_equal_clashes_with_nothing() -> None:
    one = prepared("The storm killed 12 people and injured 30 people in Marjana.")
    two = prepared("The storm killed 12 people and injured 41 people in Marjana.")
    same, different = slots(one, two)
    assert [slot.a.quantity.value for slot in same] == [12]
    assert [(slot.a.quantity.value, slot.b.quantity.value) for slot in different] == [(30, 41)]


def test_prices_of_two_sessions_carry_a_scope() -> None:
    morning = prepared("Gold fell 0.3 percent to 1091 dollars an ounce by 0930 GMT.")
    evening = prepared("Gold fell 0.9 percent to 1086 dollars an ounce by 1902 GMT.")
    _, different = slots(morning, evening)
    assert different
    assert all("session" in slot.scopes for slot in different)


def test_stated_periods_that_differ_are_two_scopes() -> None:
    quarter = prepared("Oasis posted a net profit of 90 million dollars in the second quarter.")
    half = prepared("Oasis posted a net profit of 170 million dollars in the first half.")
    _, different = slots(quarter, half)
    assert {"period", "stated period"} <= set(different[0].scopes)
