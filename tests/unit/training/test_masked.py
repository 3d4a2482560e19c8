"""The masked-language warm-up on a small model: it learns, and goes on where it was stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.small_models import PAIRS, Size, judge_weights, subwords

SIZE = Size(hidden_size=32, max_position_embeddings=64)


@pytest.fixture
def model(torch: Any) -> Any:
    from transformers import BertConfig

    from training.judge import CrossEncoder

    made = CrossEncoder(BertConfig(**SIZE.to_dict()))
    made.load_state_dict({name: torch.from_numpy(values) for name, values in judge_weights(SIZE).items()})
    return made


@pytest.fixture
def rows(torch: Any) -> list[tuple[Any, int]]:
    from training.batches import read_pairs

    return read_pairs(subwords(), [a for a, _ in PAIRS], [b for _, b in PAIRS], 48)


def taught(model: Any, rows: list[tuple[Any, int]], steps: int, saved: Path, **options: Any) -> Any:
    from training import masked

    batches = [np.arange(len(rows))] * steps
    masked.teach(model, rows, batches, saved, device="cpu", seed=5, **options)
    return model.state_dict()


def test_gaps_are_filled_better_afterwards(
    model: Any, rows: list[tuple[Any, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taught(model, rows, 300, tmp_path / "warming.pt")
    losses = [float(line.split("loss ")[1].split(",")[0]) for line in capsys.readouterr().out.splitlines()]
    assert len(losses) == 6
    assert losses[-1] < 0.8 * losses[0]


def test_a_stopped_warm_up_goes_on_to_the_same_weights(
    torch: Any, model: Any, rows: list[tuple[Any, int]], tmp_path: Path
) -> None:
    from copy import deepcopy

    twin, fresh = deepcopy(model), deepcopy(model)
    whole = taught(model, rows, 8, tmp_path / "whole.pt", save_every=100)
    with pytest.raises(IndexError):  # a machine that goes down after six steps
        broken = [np.arange(len(rows))] * 6 + [np.array([len(rows)])] * 2
        from training import masked

        masked.teach(twin, rows, broken, tmp_path / "part.pt", device="cpu", seed=5, save_every=3)
    resumed = taught(fresh, rows, 8, tmp_path / "part.pt", save_every=3)
    for name, values in whole.items():
        assert torch.allclose(values.float(), resumed[name].float(), atol=2e-2), name


def test_drawn_subwords_are_frequent_ones_and_no_marks(torch: Any) -> None:
    from training.batches import SPECIAL
    from training.masked import Chances

    rows = [np.array([2, 6, 6, 6, 6, 6, 6, 7, 3])] * 50
    drawn = Chances.of(rows, 40).draw(4000, np.random.default_rng(0))
    assert drawn.min() >= len(SPECIAL)
    counts = np.bincount(drawn, minlength=40)
    assert counts[6] > counts[7] > counts[20] > 0
    assert counts.argmax() == 6
