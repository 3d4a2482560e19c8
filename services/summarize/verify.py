"""Whether the statements a sentence cites support it. [pure]

A sentence may be weaker than its sources, never stronger: "at least 11" is supported by 11, 11 is not
supported by "at least 11"; a figure, name, day, negation or denial that no cited statement has is not
supported, and neither is a report or an allegation told as a fact. Text in quote marks has to stand word for
word in a cited statement. Sentence and sources are read by the same engines; strings are never compared
as such, except inside quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from importlib import import_module

from services.common.domain import Name, Polarity, Quantity, Span, Stance, Statement, TimeExpression
from services.language import names, polarity, quantities, times
from services.language.attribution import Attributor
from services.language.declaration import Language
from services.language.language import language as language_of
from services.language.normalize import fold, words
from services.language.quantities import comparable
from services.language.stems import StemResources
from services.language.tokens import Tokens

NAME_SIMILARITY = 0.85  # spellings of one name, see services.language.names.similarity
WORD_SUPPORT = 0.6  # share of a sentence's content words whose stem a cited statement has
_TOLERANCE = 1e-9  # relative; figures went through unit conversion

_QUOTED = re.compile(r"«([^»]*)»|“([^”]*)”|\"([^\"]*)\"")
_EDGES = " .,،؛;:!…"
_WEAK = frozenset({Stance.DENIED, Stance.ALLEGED, Stance.PREDICTED})
_SAID = _WEAK | {Stance.REPORTED, Stance.QUOTED}


class Failure(StrEnum):
    """Why a sentence is not supported."""

    EMPTY = "empty"
    QUOTE = "quote"
    NUMBER = "number"
    TIME = "time"
    NAME = "name"
    POLARITY = "polarity"
    STANCE = "stance"
    WORDS = "words"
    COUNTERPART = "counterpart"  # of a dispute, when the other side is not supported


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement a sentence cites, with what is needed to read the sentence as it was read."""

    statement: Statement
    outlet: str
    published: date | None


def verify(
    sentence: str, cited: Sequence[Cited], *, language: str, attributed: bool = False
) -> Failure | None:
    """The first thing in ``sentence`` that its citations do not support; None when they support it.

    ``attributed`` says that a frame outside the sentence names who says so.
    """
    if not sentence.strip() or not cited:
        return Failure.EMPTY
    read = _Sentence(sentence, language_of(language), cited[0])
    # In a source's own words the names, quotes and stance are the source's; figures, times and negations
    # are still read again, for a word that was left out could have changed them.
    verbatim = any(sentence in c.statement.text for c in cited)
    if not verbatim and not _quotes_hold(sentence, cited):
        return Failure.QUOTE
    if not _numbers_hold(read, cited):
        return Failure.NUMBER
    if not _times_hold(read, cited):
        return Failure.TIME
    if not verbatim and not _names_hold(read, cited):
        return Failure.NAME
    if not _polarity_holds(read, cited):
        return Failure.POLARITY
    if not verbatim and not _stance_holds(read, cited, attributed):
        return Failure.STANCE
    if not verbatim and not _words_hold(read, cited):
        return Failure.WORDS
    return None


class _Sentence:
    """A sentence as the engines read it, each when it is asked."""

    def __init__(self, text: str, language: Language, first: Cited) -> None:
        self.text = text
        self.language = language
        self._first = first

    @cached_property
    def tokens(self) -> Tokens:
        return Tokens(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return quantities.find(self.text, self.language.quantities)

    @cached_property
    def times(self) -> tuple[TimeExpression, ...]:
        return self.times_on(self._first.published)

    def times_on(self, day: date | None) -> tuple[TimeExpression, ...]:
        """The times as a text published on that day means them."""
        return times.find(self.text, self.language.times, day)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return names.find(self.text, self.language)

    @cached_property
    def polarity(self) -> Polarity:
        return polarity.read(self.tokens, self.language.polarity)

    @cached_property
    def stance(self) -> Stance:
        attributor = Attributor(self.language, self._first.outlet)
        return attributor.read(self.text, Span(0, len(self.text))).stance


def _quotes_hold(sentence: str, cited: Sequence[Cited]) -> bool:
    quoted = [next(g for g in m.groups() if g is not None).strip(_EDGES) for m in _QUOTED.finditer(sentence)]
    if not quoted:
        return True
    sources = [" ".join(c.statement.text.split()) for c in cited]
    return all(any(" ".join(q.split()) in source for source in sources) for q in quoted)


def _numbers_hold(read: _Sentence, cited: Sequence[Cited]) -> bool:
    known = [q for c in cited for q in c.statement.quantities]
    if not all(any(_implies(source, q) for source in known) for q in read.quantities):
        return False
    # Figures of neither a quantity nor a time ("warehouse 7", "article 51") are names of things.
    covered = [*(q.span for q in read.quantities), *(t.span for t in read.times)]
    figures = _figures(read.text, covered)
    return not figures or figures <= {f for c in cited for f in _figures(c.statement.text, ())}


def _figures(text: str, covered: Iterable[Span]) -> set[str]:
    spans = list(covered)
    return {
        str(int(m.group()))
        for m in re.finditer(r"\d+", text)
        if not any(Span(*m.span()).overlaps(s) for s in spans)
    }


def _implies(source: Quantity, said: Quantity) -> bool:
    """Whether whoever knows ``source`` may say ``said``: same thing, and an interval at least as wide."""
    if not comparable(source, said):
        return False
    if source.unit != said.unit and source.base is not None and said.base is not None:
        (low, high), (said_low, said_high) = source.base, said.base
    else:
        low, high, said_low, said_high = source.low, source.high, said.low, said.high
    slack = _TOLERANCE * max(abs(x) for x in (low, high, 1.0) if x not in (float("inf"), float("-inf")))
    return said_low <= low + slack and high <= said_high + slack


def _times_hold(read: _Sentence, cited: Sequence[Cited]) -> bool:
    known = [t for c in cited for t in c.statement.times]
    open_ = [t for t in read.times if not any(_covers(t, source) for source in known)]
    if not open_:
        return True
    sources = [f" {' '.join(words(fold(c.statement.text)))} " for c in cited]
    for anchor in {c.published for c in cited[1:]}:  # "yesterday" in the words of a source of another day
        if not open_:
            break
        again = {t.span: t for t in read.times_on(anchor)}
        open_ = [t for t in open_ if not any(_covers(again.get(t.span, t), source) for source in known)]
    return all(
        t.start is None
        and t.end is None
        and any(f" {' '.join(words(fold(t.span.of(read.text))))} " in s for s in sources)
        for t in open_
    )


def _covers(said: TimeExpression, source: TimeExpression) -> bool:
    """Whether the interval of ``said`` is known and holds that of ``source``."""
    if said.start is None and said.end is None:
        return False
    starts = said.start is None or (source.start is not None and said.start <= source.start)
    ends = said.end is None or (source.end is not None and source.end <= said.end)
    return starts and ends


def _names_hold(read: _Sentence, cited: Sequence[Cited]) -> bool:
    if not read.names:
        return True
    known = [n for c in cited for n in c.statement.names]
    links = [link.name for c in cited for link in c.statement.chain if link.name]
    sources = [f" {' '.join(words(fold(c.statement.text)))} " for c in cited]
    for name in read.names:
        if any(name.key == other.key for other in known):
            continue
        if f" {' '.join(words(fold(name.text)))} " in " ".join(sources):
            continue
        spellings = [*(other.text for other in known), *links]
        if not any(names.similarity(name.text, other) >= NAME_SIMILARITY for other in spellings):
            return False
    return True


def _polarity_holds(read: _Sentence, cited: Sequence[Cited]) -> bool:
    said, sources = read.polarity, [c.statement.polarity for c in cited]
    denies = bool(said.denials)
    source_denies = [bool(p.denials) for p in sources]
    negates = bool(said.negations)
    source_negates = [bool(p.negations) for p in sources]
    if not any(a == denies and b == negates for a, b in zip(source_denies, source_negates, strict=True)):
        return False
    directions = {p.direction for p in sources if p.direction}
    return not said.direction or not directions or said.direction in directions


def _stance_holds(read: _Sentence, cited: Sequence[Cited], attributed: bool) -> bool:
    stances = {c.statement.stance for c in cited}
    if stances & {Stance.ASSERTED} or read.stance in stances:
        return True
    if stances <= _WEAK:
        return read.stance in _WEAK or (attributed and read.stance is not Stance.ASSERTED)
    return attributed or read.stance in _SAID


def _words_hold(read: _Sentence, cited: Sequence[Cited]) -> bool:
    # Figures, times and names have been compared for what they mean; here it is about all other words.
    checked = [e.span for group in (read.quantities, read.times, read.names) for e in group]
    rest = list(read.text)
    for span in checked:
        rest[span.start : span.end] = " " * len(span)
    code = read.language.code
    mine = _content("".join(rest), code)
    same = [c.statement for c in cited if c.statement.language == code]
    if not same:
        return bool(mine)
    known = {stem for statement in same for stem in _content(statement.text, code)}
    held = sum(stem in known for stem in mine)
    return held >= WORD_SUPPORT * len(mine) and bool(mine or checked)


def _content(text: str, language: str) -> list[str]:
    """Stems of the words that say something."""
    grammar = language_of(language).function_words
    stem = _stems(language).stem
    return [stem(word) for word in words(fold(text)) if word not in grammar]


@cache
def _stems(code: str) -> StemResources:
    resources: StemResources = import_module(f"services.language.{code}.stems").STEMS
    return resources
