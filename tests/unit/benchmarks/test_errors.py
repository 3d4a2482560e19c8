"""The page of errors: the worst first, explained as long as the explanation fits, and nothing quoted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import errors
from benchmarks.errors import Note
from services.align.relate import relate
from services.evaluation.relations import sides
from tests.unit.benchmarks.pairs import ROWS, shared

EXTEND = Path(__file__).resolve().parents[3] / "docs" / "extend"
NOTE = Note("contradict", "Two bridges", "Two lengths.", "They are two bridges.", "Ask which bridge.")


def found() -> list[errors.Error]:
    return errors.errors(ROWS, relate(sides(ROWS, None)))


def test_false_contradictions_stand_before_missed_ones_and_right_pairs_nowhere() -> None:
    assert [(error.id, error.gold, error.found) for error in found()] == [
        ("false", "related", "contradict"),
        ("missed", "contradict", "related"),
    ]


def test_among_their_kind_the_surest_stand_first() -> None:
    rows = [{**row, "label": "related"} for row in (ROWS[3], ROWS[0])]
    scores = [error.relation.score for error in errors.errors(rows, relate(sides(rows, None)))]
    assert len(scores) == 2 and scores == sorted(scores, reverse=True)


def test_an_explanation_holds_for_the_outcome_that_it_explains_and_no_other() -> None:
    other = Note("agree", "", "", "", "")
    assert errors.holding({"false": NOTE, "missed": other, "gone": NOTE}, found()) == {"false": NOTE}


def test_the_page_counts_causes_and_explains_errors_below_them() -> None:
    page = errors.page(found(), {"false": NOTE}, total=7, rows=50, models="rules")
    assert "Of 50 labelled pairs" in page and "decides 7 otherwise" in page
    assert "| Two bridges | 1 |" in page and f"| {errors.UNEXPLAINED} | 1 |" in page
    explained, unexplained = page.split("\n## ")[3:]
    assert explained.startswith("Two bridges\n\n**1. `false`**, related, taken for contradict. Two lengths.")
    assert unexplained.startswith(errors.UNEXPLAINED) and "`missed`" in unexplained


def test_the_command_says_what_is_new_and_what_is_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = {name: getattr(NOTE, name) for name in Note.__slots__}
    (tmp_path / "notes.json").write_text(json.dumps({"same": note, "false": note}), encoding="utf-8")
    out = tmp_path / "errors.md"
    errors.main(
        [
            *("--shared", str(shared(tmp_path)), "--contextual", "none", "--judge", "none"),
            *("--out", str(out), "--notes", str(tmp_path / "notes.json"), "--count", "2"),
        ]
    )
    table, new, gone = capsys.readouterr().out.rstrip().rsplit("\n", 2)
    day = "4\u00a0May\u00a02026"
    assert f"| false | الصباح {day}; المساء {day} | related | contradict | number@1 |" in table
    assert new == "not explained: missed"
    assert gone == "explained, and no longer among them: same"
    page = out.read_text("utf-8")
    assert "They are two bridges." in page
    assert not any(row[side] in page for row in ROWS for side in "ab")


@pytest.mark.parametrize("name", ["errors.md", "errors.json"])
def test_the_published_page_quotes_no_article(name: str) -> None:
    assert re.findall("[\u0600-\u06ff]+", (EXTEND / name).read_text("utf-8")) == []


def test_every_error_of_the_published_page_is_explained_in_full() -> None:
    notes = {id_: Note(**n) for id_, n in json.loads((EXTEND / "errors.json").read_text("utf-8")).items()}
    page = (EXTEND / "errors.md").read_text("utf-8")
    listed = re.findall(r"^\| \d+ \| ([\w-]+) \|", page, re.MULTILINE)
    assert len(listed) == 20 and errors.UNEXPLAINED not in page
    for id_ in listed:
        assert f"{notes[id_].says} *Why:* {notes[id_].why} *Mends it:* {notes[id_].fix}" in page
