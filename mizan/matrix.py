"""What each outlet says of each claim of an event: the table behind the report and the terminal view.

Works on the messages of the API, so that it shows a stored event, a comparison or a file of one alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mizan import contradiction, questions
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
    statement: pb.Statement  # that words it
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
        clashes: dict[str, list[questions.Clash]] = defaultdict(list)
        known = {(r.statement_a, r.statement_b, r.kind): r for row in self.rows for r in row.conflicts}
        for relation in sorted(known.values(), key=_surest_first):
            ends = {
                row_of[name]: contradiction.reading(relation, self.statements[name])
                for name in (relation.statement_a, relation.statement_b)
            }
            clashes[pb.Relation.Kind.Name(relation.kind).lower()].append(questions.Clash(relation, ends))
        found = [
            self._dispute(kind, question)
            for kind, all_of in clashes.items()
            for question in questions.of(all_of)
        ]
        found.sort(
            key=lambda d: (-sum(_origins(row) for side in d.sides for row in side), -d.relations[0].score)
        )
        return tuple(found)

    def _dispute(self, kind: str, question: Sequence[questions.Clash]) -> Dispute:
        def weight(i: int) -> tuple[int, bool, int]:
            row = self.rows[i]
            return -_origins(row), row.statement.part == pb.Statement.Part.TITLE, i

        def denies(side: Sequence[int]) -> bool:
            return kind == "denial" and any(self.rows[i].statement.polarity.denials for i in side)

        sides = [sorted(side, key=weight) for side in questions.sides(question)]
        sides.sort(key=lambda side: (denies(side), weight(side[0])))
        rows = tuple(tuple(self.rows[i] for i in side) for side in sides)
        return Dispute(kind, rows, tuple(clash.relation for clash in question))


def _surest_first(relation: pb.Relation) -> tuple[float, str, str, int]:
    return -relation.score, relation.statement_a, relation.statement_b, relation.kind


def article_of(statement: str) -> str:
    """Name of the article that a statement, given by its name, belongs to."""
    return statement.rpartition("/statements/")[0]


def source_of(article: str) -> str:
    """Source id of an article, given by its name: "reuters" of "sources/reuters/articles/a1"."""
    return article.removeprefix("sources/").partition("/")[0]


def statements_of(articles: Iterable[pb.Article]) -> dict[str, pb.Statement]:
    """Statements by name; one whose name is not that of its article is left out."""
    return {
        s.name: s for article in articles for s in article.statements if article_of(s.name) == article.name
    }


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
    language: str = "",
) -> Matrix:
    """The matrix of one event, whose parts are given in any order.

    Rows of several origins come first, disputed ones together. Columns are as ``columns`` gives them.
    A row is worded by its representative, in ``language`` by another of its statements where it has one.
    """
    statements = statements_of(articles)
    descent = _Descent(articles, origins)
    columns = _columns(articles, descent)
    column_of = {name: i for i, column in enumerate(columns) for name in column.articles}

    claims = [claim for claim in claims if claim.representative in statements]
    members = {c.name: sorted(n for n in c.statements if n in statements) for c in claims}
    claim_of = {name: claim for claim, names in members.items() for name in names}
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
        ours = set(members[claim.name])
        says: dict[int, list[str]] = defaultdict(list)
        disputes: dict[int, dict[str, None]] = defaultdict(dict)
        for name in sorted(ours, key=lambda name: (article_of(name), statements[name].index)):
            says[column_of[article_of(name)]].append(name)
        known = conflicts[claim.name]
        for relation in known:
            other = relation.statement_b if relation.statement_a in ours else relation.statement_a
            for name in members[claim_of[other]]:
                if name == other or contradiction.repeats(relation, statements[other], statements[name]):
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
        return Row(claim, worded(claim), standing, cells, tuple(known), score)

    def worded(claim: pb.Claim) -> pb.Statement:
        best = statements[claim.representative]
        others = (statements[name] for name in members[claim.name] if statements[name].language == language)
        if not language or best.language == language:
            return best
        return min(others, key=lambda other: other.part == pb.Statement.Part.TITLE, default=best)

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
        for lead in (leads.setdefault(column.origin, column.outlet),)
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
