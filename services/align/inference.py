"""Contradictions that no rule sees and a model does. [pure]

What one side denies may be what the other one says in other words: the contextual encoder reads the denied
passage alone. The judge, who reads two statements together, may find that they exclude each other; it knows
nothing of days, scopes and speakers, so that its finding weighs these itself. Both are decided only where no
rule has found a conflict: a rule can say what it is.
"""

from __future__ import annotations

from services.align.contradictions import Finding, days_apart, other_voices
from services.align.prepare import Bag, Prepared, Refusal
from services.align.signals import Pair, Term
from services.common.domain import Evidence, RelationKind, Span

_A_TOPIC = 2  # words denied, up to which they name a subject rather than what is said of it
_KINDS = {True: RelationKind.DENIAL, False: RelationKind.POLARITY}


def findings(pair: Pair) -> list[Finding]:
    """What the models' advice proposes; nothing where they were not asked."""
    found = _denied(pair)
    return found if pair.advice.contradict is None else [*found, contradiction(pair)]


def _denied(pair: Pair) -> list[Finding]:
    advice = pair.advice
    if advice.denied is None or advice.meaning is None:
        return []
    denier, other = (pair.a, pair.b) if pair.a.denied else (pair.b, pair.a)
    denial = next(refusal for refusal in denier.refusals if refusal.denial)
    if len(denial.content.words) <= _A_TOPIC:
        return []  # "denies the arms trade" is near whatever is said of arms
    spans = [denial.span if side is denier else side.statement.span for side in (pair.a, pair.b)]
    return [
        Finding(
            kind=RelationKind.DENIAL,
            model="denial in context",
            terms=(
                Term("denied in context", advice.denied),
                Term("nearer than the whole", advice.denied - advice.meaning),
                Term("denied words stated", denial.content.covered(other.bag)),
                Term("both deny", float(bool(other.refusals))),
                Term("only possible", float(other.firm is not other.bag)),
                Term("names apart", float(min(pair.names_apart, 2))),
                Term("other time", float(days_apart(pair) > 0)),
                Term("market", float(pair.a.market and pair.b.market)),
            ),
            evidence=(Evidence(spans[0], spans[1], "denial"),),
            rule="denial@2",
            reason="one side denies what the other one states in other words",
        )
    ]


def contradiction(pair: Pair) -> Finding:
    """The finding that only a judge can make, as far as it is known before the judge is asked."""
    refusals = _main(pair.a), _main(pair.b)
    refused = [refusal for refusal in refusals if refusal is not None]
    kind = RelationKind.POLARITY if pair.opposed else RelationKind.OTHER
    if len(refused) == 1:
        kind = _KINDS[refused[0].denial]
    voices = other_voices(pair) and len(refused) != 1
    where = _where(pair.a, pair.b, refusals[0]), _where(pair.b, pair.a, refusals[1])
    return Finding(
        kind=kind,
        model="inference",
        terms=(
            Term("containment", pair.containment),
            Term("denied words stated", _stated(pair, refusals)),
            Term("topic", pair.topic),
            Term("titles", pair.titles),
            Term("only one refuses", float(len(refused) == 1)),
            Term("both deny", float(len(refused) == 2)),
            Term("other speaker", float(voices)),
            Term("other time", float(days_apart(pair) > 0)),
            Term("other scope", float(any(slot.scopes for slot in pair.slots[1]))),
            Term("market", float(pair.a.market and pair.b.market)),
        ),
        evidence=(Evidence(*where, "inference"),),
        rule="inference@1",
        reason="read together, the two cannot both be right",
    )


def _stated(pair: Pair, refusals: tuple[Refusal | None, Refusal | None]) -> float:
    """How far one side states what the other one refuses; 0 where none refuses anything."""
    sides = zip(refusals, (pair.b, pair.a), strict=True)
    return max((refusal.content.covered(other.bag) for refusal, other in sides if refusal), default=0.0)


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
