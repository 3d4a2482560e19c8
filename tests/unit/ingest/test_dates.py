# ruff: noqa: E501  (made-up text stays on its line)
"""Which date of a page is its publication date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.domain import DateSource, PublishTime
from services.ingest.clean import clean
from services.ingest.dates import Stamp, find_written, publish_time, read_stamp, url_day
from tests.unit.ingest.pages import ARABIC_HEADLINE, ARABIC_STORY, HEADLINE, STORY

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)


def dated(
    *lines: str, url: str = "", stamps: tuple[Stamp, ...] = (), declared: datetime | None = None
) -> PublishTime:
    text = "\n".join(lines)
    return publish_time(text, clean(text), url=url, stamps=stamps, declared=declared, now=NOW)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-06-19T08:28:00+03:00", date(2024, 6, 19)),
        ("Mon, 17 Jun 2024 10:00:00 GMT", date(2024, 6, 17)),
        ("June 5th, 2019 9:15 am", date(2019, 6, 5)),
        ("5 Sept. 2019", date(2019, 9, 5)),
        ("23rd, June 2024 GMT", date(2024, 6, 23)),
        ("20240617", date(2024, 6, 17)),
        ("1718600000", date(2024, 6, 17)),
        ("17/06/2024 - 10:30", date(2024, 6, 17)),
        ("الإثنين 17 حزيران/يونيو 2024 - 19:01", date(2024, 6, 17)),
        ("٢٣ يونيو ٢٠٢٤", date(2024, 6, 23)),
        ("3 تشرين الأول 2023", date(2023, 10, 3)),
        ("الأربعاء ٢٢ رمضان ١٤٤٧هـ", date(2026, 3, 11)),
        ("2 جمادى الآخرة 1445هـ الموافق 15 ديسمبر 2023", date(2023, 12, 15)),
    ],
)
def test_stamps_of_many_forms_are_read(written: str, day: date) -> None:
    found = read_stamp(written)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize("written", ["", "soon", "31/02/2024", "99999999", "3 hours ago", "2024-13-45"])
def test_what_is_no_date_is_not_read(written: str) -> None:
    assert read_stamp(written) is None


def test_the_order_of_day_and_month_follows_custom_and_sense() -> None:
    assert find_written("03/04/2024")[0].day == date(2024, 4, 3)
    assert find_written("03/04/2024", month_first=True)[0].day == date(2024, 3, 4)
    assert find_written("03/04/2024")[0].ambiguous
    assert find_written("25/04/2024", month_first=True)[0].day == date(2024, 4, 25)


def test_a_clock_time_behind_a_date_is_read_with_its_half() -> None:
    (found,) = find_written("الأربعاء 19 يونيو 2024 08:28 مساءً")
    assert found.clock is not None
    assert (found.clock.hour, found.clock.minute) == (20, 28)
    (found,) = find_written("June 5, 2019 12:05 am")
    assert found.clock is not None
    assert found.clock.hour == 0


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://courier.example/2024/06/19/ferry", date(2024, 6, 19)),
        ("https://courier.example/news/2024-06-19-ferry", date(2024, 6, 19)),
        ("https://courier.example/20240619/ln14.htm", date(2024, 6, 19)),
        ("https://courier.example/2024/06/ferry", None),
        ("https://courier.example/a/201806123456789", None),
        ("https://courier.example/?day=2024-06-19", None),
        ("", None),
    ],
)
def test_the_day_in_a_url(url: str, day: date | None) -> None:
    assert url_day(url) == day


def test_a_labelled_date_is_taken() -> None:
    found = dated(ARABIC_HEADLINE, "تاريخ النشر: 23rd, June 2024 GMT", *ARABIC_STORY)
    assert found.day == date(2024, 6, 23)
    assert found.source is DateSource.DATELINE
    assert found.confidence >= 0.9
    assert found.span is not None


def test_a_bare_date_on_top_of_the_page_is_never_taken() -> None:
    assert dated("الأربعاء 26 يونيو 2024", "عرب وعالم", ARABIC_HEADLINE, *ARABIC_STORY).day is None
    found = dated(
        "الأربعاء 26 يونيو 2024", "عرب وعالم", ARABIC_HEADLINE, "• 17-6-2024 | 19:01", *ARABIC_STORY
    )
    assert found.day == date(2024, 6, 17)


def test_a_date_in_a_glued_byline_is_taken() -> None:
    byline = "سلمى نور - طولان - الأربعاء 19 يونيو 2024 08:28 مساءً - "
    found = dated(ARABIC_HEADLINE, byline + ARABIC_STORY[0], *ARABIC_STORY[1:])
    assert found.day == date(2024, 6, 19)


def test_the_date_of_another_article_is_not_taken() -> None:
    other = ("Read also", "Bakery chain opens tenth shop in the old customs house", "Published: 3 May 2024")
    assert dated(HEADLINE, *STORY, *other).day is None


def test_dates_inside_the_story_are_not_publication_dates() -> None:
    story = (
        "The ferry company was founded on 12 March 1998 and has never cancelled a crossing before.",
        *STORY,
    )
    assert dated(HEADLINE, *story).source is DateSource.UNKNOWN


def test_a_full_date_that_the_story_calls_today_is_taken() -> None:
    lead = "The ferry company cancelled all night crossings today, Wednesday 19 June 2024, after a fire on board."
    found = dated(HEADLINE, lead, *STORY[1:])
    assert (found.day, found.source) == (date(2024, 6, 19), DateSource.TEXT)


def test_the_weekday_that_the_story_calls_today_corrects_a_late_stamp() -> None:
    lead = "ألغت شركة العبارات اليوم الإثنين جميع رحلاتها الليلية حتى إشعار آخر بعد حريق في غرفة المحركات."
    late = dated(ARABIC_HEADLINE, "تاريخ النشر: 18 يونيو 2024", lead, *ARABIC_STORY[1:])
    assert late.day == date(2024, 6, 17)
    assert late.end is not None
    assert late.end.date() == date(2024, 6, 18)
    right = dated(ARABIC_HEADLINE, "تاريخ النشر: 17 يونيو 2024", lead, *ARABIC_STORY[1:])
    assert right.day == date(2024, 6, 17)
    assert right.confidence > late.confidence


def test_sources_are_trusted_in_order_and_agreement_adds() -> None:
    stamp = Stamp("2024-06-19T08:00:00Z", "JSON-LD", 0.97)
    lines = (HEADLINE, "Published: 20 June 2024", *STORY)
    found = dated(*lines, stamps=(stamp,), url="https://courier.example/2024/06/19/ferry")
    assert (found.day, found.source) == (date(2024, 6, 19), DateSource.METADATA)
    assert found.start == found.end == datetime(2024, 6, 19, 8, tzinfo=UTC)
    alone = dated(*lines, url="https://courier.example/2024/06/19/ferry")
    assert (alone.day, alone.source) == (date(2024, 6, 20), DateSource.DATELINE)
    declared = datetime(2024, 6, 18, 9, 30, tzinfo=UTC)
    assert dated(*lines, stamps=(stamp,), declared=declared).start == declared


def test_a_declared_midnight_stands_for_the_day() -> None:
    found = dated(HEADLINE, *STORY, declared=datetime(2024, 6, 18, tzinfo=UTC))
    assert found.end is not None
    assert found.start is not None
    assert found.end - found.start == timedelta(days=1) - timedelta(seconds=1)


def test_the_printed_day_survives_a_time_zone() -> None:
    found = dated(HEADLINE, *STORY, stamps=(Stamp("2024-06-19T01:00:00+03:00", "meta", 0.9),))
    assert found.day == date(2024, 6, 19)


def test_a_date_to_come_is_not_believed() -> None:
    assert dated(HEADLINE, "Published: 3 September 2024", *STORY).day is None
    assert dated(HEADLINE, *STORY, stamps=(Stamp("2031-01-01", "meta", 0.9),)).day is None


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_searched_for_dates(text: str) -> None:
    for found in find_written(text):
        assert 0 <= found.span.start < found.span.end <= len(text)
    read_stamp(text)
    url_day(text)
