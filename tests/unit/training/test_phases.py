"""Which rows a phase of the contradiction model's training takes, and how often."""

from __future__ import annotations

from typing import Any


def test_a_phase_weighs_sources_and_leaves_out_what_it_does_not_hold(torch: Any) -> None:
    from training.phases import LAST

    rows = [
        {"source": "nli_ans", "lang": "ar", "weight": 2.0},
        {"source": "nli_xnli", "lang": "mixed", "weight": 3.0},
        {"source": "denial", "lang": "ar", "weight": 1.0},
        {"source": "nli_snli", "lang": "en", "weight": 1.0},
    ]
    chosen = LAST.chosen(rows)
    assert [row["source"] for row in chosen] == ["nli_ans", "nli_xnli", "denial"]
    assert [round(row["weight"], 2) for row in chosen] == [2.0, 0.99, 0.1]
    assert rows[2]["weight"] == 1.0  # the rows stay as they are


def test_the_mean_of_two_trainings_is_taken_weight_by_weight(torch: Any) -> None:
    from training.phases import mean

    middle = mean([{"a": torch.tensor([1.0, 3.0])}, {"a": torch.tensor([3.0, 5.0])}])
    assert middle["a"].tolist() == [2.0, 4.0]
