"""Small events for tests of the pictures and the table: articles with chains, names and figures by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from mizan.v1 import resources_pb2 as pb

Kind = pb.AttributionLink.Kind
# kind, name as written, key of the proper name that it holds (or "") and the name itself
Link = tuple[int, str, str]


def article(
    outlet: str,
    *chains: Sequence[Link],
    day: int = 10,
    source: str = "",
    credit: str = "",
    language: str = "ar",
    figures: Sequence[float] = (),
) -> pb.Article:
    """An article with one statement for each chain, then one for each figure."""
    source = source or "s" + outlet.encode().hex()
    made = pb.Article(name=f"sources/{source}/articles/a1", outlet=outlet, language=language, credit=credit)
    made.publish_time.start.FromDatetime(datetime(2026, 3, day, tzinfo=UTC))
    for chain in chains:
        _statement(made, chain, None)
    for figure in figures:
        _statement(made, (), figure)
    return made


def _statement(made: pb.Article, chain: Sequence[Link], figure: float | None) -> None:
    begin = len(made.text)
    index = len(made.statements)
    statement = made.statements.add(
        name=f"{made.name}/statements/{index}", index=index, language=made.language, stance=2
    )
    statement.chain.add(kind=Kind.OUTLET, name=made.outlet)
    text = ""
    for kind, name, key in chain:
        link = statement.chain.add(kind=kind, name=name, verb="قال")
        text += "قال "
        link.verb_span.start, link.verb_span.end = begin + len(text) - 4, begin + len(text) - 1
        link.span.start, link.span.end = begin + len(text), begin + len(text) + len(name)
        if key:
            held = " ".join(name.split()[-2:]) if kind == Kind.SPEAKER else name
            known = statement.names.add(text=held, key=key)
            known.kind = pb.Name.Kind.PERSON if kind == Kind.SPEAKER else pb.Name.Kind.ORGANISATION
            known.span.start, known.span.end = link.span.end - len(held), link.span.end
        text += name + " "
    if figure is not None:
        written = f"{figure:g} قتيلا"
        quantity = statement.quantities.add(value=figure, low=figure, high=figure, dimension="count")
        quantity.span.start, quantity.span.end = begin + len(text), begin + len(text) + len(written)
        text += written
    text += "."
    statement.text = text
    statement.span.start, statement.span.end = begin, begin + len(text)
    made.text += text + " "


def relation(
    a: pb.Statement, b: pb.Statement, kind: int, kind_of: int = 0, score: float = 0.8
) -> pb.Relation:
    """A relation between two statements, with their first figures as evidence where both have one."""
    made = pb.Relation(statement_a=a.name, statement_b=b.name, score=score)
    made.type = kind  # type: ignore[assignment]
    made.kind = kind_of  # type: ignore[assignment]
    if a.quantities and b.quantities:
        evidence = made.evidence.add(label="number")
        evidence.a.CopyFrom(a.quantities[0].span)
        evidence.b.CopyFrom(b.quantities[0].span)
    return made


def one_origin(*articles: pb.Article, key: str = "wire:1") -> list[pb.Alignment.Origin]:
    """Origins in which these articles tell one text."""
    return [pb.Alignment.Origin(article=each.name, origin=key) for each in articles]
