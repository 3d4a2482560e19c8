"""How a selected statement reads in an account."""

from __future__ import annotations

import pytest

from services.common.domain import Section
from services.language.summaries import summaries
from services.summarize.render import word
from services.summarize.select import Selected, Sources, select
from tests.alignments import Says, alignment, article, warehouse_fire


def worded(section: Section, *says: Says, language: str, articles: list) -> str:  # type: ignore[type-arg]
    sources = Sources(alignment(articles))
    selected = Selected(section, tuple(s.ref for s in says), 0, len(says), len(says))
    return word(selected, sources, language).text()


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("وقتل 11 شخصا في الحريق", "قتل 11 شخصا في الحريق"),
        ("ووقعت الوزارة العقد", "وقعت الوزارة العقد"),
        ("وقعت وزارة المياه العقد", "وقعت وزارة المياه العقد"),
        ("وزارة المياه وقعت العقد", "وزارة المياه وقعت العقد"),
        ("والحريق بدأ ليلا", "الحريق بدأ ليلا"),
        ("والي المدينة زار الموقع", "والي المدينة زار الموقع"),
        ("والدة الطفل شكرت الأطباء", "والدة الطفل شكرت الأطباء"),
        ("وتيرة البناء بطيئة", "وتيرة البناء بطيئة"),
        ("وتبلغ الطاقة ألف طن", "تبلغ الطاقة ألف طن"),
        ("ويليام سميث زار المصنع", "ويليام سميث زار المصنع"),
        ("من جانبه، قال الوزير إن العمل بدأ", "قال الوزير إن العمل بدأ"),
        ("وفي سياق متصل، نفت الشركة الخبر", "نفت الشركة الخبر"),
        ("ومن المقرر أن يبدأ العمل", "من المقرر أن يبدأ العمل"),
        ("وفق بيان رسمي بدأ العمل", "وفق بيان رسمي بدأ العمل"),
    ],
)
def test_connectors_arabic(text: str, trimmed: str) -> None:
    assert summaries("ar").without_connectors(text) == trimmed


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("Meanwhile, the port stayed open.", "the port stayed open."),
        ("But the port stayed open.", "the port stayed open."),
        ("In addition, the port stayed open.", "the port stayed open."),
        ("Android phones sold well.", "Android phones sold well."),
        ("Sofia stayed open.", "Sofia stayed open."),
    ],
)
def test_connectors_english(text: str, trimmed: str) -> None:
    assert summaries("en").without_connectors(text) == trimmed


def test_a_language_without_phrases_is_refused() -> None:
    with pytest.raises(ValueError, match="declares no phrases"):
        summaries("xx")


def test_listed_names_the_first_and_hints_at_the_rest() -> None:
    english = summaries("en")
    assert english.listed([]) == ""
    assert english.listed(["A"]) == "A"
    assert english.listed(["A", "B"]) == "A and B"
    assert english.listed(["A", "B", "C"]) == "A, B and C"
    assert english.listed(["A", "B", "C", "D"]) == "A, B, C and others"


def test_word_agreed_is_the_statement_alone() -> None:
    plain = article("post", "Meanwhile, the ferry was cancelled on Sunday.", language="en")
    text = worded(Section.AGREED, Says("post", 0), language="en", articles=[plain])
    assert text == "The ferry was cancelled on Sunday."


def test_word_sides_name_their_outlets() -> None:
    fire = warehouse_fire()
    sources = Sources(fire)
    sides = [s for s in select(fire).sentences if s.section is Section.DISPUTED]
    texts = {word(s, sources, "ar").text() for s in sides}
    assert any(t.startswith("بحسب own: قالت مصادر طبية إن 14 شخصا") for t in texts)
    assert any(t.startswith("بحسب wire وreprint: قتل 11 شخصا") for t in texts)


def test_word_another_language_is_quoted_word_for_word() -> None:
    english = article("post", "And the warehouse held ammonium nitrate.", language="en")
    text = worded(Section.DISPUTED, Says("post", 0), language="ar", articles=[english])
    assert text == "بحسب Post: «And the warehouse held ammonium nitrate.»"


def test_word_carried_speaker_is_named() -> None:
    told = article(
        "own",
        "قال الوزير نبيل الشامخ إن التحقيق بدأ في الميناء.",
        "وأضاف أن المستودع كان يضم كمية كبيرة من الأسمدة.",
    )
    assert any(link.carried for link in told.statements[1].chain)
    alone = worded(Section.SINGLE_SOURCE, Says("own", 1), language="ar", articles=[told])
    agreed = worded(Section.AGREED, Says("own", 1), language="ar", articles=[told])
    assert alone.startswith("بحسب own نقلا عن ") and "نبيل الشامخ" in alone
    assert agreed.startswith("بحسب ") and "نبيل الشامخ" in agreed and "own" not in agreed


def test_word_agency_dateline_is_left_out() -> None:
    wire = article("wire", "مرفأ الزهور (الساحل) - غرقت عبارة قبالة السواحل فجر اليوم.")
    text = worded(Section.AGREED, Says("wire", 0), language="ar", articles=[wire])
    assert text == "غرقت عبارة قبالة السواحل فجر اليوم."


def test_word_an_outlet_with_braces_is_taken_as_it_is() -> None:
    odd = article("{words}", "أعلنت الشركة خطة جديدة للطاقة في المدينة.")
    text = worded(Section.SINGLE_SOURCE, Says("{words}", 0), language="ar", articles=[odd])
    assert text == "بحسب {words}: أعلنت الشركة خطة جديدة للطاقة في المدينة."
