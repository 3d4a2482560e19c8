"""Texts from outside as the page shows them: with a direction, marked words, and cut to a length. [pure]

A text is published by others, so nothing in it is trusted: what a template prints of it is escaped, its
language is kept only when it looks like one, its address becomes a link only when it leads to the web.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from mizan.v1 import resources_pb2 as pb

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_QUOTATION = "(?<=«)[^»]+(?=»)|(?<=“)[^”]+(?=”)"
_LAST_WORD = re.compile(r"\w+[،,؛;:] ")
_EPOCH = date(1970, 1, 1)
_GRAM = 4  # letters in a row that tell that two words are one, whatever they begin or end with
_BEFORE = 0.4  # share of an excerpt that stands before what it is about


class Piece(NamedTuple):
    """A part of a text; ``marked`` where it is what clashes, ``apart`` where its direction is its own."""

    text: str
    marked: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A text of one direction of writing."""

    pieces: tuple[Piece, ...]
    direction: str  # "rtl", "ltr", or "auto" for a text without letters
    language: str  # BCP-47, "" when unknown

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def run(text: str, language: str = "", marks: Iterable[tuple[int, int]] = ()) -> Run:
    """A text with its marked ranges, which count code points of it; ranges outside of it are left out.

    >>> [piece.text for piece in run("the toll is 11", marks=[(12, 14)]).pieces if piece.marked]
    ['11']
    """
    pieces = []
    done = 0
    for start, end in sorted(marks):
        start, end = max(start, done), min(end, len(text))
        if start < end:
            pieces += [Piece(text[done:start]), Piece(text[start:end], True)]
            done = end
    pieces.append(Piece(text[done:]))
    known = language if _LANGUAGE.fullmatch(language) and language != "und" else ""
    return Run(tuple(piece for piece in pieces if piece.text), direction(text), known)


def composed(text: str, language: str, names: Iterable[str]) -> Run:
    """A text of our own in which names and quotations keep a direction of their own.

    Its direction is that of the words around them; a name that begins with a digit would come apart.

    >>> line = composed("بحسب 7_days: «A fire in the port.»", "ar", ["7_days"])
    >>> line.direction, [piece.text for piece in line.pieces if piece.apart]
    ('rtl', ['7_days', 'A fire in the port.'])
    """
    known = sorted({name for name in names if name}, key=len, reverse=True)
    parts = re.split("(" + "|".join([_QUOTATION, *map(re.escape, known)]) + ")", text)
    pieces = (Piece(part, apart=bool(number % 2)) for number, part in enumerate(parts) if part)
    whole = run(text, language)
    own = direction("".join(parts[::2]))
    return Run(tuple(pieces), whole.direction if own == "auto" else own, whole.language)


def direction(text: str) -> str:
    """The direction that most letters of a text are written in.

    The first letter does not tell: an Arabic sentence may begin with a Latin name.

    >>> direction("Reuters: حريق في الميناء"), direction("3-1")
    ('rtl', 'auto')
    """
    balance = 0
    letters = False
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            balance += 1
        elif kind == "L":
            balance -= 1
        else:
            continue
        letters = True
    if not letters:
        return "auto"
    return "rtl" if balance > 0 else "ltr"


def excerpt(whole: Run, length: int, toward: str = "") -> Run:
    """At most about ``length`` characters of a text, cut between words.

    They are those around its first mark; without marks, those most like the words of ``toward``.

    >>> str(excerpt(run("one two three four five", marks=[(8, 13)]), 14))
    '… two three …'
    """
    text = str(whole)
    if len(text) <= length:
        return whole
    marks = []
    at = 0
    for piece in whole.pieces:
        if piece.marked:
            marks.append((at, at + len(piece.text)))
        at += len(piece.text)
    start = max(0, marks[0][0] - int(_BEFORE * length)) if marks else _nearest(text, length, toward)
    start = max(0, min(start, len(text) - length))
    if start:
        start = text.find(" ", start, marks[0][0] if marks else len(text)) + 1 or start
        # The last word of a clause says nothing without it.
        lone = _LAST_WORD.match(text, start)
        start = lone.end() if lone and (not marks or lone.end() <= marks[0][0]) else start
    end = start + length
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    lead = "… " if start else ""
    tail = " …" if end < len(text) else ""
    shift = len(lead) - start
    kept = [(max(a, start) + shift, min(b, end) + shift) for a, b in marks]
    cut = run(lead + text[start:end] + tail, whole.language, [m for m in kept if m[0] < m[1]])
    return Run(cut.pieces, whole.direction, whole.language)


def _nearest(text: str, length: int, toward: str) -> int:
    """Where the last stretch of a text begins that shares most with another one; 0 when none shares.

    The last one, because a sentence names its source first and says what matters at its end.
    """
    wanted = {toward[at : at + _GRAM] for at in range(len(toward) - _GRAM + 1)}
    shared = [text[at : at + _GRAM] in wanted for at in range(len(text))]
    starts = [0, *(at + 1 for at, letter in enumerate(text[: len(text) - length]) if letter == " ")]
    return max(starts, key=lambda start: (sum(shared[start : start + length]), start)) if any(shared) else 0


def web_address(url: str) -> str:
    """The address when it leads to the web, else nothing: a page from outside may give ``javascript:``.

    >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def calendar_day(day: Any) -> date | None:
    """The day of a `google.type.Date`; None when it is absent or no whole day."""
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None


def published(article: pb.Article) -> date | None:
    """The day of publication; None when unknown."""
    if not article.publish_time.HasField("start"):
        return None
    try:
        return _EPOCH + timedelta(seconds=article.publish_time.start.seconds)
    except OverflowError:
        return None
