"""The phases in which the contradiction model is trained, and the mean of several trainings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch


@dataclass(frozen=True, slots=True)
class Phase:
    """Some epochs over some of the rows; the learning rate rises shortly and falls to nothing.

    Rows of a source in ``often`` come that many times as often as their weight says, others ``rest`` times.
    """

    name: str
    epochs: float
    rate: float
    holds: Callable[[dict[str, Any]], bool] = lambda row: True
    often: Mapping[str, float] = field(default_factory=dict)
    rest: float = 1.0

    def chosen(self, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The phase's rows with their weights in it."""
        return [
            {**row, "weight": row["weight"] * self.often.get(row["source"], self.rest)}
            for row in rows
            if self.holds(row)
        ]


# The first phase is run from each of these starts; the second goes on from the mean of what they became
# ("model soup", Wortsman et al. 2022), which is better than either, at no cost when the model runs.
STARTS = ("distilled", "warmed")
FIRST = Phase("both languages", 0.8, 1.5e-4)
LAST = Phase(
    "Arabic, headlines above all",
    0.5,
    5e-5,
    holds=lambda row: row["lang"] != "en",
    often={"nli_ans": 1.0, "nli_arnli": 0.5, "nli_xnli": 0.33},
    rest=0.1,
)


def mean(states: Sequence[Mapping[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The weights half-way between several trainings of one model."""
    return {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
