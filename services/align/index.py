"""Finding articles near an article: postings of telling words and blocks of vectors, by day. [pure]

What a search costs depends on the days around the article, not on how many days there are. Vectors are
searched exactly: a window of two weeks holds some ten thousand, which one matrix product covers in about a
millisecond.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from heapq import nlargest
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

Key = str | float
_by_worth = itemgetter(0)
_BLOCK = 2048  # rows of a block of vectors, not touched before they are used; blocks never move


class _Day:
    __slots__ = ("blocks", "names", "postings", "rows")

    def __init__(self) -> None:
        self.names: dict[str, tuple[Key, ...]] = {}  # article -> the keys it is posted under
        self.postings: dict[Key, list[str]] = {}
        self.rows: list[str] = []  # article of each row of the blocks; "" where it has gone
        self.blocks: list[NDArray[np.float32]] = []

    def vector(self, name: str, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        place = len(self.rows) % _BLOCK
        if place == 0:
            self.blocks.append(np.zeros((_BLOCK, len(vector)), dtype=np.float32))
        self.blocks[-1][place] = vector
        self.rows.append(name)
        row: NDArray[np.float32] = self.blocks[-1][place]
        return row

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[float, str]]:
        found: list[tuple[float, str]] = []
        for number, block in enumerate(self.blocks):
            rows = self.rows[number * _BLOCK : (number + 1) * _BLOCK]
            similarity = block[: len(rows)] @ vector
            top = np.argpartition(similarity, -count)[-count:] if len(rows) > count else range(len(rows))
            found.extend((float(similarity[row]), rows[row]) for row in top if rows[row])
        return found


class Neighbourhood:
    """Articles by day of publication, None for an unknown one. Bounded by dropping whole days."""

    def __init__(
        self, *, window_days: int, by_words: int, by_vectors: int, longest_posting: int, visits: int = 1500
    ) -> None:
        """``window_days``: how far apart near articles may be published. ``by_words``, ``by_vectors``: how
        many to find. ``visits``: entries of postings after which a search by words ends, rarest words first.
        A posting keeps the ``longest_posting`` articles of a day that came last.
        """
        self._window = window_days
        self._by_words = by_words
        self._by_vectors = by_vectors
        self._longest_posting = longest_posting
        self._visits = visits
        self._days: OrderedDict[date | None, _Day] = OrderedDict()

    @property
    def days(self) -> int:
        """Number of days with articles, the unknown one included."""
        return len(self._days)

    def add(
        self, name: str, day: date | None, keys: Iterable[Key], vector: NDArray[np.float32] | None
    ) -> NDArray[np.float32] | None:
        """Keep an article; returns the kept copy of its vector."""
        bucket = self._days.setdefault(day, _Day())
        self._days.move_to_end(day)
        bucket.names[name] = kept = tuple(dict.fromkeys(keys))
        for key in kept:
            posting = bucket.postings.setdefault(key, [])
            posting.append(name)
            if len(posting) > self._longest_posting:
                del posting[0]
        return bucket.vector(name, vector) if vector is not None else None

    def remove(self, name: str, day: date | None) -> None:
        """Forget an article."""
        bucket = self._days[day]
        for key in bucket.names.pop(name):
            posting = bucket.postings[key]
            if name in posting:
                posting.remove(name)
        bucket.rows = ["" if row == name else row for row in bucket.rows]

    def drop_oldest(self) -> tuple[str, ...]:
        """Drop the day that was left alone longest, of a single day the older half; returns the articles."""
        day, bucket = next(iter(self._days.items()))
        dropped = tuple(bucket.names)
        if len(self._days) > 1:
            del self._days[day]
            return dropped
        dropped = dropped[: (len(dropped) + 1) // 2]
        for name in dropped:
            self.remove(name, day)
        return dropped

    def near(
        self,
        name: str,
        day: date | None,
        keys: Iterable[Key],
        vector: NDArray[np.float32] | None,
        worth: Callable[[Key], float],
    ) -> list[str]:
        """Articles other than ``name`` that share keys or lie near by vector, the best of both kinds.

        ``worth`` tells how much sharing a key counts.
        """
        buckets = self._buckets(day)
        weights: dict[str, float] = defaultdict(float)
        visits = 0
        for weight, key in sorted(((worth(key), key) for key in keys), key=_by_worth, reverse=True):
            for bucket in buckets:
                posting = bucket.postings.get(key)
                if posting:
                    visits += len(posting)
                    for other in posting:
                        weights[other] += weight
            if visits >= self._visits:
                break  # what is left is common: it would bring up much and tell little
        weights.pop(name, None)
        found = dict.fromkeys(nlargest(self._by_words, weights, key=weights.__getitem__))
        if vector is not None:
            pairs = (pair for bucket in buckets for pair in bucket.nearest(vector, self._by_vectors))
            found.update(dict.fromkeys(other for _, other in nlargest(self._by_vectors, pairs)))
            found.pop(name, None)
        return list(found)

    def _buckets(self, day: date | None) -> list[_Day]:
        if day is None:  # published who knows when: the days that were busy last
            return [self._days[key] for key in list(self._days)[-(2 * self._window + 2) :]]
        return [
            bucket
            for key, bucket in self._days.items()
            if key is None or abs((key - day).days) <= self._window
        ]
