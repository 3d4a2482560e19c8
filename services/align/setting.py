"""What a statement tells in the setting of its event: its words, weighed by how rare they are there. [pure]

Words that most statements of an event use are its subject and tell none of its facts. Nor do names, figures
and those who are cited: whom a fact is about is no fact yet.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

import numpy as np
from numpy.typing import NDArray

from services.align.candidates import MARKS, Unit
from services.align.lazy import lazy
from services.align.prepare import Prepared, Readings, Side, vocabulary
from services.common.domain import StatementRef
from services.language.normalize import fold, words

_RARE = 0.04  # share of an event's statements up to which a word tells as much as it can
_UNSEEN = 0.2  # other statements that a word is taken to be in beside those that were counted
_UNKNOWN = 5  # statements by which an event is taken to be larger: a small one shows little
_CLAUSE = 20  # words within which a fact is told


@lru_cache(maxsize=20_000)
def _keys_of(name: str, language: str) -> frozenset[str]:
    read = map(vocabulary(language).word, words(fold(name)))
    return frozenset(word.root or word.loose for word in read)


class Setting:
    """The statements of one event in one language, and how much each word tells among them."""

    def __init__(self, units: Sequence[Unit], readings: Readings) -> None:
        self.readings = readings
        self._units = {side.ref: (unit, side) for unit in units for side in unit.sides}
        self._told: dict[StatementRef, Told] = {}
        self._size = len(units)
        self._frequency = Counter(chain.from_iterable(unit.keys for unit in units))
        self._rarity: dict[str, float] = {}
        vectors = [unit.vector for unit in units if unit.vector is not None]
        # Of a small event little is known, and most of its mean would be the pair at hand.
        self.middle: NDArray[np.float32] | None = (
            np.sum(vectors, axis=0) / (len(vectors) + _UNKNOWN) if vectors else None
        )

    def told(self, ref: StatementRef) -> Told:
        """What a statement of the event tells. KeyError for any other one."""
        found = self._told.get(ref)
        if found is None:
            found = self._told[ref] = Told(*self._units[ref], self)
        return found

    def rarity(self, key: str) -> float:
        """0 for a word of every statement, 1 for one that hardly any but the two at hand uses."""
        found = self._rarity.get(key)
        if found is None:
            others = max(0, self._frequency[key] - 2) + _UNSEEN
            share = others / (max(0, self._size - 2) + _UNKNOWN)
            found = self._rarity[key] = min(1.0, math.log(share) / math.log(_RARE))
        return found


class Told:
    """One statement of an event."""

    def __init__(self, unit: Unit, side: Side, setting: Setting) -> None:
        self.side = side
        self._unit = unit
        self._setting = setting

    @lazy
    def weights(self) -> Mapping[str, float]:
        """What each word, as its root or stem, tells: 0..1."""
        statement, rarity = self.side.statement, self._setting.rarity
        named = {key for name in statement.names for key in _keys_of(name.text, statement.language)}
        return {
            key: weight * rarity(key)
            for key, weight in self._unit.keys.items()
            if key[0] not in MARKS and key not in named
        }

    @lazy
    def total(self) -> float:
        return sum(self.weights.values())

    @lazy
    def read(self) -> Prepared:
        return self._setting.readings.of(self.side)

    @lazy
    def places(self) -> list[tuple[int, str]]:
        """Word index and key of each of those words, in order, less those within a name or who is cited."""
        read, statement = self.read, self.side.statement
        spans = [link.span for link in statement.chain if link.span is not None]
        spans += [name.span for name in statement.names]
        left_out = {at for span in spans for at in read.range(span)}
        return [
            (at, key)
            for at, (word, counted) in enumerate(zip(read.words, read.counted, strict=True))
            if (key := word.root or word.loose) in self.weights
            and not (counted or word.hearsay or at in left_out)
        ]

    @lazy
    def said(self) -> Mapping[str, float]:
        """`weights` of the words in their places."""
        return {key: self.weights[key] for _, key in self.places}

    @lazy
    def length(self) -> float:
        """What the words in their places weigh in the language, whatever the event."""
        return sum(self._unit.keys[key] for key in self.said)

    @lazy
    def deviation(self) -> NDArray[np.float32] | None:
        """The vector's direction from the middle of the event; None without a vector, or in the middle."""
        if self.side.vector is None or self._setting.middle is None:
            return None
        difference = self.side.vector - self._setting.middle
        length = float(np.linalg.norm(difference))
        return difference / length if length else None

    def meaning(self, other: Told) -> float:
        """Cosine of the two vectors as they deviate from the event's middle; 0 where there is none."""
        if self.deviation is None or other.deviation is None:
            return 0.0
        return float(self.deviation @ other.deviation)


@dataclass(frozen=True, slots=True)
class Shared:
    """What two statements both say, and the stretch of words of each that says it."""

    a: range
    b: range
    weight: float
    density: float  # share of that weight in all that the fuller stretch tells, 0..1
    coverage: float  # weight that the whole statements share


def common(a: Mapping[str, float], b: Mapping[str, float]) -> dict[str, float]:
    """The words of both, with what they tell."""
    return {key: max(a[key], b[key]) for key in a.keys() & b.keys()}


def densest(a: Told, b: Told, least: int) -> Shared | None:
    """The two stretches, none longer than a clause, that share most and tell little else.

    None where no two stretches share ``least`` words.
    """
    weights = common(a.said, b.said)
    if len(weights) < least:
        return None
    found: tuple[float, float, range, range] | None = None
    most = 0.0
    pairs = product(_stretches(a.places, weights), _stretches(b.places, weights))
    for (held_a, keys_a), (held_b, keys_b) in pairs:
        keys = keys_a & keys_b
        if len(keys) < least:
            continue
        weight = sum(map(weights.__getitem__, keys))
        if weight <= most:
            continue
        where_a, where_b = _within(held_a, keys), _within(held_b, keys)
        said = max(_said(a, where_a), _said(b, where_b), weight)
        value = weight * math.sqrt(weight / said) if said else 0.0
        if value > most:
            found, most = (weight, said, where_a, where_b), value
    if found is None:
        return None
    weight, said, where_a, where_b = found
    return Shared(where_a, where_b, weight, weight / said, sum(weights.values()))


_Place = tuple[int, str]


def _stretches(
    places: Sequence[_Place], shared: Mapping[str, float]
) -> list[tuple[list[_Place], frozenset[str]]]:
    """The shared words from each of them on, as far as a clause reaches."""
    found = [place for place in places if place[1] in shared]
    stretches, stop = [], 0
    for start, (at, _) in enumerate(found):
        while stop < len(found) and found[stop][0] < at + _CLAUSE:
            stop += 1
        held = found[start:stop]
        stretches.append((held, frozenset([key for _, key in held])))
    return stretches


def _within(places: Iterable[_Place], keys: frozenset[str]) -> range:
    """From the first to the last of some words."""
    held = [at for at, key in places if key in keys]
    return range(held[0], held[-1] + 1)


def _said(told: Told, where: range) -> float:
    """What a stretch tells in all."""
    return sum([told.said[key] for key in {key for at, key in told.places if at in where}])
