"""What each model and each signal is worth on labelled pairs: the system is run without it.

    python -m benchmarks.ablation --shared ../shared [--out benchmarks/results/DATE-ablation.json]
                                  [--encoder static] [--contextual onnx] [--judge onnx]

Statements are compared by rules alone, then with one model more each time, then by the contradiction model
alone; at last by all of it without each model and each signal. A signal is taken away by giving it no weight
in any set of weights; the others stay as they are, so that the table says what the shipped system owes to a
signal, and not what one fitted without it could do. Articles are grouped without an encoder and with each.

Each figure has an interval by bootstrap. Prints Markdown tables; ``--out`` keeps the report as JSON. ``none``
leaves a model out.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import ne
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks import ablation_tables, asked, bootstrap
from benchmarks.asked import STATEMENTS, Models
from benchmarks.remembered import RememberedEncoder, RememberedJudge
from services.align import contradictions, decision
from services.align.advice import Advisers
from services.align.backends import OUTCOMES, Encoder
from services.align.premise import ordered
from services.align.prepare import Readings, Side
from services.align.relate import relate
from services.align.thresholds import VERSION, WEIGHTS
from services.evaluation.events import evaluate_events
from services.evaluation.relations import CLASSES, class_of, label_of, sides
from services.evaluation.rows import Row

Weights = Mapping[str, Mapping[str, float]]
Figures = Mapping[str, bootstrap.Figure]

OF_STATEMENTS: Figures = {
    "macro_f1": bootstrap.macro_f1,
    "agreement_f1": lambda table: bootstrap.f1(table, CLASSES.index("agree")),
    "contradiction_precision": lambda table: bootstrap.precision(table, CLASSES.index("contradict")),
    "contradiction_recall": lambda table: bootstrap.recall(table, CLASSES.index("contradict")),
}
OF_EVENTS: Figures = {
    "same_event_f1": lambda table: bootstrap.f1(table, 1),
    "same_event_precision": lambda table: bootstrap.precision(table, 1),
    "same_event_recall": lambda table: bootstrap.recall(table, 1),
}
_JUDGED = [CLASSES.index("other" if outcome == "neutral" else outcome) for outcome in OUTCOMES]
_LOW_CONFIDENCE = 0.5  # what a pair of articles counts whose label is unsure, as in `mizan evaluate events`


@dataclass(frozen=True, slots=True)
class Run:
    """What one configuration made of the rows, and the name of the one that it is compared with."""

    name: str
    group: str  # "with", "without model" or "without signal"
    found: list[int]  # the number of each row's class
    against: str = ""


@contextmanager
def weighed(weights: Weights) -> Iterator[None]:
    """Within it, pairs of statements are decided with other weights."""
    with patch.object(decision, "WEIGHTS", weights), patch.object(contradictions, "WEIGHTS", weights):
        yield


def without(signal: str) -> Weights:
    """The weights in force, with none for one signal."""
    return {
        model: {name: 0.0 if name == signal else weight for name, weight in weights.items()}
        for model, weights in WEIGHTS.items()
    }


def signals() -> list[str]:
    """Every signal that is weighed anywhere, in order of its first mention."""
    names = dict.fromkeys(name for weights in WEIGHTS.values() for name in weights)
    return [name for name in names if name != "bias"]


def statements(rows: Sequence[Row], models: Models) -> Iterator[Run]:
    """The system from its least to its most, the judge alone, and the system without each of its parts."""
    encoder = models.encoder
    contextual = None if models.contextual is None else RememberedEncoder(models.contextual)
    judge = None if models.judge is None else RememberedJudge(models.judge)
    pairs = sides(rows, encoder)
    bare = [(replace(a, vector=None), replace(b, vector=None)) for a, b in pairs]
    readings = Readings()
    everything = Advisers(contextual, judge)

    def run(name: str, group: str, against: str, of: Sequence[tuple[Side, Side]], advisers: Advisers) -> Run:
        relations = relate(of, readings, advisers)
        return Run(name, group, [CLASSES.index(class_of(label_of(found))) for found in relations], against)

    yield run(full := "rules only", "with", "", bare, Advisers())
    if encoder is not None:
        yield run("+ static vectors", "with", full, pairs, Advisers())
        full = "+ static vectors"
    if contextual is not None:
        yield run("+ contextual encoder", "with", full, pairs, Advisers(contextual))
        full = "+ contextual encoder"
    if judge is not None:
        yield run("+ contradiction model", "with", full, pairs, everything)
        full = "+ contradiction model"
        answers = judge.judge([ordered(a, b) for a, b in pairs])
        alone = [_JUDGED[best] for best in np.argmax(answers, axis=1)]
        yield Run("contradiction model alone", "with", alone, full)
    if encoder is not None:
        yield run("static vectors", "without model", full, bare, everything)
    if contextual is not None:
        yield run("contextual encoder", "without model", full, pairs, Advisers(None, judge))
    if judge is not None:
        yield run("contradiction model", "without model", full, pairs, Advisers(contextual))
    for signal in signals():
        with weighed(without(signal)):
            yield run(signal, "without signal", full, pairs, everything)


def events(rows: Sequence[Row], encoders: Mapping[str, Encoder | None]) -> Iterator[Run]:
    """Whether two articles report one event, by name of the encoder; each is compared with the one before."""
    against = ""
    for name, encoder in encoders.items():
        _, predictions = evaluate_events(rows, encoder)
        yield Run(name, "with", [int(prediction["same_event"]) for prediction in predictions], against)
        against = name


def compared(
    runs: Sequence[Run],
    gold: Sequence[int],
    classes: int,
    figures: Figures,
    weights: Sequence[float] | None = None,
) -> list[dict[str, Any]]:
    """Figures of each run, in order, and how they differ from those of the run that it is compared with.

    ``changed`` counts the rows that the two decide differently.
    """
    drawn = bootstrap.draws(len(gold))
    found = {run.name: run.found for run in runs}
    values: dict[str, dict[str, bootstrap.Numbers]] = {}
    report = []
    for run in runs:
        table = bootstrap.confusion(gold, run.found, classes, drawn, weights)
        own = values[run.name] = {name: figure(table) for name, figure in figures.items()}
        entry: dict[str, Any] = {"name": run.name, "group": run.group, "against": run.against}
        entry["figures"] = {name: bootstrap.estimate(own[name]) for name in figures}
        if run.against:
            other = values[run.against]
            entry["difference"] = {name: bootstrap.estimate(own[name] - other[name]) for name in figures}
            entry["changed"] = sum(map(ne, run.found, found[run.against]))
        report.append(entry)
    return report


def of_statements(files: Mapping[str, Sequence[Row]], models: Models) -> dict[str, Any]:
    """Figures on all files together ("all") and on each alone."""
    everything = [row for rows in files.values() for row in rows]
    gold = [CLASSES.index(class_of(str(row["label"]))) for row in everything]
    runs = list(statements(everything, models))
    parts, start = {"all": slice(0, len(gold))}, 0
    for name, rows in files.items():
        parts[name] = slice(start, start := start + len(rows))
    return {
        name: {
            "rows": len(gold[part]),
            "runs": compared(
                [replace(run, found=run.found[part]) for run in runs], gold[part], len(CLASSES), OF_STATEMENTS
            ),
        }
        for name, part in parts.items()
    }


def of_events(rows: Sequence[Row], encoders: Mapping[str, Encoder | None]) -> dict[str, Any]:
    """Figures of the grouping of articles."""
    gold = [int(row["same_event"]) for row in rows]
    weights = [_LOW_CONFIDENCE if row.get("confidence") == "low" else 1.0 for row in rows]
    return {"rows": len(rows), "runs": compared(list(events(rows, encoders)), gold, 2, OF_EVENTS, weights)}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = asked.options(__doc__)
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to keep the report")
    given = parser.parse_args(arguments)
    models = asked.models(given)
    encoders = {"static": models.encoder, "contextual": models.contextual}
    report = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "models": models.names(),
        "weights": VERSION,
        "draws": bootstrap.SAMPLES,
        "seed": bootstrap.SEED,
        "statements": of_statements({name: asked.rows(given.shared, name) for name in STATEMENTS}, models),
        "events": of_events(
            asked.rows(given.shared, "event_pairs"),
            {"no encoder": None} | {name: encoder for name, encoder in encoders.items() if encoder},
        ),
    }
    print(ablation_tables.markdown(report))
    if given.out:
        given.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
