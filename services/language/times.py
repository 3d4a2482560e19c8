"""Expressions of time as intervals of days. [pure]

``time_readings`` finds what is written; here each reading is turned into days, with the publication day as
anchor and with the other times of the same text as context.

Conventions, where usage leaves a choice: "early / mid / late" a month are its days 1-10, 11-20 and 21-end;
a weekday without "last" or "next" is the latest one up to the anchor unless the sentence speaks of the
future; a month or day without a year is the nearest one; the Hijri calendar is Umm al-Qura (hijridate).
"""

from __future__ import annotations

import calendar
from bisect import bisect_left
from dataclasses import replace
from datetime import date, timedelta

from hijridate import Gregorian, Hijri

from services.common.domain import Certainty, Span, TimeExpression
from services.language.lexemes import Lexemes, tokenize
from services.language.time_readings import (
    Amount,
    CalendarDate,
    Clock,
    Decade,
    Fraction,
    Mention,
    Name,
    Open,
    Period,
    Range,
    Reading,
    RelativeDay,
    Sense,
    TimeLexicon,
    TimeResources,
    Vague,
    Weekdays,
    lexicon_of,
    mentions,
)

__all__ = ["Sense", "TimeResources", "find", "hijri_to_gregorian", "mentions"]


_Days = tuple[date, date]
# Publication days outside are a mistake, and so near the ends of the calendar that arithmetic would fail.
_ANCHORS = (date(1500, 1, 1), date(2500, 1, 1))


def hijri_to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri one, Umm al-Qura where the tables reach, else the tabular calendar.

    Raises ValueError for a day or month that cannot exist.
    """
    try:
        found = Hijri(year, month, day).to_gregorian()
        return date(found.year, found.month, found.day)
    except OverflowError:
        if not (1 <= month <= 12 and 1 <= day <= 30):
            raise ValueError(f"no such Hijri day: {year}-{month}-{day}") from None
        # Tabular Islamic calendar, civil epoch (Dershowitz and Reingold, Calendrical Calculations, 6.1).
        ordinal = day + 29 * (month - 1) + (6 * month - 1) // 11 + (year - 1) * 354 + (3 + 11 * year) // 30
        return date.fromordinal(227_014 + ordinal)


def _month_days(system: str, year: int, month: int) -> _Days:
    if system == "h":
        first = hijri_to_gregorian(year, month, 1)
        following = hijri_to_gregorian(year + month // 12, month % 12 + 1, 1)
        return first, following - timedelta(days=1)
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year_days(system: str, year: int) -> _Days:
    if system == "h":
        return hijri_to_gregorian(year, 1, 1), hijri_to_gregorian(year + 1, 1, 1) - timedelta(days=1)
    return date(year, 1, 1), date(year, 12, 31)


def _day_of(system: str, year: int, month: int, day: int) -> date:
    return hijri_to_gregorian(year, month, day) if system == "h" else date(year, month, day)


def _hijri_of(day: date) -> tuple[int, int]:
    try:
        found = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        days = day.toordinal() - 227_014
        year = (30 * days + 10_646) // 10_631
        return year, 1
    return found.year, found.month


def _part_of(days: _Days, part: str, unit: str) -> _Days:
    first, last = days
    if not part:
        return days
    if unit == "month":
        match part:
            case "half1":
                return first, first + timedelta(days=14)
            case "half2":
                return first + timedelta(days=15), last
            case "early":
                return first, first + timedelta(days=9)
            case "mid":
                return first + timedelta(days=10), first + timedelta(days=19)
            case _:
                return first + timedelta(days=20), last
    if unit == "year":
        length = (last - first).days + 1
        match part:
            case "early":
                return first, _add_months(first, 1) - timedelta(days=1)
            case "mid":
                return (
                    (date(first.year, 6, 1), date(first.year, 7, 31))
                    if first.day == 1 and first.month == 1
                    else (first + timedelta(days=length // 3), first + timedelta(days=2 * length // 3))
                )
            case _:
                return (
                    (date(last.year, 12, 1), last) if last.month == 12 else (last - timedelta(days=29), last)
                )
    if unit == "century":
        years = {"early": (0, 20), "mid": (40, 60)}.get(part, (80, 100))
        return date(first.year + years[0], 1, 1), date(first.year + years[1] - 1, 12, 31)
    if unit == "week":
        match part:
            case "early":
                return first, first + timedelta(days=1)
            case "mid":
                return first + timedelta(days=2), first + timedelta(days=4)
            case _:
                return first + timedelta(days=5), last
    return days


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class _Resolver:
    """Turns readings into days; one per text, because sentences give years and weekdays to each other."""

    def __init__(
        self, lexicon: TimeLexicon, tokens: Lexemes, found: tuple[Mention, ...], anchor: date | None
    ) -> None:
        self.lexicon = lexicon
        self.tokens = tokens
        self.found = found
        self.anchor = anchor
        self.years: dict[tuple[str, int], int] = {}
        self._hijri_only = False
        for mention in found:
            for part in _parts(mention.reading):
                if isinstance(part, CalendarDate) and part.year is not None and part.month is not None:
                    self.years.setdefault((part.calendar, part.month), part.year)
        systems = {
            part.calendar
            for mention in found
            for part in _parts(mention.reading)
            if isinstance(part, CalendarDate) and (part.month is not None or part.year is not None)
        }
        self._hijri_only = systems == {"h"}
        if anchor is not None:
            self.anchor = self._true_anchor(anchor)
        self._future = False

    def _true_anchor(self, stamp: date) -> date:
        """The stamp, or up to two days beside it where "today, Thursday" in the text says so."""
        for mention in self.found:
            reading = mention.reading
            if isinstance(reading, RelativeDay) and reading.weekday is not None and abs(reading.offset) <= 2:
                named = stamp + timedelta(days=reading.offset)
                shift = (reading.weekday - named.weekday() + 3) % 7 - 3
                if -2 <= shift <= 1:
                    return stamp + timedelta(days=shift)
        return stamp

    def _speaks_of_future(self, mention: Mention) -> bool:
        """Whether one of the dozen words before the mention, or the two after it, is of the future."""
        starts = self.tokens.starts
        at = bisect_left(starts, mention.start)
        after = bisect_left(starts, mention.end)
        words = self.tokens.words
        return any(map(self.lexicon.is_future, words[max(0, at - 12) : at] + words[after : after + 2]))

    def resolve(self, mention: Mention) -> tuple[date | None, date | None, Certainty, str]:
        reading = mention.reading
        anchor = self.anchor
        kind = _kind(reading)
        if isinstance(reading, (Vague, Clock)):
            return None, None, Certainty.UNKNOWN, kind
        if (
            isinstance(reading, RelativeDay)
            and reading.offset == 0
            and reading.weekday is None
            and anchor is not None
        ):
            spoken = self._spoken_day(mention)
            if spoken is not None:
                return spoken, spoken, Certainty.GUESSED, kind
        self._future = any(
            isinstance(part, (Weekdays, Amount, CalendarDate)) for part in _parts(reading)
        ) and self._speaks_of_future(mention)
        try:
            if isinstance(reading, Open):
                days = self._days(reading.first)
                if days is None:
                    return None, None, Certainty.UNKNOWN, kind
                first = reading.first
                if anchor is not None and anchor < days[0] and isinstance(first, CalendarDate):
                    days = self._days(replace(first, direction=-1)) or days  # "since" looks back
                if anchor is not None and anchor < days[0]:
                    return days[0], None, Certainty.GUESSED, kind
                return days[0], anchor, self._certainty(reading.first), kind
            days = self._days(reading)
        except (ValueError, OverflowError):
            days = None
        if days is None:
            return None, None, Certainty.UNKNOWN, kind
        return days[0], days[1], self._certainty(reading), kind

    def _spoken_day(self, mention: Mention) -> date | None:
        """ "Today" inside a quotation is the day the speaker spoke, if the sentence names it."""
        assert self.anchor is not None
        before = self.tokens.text[: mention.start]
        if sum(before.count(mark) for mark in '"«“') <= before.count("»") + before.count("”"):
            return None
        for other in self.found:
            if other.start >= mention.start:
                break
            if (
                isinstance(other.reading, Weekdays)
                and len(other.reading.days) == 1
                and other.reading.direction is None
            ):
                opened = self.tokens.text[: other.start]
                if any(mark in opened for mark in '"«“'):
                    continue
                day = self.anchor - timedelta(days=(self.anchor.weekday() - other.reading.days[0]) % 7)
                if (self.anchor - day).days <= 2:
                    return day
        return None

    def _certainty(self, reading: Reading) -> Certainty:
        match reading:
            case CalendarDate():
                if reading.year is not None and (not reading.swappable or reading.weekday is not None):
                    return Certainty.EXPLICIT
                if reading.year is not None:
                    return Certainty.EXPLICIT
                if reading.direction is None and reading.year_direction is None and reading.month is not None:
                    return Certainty.GUESSED
                return Certainty.RESOLVED
            case Weekdays():
                return Certainty.RESOLVED if reading.direction is not None else Certainty.GUESSED
            case Range(first, last):
                both = {self._certainty(first), self._certainty(last)}
                for certainty in (Certainty.GUESSED, Certainty.RESOLVED):
                    if certainty in both:
                        return certainty
                return Certainty.EXPLICIT
            case Decade():
                return Certainty.RESOLVED
            case Fraction():
                return Certainty.EXPLICIT if reading.year is not None else Certainty.GUESSED
            case Amount():
                return Certainty.GUESSED if reading.sign > 0 else Certainty.RESOLVED
            case _:
                return Certainty.RESOLVED

    def _days(self, reading: Reading) -> _Days | None:
        match reading:
            case CalendarDate():
                return self._calendar(reading)
            case Decade(start, length):
                return date(start, 1, 1), date(start + length - 1, 12, 31)
            case Range(first, last):
                return self._range(first, last)
            case Fraction(number, months, year):
                if year is None:
                    if self.anchor is None:
                        return None
                    year = self.anchor.year
                    if date(year, (number - 1) * months + 1, 1) > self.anchor:
                        year -= 1
                return _year_fraction(year, number, months)
        anchor = self.anchor
        if anchor is None:
            return None
        match reading:
            case RelativeDay(offset, weekday):
                day = anchor + timedelta(days=offset)
                if weekday is not None:
                    shift = (weekday - day.weekday() + 3) % 7 - 3
                    day += timedelta(days=shift)
                return day, day
            case Weekdays():
                return self._weekdays(reading, anchor)
            case Period():
                return self._period(reading, anchor)
            case Amount():
                if reading.sign > 0 and not reading.window and not self._future:
                    return None  # "after seven years of ...": counted from something else than the anchor
                return self._amount(reading, anchor)
            case _:
                return None

    def _range(self, first: Reading, last: Reading) -> _Days | None:
        a, b = self._days(first), self._days(last)
        if a is None or b is None:
            return None
        if a[0] > b[1] and isinstance(first, CalendarDate) and first.year is None and first.month is not None:
            with_year = replace(
                first, year=b[1].year - (0 if first.month <= b[1].month else 1), direction=None
            )
            again = self._calendar(with_year)
            a = again if again is not None and first.calendar == "g" else a
        if a[0] > b[1] and isinstance(first, Weekdays):
            a = (a[0] - timedelta(days=7), a[1] - timedelta(days=7))
        return (a[0], b[1]) if a[0] <= b[1] else None

    def _calendar(self, reading: CalendarDate) -> _Days | None:
        if reading.swappable and reading.weekday is not None and reading.days and reading.month:
            return self._by_weekday(reading)
        if reading.month is None:
            if reading.year is not None:
                return _part_of(_year_days(reading.calendar, reading.year), reading.part, "year")
            if not reading.days or self.anchor is None:
                return None
            return self._day_of_this_month(reading)
        year = reading.year if reading.year is not None else self._infer_year(reading)
        return None if year is None else self._in_year(reading, year)

    def _in_year(self, reading: CalendarDate, year: int) -> _Days:
        assert reading.month is not None
        if not reading.days:
            return _part_of(_month_days(reading.calendar, year, reading.month), reading.part, "month")
        return (
            _day_of(reading.calendar, year, reading.month, reading.days[0]),
            _day_of(reading.calendar, year, reading.month, reading.days[-1]),
        )

    def _by_weekday(self, reading: CalendarDate) -> _Days | None:
        """Of day/month and month/day the one that falls on the weekday that is written beside it."""
        assert reading.month is not None
        plain = replace(reading, swappable=False, weekday=None)
        readings = [plain, replace(plain, month=reading.days[0], days=(reading.month,))]
        if reading.year is None:  # nothing says which calendar
            readings += [replace(candidate, calendar="h") for candidate in readings]
        for candidate in readings:
            if candidate.month is not None and candidate.month <= 12:
                try:
                    days = self._calendar(candidate)
                except (ValueError, OverflowError):
                    continue
                if days is not None and days[0].weekday() == reading.weekday:
                    return days
        return self._calendar(plain)

    def _day_of_this_month(self, reading: CalendarDate) -> _Days | None:
        assert self.anchor is not None
        if self._hijri_only:
            year, month = _hijri_of(self.anchor)
            index = year * 12 + month - 1 + (reading.direction or 0)
            moved = replace(reading, calendar="h", month=index % 12 + 1, direction=None)
            return self._in_year(moved, index // 12)
        month_start = _add_months(self.anchor.replace(day=1), reading.direction or 0)
        return self._in_year(replace(reading, month=month_start.month), month_start.year)

    def _infer_year(self, reading: CalendarDate) -> int | None:
        assert reading.month is not None
        system = reading.calendar
        if reading.direction is None and reading.year_direction is None:
            told = self.years.get((system, reading.month))
            if told is not None:
                return told
        anchor = self.anchor
        if anchor is None:
            return None
        this_year = _hijri_of(anchor)[0] if system == "h" else anchor.year
        if reading.year_direction is not None:
            return this_year + reading.year_direction
        candidates: list[tuple[int, date, date]] = []
        for year in (this_year - 1, this_year, this_year + 1):
            try:
                first, last = self._in_year(reading, year)
            except (ValueError, OverflowError):
                continue
            candidates.append((year, first, last))
        if not candidates:
            return None
        direction = reading.direction
        if direction == -1:
            past = [year for year, first, last in candidates if last < anchor] or [
                year for year, first, last in candidates if first < anchor
            ]
            return past[-1] if past else None
        if direction == 1:
            coming = [year for year, first, last in candidates if first > anchor] or [
                year for year, first, last in candidates if last > anchor
            ]
            return coming[0] if coming else None
        if direction == 0:
            return this_year

        def distance(candidate: tuple[int, date, date]) -> int:
            # News looks back: a day to come counts double unless the sentence speaks of the future.
            _, first, last = candidate
            if first <= anchor <= last:
                return 0
            ahead = first > anchor
            days = (first - anchor).days if ahead else (anchor - last).days
            return days if ahead == self._future else 2 * days

        return min(candidates, key=distance)[0]

    def _weekdays(self, reading: Weekdays, anchor: date) -> _Days:
        direction = reading.direction
        if direction is None and not reading.overnight:
            direction = 1 if self._future and anchor.weekday() not in reading.days else None
        if direction == 1:
            first = anchor + timedelta(days=(reading.days[0] - anchor.weekday() - 1) % 7 + 1)
            last = first + timedelta(days=(reading.days[-1] - reading.days[0]) % 7)
            return first, last
        shift = (anchor.weekday() - reading.days[-1]) % 7
        if direction == -1 and shift == 0:
            shift = 7
        last = anchor - timedelta(days=shift)
        return last - timedelta(days=(reading.days[-1] - reading.days[0]) % 7), last

    def _period(self, reading: Period, anchor: date) -> _Days:
        direction = reading.direction
        match reading.unit:
            case "week":
                start = anchor - timedelta(days=(anchor.weekday() - self.lexicon.resources.week_start) % 7)
                start += timedelta(days=7 * direction)
                return _part_of((start, start + timedelta(days=6)), reading.part, "week")
            case "month":
                if self._hijri_only:
                    year, month = _hijri_of(anchor)
                    index = year * 12 + month - 1 + direction
                    return _part_of(_month_days("h", index // 12, index % 12 + 1), reading.part, "month")
                start = _add_months(anchor.replace(day=1), direction)
                return _part_of(_month_days("g", start.year, start.month), reading.part, "month")
            case "quarter":
                index = anchor.year * 4 + (anchor.month - 1) // 3 + direction
                return _year_fraction(index // 4, index % 4 + 1, 3)
            case "half":
                index = anchor.year * 2 + (anchor.month - 1) // 6 + direction
                return _year_fraction(index // 2, index % 2 + 1, 6)
            case "year":
                year = anchor.year + direction
                if reading.number:
                    return _year_fraction(year, reading.number, 3 if reading.part == "quarter" else 6)
                return _part_of(_year_days("g", year), reading.part, "year")
            case "decade":
                start_year = anchor.year - anchor.year % 10 + 10 * direction
                return date(start_year, 1, 1), date(start_year + 9, 12, 31)
            case "century":
                start_year = anchor.year - (anchor.year - 1) % 100 + 100 * direction
                return _part_of(
                    (date(start_year, 1, 1), date(start_year + 99, 12, 31)), reading.part, "century"
                )
            case "weekend":
                start = (
                    anchor - timedelta(days=(anchor.weekday() - self.lexicon.resources.weekend_start) % 7)
                    if direction < 0
                    else anchor
                    + timedelta(days=(self.lexicon.resources.weekend_start - anchor.weekday()) % 7)
                )
                return start, start + timedelta(days=1)
            case _:
                return anchor, anchor

    def _amount(self, reading: Amount, anchor: date) -> _Days | None:
        count = reading.count * reading.sign
        match reading.unit:
            case "hour" | "minute":
                hours = reading.count if reading.unit == "hour" else reading.count / 60
                moved = anchor + timedelta(days=reading.sign * int((hours + 12) // 24))
            case "day":
                moved = anchor + timedelta(days=count)
            case "week":
                moved = anchor + timedelta(days=7 * count)
            case "month":
                moved = _add_months(anchor, count)
            case "quarter":
                moved = _add_months(anchor, 3 * count)
            case "half":
                moved = _add_months(anchor, 6 * count)
            case "year":
                moved = _add_months(anchor, 12 * count)
            case "decade":
                moved = _add_months(anchor, 120 * count)
            case "century":
                moved = _add_months(anchor, 1200 * count)
            case _:
                return None
        if reading.window:
            return (moved, anchor) if moved <= anchor else (anchor, moved)
        match reading.unit:
            case "month":
                return _month_days("g", moved.year, moved.month)
            case "year":
                return _year_days("g", moved.year)
            case "week":
                return moved - timedelta(days=3), moved + timedelta(days=3)
            case "decade" | "century" | "quarter" | "half":
                return _year_days("g", moved.year)
            case _:
                return moved, moved


def _year_fraction(year: int, number: int, months: int) -> _Days:
    first = date(year, (number - 1) * months + 1, 1)
    return first, _add_months(first, months) - timedelta(days=1)


def _parts(reading: Reading) -> tuple[Reading, ...]:
    match reading:
        case Range(first, last):
            return first, last
        case Open(first):
            return _parts(first)
        case _:
            return (reading,)


def _kind(reading: Reading) -> str:
    match reading:
        case CalendarDate():
            if reading.part:
                return f"{'month' if reading.month else 'year'}_part"
            if reading.days:
                return "day" if len(reading.days) == 1 else "range"
            return "month" if reading.month else "year"
        case RelativeDay():
            return "day"
        case Weekdays():
            return "day" if len(reading.days) == 1 else "range"
        case Period():
            return f"{reading.unit}_part" if reading.part else reading.unit
        case Amount():
            return "range" if reading.window else "day" if reading.unit == "day" else reading.unit
        case Decade():
            return "decade"
        case Fraction():
            return "quarter" if reading.months == 3 else "half"
        case Vague(kind):
            return kind
        case Clock() | Name():
            return "clock"
        case Range():
            return "range"
        case Open():
            return "since"


def find(text: str, resources: TimeResources, anchor: date | None) -> tuple[TimeExpression, ...]:
    """The expressions of time in ``text``, in order, with offsets into it.

    ``anchor`` is the publication day. Without one, expressions that need it come back with no interval
    and certainty UNKNOWN; those that write a full date are resolved all the same. An anchor outside the
    years 1500 to 2500 counts as none.
    """
    found = mentions(text, resources)
    if not found:
        return ()
    if anchor is not None and not _ANCHORS[0] <= anchor <= _ANCHORS[1]:
        anchor = None
    resolver = _Resolver(lexicon_of(resources), tokenize(text), found, anchor)
    expressions = []
    for mention in found:
        start, end, certainty, kind = resolver.resolve(mention)
        expressions.append(TimeExpression(Span(mention.start, mention.end), start, end, certainty, kind))
    return tuple(expressions)
