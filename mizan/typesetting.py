"""Text on a terminal: how wide it is, where it breaks, and how two directions of writing stay apart.

Every run whose direction may differ from the line around it is put between U+2068 (first strong isolate) and
U+2069, and a line that is laid out in columns begins with U+200E. A terminal that reorders text then keeps
the columns in their places; on one that does not, the marks take no room.

What is shown was written by strangers: characters that would steer a terminal are taken out of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

LEFT = "\u200e"  # at the start of a line: its columns run from left to right
_ISOLATE, _END = "\u2068", "\u2069"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")  # marks that reach beyond the letters around them
_SHORTEST = 20  # columns that a line of text has at least


def harmless(text: str) -> str:
    """The text without control characters, such as begin a command to the terminal, and without overrides.

    >>> harmless("Fire\\x1b[2J at the port\\u202e")
    'Fire [2J at the port'
    """
    return _DIRECTION.sub("", _CONTROL.sub(" ", text))


def isolate(text: str) -> str:
    """A stranger's text made harmless, its direction kept apart from what stands around it."""
    return enclose(harmless(text)) if text else ""


def enclose(text: str) -> str:
    """A text of ours, colours included, with its direction kept apart."""
    return f"{_ISOLATE}{text}{_END}"


def columns(text: str) -> int:
    """Columns that a terminal gives to a text: marks and directions take none, wide letters two."""
    if text.isascii():
        return len(text)
    total = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
    return total


def padded(text: str, width: int) -> str:
    """The text with spaces behind it up to ``width`` columns."""
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken at spaces; a longer word has a line to itself."""
    return joined(text.split(), " ", max(_SHORTEST, width))


def joined(parts: Iterable[str], separator: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns; a part is never broken."""
    lines: list[str] = []
    for part in parts:
        if lines and columns(lines[-1] + separator + part) <= width:
            lines[-1] += separator + part
        else:
            lines.append(part)
    return lines


def shortened(text: str, width: int) -> str:
    """The text on one line of at most ``width`` columns; what is left out shows as an ellipsis."""
    lines = wrapped(text, width - 2)
    if not lines:
        return ""
    first = lines[0] if columns(lines[0]) <= max(_SHORTEST, width) else lines[0][: max(_SHORTEST, width) - 2]
    return first if len(lines) == 1 and first == lines[0] else f"{first} …"


def found(text: str, pieces: Iterable[str]) -> list[tuple[int, int]]:
    """Where the pieces stand in the text, in order and without overlaps."""
    places: list[tuple[int, int]] = []
    for piece in sorted(pieces, key=len, reverse=True):
        at = text.find(" ".join(piece.split()))
        span = (at, at + len(piece))
        if piece.strip() and at >= 0 and all(span[1] <= a or b <= span[0] for a, b in places):
            places.append(span)
    return sorted(places)


def cut(line: str, at: int, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The line, which stands at ``at`` of a text, in parts outside and inside of places of the text."""
    done = 0
    for start, end in places:
        start, end = max(start - at, done), min(end - at, len(line))
        if start < end:
            yield line[done:start], False
            yield line[start:end], True
            done = end
    yield line[done:], False
