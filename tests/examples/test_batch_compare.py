"""The batch against live services: what one run after the other tells, and what it tells cron."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from examples.batch_compare import batch
from examples.batch_compare.__main__ import main
from examples.batch_compare.state import State, only_run

COVERAGE = Path(__file__).parents[2] / "samples" / "coverage"

Run = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Coverage with the first two reports of the fire."""
    folder = tmp_path / "coverage"
    folder.mkdir()
    for name in ("al-marsa--port-fire.txt", "sada-almina--port-fire.txt"):
        shutil.copy(COVERAGE / name, folder)
    return folder


@pytest.fixture
def run(folder: Path, tmp_path: Path, target: str) -> Run:
    def once(*more: str) -> int:
        paths = ["--out", str(tmp_path / "reports"), "--state", str(tmp_path / "state.json")]
        return main([str(folder), *paths, "--target", target, *more])

    return once


def _reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "reports").glob("*"), key=lambda path: path.stat().st_mtime_ns)


def _lines(report: Path) -> list[dict[str, Any]]:
    text = (report / "contradictions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def test_each_run_tells_what_is_new(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == os.EX_OK
    assert "2 new articles, 1 events" in capsys.readouterr().out
    (first,) = _reports(tmp_path)
    told = _lines(first)
    assert {"number", "actor"} <= {line["kind"] for line in told}
    assert {side["outlet"] for side in told[0]["sides"]} == {"al-marsa", "sada-almina"}
    (page,) = first.glob("*.html")
    assert "طارق المنصوري" in page.read_text(encoding="utf-8")

    assert run() == os.EX_OK
    assert capsys.readouterr().out == ""  # cron mails nothing when there is nothing
    assert _reports(tmp_path) == [first]

    shutil.copy(COVERAGE / "meridian-post--port-blaze.txt", folder)
    assert run() == os.EX_OK
    second = _reports(tmp_path)[-1]
    assert second != first
    new = _lines(second)
    assert new and not {line["id"] for line in new} & {line["id"] for line in told}
    assert all("meridian-post" in [side["outlet"] for side in line["sides"]] for line in new)


def test_a_run_that_was_cut_off_is_done_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> list[object]:
        raise batch.NotAligned("of a test")

    with monkeypatch.context() as patched:
        patched.setattr(batch.contradictions, "of_event", fails)
        assert run() == os.EX_TEMPFAIL
    assert "of a test" in capsys.readouterr().err
    assert not (tmp_path / "state.json").exists()
    assert run() == os.EX_OK
    assert any(_lines(report) for report in _reports(tmp_path))


def test_a_page_that_is_refused_is_told_once_and_the_others_are_compared(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "empty.txt").touch()
    (folder / "torn.jsonl").write_text('{"outlet"\n', encoding="utf-8")
    assert run() == os.EX_DATAERR
    told = capsys.readouterr().err
    assert "empty.txt: article.content" in told and "torn.jsonl:1" in told
    assert len(_reports(tmp_path)) == 1
    assert run() == os.EX_OK


def test_runs_do_not_overlap(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with only_run(tmp_path / "state.json"):
        assert run() == os.EX_TEMPFAIL
    assert "another run" in capsys.readouterr().err
    assert run() == os.EX_OK


def test_services_that_do_not_answer_are_tried_by_the_next_run(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--target", "127.0.0.1:1") == os.EX_TEMPFAIL
    assert "no service answers" in capsys.readouterr().err
    assert not (tmp_path / "state.json").exists()


def test_a_damaged_state_is_told_and_left_alone(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "state.json"
    path.write_text("{", encoding="utf-8")
    assert run() == os.EX_IOERR
    assert "is no state" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "{"


def test_state_is_read_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    state = State({"a.txt": "1f"}, {"events/e1": ["3a"]})
    state.save(path)
    assert State.load(path) == state
    assert [file.name for file in tmp_path.iterdir()] == ["state.json"]
