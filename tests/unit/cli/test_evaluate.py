"""`mizan evaluate` with models: which are loaded for what, and what is said when one is missing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mizan.cli import BAD_INPUT, FAILED, OK, main
from services.align import backends

PAIRS: list[dict[str, Any]] = [
    {"id": "1", "a": "انهار جسر الوادي", "b": "انهار جسر الوادي", "label": "entailment"},
    {"id": "2", "a": "انهار جسر الوادي", "b": "لم ينهر جسر الوادي", "label": "contradiction"},
]
PARALLEL: list[dict[str, Any]] = [
    {"id": "1", "query": "ارتفعت أسعار النفط", "target": "Oil prices rose"},
    {"id": "2", "query": "انهار جسر", "target": "A bridge collapsed"},
]


class Agreeable:
    id, revision = "agreeable", "1"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        return np.tile(np.array([0.8, 0.1, 0.1], dtype=np.float32), (len(pairs), 1))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Specs of judges that were asked for; each is answered with the same one."""
    specs: list[str] = []

    def load_judge(spec: str) -> Agreeable:
        specs.append(spec)
        return Agreeable()

    monkeypatch.setattr(backends, "load_judge", load_judge)
    return specs


def written(folder: Path, rows: list[dict[str, Any]]) -> str:
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(file)


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_nli(tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    predictions = tmp_path / "predictions.jsonl"
    rows = written(tmp_path, PAIRS)
    arguments = ["evaluate", "nli", rows, "--judge", "onnx:/x", "--predictions", str(predictions)]
    assert main(arguments) == OK
    assert told(capsys)["accuracy"] == 0.5
    assert json.loads(predictions.read_text("utf-8").splitlines()[1])["agree"] == 0.8
    assert asked == ["onnx:/x"]


def test_retrieval_with_and_without_a_judge(
    tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = written(tmp_path, PARALLEL)
    assert main(["evaluate", "retrieval", rows]) == OK
    plain = told(capsys)
    assert (plain["accuracy_at_1"], asked) == (1.0, [])
    assert main(["evaluate", "retrieval", rows, "--judge", "onnx", "--rerank", "2"]) == OK
    assert told(capsys) == plain  # who agrees with everything changes no order
    assert asked == ["onnx"]


def test_calibration_of_the_judge_or_of_relations(
    tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = written(tmp_path, PAIRS)
    assert main(["evaluate", "calibration", rows, "--judge", "onnx"]) == OK
    assert told(capsys)["of"] == "judge"
    nobody = ["--contextual", "none", "--judge", "none"]
    assert main(["evaluate", "calibration", rows, "--encoder", "static", *nobody]) == OK
    assert told(capsys)["of"] == "relations"


@pytest.mark.parametrize("task", ["nli", "calibration"])
def test_without_a_judge_there_is_nothing_to_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], task: str
) -> None:
    assert main(["evaluate", task, written(tmp_path, PAIRS), "--judge", "none"]) == BAD_INPUT
    assert "--judge SPEC" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("encoder", "status"), [("abacus", BAD_INPUT), ("static:/nowhere", FAILED), ("none", BAD_INPUT)]
)
def test_an_encoder_that_cannot_be_had_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoder: str, status: int
) -> None:
    assert main(["evaluate", "retrieval", written(tmp_path, PARALLEL), "--encoder", encoder]) == status
    error = capsys.readouterr().err
    assert "rows.jsonl" not in error  # it is not the rows that are wrong
    assert "encoder" in error
