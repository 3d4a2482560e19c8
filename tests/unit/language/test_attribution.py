"""Who says it. All sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.domain import LinkKind, Span, Stance
from services.language.attribution import Attributed, Attributor
from services.language.language import language
from services.language.tokens import Tokens


def read(text: str, code: str = "ar", *, title: bool = False) -> Attributed:
    return Attributor(language(code), "").read_tokens(Tokens(text), title=title)


def names(found: Attributed) -> list[str]:
    return [link.name for link in found.chain]


@pytest.mark.parametrize(
    ("text", "speaker", "stance"),
    [
        ("قال وزير النقل سامر الحداد إن الجسر سيفتح قريبا", "وزير النقل سامر الحداد", Stance.REPORTED),
        ("وأوضحت المديرة هالة قاسم أن العدد ثابت", "المديرة هالة قاسم", Stance.REPORTED),
        ("وأشار الحداد إلى أن الأعمال انتهت", "الحداد", Stance.REPORTED),
        ("أكد المتحدث باسم الوزارة في بيان صحفي أن المستشفى يعمل", "المتحدث باسم الوزارة", Stance.REPORTED),
        ("وزير الزراعة أكد أن الموسم جيد", "وزير الزراعة", Stance.REPORTED),
        ("من جهته، قال الحداد إن الجسر آمن", "الحداد", Stance.REPORTED),
        ("وكان الوزير قد أعلن أن الجسر سيفتح", "الوزير", Stance.REPORTED),
        ("أعلنت الوزارة عن فتح الجسر", "الوزارة", Stance.REPORTED),
        ("نفت الوزارة أن يكون الجسر قد أغلق", "الوزارة", Stance.DENIED),
        ("ونفى الحداد صحة ما نشر عن إغلاق الجسر", "الحداد", Stance.DENIED),
        ("زعمت الجماعة أنها أسقطت الطائرة", "الجماعة", Stance.ALLEGED),
        ("وتوقع الخبير أن ترتفع الأسعار", "الخبير", Stance.PREDICTED),
        ("ويخشى الصيادون من أن تتلوث المياه", "الصيادون", Stance.PREDICTED),
        ("وأبلغت المديرة أن الجسر آمن", "المديرة", Stance.REPORTED),
        ("وقال الحداد: «لن نغلق الجسر مهما حدث»", "الحداد", Stance.QUOTED),
        ("وقال توم هارت، المدير السابق، إن الشركة رابحة", "توم هارت", Stance.REPORTED),
        ("يعاني السكان نقص المياه، بحسب تقرير البلدية", "تقرير البلدية", Stance.REPORTED),
        ("ووفقا لمسؤولين محليين فإن الطريق مغلق", "مسؤولين محليين", Stance.REPORTED),
    ],
)
def test_arabic_speaker_and_stance(text: str, speaker: str, stance: Stance) -> None:
    found = read(text)
    assert names(found) == [speaker]
    assert found.stance is stance
    link = found.chain[0]
    assert link.span is not None
    assert link.span.of(text) == speaker


@pytest.mark.parametrize(
    "text",
    [
        "وصل الوزير إلى المدينة أمس",
        "استقبل الأمير الوفد الذي قال إنه سعيد",
        "هرب السكان بعد أن أعلنت الحكومة حظر التجول",
        "سارعت البلدية إلى نفي الخبر",
        "يجب العمل وفقا للقانون الجديد",
        "يذكر أن الجسر افتتح قبل عام",
        "تشير الزيارة إلى أن العلاقات جيدة",
        "وقع الحادث بين المدينتين",
        "وتبلغ الطاقة الإجمالية للمحطات مليوني متر مكعب",
    ],
)
def test_arabic_statements_of_the_outlet_itself(text: str) -> None:
    assert read(text) == Attributed((), Stance.ASSERTED)


def test_possible_is_predicted_but_the_past_after_qad_is_not() -> None:
    assert read("من المتوقع أن يفتح الجسر غدا").stance is Stance.PREDICTED
    assert read("ربما يفتح الجسر غدا").stance is Stance.PREDICTED
    assert read("قد يؤدي المطر إلى إغلاق الجسر").stance is Stance.PREDICTED
    assert read("وقد أغلق الجسر أمس").stance is Stance.ASSERTED


def test_chain_of_three_outermost_first() -> None:
    text = "ذكرت صحيفة «المرفأ» أن محللا عسكريا يرى أن الهجوم فشل"
    found = Attributor(language("ar"), "البوابة").read(text, Span(0, len(text)))
    assert [(link.kind, link.name) for link in found.chain] == [
        (LinkKind.OUTLET, "البوابة"),
        (LinkKind.MEDIUM, "صحيفة «المرفأ»"),
        (LinkKind.UNNAMED, "محللا عسكريا"),
    ]
    assert found.chain[0].span is None


def test_relay_names_the_agency_and_its_source() -> None:
    found = read("ونقلت وكالة رويترز عن مصدر في الشرطة قوله إن الرجل هرب")
    assert [(link.kind, link.name) for link in found.chain] == [
        (LinkKind.AGENCY, "وكالة رويترز"),
        (LinkKind.UNNAMED, "مصدر في الشرطة"),
    ]


def test_medium_that_carries_the_words_stands_before_the_speaker() -> None:
    found = read("وقالت الوزارة في بيان نشرته وكالة الأناضول إن الجسر آمن")
    assert [link.kind for link in found.chain] == [LinkKind.AGENCY, LinkKind.SPEAKER]
    assert names(found) == ["وكالة الأناضول", "الوزارة"]
    assert names(read("وقال الحداد لصحيفة المرفأ إن الجسر آمن")) == ["صحيفة المرفأ", "الحداد"]
    assert names(read("أكد الحداد ل«المرفأ» أن الجسر آمن")) == ["المرفأ", "الحداد"]


def test_speaker_is_carried_by_gender() -> None:
    lines = (
        "قال الوزير إن الجسر آمن.",
        "وذكرت البلدية أن الطريق مفتوح.",
        "وأضاف أن العمل مستمر.",
        "وأضافت أن السير عادي.",
    )
    text = "\n".join(lines)
    attributor = Attributor(language("ar"), "")
    spans = []
    start = 0
    for line in lines:
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    found = [attributor.read(text, span) for span in spans]
    he, she = found[2].chain[-1], found[3].chain[-1]
    assert (he.name, he.carried, he.span) == ("الوزير", True, None)
    assert (she.name, she.carried, she.span) == ("البلدية", True, None)
    assert he.verb_span is not None
    assert he.verb_span.of(text) == "وأضاف" == he.verb


def test_quotation_without_a_verb_carries_the_speaker() -> None:
    attributor = Attributor(language("ar"), "")
    text = "قال الوزير إن الجسر آمن"
    attributor.read(text, Span(0, len(text)))
    quotation = "«سنفتح الجسر غدا أمام كل السيارات»"
    found = attributor.read(quotation, Span(0, len(quotation)))
    assert (names(found), found.stance) == (["الوزير"], Stance.QUOTED)


def told(code: str, *lines: str) -> list[tuple[LinkKind, str]]:
    """Kind and name of the first link of each line, read in order."""
    attributor = Attributor(language(code), "")
    chains = [attributor.read_tokens(Tokens(line)).chain for line in lines]
    return [(chain[0].kind, chain[0].name) for chain in chains if chain]


@pytest.mark.parametrize(
    ("code", "lines", "medium"),
    [
        (
            "ar",
            (
                "أكد مقال نشرته صحيفة «المرفأ» أن الجسر آمن",
                "وأشار المقال، الذي كتبه نادر العلي، إلى أن العمل مستمر",
                "وأضافت الصحيفة أن الطريق مفتوح",
            ),
            "صحيفة «المرفأ»",
        ),
        ("ar", ("ذكر تقرير لقناة المرفأ أن الجسر آمن", "وأضاف التقرير أن العمل مستمر"), "قناة المرفأ"),
        ("ar", ("ذكرت قناة المرفأ في تقرير لها أن الجسر آمن", "وأضاف التقرير أن العمل مستمر"), "قناة المرفأ"),
        (
            "ar",
            ("رأت افتتاحية صحيفة المرفأ أن الجسر آمن", "وأضافت الافتتاحية أنه قديم"),
            "صحيفة المرفأ",
        ),
        (
            "ar",
            ("أظهرت دراسة نشرتها مجلة الجسور أن الجسر آمن", "وأوضحت الدراسة أن العمل مستمر"),
            "مجلة الجسور",
        ),
        (
            "en",
            (
                "An article published by the Meridian Post said the bridge was safe.",
                "The article added that work went on.",
                "The paper said the road was open.",
            ),
            "the Meridian Post",
        ),
        (
            "en",
            ("An editorial in the Meridian Post said it was safe.", "The editorial added that it was old."),
            "the Meridian Post",
        ),
        (
            "en",
            (
                "It is safe, according to a report published by Bridge Weekly.",
                "The report said work went on.",
            ),
            "Bridge Weekly",
        ),
    ],
)
def test_what_a_medium_publishes_stands_for_it(code: str, lines: tuple[str, ...], medium: str) -> None:
    assert told(code, *lines) == [(LinkKind.MEDIUM, medium)] * len(lines)


def test_a_report_of_an_agency_is_the_agency() -> None:
    lines = ("A Reuters report said the bridge was safe.", "The report added that work went on.")
    assert told("en", *lines) == [(LinkKind.AGENCY, "Reuters")] * 2


@pytest.mark.parametrize(
    ("code", "lines", "source"),
    [
        (
            "ar",
            (
                "ذكرت صحيفة المرفأ أن الجسر آمن",
                "وأصدرت البلدية تقريرا عن الجسر",
                "وأضاف التقرير أن العمل مستمر",
            ),
            (LinkKind.MEDIUM, "التقرير"),
        ),
        (
            "en",
            ("The author of a study published in Bridges said it was safe.",),
            (LinkKind.SPEAKER, "The author of a study published in Bridges"),
        ),
        (
            "ar",
            ("جاء في تقرير نشر في مايو الماضي", "وأضاف التقرير أن العمل مستمر"),
            (LinkKind.MEDIUM, "التقرير"),
        ),
    ],
)
def test_a_piece_of_somebody_else_is_not_the_medium_cited_before(
    code: str, lines: tuple[str, ...], source: tuple[LinkKind, str]
) -> None:
    assert told(code, *lines)[-1] == source


def test_headlines() -> None:
    assert names(read("الحداد: الجسر آمن", title=True)) == ["الحداد"]
    assert read("بيروت: افتتاح الجسر الجديد", title=True).chain == ()
    assert read("بالفيديو: افتتاح الجسر الجديد", title=True).chain == ()
    assert read("تعاون واسع: اتفاق جديد بين البلدين", title=True).chain == ()
    assert names(read("الحداد يحذر السائقين: الجسر مغلق", title=True)) == ["الحداد"]
    denied = read("الكرملين ينفي إغلاق الجسر", title=True)
    assert (names(denied), denied.stance) == (["الكرملين"], Stance.DENIED)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("ar", "حريق الميناء: ارتفاع عدد القتلى"),
        ("ar", "انهيار جسر السنديان: مقتل عاملين"),
        ("ar", "بالأرقام: خسائر الميناء"),
        ("ar", "كأس الأندية: الهلال يواجه النجم"),
        ("ar", "مصدر: الجسر آمن"),
        ("en", "Port blaze: dock worker points to fertiliser"),
        ("en", "Port Blaze: Dock Worker Points to Fertiliser"),
        ("en", "Water tariff: what to expect"),
        ("en", "Ministry Fire: Two Dead"),
    ],
)
def test_the_subject_of_a_headline_is_no_speaker(code: str, title: str) -> None:
    assert read(title, code, title=True) == Attributed((), Stance.ASSERTED)


@pytest.mark.parametrize(
    ("code", "title", "speaker"),
    [
        ("ar", "لافروف: التعاون مستمر", "لافروف"),
        ("ar", "مصدر حكومي: الجسر آمن", "مصدر حكومي"),
        ("ar", "وزارة المياه: لا زيادة في التعرفة", "وزارة المياه"),
        ("ar", "كبار الخبراء: الجسر آمن", "كبار الخبراء"),
        ("en", "Minister: the bridge is safe", "Minister"),
        ("en", "Government source: the bridge is safe", "Government source"),
        ("en", "Ministry of Works: the bridge is safe", "Ministry of Works"),
        ("en", "Port authority: ships still sail", "Port authority"),
        ("en", "Ann Hale: the bridge is safe", "Ann Hale"),
        ("en", "Lavrov: talks go on", "Lavrov"),
    ],
)
def test_a_name_a_role_or_a_body_before_a_colon_speaks(code: str, title: str, speaker: str) -> None:
    assert names(read(title, code, title=True)) == [speaker]


@pytest.mark.parametrize(
    ("text", "speakers", "stance"),
    [
        ("The mayor said that the bridge would open.", ["The mayor"], Stance.REPORTED),
        ("The bridge is safe, engineers said on Monday.", ["engineers"], Stance.REPORTED),
        (
            '"We will open the bridge," Transport Minister Ann Hale said.',
            ["Transport Minister Ann Hale"],
            Stance.QUOTED,
        ),
        ("According to the port authority, two ships sank.", ["the port authority"], Stance.REPORTED),
        ("Ann Hale, the mayor, denied that the bridge had closed.", ["Ann Hale, the mayor"], Stance.DENIED),
        ("The rebels claimed they had taken the town.", ["The rebels"], Stance.ALLEGED),
        ("The bridge may close next week.", [], Stance.PREDICTED),
        ("The two sides signed the treaty on Friday.", [], Stance.ASSERTED),
        ("The minister, who said he would resign, met the mayor.", [], Stance.ASSERTED),
    ],
)
def test_english(text: str, speakers: list[str], stance: Stance) -> None:
    found = read(text, "en")
    assert (names(found), found.stance) == (speakers, stance)


def test_english_pronoun_carries() -> None:
    attributor = Attributor(language("en"), "")
    first, second = "Ann Hale said the bridge was safe.", "She added that it would open soon."
    attributor.read(first, Span(0, len(first)))
    link = attributor.read(second, Span(0, len(second))).chain[0]
    assert (link.name, link.carried, link.verb) == ("Ann Hale", True, "added")


PIECES = (
    "قال وأضاف الوزير أن إن «نعم لا» : ، عن نقلت رويترز بحسب الذي . وفقا ل نفى قد ربما 5",
    'said that Ann , according to " he told citing',
)
WORDS = st.lists(st.sampled_from(" ".join(PIECES).split(" ")), max_size=20).map(" ".join)


@given(st.lists(WORDS | st.text(max_size=40), max_size=4), st.sampled_from(["ar", "en"]))
def test_spans_lie_in_the_sentence_and_match_their_words(lines: list[str], code: str) -> None:
    text = "\n".join(lines)
    attributor = Attributor(language(code), "منبر")
    start = 0
    for line in lines:
        span = Span(start, start + len(line))
        start = span.end + 1
        found = attributor.read(text, span)
        assert found.chain[0].kind is LinkKind.OUTLET
        for link in found.chain[1:]:
            for part in (link.span, link.verb_span):
                assert part is None or span.start <= part.start < part.end <= span.end
            if link.verb_span is not None:
                assert link.verb_span.of(text) == link.verb
            assert not (link.carried and link.span is not None)
