"""Every figure that Mizan's models promise, beside what was promised, each by the command that prints it.

    python -m benchmarks.figures [--shared ../shared] [--rows build/rows] [--only WORD] [--speed]
                                 [--encoder onnx] [--contextual onnx] [--judge onnx]

Prints a table; the raw output of each command goes to ``--out`` where it is named. Rows are made first where
they are missing (`benchmarks.rows`). ``--speed`` adds what `benchmarks.models` measures of this machine.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import rows

Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Promise:
    """One figure: where it stands in a report, what it must be and what it should be."""

    name: str
    of: Callable[[Report], float]
    least: float | None = None
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """A command of `mizan evaluate`, as typed in the checkout, and the figures that it prints."""

    arguments: tuple[str, ...]
    promises: tuple[Promise, ...]


def measurements(asked: argparse.Namespace) -> Iterator[Measurement]:
    """All of them, quick ones first."""
    dev, made = asked.shared / "data/dev", asked.rows
    statements = (str(dev / "relations.jsonl"), str(dev / "contradictions.jsonl"))
    encoder, judge = ("--encoder", asked.encoder), ("--judge", asked.judge)

    def rows_of(*names: str) -> tuple[str, ...]:
        return tuple(str(made / f"{name}.jsonl") for name in names)

    for name, shown, least, aim in (
        ("mstsb_ar", "mSTSb Arabic, Spearman", 0.73, 0.78),
        ("semrel_ar", "SemRel Arabic, Spearman", 0.53, 0.62),
    ):
        spearman = Promise(shown, lambda report: report["spearman"], least, aim)
        yield Measurement(("similarity", *rows_of(name), *encoder), (spearman,))
    for name, shown, least, aim in (
        ("ntrex_1000", "NTREX Arabic to English, accuracy@1", 0.85, 0.95),
        ("flores_1000", "FLORES Arabic to English, accuracy@1", 0.94, 0.98),
    ):
        first = Promise(shown, lambda report: report["accuracy_at_1"], least, aim)
        yield Measurement(("retrieval", *rows_of(name), *encoder), (first,))
    yield Measurement(
        ("relations", *statements, "--contextual", asked.contextual, *judge),
        (
            Promise("relations, macro-F1", lambda report: report["macro_f1"], 0.80, 0.90),
            Promise("contradictions, precision", _contradiction("precision"), 0.80, 0.90),
            Promise("contradictions, recall", _contradiction("recall"), 0.65, 0.85),
        ),
    )
    yield Measurement(
        ("events", str(dev / "event_pairs.jsonl")),
        (Promise("same event, F1", lambda report: report["same_event_f1"], 0.92, 0.95),),
    )
    for name, shown, macro, accuracy in (
        ("ans_dev", "ANS", (0.75, 0.82), (0.79, 0.85)),
        ("arnli_dev", "ArNLI", (0.78, 0.82), (0.80, 0.84)),
        ("xnli_dev_ar", "XNLI Arabic", (None, None), (0.62, 0.70)),
    ):
        yield Measurement(
            ("nli", *rows_of(name), *judge),
            (
                Promise(f"{shown}, accuracy", lambda report: report["accuracy"], *accuracy),
                Promise(f"{shown}, macro-F1", lambda report: report["macro_f1"], *macro),
            ),
        )
    yield Measurement(
        ("calibration", *rows_of("ans_dev", "arnli_dev", "xnli_dev_ar"), *judge),
        (Promise("all three, expected calibration error", lambda report: report["ece"]),),
    )


def _contradiction(figure: str) -> Callable[[Report], float]:
    return lambda report: float(report["per_class"]["contradict"][figure])


def measured(measurement: Measurement) -> Report:
    """What the command prints. Raises RuntimeError with what it says when it fails."""
    command = [sys.executable, "-m", "mizan.cli", "evaluate", *measurement.arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(ran.stderr.strip())
    report: Report = json.loads(ran.stdout)
    return report


def lines(measurement: Measurement, report: Report) -> Iterator[str]:
    """Rows of the table."""
    command = shlex.join(("mizan", "evaluate", *measurement.arguments))
    for promise in measurement.promises:
        value = promise.of(report)
        cells = (
            promise.name,
            _shown(value),
            _shown(promise.least),
            _shown(promise.aim),
            _verdict(promise, value),
        )
        yield f"| {' | '.join(cells)} | `{command}` |"


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".removeprefix("0")


def _verdict(promise: Promise, value: float) -> str:
    if promise.least is None or promise.aim is None:
        return ""
    return "aim" if value >= promise.aim else "enough" if value >= promise.least else "short"


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the shared data")
    parser.add_argument(
        "--rows", type=Path, default=Path("build/rows"), help="rows that benchmarks.rows made"
    )
    parser.add_argument("--only", default="", metavar="WORD", help="only figures with this in their command")
    parser.add_argument("--encoder", default="onnx", metavar="SPEC")
    parser.add_argument("--contextual", default="onnx", metavar="SPEC")
    parser.add_argument("--judge", default="onnx", metavar="SPEC")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="also the whole reports, by command, as JSON"
    )
    parser.add_argument("--speed", action="store_true", help="also speed, start and memory on this machine")
    return parser.parse_args(arguments)


def main() -> int:
    asked = options()
    if not (asked.rows / "xnli_dev_ar.jsonl").is_file():
        rows.write(asked.shared, asked.rows)
    print("| figure | measured | at least | aim | | command |\n|---|---|---|---|---|---|")
    reports: dict[str, Report] = {}
    failed = False
    for measurement in measurements(asked):
        command = shlex.join(measurement.arguments)
        if asked.only not in command:
            continue
        try:
            reports[command] = measured(measurement)
        except RuntimeError as error:
            failed = True
            print(f"{command}: {error}", file=sys.stderr)
            continue
        for line in lines(measurement, reports[command]):
            print(line, flush=True)
    if asked.out:
        asked.out.write_text(json.dumps(reports, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if asked.speed:
        failed |= subprocess.run([sys.executable, "-m", "benchmarks.models"], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
