from __future__ import annotations

import pytest

from services.language import memo
from services.language.memo import Memo


def test_memo_judges_each_word_once() -> None:
    asked: list[str] = []

    def judge(word: str) -> int:
        asked.append(word)
        return len(word)

    known = Memo(judge)
    assert [known[word] for word in ("بيت", "a", "بيت")] == [3, 1, 3]
    assert asked == ["بيت", "a"]


def test_memo_is_emptied_when_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "_LIMIT", 3)
    known = Memo(len)
    for size in range(1, 20):
        assert known["x" * size] == size
        assert len(known) <= 4
