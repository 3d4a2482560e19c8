"""The words of a text in matching form, each with its raw offsets. [pure]

Every engine of the language core reads the same tokens, so a statement is folded and cut into words once.
"""

from __future__ import annotations

import re
from itertools import accumulate

from services.common.domain import Span
from services.language.normalize import normalize

# The genitive "'s" is a word of its own, so that names are found with and without it.
# One group, so that `split` returns gaps and words in turn.
_WORD = re.compile(r"(\d+(?:[.,]\d+)+|[^\W_]+(?:'(?!s\b)[^\W_]+)?)")
# The same where none of these marks stands alone between two words; it takes half the time.
_PLAIN_WORD = re.compile(r"(?=\S)([0-9a-zء-ي]++[^\W_]*+|[^\W_]+)")
_INNER_MARKS = frozenset(".,'")


class Tokens:
    """Folded words of ``text[span]`` with their places; spans handed out are offsets into ``text``."""

    __slots__ = ("_gaps", "_normalized", "_shift", "ends", "folded", "starts", "words")

    def __init__(self, text: str, span: Span | None = None) -> None:
        piece = text if span is None else text[span.start : span.end]
        self._shift = 0 if span is None else span.start
        self._normalized = normalize(piece)
        self.folded = self._normalized.text
        parts = _PLAIN_WORD.split(self.folded)
        if not _INNER_MARKS.isdisjoint(parts[2:-1:2]):
            parts = _WORD.split(self.folded)
        bounds = list(accumulate(map(len, parts)))
        self.words = parts[1::2]
        self.starts = bounds[0:-1:2]
        self.ends = bounds[1::2]
        self._gaps = parts[0::2]

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, index: int) -> str:
        """What stands between word ``index - 1`` and word ``index``: spaces, punctuation, nothing."""
        return self._gaps[index]

    def span(self, first: int, stop: int) -> Span:
        """Raw offsets of the words ``first`` up to, not including, ``stop`` (``first < stop``)."""
        return self.raw_span(self.starts[first], self.ends[stop - 1])

    def raw_span(self, start: int, end: int) -> Span:
        """Raw offsets of a range of the folded text."""
        return self._normalized.raw_span(start, end, self._shift)

    def raw(self, span: Span) -> str:
        """The raw text of a span this object handed out."""
        return self._normalized.raw[span.start - self._shift : span.end - self._shift]
