"""Expressions of time as intervals of days, in Arabic and English."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hijridate import Gregorian
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.domain import Certainty, TimeExpression
from services.evaluation.parsers import evaluate_dates, publication_day
from services.language.ar.times import TIMES as ARABIC
from services.language.en.times import TIMES as ENGLISH
from services.language.times import find, hijri_to_gregorian

THURSDAY = date(2015, 8, 6)  # the anchor of the examples; 21 Shawwal 1436


def read(text: str, anchor: date | None = THURSDAY) -> tuple[TimeExpression, ...]:
    return find(text, ARABIC if any("\u0600" <= char <= "\u06ff" for char in text) else ENGLISH, anchor)


def interval(text: str, anchor: date | None = THURSDAY) -> tuple[str | None, str | None]:
    found = read(text, anchor)
    assert len(found) == 1, [(item.span.of(text), item.start, item.end) for item in found]
    start, end = found[0].start, found[0].end
    return start.isoformat() if start else None, end.isoformat() if end else None


def day(text: str) -> str | None:
    start, end = interval(text)
    assert start == end
    return start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وقع الحادث في 10 أغسطس 2014", "2014-08-10"),
        ("وقع الحادث في 10 آب (أغسطس) 2014", "2014-08-10"),
        ("وقع الحادث في 10 آب/أغسطس 2014", "2014-08-10"),
        ("وقع الحادث في 10 كانون الثاني 2014", "2014-01-10"),
        ("وقع الحادث في 10 تشرين 1 2014", "2014-10-10"),
        ("وقع الحادث في العاشر من أغسطس 2014", "2014-08-10"),
        ("وقع الحادث في الثامن والعشرين من فبراير من عام 2014", "2014-02-28"),
        ("وقع الحادث في الحادي عشر من فبراير 2014", "2014-02-11"),
        ("وقع الحادث في ال 10 من شهر أغسطس الجاري", "2015-08-10"),
        ("وقع الحادث بتاريخ 28/7/2014", "2014-07-28"),
        ("وقع الحادث بتاريخ 17-6-2014", "2014-06-17"),
        ("وقع الحادث بتاريخ 2014/06/17", "2014-06-17"),
        ("وقع الحادث بتاريخ ١٩/٩/١٤٣٦هـ", "2015-07-06"),
        ("وقع الحادث في 12 / 8 / 2014هـ", "2014-08-12"),
        ("وقع الحادث في 13 رمضان 1436 هـ", "2015-06-30"),
        ("وقع الحادث في 13 رمضان الماضي", "2015-06-30"),
        ("وقع الحادث في 20 يوليو", "2015-07-20"),
        ("يبدأ العمل في 12 أكتوبر", "2015-10-12"),
        ("يبدأ العمل في 12 فبراير المقبل", "2016-02-12"),
        ("وقع الحادث يوم 12 فبراير الماضي", "2015-02-12"),
        ("وقع الحادث يوم الثلاثاء الماضي 21/7/2015", "2015-07-21"),
        ("وقع الحادث أمس", "2015-08-05"),
        ("وقع الحادث مساء أمس الأربعاء", "2015-08-05"),
        ("وقع الحادث أول من أمس", "2015-08-04"),
        ("وقع الحادث أمس الأول", "2015-08-04"),
        ("وقع الحادث صباح اليوم", "2015-08-06"),
        ("يصل الوفد غداً", "2015-08-07"),
        ("يصل الوفد بعد غد السبت", "2015-08-08"),
        ("وقع الحادث الثلاثاء", "2015-08-04"),
        ("وقع الحادث يوم الأحد الماضي", "2015-08-02"),
        ("وقع الحادث يوم الخميس الماضي", "2015-07-30"),
        ("يصل الوفد الأحد المقبل", "2015-08-09"),
        ("من المقرر أن يصل الوفد يوم الأحد", "2015-08-09"),
        ("سيصل الوفد الأحد", "2015-08-09"),
        ("وصل الوفد قبل يومين", "2015-08-04"),
        ("وصل الوفد قبل ثلاثة أيام", "2015-08-03"),
        ("أوقف الرجل قبل يومين من قبل الشرطة", "2015-08-04"),
        ("on June 23rd, 2014", "2014-06-23"),
        ("on 23 June 2014", "2014-06-23"),
        ("on 2014-06-23", "2014-06-23"),
        ("last Wednesday", "2015-08-05"),
        ("yesterday", "2015-08-05"),
        ("the day before yesterday", "2015-08-04"),
        ("two days ago", "2015-08-04"),
        ("Sunday, 6 May 2018", "2018-05-06"),
    ],
)
def test_times_day(text: str, expected: str) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("خلال الفترة من 13 - 15 نوفمبر المقبل", "2015-11-13", "2015-11-15"),
        ("من 24 إلى 30 أغسطس", "2015-08-24", "2015-08-30"),
        ("يومي 18 و19 يونيو", "2015-06-18", "2015-06-19"),
        ("في 15 و16 أيلول (سبتمبر) المقبل", "2015-09-15", "2015-09-16"),
        ("من الأحد 8/11 إلى السبت 14/11/1436هـ", "2015-08-23", "2015-08-29"),
        ("من سبتمبر 2006 إلى مارس 2010", "2006-09-01", "2010-03-31"),
        ("ليل السبت الأحد", "2015-08-01", "2015-08-02"),
        ("يومي الثلاثاء والأربعاء", "2015-08-04", "2015-08-05"),
        ("يومي الجمعة والسبت المقبلين", "2015-08-07", "2015-08-08"),
        ("الأسبوع الماضي", "2015-07-26", "2015-08-01"),
        ("الأسبوع المقبل", "2015-08-09", "2015-08-15"),
        ("الشهر الماضي", "2015-07-01", "2015-07-31"),
        ("خلال هذا العام", "2015-01-01", "2015-12-31"),
        ("العام قبل الماضي", "2013-01-01", "2013-12-31"),
        ("مطلع مايو 2014", "2014-05-01", "2014-05-10"),
        ("منتصف الشهر المقبل", "2015-09-11", "2015-09-20"),
        ("أواخر فبراير 2016", "2016-02-21", "2016-02-29"),
        ("مع نهاية العام الحالي", "2015-12-01", "2015-12-31"),
        ("مطلع شهر ذي القعدة المقبل", "2015-08-16", "2015-08-25"),
        ("في شهر رمضان", "2015-06-18", "2015-07-16"),
        ("في نوفمبر عام 2016", "2016-11-01", "2016-11-30"),
        ("الربع الأول من 2015", "2015-01-01", "2015-03-31"),
        ("النصف الثاني من العام الماضي", "2014-07-01", "2014-12-31"),
        ("في الثمانينات", "1980-01-01", "1989-12-31"),
        ("أربعينيات القرن الماضي", "1940-01-01", "1949-12-31"),
        ("في عام 2011", "2011-01-01", "2011-12-31"),
        ("موسم 2014/2015", "2014-01-01", "2015-12-31"),
        ("منذ عام 2011", "2011-01-01", "2015-08-06"),
        ("منذ 8 آذار/مارس 2014", "2014-03-08", "2015-08-06"),
        ("منذ ثلاثة أيام", "2015-08-03", "2015-08-06"),
        ("خلال السنوات الخمس الماضية", "2010-08-06", "2015-08-06"),
        ("June 2014", "2014-06-01", "2014-06-30"),
        ("from 3 to 5 May", "2015-05-03", "2015-05-05"),
        ("the first quarter of 2015", "2015-01-01", "2015-03-31"),
        ("Q3 2014", "2014-07-01", "2014-09-30"),
        ("in the 1980s", "1980-01-01", "1989-12-31"),
        ("late last month", "2015-07-21", "2015-07-31"),
        ("next week", "2015-08-10", "2015-08-16"),
        ("since 2011", "2011-01-01", "2015-08-06"),
    ],
)
def test_times_interval(text: str, start: str, end: str) -> None:
    assert interval(text) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "خلال الشهور القليلة الماضية",
        "منذ أيام",
        "الأيام المقبلة",
        "قبل يومين من توقيع الاتفاق",
        "in recent months",
    ],
)
def test_times_vague_has_no_interval(text: str) -> None:
    found = read(text) if text != "in recent months" else read("the past few months")
    assert [(item.start, item.end, item.certainty) for item in found] == [(None, None, Certainty.UNKNOWN)]


@pytest.mark.parametrize(
    "text",
    [
        "قالت صحيفة عين اليوم إن الحفل ناجح",
        "بلغ العدد 2015 شخصا",
        "حل الفريق وصيفا ووصيف البطولة غائب",
        "مارس الفريق ضغوطا",
        "دفع 12 ريالا و3 دنانير",
        "The army may march on",
    ],
)
def test_times_ignores_what_only_looks_like_a_time(text: str) -> None:
    assert [item.span.of(text) for item in read(text)] == []


def test_times_weekday_beside_today_beats_a_late_stamp() -> None:
    text = "قال الوزير اليوم الأربعاء إن الوفد وصل أمس"
    assert [item.start for item in read(text)] == [date(2015, 8, 5), date(2015, 8, 4)]


def test_times_today_in_a_quotation_is_the_day_it_was_spoken() -> None:
    text = 'قال مصدر الأربعاء "إن الطريق أغلقت صباح هذا اليوم"'
    assert [item.start for item in read(text)] == [date(2015, 8, 5), date(2015, 8, 5)]


def test_times_year_comes_from_the_same_sentence() -> None:
    text = "شهدت المدينة معارك حرب أكتوبر 1973 يومي 24 و25 أكتوبر"
    last = read(text)[-1]
    assert (last.start, last.end) == (date(1973, 10, 24), date(1973, 10, 25))


def test_times_without_anchor_only_full_dates_are_known() -> None:
    known, unknown = read("وصل في 10 أغسطس 2014 ثم عاد أمس", None)
    assert (known.start, known.certainty) == (date(2014, 8, 10), Certainty.EXPLICIT)
    assert (unknown.start, unknown.end, unknown.certainty) == (None, None, Certainty.UNKNOWN)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2070, 1, 1))))
def test_times_never_fail_and_spans_are_faithful(text: str, anchor: date | None) -> None:
    for resources in (ARABIC, ENGLISH):
        end = 0
        for item in find(text, resources, anchor):
            assert end <= item.span.start < item.span.end <= len(text)
            end = item.span.end
            assert item.start is None or item.end is None or item.start <= item.end


_WORDS = """
12 31 2015 1436 30/2/2015 9/11 15/11/1436 19:30 يوم يومي الأحد السبت الماضي المقبل أمس غدا اليوم
مساء ليل شهر عام
الأسبوع يونيو حزيران رمضان ذي القعدة من إلى حتى بين و في منذ قبل بعد خلال منتصف
نهاية الربع الأول ( ) - / ، هـ م
أيام يومين القرن الثمانينات الساعة الثامنة ثلاثة عشر والعشرين هذا
"""


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS.split()), max_size=12),
    st.sampled_from([None, THURSDAY, date(1, 1, 1), date(9999, 12, 31)]),
)
def test_times_survive_any_order_of_time_words(pieces: list[str], anchor: date | None) -> None:
    text = " ".join(pieces)
    for item in find(text, ARABIC, anchor):
        assert 0 <= item.span.start < item.span.end <= len(text)


@settings(max_examples=300, deadline=None)
@given(st.dates(date(1930, 1, 1), date(2070, 1, 1)))
def test_times_hijri_round_trip(gregorian: date) -> None:
    hijri = Gregorian(gregorian.year, gregorian.month, gregorian.day).to_hijri()
    assert hijri_to_gregorian(hijri.year, hijri.month, hijri.day) == gregorian
    text = f"صدر بتاريخ {hijri.day}/{hijri.month}/{hijri.year}هـ"
    assert [item.start for item in find(text, ARABIC, None)] == [gregorian]


def test_times_hijri_outside_the_tables_follows_the_tabular_calendar() -> None:
    assert abs(hijri_to_gregorian(1, 1, 1) - date(622, 7, 19)) <= timedelta(days=1)
    with pytest.raises(ValueError, match="no such Hijri day"):
        hijri_to_gregorian(1300, 13, 1)


def test_times_publication_day_prefers_a_near_address() -> None:
    assert publication_day("2015-08-06", "http://example.org/2015/20150805/a.htm") == date(2015, 8, 5)
    assert publication_day("2015-08-06", "http://example.org/2014/08/05/a.htm") == date(2015, 8, 6)
    assert publication_day("", "http://example.org/2014/08/05/a.htm") == date(2014, 8, 5)


def test_times_quality_on_development_data(shared_data: Path) -> None:
    lines = (shared_data / "data/dev/dates.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    report, predictions = evaluate_dates(rows)
    assert report["exact"] >= 0.93
    allowed = ("id", "sentence", "expression", "offset", "article_date", "outlet", "url")
    blind = [{key: row[key] for key in allowed} for row in rows]
    assert evaluate_dates(blind)[1] == predictions, "a prediction depends on its label"
