"""Numbers with hedge and unit, in Arabic and English."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.domain import Dimension, Hedge, Quantity
from services.evaluation.parsers import evaluate_quantities
from services.language.ar.quantities import QUANTITIES as ARABIC
from services.language.en.quantities import QUANTITIES as ENGLISH
from services.language.quantities import comparable, compatible, find

INF = math.inf


def one(text: str) -> Quantity:
    found = find(text, ARABIC if any("\u0600" <= char <= "\u06ff" for char in text) else ENGLISH)
    assert len(found) == 1, [(quantity.span.of(text), quantity.value) for quantity in found]
    return found[0]


# --- a generator of Arabic number words, independent of the reader -------------------------------------

_MASCULINE = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_HUNDREDS = ["", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]
_SCALES = [
    (10**9, "مليار", "ملياران", "مليارات"),
    (10**6, "مليون", "مليونان", "ملايين"),
    (1000, "ألف", "ألفان", "آلاف"),
]


def _below_thousand(number: int) -> str:
    parts = [_HUNDREDS[number // 100]] if number >= 100 else []
    rest = number % 100
    if rest in (11, 12):
        parts.append(("أحد" if rest == 11 else "اثنا") + " عشر")
    elif 13 <= rest <= 19:
        parts.append(_MASCULINE[rest - 10] + " عشر")
    elif 1 <= rest <= 10:
        parts.append(_MASCULINE[rest])
    elif rest:
        if rest % 10:
            parts.append(_MASCULINE[rest % 10])
        parts.append(_TENS[rest // 10])
    return " و".join(parts)


def arabic_words(number: int) -> str:
    """``number`` (1 .. 999 999 999 999) as it is written out in news."""
    parts = []
    for size, singular, dual, plural in _SCALES:
        count, number = divmod(number, size)
        if count == 1:
            parts.append(singular)
        elif count == 2:
            parts.append(dual)
        elif count:
            parts.append(f"{_below_thousand(count)} {plural if 3 <= count % 100 <= 10 else singular}")
    if number:
        parts.append(_below_thousand(number))
    return " و".join(parts)


@settings(max_examples=400, deadline=None)
@given(st.integers(min_value=3, max_value=10**9))
def test_quantities_read_written_out_numbers(number: int) -> None:
    text = f"بلغ العدد {arabic_words(number)} شخصا في المدينة"
    values = [quantity.value for quantity in find(text, ARABIC)]
    assert values == [number]


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=0, max_value=10**12), st.sampled_from([",", "٬"]))
def test_quantities_read_grouped_digits_of_every_script(number: int, separator: str) -> None:
    plain = f"{number:,}".replace(",", separator)
    for zero in (0x30, 0x660, 0x6F0):
        digits = "".join(chr(zero + int(char)) if char.isdigit() else char for char in plain)
        assert one(f"دفعت الشركة {digits} دينار أردني").value == number


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_quantities_never_fail_and_spans_are_faithful(text: str) -> None:
    for resources in (ARABIC, ENGLISH):
        end = 0
        for quantity in find(text, resources):
            assert 0 <= quantity.span.start < quantity.span.end <= len(text)
            assert quantity.span.start >= end, "quantities overlap"
            end = quantity.span.end
            assert quantity.low <= quantity.high
            if quantity.unit_span is not None:
                assert 0 <= quantity.unit_span.start < quantity.unit_span.end <= len(text)


_WORDS = """
12 3.5 7ر59 ١٢ خمسة عشر ألف مليون و ونصف من إلى بين أكثر لا يقل عن نحو دولار % في المائة ( ) - /
شخصا يوم عام 2015 يوليو عشرات الآلاف على الأقل تجاوز واحد اثنان الثلاثة سيارتين ريال ال ب
"""
_PIECES = st.lists(st.sampled_from(_WORDS.split()), max_size=14)


@settings(max_examples=400, deadline=None)
@given(_PIECES, st.sampled_from(["", " "]))
def test_quantities_survive_any_order_of_number_words(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    spans = [quantity.span for quantity in find(text, ARABIC)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


# --- numbers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("بلغت الخسائر 11,000 دولار", 11_000),
        ("صدّرت المزرعة 14.700.000 طن", 14_700_000),
        ("بلغت الأرباح 4.182 مليارات ريال", 4_182_000_000),
        ("بلغت الأرباح 5,922 مليون درهم", 5_922_000_000),
        ("ارتفع المؤشر 3,5 في المائة", 3.5),
        ("ارتفع المؤشر ١٢٫٥ في المائة", 12.5),
        ("دفع ١٬٢٥٠ دينارا", 1250),
        ("ارتفع المؤشر 0.125%", 0.125),
        ("سجل المؤشر 7ر59 نقطة", 59.7),
        ("بيع بسعر 20ر1 فرنك", 1.20),
        ("بيع بسعر 0721ر1 يورو", 1.0721),
        ("بلغ السعر 93.\u200f92 دولار", 92.93),
        ("صدّرت الدولة 96مليونا و245 ألف برميل", 96_245_000),
        ("دفعت الشركة 116 مليون و54 ألف و703 ريالات", 116_054_703),
        ("بلغت الديون تريليون و444.3 مليار درهم", 1_444_300_000_000),
        ("وصل ألفا جندي", 2000),
        ("وصل مئتا جندي", 200),
        ("باع نصف مليون كتاب", 500_000),
        ("دفع مليونا ونصف المليون دولار", 1_500_000),
        ("دفع مليوني دولار", 2_000_000),
        ("استمر ثماني عشرة ساعة", 18),
        ("استمر ثلاث مئة يوم", 300),
        ("استمر ثلاثمائة وخمسة وستين يوما", 365),
        ("استمر ساعتين ونصف الساعة", 2.5),
        ("استمر ساعة ونصف الساعة", 1.5),
        ("استمر خمس سنوات ونصف السنة", 5.5),
        ("زار القرى الثماني", 8),
        ("twenty-five thousand three hundred and six refugees", 25_306),
        ("half a million people", 500_000),
        ("two and a half years", 2.5),
        ("a dozen soldiers", 12),
        ("two-thirds of the voters", 2 / 3),
        ("a $5.3bn contract", 5_300_000_000),
        ("1.234 litres", 1.234),
    ],
)
def test_quantities_value(text: str, value: float) -> None:
    quantity = one(text) if "contract" not in text else find(text, ENGLISH)[0]
    assert quantity.value == pytest.approx(value, rel=1e-12)
    assert quantity.hedge is Hedge.EXACT


@pytest.mark.parametrize(
    ("text", "hedge", "low", "high"),
    [
        ("قتل أكثر من 40 شخصا", Hedge.AT_LEAST, 40, INF),
        ("قتل ما لا يقل عن 40 شخصا", Hedge.AT_LEAST, 40, INF),
        ("قتل 40 شخصا على الأقل", Hedge.AT_LEAST, 40, INF),
        ("تجاوز عدد المصابين 40 شخصا", Hedge.AT_LEAST, 40, INF),
        ("مدة تتجاوز الأسبوعين", Hedge.AT_LEAST, 2, INF),
        ("غرامة لا تتجاوز 40 ألف ريال", Hedge.AT_MOST, 0, 40_000),
        ("لا يزيد عمره عن 40 عاما", Hedge.AT_MOST, 0, 40),
        ("بيعت بأقل من 40 دولارا", Hedge.AT_MOST, 0, 40),
        ("خصم يصل إلى 40%", Hedge.AT_MOST, 0, 40),
        ("ارتفع السهم ليصل إلى 40 ريالا", Hedge.EXACT, 40, 40),
        ("لا تبعد القرية عن المدينة أكثر من 40 كيلومترا", Hedge.AT_MOST, 0, 40),
        ("نقل نحو 40 شخصا", Hedge.APPROXIMATE, 36, 44),
        ("تقدر المساحة بـ 40 هكتارا", Hedge.APPROXIMATE, 36, 44),
        ("نقل قرابة الـ40 شخصا", Hedge.APPROXIMATE, 36, 44),
        ("يتراوح عددهم بين 40 و50 شخصا", Hedge.RANGE, 40, 50),
        ("تراوحت أعمارهم من 40 إلى 50 سنة", Hedge.RANGE, 40, 50),
        ("باع 40-50 سيارة", Hedge.RANGE, 40, 50),
        ("باع 5-7 ملايين سيارة", Hedge.RANGE, 5e6, 7e6),
        ("سقط عشرات الجرحى", Hedge.VAGUE, 20, 99),
        ("فر آلاف الأشخاص", Hedge.VAGUE, 2000, 99_999),
        ("وقعت شركات عدة", Hedge.VAGUE, 3, 20),
        ("at least 40 people", Hedge.AT_LEAST, 40, INF),
        ("no more than 40 people", Hedge.AT_MOST, 0, 40),
        ("up to 40 people", Hedge.AT_MOST, 0, 40),
        ("nearly 40 people", Hedge.APPROXIMATE, 36, 44),
        ("between $10 and $15 million", Hedge.RANGE, 10e6, 15e6),
        ("tens of thousands of protesters", Hedge.VAGUE, 20_000, 99_000),
    ],
)
def test_quantities_hedge(text: str, hedge: Hedge, low: float, high: float) -> None:
    quantity = one(text)
    assert quantity.hedge is hedge
    assert (quantity.low, quantity.high) == (pytest.approx(low), pytest.approx(high))


def test_quantities_change_is_two_values_and_not_a_range() -> None:
    found = find("خفضت الشركة زمن الرحلة من 22 ساعة إلى 11 ساعة", ARABIC)
    assert [(quantity.value, quantity.hedge, quantity.unit) for quantity in found] == [
        (22, Hedge.EXACT, "hour"),
        (11, Hedge.EXACT, "hour"),
    ]
    found = find("ارتفع عدد الرحلات من 49 إلى 97 رحلة", ARABIC)
    assert [(quantity.value, quantity.unit) for quantity in found] == [(49, "flight"), (97, "flight")]


@pytest.mark.parametrize(
    ("text", "dimension", "unit"),
    [
        ("دفع 40 ريالا قطريا", Dimension.MONEY, "riyal.qa"),
        ("دفع 40 دولارا أميركيا", Dimension.MONEY, "usd"),
        ("ارتفع 40 بالمئة", Dimension.PERCENT, "percent"),
        ("ارتفع 40 نقطة مئوية", Dimension.PERCENT, "percentage_point"),
        ("بسرعة 40 كيلومترا في الساعة", Dimension.SPEED, "kmh"),
        ("مساحة 40 كيلومترا مربعا", Dimension.AREA, "km2"),
        ("عمره 40 عاما", Dimension.AGE, "year"),
        ("استمر 40 عاما", Dimension.DURATION, "year"),
        ("قتل 40 من العسكريين", Dimension.COUNT, "soldier"),
        ("بلغت الحرارة 40 درجة مئوية", Dimension.TEMPERATURE, "celsius"),
        ("فاز الفريق 3 - صفر", Dimension.SCORE, "score"),
        ("ثلثا الأعضاء", Dimension.FRACTION, "member"),
        ("ارتفع عدد القتلى إلى 40", Dimension.COUNT, "killed"),
        ("a 40-year-old man", Dimension.AGE, "year"),
        ("40 km/h", Dimension.SPEED, "kmh"),
        ("won 3-0 in the match", Dimension.SCORE, "score"),
    ],
)
def test_quantities_unit(text: str, dimension: Dimension, unit: str) -> None:
    quantity = one(text)
    assert (quantity.dimension, quantity.unit) == (dimension, unit)


@pytest.mark.parametrize(
    "text",
    [
        "في عام 2015 بدأ العمل",
        "يوم 25 شوال 1436 هـ الموافق 10 أغسطس 2015",
        "الساعة 19:30 بتوقيت الرياض",
        "الساعة الثامنة والنصف مساء",
        "بلغ الدور نصف النهائي",
        "في الربع الأول من العام",
        "بحسب المادة 12 من القانون",
        "هاتف 0555123456",
        "على متن الرحلة رقم 370",
        "التقى مسلمين في المدينة",
        "وصل صباح الاثنين",
        "القرن الحادي والعشرين",
        "المركز الثاني عشر",
        "وقع كمين في الطريق",
        "قال إن طالبان وافقت",
        "عاد إلى البلدين",
        "in 2015 work began",
        "on 23 June 2015 at 10:30",
        "F-16 jets",
    ],
)
def test_quantities_ignores_numbers_that_count_nothing(text: str) -> None:
    resources = ENGLISH if text.isascii() else ARABIC
    assert [quantity.span.of(text) for quantity in find(text, resources)] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("قتل جنديان وأصيبت امرأتان", [2, 2]),
        ("قتل ثلاثة شرطيين", [3]),
        ("جرح أربعة جنود، اثنان منهم في حال خطرة", [4, 2]),
        ("باع شركتين اثنتين", [2]),
        ("قتل جندي واحد وأصيب ثلاثة", [1, 3]),
        ("قتل 15 شخصا بينهم 3 أطفال", [15, 3]),
    ],
)
def test_quantities_duals_and_parts(text: str, values: list[float]) -> None:
    assert [quantity.value for quantity in find(text, ARABIC)] == values


# --- comparison ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("فر آلاف الأشخاص", "فر 11 ألف شخص", True),
        ("قتل 12 شخصا على الأقل", "قتل 14 شخصا", True),
        ("قتل 12 شخصا", "قتل 14 شخصا", False),
        ("أكثر من 400 ألف شخص", "439 ألف شخص", True),
        ("تلف 1.1 مليون كيلوغرام", "تلف 1137 طنا", True),
        ("تلف 1.1 مليون كيلوغرام", "تلف 1300 طن", False),
        ("نحو 100 شخص", "105 أشخاص", True),
        ("أقل من 50 دولارا", "60 دولارا", False),
        ("ارتفع 3.7%", "ارتفع 3.71%", True),
        ("ارتفع 3.7%", "ارتفع 3.8%", False),
        ("قتل 12 شخصا", "12 people", True),
        ("قطع 5 كيلومترات", "5,000 metres", True),
        ("فاز الفريق 3-1", "won the match 3-1", True),
        ("فاز الفريق 3-1", "won the match 2-1", False),
    ],
)
def test_quantities_compatible(a: str, b: str, expected: bool) -> None:
    first, second = one(a), one(b)
    assert comparable(first, second)
    assert compatible(first, second) is compatible(second, first) is expected


def test_quantities_of_different_things_are_not_comparable() -> None:
    assert not comparable(one("قتل 12 شخصا"), one("دفع 12 دولارا"))
    assert not comparable(one("دفع 12 ريالا"), one("دفع 12 دولارا"))
    assert not compatible(one("عمره 12 عاما"), one("استمر 12 عاما"))


# --- quality ------------------------------------------------------------------------------------------


def test_quantities_quality_on_development_data(shared_data: Path) -> None:
    lines = (shared_data / "data/dev/quantities.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    report, predictions = evaluate_quantities(rows)
    assert report["exact"] >= 0.95
    allowed = ("id", "sentence", "expression", "offset", "article_date", "outlet", "url")
    blind = [{key: row[key] for key in allowed} for row in rows]
    assert evaluate_quantities(blind)[1] == predictions, "a prediction depends on its label"


@pytest.mark.parametrize("text", ["ارتفعت {}%", "{}$", "بين 5 و{} طن", "{}.5 طن", "{} people"])
def test_quantities_hundreds_of_digits_are_no_number(text: str) -> None:
    for resources in (ARABIC, ENGLISH):
        assert all(abs(q.low) < 1e30 for q in find(text.format("9" * 400), resources))
