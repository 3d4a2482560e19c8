"""The outlets × claims table: its order, its copies, its disputes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import groupby

import pytest
from google.type.date_pb2 import Date
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan import matrix
from mizan.matrix import Matrix, Position, Standing
from mizan.v1 import resources_pb2 as pb
from tests.told_events import Kind, article, one_origin, relation

CONTRADICTION, AGREEMENT = pb.Relation.Type.CONTRADICTION, pb.Relation.Type.AGREEMENT
NUMBER, TIME, DENIAL = pb.Relation.Kind.NUMBER, pb.Relation.Kind.TIME, pb.Relation.Kind.DENIAL
ACTOR = pb.Relation.Kind.ACTOR


def claim(number: int, *statements: pb.Statement, origins: int = 1, outlets: int = 1) -> pb.Claim:
    return pb.Claim(
        name=f"events/e/claims/{number}",
        statements=[s.name for s in statements],
        representative=statements[0].name,
        origin_count=origins,
        outlet_count=outlets,
        article_count=outlets,
    )


def told(figures: Sequence[float], day: int = 10) -> list[pb.Article]:
    return [article(f"المنبر {n}", figures=[f], day=day) for n, f in enumerate(figures)]


def clash(a: pb.Article, b: pb.Article, kind: int = NUMBER, score: float = 0.8) -> pb.Relation:
    return relation(a.statements[0], b.statements[0], CONTRADICTION, kind, score)


def built(
    articles: Sequence[pb.Article],
    relations: Sequence[pb.Relation],
    claims: Sequence[pb.Claim],
    origins: Sequence[pb.Alignment.Origin] = (),
) -> Matrix:
    """The matrix of claims that dispute each other wherever their statements contradict each other."""
    claim_of = {name: each for each in claims for name in each.statements}
    for found in relations:
        a, b = claim_of.get(found.statement_a), claim_of.get(found.statement_b)
        if found.type == CONTRADICTION and a and b and a is not b:
            a.disputed_by[:] = dict.fromkeys([*a.disputed_by, b.name])
            b.disputed_by[:] = dict.fromkeys([*b.disputed_by, a.name])
    return matrix.build(articles, relations, claims, origins)


def table(articles: Sequence[pb.Article], relations: Sequence[pb.Relation]) -> Matrix:
    """Every article's first statement as a claim of its own."""
    return built(articles, relations, [claim(n, a.statements[0]) for n, a in enumerate(articles)])


def sides(found: Matrix) -> list[set[frozenset[str]]]:
    """Each dispute as the set of its sides, by the articles' outlets."""
    outlet = {name: column.outlet for column in found.columns for name in column.articles}
    return [
        {frozenset(outlet[matrix.article_of(row.statement.name)] for row in side) for side in dispute.sides}
        for dispute in found.disputes()
    ]


# --- columns


def test_the_outlet_that_others_credit_leads_its_origin() -> None:
    wire = article("وكالة الساحل", source="alsahl", day=10)
    copies = [article(name, credit="alsahl", day=9) for name in ("المرسى", "الواحة")]
    alone = article("النهضة", day=8)
    columns = matrix.columns([*copies, alone, wire], one_origin(*copies, wire))
    assert [(c.outlet, c.copy_of) for c in columns] == [
        ("النهضة", ""),
        ("وكالة الساحل", ""),
        ("المرسى", "وكالة الساحل"),
        ("الواحة", "وكالة الساحل"),
    ]


def test_without_a_credit_the_parent_of_a_copy_leads_and_then_the_earliest() -> None:
    late, early, copy = (article(name, day=day) for name, day in (("ب", 11), ("أ", 10), ("ج", 9)))
    copy.duplicate.parent = late.name
    assert [c.outlet for c in matrix.columns([late, early, copy], one_origin(late, early, copy))] == [
        "ب",
        "ج",
        "أ",
    ]


def test_only_the_copies_of_a_text_are_marked_as_copied() -> None:
    wire = article("وكالة", [], source="wire", day=10)
    copy = article("المرسى", [], credit="wire", day=9)
    own = article("النهضة", [], day=11)
    statements = [a.statements[0] for a in (wire, copy, own)]
    found = built(
        [wire, copy, own], [], [claim(0, *statements, origins=2, outlets=3)], one_origin(wire, copy)
    )
    assert {
        column.outlet: cell.copied for column, cell in zip(found.columns, found.rows[0].cells, strict=True)
    } == {"وكالة": False, "المرسى": True, "النهضة": False}


def test_whoever_gives_the_clashing_figure_too_disputes_the_claim() -> None:
    named, same, open_ended, other = told([11, 11, 11, 14])
    open_ended.statements[0].quantities[0].high = float("inf")  # "at least 11"
    claims = [claim(0, *(a.statements[0] for a in (named, same, open_ended))), claim(1, other.statements[0])]
    found = built([named, same, open_ended, other], [clash(named, other)], claims)
    (row,) = [row for row in found.rows if row.claim.name == claims[1].name]
    assert [cell.position for cell in row.cells] == [
        Position.DISPUTES,
        Position.DISPUTES,
        Position.SILENT,
        Position.SAYS,
    ]


def test_whoever_names_the_same_actor_too_disputes_the_claim() -> None:
    minister = [(Kind.SPEAKER, "الوزير نبيل الشامخ", "nbl xmk")]
    named, spelled, unnamed = article("أ", minister), article("ب", minister), article("ج", [])
    spelled.statements[0].names[0].text = "Nabil al-Shamikh"
    other = article("د", [(Kind.SPEAKER, "الوزير سامي الدرعي", "sm dr")])
    relation = clash(named, other, ACTOR)
    evidence = relation.evidence.add(label="actor")
    evidence.a.CopyFrom(named.statements[0].names[0].span)
    evidence.b.CopyFrom(other.statements[0].names[0].span)
    claims = [claim(0, *(a.statements[0] for a in (named, spelled, unnamed))), claim(1, other.statements[0])]
    found = built([named, spelled, unnamed, other], [relation], claims)
    (row,) = [row for row in found.rows if row.claim.name == claims[1].name]
    assert [cell.position.value for cell in row.cells] == ["disputes", "disputes", "silent", "says"]


def test_all_who_state_what_is_denied_dispute_the_denial() -> None:
    states, states_too, denies = told([0, 0, 0])
    claims = [claim(0, states.statements[0], states_too.statements[0]), claim(1, denies.statements[0])]
    found = built([states, states_too, denies], [clash(denies, states, DENIAL)], claims)
    (row,) = [row for row in found.rows if row.claim.name == claims[1].name]
    assert [cell.position.value for cell in row.cells] == ["disputes", "disputes", "says"]


# --- disputes


def test_three_values_are_three_sides_even_where_one_pair_was_not_compared() -> None:
    articles = told([11, 14, 19])
    found = table(articles, [clash(articles[0], articles[1]), clash(articles[1], articles[2])])
    assert sides(found) == [{frozenset({"المنبر 0"}), frozenset({"المنبر 1"}), frozenset({"المنبر 2"})}]


def test_equal_values_are_one_side() -> None:
    articles = told([11, 14, 11, 14])
    found = table(
        articles,
        [clash(articles[0], articles[1]), clash(articles[2], articles[1]), clash(articles[2], articles[3])],
    )
    assert sides(found) == [{frozenset({"المنبر 0", "المنبر 2"}), frozenset({"المنبر 1", "المنبر 3"})}]


def test_two_figures_of_one_claim_are_two_questions() -> None:
    both = article("الأفق", figures=[11])
    second = both.statements[0].quantities.add(value=43, low=43, high=43)
    second.span.start, second.span.end = 900, 905
    dead, hurt = article("المدى", figures=[14]), article("الغد", figures=[50])
    on_hurt = clash(both, hurt)
    on_hurt.evidence[0].a.CopyFrom(second.span)
    found = table([both, dead, hurt], [clash(both, dead), on_hurt])
    assert sorted(len(dispute.sides) for dispute in found.disputes()) == [2, 2]


def test_a_denial_and_all_that_it_denies_are_two_sides_and_the_denial_comes_second() -> None:
    articles = told([0, 0, 0, 0])
    denial = articles[0]
    denial.statements[0].polarity.denials.add(start=0, end=3)
    found = table(articles, [clash(denial, other, DENIAL) for other in articles[1:]])
    (dispute,) = found.disputes()
    assert [len(side) for side in dispute.sides] == [3, 1]
    assert dispute.sides[1][0].statement.name == denial.statements[0].name


def test_two_denials_of_overlapping_statements_stay_on_one_side() -> None:
    a, b, c, deny, deny_too = told([0] * 5)
    found = table(
        [a, b, c, deny, deny_too],
        [
            clash(deny, a, DENIAL),
            clash(deny, b, DENIAL),
            clash(deny_too, b, DENIAL),
            clash(deny_too, c, DENIAL),
        ],
    )
    assert sides(found) == [
        {frozenset({"المنبر 0", "المنبر 1", "المنبر 2"}), frozenset({"المنبر 3", "المنبر 4"})}
    ]


def test_days_that_differ_are_sides() -> None:
    articles = [article(f"المنبر {day}", []) for day in (3, 4, 5)]
    for day, each in zip((3, 4, 5), articles, strict=True):
        time = each.statements[0].times.add(start=Date(year=2026, month=3, day=day))
        time.end.CopyFrom(time.start)
        time.span.end = 3
    relations = [clash(articles[0], articles[1], TIME), clash(articles[1], articles[2], TIME)]
    for each in relations:
        evidence = each.evidence.add(label="time")
        evidence.a.end = evidence.b.end = 3
    assert [len(d.sides) for d in table(articles, relations).disputes()] == [3]


def test_a_side_opens_with_what_most_origins_say_and_then_with_the_body_of_an_article() -> None:
    title, body, other = told([11, 11, 14])
    title.statements[0].part = pb.Statement.Part.TITLE
    claims = [claim(n, a.statements[0]) for n, a in enumerate((title, body, other))]
    relations = [clash(title, other), clash(body, other)]
    (dispute,) = built([title, body, other], relations, claims).disputes()
    (both,) = (side for side in dispute.sides if len(side) == 2)
    assert both[0].statement.name == body.statements[0].name
    claims[0].origin_count = 2
    (dispute,) = built([title, body, other], relations, claims).disputes()
    assert dispute.sides[0][0].statement.name == title.statements[0].name


def test_what_comes_first_among_disputes_is_told_by_most_origins() -> None:
    a, b, c, d = told([1, 2, 30, 40])
    claims = [claim(n, each.statements[0], origins=1 + n) for n, each in enumerate((a, b, c, d))]
    found = built([a, b, c, d], [clash(a, b, score=0.9), clash(c, d, score=0.5)], claims)
    assert [dispute.relations[0].score for dispute in found.disputes()] == [0.5, 0.9]


# --- properties


@st.composite
def events(
    draw: st.DrawFn,
) -> tuple[list[pb.Article], list[pb.Relation], list[pb.Claim], list[pb.Alignment.Origin]]:
    """Up to six articles of up to three figures, grouped into claims and related at will."""
    size = draw(st.integers(1, 6))
    articles = []
    for n in range(size):
        figures = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
        credit = draw(st.sampled_from(["", "wire"]))
        source = "wire" if n == 0 else f"s{n}"
        outlet = draw(st.sampled_from([f"المنبر {n}", "المنبر 0"]))
        day = draw(st.integers(1, 3))
        articles.append(article(outlet, source=source, credit=credit, figures=figures, day=day))
    statements = [s for a in articles for s in a.statements]
    group = [draw(st.integers(0, 3)) for _ in statements]
    claims = []
    for number in sorted(set(group)):
        members = [s for s, g in zip(statements, group, strict=True) if g == number]
        outlets = len({matrix.article_of(s.name) for s in members})
        claims.append(claim(number, *members, origins=outlets, outlets=outlets))
    pairs = draw(
        st.lists(
            st.tuples(
                st.sampled_from(statements),
                st.sampled_from(statements),
                st.sampled_from([(CONTRADICTION, NUMBER), (CONTRADICTION, DENIAL), (AGREEMENT, 0)]),
                st.sampled_from([0.5, 0.8]),
            ),
            max_size=8,
            unique_by=lambda pair: (pair[0].name, pair[1].name, pair[2]),
        )
    )
    relations = [relation(a, b, *kinds, score) for a, b, kinds, score in pairs if a.name != b.name]
    origins = [
        pb.Alignment.Origin(article=a.name, origin="wire:wire:1" if a.credit else a.name) for a in articles
    ]
    return articles, relations, claims, origins


Event = tuple[list[pb.Article], list[pb.Relation], list[pb.Claim], list[pb.Alignment.Origin]]


@settings(max_examples=40)
@given(events(), st.integers(0, 99))
def test_the_order_of_the_parts_never_changes_the_table(event: Event, seed: int) -> None:
    def shown(found: Matrix) -> object:
        return (
            found.columns,
            [(row.claim.name, row.standing, row.cells, row.score, row.conflicts) for row in found.rows],
            [
                (d.kind, [[row.claim.name for row in side] for side in d.sides], len(d.relations))
                for d in found.disputes()
            ],
        )

    dice = random.Random(seed)
    shuffled = tuple(dice.sample(part, len(part)) for part in event)
    assert shown(built(*event)) == shown(built(*shuffled))


@settings(max_examples=40)
@given(events())
def test_every_claim_is_one_row_and_every_statement_stands_in_the_cell_of_its_outlet(event: Event) -> None:
    articles, _, claims, _ = event
    found = built(*event)
    assert sorted(row.claim.name for row in found.rows) == sorted(c.name for c in claims)
    assert sorted(name for c in found.columns for name in c.articles) == sorted(a.name for a in articles)
    for row in found.rows:
        for column, cell in zip(found.columns, row.cells, strict=True):
            ours = [name for name in row.claim.statements if matrix.article_of(name) in column.articles]
            assert sorted(cell.says) == sorted(ours)


@settings(max_examples=40)
@given(events())
def test_every_conflict_shows_on_both_sides(event: Event) -> None:
    _, relations, claims, _ = event
    found = built(*event)
    claim_of = {name: c.name for c in claims for name in c.statements}
    rows = {row.claim.name: row for row in found.rows}
    column = {name: place for place, c in enumerate(found.columns) for name in c.articles}
    clashes = 0
    for each in relations:
        a, b = claim_of[each.statement_a], claim_of[each.statement_b]
        if each.type != CONTRADICTION or a == b:
            continue
        clashes += 1
        for mine, theirs in ((a, each.statement_b), (b, each.statement_a)):
            row = rows[mine]
            cell = row.cells[column[matrix.article_of(theirs)]]
            assert row.standing is Standing.DISPUTED
            assert theirs in cell.disputes
            assert cell.position in (Position.DISPUTES, Position.BOTH)
    assert sum(len(dispute.relations) for dispute in found.disputes()) == clashes


@settings(max_examples=40)
@given(events())
def test_no_two_rows_of_a_side_contradict_each_other(event: Event) -> None:
    for dispute in built(*event).disputes():
        assert len(dispute.sides) > 1
        side_of = {row.claim.name: n for n, side in enumerate(dispute.sides) for row in side}
        claim_of = {
            name: row.claim.name for side in dispute.sides for row in side for name in row.claim.statements
        }
        for each in dispute.relations:
            assert side_of[claim_of[each.statement_a]] != side_of[claim_of[each.statement_b]]


@settings(max_examples=40)
@given(events())
def test_an_origin_has_one_lead_and_the_rest_are_its_copies(event: Event) -> None:
    columns = built(*event).columns
    for origin in {column.origin for column in columns}:
        group = [column for column in columns if column.origin == origin]
        assert [column.copy_of for column in group] == ["", *[group[0].outlet] * (len(group) - 1)]
    runs = [key for key, _ in groupby(column.origin for column in columns)]
    assert len(runs) == len(set(runs))  # an origin's columns stand side by side


def test_a_statement_that_is_not_named_after_its_article_is_left_out() -> None:
    a, b = told([11, 14])
    b.statements[0].name = "sources/elsewhere/articles/a1/statements/0"
    assert [row.statement.name for row in table([a, b], [clash(a, b)]).rows] == [a.statements[0].name]


@pytest.mark.parametrize(
    ("name", "source"), [("sources/reuters/articles/a1", "reuters"), ("sources/x-1/articles/y", "x-1")]
)
def test_the_source_of_an_article_is_read_from_its_name(name: str, source: str) -> None:
    assert matrix.source_of(name) == source


def test_a_row_is_worded_in_the_language_asked_for_where_its_claim_has_it() -> None:
    english, arabic = told([11, 11])
    english.statements[0].language = "en"
    both = claim(0, english.statements[0], arabic.statements[0], outlets=2)
    for language, expected in (("", english), ("en", english), ("ar", arabic), ("fr", english)):
        (row,) = matrix.build([english, arabic], [], [both], language=language).rows
        assert row.statement.name == expected.statements[0].name


def test_an_outlet_without_a_name_keeps_its_column() -> None:
    named, nameless = article("post"), article("wire")
    nameless.outlet = ""
    columns = matrix.columns([named, nameless])
    assert {column.outlet for column in columns} == {named.outlet, ""}
