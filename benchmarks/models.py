"""What the shipped models cost on one core: speed, loading, disk and memory, as one JSON object.

    taskset -c 0 python -m benchmarks.models [--encoder onnx] [--judge onnx] [--rounds 5]

Each model is measured in a process of its own, round by round in turn, so that what else the machine does
falls on both; the figures are medians. Rates are texts or pairs per second of *processor time*. Texts are
strings of common words, cut to the stated number of subwords.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from services.align import backends
from services.common import cards

TEXT = """
أعلنت الوزارة أن الجسر الجديد افتتح يوم الاثنين بعد ثلاث سنوات من العمل وقالت البلدية إن المدرسة القديمة أغلقت
لأن السقف غير آمن ونفى المتحدث وقوع إصابات وأضاف أن الحكومة ستبحث القرار مع النقابات الأسبوع المقبل
the ministry said a new bridge opened on Monday while the council denied that anybody was hurt and talks go on
"""
TOKENS = {"encoder": 40, "judge": 80}  # of a text, of a pair; with the model's own marks
COUNT = {"encoder": 256, "judge": 128}


def texts(tokenizer: Any, tokens: int, count: int) -> list[str]:
    """``count`` different texts of exactly ``tokens`` subwords, marks not counted."""
    rng = random.Random(20261122)
    made = []
    for _ in range(count):
        text = " ".join(rng.choices(TEXT.split(), k=tokens))
        ends = tokenizer.encode(text, add_special_tokens=False).offsets
        made.append(text[: ends[min(tokens, len(ends)) - 1][1]])
    return made


def work(role: str, spec: str, tokenizer: Any) -> tuple[Callable[[], object], Callable[[], object]]:
    """Loads the model; returns calls that give it one text (or pair) and all of them."""
    count = COUNT[role]
    if role == "encoder":
        encoder = backends.load(spec)
        sentences = texts(tokenizer, TOKENS[role] - 2, count)
        return lambda: encoder.encode(sentences[:1]), lambda: encoder.encode(sentences)
    judge = backends.load_judge(spec)
    halves = texts(tokenizer, (TOKENS[role] - 3) // 2, 2 * count)
    pairs = list(zip(halves[:count], halves[count:], strict=True))
    return lambda: judge.judge(pairs[:1]), lambda: judge.judge(pairs)


def measure(role: str, spec: str) -> dict[str, float]:
    """One round, in this process."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder(role, spec) / "tokenizer.json"))
    before = resident()
    started = time.perf_counter()
    first, every = work(role, spec, tokenizer)
    first()
    loaded = time.perf_counter() - started
    after = resident()
    every()
    began = time.process_time()
    every()
    rate = COUNT[role] / (time.process_time() - began)
    return {
        "per_second": rate,
        "load_seconds": loaded,
        "memory_after_load_mb": after - before,
        "memory_at_work_mb": resident() - before,
    }


def resident() -> float:
    """Memory of this process that is in use, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell a process's memory in /proc/self/status")


def folder(role: str, spec: str) -> Path:
    """Where the model's files are. Raises SystemExit for a model that is in no folder."""
    place = cards.folder(role, spec)
    if place is None:
        raise SystemExit(f"{spec} is in no folder: its subwords are needed here")
    return place


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", default="onnx", metavar="SPEC")
    parser.add_argument("--judge", default="onnx", metavar="SPEC")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--one", choices=tuple(TOKENS), help="one round of one model, in this process")
    asked = parser.parse_args(arguments)
    if asked.one:
        print(json.dumps(measure(asked.one, getattr(asked, asked.one))))
        return
    rounds: dict[str, list[dict[str, float]]] = {role: [] for role in TOKENS}
    for _ in range(asked.rounds):
        for role, measured in rounds.items():
            command = [sys.executable, "-m", "benchmarks.models", "--one", role]
            command += [f"--{role}", getattr(asked, role)]
            printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            measured.append(json.loads(printed))
    report: dict[str, Any] = {"rounds": asked.rounds}
    for role, measured in rounds.items():
        spec = getattr(asked, role)
        report[role] = {
            "model": spec,
            "tokens": TOKENS[role],
            "bytes_on_disk": cards.size(folder(role, spec)),
            **{name: round(statistics.median(each[name] for each in measured), 2) for name in measured[0]},
        }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
