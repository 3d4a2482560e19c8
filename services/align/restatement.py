"""Agreement judged in the light of the event: who restates a fact, and who shares the subject alone. [pure]

Pairs are compared without their event, and so its subject, people and places look like something that two
statements share. Here what they share is weighed by how rare it is in the event. Statements that share its
subject alone no longer agree; those of which one restates a fact of the other, be it in one clause of a
longer sentence and in another order, agree after all. The work is linear in the compared pairs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product, repeat

from services.align.advice import NO_ADVICE, Advice
from services.align.candidates import Unit
from services.align.decision import advised, chance, logistic, score
from services.align.prepare import Prepared, Readings
from services.align.setting import Setting, Shared, Told, common, densest
from services.align.signals import Pair, Term
from services.align.thresholds import THRESHOLDS, WEIGHTS
from services.common.domain import (
    Evidence,
    Relation,
    RelationKind,
    RelationType,
    Signal,
    Span,
    StatementRef,
    TimeExpression,
)
from services.language.quantities import comparable, compatible

_FACT = 1.25  # weight of shared words from which two statements share more than their event
_PLENTY = 2 * _FACT  # from which it is not worth a look who is cited
_LEAST_WORDS = 4  # that a restatement repeats; fewer make a phrase
_NEAR = 8  # words beside them that may still say whom it is about, how many, or when
_LEAST_COVERED = 2.5  # weight; a statement that says less is soon covered by chance
_MOST_SHARED = 5.0
_MOST_NAMES = 2
_UNDECIDED = frozenset({RelationKind.NONE, RelationKind.MISSING, RelationKind.REPORTED_POSITION})
_SUBJECT_ALONE = "only the subject shared"


def settle(
    relations: Sequence[Relation],
    units: Sequence[Unit],
    readings: Readings | None = None,
    advice: Sequence[Advice] | None = None,
) -> list[Relation]:
    """The relations of one event, in order, each as it stands in the light of all its statements.

    ``advice`` is what the models said of each.
    ``units`` hold every statement that a relation names. An agreement of a statement that is contested says
    where in it the agreement lies: other parts may be what is contested. Statements of two languages share no
    words that could be weighed: their relations stay, and the setting of each is what its own language tells.
    """
    setting_of = _settings(units, readings or Readings())
    contested = {ref for r in relations if r.type is RelationType.CONTRADICTION for ref in (r.a, r.b)}
    settled = []
    for relation, told in zip(relations, advice or repeat(NO_ADVICE), strict=advice is not None):
        if relation.rule == "agreement@1" or relation.type is RelationType.ELABORATION:
            setting = setting_of[relation.a]
            if setting is setting_of[relation.b]:
                a, b = setting.told(relation.a), setting.told(relation.b)
                contest = not contested.isdisjoint((relation.a, relation.b))
                relation = _settled(relation, a, b, contest, told)
        settled.append(relation)
    return settled


def _settings(units: Sequence[Unit], readings: Readings) -> Mapping[StatementRef, Setting]:
    """The setting of each statement: the statements of the event in its language."""
    spoken: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        spoken[unit.language].append(unit)
    return {
        side.ref: setting
        for told in spoken.values()
        for setting in (Setting(told, readings),)
        for unit in told
        for side in unit.sides
    }


def _settled(relation: Relation, a: Told, b: Told, contested: bool, advice: Advice) -> Relation:
    if relation.type is RelationType.ELABORATION:
        return _restated(relation, a, b, advice) if relation.kind in _UNDECIDED else relation
    if any(evidence.label != "text" for evidence in relation.evidence):
        return relation  # a figure bears it out
    relation = _doubted(relation, a, b)
    return _pointed(relation, a, b) if contested and relation.evidence else relation


def _doubted(relation: Relation, a: Told, b: Told) -> Relation:
    """An agreement in wording, less what any two statements of the event share."""
    if sum(common(a.weights, b.weights).values()) >= _PLENTY:
        return relation
    enough = min(_FACT, a.length, b.length)
    shared = sum(common(a.said, b.said).values())
    if shared >= enough:
        return relation
    missing = 1.0 - shared / enough
    doubt = Signal(_SUBJECT_ALONE, missing, WEIGHTS["agreement"][_SUBJECT_ALONE] * missing)
    signals = (*relation.signals, doubt)
    likely = logistic(sum(signal.contribution for signal in signals))
    if likely >= THRESHOLDS["agreement"]:
        return replace(relation, signals=signals, score=likely)
    return replace(
        relation,
        type=RelationType.ELABORATION,
        kind=RelationKind.NONE,
        score=1.0 - likely,
        signals=tuple(Signal(s.name, s.value, -s.contribution) for s in signals),
        evidence=(),
        rule="subject@1",
        explanation="what the two share is what the whole event is about",
    )


def _pointed(relation: Relation, a: Told, b: Told) -> Relation:
    shared = densest(a, b, _LEAST_WORDS)
    return replace(relation, evidence=_evidence(a, b, shared)) if shared else relation


def _restated(relation: Relation, a: Told, b: Told, advice: Advice) -> Relation:
    """The agreement of two statements of which one restates a fact of the other, else the relation given."""
    both = common(a.weights, b.weights)
    if len(both) < _LEAST_WORDS:
        return relation
    weight = sum(both.values())
    meaning = (Term("meaning within the event", a.meaning(b)), *advised(advice))
    # Most pairs could not agree even if all that they share stood close together; to find where costs most.
    at_best = _terms(a, b, Shared(range(0), range(0), weight, 1.0, weight), meaning)
    if not _agrees(at_best):
        return relation
    pair = Pair(a.read, b.read)
    against = _against(pair)
    if not _agrees((*at_best, *against)):
        return relation
    shared = densest(a, b, _LEAST_WORDS)
    if shared is None:
        return relation
    terms = (*_terms(a, b, shared, meaning), *against, *_beside(pair, shared))
    if not _agrees(terms):
        return relation
    result = score("restatement", terms)
    return replace(
        relation,
        type=RelationType.AGREEMENT,
        kind=relation.kind if relation.kind is RelationKind.MISSING else RelationKind.NONE,
        score=result.score,
        signals=result.signals,
        evidence=_evidence(a, b, shared),
        rule="restatement@1",
        explanation="one side restates a fact that the other one tells",
    )


def _evidence(a: Told, b: Told, shared: Shared) -> tuple[Evidence, ...]:
    span_a, span_b = (told.read.span(at.start, at.stop) for told, at in ((a, shared.a), (b, shared.b)))
    return (Evidence(span_a, span_b, "text"),)


def _terms(a: Told, b: Told, shared: Shared, meaning: Sequence[Term]) -> tuple[Term, ...]:
    return (
        Term("rare words shared", min(shared.weight, _MOST_SHARED)),
        Term("told close together", shared.density),
        Term("share of the shorter", shared.coverage / max(min(a.total, b.total), _LEAST_COVERED)),
        *meaning,
    )


def _agrees(terms: Sequence[Term]) -> bool:
    return chance("restatement", terms) >= THRESHOLDS["restatement"]


def _against(pair: Pair) -> tuple[Term, ...]:
    """What in two statements speaks against one fact. No model gives any of it a positive weight."""
    a, b = pair.a, pair.b
    figures = [
        compatible(x, y)
        for x, y in product(a.statement.quantities, b.statement.quantities)
        if comparable(x, y)
    ]
    same, different = pair.slots
    return (
        Term("figures differ", float(bool(figures) and not any(figures))),
        Term("other figures", max((slot.likeness for slot in different), default=0.0)),
        Term("no figure in common", float(bool(a.figures) and bool(b.figures) and not same)),
        Term("other roles", float(pair.other_roles)),
        Term("opposite direction", float(pair.opposed)),
        Term("market", float(a.market or b.market)),
    )


def _beside(pair: Pair, shared: Shared) -> tuple[Term, ...]:
    """What differs in the stretches that two statements share, or right beside them."""
    sides = ((pair.a, _near(pair.a, shared.a)), (pair.b, _near(pair.b, shared.b)))
    apart = min(
        sum(name.span.overlaps(near) for name in alone)
        for alone, (_, near) in zip(pair.names_alone, sides, strict=True)
    )
    told = ([time for time in side.times if time.span.overlaps(near)] for side, near in sides)
    times = [_meet(x, y) for x, y in product(*told)]
    refused = [any(refusal.span.overlaps(near) for refusal in side.refusals) for side, near in sides]
    return (
        Term("names apart", float(min(apart, _MOST_NAMES))),
        Term("other time", float(bool(times) and not any(times))),
        Term("only one refuses", float(refused[0] != refused[1])),
    )


def _near(side: Prepared, stretch: range) -> Span:
    return side.span(max(0, stretch.start - _NEAR), min(len(side.words), stretch.stop + _NEAR))


def _meet(a: TimeExpression, b: TimeExpression) -> bool:
    assert a.start and a.end and b.start and b.end
    return a.start <= b.end and b.start <= a.end
