"""Makes the shipped contradiction model from the shared data and the contextual encoder, in one command.

    python -m training.contradiction_model --shared ../shared --out models/nli

Steps: data > warm > train > calibrate > export > evaluate. Each leaves its result under ``--work`` and is
skipped when that is there; training goes on from its last checkpoint. ``--again STEP`` drops the results of a
step and of all after it. Run `training.contextual_encoder` first: training starts from its weights.
``--licences permissive`` learns only from sources whose licence allows any use (see training/sources.py).
Needs ``pip install '.[train]'``; runs on a CPU, or on a GPU with ``--device cuda``.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import BertConfig

from services.align.backends import OUTCOMES
from services.evaluation import classes, reliability
from training import contextual_encoder, export, inference_data, masked
from training.batches import Row, read_pairs
from training.corpus import Corpus
from training.judge import CrossEncoder, loss
from training.phases import FIRST, LAST, STARTS, Phase, mean

STEPS = ("data", "warm", "train", "calibrate", "export", "evaluate")
LONGEST = 96  # subwords of a pair while training, with its three marks; few are longer
SEED = 20261122
_CALIBRATED_ON = ("ans_dev", "arnli_dev", "xnli_dev")
_SMOOTHING = 0.05
_WARM_PAIRS = 90_000
_WARM_SHARES = 0.45, 0.45, 0.1  # translations, texts of one language, sentences of two reports
_SHOWN = 500  # pairs from which int8 learns the ranges of the layers
_SORTED = 50  # batches whose rows are sorted by length together: padding costs as much as text


@dataclass(frozen=True, slots=True)
class Run:
    """One making of the model: where from, where to, with what."""

    data: Path
    work: Path
    out: Path
    licences: str
    device: str
    threads: int
    batch: int
    share: float  # of each phase's epochs; below 1 for a trial

    @property
    def rows(self) -> Path:
        return self.work / "inference"

    @property
    def folder(self) -> Path:
        return self.work / "judge"

    @property
    def warmed(self) -> Path:
        """The body's weights after the warm-up."""
        return self.folder / "warm.pt"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Tokenised pairs with what is to be learnt of each."""

    rows: list[tuple[Row, int]]
    labels: NDArray[np.int64]
    binary: NDArray[np.bool_]
    weights: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.rows)


def load_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tokenised(run: Run, rows: Sequence[dict[str, Any]]) -> Pairs:
    tokenizer = contextual_encoder.tokenizer(run.work)
    pairs = read_pairs(tokenizer, [row["a"] for row in rows], [row["b"] for row in rows], LONGEST)
    return Pairs(
        pairs,
        np.array([OUTCOMES.index(row["label"]) for row in rows], dtype=np.int64),
        np.array([bool(row.get("binary")) for row in rows]),
        np.array([float(row["weight"]) for row in rows]),
    )


def _data(run: Run) -> None:
    if not (run.rows / "train.jsonl").is_file():
        inference_data.write(run.data, run.work, run.licences)


def _warm(run: Run) -> None:
    """The encoder's weights after the masked-language warm-up of `training.masked`."""
    if run.warmed.is_file():
        return
    run.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(run.threads)
    corpus = Corpus.load(run.work / "data")
    rng = random.Random(SEED)
    pairs: list[tuple[str, str]] = []
    for texts, share in zip((corpus.parallel, corpus.positives, corpus.matched), _WARM_SHARES, strict=True):
        count = min(len(texts), round(share * run.share * _WARM_PAIRS))
        drawn = rng.sample(texts, count)
        pairs += [(b, a) if rng.random() < 0.5 else (a, b) for a, b, _ in drawn]
    rows = read_pairs(
        contextual_encoder.tokenizer(run.work), [a for a, _ in pairs], [b for _, b in pairs], masked.LONGEST
    )
    model = _fresh(run)
    batches = _shuffled(np.arange(len(rows)), rows, run, np.random.default_rng(SEED))
    masked.teach(model, rows, batches, run.folder / "warming.pt", device=run.device, seed=SEED)
    _keep(model.bert.cpu().state_dict(), run.warmed)


def _fresh(run: Run, start: str = "distilled") -> CrossEncoder:
    """The model with the encoder's weights, as distilled or warmed up, and an untrained head."""
    torch.manual_seed(SEED)
    state, config = contextual_encoder.trained(run.work)
    labels = dict(enumerate(OUTCOMES))
    numbers = {label: number for number, label in labels.items()}
    shape = {**config.to_dict(), "id2label": labels, "label2id": numbers}
    config = BertConfig(**shape)
    model = CrossEncoder(config)
    model.bert.load_state_dict(torch.load(run.warmed, weights_only=True) if start == "warmed" else state)
    return model.to(run.device)


def _batches(pairs: Pairs, phase: Phase, run: Run, seed: int) -> list[NDArray[np.int64]]:
    """Batches of a phase: a row of weight 2 occurs twice an epoch, one of 0.5 every second time."""
    rng = np.random.default_rng(seed)
    times = pairs.weights * phase.epochs * run.share
    counts = np.floor(times).astype(np.int64) + (rng.random(len(times)) < times % 1.0)
    return _shuffled(np.repeat(np.arange(len(pairs)), counts), pairs.rows, run, rng)


def _shuffled(
    places: NDArray[np.int64], rows: Sequence[tuple[Row, int]], run: Run, rng: np.random.Generator
) -> list[NDArray[np.int64]]:
    """Batches of rows of like length, in any order."""
    order = rng.permutation(places)
    lengths = np.array([len(row) for row, _ in rows])
    batches: list[NDArray[np.int64]] = []
    window = _SORTED * run.batch
    for start in range(0, len(order), window):
        part = order[start : start + window]
        part = part[np.argsort(lengths[part], kind="stable")]
        batches += [part[at : at + run.batch] for at in range(0, len(part), run.batch)]
    return [batches[place] for place in rng.permutation(len(batches))]


def _train(run: Run) -> None:
    final = run.folder / "model.pt"
    if final.is_file():
        return
    run.folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(run.threads)
    rows = load_rows(run.rows / "train.jsonl")
    ends = [_first(run, start, rows) for start in STARTS]
    model = _fresh(run)
    model.load_state_dict(mean([torch.load(end, weights_only=True) for end in ends]))
    _phase(run, model, LAST, rows, run.folder / "last.checkpoint.pt")
    _keep(model.state_dict(), final)


def _first(run: Run, start: str, rows: Sequence[dict[str, Any]]) -> Path:
    """Where the weights are with which the first phase ends that begins at ``start``."""
    end = run.folder / f"{start}.pt"
    if not end.is_file():
        model = _fresh(run, start)
        print(f"train: from {start} weights", flush=True)
        _phase(run, model, FIRST, rows, run.folder / f"{start}.checkpoint.pt")
        _keep(model.state_dict(), end)
    return end


def _keep(state: object, path: Path) -> None:
    """Saves whole or not at all."""
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.rename(path)


def _phase(run: Run, model: CrossEncoder, phase: Phase, rows: Sequence[dict[str, Any]], saved: Path) -> None:
    """Train in place, going on from ``saved`` where it exists."""
    pairs = tokenised(run, phase.chosen(rows))
    print(f"train: {phase.name}: {len(pairs)} rows", flush=True)
    table = model.bert.embeddings.word_embeddings.weight
    layers = [p for p in model.parameters() if p is not table]
    optimizers: list[torch.optim.Optimizer] = [
        torch.optim.AdamW(layers, lr=phase.rate, weight_decay=0.01),
        torch.optim.SparseAdam([table], lr=phase.rate),
    ]
    begin = 0
    if saved.is_file():
        state = torch.load(saved, weights_only=False)
        model.load_state_dict(state["model"])
        for optimizer, told in zip(optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(told)
        begin = state["step"]
    batches = _batches(pairs, phase, run, SEED)
    model.train()
    began, losses = time.monotonic(), 0.0
    for step in range(begin, len(batches)):
        share = _schedule(step, len(batches))
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = phase.rate * share
        at = batches[step]
        logits = model([pairs.rows[place] for place in at], run.device)
        labels, binary = (torch.from_numpy(part[at]).to(run.device) for part in (pairs.labels, pairs.binary))
        error = loss(logits, labels, binary, _SMOOTHING).mean()
        error.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        losses += error.item()
        if (step + 1) % 50 == 0:
            speed = 50 * run.batch / (time.monotonic() - began)
            print(
                f"train: {phase.name} {step + 1}/{len(batches)} loss {losses / 50:.3f} {speed:.0f} pairs/s",
                flush=True,
            )
            began, losses = time.monotonic(), 0.0
        if (step + 1) % 300 == 0:
            states = [optimizer.state_dict() for optimizer in optimizers]
            _keep({"model": model.state_dict(), "optimizers": states, "step": step + 1}, saved)
    _report(run, model, phase.name)


def _schedule(step: int, steps: int) -> float:
    warm = max(1, min(200, steps // 10))
    return min(1.0, (step + 1) / warm) * 0.5 * (1.0 + math.cos(math.pi * step / steps))


def logits_of(run: Run, model: CrossEncoder, pairs: Pairs) -> NDArray[np.float64]:
    """Logits (pairs, 3) in float32 arithmetic apart from the layers."""
    model.eval()
    with torch.inference_mode():
        parts = [
            model(pairs.rows[start : start + 256], run.device).float().cpu().numpy()
            for start in range(0, len(pairs), 256)
        ]
    model.train()
    return np.concatenate(parts).astype(np.float64)


def _report(run: Run, model: CrossEncoder, when: str) -> None:
    for name, pairs in _held_out(run):
        found = logits_of(run, model, pairs).argmax(-1)
        print(f"train: after {when}: {name}: {_figures(found, pairs.labels)}", flush=True)


def _held_out(run: Run) -> Iterator[tuple[str, Pairs]]:
    for path in sorted(run.rows.glob("*_dev.jsonl")):
        yield path.stem, tokenised(run, load_rows(path))


def _figures(found: NDArray[np.int64], gold: NDArray[np.int64]) -> str:
    known, said = ([OUTCOMES[label] for label in labels] for labels in (gold, found))
    macro = classes.macro(classes.scores(OUTCOMES, known, said))
    return f"accuracy {(found == gold).mean():.4f}, macro-F1 {macro:.4f}"


def _calibrate(run: Run) -> None:
    """The temperature (Guo et al. 2017) that minimises the mean of the held-out sets' log losses."""
    target = run.folder / "temperature.json"
    if target.is_file():
        return
    torch.set_num_threads(run.threads)
    model = _trained(run)
    sets = [(logits_of(run, model, p), p.labels) for name, p in _held_out(run) if name in _CALIBRATED_ON]
    sure = [(torch.from_numpy(logits).softmax(-1).numpy(), gold) for logits, gold in sets]
    grid = np.exp(np.linspace(math.log(0.3), math.log(4.0), 400))
    losses = [
        float(np.mean([reliability.log_loss(reliability.tempered(p, t), gold) for p, gold in sure]))
        for t in grid
    ]
    best = float(grid[int(np.argmin(losses))])
    target.write_text(json.dumps({"temperature": round(best, 4)}), encoding="utf-8")
    print(f"calibrate: temperature {best:.3f}, log loss {min(losses):.4f}", flush=True)


def _trained(run: Run) -> CrossEncoder:
    model = _fresh(run)
    model.load_state_dict(torch.load(run.folder / "model.pt", weights_only=True))
    return model


def _export(run: Run) -> None:
    if (run.out / "model.onnx").is_file():
        return
    model = _trained(run).cpu()
    calibrated = json.loads((run.folder / "temperature.json").read_text(encoding="utf-8"))
    pieces = contextual_encoder.tokenizer(run.work)
    rows = load_rows(run.rows / "train.jsonl")[:_SHOWN]  # shuffled
    export.export_judge(
        model.state_dict(),
        model.config,
        pieces,
        run.out,
        temperature=calibrated["temperature"],
        pairs=[(row["a"], row["b"]) for row in rows],
    )


def _evaluate(run: Run) -> None:
    """The figures of the shipped int8 model, as a service runs it."""
    from services.align.backends import load_judge

    judge = load_judge(f"onnx:{run.out}")
    figures = {}
    for path in sorted(run.rows.glob("*_dev.jsonl")):
        rows = load_rows(path)
        found = judge.judge([(row["a"], row["b"]) for row in rows]).argmax(-1)
        gold = np.array([OUTCOMES.index(row["label"]) for row in rows])
        figures[path.stem] = _figures(found, gold)
    text = json.dumps(figures, indent=1)
    (run.folder / "figures.json").write_text(text, encoding="utf-8")
    print(text, flush=True)


def _results(run: Run, step: str) -> list[Path]:
    """What makes a step be skipped."""
    return {
        "data": sorted(run.rows.glob("*.jsonl")),
        "warm": [run.warmed, run.folder / "warming.pt"],
        "train": [
            run.folder / "model.pt",
            run.folder / "last.checkpoint.pt",
            *(run.folder / f"{start}{ending}" for start in STARTS for ending in (".pt", ".checkpoint.pt")),
        ],
        "calibrate": [run.folder / "temperature.json"],
        "export": [run.out / name for name in contextual_encoder.SHIPPED],
        "evaluate": [],
    }[step]


_DO: dict[str, Callable[[Run], None]] = {
    "data": _data,
    "warm": _warm,
    "train": _train,
    "calibrate": _calibrate,
    "export": _export,
    "evaluate": _evaluate,
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/")
    parser.add_argument("--out", type=Path, default=Path("models/nli"))
    parser.add_argument("--licences", choices=("all", "permissive"), default="all")
    parser.add_argument("--work", type=Path, default=Path("training/work"), help="results of the steps")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--batch", type=int, default=64, help="pairs of one step")
    parser.add_argument("--share", type=float, default=1.0, help="of the epochs, for a trial")
    parser.add_argument("--again", choices=STEPS, help="drop the results of this step and of all after it")
    given = parser.parse_args(arguments)
    run = Run(
        data=given.shared / "data",
        work=given.work / given.licences,
        out=given.out,
        licences=given.licences,
        device=given.device,
        threads=given.threads,
        batch=given.batch,
        share=given.share,
    )
    if given.again:
        for step in STEPS[STEPS.index(given.again) :]:
            for path in _results(run, step):
                path.unlink(missing_ok=True)
    for step in STEPS:
        _DO[step](run)


if __name__ == "__main__":
    main()
