"""What is refused in a comparison that a caller sends: every fault by the path of its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mizan.v1 import resources_pb2 as pb
from services.summarize.comparison_rules import violations
from tests.summarizing import comparison

FAULTS: dict[str, tuple[Callable[[pb.Comparison], Any], list[str]]] = {
    "article name": (lambda c: setattr(c.articles[2], "name", "own"), ["articles[2].name"]),
    "articles of one name": (lambda c: c.articles.append(c.articles[0]), ["articles[3].name"]),
    "outlet": (lambda c: c.articles[1].ClearField("outlet"), ["articles[1].outlet"]),
    "statement name": (
        lambda c: setattr(c.articles[0].statements[1], "name", "x"),
        ["articles[0].statements[1].name"],
    ),
    "statement index": (
        lambda c: setattr(c.articles[0].statements[1], "index", 7),
        ["articles[0].statements[1].index"],
    ),
    "statement text": (
        lambda c: setattr(c.articles[0].statements[1], "text", "x"),
        ["articles[0].statements[1].text"],
    ),
    "statement span": (
        lambda c: setattr(c.articles[0].statements[2].span, "end", 9999),
        ["articles[0].statements[2].span"],
    ),
    "span that ends before it starts": (
        lambda c: c.articles[0].cuts.add(reason=1, span={"start": 5, "end": 4}),
        ["articles[0].cuts[0].span"],
    ),
    "span deep inside": (
        lambda c: c.articles[0].statements[0].polarity.negations.add(start=-1, end=2),
        ["articles[0].statements[0].polarity.negations[0]"],
    ),
    "missing enum": (
        lambda c: setattr(c.articles[1].statements[0], "stance", 0),
        ["articles[1].statements[0].stance"],
    ),
    "unknown enum": (
        lambda c: c.articles[1].statements[0].chain.add(kind=77, stance=1),
        ["articles[1].statements[0].chain[1].kind"],
    ),
    "impossible day": (
        lambda c: setattr(c.articles[0].statements[0].times[0].start, "month", 13),
        ["articles[0].statements[0].times[0].start"],
    ),
    "impossible time": (
        lambda c: setattr(c.articles[0].publish_time.start, "seconds", 10**12),
        ["articles[0].publish_time.start"],
    ),
    "event name": (
        lambda c: setattr(c.events[1], "name", "Fire"),
        ["events[1].name"],
    ),
    "unknown article of an event": (
        lambda c: c.events[1].articles.append("sources/none/articles/a1"),
        ["events[1].articles[0]"],
    ),
    "article of two events": (
        lambda c: c.events[1].articles.append(c.articles[0].name),
        ["events[1].articles[0]"],
    ),
    "relation name": (lambda c: setattr(c.relations[0], "name", ""), ["relations[0].name"]),
    "relation of two events": (
        lambda c: setattr(c.relations[0], "name", "events/other/relations/0"),
        ["relations[0].statement_a", "relations[0].statement_b"],
    ),
    "relation to nothing": (
        lambda c: setattr(c.relations[0], "statement_b", "sources/own/articles/a1/statements/9"),
        ["relations[0].statement_b"],
    ),
    "relation without a type": (lambda c: setattr(c.relations[0], "type", 0), ["relations[0].type"]),
    "contradiction without a kind": (
        lambda c: c.relations[3].ClearField("kind"),
        ["relations[3].kind"],
    ),
    "score": (lambda c: setattr(c.relations[0], "score", float("nan")), ["relations[0].score"]),
    "number deep inside": (
        lambda c: c.relations[0].signals.add(contribution=float("inf")),
        ["relations[0].signals[0].contribution"],
    ),
    "interval without a number": (
        lambda c: setattr(c.articles[0].statements[0].quantities[0], "low", float("nan")),
        ["articles[0].statements[0].quantities[0].low"],
    ),
    "evidence": (
        lambda c: c.relations[0].evidence.add(a={"start": 0, "end": 3}, b={"start": 0, "end": 9999}),
        ["relations[0].evidence[0].b"],
    ),
    "claims of one name": (lambda c: c.claims.append(c.claims[0]), ["claims[5].name"]),
    "claim of nothing": (
        lambda c: c.claims[0].statements.append("sources/own/articles/a1/statements/9"),
        ["claims[0].statements[1]"],
    ),
    "representative": (
        lambda c: setattr(c.claims[0], "representative", "x"),
        ["claims[0].representative"],
    ),
    "disputed by nothing": (
        lambda c: c.claims[0].disputed_by.append("events/fire/claims/99"),
        ["claims[0].disputed_by[1]"],
    ),
    "summaries missing": (lambda c: c.summaries.pop(), ["summaries"]),
    "citation of nothing": (
        lambda c: c.summaries[0].sentences[0].citations.append("x"),
        ["summaries[0].sentences[0].citations[2]"],
    ),
    "citation of another event": (
        lambda c: c.summaries[1].sentences.add(section=1, citations=[c.articles[0].statements[0].name]),
        ["summaries[1].sentences[0].citations[0]"],
    ),
    "section": (
        lambda c: setattr(c.summaries[0].sentences[0], "section", 0),
        ["summaries[0].sentences[0].section"],
    ),
    "origin of nothing": (lambda c: c.origins.add(article="x"), ["origins[3].article"]),
    "two origins": (lambda c: c.origins.append(c.origins[0]), ["origins[3].article"]),
}


def _fields(whole: pb.Comparison) -> list[str]:
    return [violation.field for violation in violations(whole)]


def test_a_comparison_that_fits_together_has_none() -> None:
    assert _fields(comparison()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_by_the_path_of_its_field(fault: str) -> None:
    spoil, expected = FAULTS[fault]
    whole = comparison()
    spoil(whole)
    assert _fields(whole)[: len(expected)] == expected


def test_a_comparison_of_nothing_is_refused() -> None:
    assert _fields(pb.Comparison()) == ["articles", "events"]


def test_all_faults_are_told_together() -> None:
    whole = comparison()
    whole.articles[0].statements[0].stance = 99
    whole.relations[0].score = 7
    whole.summaries[0].sentences[0].citations.append("x")
    assert _fields(whole) == [
        "articles[0].statements[0].stance",
        "relations[0].score",
        "summaries[0].sentences[0].citations[2]",
    ]
