"""From the findings about a pair to one relation, with a score that its signals add up to. [pure]

Contradiction is decided before agreement: two statements that agree in ten words and clash in one figure
are a contradiction. What only looks like a clash keeps its own label.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from services.align import acts, contradictions, inference
from services.align.advice import Advice
from services.align.contradictions import WORTH_A_LABEL, Finding
from services.align.figures import Values
from services.align.signals import Pair, Term
from services.align.thresholds import THRESHOLDS, WEIGHTS
from services.common.domain import Evidence, Relation, RelationKind, RelationType, Signal

_LONGEST_LOGIT = 30.0
# Cosine below which two statements that share hardly a word are not looked at any further.
_STRANGE = 0.45
# Weight of the words of a statement from which it names a fact, and not only a topic.
_WEIGHT_OF_A_FACT = 2.3
# The same without persons' names: whom it is about is not yet a fact.
_WEIGHT_BESIDE_NAMES = 1.5
# Overlap of headlines from which both statements come from coverage of one happening.
_SAME_TITLE = 0.6
# What contextual vectors and the judge say of two statements about one happening, on average: from there on
# it speaks for, below against.
_USUAL_MEANING = 0.44
_USUAL_LOG_ODDS = -1.7
_USUAL_LEAN = 1.0
# Log-odds below which it says no more that the judge reads no agreement: long statements hold more than it.
_NO_AGREEMENT = -2.0
# Chance of an agreement below which it is out of reach.
_HARDLY = 0.05
# How far what a model says may lie from what it usually says.
_SWING = {
    "meaning in context": 0.4,
    "judged as agreement": 4.0,
    "judged as contradiction": 5.0,
    "rather contradiction than agreement": 4.0,
}
# Rules that read words, not figures or times, and no act of denial: what they find is always checked.
_CHECKED = frozenset({"negation@1", "direction@1", "name@1", "actor@1"})


@dataclass(frozen=True, slots=True)
class Decision:
    """The relation of a pair, and how far it is open, 0..1: what is asked of slower models first."""

    relation: Relation
    openness: float


@dataclass(frozen=True, slots=True)
class Scored:
    """Signals and the score they add up to."""

    signals: tuple[Signal, ...]
    score: float

    def opposite(self) -> Scored:
        """The same signals as they speak for the opposite outcome."""
        turned = (Signal(s.name, s.value, -s.contribution) for s in self.signals)
        return Scored(tuple(turned), 1.0 - self.score)


def logistic(logit: float) -> float:
    """The link function between the sum of contributions and a score.

    >>> logistic(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-max(-_LONGEST_LOGIT, min(_LONGEST_LOGIT, logit))))


def logit(score: float) -> float:
    """Log-odds of a score strictly between 0 and 1: what `logistic` undoes."""
    return math.log(score / (1.0 - score))


def chance(model: str, terms: Sequence[Term]) -> float:
    """The score of a model for its terms, without the signals: most are only looked at to be left."""
    weights = WEIGHTS[model]
    logit = weights["bias"]
    for name, value in terms:
        weight = weights.get(name)
        if weight is not None:
            logit += weight * value
    return logistic(logit)


def score(model: str, terms: Sequence[Term]) -> Scored:
    """Apply a model's weights to its terms; a term that the model does not weigh is left out."""
    weights = WEIGHTS[model]
    signals = [Signal("bias", 1.0, weights["bias"])]
    logit = weights["bias"]
    for name, value in terms:
        weight = weights.get(name)
        if weight is not None:
            contribution = weight * value
            logit += contribution
            signals.append(Signal(name, value, contribution))
    return Scored(tuple(signals), logistic(logit))


def for_agreement(pair: Pair) -> tuple[Term, ...]:
    """What speaks for one fact told twice."""
    same = pair.slots[0]
    terms = (
        Term("confirmed figures", min(sum(slot.telling for slot in same), 3.0)),
        Term("same things counted", max((slot.described for slot in same), default=0.0)),
        Term("meaning", pair.likeness),
    )
    if not pair.one_language:
        return (*terms, Term("names", pair.names))
    return (
        Term("containment", pair.containment),
        Term("same order", pair.order),
        Term("topic", pair.topic),
        *terms,
    )


def against_agreement(pair: Pair) -> tuple[Term, ...]:
    """The terms that no model gives a positive weight: they need no look where the others do not suffice."""
    same, different = pair.slots
    both = bool(pair.a.figures) and bool(pair.b.figures)
    return (
        Term("little said", 0.0 if same or not pair.one_language else _little(pair)),
        Term("unconfirmed figures", float(min(pair.unconfirmed, 3))),
        Term("no figure in common", float(both and not same)),
        Term("figures differ", max((slot.likeness for slot in different), default=0.0)),
        Term("measured at another time", float(any("session" in slot.scopes for slot in different))),
        Term("other roles", float(pair.other_roles)),
        Term("names apart", float(min(pair.names_apart, 3))),
        Term("opposite direction", float(pair.opposed)),
    )


def _little(pair: Pair) -> float:
    """How far the shorter side is from naming a fact at all, 0..1: all of it is easily found elsewhere."""
    total = min(pair.a.bag.total, pair.b.bag.total) / _WEIGHT_OF_A_FACT
    told = min(pair.a.fact, pair.b.fact) / _WEIGHT_BESIDE_NAMES
    return max(0.0, 1.0 - min(total, told))


def agreement_model(pair: Pair) -> str:
    """Which weights judge agreement: words only compare within one language."""
    return "agreement" if pair.one_language else "agreement across languages"


def advised(advice: Advice) -> tuple[Term, ...]:
    """What the models say of a pair, as far as they were asked, as terms that each set of weights weighs."""
    terms = []
    if advice.meaning is not None:
        terms.append(Term("meaning in context", advice.meaning - _USUAL_MEANING))
    if advice.agree is not None and advice.contradict is not None:
        terms += [
            Term("judged as agreement", max(advice.agree, _NO_AGREEMENT) - _USUAL_LOG_ODDS),
            Term("judged as contradiction", advice.contradict - _USUAL_LOG_ODDS),
            Term("rather contradiction than agreement", advice.contradict - advice.agree - _USUAL_LEAN),
        ]
    return tuple(terms)


def settled(pair: Pair) -> Relation | None:
    """The relation of a pair that needs no weighing: the same words, or nothing in common."""
    if pair.a.statement.text == pair.b.statement.text:
        return _same_text(pair)
    if pair.one_language and pair.topic < THRESHOLDS["strangers"] and (pair.meaning or 0.0) < _STRANGE:
        return _different(pair, ())
    return None


def decide(pair: Pair) -> Decision:
    """The relation of a pair. Swapping the sides swaps the evidence and changes nothing else."""
    sure = settled(pair)
    if sure is not None:
        return Decision(sure, 0.0)
    told = advised(pair.advice)
    found = [*contradictions.findings(pair), *acts.findings(pair)]
    scored = [(finding, chance(finding.model, (*finding.terms, *told))) for finding in found]
    model = agreement_model(pair)
    agreement = (*for_agreement(pair), *told)
    agrees = chance(model, agreement)
    # Nothing that comes on top speaks for agreement: where this much is far from sufficing, it needs no look.
    if agrees >= _HARDLY:
        agreement += against_agreement(pair)
        agrees = chance(model, agreement)
    relation = _conflicting(pair, scored)
    if relation is None and agrees >= THRESHOLDS["agreement"]:
        relation = _agreement(pair, score(model, agreement))
    if relation is None:
        relation = _different(pair, found)
    return Decision(relation, openness(pair, relation, scored, agrees))


def _conflicting(pair: Pair, scored: Sequence[tuple[Finding, float]]) -> Relation | None:
    """The conflict that a rule is surest of, else what a rule excuses, else what the judge alone finds."""
    conflicts = [item for item in scored if item[1] >= THRESHOLDS[item[0].model]]
    if conflicts:
        finding = max(conflicts, key=lambda item: item[1])[0]
        return _conflict(pair, finding, score(finding.model, (*finding.terms, *advised(pair.advice))))
    for finding, _ in scored:
        # Whom the same words are about is for the names alone to say: models hardly tell them apart.
        result = score(finding.model, finding.terms)
        if finding.excuse is RelationKind.AMBIGUOUS_SIBLING and result.score >= THRESHOLDS["sibling"]:
            return _excused(pair, finding, result)
    for finding in inference.findings(pair):
        result = score(finding.model, (*finding.terms, *advised(pair.advice)))
        if result.score >= THRESHOLDS[finding.model]:
            return _conflict(pair, finding, result)
    return None


def openness(pair: Pair, relation: Relation, scored: Sequence[tuple[Finding, float]], agrees: float) -> float:
    """How far the outcome is open, 0..1; 0 where nothing that a model could say would change it."""
    if pair.advice.agree is not None:
        return 0.0
    if relation.rule in _CHECKED:
        return 1.0
    near = [_near(likely, THRESHOLDS[finding.model], finding.model) for finding, likely in scored]
    if relation.type is not RelationType.CONTRADICTION:
        near.append(_near(agrees, THRESHOLDS["agreement"], agreement_model(pair)))
        if relation.type is not RelationType.AGREEMENT and bool(pair.a.refusals) != bool(pair.b.refusals):
            near.append(_contradictable(pair))
    return max(near, default=0.0)


def _contradictable(pair: Pair) -> float:
    """How far the models alone could find a contradiction, where one side refuses something."""
    if bool(pair.a.denied) != bool(pair.b.denied) and pair.advice.meaning is None:
        return 1.0  # what is denied was not read in context yet
    finding = inference.contradiction(pair)
    surest = Term("judged as contradiction", _SWING["judged as contradiction"])
    at_best = logit(chance(finding.model, (*finding.terms, surest))) - logit(THRESHOLDS[finding.model])
    return max(0.0, min(1.0, at_best / _SWING["judged as contradiction"]))


def _near(score: float, threshold: float, model: str) -> float:
    """1 for a score at its threshold, 0 for one that no model could carry across."""
    weights = WEIGHTS[model]
    reach = sum(abs(weights.get(name, 0.0)) * swing for name, swing in _SWING.items())
    return max(0.0, 1.0 - abs(logit(score) - logit(threshold)) / reach) if reach else 0.0


def _whole(pair: Pair, label: str) -> tuple[Evidence, ...]:
    return (Evidence(pair.a.statement.span, pair.b.statement.span, label),)


def _same_text(pair: Pair) -> Relation:
    return _relation(
        pair,
        RelationType.AGREEMENT,
        RelationKind.NONE,
        Scored((Signal("same text", 1.0, 8.0),), logistic(8.0)),
        _whole(pair, "text"),
        "same-text@1",
        "both sides print the same words",
    )


def _conflict(pair: Pair, finding: Finding, result: Scored) -> Relation:
    superseded = finding.kind is RelationKind.SUPERSEDED
    return _relation(
        pair,
        RelationType.ELABORATION if superseded else RelationType.CONTRADICTION,
        finding.kind,
        result,
        finding.evidence,
        finding.rule,
        finding.reason,
    )


def _agreement(pair: Pair, result: Scored) -> Relation:
    same = pair.slots[0]
    kind, why = RelationKind.NONE, "both report one fact"
    if any(slot.converted for slot in same):
        kind, why = RelationKind.UNIT, "one amount in two units"
    elif any(slot.values is Values.SPREAD for slot in same):
        kind, why = RelationKind.ESTIMATE_SPREAD, "estimates of one figure that rounding or hedges explain"
    elif bool(pair.a.figures) != bool(pair.b.figures):
        kind, why = RelationKind.MISSING, "both report one fact; one side gives no figure"
    evidence = tuple(Evidence(slot.a.quantity.span, slot.b.quantity.span, "number") for slot in same)
    return _relation(
        pair, RelationType.AGREEMENT, kind, result, evidence or _whole(pair, "text"), "agreement@1", why
    )


def _spread(pair: Pair, result: Scored) -> Relation | None:
    """Estimates of one figure that are too far apart to agree and too rough to conflict."""
    for slot in pair.slots[0]:
        if slot.values is Values.SPREAD and slot.likeness >= THRESHOLDS["scope"]:
            return _relation(
                pair,
                RelationType.ELABORATION,
                RelationKind.ESTIMATE_SPREAD,
                result,
                (Evidence(slot.a.quantity.span, slot.b.quantity.span, "number"),),
                "number@1",
                "rough figures for the same thing",
            )
    return None


def _excused(pair: Pair, finding: Finding, result: Scored) -> Relation:
    """The relation of a pair in which something only looks like a conflict."""
    unsure = finding.excuse in (RelationKind.AMBIGUOUS_SIBLING, RelationKind.MISSING_CONTEXT)
    return _relation(
        pair,
        RelationType.ABSTAIN if unsure else RelationType.ELABORATION,
        finding.excuse,
        result,
        finding.evidence,
        finding.rule,
        finding.excuse_reason,
    )


def _different(pair: Pair, found: Sequence[Finding]) -> Relation:
    related = score("related", (Term("topic", pair.topic), Term("meaning", pair.likeness)))
    if related.score < THRESHOLDS["related"]:
        return _relation(
            pair,
            RelationType.UNRELATED,
            RelationKind.NONE,
            related.opposite(),
            (),
            "subject@1",
            "the statements are about different subjects",
        )
    for finding in found:
        if finding.excuse is RelationKind.NONE or _term(finding, "containment") < WORTH_A_LABEL:
            continue
        return _excused(pair, finding, related)
    spread = _spread(pair, related)
    if spread is not None:
        return spread
    type_, kind, rule, why = _remaining(pair)
    return _relation(pair, type_, kind, related, (), rule, why)


def _remaining(pair: Pair) -> tuple[RelationType, RelationKind, str, str]:
    """Type, kind, rule and reason of a related pair in which nothing agrees or clashes."""
    if min(pair.a.bag.total, pair.b.bag.total) < THRESHOLDS["context"] and pair.titles < _SAME_TITLE:
        why = "one side says too little to tell what it is about"
        return RelationType.ABSTAIN, RelationKind.MISSING_CONTEXT, "context@1", why
    if pair.unread_figures and pair.containment >= WORTH_A_LABEL:
        why = "the figures differ, and nothing says what one of them counts"
        return RelationType.ABSTAIN, RelationKind.SLOT_UNKNOWN, "number@1", why
    if contradictions.other_voices(pair):
        why = "two speakers, each with his own view"
        return RelationType.ELABORATION, RelationKind.REPORTED_POSITION, "speaker@1", why
    if pair.containment >= WORTH_A_LABEL and bool(pair.a.figures) != bool(pair.b.figures):
        why = "one side gives figures, the other one is silent about them"
        return RelationType.ELABORATION, RelationKind.MISSING, "number@1", why
    return RelationType.ELABORATION, RelationKind.NONE, "subject@1", "same subject, different facts"


def _term(finding: Finding, name: str) -> float:
    return next((term.value for term in finding.terms if term.name == name), 0.0)


def _relation(
    pair: Pair,
    type_: RelationType,
    kind: RelationKind,
    result: Scored,
    evidence: tuple[Evidence, ...],
    rule: str,
    explanation: str,
) -> Relation:
    return Relation(
        a=pair.a.side.ref,
        b=pair.b.side.ref,
        type=type_,
        kind=kind,
        score=result.score,
        signals=result.signals,
        evidence=evidence,
        rule=rule,
        explanation=explanation,
    )
