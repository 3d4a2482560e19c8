"""Terms: the stemmed words of a text and how much each says about what the text is about. [pure]

How common a term is comes from a small shipped table (hashed, made by ``python -m training.word_idf``),
corrected by what the running stream shows: ``p = (seen + K * prior) / (documents + K)``. A word that
everybody uses this week loses weight although it is rare in general.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from services.common import shipped
from services.language.normalize import fold, words
from services.language.stems import stems

_STEPS_PER_UNIT = 20.0  # resolution of the shipped table


def terms(text: str, language: str) -> list[str]:
    """The terms of ``text`` in order, numbers included as written; character references are read first."""
    if "&" in text:
        text = unescape(text)
    stem = stems(language).stem
    return [stem(word) for word in words(fold(text))]


def bucket(term: str, size: int) -> int:
    """Where ``term`` stands in a table of ``size`` buckets; the same in every process."""
    return crc32(term.encode()) % size


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint8]:
    table: NDArray[np.uint8] = np.load(shipped.folder("words") / "idf.npy")
    return table


@lru_cache(maxsize=50_000)
def prior(term: str) -> float:
    """Share of news articles that hold ``term``, 0..1, from the shipped table."""
    if term[0].isdigit():
        return 0.2 if len(term) == 1 else 0.005
    table = _table()
    return math.exp(-int(table[bucket(term, len(table))]) / _STEPS_PER_UNIT)


class WordStatistics:
    """How common terms are: the shipped prior, updated with every document that is seen."""

    def __init__(self, strength: float = 300.0, capacity: int = 60_000) -> None:
        """``strength``: how many documents the prior weighs. ``capacity``: terms that are counted at most."""
        self._strength = strength
        self._capacity = capacity
        self._seen: Counter[str] = Counter()
        self._documents = 0.0

    def add(self, document: Iterable[str]) -> None:
        """Count the distinct terms of one document."""
        self._seen.update(set(document))
        self._documents += 1
        if len(self._seen) > self._capacity:
            # Halving forgets old news and drops what was seen once.
            self._seen = Counter({term: n // 2 for term, n in self._seen.items() if n > 1})
            self._documents /= 2

    def idf(self, term: str) -> float:
        """``-log`` of the estimated share of articles that hold ``term``; 0 for a word in all of them."""
        share = (self._seen.get(term, 0) + self._strength * prior(term)) / (self._documents + self._strength)
        return -math.log(min(1.0, share))
