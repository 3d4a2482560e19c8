"""Invented labelled pairs, and models that answer by rote, for the benchmarks of the whole of align."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_TOLD = (
    ("clash", "قتل 12 شخصا في انهيار جسر الوادي.", "قتل 15 شخصا في انهيار جسر الوادي.", "contradict"),
    ("same", "افتتح الوزير سعيد مدرسة الوادي الجديدة.", "الوزير سعيد يفتتح مدرسة الوادي الجديدة.", "agree"),
    ("strange", "فاز فريق الوادي بكأس المدينة.", "ارتفعت أسعار القمح في الميناء.", "unrelated"),
    ("false", "بلغ طول جسر الوادي 120 مترا.", "بلغ طول جسر الوادي 150 مترا.", "related"),
    ("missed", "زار الوفد مصنع السكر في القرية.", "لم تطأ قدم غريب أرض القرية.", "contradict"),
)
ROWS: list[dict[str, Any]] = [
    {
        "id": name,
        "label": label,
        "confidence": "high",
        "a": a,
        "b": b,
        "a_outlet": "الصباح",
        "b_outlet": "المساء",
        "a_date": "2026-05-04",
        "b_date": "2026-05-04",
    }
    for name, a, b, label in _TOLD
]


def _article(outlet: str, title: str, lead: str) -> dict[str, str]:
    return {"outlet": outlet, "title": title, "lead": lead, "date": "2026-05-04", "url": ""}


_COLLAPSE = _article("الصباح", "انهيار جسر الوادي", "انهار جسر الوادي صباح الاثنين وقتل 12 شخصا.")
_AGAIN = _article("المساء", "قتلى في انهيار جسر الوادي", "قتل 12 شخصا حين انهار جسر الوادي صباح الاثنين.")
_CUP = _article("الظهيرة", "فريق الوادي يفوز بالكأس", "فاز فريق الوادي بكأس المدينة بعد ركلات الترجيح.")
EVENTS = [
    {"id": "one", "a": _COLLAPSE, "b": _AGAIN, "same_event": True, "confidence": "high"},
    {"id": "two", "a": _COLLAPSE, "b": _CUP, "same_event": False, "confidence": "low"},
]


def shared(folder: Path) -> Path:
    """A folder that lies as the shared data does, with these rows."""
    dev = folder / "data/dev"
    dev.mkdir(parents=True)
    for name, rows in (("relations", ROWS[:3]), ("contradictions", ROWS[3:]), ("event_pairs", EVENTS)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (dev / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder


class Alike:
    """An encoder to which all texts are the same."""

    id, revision, dimensions = "alike", "1", 4

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full((len(texts), self.dimensions), 0.5, np.float32)


class Denier:
    """A judge who sees contradiction everywhere, and remembers what it was asked."""

    id, revision = "denier", "1"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += pairs
        return np.tile(np.array([0.05, 0.9, 0.05], np.float32), (len(pairs), 1))
