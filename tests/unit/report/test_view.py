"""What the page shows, as values: positions, disputes with their marks, articles without a letter lost."""

from __future__ import annotations

import pytest

from mizan.matrix import Position, Standing
from mizan.v1 import resources_pb2 as pb
from report.text import excerpt, run
from report.view import Event, view
from tests.unit.report import invented
from tests.unit.report.invented import statement

Kind, Type = pb.Relation.Kind, pb.Relation.Type


@pytest.fixture
def event() -> Event:
    return view(invented.comparison()).events[0]


def test_an_event_of_one_article_stands_at_the_end() -> None:
    page = view(invented.comparison())
    assert [str(event.title) for event in page.events] == ["Fire at the old pier"]
    assert [article.outlet for article in page.alone] == ["alone"]


def test_glance_names_every_outlet_with_its_position() -> None:
    whole = invented.comparison()
    del whole.claims[0].statements[-1]  # that paper no longer says so
    agreed = view(whole).events[0].glance.agreed[0]
    assert {stand.outlet: stand.position for stand in agreed.stands} == {
        "gazette": Position.SAYS,
        "herald": Position.SAYS,
        "جريدة المرسى": Position.SILENT,
    }
    assert [bool(stand.anchor) for stand in agreed.stands] == [True, True, False]


def test_glance_counts_silent_outlets_where_there_are_many() -> None:
    whole = invented.comparison()
    for number in range(20):
        extra = invented.article(f"extra{number}", "Nothing is known yet.")
        whole.articles.append(extra)
        whole.events[0].articles.append(extra.name)
    agreed = view(whole).events[0].glance.agreed[0]
    assert [stand.outlet for stand in agreed.stands] == ["gazette", "herald", "جريدة المرسى"]
    assert agreed.unnamed == 20


def test_glance_takes_what_stands_alone_from_each_outlet_in_turn() -> None:
    whole = invented.comparison()
    glance = view(whole).events[0].glance
    assert str(glance.single[0].words).startswith("One school")  # the account chose it
    assert {quote.outlet for quote in glance.single} == {"gazette", "herald"}


def test_dispute_has_its_sides_with_the_clashing_words_marked(event: Event) -> None:
    (clash,) = event.clashes
    assert clash.kind == "number"
    assert [side.outlets for side in clash.sides] == [("gazette",), ("herald",)]
    marked = [[p.text for p in side.first.words.pieces if p.marked] for side in clash.sides]
    assert marked == [["11 people"], ["14 people"]]


def test_evidence_that_is_nearly_the_whole_statement_is_not_marked() -> None:
    whole = invented.comparison()
    clash = next(r for r in whole.relations if r.type == Type.CONTRADICTION)
    span = whole.articles[0].statements[1].span
    clash.evidence[0].a.CopyFrom(span)
    first = view(whole).events[0].clashes[0].sides[0].first
    assert not any(piece.marked for piece in first.words.pieces)
    assert first.clashing == str(first.words)


def test_bars_of_a_waterfall_follow_each_other_and_end_at_the_sum(event: Event) -> None:
    reason = event.clashes[0].reasons[0]
    assert (reason.rule, reason.version) == ("number", "1")
    first, second = reason.addends
    assert (first.start, first.end) == (0.0, pytest.approx(reason.zero))  # -2 of 3.5
    assert (second.start, second.end) == (0.0, 100.0)
    assert [addend.key for addend in reason.addends] == ["signal.bias", "signal.same-slot"]


def test_lookalikes_are_shown_once_for_two_outlets_the_earlier_first() -> None:
    whole = invented.comparison()
    whole.articles[1].publish_time.start.seconds += 86400
    for index in (0, 1, 2):
        invented.add_relation(
            whole, statement("herald", index), statement("gazette", 1), Type.ELABORATION, Kind.SUPERSEDED
        )
    (group,) = view(whole).events[0].lookalikes
    assert (group.kind, len(group.reasons), group.more) == ("superseded", 1, 2)
    assert (group.reasons[0].a.outlet, group.reasons[0].b.outlet) == ("gazette", "herald")


def test_table_counts_standings_and_present_outlets(event: Event) -> None:
    standings = [line.standing for line in event.table.lines]
    assert standings.count(Standing.AGREED) == 1
    assert standings.count(Standing.DISPUTED) == 2
    assert event.table.kinds == ("number",)
    agreed = next(line for line in event.table.lines if line.standing is Standing.AGREED)
    assert [event.table.columns[place].outlet for place in agreed.present] == [
        "gazette",
        "herald",
        "جريدة المرسى",
    ]


def test_columns_of_one_origin_are_bracketed() -> None:
    whole = invented.comparison()
    for article in (whole.articles[0], whole.articles[1]):
        whole.origins.add(article=article.name, origin="wire:one")
    table = view(whole).events[0].table
    assert table.bracketed
    assert sorted(bracket.columns for bracket in table.brackets) == [1, 2]
    assert [line.marks[1].copied for line in table.lines if line.standing is Standing.AGREED] == [True]


def test_an_article_loses_no_letter_and_names_its_cuts() -> None:
    whole = invented.comparison()
    source = whole.articles[0]
    source.text += "Home · Contact\nAbout\n"
    at = source.text.index("Home")
    for start, end in ((at, at + 14), (at + 15, at + 20)):
        source.cuts.add(span=pb.Span(start=start, end=end), reason=pb.Cut.Reason.MENU)
    article = view(whole).events[0].articles[0]
    shown = "".join(p.text for p in article.headline) + "".join(line.text for line in article.lines)
    assert sorted("".join(source.text.split()) + "·") == sorted("".join(shown.split()))
    assert [line.reason for line in article.lines] == ["menu", "", "", "menu"]
    assert "".join(part.text for part in article.headline) == "Fire at the old pier"


def test_spans_that_overlap_or_leave_the_text_do_no_harm() -> None:
    whole = invented.comparison()
    source = whole.articles[0]
    source.cuts.add(span=pb.Span(start=0, end=10**6), reason=pb.Cut.Reason.NOISE)
    source.cuts.add(span=pb.Span(start=-7, end=3), reason=pb.Cut.Reason.TAGS)
    lines = view(whole).events[0].articles[0].lines
    assert "".join("".join(line.text for line in lines).replace("·", "").split()) == "".join(
        source.text.split()
    )


def test_a_credit_is_named_as_the_outlet_that_it_is() -> None:
    whole = invented.comparison()
    whole.articles[0].credit = "marsa"
    whole.articles[1].credit = "reuters"
    found = {article.outlet: article.credit for article in view(whole).events[0].articles}
    assert found == {"gazette": "جريدة المرسى", "herald": "reuters", "جريدة المرسى": ""}


def test_an_excerpt_keeps_the_mark_and_is_cut_between_words() -> None:
    text = "The chamber said on Monday that losses at the pier reached 40 million dinars after the fire"
    at = text.index("40 million")
    cut = excerpt(run(text, marks=[(at, at + 10)]), 40)
    assert [piece.text for piece in cut.pieces if piece.marked] == ["40 million"]
    assert str(cut).startswith("… ")
    assert set(str(cut).replace("…", "").split()) <= set(text.split())


def test_an_excerpt_without_marks_shows_what_is_most_like_the_other_side() -> None:
    text = "The paper wrote on Monday, citing two officials who asked for silence, that arms were delivered"
    assert "arms were delivered" in str(
        excerpt(run(text), 40, "the ministry denies that arms were delivered")
    )
    assert str(excerpt(run(text), 40)).startswith("The paper")


def test_an_excerpt_does_not_begin_with_the_last_word_of_a_clause() -> None:
    text = "وأشار المقال الذي كتبته سوهاين لي، إلى بيانات صادرة عن وزارة الخارجية عن حاويات ذخيرة."
    length = len(text) - text.index("لي،") + 1
    assert str(excerpt(run(text), length, text[-40:])).startswith("… إلى بيانات")
