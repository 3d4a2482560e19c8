"""How pairs of statements relate, stage by stage: the one way that alignment and evaluation share. [pure]

Rules and static vectors look at every pair. Of what they leave open, the contextual encoder reads the
statements; of what is open still, the judge reads the pairs, the most open first. Each stage decides anew,
with the signals of those before it and its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.align.advice import NO_ADVICE, Advice, Advisers, in_context, judged, vectors
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

    def __len__(self) -> int:
        return len(self.first) + len(self.second) + len(self.third) + len(self.vectors)


@dataclass(frozen=True, slots=True)
class Related(Generic[K]):
    """The last look at each pair, in order, and what it took."""

    looks: Mapping[K, Look]
    fresh: frozenset[K]  # pairs that no stage had seen
    read: int  # statements that got a vector in context
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
    stages = known.first, known.second, known.third
    for stage in stages:
        for gone in stage.keys() - pairs.keys():
            del stage[gone]
    fresh = frozenset(pairs.keys() - known.first.keys())
    _look(
        known.first,
        known.brief,
        pairs,
        dict.fromkeys((key for key in pairs if key in fresh), NO_ADVICE),
        readings,
    )
    looks = {key: known.first[key] for key in pairs}

    read = 0
    if advisers.contextual is not None:
        wanted = [key for key, look in looks.items() if look.openness > 0.0]
        texts = {side.statement.text for key in wanted for side in pairs[key]}
        known.vectors = {text: vector for text, vector in known.vectors.items() if text in texts}
        missing = sorted(texts - known.vectors.keys())
        read = len(missing)
        known.vectors.update(vectors(missing, advisers.contextual))
        advice = {key: in_context(pairs[key], known.vectors) for key in wanted if key not in known.second}
        _look(known.second, known.brief, pairs, advice, readings)
        looks.update((key, known.second[key]) for key in wanted)

    asked, left_open, least = 0, 0, 0.0
    if advisers.judge is not None:
        wanted = sorted(
            (key for key, look in looks.items() if look.openness > 0.0),
            key=lambda key: -looks[key].openness,
        )
        chosen = wanted[:most_judged]
        left_open = len(wanted) - len(chosen)
        least = looks[chosen[-1]].openness if chosen and left_open else 0.0
        new = [key for key in chosen if key not in known.third]
        asked = len(new)
        told = judged([pairs[key] for key in new], [looks[key].advice for key in new], advisers.judge)
        _look(known.third, known.brief, pairs, dict(zip(new, told, strict=True)), readings)
        looks.update((key, known.third[key]) for key in chosen)
    return Related(looks, fresh, read, asked, left_open, least)


def _look(
    stage: dict[K, Look],
    brief: bool,
    pairs: Mapping[K, Sides],
    advice: Mapping[K, Advice],
    readings: Readings,
) -> None:
    """Decide pairs in the light of some advice."""
    for key, told in advice.items():
        a, b = pairs[key]
        decision = decide(Pair(readings.of(a), readings.of(b), told))
        relation = decision.relation
        if brief and relation.type is RelationType.UNRELATED:
            relation = replace(relation, signals=(), evidence=())
        stage[key] = Look(relation, decision.openness, told)
