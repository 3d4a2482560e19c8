"""Whether two figures stand in one slot, and whether they clash there. [pure]

Matching what is counted comes before comparing values: of statements about one topic that hold different
figures, about nine pairs in ten count different things.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from services.align.prepare import Figure, Prepared
from services.align.thresholds import THRESHOLDS
from services.common.domain import Dimension, Hedge, Quantity

_ROUNDING = THRESHOLDS["figure.rounding"]
_ESTIMATE = THRESHOLDS["figure.estimate"]
_BOUND = THRESHOLDS["figure.bound"]
_CUT = THRESHOLDS["figure.cut"]
_CONVERSION = THRESHOLDS["figure.conversion"]
_FAR_BELOW = THRESHOLDS["figure.ceiling"]
_NAMED_UNITS = frozenset({Dimension.COUNT, Dimension.OTHER})
# Tolls and tallies only grow: a later, larger figure replaces an earlier one.
TOLLS = frozenset(
    {"death", "injury", "casualties", "missing", "arrest", "rescue", "displaced", "affected", "medals"}
)
_TELLING = 1000.0  # a number of this size is not shared by chance
_SAME_PLACE = 0.5  # overlap of the surroundings that makes up for two names of one unit
# US dollars for one unit of the currencies that have been pegged to it for decades.
_PEGS = {
    "usd": 1.0,
    "riyal": 1 / 3.75,
    "dirham": 1 / 3.6725,
    "riyal.qa": 1 / 3.64,
    "riyal.om": 2.6008,
    "dinar.bh": 2.6596,
}
_NEVER_COMPARED = frozenset({Dimension.ORDINAL})


class Values(StrEnum):
    """How the values of two figures of one slot relate."""

    SAME = "same"
    SPREAD = "spread"  # rounding, "about", overlapping ranges
    GROWN = "grown"  # "at least N" against much more
    CLASH = "clash"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Slot:
    """Two figures that may fill one slot."""

    a: Figure
    b: Figure
    values: Values
    likeness: float  # 0..1, how surely they count the same thing
    role: bool  # the same word family says what both count
    unit: bool
    around: float  # 0..1, overlap of what stands around them
    scopes: tuple[str, ...]  # why they may count different things although they look alike
    converted: bool  # written in different units

    @property
    def telling(self) -> float:
        """How much it says that both hold this figure: 1 for a small number, more for one of many digits."""
        value = self.a.quantity.value
        if self.values is not Values.SAME or value is None or value != self.b.quantity.value:
            return 1.0
        digits = _significant(value)
        return 2.5 if digits >= 5 else 1.5 if digits >= 3 else 1.0

    @property
    def counted(self) -> float:
        """How telling the noun is that both count, 0..1; 0 where it is not the same in every language."""
        if not self.a.quantity.unit or self.a.quantity.unit != self.b.quantity.unit:
            return 0.0
        return min(self.a.unit_weight, self.b.unit_weight)

    @property
    def described(self) -> float:
        """How surely the same things are counted, 0..1: a telling noun, and what it holds."""
        return self.counted if self.a.contents.shared(self.b.contents) else 0.0

    @property
    def growing(self) -> bool:
        return self.role and self.a.role in TOLLS


def _numbers(a: Quantity, b: Quantity) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The two intervals in one unit; None where there is none."""
    if a.dimension != b.dimension or a.dimension in _NEVER_COMPARED:
        return None
    if a.unit != b.unit and a.base is not None and b.base is not None:
        return a.base, b.base
    if a.dimension is Dimension.MONEY and a.unit != b.unit and a.unit and b.unit:
        first, second = _PEGS.get(a.unit), _PEGS.get(b.unit)
        if first is None or second is None:
            return None
        return (a.low * first, a.high * first), (b.low * second, b.high * second)
    return (a.low, a.high), (b.low, b.high)


def _converted(a: Quantity, b: Quantity) -> bool:
    """The two are written in different units of one dimension."""
    return bool(a.unit and b.unit) and a.unit != b.unit and a.dimension not in _NAMED_UNITS


def _center(quantity: Quantity, interval: tuple[float, float]) -> float | None:
    low, high = interval
    if math.isinf(high) or quantity.hedge is Hedge.AT_LEAST:
        return low
    if math.isinf(low) or quantity.hedge is Hedge.AT_MOST:
        return high
    return (low + high) / 2


def _significant(value: float) -> int:
    """How many significant digits a number is written with, as far as its value shows."""
    return len(f"{value:.10g}".replace(".", "").lstrip("0").rstrip("0"))


def _rounds_to(rough: float, fine: float) -> bool:
    """``rough`` is ``fine`` rounded or cut to fewer significant digits."""
    if rough <= 0 or fine <= 0 or rough == fine:
        return rough == fine
    digits, finer = _significant(rough), _significant(fine)
    if digits >= finer:
        return False
    unit = 10.0 ** (math.floor(math.log10(rough)) - digits + 1)
    return (
        abs(fine - rough) < unit * (1.0 if rough < fine else 0.5000001) and abs(fine - rough) <= _CUT * fine
    )


def compare_values(a: Quantity, b: Quantity) -> Values:
    """How two values of one slot relate.

    >>> from services.common.domain import Span
    >>> def people(value, hedge=Hedge.EXACT, high=None):
    ...     top = value if high is None else high
    ...     return Quantity(Span(0, 1), value, value, top, hedge, Dimension.COUNT, "person")
    >>> compare_values(people(12), people(31)).value
    'clash'
    >>> compare_values(people(12, Hedge.AT_LEAST, math.inf), people(31)).value
    'grown'
    >>> compare_values(people(12, Hedge.AT_LEAST, math.inf), people(14)).value
    'same'
    """
    numbers = _numbers(a, b)
    if numbers is None:
        return Values.UNKNOWN
    first, second = numbers
    if Hedge.VAGUE in (a.hedge, b.hedge):
        overlap = first[0] <= second[1] and second[0] <= first[1]
        return Values.SAME if overlap else Values.SPREAD
    left, right = _center(a, first), _center(b, second)
    if left is None or right is None:
        return Values.UNKNOWN
    larger, smaller = max(abs(left), abs(right)), min(abs(left), abs(right))
    if larger == smaller:
        return Values.SAME if left == right else Values.CLASH
    gap = (larger - smaller) / larger
    if Hedge.APPROXIMATE in (a.hedge, b.hedge) and _ROUNDING < gap <= _ESTIMATE:
        return Values.SPREAD
    if _rounds_to(left, right) or _rounds_to(right, left):
        return Values.SAME
    low_a, low_b = a.hedge is Hedge.AT_LEAST, b.hedge is Hedge.AT_LEAST
    if low_a or low_b:
        if low_a and low_b:
            return Values.GROWN if larger > smaller * (1 + _BOUND) else Values.SAME
        bound, value = (left, right) if low_a else (right, left)
        if value < bound:
            return Values.SAME if gap <= _ROUNDING else Values.CLASH
        return Values.GROWN if value > bound * (1 + _BOUND) else Values.SAME
    if a.hedge is Hedge.AT_MOST or b.hedge is Hedge.AT_MOST:
        if a.hedge is b.hedge:
            return Values.SPREAD if gap <= _ESTIMATE else Values.CLASH
        bound, value = (left, right) if a.hedge is Hedge.AT_MOST else (right, left)
        if value > bound * (1 + _ROUNDING) or value < bound * _FAR_BELOW:
            return Values.CLASH
        return Values.SAME
    if first[0] <= second[1] and second[0] <= first[1]:
        return Values.SAME if gap <= _ROUNDING else Values.SPREAD
    if gap <= 0.001:
        return Values.SAME
    # A converted amount is rounded twice.
    if _converted(a, b) and a.dimension is Dimension.MONEY and gap <= _CONVERSION:
        return Values.SAME
    return Values.CLASH


def _unit_alike(a: Figure, b: Figure) -> bool:
    first, second = a.quantity, b.quantity
    if a.person and b.person:
        return True
    if first.unit and first.unit == second.unit:
        return True
    if first.dimension in _NAMED_UNITS:
        return bool(a.unit_stem) and a.unit_stem == b.unit_stem
    return _numbers(first, second) is not None and bool(first.unit and second.unit)


def _scopes(a: Figure, b: Figure, x: Prepared, y: Prepared) -> tuple[str, ...]:
    found: list[str] = []
    if (a.series or b.series) and (x.clocks != y.clocks or not x.clocks):
        found.append("session")
    if a.total != b.total and not (a.role == b.role and a.role in TOLLS):
        found.append("total")
    if a.subset != b.subset:
        found.append("part")
    if a.change != b.change:
        found.append("change")
    if x.periods != y.periods and (x.periods or y.periods):
        found.append("period")
        if x.periods and y.periods and not x.periods & y.periods:
            found.append("stated period")
    if "stated period" not in found and _other_length(x.shortest_period, y.shortest_period):
        found += ["period", "stated period"]
    return tuple(found)


def _other_length(a: int, b: int) -> bool:
    """Two periods, in days, that are not of one kind: a quarter and a year, say."""
    return bool(a and b) and max(a, b) > 1.5 * min(a, b)


def _telling(a: Figure, b: Figure) -> Slot | None:
    """One large number read in two ways ("7 billion in loans", "7 billion riyals") still is one figure."""
    value = a.quantity.value
    if value is None or value != b.quantity.value or value < _TELLING:
        return None
    return Slot(a, b, Values.SAME, 0.5, role=False, unit=False, around=0.0, scopes=(), converted=False)


def slot(a: Figure, b: Figure, x: Prepared, y: Prepared) -> Slot | None:
    """The slot that two figures share; None when they cannot be compared."""
    first, second = a.quantity, b.quantity
    if first.dimension in _NEVER_COMPARED:
        return None
    if first.dimension != second.dimension:
        return _telling(a, b)
    unit = _unit_alike(a, b)
    role = bool(a.role) and a.role == b.role
    if a.role and b.role and not role and ({a.role, b.role} & TOLLS or not unit or a.person):
        return None
    if not unit and not role:
        return None
    if x.statement.language == y.statement.language:
        around = max(a.around.overlap(b.around))
    else:
        around = 0.5 if role else 0.0
    if not unit and a.unit_stem and b.unit_stem and not (a.person or b.person) and around < _SAME_PLACE:
        return None
    likeness = min(1.0, 0.55 * around + 0.3 * role + 0.15 * unit)
    return Slot(
        a=a,
        b=b,
        values=compare_values(first, second),
        likeness=likeness,
        role=role,
        unit=unit,
        around=around,
        scopes=_scopes(a, b, x, y),
        converted=_converted(first, second),
    )


def slots(x: Prepared, y: Prepared) -> tuple[list[Slot], list[Slot]]:
    """(pairs of figures that tell one value, pairs that stand in one slot with different values).

    Equal values are paired first; a figure that found its equal no longer clashes with another one.
    """
    found = [
        made
        for a in x.figures
        for b in y.figures
        if (made := slot(a, b, x, y)) is not None and made.values is not Values.UNKNOWN
    ]
    found.sort(
        key=lambda made: (made.values is not Values.SAME, made.values is not Values.SPREAD, -made.likeness)
    )
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    same: list[Slot] = []
    other: list[Slot] = []
    for made in found:
        if made.a.first in taken_a or made.b.first in taken_b:
            continue
        taken_a.add(made.a.first)
        taken_b.add(made.b.first)
        (same if made.values in (Values.SAME, Values.SPREAD) else other).append(made)
    return same, other
