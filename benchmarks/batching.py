"""What sharing a model's passes brings to comparisons that run at one time.

    python -m benchmarks.batching --judge onnx

Callers ask for verdicts on a few pairs each, then one of them for many, as a large event does. Their threads
call the model directly, as comparisons without batching would, or through `services.common.batching`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

import numpy as np

from services.align import backends
from services.align.backends import Judge
from services.align.batched import BatchedJudge
from services.align.metrics import AlignMetrics
from services.common.metrics import ServiceMetrics

TEXT = """
أعلنت الوزارة أن الجسر الجديد افتتح يوم الاثنين بعد ثلاث سنوات من العمل وقالت البلدية إن المدرسة القديمة أغلقت
لأن السقف غير آمن ونفى المتحدث وقوع إصابات the ministry said that a new bridge opened on Monday while the
council denied that anybody was hurt
"""
SHORTEST, LONGEST = 6, 40  # words of a statement

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """How one way of calling fared; seconds of a call are those of the callers that ask for a few pairs."""

    way: str
    threads: int
    large: int
    pairs_per_second: float
    seconds_median: float
    seconds_95: float


def pairs(count: int, seed: int) -> list[Pair]:
    """Pairs of statements of all lengths, made of a few words."""
    chance, words = random.Random(seed), TEXT.split()

    def statement() -> str:
        return " ".join(chance.choices(words, k=chance.randint(SHORTEST, LONGEST)))

    return [(statement(), statement()) for _ in range(count)]


def measure(judge: Judge, way: str, threads: int, asked: Sequence[Sequence[Pair]]) -> Figures:
    """Every caller's pairs, by that many threads; the first caller's share may be a large one."""

    def call(mine: Sequence[Pair]) -> float:
        judge.judge(mine)
        return time.perf_counter() - started

    with ThreadPoolExecutor(threads) as pool:
        started = time.perf_counter()
        seconds = list(pool.map(call, asked))
        took = time.perf_counter() - started
    few = min(map(len, asked))
    small = [each for each, mine in zip(seconds, asked, strict=True) if len(mine) == few]
    return Figures(
        way,
        threads,
        max(map(len, asked)),
        round(sum(map(len, asked)) / took, 1),
        round(float(np.median(small)), 3),
        round(float(np.quantile(small, 0.95)), 3),
    )


def main() -> None:
    """Prints one line of JSON for each way, the middle one of several runs by its pace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--judge", default="onnx", help="model to ask (%(default)s)")
    parser.add_argument("--callers", type=int, default=16, help="callers at one time (%(default)s)")
    parser.add_argument("--pairs", type=int, default=24, help="pairs of a caller (%(default)s)")
    parser.add_argument("--large", type=int, default=600, help="pairs of the one large caller (%(default)s)")
    parser.add_argument("--threads", type=int, default=4, help="threads that call directly (%(default)s)")
    parser.add_argument("--passes", type=int, default=4, help="batched passes at a time (%(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each way (%(default)s)")
    arguments = parser.parse_args()
    judge = backends.load_judge(arguments.judge)
    batched = BatchedJudge(judge, "judge", arguments.passes, AlignMetrics.of(ServiceMetrics("align")))
    alike = [pairs(arguments.pairs, seed) for seed in range(arguments.callers)]
    judge.judge(alike[0])
    ways: list[tuple[str, Judge, int]] = [
        ("direct", judge, arguments.threads),
        ("batched", batched, arguments.threads),
        ("batched", batched, arguments.callers),
    ]
    for asked in (alike, [pairs(arguments.large, -1), *alike[1:]]):
        runs = [
            [measure(each, way, threads, asked) for way, each, threads in ways] for _ in range(arguments.runs)
        ]
        for same in zip(*runs, strict=True):
            middle = sorted(same, key=lambda figures: figures.pairs_per_second)[len(same) // 2]
            print(json.dumps(asdict(middle)))
    batched.close()


if __name__ == "__main__":
    main()
