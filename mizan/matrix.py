"""What each outlet says of each claim of an event: the table behind the report and the terminal view.

Works on the messages of the API, so that it shows a stored event, a comparison or a file of one alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

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

    Claims of one side do not contradict each other; the first of a side is told by most origins.
    """

    kind: str  # of its contradictions, lower case
    sides: tuple[tuple[Row, ...], ...]
    relations: tuple[pb.Relation, ...]  # surest first


@dataclass(frozen=True, slots=True)
class Matrix:
    """Outlets × claims of one event."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def disputes(self) -> tuple[Dispute, ...]:
        """What is disputed, most origins first: claims that contradictions of one kind connect."""
        row_of = {name: i for i, row in enumerate(self.rows) for name in row.claim.statements}
        by_kind: dict[str, dict[int, dict[int, pb.Relation]]] = defaultdict(lambda: defaultdict(dict))
        for i, row in enumerate(self.rows):
            for relation in row.conflicts:  # surest first
                a, b = row_of[relation.statement_a], row_of[relation.statement_b]
                kind = pb.Relation.Kind.Name(relation.kind).lower()
                by_kind[kind][i].setdefault(b if a == i else a, relation)
        found = []
        for kind, edges in by_kind.items():
            for members in _connected(edges):
                sides = tuple(tuple(self.rows[i] for i in side) for side in _apart(members, edges))
                relations = {r.name or id(r): r for i in members for r in edges[i].values()}
                ordered = sorted(relations.values(), key=lambda r: -r.score)
                found.append(Dispute(kind, sides, tuple(ordered)))
        found.sort(
            key=lambda d: (-sum(_origins(row) for side in d.sides for row in side), -d.relations[0].score)
        )
        return tuple(found)


def _connected(edges: Mapping[int, Mapping[int, object]]) -> list[list[int]]:
    """Connected components of a graph, members in order."""
    seen: set[int] = set()
    found = []
    for start in edges:
        if start in seen:
            continue
        members, ahead = {start}, [start]
        while ahead:
            for other in edges[ahead.pop()]:
                if other not in members:
                    members.add(other)
                    ahead.append(other)
        seen |= members
        found.append(sorted(members))
    return found


def _apart(members: Sequence[int], edges: Mapping[int, Mapping[int, object]]) -> list[list[int]]:
    """The members in as many sides as greedy colouring needs; no two of a side share an edge.

    The best connected one chooses first, so that a denial and all that it denies make two sides.
    """
    sides: list[list[int]] = []
    for member in sorted(members, key=lambda m: (-len(edges[m]), m)):
        free = next((side for side in sides if not any(other in edges[member] for other in side)), None)
        if free is None:
            sides.append([member])
        else:
            free.append(member)
    return sorted((sorted(side) for side in sides), key=lambda side: side[0])


def article_of(statement: str) -> str:
    """Name of the article that a statement, given by its name, belongs to."""
    return statement.rpartition("/statements/")[0]


def build(
    articles: Sequence[pb.Article],
    relations: Iterable[pb.Relation],
    claims: Iterable[pb.Claim],
    origins: Iterable[pb.Alignment.Origin] = (),
) -> Matrix:
    """The matrix of one event, whose parts are given: rows of several origins first, disputed ones together.

    Without ``origins``, an article's origin is that of the article that it is a copy of.
    """
    by_name = {article.name: article for article in articles}
    statements = {s.name: s for article in articles for s in article.statements}
    origin_of = _origin_of(articles, origins)
    columns = _columns(articles, origin_of)
    column_of = {name: i for i, column in enumerate(columns) for name in column.articles}

    claims = [c for c in claims if c.representative in statements]
    claim_of = {name: claim.name for claim in claims for name in claim.statements}
    agreement: dict[str, float] = defaultdict(float)
    conflicts: dict[str, list[pb.Relation]] = defaultdict(list)
    for relation in relations:
        a, b = claim_of.get(relation.statement_a), claim_of.get(relation.statement_b)
        if a is None or b is None:
            continue
        if relation.type == pb.Relation.Type.AGREEMENT and a == b:
            agreement[a] = max(agreement[a], relation.score)
        elif relation.type == pb.Relation.Type.CONTRADICTION and a != b:
            conflicts[a].append(relation)
            conflicts[b].append(relation)

    def row(claim: pb.Claim) -> Row:
        says: dict[int, list[str]] = defaultdict(list)
        disputes: dict[int, dict[str, None]] = defaultdict(dict)
        for name in claim.statements:
            if article_of(name) in column_of:
                says[column_of[article_of(name)]].append(name)
        ours = set(claim.statements)
        for relation in conflicts[claim.name]:
            other = relation.statement_b if relation.statement_a in ours else relation.statement_a
            if article_of(other) in column_of:
                disputes[column_of[article_of(other)]][other] = None
        cells = tuple(
            Cell(
                tuple(says[i]),
                tuple(disputes[i]),
                bool(says[i]) and all(_is_copied(name, claim, by_name, origin_of) for name in says[i]),
            )
            for i in range(len(columns))
        )
        known = conflicts[claim.name]
        if known:
            standing, score = Standing.DISPUTED, max(relation.score for relation in known)
        elif claim.outlet_count > 1:
            standing, score = Standing.AGREED, agreement[claim.name]
        else:
            standing, score = Standing.SINGLE_SOURCE, 0.0
        known = sorted(known, key=lambda relation: -relation.score)
        return Row(claim, statements[claim.representative], standing, cells, tuple(known), score)

    return Matrix(columns, tuple(_in_order([row(claim) for claim in claims])))


def _origin_of(articles: Sequence[pb.Article], origins: Iterable[pb.Alignment.Origin]) -> Mapping[str, str]:
    """Origin key by name of the article."""
    found = {
        article.name: article.duplicate.parent if article.HasField("duplicate") else article.name
        for article in articles
    }
    found.update((origin.article, origin.origin) for origin in origins if origin.article in found)
    return found


def _when(article: pb.Article) -> tuple[bool, int, str]:
    """Sorts articles by publication, unknown times last."""
    time = article.publish_time
    return not time.HasField("start"), time.start.seconds, article.name


def _columns(articles: Sequence[pb.Article], origin_of: Mapping[str, str]) -> tuple[Column, ...]:
    """Outlets by their first article, those of one origin side by side, the one that others copy first."""
    by_outlet: dict[str, list[pb.Article]] = defaultdict(list)
    for article in sorted(articles, key=_when):
        by_outlet[article.outlet].append(article)
    parents = {a.duplicate.parent for a in articles if a.HasField("duplicate")}
    first_of: dict[str, int] = {}
    found = []
    for place, (outlet, told) in enumerate(by_outlet.items()):
        origin = origin_of[told[0].name]
        first_of.setdefault(origin, place)
        is_parent = any(article.name in parents for article in told)
        column = Column(outlet, tuple(article.name for article in told), origin)
        found.append(((first_of[origin], not is_parent, place), column))
    columns = [column for _, column in sorted(found, key=lambda pair: pair[0])]
    leads: dict[str, str] = {}
    return tuple(
        replace(column, copy_of="" if lead == column.outlet else lead)
        for column in columns
        if (lead := leads.setdefault(column.origin, column.outlet))
    )


def _is_copied(
    statement: str, claim: pb.Claim, by_name: Mapping[str, pb.Article], origin_of: Mapping[str, str]
) -> bool:
    """Whether another outlet's earlier article of the same origin makes the claim too."""
    article = by_name[article_of(statement)]
    return any(
        origin_of[other.name] == origin_of[article.name]
        and other.outlet != article.outlet
        and (other.name == article.duplicate.parent or _when(other) < _when(article))
        for name in claim.statements
        if (other := by_name.get(article_of(name))) is not None
    )


def _origins(row: Row) -> int:
    return row.claim.origin_count


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """Most origins first; behind a disputed row those that it clashes with; single sources last."""

    def weight(row: Row) -> tuple[int, int, int, float]:
        return (row.standing is Standing.SINGLE_SOURCE, -_origins(row), -row.claim.outlet_count, -row.score)

    by_claim = {row.claim.name: row for row in rows}
    ordered: dict[str, Row] = {}
    for row in sorted(rows, key=weight):
        ordered.setdefault(row.claim.name, row)
        rivals = [by_claim[name] for name in row.claim.disputed_by if name in by_claim]
        for rival in sorted(rivals, key=weight):
            ordered.setdefault(rival.claim.name, rival)
    return list(ordered.values())
