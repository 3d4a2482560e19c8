# ruff: noqa: E501  (made-up text stays on its line)
"""Which texts are copies of one another."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.domain import DuplicateKind
from services.ingest.dedupe import (
    CopyIndex,
    Fingerprint,
    copy_similarity,
    fingerprint,
    groups,
    kind_of,
    similarity,
)
from services.ingest.pipeline import RawArticle, read_article
from tests.unit.ingest.pages import ARABIC_HEADLINE, ARABIC_STORY, STORY, TEASERS

DAY = date(2024, 6, 19)
FULL = fingerprint(" ".join(ARABIC_STORY))
OTHER = fingerprint(" ".join(part for teaser in TEASERS for part in teaser))

MARKET = (
    "أغلق مؤشر بورصة طولان اليوم على {close} نقطة {way} بنسبة {rate} في المائة عن جلسة أمس، وبلغت قيمة التداولات "
    "{turnover} مليون كرونة توزعت على {deals} صفقة، وسجلت أسهم {up} شركات ارتفاعا في قيمتها فيما انخفضت أسهم "
    "{down} شركة، وجاء قطاع النقل البحري في صدارة القطاعات من حيث القيمة المتداولة في ختام جلسة اليوم."
)


def market(**figures: object) -> Fingerprint:
    return fingerprint(MARKET.format(**figures))


def test_the_same_words_are_an_exact_copy_whatever_the_spelling() -> None:
    text = " ".join(ARABIC_STORY)
    again = fingerprint(text.replace("إ", "ا").replace("،", " ,").replace("ة ", "ه "))
    assert kind_of(FULL, again) is DuplicateKind.EXACT
    assert similarity(FULL, again) == 1.0


def test_a_cut_and_reordered_text_is_a_near_copy() -> None:
    shuffled = fingerprint(" ".join([ARABIC_STORY[3], ARABIC_STORY[0], ARABIC_STORY[1]]))
    assert copy_similarity(FULL, shuffled) > 0.85
    assert kind_of(FULL, shuffled) is DuplicateKind.NEAR


def test_two_joined_items_are_copies_of_both() -> None:
    joined = fingerprint(" ".join([*ARABIC_STORY, *STORY]))
    assert copy_similarity(FULL, joined) > 0.9
    assert copy_similarity(fingerprint(" ".join(STORY)), joined) > 0.9


def test_a_clause_that_is_turned_around_stays_recognisable() -> None:
    one = fingerprint(
        "وكان في استقباله محمد النجار رئيس بلدية طولان وسامي الحلبي مدير الميناء وليلى حداد قائدة الدفاع المدني وكريم بدوي رئيس شركة العبارات"
    )
    two = fingerprint(
        "وكان في استقباله رئيس بلدية طولان محمد النجار ومدير الميناء سامي الحلبي وقائدة الدفاع المدني ليلى حداد ورئيس شركة العبارات كريم بدوي"
    )
    assert similarity(one, two) > 0.4


def test_templates_with_other_figures_are_no_copies() -> None:
    monday = market(
        close="9125.40", way="مرتفعا", rate="0.45", turnover="512.7", deals="8114", up="96", down="41"
    )
    tuesday = market(
        close="9080.12", way="منخفضا", rate="0.61", turnover="498.3", deals="7920", up="33", down="104"
    )
    assert similarity(monday, tuesday) > 0.55
    assert copy_similarity(monday, tuesday) == 0.0
    reprint = market(
        close="9125.40", way="صاعدا", rate="0.45", turnover="512.7", deals="8114", up="96", down="41"
    )
    assert copy_similarity(monday, reprint) > 0.8


def test_texts_on_different_things_share_nothing() -> None:
    assert similarity(FULL, OTHER) < 0.1
    assert similarity(fingerprint("كلمتان فقط"), fingerprint("كلمتان فقط هنا")) == 0.0


def test_a_fingerprint_survives_storage() -> None:
    for made in (FULL, OTHER, fingerprint("")):
        assert Fingerprint.from_bytes(made.to_bytes()) == made
    assert len(FULL.to_bytes()) < 2000
    with pytest.raises(ValueError, match="version"):
        Fingerprint.from_bytes(b"0" * 40)


def test_an_article_is_recognised_by_its_story_not_by_its_page() -> None:
    def article(*lines: str) -> Fingerprint:
        raw = RawArticle("O", "", "", "", "\n".join(lines).encode())
        return Fingerprint.of(read_article(raw, name="a"))

    one = article(ARABIC_HEADLINE, *ARABIC_STORY)
    two = article(
        "حريق في عبارة يوقف رحلات طولان الليلية حتى إشعار آخر", *ARABIC_STORY, "الأكثر قراءة", "خبر آخر"
    )
    assert kind_of(one, two) is DuplicateKind.EXACT


class TestCopyIndex:
    def test_copies_are_found_best_first(self) -> None:
        index = CopyIndex()
        index.add("full", DAY, FULL)
        index.add("part", DAY, fingerprint(" ".join(ARABIC_STORY[:3]) + " " + STORY[0]))
        index.add("other", DAY, OTHER)
        found = index.find(fingerprint(" ".join(ARABIC_STORY)), DAY)
        assert [name for name, _ in found] == ["full", "part"]
        assert found[0][1] == 1.0

    def test_a_short_copy_is_found_inside_a_long_text(self) -> None:
        index = CopyIndex()
        index.add(
            "long",
            DAY,
            fingerprint(" ".join([*STORY, *(t for teaser in TEASERS for t in teaser), *ARABIC_STORY])),
        )
        assert index.find(fingerprint(" ".join(STORY[:4])), DAY)

    def test_texts_of_far_days_are_not_compared(self) -> None:
        index = CopyIndex(window_days=3)
        index.add("full", DAY, FULL)
        assert index.find(FULL, DAY + timedelta(days=3))
        assert not index.find(FULL, DAY + timedelta(days=4))
        assert index.find(FULL, None)

    def test_what_left_the_window_is_forgotten(self) -> None:
        index = CopyIndex(window_days=3)
        index.add("full", DAY, FULL)
        index.add("later", DAY + timedelta(days=30), OTHER)
        assert "full" not in index
        assert len(index) == 1

    def test_capacity_is_kept(self) -> None:
        index = CopyIndex(capacity=2)
        for number in range(4):
            index.add(str(number), None, FULL)
        assert [name for name, _ in index.find(FULL, None)] == ["2", "3"]

    def test_a_name_holds_one_text(self) -> None:
        index = CopyIndex()
        index.add("a", DAY, FULL)
        index.add("a", DAY, OTHER)
        assert not index.find(FULL, DAY)
        index.remove("a")
        index.remove("a")
        assert not index.find(OTHER, DAY)


def test_a_copy_of_a_copy_names_the_original() -> None:
    texts = [
        ("a", DAY, FULL),
        ("b", DAY, fingerprint(" ".join(ARABIC_STORY[:4]))),
        ("c", DAY, fingerprint(" ".join(ARABIC_STORY[:4]) + " " + "جملة أخيرة جديدة عن الطقس في طولان")),
        ("d", DAY, OTHER),
    ]
    assert [(copy, parent) for copy, parent, _ in groups(texts)] == [("b", "a"), ("c", "a")]


@given(st.text(max_size=300), st.text(max_size=300))
def test_similarity_is_symmetric_and_bounded(one: str, two: str) -> None:
    a, b = fingerprint(one), fingerprint(two)
    assert similarity(a, b) == similarity(b, a)
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, a) == 1.0


def test_reprints_of_the_development_pairs_are_recognised(shared_data: Path) -> None:
    right = wrong = missed = 0.0
    for line in (shared_data / "data" / "dev" / "event_pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        weight = 0.5 if row["confidence"] == "low" else 1.0
        copied = copy_similarity(fingerprint(row["a"]["lead"]), fingerprint(row["b"]["lead"])) > 0
        if copied and row["copy"]:
            right += weight
        elif copied:
            wrong += weight
        elif row["copy"]:
            missed += weight
    assert 2 * right / (2 * right + wrong + missed) >= 0.90
