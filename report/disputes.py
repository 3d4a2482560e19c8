"""Disputes side by side, and what only looks like one. [pure]"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from mizan.matrix import Dispute, Matrix, Row, source_of
from mizan.v1 import resources_pb2 as pb
from report.quotes import Quote, Quoter, by_statement, kind

# In the order in which they are shown.
_LOOKALIKES = ("superseded", "scope", "estimate_spread", "unit", "reported_position")
_EXAMPLES = 5  # of one kind that are shown
_VOICES = 8  # statements of one side that are shown


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says: the statement that clashes most surely, and the others with it."""

    outlets: tuple[str, ...]
    quotes: tuple[Quote, ...]
    origins: int
    more: int  # statements that are left out
    against: str = ""  # what the other sides say, so that an excerpt is cut where it matters

    @property
    def first(self) -> Quote:
        """The statement that clashes most surely."""
        return self.quotes[0]


@dataclass(frozen=True, slots=True)
class Addend:
    """One signal of a score: its bar runs from ``start`` to ``end``, percent of the widest sum."""

    key: str  # of its word
    name: str
    contribution: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two statements relate as they do."""

    rule: str  # without its version
    version: str
    explanation: str
    score: float
    a: Quote
    b: Quote
    addends: tuple[Addend, ...]
    zero: float  # where the bars' nought is, percent


@dataclass(frozen=True, slots=True)
class Clash:
    """One dispute."""

    anchor: str
    kind: str
    sides: tuple[Side, ...]
    reasons: tuple[Reason, ...]
    more: int  # contradictions that are left out


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """What looks like a conflict and is not, of one kind."""

    kind: str
    reasons: tuple[Reason, ...]
    more: int


def clashes(matrix: Matrix, quoter: Quoter, prefix: str) -> tuple[Clash, ...]:
    """The disputes of an event; ``prefix`` keeps their anchors apart from those of other events."""
    return tuple(
        _clash(dispute, matrix, quoter, f"{prefix}-d{number}")
        for number, dispute in enumerate(matrix.disputes())
    )


def lookalikes(relations: Sequence[pb.Relation], quoter: Quoter) -> tuple[Lookalikes, ...]:
    """What is no conflict although it looks like one: the surest of each kind, one for two outlets."""
    found = []
    for name in _LOOKALIKES:
        alike = sorted((r for r in relations if kind(r) == name), key=lambda r: -r.score)
        by_outlets: dict[frozenset[str], pb.Relation] = {}
        for relation in alike:
            ends = frozenset(source_of(end) for end in (relation.statement_a, relation.statement_b))
            by_outlets.setdefault(ends, relation)
        shown = [_in_time(_reason(relation, quoter)) for relation in list(by_outlets.values())[:_EXAMPLES]]
        if shown:
            found.append(Lookalikes(name, tuple(shown), len(alike) - len(shown)))
    return tuple(found)


def _in_time(reason: Reason) -> Reason:
    """The earlier statement first."""
    if reason.a.day and reason.b.day and reason.b.day < reason.a.day:
        return replace(reason, a=reason.b, b=reason.a)
    return reason


def _clash(dispute: Dispute, matrix: Matrix, quoter: Quoter, anchor: str) -> Clash:
    fired = by_statement(dispute.relations)
    reasons = tuple(_reason(relation, quoter) for relation in dispute.relations[:_EXAMPLES])
    sides = tuple(_side(side, matrix, fired, quoter) for side in dispute.sides)
    said = [side.first.clashing for side in sides]
    sides = tuple(
        replace(side, against=" ".join(said[:number] + said[number + 1 :]))
        for number, side in enumerate(sides)
    )
    return Clash(anchor, dispute.kind, sides, reasons, max(0, len(dispute.relations) - _EXAMPLES))


def _side(
    rows: Sequence[Row], matrix: Matrix, fired: Mapping[str, list[pb.Relation]], quoter: Quoter
) -> Side:
    """The statements that clash, surest first; a claim's further statements follow behind."""
    names = [name for row in rows for name in row.claim.statements if name in quoter]
    names.sort(key=lambda name: -max((r.score for r in fired.get(name, ())), default=0.0))
    told = [matrix.columns[place].outlet for row in rows for place, cell in enumerate(row.cells) if cell.says]
    return Side(
        tuple(dict.fromkeys(told)),
        tuple(quoter.quote(name, fired.get(name, ())) for name in names[:_VOICES]),
        max(row.claim.origin_count for row in rows),
        max(0, len(names) - _VOICES),
    )


def _reason(relation: pb.Relation, quoter: Quoter) -> Reason:
    rule, _, version = relation.rule.partition("@")
    addends, zero = _waterfall([signal for signal in relation.signals if abs(signal.contribution) > 0.005])
    return Reason(
        rule,
        version,
        relation.explanation,
        relation.score,
        quoter.quote(relation.statement_a, [relation]),
        quoter.quote(relation.statement_b, [relation]),
        addends,
        zero,
    )


def _waterfall(signals: Sequence[pb.Signal]) -> tuple[tuple[Addend, ...], float]:
    """Each bar begins where the one before ended; all of them fit into 100 percent."""
    sums = list(accumulate((signal.contribution for signal in signals), initial=0.0))
    low, high = min(sums), max(sums)
    width = (high - low) or 1.0
    at = [100 * (each - low) / width for each in sums]
    addends = tuple(
        Addend(
            "signal." + signal.name.replace(" ", "-"),
            signal.name,
            signal.contribution,
            *sorted(at[i : i + 2]),
        )
        for i, signal in enumerate(signals)
    )
    return addends, at[0]
