"""Boxes and lines of text in pictures: what fits, and which way it runs. [pure]

A picture is drawn for one direction of reading. The start of a line is its right end where the interface is
written from the right; x counts from the left as always in SVG.
"""

from __future__ import annotations

from dataclasses import dataclass

from report.text import direction

LINE = 18  # height of a line of text, in units of the picture
_PADDING = 9
_LETTER = 7.2  # mean width of a letter of the pictures' 13 px type, wide ones and Latin capitals included


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a picture, anchored at x by its start or its end."""

    text: str
    x: float
    y: float
    direction: str  # "rtl" or "ltr"
    anchor: str  # "start", "middle" or "end" of the text in its own direction
    role: str = "label"  # "label" or "note"


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its lines; ``start`` is the side that reading begins from."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]


def wrapped(text: str, width: float, lines: int = 2) -> list[str]:
    """The words of a text in at most so many lines of about ``width``; what does not fit ends in "…".

    >>> wrapped("the spokesman of the civil defence", 120)
    ['the spokesman', 'of the civil…']
    """
    room = max(4, int((width - 2 * _PADDING) / _LETTER))
    found = [""]
    for word in text.split():
        if len(found[-1]) + len(word) + 1 <= room or not found[-1]:
            found[-1] = f"{found[-1]} {word}".strip()
        elif len(found) < lines:
            found.append(word)
        else:
            found[-1] += "…"
            break
    return [line if len(line) <= room + 1 else line[:room] + "…" for line in found]


def height(lines: int) -> float:
    """Height of a box of so many lines."""
    return lines * LINE + 12


def box(x: float, y: float, width: float, labels: list[str], notes: list[str], reading: str) -> Box:
    """A box with lines that begin at the side where reading begins, each run in its own direction."""
    start = x + width - _PADDING if reading == "rtl" else x + _PADDING
    drawn = []
    for place, text in enumerate((*labels, *notes)):
        run = direction(text)
        run = reading if run == "auto" else run
        anchor = "start" if run == reading else "end"
        role = "label" if place < len(labels) else "note"
        drawn.append(Line(text, start, y + 6 + LINE * place + 13, run, anchor, role))
    return Box(x, y, width, height(len(drawn)), tuple(drawn))
