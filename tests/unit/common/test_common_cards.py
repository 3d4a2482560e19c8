"""Cards of models: what is read of them, and what a service tells of a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from services.align.backends import load, load_judge
from services.common import cards, shipped

CARD: dict[str, Any] = {
    "id": "reader",
    "revision": "abc",
    "licence": "Apache-2.0",
    "made": "2026-11-22",
    "figures": {"accuracy": 0.75},
    "commands": {"accuracy": "mizan evaluate nli pairs.jsonl"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / cards.CARD).write_text(json.dumps(CARD), encoding="utf-8")
    (tmp_path / "onnx").mkdir()
    (tmp_path / "onnx" / "model.onnx").write_bytes(bytes(1000))
    return tmp_path


def test_a_service_tells_what_the_card_says(folder: Path) -> None:
    told = cards.info("judge", f"onnx:{folder}?tokens=64", "reader", "abc")
    assert (told.role, told.id, told.revision, told.licence) == ("judge", "reader", "abc", "Apache-2.0")
    assert told.size_bytes == 1000 + len(json.dumps(CARD))
    assert dict(told.figures) == {"accuracy": 0.75}


def test_figures_of_other_weights_are_not_told(folder: Path) -> None:
    assert not cards.info("judge", f"onnx:{folder}", "reader", "def").figures
    assert cards.info("judge", f"transformers:{folder}", "reader", "abc-bfloat16").figures


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({**CARD, "figures": {"accuracy": "high"}})])
def test_what_is_no_card_is_none(tmp_path: Path, text: str) -> None:
    assert cards.read(tmp_path) is None
    (tmp_path / cards.CARD).write_text(text, encoding="utf-8")
    assert cards.read(tmp_path) is None
    assert cards.info("encoder", f"onnx:{tmp_path}", "x", "1").licence == ""


def test_models_that_are_in_no_folder_have_no_size() -> None:
    for spec in ("transformers:someone/model", "extractive", "plugin"):
        assert cards.info("summarizer", spec, "x", "1").size_bytes == 0


def test_a_kind_without_a_folder_is_the_shipped_one() -> None:
    assert cards.folder("encoder", "static") == shipped.folder("static")
    assert cards.folder("contextual", "onnx") == shipped.folder("encoder")
    assert cards.folder("judge", "onnx:?batch=512") == shipped.folder("nli")


@pytest.mark.parametrize("name", [p.parent.name for p in shipped.folder("static").parent.glob("*/card.json")])
def test_a_shipped_card_names_a_command_for_each_figure(name: str) -> None:
    card = cards.read(shipped.folder(name))
    assert card is not None
    assert card.figures.keys() == card.commands.keys()


def test_shipped_cards_are_of_the_shipped_weights() -> None:
    loaded: dict[str, Any] = {"static": load("static")}
    if shipped.folder("encoder").is_dir():
        loaded["encoder"] = load("onnx")
    if shipped.folder("nli").is_dir():
        loaded["nli"] = load_judge("onnx")
    for name, model in loaded.items():
        card = cards.read(shipped.folder(name))
        assert card is not None, name
        assert (card.id, card.revision) == (model.id, model.revision)
