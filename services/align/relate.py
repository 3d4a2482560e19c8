"""How pairs of statements relate, stage by stage: the one way that alignment and evaluation share. [pure]

Rules and static vectors look at every pair. Of what they leave open, the contextual encoder reads the
statements; of what is open still, the judge reads the pairs, the most open first. Each stage decides anew,
with the signals of those before it and its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.align.advice import NO_ADVICE, Advice, Advisers, in_context, judged, texts
from services.align.backends import Encoder
from services.align.decision import decide
from services.align.prepare import Context, Readings, Side
from services.align.signals import Pair
from services.common.domain import Relation, RelationType

__all__ = ["Context", "Side", "relate"]

K = TypeVar("K", bound=Hashable)
Sides = tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Look:
    """What one stage made of a pair."""

    relation: Relation
    openness: float  # 0..1
    advice: Advice


@dataclass(slots=True)
class Looks(Generic[K]):
    """What each stage made of the pairs that it saw, by their keys; handed in again, it is not redone."""

    first: dict[K, Look] = field(default_factory=dict)
    second: dict[K, Look] = field(default_factory=dict)
    third: dict[K, Look] = field(default_factory=dict)
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict)  # in context, by text
    brief: bool = False  # of unrelated pairs only the verdict is kept

    def forget_all_but(self, pairs: Mapping[K, Sides]) -> None:
        for stage in (self.first, self.second, self.third):
            for gone in stage.keys() - pairs.keys():
                del stage[gone]

    def __len__(self) -> int:
        return len(self.first) + len(self.second) + len(self.third) + len(self.vectors)


@dataclass(frozen=True, slots=True)
class Related(Generic[K]):
    """The last look at each pair, in order, and what it took."""

    looks: Mapping[K, Look]
    fresh: frozenset[K]  # pairs that no stage had seen
    read: int  # texts that got a vector in context
    judged: int  # pairs that the judge was asked about
    left_open: int  # pairs for which the judge had no time
    least_judged: float  # openness of the least open pair that it has read, 0 where it has read all


def relate(
    pairs: Sequence[Sides], readings: Readings | None = None, advisers: Advisers | None = None
) -> list[Relation]:
    """One relation per pair, in order. A side that stands in many pairs is read once.

    Sides are told apart by identity, so that pass the same object for the same statement.
    """
    found = relate_in_stages(dict(enumerate(pairs)), Looks(), readings or Readings(), advisers or Advisers())
    return [look.relation for look in found.looks.values()]


def relate_in_stages(
    pairs: Mapping[K, Sides],
    known: Looks[K],
    readings: Readings,
    advisers: Advisers,
    most_judged: int | None = None,
) -> Related[K]:
    """Relate pairs with what is ``known`` of them; afterwards that holds these pairs and no others.

    The judge reads at most ``most_judged`` of them, the most open ones. Which these are depends on the pairs
    alone and not on what is known.
    """
    known.forget_all_but(pairs)
    course = _Course(pairs, readings, known.brief)
    fresh = course.look(known.first, pairs, lambda keys: [NO_ADVICE] * len(keys))
    read = 0
    if advisers.contextual is not None:
        prepared = {key: (readings.of(a), readings.of(b)) for key in course.open() for a, b in (pairs[key],)}
        wanted = {key: told for key, pair in prepared.items() if (told := texts(pair))}
        read = _read(known, chain.from_iterable(wanted.values()), advisers.contextual)
        course.look(
            known.second, wanted, lambda keys: [in_context(prepared[key], known.vectors) for key in keys]
        )
    asked: list[K] = []
    left_open, least = 0, 0.0
    if advisers.judge is not None:
        judge = advisers.judge
        ranked = sorted(course.open(), key=lambda key: -course.looks[key].openness)
        chosen = ranked[:most_judged]
        left_open = len(ranked) - len(chosen)
        least = course.looks[chosen[-1]].openness if chosen and left_open else 0.0
        asked = course.look(
            known.third,
            chosen,
            lambda keys: judged(
                [pairs[key] for key in keys], [course.looks[key].advice for key in keys], judge
            ),
        )
    return Related(course.looks, frozenset(fresh), read, len(asked), left_open, least)


class _Course(Generic[K]):
    """Some pairs on their way through the stages."""

    def __init__(self, pairs: Mapping[K, Sides], readings: Readings, brief: bool) -> None:
        self.looks: dict[K, Look] = {}  # the last one at each
        self._pairs = pairs
        self._made: dict[K, Pair] = {}
        self._readings = readings
        self._brief = brief

    def open(self) -> list[K]:
        return [key for key, look in self.looks.items() if look.openness > 0.0]

    def look(
        self, stage: dict[K, Look], wanted: Iterable[K], ask: Callable[[Sequence[K]], Sequence[Advice]]
    ) -> list[K]:
        """Decide the wanted pairs, with advice on those that the stage has not seen yet; which these are."""
        keys = list(wanted)
        new = [key for key in keys if key not in stage]
        for key, advice in zip(new, ask(new), strict=True):
            pair = self._pair(key, advice)
            decision = decide(pair)
            if decision.openness > 0.0:  # a later stage comes back to it
                self._made[key] = pair
            relation = decision.relation
            if self._brief and relation.type is RelationType.UNRELATED:
                relation = replace(relation, signals=(), evidence=())
            stage[key] = Look(relation, decision.openness, advice)
        self.looks.update((key, stage[key]) for key in keys)
        return new

    def _pair(self, key: K, advice: Advice) -> Pair:
        """What an earlier stage has worked out of a pair, it keeps."""
        made = self._made.get(key)
        if made is not None:
            return made.advised(advice)
        a, b = self._pairs[key]
        return Pair(self._readings.of(a), self._readings.of(b), advice)


def _read(known: Looks[K], wanted: Iterable[str], contextual: Encoder) -> int:
    """Keep the vectors of these texts and no others; how many were missing."""
    distinct = dict.fromkeys(wanted)
    known.vectors = {text: known.vectors[text] for text in distinct if text in known.vectors}
    missing = [text for text in distinct if text not in known.vectors]
    if missing:
        known.vectors.update(zip(missing, contextual.encode(missing), strict=True))
    return len(missing)
