"""Folding of names of sources."""

from __future__ import annotations

import pytest

from report.sources import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وكالة الأنباء", "وكالة الانباء"),
        ("«صوت الضفة»", "صوت الضفة"),
        ("وِزَارَةُ النَّقْل", "وزارة النقل"),
        ("هـيـئة", "هيئة"),
        ("The Harbour Gazette", "harbour gazette"),
        ("\u202bالمنبر\u202c", "المنبر"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("سلمان", "سليمان"), ("وزارة النقل", "وزارة المياه")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)
