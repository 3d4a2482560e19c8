"""Folding and its offset map, over all of Unicode."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.language.normalize import fold, normalize, words

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ARABIC = st.text(
    st.sampled_from("ابتأإآىيةهكلمنء ؤئـ\u064b\u0651\u0670\u200f\u200e،؛.٣۷ﻻﷲ…کیA1é İ"), max_size=40
)
TEXT = ANY | ARABIC


@pytest.mark.parametrize(
    ("variant", "same"),
    [
        ("الإِدارةُ", "الادارة"),
        ("مـــصر", "مصر"),
        ("\u200fمصر\u202c", "مصر"),
        ("ﻣﺼﺮ", "مصر"),
        ("کیف", "كيف"),
        ("علي", "على"),
        ("مسئول", "مسؤول".replace("ؤ", "ئ")),
        ("٢٠٢٤", "۲۰۲۴"),
        ("٢٠٢٤", "2024"),
        ("CAFÉ", "cafe\u0301"),
        ("İSTANBUL", "istanbul"),
        ("didn’t", "didn't"),
        ("25٪", "25%"),
    ],
)
def test_fold_brings_spellings_together(variant: str, same: str) -> None:
    assert fold(variant) == fold(same)


@pytest.mark.parametrize(("a", "b"), [("سلمان", "سليمان"), ("ماء", "ما"), ("عمر", "عمرو"), ("3.5", "35")])
def test_fold_keeps_different_words_apart(a: str, b: str) -> None:
    assert fold(a) != fold(b)


def test_fold_keeps_spaces_and_punctuation() -> None:
    assert fold("قال: «نعم»، ثم مضى.\n") == "قال: «نعم»، ثم مضي.\n"


@given(TEXT)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXT, TEXT)
def test_fold_looks_at_single_characters(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)


@given(TEXT)
def test_fold_ignores_how_characters_are_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(text)


@given(TEXT)
@example("a…b")
@example("ﷲ")
@example("\u0651")
def test_every_character_maps_back_to_its_source(text: str) -> None:
    normalized = normalize(text)
    assert normalized.text == fold(text)
    last = 0
    for index in range(len(normalized.text)):
        span = normalized.raw_span(index, index + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert span.start >= last
        last = span.start
        assert normalized.text[index] in fold(span.of(text))


@given(TEXT, st.data())
def test_spans_cover_exactly_what_produced_them(text: str, data: st.DataObject) -> None:
    normalized = normalize(text)
    size = len(normalized.text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    span = normalized.raw_span(start, end)
    assert 0 <= span.start <= span.end <= len(text)
    piece = fold(span.of(text))
    wanted = normalized.text[start:end]
    assert wanted in piece
    whole_start = start == 0 or normalized.raw_index(start - 1) < span.start
    whole_end = end == size or start == end or normalized.raw_index(end) >= span.end
    if whole_start and whole_end:
        assert piece == wanted


def test_span_takes_the_marks_of_its_last_letter() -> None:
    raw = "كتابٌ جديد"
    normalized = normalize(raw)
    assert normalized.raw_span(0, 4).of(raw) == "كتابٌ"


def test_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside a folded text of 3"):
        normalize("مصر").raw_span(0, 4)


def test_words_of_a_folded_text() -> None:
    assert words(fold("«قالت» الوزارة: 3.5 مليون، U.S. didn’t 11,000_x")) == [
        "قالت",
        "الوزاره",
        "3.5",
        "مليون",
        "u",
        "s",
        "didn't",
        "11,000",
        "x",
    ]


@given(TEXT)
def test_words_are_pieces_of_the_text_in_order(text: str) -> None:
    folded = fold(text)
    at = 0
    for word in words(folded):
        at = folded.index(word, at) + len(word)
