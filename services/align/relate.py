"""How pairs of statements relate: the one entry that alignment and evaluation share. [pure]"""

from __future__ import annotations

from collections.abc import Sequence

from services.align.decision import decide
from services.align.prepare import Context, Prepared, Side
from services.align.signals import Pair
from services.common.domain import Relation

__all__ = ["Context", "Side", "relate"]


def relate(pairs: Sequence[tuple[Side, Side]]) -> list[Relation]:
    """One relation per pair, in order. A side that stands in many pairs is read once.

    Sides are told apart by identity, so that pass the same object for the same statement.
    """
    prepared: dict[int, Prepared] = {}
    relations: list[Relation] = []
    for first, second in pairs:
        a = prepared.get(id(first))
        if a is None:
            a = prepared[id(first)] = Prepared(first)
        b = prepared.get(id(second))
        if b is None:
            b = prepared[id(second)] = Prepared(second)
        relations.append(decide(Pair(a, b)))
    return relations
