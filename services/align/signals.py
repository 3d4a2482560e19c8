"""How alike two statements are: the signals of one pair, cheap ones first. [pure]"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from services.align.advice import NO_ADVICE, Advice
from services.align.figures import TOLLS, Slot, Values, slots
from services.align.lazy import lazy
from services.align.prepare import Bag, Prepared
from services.common.domain import Name, NameKind
from services.language import names

# Cosines of unrelated and of translated sentences in the shared space span this range.
_CROSS_FLOOR = 0.2
_CROSS_RANGE = 0.5
_NAME_SHARE = 0.25
_SAME_NAME = 0.8  # similarity from which two spellings are one name


class Term(NamedTuple):
    """One addend of a model: ``contribution = weight * value``."""

    name: str
    value: float


@lru_cache(maxsize=4096)
def _title_overlap(first: Bag, second: Bag) -> float:
    """All pairs of two articles ask the same."""
    return max(first.overlap(second))


def _unlike(names_here: Sequence[Name], names_there: Sequence[Name]) -> list[Name]:
    """The names of one side that sound like none of the other's."""
    return [
        name
        for name in names_here
        if not any(
            name.key == theirs.key or names.similarity(name.text, theirs.text) >= _SAME_NAME
            for theirs in names_there
        )
    ]


class Pair:
    """Two prepared statements and what they share; everything is computed when it is first asked for."""

    def __init__(self, a: Prepared, b: Prepared, advice: Advice = NO_ADVICE) -> None:
        self.a = a
        self.b = b
        self.advice = advice
        self.one_language = a.statement.language == b.statement.language

    def advised(self, advice: Advice) -> Pair:
        """The same pair in the light of other advice, with all that was computed of it: none of that asks."""
        twin = copy(self)
        twin.advice = advice
        return twin

    @lazy
    def covered(self) -> tuple[float, float]:
        """Share of a's words found in b, and of b's found in a; across languages, what stands for it."""
        if not self.one_language:
            return self.across, self.across
        return self.a.bag.overlap(self.b.bag)

    @lazy
    def across(self) -> float:
        """Closeness of two statements in two languages, 0..1, from their vectors and names."""
        close = max(0.0, min(1.0, ((self.meaning or 0.0) - _CROSS_FLOOR) / _CROSS_RANGE))
        if not all(self.spoken):
            return close
        return (1.0 - _NAME_SHARE) * close + _NAME_SHARE * self.names

    @property
    def containment(self) -> float:
        return max(self.covered)

    @property
    def mutual(self) -> float:
        return min(self.covered)

    @lazy
    def order(self) -> float:
        """Share of the shorter statement's words that stand in the same order in the other one."""
        if not self.one_language:
            return 0.0
        first, second = self.a.sequence, self.b.sequence
        shorter = min(len(first), len(second))
        return LCSseq.similarity(first, second) / shorter if shorter else 0.0

    @lazy
    def spoken(self) -> tuple[list[Name], list[Name]]:
        """The names of each side that keep their sound in every language: organisations are translated."""
        first, second = (
            [name for name in side.statement.names if name.kind is not NameKind.ORGANISATION]
            for side in (self.a, self.b)
        )
        return first, second

    @lazy
    def names_alone(self) -> tuple[list[Name], list[Name]]:
        """The names of each side that the other one does not have."""
        if self.one_language:
            return self._unmatched(self.a, self.b), self._unmatched(self.b, self.a)
        first, second = self.spoken
        return _unlike(first, second), _unlike(second, first)

    @lazy
    def names_apart(self) -> int:
        """How many names of either side the other one lacks, the smaller number."""
        return min(map(len, self.names_alone))

    @property
    def other_place(self) -> bool:
        """Each side names a place that the other one does not name."""
        return all(any(name.kind is NameKind.PLACE for name in alone) for alone in self.names_alone)

    def _unmatched(self, side: Prepared, other: Prepared) -> list[Name]:
        holds = other.bag.holds
        return [
            name
            for name, words, weight in side.named
            if sum([word.weight * holds(word) for word in words]) < 0.5 * weight
        ]

    @lazy
    def titles(self) -> float:
        """Overlap of the two headlines, 0..1; 0.5 where a side has none."""
        first, second = self.a.title, self.b.title
        if not first.total or not second.total or not self.one_language:
            return 0.5
        return _title_overlap(first, second)

    @lazy
    def opposed(self) -> bool:
        """The two hold opposite words of one scale, and none in common."""
        if not self.a.statement.polarity.directions or not self.b.statement.polarity.directions:
            return False
        first = {(d.scale, d.sign) for d in self.a.statement.polarity.directions}
        second = {(d.scale, d.sign) for d in self.b.statement.polarity.directions}
        return not first & second and any((scale, -sign) in second for scale, sign in first)

    @lazy
    def meaning(self) -> float | None:
        """Cosine of the two vectors; None where a side has none."""
        first, second = self.a.side.vector, self.b.side.vector
        if first is None or second is None:
            return None
        return float(first @ second)

    @property
    def likeness(self) -> float:
        """The cosine, or what it usually is for statements that share so many words."""
        return self.meaning if self.meaning is not None else 0.45 + 0.4 * self.containment

    @lazy
    def names(self) -> float:
        """Share of the names of the side with fewer names that the other side has too; 0 without names."""
        fewer, more = sorted(self.spoken, key=len)
        return 1.0 - len(_unlike(fewer, more)) / len(fewer) if fewer else 0.0

    @lazy
    def topic(self) -> float:
        """How surely the two are about one happening, 0..1: statements with their titles."""
        if not self.one_language:
            return self.across
        return max(self.a.wide.overlap(self.b.wide))

    @lazy
    def days(self) -> int | None:
        """Days between the two publications."""
        first, second = self.a.side.context.published, self.b.side.context.published
        return abs((first - second).days) if first and second else None

    @lazy
    def slots(self) -> tuple[list[Slot], list[Slot]]:
        """(slots with one value, slots with different values), see :func:`services.align.figures.slots`."""
        if not self.a.statement.quantities or not self.b.statement.quantities:
            return [], []
        return slots(self.a, self.b)

    @lazy
    def other_roles(self) -> bool:
        """Both sides count people, one the dead and the other the wounded, say."""
        first = {figure.role for figure in self.a.figures if figure.role in TOLLS}
        second = {figure.role for figure in self.b.figures if figure.role in TOLLS}
        return bool(first and second) and not first & second

    @property
    def unread_figures(self) -> bool:
        """Both sides hold figures, no two of them can be compared, and one has neither unit nor role."""
        same, different = self.slots
        if same or different or not self.a.figures or not self.b.figures:
            return False
        return any(not f.role and not f.quantity.unit for f in (*self.a.figures, *self.b.figures))

    @lazy
    def all_apart(self) -> bool:
        """Several figures could be compared and not one is the same: rather another event of its kind."""
        same, different = self.slots
        return not same and sum(slot.values is Values.CLASH for slot in different) > 1

    @lazy
    def unconfirmed(self) -> int:
        """Figures of the side that is contained in the other, which the other one does not confirm."""
        if not self.a.figures or not self.b.figures:
            return 0
        same = self.slots[0]
        inner = self.a if self.covered[0] >= self.covered[1] else self.b
        return len(inner.figures) - len(same)
