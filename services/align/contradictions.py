"""The rules that find what clashes between two statements, and what only looks like a clash. [pure]

Each rule proposes a :class:`Finding` with the terms of an additive model; the decision layer scores it. A
rule never looks at the decision for another rule, so findings can be read and tested one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.align.figures import Slot, Values
from services.align.prepare import Bag, Prepared, Refusal
from services.align.signals import Pair, Term
from services.common.domain import Evidence, RelationKind
from services.language.comparison import Word

_HEAD_SHARES = (0.6, 0.4)
_SAME_DENIAL = 0.65  # overlap of two denied passages from which both sides deny one thing
_CONFIRMED = 0.7  # share of a statement that the other side confirms outside its denial


@dataclass(frozen=True, slots=True)
class Finding:
    """A possible clash: its kind, where it stands in both texts, and the terms that speak for it."""

    kind: RelationKind  # the kind if it is a conflict
    model: str  # the set of weights that scores it
    terms: tuple[Term, ...]
    evidence: tuple[Evidence, ...]
    rule: str
    reason: str  # plain words
    excuse: RelationKind = RelationKind.NONE  # what it is instead of a conflict: SCOPE, SUPERSEDED ...
    excuse_reason: str = ""


# --- denial --------------------------------------------------------------------------------------------


def _head(words: Sequence[Word], other: Bag) -> float:
    """How far the first words of what is denied are found in the other statement, 0..1."""
    return sum(share * other.holds(word) for share, word in zip(_HEAD_SHARES, words, strict=False))


def _denial(pair: Pair, denier: Prepared, other: Prepared, refusal: Refusal) -> Finding | None:
    content = refusal.content
    if pair.one_language:
        stated = max(content.covered(other.bag), 0.9 * content.covered(other.wide))
        head = _head(refusal.head, other.bag)
        denied = other.bag.covered(refusal.passage)
        elsewhere = other.bag.covered(refusal.outside)
        both = max(
            (
                max(refusal.passage.covered(o.passage), o.passage.covered(refusal.passage))
                for o in other.refusals
            ),
            default=0.0,
        )
        if both >= _SAME_DENIAL or elsewhere >= _CONFIRMED or content.shared(other.wide) < 0.5:
            return None
    else:
        meaning = pair.meaning or 0.0
        stated = head = max(0.0, meaning)
        denied = pair.names * 0.5
        elsewhere = 0.0
        both = 1.0 if any(o.denial for o in other.refusals) else 0.0
    if not refusal.denial and (stated < 0.6 or content.total < 1.0):
        return None
    first, second = (refusal.span, other.statement.span)
    evidence = Evidence(first, second, "denial") if denier is pair.a else Evidence(second, first, "denial")
    return Finding(
        kind=RelationKind.DENIAL if refusal.denial else RelationKind.POLARITY,
        model="denial" if refusal.denial else "negation",
        terms=(
            Term("denied words stated", stated),
            Term("statement within denial", denied),
            Term("statement confirmed outside denial", elsewhere),
            Term("both deny", both),
            Term("head of denial stated", head),
            Term("hearsay", float(other.alleging)),
            Term("topic", pair.topic),
            Term("meaning", pair.meaning or 0.0),
        ),
        evidence=(evidence,),
        rule="denial@1" if refusal.denial else "negation@1",
        reason="one side denies what the other one states"
        if refusal.denial
        else "one side says that it did not happen, the other one that it did",
    )


def denials(pair: Pair) -> list[Finding]:
    """One side denies, or negates, what the other one says."""
    found: list[Finding] = []
    for denier, other in ((pair.a, pair.b), (pair.b, pair.a)):
        for refusal in denier.refusals:
            finding = _denial(pair, denier, other, refusal)
            if finding is not None:
                found.append(finding)
    return found


# --- figures -------------------------------------------------------------------------------------------


def numbers(pair: Pair) -> list[Finding]:
    """Different values in one slot."""
    return [_number(pair, slot) for slot in pair.slots[1]]


def _number(pair: Pair, slot: Slot) -> Finding:
    a, b = slot.a, slot.b
    grown = slot.values is Values.GROWN or (slot.growing and pair.days not in (None, 0))
    terms = (
        Term("same slot", slot.likeness),
        Term("same role", float(slot.role)),
        Term("containment", pair.containment),
        Term("mutual coverage", pair.mutual),
        Term("topic", pair.topic),
        Term("meaning", pair.meaning or 0.0),
        Term("open bound", float(slot.values is Values.GROWN)),
        Term("names apart", float(min(pair.names_apart, 2))),
        Term("every figure differs", float(pair.all_apart)),
        Term("other scope", float(len(slot.scopes))),
        Term("measured each session", float("session" in slot.scopes)),
    )
    excuse, why = RelationKind.NONE, ""
    if slot.scopes:
        excuse, why = RelationKind.SCOPE, f"the figures may differ in {', '.join(slot.scopes)}"
    return Finding(
        kind=RelationKind.SUPERSEDED if grown else RelationKind.NUMBER,
        model="number",
        terms=terms,
        evidence=(Evidence(a.quantity.span, b.quantity.span, "number"),),
        rule="number@1",
        reason="the later figure replaces the earlier one"
        if grown
        else "different figures for the same thing",
        excuse=excuse,
        excuse_reason=why,
    )


def findings(pair: Pair) -> list[Finding]:
    """Everything that may clash, strongest rule families first."""
    return [*denials(pair), *numbers(pair)]
