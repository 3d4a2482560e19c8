"""The matrix as a table: outlets × claims, with the columns of one origin bracketed. [pure]"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mizan.matrix import Cell, Column, Matrix, Standing
from report.fulltext import Place
from report.quotes import Quote, Quoter

_CELLS, _FEWEST, _MOST = 750, 15, 40  # cells, and rows, that are shown at first


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell: position, the sentence that it leads to ("" for a silent outlet), and whether it is a copy."""

    position: str
    anchor: str
    copied: bool
    more: int  # further sentences of that outlet


@dataclass(frozen=True, slots=True)
class Line:
    """A row. ``present`` are the numbers of the columns that are not silent."""

    anchor: str
    quote: Quote
    standing: Standing
    kinds: tuple[str, ...]
    score: int  # percent
    outlets: int
    origins: int
    marks: tuple[Mark, ...]
    present: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bracket:
    """Neighbouring columns of one origin."""

    columns: int
    outlet: str  # whose text the others repeat


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table. ``kinds`` are those of its contradictions, for the filter."""

    columns: tuple[Column, ...]
    brackets: tuple[Bracket, ...]
    lines: tuple[Line, ...]
    standings: tuple[Standing, ...]
    kinds: tuple[str, ...]

    @property
    def first(self) -> int:
        """Rows that are shown at first: enough to fill a screen, few enough to answer a filter at once."""
        return max(_FEWEST, min(_MOST, _CELLS // len(self.columns)))

    @property
    def bracketed(self) -> bool:
        """Whether any columns share an origin."""
        return any(bracket.columns > 1 for bracket in self.brackets)


def table(matrix: Matrix, quoter: Quoter, prefix: str) -> Table:
    """The table of an event; ``prefix`` keeps its anchors apart from those of other events."""
    lines = tuple(
        Line(
            f"{prefix}-c{number}",
            quoter.quote(row.statement.name),
            row.standing,
            row.kinds,
            round(100 * row.score),
            row.claim.outlet_count,
            row.claim.origin_count,
            tuple(_mark(cell, quoter) for cell in row.cells),
            tuple(place for place, cell in enumerate(row.cells) if cell.says or cell.disputes),
        )
        for number, row in enumerate(matrix.rows)
    )
    groups = [list(members) for _, members in groupby(matrix.columns, lambda column: column.origin)]
    found = {line.standing for line in lines}
    return Table(
        matrix.columns,
        tuple(Bracket(len(members), members[0].outlet) for members in groups),
        lines,
        tuple(standing for standing in Standing if standing in found),
        tuple(sorted({kind for line in lines for kind in line.kinds})),
    )


def places(matrix: Matrix, lines: Sequence[Line]) -> dict[str, Place]:
    """The row of each statement, by the statement's name."""
    return {
        name: Place(line.anchor, line.standing)
        for row, line in zip(matrix.rows, lines, strict=True)
        for name in row.claim.statements
    }


def _mark(cell: Cell, quoter: Quoter) -> Mark:
    told = cell.says or cell.disputes
    anchor = quoter.quote(told[0]).anchor if told else ""
    return Mark(cell.position.value, anchor, cell.copied, max(0, len(told) - 1))
