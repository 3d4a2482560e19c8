# ruff: noqa: E501  (made-up text stays on its line)
"""Which lines of a scraped page are the story."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.domain import CutReason, Span
from services.ingest.clean import Cleaned, Outside, clean
from tests.unit.ingest.pages import ARABIC_HEADLINE, ARABIC_STORY, ARABIC_TEASERS, HEADLINE, STORY, TEASERS


def kept(text: str, cleaned: Cleaned) -> str:
    return "\n".join(span.of(text) for span in cleaned.kept)


def reason_of(text: str, cleaned: Cleaned, piece: str) -> CutReason | None:
    at = text.index(piece)
    return next((cut.reason for cut in cleaned.cuts if cut.span.overlaps(Span(at, at + len(piece)))), None)


def page(*lines: str) -> str:
    return "\n\n".join(lines)


OTHER = (
    "سلسلة مخابز تفتتح فرعها العاشر في مبنى الجمارك القديم",
    "تعد السلسلة القادمة من الجبال بتوفير ثلاثين وظيفة جديدة وخبز يختمر يومين كاملين قبل أن يدخل الفرن.",
    "وأوضح مدير السلسلة أن الفرع الجديد سيعمل على مدار الساعة طوال أيام الأسبوع من دون انقطاع.",
)


def test_a_bare_story_is_kept_whole() -> None:
    text = page(ARABIC_HEADLINE, *ARABIC_STORY)
    cleaned = clean(text)
    assert not cleaned.cuts
    assert cleaned.title is not None
    assert cleaned.title.of(text) == ARABIC_HEADLINE
    assert len(cleaned.kept) == 1 + len(ARABIC_STORY)


def test_menus_staff_and_captions_above_the_lead_are_cut() -> None:
    text = page(
        "قناة المرفأ المرفأ سبورت المرفأ عقارات Harbour english",
        "رئيس التحرير",
        "سامر العلي",
        ARABIC_HEADLINE,
        "السفينة عند الرصيف الشمالي",
        "السفينة عند الرصيف الشمالي",
        "×",
        *ARABIC_STORY,
    )
    cleaned = clean(text)
    assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY))
    assert reason_of(text, cleaned, "قناة المرفأ") is CutReason.MENU
    assert reason_of(text, cleaned, "سامر العلي") is CutReason.STAFF
    assert reason_of(text, cleaned, "السفينة عند") is CutReason.CAPTION


def test_one_linked_headline_inside_the_story_does_not_end_it() -> None:
    text = page(ARABIC_HEADLINE, *ARABIC_STORY[:2], "أخبار ذات صلة", ARABIC_TEASERS[1][0], *ARABIC_STORY[2:])
    cleaned = clean(text)
    assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY))
    assert reason_of(text, cleaned, ARABIC_TEASERS[1][0]) is CutReason.RELATED


def test_a_link_on_the_line_of_its_cue_is_cut_alone() -> None:
    text = page(ARABIC_HEADLINE, *ARABIC_STORY[:2], f"اقرأ أيضاً: {ARABIC_TEASERS[1][0]}", *ARABIC_STORY[2:])
    cleaned = clean(text)
    assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY))


def test_a_whole_other_article_behind_the_tags_is_cut_to_the_end() -> None:
    text = page(
        ARABIC_HEADLINE,
        *ARABIC_STORY,
        "المصدر: بوابة الخليج الصغير",
        "كلمات دلالية: طولان عبارات حريق",
        "إقرأ أيضاً:",
        OTHER[0],
        OTHER[1],
        f"اقرأ أيضا: {ARABIC_TEASERS[1][0]}",
        OTHER[2],
    )
    cleaned = clean(text)
    assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY))
    assert reason_of(text, cleaned, OTHER[1]) is CutReason.OTHER_ARTICLE
    assert reason_of(text, cleaned, OTHER[2]) is CutReason.OTHER_ARTICLE
    assert reason_of(text, cleaned, "المصدر") is CutReason.CREDIT
    assert reason_of(text, cleaned, "كلمات") is CutReason.TAGS


def test_another_article_is_recognised_by_its_vocabulary_alone() -> None:
    text = page(ARABIC_HEADLINE, *ARABIC_STORY, "اقرأ أيضا", *OTHER)
    cleaned = clean(text)
    assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY))


def test_most_read_ends_a_told_story_but_not_one_that_begins() -> None:
    text = page(HEADLINE, *STORY, "Most read", *(title for title, _ in TEASERS), TEASERS[0][1])
    assert kept(text, clean(text)) == "\n".join((HEADLINE, *STORY))
    text = page(HEADLINE, STORY[0], "Comments", *STORY[1:])
    assert kept(text, clean(text)) == "\n".join((HEADLINE, *STORY))


def test_a_byline_glued_before_the_lead_is_cut_and_the_lead_kept() -> None:
    for byline in (
        "سلمى نور - طولان - الأربعاء 8 مارس 2023 08:28 مساءً - ",
        "سلمى نور- المرفأ- طولان: ",
        "طولان (رويترز) - ",
        "طولان الشمالية (وكالة الموج) - ",
        "واس - طولان: ",
    ):
        text = page(ARABIC_HEADLINE, byline + ARABIC_STORY[0], *ARABIC_STORY[1:])
        cleaned = clean(text, outlet="المرفأ")
        assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY)), byline
        assert cleaned.cuts[0].reason is CutReason.DATELINE


def test_a_parenthesis_between_dashes_is_no_byline() -> None:
    lead = "وصل وزير النقل -حفظه الله- إلى مدينة طولان أمس على رأس وفد كبير لتفقد السفينة المتضررة."
    text = page(ARABIC_HEADLINE, lead, *ARABIC_STORY[1:])
    assert lead in kept(text, clean(text))
    lead = "ذكرت الصحيفة - في تقرير لها أمس - أن السفينة المتضررة لن تعود إلى الخدمة قبل نهاية الصيف المقبل."
    text = page(ARABIC_HEADLINE, lead, *ARABIC_STORY[1:])
    assert lead in kept(text, clean(text))


def test_headings_between_paragraphs_are_told_from_lists_and_figures() -> None:
    text = page(ARABIC_HEADLINE, *ARABIC_STORY[:2], "غضب سكان الجزر", *ARABIC_STORY[2:])
    cleaned = clean(text)
    assert [span.of(text) for span in cleaned.headings] == ["غضب سكان الجزر"]
    assert "\n".join(span.of(text) for span in cleaned.paragraphs) == "\n".join(ARABIC_STORY)
    items = ("- سفينة كبيرة تتسع لمئات الركاب", "الأسعار: 25 كرونة للبالغين")
    text = page(ARABIC_HEADLINE, *ARABIC_STORY[:2], *items, *ARABIC_STORY[2:])
    for item in items:
        assert item in [span.of(text) for span in clean(text).paragraphs]


def test_furniture_glued_to_the_last_paragraph_is_cut() -> None:
    text = page(
        ARABIC_HEADLINE,
        *ARABIC_STORY[:-1],
        f"{ARABIC_STORY[-1]} رابط الخبر بصحيفة المرفأ: {ARABIC_HEADLINE}",
    )
    cleaned = clean(text, title=ARABIC_HEADLINE)
    assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY))
    assert cleaned.cuts[-1].reason is CutReason.LINK_LINE
    text = page(ARABIC_HEADLINE, *ARABIC_STORY[:-1], f"{ARABIC_STORY[-1]} سمات طولان حريق عبارات")
    cleaned = clean(text)
    assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY))
    assert cleaned.cuts[-1].reason is CutReason.TAGS


def test_the_given_headline_is_found_and_one_far_down_is_not_taken() -> None:
    text = page("Harbour Courier", HEADLINE, *STORY)
    cleaned = clean(text, title=HEADLINE)
    assert cleaned.title is not None
    assert cleaned.title.of(text) == HEADLINE
    text = page(*STORY, HEADLINE)
    cleaned = clean(text, title=HEADLINE)
    assert cleaned.title is None
    assert STORY[0] in kept(text, cleaned)


def test_a_headline_that_looks_like_a_cue_survives() -> None:
    headline = "Latest news from the harbour: ferry company cancels night crossings after fire"
    text = page("Menu", headline, *STORY)
    cleaned = clean(text, title=headline)
    assert cleaned.title is not None
    assert cleaned.title.of(text) == headline


def test_apps_sharing_and_rights_are_cut_wherever_they_stand() -> None:
    furniture = {
        "تم نشر هذا المقال بواسطة تطبيق الموجة": CutReason.APP,
        "تابعونا على تويتر وفيسبوك": CutReason.SHARE,
        "جميع الحقوق محفوظة لصحيفة المرفأ 2023": CutReason.MENU,
        "Advertisement": CutReason.ADVERTISEMENT,
        "https://courier.example/a/1": CutReason.LINK_LINE,
        "Sign up for our newsletter": CutReason.SHARE,
    }
    for line, reason in furniture.items():
        text = page(ARABIC_HEADLINE, *ARABIC_STORY[:3], line, *ARABIC_STORY[3:])
        cleaned = clean(text)
        assert kept(text, cleaned) == "\n".join((ARABIC_HEADLINE, *ARABIC_STORY)), line
        assert reason_of(text, cleaned, line) is reason, line


def test_a_long_sentence_that_mentions_a_cue_is_story() -> None:
    sentence = (
        "وأطلقت الشركة خدمة تتيح للركاب تحميل التطبيق على هواتفهم ومتابعة مواعيد الرحلات الصباحية والاطلاع على "
        "سياسة الخصوصية قبل شراء التذاكر من أي مكان في الجزر الخارجية التي تتوقف عندها العبارات كل يوم تقريبا "
        "خلال أشهر الصيف."
    )
    text = page(ARABIC_HEADLINE, *ARABIC_STORY, sentence)
    assert sentence in kept(text, clean(text))


def test_what_the_page_structure_rules_out_stays_out() -> None:
    text = page(HEADLINE, *STORY, TEASERS[0][1])
    at = text.index(TEASERS[0][1])
    cleaned = clean(text, outside=[Outside(Span(at, len(text)), CutReason.MENU, "test")])
    assert TEASERS[0][1] not in kept(text, cleaned)
    assert cleaned.cuts[-1].rule == "test"


LINES = st.sampled_from(
    [
        *ARABIC_STORY,
        *STORY,
        "اقرأ أيضاً:",
        "أخبار ذات صلة",
        "الأكثر قراءة",
        "Comments (3)",
        "Tags: a b",
        "رئيس التحرير",
        "طباعة",
        "17-6-2024 | 19:01",
        "سبق- طولان: " + ARABIC_STORY[0],
        "×",
        "",
        "  ",
    ]
)


@given(
    st.one_of(
        st.text(max_size=400), st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=14).map("\n".join)
    )
)
@settings(max_examples=250, deadline=None)
def test_kept_and_cut_spans_cover_the_text_without_overlap(text: str) -> None:
    cleaned = clean(text)
    spans = sorted([*cleaned.kept, *(cut.span for cut in cleaned.cuts)])
    assert list(cleaned.kept) == sorted(cleaned.kept)
    assert [cut.span for cut in cleaned.cuts] == sorted(cut.span for cut in cleaned.cuts)
    at = 0
    for span in spans:
        assert span.start >= at
        assert not text[at : span.start].strip()
        assert len(span) > 0
        at = span.end
    assert not text[at:].strip()
    assert cleaned.title is None or cleaned.title in cleaned.kept
