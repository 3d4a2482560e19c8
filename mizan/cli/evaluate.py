"""`mizan evaluate`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mizan.cli import output, services
from mizan.cli.parser import STANDARD
from mizan.cli.status import BAD_INPUT, FAILED, OK, Stop


def run(arguments: argparse.Namespace) -> int:
    """Measures a component and prints its figures."""
    services.demand("evaluate")
    output.protect("--json", arguments.json, arguments.files)
    output.protect("--predictions", arguments.predictions, arguments.files)
    output.apart({"--json": arguments.json or STANDARD, "--predictions": arguments.predictions})
    files = ", ".join(arguments.files)
    rows = [row for file in arguments.files for row in _rows(Path(file))]
    try:
        report, predictions = _evaluator(arguments.task, arguments.encoder)(rows)
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


def _evaluator(task: str, encoder: str) -> Callable[[list[Any]], tuple[Any, list[Any]]]:
    """The measuring function of a task; it gets the real component that a service would run."""
    if task in ("dates", "quantities"):
        from services.evaluation import parsers

        return parsers.evaluate_dates if task == "dates" else parsers.evaluate_quantities
    from services.align import backends
    from services.evaluation import events, relations, similarity

    measure: dict[str, Callable[..., tuple[Any, list[Any]]]] = {
        "relations": relations.evaluate_relations,
        "events": events.evaluate_events,
        "similarity": similarity.evaluate_similarity,
    }
    return lambda rows: measure[task](rows, backends.load(encoder))


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
