"""The rules that find what clashes between two statements, and what only looks like a clash. [pure]

Each rule proposes a :class:`Finding` with the terms of an additive model; the decision layer scores it. A
rule never looks at the decision for another rule, so findings can be read and tested one by one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from services.align.figures import Slot, Values
from services.align.prepare import Bag, Prepared, Refusal
from services.align.signals import Pair, Term
from services.align.thresholds import THRESHOLDS, WEIGHTS
from services.common.domain import (
    Certainty,
    Direction,
    Evidence,
    LinkKind,
    Name,
    NameKind,
    RelationKind,
    Span,
    TimeExpression,
)
from services.language import names
from services.language.comparison import Word
from services.language.normalize import fold, words

# Share of the words of one side found in the other from which "why is this no conflict" is worth telling.
WORTH_A_LABEL = 0.5
_CLASH = math.log(THRESHOLDS["number"] / (1.0 - THRESHOLDS["number"]))  # log-odds
_HEAD_SHARES = (0.6, 0.4)
_NEAR = 4  # words on each side of a direction word that are its subject
_NEAR_NAME = 3
_NEAR_LABEL = 6
_ACT = 1  # words before a time that say what it dates
_NEARBY = 3  # days between two reports of when one act took place
_TELLING_NOUN = 0.7  # weight of a counted noun that few statements of an event hold
_PREVENTED = 3  # words behind a word of prevention
_ONE_ORDER = 2.0  # how far two counts of one group are apart at most
_SHORT_WORD = 3  # letters
_SAME_PLACE = 0.5  # overlap of what stands around two names from which they fill one place
_REPLACEABLE = frozenset({NameKind.PERSON, NameKind.PLACE, NameKind.OTHER})
_SAME_NAME = 0.7
_RECENT = 60  # days within which a statement without a date is taken to be news
_LATE_STAMP = 1  # days that a page may be stamped late
_LONGEST_DATE = 3  # days
_CLOSE_ACROSS = 0.35  # closeness across languages below which a denial is not about the other statement
_ALSO_DENIES = 0.35  # what it counts at least that both sides deny something
_OTHER_OBJECT = 0.5  # share of a short denial that has to be stated
_SHORT_CONTENT = 5  # words
_LITTLE = 0.35  # mutual coverage below which a short statement leaves open what it is about
_SHORT = 2.5  # weight of the words of a short statement
_NO_HEAD = 0.4  # of the head: the first word that says what is denied is not found
_LITTLE_DENIED = 0.22  # of a statement inside the denial
_POSSIBLE_SHARE = 0.2  # of the head: from here, the other side says that it could be
_TITLE_SHARE = 0.4  # what words in the headline count of words in the statement: they stand over all of it
_SAME_DENIAL = 0.5  # overlap of two denied passages from which both sides deny one thing
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


def _head(first: Sequence[Word], other: Bag) -> float:
    """How far the first words of what is denied are found in the other statement, 0..1."""
    return sum(share * other.holds(word) for share, word in zip(_HEAD_SHARES, first, strict=False))


def _says_it_too(denier: Prepared, other: Prepared, refusal: Refusal) -> bool:
    """ "Not allowed" against "forbidden", or the same negator written onto its word: both sides negate."""
    if other.glued and not other.glued.isdisjoint(denier.surfaces[refusal.first : refusal.stop]):
        return True
    theirs = {(direction.scale, direction.sign) for direction in other.statement.polarity.directions}
    return any(
        (direction.scale, -direction.sign) in theirs
        for direction in denier.statement.polarity.directions
        if direction.span.overlaps(refusal.span)
    )


def _same_voice(pair: Pair) -> bool:
    """Both sides report one speaker, named in full or in part: nobody denies what he says himself."""
    first, second = _speaker(pair.a), _speaker(pair.b)
    if not first or not second:
        return False
    if names.similarity(first, second) >= _SAME_NAME:
        return True
    one, two = (
        {word.stem for surface in words(fold(name)) if (word := side.vocabulary.word(surface)).weight > 0.0}
        for name, side in ((first, pair.a), (second, pair.b))
    )
    return bool(one and two) and (one <= two or two <= one)


def _prevented(other: Prepared, refusal: Refusal) -> bool:
    """The other side tells what is negated only as something to prevent, warn of or refuse."""
    if not refusal.head:
        return False
    told = [at for at, word in enumerate(other.words) if word.stem == refusal.head[0].stem]
    preventives = other.vocabulary.resources.preventives
    return bool(told) and all(
        not preventives.isdisjoint(other.surfaces[max(0, at - _PREVENTED) : at]) for at in told
    )


def _unanswered(denier: Prepared, other: Prepared, refusal: Refusal) -> bool:
    """What is negated is a word of change ("did not stop"), and the other side holds none of its scale."""
    negated = {
        direction.scale
        for direction in denier.statement.polarity.directions
        if direction.span.overlaps(refusal.span)
    }
    return bool(negated) and negated.isdisjoint(d.scale for d in other.statement.polarity.directions)


def _denial(pair: Pair, denier: Prepared, other: Prepared, refusal: Refusal) -> Finding | None:
    content = refusal.content
    if refusal.denial and _same_voice(pair):
        return None
    if pair.one_language:
        stated = content.covered(other.bag)
        stated += _TITLE_SHARE * (content.covered(other.wide) - stated)
        head = _head(refusal.head, other.bag)
        possible = head - _head(refusal.head, other.firm) >= _POSSIBLE_SHARE
        denied = other.bag.covered(refusal.passage if refusal.denial else refusal.clause)
        elsewhere = other.bag.covered(refusal.outside)
        both = max(
            (
                max(refusal.passage.covered(o.passage), o.passage.covered(refusal.passage))
                for o in other.all_refusals
            ),
            default=0.0,
        )
        if any(o.denial for o in other.refusals):
            both = max(both, _ALSO_DENIES)
        if stated < _OTHER_OBJECT and (len(content.words) <= _SHORT_CONTENT or not head):
            return None  # the same subject, but what is denied of it is something else
        if head <= _NO_HEAD and denied < _LITTLE_DENIED:
            return None  # neither what is denied nor much else of it is stated
        if both >= _SAME_DENIAL or elsewhere >= _CONFIRMED or content.shared(other.bag) < 0.5:
            return None
    else:
        if pair.across < _CLOSE_ACROSS or other.refusals:
            return None  # words do not tell whether both refuse one thing, but most who refuse do
        if not refusal.denial and _unanswered(denier, other, refusal):
            return None
        stated = head = denied = pair.across
        elsewhere = both = 0.0
        possible = False
    if not refusal.denial and (
        stated < 0.6
        or content.total < 1.0
        or _says_it_too(denier, other, refusal)
        or _prevented(other, refusal)
    ):
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
            Term("only possible", float(possible)),
            Term("confirmed figures", float(bool(pair.slots[0]))),
            Term("hearsay", float(other.alleging)),
            Term("market", float(denier.market and other.market)),
            Term("containment", pair.containment),
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
    """Different values in one slot; those that can neither clash nor explain anything are left out."""
    return [_number(pair, slot) for slot in pair.slots[1] if not _idle(pair, slot)]


def _idle(pair: Pair, slot: Slot) -> bool:
    """Even if nothing spoke against it, the slot would not clash, and the two share too little to ask why."""
    if not pair.one_language or pair.containment >= WORTH_A_LABEL:
        return False
    weights = WEIGHTS["number"]
    best = (
        weights["bias"]
        + weights["same slot"] * slot.likeness
        + weights["same role"] * slot.role
        + weights["open bound"] * (slot.values is Values.GROWN)
        + weights["containment"] * pair.containment
        + weights["mutual coverage"] * pair.mutual
        + weights["topic"] * pair.topic
        + weights["titles"] * pair.titles
        + weights["meaning"] * (pair.meaning or 0.0)
    )
    return best < _CLASH


def _number(pair: Pair, slot: Slot) -> Finding:
    a, b = slot.a, slot.b
    apart = min(days_apart(pair), 2)
    vague = pair.mutual < _LITTLE and min(pair.a.bag.total, pair.b.bag.total) < _SHORT
    rising = a.total or b.total
    counted = 0.0 if pair.one_language else slot.counted
    alone = counted >= _TELLING_NOUN and a.role == b.role
    grown = slot.values is Values.GROWN or (slot.growing and (rising or pair.days not in (None, 0)))
    terms = (
        Term("same slot", slot.likeness),
        Term("same role", float(slot.role)),
        Term("containment", pair.containment),
        Term("mutual coverage", pair.mutual),
        Term("topic", pair.topic),
        Term("meaning", pair.meaning or 0.0),
        Term("open bound", float(slot.values is Values.GROWN and slot.growing)),
        Term("names apart", float(min(pair.names_apart, 2))),
        Term("other place", float(pair.other_place)),
        Term("other time", float(apart)),
        Term("titles", pair.titles),
        Term("too little context", float(vague)),
        Term("every figure differs", float(pair.all_apart)),
        Term("other scope", float(len(slot.scopes))),
        Term("measured each session", float("session" in slot.scopes)),
        Term("counted noun", counted),
        Term("near in size", float(_near_in_size(slot))),
        Term("closeness across languages", 0.0 if pair.one_language else pair.across),
    )
    excuse, why = RelationKind.NONE, ""
    scopes = (*slot.scopes, *(("day",) if apart else ()), *(("place",) if pair.other_place else ()))
    if scopes:
        excuse, why = RelationKind.SCOPE, f"the figures may differ in {', '.join(scopes)}"
    if vague:
        excuse, why = RelationKind.MISSING_CONTEXT, "one side does not say what its figure is about"
    return Finding(
        kind=RelationKind.SUPERSEDED if grown else RelationKind.NUMBER,
        model="number across languages" if alone else "number",
        terms=terms,
        evidence=(Evidence(a.quantity.span, b.quantity.span, "number"),),
        rule="number@1",
        reason="the later figure replaces the earlier one"
        if grown
        else "different figures for the same thing",
        excuse=excuse,
        excuse_reason=why,
    )


def _near_in_size(slot: Slot) -> bool:
    """The two values are of one order, as two counts of one group are."""
    values = slot.a.quantity.value, slot.b.quantity.value
    known = [value for value in values if value is not None]
    return len(known) == len(values) and 0 < max(known) <= _ONE_ORDER * min(known)


# --- directions ----------------------------------------------------------------------------------------


def _without(side: Prepared, spans: Sequence[Span]) -> Bag:
    """The statement's words without those that some spans cover."""
    left_out = {index for span in spans for index in side.range(span)}
    return Bag(
        word
        for index, (word, counted) in enumerate(zip(side.words, side.counted, strict=True))
        if not counted and index not in left_out
    )


def _near(side: Prepared, span: Span, reach: int) -> Bag:
    """The words around a span, without the span."""
    covered = side.range(span)
    first, stop = max(0, covered.start - reach), min(len(side.words), covered.stop + reach)
    return Bag(
        side.words[index] for index in range(first, stop) if index not in covered and not side.counted[index]
    )


def _speaker(side: Prepared) -> str:
    """The innermost named speaker, "" for none."""
    for link in reversed(side.statement.chain):
        if link.kind is LinkKind.SPEAKER and link.name:
            return link.name
    return ""


def other_voices(pair: Pair) -> bool:
    """Both sides report what somebody says, and not the same one."""
    first, second = _speaker(pair.a), _speaker(pair.b)
    return bool(first and second) and names.similarity(first, second) < _SAME_NAME


def days_apart(pair: Pair) -> int:
    """Days between the nearest times of the two sides; 0 where they meet.

    A side that names no day is taken to be about the days before its publication, so that only a time far
    from that is apart.
    """
    first, second = pair.a.times, pair.b.times
    if first and second:
        return min(_gap(a, b) for a in first for b in second)
    times_, other = (first, pair.b) if first else (second, pair.a)
    published = other.side.context.published
    if not times_ or published is None:
        return 0
    gap = min(
        max((published - time.end).days, (time.start - published).days)
        for time in times_
        if time.start and time.end
    )
    return gap if gap > _RECENT else 0


def _gap(a: TimeExpression, b: TimeExpression) -> int:
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return 0
    return max((b.start - a.end).days, (a.start - b.end).days, 0)


def directions(pair: Pair) -> list[Finding]:
    """One side says that it rose, opened, was allowed; the other one that it fell, closed, was forbidden."""
    first, second = pair.a.statement.polarity.directions, pair.b.statement.polarity.directions
    if not first or not second or not pair.opposed:
        return []
    rest_a = _without(pair.a, [d.span for d in first])
    rest_b = _without(pair.b, [d.span for d in second])
    return [
        _direction(pair, a, b, rest_a, rest_b)
        for a in first
        for b in second
        if a.scale == b.scale and a.sign == -b.sign
    ]


def _direction(pair: Pair, a: Direction, b: Direction, rest_a: Bag, rest_b: Bag) -> Finding:
    if pair.one_language:
        one, two = rest_a.covered(rest_b), rest_b.covered(rest_a)
        near_a, near_b = _near(pair.a, a.span, _NEAR), _near(pair.b, b.span, _NEAR)
        near = max(near_a.covered(near_b), near_b.covered(near_a))
    else:
        one = two = near = pair.across
    negated = len(pair.a.statement.polarity.negations) != len(pair.b.statement.polarity.negations)
    session = (pair.days is not None and bool(pair.a.market and pair.b.market)) or any(
        "session" in slot.scopes for slot in pair.slots[1]
    )
    voices = other_voices(pair)
    apart = days_apart(pair) > 0
    excuse, why = RelationKind.NONE, ""
    if session or apart:
        excuse, why = RelationKind.SCOPE, "the opposite movements belong to different times"
    elif voices:
        excuse, why = RelationKind.REPORTED_POSITION, "two speakers hold opposite views"
    return Finding(
        kind=RelationKind.POLARITY,
        model="direction",
        terms=(
            Term("words around", near),
            Term("containment", max(one, two)),
            Term("mutual coverage", min(one, two)),
            Term("topic", pair.topic),
            Term("measured each session", float(session)),
            Term("other speaker", float(voices)),
            Term("other time", float(apart)),
            Term("negated", float(negated)),
        ),
        evidence=(Evidence(a.span, b.span, "direction"),),
        rule="direction@1",
        reason="the two say opposite things of the same subject",
        excuse=excuse,
        excuse_reason=why,
    )


# --- times ---------------------------------------------------------------------------------------------


def times(pair: Pair) -> list[Finding]:
    """The same happening, told in the same words, on different days."""
    first, second = _days(pair.a), _days(pair.b)
    if not first and not second and not pair.slots[1]:
        first, second = _years(pair.a), _years(pair.b)
    if len(first) != 1 or len(second) != 1 or not pair.topic:
        return []
    a, b = first[0], second[0]
    assert a.start and a.end and b.start and b.end
    if a.start <= b.end and b.start <= a.end:
        return []
    gap = (b.start - a.end if b.start > a.end else a.start - b.end).days
    # An article may be stamped a day or two late, and "today" moves with the stamp.
    stamp = pair.days if pair.days is not None else 0
    sure = Certainty.EXPLICIT is a.certainty and a.certainty is b.certainty
    if not sure and (gap <= stamp + _LATE_STAMP or not (_dated(pair.a, a) and _dated(pair.b, b))):
        return []
    if pair.one_language:
        rest_a, rest_b = _without(pair.a, [a.span]), _without(pair.b, [b.span])
        one, two = rest_a.covered(rest_b), rest_b.covered(rest_a)
    else:
        one = two = pair.across
    same, different = pair.slots
    return [
        Finding(
            kind=RelationKind.TIME,
            model="time",
            terms=(
                Term("containment", max(one, two)),
                Term("mutual coverage", min(one, two)),
                Term("same order", pair.order if pair.one_language else one),
                Term("topic", pair.topic),
                Term("names apart", float(min(pair.names_apart, 2))),
                Term("figures differ", float(bool(different) and not same)),
                Term("market", float(pair.a.market or pair.b.market)),
            ),
            evidence=(Evidence(a.span, b.span, "time"),),
            rule="time@1",
            reason="different days for the same happening",
            excuse=RelationKind.SCOPE,
            excuse_reason="the statements are about different days",
        )
    ]


def _dated(side: Prepared, time: TimeExpression) -> bool:
    """The time is written with a number: weekdays and "last month" are easily resolved to another week."""
    span = side.statement.offset(time.span)
    return any(character.isdigit() for character in span.of(side.statement.text))


def _years(side: Prepared) -> list[TimeExpression]:
    """The months and years that are written out in full."""
    return [time for time in side.times if time.certainty is Certainty.EXPLICIT]


def _days(side: Prepared) -> list[TimeExpression]:
    """The times of a statement that are a few days long; longer ones are periods, not dates."""
    return [
        time
        for time in side.times
        if time.start and time.end and (time.end - time.start).days <= _LONGEST_DATE and time.kind != "clock"
    ]


def broken_times(pair: Pair) -> list[Finding]:
    """The same verb with two named days, in statements that need not share anything else."""
    if not pair.one_language:
        return []
    found: list[Finding] = []
    for a in _named_days(pair.a):
        for b in _named_days(pair.b):
            gap = _gap(a, b)
            if not 0 < gap <= _NEARBY:
                continue
            before_a, before_b = _before(pair.a, a), _before(pair.b, b)
            near = min(before_a.covered(before_b), before_b.covered(before_a))
            if near >= _SAME_PLACE and not _shared_words(pair, a, b):
                found.append(_broken_time(pair, a, b, near))
    return found


def _broken_time(pair: Pair, a: TimeExpression, b: TimeExpression, near: float) -> Finding:
    return Finding(
        kind=RelationKind.TIME,
        model="verb time",
        terms=(
            Term("same verb", near),
            Term("topic", pair.topic),
            Term("titles", pair.titles),
            Term("mutual coverage", pair.mutual),
            Term("market", float(pair.a.market or pair.b.market)),
            Term("names apart", float(min(pair.names_apart, 2))),
            Term("days apart", float(min(pair.days or 0, 3))),
        ),
        evidence=(Evidence(a.span, b.span, "time"),),
        rule="verb-time@1",
        reason="the same act is put on different days",
    )


def _named_days(side: Prepared) -> list[TimeExpression]:
    """Single days that are named by more than "today" or "yesterday": these move with a late stamp."""
    weekdays = side.vocabulary.resources.weekdays
    return [
        time
        for time in _days(side)
        if time.start == time.end
        and (_dated(side, time) or not weekdays.isdisjoint(side.surfaces[at] for at in side.range(time.span)))
        and len(side.range(time.span)) > 1
    ]


def _before(side: Prepared, time: TimeExpression) -> Bag:
    """The word right before a time: the act that it dates. A name is none."""
    stop = side.range(time.span).start
    named = {index for name in side.statement.names for index in side.range(name.span)}
    return Bag(side.words[index] for index in range(max(0, stop - _ACT), stop) if index not in named)


def _shared_words(pair: Pair, a: TimeExpression, b: TimeExpression) -> bool:
    """Both times are written with one telling word: a weekday that was resolved to two weeks."""
    first = {pair.a.surfaces[index] for index in pair.a.range(a.span)}
    second = {pair.b.surfaces[index] for index in pair.b.range(b.span)}
    return any(len(word) > _SHORT_WORD for word in first & second)


# --- labels --------------------------------------------------------------------------------------------


def labels(pair: Pair) -> list[Finding]:
    """One thing under two numbers: "warehouse No. 7" against "warehouse No. 9"."""
    if not pair.one_language:
        return []
    found: list[Finding] = []
    for noun, (number, at) in pair.a.labels.items():
        other = pair.b.labels.get(noun)
        if other is None or other[0] == number:
            continue
        a, b = pair.a.span(at, at + 1), pair.b.span(other[1], other[1] + 1)
        near_a, near_b = _near(pair.a, a, _NEAR_LABEL), _near(pair.b, b, _NEAR_LABEL)
        found.append(
            Finding(
                kind=RelationKind.NUMBER,
                model="label",
                terms=(
                    Term("words around", max(near_a.covered(near_b), near_b.covered(near_a))),
                    Term("containment", pair.containment),
                    Term("topic", pair.topic),
                    Term("titles", pair.titles),
                    Term("days apart", float(min(pair.days or 0, 3))),
                ),
                evidence=(Evidence(a, b, "number"),),
                rule="label@1",
                reason="different numbers for one labelled thing",
                excuse=RelationKind.AMBIGUOUS_SIBLING,
                excuse_reason="rather another thing of the same kind",
            )
        )
    return found


# --- names ---------------------------------------------------------------------------------------------


def replaced_names(pair: Pair) -> list[Finding]:
    """One name stands where the other side has another one, and everything else is the same."""
    if not pair.one_language or pair.names_apart != 1:
        return []
    alone_a, alone_b = pair.names_alone
    if len(alone_a) != 1 or len(alone_b) != 1:
        return []
    a, b = alone_a[0], alone_b[0]
    if a.kind is not b.kind or a.kind not in _REPLACEABLE or _cited(pair.a, a) or _cited(pair.b, b):
        return []
    if names.similarity(a.text, b.text) >= _SAME_NAME:
        return []
    rest_a, rest_b = _without(pair.a, [a.span]), _without(pair.b, [b.span])
    one, two = rest_a.covered(rest_b), rest_b.covered(rest_a)
    _same, different = pair.slots
    place = a.kind is NameKind.PLACE
    near_a, near_b = _near(pair.a, a.span, _NEAR_NAME), _near(pair.b, b.span, _NEAR_NAME)
    near = max(near_a.covered(near_b), near_b.covered(near_a))
    if near < _SAME_PLACE:
        return []
    return [
        Finding(
            kind=RelationKind.PLACE if place else RelationKind.ACTOR,
            model="name",
            terms=(
                Term("containment", max(one, two)),
                Term("mutual coverage", min(one, two)),
                Term("words around", near),
                Term("same order", pair.order),
                Term("weight of the rest", min(rest_a.total, rest_b.total, 5.0)),
                Term("titles", pair.titles),
                Term("figures differ", float(bool(different))),
                Term("other time", float(days_apart(pair) > 0)),
                Term("days apart", float(min(pair.days or 0, 3))),
            ),
            evidence=(Evidence(a.span, b.span, "place" if place else "actor"),),
            rule="name@1",
            reason="one name stands where the other side has another one",
            excuse=RelationKind.AMBIGUOUS_SIBLING,
            excuse_reason="the same words about another name: rather a sibling than a conflict",
        )
    ]


def _cited(side: Prepared, name: Name) -> bool:
    """The name is that of a source the statement quotes, not of somebody it tells about."""
    return any(link.span is not None and link.span.overlaps(name.span) for link in side.statement.chain)


def findings(pair: Pair) -> list[Finding]:
    """Everything that may clash, in no particular order."""
    return [
        *denials(pair),
        *numbers(pair),
        *directions(pair),
        *times(pair),
        *broken_times(pair),
        *labels(pair),
        *replaced_names(pair),
    ]
