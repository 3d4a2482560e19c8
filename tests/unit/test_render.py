"""The terminal view: the table of outlets and claims, marked clashes, directions kept apart."""

from __future__ import annotations

import doctest
import re
import unicodedata

import pytest
from google.type.date_pb2 import Date
from hypothesis import given
from hypothesis import strategies as st

from mizan import listing, render, typesetting
from mizan.v1 import resources_pb2 as pb
from mizan.words import words
from services.common import convert
from services.summarize.backends import load
from services.summarize.pipeline import summarize
from tests.alignments import warehouse_fire

STYLE = render.Style(80, False)


def fire() -> tuple[pb.Event, pb.Alignment, pb.Summary]:
    told = warehouse_fire()
    event = pb.Event(
        name="events/fire",
        title="حريق",
        articles=[a.name for a in told.articles],
        outlet_count=3,
        origin_count=2,
        start=Date(year=2026, month=3, day=10),
        end=Date(year=2026, month=3, day=10),
    )
    account = convert.summary_to_proto(summarize(told, None, load("extractive")))
    return event, convert.alignment_to_proto(told), account


def plain(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def many(outlets: int) -> tuple[pb.Event, pb.Alignment, pb.Summary]:
    """One claim told by so many outlets, with the summary that says it."""
    articles = [
        pb.Article(
            name=f"sources/s{i}/articles/a",
            outlet=f"outlet {i}",
            text="The bridge is open.",
            statements=[
                pb.Statement(name=f"sources/s{i}/articles/a/statements/0", text="The bridge is open.")
            ],
        )
        for i in range(outlets)
    ]
    statements = [article.statements[0].name for article in articles]
    claim = pb.Claim(
        name="events/e/claims/0",
        statements=statements,
        representative=statements[0],
        outlet_count=outlets,
        origin_count=outlets,
    )
    sentence = pb.Summary.Sentence(
        section=pb.Summary.Section.AGREED,
        text="The bridge is open.",
        citations=statements,
        outlet_count=outlets,
        origin_count=outlets,
    )
    return (
        pb.Event(name="events/e", title="Bridge", outlet_count=outlets, origin_count=outlets),
        pb.Alignment(articles=articles, claims=[claim]),
        pb.Summary(language="en", sentences=[sentence]),
    )


def test_one_event_shows_every_section_and_sentence() -> None:
    event, alignment, summary = fire()
    shown = render.one_event(event, alignment, summary, STYLE)
    flat = " ".join(plain(shown).replace("⟦", "").replace("⟧", "").split())
    for key in ("agreed", "disputed", "single_source", "timeline"):
        assert words("ar").text(key) in flat
    for sentence in summary.sentences:
        if sentence.section != pb.Summary.Section.TIMELINE:
            assert all(word in flat for word in sentence.text.split())


def test_one_event_marks_the_clashing_pieces_of_both_sides() -> None:
    shown = plain(render.one_event(*fire(), STYLE))
    assert "⟦11 شخصا⟧" in shown
    assert "⟦14 شخصا⟧" in shown
    assert shown.count("⟦") == 2
    assert words("ar").text("kind.number") in shown


def test_one_event_tells_in_cells_who_says_and_who_disputes() -> None:
    """Wire and reprint, one text, say 11; the third outlet says 14."""
    lines = plain(render.one_event(*fire(), STYLE)).splitlines()
    legend = [match for line in lines if (match := re.match(r" +(\d)  2026-03-1\d  (\w+)", line))]
    numbers = {match[2]: int(match[1]) for match in legend}
    cells = {
        figure: next(line for line in lines if figure in line and ("✓" in line)).split()[:3]
        for figure in ("11", "14")
    }
    wire, reprint = numbers["wire"] - 1, numbers["reprint"] - 1
    (other,) = {0, 1, 2} - {wire, reprint}
    assert {cells["11"][wire], cells["11"][reprint]} == {"✓", "="}
    assert cells["11"][other] == "✗"
    assert (cells["14"][wire], cells["14"][reprint], cells["14"][other]) == ("✗", "✗", "✓")


def test_sides_that_do_not_contradict_each_other_are_no_rivals() -> None:
    """Of three sides, the first contradicts both others."""
    event, alignment, summary = many(3)
    names = [article.statements[0].name for article in alignment.articles]
    del alignment.claims[:], summary.sentences[:]
    for i, name in enumerate(names):
        against = ["events/e/claims/0"] if i else ["events/e/claims/1", "events/e/claims/2"]
        alignment.claims.append(
            pb.Claim(
                name=f"events/e/claims/{i}",
                statements=[name],
                representative=name,
                outlet_count=1,
                origin_count=1,
                disputed_by=against,
            )
        )
        summary.sentences.append(
            pb.Summary.Sentence(
                section=pb.Summary.Section.DISPUTED, text=f"side {i}", citations=[name], group=1
            )
        )
        if i:
            alignment.relations.append(
                pb.Relation(
                    type="CONTRADICTION", kind="TIME", statement_a=names[0], statement_b=name, score=0.9
                )
            )
    lines = plain(render.one_event(event, alignment, summary, STYLE)).splitlines()
    cells = ["".join(line.split()[:3]) for line in lines if "side " in line]
    assert cells == ["✓✗✗", "✗✓·", "✗·✓"]
    assert any(line.strip() == words("en").text("kind.time") for line in lines)


def test_legend_explains_the_marks_that_occur() -> None:
    shown = plain(render.one_event(*fire(), STYLE))
    assert words("ar").text("says_in_copy") in shown
    assert words("ar").text("says_and_disputes") not in shown
    assert words("en").text("disputes") not in plain(render.one_event(*many(3), STYLE))


def test_words_follow_the_account_or_the_wish() -> None:
    event, alignment, summary = fire()
    shown = plain(render.one_event(event, alignment, summary, render.Style(80, False, "en")))
    assert words("en").text("agreed") in shown
    assert words("ar").text("agreed") not in shown
    summary.language = "xx"  # of a newer service
    assert words("en").text("agreed") in plain(render.one_event(event, alignment, summary, STYLE))


def test_one_event_in_colours_has_no_brackets() -> None:
    event, alignment, summary = fire()
    shown = render.one_event(event, alignment, summary, render.Style(80, True))
    assert "⟦" not in shown
    assert "\x1b[1;31m11 شخصا\x1b[0m" in shown
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert bare == render.one_event(event, alignment, summary, STYLE).replace("⟦", "").replace("⟧", "")


@pytest.mark.parametrize("outlets", [2, 9, 10, 30, 120])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_table_fits_whatever_the_number_of_outlets(outlets: int, width: int) -> None:
    shown = plain(render.one_event(*many(outlets), render.Style(width, False)))
    assert max(map(typesetting.columns, shown.splitlines())) <= width
    row = next(line for line in shown.splitlines() if "✓" in line and "bridge is open" in line)
    drawn = row.count("✓")
    assert drawn == min(outlets, drawn)
    if drawn < outlets:
        assert f"{outlets - drawn} more outlets" in shown
    assert f"{outlets}/{outlets}" in row


def test_claims_that_no_sentence_tells_are_counted() -> None:
    event, alignment, summary = many(3)
    assert "more claim" not in render.one_event(event, alignment, summary, STYLE)
    del summary.sentences[:]
    assert "1 more claim" in render.one_event(event, alignment, summary, STYLE)


def test_every_line_closes_the_isolates_it_opens() -> None:
    for line in render.one_event(*fire(), STYLE).splitlines():
        depth = 0
        for character in line:
            depth += (character == "\u2068") - (character == "\u2069")
            assert depth >= 0
        assert depth == 0


def test_what_strangers_write_does_not_steer_the_terminal() -> None:
    event, alignment, summary = many(3)
    hostile = "\x1b]0;owned\x07 \x1b[2J\u202eopen\u2069\u2069 \x9b2J\r"
    for article in alignment.articles:
        article.outlet += hostile
        article.title = article.statements[0].text = hostile
    summary.title = event.title = summary.sentences[0].text = hostile
    alone = pb.Comparison(
        articles=alignment.articles[:1],
        events=[pb.Event(name="events/x", articles=[alignment.articles[0].name])],
        summaries=[pb.Summary()],
    )
    lines = [
        render.one_event(event, alignment, summary, STYLE),
        render.comparison(alone, STYLE),
        listing.article(alignment.articles[0]),
        listing.event(event, STYLE),
        listing.Alignment(alignment, STYLE).claim(alignment.claims[0]),
    ]
    for line in "\n".join(lines).split("\n"):
        assert not [c for c in line if unicodedata.category(c) == "Cc" or c == "\u202e"]
        assert line.count("\u2068") == line.count("\u2069")


def test_lines_in_columns_run_from_left_to_right() -> None:
    """The first strong character decides about a line where a terminal reorders text."""
    for line in render.one_event(*fire(), STYLE).splitlines():
        if "✓" in line or "2026" in line:
            strong = [c for c in line if unicodedata.bidirectional(c) in ("L", "R", "AL")]
            assert strong[0] == "\u200e"


def test_comparison_lists_lone_articles_apart() -> None:
    event, alignment, summary = fire()
    alone = pb.Event(name="events/x", title="وحيد", articles=["sources/x/articles/a1"])
    article = pb.Article(name="sources/x/articles/a1", outlet="x", title="خبر وحيد", language="ar")
    whole = pb.Comparison(
        articles=[*alignment.articles, article],
        events=[event, alone],
        summaries=[summary, pb.Summary(language="ar")],
    )
    for part in ("relations", "claims"):
        named = getattr(whole, part)
        named.extend(getattr(alignment, part))
        for number, item in enumerate(named):
            item.name = f"events/fire/{part}/{item.name.rpartition('/')[2] or number}"
    for claim in whole.claims:
        claim.disputed_by[:] = [name.replace("events/-/", "events/fire/") for name in claim.disputed_by]
    shown = plain(render.comparison(whole, STYLE))
    heading = words("ar").text("told_by_one")
    assert shown.index(heading) > shown.index("⟦14 شخصا⟧")
    assert "خبر وحيد" in shown.partition(heading)[2]
    assert words("ar").text("unknown_date") in shown.partition(heading)[2]


def test_of_many_lone_articles_the_first_are_shown_and_the_rest_counted() -> None:
    names = [f"sources/s/articles/{number:03}" for number in range(250)]
    whole = pb.Comparison(
        articles=[
            pb.Article(name=name, outlet="s", title=f"headline {name[-3:]}", language="en") for name in names
        ],
        events=[pb.Event(name=f"events/{name[-3:]}", articles=[name]) for name in names],
        summaries=[pb.Summary() for _ in names],
    )
    shown = plain(render.comparison(whole, STYLE))
    assert shown.count("headline") == 20
    assert "230 more articles" in shown


def test_no_line_is_wider_than_the_terminal() -> None:
    for width in (60, 80, 120):
        shown = render.one_event(*fire(), render.Style(width, False))
        assert max(typesetting.columns(line) for line in shown.splitlines()) <= width + 4  # marks of a clash


# --- text ----------------------------------------------------------------------------------------------


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(typesetting).failed == 0


def test_columns_counts_what_a_terminal_shows() -> None:
    assert typesetting.columns("abc") == 3
    assert typesetting.columns("مُحَمَّد") == 4
    assert typesetting.columns("\u2068abc\u2069") == 3
    assert typesetting.columns("日本") == 4


@given(st.text(), st.integers(20, 120))
def test_wrapped_keeps_all_words_and_the_width(text: str, width: int) -> None:
    lines = typesetting.wrapped(text, width)
    assert " ".join(lines).split() == text.split()
    assert all(typesetting.columns(line) <= width or " " not in line for line in lines)


@given(st.text(), st.integers(20, 60))
def test_shortened_is_one_line_that_says_when_it_leaves_out(text: str, width: int) -> None:
    line = typesetting.shortened(text, width)
    whole = " ".join(text.split())
    assert "\n" not in line
    assert line == whole or (line.endswith(" …") and whole.startswith(line.removesuffix(" …")))


@given(st.text(alphabet="ab 1", max_size=40), st.lists(st.text(alphabet="ab 1", max_size=6), max_size=4))
def test_marking_changes_no_letter(text: str, pieces: list[str]) -> None:
    text = " ".join(text.split())
    places = typesetting.found(text, pieces)
    assert "".join(part for part, _ in typesetting.cut(text, 0, places)) == text
