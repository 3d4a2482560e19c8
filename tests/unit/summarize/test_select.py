"""What an account tells, in which order and on whose word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.common.domain import Alignment, RelationKind, Section
from services.common.errors import LanguageNotInSources
from services.summarize.select import (
    AGREED,
    SINGLE_SOURCE,
    TIMELINE,
    Selected,
    Sources,
    select,
)
from tests.alignments import DAY, Says, alignment, article, warehouse_fire


def section(alignment: Alignment, which: Section, language: str | None = None) -> list[Selected]:
    return [s for s in select(alignment, language).sentences if s.section is which]


def texts(alignment: Alignment, selected: list[Selected]) -> list[str]:
    sources = Sources(alignment)
    return [sources.statement(s.citations[0]).text for s in selected]


def test_select_agreed_ranks_independent_origins_above_reprints() -> None:
    fire = warehouse_fire()
    agreed = section(fire, Section.AGREED)
    assert [(s.outlets, s.origins) for s in agreed] == [(2, 2), (2, 1)]
    assert "120" in texts(fire, agreed)[0]
    assert "المنصوري" in texts(fire, agreed)[1]


def test_select_disputed_shows_both_sides_with_all_who_say_it() -> None:
    fire = warehouse_fire()
    disputed = section(fire, Section.DISPUTED)
    assert len(disputed) == 2
    assert len({s.group for s in disputed}) == 1
    assert [{r.article.split("/")[1] for r in s.citations} for s in disputed] == [
        {"wire", "reprint"},
        {"own"},
    ] or [{r.article.split("/")[1] for r in s.citations} for s in disputed] == [{"own"}, {"wire", "reprint"}]
    assert all(s.origins == 1 for s in disputed)


def test_select_keeps_disputed_claims_out_of_agreed_and_single() -> None:
    fire = warehouse_fire()
    disputed = {r for s in section(fire, Section.DISPUTED) for r in s.citations}
    rest = {
        r
        for which in (Section.AGREED, Section.SINGLE_SOURCE)
        for s in section(fire, which)
        for r in s.citations
    }
    assert disputed and not disputed & rest


def test_select_single_source_is_what_one_outlet_says_alone() -> None:
    fire = warehouse_fire()
    single = section(fire, Section.SINGLE_SOURCE)
    assert texts(fire, single) == ["وقدرت غرفة التجارة الخسائر بنحو 40 مليون دولار."]
    assert (single[0].outlets, single[0].origins) == (1, 1)


def test_select_a_side_cites_only_statements_that_say_the_clashing_figure() -> None:
    lead = article("a", "قتل 11 شخصا في حريق مستودع الميناء فجر الثلاثاء.")
    vague = article("b", "اندلع حريق في مستودع الميناء فجر الثلاثاء وقتل فيه عدد من العمال.")
    other = article("c", "قتل 14 شخصا في حريق مستودع الميناء فجر الثلاثاء.")
    told = alignment(
        [lead, vague, other],
        agree=[(Says("a", 0), Says("b", 0))],
        clash={RelationKind.NUMBER: [(Says("a", 0, "11 شخصا"), Says("c", 0, "14 شخصا"))]},
    )
    sides = section(told, Section.DISPUTED)
    assert {tuple(r.article.split("/")[1] for r in s.citations) for s in sides} == {("a",), ("c",)}


def test_select_three_tolls_are_one_dispute_of_three_sides() -> None:
    articles = [
        article(outlet, f"قتل {toll} شخصا في حريق مستودع الميناء.")
        for outlet, toll in (("a", 11), ("b", 14), ("c", 17))
    ]
    says = {o: Says(o, 0, f"{t} شخصا") for o, t in (("a", 11), ("b", 14), ("c", 17))}
    pairs = [(says["a"], says["b"]), (says["b"], says["c"]), (says["a"], says["c"])]
    told = alignment(articles, clash={RelationKind.NUMBER: pairs})
    disputed = section(told, Section.DISPUTED)
    assert len(disputed) == 3
    assert len({s.group for s in disputed}) == 1


def test_select_a_denial_is_told_once_with_all_that_it_denies() -> None:
    denial = article("a", "نفت الوزارة رفع تعرفة المياه ونفت إغلاق المحطة القديمة.")
    tariff = article("b", "سترفع الوزارة تعرفة المياه في الصيف المقبل.")
    plant = article("c", "ستغلق الوزارة المحطة القديمة نهاية العام.")
    told = alignment(
        [denial, tariff, plant],
        clash={RelationKind.DENIAL: [(Says("a", 0), Says("b", 0)), (Says("a", 0), Says("c", 0))]},
    )
    disputed = section(told, Section.DISPUTED)
    assert len({s.group for s in disputed}) == 1
    assert len(disputed) == 3


def test_select_headline_and_lead_of_an_article_are_one_dispute() -> None:
    first = article("a", "قتل 11 شخصا في حريق مستودع الميناء.")
    second = article(
        "b",
        "14 قتيلا في حريق مستودع الميناء",
        "قالت مصادر إن 14 شخصا قتلوا في حريق مستودع الميناء.",
        title=True,
    )
    told = alignment(
        [first, second],
        clash={
            RelationKind.NUMBER: [
                (Says("a", 0, "11 شخصا"), Says("b", 0, "14 قتيلا")),
                (Says("a", 0, "11 شخصا"), Says("b", 1, "14 شخصا")),
            ]
        },
    )
    disputed = section(told, Section.DISPUTED)
    assert len({s.group for s in disputed}) == 1
    assert len(disputed) == 2


def test_select_a_claim_that_was_overtaken_stands_in_the_timeline_only() -> None:
    day2 = date(2026, 3, 12)
    articles = [
        article("a", "قتل 11 شخصا في حريق مستودع الميناء."),
        article("b", "قتل 11 شخصا في حريق مستودع الميناء."),
        article("c", "ارتفعت حصيلة حريق الميناء إلى 19 قتيلا.", day=day2),
        article("d", "ارتفعت حصيلة حريق الميناء إلى 19 قتيلا.", day=day2),
    ]
    told = alignment(
        articles,
        agree=[(Says("a", 0), Says("b", 0)), (Says("c", 0), Says("d", 0))],
        superseded=[(Says("a", 0), Says("c", 0))],
    )
    assert ["19" in t for t in texts(told, section(told, Section.AGREED))] == [True]
    timeline = section(told, Section.TIMELINE)
    assert [(s.day, "19" in t) for s, t in zip(timeline, texts(told, timeline), strict=True)] == [
        (DAY, False),
        (day2, True),
    ]


def test_select_timeline_takes_single_clean_days_in_order() -> None:
    told = alignment(
        [
            article(
                "a",
                "افتتحت الحكومة المصنع الجديد في 5 مارس 2026 بحضور العمال.",
                "وقعت الشركة عقد البناء في 2 يناير 2025 في العاصمة.",
                "عملت الشركة بين 3 مايو 2024 و9 يونيو 2024 في الموقعين.",
                "يعمل في المصنع عدد كبير من سكان المدينة.",
            )
        ]
    )
    timeline = section(told, Section.TIMELINE)
    assert [s.day for s in timeline] == [date(2025, 1, 2), date(2026, 3, 5)]


def test_select_a_disputed_time_is_not_in_the_timeline() -> None:
    told = alignment(
        [
            article("a", "اندلع الحريق في المستودع يوم 10 مارس 2026 فجرا."),
            article("b", "اندلع الحريق في المستودع يوم 9 مارس 2026 مساء."),
        ],
        clash={RelationKind.TIME: [(Says("a", 0, "10 مارس 2026"), Says("b", 0, "9 مارس 2026"))]},
    )
    assert len(section(told, Section.DISPUTED)) == 2
    assert section(told, Section.TIMELINE) == []


def test_select_drops_citations_whose_own_figure_differs() -> None:
    told = alignment(
        [
            article("a", "تبلغ طاقة المحطة 600 ألف متر مكعب يوميا."),
            article("b", "تبلغ طاقة المحطة 600 ألف متر مكعب يوميا حسب البيان."),
            article("c", "تبلغ طاقة المحطة 650 ألف متر مكعب يوميا."),
        ],
        agree=[(Says("a", 0), Says("b", 0)), (Says("b", 0), Says("c", 0))],
    )
    agreed = section(told, Section.AGREED)
    assert [sorted(r.article.split("/")[1] for r in s.citations) for s in agreed] == [["a", "b"]]
    assert agreed[0].outlets == 2


def test_select_says_a_thing_once() -> None:
    said = "وقدرت غرفة التجارة الخسائر الناجمة عن الحريق بنحو 40 مليون دولار."
    told = alignment([article("a", said), article("b", said)])  # nobody related them
    assert len(section(told, Section.SINGLE_SOURCE)) == 1


def test_select_lengths_are_bounded() -> None:
    cities = ["صنعاء", "عدن", "تعز", "إب", "ذمار", "حجة", "مأرب", "شبوة", "لحج", "أبين", "سيئون", "المكلا"]
    lines = [
        f"بلغ عدد المدارس التي افتتحت في {city} في {i + 1} مايو 2025 نحو {i * 7 + 20} مدرسة."
        for i, city in enumerate(cities)
    ]
    both = alignment(
        [article("a", *lines), article("b", *lines)],
        agree=[(Says("a", i), Says("b", i)) for i in range(len(lines))],
    )
    assert len(section(both, Section.AGREED)) == AGREED
    assert len(section(both, Section.TIMELINE)) == TIMELINE
    alone = alignment([article("a", *lines)])
    assert len(section(alone, Section.SINGLE_SOURCE)) == SINGLE_SOURCE


def test_select_outlets_take_turns_in_single_source() -> None:
    many = [f"وأنفقت الوزارة {n} مليون دولار على المشروع رقم {n} في الإقليم." for n in range(11, 31)]
    told = alignment([article("a", *many), article("b", "وبقيت المدارس في المدينة مفتوحة أمام السكان كلهم.")])
    assert any(
        s.citations[0].article == "sources/b/articles/a1" for s in section(told, Section.SINGLE_SOURCE)
    )


def both_languages() -> Alignment:
    return alignment(
        [
            article(
                "a", "قتل 11 شخصا في حريق مستودع الميناء.", "وأمر المحافظ بإخلاء الأحياء المجاورة للميناء."
            ),
            article("b", "قتل 11 شخصا في حريق مستودع الميناء."),
            article("gazette", "Eleven people were killed in the port warehouse fire.", language="en"),
            article("post", "The ministry denied that the warehouse held ammonium nitrate.", language="en"),
            article("herald", "The warehouse held ammonium nitrate, a dock worker said.", language="en"),
            article("c", "وأمر المحافظ بإخلاء الأحياء المجاورة للميناء."),
        ],
        agree=[
            (Says("a", 0), Says("b", 0)),
            (Says("a", 0), Says("gazette", 0)),
            (Says("a", 1), Says("c", 0)),
        ],
        clash={RelationKind.DENIAL: [(Says("post", 0), Says("herald", 0))]},
    )


def test_select_language_is_that_of_most_articles_and_earlier_letters_break_a_tie() -> None:
    told = both_languages()
    assert select(told).language == "ar"
    assert select(replace(told, articles=told.articles[1:])).language == "en"


def test_select_in_another_language_uses_its_statements_only() -> None:
    told = both_languages()
    sources = Sources(told)
    chosen = select(told, "en")
    assert chosen.language == "en"
    assert {sources.statement(s.citations[0]).language for s in chosen.sentences} == {"en"}
    agreed = [s for s in chosen.sentences if s.section is Section.AGREED]
    assert [s.outlets for s in agreed] == [3]


def test_select_main_language_keeps_a_dispute_told_in_another() -> None:
    assert len(section(both_languages(), Section.DISPUTED)) == 2


def test_select_refuses_a_language_that_no_statement_has() -> None:
    with pytest.raises(LanguageNotInSources) as caught:
        select(warehouse_fire(), "en")
    assert caught.value.metadata == {"language": "en", "available": "ar"}


def test_select_order_of_articles_and_relations_does_not_matter() -> None:
    fire = warehouse_fire()
    turned = replace(fire, articles=fire.articles[::-1], relations=fire.relations[::-1])
    told = {(s.section, frozenset(s.citations)) for s in select(fire).sentences}
    assert {(s.section, frozenset(s.citations)) for s in select(turned).sentences} == told


def test_select_reads_claims_that_are_missing_as_single_statements() -> None:
    bare = replace(warehouse_fire(), claims=(), relations=())
    chosen = select(bare)
    assert {s.section for s in chosen.sentences} <= {Section.SINGLE_SOURCE, Section.TIMELINE}
    assert chosen.sentences


def test_select_tells_a_dispute_that_comes_without_its_relation() -> None:
    fire = warehouse_fire()
    bare = replace(fire, relations=tuple(r for r in fire.relations if r.kind is not RelationKind.NUMBER))
    assert len(section(bare, Section.DISPUTED)) == 2


def test_select_nothing_from_no_articles() -> None:
    chosen = select(alignment([]))
    assert (chosen.language, chosen.title, chosen.sentences) == ("und", "", ())


def test_select_title_is_the_headline_that_shares_most() -> None:
    alone = article("a", "عنوان لا يشاركه أحد في المدينة", "أعلنت الشركة خطة جديدة للطاقة.", title=True)
    shared = article("b", "حريق في مستودع الميناء", "قتل 11 شخصا في حريق مستودع الميناء.", title=True)
    again = article("c", "قتل 11 شخصا في حريق مستودع الميناء.")
    told = alignment([alone, shared, again], agree=[(Says("b", 1), Says("c", 0))])
    assert select(told).title == "حريق في مستودع الميناء"


def test_select_title_takes_no_side_where_another_headline_takes_none() -> None:
    one = article("a", "الشركة سترفع تعرفة المياه.", "قتل 11 شخصا في حريق مستودع الميناء.", title=True)
    other = article("b", "الشركة تنفي رفع تعرفة المياه.", title=True)
    neutral = article("c", "تشغيل محطة المياه.", "قتل 11 شخصا في حريق مستودع الميناء.", title=True)
    told = alignment(
        [one, other, neutral],
        agree=[(Says("a", 1), Says("c", 1))],
        clash={RelationKind.DENIAL: [(Says("a", 0), Says("b", 0))]},
    )
    assert select(told).title == "تشغيل محطة المياه."


def test_select_one_denial_meets_several_claims_in_one_dispute() -> None:
    denial = article("a", "نفت الوزارة تزويد المدينة بمياه ملوثة.")
    first = article("b", "قال عامل إن الوزارة زودت المدينة بمياه ملوثة.")
    second = article("c", "ذكر تقرير صحفي أن المدينة تسلمت مياها ملوثة من الوزارة.")
    denied = Says("a", 0, "تزويد المدينة بمياه ملوثة")
    told = alignment(
        [denial, first, second],
        clash={
            RelationKind.DENIAL: [
                (denied, Says("b", 0, "زودت المدينة بمياه ملوثة")),
                (denied, Says("c", 0, "المدينة تسلمت مياها ملوثة")),
            ]
        },
    )
    disputed = section(told, Section.DISPUTED)
    assert len({s.group for s in disputed}) == 1
    assert len(disputed) == 3


def test_select_what_an_article_adds_against_one_denial_is_not_told_again() -> None:
    denial = article("a", "نفت الوزارة تزويد المدينة بمياه ملوثة.")
    story = article(
        "b", "زودت الوزارة المدينة بمياه ملوثة.", "وصلت المياه الملوثة من الوزارة إلى ثلاثة أحياء."
    )
    denied = Says("a", 0, "تزويد المدينة بمياه ملوثة")
    told = alignment(
        [denial, story],
        clash={
            RelationKind.DENIAL: [
                (denied, Says("b", 0, "زودت الوزارة المدينة بمياه ملوثة")),
                (denied, Says("b", 1, "وصلت المياه الملوثة من الوزارة")),
            ]
        },
    )
    assert len(section(told, Section.DISPUTED)) == 2


def test_select_one_article_s_two_figures_are_two_disputes() -> None:
    told = alignment(
        [
            article("a", "قتل 11 شخصا وأصيب 43 شخصا في حريق المستودع."),
            article("b", "قتل 14 شخصا في حريق المستودع.", "وأصيب 50 شخصا في حريق المستودع."),
        ],
        clash={
            RelationKind.NUMBER: [
                (Says("a", 0, "11 شخصا"), Says("b", 0, "14 شخصا")),
                (Says("a", 0, "43 شخصا"), Says("b", 1, "50 شخصا")),
            ]
        },
    )
    disputed = section(told, Section.DISPUTED)
    assert len({s.group for s in disputed}) == 2
    assert len(disputed) == 4


def test_select_a_sentence_that_leans_on_another_is_told_last() -> None:
    told = alignment(
        [
            article(
                "a",
                "افتتحت الوزارة المصنع الجديد في 5 مارس 2026 بحضور العمال.",
                "حيث زار الوزير الموقع في 3 مارس 2026 مع 20 مهندسا.",
            )
        ]
    )
    assert [s.day for s in section(told, Section.TIMELINE)] == [date(2026, 3, 5)]
    assert texts(told, section(told, Section.SINGLE_SOURCE))[-1].startswith("حيث")


def test_select_today_in_a_quotation_is_no_date() -> None:
    told = alignment([article("a", 'وقال الوزير: "اليوم نحتفل بافتتاح أكبر مصنع في المدينة".')])
    assert section(told, Section.TIMELINE) == []


def test_select_sides_of_a_denial_are_heard_by_what_contradicts_it_most_surely() -> None:
    denial = article("a", "نفت الوزارة أن يكون المهندسون قد حذروا من انهيار الجسر.")
    other = article(
        "b",
        "قتل 15 شخصا في انهيار الجسر صباح اليوم.",
        "قال مهندس في البلدية إن المهندسين حذروا من انهيار الجسر.",
    )
    denied = Says("a", 0, "المهندسون قد حذروا من انهيار الجسر")
    told = alignment(
        [denial, other],
        clash={
            RelationKind.DENIAL: [
                (denied, Says("b", 0, "قتل 15 شخصا في انهيار الجسر")),
                (denied, Says("b", 1, "المهندسين حذروا من انهيار الجسر")),
            ]
        },
    )
    weak, sure = told.relations
    told = replace(told, relations=(replace(weak, score=0.7), replace(sure, score=0.95)))
    assert texts(told, section(told, Section.DISPUTED)) == [
        denial.statements[0].text,
        other.statements[1].text,
    ]
