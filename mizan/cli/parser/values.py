"""Values on the command line: what is read of a text, or why it cannot be."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

EXAMPLE = "127.0.0.1:50050"


def address(text: str) -> str:
    """Where services answer: one HOST:PORT, or three."""
    if text.count(",") not in (0, 2) or not all(part.strip() for part in text.split(",")):
        raise argparse.ArgumentTypeError(
            f"{text!r}: give one address, or those of ingest, align and summarize"
        )
    if "http://" in text or "https://" in text or not all(":" in part for part in text.split(",")):
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT, such as {EXAMPLE}")
    return text


def listen(text: str) -> str:
    """Where to listen, HOST:PORT."""
    host, _, number = text.rpartition(":")
    if not host:
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT, such as {EXAMPLE}")
    port(number)
    return text


def port(text: str) -> int:
    """0 to 65535."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


def count(text: str) -> int:
    """A whole number of at least 0."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least 0")
    return int(text)


def score(text: str) -> float:
    """A number from 0 to 1."""
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return score


def day(text: str) -> date:
    """A day, YYYY-MM-DD."""
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-03-10") from None


def code(text: str) -> str:
    """A language that the interface speaks, or ""."""
    from mizan.words import LANGUAGES

    if text and text not in LANGUAGES:  # the default, "", passes here too
        raise argparse.ArgumentTypeError(f"{text!r} is not among {', '.join(LANGUAGES)}")
    return text
