"""The contradiction that no rule sees and the judge does, who reads the two statements together. [pure]

The finding has gates of its own, for a judge knows nothing of days, scopes and speakers, and it is
decided only where no rule has found a conflict: a rule can say what it is.
"""

from __future__ import annotations

from services.align.contradictions import Finding, days_apart, other_voices
from services.align.prepare import Bag, Prepared, Refusal
from services.align.signals import Pair, Term
from services.common.domain import Evidence, RelationKind, Span

_KINDS = {True: RelationKind.DENIAL, False: RelationKind.POLARITY}


def findings(pair: Pair) -> list[Finding]:
    """What the judge's advice proposes; nothing where it was not asked."""
    if pair.advice.contradict is None:
        return []
    refusals = tuple(_main(side) for side in (pair.a, pair.b))
    refused = [refusal for refusal in refusals if refusal is not None]
    kind = RelationKind.POLARITY if pair.opposed else RelationKind.OTHER
    if len(refused) == 1:
        kind = _KINDS[refused[0].denial]
    voices = other_voices(pair) and len(refused) != 1
    return [
        Finding(
            kind=kind,
            model="inference",
            terms=(
                Term("topic", pair.topic),
                Term("titles", pair.titles),
                Term("only one refuses", float(len(refused) == 1)),
                Term("both deny", float(len(refused) == 2)),
                Term("other speaker", float(voices)),
                Term("other time", float(days_apart(pair) > 0)),
                Term("other scope", float(any(slot.scopes for slot in pair.slots[1]))),
                Term("market", float(pair.a.market and pair.b.market)),
            ),
            evidence=(
                Evidence(
                    _where(pair.a, pair.b, refusals[0]), _where(pair.b, pair.a, refusals[1]), "inference"
                ),
            ),
            rule="inference@1",
            reason="read together, the two cannot both be right",
            excuse=RelationKind.REPORTED_POSITION if voices else RelationKind.NONE,
            excuse_reason="two speakers, each with his own view",
        )
    ]


def _main(side: Prepared) -> Refusal | None:
    """The first refusal, a denial before a negation."""
    return min(side.refusals, key=lambda refusal: not refusal.denial, default=None)


def _where(side: Prepared, other: Prepared, refusal: Refusal | None) -> Span:
    """What is refused, or else the clause that shares most with the other statement."""
    if refusal is not None:
        return refusal.span
    clauses: dict[int, list[int]] = {}
    for at, clause in enumerate(side.clauses):
        clauses.setdefault(clause, []).append(at)
    if not clauses:
        return side.statement.span
    best = max(
        clauses.values(),
        key=lambda held: Bag(side.words[at] for at in held).shared(other.bag),
    )
    return side.span(best[0], best[-1] + 1)
