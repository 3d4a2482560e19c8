"""Every figure that Mizan's models promise, beside what was promised, each by the command that prints it.

    python -m benchmarks.figures [--shared ../shared] [--rows build/rows] [--only WORD] [--speed] [--cards]
                                 [--encoder onnx] [--contextual onnx] [--judge onnx]

Prints a table. Rows are made first where they are missing (`benchmarks.rows`). ``--cards`` writes the figures
of the encoder and of the judge into their cards, ``--out`` keeps the whole reports, ``--speed`` adds what
`benchmarks.models` and `benchmarks.run` measure on this machine.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import cards, rows
from benchmarks.promises import Measurement, Promise, Report, measurements
from services.common.cards import folder


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
    for promise in measurement.promises:
        value = promise.of(report)
        cells = (
            promise.name,
            _shown(value),
            _shown(promise.least),
            _shown(promise.aim),
            _verdict(promise, value),
        )
        yield f"| {' | '.join(cells)} | `{measurement.command}` |"


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".removeprefix("0")


def _verdict(promise: Promise, value: float) -> str:
    if promise.least is None or promise.aim is None:
        return ""
    return "aim" if value >= promise.aim else "enough" if value >= promise.least else "short"


def speeds(asked: argparse.Namespace) -> Iterator[tuple[str, ...]]:
    """Commands that print how fast the models run, and how soon and in how much memory services start."""
    yield ("-m", "benchmarks.models", "--encoder", asked.encoder, "--judge", asked.judge)
    yield ("-m", "benchmarks.run", "--services", "--contextual", asked.contextual, "--judge", asked.judge)


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
    parser.add_argument("--cards", action="store_true", help="also write the figures into the models' cards")
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
        if asked.only not in measurement.command:
            continue
        try:
            report = reports[measurement.command] = measured(measurement)
        except RuntimeError as error:
            failed = True
            print(f"{measurement.command}: {error}", file=sys.stderr)
            continue
        for line in lines(measurement, report):
            print(line, flush=True)
        if asked.cards and measurement.role:
            _keep(measurement, report, getattr(asked, measurement.role))
    if asked.out:
        asked.out.write_text(json.dumps(reports, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if asked.speed:
        for command in speeds(asked):
            print(f"\n{shlex.join(('python', *command))}", flush=True)
            failed |= subprocess.run([sys.executable, *command], check=False).returncode != 0
    return int(failed)


def _keep(measurement: Measurement, report: Report, spec: str) -> None:
    """Writes figures into the card of the model that was measured."""
    place = folder(measurement.role, spec)
    if place is None:
        raise SystemExit(f"--cards: {spec} is in no folder")
    found = {promise.name: round(promise.of(report), 4) for promise in measurement.promises}
    cards.update(place, found, dict.fromkeys(found, measurement.command))


if __name__ == "__main__":
    sys.exit(main())
