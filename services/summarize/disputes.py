"""What is disputed: contradictions that turn on one question, and the sides that claims take in it. [pure]

Contradictions of one kind are one question where they meet in a claim over the same figure or time. Sides are
found as colours of a graph: no two claims of a side contradict each other or give values that cannot both be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from services.common.domain import Relation, RelationKind, Span, Statement

Reading: TypeAlias = tuple[float, float] | None  # a figure's or a time's interval; None for anything else


@dataclass(frozen=True, slots=True)
class Clash:
    """Two claims that contradict each other, and what each says there.

    ``relation`` is None for a dispute of which nothing more is known.
    """

    relation: Relation | None
    ends: Mapping[int, Reading]


@dataclass(frozen=True, slots=True)
class Question:
    """What is disputed, by whom: the claims of each side."""

    clashes: tuple[Clash, ...]
    sides: tuple[tuple[int, ...], ...]


def reading(kind: RelationKind, statement: Statement, pieces: Sequence[Span]) -> Reading:
    """The interval of the quantity or time in the contested pieces of a statement."""
    for piece in pieces:
        if kind is RelationKind.NUMBER:
            for quantity in statement.quantities:
                if quantity.span.overlaps(piece):
                    return quantity.base or (quantity.low, quantity.high)
        elif kind is RelationKind.TIME:
            for time in statement.times:
                if time.span.overlaps(piece) and time.start and time.end:
                    return time.start.toordinal(), time.end.toordinal()
    return None


def questions(clashes: Sequence[Clash]) -> list[Question]:
    """The questions that clashes of one kind turn on, in the order of their first clash."""
    meeting: dict[int, list[int]] = defaultdict(list)
    for place, clash in enumerate(clashes):
        for claim in clash.ends:
            meeting[claim].append(place)
    left = dict.fromkeys(range(len(clashes)))
    found = []
    while left:
        group = [next(iter(left))]
        del left[group[0]]
        for place in group:  # grows while it is walked
            for claim, own in clashes[place].ends.items():
                for other in meeting[claim]:
                    if other in left and not _apart(own, clashes[other].ends[claim]):
                        group.append(other)
                        del left[other]
        turning = tuple(clashes[place] for place in sorted(group))
        found.append(Question(turning, _sides(turning)))
    return found


def _apart(a: Reading, b: Reading) -> bool:
    return a is not None and b is not None and (a[1] < b[0] or b[1] < a[0])


def _sides(clashes: Sequence[Clash]) -> tuple[tuple[int, ...], ...]:
    """From the claim with most clashes outwards, each joins the first side that has room for it."""
    rivals: dict[int, dict[int, None]] = defaultdict(dict)
    readings: dict[int, list[Reading]] = defaultdict(list)
    for clash in clashes:
        for claim, own in clash.ends.items():
            rivals[claim].update((other, None) for other in clash.ends if other != claim)
            readings[claim].append(own)

    def room(claim: int, side: Iterable[int]) -> bool:
        return not any(
            other in rivals[claim] or any(_apart(x, y) for x in readings[claim] for y in readings[other])
            for other in side
        )

    sides: list[list[int]] = []
    ordered = [min(rivals, key=lambda claim: (-len(rivals[claim]), claim))]
    seen = set(ordered)
    for claim in ordered:  # grows while it is walked
        free = next((side for side in sides if room(claim, side)), None)
        if free is None:
            sides.append([claim])
        else:
            free.append(claim)
        ahead = [other for other in rivals[claim] if other not in seen]
        seen.update(ahead)
        ordered += ahead
    return tuple(tuple(side) for side in sides)
