"""What benchmarks of the whole of align are given: the development rows, and the models by their specs."""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.align import backends
from services.align.backends import Encoder, Judge
from services.align.defaults import OFF

STATEMENTS = ("relations", "contradictions")  # files of labelled pairs of statements


@dataclass(frozen=True, slots=True)
class Models:
    """The models that align asks; None for one that is left out."""

    encoder: Encoder | None
    contextual: Encoder | None
    judge: Judge | None

    def names(self) -> dict[str, str]:
        """What each role is played by, without the roles that are left out."""
        roles = {"encoder": self.encoder, "contextual": self.contextual, "judge": self.judge}
        return {role: f"{model.id}@{model.revision}" for role, model in roles.items() if model is not None}


def options(description: str | None) -> argparse.ArgumentParser:
    """A parser that knows where the rows are and which models are asked."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the shared data")
    parser.add_argument("--encoder", default="static", metavar="SPEC")
    parser.add_argument("--contextual", default="onnx", metavar="SPEC")
    parser.add_argument("--judge", default="onnx", metavar="SPEC")
    return parser


def models(asked: argparse.Namespace) -> Models:
    """Loads what the command line names; ``none`` is left out."""
    return Models(
        encoder=None if asked.encoder == OFF else backends.load(asked.encoder),
        contextual=None if asked.contextual == OFF else backends.load(asked.contextual),
        judge=None if asked.judge == OFF else backends.load_judge(asked.judge),
    )


def rows(shared: Path, name: str) -> list[dict[str, Any]]:
    """A file of labelled development rows."""
    lines = (shared / "data/dev" / f"{name}.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]
