"""What a contradiction is about: the figures, days, names or words in which two statements clash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from google.type import date_pb2 as date_pb

from mizan.v1 import resources_pb2 as pb

Reading: TypeAlias = tuple[float, float] | None  # a figure's or a day's interval; None for anything else


def reading(relation: pb.Relation, statement: pb.Statement) -> Reading:
    """The interval of the quantity or time that a statement's end of a contradiction marks."""
    for span in _marks(relation, statement):
        for place, interval in _intervals(relation.kind, statement):
            if _touch(place, span):
                return interval
    return None


def _marks(relation: pb.Relation, statement: pb.Statement) -> list[pb.Span]:
    """Where a statement clashes."""
    second = statement.name == relation.statement_b
    return [evidence.b if second else evidence.a for evidence in relation.evidence]


def _intervals(kind: int, statement: pb.Statement) -> Iterator[tuple[pb.Span, tuple[float, float]]]:
    """The quantities or times of a statement, where contradictions of a kind are about such."""
    if kind == pb.Relation.Kind.NUMBER:
        for quantity in statement.quantities:
            if quantity.HasField("base_low"):
                yield quantity.span, (quantity.base_low, quantity.base_high)
            else:
                yield quantity.span, (quantity.low, quantity.high)
    elif kind == pb.Relation.Kind.TIME:
        for time in statement.times:
            if time.HasField("start") and time.HasField("end"):
                yield time.span, (_day(time.start), _day(time.end))


def repeats(relation: pb.Relation, told: pb.Statement, other: pb.Statement) -> bool:
    """Whether another statement of the same claim contradicts what one end of a contradiction does.

    It does where the very figure, day, name or word stands in it too, or where the whole proposition is
    contradicted. "At least 11" agrees with "11", but does not clash with "14" as that does.
    """
    if relation.kind in (pb.Relation.Kind.DENIAL, pb.Relation.Kind.POLARITY):
        return True
    marked = reading(relation, told)
    if marked is not None:
        return any(marked == interval for _, interval in _intervals(relation.kind, other))
    marks = _marks(relation, told)
    keys = {name.key for name in told.names if any(_touch(name.span, mark) for mark in marks)}
    begin = told.span.start
    words = [told.text[mark.start - begin : mark.end - begin].strip() for mark in marks]
    return any(name.key in keys for name in other.names) or any(
        word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", other.text) for word in words
    )


def _touch(a: pb.Span, b: pb.Span) -> bool:
    return a.start < b.end and b.start < a.end


def _day(day: date_pb.Date) -> float:
    """A number that grows with the day, whether or not the calendar has it."""
    return float((day.year * 12 + day.month) * 31 + day.day)


def disjoint(a: Reading, b: Reading) -> bool:
    """Whether two readings have no value in common.

    >>> disjoint((11, 11), (14, 14)), disjoint((11, float("inf")), (14, 14)), disjoint(None, (14, 14))
    (True, False, False)
    """
    return a is not None and b is not None and (a[1] < b[0] or b[1] < a[0])
