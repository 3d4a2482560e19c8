"""Figures that changed while the event was told."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words
from report import timeline
from tests.told_events import article, relation

SUPERSEDED, AGREEMENT = pb.Relation.Kind.SUPERSEDED, pb.Relation.Type.AGREEMENT


def related(articles: list[pb.Article]) -> list[pb.Relation]:
    """Every pair as align would relate it: equal figures agree, others were updated."""
    found = []
    for a, b in combinations([a.statements[0] for a in articles], 2):
        if a.quantities[0].value == b.quantities[0].value:
            found.append(relation(a, b, AGREEMENT))
        else:
            found.append(relation(a, b, pb.Relation.Type.ELABORATION, SUPERSEDED))
    return found


def toll() -> list[pb.Article]:
    return [
        article("الأفق", figures=[11], day=10),
        article("المدى", figures=[11], day=10),
        article("الغد", figures=[19], day=11),
        article("الشرق", figures=[11], day=12),  # a reprint that comes late
        article("النهر", figures=[19], day=12),
    ]


def test_a_toll_that_rose_is_one_series_by_first_report() -> None:
    (one,) = timeline.series(toll(), related(toll()))
    assert [level.value for level in one.levels] == [11, 19]
    assert [(p.day.day, set(p.outlets)) for p in one.levels[0].points] == [
        (10, {"الأفق", "المدى"}),
        (12, {"الشرق"}),
    ]
    assert [p.day.day for p in one.levels[1].points] == [11, 12]
    assert one.levels[1].label("ar") == "19 قتيلا"
    assert (one.outlets, one.days[0]) == (5, date(2026, 3, 10))


def test_the_order_of_articles_and_relations_changes_nothing() -> None:
    told = toll()
    expected = timeline.series(told, related(told))
    assert timeline.series(told[::-1], related(told)[::-1]) == expected


def test_figures_that_agree_or_clash_without_an_update_are_no_series() -> None:
    a, b = article("الأفق", figures=[11]), article("المدى", figures=[14])
    clash = relation(
        a.statements[0], b.statements[0], pb.Relation.Type.CONTRADICTION, pb.Relation.Kind.NUMBER
    )
    assert timeline.series([a, b], [clash]) == ()


def test_values_of_one_day_follow_the_way_the_figure_went() -> None:
    told = [
        article("الأفق", figures=[40], day=10),
        article("المدى", figures=[35], day=10),
        article("الغد", figures=[20], day=12),
    ]
    (one,) = timeline.series(told, related(told))
    assert [level.value for level in one.levels] == [40, 35, 20]


def test_without_a_publication_date_the_day_that_the_statement_speaks_of_counts() -> None:
    told = toll()[:3]
    told[2].ClearField("publish_time")
    for day in (31, 14):  # 31 February is no day
        time = told[2].statements[0].times.add()
        time.start.year, time.start.month, time.start.day = 2026, 2 if day == 31 else 3, day
    (one,) = timeline.series(told, related(told))
    assert one.levels[1].points[0].day == date(2026, 3, 14)


def test_a_figure_without_any_date_is_left_out() -> None:
    told = toll()[:3]
    told[2].ClearField("publish_time")
    assert timeline.series(told, related(told)) == ()


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_chart_has_a_table_that_says_the_same(code: str) -> None:
    picture = timeline.draw_series(timeline.series(toll(), related(toll())), words(code))
    parsed = ElementTree.fromstring(picture)
    rows = ["|".join(" ".join(cell.itertext()) for cell in row) for row in parsed.iter("tr")]
    assert len(rows) == 5
    assert any("19 قتيلا" in row and "الغد" in row and words(code).date(2026, 3, 11) in row for row in rows)


def test_time_runs_the_way_the_interface_reads() -> None:
    found = timeline.series(toll(), related(toll()))
    for code, forwards in (("en", True), ("ar", False)):
        xs = [
            float(x)
            for x in re.findall(r'class="dot first" cx="([\d.]+)"', timeline.draw_series(found, words(code)))
        ]
        assert (xs[0] < xs[1]) is forwards


def test_many_days_and_values_stay_within_the_picture() -> None:
    told = [article(f"المنبر {n}", figures=[10 + n * n], day=1 + n) for n in range(20)]
    picture = timeline.draw_series(timeline.series(told, related(told)), words("ar"))
    svg = ElementTree.fromstring(picture).find("svg")
    assert svg is not None
    width, height = float(svg.get("width", 0)), float(svg.get("height", 0))
    for dot in svg.iter("circle"):
        assert 0 < float(dot.get("cx", -1)) < width
        assert 0 < float(dot.get("cy", -1)) < height


def test_what_was_published_is_only_ever_text() -> None:
    told = toll()
    told[2].outlet = "<script>alert(1)</script>"
    told[2].statements[0].text = "19<b onclick=x>"
    parsed = ElementTree.fromstring(timeline.draw_series(timeline.series(told, related(told)), words("en")))
    assert not [element for element in parsed.iter() if element.tag in ("script", "b")]


def test_nothing_is_drawn_without_a_series() -> None:
    assert timeline.draw_series((), words("ar")) == ""
