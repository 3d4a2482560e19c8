"""Where sentences end. [pure]

Marks are found with one search per line and each one is judged by its neighbours; nothing is learned.
A missed cut leaves a long statement, a wrong cut leaves two broken ones, so doubt keeps the text together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from services.common.domain import Span
from services.language.normalize import fold

if TYPE_CHECKING:
    from services.language.declaration import Language

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_MARK = re.compile("[.!?؟؛…]+[\u200e\u200f]?[\"'»”’)\\]]*")
_MARKS = ".!?؟؛…"
_PAIRED = re.compile('[«»“”"()]')
_WORD = re.compile(r"\w+")
_WORD_BREAKS = '«»“”"([،,:؛/-'
_CLOSERS = "\"'»”’)]"

# A quotation or parenthesis longer than this is taken for an unbalanced mark or a whole speech.
_LONGEST_QUOTATION = 450
_LONGEST_PARENTHESIS = 160
# "…" and "؛" only separate what can stand alone.
_SHORTEST_CLAUSE_WORDS = 3


@dataclass(frozen=True, slots=True)
class SentenceResources:
    """What `split` needs to know of a language; all words folded."""

    ends: frozenset[str]  # marks that end a sentence
    soft_ends: frozenset[str]  # marks that end a clause that can stand alone
    abbreviations: frozenset[str]  # written with a dot that ends nothing
    suffix_letters: frozenset[str]  # single letters that end a number ("2024 م."), so their dot may end
    glued: re.Pattern[str]  # a letter that starts a sentence although no space follows the dot
    clause: re.Pattern[str]  # where an over-long sentence may be cut: the start of an independent clause
    long_words: int  # a sentence of more words is over-long


def split(text: str, language: Language) -> list[Span]:
    """The sentences of ``text`` in order, without outer white space; a line break always ends one.

    >>> from services.language.language import language
    >>> [s.of("قال د. علي 3.5. ثم مضى") for s in split("قال د. علي 3.5. ثم مضى", language("ar"))]
    ['قال د. علي 3.5.', 'ثم مضى']
    """
    resources = language.sentences
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start()
        content = line.group()
        last = 0
        for cut in _cuts(content, resources):
            _append(spans, content, start, last, cut)
            last = cut
        _append(spans, content, start, last, len(content))
    return spans


def _append(spans: list[Span], line: str, shift: int, start: int, end: int) -> None:
    piece = line[start:end]
    stripped = piece.strip()
    # Bidi marks and stray punctuation alone are no sentence.
    if stripped and (len(stripped) > 2 or _WORD.search(stripped)):
        lead = len(piece) - len(piece.lstrip())
        spans.append(Span(shift + start + lead, shift + start + lead + len(stripped)))


def _cuts(line: str, resources: SentenceResources) -> Iterator[int]:
    marks = _marks(line)
    long = line.count(" ") > resources.long_words
    if not marks and not long:
        return
    guarded = _guarded(line)
    cuts = [match.end() for match in marks if _ends(line, match, guarded, resources)]
    if long:
        cuts = sorted({*cuts, *_clauses(line, cuts, guarded, resources)})
    yield from cuts


def _marks(line: str) -> list[re.Match[str]]:
    """Runs of closing marks, but not one that ends the line anyway."""
    found: list[re.Match[str]] = []
    size = len(line.rstrip())
    starts: list[int] = []
    for mark in _MARKS:  # `str.find` per mark is several times faster than one search for the class
        at = line.find(mark)
        while at >= 0:
            starts.append(at)
            at = line.find(mark, at + 1)
    end = 0
    for at in sorted(starts):
        if at >= end and (match := _MARK.match(line, at)) is not None:
            end = match.end()
            if end < size:
                found.append(match)
    return found


def _guarded(line: str) -> list[tuple[int, int]]:
    """Ranges inside quotation marks or parentheses, the marks excluded at the end."""
    ranges: list[tuple[int, int]] = []
    opened: dict[str, int] = {}
    straight: list[int] = []
    for match in _PAIRED.finditer(line):
        mark, at = match.group(), match.start()
        if mark == '"':
            straight.append(at)
        elif mark in "«“(":
            opened.setdefault(mark, at)
        else:
            begin = opened.pop({"»": "«", "”": "“", ")": "("}[mark], None)
            limit = _LONGEST_PARENTHESIS if mark == ")" else _LONGEST_QUOTATION
            if begin is not None and at - begin <= limit:
                ranges.append((begin, at))
    if len(straight) % 2 == 0:
        pairs = zip(straight[::2], straight[1::2], strict=True)
        ranges.extend((begin, end) for begin, end in pairs if end - begin <= _LONGEST_QUOTATION)
    return ranges


def _ends(
    line: str, match: re.Match[str], guarded: list[tuple[int, int]], resources: SentenceResources
) -> bool:
    start, end = match.span()
    if end - start == 1 and line[end].isalnum() and resources.glued.match(line, end) is None:
        return False  # 3.5, example.org
    mark = match.group().rstrip(_CLOSERS).rstrip("\u200e\u200f")
    if not set(mark) <= resources.ends | resources.soft_ends:
        return False
    following = line[end]
    # Inside a quotation, and not at its very end.
    if any(begin < start and end <= close for begin, close in guarded):
        return False
    if any(begin < start < close < end for begin, close in guarded) and ")" in match.group():
        return False
    if not following.isspace():
        dot_only = mark == "." and end - start == 1
        if not (dot_only and resources.glued.match(line, end) and _full_word_before(line, start)):
            return False
    rest = line[end:].lstrip()
    if rest[0].islower() or rest[0] in ",،؛;:":
        return False
    if mark in resources.soft_ends or (len(mark) > 1 and "." in mark) or "…" in mark:
        return _enough_words(line[:start]) and _enough_words(rest)
    if mark == ".":
        return not _abbreviated(line, start, resources)
    return True


def _full_word_before(line: str, dot: int) -> bool:
    word = line[max(0, dot - 4) : dot]
    return len(word) >= 3 and word[-3:].isalpha()


def _enough_words(piece: str) -> bool:
    return any(count >= _SHORTEST_CLAUSE_WORDS for count, _ in enumerate(_WORD.finditer(piece), 1))


def _abbreviated(line: str, dot: int, resources: SentenceResources) -> bool:
    start = max(line.rfind(space, 0, dot) for space in " \u00a0\t") + 1
    written = line[start:dot]
    written = written[max(map(written.rfind, _WORD_BREAKS)) + 1 :]
    begin = dot - len(written)
    word = fold(written)
    before = line[:begin].rstrip()
    if not word:
        return False
    if word.isdigit():
        return not before  # "1. " opens a list item
    if word in resources.abbreviations:
        return not (word in resources.suffix_letters and before[-1:].isdigit())
    parts = word.split(".")
    if all(len(part) <= 1 for part in parts) and parts[-1].isalpha():
        return not (len(parts) == 1 and word in resources.suffix_letters and before[-1:].isdigit())
    return False


def _clauses(
    line: str, cuts: list[int], guarded: list[tuple[int, int]], resources: SentenceResources
) -> Iterator[int]:
    """Extra cuts inside over-long sentences, where an independent clause starts."""
    bounds = [0, *cuts, len(line)]
    for start, end in pairwise(bounds):
        if line.count(" ", start, end) <= resources.long_words:
            continue
        last = start
        for match in resources.clause.finditer(line, start, end):
            at = match.end()
            if any(begin < at <= close for begin, close in guarded):
                continue
            words = resources.long_words // 5
            if line.count(" ", last, at) >= words and line.count(" ", at, end) >= words:
                yield at
                last = at
