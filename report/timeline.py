"""Figures that changed while the event was told, as series and as step charts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

from mizan.matrix import article_of, statements_of
from mizan.v1 import resources_pb2 as pb
from mizan.words import Words
from report.picture import Line
from report.templates import template
from report.text import direction, published

if TYPE_CHECKING:
    from markupsafe import Markup

_DAYS = 8  # days that a chart has room for


@dataclass(frozen=True, slots=True)
class Point:
    """Outlets that gave one value on one day, and the statements in which they did."""

    day: date
    written: str  # the figure as most of them put it, noun included
    outlets: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One value with the days on which it was given, earliest first."""

    value: float
    forms: Mapping[str, str]  # language code -> as written most often in it, noun included
    points: tuple[Point, ...]

    def label(self, code: str) -> str:
        """The figure as written, in the language asked for where the articles have it."""
        return self.forms.get(code) or next(iter(self.forms.values()))


@dataclass(frozen=True, slots=True)
class Series:
    """A figure that was updated: its values in the order in which they were first given, at least two."""

    levels: tuple[Level, ...]
    about: str  # the sentence that gave the last value first

    @property
    def days(self) -> tuple[date, ...]:
        """Days on which any value was given, in order."""
        return tuple(sorted({point.day for level in self.levels for point in level.points}))

    @property
    def outlets(self) -> int:
        """Outlets that gave any value."""
        return len({o for level in self.levels for point in level.points for o in point.outlets})


@dataclass(frozen=True, slots=True)
class _Figure:
    """A quantity where it is written."""

    statement: str
    start: int
    value: float


def series(articles: Sequence[pb.Article], relations: Iterable[pb.Relation]) -> tuple[Series, ...]:
    """Figures of one event that were updated, those of most outlets first.

    A series is what SUPERSEDED relations connect, with the equal figures of agreements. A value has the day
    on which its article was published, or else the day that its statement speaks of; without either it is
    left out.
    """
    by_name = {article.name: article for article in articles}
    statements = statements_of(articles)
    joined: dict[_Figure, set[_Figure]] = defaultdict(set)
    updated: set[_Figure] = set()
    for relation in relations:
        if relation.statement_a not in statements or relation.statement_b not in statements:
            continue
        superseded = relation.kind == pb.Relation.Kind.SUPERSEDED
        if not superseded and relation.type != pb.Relation.Type.AGREEMENT:
            continue
        for evidence in relation.evidence:
            a = _figure(statements[relation.statement_a], evidence.a)
            b = _figure(statements[relation.statement_b], evidence.b)
            if a and b and (superseded or a.value == b.value):
                joined[a].add(b)
                joined[b].add(a)
                if superseded:
                    updated |= {a, b}
    found = []
    for figures in _connected(joined, sorted(updated, key=lambda f: (f.statement, f.start))):
        one = _series(figures, by_name, statements)
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.outlets, one.about)))


def _figure(statement: pb.Statement, span: pb.Span) -> _Figure | None:
    """The quantity of a statement that a piece of evidence marks."""
    for quantity in statement.quantities:
        touched = quantity.span.start < span.end and span.start < quantity.span.end
        if touched and quantity.HasField("value") and isfinite(quantity.value):
            return _Figure(statement.name, quantity.span.start, quantity.value)
    return None


def _connected(joined: Mapping[_Figure, Iterable[_Figure]], starts: Iterable[_Figure]) -> list[list[_Figure]]:
    seen: set[_Figure] = set()
    found = []
    for start in starts:
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for figure in group:  # grows while it is walked
            new = set(joined[figure]) - seen
            seen |= new
            group += new
        found.append(group)
    return found


def _series(
    figures: Sequence[_Figure], by_name: Mapping[str, pb.Article], statements: Mapping[str, pb.Statement]
) -> Series | None:
    given: dict[float, dict[date, list[_Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in sorted(figures, key=lambda f: (f.statement, f.start)):
        day = _day(by_name[article_of(figure.statement)], statements[figure.statement])
        if day is not None:
            given[figure.value][day].append(figure)
    if len(given) < 2:
        return None
    levels = []
    for value, by_day in given.items():
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for figure in (f for told in by_day.values() for f in told):
            statement = statements[figure.statement]
            written[statement.language][_written(statement, figure)] += 1
        forms = {code: _usual(texts) for code, texts in sorted(written.items())}
        points = tuple(_point(day, by_day[day], by_name, statements) for day in sorted(by_day))
        levels.append(Level(value, forms, points))
    # Values of one day follow each other the way that the figure went.
    first, last = (pick(levels, key=lambda level: level.points[0].day).value for pick in (min, max))
    sign = -1 if last < first else 1
    levels.sort(key=lambda level: (level.points[0].day, sign * level.value))
    newest = levels[-1].points[0].statements
    about = min(
        (statements[name] for name in newest), key=lambda s: (s.part == pb.Statement.Part.TITLE, s.name)
    )
    return Series(tuple(levels), about.text)


def _day(article: pb.Article, statement: pb.Statement) -> date | None:
    for time in () if published(article) else statement.times:
        with suppress(ValueError):  # a day that the calendar does not have
            return date(time.start.year, time.start.month, time.start.day)
    return published(article)


def _written(statement: pb.Statement, figure: _Figure) -> str:
    quantity = next(q for q in statement.quantities if q.span.start == figure.start)
    begin = statement.span.start
    return statement.text[quantity.span.start - begin : quantity.span.end - begin]


def _usual(texts: Counter[str]) -> str:
    """The most frequent text, the fullest of several."""
    return min(texts, key=lambda text: (-texts[text], -len(text), text))


def _point(
    day: date,
    figures: Sequence[_Figure],
    by_name: Mapping[str, pb.Article],
    statements: Mapping[str, pb.Statement],
) -> Point:
    outlets = sorted({by_name[article_of(figure.statement)].outlet for figure in figures})
    written = Counter(_written(statements[figure.statement], figure) for figure in figures)
    return Point(day, _usual(written), tuple(outlets), tuple(figure.statement for figure in figures))


# --- the picture

_WIDTH = 640
_LABELS = 190  # room for the figures as written, at the side where reading begins
_EDGE = 60
_ROW = 46  # least height between two values
_TALLEST = 260


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a chart; its area stands for the number of outlets."""

    x: float
    y: float
    radius: float
    first: bool  # the first report of its value


@dataclass(frozen=True, slots=True)
class Chart:
    """One series as lines, dots and texts; sizes in units of the picture."""

    series: Series
    height: float
    steps: str  # SVG path
    rows: tuple[float, ...]  # y of each value's line
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


def draw_series(found: Sequence[Series], words: Words, identity: str = "values") -> Markup:
    """A step chart with its table for each series; empty without any.

    ``identity`` begins the ids in it and must be unique in the page. The tables also take the place of the
    charts where the window is narrow.
    """
    from markupsafe import Markup

    charts = [_chart(one, words) for one in found]
    text = template("picture_values.svg.j2").render(
        charts=charts, words=words, identity=f"{identity}-{words.code}", width=_WIDTH, direction=direction
    )
    return Markup(text if charts else "")


def _chart(one: Series, words: Words) -> Chart:
    rtl = words.direction == "rtl"

    def side(x: float) -> float:
        return _WIDTH - x if rtl else x

    days = one.days
    if len(days) > _DAYS:
        days = tuple(sorted({level.points[0].day for level in one.levels}))[-_DAYS:]
    xs = _spread([day.toordinal() for day in days], _LABELS + 40, _WIDTH - _EDGE, 1.0)
    x_of = dict(zip(days, map(side, xs), strict=True))
    values = sorted({level.value for level in one.levels}, reverse=True)
    tallest = max(_ROW * (len(values) - 1), min(_TALLEST, _ROW * 3))
    ys = _spread([-value for value in values], 30, 30 + tallest, _ROW)
    y_of = dict(zip(values, ys, strict=True))
    bottom = 30 + tallest + 30

    dots, lines, steps = [], [], ""
    for level in one.levels:
        y = y_of[level.value]
        label = level.label(words.code)
        lines.append(_line(label, side(8), y + 4.5, words))
        for place, point in enumerate(level.points):
            if point.day not in x_of:
                continue
            x = x_of[point.day]
            radius = 4 + min(5.0, len(point.outlets))
            dots.append(Dot(x, y, radius, place == 0))
            note = words.count("outlets", len(point.outlets))
            lines.append(
                Line(note, x - radius - 3 if rtl else x + radius + 3, y - 9, words.direction, "start", "note")
            )
        if level.points[0].day in x_of:
            x = x_of[level.points[0].day]
            steps += f"H{x:.1f}V{y:.1f}" if steps else f"M{x:.1f},{y:.1f}"
    steps += f"H{side(_WIDTH - _EDGE / 2):.1f}"
    for day, x in x_of.items():
        text = words.date(day.year, day.month, day.day)
        lines.append(Line(text, x, bottom, words.direction, "middle", "note"))
    return Chart(one, bottom + 12, steps, tuple(ys), tuple(dots), tuple(lines))


def _line(text: str, x: float, y: float, words: Words) -> Line:
    run = direction(text)
    run = words.direction if run == "auto" else run
    return Line(
        text if len(text) <= 24 else text[:23] + "…", x, y, run, "start" if run == words.direction else "end"
    )


def _spread(values: Sequence[float], low: float, high: float, least: float) -> list[float]:
    """Rising values on the scale from low to high, pushed apart to at least ``least`` where there is room."""
    if len(values) == 1:
        return [(low + high) / 2]
    least = min(max(least, (high - low) / (len(values) * 1.6)), (high - low) / (len(values) - 1))
    span = values[-1] - values[0]
    # What the least distances leave is shared out in proportion to the values.
    free = (high - low) - least * (len(values) - 1)
    found = [low]
    for before, after in pairwise(values):
        found.append(found[-1] + least + free * (after - before) / span)
    return found
