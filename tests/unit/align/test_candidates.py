from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.align.candidates import Limits, pairs, repeats, units
from services.align.prepare import Context, Side
from services.common.domain import Article, StatementRef
from tests.alignments import article


def sides(*articles: Article, vectors: NDArray[np.float32] | None = None) -> list[Side]:
    made: list[Side] = []
    for each in articles:
        context = Context(each.outlet, each.published.day, each.title, each.language)
        for statement in each.statements:
            vector = vectors[len(made)] if vectors is not None else None
            made.append(Side(StatementRef(each.name, statement.index), statement, context, vector))
    return made


def proposed(found: Sequence[tuple[Side, Side]]) -> set[frozenset[tuple[str, int]]]:
    return {frozenset(((a.ref.article, a.ref.index), (b.ref.article, b.ref.index))) for a, b in found}


ONE = article("x", "أعلنت الوزارة إغلاق الميناء القديم.", "وقال الوزير إن السفن الكبيرة لن تدخل الخليج.")
TWO = article("y", "الوزارة تقرر إغلاق الميناء القديم.", "ويعقد المجلس جلسته الأسبوعية غدا.")


def test_statements_that_share_rare_words_are_proposed() -> None:
    assert proposed(pairs(units(sides(ONE, TWO)))) == {frozenset({(ONE.name, 0), (TWO.name, 0)})}


def test_nothing_is_proposed_within_one_article() -> None:
    own = article("x", "أغلق الميناء القديم اليوم.", "أغلق الميناء القديم أمس.")
    assert pairs(units(sides(own))) == []


def test_near_vectors_are_proposed_without_shared_words() -> None:
    vectors = np.eye(4, dtype=np.float32)
    vectors[3] = vectors[1]
    found = pairs(units(sides(ONE, TWO, vectors=vectors)))
    assert frozenset({(ONE.name, 1), (TWO.name, 1)}) in proposed(found)


def test_another_language_is_found_by_weaker_vectors() -> None:
    english = article("harbour", "The old port was closed.", language="en")
    vectors = np.eye(4, dtype=np.float32)[:3]
    vectors[2] = 0.35 * vectors[0] + np.sqrt(1 - 0.35**2) * np.eye(4, dtype=np.float32)[3]
    arabic = article("x", "أغلق الميناء.", "زار الوفد السوق.")
    expected = {frozenset({(arabic.name, 0), (english.name, 0)})}
    for exact in (100, 1):
        limits = Limits(exact_vectors=exact)
        assert proposed(pairs(units(sides(arabic, english, vectors=vectors)), limits)) == expected


def test_one_act_with_another_date_is_proposed_however_much_others_share() -> None:
    dated = article("x", "ووقعت الوزارة الاتفاق عام 2022.")
    near = [
        article(f"n{number}", f"حضر وفد القرى الجبلية اجتماع قاعة البلدية الكبرى، وقال العضو {number} كلمته.")
        for number in range(11, 15)
    ]
    told = article("y", "وقع وفد القرى الجبلية الاتفاق في قاعة البلدية الكبرى.")
    wanted = frozenset({(dated.name, 0), (told.name, 0)})
    found = units(sides(dated, *near, told))
    assert wanted in proposed(pairs(found, Limits(by_words=1)))
    assert wanted not in proposed(pairs(found, Limits(by_words=1, by_acts=0)))


def test_repeated_statements_are_one_unit_and_compared_once() -> None:
    copies = [article(outlet, *(s.text for s in ONE.statements)) for outlet in ("a", "b", "c")]
    found = units(sides(ONE, TWO, *copies))
    assert [len(unit.sides) for unit in found] == [4, 4, 1, 1]
    assert len(pairs(found)) == 1
    assert len(repeats(found)) == 6


def test_the_same_words_on_another_day_are_not_the_same_content() -> None:
    from datetime import date

    later = article("z", *(s.text for s in ONE.statements), day=date(2026, 4, 1))
    assert all(len(unit.sides) == 1 for unit in units(sides(ONE, later)))


def test_candidates_are_bounded_however_large_the_event() -> None:
    limits = Limits(by_words=3, by_vectors=2, exact_vectors=50)
    generator = np.random.default_rng(5)
    words = [f"كلمه{number}" for number in range(60)]
    articles = [
        article(f"o{number}", *(" ".join(generator.choice(words, 9)) + "." for _ in range(4)))
        for number in range(100)
    ]
    vectors = generator.standard_normal((400, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = units(sides(*articles, vectors=vectors))
    assert len(pairs(found, limits)) <= (limits.by_words + 2 * limits.by_vectors) * len(found)


def test_hashed_neighbours_find_what_is_very_near() -> None:
    generator = np.random.default_rng(7)
    base = generator.standard_normal((300, 32)).astype(np.float32)
    vectors = np.concatenate((base, base + 0.05 * generator.standard_normal((300, 32)).astype(np.float32)))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    left = [article(f"l{n}", f"حرف{n}ا حرف{n}ب") for n in range(300)]
    right = [article(f"r{n}", f"سطر{n}ا سطر{n}ب") for n in range(300)]
    found = proposed(pairs(units(sides(*left, *right, vectors=vectors)), Limits(exact_vectors=10)))
    twins = [frozenset({(a.name, 0), (b.name, 0)}) for a, b in zip(left, right, strict=True)]
    assert sum(twin in found for twin in twins) >= 285


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["سقط الجسر القديم", "فتح السوق", "زار الوزير البلدة", "..."]), max_size=4),
        max_size=5,
    )
)
def test_every_pair_crosses_articles_and_comes_once(texts: list[list[str]]) -> None:
    articles = [article(f"o{number}", *lines) for number, lines in enumerate(texts) if lines]
    found = pairs(units(sides(*articles)))
    assert all(a.ref.article != b.ref.article for a, b in found)
    assert len(proposed(found)) == len(found)
