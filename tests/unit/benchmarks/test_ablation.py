"""The ablation runs what it says: other weights for a while, each model once, figures with the right rows."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import ablation, ablation_tables, bootstrap
from benchmarks.asked import Models
from services.align import contradictions, decision, thresholds
from services.align.relate import relate
from services.common.domain import RelationType
from services.evaluation.relations import CLASSES, class_of, evaluate_relations, sides
from tests.unit.benchmarks.pairs import EVENTS, ROWS, Alike, Denier, shared


def test_one_signal_loses_its_weight_everywhere_and_no_other() -> None:
    bare = ablation.without("topic")
    assert bare.keys() == thresholds.WEIGHTS.keys()
    for model, weights in thresholds.WEIGHTS.items():
        assert bare[model] == {**weights, **({"topic": 0.0} if "topic" in weights else {})}


def test_every_module_that_decides_about_a_pair_gets_the_other_weights() -> None:
    readers = {
        name: module
        for name, module in sys.modules.items()
        if name.startswith("services.align.") and vars(module).get("WEIGHTS") is thresholds.WEIGHTS
    }
    # The numbers themselves, and the second look at an event's agreements, which pairs alone do not get.
    for name in ("services.align.thresholds", "services.align.restatement"):
        readers.pop(name, None)
    other = ablation.without("topic")
    with ablation.weighed(other):
        assert {name for name, module in readers.items() if vars(module)["WEIGHTS"] is not other} == set()


def test_the_weights_are_back_even_after_an_error() -> None:
    with pytest.raises(RuntimeError), ablation.weighed({}):
        raise RuntimeError
    for module in (decision, contradictions):
        assert vars(module)["WEIGHTS"] is thresholds.WEIGHTS


def test_a_clash_of_figures_needs_the_signal_that_it_rests_on() -> None:
    pair = sides(ROWS[:1], None)
    (found,) = relate(pair)
    assert found.type is RelationType.CONTRADICTION
    with ablation.weighed(ablation.without("same slot")):
        (found,) = relate(pair)
    assert found.type is not RelationType.CONTRADICTION


def names(models: Models, group: str) -> list[str]:
    return [run.name for run in ablation.statements(ROWS, models) if run.group == group]


def test_configurations_are_those_of_the_models_at_hand() -> None:
    every = Models(Alike(), Alike(), Denier())
    assert names(every, "with") == [
        "rules only",
        "+ static vectors",
        "+ contextual encoder",
        "+ contradiction model",
        "contradiction model alone",
    ]
    assert names(every, "without model") == ["static vectors", "contextual encoder", "contradiction model"]
    assert names(every, "without signal") == ablation.signals()
    assert names(Models(Alike(), None, None), "with") == ["rules only", "+ static vectors"]


def test_each_configuration_finds_what_evaluation_finds_with_the_same_models() -> None:
    static, contextual, judge = Alike(), Alike(), Denier()
    runs = {run.name: run for run in ablation.statements(ROWS, Models(static, contextual, judge))}
    for name, models in (
        ("rules only", (None, None, None)),
        ("+ static vectors", (static, None, None)),
        ("+ contextual encoder", (static, contextual, None)),
        ("+ contradiction model", (static, contextual, judge)),
        ("static vectors", (None, contextual, judge)),
        ("contextual encoder", (static, None, judge)),
    ):
        _, predictions = evaluate_relations(ROWS, *models)
        labels = [CLASSES.index(class_of(prediction["label"])) for prediction in predictions]
        assert runs[name].found == labels, name
    assert runs["contradiction model alone"].found == [CLASSES.index("contradict")] * len(ROWS)


def test_no_pair_is_judged_twice() -> None:
    judge = Denier()
    list(ablation.statements(ROWS, Models(Alike(), Alike(), judge)))
    assert len(judge.asked) == len(set(judge.asked)) == len(ROWS)


def test_files_are_measured_together_and_each_alone() -> None:
    models = Models(None, None, Denier())
    report = ablation.of_statements({"relations": ROWS[:3], "contradictions": ROWS[3:]}, models)
    assert {part: found["rows"] for part, found in report.items()} == {
        "all": 5,
        "relations": 3,
        "contradictions": 2,
    }

    def recall(part: str) -> float:
        (run,) = (r for r in report[part]["runs"] if r["name"] == "contradiction model alone")
        value: float = run["figures"]["contradiction_precision"].value
        return value

    assert [recall(part) for part in report] == pytest.approx([2 / 5, 1 / 3, 1 / 2])


def test_differences_are_those_of_the_rows_that_changed() -> None:
    runs = [ablation.Run("one", "with", [0, 0, 1, 1]), ablation.Run("two", "with", [0, 0, 0, 1], "one")]
    one, two = ablation.compared(runs, [0, 0, 0, 1], 2, {"macro": bootstrap.macro_f1})
    assert "difference" not in one and two["changed"] == 1
    assert two["figures"]["macro"].value == 1.0
    assert two["difference"]["macro"].value == pytest.approx(1.0 - one["figures"]["macro"].value)


def test_articles_are_grouped_with_each_encoder_and_unsure_labels_count_half() -> None:
    report = ablation.of_events(EVENTS, {"no encoder": None, "alike": Alike()})
    bare, alike = report["runs"]
    assert (bare["against"], alike["against"]) == ("", "no encoder")
    assert alike["figures"]["same_event_recall"].value in (0.0, 1.0)
    said = ablation.compared([ablation.Run("all", "with", [1, 1])], [1, 0], 2, ablation.OF_EVENTS, [1.0, 0.5])
    assert said[0]["figures"]["same_event_precision"].value == pytest.approx(1 / 1.5)


def entry(name: str, group: str, difference: float, changed: int) -> dict[str, Any]:
    return {
        "name": name,
        "group": group,
        "against": "rules only",
        "figures": dict.fromkeys(ablation.OF_STATEMENTS, (0.8, 0.7, 0.9)),
        "difference": dict.fromkeys(
            ablation.OF_STATEMENTS, (difference, difference - 0.01, difference + 0.01)
        ),
        "changed": changed,
    }


def test_the_dearest_loss_stands_first_and_what_changes_nothing_in_no_row() -> None:
    runs = [
        entry("cheap", "without signal", -0.005, 2),
        entry("dear", "without signal", -0.0504, 9),
        entry("gain", "without model", 0.02, 1),
        entry("silent", "without signal", 0.0, 0),
    ]
    rows = list(
        ablation_tables.removed({part: {"runs": runs} for part in ("all", "relations", "contradictions")})
    )[2:]
    assert [row.split(" | ")[0] for row in rows] == ["| dear", "| cheap", "| **gain**"]
    assert "| **−.050** (−.060\u00a0to\u00a0−.040) |" in rows[0]
    assert "| −.005 (−.015\u00a0to\u00a0+.005) | −.005 |" in rows[1]


def test_the_command_prints_tables_and_keeps_the_report_from_which_they_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.json"
    ablation.main(
        ["--shared", str(shared(tmp_path)), "--contextual", "none", "--judge", "none", "--out", str(out)]
    )
    report = json.loads(out.read_text("utf-8"))
    assert capsys.readouterr().out == ablation_tables.markdown(report) + "\n"
    assert report["models"].keys() == {"encoder"}
    assert report["statements"]["all"]["rows"] == 5 and report["events"]["rows"] == 2
