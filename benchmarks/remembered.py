"""Models that read each text once: many configurations ask them about the same rows. [holds the answers]"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.align.backends import Encoder, Judge

K = TypeVar("K", bound=Hashable)
Rows = NDArray[np.float32]


class _Answers(Generic[K]):
    """One row of numbers for each question; what was asked before is not asked again."""

    def __init__(self, ask: Callable[[Sequence[K]], Rows]) -> None:
        self._ask = ask
        self._known: dict[K, Rows] = {}

    def of(self, questions: Sequence[K]) -> Rows:
        missing = [question for question in dict.fromkeys(questions) if question not in self._known]
        if missing:
            self._known.update(zip(missing, self._ask(missing), strict=True))
        return np.stack([self._known[question] for question in questions])


class RememberedEncoder:
    """An encoder with a memory. ``encode`` wants at least one text."""

    def __init__(self, encoder: Encoder) -> None:
        self.id, self.revision, self.dimensions = encoder.id, encoder.revision, encoder.dimensions
        self.encode = _Answers(encoder.encode).of


class RememberedJudge:
    """A judge with a memory. ``judge`` wants at least one pair."""

    def __init__(self, judge: Judge) -> None:
        self.id, self.revision = judge.id, judge.revision
        self.judge = _Answers(judge.judge).of
