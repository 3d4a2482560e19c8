"""Stored things as lines of a list.

A line begins with a name, so that `cut -d" " -f1` finds it, and so that the line runs from left to right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mizan.matrix import article_of
from mizan.render import Style, days, published, told_by
from mizan.typesetting import LEFT, columns, isolate, wrapped
from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import ingest_service_pb2 as ingest_pb
from mizan.v1 import resources_pb2 as pb

_NO_DAY = " " * len("2026-03-10")


def stored(answer: ingest_pb.IngestArticleResponse) -> str:
    """What was done with an article, and what it is called."""
    outcome = ingest_pb.IngestArticleResponse.Outcome.Name(answer.outcome).lower()
    return f"{outcome:9}  {answer.article.name}  {isolate(answer.article.title)}"


def article(found: pb.Article) -> str:
    """A stored article."""
    day = published(found) or _NO_DAY
    return f"{found.name}  {day}  {isolate(found.outlet)}  {isolate(found.title)}"


def event(found: pb.Event, style: Style) -> str:
    """A stored event."""
    words = style.words("en")
    counts = told_by(found.outlet_count, found.origin_count, words)
    title = found.title or words.text("untitled")
    return f"{found.name}  {days(found) or _NO_DAY}  {counts}  {isolate(title)}"


def match(found: align_pb.FindEventResponse.Match, style: Style) -> str:
    """An event that a text was looked up in, with its score; = where the text would be added to it."""
    return f"{'=' if found.same_event else ' '} {found.score:.2f}  {event(found.event, style)}"


_COLUMNS = ("role", "model", "revision", "backend", "size", "licence")


def models(found: Sequence[pb.ServiceInfo.Model], style: Style) -> Iterator[str]:
    """Models in columns under a heading, each with what its card measured below it."""
    words = style.words("en")
    rows = [[words.text(f"column.{name}") for name in _COLUMNS]]
    for model in found:
        role = words.texts.get(f"role.{model.role}", model.role)
        size = words.text("megabytes", size=f"{model.size_bytes / 1e6:.1f}") if model.size_bytes else "–"
        rows.append(
            [role, model.id or "–", model.revision, model.backend, size, model.licence or "–"],
        )
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        cells = [
            isolate(cell) + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)
        ]
        line = LEFT + "  ".join(cells).rstrip()
        yield style.bold(line) if number == 0 else line
        if number:
            for name, value in sorted(found[number - 1].figures.items()):
                yield f"{LEFT}    {value:.3f}  {isolate(name)}"


class Alignment:
    """Lines for what belongs to one alignment, with the words of its statements."""

    def __init__(self, alignment: pb.Alignment, style: Style) -> None:
        self._statements = {s.name: s.text for article in alignment.articles for s in article.statements}
        self._outlets = {article.name: article.outlet for article in alignment.articles}
        self._style = style
        self._words = style.words("en")

    def claim(self, found: pb.Claim) -> str:
        """A claim by its best wording."""
        counts = f"{found.outlet_count}/{found.origin_count}"
        mark = "✗" if found.disputed_by else " "
        text = isolate(" ".join(self._statements.get(found.representative, "").split()))
        return f"{found.name}  {mark} {counts:5}  {text}"

    def relation(self, found: pb.Relation) -> str:
        """A relation with its two statements below it."""
        kind = pb.Relation.Kind.Name(found.kind).lower() if found.kind else ""
        label = isolate(self._words.text(f"kind.{kind}")) if kind else ""
        name = pb.Relation.Type.Name(found.type).lower()
        head = "  ".join(part for part in (found.name, f"{found.score:.2f}", name, label, found.rule) if part)
        return "\n".join([head, *self._side(found.statement_a), *self._side(found.statement_b)])

    def _side(self, statement: str) -> Iterator[str]:
        outlet = self._outlets.get(article_of(statement), "")
        text = f"{outlet}: {self._statements.get(statement, '')}"
        for line in wrapped(text, self._style.width - 4):
            yield f"    {isolate(line)}"
