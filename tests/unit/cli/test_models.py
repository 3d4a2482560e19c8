"""What `mizan models` lists, and what the doctor says of models that the settings name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mizan import listing
from mizan.cli import FAILED, OK, main, models
from mizan.doctor import Level
from mizan.render import Style
from mizan.v1 import resources_pb2 as pb

STATIC = pb.ServiceInfo.Model(
    role="encoder",
    backend="static",
    id="mizan-static-ar-en",
    revision="4a03",
    size_bytes=18_860_714,
    licence="Apache-2.0",
    figures={"NTREX, accuracy@1": 0.894, "FLORES, accuracy@1": 0.981},
)
RULES = pb.ServiceInfo.Model(role="relate", backend="rules", revision="rules@3")


def plain(text: str) -> str:
    return text.replace("\u200e", "").replace("\u2068", "").replace("\u2069", "")


def test_a_model_has_a_line_and_its_figures_below() -> None:
    lines = [plain(line) for line in listing.models([STATIC, RULES], Style(100, colour=False))]
    assert lines == [
        "what for   model               revision  named as  size     licence",
        "encoder    mizan-static-ar-en  4a03      static    18.9 MB  Apache-2.0",
        "    0.981  FLORES, accuracy@1",
        "    0.894  NTREX, accuracy@1",
        "relations  –                   rules@3   rules     –        –",
    ]


def test_headings_are_in_the_language_and_an_unknown_role_keeps_its_name() -> None:
    other = pb.ServiceInfo.Model(role="translator", backend="x")
    lines = list(listing.models([STATIC, other], Style(100, colour=False, language="ar")))
    assert "الرخصة" in lines[0]
    assert "18.9 ميغابايت" in lines[1]
    assert "translator" in lines[-1]


def test_models_of_the_settings_are_loaded_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == OK
    told = {line["role"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert {"encoder", "relate", "summarizer"} <= set(told)
    assert told["encoder"]["id"] == "mizan-static-ar-en"
    assert int(told["encoder"]["sizeBytes"]) > 10_000_000
    assert told["encoder"]["figures"]["FLORES Arabic to English, accuracy@1"] > 0.9


def test_a_model_that_cannot_be_loaded_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MIZAN_ENCODER", "abacus")
    assert main(["models"]) == FAILED
    assert "abacus" in capsys.readouterr().err


def test_the_doctor_loads_what_the_settings_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MIZAN_ENCODER", f"static:{tmp_path}")
    monkeypatch.setenv("MIZAN_CONTEXTUAL", "none")
    monkeypatch.setenv("MIZAN_JUDGE", "none")
    encoder, contextual, judge, summarizer = models.loaded()
    assert (encoder.level, "MIZAN_ENCODER" in encoder.advice) == (Level.PROBLEM, True)
    assert str(tmp_path) in encoder.text
    assert [f.level for f in (contextual, judge, summarizer)] == [Level.OK] * 3
    monkeypatch.setenv("MIZAN_ENCODER", "static")
    assert "mizan-static-ar-en" in next(iter(models.loaded())).text


def test_the_doctor_says_which_setting_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIZAN_METRICS_PORT", "many")
    (finding,) = models.loaded()
    assert "MIZAN_METRICS_PORT" in finding.text


def test_the_client_alone_has_no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "find_spec", lambda name: None)
    assert list(models.loaded()) == []
