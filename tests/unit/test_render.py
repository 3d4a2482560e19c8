"""The terminal view: both sides, marked clashes, directions kept apart."""

from __future__ import annotations

import re
import unicodedata

from google.type.date_pb2 import Date
from hypothesis import given
from hypothesis import strategies as st

from mizan import render
from mizan.v1 import resources_pb2 as pb
from services.common import convert
from services.language.summaries import summaries
from services.summarize.backends import load
from services.summarize.pipeline import summarize
from tests.alignments import warehouse_fire

STYLE = render.Style(80, False, summaries)


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


def test_one_event_shows_every_section_and_sentence() -> None:
    event, alignment, summary = fire()
    shown = render.one_event(event, alignment, summary, STYLE)
    flat = " ".join(plain(shown).replace("⟦", "").replace("⟧", "").split())
    for heading in summaries("ar").headings.values():
        assert heading in flat
    for sentence in summary.sentences:
        assert " ".join(sentence.text.split()) in flat


def test_one_event_marks_the_clashing_pieces_of_both_sides() -> None:
    shown = plain(render.one_event(*fire(), STYLE))
    assert "⟦11 شخصا⟧" in shown
    assert "⟦14 شخصا⟧" in shown
    assert shown.count("⟦") == 2
    assert summaries("ar").kinds["number"] in shown  # type: ignore[index]


def test_one_event_in_colours_has_no_brackets() -> None:
    event, alignment, summary = fire()
    shown = render.one_event(event, alignment, summary, render.Style(80, True, summaries))
    assert "⟦" not in shown
    assert "\x1b[1;31m11 شخصا\x1b[0m" in shown
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert bare.replace("⟦", "") == render.one_event(event, alignment, summary, STYLE).replace(
        "⟦", ""
    ).replace("⟧", "")


def test_one_event_names_outlets_with_their_dates_in_a_dispute() -> None:
    lines = plain(render.one_event(*fire(), STYLE)).splitlines()
    assert any("wire 2026-03-10" in line and "reprint 2026-03-10" in line for line in lines)


def test_every_line_closes_the_isolates_it_opens() -> None:
    for line in render.one_event(*fire(), STYLE).splitlines():
        depth = 0
        for character in line:
            depth += (character == "\u2068") - (character == "\u2069")
            assert depth >= 0
        assert depth == 0


def test_comparison_lists_lone_articles_apart() -> None:
    event, alignment, summary = fire()
    alone = pb.Event(name="events/x", title="وحيد", articles=["sources/x/articles/a1"])
    article = pb.Article(name="sources/x/articles/a1", outlet="x", title="خبر وحيد")
    whole = pb.Comparison(
        articles=[*alignment.articles, article],
        events=[event, alone],
        relations=alignment.relations,
        summaries=[summary, pb.Summary(language="ar")],
    )
    shown = plain(render.comparison(whole, STYLE))
    assert shown.index("Told by one article only") > shown.index("14 شخصا")
    assert "خبر وحيد" in shown.partition("Told by one article only")[2]
    assert "date unknown" in shown.partition("Told by one article only")[2]


def test_columns_counts_what_a_terminal_shows() -> None:
    assert render.columns("abc") == 3
    assert render.columns("مُحَمَّد") == 4
    assert render.columns("\u2068abc\u2069") == 3
    assert render.columns("日本") == 4


@given(st.text(), st.integers(20, 120))
def test_wrapped_keeps_all_words_and_the_width(text: str, width: int) -> None:
    lines = render.wrapped(text, width)
    assert " ".join(lines).split() == text.split()
    assert all(render.columns(line) <= width or " " not in line for line in lines)


@given(st.text(alphabet="ab 1", max_size=40), st.lists(st.text(alphabet="ab 1", max_size=6), max_size=4))
def test_marking_changes_no_letter(text: str, pieces: list[str]) -> None:
    text = " ".join(text.split())
    places = render._places(text, pieces)
    assert "".join(part for part, _ in render._cut(text, 0, places)) == text


def test_no_line_is_wider_than_the_terminal() -> None:
    for width in (60, 80, 120):
        shown = render.one_event(*fire(), render.Style(width, False, summaries))
        assert max(render.columns(line) for line in shown.splitlines()) <= width + 4  # marks of a clash
