"""Judgements of words, made once per word. [pure]"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LIMIT = 200_000


class Memo(dict[str, T]):
    """``memo[word]`` is what ``judge`` says of the word; a known word costs one dictionary access.

    The words of a stream never end, so a full memo is emptied: the frequent ones are soon back.

    >>> Memo(len)["word"]
    4
    """

    def __init__(self, judge: Callable[[str], T]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, word: str) -> T:
        if len(self) > _LIMIT:
            self.clear()
        found = self[word] = self._judge(word)
        return found
