"""Makes the shipped contextual Arabic-English encoder from the shared data, in one command.

    python -m training.contextual_encoder --shared ../shared --out models/encoder

Steps: static > transplant > distil > export > evaluate. *static* makes what `training.static_encoder`
leaves under ``--work`` (data, subwords, the teacher's vectors, static vectors). Each step leaves its result
there and is skipped when that exists; distilling goes on from its last checkpoint. ``--again STEP`` drops the
results of a step and of all after it. ``--licences permissive`` learns only from sources whose licence allows
any use (see training/sources.py). Needs ``pip install '.[train]'``; runs on a CPU, or on a GPU with
``--device cuda``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from services.align.backends import Encoder, static
from training import alter, distil, export, static_encoder, transplant
from training.corpus import Corpus

STEPS = ("static", "transplant", "distil", "export", "evaluate")
_SHOWN = 400
SHIPPED = ("config.json", "model.onnx", "model.safetensors", "tokenizer.json", "tokenizer_config.json")


@dataclass(frozen=True, slots=True)
class Run:
    """One making of the encoder: where from, where to, with what."""

    shared: Path
    work: Path
    out: Path
    licences: str
    threads: int
    course: distil.Course

    @property
    def data(self) -> Path:
        return self.shared / "data"

    @property
    def folder(self) -> Path:
        return _folder(self.work)


def _folder(work: Path) -> Path:
    return work / "contextual"


def tokenizer(work: Path) -> Tokenizer:
    """The subwords of both contextual models; takes folded text."""
    return transplant.with_marks(Tokenizer.from_file(str(work / "tokenizer" / static.TOKENIZER)))


def trained(work: Path) -> tuple[dict[str, torch.Tensor], BertConfig]:
    """Weights and shape of the distilled encoder of this ``work`` folder."""
    folder = _folder(work)
    return torch.load(folder / "model.pt", weights_only=True), BertConfig.from_pretrained(folder / "start")


def _static(run: Run) -> None:
    if (run.work / "finetune" / "table.npy").is_file():
        return
    command = [sys.executable, "-m", "training.static_encoder", "--shared", str(run.shared)]
    command += [
        "--work",
        str(run.work.parent),
        "--licences",
        run.licences,
        "--out",
        str(run.folder / "static"),
    ]
    subprocess.run(command, check=True)


def _transplant(run: Run) -> None:
    if (run.folder / "start.pt").is_file():
        return
    read = Tokenizer.from_file(str(run.work / "tokenizer" / static.TOKENIZER)).get_vocab()
    table = np.load(run.work / "finetune" / "table.npy")
    meanings = {piece: table[number] for piece, number in read.items()}
    model = transplant.student(tokenizer(run.work), meanings, run.work / "map" / "projection.npy")
    (run.folder / "start").mkdir(parents=True, exist_ok=True)
    model.config.save_pretrained(run.folder / "start")
    torch.save(model.state_dict(), run.folder / "start.pt")
    _report(run, "transplant", distil.Student(model, tokenizer(run.work), "cpu"))


def _started(run: Run) -> BertModel:
    config = BertConfig.from_pretrained(run.folder / "start")
    model = BertModel(config, add_pooling_layer=False)
    table = torch.nn.Embedding(config.vocab_size, config.hidden_size, padding_idx=0, sparse=True)
    model.embeddings.word_embeddings = table
    model.set_attn_implementation(transplant.attention.NAME)
    model.load_state_dict(torch.load(run.folder / "start.pt", weights_only=True))
    return model


def _distil(run: Run) -> None:
    if (run.folder / "model.pt").is_file():
        return
    learned = Corpus.load(run.work / "data")
    texts = static_encoder.english_texts(learned)
    place = {text: number for number, text in enumerate(texts)}
    vectors = np.load(run.work / "teacher" / "vectors.npy")

    def vector_of(chosen: list[str]) -> NDArray[np.float16]:
        taken: NDArray[np.float16] = vectors[[place[text] for text in chosen]]
        return taken

    pieces = tokenizer(run.work)
    lessons = distil.Lessons.of(learned, vector_of, pieces, alter.countries(run.data), run.course.seed)
    student = distil.Student(_started(run), pieces, run.course.device)

    def watch(epoch: int, encoder: Encoder) -> None:
        _report(run, f"epoch-{epoch}", encoder)

    distil.train(student, lessons, run.course, run.folder / "checkpoint.pt", watch)
    torch.save(student.model.cpu().state_dict(), run.folder / "tmp.pt")
    (run.folder / "tmp.pt").rename(run.folder / "model.pt")


def _export(run: Run) -> None:
    if (run.out / "model.onnx").is_file():
        return
    state, config = trained(run.work)
    export.export_encoder(state, config, tokenizer(run.work), run.out, sentences=_shown(run))


def _shown(run: Run) -> list[str]:
    """Sentences of the kind to be read, from which int8 learns the ranges of the layers."""
    learned = Corpus.load(run.work / "data", text=True)
    every = len(learned.parallel) // (_SHOWN // 4)
    return learned.text[:_SHOWN] + [english for _, english, _ in learned.parallel[::every]]


def _evaluate(run: Run) -> None:
    """The figures of the shipped int8 model, as a service runs it."""
    from services.align.backends import load

    _report(run, "shipped", load(f"onnx:{run.out}"))


def _report(run: Run, stage: str, encoder: Encoder) -> None:
    from benchmarks.encoder_quality import measure

    figures: dict[str, Any] = measure(run.data, encoder)
    (run.folder / f"figures-{stage}.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(f"{stage}: {json.dumps(figures)}", flush=True)


_DO: dict[str, Callable[[Run], None]] = {
    "static": _static,
    "transplant": _transplant,
    "distil": _distil,
    "export": _export,
    "evaluate": _evaluate,
}


def _results(run: Run, step: str) -> list[Path]:
    """What makes a step be skipped."""
    return {
        "static": [run.work / "finetune" / "table.npy"],
        "transplant": [run.folder / "start.pt"],
        "distil": [run.folder / "model.pt", run.folder / "checkpoint.pt"],
        "export": [run.out / name for name in SHIPPED],
        "evaluate": [],
    }[step]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    course = distil.Course()
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the shared data")
    parser.add_argument("--out", type=Path, default=Path("models/encoder"), help="where the encoder goes")
    parser.add_argument("--work", type=Path, default=Path("training/work"), help="results of the steps")
    parser.add_argument("--licences", choices=("all", "permissive"), default="all")
    parser.add_argument("--device", default=course.device)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--steps", type=int, default=course.steps, help="of distilling")
    parser.add_argument("--batch", type=int, default=course.batch, help="parallel sentences of one step")
    parser.add_argument("--again", choices=STEPS, help="do this step and those after it anew")
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    run = Run(
        options.shared,
        options.work / options.licences,
        options.out,
        options.licences,
        options.threads,
        distil.Course(steps=options.steps, batch=options.batch, device=options.device),
    )
    if options.again:
        for name in STEPS[STEPS.index(options.again) :]:
            for path in _results(run, name):
                path.unlink(missing_ok=True)
    for name in STEPS:
        started = time.monotonic()
        _DO[name](run)
        print(f"{name}: done, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
