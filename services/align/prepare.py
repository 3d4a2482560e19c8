"""What the comparison needs of one statement, read once and shared by all its pairs. [pure]"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from services.align.lazy import lazy
from services.align.terms import prior, terms
from services.common.domain import (
    Dimension,
    LinkKind,
    Name,
    NameKind,
    Quantity,
    Span,
    Stance,
    Statement,
    StatementRef,
    TimeExpression,
)
from services.language.comparison import Vocabulary, Word, comparison
from services.language.lexemes import tokenize

# How far a figure looks for the word that says what it counts, in words.
_POSSIBLE_REACH = 4  # words, the one that says "possible" included
_FULL_WEIGHT = 4.5  # -ln of the share of articles from which a word is as rare as it gets
_NEAR_BEFORE = 6
_NEAR_AFTER = 4
_FAR_BEFORE = 20
_WINDOW_BEFORE = 7
_WINDOW_AFTER = 6
_ROLE_BEFORE = 2
_ROLE_AFTER = 6
# A denial whose clause goes on for less than this weight denies what stands before it.
_LEAST_COMPLEMENT = 1.2
_LONG_PREAMBLE = 16  # words within which a denial names what kind of talk it denies
_HEAD_WEIGHT = 0.3
_HEAD_WORDS = 2
_CORE_WORDS = 8  # a denial that runs on is about its first words
_NEGATION_REACH = 9
_EXCEPTION_REACH = 16  # words within which "not" finds its "but"
_ROOT_SHARE = 0.7  # what a shared root counts of a shared stem
_CONTENTS = 1  # words
_CONTENTS_REACH = 3  # words, "of" and "of the" included
_TOTAL_BEFORE = 16
_LONGEST_DATE = 7  # days up to which a time is a date rather than a period
_SERIES_IN = frozenset({Dimension.MONEY, Dimension.PERCENT, Dimension.COUNT, Dimension.OTHER})
_CASUALTIES = frozenset({"death", "injury"})
_COUNTED = frozenset({Dimension.COUNT, Dimension.OTHER})
_VALUED = frozenset({Dimension.MONEY, Dimension.PERCENT})
_LENGTHS = frozenset({Dimension.LENGTH})
# What each role of a language can be measured in; a medal is not 1,500 metres long.
_MEASURED_IN: Mapping[str, frozenset[Dimension]] = {
    **dict.fromkeys(
        (
            "death",
            "injury",
            "missing",
            "arrest",
            "rescue",
            "displaced",
            "affected",
            "release",
            "medals",
            "goals",
            "participants",
        ),
        _COUNTED,
    ),
    **dict.fromkeys(("profit", "loss", "revenue", "cost", "salary", "fine", "share"), _VALUED),
    **dict.fromkeys(("length", "width", "depth", "distance"), _LENGTHS),
    "production": frozenset(Dimension) - {Dimension.DURATION, Dimension.LENGTH, Dimension.AGE},
    "trade": frozenset(Dimension) - {Dimension.DURATION, Dimension.LENGTH, Dimension.AGE},
    "area": frozenset({Dimension.AREA}),
    "age": frozenset({Dimension.AGE, Dimension.DURATION}),
    "sentence": frozenset({Dimension.DURATION, Dimension.AGE}),
    "capacity": frozenset(Dimension) - {Dimension.DURATION, Dimension.AGE, Dimension.PERCENT},
}
_CLAUSE_MARKS = frozenset('،,؛;:.!?؟…«»"“”()')


@cache
def vocabulary(code: str) -> Vocabulary:
    """The comparison words of a language, weighed by how rare they are in news."""

    def weigh(word: str) -> float:
        found = terms(word, code)
        return min(1.0, -math.log(max(prior(found[0]), 1e-9)) / _FULL_WEIGHT) if found else 0.0

    return Vocabulary(comparison(code), weigh)


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a statement: who published it, when, and under which headline."""

    outlet: str
    published: date | None
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Side:
    """One statement of a pair, with its context and its vector (None where no encoder ran)."""

    ref: StatementRef
    statement: Statement
    context: Context
    vector: NDArray[np.float32] | None


class Bag:
    """Weighted words of a passage, looked up by stem, by stem without a possible proclitic, and by root."""

    __slots__ = ("_by_form", "_by_root", "_weights", "forms", "roots", "total", "words")

    def __init__(self, words: Iterable[Word]) -> None:
        self.words: dict[str, Word] = {}
        self._weights: dict[str, float] = {}  # by stem
        self._by_form: dict[str, str] = {}
        self._by_root: dict[str, str] = {}
        for word in words:
            stem = word.stem
            if word.weight <= 0.0 or stem in self.words:
                continue
            self.words[stem] = word
            self._weights[stem] = word.weight
            self._by_form[stem] = stem
            if word.loose not in self._by_form:
                self._by_form[word.loose] = stem
            if word.root and word.root not in self._by_root:
                self._by_root[word.root] = stem
        self.total = sum(self._weights.values())
        self.forms = frozenset(self._by_form)
        self.roots = frozenset(self._by_root)

    def __or__(self, other: Bag) -> Bag:
        if not other.words:
            return self
        return Bag((*self.words.values(), *other.words.values()))

    def shared(self, other: Bag) -> float:
        """The weight of the words of this bag that the other one has too."""
        return self._held(self.forms & other.forms, self.roots & other.roots)

    def _held(self, forms: frozenset[str], roots: frozenset[str]) -> float:
        """The weight of the words of this bag with one of some forms, or else with one of some roots."""
        weigh = self._weights.__getitem__
        found = set(map(self._by_form.__getitem__, forms))
        akin = set(map(self._by_root.__getitem__, roots))
        akin -= found
        return sum(map(weigh, found)) + _ROOT_SHARE * sum(map(weigh, akin))

    def overlap(self, other: Bag) -> tuple[float, float]:
        """`covered` both ways: what both hold is looked for once."""
        forms, roots = self.forms & other.forms, self.roots & other.roots
        if not forms and not roots:
            return 0.0, 0.0
        return (
            self._held(forms, roots) / self.total,
            other._held(forms, roots) / other.total,
        )

    def holds(self, word: Word) -> float:
        """1 for a word that is here, less for one that only shares its root, 0 for one that is not."""
        if word.stem in self.forms or word.loose in self.forms:
            return 1.0
        return _ROOT_SHARE if word.root and word.root in self.roots else 0.0

    def covered(self, other: Bag) -> float:
        """Share of this bag's weight found in the other one, 0..1; 0 for an empty bag."""
        return self.shared(other) / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity with what its surroundings say about it."""

    quantity: Quantity
    first: int  # word indexes of the quantity
    stop: int
    role: str  # what it counts or measures, "" when no word says so
    person: bool  # counts persons, as far as the unit says
    unit_stem: str  # the counted noun, "" when none is written
    unit_weight: float  # how much it says that two sides count it, 0..1
    around: Bag
    contents: Bag  # what the counted noun is made of or holds: the words right behind it
    total: bool  # sums over a longer time
    subset: bool  # a part of another figure
    series: bool  # a price, an index: measured anew each session
    change: bool  # a difference, or the other side of a comparison


@dataclass(frozen=True, slots=True)
class Refusal:
    """A denial or negation with the passage that it covers."""

    cue: Span  # raw article offsets
    passage: Bag
    span: Span  # raw article offsets of the passage
    denial: bool  # an act of denial, not a bare negator
    first: int  # word indexes of the passage
    stop: int
    content: Bag  # the core of the passage, without who denies and what kind of talk it is called
    head: tuple[Word, ...]  # the first words of weight of the content: what is said not to be
    outside: Bag  # the words of the statement that the refusal does not cover
    clause: Bag  # the words of the clause it stands in, its subject before a negator included
    aside: bool  # describes or limits something and says nothing on whether the whole happened


class Prepared:
    """One side, read for comparison. Lazy: a pair that fails the first gate costs no figures or clauses."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.statement = side.statement
        self.vocabulary: Vocabulary = vocabulary(side.statement.language)
        lexemes = tokenize(side.statement.text)
        read = self.vocabulary.word
        self.words: list[Word] = []
        self.surfaces: list[str] = []
        self.starts: list[int] = []  # offsets into the statement's text
        self.ends: list[int] = []
        self.breaks: list[bool] = []  # a clause mark stands before the word
        self.counted: list[bool] = []  # the word is (part of) a number
        broken = True
        for surface, start, end, numeric in zip(
            lexemes.words, lexemes.starts, lexemes.ends, lexemes.numeric, strict=True
        ):
            if surface[:1].isalnum():
                self.surfaces.append(surface)
                self.words.append(read(surface))
                self.starts.append(start)
                self.ends.append(end)
                self.breaks.append(broken)
                self.counted.append(numeric)
                broken = False
            elif surface in _CLAUSE_MARKS:
                broken = True
        for quantity in side.statement.quantities:
            unit = self.range(quantity.unit_span) if quantity.unit_span else ()
            for index in self.range(quantity.span):
                if index not in unit:
                    self.counted[index] = True
        kept = [word for word, counted in zip(self.words, self.counted, strict=True) if not counted]
        self.bag = Bag(kept)
        self.sequence = [word.stem for word in kept if word.weight > 0.0]
        self.title = _title_bag(side.context.title, side.statement.language)

    def span(self, first: int, stop: int) -> Span:
        """Raw article offsets of the words ``first`` up to, not including, ``stop``."""
        base = self.statement.span.start
        return Span(base + self.starts[first], base + self.ends[stop - 1])

    def index(self, offset: int) -> int:
        """The first word that ends behind a raw article offset."""
        return bisect_right(self.ends, offset - self.statement.span.start)

    def range(self, span: Span) -> range:
        """Indexes of the words that a span of the article covers."""
        start, end = span.start - self.statement.span.start, span.end - self.statement.span.start
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    @lazy
    def clauses(self) -> list[int]:
        """The number of the clause that each word stands in: cut at words that open a new turn."""
        openers = self.vocabulary.resources.clause_openers
        number = 0
        numbers: list[int] = []
        for index, surface in enumerate(self.surfaces):
            if index and surface in openers:
                number += 1
            numbers.append(number)
        return numbers

    @lazy
    def times(self) -> tuple[TimeExpression, ...]:
        return tuple(time for time in self.statement.times if time.start and time.end)

    @lazy
    def shortest_period(self) -> int:
        """Length in days of the shortest stretch of time that is named, days apart; 0 for none."""
        lengths = [(t.end - t.start).days + 1 for t in self.times if t.start and t.end]
        return min((length for length in lengths if length > _LONGEST_DATE), default=0)

    @lazy
    def clocks(self) -> frozenset[str]:
        """The clock times that are written, as text."""
        base = self.statement.span.start
        return frozenset(
            self.statement.text[t.span.start - base : t.span.end - base]
            for t in self.statement.times
            if t.kind == "clock"
        )

    @lazy
    def glued(self) -> frozenset[str]:
        """What is left of the words that may have a negator written onto them, folded."""
        return frozenset(
            surface[len(negator) :]
            for negator in self.vocabulary.resources.glued_negators
            for surface in self.surfaces
            if surface.startswith(negator) and len(surface) > len(negator) + 2
        )

    @lazy
    def labels(self) -> Mapping[str, tuple[str, int]]:
        """Things told apart by a number, "warehouse No. 7": stem of the noun -> (number, word index).

        A noun with two numbers, and one under a negator, is left out.
        """
        marks = self.vocabulary.resources.number_marks
        found: dict[str, tuple[str, int]] = {}
        twice: set[str] = set()
        negated = {i for refusal in self.refusals for i in range(refusal.first, refusal.stop)}
        for index in range(2, len(self.surfaces)):
            digits = self.surfaces[index]
            if not digits.isdigit() or self.surfaces[index - 1] not in marks:
                continue
            if index in negated or self.breaks[index]:  # a number in brackets is that of a document
                continue
            noun = self.words[index - 2].stem
            if noun in found and found[noun][0] != digits:
                twice.add(noun)
            found[noun] = digits, index
        return {noun: label for noun, label in found.items() if noun not in twice}

    @lazy
    def market(self) -> bool:
        """The statement is about prices, indices or output, which are measured anew each session."""
        return any(word.stem in self.vocabulary.series for word in self.words)

    @lazy
    def named(self) -> list[tuple[Name, list[Word], float]]:
        """The names with their words of weight, and the sum of those weights."""
        found = []
        for name in self.statement.names:
            words = [self.words[index] for index in self.range(name.span) if self.words[index].weight > 0.0]
            found.append((name, words, sum([word.weight for word in words])))
        return found

    @lazy
    def told_acts(self) -> frozenset[str]:
        """Keys of the declared acts that are named."""
        declared = self.vocabulary.resources.acts
        return frozenset(declared[word][0] for word in declared.keys() & set(self.surfaces))

    @lazy
    def periods(self) -> frozenset[str]:
        begun = self.vocabulary.periods.keys() & set(self.surfaces)
        if not begun:
            return frozenset()
        text = f" {' '.join(self.surfaces)} "
        return frozenset(
            key for first in begun for phrase, key in self.vocabulary.periods[first] if phrase in text
        )

    @lazy
    def cumulative(self) -> bool:
        """The statement counts from some point in time on."""
        return "since" in self.periods or any(time.kind == "since" for time in self.statement.times)

    @lazy
    def figures(self) -> tuple[Figure, ...]:
        placed: list[tuple[int, int, Quantity]] = []
        times = [time.span for time in self.statement.times]
        for quantity in self.statement.quantities:
            if quantity.dimension is Dimension.COUNT and any(quantity.span.overlaps(span) for span in times):
                continue  # the number of a date or the name of a weekday
            first, stop = self.index(quantity.span.start), self.index(quantity.span.end - 1) + 1
            if first < stop <= len(self.words):
                placed.append((first, stop, quantity))
        return tuple(self._figure(place, placed) for place in placed)

    def _figure(
        self, place: tuple[int, int, Quantity], placed: Sequence[tuple[int, int, Quantity]]
    ) -> Figure:
        first, stop, quantity = place
        before = max((s for f, s, _ in placed if s <= first), default=0)
        after = min((f for f, _, _ in placed if f >= stop), default=len(self.words))
        words, vocabulary_ = self.words, self.vocabulary
        near = range(first - 1, max(before, first - _NEAR_BEFORE) - 1, -1)
        following = range(stop, min(after, stop + _NEAR_AFTER))
        far = range(first - 1, max(before, first - _FAR_BEFORE) - 1, -1)
        at = next(
            (
                index
                for index in (*range(first, stop), *near, *following, *far)
                if words[index].role and quantity.dimension in _MEASURED_IN[words[index].role]
            ),
            -1,
        )
        role = words[at].role if at >= 0 else ""
        # "killed and wounded 12" counts both together.
        if (
            at > 0
            and words[at - 1].role in _CASUALTIES
            and role in _CASUALTIES
            and words[at - 1].role != role
        ):
            role = "casualties"
        window = [
            words[index]
            for index in {
                *range(max(0, first - _WINDOW_BEFORE), min(len(words), stop + _WINDOW_AFTER)),
                *(range(max(0, at - _ROLE_BEFORE), min(len(words), at + _ROLE_AFTER)) if at >= 0 else ()),
            }
            if not self.counted[index]
        ]
        left = [word.stem for word in words[max(0, first - _TOTAL_BEFORE) : first]]
        close = self.surfaces[max(0, first - 3) : first]
        return Figure(
            quantity=quantity,
            first=first,
            stop=stop,
            role=role,
            person=any(words[index].person for index in range(first, min(stop + 1, len(words)))),
            unit_stem=self._unit_stem(quantity),
            unit_weight=self._unit_weight(quantity),
            around=Bag(window),
            contents=self._contents(stop, after),
            total=not vocabulary_.totals.isdisjoint(left) or self.cumulative,
            subset=not vocabulary_.resources.subsets.isdisjoint(close),
            series=quantity.dimension in _SERIES_IN
            and any(word.stem in vocabulary_.series for word in window),
            change=not vocabulary_.differences.isdisjoint(left[-3:]),
        )

    def _unit_stem(self, quantity: Quantity) -> str:
        if quantity.unit_span is None:
            return ""
        index = self.index(quantity.unit_span.start)
        return self.words[index].stem if index < len(self.words) else ""

    def _contents(self, first: int, stop: int) -> Bag:
        """The first words of weight behind a counted noun, up to the end of its phrase."""
        held: list[Word] = []
        for index in range(first, min(stop, first + _CONTENTS_REACH)):
            if self.breaks[index] or self.counted[index]:
                break
            if self.words[index].weight > 0.0:
                held.append(self.words[index])
        return Bag(held[:_CONTENTS])

    def _unit_weight(self, quantity: Quantity) -> float:
        if quantity.unit_span is None or quantity.dimension not in _COUNTED:
            return 0.0
        return max((self.words[index].weight for index in self.range(quantity.unit_span)), default=0.0)

    @lazy
    def refusals(self) -> tuple[Refusal, ...]:
        """What the statement says is not so."""
        return tuple(refusal for refusal in self.all_refusals if not refusal.aside)

    @lazy
    def denied(self) -> tuple[str, ...]:
        """The passages that the statement denies, by an act of denial and no bare negator."""
        spans = [refusal.span for refusal in self.refusals if refusal.denial]
        return tuple(self.statement.offset(span).of(self.statement.text) for span in spans)

    @lazy
    def all_refusals(self) -> tuple[Refusal, ...]:
        """Every negation and denial, those that only describe something included."""
        polarity = self.statement.polarity
        found = [self._refusal(cue, denial=True) for cue in polarity.denials]
        found += [self._refusal(cue, denial=False) for cue in polarity.negations]
        return tuple(refusal for refusal in found if refusal is not None)

    def _refusal(self, cue: Span, *, denial: bool) -> Refusal | None:
        first, stop = self.index(cue.start), self.index(cue.end - 1) + 1
        if stop > len(self.words) or first >= stop:
            return None
        act = denial  # "no truth to" denies like a verb of denial, but reaches no further than a negator
        denial = denial or (
            stop < len(self.words) and self.surfaces[stop] in self.vocabulary.resources.denied_nouns
        )
        resources = self.vocabulary.resources
        aside = not denial and (
            (first > 0 and self.surfaces[first - 1] in resources.relatives)
            or self.surfaces[first] in resources.attributive_negators
            or (stop < len(self.words) and self.surfaces[stop] in resources.unknowing)
        )
        clause = self.clauses[first]
        end = stop
        limit = min((at for at in self._denial_starts if at > first), default=len(self.words))
        while end < limit and self.clauses[end] == clause:
            if not act and (end - stop >= _NEGATION_REACH or self.breaks[end]):
                break
            end += 1
        begin = stop
        passage = self.passage(begin, end)
        late = self.surfaces[first] in self.vocabulary.resources.late_denials
        if act and late and passage.total < _LEAST_COMPLEMENT:
            begin, end = first, first
            while begin > 0 and self.clauses[begin - 1] == clause:
                begin -= 1
            passage = self.passage(begin, end)
        if begin >= end or not passage.words:
            return None
        aside = aside or (
            not act and not resources.exceptives.isdisjoint(self.surfaces[stop : stop + _EXCEPTION_REACH])
        )
        start = self._content_start(begin, end)
        if act and start == begin and self._pointing_back(begin, end):
            return None  # "these accusations": what is denied stands in another sentence
        return Refusal(
            cue=cue,
            passage=passage,
            span=self.span(begin, end),
            denial=denial,
            first=begin,
            stop=end,
            content=Bag(islice(self._weighty(start, end, 0.0), _CORE_WORDS)),
            head=tuple(islice(self._weighty(start, end, _HEAD_WEIGHT, named=False), _HEAD_WORDS))
            or tuple(islice(self._weighty(start, end, _HEAD_WEIGHT), _HEAD_WORDS)),
            outside=self._outside(begin, end),
            clause=Bag(
                word
                for word, number, counted in zip(self.words, self.clauses, self.counted, strict=True)
                if number == clause and not counted
            ),
            aside=aside,
        )

    @lazy
    def _persons(self) -> frozenset[int]:
        """Indexes of the words of persons' names."""
        return frozenset(
            index
            for name in self.statement.names
            if name.kind is NameKind.PERSON
            for index in self.range(name.span)
        )

    @lazy
    def fact(self) -> float:
        """The weight of the words that are no person's name: what is told, rather than of whom."""
        return self.bag.total - Bag(self.words[index] for index in self._persons).total

    def _weighty(self, first: int, stop: int, least: float, *, named: bool = True) -> Iterator[Word]:
        """The words of a range that carry more than ``least`` weight, without figures and hearsay.

        With ``named`` false, persons' names are left out too: they say of whom, and not what.
        """
        for index in range(first, stop):
            word = self.words[index]
            if not named and index in self._persons:
                continue
            if word.weight > least and not self.counted[index] and not word.hearsay:
                yield word

    @lazy
    def _denial_starts(self) -> list[int]:
        """The words at which a phrase of denial begins; each ends what the one before it covers."""
        return [self.index(cue.start) for cue in self.statement.polarity.denials]

    def _pointing_back(self, first: int, stop: int) -> bool:
        """The passage ends in "these reports", "this claim", "that"."""
        pointers = self.vocabulary.resources.pointers
        at = next((at for at in range(first, stop) if self.surfaces[at] in pointers), None)
        if at is None:
            return False
        return self.passage(at, stop).total < 1.0 and (at + 1 == stop or self.words[at + 1].hearsay)

    def _content_start(self, first: int, stop: int) -> int:
        """Where a passage begins to say what is denied, behind its speaker and "the reports about"."""
        about_words = self.vocabulary.resources.about
        hearsay = about = -1
        for index in range(first, min(stop, first + _LONG_PREAMBLE)):
            if self.surfaces[index] in about_words:
                about = index
                if hearsay >= 0:
                    break
            elif about < 0 and self.words[index].hearsay:
                hearsay = index
        start = max(hearsay, about, self._speaker_end(first, stop)) + 1
        if start == 0 or self.passage(start, stop).total < 1.0:
            return first
        return start

    def _speaker_end(self, first: int, stop: int) -> int:
        """The last word of the speaker who is named at the head of a passage; -1 for none."""
        end = -1
        for link in self.statement.chain:
            if link.kind is LinkKind.SPEAKER and link.span is not None:
                words = self.range(link.span)
                if words and first <= words.start < min(stop, first + _LONG_PREAMBLE) and words.stop < stop:
                    named = [
                        self.range(name.span).stop
                        for name in self.statement.names
                        if name.span.overlaps(link.span)
                    ]
                    end = max([end, words.stop - 1, *(last - 1 for last in named if last < stop)])
        return end

    @lazy
    def wide(self) -> Bag:
        """The statement's words with those of its title."""
        return self.bag | self.title

    @lazy
    def firm(self) -> Bag:
        """The statement's words without those that are only said to be possible."""
        possible = {
            index
            for first, surface in enumerate(self.surfaces)
            if surface in self.vocabulary.resources.possibilities
            for index in range(first, first + _POSSIBLE_REACH)
        }
        if not possible:
            return self.bag
        return Bag(
            word
            for index, (word, counted) in enumerate(zip(self.words, self.counted, strict=True))
            if not counted and index not in possible
        )

    @lazy
    def alleging(self) -> bool:
        """The statement presents what it says as hearsay, accusation or forecast."""
        return self.statement.stance in (Stance.ALLEGED, Stance.PREDICTED) or any(
            word.rumour for word in self.words
        )

    def _outside(self, first: int, stop: int) -> Bag:
        return Bag(
            word
            for index, (word, counted) in enumerate(zip(self.words, self.counted, strict=True))
            if not counted and not first <= index < stop
        )

    def passage(self, first: int, stop: int) -> Bag:
        """What stands in a range of words, without figures and the names of hearsay."""
        return Bag(
            self.words[index]
            for index in range(first, stop)
            if not self.counted[index] and not self.words[index].hearsay
        )


class Readings:
    """Sides as read for comparison, each once. They are told apart by identity and must outlive this."""

    def __init__(self) -> None:
        self._read: dict[int, Prepared] = {}

    def of(self, side: Side) -> Prepared:
        found = self._read.get(id(side))
        if found is None:
            found = self._read[id(side)] = Prepared(side)
        return found


@lru_cache(maxsize=4096)
def _title_bag(title: str, language: str) -> Bag:
    read = vocabulary(language).word
    lexemes = tokenize(title)
    return Bag(
        read(surface)
        for surface, numeric in zip(lexemes.words, lexemes.numeric, strict=True)
        if surface[:1].isalnum() and not numeric
    )
