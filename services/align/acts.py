"""Who did it and when: one act with one object, told with another actor or on another date. [pure]

Other rules compare what stands beside a time or in place of a name. These two find the act itself, among
the verbs and verbal nouns that a language declares, and read its actor, its object and its date around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.align.contradictions import Finding
from services.align.prepare import Bag, Prepared
from services.align.signals import Pair, Term
from services.common.domain import Certainty, Evidence, Name, NameKind, RelationKind, Span, TimeExpression
from services.language import names

_LONGEST_ACTOR = 7  # words
_FULL_ACTOR = 4  # words of a title with its office and a name
_OBJECT = 8  # words from the act on in which its object stands
_DESCRIBED = 4  # words of the object itself, its noun included
_DATED = 3  # words between an act and the date that is surely its own
_SAME_PERSON = 0.5  # similarity of two names from which they may be one person's
_NEWS = timedelta(days=30)  # an act that is told without a time took place at most that long before
_MARGIN = 45  # days between two dates of one act; less may be a slip of resolving them
_LEAST_SHARED = 0.4  # weight of what two descriptions of an object share


@dataclass(frozen=True, slots=True)
class Act:
    """One declared act in a statement."""

    key: str  # the same for all its words, in every language
    at: int  # word index
    told: bool  # a finite verb that tells it as an event, rather than a verbal noun or participle


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands in the subject slot of an act."""

    first: int
    stop: int
    name: str


def acts(side: Prepared) -> list[Act]:
    """The declared acts of a statement that are not negated, in order."""
    declared = side.vocabulary.resources.acts
    if declared.keys().isdisjoint(side.surfaces):
        return []
    denied = {index for refusal in side.all_refusals for index in range(refusal.first, refusal.stop)}
    return [
        Act(declared[surface][0], at, declared[surface][1])
        for at, surface in enumerate(side.surfaces)
        if surface in declared and at not in denied
    ]


def _same(pair: Pair) -> Iterator[tuple[Act, Act]]:
    first = acts(pair.a)
    second = acts(pair.b) if first else []
    for a in first:
        for b in second:
            if a.key == b.key:
                yield a, b


def _meeting(a: Prepared, b: Prepared, act: Act, other: Act) -> tuple[int, int] | None:
    """Where two neighbouring words behind both acts are the same: there, at the latest, the object stands."""
    ends = (min(len(a.words), act.at + _OBJECT + 2), min(len(b.words), other.at + _OBJECT + 2))
    theirs = {
        (b.words[at].stem, b.words[at + 1].stem): at for at in reversed(range(other.at + 1, ends[1] - 1))
    }
    for at in range(act.at + 1, ends[0] - 1):
        found = theirs.get((a.words[at].stem, a.words[at + 1].stem))
        if found is not None and (a.words[at].weight or a.words[at + 1].weight):
            return at, found
    return None


def _actor(side: Prepared, act: Act, limit: int) -> Actor | None:
    """The titled person in the subject slot: behind the act where verbs come first, else before it."""
    titles = side.vocabulary.resources.titles
    people = [
        side.range(name.span) for name in side.statement.names if name.kind is NameKind.PERSON and name.span
    ]
    if side.vocabulary.resources.verb_first and act.at + 1 < limit:
        first, stop = act.at + 1, min(limit, act.at + 1 + _LONGEST_ACTOR)
    else:
        first, stop = max(0, act.at - _LONGEST_ACTOR), act.at
        breaks = [at for at in range(first, stop) if side.breaks[at]]
        first = breaks[-1] if breaks else first
    if any(side.breaks[at] for at in range(first + 1, stop)) or stop > len(side.words):
        return None
    if first >= stop or side.surfaces[first] not in titles:
        return None
    named = [words for words in people if words and first < words.start and words.stop <= stop]
    if named:
        words = named[-1]
        return Actor(first, words.stop, " ".join(side.surfaces[words.start : words.stop]))
    if stop - first < _FULL_ACTOR:
        return None
    return Actor(first, stop, " ".join(side.surfaces[stop - 2 : stop]))


def _object(side: Prepared, act: Act) -> Bag | None:
    """How the object of an act is described; None where an act that needs a certain noun has none.

    A noun of the act's own ("treaty" for signing) says only that there is an object, and not which.
    """
    nouns = side.vocabulary.act_objects.get(act.key)
    stop = len(side.words)
    after = range(act.at + 1, min(stop, act.at + 1 + 2 * _OBJECT))
    if nouns is None:
        return side.passage(after.start, min(stop, act.at + 1 + _OBJECT))
    before = range(act.at - 1, max(-1, act.at - 1 - _OBJECT), -1)
    head = next((at for at in (*before, *after) if side.words[at].stem in nouns), None)
    if head is None:
        return None
    while head > 0 and side.words[head - 1].stem in nouns:
        head -= 1
    first = head + 1
    while first < stop and side.words[first].stem in nouns:
        first += 1
    described = [*range(first, min(stop, head + _DESCRIBED))]
    if side.vocabulary.resources.adjectives_first:
        described += range(max(0, head - _DESCRIBED + 1), head)
    return Bag(side.words[at] for at in described if not side.counted[at] and at != act.at)


def other_actors(pair: Pair) -> list[Finding]:
    """One act with one object by two persons of different names and offices."""
    if not pair.one_language:
        return []
    for act, other in _same(pair):
        meeting = _meeting(pair.a, pair.b, act, other)
        if meeting is None:
            continue
        a, b = _actor(pair.a, act, meeting[0]), _actor(pair.b, other, meeting[1])
        if a is None or b is None or names.similarity(a.name, b.name) >= _SAME_PERSON:
            continue
        if _named_in(pair.b, a) or _named_in(pair.a, b):
            continue
        ends = (meeting[0] + _OBJECT, meeting[1] + _OBJECT)
        one, two = (
            pair.a.passage(meeting[0], min(len(pair.a.words), ends[0])),
            pair.b.passage(meeting[1], min(len(pair.b.words), ends[1])),
        )
        return [
            Finding(
                kind=RelationKind.ACTOR,
                model="actor",
                terms=(
                    Term("same object", max(one.covered(two), two.covered(one))),
                    Term("weight of the object", min(one.shared(two), 2.0)),
                    Term("topic", pair.topic),
                    Term("titles", pair.titles),
                    Term("days apart", float(min(pair.days or 0, 3))),
                ),
                evidence=(Evidence(pair.a.span(a.first, a.stop), pair.b.span(b.first, b.stop), "actor"),),
                rule="actor@1",
                reason="one act is told of two persons",
                excuse=RelationKind.AMBIGUOUS_SIBLING,
                excuse_reason="the same act by somebody else: rather another one of its kind",
            )
        ]
    return []


def _named_in(side: Prepared, actor: Actor) -> bool:
    """The statement names that person too, in whatever part."""
    return any(
        names.similarity(actor.name, name.text) >= _SAME_PERSON
        for name in side.statement.names
        if name.kind is NameKind.PERSON
    )


def _own_time(side: Prepared, act: Act) -> TimeExpression | None:
    """The date that is written beside an act."""
    for time in side.times:
        words = side.range(time.span)
        if time.kind == "since" or not words:
            continue
        gap = words.start - act.at - 1 if words.start > act.at else act.at - words.stop
        if 0 <= gap <= _DATED and not any(side.breaks[at] for at in range(act.at + 1, words.start + 1)):
            return time
    return None


def _told_days(side: Prepared, act: Act) -> tuple[date, date, Span] | None:
    """When an act that a statement tells as news took place, as far as its times or its publication say."""
    base = side.span(act.at, act.at + 1)
    if side.times:
        times = [time for time in side.times if time.kind != "since"]
        if len(times) != 1 or len(side.times) != 1:
            return None
        time = times[0]
        assert time.start and time.end
        return time.start, time.end, time.span
    published = side.side.context.published
    if published is None or not act.told:
        return None
    return published - _NEWS, published, base


def other_dates(pair: Pair) -> list[Finding]:
    """An act that one side dates to another year or month than the other side, which tells it as news."""
    if not pair.one_language:
        return []
    for act, other in _same(pair):
        for dated, told, left, right in ((pair.a, pair.b, act, other), (pair.b, pair.a, other, act)):
            finding = _other_date(pair, dated, told, left, right)
            if finding is not None:
                return [finding]
    return []


def _other_date(pair: Pair, dated: Prepared, told: Prepared, act: Act, other: Act) -> Finding | None:
    time = _own_time(dated, act)
    if time is None or time.certainty is not Certainty.EXPLICIT or time.start is None or time.end is None:
        return None
    days = _told_days(told, other)
    if days is None or act.key not in dated.vocabulary.act_objects:
        return None  # without a noun of the act's own there is no telling one opening from another
    start, end, span = days
    if max((start - time.end).days, (time.start - end).days) < _MARGIN:
        return None
    first, second = _object(dated, act), _object(told, other)
    if first is None or second is None:
        return None
    described = first.shared(second)
    parties = sum(_holds(dated, told, name) for name in told.statement.names)
    if described < _LEAST_SHARED and not (parties and not second.words):
        return None  # not the same object, as far as "the agreement" without more may be any of its parties'
    evidence = (time.span, span) if dated is pair.a else (span, time.span)
    return Finding(
        kind=RelationKind.TIME,
        model="act date",
        terms=(
            Term("object described alike", min(described, 2.0)),
            Term("same parties", min(parties, 2) / 2),
            Term("topic", pair.topic),
            Term("titles", pair.titles),
            Term("market", float(pair.a.market or pair.b.market)),
        ),
        evidence=(Evidence(*evidence, "time"),),
        rule="act-date@1",
        reason="the same act is put at different dates",
    )


def _holds(side: Prepared, other: Prepared, name: Name) -> bool:
    """A name of the other statement stands in this one or in its title."""
    found = [other.words[at] for at in other.range(name.span) if other.words[at].weight > 0.0]
    return bool(found) and all(side.wide.holds(word) for word in found)


def findings(pair: Pair) -> list[Finding]:
    """What two statements tell differently about one act."""
    if pair.a.told_acts.isdisjoint(pair.b.told_acts):
        return []
    return [*other_actors(pair), *other_dates(pair)]
