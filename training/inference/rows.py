"""One pair of texts with what the second says of the first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

AGREE, CONTRADICT, NEUTRAL = "agree", "contradict", "neutral"


@dataclass(frozen=True, slots=True)
class Row:
    """``a`` and ``b`` hold their context where there is one; see ``services.align.premise``."""

    a: str
    b: str
    label: str
    source: str
    weight: float = 1.0
    lang: str = "ar"  # "mixed": one side Arabic, the other English
    binary: bool = False  # the set only tells agree from the rest; the label is then neutral

    def json(self) -> str:
        fields: dict[str, object] = {
            "a": self.a,
            "b": self.b,
            "label": self.label,
            "source": self.source,
            "weight": self.weight,
            "lang": self.lang,
        }
        if self.binary:
            fields["binary"] = True
        return json.dumps(fields, ensure_ascii=False)


def write(path: Path, rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(row.json() + "\n" for row in rows), encoding="utf-8")
