"""The table of what the models promise: its commands can be typed, its verdicts are right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pandas", reason="pandas is a training dependency: pip install '.[train]'")

from benchmarks import cards, figures, rows
from benchmarks.promises import Measurement, Promise, measurements
from mizan.cli import parser
from services.common.cards import read as card_of
from services.evaluation.nli import gold


def options(*arguments: str) -> Any:
    return figures.options(arguments)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_command_of_the_table_is_one_of_the_command_line() -> None:
    found = list(measurements(options("--encoder", "onnx:/e", "--judge", "onnx:/j")))
    for measurement in found:
        parser.build().parse_args(["evaluate", *measurement.arguments])
    specs = {argument for measurement in found for argument in measurement.arguments}
    assert {"onnx:/e", "onnx:/j"} <= specs


def test_what_must_be_is_less_than_what_should_be() -> None:
    promises = [p for m in measurements(options()) for p in m.promises]
    assert len({promise.name for promise in promises}) == len(promises)
    assert all(p.least < p.aim for p in promises if p.least is not None and p.aim is not None)


@pytest.mark.parametrize(("value", "verdict"), [(0.69, "short"), (0.7, "enough"), (0.9, "aim")])
def test_verdicts(value: float, verdict: str) -> None:
    promise = Promise("accuracy", lambda report: report["accuracy"], 0.7, 0.9)
    measurement = Measurement(("nli", "a b.jsonl"), (promise,))
    (line,) = figures.lines(measurement, {"accuracy": value})
    shown = f"{value:.3f}".removeprefix("0")
    command = "`mizan evaluate nli 'a b.jsonl'`"
    assert cells(line) == ["accuracy", shown, ".700", ".900", verdict, command]


def test_a_figure_without_a_promise_has_no_verdict() -> None:
    measurement = Measurement(("nli",), (Promise("ece", lambda report: report["ece"]),))
    (line,) = figures.lines(measurement, {"ece": 0.04})
    assert cells(line)[1:5] == [".040", "", "", ""]


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match=r"nowhere\.jsonl"):
        figures.measured(Measurement(("dates", "nowhere.jsonl"), ()))


def test_cards_keep_figures_of_the_same_weights_and_drop_those_of_others(tmp_path: Path) -> None:
    def weights(revision: str) -> None:
        config = {"mizan": {"id": "reader", "revision": revision}}
        (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")

    weights("1")
    cards.update(tmp_path, {"accuracy": 0.5, "ece": 0.1}, {"accuracy": "one", "ece": "two"})
    cards.update(tmp_path, {"accuracy": 0.6}, {"accuracy": "three"})
    card = card_of(tmp_path)
    assert card is not None
    assert (card.id, card.figures) == ("reader", {"accuracy": 0.6, "ece": 0.1})
    assert card.commands == {"accuracy": "three", "ece": "two"}
    weights("2")
    cards.update(tmp_path, {"accuracy": 0.7}, {"accuracy": "four"})
    card = card_of(tmp_path)
    assert card is not None
    assert (card.revision, card.figures) == ("2", {"accuracy": 0.7})


def read(file: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, file.read_text("utf-8").splitlines())


def test_the_shared_sets_become_rows(shared_data: Path, tmp_path: Path) -> None:
    counts = rows.write(shared_data, tmp_path)
    for name, count in counts.items():
        made = list(read(tmp_path / f"{name}.jsonl"))
        assert len({row["id"] for row in made}) == len(made) == count > 500
    assert counts["ntrex_1000"] == counts["flores_1000"] == 1000
    for name in ("ans_dev", "arnli_dev", "xnli_dev_ar"):
        assert set(gold(list(read(tmp_path / f"{name}.jsonl")))) == {0, 1, 2}  # type: ignore[arg-type]
