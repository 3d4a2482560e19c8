"""What does not fit together in a comparison that a caller sends: names, positions, enums, numbers, days.

Who draws a comparison may then look up every name and cut every text without asking again.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from mizan.v1 import resources_pb2 as pb
from services.common import validation
from services.common.errors import Violation
from services.common.validation import shown

_ARTICLE = validation.name("sources/{source}/articles/{article}")
_EVENT = validation.name("events/{event}")
_RELATION = validation.name("events/{event}/relations/{relation}")
_CLAIM = validation.name("events/{event}/claims/{claim}")
_SHARE = validation.in_range(0.0, 1.0)
_FINITE = validation.in_range(-sys.float_info.max, sys.float_info.max)
_NUMBER = validation.in_range(-math.inf, math.inf)  # ends of intervals may be open

# Enums whose zero means something; of all others it means that the field was forgotten.
_ZERO_IS_A_VALUE = {"mizan.v1.PublishTime.Source", "mizan.v1.Name.Kind", "mizan.v1.Relation.Kind"}

_VALUES: Mapping[str, validation.Rule] = {
    "google.type.Date": validation.date(),
    "google.protobuf.Timestamp": validation.timestamp(),
}
_FLOATS: Mapping[str, validation.Rule] = {
    "score": _SHARE,
    "confidence": _SHARE,
    "similarity": _SHARE,
    "contribution": _FINITE,
    "value": _FINITE,
}


def violations(comparison: pb.Comparison) -> Iterator[Violation]:
    """All that is wrong, by field, paths from the comparison on."""
    return _Check(comparison).all()


class _Check:
    """One comparison with its names looked up."""

    def __init__(self, whole: pb.Comparison) -> None:
        self._whole = whole
        self._size = {article.name: len(article.text) for article in whole.articles}
        self._statements = {s.name: article.name for article in whole.articles for s in article.statements}
        self._event = {article: event.name for event in whole.events for article in event.articles}
        self._claims = {claim.name for claim in whole.claims}

    def all(self) -> Iterator[Violation]:
        """Every violation, field by field."""
        whole = self._whole
        for field in ("articles", "events"):
            if not getattr(whole, field):
                yield Violation(field, "is required: send at least one")
        yield from _named(whole.articles, "articles", _ARTICLE)
        for i, article in enumerate(whole.articles):
            yield from self._article(article, f"articles[{i}]")
        yield from _named(whole.events, "events", _EVENT)
        yield from self._members()
        yield from _named(whole.relations, "relations", _RELATION)
        for i, relation in enumerate(whole.relations):
            yield from self._relation(relation, f"relations[{i}]")
        yield from _named(whole.claims, "claims", _CLAIM)
        for i, claim in enumerate(whole.claims):
            yield from self._claim(claim, f"claims[{i}]")
        yield from self._summaries()
        yield from self._origins()

    def _article(self, article: pb.Article, path: str) -> Iterator[Violation]:
        if not article.outlet:
            yield Violation(f"{path}.outlet", "is required")
        for i, statement in enumerate(article.statements):
            here = f"{path}.statements[{i}]"
            name = f"{article.name}/statements/{i}"
            if statement.name != name:
                yield Violation(f"{here}.name", f"is {shown(statement.name)}: it must be {name!r}")
            if statement.index != i:
                yield Violation(f"{here}.index", f"is {statement.index}: it must be the position, {i}")
            if statement.text != article.text[statement.span.start : statement.span.end]:
                yield Violation(f"{here}.text", "is not the article's text at its span")
        yield from _misfits(article, f"{path}.", len(article.text))

    def _members(self) -> Iterator[Violation]:
        """Events: their articles are here, each in one event."""
        seen: set[str] = set()
        for i, event in enumerate(self._whole.events):
            for j, name in enumerate(event.articles):
                here = f"events[{i}].articles[{j}]"
                if name not in self._size:
                    yield Violation(here, f"is {shown(name)}: no article here has that name")
                elif name in seen:
                    yield Violation(here, f"is {shown(name)} for a second time")
                seen.add(name)
            yield from _misfits(event, f"events[{i}].")

    def _relation(self, relation: pb.Relation, path: str) -> Iterator[Violation]:
        event = relation.name.partition("/relations/")[0]
        yield from self._statement(relation.statement_a, event, f"{path}.statement_a")
        yield from self._statement(relation.statement_b, event, f"{path}.statement_b")
        if relation.type == pb.Relation.Type.CONTRADICTION and not relation.kind:
            yield Violation(f"{path}.kind", "is required of a contradiction")
        yield from _misfits(relation, f"{path}.")
        for i, evidence in enumerate(relation.evidence):
            for side, span, statement in (
                ("a", evidence.a, relation.statement_a),
                ("b", evidence.b, relation.statement_b),
            ):
                size = self._size.get(self._statements.get(statement, ""))
                if size is not None:
                    yield from _outside(f"{path}.evidence[{i}].{side}", span, size)

    def _claim(self, claim: pb.Claim, path: str) -> Iterator[Violation]:
        event = claim.name.partition("/claims/")[0]
        for i, name in enumerate(claim.statements):
            yield from self._statement(name, event, f"{path}.statements[{i}]")
        if claim.representative not in claim.statements:
            what = f"is {shown(claim.representative)}: it must be one of the claim's statements"
            yield Violation(f"{path}.representative", what)
        for i, name in enumerate(claim.disputed_by):
            if name not in self._claims:
                here = f"{path}.disputed_by[{i}]"
                yield Violation(here, f"is {shown(name)}: no claim here has that name")

    def _summaries(self) -> Iterator[Violation]:
        events, summaries = self._whole.events, self._whole.summaries
        if len(events) != len(summaries):
            yield Violation("summaries", f"are {len(summaries)}: one for each of the {len(events)} events")
            return
        for i, (event, summary) in enumerate(zip(events, summaries, strict=True)):
            for j, sentence in enumerate(summary.sentences):
                for k, name in enumerate(sentence.citations):
                    here = f"summaries[{i}].sentences[{j}].citations[{k}]"
                    yield from self._statement(name, event.name, here)
            yield from _misfits(summary, f"summaries[{i}].")

    def _origins(self) -> Iterator[Violation]:
        seen: set[str] = set()
        for i, origin in enumerate(self._whole.origins):
            here = f"origins[{i}].article"
            if origin.article not in self._size:
                yield Violation(here, f"is {shown(origin.article)}: no article here has that name")
            elif origin.article in seen:
                yield Violation(here, f"is {shown(origin.article)} for a second time")
            seen.add(origin.article)

    def _statement(self, name: str, event: str, path: str) -> Iterator[Violation]:
        article = self._statements.get(name)
        if article is None:
            yield Violation(path, f"is {shown(name)}: no article here has that statement")
        elif self._event.get(article) != event:
            yield Violation(path, f"is {shown(name)}: it is not of an article of {shown(event)}")


def _named(items: Sequence[Any], field: str, rule: validation.Rule) -> Iterator[Violation]:
    """Names of the right form, each once."""
    seen: set[str] = set()
    for i, item in enumerate(items):
        path = f"{field}[{i}].name"
        if item.name in seen:
            yield Violation(path, f"is {shown(item.name)} for a second time")
        else:
            yield from rule(path, item.name)
        seen.add(item.name)


def _misfits(message: Any, path: str, size: int | None = None) -> Iterator[Violation]:
    """Enums that are unknown or missing, numbers that are none, days that do not exist, spans outside of a
    text of ``size``."""
    for field, known in _enums(message.DESCRIPTOR):
        number = getattr(message, field.name)
        if number not in known:
            what = f"has the unknown value {number}" if number else "is required"
            yield Violation(f"{path}{field.name}", what)
    for field, value in message.ListFields():
        if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE:
            yield from _FLOATS.get(field.name, _NUMBER)(f"{path}{field.name}", value)
        if field.message_type is None:
            continue
        items = enumerate(value) if field.is_repeated else ((None, value),)
        kind = field.message_type.full_name
        for i, item in items:
            here = f"{path}{field.name}" if i is None else f"{path}{field.name}[{i}]"
            if kind == "mizan.v1.Span":
                if size is not None:
                    yield from _outside(here, item, size)
            elif (rule := _VALUES.get(kind)) is not None:
                yield from rule(here, item)
            else:
                yield from _misfits(item, f"{here}.", size)


@cache
def _enums(descriptor: Descriptor) -> tuple[tuple[FieldDescriptor, frozenset[int]], ...]:
    """Fields of an enum type and the numbers that each may hold."""
    return tuple(
        (field, frozenset(field.enum_type.values_by_number) - _forgotten(field.enum_type.full_name))
        for field in descriptor.fields
        if field.enum_type is not None
    )


def _forgotten(enum: str) -> frozenset[int]:
    return frozenset() if enum in _ZERO_IS_A_VALUE else frozenset({0})


def _outside(path: str, span: pb.Span, size: int) -> Iterator[Violation]:
    if not 0 <= span.start <= span.end <= size:
        yield Violation(path, f"is {span.start}:{span.end}: the text has {size} characters")
