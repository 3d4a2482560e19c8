"""The same words with another figure, day, month, numeral or country: near in wording, another fact."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

Places = frozenset[str]

_figure = re.compile(r"\d+(?:[.,]\d+)*")
_word = re.compile(r"\w+")
_DAYS = frozenset(["السبت", "الأحد", "الاثنين", "الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"])
_MONTHS = frozenset(
    [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ]
)
_NUMERALS = frozenset(
    [
        "ثلاثة",
        "أربعة",
        "خمسة",
        "ستة",
        "سبعة",
        "ثمانية",
        "تسعة",
        "عشرة",
        "عشرين",
        "ثلاثين",
        "أربعين",
        "خمسين",
        "ستين",
        "سبعين",
        "ثمانين",
        "تسعين",
    ]
)
_SHORTEST_PLACE = 4


def countries(data: Path) -> Places:
    """Arabic names of countries that are one word."""
    table = pd.read_parquet(data / "train/lexicon/ar_en_names_places.parquet")
    names = table[table["source"] == "dr5hn_countries"]["ar"]
    return frozenset(name for name in names if " " not in name and len(name) >= _SHORTEST_PLACE)


def altered(text: str, places: Places, rng: np.random.Generator) -> str | None:
    """``text`` with one figure, day, month, numeral or country replaced by another; None if it has none."""
    spots: list[tuple[tuple[int, int], frozenset[str] | None]] = [
        (match.span(), None) for match in _figure.finditer(text)
    ]
    for match in _word.finditer(text):
        groups = (_DAYS, _MONTHS, _NUMERALS, places)
        spots += [(match.span(), group) for group in groups if match.group() in group]
    if not spots:
        return None
    (start, end), group = spots[rng.integers(len(spots))]
    old = new = text[start:end]
    while new == old:
        new = _other_figure(old, rng) if group is None else sorted(group)[rng.integers(len(group))]
    return text[:start] + new + text[end:]


def _other_figure(old: str, rng: np.random.Generator) -> str:
    return "".join(str(rng.integers(1, 10)) if sign.isdigit() else sign for sign in old)
