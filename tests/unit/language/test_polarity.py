"""Negation, denial and direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.domain import Polarity
from services.language.language import language
from services.language.polarity import find


def polarity(text: str) -> Polarity:
    return find(text, language("en" if text.isascii() else "ar"))


@pytest.mark.parametrize(
    ("text", "negations"),
    [
        ("لم يصل الوفد", ["لم"]),
        ("ولن يغادر أحد", ["ولن"]),
        ("عاد من دون اتفاق", ["من دون"]),
        ("القرار غير نهائي", ["غير"]),
        ("لا يقل عن عشرة أشخاص", []),
        ("لا يزال الطريق مغلقا", []),
        ("وصل كثيرون، لا سيما الأطفال", []),
        ("حضر الجميع غير أنه غاب", []),
        ("The bridge did not open", ["not"]),
        ("It didn't open", ["didn't"]),
        ("no less than ten people came", []),
    ],
)
def test_negations(text: str, negations: list[str]) -> None:
    assert [span.of(text) for span in polarity(text).negations] == negations


@pytest.mark.parametrize(
    ("text", "denial"),
    [
        ("نفت الشركة الخبر", "نفت"),
        ("هذه الأنباء عارية عن الصحة", "عارية عن الصحة"),
        ("لا صحة لما نشر", "لا صحة"),
        ("خبر غير صحيح", "غير صحيح"),
        ("اتهامات لا أساس لها من الصحة", "لا أساس لها"),
        ("The company denied the report", "denied"),
        ("the claim is baseless", "baseless"),
    ],
)
def test_denials(text: str, denial: str) -> None:
    found = polarity(text)
    assert [span.of(text) for span in found.denials] == [denial]
    assert found.negations == ()


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("ارتفعت الأسعار", "انخفضت الأسعار"),
        ("فاز الفريق", "خسر الفريق"),
        ("وافق المجلس", "رفض المجلس"),
        ("افتتحت البلدية الطريق", "أغلقت البلدية الطريق"),
        ("Prices rose", "Prices fell"),
        ("The council approved it", "The council rejected it"),
    ],
)
def test_opposites_share_a_scale(up: str, down: str) -> None:
    risen, fallen = polarity(up), polarity(down)
    assert (risen.direction, fallen.direction) == (1, -1)
    assert risen.directions[0].scale == fallen.directions[0].scale
    assert risen.direction_span == risen.directions[0].span


def test_scales_are_the_same_in_every_language() -> None:
    assert polarity("ارتفعت الأسعار").directions[0].scale == polarity("Prices rose").directions[0].scale


def test_nothing_found_is_neutral() -> None:
    assert polarity("في المدينة حديقة") == Polarity()


@given(st.text(max_size=60), st.sampled_from(["ar", "en"]))
def test_spans_lie_in_the_text_in_order(text: str, code: str) -> None:
    found = find(text, language(code))
    for spans in (found.negations, found.denials, tuple(each.span for each in found.directions)):
        assert list(spans) == sorted(spans)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
