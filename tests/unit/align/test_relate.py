"""The relation of a pair: the golden pairs, and what holds for every pair."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.align.backends import load
from services.align.decision import against_agreement, for_agreement
from services.align.prepare import Prepared
from services.align.relate import Context, Side, relate
from services.align.signals import Pair
from services.align.thresholds import THRESHOLDS, WEIGHTS
from services.common.domain import Relation, RelationKind, RelationType, StatementRef
from services.evaluation.relations import sides
from services.language.language import language
from services.language.statements import read_one

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "relations_own.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in GOLDEN.read_text("utf-8").splitlines()]
_NO_CONFLICT = {
    RelationKind.SUPERSEDED,
    RelationKind.SCOPE,
    RelationKind.ESTIMATE_SPREAD,
    RelationKind.REPORTED_POSITION,
    RelationKind.UNIT,
    RelationKind.MISSING,
}


@pytest.fixture(scope="module")
def golden() -> list[tuple[tuple[Side, Side], Relation]]:
    pairs = sides(ROWS, load("static"))
    return list(zip(pairs, relate(pairs), strict=True))


def side(text: str, code: str = "ar", *, title: str = "", published: date | None = None) -> Side:
    statement = read_one(text, language(code), outlet="outlet", published=published)
    return Side(StatementRef("article", 0), statement, Context("outlet", published, title, code), None)


def outcome(relation: Relation) -> tuple[RelationType, RelationKind]:
    return relation.type, relation.kind


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["id"] for row in ROWS])
def test_golden_pairs_are_decided_right(
    number: int, golden: list[tuple[tuple[Side, Side], Relation]]
) -> None:
    row, relation = ROWS[number], golden[number][1]
    assert relation.type == row["type"], relation
    if "kind" in row:
        assert relation.kind == row["kind"], relation


def test_golden_pairs_cover_every_kind() -> None:
    kinds = {row.get("kind") for row in ROWS}
    for kind in (*_NO_CONFLICT, RelationKind.NUMBER, RelationKind.TIME, RelationKind.POLARITY):
        assert kind in kinds
    assert {RelationKind.DENIAL, RelationKind.PLACE, RelationKind.AMBIGUOUS_SIBLING} <= kinds
    assert {row["type"] for row in ROWS} == set(RelationType)


def test_what_is_no_conflict_is_never_called_a_contradiction(
    golden: list[tuple[tuple[Side, Side], Relation]],
) -> None:
    for _, relation in golden:
        if relation.kind in _NO_CONFLICT:
            assert relation.type is not RelationType.CONTRADICTION


def test_swapping_the_sides_swaps_the_evidence_and_nothing_else(
    golden: list[tuple[tuple[Side, Side], Relation]],
) -> None:
    for (a, b), relation in golden:
        other = relate([(b, a)])[0]
        assert outcome(other) == outcome(relation)
        assert other.score == pytest.approx(relation.score, abs=1e-6)
        assert {(e.b, e.a) for e in other.evidence} == {(e.a, e.b) for e in relation.evidence}


def test_evidence_lies_inside_the_statements(golden: list[tuple[tuple[Side, Side], Relation]]) -> None:
    seen = 0
    for (a, b), relation in golden:
        for evidence in relation.evidence:
            seen += 1
            assert a.statement.span.start <= evidence.a.start < evidence.a.end <= a.statement.span.end
            assert b.statement.span.start <= evidence.b.start < evidence.b.end <= b.statement.span.end
    assert seen > 40


_VOCABULARY = """
    قتل أصيب نفت أعلنت الشركة الوزارة 12 31 شخصا عاملا في مرجانة جدة ارتفع انخفض لم لا صحة أمس الاثنين نحو
    أكثر من مليون ريال 45 اتفاق المدير المصنع قالت إن the company denied 7 people killed rose fell
    in Jeddah not
"""
_WORDS = st.sampled_from(_VOCABULARY.split())


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=14), st.lists(_WORDS, min_size=1, max_size=14))
def test_signals_add_up_to_the_score(first: list[str], second: list[str]) -> None:
    a, b = side(" ".join(first), "ar"), side(" ".join(second), "ar")
    for relation in relate([(a, b), (a, a)]):
        total = sum(signal.contribution for signal in relation.signals)
        assert relation.score == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-9)
        assert 0.0 <= relation.score <= 1.0
        assert relation.rule.count("@") == 1
        assert relation.explanation


def test_the_same_words_agree() -> None:
    text = "افتتح الوزير المصنع الجديد في مرجانة"
    assert relate([(side(text), side(text))])[0].rule == "same-text@1"


def test_answers_come_in_the_order_of_the_pairs_and_sides_may_repeat() -> None:
    a = side("قتل 12 عاملا في انهيار جسر الوادي بمدينة جدة")
    b = side("قتل 19 عاملا في انهيار جسر الوادي بمدينة جدة")
    c = side("حذرت الأرصاد من عواصف رملية على الطرق الصحراوية")
    together = relate([(a, b), (a, c), (b, a)])
    apart = [relate([pair])[0] for pair in ((a, b), (a, c), (b, a))]
    assert [outcome(r) for r in together] == [outcome(r) for r in apart]
    assert together[0].type is RelationType.CONTRADICTION
    assert together[1].type is RelationType.UNRELATED


def test_no_vectors_still_find_a_clash_within_one_language() -> None:
    a = side("خصصت البلدية 45 مليون ريال لترميم السوق القديم")
    b = side("خصصت البلدية 54 مليون ريال لترميم السوق القديم")
    assert outcome(relate([(a, b)])[0]) == (RelationType.CONTRADICTION, RelationKind.NUMBER)


def test_thresholds_and_weights_are_read_only_numbers() -> None:
    assert all(isinstance(value, float) for value in THRESHOLDS.values())
    for model in WEIGHTS.values():
        assert "bias" in model
        with pytest.raises(TypeError):
            model["bias"] = 0.0  # type: ignore[index]


def test_a_bare_topic_agrees_with_nothing() -> None:
    (relation,) = relate(
        [
            (
                side("جدة القديم"),
                side("يبلغ طول مشروع طريق مكة جدة القديم سبعين كيلومترا وتشرف عليه أمانة العاصمة"),
            )
        ]
    )
    assert relation.type is not RelationType.AGREEMENT


def test_what_could_be_does_not_meet_a_denial() -> None:
    denial = side("نفت الوزارة تزويد الشركة بالوقود المدعوم")
    stated = side("قال مسؤول إن الوزارة تزود الشركة بالوقود المدعوم")
    possible = side("قال مسؤول إن الوزارة يمكن أن تزود الشركة بالوقود المدعوم")
    found, open_question = relate([(denial, stated), (denial, possible)])
    assert found.kind is RelationKind.DENIAL
    assert open_question.score < found.score or open_question.kind is not RelationKind.DENIAL


@pytest.mark.parametrize(
    ("code", "one", "other", "stranger"),
    [
        (
            "ar",
            "سلم الميناء نحو 11 ألف حاوية أرز إلى مدن الشمال منذ الربيع",
            "أرسلت التعاونيات آلاف الحاويات من الأرز",
            "أحرق اللصوص آلاف الحاويات من الورق",
        ),
        (
            "en",
            "Nearly 11,000 containers of rice were sent to the northern towns since spring",
            "Farm cooperatives shipped thousands of containers of rice",
            "Thieves burned thousands of containers of paper",
        ),
    ],
    ids=["ar", "en"],
)
def test_a_vague_count_of_the_same_rare_thing_speaks_for_agreement(
    code: str, one: str, other: str, stranger: str
) -> None:
    def counted(text: str) -> float:
        relation = Pair(Prepared(side(one, code)), Prepared(side(text, code)))
        return next(term.value for term in for_agreement(relation) if term.name == "same things counted")

    assert counted(other) >= 0.7
    assert counted(stranger) == 0.0


def test_terms_that_are_looked_at_last_can_only_speak_against() -> None:
    pair = Pair(Prepared(side("قتل 12 شخصا", "ar")), Prepared(side("قتل 31 شخصا", "ar")))
    for model in ("agreement", "agreement across languages"):
        assert all(WEIGHTS[model].get(term.name, 0.0) <= 0.0 for term in against_agreement(pair))


def test_a_slot_is_given_up_only_by_what_speaks_for_it() -> None:
    counted = {"same slot", "same role", "open bound", "containment", "mutual coverage", "topic", "titles"}
    speaking = {name for name, weight in WEIGHTS["number"].items() if weight > 0.0}
    assert speaking <= counted | {"meaning"}
