"""Which statements of an event are worth comparing: a bounded number of pairs for each. [pure]

Statements with the same words on the same publication day are one unit, so what ten reprints repeat is
compared once. Units meet through rare words, figures and names that they share (an inverted index whose
frequent entries are skipped) and through near vectors: exactly where an event is small, by random
hyperplanes (Charikar, "Similarity estimation techniques from rounding algorithms", 2002) with capped buckets
where it is large. Both ways cost about n log n in the units of an event.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from services.align.lazy import lazy
from services.align.prepare import Side, vocabulary
from services.common.domain import Stance
from services.language.normalize import fold, words

_LEAST_WEIGHT = 0.15  # words that say less propose nothing
_TELLING = 0.7  # weight of a noun that few statements of an event count
_NAME_WEIGHT = 0.8  # of a name or figure
MARKS = frozenset("@#")  # begin the keys that are no words: names, figures


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the work per statement."""

    by_words: int = 10
    by_acts: int = 3  # that tell the same act at another time
    by_vectors: int = 5  # in the same language, and as many in others
    keys: int = 14  # rarest keys of a unit that are looked up
    longest_posting: int = 160  # keys in more units than this say too little
    least_share: float = 0.13  # of the smaller unit's weight, for a pair proposed by words
    least_cosine: float = 0.42  # for a pair proposed by vectors
    least_cosine_across: float = 0.3  # the same for two languages, where vectors alone can propose
    exact_vectors: int = 2048  # units up to which all vectors are compared
    tables: int = 8
    bucket: int = 48
    # Closeness is the share of the smaller unit's weight that both hold, plus the cosine of their vectors.
    least_closeness: float = 0.78  # from which two units may say the same
    least_closeness_contested: float = 0.35  # the same where one side may take back what the other one says
    sure_closeness: float = 1.05  # from which a pair is compared however many others there are
    by_article: int = 3  # closest units of another article that a unit is compared with, the sure ones apart


@dataclass(frozen=True)
class Unit:
    """Statements with one content, in order of the articles; the first one speaks for all."""

    sides: tuple[Side, ...]
    words: tuple[str, ...]  # of each of them, folded

    @lazy
    def articles(self) -> frozenset[str]:
        return frozenset(side.ref.article for side in self.sides)

    @property
    def home(self) -> str:
        """The article of the first statement."""
        return self.sides[0].ref.article

    @property
    def language(self) -> str:
        return self.sides[0].statement.language

    @property
    def vector(self) -> NDArray[np.float32] | None:
        return self.sides[0].vector

    @lazy
    def times(self) -> frozenset[tuple[date | None, date | None]]:
        """The days and periods that are named, first and last day."""
        return frozenset((time.start, time.end) for time in self.sides[0].statement.times if time.start)

    @lazy
    def acts(self) -> frozenset[str]:
        """The declared acts that are told: who did them, or when, may be contested."""
        statement = self.sides[0].statement
        declared = vocabulary(statement.language).resources.acts
        return frozenset(declared[word][0] for word in self.words if word in declared)

    @lazy
    def counted(self) -> frozenset[str]:
        """The telling nouns that are counted."""
        read = vocabulary(self.language).word
        statement = self.sides[0].statement
        return frozenset(
            q.unit
            for q in statement.quantities
            if q.unit_span is not None
            and any(
                read(word).weight >= _TELLING
                for word in words(fold(statement.offset(q.unit_span).of(statement.text)))
            )
        )

    @lazy
    def total(self) -> float:
        """Sum of the weights of the keys."""
        return sum(self.keys.values())

    @lazy
    def keys(self) -> dict[str, float]:
        """What the unit can be found by, with a weight up to 1: roots or stems of words, names, figures."""
        statement = self.sides[0].statement
        read = vocabulary(statement.language).word
        keys: dict[str, float] = {}
        for surface in self.words:
            word = read(surface)
            if word.weight > _LEAST_WEIGHT:
                keys[word.root or word.loose] = word.weight
        keys.update((f"@{name.key}", _NAME_WEIGHT) for name in statement.names if name.key)
        keys.update((f"#{q.value:g}", _NAME_WEIGHT) for q in statement.quantities if q.value is not None)
        return keys


Content = tuple[tuple[str, ...], str, date | None, tuple[object, ...], Stance]


def content(side: Side) -> Content:
    """What makes two statements the same for every comparison: words, day of publication, times."""
    statement = side.statement
    return (
        tuple(words(fold(statement.text))),
        statement.language,
        side.context.published,
        tuple((time.start, time.end) for time in statement.times),
        statement.stance,
    )


def units(sides: Sequence[Side]) -> list[Unit]:
    """Statements grouped by content, in order of first appearance. Statements without words are left out."""
    grouped: dict[Content, list[Side]] = {}
    for side in sides:
        key = content(side)
        if key[0]:
            grouped.setdefault(key, []).append(side)
    return [Unit(tuple(members), key[0]) for key, members in grouped.items()]


def pairs(found: Sequence[Unit], limits: Limits | None = None) -> list[tuple[Side, Side]]:
    """Pairs of statements of different articles to compare, each pair of units at most once."""
    limits = limits or Limits()
    proposed = dict.fromkeys(_by_words(found, limits))
    proposed.update(dict.fromkeys(_by_vectors(found, limits)))
    chosen = []
    for i, j in _promising(found, list(proposed), limits):
        pair = _across(found[i], found[j])
        if pair is not None:
            chosen.append(pair)
    return chosen


def repeats(found: Sequence[Unit]) -> list[tuple[Side, Side]]:
    """For each unit, its first statement with each repetition in another article."""
    return [
        (unit.sides[0], side)
        for unit in found
        for side in unit.sides[1:]
        if side.ref.article != unit.sides[0].ref.article
    ]


def _across(a: Unit, b: Unit) -> tuple[Side, Side] | None:
    """Members of two units from different articles, from different outlets where there are such.

    None where one text holds both: what its author put side by side is no matter between outlets.
    """
    if not a.articles.isdisjoint(b.articles):
        return None
    fallback = None
    for left in a.sides[:4]:
        for right in b.sides[:4]:
            if left.context.outlet != right.context.outlet:
                return left, right
            fallback = fallback or (left, right)
    return fallback


def _promising(
    found: Sequence[Unit], proposed: Sequence[tuple[int, int]], limits: Limits
) -> list[tuple[int, int]]:
    """The pairs that may agree or clash: comparing one costs a hundred times what this look at it does."""
    scored = [
        (_closeness(found[i], found[j]), i, j)
        for i, j in proposed
        if found[i].articles.isdisjoint(found[j].articles)
    ]
    ranks: dict[tuple[int, str], list[float]] = defaultdict(list)
    for closeness, i, j in scored:
        ranks[i, found[j].home].append(closeness)
        ranks[j, found[i].home].append(closeness)
    last = {key: sorted(values)[-limits.by_article :][0] for key, values in ranks.items()}
    return [
        (i, j)
        for closeness, i, j in scored
        if closeness >= limits.sure_closeness
        or (
            closeness >= limits.least_closeness
            and closeness >= min(last[i, found[j].home], last[j, found[i].home])
        )
        or (closeness >= limits.least_closeness_contested and _contested(found[i], found[j]))
    ]


def _closeness(a: Unit, b: Unit) -> float:
    """How much of one unit the other one may say, 0..2."""
    if a.language != b.language:  # words say nothing here, so the vectors decide alone
        return 2.0
    keys = a.keys
    least = min(a.total, b.total)
    share = sum([keys[key] for key in keys.keys() & b.keys.keys()]) / least if least else 0.0
    if a.vector is None or b.vector is None:
        return share + 0.45 + 0.4 * share  # what the cosine usually is
    return share + float(a.vector @ b.vector)


def _contested(a: Unit, b: Unit) -> bool:
    """One side denies or negates, or both tell one act or count one thing, or times or directions differ."""
    first, second = a.sides[0].statement.polarity, b.sides[0].statement.polarity
    if first.denials or first.negations or second.denials or second.negations:
        return True
    if not a.acts.isdisjoint(b.acts) or not a.counted.isdisjoint(b.counted):
        return True
    if a.times and b.times and a.times.isdisjoint(b.times):
        return True
    if not first.directions or not second.directions:
        return False
    opposite = {(direction.scale, -direction.sign) for direction in second.directions}
    return any((direction.scale, direction.sign) in opposite for direction in first.directions)


def _by_words(found: Sequence[Unit], limits: Limits) -> list[tuple[int, int]]:
    frequency = Counter(chain.from_iterable(unit.keys for unit in found))
    postings: dict[str, list[int]] = defaultdict(list)
    proposed: list[tuple[int, int]] = []
    for i, unit in enumerate(found):
        looked_up = sorted(
            [
                (frequency[key], -weight, key)
                for key, weight in unit.keys.items()
                if 1 < frequency[key] <= limits.longest_posting
            ]
        )[: limits.keys]
        shared: dict[int, float] = defaultdict(float)
        for _, weight, key in looked_up:
            for j in postings[key]:
                shared[j] += weight  # negative: the heaviest come first below
        ranked = sorted([(weight, j) for j, weight in shared.items()])
        best = ranked[: 2 * limits.by_words]
        if unit.acts:
            near = ranked[: 16 * limits.by_words]
            dated = [j for _, j in near if _differently_dated(unit, found[j])]
            proposed.extend((j, i) for j in dated[: limits.by_acts])
        taken = 0
        for weight, j in best:
            if -weight < limits.least_share * min(unit.total, found[j].total):
                continue
            proposed.append((j, i))
            taken += 1
            if taken == limits.by_words:
                break
        for key in unit.keys:
            if frequency[key] <= limits.longest_posting:
                postings[key].append(i)
    return proposed


def _differently_dated(a: Unit, b: Unit) -> bool:
    """Both tell one act, and only one of them, or each of them, says when."""
    return not a.acts.isdisjoint(b.acts) and a.times.isdisjoint(b.times) and bool(a.times or b.times)


def _by_vectors(found: Sequence[Unit], limits: Limits) -> list[tuple[int, int]]:
    rows = [i for i, unit in enumerate(found) if unit.vector is not None]
    if len(rows) < 2:
        return []
    vectors = np.stack([vector for i in rows if (vector := found[i].vector) is not None])
    codes = {code: number for number, code in enumerate(sorted({found[i].language for i in rows}))}
    languages = np.array([codes[found[i].language] for i in rows])
    near = (
        _nearest_exact(vectors, languages, limits)
        if len(rows) <= limits.exact_vectors
        else _nearest_hashed(vectors, languages, limits)
    )
    return [(rows[min(i, j)], rows[max(i, j)]) for i, j in near]


def _nearest_exact(
    vectors: NDArray[np.float32], languages: NDArray[np.int_], limits: Limits
) -> list[tuple[int, int]]:
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -1.0)
    near: list[tuple[int, int]] = []
    for same, least in ((True, limits.least_cosine), (False, limits.least_cosine_across)):
        allowed = np.where((languages[:, None] == languages[None, :]) == same, similarity, -1.0)
        count = min(limits.by_vectors, len(vectors) - 1)
        nearest = np.argpartition(allowed, -count, axis=1)[:, -count:]
        near.extend((i, int(j)) for i, row in enumerate(nearest) for j in row if allowed[i, j] >= least)
    return near


def _nearest_hashed(
    vectors: NDArray[np.float32], languages: NDArray[np.int_], limits: Limits
) -> list[tuple[int, int]]:
    count, dimensions = vectors.shape
    bits = max(1, math.ceil(math.log2(count / limits.bucket)) + 1)
    planes = np.random.default_rng(20240617).standard_normal((limits.tables * bits, dimensions))
    signs = (vectors @ planes.astype(np.float32).T) > 0
    powers = 1 << np.arange(bits)
    best: list[tuple[dict[int, float], dict[int, float]]] = [({}, {}) for _ in range(count)]
    for table in range(limits.tables):
        codes = signs[:, table * bits : (table + 1) * bits] @ powers
        order = np.argsort(codes, kind="stable")
        # A bucket that is too full is cut into pieces, so that one topic cannot make the work quadratic.
        starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
        for start, stop in zip(starts, [*starts[1:], count], strict=True):
            for piece in range(start, stop, limits.bucket):
                members = order[piece : min(stop, piece + limits.bucket)]
                similarity = vectors[members] @ vectors[members].T
                same = languages[members][:, None] == languages[members][None, :]
                least = np.where(same, limits.least_cosine, limits.least_cosine_across)
                for a, b in zip(*np.nonzero(np.triu(similarity >= least, 1)), strict=True):
                    i, j, value = int(members[a]), int(members[b]), float(similarity[a, b])
                    kind = int(not same[a, b])
                    best[i][kind][j] = best[j][kind][i] = value
    return [
        (i, j)
        for i, kinds in enumerate(best)
        for near in kinds
        for j in nlargest(limits.by_vectors, near, key=near.__getitem__)
    ]
