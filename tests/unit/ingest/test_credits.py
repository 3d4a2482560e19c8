"""Whom a text credits."""

from __future__ import annotations

import pytest

from services.ingest.clean import clean
from services.ingest.credits import find_credit
from tests.unit.ingest.pages import ARABIC_HEADLINE, ARABIC_STORY, HEADLINE, STORY


def credit(*lines: str, outlet: str = "") -> str:
    text = "\n".join(lines)
    return find_credit(text, clean(text, outlet=outlet), outlet=outlet)


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("واس - طولان: ", "", "spa"),
        ("طولان (رويترز) - ", "", "reuters"),
        ("طولان - أ ف ب - ", "", "afp"),
        ("سبق- وكالات: ", "", "agencies"),
        ("د ب أ - طولان: ", "", "dpa"),
        ("", " (أ.ف.ب)", "afp"),
        ("", " «الأناضول»", "anadolu"),
        ("", " - سبوتنيك", "sputnik"),
        ("", "\nالمصدر: وكالة تاس", "tass"),
        ("", "\nرويترز", "reuters"),
        ("", "\nالمصدر: يونهاب + وكالات", "yonhap"),
        ("", "", ""),
    ],
)
def test_arabic_credits(before: str, after: str, key: str) -> None:
    assert (
        credit(ARABIC_HEADLINE, before + ARABIC_STORY[0], *ARABIC_STORY[1:-1], ARABIC_STORY[-1] + after)
        == key
    )


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("TOLLAND (Reuters) - ", "", "reuters"),
        ("TOLLAND, March 8 (Xinhua) -- ", "", "xinhua"),
        ("", " (AFP)", "afp"),
        ("", "\nSource: Associated Press", "ap"),
        ("", "\nAgencies", "agencies"),
    ],
)
def test_english_credits(before: str, after: str, key: str) -> None:
    assert credit(HEADLINE, before + STORY[0], *STORY[1:-1], STORY[-1] + after) == key


def test_an_agency_that_is_merely_quoted_is_no_credit() -> None:
    quoted = (
        "وقال المدير لوكالة رويترز إن السفينة ستعود إلى الخدمة (رويترز) قبل نهاية الصيف، وفق ما ذكره أمس."
    )
    assert credit(ARABIC_HEADLINE, *ARABIC_STORY[:2], quoted, *ARABIC_STORY[2:]) == ""
    assert credit(HEADLINE, *STORY, "The mayor told the Associated Press that he knew nothing of it.") == ""


def test_a_credited_portal_gives_its_source_id_unless_it_is_the_outlet() -> None:
    lines = (ARABIC_HEADLINE, *ARABIC_STORY, "المصدر: بوابة الجزر")
    assert credit(*lines, outlet="صحيفة المرفأ") == "bwabh-aljzr"
    assert credit(*lines, outlet="بوابة الجزر") == ""


def test_a_named_agency_wins_over_agencies() -> None:
    assert credit(ARABIC_HEADLINE, *ARABIC_STORY, "المصدر: وكالات", "(رويترز)") == "reuters"


def test_an_agency_publishing_its_own_text_credits_nobody() -> None:
    assert credit(HEADLINE, "TOLLAND (Reuters) - " + STORY[0], *STORY[1:], outlet="Reuters") == ""
