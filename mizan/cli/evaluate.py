"""`mizan evaluate`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mizan.cli import output, services
from mizan.cli.parser import STANDARD
from mizan.cli.parser.options import NONE
from mizan.cli.status import BAD_INPUT, FAILED, OK, Stop

if TYPE_CHECKING:
    from services.align.backends import Encoder, Judge

M = TypeVar("M")
Rows = list[Any]
Measured = tuple[Mapping[str, Any] | None, list[dict[str, Any]]]  # figures, and a prediction per row


def run(arguments: argparse.Namespace) -> int:
    """Measures a component and prints its figures."""
    services.demand("evaluate")
    output.protect("--json", arguments.json, arguments.files)
    output.protect("--predictions", arguments.predictions, arguments.files)
    output.apart({"--json": arguments.json or STANDARD, "--predictions": arguments.predictions})
    files = ", ".join(arguments.files)
    rows = [row for file in arguments.files for row in _rows(Path(file))]
    try:
        report, predictions = _TASKS[arguments.task](rows, arguments)
    except KeyError as error:
        raise Stop(BAD_INPUT, f"{files}: a row has no field {error}") from error
    except ValueError as error:
        raise Stop(BAD_INPUT, f"{files}: {error}") from error
    except RuntimeError as error:
        raise Stop(FAILED, str(error)) from error
    if arguments.predictions:
        lines = "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in predictions)
        output.write(arguments.predictions, lines)
    figures = {"rows": len(rows)} if report is None else report
    output.write(arguments.json or STANDARD, output.json_line(figures))
    return OK


# --- tasks: each loads the real components that a service would run, and nothing else ---------------------


def _relations(rows: Rows, arguments: argparse.Namespace) -> Measured:
    from services.evaluation.relations import evaluate_relations

    return evaluate_relations(
        rows, _encoder(arguments.encoder), _contextual(arguments.contextual), _judge(arguments.judge)
    )


def _events(rows: Rows, arguments: argparse.Namespace) -> Measured:
    from services.evaluation.events import evaluate_events

    return evaluate_events(rows, _encoder(arguments.encoder))


def _similarity(rows: Rows, arguments: argparse.Namespace) -> Measured:
    from services.evaluation.similarity import evaluate_similarity

    return evaluate_similarity(rows, _needed(_encoder(arguments.encoder), "--encoder"))


def _nli(rows: Rows, arguments: argparse.Namespace) -> Measured:
    from services.evaluation.nli import evaluate_nli

    return evaluate_nli(rows, _needed(_judge(arguments.judge), "--judge"))


def _retrieval(rows: Rows, arguments: argparse.Namespace) -> Measured:
    from services.evaluation.retrieval import evaluate_retrieval

    encoder = _needed(_encoder(arguments.encoder), "--encoder")
    return evaluate_retrieval(rows, encoder, _judge(arguments.judge), arguments.rerank)


def _calibration(rows: Rows, arguments: argparse.Namespace) -> Measured:
    from services.evaluation import calibration

    judge = _judge(arguments.judge)
    if arguments.encoder is None:
        return calibration.of_judge(rows, _needed(judge, "--judge"))
    return calibration.of_relations(
        rows, _encoder(arguments.encoder), _contextual(arguments.contextual), judge
    )


def _dates(rows: Rows, _: argparse.Namespace) -> Measured:
    from services.evaluation.parsers import evaluate_dates

    return evaluate_dates(rows)


def _quantities(rows: Rows, _: argparse.Namespace) -> Measured:
    from services.evaluation.parsers import evaluate_quantities

    return evaluate_quantities(rows)


_TASKS: Mapping[str, Callable[[Rows, argparse.Namespace], Measured]] = {
    "relations": _relations,
    "events": _events,
    "similarity": _similarity,
    "nli": _nli,
    "retrieval": _retrieval,
    "calibration": _calibration,
    "dates": _dates,
    "quantities": _quantities,
}


# --- models --------------------------------------------------------------------------------------------


def _encoder(spec: str) -> Encoder | None:
    from services.align import backends

    return None if spec == NONE else _loaded(backends.load, spec)


def _contextual(spec: str | None) -> Encoder | None:
    from services.align import defaults

    return _encoder(defaults.CONTEXTUAL if spec is None else spec)


def _judge(spec: str | None) -> Judge | None:
    from services.align import backends, defaults

    named = defaults.JUDGE if spec is None else spec
    return None if named == NONE else _loaded(backends.load_judge, named)


def _loaded(load: Callable[[str], M], spec: str) -> M:
    try:
        return load(spec)
    except ValueError as error:
        raise Stop(BAD_INPUT, str(error)) from error


def _needed(model: M | None, option: str) -> M:
    if model is None:
        raise Stop(BAD_INPUT, f"there is nothing to measure: name a model with {option} SPEC")
    return model


# --- rows ----------------------------------------------------------------------------------------------


def _rows(file: Path) -> list[Any]:
    """The objects of a JSON Lines file."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(BAD_INPUT, f"{file}: cannot be read: {error}") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise Stop(BAD_INPUT, f"{file}:{number}: is no JSON: {error.msg}") from error
            if not isinstance(row, dict):
                raise Stop(BAD_INPUT, f"{file}:{number}: is no JSON object")
            rows.append(row)
    return rows
