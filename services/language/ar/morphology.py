"""Inflected forms of Arabic words in matching form, so that engines can look words up whole.

Everything here works on folded spelling: alef maqsura is ya, ta marbuta is ha, hamza seats are gone.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.language.normalize import fold

CONJUNCTIONS = ("", "و", "ف")
_PAST_ENDINGS = (("", "m"), ("ت", "f"), ("ا", "m"), ("تا", "f"), ("وا", "m"), ("ن", "f"), ("نا", ""))
_PRESENT = (
    ("ي", "", "m"),
    ("ت", "", "f"),
    ("ي", "ون", "m"),
    ("ي", "ان", "m"),
    ("ت", "ان", "f"),
    ("ن", "", ""),
)
_TENSES = ("", "و", "ف", "س", "وس", "فس", "ل")


def past(verb: str) -> Iterator[tuple[str, str]]:
    """Forms of a past verb given in the third person masculine, with their gender ("" for neither)."""
    stem = fold(verb)
    weak = stem[-1] in "يا" and len(stem) > 2
    for ending, gender in _PAST_ENDINGS:
        if weak and ending in ("ت", "تا", "وا"):
            form = stem[:-1] + ending
        elif weak and ending:
            form = stem[:-1] + "ي" + ending
        else:
            form = stem + ending
        for conjunction in CONJUNCTIONS:
            yield conjunction + form, gender


def present(verb: str) -> Iterator[tuple[str, str]]:
    """Forms of a present verb given in the third person masculine, with their gender."""
    stem = fold(verb)[1:]
    short = stem[:-1] if stem[-1] in "يا" and len(stem) > 2 else stem
    for prefix, ending, gender in _PRESENT:
        form = prefix + (short + ending if ending == "ون" else stem + ending)
        for conjunction in _TENSES:
            yield conjunction + form, gender


def noun(word: str, *, article: bool = True) -> Iterator[str]:
    """A noun with the clitics that are written onto it: و ف ب ك ل and the article."""
    stem = fold(word)
    for conjunction in CONJUNCTIONS:
        for preposition in ("", "ب", "ل", "ك"):
            yield conjunction + preposition + stem
        if article:
            for preposition in ("ال", "بال", "لل", "كال"):
                yield conjunction + preposition + stem
