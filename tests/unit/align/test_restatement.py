"""What is rare in an event tells its facts apart: who restates one, and who shares the subject alone."""

from __future__ import annotations

import math

import pytest

from services.align import candidates
from services.align.prepare import Context, Readings, Side
from services.align.restatement import settle
from services.align.setting import Setting, densest
from services.common.domain import (
    Article,
    Evidence,
    Relation,
    RelationKind,
    RelationType,
    Signal,
    StatementRef,
)
from tests.alignments import article

# The talks of two towns about a bridge: nearly every sentence names the towns, the talks and the bridge.
NOUR = article(
    "nour",
    "واصلت بلدتا الخرطوم والقاهرة محادثات الجسر يوم الاثنين.",
    "ويكتسب اتفاق الجسر الذي انتظره الأهالي طويلا أهمية خاصة في الخرطوم والقاهرة بعد سنوات من الجدل بين "
    "المجلسين، لأنه ينص على إعفاء شاحنات المزارعين من رسوم العبور في موسم الحصاد.",
    "وتحدث رئيس بلدية الخرطوم أمس عن محادثات الجسر مع بلدية القاهرة.",
)
SADA = article(
    "sada",
    "تستمر محادثات الجسر بين الخرطوم والقاهرة هذا الأسبوع.",
    "وتعفى في موسم الحصاد شاحنات المزارعين من رسوم العبور.",
    "ولن تعفى في موسم الحصاد شاحنات المزارعين من رسوم العبور.",
    "وتعفى في موسم الحصاد 40 شاحنة للمزارعين من رسوم العبور.",
)
BAYAN = article(
    "bayan",
    "زار وفد من القاهرة موقع الجسر في الخرطوم قبيل المحادثات.",
    "وترى القاهرة أن محادثات الجسر مع الخرطوم مفيدة.",
    "ويعفي اتفاق الجسر 90 شاحنة للمزارعين من رسوم العبور في موسم الحصاد.",
)
WAHA = article(
    "waha",
    "محادثات الجسر بين الخرطوم والقاهرة في يومها الثالث.",
    "وحضر محادثات الجسر تجار من الخرطوم.",
    "وقال تاجر من القاهرة إن محادثات الجسر تعنيه.",
    "وتتابع الخرطوم محادثات الجسر عن قرب.",
    "ويأمل أهل القاهرة أن تنجح محادثات الجسر.",
    "وكانت محادثات الجسر بين البلدتين قد بدأت في الربيع.",
)


def sides(*articles: Article) -> dict[StatementRef, Side]:
    return {
        StatementRef(each.name, statement.index): Side(
            StatementRef(each.name, statement.index),
            statement,
            Context(each.outlet, each.published.day, "", each.language),
            None,
        )
        for each in articles
        for statement in each.statements
    }


SIDES = sides(NOUR, SADA, BAYAN, WAHA)
UNITS = candidates.units(list(SIDES.values()))
CLAUSE, FREED, NOT_FREED, FORTY, NINETY = (
    StatementRef(of.name, index) for of, index in ((NOUR, 1), (SADA, 1), (SADA, 2), (SADA, 3), (BAYAN, 2))
)
TALKS, USEFUL = StatementRef(NOUR.name, 2), StatementRef(BAYAN.name, 1)


def verdict(a: StatementRef, b: StatementRef, type_: RelationType, score: float = 0.6) -> Relation:
    """What the comparison of a pair says that knows nothing of the event."""
    signals = (Signal("bias", 1.0, math.log(score / (1 - score))),)
    evidence = (Evidence(SIDES[a].statement.span, SIDES[b].statement.span, "text"),)
    agrees = type_ is not RelationType.ELABORATION
    rule = "agreement@1" if agrees else "subject@1"
    return Relation(a, b, type_, RelationKind.NONE, score, signals, evidence if agrees else (), rule, "")


def settled(*relations: Relation) -> list[Relation]:
    return settle(relations, UNITS)


def test_a_fact_in_one_clause_of_a_longer_sentence_is_restated() -> None:
    (found,) = settled(verdict(CLAUSE, FREED, RelationType.ELABORATION))
    assert (found.type, found.rule) == (RelationType.AGREEMENT, "restatement@1")
    (evidence,) = found.evidence
    assert evidence.a.of(NOUR.text) == "شاحنات المزارعين من رسوم العبور في موسم الحصاد"
    assert evidence.b.of(SADA.text) == "موسم الحصاد شاحنات المزارعين من رسوم العبور"


def test_the_order_of_the_sides_changes_nothing_but_the_evidence() -> None:
    (one,) = settled(verdict(CLAUSE, FREED, RelationType.ELABORATION))
    (other,) = settled(verdict(FREED, CLAUSE, RelationType.ELABORATION))
    assert (one.type, one.signals) == (other.type, other.signals)
    assert (one.evidence[0].a, one.evidence[0].b) == (other.evidence[0].b, other.evidence[0].a)


def test_sharing_the_subject_of_the_event_alone_is_no_agreement() -> None:
    (found,) = settled(verdict(TALKS, USEFUL, RelationType.AGREEMENT))
    assert (found.type, found.rule, found.evidence) == (RelationType.ELABORATION, "subject@1", ())
    (sure,) = settled(verdict(TALKS, USEFUL, RelationType.AGREEMENT, 0.99))
    assert sure.type is RelationType.AGREEMENT
    assert sure.score < 0.99


def test_what_is_rare_is_asked_of_the_statements_in_the_same_language() -> None:
    told = (
        verdict(CLAUSE, FREED, RelationType.ELABORATION),
        verdict(TALKS, USEFUL, RelationType.AGREEMENT),
    )
    post = article(
        "post", *(f"A reporter counted {n} lorries on the bridge." for n in range(30)), language="en"
    )
    assert settle(told, candidates.units([*SIDES.values(), *sides(post).values()])) == settled(*told)


def test_signals_add_up_to_the_score() -> None:
    for relation in settled(
        verdict(CLAUSE, FREED, RelationType.ELABORATION), verdict(TALKS, USEFUL, RelationType.AGREEMENT)
    ):
        total = sum(signal.contribution for signal in relation.signals)
        assert relation.score == pytest.approx(1 / (1 + math.exp(-total)))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param(CLAUSE, NOT_FREED, id="only one side refuses"),
        pytest.param(FORTY, NINETY, id="the figures differ"),
        pytest.param(TALKS, USEFUL, id="nothing rare in common"),
    ],
)
def test_what_differs_is_not_restated(a: StatementRef, b: StatementRef) -> None:
    before = verdict(a, b, RelationType.ELABORATION)
    assert settled(before) == [before]


def test_an_agreement_of_a_contested_statement_says_where_it_lies() -> None:
    agreed = verdict(CLAUSE, FREED, RelationType.AGREEMENT, 0.9)
    assert settled(agreed) == [agreed]
    contested = verdict(CLAUSE, NOT_FREED, RelationType.CONTRADICTION)
    found, _ = settled(agreed, contested)
    assert found.evidence[0].a.of(NOUR.text).startswith("شاحنات المزارعين")


def test_words_of_the_subject_and_of_names_tell_little() -> None:
    told = Setting(UNITS, Readings()).told(CLAUSE)
    by_stem = {told.read.surfaces[at]: told.weights[key] for at, key in told.places}
    assert by_stem["الجسر"] < 0.5 * by_stem["الحصاد"]
    assert not by_stem.keys() & {"الخرطوم", "والقاهره"}


def test_stretches_that_share_too_few_words_are_none() -> None:
    setting = Setting(UNITS, Readings())
    assert densest(setting.told(TALKS), setting.told(FREED), least=2) is None
