"""What Mizan's models promise: each figure, the least that it must be, and the command that prints it."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

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
    """A command of `mizan evaluate`, and the figures that it prints."""

    arguments: tuple[str, ...]
    promises: tuple[Promise, ...]
    role: str = ""  # of the one model that they are figures of: "encoder" or "judge"

    @property
    def command(self) -> str:
        """As typed in the checkout."""
        return shlex.join(("mizan", "evaluate", *self.arguments))


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
        yield Measurement(("similarity", *rows_of(name), *encoder), (spearman,), "encoder")
    for name, shown, least, aim in (
        ("ntrex_1000", "NTREX Arabic to English, accuracy@1", 0.85, 0.95),
        ("flores_1000", "FLORES Arabic to English, accuracy@1", 0.94, 0.98),
    ):
        first = Promise(shown, lambda report: report["accuracy_at_1"], least, aim)
        yield Measurement(("retrieval", *rows_of(name), *encoder), (first,), "encoder")
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
            "judge",
        )
    yield Measurement(
        ("calibration", *rows_of("ans_dev", "arnli_dev", "xnli_dev_ar"), *judge),
        (Promise("all three, expected calibration error", lambda report: report["ece"]),),
        "judge",
    )


def _contradiction(figure: str) -> Callable[[Report], float]:
    return lambda report: float(report["per_class"]["contradict"][figure])
