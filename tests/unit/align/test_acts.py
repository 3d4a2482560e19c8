"""Who did it and when: acts that are told with another actor or on another date."""

from __future__ import annotations

from datetime import date

import pytest

from services.align import acts
from services.align.prepare import Context, Prepared, Side
from services.align.relate import relate
from services.align.signals import Pair
from services.common.domain import RelationKind, StatementRef
from services.language.language import language
from services.language.statements import read_one

MARCH = date(2026, 3, 10)


def side(text: str, code: str, published: date | None = None, title: str = "") -> Side:
    statement = read_one(text, language(code), outlet="outlet", published=published)
    return Side(StatementRef("a", 0), statement, Context("outlet", published, title, code), None)


def pair(a: str, b: str, code: str = "ar", published: date | None = None, title: str = "") -> Pair:
    return Pair(Prepared(side(a, code, published, title)), Prepared(side(b, code, published, title)))


ORDERED = (
    (
        "أمر محافظ السهل سامي الدوري بإغلاق مدارس الوادي",
        "أمر قائد الشرطة خالد النجار بإغلاق مدارس الوادي",
        "ar",
    ),
    (
        "Mayor Karim Sahli ordered the closure of the river schools",
        "Minister Dana Rostom ordered the closure of the river schools",
        "en",
    ),
)


@pytest.mark.parametrize(("a", "b", "code"), ORDERED, ids=["ar", "en"])
def test_one_order_by_two_persons_is_an_actor_conflict(a: str, b: str, code: str) -> None:
    (found,) = acts.other_actors(pair(a, b, code))
    assert found.kind is RelationKind.ACTOR
    assert relate([(side(a, code), side(b, code))])[0].kind is RelationKind.ACTOR


def test_two_orders_of_two_things_are_no_conflict() -> None:
    other = "أمر قائد الشرطة خالد النجار بترميم سور المدينة القديم"
    assert not acts.other_actors(pair(ORDERED[0][0], other))


def test_one_person_by_name_and_by_office_alone_is_no_conflict() -> None:
    assert not acts.other_actors(pair(ORDERED[0][0], "أمر محافظ السهل بإغلاق مدارس الوادي"))
    assert not acts.other_actors(
        pair(
            "Mayor Karim Sahli ordered the closure of the schools",
            "The mayor ordered the closure of the schools",
            "en",
        )
    )


def test_an_old_date_against_this_months_news_is_a_time_conflict() -> None:
    title = "معاهدة الصداقة بين نوران والسدرة"
    old = "معاهدة الصداقة البحرية بين نوران والسدرة التي تم توقيعها عام 2021"
    news = "وقعت نوران والسدرة معاهدة الصداقة البحرية بينهما"
    (found,) = acts.other_dates(pair(old, news, published=MARCH, title=title))
    assert found.kind is RelationKind.TIME
    assert not acts.other_dates(pair(old, news, title=title)), (
        "without a date nobody knows when the news is from"
    )


def test_an_old_date_of_another_treaty_is_no_conflict() -> None:
    old = "معاهدة الصيد الشاطئي بين نوران والسدرة التي تم توقيعها عام 2021"
    news = "وقعت نوران والسدرة معاهدة الصداقة البحرية بينهما"
    assert not acts.other_dates(pair(old, news, published=MARCH))


def test_a_date_in_english_is_read_beside_its_act() -> None:
    old = "The maritime friendship treaty, signed in 2021, binds Noran and Sidra"
    news = "Noran and Sidra signed a maritime friendship treaty"
    assert acts.other_dates(
        pair("The treaty on maritime friendship signed in 2021 binds both", news, "en", MARCH)
    )
    assert not acts.other_dates(pair(old.replace("signed in 2021", "in force since 2021"), news, "en", MARCH))


def test_a_denied_act_is_none() -> None:
    (told,) = acts.acts(Prepared(side("وقعت الوزارة عقد بناء الجسر", "ar")))
    assert (told.key, told.told) == ("sign", True)
    assert not acts.acts(Prepared(side("لم توقع الوزارة عقد بناء الجسر", "ar")))
