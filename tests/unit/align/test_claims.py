from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.align.claims import build
from services.common.domain import (
    Article,
    Evidence,
    Relation,
    RelationKind,
    RelationType,
    Span,
    StatementRef,
)
from tests.alignments import article

A, B, C, D = (article(outlet, f"خبر {outlet}", f"تفصيل {outlet}") for outlet in "abcd")
OWN = {each.name: each.name for each in (A, B, C, D)}


def ref(of: Article, index: int = 0) -> StatementRef:
    return StatementRef(of.name, index)


def related(a: StatementRef, b: StatementRef, kind: RelationType, score: float = 0.8) -> Relation:
    return Relation(a, b, kind, RelationKind.NONE, score, (), (), "hand@1", "")


def agree(a: StatementRef, b: StatementRef, score: float = 0.8) -> Relation:
    return related(a, b, RelationType.AGREEMENT, score)


def clash(a: StatementRef, b: StatementRef) -> Relation:
    return related(a, b, RelationType.CONTRADICTION)


def at(relation: Relation, a: tuple[int, int], b: tuple[int, int]) -> Relation:
    """The same relation with where in its statements it lies."""
    return replace(relation, evidence=(Evidence(Span(*a), Span(*b), "text"),))


def groups(articles: Sequence[Article], relations: Iterable[Relation]) -> list[set[StatementRef]]:
    return [set(claim.statements) for claim in build(articles, relations, OWN)]


def test_every_statement_is_in_one_claim() -> None:
    claims = build([A, B], [agree(ref(A), ref(B))], OWN)
    assert [len(claim.statements) for claim in claims] == [2, 1, 1]
    assert [claim.index for claim in claims] == [0, 1, 2]
    assert (claims[0].articles, claims[0].outlets, claims[0].origins) == (2, 2, 2)


def test_reprints_count_as_one_origin() -> None:
    wire = {A.name: "wire:sahel:1", B.name: "wire:sahel:1", C.name: C.name}
    relations = [agree(ref(A), ref(B)), agree(ref(B), ref(C)), agree(ref(A), ref(C))]
    (claim, *_) = build([A, B, C], relations, wire)
    assert (claim.articles, claim.outlets, claim.origins) == (3, 3, 2)


def test_claims_that_contradict_name_each_other() -> None:
    first, second, *_ = build(
        [A, B, C, D],
        [agree(ref(A), ref(B)), agree(ref(C), ref(D)), clash(ref(A), ref(C))],
        OWN,
    )
    assert first.disputed_by == (second.index,)
    assert second.disputed_by == (first.index,)


def test_a_contradiction_is_never_bridged_by_agreements() -> None:
    found = groups([A, B, C], [agree(ref(A), ref(B), 0.9), agree(ref(B), ref(C), 0.8), clash(ref(A), ref(C))])
    assert {ref(A), ref(B)} in found
    assert {ref(C)} in found


def test_an_article_that_disputes_a_claim_does_not_make_it() -> None:
    found = groups([A, B], [clash(ref(A, 0), ref(B, 0)), agree(ref(A, 1), ref(B, 0))])
    assert max(map(len, found)) == 1


def test_what_is_contested_beside_a_claim_is_left_to_the_claim_that_is_about_it() -> None:
    # a and b agree on the end of a; c puts its beginning, and all of d, at another date.
    relations = [
        at(agree(ref(A), ref(B)), (100, 160), (0, 60)),
        at(agree(ref(A), ref(C, 1)), (100, 160), (0, 60)),
        at(agree(ref(B), ref(C, 1)), (0, 60), (0, 60)),
        at(clash(ref(A), ref(C)), (0, 20), (0, 20)),
        at(clash(ref(D), ref(C)), (0, 20), (0, 20)),
    ]
    first, *others = build([A, B, C, D], relations, OWN)
    assert set(first.statements) == {ref(A), ref(B), ref(C, 1)}
    assert first.disputed_by == ()
    assert {claim.statements[0] for claim in others if claim.disputed_by} == {ref(C), ref(D)}


def test_a_dispute_that_no_other_claim_is_about_stays() -> None:
    relations = [
        at(agree(ref(A), ref(B)), (100, 160), (0, 60)),
        at(clash(ref(A), ref(C)), (0, 20), (0, 20)),
    ]
    first, second, *_ = sorted(build([A, B, C], relations, OWN), key=lambda claim: not claim.disputed_by)
    assert set(first.statements) == {ref(A), ref(B)}
    assert second.statements == (ref(C),)
    assert first.disputed_by == (second.index,)


def test_an_article_that_contests_what_two_share_does_not_make_their_claim() -> None:
    relations = [
        at(agree(ref(A), ref(C, 1)), (100, 160), (0, 60)),
        at(clash(ref(A), ref(C)), (90, 110), (0, 20)),
    ]
    assert max(len(claim.statements) for claim in build([A, C], relations, OWN)) == 1


def test_of_equally_wide_claims_the_surest_leads_and_headlines_come_last() -> None:
    titled = [
        article(outlet, f"عنوان {outlet}", f"خبر {outlet}", f"تفصيل {outlet}", title=True) for outlet in "pq"
    ]
    one, two = titled
    relations = [
        agree(ref(one, 0), ref(two, 0), 0.99),
        agree(ref(one, 1), ref(two, 1), 0.6),
        agree(ref(one, 2), ref(two, 2), 0.9),
    ]
    claims = build(titled, relations, {one.name: "o1", two.name: "o2"})
    assert [claim.statements[0].index for claim in claims] == [2, 1, 0]


def test_a_chain_of_agreements_is_cut_where_most_pairs_differ() -> None:
    apart = [
        related(ref(A), ref(C), RelationType.ELABORATION),
        related(ref(A), ref(D), RelationType.UNRELATED),
        related(ref(B), ref(D), RelationType.ELABORATION),
    ]
    chain = [agree(ref(A), ref(B), 0.9), agree(ref(B), ref(C), 0.8), agree(ref(C), ref(D), 0.7)]
    assert max(map(len, groups([A, B, C, D], [*chain, *apart]))) < 4


def test_the_order_of_relations_does_not_matter() -> None:
    relations = [
        agree(ref(A), ref(B), 0.9),
        agree(ref(B), ref(C), 0.7),
        agree(ref(A), ref(C), 0.6),
        clash(ref(A, 1), ref(B, 1)),
    ]
    assert build([A, B, C], relations, OWN) == build([A, B, C], relations[::-1], OWN)


def test_headlines_do_not_speak_for_a_claim() -> None:
    titled = article("t", "انهيار جسر", "انهار جسر في البلدة صباح اليوم.", title=True)
    plain = article("p", "انهار جسر في البلدة صباح اليوم بعد سيول قوية.")
    (claim, *_) = build(
        [titled, plain],
        [agree(StatementRef(titled.name, 0), StatementRef(plain.name, 0))],
        {titled.name: "o1", plain.name: "o2"},
    )
    assert claim.representative == StatementRef(plain.name, 0)


def test_repeated_content_is_one_claim_from_the_start() -> None:
    claims = build([A, B], [], OWN, repeats=[[ref(A), ref(B)], [ref(A, 1)]])
    assert set(claims[0].statements) == {ref(A), ref(B)}


REFS = [ref(each, index) for each in (A, B, C, D) for index in (0, 1)]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(REFS), st.sampled_from(REFS), st.sampled_from(list(RelationType)), st.floats(0, 1)
        ),
        max_size=14,
        unique_by=lambda row: frozenset((row[0], row[1])),
    )
)
def test_claims_partition_statements_and_no_claim_disputes_itself(
    rows: list[tuple[StatementRef, StatementRef, RelationType, float]],
) -> None:
    relations = [related(a, b, kind, score) for a, b, kind, score in rows if a.article != b.article]
    claims = build([A, B, C, D], relations, OWN)
    assert sorted(
        (s for claim in claims for s in claim.statements), key=lambda s: (s.article, s.index)
    ) == sorted(REFS, key=lambda s: (s.article, s.index))
    of = {s: claim.index for claim in claims for s in claim.statements}
    for relation in relations:
        if relation.type is RelationType.CONTRADICTION:
            assert of[relation.a] != of[relation.b]
            assert of[relation.b] in claims[of[relation.a]].disputed_by
    for claim in claims:
        assert claim.index not in claim.disputed_by
        assert claim.representative in claim.statements
        assert all(claim.index in claims[other].disputed_by for other in claim.disputed_by)
        assert claim.origins <= claim.articles
