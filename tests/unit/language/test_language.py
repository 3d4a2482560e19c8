"""Declared languages and telling them apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.language import LANGUAGES, detect, language


def test_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'xx' is not known; known are ar, en"):
        language("xx")


def test_languages_are_listed_under_their_code() -> None:
    assert {code: declared.direction for code, declared in LANGUAGES.items()} == {"ar": "rtl", "en": "ltr"}
    assert all(language(code).code == code for code in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("افتتحت البلدية أمس الجسر الجديد في وسط المدينة بعد أعمال استمرت عاما كاملا", "ar"),
        ("افتتاح الجسر الجديد", "ar"),
        ("The council opened the new bridge in the centre of the town after a year of work", "en"),
        (
            "Home | Sport | Login\nافتتحت البلدية أمس الجسر الجديد في وسط المدينة بعد أعمال طويلة",
            "ar",
        ),
        ("شهرداری پل جدید را در مرکز شهر پس از یک سال کار افتتاح کرد و مردم از آن استقبال کردند", "und"),
        ("بلدیہ نے شہر کے مرکز میں نئے پل کا افتتاح کیا جس پر ایک سال تک کام جاری رہا ہے", "und"),
        (
            "La mairie a ouvert hier le nouveau pont après une année de travaux dans le centre de la ville",
            "und",
        ),
        ("Belediye dün şehir merkezinde yeni köprüyü bir yıl süren çalışmalardan sonra açtı", "und"),
        ("12345 !!! 2024", "und"),
        ("", "und"),
        ("市议会昨天开放了新桥", "und"),
    ],
)
def test_detect(text: str, code: str) -> None:
    found = detect(text)
    assert found.code == code
    if code != "und":
        assert found.confidence > 0.4


@given(st.text(max_size=200))
def test_detect_answers_any_text(text: str) -> None:
    found = detect(text)
    assert found.code in {*LANGUAGES, "und"}
    assert 0 <= found.confidence <= 1
