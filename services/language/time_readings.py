"""What a text writes about times, before it is known which days are meant. [pure]

Finds a day of a month, a weekday, "the coming month", a range by recursive descent over classified tokens.
None of this depends on when the text was published; it is cached, because the quantity reader asks which
digits belong to dates. ``times`` turns the readings into days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from services.language.lexemes import Lexemes, fold_in_place, strip_marks, tokenize
from services.language.memo import Memo


class Sense(StrEnum):
    """What a word can mean to the time reader."""

    MONTH = "month"  # value: (calendar "g" | "h", number)
    WEEKDAY = "weekday"  # value: 0 Monday .. 6 Sunday
    RELATIVE_DAY = "relative_day"  # value: offset in days
    DAY_PART = "day_part"  # value: name
    PERIOD = "period"  # value: (unit, count); count 0 = plural without a number
    DIRECTION = "direction"  # value: -1 last, 0 this, 1 next
    PART = "part"  # value: "early" | "mid" | "late"
    SINCE = "since"
    UNTIL = "until"
    FROM = "from"
    TO = "to"
    BETWEEN = "between"
    AND = "and"
    OF = "of"
    AGO = "ago"
    LATER = "later"
    DURING = "during"
    ORDINAL = "ordinal"  # value: 1 .. 31
    COUNT = "count"  # value: small whole number
    ERA = "era"  # value: "g" | "h"
    DECADE = "decade"  # value: 10 .. 90
    QUARTER = "quarter"  # value: 1 .. 4, a quarter of a year in one word
    CLOCK = "clock"
    THIS = "this"
    ON = "on"  # the preposition before dates
    DATED = "dated"  # "corresponding to", "dated"
    ARTICLE = "article"  # the article as a token of its own, before digits
    VAGUE = "vague"  # "few", "recent" beside a period
    SEASON = "season"
    FUTURE = "future"  # a word that puts the sentence in the future
    NAME = "name"  # a name that only sounds like a time ("the paper Today")


@dataclass(frozen=True, slots=True)
class TimeResources:
    """The words of time of one language. All forms may be written unfolded."""

    words: Mapping[Sense, Mapping[str, object]]
    phrases: Mapping[str, tuple[Sense, object]] = field(default_factory=dict)  # several words, one sense
    prefixes: tuple[str, ...] = ()  # proclitics that may be written onto a word, shortest first
    conjunction: str = ""  # the proclitic "and"
    article: str = ""  # the proclitic "the"
    month_first: bool = False  # reads 3/4/2024 as the fourth of March
    direction_first: bool = False  # "last month" rather than "month last"
    week_start: int = 6  # 0 Monday .. 6 Sunday
    weekend_start: int = 5
    ten: frozenset[str] = frozenset()  # "ten" as a count and as the second word of the eleventh .. nineteenth
    weak_months: frozenset[str] = frozenset()  # months whose name is also a common word
    decade_suffix: str = ""  # written onto a year ending in 0
    ordinal_suffixes: tuple[str, ...] = ()  # "st", "th" written onto digits
    counted_endings: tuple[str, ...] = ()  # endings of a noun behind a number above ten
    future_prefixes: tuple[str, ...] = ()  # word beginnings of a future verb
    not_future: str = ""  # beginnings of common words that only look like one, separated by spaces


# --- what is written ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A year, a month or a day, any part of which may be missing."""

    calendar: str = "g"
    year: int | None = None
    month: int | None = None
    days: tuple[int, ...] = ()
    direction: int | None = None
    year_direction: int | None = None
    part: str = ""
    weekday: int | None = None
    swappable: bool = False  # day and month are both <= 12 and only custom tells them apart


@dataclass(frozen=True, slots=True)
class RelativeDay:
    offset: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Weekdays:
    days: tuple[int, ...]
    direction: int | None = None
    overnight: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """ "Last month", "the first quarter of next year", "late this year"."""

    unit: str
    direction: int
    part: str = ""
    number: int = 0  # which quarter or half


@dataclass(frozen=True, slots=True)
class Amount:
    """ "Two days ago" (``window`` False) or "the past three days" (True)."""

    unit: str
    count: int
    sign: int
    window: bool = False


@dataclass(frozen=True, slots=True)
class Decade:
    start: int
    length: int = 10


@dataclass(frozen=True, slots=True)
class Fraction:
    """A quarter or half of a year that is written."""

    number: int
    months: int
    year: int | None


@dataclass(frozen=True, slots=True)
class Vague:
    kind: str = "vague"


@dataclass(frozen=True, slots=True)
class Clock:
    pass


@dataclass(frozen=True, slots=True)
class Name:
    """A name that only sounds like a time; never becomes a mention."""


@dataclass(frozen=True, slots=True)
class Range:
    first: Reading
    last: Reading


@dataclass(frozen=True, slots=True)
class Open:
    """From ``first`` on, up to the anchor."""

    first: Reading


Reading = (
    CalendarDate
    | RelativeDay
    | Weekdays
    | Period
    | Amount
    | Decade
    | Fraction
    | Vague
    | Clock
    | Name
    | Range
    | Open
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A reading with its tokens; ``owns_numbers`` says that its digits are no quantity."""

    start: int
    end: int
    reading: Reading
    owns_numbers: bool


@dataclass(frozen=True, slots=True)
class _Lexeme:
    sense: Sense
    text: str = ""  # unit, calendar, part of a month or era
    number: int = 0  # number of a month, day or weekday, offset, direction, how many
    conjoined: bool = False
    definite: bool = False


def _lexeme(sense: Sense, value: object) -> _Lexeme:
    match value:
        case (str(text), int(number)):
            return _Lexeme(sense, text, number)
        case str(text):
            return _Lexeme(sense, text)
        case int(number):
            return _Lexeme(sense, number=number)
        case _:
            return _Lexeme(sense)


@dataclass(frozen=True, slots=True)
class _Entry:
    lexeme: _Lexeme | None
    phrases: list[tuple[tuple[str, ...], _Lexeme]] | None  # that begin with the word, longest first
    core: bool = True  # without one such word a text says nothing of time


_DIGITS = _Entry(None, None)
_IS_CORE = attrgetter("core")
# Prepositions, numerals and other words that take part in expressions of time and never make one alone.
_AUXILIARY = frozenset(
    (
        Sense.SINCE,
        Sense.UNTIL,
        Sense.FROM,
        Sense.TO,
        Sense.BETWEEN,
        Sense.AND,
        Sense.OF,
        Sense.AGO,
        Sense.LATER,
        Sense.DURING,
        Sense.ORDINAL,
        Sense.COUNT,
        Sense.ERA,
        Sense.THIS,
        Sense.ON,
        Sense.DATED,
        Sense.ARTICLE,
        Sense.VAGUE,
        Sense.FUTURE,
        Sense.PART,
        Sense.DIRECTION,
    )
)


class TimeLexicon:
    """Resources folded once, with a memo of every surface form seen."""

    def __init__(self, resources: TimeResources) -> None:
        self.resources = resources
        self.forms: dict[str, _Lexeme] = {}
        for sense, forms in resources.words.items():
            for form, value in forms.items():
                self.forms[strip_marks(fold_in_place(form))] = _lexeme(sense, value)
        self.phrases: dict[str, list[tuple[tuple[str, ...], _Lexeme]]] = {}
        for phrase, (sense, value) in resources.phrases.items():
            parts = tuple(strip_marks(fold_in_place(phrase)).split())
            self.phrases.setdefault(parts[0], []).append((parts, _lexeme(sense, value)))
        for options in self.phrases.values():
            options.sort(key=lambda option: -len(option[0]))
        self.weak = frozenset(fold_in_place(month) for month in resources.weak_months)
        self.future_prefixes = tuple(fold_in_place(prefix) for prefix in resources.future_prefixes)
        self.not_future = tuple(
            conjunction + fold_in_place(stem)
            for stem in resources.not_future.split()
            for conjunction in ("", resources.conjunction)
        )
        self.ten = frozenset(fold_in_place(word) for word in resources.ten)
        self.suffixes = frozenset((*resources.ordinal_suffixes, resources.decade_suffix))
        self.memo = Memo(self._entry)

    def is_future(self, word: str) -> bool:
        """Whether a word puts its sentence in the future."""
        if self.future_prefixes and len(word) > 3 and word.startswith(self.future_prefixes):
            return not word.startswith(self.not_future)
        lexeme = self.look_up(word)
        return lexeme is not None and lexeme.sense is Sense.FUTURE

    def look_up(self, word: str) -> _Lexeme | None:
        entry = self.memo[word]
        return entry.lexeme if entry is not None else None

    def _entry(self, word: str) -> _Entry | None:
        """What is known of a surface form, or None if it cannot be part of a time."""
        if word[:1].isdigit():
            return _DIGITS
        options = self.phrases.get(word)
        conjunction = self.resources.conjunction
        if options is None and conjunction and len(word) > 2 and word.startswith(conjunction):
            options = self.phrases.get(word[len(conjunction) :])
        lexeme = self._analyse(word)
        if options is None and lexeme is None:
            return None
        # Every phrase that begins with an auxiliary holds another word of time.
        return _Entry(lexeme, options, lexeme is None or lexeme.sense not in _AUXILIARY)

    def _analyse(self, word: str) -> _Lexeme | None:
        if word in self.forms:
            return self.forms[word]
        article, conjunction = self.resources.article, self.resources.conjunction
        for prefix in self.resources.prefixes:
            if not word.startswith(prefix) or len(word) <= len(prefix) + 1:
                continue
            rest = word[len(prefix) :]
            for candidate in (rest, article + rest) if prefix.endswith("لل") else (rest,):
                if candidate in self.forms and candidate not in self.weak:
                    lexeme = self.forms[candidate]
                    return replace(
                        lexeme,
                        conjoined=bool(conjunction) and prefix.startswith(conjunction),
                        definite=bool(article) and prefix.endswith((article, "لل")),
                    )
        return None


_lexicons: dict[int, TimeLexicon] = {}


def lexicon_of(resources: TimeResources) -> TimeLexicon:
    key = id(resources)
    found = _lexicons.get(key)
    if found is None or found.resources is not resources:
        found = _lexicons[key] = TimeLexicon(resources)
    return found


_NUMERIC_DATE = re.compile(
    r"(?<![\d/.,])(?P<a>\d{1,4})\s*(?P<sep>[/\-.])\s*\u200f?(?P<b>\d{1,2})\s*(?P=sep)\s*\u200f?(?P<c>\d{1,4})"
    r"(?![\d/])(?:\s?(?P<era>هـ|ه|م)(?!\w))?"
)
_DAY_MONTH = re.compile(r"(?<![\d/.,])(?P<a>\d{1,2})\s*/\s*(?P<b>\d{1,2})(?![\d/])")
_CLOCK = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])")
_DOTTED_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.,][0-5]\d")
_YEAR_PAIR = re.compile(
    r"(?<![\d/\-.,])(?P<a>(?:1[3-9]|20)\d\d)\s*[/\-]\s*(?P<b>(?:1[3-9]|20)\d\d|\d\d)(?![\d/\-])"
)


class _Reader:
    """Recursive descent over the tokens of one text. Every ``_x(i)`` gives (reading, next index) or None."""

    def __init__(self, tokens: Lexemes, lexicon: TimeLexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.words = tokens.words
        self.size = len(tokens.words)
        self.entries = entries = list(map(lexicon.memo.__getitem__, tokens.words))
        self.candidates = [index for index, entry in enumerate(entries) if entry is not None]
        self.lexemes: list[_Lexeme | None] = [None] * self.size
        self.spans: dict[int, tuple[CalendarDate, int]] = {}  # token -> numeric date and next token
        self.clocks: dict[int, int] = {}
        self.pairs: dict[int, tuple[int, int, int]] = {}
        self.slashes: dict[int, tuple[int, int, int]] = {}
        self.joined: dict[int, tuple[_Lexeme, int]] = {}  # token -> phrase that begins there and next token
        if not any(map(_IS_CORE, filter(None, entries))):
            self.candidates = []
            return
        for index in self.candidates:
            entry = entries[index]
            assert entry is not None
            self.lexemes[index] = entry.lexeme
            if entry.phrases is not None:
                for parts, lexeme in entry.phrases:
                    if tuple(self.words[index + 1 : index + len(parts)]) == parts[1:]:
                        self.joined[index] = (lexeme, index + len(parts))
                        break
        if self.candidates and any(tokens.numeric):
            self._join_numbers()

    def _join_numbers(self) -> None:
        folded = self.tokens.folded
        slashed = "/" in folded
        dated = max(map(folded.count, "/-.")) > 1  # a numeric date has one separator twice
        if not (dated or slashed or "-" in folded or ":" in folded):
            return
        at = {start: index for index, start in enumerate(self.tokens.starts)}
        ends = {end: index for index, end in enumerate(self.tokens.ends, 1)}
        if ":" in folded:
            for match in _CLOCK.finditer(folded):
                first, last = at.get(match.start()), ends.get(match.end())
                if first is not None and last is not None:
                    self.clocks[first] = last
        taken: list[tuple[int, int]] = []
        for match in _NUMERIC_DATE.finditer(folded) if dated else ():
            reading = self._numeric_date(match)
            first, last = at.get(match.start()), ends.get(match.end())
            if last is None:
                last = next((i for i, end in enumerate(self.tokens.ends) if end >= match.end()), None)
                last = last + 1 if last is not None else None
            if reading is not None and first is not None and last is not None:
                self.spans[first] = (reading, last)
                taken.append(match.span())
        if slashed or "-" in folded:
            for match in _YEAR_PAIR.finditer(folded):
                first, last = at.get(match.start()), ends.get(match.end())
                if (
                    first is None
                    or last is None
                    or any(a < match.end() and match.start() < b for a, b in taken)
                ):
                    continue
                year = int(match["a"])
                other = int(match["b"])
                if len(match["b"]) == 2:
                    other += year - year % 100
                if year < other <= year + 150 and (len(match["b"]) == 4 or other == year + 1):
                    era = self.lexicon.look_up(self.words[last]) if last < self.size else None
                    marked = era is not None and era.sense is Sense.ERA
                    self.pairs[first] = (year, other, last + marked)
        if slashed:
            for match in _DAY_MONTH.finditer(folded):
                first, last = at.get(match.start()), ends.get(match.end())
                if (
                    first is None
                    or last is None
                    or any(a < match.end() and match.start() < b for a, b in taken)
                ):
                    continue
                self.slashes[first] = (int(match["a"]), int(match["b"]), last)

    def _numeric_date(self, match: re.Match[str]) -> CalendarDate | None:
        a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
        era = match["era"] or ""
        dotted = match["sep"] == "."
        if len(match["a"]) == 4 and len(match["c"]) <= 2:
            year, month, day = a, b, c
            if month > 12 >= day:
                month, day = day, month
            swappable = False
        elif len(match["a"]) <= 2 and len(match["c"]) in (2, 4):
            if len(match["c"]) == 2 and dotted:
                return None
            year = c
            day, month = (b, a) if self.lexicon.resources.month_first else (a, b)
            swappable = day <= 12 and month <= 12
            if month > 12 >= day:
                day, month, swappable = month, day, False
        else:
            return None
        if year < 100:
            year += 1400 if era.startswith("ه") and 30 <= year <= 60 else 2000 if year < 50 else 1900
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        if 1300 <= year <= 1500:
            system = "h"
        elif 1800 <= year <= 2200:
            system = "g"  # a Hijri mark behind a year like 2015 is a slip of the pen
        else:
            return None
        return CalendarDate(system, year, month, (day,), swappable=swappable)

    # -- tokens

    def _lexeme(self, index: int) -> _Lexeme | None:
        return self.lexemes[index] if 0 <= index < self.size else None

    def _sense(self, index: int) -> Sense | None:
        lexeme = self._lexeme(index)
        return lexeme.sense if lexeme else None

    def _next(self, index: int) -> tuple[_Lexeme | None, int]:
        """The lexeme at ``index``, a phrase counting as one, and the index after it."""
        if index in self.joined:
            return self.joined[index]
        return self._lexeme(index), index + 1

    def _is_period(self, index: int, unit: str, count: int) -> bool:
        lexeme = self._lexeme(index)
        return lexeme is not None and (lexeme.sense, lexeme.text, lexeme.number) == (
            Sense.PERIOD,
            unit,
            count,
        )

    def _touches(self, index: int) -> bool:
        """Whether there is no space before the token."""
        return self.tokens.starts[index] == self.tokens.ends[index - 1]

    def _is(self, index: int, symbol: str) -> bool:
        return 0 <= index < self.size and self.words[index] == symbol

    def _integer(self, index: int) -> int | None:
        if 0 <= index < self.size and self.tokens.numeric[index] and len(self.words[index]) <= 4:
            word = self.words[index]
            if word.isascii() and word.isdigit():
                return int(word)
        return None

    # -- parts of a date

    def _day(self, index: int) -> tuple[int, int] | None:
        """A day of a month in digits or ordinal words."""
        if self._sense(index) is Sense.ARTICLE:
            index += 1
        number = self._integer(index)
        if number is not None:
            if 1 <= number <= 31 and len(self.words[index]) <= 2:
                after = index + 1
                if after < self.size and self.words[after] in self.lexicon.resources.ordinal_suffixes:
                    after += 1
                return number, after
            return None
        lexeme = self._lexeme(index)
        if lexeme is None or lexeme.sense is not Sense.ORDINAL:
            return None
        value, after = lexeme.number, index + 1
        if value < 10 and self._sense(after) is Sense.ORDINAL:
            other = self._lexeme(after)
            assert other is not None
            if other.number in (20, 30) and other.conjoined:
                return value + other.number, after + 1
            if other.number == 10 and not other.conjoined:
                return value + 10, after + 1
        if value == 20 or value == 30:
            dash = 1 if self._is(after, "-") else 0
            other = self._lexeme(after + dash)
            if other and other.sense is Sense.ORDINAL and other.number < 10:
                return value + other.number, after + dash + 1
        return (value, after) if value <= 31 else None

    def _days(self, index: int) -> tuple[tuple[int, ...], int] | None:
        """One or several days: "18 and 19", "13 - 15", "24, 25 and 26"."""
        first = self._day(index)
        if first is None:
            return None
        days, after = [first[0]], first[1]
        while True:
            at = after
            if (
                self._sense(at) in (Sense.AND, Sense.TO, Sense.UNTIL)
                or self._is(at, "-")
                or self._is(at, ",")
            ):
                at += 1
                if self._sense(at) is Sense.AND:
                    at += 1
            elif self._is(at, "،"):
                at += 1
            elif not ((lexeme := self._lexeme(at)) and lexeme.sense is Sense.ORDINAL and lexeme.conjoined):
                break
            following = self._day(at)
            if following is None or following[0] <= days[-1]:
                break
            days.append(following[0])
            after = following[1]
        return tuple(days), after

    def _month(self, index: int) -> tuple[str, int, int] | None:
        """A month with its other names: ``(calendar, number, next)``."""
        lexeme, after = self._next(index)
        if lexeme is None or lexeme.sense is not Sense.MONTH:
            return None
        system, number = lexeme.text, lexeme.number
        if self._is(after, ".") and self._integer(after + 1) is not None and len(self.words[index]) <= 4:
            after += 1  # an abbreviation
        while True:
            at = after
            bracket = self._is(at, "(")
            if bracket or self._is(at, "/") or self._is(at, "-"):
                at += 1
            other, end = self._next(at)
            if (
                other is None
                or other.sense is not Sense.MONTH
                or (other.text, other.number) != (system, number)
                or other.conjoined
            ):
                return system, number, after
            if bracket:
                if not self._is(end, ")"):
                    return system, number, after
                end += 1
            after = end

    def _year(self, index: int, *, bare: bool, wide: bool = False) -> tuple[str, int, int] | None:
        """A year number with or without "the year": ``(calendar, year, next)``."""
        at = index
        worded = False
        if self._sense(at) in (Sense.OF, Sense.ON) or self._is(at, "،") or self._is(at, ","):
            at += 1
        if self._sense(at) is Sense.OF:
            at += 1
        lexeme = self._lexeme(at)
        if (
            lexeme is not None
            and lexeme.sense is Sense.PERIOD
            and (lexeme.text, lexeme.number) == ("year", 1)
        ):
            worded = True
            at += 1
            if self._is(at, "،") and self._integer(at + 1) is not None and self._touches(at + 1):
                at += 1  # one daily prints the comma before the number
        if self._is(at, "("):
            inside = self._integer(at + 1)
            if not (worded and inside and self._is(at + 2, ")")):
                return None
            at += 1
            closing = 1
        else:
            closing = 0
        number = self._integer(at)
        if number is None or not (len(self.words[at]) == 4 or (worded and len(self.words[at]) == 3)):
            return None
        after = at + 1 + closing
        era = self._lexeme(after)
        marked = era is not None and era.sense is Sense.ERA
        likely = 1900 <= number <= 2100 or 1400 <= number <= 1460
        if not (worded or marked or (bare and (likely or (wide and 1300 <= number <= 2200)))):
            return None
        if number < 500:
            return None
        system = "h" if number <= 1500 and ((marked and era and era.text == "h") or number >= 1340) else "g"
        if marked:
            after += 1
        return system, number, after

    def _direction(self, index: int) -> tuple[int, int] | None:
        lexeme, after = self._next(index)
        return (lexeme.number, after) if lexeme is not None and lexeme.sense is Sense.DIRECTION else None

    def _year_or_direction(self, index: int, found: CalendarDate) -> tuple[CalendarDate, int]:
        """What follows a month: its year, "last", or "of the coming year"."""
        if self._is(index, "("):
            inner = self._year(index + 1, bare=True, wide=True)
            if inner and self._is(inner[2], ")"):
                return replace(found, year=inner[1]), inner[2] + 1
        year = self._year(index, bare=True, wide=True)
        if year is not None:
            if found.calendar == "h" and year[0] == "g":
                return found, index
            return replace(found, year=year[1]), year[2]
        direction = self._direction(index)
        if direction is not None:
            found, index = replace(found, direction=direction[0]), direction[1]
            again = self._year(index, bare=True, wide=True)
            return (replace(found, year=again[1]), again[2]) if again else (found, index)
        at = index + 1 if self._sense(index) is Sense.OF else index
        lexeme = self._lexeme(at)
        if lexeme and lexeme.sense is Sense.PERIOD and (lexeme.text, lexeme.number) == ("year", 1):
            direction = self._direction(at + 1)
            if direction is not None:
                return replace(found, year_direction=direction[0]), direction[1]
        if lexeme and lexeme.sense is Sense.DIRECTION:
            following = self._lexeme(at + 1)
            if (
                following
                and following.sense is Sense.PERIOD
                and (following.text, following.number) == ("year", 1)
            ):
                return replace(found, year_direction=lexeme.number), at + 2
        return found, index

    def _calendar_date(self, index: int, *, loose: bool = False) -> tuple[CalendarDate, int] | None:
        """A date with at least a month. ``loose`` also takes day/month and a lone day (inside ranges)."""
        if index in self.spans:
            return self.spans[index]
        resources = self.lexicon.resources
        lexeme, after = self._next(index)
        # English order: month, day, year; or direction, month.
        if resources.direction_first and lexeme is not None:
            if lexeme.sense is Sense.DIRECTION:
                month = self._month(index + 1)
                if month is not None:
                    return CalendarDate(month[0], month=month[1], direction=lexeme.number), month[2]
            if lexeme.sense is Sense.MONTH:
                month = self._month(index)
                assert month is not None
                found = CalendarDate(month[0], month=month[1])
                days = self._days(month[2])
                if days is not None:
                    return self._year_or_direction(days[1], replace(found, days=days[0]))
        days = self._days(index)
        if days is not None:
            at = days[1]
            if self._sense(at) is Sense.OF:
                at += 1
            at = self._month_word(at)
            month = self._month(at)
            if month is not None:
                return self._year_or_direction(month[2], CalendarDate(month[0], month=month[1], days=days[0]))
            # "the 12th of this month"
            period = self._lexeme(at)
            if period is not None and at > days[1] and self._sense(at - 1) is Sense.PERIOD:
                direction = self._direction(at)
                if direction is not None:
                    return CalendarDate(days=days[0], direction=direction[0]), direction[1]
            if loose:
                if index in self.slashes:
                    a, b, end = self.slashes[index]
                    if b > 12 >= a:
                        a, b = b, a
                    if 1 <= a <= 31 and 1 <= b <= 31:
                        return CalendarDate(month=b, days=(a,), swappable=True), end
                if len(days[0]) == 1:
                    return CalendarDate(days=days[0]), days[1]
            return None
        at = self._month_word(index)
        month = self._month(at)
        if month is None:
            return None
        found, after = self._year_or_direction(month[2], CalendarDate(month[0], month=month[1]))
        if (
            self.words[at] in self.lexicon.weak
            and at == index
            and found.year is None
            and found.direction is None
            and found.year_direction is None
            and after == at + 1
            and not (
                loose
                or self._sense(index - 1) in (Sense.ON, Sense.DURING, Sense.SINCE, Sense.UNTIL, Sense.PART)
            )
        ):
            return None
        return found, after

    def _month_word(self, index: int) -> int:
        lexeme = self._lexeme(index)
        if (
            lexeme is not None
            and lexeme.sense is Sense.PERIOD
            and (lexeme.text, lexeme.number) == ("month", 1)
        ):
            return index + 1
        return index

    # -- whole expressions

    def _moment(self, index: int, *, loose: bool = False) -> tuple[Reading, int] | None:
        """Anything that denotes one stretch of days, without since, until and ranges of two moments."""
        start = index
        part = ""
        lexeme, after = self._next(index)
        if lexeme is None and not (index < self.size and self.tokens.numeric[index]):
            return None
        if lexeme is not None and lexeme.sense is Sense.PART:
            part = lexeme.text
            index = after
            while self._sense(index) in (Sense.OF, Sense.THIS, Sense.ARTICLE) or self._is(index, "-"):
                index += 1
            lexeme, after = self._next(index)
            if lexeme is None and self.tokens.numeric[index : index + 1] != [True]:
                return None
        if lexeme is not None and lexeme.sense is Sense.DAY_PART:
            inner = self._after_day_part(after)
            if inner is not None:
                return inner
            return None
        found = self._period(index, part)
        if found is not None:
            return found
        if lexeme is not None and lexeme.sense is Sense.RELATIVE_DAY:
            return self._relative_day(lexeme.number, after)
        if (
            lexeme is not None
            and lexeme.sense is Sense.PERIOD
            and (lexeme.text, lexeme.number) in (("day", 1), ("day", 2))
        ):
            named = self._named_day(after, loose=True)
            if named is not None:
                return named
        if lexeme is not None and lexeme.sense is Sense.DATED:
            dated = self._calendar_date(after, loose=True)
            if dated is not None and (dated[0].month is not None):
                return dated
        if lexeme is not None and (lexeme.sense is Sense.WEEKDAY or lexeme.sense is Sense.DIRECTION):
            named = self._named_day(index, loose=loose)
            if named is not None:
                return named
        dated = self._calendar_date(index, loose=loose)
        if dated is not None:
            reading, end = dated
            if reading.days and part:
                part = ""
            return replace(reading, part=part), end
        year = self._year(index, bare=bool(part) or loose or self._sense(start - 1) in _BEFORE_YEAR)
        if year is not None and (index == start or part):
            suffix = self.lexicon.resources.decade_suffix
            if suffix and year[1] % 10 == 0 and self._is(year[2], suffix) and self._touches(year[2]):
                return Decade(year[1]), year[2] + 1
            return CalendarDate(year[0], year[1], part=part), year[2]
        return None

    def _after_day_part(self, index: int) -> tuple[Reading, int] | None:
        """What follows "evening of": today, a weekday, two weekdays (a night), a date."""
        at = index
        while self._sense(at) in (Sense.OF, Sense.THIS, Sense.DAY_PART, Sense.ON, Sense.DIRECTION):
            at += 1
        lexeme, after = self._next(at)
        if lexeme is None and not (at < self.size and self.tokens.numeric[at]):
            return None
        if lexeme is not None and lexeme.sense is Sense.RELATIVE_DAY:
            return self._relative_day(lexeme.number, after)
        if (
            lexeme is not None
            and lexeme.sense is Sense.PERIOD
            and (lexeme.text, lexeme.number) in (("day", 1), ("day", 2))
        ):
            return self._named_day(after, loose=True)
        if lexeme is not None and lexeme.sense is Sense.WEEKDAY:
            named = self._named_day(at, loose=True)
            if named is not None:
                reading, end = named
                if isinstance(reading, Weekdays) and len(reading.days) == 1:
                    slash = 1 if self._is(end, "-") or self._is(end, "/") else 0
                    other = self._lexeme(end + slash)
                    if (
                        other is not None
                        and other.sense is Sense.WEEKDAY
                        and (reading.days[0] + 1) % 7 == other.number
                    ):
                        return Weekdays((reading.days[0], other.number), overnight=True), end + slash + 1
                return named
        return self._calendar_date(at)

    def _relative_day(self, offset: int, index: int) -> tuple[Reading, int]:
        at = index
        if self._is(at, "(") or self._is(at, ",") or self._is(at, "،"):
            at += 1
        lexeme = self._lexeme(at)
        if lexeme is not None and lexeme.sense is Sense.WEEKDAY and not lexeme.conjoined:
            end = at + 1
            if self._is(at - 1, "("):
                if not self._is(end, ")"):
                    return RelativeDay(offset), index
                end += 1
            return RelativeDay(offset, lexeme.number), end
        # "last night", "this evening": a day part after the day
        while self._sense(index) is Sense.DAY_PART and not self._definite(index):
            index += 1
        return RelativeDay(offset), index

    def _definite(self, index: int) -> bool:
        lexeme = self._lexeme(index)
        return lexeme is not None and lexeme.conjoined

    def _named_day(self, index: int, *, loose: bool) -> tuple[Reading, int] | None:
        """Weekdays and the dates that go with them."""
        direction: int | None = None
        at = index
        lexeme, after = self._next(at)
        if lexeme is not None and lexeme.sense is Sense.DIRECTION and self.lexicon.resources.direction_first:
            direction = lexeme.number
            at = after
            lexeme, after = self._next(at)
            if lexeme is None or lexeme.sense is not Sense.WEEKDAY:
                return None
        if lexeme is not None and lexeme.sense is Sense.RELATIVE_DAY:
            return self._relative_day(lexeme.number, after)
        if lexeme is None or lexeme.sense is not Sense.WEEKDAY:
            return self._calendar_date(index, loose=loose) if loose and direction is None else None
        days = [lexeme.number]
        while True:
            at = after
            if self._sense(at) is Sense.AND or self._is(at, ",") or self._is(at, "،"):
                at += 1
                if self._sense(at) is Sense.AND:
                    at += 1
            following = self._lexeme(at)
            if following is None or following.sense is not Sense.WEEKDAY:
                break
            if at == after and not following.conjoined:
                break
            days.append(following.number)
            after = at + 1
        if direction is None:
            found = self._direction(after)
            if found is not None:
                direction, after = found
        relative, end = self._next(after)
        if (
            relative is not None
            and relative.sense is Sense.RELATIVE_DAY
            and relative.number != 0
            and len(days) == 1
            and not relative.conjoined
        ):
            return RelativeDay(relative.number, days[0]), end
        # "Sunday, 8/11/1436", "Tuesday the 28th of July"
        at = after
        while (
            self._is(at, ",")
            or self._is(at, "،")
            or self._is(at, "(")
            or self._sense(at)
            in (
                Sense.DATED,
                Sense.ARTICLE,
                Sense.OF,
            )
            or (self._is_period(at, "day", 1))
        ):
            at += 1
        dated = self._calendar_date(at, loose=True)
        if (
            dated is not None
            and len(days) == 1
            and (
                dated[0].month is not None
                or (at == after and loose and (self._sense(dated[1]) in _ENDS or self._is(dated[1], "-")))
            )
        ):
            reading, end = dated
            return replace(reading, weekday=days[0]), end + 1 if self._is(end, ")") else end
        return Weekdays(tuple(days), direction), after

    def _period(self, index: int, part: str) -> tuple[Reading, int] | None:
        """ "Last week", "the first quarter of 2015", "the past three days", decades, seasons."""
        resources = self.lexicon.resources
        lexeme, after = self._next(index)
        if lexeme is None and not (index < self.size and self.tokens.numeric[index]):
            return None
        if lexeme is not None and lexeme.sense is Sense.DECADE:
            return self._decade(lexeme.number, after)
        if lexeme is not None and lexeme.sense is Sense.QUARTER:
            return self._of_year("quarter", lexeme.number, after, part)
        if lexeme is not None and lexeme.sense is Sense.THIS:
            index, (lexeme, after) = after, self._next(after)
            if (
                lexeme is not None
                and lexeme.sense is Sense.PERIOD
                and (lexeme.text, lexeme.number) == ("year", 1)
            ):
                year = self._year(after, bare=True)
                if year is not None:
                    return CalendarDate(year[0], year[1], part=part), year[2]
            if lexeme is not None and lexeme.sense is Sense.PERIOD and lexeme.number == 1:
                return Period(lexeme.text, 0, part), after
            if lexeme is not None and lexeme.sense is Sense.WEEKDAY:
                return Weekdays((lexeme.number,)), after
            return None
        if resources.direction_first and lexeme is not None and lexeme.sense is Sense.DIRECTION:
            aim = lexeme.number
            count, at = self._count(after)
            vague = False
            while self._sense(at) is Sense.VAGUE:
                vague, at = True, at + 1
            period = self._lexeme(at)
            if period is None or period.sense is not Sense.PERIOD:
                return None
            unit, size = period.text, period.number
            if vague:
                return Vague(), at + 1
            if count is not None:
                return (Amount(unit, count, aim or -1, window=True), at + 1) if count else None
            if size == 0:
                return Vague(), at + 1
            return Period(unit, aim, part), at + 1
        if lexeme is not None and lexeme.sense is Sense.ORDINAL and resources.direction_first:
            period = self._lexeme(after)
            if period is not None and period.sense is Sense.PERIOD:
                return self._of_year(period.text, lexeme.number, after + 1, part)
            return None
        count, at = self._count(index)
        if count is not None:
            period = self._lexeme(at)
            if period is None or period.sense is not Sense.PERIOD:
                return None
            unit = period.text
            direction = self._direction(at + 1)
            if direction is not None and direction[0] and not resources.direction_first:
                return Amount(unit, count, direction[0], window=True), direction[1]
            if self._sense(at + 1) is Sense.AGO and resources.direction_first:
                return Amount(unit, count, -1), at + 2
            return None
        if lexeme is None or lexeme.sense is not Sense.PERIOD:
            if lexeme is not None and lexeme.sense is Sense.SEASON:
                return self._season(after)
            return None
        unit, size = lexeme.text, lexeme.number
        if size == 2 and unit in ("year", "month") and not resources.direction_first:
            pair = self._pair_of(unit, after)
            if pair is not None:
                return pair
        # quarter or half of a year
        ordinal = self._lexeme(after)
        if unit == "century" and ordinal is not None and ordinal.sense is Sense.ORDINAL:
            nth = self._day(after)
            if nth is not None and nth[0] <= 21:
                return Decade((nth[0] - 1) * 100 + 1, 100), nth[1]
        if unit in ("quarter", "half") and ordinal is not None and ordinal.sense is Sense.ORDINAL:
            return self._of_year(unit, ordinal.number, after + 1, part)
        vague = False
        at = after
        number: int | None = None
        while True:
            sense = self._sense(at)
            if sense is Sense.VAGUE:
                vague = True
                at += 1
            elif (
                sense is Sense.ARTICLE
                or self._count_word(at) is not None
                or (self.tokens.numeric[at : at + 1] == [True] and at > after)
            ):
                number, end = self._count(at)
                if number is None or end == at:
                    break
                at = end
            else:
                break
        direction = self._direction(at)
        if direction is not None:
            if vague:
                return Vague(), direction[1]
            if number is not None or size == 2:
                return Amount(unit, number or 2, direction[0] or -1, window=True), direction[1]
            if size == 0:
                return Vague(), direction[1]
            if unit == "day":
                return None
            again = self._direction(direction[1])
            reading: Reading = Period(unit, direction[0], part)
            end = again[1] if again else direction[1]
            if unit == "year":
                year = self._year(end, bare=True)
                if year is not None:
                    return CalendarDate(year[0], year[1], part=part), year[2]
            return reading, end
        if vague and at > after and size == 0:
            return Vague(), at
        if part and lexeme.definite and size == 1 and unit in ("week", "month", "year"):
            return Period(unit, 0, part), after
        return None

    def _of_year(self, unit: str, number: int, index: int, part: str) -> tuple[Reading, int] | None:
        """A quarter or half, and what it is of."""
        months = {"quarter": 3, "half": 6}.get(unit)
        if months is None or number > 12 // months:
            return None
        if unit == "half":
            of_month = self._of_month(number, index)
            if of_month is not None:
                return of_month
        year = self._year(index, bare=True)
        if year is not None:
            return Fraction(number, months, year[1]), year[2]
        at = index + 1 if self._sense(index) is Sense.OF else index
        direction = self._direction(at)
        lexeme = self._lexeme(at)
        if (
            lexeme is not None
            and lexeme.sense is Sense.PERIOD
            and (lexeme.text, lexeme.number) == ("year", 1)
        ):
            direction = self._direction(at + 1)
            if direction is not None:
                return Period("year", direction[0], number=number, part=unit), direction[1]
            if lexeme.definite:
                return Period("year", 0, number=number, part=unit), at + 1
        elif direction is not None:
            follow = self._lexeme(direction[1])
            if (
                follow is not None
                and follow.sense is Sense.PERIOD
                and (follow.text, follow.number) == ("year", 1)
            ):
                return Period("year", direction[0], number=number, part=unit), direction[1] + 1
            return Period("year", 0, number=number, part=unit), direction[1]
        return (Fraction(number, months, None), index) if unit == "quarter" else None

    def _of_month(self, number: int, index: int) -> tuple[Reading, int] | None:
        """The first or second half of a month."""
        at = index + 1 if self._sense(index) is Sense.OF else index
        part = f"half{number}"
        worded = self._month_word(at)
        month = self._month(worded)
        if month is not None:
            return self._year_or_direction(month[2], CalendarDate(month[0], month=month[1], part=part))
        direction = self._direction(worded) if worded > at else None
        return (Period("month", direction[0], part), direction[1]) if direction is not None else None

    def _pair_of(self, unit: str, index: int) -> tuple[Reading, int] | None:
        """ "The two years 2010 and 2014", "the two months June and July 2015", the dual already read."""
        if unit == "year":
            first = self._year(index, bare=True)
            at = first[2] if first is not None else index
            lexeme = self._lexeme(at)
            if first is None or lexeme is None or lexeme.sense is not Sense.AND:
                return None
            last = self._year(at + 1, bare=True)
            if last is None or last[1] <= first[1]:
                return None
            return Range(CalendarDate(last[0], first[1]), CalendarDate(last[0], last[1])), last[2]
        month = self._month(index)
        if month is None:
            return None
        following, after = self._next(month[2])
        if following is None or following.sense is not Sense.MONTH or not following.conjoined:
            return None
        second, end = self._year_or_direction(after, CalendarDate(following.text, month=following.number))
        return Range(*_share(CalendarDate(month[0], month=month[1]), second)), end

    def _decade(self, tens: int, index: int) -> tuple[Reading, int] | None:
        century = 1900 if tens >= 20 else 2000
        at = index
        if self._sense(at) is Sense.OF:
            at += 1
        lexeme = self._lexeme(at)
        if (
            lexeme is not None
            and lexeme.sense is Sense.PERIOD
            and (lexeme.text, lexeme.number) == ("century", 1)
        ):
            direction = self._direction(at + 1)
            if direction is not None:
                return Decade(1900 + tens if direction[0] < 0 else 2000 + tens), direction[1]
            ordinal = self._day(at + 1)
            if ordinal is not None:
                return Decade((ordinal[0] - 1) * 100 + tens), ordinal[1]
        return Decade(century + tens), index

    def _season(self, index: int) -> tuple[Reading, int] | None:
        direction = self._direction(index)
        if direction is not None:
            return Vague("season"), direction[1]
        year = self._year(index, bare=True)
        if year is not None:
            return Vague("season"), year[2]
        return Vague("season"), index

    def _count(self, index: int) -> tuple[int | None, int]:
        if self._sense(index) is Sense.ARTICLE:
            index += 1
        number = self._integer(index)
        if number is not None:
            return (number, index + 1) if number <= 400 else (None, index)
        value = self._count_word(index)
        if value is not None:
            after = index + 1
            other = self._count_word(after)
            conjoined = (follower := self._lexeme(after)) is not None and follower.conjoined
            if other is not None and value < 10:
                if other == 10 and not conjoined:
                    return value + 10, after + 1
                if other > 10 and other % 10 == 0 and conjoined:
                    return value + other, after + 1
            return value, after
        return None, index

    def _count_word(self, index: int) -> int | None:
        lexeme = self._lexeme(index)
        if lexeme is None:
            return None
        if lexeme.sense is Sense.COUNT:
            return lexeme.number
        word = self.words[index]
        article = self.lexicon.resources.article
        is_ten = word in self.lexicon.ten or word.removeprefix(article) in self.lexicon.ten
        return 10 if lexeme.sense is Sense.ORDINAL and is_ten else None

    def _counts_from_a_happening(self, index: int) -> bool:
        """Whether a point of reference other than today follows: "two days before the vote"."""
        if self._sense(index) is not Sense.OF or self._sense(index + 1) is Sense.AGO:
            return False  # not the "from before" of a passive
        moment = self._moment(index + 1)
        return moment is None or not isinstance(moment[0], RelativeDay)

    def _ago(self, index: int, sign: int) -> tuple[Reading, int] | None:
        """ "Before two days", "since three weeks": the amount behind a preposition."""
        vague = False
        while self._sense(index) is Sense.VAGUE:
            vague, index = True, index + 1
        count, at = self._count(index)
        lexeme = self._lexeme(at)
        if lexeme is None or lexeme.sense is not Sense.PERIOD:
            return None
        unit, size = lexeme.text, lexeme.number
        following, _ = self._next(at + 1)
        named = following is not None and following.sense in (Sense.MONTH, Sense.WEEKDAY, Sense.RELATIVE_DAY)
        if count is None and size == 1 and (named or self._integer(at + 1) is not None):
            return None  # "since the year 2009", "since the month of May"
        if sign > 0 and following is not None and following.sense is Sense.OF:
            return Vague(), at + 1  # "two days after ...": counted from something else than the anchor
        if following is not None and following.sense is Sense.VAGUE:
            return Vague(), at + 2
        if vague or (count is None and size == 0):
            return Vague(), at + 1
        if lexeme.definite and count is None:
            return None
        return Amount(unit, count if count is not None else size, sign), at + 1

    def read(self) -> tuple[Mention, ...]:
        mentions: list[Mention] = []
        done = 0
        lexemes, numeric, joined = self.lexemes, self.tokens.numeric, self.joined
        for index in self.candidates:
            if index < done:
                continue
            lexeme = lexemes[index]
            if index not in joined and self._stands_alone(index):
                continue
            if lexeme is None:
                if not numeric[index] and index not in joined:
                    continue
            elif lexeme.sense in _NEVER_FIRST and index not in joined:
                continue
            elif lexeme.sense in _PREPOSITIONS and index not in joined:
                following = index + 1
                if following >= self.size or not (
                    lexemes[following] is not None or numeric[following] or following in joined
                ):
                    continue
            found = self._expression(index)
            if found is None:
                continue
            reading, start, end = found
            done = max(end, index + 1)
            if isinstance(reading, Name):
                continue
            mentions.append(
                Mention(
                    self.tokens.starts[start],
                    self.tokens.ends[end - 1],
                    reading,
                    _owns_numbers(reading),
                )
            )
        return tuple(mentions)

    def _stands_alone(self, index: int) -> bool:
        """Whether the token needs another one behind it to be a time, and has only an ordinary word there."""
        following = index + 1
        if following < self.size:
            word = self.words[following]
            if self.entries[following] is not None or not word.isalpha() or word in self.lexicon.suffixes:
                return False
        lexeme = self.lexemes[index]
        if lexeme is not None:
            return lexeme.sense in _NEVER_LAST
        # Digits, unless read already or a year behind its preposition.
        if index in self.spans or index in self.clocks or index in self.pairs:
            return False
        return self._sense(index - 1) not in _BEFORE_YEAR

    def _expression(self, index: int) -> tuple[Reading, int, int] | None:
        lexeme, after = self._next(index)
        sense = lexeme.sense if lexeme is not None else None
        if sense is Sense.NAME:
            weekday = self._lexeme(after)
            if weekday is None or weekday.sense is not Sense.WEEKDAY:
                return Name(), index, after
            return None
        if index in self.clocks:
            return Clock(), index, self.clocks[index]
        if index in self.pairs:
            first, last, end = self.pairs[index]
            system = "h" if last <= 1500 else "g"
            return Range(CalendarDate(system, first), CalendarDate(system, last)), index, end
        if sense is Sense.CLOCK:
            return self._clock(index, after)
        if sense is Sense.SINCE:
            inner = self._ago(after, -1) or self._bounded(after) or self._moment(after, loose=False)
            if inner is None:
                year = self._year(after, bare=True)
                inner = (CalendarDate(year[0], year[1]), year[2]) if year is not None else None
            if inner is None:
                return None
            reading, end = inner
            if isinstance(reading, Vague):
                return reading, index, end
            return Open(reading), index, end
        if sense is Sense.AGO and not self.lexicon.resources.direction_first:
            found = self._ago(after, -1)
            if found is None:
                return None
            if isinstance(found[0], Amount) and self._counts_from_a_happening(found[1]):
                return Vague(), index, found[1]
            return found[0], index, found[1]
        if sense is Sense.LATER:
            found = self._ago(after, 1)
            return (found[0], index, found[1]) if found else None
        if sense is Sense.DURING:
            inner = self._bounded(after) or self._moment(after)
            if inner is None:
                year = self._year(after, bare=True)
                inner = (CalendarDate(year[0], year[1]), year[2]) if year is not None else None
            return (inner[0], index, inner[1]) if inner else None
        if sense in (Sense.FROM, Sense.OF, Sense.BETWEEN):
            bounded = self._bounded(index)
            return (bounded[0], index, bounded[1]) if bounded else None
        if sense in (Sense.ON, Sense.UNTIL, Sense.TO):
            inner = self._moment(after)
            if inner is None:
                year = self._year(after, bare=True)
                if year is not None and not self._counts_something(year[2]):
                    inner = (CalendarDate(year[0], year[1]), year[2])
            if inner is None:
                return None
            return self._range_onwards(inner, after)
        inner = self._moment(index)
        if inner is None:
            if self._is(index - 1, "(") and self._integer(index) is not None:
                year = self._year(index, bare=True)
                if year is not None and self._is(year[2], ")") and 1900 <= year[1] <= 2100:
                    return CalendarDate(year[0], year[1]), index, year[2]
            return None
        return self._range_onwards(inner, index)

    def _counts_something(self, index: int) -> bool:
        """Whether the word behind a bare year-like number reads as a counted noun."""
        if self._sense(index) is Sense.PERIOD:
            return True
        endings = self.lexicon.resources.counted_endings
        return index < self.size and len(self.words[index]) > 2 and self.words[index].endswith(endings)

    def _range_onwards(self, found: tuple[Reading, int], start: int) -> tuple[Reading, int, int]:
        """ "6 to 8 May", "June - August 2015": a second moment behind the first."""
        reading, end = found
        if self._is(end, "-") and isinstance(reading, CalendarDate):
            other = self._moment(end + 1)
            if other is not None and isinstance(other[0], CalendarDate):
                return Range(*_share(reading, other[0])), start, other[1]
        return reading, start, end

    def _bounded(self, index: int) -> tuple[Reading, int] | None:
        """ "From A to B" and "between A and B"."""
        sense = self._sense(index)
        if sense not in (Sense.FROM, Sense.OF, Sense.BETWEEN):
            return None
        at = index + 1
        if sense is not Sense.BETWEEN and self._sense(at) is Sense.BETWEEN:
            at += 1
        first = self._bound(at)
        if first is None:
            return None
        reading, after = first
        if isinstance(reading, Range):
            return reading, after
        lexeme = self._lexeme(after)
        if lexeme is None:
            if not self._is(after, "-"):
                if isinstance(reading, CalendarDate) and len(reading.days) > 1 and reading.month is not None:
                    return reading, after
                return None
            other = self._bound(after + 1)
            if other is None:
                return None
            last = other
        elif lexeme.sense in (Sense.TO, Sense.UNTIL) or (
            sense is Sense.BETWEEN and lexeme.sense is Sense.AND
        ):
            other = self._bound(after + 1)
            if other is None:
                return (reading, after) if _is_full(reading) and len(_days_of(reading)) > 1 else None
            last = other
        elif sense is Sense.BETWEEN and lexeme.conjoined:
            other = self._bound(after)
            if other is None:
                return None
            last = other
        else:
            return (reading, after) if _is_full(reading) and len(_days_of(reading)) > 1 else None
        a, b = reading, last[0]
        if isinstance(a, CalendarDate) and isinstance(b, CalendarDate):
            a, b = _share(a, b)
            if b.month is None and b.year is None:
                return None
        return Range(a, b), last[1]

    def _bound(self, index: int) -> tuple[Reading, int] | None:
        if self._sense(index) is Sense.ARTICLE:
            index += 1
        while self._is_period(index, "day", 1):
            index += 1
        return self._moment(index, loose=True)

    def _clock(self, index: int, after: int) -> tuple[Reading, int, int] | None:
        """ "At half past nine": the words of a time of day are not a day, and its digits no quantity."""
        if after in self.clocks:
            return Clock(), index, self.clocks[after]
        number = self._integer(after)
        if number is not None and number <= 24:
            return Clock(), index, self._minutes(after + 1)
        if after < self.size and _DOTTED_CLOCK.fullmatch(self.words[after]):
            return Clock(), index, after + 1
        ordinal = self._day(after)
        if ordinal is not None and ordinal[0] <= 12:
            return Clock(), index, self._minutes(ordinal[1])
        return None

    def _minutes(self, index: int) -> int:
        """The index behind "and 45 minutes", where that follows an hour."""
        at = index + 1 if self._sense(index) is Sense.AND else index
        lexeme = self._lexeme(at)
        if at == index and not (lexeme is not None and lexeme.conjoined):
            return index
        count, after = self._count(at)
        period = self._lexeme(after)
        named = period is not None and period.sense is Sense.PERIOD and period.text == "minute"
        return after + 1 if count is not None and named else index


# Words that never begin an expression of time, that are none alone, and that begin one only before another.
_NEVER_FIRST = frozenset((Sense.AND, Sense.ERA, Sense.VAGUE, Sense.FUTURE))
_NEVER_LAST = frozenset(
    (
        Sense.THIS,
        Sense.COUNT,
        Sense.ORDINAL,
        Sense.DIRECTION,
        Sense.ARTICLE,
        Sense.DATED,
        Sense.PART,
        Sense.DAY_PART,
        Sense.PERIOD,
    )
)
_PREPOSITIONS = frozenset(
    (
        Sense.ON,
        Sense.OF,
        Sense.TO,
        Sense.UNTIL,
        Sense.DURING,
        Sense.SINCE,
        Sense.AGO,
        Sense.LATER,
        Sense.BETWEEN,
        Sense.FROM,
    )
)
_ENDS = frozenset((Sense.TO, Sense.UNTIL))
_BEFORE_YEAR = frozenset((Sense.ON, Sense.DURING, Sense.SINCE, Sense.UNTIL, Sense.PART))


def _days_of(reading: Reading) -> tuple[int, ...]:
    return reading.days if isinstance(reading, CalendarDate) else ()


def _is_full(reading: Reading) -> bool:
    return isinstance(reading, CalendarDate) and reading.month is not None


def _share(first: CalendarDate, last: CalendarDate) -> tuple[CalendarDate, CalendarDate]:
    """Month, year and calendar written once for both ends of a range."""
    if first.month is None and first.year is None:
        first = replace(first, month=last.month)
    if first.year is None and last.year is not None:
        first = replace(first, calendar=last.calendar, year=last.year)
    if last.year is None and first.year is not None and last.month is not None:
        last = replace(last, calendar=first.calendar, year=first.year)
    if first.calendar != last.calendar and first.month == last.month:
        first = replace(first, calendar=last.calendar)
    if first.year == last.year and first.direction is None:
        first = replace(first, direction=last.direction, year_direction=last.year_direction)
    return first, last


def _owns_numbers(reading: Reading) -> bool:
    match reading:
        case CalendarDate() | Clock() | Fraction() | Decade() | Weekdays() | RelativeDay():
            return True
        case Range(first, last):
            return _owns_numbers(first) or _owns_numbers(last)
        case Open(first):
            return _owns_numbers(first)
        case _:
            return False


# Sized for one article: the quantity reader asks for the sentence that the time reader has just read.
@lru_cache(maxsize=8)
def _read(text: str, key: int) -> tuple[Mention, ...]:
    lexicon = _lexicons[key]
    return _Reader(tokenize(text), lexicon).read()


def mentions(text: str, resources: TimeResources) -> tuple[Mention, ...]:
    """What ``text`` writes about times, unresolved, in order of appearance; offsets into ``text``."""
    lexicon_of(resources)
    return _read(text, id(resources))
