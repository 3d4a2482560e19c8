"""Folding inside a tokenizer does what `fold` does."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.language.normalize import fold
from training.fold_normalizer import normalizer

# Up to here both libraries' versions of Unicode agree on every character.
LETTERS = st.characters(max_codepoint=0x1BFF, exclude_categories=["Cn", "Cs", "Co"])


@cache
def _normalizer() -> Any:
    return normalizer()


@pytest.mark.parametrize(
    "text",
    [
        "أعلنت الإِدارةُ عام ٢٠٢٤ أنّ المـــؤتمر سيُعقد في القاهرة",
        "Café “Paris” — the mayor’s ﬁrst visit, 3½ %",
        "قال\u200f: «لا\u00a0تعليق» ٪٥٫٥ و۱۲۳",
        "گفت کیهان ھنا ۀ ي ى ئ ؤ ٱ",
        "Σίσυφος İstanbul Straße",
        "한국어 か\u3099 漢字 😀\ufe0f",
        "",
    ],
)
def test_normalizer_folds_sentences(text: str) -> None:
    assert _normalizer().normalize_str(text) == fold(text)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(LETTERS), st.text("أإآةىؤئ ًٌٍَُِّْـ٠١٢۳۴ABCéﷺ…ﻻ’“\u200f\u061c\u0301", max_size=40)))
def test_normalizer_folds_any_text(text: str) -> None:
    assert _normalizer().normalize_str(text) == fold(text)


def test_normalizer_folds_every_character_of_the_scripts_we_read() -> None:
    ranges = (range(0x20, 0x530), range(0x590, 0x800), range(0x2000, 0x2070), range(0xFB50, 0xFE00))
    wrong = [
        hex(code)
        for codes in ranges
        for code in codes
        if _normalizer().normalize_str(chr(code)) != fold(chr(code))
    ]
    assert not wrong
