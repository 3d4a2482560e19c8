"""Masked-language warm-up: filling gaps in one text from another that says the same.

Distilling taught whole sentences; what a single word means beside others, and where the second text says it,
is what comparing two texts needs. Pairs are translations (as in Lample and Conneau 2019), headlines with
their leads, paraphrases and matching sentences of two outlets. A fifth of the subwords is hidden (Devlin et
al. 2019: most by a mask, some by another subword, some not at all). The right one is told from the subwords
of the batch and from others, drawn as often as they occur, damped: a sampled softmax (Jean et al. 2015),
since all 66,000 would cost more than the model itself.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from training.batches import MASK, SPECIAL, Row, pad
from training.judge import CrossEncoder

LONGEST = 64  # subwords of a pair; longer ones are cut
_HIDDEN = 0.2
_MASKED, _REPLACED = 0.8, 0.1  # of the hidden; the rest is left as it is
_OTHERS = 4000  # subwords drawn beside those of the batch
_DAMPED = 0.75
_RATE, _TABLE_RATE = 3e-4, 5e-4
_WARM = 100  # steps in which the rates rise


class Filler(torch.nn.Module):
    """What the last layer becomes before it is compared with the subwords' own vectors."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dense = torch.nn.Linear(width, width)
        self.norm = torch.nn.LayerNorm(width)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        return self.norm(functional.gelu(self.dense(states)))  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely each subword is drawn, as running sums."""

    sums: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Sequence[Row], vocabulary: int) -> Chances:
        counts = np.bincount(np.concatenate(rows), minlength=vocabulary).astype(np.float64)
        chances = np.maximum(counts, 0.05) ** _DAMPED
        chances[: len(SPECIAL)] = 0.0
        return cls(np.cumsum(chances / chances.sum()))

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        drawn = np.searchsorted(self.sums, rng.random(count), side="right")
        return np.minimum(drawn, len(self.sums) - 1).astype(np.int64)


def teach(
    model: CrossEncoder,
    pairs: Sequence[tuple[Row, int]],
    batches: Sequence[NDArray[np.int64]],
    saved: Path,
    *,
    device: str,
    seed: int,
    save_every: int = 300,
) -> None:
    """Teach in place, going on from ``saved`` where it exists; ``batches`` are places among the pairs."""
    torch.manual_seed(seed)
    filler = Filler(model.config.hidden_size).to(device)
    table = model.bert.embeddings.word_embeddings.weight
    layers = [p for p in model.bert.parameters() if p is not table] + list(filler.parameters())
    optimizers: tuple[torch.optim.Optimizer, ...] = (
        torch.optim.AdamW(layers, lr=_RATE, weight_decay=0.01),
        torch.optim.SparseAdam([table], lr=_TABLE_RATE),
    )
    start = 0
    if saved.is_file():
        state = torch.load(saved, weights_only=False)
        model.load_state_dict(state["model"])
        filler.load_state_dict(state["filler"])
        for optimizer, told in zip(optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(told)
        start = state["step"]
    chances = Chances.of([row for row, _ in pairs], model.config.vocab_size)
    model.train()
    began, losses = time.monotonic(), 0.0
    for step in range(start, len(batches)):
        share = min(1.0, (step + 1) / _WARM) * (0.02 + 0.49 * (1.0 + math.cos(math.pi * step / len(batches))))
        for optimizer, rate in zip(optimizers, (_RATE, _TABLE_RATE), strict=True):
            for group in optimizer.param_groups:
                group["lr"] = rate * share
        rng = np.random.default_rng((seed, step))
        loss = _loss(model, filler, [pairs[place] for place in batches[step]], chances, device, rng)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        losses += loss.item()
        if (step + 1) % 50 == 0:
            took = (time.monotonic() - began) / 50
            print(f"warm: {step + 1}/{len(batches)} loss {losses / 50:.3f}, {took:.2f} s a step", flush=True)
            began, losses = time.monotonic(), 0.0
        if (step + 1) % save_every == 0:
            temporary = saved.with_suffix(".tmp")
            torch.save(
                {
                    "model": model.state_dict(),
                    "filler": filler.state_dict(),
                    "optimizers": [optimizer.state_dict() for optimizer in optimizers],
                    "step": step + 1,
                },
                temporary,
            )
            temporary.rename(saved)


def _loss(
    model: CrossEncoder,
    filler: Filler,
    pairs: Sequence[tuple[Row, int]],
    chances: Chances,
    device: str,
    rng: np.random.Generator,
) -> torch.Tensor:
    numbers, mask = pad([row for row, _ in pairs])
    right = numbers.numpy()
    texts = right >= len(SPECIAL)
    hidden = texts & (rng.random(right.shape) < _HIDDEN)
    how = rng.random(right.shape)
    shown = right.copy()
    shown[hidden & (how < _MASKED)] = MASK
    replaced = hidden & (how >= 1.0 - _REPLACED)
    shown[replaced] = chances.draw(int(replaced.sum()), rng)
    candidates = np.unique(np.concatenate([right[texts], chances.draw(_OTHERS, rng)]))
    wanted = torch.from_numpy(np.searchsorted(candidates, right[hidden])).to(device)
    with torch.autocast(device, torch.bfloat16):
        states = model.states(torch.from_numpy(shown), mask, [second for _, second in pairs], device)
        found = filler(states[torch.from_numpy(hidden).to(device)])
        table = model.bert.embeddings.word_embeddings.weight
        known = functional.embedding(torch.from_numpy(candidates).to(device), table, sparse=True)
        logits = found @ known.T
    return functional.cross_entropy(logits.float(), wanted)
