"""A statement as the judge reads it: its text and the headline that it stands under. [pure]

The model was trained on texts joined by this very function (`training/inference_*.py`), so that a change here
asks for a new model.
"""

from __future__ import annotations

from services.align.prepare import Side

_BETWEEN = " ¦ "  # stands in no news text


def join(text: str, title: str) -> str:
    """Text with its headline behind it, where it has one that says something else.

    >>> join("Nine people died.", "Fire in the port")
    'Nine people died. ¦ Fire in the port'
    """
    text, title = text.strip(), title.strip()
    return text if not title or title == text else f"{text}{_BETWEEN}{title}"


def premise(side: Side) -> str:
    """What the judge reads of one side."""
    return join(side.statement.text, side.context.title)


def ordered(a: Side, b: Side) -> tuple[str, str]:
    """(premise, hypothesis) of a pair, whichever side comes first: the longer statement is the premise.

    Statements of two languages go without their headlines, in which the model would look for a difference.
    """
    first, second = sorted((a, b), key=lambda side: (-len(side.statement.text), side.statement.text))
    if a.statement.language != b.statement.language:
        return first.statement.text, second.statement.text
    return premise(first), premise(second)
