"""How pairs of statements relate: the one entry that alignment and evaluation share. [pure]"""

from __future__ import annotations

from collections.abc import Sequence

from services.align.decision import decide
from services.align.prepare import Context, Readings, Side
from services.align.signals import Pair
from services.common.domain import Relation

__all__ = ["Context", "Side", "relate"]


def relate(pairs: Sequence[tuple[Side, Side]], readings: Readings | None = None) -> list[Relation]:
    """One relation per pair, in order. A side that stands in many pairs is read once.

    Sides are told apart by identity, so that pass the same object for the same statement.
    """
    read = (readings or Readings()).of
    return [decide(Pair(read(a), read(b))) for a, b in pairs]
