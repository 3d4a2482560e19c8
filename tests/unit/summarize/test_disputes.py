"""Which contradictions turn on one question, and which claims stand on one side of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.common.domain import RelationKind, Span
from services.summarize.disputes import Clash, Reading, questions, reading
from tests.alignments import article


def clash(a: int, b: int, said: Reading = None, other: Reading = None) -> Clash:
    return Clash(None, {a: said, b: other})


def sides(*clashes: Clash) -> list[set[frozenset[int]]]:
    return [{frozenset(side) for side in question.sides} for question in questions(clashes)]


def test_what_one_denial_denies_is_one_question_of_two_sides() -> None:
    assert sides(clash(0, 1), clash(0, 2), clash(3, 2)) == [{frozenset({0, 3}), frozenset({1, 2})}]


def test_clashes_without_a_claim_in_common_are_questions_apart() -> None:
    assert sides(clash(0, 1), clash(2, 3)) == [
        {frozenset({0}), frozenset({1})},
        {frozenset({2}), frozenset({3})},
    ]


def test_two_figures_of_one_claim_are_two_questions() -> None:
    dead, hurt = clash(0, 1, (11, 11), (14, 14)), clash(0, 2, (43, 43), (50, 50))
    assert len(questions([dead, hurt])) == 2


def test_claims_with_values_that_cannot_both_be_are_sides_though_nobody_compared_them() -> None:
    first, second = clash(0, 1, (11, 11), (14, 14)), clash(1, 2, (14, 14), (17, 17))
    assert sides(first, second) == [{frozenset({0}), frozenset({1}), frozenset({2})}]


def test_the_reading_is_that_of_the_contested_figure() -> None:
    (statement,) = article("a", "قتل 11 شخصا وأصيب 43 شخصا في الحريق.").statements
    at = statement.text.index("43")
    assert reading(RelationKind.NUMBER, statement, [Span(at, at + 2)]) == (43, 43)
    assert reading(RelationKind.DENIAL, statement, [Span(at, at + 2)]) is None


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda p: p[0] != p[1]), max_size=12))
def test_every_clash_stands_in_one_question_between_two_sides(pairs: list[tuple[int, int]]) -> None:
    clashes = [clash(a, b) for a, b in pairs]
    found = questions(clashes)
    assert sorted(id(c) for q in found for c in q.clashes) == sorted(map(id, clashes))
    for question in found:
        side_of = {claim: number for number, side in enumerate(question.sides) for claim in side}
        assert sum(map(len, question.sides)) == len(side_of)
        assert all(len({side_of[claim] for claim in c.ends}) == 2 for c in question.clashes)
