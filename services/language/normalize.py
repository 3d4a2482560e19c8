"""The matching form of a text, and the way back to the raw text. [pure]

Folding works on single characters only: each code point is decomposed (NFKD), loses its marks and is
mapped to one canonical letter. No character looks at its neighbours, so

    fold(a + b) == fold(a) + fold(b)

holds for every text. Composed and decomposed spellings therefore fold alike, and the offset map is exact
without any notion of a cluster. The folded form is for matching; people are shown the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

from services.common.domain import Span

# Applied to every text that is not ASCII, in this order. `str.replace` chains beat `str.translate` by an
# order of magnitude on Arabic, so the letters of ordinary news text are here, rare ones in `_RARE`.
_COMMON: tuple[tuple[str, str], ...] = (
    ("أ", "ا"),
    ("إ", "ا"),
    ("آ", "ا"),
    ("ى", "ي"),
    ("ة", "ه"),
    ("ؤ", "و"),
    ("ئ", "ي"),
    ("\u064b", ""),  # fathatan .. sukun
    ("\u064c", ""),
    ("\u064d", ""),
    ("\u064e", ""),
    ("\u064f", ""),
    ("\u0650", ""),
    ("\u0651", ""),
    ("\u0652", ""),
    ("ـ", ""),
    ("\u200f", ""),
    ("\u200e", ""),
    ("\u00a0", " "),
    ("’", "'"),
    ("‘", "'"),
)
_ARABIC_DIGITS = tuple((chr(0x660 + digit), str(digit)) for digit in range(10))

# What decomposition alone does not bring together. Letters of Persian, Urdu, Pashto and Kurdish keyboards
# turn up in Arabic pages; format characters carry no meaning for matching.
_RARE: dict[str, str] = {
    **dict(_COMMON),
    **dict(_ARABIC_DIGITS),
    **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
    **dict.fromkeys("ٱٲٳٵ", "ا"),
    **dict.fromkeys("کڪګﮎ", "ك"),
    **dict.fromkeys("یېۍےیؽؾؿ", "ي"),
    **dict.fromkeys("ھہەۃۂۀ", "ه"),
    "٪": "%",
    "٫": ".",
    "٬": ",",
    "ς": "σ",
    "\u06e5": "",  # small waw and yeh are vowel signs with the properties of letters
    "\u06e6": "",
    "\u0674": "",  # high hamza, left over from the decomposition of U+0675..0678
    "\u06dd": "",
    **dict.fromkeys("\u00ad\u034f\u061c\u200b\u200c\u200d\u2060\ufeff", ""),
    **dict.fromkeys(map(chr, range(0x202A, 0x202F)), ""),
    **dict.fromkeys(map(chr, range(0x2066, 0x206A)), ""),
    **dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), ""),  # variation selectors
}

# Characters that fold to themselves. Only the others are looked up one by one.
_SETTLED = r"\x00-@\[-\x7f،؛؟ءابتثجحخدذرزسشصضطظعغفقكلمنهويپچڤگ«»“”–—"
_unsettled = re.compile(f"[^{_SETTLED}]")
# Characters that fold to exactly one character, whichever it is.
_uneven = re.compile(r"[^\x00-\x7f،؛؟«»“”‘’–—\u00a0\u0621-\u063a\u0641-\u064a\u0660-\u0669پچڤگکی]")
_word = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:'[^\W_]+)?")


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    lowered = unicodedata.normalize("NFKD", character).lower()
    return "".join(_RARE.get(part, part) for part in lowered if not unicodedata.combining(part))


def fold(text: str) -> str:
    """The matching form of ``text``: one spelling for what readers take as one spelling.

    Latin is lower-cased and loses its accents; Arabic loses diacritics, tatweel and hamza seats, alef
    maqsura becomes ya and ta marbuta ha; digits become ASCII; bidi marks go. Spaces and punctuation stay.
    ``fold(fold(t)) == fold(t)`` and ``fold(a + b) == fold(a) + fold(b)``.

    >>> fold("الإِدارةُ ٢٠٢٤ Café")
    'الاداره 2024 cafe'
    """
    if text.isascii():
        return text.lower()
    for old, new in _COMMON:
        text = text.replace(old, new)
    return _unsettled.sub(lambda match: _fold_character(match.group()), text)


class Normalized:
    """A folded text that knows which raw characters each of its parts came from."""

    __slots__ = ("_normal", "_raw", "raw", "text")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = fold(raw)
        self._normal: list[int] | None = None
        self._raw: list[int] = []

    def raw_index(self, index: int) -> int:
        """Where the raw character that produced ``text[index]`` stands; ``len(raw)`` for the end."""
        if index >= len(self.text):
            return len(self.raw)
        if self._normal is None:
            self._normal = self._anchor()
        anchor = bisect_right(self._normal, index) - 1
        return self._raw[anchor] + index - self._normal[anchor]

    def raw_span(self, start: int, end: int, shift: int = 0) -> Span:
        """The raw characters that produced ``text[start:end]``, with the marks on the last letter.

        ``shift`` is added to both ends.

        An empty range maps to an empty span. A range that cuts through the expansion of one raw character
        (an ellipsis sign, a ligature) maps to the whole character.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"range {start}:{end} is outside a folded text of {len(self.text)} characters")
        if self._normal is None:
            self._normal = self._anchor()
        if len(self._normal) == 1:
            return Span(start + shift, end + shift)  # nothing was added or dropped
        first = self.raw_index(start)
        if start == end:
            return Span(first + shift, first + shift)
        last = self.raw_index(end - 1) + 1
        while last < len(self.raw) and unicodedata.combining(self.raw[last]):
            last += 1
        return Span(first + shift, last + shift)

    def _anchor(self) -> list[int]:
        """Fill the anchors: from ``_normal[i]`` on, normal and raw offsets advance together."""
        normal, raw = [0], [0]
        shift = 0  # normal offset minus raw offset
        for match in _uneven.finditer(self.raw):
            at = match.start()
            size = len(_fold_character(match.group()))
            if size == 1:
                continue
            for part in range(size):
                normal.append(at + shift + part)
                raw.append(at)
            shift += size - 1
            normal.append(at + 1 + shift)
            raw.append(at + 1)
        self._raw = raw
        return normal


def normalize(text: str) -> Normalized:
    """``fold(text)`` with its offset map; the map is built when it is first asked for.

    >>> normalize("مـــؤتمر").raw_span(0, 2)
    Span(start=0, end=5)
    """
    return Normalized(text)


def words(folded: str) -> list[str]:
    """The word tokens of a folded text, in order. Numbers keep their separators, ``didn't`` is one word.

    >>> words("قال 3.5 مليون، didn't")
    ['قال', '3.5', 'مليون', "didn't"]
    """
    return _word.findall(folded)
