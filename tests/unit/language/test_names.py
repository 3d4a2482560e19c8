"""Names and the keys under which their spellings meet."""

from __future__ import annotations

import ast
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.domain import NameKind
from services.language.language import language
from services.language.names import find, key, similarity


def found(text: str, code: str = "ar") -> list[tuple[str, str]]:
    return [(name.text, name.kind.value) for name in find(text, language(code))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "زار الرئيس الروسي فلاديمير بوتين كوريا الشمالية",
            [("فلاديمير بوتين", "person"), ("كوريا الشمالية", "place")],
        ),
        ("وصل الوفد إلى القاهرة قادما من بيروت", [("القاهرة", "place"), ("بيروت", "place")]),
        ("سافر الوفد لفرنسا وألمانيا", [("فرنسا", "place"), ("ألمانيا", "place")]),
        ("التقى السفير للسعودية", [("للسعودية", "place")]),
        ("رفضت وزارة الزراعة الطلب", [("وزارة الزراعة", "organisation")]),
        ("اجتمع مجلس الأمن أمس", [("مجلس الأمن", "organisation")]),
        ("حضر محمد بن راشد الحفل", [("محمد بن راشد", "person")]),
        ("حضر عبد الله القرني الحفل", [("عبد الله القرني", "person")]),
        ("قال الوزير إن العمل مستمر", []),
    ],
)
def test_find_arabic(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Russian President Vladimir Putin visited North Korea.",
            [("Vladimir Putin", "person"), ("North Korea", "place")],
        ),
        ("Mr. Hale met officials in Paris.", [("Hale", "person"), ("Paris", "place")]),
        ("He leads the Bank of Amberley in the US.", [("Bank of Amberley", "organisation"), ("US", "place")]),
        ("Germany's army left.", [("Germany", "place")]),
        ("Nothing happened here.", []),
        ("They told us everything.", []),
    ],
)
def test_find_english(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, "en") == expected


def test_a_family_name_alone_is_the_person_named_before() -> None:
    names = find("حضر الوزير كريم دورنفالد الحفل ثم غادر دورنفالد", language("ar"))
    assert [name.kind for name in names] == [NameKind.PERSON, NameKind.PERSON]
    assert names[0].key == names[1].key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("بوتين", "Putin"),
        ("بوتين", "بوتن"),
        ("كيم جونج أون", "كيم جونغ أون"),
        ("كيم جونغ أون", "Kim Jong Un"),
        ("بيونج يانج", "Pyongyang"),
        ("ألمانيا", "Germany"),
        ("عبد الله", "عبدالله"),
        ("الأسد", "أسد"),
        ("غوتيريش", "جوتيريش"),
        ("الأمم المتحدة", "United Nations"),
    ],
)
def test_variants_share_a_key(a: str, b: str) -> None:
    assert key(a) == key(b)
    assert similarity(a, b) > 0.9


def test_similar_names_of_other_people_are_not_the_same() -> None:
    assert similarity("سلمان", "سليمان") < 1
    assert similarity("سلمان", "سلمان") == 1
    assert similarity("بوتين", "Zelensky") < 0.5
    assert similarity("باريس", "Berlin") < 0.7


def test_a_part_of_a_name_is_close_to_the_whole() -> None:
    assert 0.8 < similarity("بوتين", "Vladimir Putin") < 1


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert 0 <= similarity(a, b) <= 1
    assert similarity(a, b) == pytest.approx(similarity(b, a))
    assert similarity(a, a) in (0, 1)


@given(
    st.text(max_size=80) | st.text("محمد بن وزارة بيروت Putin ، «»", max_size=80),
    st.sampled_from(["ar", "en"]),
)
def test_names_are_pieces_of_the_text_in_order(text: str, code: str) -> None:
    end = 0
    for name in find(text, language(code)):
        assert end <= name.span.start < name.span.end <= len(text)
        assert name.span.of(text) == name.text
        end = name.span.end


def test_similarity_tells_transliterations_from_strangers(shared_data: Path, pandas: Any) -> None:
    table = pandas.read_parquet(shared_data / "data/train/lexicon/ar_en_names_places.parquet")
    table = table[table.source == "wikidata_names_coling2018"].sample(1500, random_state=7)
    strangers = list(table.en)
    random.Random(7).shuffle(strangers)
    same = sum(similarity(a, b) >= 0.625 for a, b in zip(table.ar, table.en, strict=True))
    other = sum(similarity(a, b) >= 0.625 for a, b in zip(table.ar, strangers, strict=True))
    assert same / len(table) > 0.94
    assert other / len(table) < 0.04


def test_names_found_in_tagged_news(shared_data: Path, pandas: Any) -> None:
    """Token-level F1 on the rows that `training/name_words.py` leaves out (every fifth)."""
    table = pandas.read_parquet(shared_data / "data/train/ner/arabic_ner.parquet")
    table = table.iloc[::5]
    table = table[table.source == "anercorp"]
    both = only_found = only_tagged = 0
    for tokens, tags in zip(table.tokens, table.tags, strict=True):
        words = ast.literal_eval(tokens) if isinstance(tokens, str) else list(tokens)
        kinds = ast.literal_eval(tags) if isinstance(tags, str) else list(tags)
        spans = [name.span for name in find(" ".join(words), language("ar"))]
        at = 0
        for word, kind in zip(words, kinds, strict=True):
            got = any(span.start < at + len(word) and at < span.end for span in spans)
            tagged = any(label in kind for label in ("PER", "LOC", "ORG"))
            both += got and tagged
            only_found += got and not tagged
            only_tagged += tagged and not got
            at += len(word) + 1
    assert 2 * both / (2 * both + only_found + only_tagged) > 0.70
