"""A sentence is supported by what it cites, or it is not told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.summarize.verify import Cited, Failure, verify
from tests.alignments import DAY, article


def cited(*sentences: str, language: str = "ar", day: date = DAY) -> list[Cited]:
    return [
        Cited(s.statements[0], s.outlet, s.published.day)
        for s in (article(f"o{i}", t, language=language, day=day) for i, t in enumerate(sentences))
    ]


SOURCE = "قال المتحدث باسم الدفاع المدني ياسر الخضري إن 11 شخصا قتلوا في حريق المستودع يوم 10 مارس 2026."
ENGLISH = "Spokesman Yasser al-Khudari said 11 people were killed in the warehouse fire on March 10, 2026."


@pytest.mark.parametrize(
    ("sentence", "failure"),
    [
        (SOURCE, None),
        ("قال ياسر الخضري إن 11 شخصا قتلوا في حريق المستودع.", None),
        ("قال الخضري إن أحد عشر شخصا قتلوا في حريق المستودع.", None),
        ("قال الخضري إن 12 شخصا قتلوا في حريق المستودع.", Failure.NUMBER),
        ("قال الخضري إن ١١ شخصا قتلوا في حريق المستودع يوم ١٠ مارس ٢٠٢٦.", None),
        ("قال الخضري إن 11 شخصا قتلوا في حريق المستودع يوم 12 مارس 2026.", Failure.TIME),
        ("قال الخضري إن 11 شخصا لم يقتلوا في حريق المستودع.", Failure.POLARITY),
        ("نفى الخضري أن يكون 11 شخصا قتلوا في حريق المستودع.", Failure.POLARITY),
        ('قال الخضري إن "11 شخصا قتلوا" في حريق المستودع.', None),
        ('قال الخضري إن "11 شخصا أحرقوا" في حريق المستودع.', Failure.QUOTE),
        ("قال الخضري إن سكان القرية يزرعون القمح والشعير في الحقول.", Failure.WORDS),
        ("", Failure.EMPTY),
    ],
)
def test_verify_arabic(sentence: str, failure: Failure | None) -> None:
    assert verify(sentence, cited(SOURCE), language="ar") is failure


@pytest.mark.parametrize(
    ("sentence", "failure"),
    [
        (ENGLISH, None),
        ("Eleven people were killed in the warehouse fire, Yasser al-Khudari said.", None),
        ("At least 11 people were killed in the warehouse fire, al-Khudari said.", None),
        ("Twelve people were killed in the warehouse fire, al-Khudari said.", Failure.NUMBER),
        ("Harold Winterbottom said 11 people were killed in the warehouse fire.", Failure.NAME),
        ("Al-Khudari said 11 people were killed in the warehouse fire on March 14, 2026.", Failure.TIME),
        ("Al-Khudari denied that 11 people were killed in the warehouse fire.", Failure.POLARITY),
        ("Eleven people were killed in the warehouse fire.", Failure.STANCE),
        ("Al-Khudari said “11 people were killed” in the warehouse fire.", None),
        ("Al-Khudari said “11 people were murdered” in the warehouse fire.", Failure.QUOTE),
    ],
)
def test_verify_english(sentence: str, failure: Failure | None) -> None:
    assert verify(sentence, cited(ENGLISH, language="en"), language="en") is failure


def test_verify_weaker_is_supported_and_stronger_is_not() -> None:
    bound = "At least 40 houses were damaged in the storm."
    exact = "40 houses were damaged in the storm."
    assert verify(bound, cited(exact, language="en"), language="en") is None
    assert verify(exact, cited(bound, language="en"), language="en") is Failure.NUMBER


def test_verify_units_are_converted() -> None:
    source = "أوضحت هيئة الموانئ أن المستودع كان يضم 1.1 مليون كيلوغرام من الأسمدة."
    said = "أوضحت هيئة الموانئ أن المستودع كان يضم 1100 طن من الأسمدة."
    wrong = "أوضحت هيئة الموانئ أن المستودع كان يضم 110 أطنان من الأسمدة."
    assert verify(said, cited(source), language="ar") is None
    assert verify(wrong, cited(source), language="ar") is Failure.NUMBER


def test_verify_figures_that_name_things_must_be_cited_too() -> None:
    source = "بدأ الحريق في المستودع رقم 7 في الميناء."
    assert verify("بدأ الحريق في المستودع رقم 7 في الميناء.", cited(source), language="ar") is None
    assert verify("بدأ الحريق في المستودع رقم 9 في الميناء.", cited(source), language="ar") is Failure.NUMBER


def test_verify_yesterday_is_read_with_the_day_of_the_source() -> None:
    source = cited("اندلع الحريق أمس في مستودع الميناء.", day=date(2026, 3, 11))
    assert verify("اندلع الحريق أمس في مستودع الميناء.", source, language="ar") is None
    assert verify("اندلع الحريق في مستودع الميناء يوم 10 مارس 2026.", source, language="ar") is None
    assert verify("اندلع الحريق في مستودع الميناء يوم 11 مارس 2026.", source, language="ar") is Failure.TIME


def test_verify_any_of_several_citations_may_support() -> None:
    two = cited("قتل 11 شخصا في حريق الميناء.", "قدرت الخسائر في حريق الميناء بنحو 40 مليون دولار.")
    said = "قتل 11 شخصا في حريق الميناء وقدرت الخسائر بنحو 40 مليون دولار."
    assert verify(said, two, language="ar") is None
    assert verify(said, two[:1], language="ar") is Failure.NUMBER


def test_verify_an_allegation_needs_its_frame() -> None:
    source = cited("زعم عامل في الميناء أن الإدارة أهملت صيانة المستودع.")
    told = "أهملت الإدارة صيانة المستودع في الميناء."
    assert verify(told, source, language="ar") is Failure.STANCE


def test_verify_a_denial_is_not_told_as_what_it_denies() -> None:
    source = cited("نفت الوزارة أن يكون المستودع يضم نترات الأمونيوم.")
    assert verify("يضم المستودع نترات الأمونيوم.", source, language="ar") is Failure.POLARITY
    assert verify("نفت الوزارة أن يكون المستودع يضم نترات الأمونيوم.", source, language="ar") is None


def test_verify_needs_a_citation() -> None:
    assert verify(SOURCE, [], language="ar") is Failure.EMPTY


_NUMBERS = st.integers(2, 9_999_999)


@settings(deadline=None, max_examples=60)
@example(number=1_000_000, other=999_999)
@given(number=_NUMBERS, other=_NUMBERS)
def test_verify_a_figure_is_supported_by_itself_alone(number: int, other: int) -> None:
    source = cited(f"أنفقت الوزارة {number} دولار على بناء المدارس.")
    supported = verify(f"أنفقت الوزارة {other} دولار على بناء المدارس.", source, language="ar") is None
    assert supported is (number == other)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80))
def test_verify_any_text_is_judged_without_an_error(text: str) -> None:
    assert verify(text, cited(SOURCE), language="ar") in {None, *Failure}
