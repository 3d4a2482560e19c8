from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.align.cluster import SIGNALS, Grouper, Sketch, Weights, score, signals
from services.align.index import Neighbourhood
from services.align.terms import WordStatistics, prior, terms
from tests.alignments import article

DAY = date(2026, 3, 10)


def told(outlet: str, *sentences: str, days: int = 0, language: str = "ar", name: str = "a1") -> Sketch:
    made = article(outlet, *sentences, day=DAY + timedelta(days=days), language=language, title=True)
    made = replace(made, name=f"sources/{outlet}/articles/{name}")
    return Grouper().sketch(made, None)


BRIDGE = (
    "انهيار جسر وادي السيل يقطع الطريق إلى بلدة حران",
    "انهار جسر وادي السيل صباح اليوم فانقطع الطريق إلى بلدة حران، وفق ما أعلنت بلدية المحافظة.",
    "وقال رئيس البلدية ماهر الطويل إن 12 سيارة سقطت في المجرى.",
)
BRIDGE_AGAIN = (
    "سقوط 12 سيارة في انهيار جسر وادي السيل",
    "أعلنت بلدية المحافظة انقطاع الطريق إلى بلدة حران بعد انهيار جسر وادي السيل.",
    "وأكد رئيس البلدية ماهر الطويل سقوط 12 سيارة في المجرى.",
)
FAIR = (
    "معرض الكتاب يستقبل مئتي ناشر في دورته الجديدة",
    "يفتتح معرض الكتاب الدولي أبوابه الخميس المقبل بمشاركة مئتي ناشر من أنحاء العالم.",
    "وتحل الرواية التاريخية ضيفة على الدورة الجديدة.",
)


def test_the_score_is_symmetric_and_higher_for_one_happening() -> None:
    a, b, c = told("x", *BRIDGE), told("y", *BRIDGE_AGAIN), told("z", *FAIR)
    weights = Weights()
    assert signals(a, b) == pytest.approx(signals(b, a))
    assert score(a, b, weights) > weights.join > score(a, c, weights)
    assert len(signals(a, b)) == len(SIGNALS) == len(weights.coefficients)


def test_a_later_day_counts_against_one_event() -> None:
    today, later = told("x", *BRIDGE), told("y", *BRIDGE_AGAIN, days=4)
    assert score(today, later, Weights()) < score(today, told("y", *BRIDGE_AGAIN), Weights())


def test_hundreds_of_digits_are_no_figure() -> None:
    assert told("x", "الرقم " + "9" * 400 + " ورد في البيان 7412.35 مرة").figures == {7412.35}


def test_an_article_joins_its_event_and_another_founds_its_own() -> None:
    grouper = Grouper()
    first = grouper.add(told("x", *BRIDGE), "events/e1")
    second = grouper.add(told("y", *BRIDGE_AGAIN), "events/e2")
    third = grouper.add(told("z", *FAIR), "events/e3")
    assert (first.created, second.created, third.created) == (True, False, True)
    assert second.event == "events/e1"
    assert [sketch.source for sketch in grouper.members("events/e1")] == ["x", "y"]
    assert grouper.event_of("sources/z/articles/a1") == "events/e3"


def test_a_bulletin_of_another_day_is_another_event() -> None:
    """One template, other figures: the market closes every day."""
    grouper = Grouper()
    for days, (index, share, name) in enumerate(
        [
            ("8214.35", "2.61", "الفجر للتأمين"),
            ("8102.77", "1.37", "ريم للإسمنت"),
            ("8311.02", "3.08", "جود للأدوية"),
        ]
    ):
        assigned = grouper.add(
            told(
                "souq",
                f"المؤشر العام يغلق عند مستوى {index} نقطة",
                f"أغلق مؤشر السوق المالية عند مستوى {index} نقطة بنسبة تغير بلغت {share} في المئة.",
                f"وكانت أسهم شركة {name} الأكثر تغيرا في تداولات الجلسة.",
                days=2 * days,
                name=f"a{days}",
            ),
            f"events/e{days}",
        )
        assert assigned.created


def test_one_form_letter_to_two_addressees_is_two_events() -> None:
    """The same cable to another president, on the same day: only names and figures differ."""
    grouper = Grouper()

    def cable(outlet: str, country: str, disaster: str) -> Sketch:
        return told(
            outlet,
            f"الملك يعزي رئيس {country} في ضحايا {disaster}",
            f"بعث الملك برقية عزاء ومواساة إلى رئيس {country} في ضحايا {disaster} وما خلفه من وفيات وإصابات.",
            "وأعرب الملك عن أحر التعازي وأصدق المواساة، سائلا الله للمصابين الشفاء العاجل.",
        )

    first = grouper.add(cable("x", "كينيا", "السيول"), "events/e1")
    other = grouper.add(cable("y", "بيرو", "الزلزال"), "events/e2")
    again = grouper.add(cable("z", "كينيا", "السيول"), "events/e3")
    assert (first.created, other.created) == (True, True)
    assert again.event == first.event


def test_an_article_that_comes_again_stays_where_it_is() -> None:
    grouper = Grouper()
    grouper.add(told("x", *BRIDGE), "events/e1")
    again = grouper.add(told("x", *FAIR), "events/e9")
    assert (again.event, again.created) == ("events/e1", False)
    assert len(grouper) == 1
    assert not grouper.add(told("z", *FAIR), "events/e2").created, "it is found by its new words"


def test_undated_articles_group_by_content() -> None:
    grouper = Grouper()
    grouper.add(replace(told("x", *BRIDGE), day=None), "events/e1")
    assert grouper.add(told("y", *BRIDGE_AGAIN, days=400), "events/e2").event == "events/e1"
    assert grouper.add(replace(told("z", *FAIR), day=None), "events/e3").created


def test_articles_outside_the_window_do_not_meet() -> None:
    grouper = Grouper(window_days=3)
    grouper.add(told("x", *BRIDGE), "events/e1")
    assert grouper.add(told("y", *BRIDGE, days=4), "events/e2").created


def test_events_that_an_article_ties_together_become_the_older_one() -> None:
    """Two unlike accounts of one happening, and a third that has both."""
    grouper = Grouper(Weights(join=0.2, prior=0.0))
    left = (BRIDGE[0], BRIDGE[1])
    right = (
        "12 سيارة في قاع المجرى ورئيس البلدية يعد بتحقيق",
        "وعد رئيس البلدية ماهر الطويل بتحقيق بعد سقوط 12 سيارة في المجرى عند بلدة حران.",
    )
    grouper.add(told("x", *left), "events/e1")
    assert grouper.add(told("y", *right), "events/e2").created
    both = grouper.add(told("z", *BRIDGE, *right), "events/e3")
    assert both.event == "events/e1"
    assert both.merged == ("events/e2",)
    assert {sketch.source for sketch in grouper.members("events/e1")} == {"x", "y", "z"}
    assert grouper.members("events/e2") == ()


def test_memory_is_bounded_and_what_is_dropped_is_forgotten() -> None:
    grouper = Grouper(capacity=20, window_days=2)
    for number in range(200):
        words = " ".join(f"كلمة{number}{letter}" for letter in "ابتثجحخ")
        grouper.add(
            told("x", f"خبر {words}", f"نص {words} آخر", days=number // 5, name=f"a{number}"),
            f"events/e{number}",
        )
        assert len(grouper) <= 20
    assert grouper.event_of("sources/x/articles/a0") is None
    assert grouper.event_of("sources/x/articles/a199") == "events/e199"


def test_one_busy_day_is_bounded_too() -> None:
    grouper = Grouper(capacity=10)
    for number in range(50):
        grouper.add(
            told("x", f"خبر رقم كلمة{number}", f"متن كلمة{number}", name=f"a{number}"), f"events/e{number}"
        )
    assert len(grouper) <= 10


def test_more_is_asked_in_a_crowd() -> None:
    assert Grouper(expected=10_000).join > Grouper(expected=300).join == Weights().join
    assert Grouper().join == Grouper(expected=50).join


def test_restored_events_take_up_where_they_were() -> None:
    before = Grouper()
    sketch = told("x", *BRIDGE)
    before.add(sketch, "events/e1")
    after = Grouper()
    after.restore("events/e1", sketch)
    assert after.add(told("y", *BRIDGE_AGAIN), "events/e2").event == "events/e1"


def test_vectors_names_and_figures_bring_languages_together() -> None:
    vector = np.zeros(8, dtype=np.float32)
    vector[0] = 1.0
    other = np.zeros(8, dtype=np.float32)
    other[:2] = 0.8, 0.6
    arabic = replace(told("x", *BRIDGE), vector=vector, names=frozenset({"mhr tl"}))
    english = told(
        "harbour",
        "Bridge collapse cuts road to Harran",
        "The bridge at Wadi al-Sayl collapsed this morning and 12 cars fell into the stream.",
        language="en",
    )
    near = replace(english, vector=other, names=frozenset({"mhr tl"}))
    far = replace(near, vector=vector[::-1].copy(), names=frozenset())
    grouper = Grouper()
    grouper.add(arabic, "events/e1")
    assert grouper.add(near, "events/e2").event == "events/e1"
    assert score(arabic, far, Weights()) < grouper.join


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from([BRIDGE, BRIDGE_AGAIN, FAIR]), st.integers(0, 12)),
        max_size=14,
    )
)
def test_every_article_is_in_exactly_one_event(stream: list[tuple[int, tuple[str, ...], int]]) -> None:
    grouper = Grouper(capacity=8, window_days=4)
    for number, (outlet, story, days) in enumerate(stream):
        assigned = grouper.add(told(f"o{outlet}", *story, days=days, name=f"a{number}"), f"events/e{number}")
        assert assigned.event not in assigned.merged
    held = [sketch.name for event in grouper.events() for sketch in grouper.members(event)]
    assert len(held) == len(set(held)) == len(grouper)
    assert all(grouper.event_of(name) in set(grouper.events()) for name in held)


def test_word_statistics_learn_what_is_common_now() -> None:
    statistics = WordStatistics(strength=10)
    before = statistics.idf("زلزال")
    for _ in range(50):
        statistics.add(["زلزال", "خبر"])
    assert statistics.idf("زلزال") < before
    assert prior("في") > prior("زلزال") > prior("قرنبيطستان")


def test_word_statistics_stay_bounded() -> None:
    statistics = WordStatistics(capacity=100)
    for number in range(1000):
        statistics.add([f"w{number}", "always"])
    assert statistics.idf("always") < statistics.idf("w999")
    assert len(statistics._seen) <= 101


def test_terms_share_inflected_forms() -> None:
    assert terms("والبلدية بلديات", "ar")[0] == terms("البلدية", "ar")[0]
    assert terms("collapsed collapses", "en") == ["collaps", "collaps"]
    assert terms("ABC 12", "xx") == ["abc", "12"]
    assert terms("&#8220;ABC&#8221; &amp; 12", "xx") == ["abc", "12"]


def test_neighbours_are_found_by_key_and_by_vector_within_the_window() -> None:
    index = Neighbourhood(window_days=2, by_words=5, by_vectors=2, longest_posting=3)
    near, far = np.eye(4, dtype=np.float32)[:2]
    index.add("a", DAY, ["k"], near)
    index.add("b", DAY + timedelta(days=2), ["other"], near)
    index.add("c", DAY + timedelta(days=9), ["k"], near)
    index.add("d", None, ["k"], None)
    found = index.near("q", DAY, ["k"], near, lambda key: 1.0)
    assert set(found) == {"a", "b", "d"}
    assert "a" not in index.near("a", DAY, ["k"], near, lambda key: 1.0)
    index.remove("a", DAY)
    assert "a" not in index.near("q", DAY, ["k"], near, lambda key: 1.0)
    for number in range(5):
        index.add(f"f{number}", DAY, ["full"], far)
    assert index.near("q", DAY, ["full"], None, lambda key: 1.0) == ["f2", "f3", "f4"]
