"""Story and furniture of the five founding pages, span by span, as an editor marked them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from services.ingest.clean import clean

EXPECTED: Mapping[str, Any] = json.loads(
    (Path(__file__).parent / "articles_cuts.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("number", range(5))
def test_kept_and_cut_spans(shared_data: Path, number: int) -> None:
    expected = EXPECTED["articles"][number]
    text = (shared_data / "articles" / expected["file"]).read_text(encoding="utf-8")
    cleaned = clean(text)
    assert cleaned.title is not None
    assert [cleaned.title.start, cleaned.title.end] == expected["title"]
    assert [[span.start, span.end] for span in cleaned.kept] == expected["kept"]
    assert [
        {"span": [cut.span.start, cut.span.end], "reason": cut.reason.value} for cut in cleaned.cuts
    ] == expected["cuts"]
