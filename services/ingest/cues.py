"""The declared cues of page furniture of all languages, compiled once for matching lines. [pure]"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from services.common.domain import CutReason
from services.language.boilerplate import BoilerplateResources
from services.language.lexemes import fold_form, fold_in_place, strip_marks
from services.language.memo import Memo
from services.language.times import Sense, TimeResources

T = TypeVar("T")
V = TypeVar("V")

_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
# Direction marks and the like, vowel marks and lengthening.
_UNSEEN = re.compile("[\u0640\u064b-\u0655\u0670\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_COUNT = re.compile(r"^[\d.,]+\s*[km]?\s+|\s*[(\[]?\s*[\d.,]+\s*[km]?\s*[)\]]?$")
WORD = re.compile(r"[^\W_]+(?:['’.][^\W\d_]+)*")
_PLAIN_WORD = re.compile(r"[^\W_]+")  # the same in a text without marks inside words
_INNER_MARK = re.compile(r"['’.][^\W\d_]")


def bare(text: str) -> str:
    """A line folded, without marks, outer punctuation and repeated spaces: what line cues are compared to."""
    return bare_folded(fold_in_place(text))


def bare_folded(folded: str) -> str:
    """`bare` of a text that is folded in place already."""
    form = _UNSEEN.sub("", folded)
    start, end = 0, len(form)
    while start < end and not form[start].isalnum():
        start += 1
    while end > start and not form[end - 1].isalnum():
        end -= 1
    return " ".join(form[start:end].split())


def _cue(phrase: str) -> str:
    """A declared phrase as it stands in a bare line: a colon at its end is part of the cue."""
    form = bare(phrase)
    return form + phrase[-1] if form and not phrase[-1].isalnum() else form


def without_count(line: str) -> str:
    """A bare line without a number at either end: "comments (12)", "3 comments"."""
    first, last = line[:1], line[-1:]
    if first.isalpha() and last.isalpha() and last not in "km":
        return line
    return _EDGE.sub("", _COUNT.sub("", line)) or line


@dataclass(frozen=True, slots=True)
class Phrases(Generic[T]):
    """Phrases by their first word, longest first."""

    by_word: Mapping[str, tuple[tuple[str, T], ...]]

    @staticmethod
    def of(pairs: Iterable[tuple[str, V]]) -> Phrases[V]:
        found: dict[str, dict[str, V]] = {}
        for phrase, value in pairs:
            form = _cue(phrase)
            if form:
                found.setdefault(_first(form), {}).setdefault(form, value)
        return Phrases(
            {
                word: tuple(sorted(forms.items(), key=lambda item: -len(item[0])))
                for word, forms in found.items()
            }
        )

    def opening(self, line: str) -> tuple[str, T] | None:
        """The longest phrase that ``line`` starts with, at a word boundary."""
        for phrase, value in self.by_word.get(_first(line), ()):
            if line.startswith(phrase):
                rest = line[len(phrase) :]
                if not rest or not phrase[-1].isalnum() or not (rest[0].isalnum() or rest[0] == "_"):
                    return phrase, value
        return None


def _first(line: str) -> str:
    match = WORD.search(line)
    return match.group() if match else line


@dataclass(frozen=True, slots=True)
class Cues:
    """Everything `clean`, `dates` and `credits` look for, folded."""

    lines: Mapping[str, CutReason]
    openings: Phrases[CutReason]
    mentions: re.Pattern[str]
    mention_reasons: Mapping[str, CutReason]
    tails: re.Pattern[str]
    tail_reasons: Mapping[str, CutReason]
    tag_tail: re.Pattern[str]
    tag_labels: tuple[str, ...]
    related: Phrases[None]
    endings: Mapping[str, CutReason]
    tags: Phrases[None]
    roles: Phrases[None]
    sections: frozenset[str]
    published: Phrases[None]
    updated: Phrases[None]
    bylines: Phrases[None]
    desks: frozenset[str]
    credit_labels: Phrases[None]
    credit_joins: re.Pattern[str]
    credits: Mapping[str, str]  # written form -> canonical key
    continuations: frozenset[str]
    subordinators: frozenset[str]
    clitics: tuple[str, ...]
    common: frozenset[str]
    months: Mapping[str, tuple[str, int]]  # name -> calendar ("g" or "h") and number
    weekdays: Mapping[str, int]
    date_words: frozenset[str]  # every word that may stand in a line that is only a date
    named_date: re.Pattern[str]  # a full date with the month in words, either order
    morning: frozenset[str]
    afternoon: frozenset[str]
    today: re.Pattern[str]  # "today", where a weekday or date may follow

    memo: Memo[str] = field(init=False, compare=False, repr=False)  # word -> topic

    def __post_init__(self) -> None:
        object.__setattr__(self, "memo", Memo(self.topic))

    def stem(self, word: str) -> str:
        """A folded word without written-on particles, to compare vocabularies only."""
        for clitic in self.clitics:
            if word.startswith(clitic) and len(word) - len(clitic) >= 3:
                return word[len(clitic) :]
        return word

    def topic(self, word: str) -> str:
        """The stem of a folded content word; "" for a word that is frequent, short or a number."""
        counts = len(word) > 2 and word not in self.common and not word.isdigit()
        return self.stem(word) if counts else ""

    def topics(self, folded: str) -> set[str]:
        """What a folded text is about: stems of its words, frequent words left out."""
        form = strip_marks(folded)
        pattern = WORD if _INNER_MARK.search(form) else _PLAIN_WORD
        found = set(map(self.memo.__getitem__, pattern.findall(form)))
        found.discard("")
        return found


def _by_reason(resources: Sequence[BoilerplateResources], table: str) -> Iterable[tuple[str, CutReason]]:
    for resource in resources:
        declared: Mapping[CutReason, tuple[str, ...]] = getattr(resource, table)
        for reason, phrases in declared.items():
            for phrase in phrases:
                yield phrase, reason


def _all(resources: Sequence[BoilerplateResources], table: str) -> list[str]:
    return [phrase for resource in resources for phrase in getattr(resource, table)]


def _alternatives(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)))


def _named_date(months: Iterable[str], joins: Iterable[str]) -> re.Pattern[str]:
    month = _alternatives(months)
    day = r"[0-3]?\d"
    year = r"(?:19|20|14|13)\d\d"
    join = rf"(?:(?:{_alternatives(joins)})\s)?"
    # The same month in the other set of names may follow: "July (Tammuz)".
    other = rf"(?:\s?[(/]\s?(?:{month})\)?)?"
    return re.compile(
        rf"(?<![\d.,])(?P<day1>{day})(?:\s?(?:st|nd|rd|th))?[\s,،\-./]{{1,3}}{join}"
        rf"(?P<month1>{month})\.?{other}[\s,،\-./]{{1,3}}{join}(?P<year1>{year})(?!\d)"
        rf"|(?<!\w)(?P<month2>{month})\.?[\s\-]{{1,2}}(?P<day2>{day})(?:\s?(?:st|nd|rd|th))?"
        rf"[\s,،\-]{{1,3}}(?P<year2>{year})(?!\d)"
    )


def compile_cues(resources: Sequence[BoilerplateResources], times: Sequence[TimeResources]) -> Cues:
    """One matcher for the furniture of all ``resources``; ``times`` give the names of months and days."""
    mentions = {_cue(phrase): reason for phrase, reason in _by_reason(resources, "mentions")}
    tails = {bare(phrase): reason for phrase, reason in _by_reason(resources, "tails")}
    tags = [bare(tag) for tag in _all(resources, "tags")]
    months: dict[str, tuple[str, int]] = {}
    weekdays: dict[str, int] = {}
    date_words: set[str] = set()
    today: set[str] = set()
    for time in times:
        for form, value in time.words.get(Sense.MONTH, {}).items():
            date_words.add(fold_form(form))
            if isinstance(value, tuple):
                months[fold_form(form)] = value
        for form, value in time.words.get(Sense.WEEKDAY, {}).items():
            date_words.add(fold_form(form))
            if isinstance(value, int):
                weekdays[fold_form(form)] = value
        for phrase, (sense, value) in time.phrases.items():
            if sense is Sense.MONTH:
                date_words.update(fold_form(phrase).split())
                if isinstance(value, tuple):
                    months[fold_form(phrase)] = value
        today.update(
            fold_form(form) for form, value in time.words.get(Sense.RELATIVE_DAY, {}).items() if value == 0
        )
        for sense in (Sense.DAY_PART, Sense.ERA, Sense.CLOCK):
            date_words.update(fold_form(form) for form in time.words.get(sense, {}))
    for table in ("published", "updated", "date_words"):
        for phrase in _all(resources, table):
            date_words.update(bare(phrase).split())
    return Cues(
        lines={bare(phrase): reason for phrase, reason in _by_reason(resources, "lines")},
        openings=Phrases.of(_by_reason(resources, "openings")),
        mentions=re.compile(rf"(?<!\w)(?:{_alternatives(mentions)})(?!\w)"),
        mention_reasons=mentions,
        tails=re.compile(rf"(?<!\w)(?:{_alternatives(tails)})(?!\w)"),
        tail_reasons=tails,
        tag_tail=re.compile(rf"(?<=[.!?؟»\"”…])\s+(?:{_alternatives(tags)})\s*:?\s+\w[^.!?؟؛:]*$"),
        tag_labels=tuple(tags),
        related=Phrases.of((phrase, None) for phrase in _all(resources, "related")),
        endings={bare(phrase): reason for phrase, reason in _by_reason(resources, "endings")},
        tags=Phrases.of((tag, None) for tag in tags),
        roles=Phrases.of((role, None) for role in _all(resources, "roles")),
        sections=frozenset(map(bare, _all(resources, "sections"))),
        published=Phrases.of((label, None) for label in _all(resources, "published")),
        updated=Phrases.of((label, None) for label in _all(resources, "updated")),
        bylines=Phrases.of((word, None) for word in _all(resources, "bylines")),
        desks=frozenset(map(bare, _all(resources, "desks"))),
        credit_labels=Phrases.of((label, None) for label in _all(resources, "credit_labels")),
        credit_joins=re.compile(
            rf"\s*[+،,/&\-–]\s*|\s(?:{'|'.join(map(re.escape, _all(resources, 'credit_joins')))})(?=\w)"
        ),
        credits={
            bare(form): key
            for resource in resources
            for key, forms in resource.credits.items()
            for form in forms
        },
        continuations=frozenset(map(bare, _all(resources, "continuations"))),
        subordinators=frozenset(map(bare, _all(resources, "subordinators"))),
        clitics=tuple(
            sorted({fold_form(clitic) for clitic in _all(resources, "clitics")}, key=lambda c: -len(c))
        ),
        common=frozenset(fold_form(word) for resource in resources for word in resource.common_words),
        months=months,
        weekdays=weekdays,
        date_words=frozenset(date_words),
        named_date=_named_date(months, map(bare, _all(resources, "date_joins"))),
        morning=frozenset(map(bare, _all(resources, "morning"))),
        afternoon=frozenset(map(bare, _all(resources, "afternoon"))),
        today=re.compile(rf"(?<!\w)(?:{_alternatives(today)})(?!\w)"),
    )


@lru_cache(maxsize=1)
def known_cues() -> Cues:
    """The cues of every declared language, compiled on first use."""
    from services.language.language import LANGUAGES

    declared = LANGUAGES.values()
    return compile_cues([each.boilerplate for each in declared], [each.times for each in declared])
