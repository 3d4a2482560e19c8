"""Which articles tell one event: an incremental grouper with bounded work and memory. [pure]

One article at a time: rare words and neighbouring vectors of the days around it propose other articles, each
pair gets a score from a few signals, and an event's score combines its best member with the mean of
those compared, so that one loose link cannot pull a chain together. The article joins the best event above
the threshold or founds one; events that it ties together strongly become one, and the younger name then leads
to the older.

Work per article depends on how much stands in the days around it, never on the size of the corpus: days are
separate buckets, and the bucket that has been left alone longest goes when the capacity is reached.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from operator import itemgetter, mul
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from services.align.index import Key, Neighbourhood
from services.align.terms import WordStatistics, terms
from services.common.domain import Article, StatementPart

_LEAD_WORDS = 90
_BODY_WORDS = 400
_TERMS = 85  # what a dictionary of the next smaller size holds
_KEYS = 12
_FIGURES = 18  # the largest ones of an article
_SHARES = tuple(number / 1000 for number in range(1002))
_BODY_WEIGHT = 0.35
BACKGROUND = 0.06  # cosine of unrelated articles with the shipped encoder
_BACKGROUND_WEIGHT = 100.0  # pairs that this counts for, before others are seen
_HIGHEST_BACKGROUND = 0.95
_LEAST_CROWD = 100  # articles below which no less is asked
_NAME_WORTH = 5.0  # of a shared name or figure in the search for near articles, as an idf


@dataclass(frozen=True, slots=True)
class Sketch:
    """What grouping remembers of an article; a few kilobytes.

    ``terms`` and ``title`` map a term to its weight, scaled to length one. ``keys`` are its heaviest terms,
    with weights that sum to one; ``title_total`` is the sum of the weights of the title.
    ``phrases`` is a sample, by hash, of the word pairs of the lead. ``vector`` is the unit vector of title
    and lead, shape (dimensions,), or None without an encoder.
    """

    name: str
    headline: str
    source: str
    language: str
    day: date | None
    terms: dict[str, float]
    title: dict[str, float]
    title_total: float
    keys: dict[str, float]
    figures: frozenset[float]
    names: frozenset[str]
    phrases: frozenset[int]
    vector: NDArray[np.float32] | None = None


def lead_text(article: Article) -> str:
    """Title and first words of the story: what the vector of an article is made of."""
    return " ".join(_opening(article))


def _opening(article: Article) -> list[str]:
    taken: list[str] = [article.title] if article.title else []
    room = _LEAD_WORDS
    for statement in article.statements:
        if statement.part is StatementPart.TITLE:
            continue
        if room <= 0:
            break
        taken.append(statement.text)
        room -= statement.text.count(" ") + 1
    return taken


def sketch(article: Article, vector: NDArray[np.float32] | None, statistics: WordStatistics) -> Sketch:
    """Sketch of ``article``, weighed by what ``statistics`` knows now."""
    title = terms(article.title, article.language)
    story: list[str] = []
    for statement in article.statements:
        if statement.part is not StatementPart.TITLE:
            story.extend(terms(statement.text, article.language))
        if len(story) >= _LEAD_WORDS + _BODY_WORDS:
            break
    lead, body = story[:_LEAD_WORDS], story[_LEAD_WORDS:]
    counts: dict[str, float] = {}
    for words, weight in ((title, 2.0), (lead, 1.0), (body, _BODY_WEIGHT)):
        for word in words:
            counts[word] = counts.get(word, 0.0) + weight
    idf = statistics.idf
    weights = {}
    for word, count in counts.items():
        rarity = idf(word)
        if rarity > 1.2:
            weights[word] = math.log1p(count) * rarity
    ranked = sorted(weights.items(), key=itemgetter(1), reverse=True)[:_TERMS]
    keys = ranked[:_KEYS]
    total = sum(weight for _, weight in keys)
    headline = _unit({word: rarity for word in dict.fromkeys(title) if (rarity := idf(word)) > 1.2})
    figures = {
        round(quantity.value, 4)
        for statement in article.statements
        for quantity in statement.quantities
        if quantity.value is not None
    }
    figures.update(value for word in title + lead if (value := _figure(word)) is not None)
    return Sketch(
        name=article.name,
        headline=article.title,
        source=article.source,
        language=article.language,
        day=article.published.day,
        terms=_unit(dict(ranked)),
        title=headline,
        title_total=sum(headline.values()),
        keys={word: shared_float(weight / total) for word, weight in keys},
        figures=frozenset(sorted(value for value in figures if _telling(value))[-_FIGURES:]),
        names=frozenset(name.key for statement in article.statements for name in statement.names if name.key),
        phrases=frozenset(code for code in map(hash_pair, lead, lead[1:]) if code % 5 == 0),
        vector=vector,
    )


def hash_pair(a: str, b: str) -> int:
    """A number for two neighbouring words, the same in every process."""
    return crc32(f"{a} {b}".encode())


def _figure(word: str) -> float | None:
    if not word[:1].isdigit():
        return None
    try:
        value = float(word.replace(",", ""))
    except ValueError:
        return None
    return round(value, 4) if math.isfinite(value) else None  # hundreds of digits are no figure


def _telling(value: float) -> bool:
    """Whether a figure says which happening is meant: small counts and years do not."""
    whole = value == int(value)
    return not (whole and (value < 10 or 1390 <= value <= 1460 or 1900 <= value <= 2100))


def _unit(weights: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: shared_float(weight / length) for word, weight in weights.items()} if length else {}


def shared_float(share: float) -> float:
    """``share``, 0..1, to three digits; equal ones are one object, which a window of sketches feels."""
    return _SHARES[int(share * 1000 + 0.5)]


# --- how well two articles fit ------------------------------------------------------------------------


@dataclass(frozen=True)
class Weights:
    """Linear weights of the signals of a pair and the thresholds on the resulting log-odds.

    Fitted on ``dev/event_pairs.jsonl`` with a ridge penalty and rounded; see `services/evaluation/events.py`.
    """

    bias: float = -4.6
    cosine: float = 0.6
    title: float = 1.6
    keys_least: float = 1.8
    keys_most: float = 2.0
    title_in_text_least: float = 0.8
    title_in_text_most: float = 1.3
    figures: float = 1.2
    figures_apart: float = 0.0
    days: float = -0.6
    template: float = -3.2
    swapped: float = -60.0
    vector: float = 3.2
    names: float = 1.1
    # Articles of two languages share no words: vectors, names and figures speak alone.
    across_bias: float = -4.6
    across_vector: float = 6.0
    across_names: float = 2.5
    across_figures: float = 1.2
    # Log-odds from which an article joins an event, among `crowd` articles; `prior` more is asked per e-fold
    # of articles, for among many some look alike by chance.
    join: float = 0.15
    prior: float = 0.55
    crowd: float = 300.0
    merge: float = 0.0  # how much more two events need to become one
    slack: float = 1.0  # an article may fit an event so much worse and still bring it up for merging
    best_member: float = 0.4  # share of the best member in the score of an event; the rest is the mean

    @cached_property
    def coefficients(self) -> tuple[float, ...]:
        """The weights in the order of `SIGNALS`."""
        return (
            self.cosine,
            self.title,
            self.keys_least,
            self.keys_most,
            self.title_in_text_least,
            self.title_in_text_most,
            self.figures,
            self.figures_apart,
            self.days,
            self.template,
            self.swapped,
            self.vector,
            self.names,
        )

    @cached_property
    def coefficients_across(self) -> tuple[float, ...]:
        """The weights for two languages, in the order of `SIGNALS`."""
        named = {
            "vector": self.across_vector,
            "names": self.across_names,
            "figures": self.across_figures,
            "days": self.days,
        }
        return tuple(named.get(name, 0.0) for name in SIGNALS)


SIGNALS = (
    "cosine",
    "title",
    "keys_least",
    "keys_most",
    "title_in_text_least",
    "title_in_text_most",
    "figures",
    "figures_apart",
    "days",
    "template",
    "swapped",
    "vector",
    "names",
)


def signals(a: Sketch, b: Sketch, background: float = BACKGROUND) -> tuple[float, ...]:
    """The measured signals of a pair, in the order of `SIGNALS`. Symmetric in ``a`` and ``b``.

    ``background`` is the cosine of articles that have nothing to do with each other, the zero of ``vector``:
    encoders differ in it. ``swapped`` is what a form letter shows: one wording, one headline but for words of
    weight that the other article lacks altogether, in both directions (the same cable to another president).
    """
    keys_ab, keys_ba = _held(a.keys, b.terms), _held(b.keys, a.terms)
    title_ab = _held(a.title, b.terms) / a.title_total if a.title else 0.0
    title_ba = _held(b.title, a.terms) / b.title_total if b.title else 0.0
    shared_figures = len(a.figures & b.figures)
    apart = bool(a.figures and b.figures and not shared_figures)
    days = abs((a.day - b.day).days) if a.day and b.day else 0
    least = min(len(a.phrases), len(b.phrases))
    wording = len(a.phrases & b.phrases) / least if least else 0.0
    frame = _dot(a.title, b.title)
    swapped = max(0.0, 1.0 - max(title_ab, title_ba)) * frame * max(0.0, wording - 0.45)
    vector = 0.0
    if a.vector is not None and b.vector is not None:
        vector = (float(a.vector @ b.vector) - background) / (1.0 - background)
    names = len(a.names & b.names) / max(3, min(len(a.names), len(b.names))) if a.names and b.names else 0.0
    return (
        _dot(a.terms, b.terms),
        frame,
        min(keys_ab, keys_ba),
        max(keys_ab, keys_ba),
        min(title_ab, title_ba),
        max(title_ab, title_ba),
        float(min(2, shared_figures)),
        float(apart),
        1.0 + 0.2 * (days - 1) if days else 0.0,
        max(0.0, wording - 0.3) if days else 0.0,
        swapped,
        vector,
        names,
    )


def _dot(a: dict[str, float], b: dict[str, float]) -> float:
    return sum([a[word] * b[word] for word in a.keys() & b.keys()])


def _held(part: dict[str, float], whole: dict[str, float]) -> float:
    """Weight of the terms of ``part`` that are in ``whole``."""
    return sum([part[word] for word in part.keys() & whole.keys()])


def score(a: Sketch, b: Sketch, weights: Weights, background: float = BACKGROUND) -> float:
    """Log-odds that two articles tell one event."""
    if a.language == b.language:
        return sum(map(mul, weights.coefficients, signals(a, b, background)), weights.bias)
    return sum(map(mul, weights.coefficients_across, signals(a, b, background)), weights.across_bias)


# --- the grouper --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where an article went. ``merged`` lists events that now lead to ``event``."""

    article: str
    event: str
    created: bool
    score: float  # log-odds of the fit; 0 for the founder of an event
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An event and the log-odds that a text tells it."""

    event: str
    score: float


@dataclass(slots=True)
class _Event:
    name: str
    order: int
    members: list[str] = field(default_factory=list)


class Grouper:
    """Keeps the events of a running stream. Not safe for use from several threads at once."""

    def __init__(
        self,
        weights: Weights | None = None,
        *,
        window_days: int = 7,
        candidates: int = 40,
        neighbours: int = 12,
        compared_members: int = 12,
        capacity: int = 8_000,
        longest_posting: int = 64,
        expected: int = 0,
    ) -> None:
        """``window_days``: how far apart two articles of one event may be published, to be compared.

        ``candidates`` and ``neighbours``: articles proposed by words and by vectors. ``compared_members``:
        members of an event that an article is compared with. ``capacity``: articles kept in memory.
        ``expected``: how many articles will come at least, where that is known.
        """
        self.weights = weights or Weights()
        self.statistics = WordStatistics()
        self.window_days = window_days
        self._compared = compared_members
        self._capacity = capacity
        self._expected = expected
        self._index = Neighbourhood(
            window_days=window_days,
            by_words=candidates,
            by_vectors=neighbours,
            longest_posting=longest_posting,
        )
        self._sketches: dict[str, Sketch] = {}
        self._events: dict[str, _Event] = {}
        self._event_of: dict[str, str] = {}
        self._founded = 0
        self._latest: Sketch | None = None
        self._cosines = _BACKGROUND_WEIGHT * BACKGROUND  # sum over pairs of neighbours in the stream
        self._pairs = _BACKGROUND_WEIGHT

    def __len__(self) -> int:
        """Articles in memory."""
        return len(self._sketches)

    @property
    def join(self) -> float:
        """Log-odds from which an article joins an event now."""
        crowd = max(len(self._sketches), self._expected, _LEAST_CROWD)
        return self.weights.join + self.weights.prior * math.log(crowd / self.weights.crowd)

    def sketch(self, article: Article, vector: NDArray[np.float32] | None) -> Sketch:
        """Sketch of ``article`` under the word statistics of this stream."""
        return sketch(article, vector, self.statistics)

    def event_of(self, article: str) -> str | None:
        """The event of an article in memory."""
        return self._event_of.get(article)

    @property
    def background(self) -> float:
        """Mean cosine of articles that came one after the other: hardly ever of one event."""
        return max(0.0, min(_HIGHEST_BACKGROUND, self._cosines / self._pairs))

    def events(self) -> tuple[str, ...]:
        """Names of the events with articles in memory, oldest first."""
        return tuple(self._events)

    def members(self, event: str) -> tuple[Sketch, ...]:
        """Sketches of the articles of an event that are in memory, in order of arrival."""
        found = self._events.get(event)
        return tuple(self._sketches[name] for name in found.members) if found else ()

    def add(self, sketch: Sketch, found: str) -> Assignment:
        """Put an article into its event; ``found`` is the name that a new event would get.

        An article that is in memory already stays in its event, with its new content.
        """
        kept = self._event_of.get(sketch.name)
        if kept is not None:
            self._forget(sketch.name)
            self._keep(sketch)
            return Assignment(sketch.name, kept, False, 0.0)
        matches = self.match(sketch)
        self._keep(sketch)
        join = self.join
        if not matches or matches[0].score < join:
            self._founded += 1
            self._events[found] = _Event(found, self._founded, [sketch.name])
            self._event_of[sketch.name] = found
            self._evict()
            return Assignment(sketch.name, found, True, 0.0)
        best = matches[0]
        self._events[best.event].members.append(sketch.name)
        self._event_of[sketch.name] = best.event
        event, merged = best.event, []
        for other in matches[1:]:
            if other.score < join - self.weights.slack:
                break
            if self._fit(event, other.event) >= join + self.weights.merge:
                loser, event = self._merge(event, other.event)
                merged.append(loser)
        self._evict()
        return Assignment(sketch.name, event, False, best.score, tuple(merged))

    def restore(self, event: str, sketch: Sketch) -> None:
        """Put an article into an event that is known to be its own, as when a store is read back."""
        if sketch.name in self._event_of:
            self._forget(sketch.name)
        else:
            if event not in self._events:
                self._founded += 1
                self._events[event] = _Event(event, self._founded)
            self._events[event].members.append(sketch.name)
            self._event_of[sketch.name] = event
        self._keep(sketch)
        self._evict()

    def match(self, sketch: Sketch) -> list[Match]:
        """Events near ``sketch``, best first, whether or not they reach the threshold."""
        by_event: dict[str, list[str]] = {}
        near_articles = self._index.near(
            sketch.name, sketch.day, _blocking_keys(sketch), sketch.vector, self._worth
        )
        for name in near_articles:
            event = self._event_of.get(name)
            if event is not None:
                by_event.setdefault(event, []).append(name)
        matches = [
            Match(event, self._against(sketch, self._events[event], near)) for event, near in by_event.items()
        ]
        return sorted(matches, key=lambda match: (-match.score, match.event))

    # --- inside ---------------------------------------------------------------------------------------

    def _against(self, sketch: Sketch, event: _Event, near: Sequence[str]) -> float:
        """Log-odds of the fit with an event: between those of its best member and the mean."""
        # Members in the same language tell more than translations do; where there are some, they decide.
        own = [name for name in event.members if self._sketches[name].language == sketch.language]
        members = own or event.members
        # Half of them the nearest, half from all over the event: a chain has few friends at its other end.
        chosen = dict.fromkeys([name for name in near if not own or name in own][: self._compared // 2])
        step = max(1, len(members) // (self._compared - len(chosen)))
        for name in members[::step]:
            if len(chosen) >= self._compared:
                break
            chosen.setdefault(name)
        background = self.background
        scores = [
            score(sketch, self._sketches[name], self.weights, background)
            for name in chosen
            if name != sketch.name
        ]
        share = self.weights.best_member
        return share * max(scores) + (1 - share) * sum(scores) / len(scores)

    def _fit(self, a: str, b: str) -> float:
        """Mean over the members of the smaller event of how well each fits the larger one."""
        smaller, larger = sorted((self._events[a], self._events[b]), key=lambda event: len(event.members))
        fits = [
            self._against(self._sketches[name], larger, larger.members[: self._compared])
            for name in smaller.members[: self._compared]
        ]
        return sum(fits) / len(fits)

    def _merge(self, a: str, b: str) -> tuple[str, str]:
        """Join two events under the name of the older one; returns (loser, winner)."""
        winner, loser = sorted((self._events[a], self._events[b]), key=lambda event: event.order)
        winner.members.extend(loser.members)
        for name in loser.members:
            self._event_of[name] = winner.name
        del self._events[loser.name]
        return loser.name, winner.name

    def _keep(self, sketch: Sketch) -> None:
        vector = self._index.add(sketch.name, sketch.day, _blocking_keys(sketch), sketch.vector)
        self._sketches[sketch.name] = kept = replace(sketch, vector=vector)
        latest, self._latest = self._latest, kept
        if latest is not None and latest.vector is not None and vector is not None:
            self._cosines += float(latest.vector @ vector)
            self._pairs += 1.0
        self.statistics.add(sketch.terms)

    def _forget(self, name: str) -> None:
        self._index.remove(name, self._sketches.pop(name).day)

    def _evict(self) -> None:
        while len(self._sketches) > self._capacity:
            for name in self._index.drop_oldest():
                del self._sketches[name]
                event = self._events[self._event_of.pop(name)]
                event.members.remove(name)
                if not event.members:
                    del self._events[event.name]

    def _worth(self, key: Key) -> float:
        return self.statistics.idf(key) if isinstance(key, str) and key[0] != "@" else _NAME_WORTH


def _blocking_keys(sketch: Sketch) -> Iterable[Key]:
    yield from sketch.keys
    yield from sketch.title
    yield from (f"@{name}" for name in sketch.names)
    yield from sketch.figures
