"""When a page was published: which of its dates says so, and how sure that is. [pure]

Order of trust: what the caller declares, metadata, a labelled date, a dateline beside the headline or glued
before the lead, "today, Monday 17 June" in the story, the URL. A bare date at the top of a page is the day
of the visit more often than not and is never taken. No date is better than a wrong one.

Dates are read as the outlet prints them: a day stands for the 24 hours of that day in UTC, because pages
rarely name their time zone and the printed day is what "today" in their story means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from services.common.domain import CutReason, DateSource, PublishTime, Span
from services.ingest.clean import Cleaned
from services.ingest.cues import Cues, Phrases, bare, known_cues
from services.language.lexemes import fold_in_place
from services.language.times import hijri_to_gregorian

UNKNOWN = PublishTime(start=None, end=None, source=DateSource.UNKNOWN, confidence=0.0)

_HIJRI_END = 1500  # years below are Hijri, years above Gregorian
_EARLIEST = date(1990, 1, 1)
_LONGEST_DATELINE = 140  # characters
_LINE = re.compile(r"[^\n\r]+")
_DATED_CUTS = frozenset(
    {
        CutReason.DATELINE,
        CutReason.MENU,
        CutReason.SHARE,
        CutReason.CREDIT,
        CutReason.NOISE,
        CutReason.CAPTION,
    }
)
_LEAD = 110  # characters; a shorter paragraph may stand above the byline
_FIRST_SPANS = 5  # kept spans that may say what day today is
_LATE_STAMP = 2  # days by which a stamp may trail the weekday that the story calls today

_ISO = re.compile(
    r"(?<![\d/.])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
    r"(?:[t\s,|]{0,3}(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"\s?(?P<zone>z|[+-]\d\d:?\d\d)?)?"
)
_NUMERIC = re.compile(
    r"(?<![\d/.,-])(?P<a>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<year>(?:19|20)\d\d|\d\d)(?![\d/])"
)
_COMPACT = re.compile(
    r"^(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:t?(?P<hour>\d\d)(?P<minute>\d\d))?"
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[^\W\d_]+\.?[^\W\d_]*)?"
)
_URL_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[/\-_.](?P<month>\d{1,2})[/\-_.](?P<day>\d{1,2})(?!\d)"
    r"|[/\-_]?(?P<month2>0\d|1[0-2])[/\-_]?(?P<day2>0[1-9]|[12]\d|3[01])(?!\d))"
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A full date found in a text; ``clock`` where a time of day is written behind it."""

    span: Span
    day: date
    clock: time | None = None
    offset: timezone | None = None
    ambiguous: bool = False  # day and month could be exchanged
    hijri: bool = False  # written in the Hijri calendar, so perhaps a day off where the moon is sighted


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date that something outside the text names, such as a metadata field."""

    value: str
    rule: str
    confidence: float


# --- reading -----------------------------------------------------------------------------------------


def find_written(text: str, *, month_first: bool = False, cues: Cues | None = None) -> list[WrittenDate]:
    """All full dates of ``text`` in order; offsets into ``text``. Dates without a year are left alone."""
    cues = cues or known_cues()
    folded = fold_in_place(text)
    if not any(character.isdigit() for character in folded):
        return []
    found: list[WrittenDate] = []

    def add(match: re.Match[str], day: date | None, ambiguous: bool = False, hijri: bool = False) -> None:
        if day is None or day < _EARLIEST:
            return
        end, clock, offset = match.end(), None, None
        groups = match.groupdict()
        if groups.get("hour"):
            clock = _time(groups["hour"], groups["minute"], groups.get("second"))
            offset = _zone(groups.get("zone"))
        else:
            gap = folded[end : end + 24]
            clock_match = _CLOCK.search(gap)
            if clock_match and not re.search(r"[.؟!]\s|\n", gap[: clock_match.start()]):
                clock = _half_day(clock_match, cues)
        found.append(WrittenDate(Span(match.start(), end), day, clock, offset, ambiguous, hijri))

    for match in _ISO.finditer(folded):
        add(match, _day(match["year"], match["month"], match["day"]))
    for match in cues.named_date.finditer(folded):
        which = "1" if match["month1"] else "2"
        calendar, month = cues.months[match["month" + which]]
        year, day = int(match["year" + which]), int(match["day" + which])
        if (calendar == "h") == (year < _HIJRI_END):
            hijri = calendar == "h"
            add(match, (_hijri if hijri else _day)(year, month, day), hijri=hijri)
    for match in _NUMERIC.finditer(folded):
        first, second = int(match["a"]), int(match["b"])
        year = int(match["year"])
        if year < 100:
            if match["sep"] == ".":
                continue
            year += 2000
        if (month_first and first <= 12) or second > 12:
            first, second = second, first
        add(match, _day(year, second, first), first != second and first <= 12 and second <= 12)
    # The sort is stable: of two readings of one place, the surer form was found first.
    found.sort(key=lambda item: item.span.start)
    apart: list[WrittenDate] = []
    for item in found:
        if not apart or item.span.start >= apart[-1].span.end:
            apart.append(item)
    return apart


def read_stamp(value: str, *, month_first: bool = False) -> WrittenDate | None:
    """The date of a metadata value or attribute: ISO 8601, RFC 2822, ``20240617`` or words."""
    value = value.strip()
    if compact := _COMPACT.match(value.lower()):
        day = _day(compact["year"], compact["month"], compact["day"])
        if day is not None:
            clock = _time(compact["hour"], compact["minute"], None) if compact["hour"] else None
            return WrittenDate(Span(0, len(value)), day, clock)
    if value.isdigit() and len(value) in (10, 13):
        moment = datetime.fromtimestamp(int(value[:10]), UTC)
        return WrittenDate(Span(0, len(value)), moment.date(), moment.time(), UTC)
    found = find_written(value[:200], month_first=month_first)
    if not found:
        return None
    return _surest(found)


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _hijri(year: int, month: int, day: int) -> date | None:
    try:
        return hijri_to_gregorian(year, month, day)
    except ValueError:
        return None


def _surest(written: Sequence[WrittenDate]) -> WrittenDate:
    """The first date; of one day in two calendars the Gregorian, for the other may be a day off."""
    return next((found for found in written if not found.hijri), written[0])


def _time(hour: str, minute: str, second: str | None) -> time | None:
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return None


def _zone(written: str | None) -> timezone | None:
    if not written:
        return None
    if written == "z":
        return UTC
    digits = written[1:].replace(":", "")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if shift >= timedelta(hours=24):
        return None
    return timezone(-shift if written[0] == "-" else shift)


def _half_day(match: re.Match[str], cues: Cues) -> time:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = bare(match["half"] or "")
    if half in cues.afternoon and hour < 12:
        hour += 12
    elif half in cues.morning and hour == 12:
        hour = 0
    return time(hour, minute)


def moment(written: WrittenDate, source: DateSource, confidence: float, span: Span | None) -> PublishTime:
    """A written date as a publication time: a day where no time with a zone is written."""
    start = datetime.combine(written.day, time(0), UTC)
    end = start + timedelta(days=1) - timedelta(seconds=1)
    if written.clock is not None and written.offset is not None:
        exact = datetime.combine(written.day, written.clock, written.offset).astimezone(UTC)
        if exact.date() == written.day:
            start = end = exact
    return PublishTime(start=start, end=end, source=source, confidence=confidence, span=span)


def url_day(url: str) -> date | None:
    """The day that a URL carries in its path, if it carries a full one."""
    path = url.split("?", 1)[0].split("#", 1)[0]
    path = path.split("://", 1)[-1]
    for match in _URL_DAY.finditer(path[path.find("/") :] if "/" in path else ""):
        day = _day(match["year"], match["month"] or match["month2"], match["day"] or match["day2"])
        if day is not None and day >= _EARLIEST:
            return day
    return None


# --- choosing ----------------------------------------------------------------------------------------


def publish_time(
    text: str,
    cleaned: Cleaned,
    *,
    declared: datetime | None = None,
    stamps: Sequence[Stamp] = (),
    url: str = "",
    month_first: bool = False,
    now: datetime,
    cues: Cues | None = None,
) -> PublishTime:
    """The publication time of a cleaned page, with where it was found and how sure it is.

    ``stamps`` are metadata dates, best first. Dates after tomorrow (by ``now``) are never taken.
    """
    cues = cues or known_cues()
    if declared is not None:
        start = declared if declared.tzinfo else declared.replace(tzinfo=UTC)
        whole_day = start.time() == time(0)
        end = start + timedelta(days=1) - timedelta(seconds=1) if whole_day else start
        return PublishTime(start=start, end=end, source=DateSource.DECLARED, confidence=1.0)
    latest = (now + timedelta(days=1)).date()
    candidates: list[PublishTime] = []
    for stamp in stamps:
        written = read_stamp(stamp.value, month_first=month_first)
        if written is not None and written.day <= latest:
            candidates.append(moment(written, DateSource.METADATA, stamp.confidence, None))
    candidates += [
        found for found in _datelines(text, cleaned, month_first, cues) if found.day and found.day <= latest
    ]
    day = url_day(url)
    if day is not None and day <= latest:
        candidates.append(moment(WrittenDate(Span(0, 0), day), DateSource.URL, 0.8, None))
    today = _todays(text, cleaned, month_first, cues)
    candidates += [found for found in today.dates if found.day and found.day <= latest]
    if not candidates:
        return UNKNOWN
    order = list(DateSource)
    best = max(candidates, key=lambda found: (found.confidence, -order.index(found.source)))
    return _settle(best, candidates, today.weekday)


@dataclass(frozen=True, slots=True)
class _Today:
    """What the story says about the day it was written."""

    dates: tuple[PublishTime, ...]
    weekday: int | None


def _settle(best: PublishTime, candidates: Sequence[PublishTime], weekday: int | None) -> PublishTime:
    """Others that name the same day make it surer; a weekday called "today" corrects a late stamp."""
    assert best.day is not None
    agreeing = sum(other.day == best.day for other in candidates) - 1
    confidence = min(0.99, best.confidence + 0.03 * agreeing)
    if weekday is not None:
        late = (best.day.weekday() - weekday) % 7
        if late == 0:
            confidence = min(0.99, confidence + 0.04)
        elif late <= _LATE_STAMP:
            start = datetime.combine(best.day - timedelta(days=late), time(0), UTC)
            return PublishTime(
                start=start,
                end=best.end,
                source=best.source,
                confidence=min(confidence, 0.75),
                span=best.span,
            )
    return PublishTime(best.start, best.end, best.source, round(confidence, 2), best.span)


def _datelines(text: str, cleaned: Cleaned, month_first: bool, cues: Cues) -> Iterable[PublishTime]:
    """Dates in what was cut around the story, judged by label and place."""
    if not cleaned.kept:
        return
    paragraphs = cleaned.paragraphs or cleaned.kept
    # Below a headline may stand a line that sums up the story; bylines follow that.
    lead = next((span for span in paragraphs[:3] if len(span) > _LEAD), paragraphs[0]).start
    last = cleaned.kept[-1].start
    top = cleaned.title.start if cleaned.title else None
    for cut in cleaned.cuts:
        if cut.reason in (CutReason.RELATED, CutReason.OTHER_ARTICLE) and cut.span.start > last:
            return
        if cut.reason not in _DATED_CUTS:
            continue
        for match in _LINE.finditer(text, cut.span.start, cut.span.end):
            line = match.group()
            if len(line) > _LONGEST_DATELINE or not any(character.isdigit() for character in line):
                continue
            written = find_written(line, month_first=month_first, cues=cues)
            if written:
                place = _Place(match.start(), match.end(), top, lead, cut.reason)
                best = _surest(written)
                confidence = _dateline_confidence(line, place, best, cues)
                if confidence > 0:
                    yield moment(
                        best,
                        DateSource.DATELINE,
                        confidence - (0.1 if best.ambiguous or best.hijri else 0.0),
                        best.span.shift(match.start()),
                    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a dated line stands: offsets of the line, the headline (if any) and the lead."""

    start: int
    end: int
    headline: int | None
    lead: int
    reason: CutReason


def _dateline_confidence(line: str, place: _Place, written: WrittenDate, cues: Cues) -> float:
    before = bare(line[: written.span.start])
    updated = _has_label(before, cues.updated)
    if not updated and _has_label(before, cues.published):
        return 0.95
    if updated:
        return 0.65
    if place.headline is not None and place.end <= place.headline:
        # Above the headline: only a stamp with a clock right before it is more than the day of the visit.
        return 0.45 if written.clock is not None and place.headline - place.end < 60 else 0.0
    if place.start <= place.lead:
        if place.headline is None and place.end <= place.lead - 60:
            return 0.6 if place.reason is CutReason.DATELINE else 0.0
        return 0.92 if place.reason is CutReason.DATELINE else 0.85
    if place.reason is not CutReason.DATELINE:
        return 0.0
    # A bare day under the story is as likely the page's own.
    return 0.5 if written.clock is not None else 0.0


def _has_label(before: str, labels: Phrases[None]) -> bool:
    """Whether what stands before a date is or ends in one of ``labels``, a weekday in between allowed."""
    if labels.opening(before):
        return True
    words = before.split(" ")
    return any(
        labels.opening(" ".join(words[-size:])) is not None and len(" ".join(words[-size:])) > 2
        for size in range(1, min(4, len(words)) + 1)
    )


def _todays(text: str, cleaned: Cleaned, month_first: bool, cues: Cues) -> _Today:
    dates: list[PublishTime] = []
    weekday: int | None = None
    for span in cleaned.paragraphs[:_FIRST_SPANS]:
        folded = fold_in_place(span.of(text))
        for match in cues.today.finditer(folded):
            zone = folded[match.end() : match.end() + 60]
            day = next(
                (cues.weekdays[word] for word in re.findall(r"[^\W\d_]+", zone)[:1] if word in cues.weekdays),
                None,
            )
            if day is not None and weekday is None:
                weekday = day
            for written in find_written(zone, month_first=month_first, cues=cues)[:1]:
                if written.span.start <= 16:
                    shifted = written.span.shift(span.start + match.end())
                    dates.append(moment(written, DateSource.TEXT, 0.8, shifted))
    return _Today(tuple(dates), weekday)
