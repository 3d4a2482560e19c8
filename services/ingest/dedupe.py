"""Whether one text is a copy of another: exact, cut, reordered or joined. [pure]

A text is the set of its unordered pairs of content words at most three words apart. Copies keep most pairs
when sentences are dropped, moved or stripped of honorifics, and when a clause is turned around; the share of
the shorter text's pairs found in the longer one is the similarity. Look-alikes made from one template
(market closes, tolls) share pairs but not figures, so figures can veto.

Candidates come from a modular sample of the pair hashes ("mod sketch", Broder 1997): a pair is a mark of
every text that holds it or of none, so a short copy is found inside a long text, where samples of a fixed
size would miss it.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.common.domain import Article, DuplicateKind
from services.ingest.cues import known_cues
from services.language.normalize import fold, words

WINDOW_DAYS = 14  # how far apart copies are looked for
COPY_SIMILARITY = 0.55  # share of the shorter text's pairs; the plateau of best F1 is 0.47 to 0.62

_REACH = 3  # words between the two of a pair, at most, plus one
_MOST_PAIRS = 4096  # of a longer text only the smallest hashes are kept
_FEWEST_PAIRS = 24  # about ten content words; less is no text to recognise
_MARK_RATE = 8  # one pair in this many is a mark
_CROWDED = 200  # a mark of more texts than this says nothing
_VERIFIED = 12  # candidates that are compared in full
_FIGURES = 3  # from this many figures on both sides, they can veto
_FIGURES_SHARED = 0.5  # share of the smaller set
_SURE = 0.9  # similarity that figures cannot veto

_VERSION = 1
_SIZES = np.dtype("<u4")


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is kept of a text to recognise its copies. Pairs and figures are sorted 32-bit hashes."""

    exact: bytes  # hash of the sequence of words
    pairs: NDArray[np.uint32]
    figures: NDArray[np.uint32]

    @classmethod
    def of(cls, article: Article) -> Fingerprint:
        """The fingerprint of an article's story; its headline, which every outlet writes anew, left out."""
        return fingerprint(story_of(article))

    @property
    def marks(self) -> list[int]:
        """The sampled pair hashes under which an index finds this text."""
        sampled: list[int] = self.pairs[self.pairs % _MARK_RATE == 0].tolist()
        return sampled

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fingerprint) and self.to_bytes() == other.to_bytes()

    def __hash__(self) -> int:
        return hash(self.exact)

    def to_bytes(self) -> bytes:
        """A compact form to store: version, sizes, hashes; little-endian."""
        sizes = np.array([_VERSION, len(self.pairs), len(self.figures)], dtype=_SIZES)
        parts = (sizes, self.pairs.astype(_SIZES), self.figures.astype(_SIZES))
        return self.exact + b"".join(part.tobytes() for part in parts)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Fingerprint:
        """The fingerprint that `to_bytes` stored. ValueError for another version."""
        numbers: NDArray[Any] = np.frombuffer(stored[16:], dtype=_SIZES)
        if len(numbers) < 3 or numbers[0] != _VERSION or len(numbers) != 3 + numbers[1] + numbers[2]:
            raise ValueError("not a stored fingerprint of this version")
        pairs, figures = np.split(numbers[3:].astype(np.uint32), [int(numbers[1])])
        return cls(stored[:16], pairs, figures)


def story_of(article: Article) -> str:
    """The kept text of an article without its headline."""
    pieces: list[str] = []
    at = 0
    skipped = [cut.span for cut in article.cuts]
    if article.title_span is not None:
        skipped.append(article.title_span)
    for span in sorted(skipped):
        pieces.append(article.text[at : max(at, span.start)])
        at = max(at, span.end)
    pieces.append(article.text[at:])
    return "\n".join(pieces)


def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text without page furniture."""
    tokens = words(fold(text))
    joined = " ".join(tokens)
    content = np.array([mark for mark in map(_word_hash, tokens) if mark], dtype=np.uint64)
    figures = {_hash(token.replace(",", "")) for token in tokens if token[0].isdigit() and len(token) > 1}
    exact = blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return Fingerprint(exact, _pairs(content), np.array(sorted(figures), dtype=np.uint32))


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """Share of the shorter text's pairs that the other holds, 0 to 1; figures are not looked at."""
    if one.exact == other.exact:
        return 1.0
    shorter = min(len(one.pairs), len(other.pairs))
    if shorter < _FEWEST_PAIRS:
        return 0.0
    common = len(np.intersect1d(one.pairs, other.pairs, assume_unique=True))
    return common / shorter


def copy_similarity(one: Fingerprint, other: Fingerprint) -> float:
    """`similarity` where one text is a copy of the other, else 0.0."""
    found = similarity(one, other)
    if found < COPY_SIMILARITY:
        return 0.0
    fewer = min(len(one.figures), len(other.figures))
    if found < _SURE and fewer >= _FIGURES:
        shared = len(np.intersect1d(one.figures, other.figures, assume_unique=True))
        if shared < _FIGURES_SHARED * fewer:
            return 0.0
    return found


def kind_of(one: Fingerprint, other: Fingerprint) -> DuplicateKind:
    """Whether two copies are word for word the same."""
    return DuplicateKind.EXACT if one.exact == other.exact else DuplicateKind.NEAR


class CopyIndex:
    """Finds copies among the texts of a window of days; what falls out of the window is forgotten.

    Adding costs the number of marks, finding the number of texts that share some. Texts without a day stay
    until ``capacity`` texts are held; then the oldest added go.
    """

    def __init__(self, *, window_days: int = WINDOW_DAYS, capacity: int = 200_000) -> None:
        self._window = window_days
        self._capacity = capacity
        self._texts: dict[str, tuple[int | None, Fingerprint]] = {}
        self._by_mark: defaultdict[int, set[str]] = defaultdict(set)
        self._by_exact: defaultdict[bytes, set[str]] = defaultdict(set)
        self._latest: int | None = None

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    def add(self, name: str, day: date | None, fingerprint: Fingerprint) -> None:
        """Holds a text under its name; a text held under that name before is replaced."""
        self.remove(name)
        number = day.toordinal() if day else None
        self._texts[name] = (number, fingerprint)
        self._by_exact[fingerprint.exact].add(name)
        for mark in fingerprint.marks:
            self._by_mark[mark].add(name)
        if number is not None and (self._latest is None or number > self._latest):
            self._latest = number
            self._forget(number)
        while len(self._texts) > self._capacity:
            self.remove(next(iter(self._texts)))

    def remove(self, name: str) -> None:
        """Forgets a text; unknown names are ignored."""
        held = self._texts.pop(name, None)
        if held is None:
            return
        for table, keys in ((self._by_mark, held[1].marks), (self._by_exact, [held[1].exact])):
            _discard(table, keys, name)

    def find(self, fingerprint: Fingerprint, day: date | None) -> list[tuple[str, float]]:
        """Names of held texts that the text is a copy of, with the similarity, best first."""
        shared: Counter[str] = Counter()
        for mark in fingerprint.marks:
            names = self._by_mark.get(mark)
            if names is not None and len(names) <= _CROWDED:
                shared.update(names)
        exact = self._by_exact.get(fingerprint.exact, set())
        found: list[tuple[str, float]] = [(name, 1.0) for name in exact if self._near(name, day)]
        verified = 0
        for name, _ in shared.most_common(_VERIFIED * 4):
            if name in exact or not self._near(name, day):
                continue
            score = copy_similarity(fingerprint, self._texts[name][1])
            if score:
                found.append((name, score))
            verified += 1
            if verified == _VERIFIED:
                break
        return sorted(found, key=lambda item: (-item[1], item[0]))

    def _near(self, name: str, day: date | None) -> bool:
        held = self._texts[name][0]
        return day is None or held is None or abs(day.toordinal() - held) <= self._window

    def _forget(self, latest: int) -> None:
        # Twice the window: late arrivals of old days still meet their copies.
        old = [
            name
            for name, (day, _) in self._texts.items()
            if day is not None and day < latest - 2 * self._window
        ]
        for name in old:
            self.remove(name)


def groups(texts: Iterable[tuple[str, date | None, Fingerprint]]) -> Iterator[tuple[str, str, float]]:
    """(copy, parent, similarity) for every text that repeats an earlier one, in the order given.

    The parent is an original: a copy of a copy names the first text of its kind.
    """
    index = CopyIndex()
    originals: dict[str, str] = {}
    for name, day, marks in texts:
        for parent, score in index.find(marks, day)[:1]:
            originals[name] = originals.get(parent, parent)
            yield name, originals[name], score
        index.add(name, day, marks)


def _discard(table: defaultdict[Any, set[str]], keys: Iterable[Any], name: str) -> None:
    for key in keys:
        names = table.get(key)
        if names is not None:
            names.discard(name)
            if not names:
                del table[key]


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


@lru_cache(maxsize=200_000)
def _word_hash(word: str) -> int:
    """Hash of a content word's stem; 0 for a word that is too frequent or short to matter."""
    topic = known_cues().topic(word)
    return (_hash(topic) or 1) if topic else 0


def _pairs(content: NDArray[np.uint64]) -> NDArray[np.uint32]:
    found: list[NDArray[np.uint64]] = []
    for gap in range(1, _REACH + 1):
        if len(content) <= gap:
            break
        left, right = content[:-gap], content[gap:]
        low, high = np.minimum(left, right), np.maximum(left, right)
        mixed = (low * np.uint64(0x9E3779B97F4A7C15)) ^ (high * np.uint64(0xC2B2AE3D27D4EB4F))
        found.append(mixed ^ (mixed >> np.uint64(29)))
    if not found:
        return np.empty(0, dtype=np.uint32)
    hashes = (np.concatenate(found) * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(32)
    hashes.sort()
    distinct: NDArray[np.uint64] = hashes[np.append(True, hashes[1:] != hashes[:-1])]
    return distinct[:_MOST_PAIRS].astype(np.uint32)
