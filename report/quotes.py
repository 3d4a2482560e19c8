"""A statement as it is quoted anywhere on the page, and what is known about the articles around it. [pure]"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mizan.matrix import article_of
from mizan.v1 import resources_pb2 as pb
from report.anchors import Anchors
from report.text import Run, excerpt, published, run

# A piece that is nearly the whole statement says nothing about where the clash is.
_MOST_MARKED = 0.9


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement with who published it and when."""

    statement: pb.Statement
    words: Run
    anchor: str
    outlet: str
    day: date | None

    @property
    def stance(self) -> str:
        """Lower-case name of the stance; empty when unknown."""
        return _lower(pb.Statement.Stance.Name(self.statement.stance))

    def short(self, length: int, toward: str = "") -> Run:
        """The words around what clashes, or those most like the words of ``toward``."""
        return excerpt(self.words, length, toward)

    @property
    def clashing(self) -> str:
        """The marked words; all of them where none are marked."""
        return " ".join(piece.text for piece in self.words.pieces if piece.marked) or str(self.words)


class Quoter:
    """Quotes statements of one event by their names."""

    def __init__(self, articles: Sequence[pb.Article], anchors: Anchors) -> None:
        self._anchors = anchors
        self._articles = {article.name: article for article in articles}
        self._statements = {s.name: s for article in articles for s in article.statements}

    def __contains__(self, name: str) -> bool:
        return name in self._statements

    def quote(self, name: str, relations: Iterable[pb.Relation] = ()) -> Quote:
        """The statement, marked where the relations place their evidence; KeyError when it is unknown."""
        statement = self._statements[name]
        article = self._articles[article_of(name)]
        length = len(statement.text)
        marks = [
            (start, end)
            for relation in relations
            for start, end in _evidence(relation, statement)
            if 0 <= start < end <= length and end - start < _MOST_MARKED * length
        ]
        return Quote(
            statement,
            run(statement.text, statement.language, marks),
            self._anchors.statement(name),
            article.outlet,
            published(article),
        )


def _evidence(relation: pb.Relation, statement: pb.Statement) -> Iterable[tuple[int, int]]:
    """Where a relation places its evidence, counted from the start of the statement."""
    for evidence in relation.evidence:
        if relation.statement_a == statement.name:
            yield evidence.a.start - statement.span.start, evidence.a.end - statement.span.start
        if relation.statement_b == statement.name:
            yield evidence.b.start - statement.span.start, evidence.b.end - statement.span.start


def by_statement(relations: Iterable[pb.Relation]) -> Mapping[str, list[pb.Relation]]:
    """Relations by the names of both their statements."""
    found: dict[str, list[pb.Relation]] = defaultdict(list)
    for relation in relations:
        found[relation.statement_a].append(relation)
        found[relation.statement_b].append(relation)
    return found


def kind(relation: pb.Relation) -> str:
    """Lower-case name of a relation's kind."""
    return _lower(pb.Relation.Kind.Name(relation.kind))


def _lower(name: str) -> str:
    return "" if name.endswith("UNSPECIFIED") else name.lower()
