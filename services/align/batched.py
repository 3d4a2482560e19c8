"""The slower models of alignment, shared by the comparisons that run at one time.

``threads`` is how many passes run at a time: one for a model whose pass uses all of a device, one for each
core where a pass uses one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from services.align.backends import Encoder, Judge
from services.align.metrics import AlignMetrics
from services.common.batching import MicroBatcher

Item = TypeVar("Item")

BUDGET = 2048  # tokens of one pass: some fifty statements, which is as fast as more on a processor
QUEUE_LIMIT = 64  # calls that wait for a model
_CHARACTERS = 4  # of a token, about, in Arabic and in English


class BatchedEncoder:
    """An encoder in threads of its own that reads the texts of many calls together."""

    def __init__(self, encoder: Encoder, role: str, threads: int, metrics: AlignMetrics) -> None:
        self.id = encoder.id
        self.revision = encoder.revision
        self.dimensions = encoder.dimensions
        self._calls = _batcher(role, encoder.encode, _tokens, threads, metrics)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._calls.run(texts)

    def close(self) -> None:
        """Refuses what waits; see `MicroBatcher`."""
        self._calls.close()


class BatchedJudge:
    """A judge in threads of its own that reads the pairs of many calls together."""

    def __init__(self, judge: Judge, role: str, threads: int, metrics: AlignMetrics) -> None:
        self.id = judge.id
        self.revision = judge.revision
        self._calls = _batcher(role, judge.judge, _tokens_of_both, threads, metrics)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        return self._calls.run(pairs)

    def close(self) -> None:
        """Refuses what waits; see `MicroBatcher`."""
        self._calls.close()


def _batcher(
    role: str,
    forward: Callable[[Sequence[Item]], NDArray[np.float32]],
    size: Callable[[Item], int],
    threads: int,
    metrics: AlignMetrics,
) -> MicroBatcher[Item]:
    calls = MicroBatcher(
        role,
        forward,
        size,
        budget=BUDGET,
        queue_limit=QUEUE_LIMIT,
        threads=threads,
        passed=metrics.model_items.labels(role).observe,
        dropped=metrics.model_dropped.labels(role).inc,
    )
    metrics.model_queue_depth.labels(role).set_function(lambda: calls.depth)
    return calls


def _tokens(text: str) -> int:
    return 2 + len(text) // _CHARACTERS


def _tokens_of_both(pair: tuple[str, str]) -> int:
    return _tokens(pair[0]) + _tokens(pair[1])
