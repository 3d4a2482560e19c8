"""The rules one by one: what they find, and what they leave alone."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from services.align import contradictions
from services.align.decision import score
from services.align.prepare import Context, Prepared, Side
from services.align.signals import Pair
from services.align.thresholds import THRESHOLDS
from services.common.domain import RelationKind, StatementRef
from services.language.language import language
from services.language.statements import read_one


def pair(a: str, b: str, code: str = "ar", *, days: tuple[date | None, date | None] = (None, None)) -> Pair:
    made = []
    for text, day in zip((a, b), days, strict=True):
        statement = read_one(text, language(code), outlet="outlet", published=day)
        made.append(Prepared(Side(StatementRef("a", 0), statement, Context("outlet", day, "", code), None)))
    return Pair(made[0], made[1])


def test_a_denial_of_what_the_other_side_states_is_found_with_its_passage() -> None:
    text = "نفى النادي بيع لاعبه نادر العلي"
    found = contradictions.denials(pair("باع النادي لاعبه نادر العلي", text))
    denial = next(finding for finding in found if finding.kind is RelationKind.DENIAL)
    assert denial.evidence[0].b.of(text) == "النادي بيع لاعبه نادر العلي"
    assert {term.name for term in denial.terms} >= {"denied words stated", "head of denial stated"}


def test_two_denials_of_one_thing_are_no_finding() -> None:
    both = pair("نفى النادي بيع لاعبه نادر العلي", "النادي ينفي بيع لاعبه نادر العلي")
    assert contradictions.denials(both) == []


def across(arabic: str, english: str) -> Pair:
    """A pair in two languages whose vectors say that it is about one thing."""
    vector = np.full(4, 0.5, dtype=np.float32)
    made = [
        Prepared(
            Side(
                StatementRef(code, 0),
                read_one(text, language(code), outlet=code, published=None),
                Context(code, None, "", code),
                vector,
            )
        )
        for code, text in (("ar", arabic), ("en", english))
    ]
    return Pair(made[0], made[1])


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("نفت وزارة الأشغال انهيار الجسر", "The ministry of works denied that the bridge had collapsed."),
        (
            "قالت وزارة الأشغال إن الجسر لم ينهر",
            "The ministry of works denied that the bridge had collapsed.",
        ),
        ("نفت وزارة الأشغال انهيار الجسر", "The bridge did not collapse, the ministry of works said."),
    ],
)
def test_two_languages_that_both_refuse_do_not_dispute_each_other(arabic: str, english: str) -> None:
    assert contradictions.denials(across(arabic, english)) == []


def test_a_denial_of_what_another_language_states_is_found() -> None:
    found = contradictions.denials(
        across("نفت وزارة الأشغال انهيار الجسر", "The bridge collapsed on Monday.")
    )
    assert [finding.kind for finding in found] == [RelationKind.DENIAL]


def test_a_negated_change_needs_one_of_its_scale_in_another_language() -> None:
    negated = "قال العمال إن العمل في الجسر لم يتوقف بعد الحادث"
    assert (
        contradictions.denials(across(negated, "Six people were hurt when part of the bridge gave way."))
        == []
    )
    found = contradictions.denials(across(negated, "Work on the bridge stopped after the accident."))
    assert [finding.kind for finding in found] == [RelationKind.POLARITY]


def test_a_denial_beside_the_point_is_no_finding() -> None:
    apart = pair("نفى الوزير وجود خلاف مع النقابة", "افتتحت الجامعة مكتبة جديدة في حرمها الشمالي")
    assert contradictions.denials(apart) == []


def test_what_the_denier_confirms_elsewhere_is_no_finding() -> None:
    confirmed = pair(
        "ستفتح الهيئة معبر الوادي أمام الشاحنات يوم الأحد",
        "نفت الهيئة إغلاق جسر السلام، وأكدت أنها ستفتح معبر الوادي أمام الشاحنات يوم الأحد",
    )
    assert not [f for f in contradictions.denials(confirmed) if f.kind is RelationKind.DENIAL]


def test_opposite_directions_need_one_scale_and_no_common_direction() -> None:
    assert contradictions.directions(pair("ارتفع عدد السياح في الشمال", "انخفض عدد السياح في الشمال"))
    assert not contradictions.directions(pair("ارتفع عدد السياح في الشمال", "ارتفع عدد السياح في الشمال"))


def test_markets_that_rose_and_fell_belong_to_two_sessions() -> None:
    day = date(2026, 3, 10)
    found = contradictions.directions(
        pair("ارتفع سعر الذهب في المعاملات الفورية", "انخفض سعر الذهب في المعاملات الفورية", days=(day, day))
    )
    assert found
    assert all(finding.excuse is RelationKind.SCOPE for finding in found)


def test_two_speakers_hold_two_views() -> None:
    found = contradictions.directions(
        pair(
            "قال المحلل سامي النجار إن الاتفاق سيؤدي إلى ارتفاع أسعار القمح",
            "قال الخبير خالد الرشيد إن الاتفاق سيؤدي إلى انخفاض أسعار القمح",
        )
    )
    assert {finding.excuse for finding in found} == {RelationKind.REPORTED_POSITION}


def test_days_clash_only_when_both_are_written_as_dates() -> None:
    dated = pair(
        "تنطلق المحاكمة يوم 12 أبريل 2026 أمام محكمة الجنايات",
        "تنطلق المحاكمة يوم 27 أبريل 2026 أمام محكمة الجنايات",
    )
    assert [finding.kind for finding in contradictions.times(dated)] == [RelationKind.TIME]
    weekday = pair(
        "تنطلق المحاكمة الجمعة أمام محكمة الجنايات",
        "تنطلق المحاكمة الجمعة أمام محكمة الجنايات غدا",
        days=(date(2026, 3, 5), date(2026, 3, 9)),
    )
    assert contradictions.times(weekday) == []


def test_a_replaced_place_is_found_where_the_rest_is_the_same() -> None:
    found = contradictions.replaced_names(
        pair(
            "The ministers will sign the border treaty in Geneva after months of secret talks.",
            "The ministers will sign the border treaty in Vienna after months of secret talks.",
            "en",
        )
    )
    assert [finding.kind for finding in found] == [RelationKind.PLACE]


def test_different_figures_in_one_slot_are_found_with_both_spans() -> None:
    a, b = "قتل 12 عاملا في انهيار الجسر", "قتل 19 عاملا في انهيار الجسر"
    (finding,) = contradictions.numbers(pair(a, b))
    assert finding.kind is RelationKind.NUMBER
    assert finding.evidence[0].a.of(a) == "12 عاملا"
    assert finding.evidence[0].b.of(b) == "19 عاملا"


def test_one_labelled_thing_under_two_numbers_is_found() -> None:
    (finding,) = contradictions.labels(
        pair("اندلع الحريق في المستودع رقم 7 بالميناء", "اندلع الحريق في المستودع رقم 9 بالميناء")
    )
    assert finding.rule == "label@1"
    assert finding.evidence[0].label == "number"


def test_numbers_of_documents_and_negated_numbers_are_no_labels() -> None:
    documents = pair("بعد النظر في قرار المجلس رقم (57 / 30)", "بعد النظر في قرار المجلس رقم (60 / 33)")
    assert contradictions.labels(documents) == []
    corrected = pair(
        "اندلع الحريق في المستودع رقم 7 بالميناء",
        "اندلع الحريق في المستودع رقم 7 بالميناء، وليس في المستودع رقم 9",
    )
    assert contradictions.labels(corrected) == []


def test_one_act_on_two_named_days_is_found_in_statements_that_share_little_else() -> None:
    day = date(2026, 3, 10)
    found = contradictions.broken_times(
        pair(
            "قتل عاملان في حريق اندلع فجر اليوم الثلاثاء في مستودع للأسمدة",
            "وذكر سكان أن النيران اندلعت مساء أمس الاثنين قبل وصول فرق الإطفاء",
            days=(day, day),
        )
    )
    assert [finding.kind for finding in found] == [RelationKind.TIME]


def test_the_same_weekday_is_one_day_whatever_it_was_resolved_to() -> None:
    found = contradictions.broken_times(
        pair(
            "اندلع الحريق مساء الاثنين في المستودع",
            "اندلع الحريق مساء أمس الاثنين في المستودع",
            days=(date(2026, 3, 8), date(2026, 3, 10)),
        )
    )
    assert found == []


def test_a_negator_written_onto_its_word_is_a_negation_too() -> None:
    both = pair("أكد النادي أنه لا توجد شكاوى ضده", "أكد النادي أنه لاتوجد شكاوى ضده")
    assert [f for f in contradictions.denials(both) if f.kind is RelationKind.POLARITY] == []


def test_a_figure_of_an_old_event_is_apart_from_the_news() -> None:
    day = date(2026, 3, 10)
    old = pair(
        "قتل 11 شخصا في حريق بميناء جدة", "وكان حريق آخر في ميناء جدة عام 2019 قتل 3 أشخاص", days=(day, day)
    )
    assert {finding.excuse for finding in contradictions.numbers(old)} == {RelationKind.SCOPE}


def _kinds(made: Pair) -> set[RelationKind]:
    return {finding.kind for finding in contradictions.denials(made)}


def test_a_negator_that_only_describes_a_noun_denies_nothing() -> None:
    assert not _kinds(pair("أغلقت البلدية ورشة للنجارة", "أغلقت البلدية محلا يعمل بدون ورشة للنجارة"))
    assert not _kinds(
        pair("The ferry carried passengers to Lomar", "The ferry left Lomar without passengers", "en")
    )


def test_not_but_says_that_it_did_happen() -> None:
    assert not _kinds(
        pair("فتحت الشركة مصنع الوادي", "لم تفتح الشركة مصنع الوادي، وهو الأكبر، إلا بعد عيد الفطر")
    )
    assert not _kinds(
        pair(
            "The company opened the Lomar plant",
            "The company did not open the Lomar plant until the holiday",
            "en",
        )
    )
    assert _kinds(pair("وقعت الشركة عقد بناء مصنع الوادي", "لم توقع الشركة عقد بناء مصنع الوادي"))


def test_not_knowing_of_something_is_no_denial_of_it() -> None:
    assert not _kinds(
        pair("نقل النادي مباراة القمة إلى الوادي", "لم يعلم المدرب نقل النادي مباراة القمة إلى الوادي")
    )


def test_nobody_denies_what_he_says_himself() -> None:
    stated = "أكدت بلدية نوران أن رسوم المواقف في السوق القديم ستلغى"
    denied = "نفت بلدية نوران ما نشر عن رسوم المواقف في السوق القديم"
    assert RelationKind.DENIAL not in _kinds(pair(stated, denied))


def _across(a: str, b: str) -> Pair:
    """An Arabic and an English statement whose vectors are alike."""
    made = []
    for text, code in ((a, "ar"), (b, "en")):
        statement = read_one(text, language(code), outlet="outlet", published=None)
        vector = np.asarray([0.6, 0.8], np.float32) if code == "ar" else np.asarray([0.0, 1.0], np.float32)
        made.append(
            Prepared(Side(StatementRef(code, 0), statement, Context("outlet", None, "", code), vector))
        )
    return Pair(made[0], made[1])


def test_a_telling_noun_is_counted_alike_in_two_languages() -> None:
    (found,) = contradictions.numbers(
        _across("ساعد 60 رجل إطفاء أهل القرية", "About 90 firefighters helped the village")
    )
    assert found.model == "number across languages"
    assert score(found.model, found.terms).score >= THRESHOLDS[found.model]


def test_firefighters_who_were_hurt_are_not_those_who_came() -> None:
    hurt = _across("أصيب 60 رجل إطفاء في القرية", "About 90 firefighters helped the village")
    assert all(found.model != "number across languages" for found in contradictions.numbers(hurt))


def test_a_common_noun_in_two_languages_says_too_little() -> None:
    common = _across("في القرية 60 شخصا", "The village has 90 people")
    assert all(found.model != "number across languages" for found in contradictions.numbers(common))


def test_these_accusations_stand_in_another_sentence() -> None:
    assert not _kinds(pair("قصف سلاح الجو في نوران مواقع التنظيم", "نفت نوران هذه الاتهامات"))
    assert _kinds(pair("قصف سلاح الجو في نوران مواقع التنظيم", "نفت نوران قصف مواقع التنظيم"))


def test_what_is_negated_here_and_prevented_there_is_one_thing() -> None:
    ours = "أكدت البلدية عدم تكدس الشاحنات في شارع المرفأ القديم"
    assert not _kinds(pair("قالت البلدية إنها تعمل على منع تكدس الشاحنات في شارع المرفأ القديم", ours))
    assert _kinds(
        pair("قالت البلدية إن تكدس الشاحنات في شارع المرفأ القديم مستمر", ours.replace("أكدت", "أعلنت"))
    )


def test_a_day_that_is_named_by_today_or_yesterday_alone_moves_with_the_stamp() -> None:
    day = date(2026, 3, 10)
    moved = pair("اندلع حريق المصنع فجر أمس", "اندلع حريق المصنع فجر اليوم", days=(day, day))
    assert not contradictions.broken_times(moved)
    named = pair("اندلع حريق المصنع فجر أمس الاثنين", "اندلع حريق المصنع فجر اليوم الثلاثاء", days=(day, day))
    assert contradictions.broken_times(named)


def test_no_link_to_an_event_is_no_denial_of_the_event() -> None:
    assert not _kinds(
        pair("أدى تفجير سوق المرفأ إلى إصابة عشرة", "قال الحزب إن أعضاءه لا علاقة لهم بتفجير سوق المرفأ")
    )
