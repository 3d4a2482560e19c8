# ruff: noqa: E501  (made-up text stays on its line)
"""Pages as text scrapers hand them over, in the manner of well-known kinds of sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pytest

from services.ingest.clean import clean
from services.ingest.credits import find_credit
from services.ingest.dates import publish_time
from tests.unit.ingest.pages import (
    ARABIC_HEADLINE,
    ARABIC_STORY,
    ARABIC_TEASERS,
    HEADLINE,
    STORY,
    TEASERS,
)

TITLES = [title for title, _ in TEASERS]
BLURBS = [blurb for _, blurb in TEASERS]
DAY = date(2023, 3, 8)
CREDITS: Mapping[str, str] = {"agency": "ap", "news channel": "agencies"}

PAGES: Mapping[str, Sequence[str]] = {
    "broadcaster": [
        "Skip to content", "Coast Broadcasting", "Home", "News", "Sport", "More menu", HEADLINE, "Published",
        "8 March 2023", "Share", "Image source, Getty Images", "Image caption, The vessel at the northern quay",
        "By Mira Lund", "Transport correspondent, Tolland", *STORY[:3], "Image caption,", *STORY[3:5],
        "You may also be interested in:", TITLES[0], TITLES[3], *STORY[5:], "More on this story", TITLES[1],
        "Published 6 March", "Related Topics", "Ferries", "Tolland", "Top Stories", *TITLES, "Features", *BLURBS,
        "© 2023 Coast Broadcasting. We are not responsible for the content of external sites.",
    ],
    "cable news": [
        HEADLINE, "By Mira Lund, Harbour News", "3 minute read", "Updated 7:40 AM EST, Wed March 8, 2023",
        "Link Copied!", "Harbour News —", *STORY[:4], "Ad Feedback", "RELATED ARTICLE", TITLES[0], *STORY[4:],
        "Harbour News' Tom Vale contributed to this report.",
    ],
    "quality paper": [
        "News", "Opinion", "Sport", "Culture", "Lifestyle", "World", HEADLINE, "Mira Lund in Tolland",
        "Wed 8 Mar 2023 07.40 GMT", "Last modified on Wed 8 Mar 2023 10.15 GMT",
        "A ferry at the quay. Photograph: Tom Vale/Coast Pictures", *STORY, "Explore more on these topics",
        "Ferries", "news", "Share", "Reuse this content", "Most viewed", *TITLES,
    ],
    "agency": [
        HEADLINE, "BY MIRA LUND", "Updated 7:40 AM GMT, March 8, 2023", "Share", "TOLLAND (AP) — " + STORY[0],
        *STORY[1:], "___", "Associated Press writer Tom Vale contributed to this report.",
    ],
    "news channel": [
        "تجاوز إلى المحتوى", "بث مباشر", "القائمة", "أخبار", "|", "ملاحة", ARABIC_HEADLINE,
        "السفينة عند الرصيف الشمالي في طولان (رويترز)", "8/3/2023", "-", "|",
        "آخر تحديث: 8/3/2023 10:15 ص (توقيت مكة المكرمة)", *ARABIC_STORY[:3], "اقرأ أيضا", "list of 2 items",
        ARABIC_TEASERS[0][0], ARABIC_TEASERS[1][0], "end of list", *ARABIC_STORY[3:], "المصدر : القناة + وكالات",
        "حول هذه القصة", ARABIC_TEASERS[0][0], ARABIC_TEASERS[0][1],
    ],
    "gulf site": [
        "أخبار الشرق الأوسط", ARABIC_HEADLINE, "قناة المرفأ - أبوظبي", "08 مارس 2023 - 07:40 بتوقيت أبوظبي",
        "انسخ الرابط", "السفينة عند الرصيف", *ARABIC_STORY[:3], "اقرأ أيضا", ARABIC_TEASERS[1][0],
        *ARABIC_STORY[3:], "طولان", "حريق", "عبارات", "الأكثر قراءة", ARABIC_TEASERS[0][0],
    ],
    "cairo daily": [
        "الرئيسية", "سياسة", "رياضة", ARABIC_HEADLINE, "الأربعاء، 08 مارس 2023 07:40 ص", "السفينة عند الرصيف",
        "كتب سامر العلي", "إضافة تعليق", *ARABIC_STORY, "موضوعات متعلقة", ARABIC_TEASERS[0][0],
        ARABIC_TEASERS[1][0], "حريق", "عبارات", "لا تفوتك", ARABIC_TEASERS[0][1],
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_exactly_the_headline_and_the_story_are_kept(kind: str) -> None:
    text = "\n".join(PAGES[kind])
    cleaned = clean(text)
    story = STORY if STORY[1] in PAGES[kind] else ARABIC_STORY
    headline = HEADLINE if story is STORY else ARABIC_HEADLINE
    assert cleaned.title is not None
    assert cleaned.title.of(text) == headline
    assert [span.of(text) for span in cleaned.kept] == [headline, *story]


@pytest.mark.parametrize("kind", PAGES)
def test_the_day_and_the_credit_are_found(kind: str) -> None:
    text = "\n".join(PAGES[kind])
    cleaned = clean(text)
    assert publish_time(text, cleaned, now=datetime(2024, 1, 1, tzinfo=UTC)).day == DAY
    assert find_credit(text, cleaned) == CREDITS.get(kind, "")
