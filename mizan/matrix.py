"""What each outlet says of each claim of an event: the table behind the report and the terminal view.

Works on the messages of the API, so that it shows a stored event, a comparison or a file of one alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from google.type import date_pb2 as date_pb

from mizan.v1 import resources_pb2 as pb


class Standing(StrEnum):
    """How a claim stands among the outlets. The value is the key of its word in `mizan.words`."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    SINGLE_SOURCE = "single_source"


class Position(StrEnum):
    """What one outlet does with one claim. The value is the key of its word in `mizan.words`."""

    SAYS = "says"
    DISPUTES = "disputes"
    BOTH = "says_and_disputes"  # it makes the claim, and elsewhere reports what contradicts it
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Column:
    """One outlet. ``articles`` are names, earliest first; columns of one ``origin`` tell one text."""

    outlet: str
    articles: tuple[str, ...]
    origin: str
    copy_of: str = ""  # the outlet whose text it repeats; "" for the first of an origin


@dataclass(frozen=True, slots=True)
class Cell:
    """What an outlet does with a claim, by names of its statements."""

    says: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    copied: bool = False  # it says so only in copies of an earlier text that says so too

    @property
    def position(self) -> Position:
        """The cell in one word."""
        if self.says:
            return Position.BOTH if self.disputes else Position.SAYS
        return Position.DISPUTES if self.disputes else Position.SILENT


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: its best wording, how it stands, a cell for each column, what contradicts it."""

    claim: pb.Claim
    statement: pb.Statement  # the representative
    standing: Standing
    cells: tuple[Cell, ...]
    conflicts: tuple[pb.Relation, ...]
    score: float  # of the surest agreement or contradiction behind it, 0 to 1; 0 for a single source

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of its contradictions as lower-case names, each once."""
        return tuple(dict.fromkeys(pb.Relation.Kind.Name(r.kind).lower() for r in self.conflicts))


@dataclass(frozen=True, slots=True)
class Dispute:
    """One question on which claims contradict each other.

    Claims of one side do not contradict each other; the first of a side is told by most origins. What a
    denial denies stands before it.
    """

    kind: str  # of its contradictions, lower case
    sides: tuple[tuple[Row, ...], ...]
    relations: tuple[pb.Relation, ...]  # surest first


@dataclass(frozen=True, slots=True)
class Matrix:
    """Outlets × claims of one event, with its statements by name."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    statements: Mapping[str, pb.Statement] = field(default_factory=dict)

    def disputes(self) -> tuple[Dispute, ...]:
        """What is disputed, most origins first.

        Contradictions of one kind are one question where they meet in a claim over the same figure or day.
        """
        row_of = {name: i for i, row in enumerate(self.rows) for name in row.claim.statements}
        clashes: dict[str, list[_Clash]] = defaultdict(list)
        known = {(r.statement_a, r.statement_b, r.kind): r for row in self.rows for r in row.conflicts}
        for relation in sorted(known.values(), key=_surest_first):
            ends = {
                row_of[name]: _reading(relation, self.statements[name])
                for name in (relation.statement_a, relation.statement_b)
            }
            clashes[pb.Relation.Kind.Name(relation.kind).lower()].append(_Clash(relation, ends))
        found = [
            self._dispute(kind, question)
            for kind, all_of in clashes.items()
            for question in _questions(all_of)
        ]
        found.sort(
            key=lambda d: (-sum(_origins(row) for side in d.sides for row in side), -d.relations[0].score)
        )
        return tuple(found)

    def _dispute(self, kind: str, question: Sequence[_Clash]) -> Dispute:
        def weight(i: int) -> tuple[int, bool, int]:
            row = self.rows[i]
            return -_origins(row), row.statement.part == pb.Statement.Part.TITLE, i

        def denies(side: Sequence[int]) -> bool:
            return kind == "denial" and any(self.rows[i].statement.polarity.denials for i in side)

        sides = [sorted(side, key=weight) for side in _sides(question)]
        sides.sort(key=lambda side: (denies(side), weight(side[0])))
        rows = tuple(tuple(self.rows[i] for i in side) for side in sides)
        return Dispute(kind, rows, tuple(clash.relation for clash in question))


_Reading: TypeAlias = tuple[float, float] | None  # a figure's or a day's interval; None for anything else


@dataclass(frozen=True, slots=True)
class _Clash:
    """A contradiction between two rows, and what each says where they clash."""

    relation: pb.Relation
    ends: Mapping[int, _Reading]


def _surest_first(relation: pb.Relation) -> tuple[float, str, str, int]:
    return -relation.score, relation.statement_a, relation.statement_b, relation.kind


def _reading(relation: pb.Relation, statement: pb.Statement) -> _Reading:
    """The interval of the quantity or time that a statement's end of a contradiction marks."""
    for span in _marks(relation, statement):
        for place, interval in _intervals(relation.kind, statement):
            if _touch(place, span):
                return interval
    return None


def _marks(relation: pb.Relation, statement: pb.Statement) -> list[pb.Span]:
    """Where a statement clashes."""
    second = statement.name == relation.statement_b
    return [evidence.b if second else evidence.a for evidence in relation.evidence]


def _intervals(kind: int, statement: pb.Statement) -> Iterator[tuple[pb.Span, tuple[float, float]]]:
    """The quantities or times of a statement, where contradictions of a kind are about such."""
    if kind == pb.Relation.Kind.NUMBER:
        for quantity in statement.quantities:
            if quantity.HasField("base_low"):
                yield quantity.span, (quantity.base_low, quantity.base_high)
            else:
                yield quantity.span, (quantity.low, quantity.high)
    elif kind == pb.Relation.Kind.TIME:
        for time in statement.times:
            if time.HasField("start") and time.HasField("end"):
                yield time.span, (_day(time.start), _day(time.end))


def _repeats(relation: pb.Relation, told: pb.Statement, other: pb.Statement) -> bool:
    """Whether another statement of the same claim contradicts what one end of a contradiction does.

    It does where the very figure, day, name or word stands in it too, or where the whole proposition is
    contradicted. "At least 11" agrees with "11", but does not clash with "14" as that does.
    """
    if relation.kind in (pb.Relation.Kind.DENIAL, pb.Relation.Kind.POLARITY):
        return True
    reading = _reading(relation, told)
    if reading is not None:
        return any(reading == interval for _, interval in _intervals(relation.kind, other))
    marks = _marks(relation, told)
    keys = {name.key for name in told.names if any(_touch(name.span, mark) for mark in marks)}
    begin = told.span.start
    words = [told.text[mark.start - begin : mark.end - begin].strip() for mark in marks]
    return any(name.key in keys for name in other.names) or any(
        word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", other.text) for word in words
    )


def _touch(a: pb.Span, b: pb.Span) -> bool:
    return a.start < b.end and b.start < a.end


def _day(day: date_pb.Date) -> float:
    return date(day.year, max(day.month, 1), max(day.day, 1)).toordinal()


def _disjoint(a: _Reading, b: _Reading) -> bool:
    return a is not None and b is not None and (a[1] < b[0] or b[1] < a[0])


def _questions(clashes: Sequence[_Clash]) -> list[list[_Clash]]:
    """Clashes that meet in a row over compatible readings, connected, each group in the given order."""
    meeting: dict[int, list[int]] = defaultdict(list)
    for place, clash in enumerate(clashes):
        for row in clash.ends:
            meeting[row].append(place)
    left = set(range(len(clashes)))
    found = []
    for start in range(len(clashes)):
        if start not in left:
            continue
        left.remove(start)
        group = [start]
        for place in group:  # grows while it is walked
            for row, reading in clashes[place].ends.items():
                joined = [
                    other
                    for other in meeting[row]
                    if other in left and not _disjoint(reading, clashes[other].ends[row])
                ]
                group += joined
                left -= set(joined)
        found.append([clashes[place] for place in sorted(group)])
    return found


def _sides(question: Sequence[_Clash]) -> list[list[int]]:
    """The rows of a question in as many sides as need be: no two of a side clash or give disjoint readings.

    From the row with most clashes outwards, each row joins the first side that has room for it.
    """
    rivals: dict[int, dict[int, None]] = defaultdict(dict)
    readings: dict[int, list[_Reading]] = defaultdict(list)
    for clash in question:
        for row, reading in clash.ends.items():
            rivals[row].update(dict.fromkeys(other for other in clash.ends if other != row))
            readings[row].append(reading)

    def apart(a: int, b: int) -> bool:
        return b in rivals[a] or any(_disjoint(x, y) for x in readings[a] for y in readings[b])

    ahead = {min(rivals, key=lambda row: (-len(rivals[row]), row)): None}
    sides: list[list[int]] = []
    for row in _walk(ahead, rivals):
        free = next((side for side in sides if not any(apart(row, other) for other in side)), None)
        if free is None:
            sides.append([row])
        else:
            free.append(row)
    return sides


def _walk(start: Iterable[int], edges: Mapping[int, Iterable[int]]) -> list[int]:
    """Nodes in breadth-first order."""
    found = dict.fromkeys(start)
    ordered = list(found)
    for node in ordered:  # grows while it is walked
        for other in edges[node]:
            if other not in found:
                found[other] = None
                ordered.append(other)
    return ordered


def article_of(statement: str) -> str:
    """Name of the article that a statement, given by its name, belongs to."""
    return statement.rpartition("/statements/")[0]


def source_of(article: str) -> str:
    """Source id of an article, given by its name: "reuters" of "sources/reuters/articles/a1"."""
    return article.removeprefix("sources/").partition("/")[0]


def columns(
    articles: Sequence[pb.Article], origins: Iterable[pb.Alignment.Origin] = ()
) -> tuple[Column, ...]:
    """Outlets by their first article, those of one origin side by side, the one that others copy first.

    Without ``origins``, an article's origin is that of the article that it is a copy of.
    """
    return _columns(articles, _Descent(articles, origins))


def build(
    articles: Sequence[pb.Article],
    relations: Iterable[pb.Relation],
    claims: Iterable[pb.Claim],
    origins: Iterable[pb.Alignment.Origin] = (),
) -> Matrix:
    """The matrix of one event, whose parts are given in any order.

    Rows of several origins come first, disputed ones together. Columns are as ``columns`` gives them.
    """
    statements = {s.name: s for article in articles for s in article.statements}
    descent = _Descent(articles, origins)
    columns = _columns(articles, descent)
    column_of = {name: i for i, column in enumerate(columns) for name in column.articles}

    claims = [claim for claim in claims if claim.representative in statements]
    statements_of = {c.name: sorted(n for n in c.statements if n in statements) for c in claims}
    claim_of = {name: claim for claim, names in statements_of.items() for name in names}
    disputed = {frozenset((claim.name, other)) for claim in claims for other in claim.disputed_by}
    agreement: dict[str, float] = defaultdict(float)
    conflicts: dict[str, list[pb.Relation]] = defaultdict(list)
    for relation in sorted(relations, key=_surest_first):
        a, b = claim_of.get(relation.statement_a), claim_of.get(relation.statement_b)
        if a is None or b is None:
            continue
        if relation.type == pb.Relation.Type.AGREEMENT and a == b:
            agreement[a] = max(agreement[a], relation.score)
        elif relation.type == pb.Relation.Type.CONTRADICTION and {a, b} in disputed:
            conflicts[a].append(relation)
            conflicts[b].append(relation)

    def row(claim: pb.Claim) -> Row:
        ours = set(statements_of[claim.name])
        says: dict[int, list[str]] = defaultdict(list)
        disputes: dict[int, dict[str, None]] = defaultdict(dict)
        for name in sorted(ours, key=lambda name: (article_of(name), statements[name].index)):
            says[column_of[article_of(name)]].append(name)
        known = conflicts[claim.name]
        for relation in known:
            other = relation.statement_b if relation.statement_a in ours else relation.statement_a
            for name in statements_of[claim_of[other]]:
                if name == other or _repeats(relation, statements[other], statements[name]):
                    disputes[column_of[article_of(name)]][name] = None
        tellers = {article_of(name) for name in ours}
        cells = tuple(
            Cell(
                tuple(says[i]),
                tuple(disputes[i]),
                bool(says[i]) and all(descent.is_copied(article_of(name), tellers) for name in says[i]),
            )
            for i in range(len(columns))
        )
        if known:
            standing, score = Standing.DISPUTED, max(relation.score for relation in known)
        elif claim.outlet_count > 1:
            standing, score = Standing.AGREED, agreement[claim.name]
        else:
            standing, score = Standing.SINGLE_SOURCE, 0.0
        return Row(claim, statements[claim.representative], standing, cells, tuple(known), score)

    rows = _in_order([row(claim) for claim in claims], column_of)
    return Matrix(columns, tuple(rows), statements)


class _Descent:
    """Which article of one origin comes before which."""

    def __init__(self, articles: Sequence[pb.Article], origins: Iterable[pb.Alignment.Origin]) -> None:
        self.articles = {article.name: article for article in articles}
        self.origin = {
            article.name: article.duplicate.parent if article.HasField("duplicate") else article.name
            for article in articles
        }
        self.origin.update((o.article, o.origin) for o in origins if o.article in self.articles)
        credited = {(self.origin[article.name], article.credit) for article in articles}
        parents = {article.duplicate.parent for article in articles}
        # Whom the others credit, then whose text ingest saw repeated, then the earliest.
        self.precedence = {
            name: ((self.origin[name], source_of(name)) not in credited, name not in parents, _when(article))
            for name, article in self.articles.items()
        }

    def is_copied(self, article: str, tellers: Iterable[str]) -> bool:
        """Whether another outlet among the tellers has the text that the article repeats."""
        return any(
            self.origin[other] == self.origin[article]
            and self.articles[other].outlet != self.articles[article].outlet
            and self.precedence[other] < self.precedence[article]
            for other in tellers
        )


def _when(article: pb.Article) -> tuple[bool, int, str]:
    """Sorts articles by publication, unknown times last."""
    time = article.publish_time
    return not time.HasField("start"), time.start.seconds, article.name


def _columns(articles: Sequence[pb.Article], descent: _Descent) -> tuple[Column, ...]:
    by_outlet: dict[str, list[str]] = defaultdict(list)
    for article in sorted(articles, key=_when):
        by_outlet[article.outlet].append(article.name)
    places: dict[str, int] = {}
    found = []
    for place, (outlet, told) in enumerate(by_outlet.items()):
        origin = descent.origin[told[0]]
        rank = (places.setdefault(origin, place), min(descent.precedence[name] for name in told))
        found.append((rank, Column(outlet, tuple(told), origin)))
    leads: dict[str, str] = {}
    return tuple(
        replace(column, copy_of="" if lead == column.outlet else lead)
        for _, column in sorted(found, key=lambda pair: pair[0])
        if (lead := leads.setdefault(column.origin, column.outlet))
    )


def _origins(row: Row) -> int:
    return row.claim.origin_count


def _in_order(rows: Sequence[Row], column_of: Mapping[str, int]) -> list[Row]:
    """Most origins first; behind a disputed row those that it clashes with; single sources last."""

    def weight(row: Row) -> tuple[bool, int, int, float, int, int, str]:
        return (
            row.standing is Standing.SINGLE_SOURCE,
            -_origins(row),
            -row.claim.outlet_count,
            -row.score,
            column_of[article_of(row.statement.name)],
            row.statement.index,
            row.claim.name,
        )

    by_claim = {row.claim.name: row for row in rows}
    ordered: dict[str, Row] = {}
    for row in sorted(rows, key=weight):
        ordered.setdefault(row.claim.name, row)
        rivals = [by_claim[name] for name in row.claim.disputed_by if name in by_claim]
        for rival in sorted(rivals, key=weight):
            ordered.setdefault(rival.claim.name, rival)
    return list(ordered.values())
