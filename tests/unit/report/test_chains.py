"""Attribution chains as lists."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words
from report import chains
from tests.told_events import Kind, article

QUOTED = [(Kind.AGENCY, "رويترز", ""), (Kind.SPEAKER, "وزير النقل نبيل الشامخ", "nbl xmk")]


def items(statement: pb.Statement, code: str = "ar") -> list[str]:
    parsed = ElementTree.fromstring(chains.draw(statement, words(code)))
    return [" ".join("".join(item.itertext()).split()) for item in parsed.iter("li")]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_chain_reads_from_the_outlet_to_the_speaker_with_verbs_and_stance(code: str) -> None:
    statement = article("الأفق", QUOTED).statements[0]
    assert items(statement, code) == [
        "الأفق",
        "قال رويترز",
        f"قال وزير النقل نبيل الشامخ {words(code).text('stance.reported')}",
    ]


def test_a_verb_behind_its_name_stays_there() -> None:
    statement = article("Herald", [(Kind.SPEAKER, "the ministry", "")], language="en").statements[0]
    link = statement.chain[1]
    link.verb = "said"
    link.verb_span.start, link.verb_span.end = link.span.end + 1, link.span.end + 5
    assert items(statement, "en")[1].startswith("the ministry said")


def test_every_link_runs_in_its_own_direction() -> None:
    drawn = chains.draw(article("Herald", QUOTED).statements[0], words("en"))
    assert 'dir="ltr"><span class="name">Herald' in drawn
    assert 'dir="rtl" lang="ar"><span class="verb">قال</span>' in drawn


def test_a_carried_speaker_says_so() -> None:
    statement = article("الأفق", [QUOTED[1]]).statements[0]
    statement.chain[1].carried = True
    assert words("ar").text("link.carried") in items(statement)[1]


def test_names_from_outside_are_only_ever_text() -> None:
    hostile = '"><script>alert(1)</script>'
    statement = article(hostile, [(Kind.SPEAKER, hostile, "")], language='x" onload="y').statements[0]
    parsed = ElementTree.fromstring(chains.draw(statement, words("en")))
    assert {element.tag for element in parsed.iter()} <= {"ol", "li", "bdi", "span"}
    assert not [name for element in parsed.iter() for name in element.attrib if name.startswith("on")]


def test_no_chain_draws_nothing() -> None:
    assert chains.draw(pb.Statement(), words("ar")) == ""
