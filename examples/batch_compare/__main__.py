"""Runs the batch once. See README.md."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from mizan import Client, MizanError, coverage

from . import batch
from .state import Busy, State, only_run


def main(argv: list[str] | None = None) -> int:
    """The program; its exit status is one of sysexits.h, as cron and systemd know them."""
    arguments = _arguments(argv)
    try:
        with only_run(arguments.state):
            return _run(arguments)
    except Busy as error:
        return _failed(os.EX_TEMPFAIL, error)
    except (MizanError, batch.NotAligned) as error:  # nothing is noted: the next run does it again
        return _failed(os.EX_TEMPFAIL, error)
    except (OSError, ValueError) as error:
        return _failed(os.EX_IOERR, error)


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m examples.batch_compare", description=__doc__)
    parser.add_argument("coverage", type=Path, help="folder of pages: .txt, .html, .jsonl")
    parser.add_argument("--out", type=Path, default="reports", help="reports go there (%(default)s)")
    parser.add_argument("--state", type=Path, default="state.json", help="memory of runs (%(default)s)")
    parser.add_argument("--target", default="127.0.0.1:50050", help="the services, HOST:PORT (%(default)s)")
    parser.add_argument("--min-score", type=float, default=0.6, help="least score, 0 to 1 (%(default)s)")
    parser.add_argument("--wait", type=float, default=120, help="seconds for the alignment (%(default)s)")
    arguments = parser.parse_args(argv)
    if not arguments.coverage.is_dir():
        parser.error(f"{arguments.coverage} is no folder")
    return arguments


def _run(arguments: argparse.Namespace) -> int:
    state = State.load(arguments.state)
    known = sorted(p for p in arguments.coverage.rglob("*") if p.suffix in coverage.KNOWN and p.is_file())
    files = state.new(known)
    if not files:
        return os.EX_OK
    with Client(arguments.target) as client:
        outcome = batch.run(
            client, files, state, arguments.out, min_score=arguments.min_score, wait=arguments.wait
        )
    state.files.update((str(file), digest) for file, digest in files.items())
    state.save(arguments.state)
    if outcome.folder:
        print(
            f"{outcome.folder}: {outcome.stored} new articles, {outcome.events} events,"
            f" {outcome.contradictions} new contradictions"
        )
    for problem in outcome.problems:
        print(problem, file=sys.stderr)
    return os.EX_DATAERR if outcome.problems else os.EX_OK


def _failed(status: int, error: Exception) -> int:
    print(f"batch_compare: {error}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
