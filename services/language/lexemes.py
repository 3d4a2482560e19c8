"""Tokens of raw text for the number and time readers. [pure]

Unlike ``normalize`` this keeps every character in its place: folding replaces one code point by one, so
a token's offsets are offsets of the raw text and direction marks inside numbers are still there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

# One code point each side; applied with str.replace, which beats str.translate on Arabic by a factor of 30.
_LETTERS = tuple(
    (old, new)
    for olds, new in (
        ("أإآٱ", "ا"),
        ("ىی", "ي"),
        ("ة", "ه"),
        ("ؤ", "و"),
        ("ئ", "ي"),
        ("کگ", "ك"),
        ("\u200e", "\u200f"),  # both direction marks act alike inside a number
        ("\u00a0\u202f\u2009", " "),
        ("٪", "%"),
        ("’", "'"),
        ("–—−", "-"),
    )
    for old in olds
)
_DIGITS = tuple((chr(zero + value), str(value)) for zero in (0x0660, 0x06F0) for value in range(10))
_OTHER_DIGIT = re.compile(r"[\u0660-\u0669\u06F0-\u06F9]")
_MARK = re.compile(r"[\u064B-\u0655\u0670\u0640]")
# What news text seldom holds; one search that finds none of it spares three.
_SELDOM = re.compile(
    r"[\u0640\u064B-\u0655\u0660-\u0670\u06F0-\u06F9\uFB50-\uFDFF\uFE70-\uFEFF\uFF00-\uFFEF]"
)
_COMPATIBILITY = re.compile(r"[\uFB50-\uFDFF\uFE70-\uFEFF\uFF00-\uFFEF]")
# "92 .0" with a space before the dot is how one daily prints 0.92; "7ر59" is how agencies write 59.7.
_NUMBER = r"[0-9]+(?:ر[0-9]+(?![0-9])| \.\u200f?[0-9]+(?:[،,][0-9]{3})*(?![0-9])|(?:[.,٫٬،]\u200f?[0-9]+)+)?"
_SYMBOL = r"[^\w\s\u200f]"
# One group, so that `split` returns gaps and tokens in turn. The look ahead, and the letters that are usual,
# change nothing but the time: a third less.
_TOKEN = re.compile(rf"(?=\S)([a-zء-ي]++[^\W\d_]*+|{_NUMBER}|{_SYMBOL}|[^\W\d_]+)")
# The same for text with vowel marks, which belong to the word they stand in.
_MARKED_TOKEN = re.compile(
    rf"[^\W\d_]+(?:[\u064B-\u0655\u0670]+[^\W\d_]*)*|{_NUMBER}|[^\w\s\u200f\u064B-\u0655\u0670]"
)


@dataclass(frozen=True, slots=True)
class Lexemes:
    """Parallel columns, one row per token: folded ``words``, offsets, and whether it is digits."""

    text: str
    folded: str  # same length as ``text``
    words: list[str]
    starts: list[int]
    ends: list[int]
    numeric: list[bool]


def fold_in_place(text: str) -> str:
    """``text`` folded for matching, character for character: ``len`` never changes."""
    return _fold_in_place(text)[0]


def _fold_in_place(text: str) -> tuple[str, bool]:
    """The folded text, and whether it may hold vowel marks or lengthening."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    if folded.isascii():
        return folded, False
    seldom = _SELDOM.search(folded) is not None
    if seldom and _COMPATIBILITY.search(folded):
        folded = "".join(
            plain if len(plain := unicodedata.normalize("NFKC", char)) == 1 else char for char in folded
        )
    for old, new in _LETTERS:
        folded = folded.replace(old, new)
    if seldom and _OTHER_DIGIT.search(folded):
        for old, new in _DIGITS:
            folded = folded.replace(old, new)
    return folded, seldom


def strip_marks(word: str) -> str:
    """A folded word without vowel marks and lengthening."""
    return _MARK.sub("", word)


def fold_form(form: str) -> str:
    """A declared word as it looks among the tokens."""
    return strip_marks(fold_in_place(form))


def word_set(words: str) -> frozenset[str]:
    """Declared words, written one after another."""
    return frozenset(words.split())


@lru_cache(maxsize=4)
def tokenize(text: str) -> Lexemes:
    """The tokens of ``text``: numbers with their separators, words, and single symbols."""
    folded, seldom = _fold_in_place(text)
    if not seldom or _MARK.search(folded) is None:
        parts = _TOKEN.split(folded)
        bounds = list(accumulate(map(len, parts)))
        words, starts, ends = parts[1::2], bounds[0:-1:2], bounds[1::2]
    else:
        matches = [match for match in _MARKED_TOKEN.finditer(folded) if match[0] != "ـ"]
        # No token holds a line break, so all of them lose their marks in one pass.
        words = _MARK.sub("", "\n".join([match[0] for match in matches])).split("\n") if matches else []
        starts, ends = [match.start() for match in matches], [match.end() for match in matches]
    # ":" is the character after "9"
    return Lexemes(text, folded, words, starts, ends, ["0" <= word < ":" for word in words])
