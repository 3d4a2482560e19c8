"""Who quotes whom: the graph, its common sources, and its picture."""

from __future__ import annotations

import random
import re
from xml.etree import ElementTree

import pytest

from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words
from report import origins
from report.origin_graph import ROOM, Layer, Node, OriginGraph
from tests.told_events import Kind, Link, article, one_origin

AGENCY: Link = (Kind.AGENCY, "رويترز", "")
MINISTER: Link = (Kind.SPEAKER, "وزير النقل نبيل الشامخ", "nbl xmk")


def node(graph: OriginGraph, label: str) -> Node:
    return next(n for n in graph.nodes if label in n.forms.values())


def edges(graph: OriginGraph) -> set[tuple[str, str]]:
    label = {n.key: n.label("ar") for n in graph.nodes}
    return {(label[e.quoting], label[e.quoted]) for e in graph.edges}


def test_a_chain_leads_from_the_outlet_over_the_agency_to_the_speaker() -> None:
    graph = origins.graph([article("الأفق", [AGENCY, MINISTER])])
    assert edges(graph) == {("الأفق", "رويترز"), ("رويترز", "نبيل الشامخ")}
    assert [[n.label("ar") for n in graph.layers[layer]] for layer in Layer] == [
        ["الأفق"],
        ["رويترز"],
        ["نبيل الشامخ"],
    ]


def test_spellings_in_two_languages_are_one_common_source_with_its_count() -> None:
    graph = origins.graph(
        [
            article("الأفق", [(Kind.SPEAKER, "الوزير نبيل الشامخ", "nbl xmk")]),
            article("Herald", [(Kind.SPEAKER, "minister Nabil al-Shamikh", "nbl xmk")], language="en"),
        ]
    )
    (speaker,) = graph.sources
    assert speaker.common
    assert set(speaker.outlets) == {"الأفق", "Herald"}
    assert (speaker.label("ar"), speaker.label("en")) == ("نبيل الشامخ", "Nabil al-Shamikh")
    assert graph.leading == {speaker.key}


def test_a_family_name_alone_is_the_person_whose_full_name_the_event_has() -> None:
    graph = origins.graph([article("الأفق", [MINISTER]), article("المدى", [(Kind.SPEAKER, "الشامخ", "xmk")])])
    assert len(graph.sources) == 1


@pytest.mark.parametrize("link", [(Kind.UNNAMED, "مصدر مطلع على التحقيق", ""), (Kind.MEDIUM, "المقال", "")])
def test_a_nameless_source_of_one_outlet_is_not_that_of_another(link: Link) -> None:
    graph = origins.graph([article("الأفق", [link]), article("المدى", [link])])
    assert len(graph.sources) == 2
    assert not any(source.common for source in graph.sources)


def test_a_newspaper_is_one_with_and_without_its_description() -> None:
    graph = origins.graph(
        [
            article("الأفق", [(Kind.MEDIUM, "صحيفة «بريد الشمال» البريطانية", "")]),
            article("المدى", [(Kind.MEDIUM, "بريد الشمال", "")]),
        ]
    )
    assert [(s.label("ar"), len(s.outlets)) for s in graph.sources] == [("بريد الشمال", 2)]


def test_a_figure_is_no_source() -> None:
    told = article("الأفق", [(Kind.SPEAKER, "الطاقة 600 ألف", "")])
    told.statements[0].quantities.add(value=600).span.CopyFrom(told.statements[0].chain[1].span)
    assert not origins.graph([told]).sources


def test_copies_go_back_to_the_credited_outlet_and_what_all_quote_leaves_from_it() -> None:
    wire = article("وكالة الساحل", [MINISTER], source="alsahl", day=11)
    first = article("الأفق", [MINISTER], credit="alsahl")
    second = article("المدى", [MINISTER], credit="alsahl")
    graph = origins.graph([first, second, wire], one_origin(first, second, wire))
    assert edges(graph) == {
        ("الأفق", "وكالة الساحل"),
        ("المدى", "وكالة الساحل"),
        ("وكالة الساحل", "نبيل الشامخ"),
    }
    assert node(graph, "وكالة الساحل").layer is Layer.MEDIUM
    assert node(graph, "وكالة الساحل").common
    assert not node(graph, "نبيل الشامخ").common  # all ways to it lead through one wire
    assert len(node(graph, "نبيل الشامخ").outlets) == 3
    assert node(graph, "نبيل الشامخ").origins == 1
    assert [[n.label("ar") for n in wire] for wire in graph.wires] in (
        [["الأفق", "المدى"]],
        [["المدى", "الأفق"]],
    )


def test_a_credited_agency_that_is_no_outlet_here_is_the_one_that_chains_name() -> None:
    graph = origins.graph([article("الأفق", credit="reuters"), article("المدى", [AGENCY])])
    (agency,) = graph.sources
    assert agency.common
    assert (agency.label("ar"), agency.key) == ("رويترز", "agency:reuters")


def test_an_unknown_credit_is_called_as_its_credit_line_does() -> None:
    told = article("الأفق", credit="bwabh")
    told.text += "المصدر: بوابة النهر"
    cut = told.cuts.add(reason=pb.Cut.Reason.CREDIT)
    cut.span.start, cut.span.end = told.text.index("المصدر"), len(told.text)
    assert [source.label("ar") for source in origins.graph([told]).sources] == ["بوابة النهر"]


def test_an_outlet_that_names_itself_is_not_its_own_source() -> None:
    assert not origins.graph([article("الأفق", [(Kind.MEDIUM, "«الأفق»", "")])]).edges


def crowd(outlets: int) -> list[pb.Article]:
    dice = random.Random(3)
    names = [f"رئيس بلدية القرية {place}" for place in "أبجدهوزحطيكلمنسعفصقرشت"]
    media = [f"صحيفة الضفة {place}" for place in "أبجدهوزحطيكلمنس"]
    return [
        article(
            f"المنبر {number}",
            *[
                [(Kind.MEDIUM, dice.choice(media), ""), (Kind.SPEAKER, dice.choice(names), "")]
                for _ in range(4)
            ],
            [(Kind.SPEAKER, dice.choice(names), "")],
            day=1 + number % 20,
        )
        for number in range(outlets)
    ]


def test_fifty_outlets_are_bounded_and_the_rest_is_counted() -> None:
    graph = origins.graph(crowd(50))
    for layer, room in ROOM.items():
        assert len(graph.layers[layer]) <= room
    assert graph.more[Layer.OUTLET] == 50 - ROOM[Layer.OUTLET]
    shown = {n.key for n in graph.nodes}
    assert all({edge.quoting, edge.quoted} <= shown for edge in graph.edges)
    picture = origins.draw(graph, words("ar"))
    assert words("ar").count("origins.more.outlet", 50 - ROOM[Layer.OUTLET]) in picture


def test_the_order_of_articles_changes_nothing() -> None:
    told = crowd(12)
    expected = origins.draw(origins.graph(told), words("ar"))
    for seed in range(5):
        random.Random(seed).shuffle(told)
        assert origins.draw(origins.graph(told), words("ar")) == expected


def boxes(picture: str) -> dict[str, tuple[float, float]]:
    """Label of each node -> x and width of its box."""
    found = {}
    for group in re.findall(r'<g class="node.*?</g>', picture, re.S):
        title = re.search(r"<title>(.*?)</title>", group)
        rect = re.search(r'<rect x="([\d.]+)".*?width="([\d.]+)"', group)
        assert title and rect
        found[title[1]] = (float(rect[1]), float(rect[2]))
    return found


def test_the_arabic_picture_is_the_mirror_image_of_the_english_one() -> None:
    graph = origins.graph([article("Horizon", [AGENCY, MINISTER]), article("Span", [MINISTER])])
    english, arabic = (boxes(origins.draw(graph, words(code))) for code in ("en", "ar"))
    assert english["Horizon"][0] < english["رويترز"][0] < english["نبيل الشامخ"][0]
    for label, (x, width) in english.items():
        assert arabic[label] == (pytest.approx(origins.WIDTH - x - width), width)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_picture_names_itself_and_tells_its_content_as_a_list(code: str) -> None:
    interface = words(code)
    graph = origins.graph([article("الأفق", [MINISTER]), article("المدى", [MINISTER])])
    picture = ElementTree.fromstring(origins.draw(graph, interface, "g1"))
    svg = picture.find("svg")
    assert svg is not None and svg.get("role") == "img"
    ids = {element.get("id"): element.text for element in picture.iter() if element.get("id")}
    assert ids[svg.get("aria-labelledby")] == interface.text("origins.title")
    assert ids[svg.get("aria-describedby")] == interface.text("origins.desc")
    said = " ".join(" ".join(item.itertext()) for item in picture.iter("li"))
    assert "نبيل الشامخ" in said and "الأفق" in said and interface.count("outlets", 2) in said


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{7*7}}"


def test_names_from_outside_are_only_ever_text() -> None:
    told = [
        article(HOSTILE, [(Kind.AGENCY, HOSTILE + "1", ""), (Kind.SPEAKER, HOSTILE + "2", "x y")]),
        article("الأفق", [(Kind.AGENCY, HOSTILE + "1", "")], credit=HOSTILE, language='"><b>'),
    ]
    picture = origins.draw(origins.graph(told), words("en"))
    parsed = ElementTree.fromstring(picture)  # well-formed: nothing broke out of its place
    known = {"figure", "svg", "title", "desc", "text", "path", "g", "rect", "figcaption", "p", "span", "div"}
    assert {element.tag for element in parsed.iter()} <= known | {"ul", "li", "bdi"}
    for element in parsed.iter():
        assert not any(name.startswith("on") or name in ("style", "href") for name in element.attrib)
    assert "49" not in "".join(parsed.itertext())


def test_nothing_is_drawn_when_nobody_quotes_anybody() -> None:
    assert origins.draw(origins.graph([article("الأفق"), article("المدى")]), words("ar")) == ""
