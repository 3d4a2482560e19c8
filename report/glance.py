"""What an editor sees first: agreement with each outlet's position, clashes, who is alone. [pure]"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mizan.matrix import Column, Matrix, Position, Row, Standing
from mizan.v1 import resources_pb2 as pb
from report.disputes import Clash
from report.quotes import Quote, Quoter

_AGREED = 3
_DISPUTES = 3
_SINGLE = 6
_NAMED = 10  # outlets up to which the silent ones are named too


@dataclass(frozen=True, slots=True)
class Stand:
    """One outlet's position on a claim; ``anchor`` leads to its sentence, empty when it is silent."""

    outlet: str
    position: Position
    anchor: str
    copy_of: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """A claim of several outlets that nobody contradicts. ``unnamed`` outlets are silent and not listed."""

    quote: Quote
    stands: tuple[Stand, ...]
    unnamed: int
    outlets: int
    origins: int


@dataclass(frozen=True, slots=True)
class Glance:
    """The first screen of an event; what it leaves out is counted."""

    agreed: tuple[Agreed, ...]
    clashes: tuple[Clash, ...]
    single: tuple[Quote, ...]
    more_agreed: int
    more_clashes: int
    more_single: int


def glance(matrix: Matrix, clashes: Sequence[Clash], summary: pb.Summary, quoter: Quoter) -> Glance:
    """The first screen: of each kind, what most origins tell."""
    agreed = [row for row in matrix.rows if row.standing is Standing.AGREED]
    alone = [row for row in matrix.rows if row.standing is Standing.SINGLE_SOURCE]
    single = list(_in_turn(alone, summary, quoter))
    return Glance(
        tuple(_agreed(row, matrix.columns, quoter) for row in agreed[:_AGREED]),
        tuple(clashes[:_DISPUTES]),
        tuple(single[:_SINGLE]),
        max(0, len(agreed) - _AGREED),
        max(0, len(clashes) - _DISPUTES),
        max(0, len(alone) - _SINGLE),
    )


def stands(row: Row, columns: Sequence[Column], quoter: Quoter) -> Iterator[Stand]:
    """What each outlet does with a claim, in the order of the columns."""
    for column, cell in zip(columns, row.cells, strict=True):
        told = cell.says or cell.disputes
        anchor = quoter.quote(told[0]).anchor if told else ""
        yield Stand(column.outlet, cell.position, anchor, column.copy_of if cell.copied else "")


def _agreed(row: Row, columns: Sequence[Column], quoter: Quoter) -> Agreed:
    order = (Position.SAYS, Position.BOTH, Position.DISPUTES, Position.SILENT)
    all_stands = sorted(stands(row, columns, quoter), key=lambda stand: order.index(stand.position))
    named = [
        stand for stand in all_stands if len(columns) <= _NAMED or stand.position is not Position.SILENT
    ][:_NAMED]
    return Agreed(
        quoter.quote(row.statement.name),
        tuple(named),
        len(all_stands) - len(named),
        row.claim.outlet_count,
        row.claim.origin_count,
    )


def _in_turn(rows: Sequence[Row], summary: pb.Summary, quoter: Quoter) -> Iterator[Quote]:
    """Statements that stand alone: those that the account chose first, the outlets in turn."""
    chosen = {
        name: place
        for place, sentence in enumerate(summary.sentences)
        if sentence.section == pb.Summary.Section.SINGLE_SOURCE
        for name in sentence.citations
    }
    by_outlet: dict[str, list[Quote]] = {}
    for row in sorted(rows, key=lambda row: chosen.get(row.statement.name, len(summary.sentences))):
        quote = quoter.quote(row.statement.name)
        by_outlet.setdefault(quote.outlet, []).append(quote)
    for place in range(max(map(len, by_outlet.values()), default=0)):
        for quotes in by_outlet.values():
            yield from quotes[place : place + 1]
