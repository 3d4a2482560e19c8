"""Makes the shipped static Arabic-English encoder from the shared data, in one command.

    python -m training.static_encoder --shared ../shared --out models/static

Steps: data > tokenizer > vectors > teacher > map > finetune > quantise > evaluate. Each leaves its result
under ``--work`` and is skipped when that is there, so a run that was cut off goes on where it stopped
(fine-tuning from its last epoch). ``--again STEP`` drops the results of a step and of all after it.
``--licences permissive`` learns only from sources whose licence allows any use (see training/sources.py).
Needs ``pip install '.[train]'``; one CPU is enough.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # the teacher's weights come with its package

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from services.align.backends import static
from training import corpus, finetune, inference_data, quantise, teacher, vectors, vocabulary

STEPS = ("data", "tokenizer", "vectors", "teacher", "map", "finetune", "quantise", "evaluate")
ARABIC_PIECES = 40_000
DIMENSIONS = 256
SEED = 20261121


@dataclass(frozen=True, slots=True)
class Run:
    """One making of the encoder: where from, where to, with what."""

    data: Path
    work: Path
    out: Path
    licences: str
    threads: int
    epochs: int

    def step(self, name: str) -> Path:
        path = self.work / name
        path.mkdir(parents=True, exist_ok=True)
        return path


def _data(run: Run) -> None:
    if (run.step("data") / "pairs.json").is_file():
        return
    # What inference is measured on is kept too: the contradiction model starts from an encoder.
    kept = inference_data.kept(run.data)
    corpus.read(run.data, run.licences, kept, SEED).save(run.step("data"))


def _tokenizer(run: Run) -> None:
    folder = run.step("tokenizer")
    if (folder / "tokens.txt").is_file():
        return
    text = corpus.Corpus.load(run.step("data"), text=True).text
    arabic = vocabulary.arabic_pieces(text, ARABIC_PIECES)
    english = vocabulary.english_pieces(teacher.tokenizer())
    tokenizer = vocabulary.build(vocabulary.union(arabic, english))
    tokenizer.save(str(folder / static.TOKENIZER), pretty=False)
    tokens = vocabulary.write_tokens(tokenizer, text, folder / "tokens.txt")
    print(f"tokenizer: {tokenizer.get_vocab_size()} pieces, {tokens} tokens of Arabic", flush=True)


def _vectors(run: Run) -> None:
    target = run.step("vectors") / "skipgram.npz"
    if target.is_file():
        return
    size = _load_tokenizer(run).get_vocab_size()
    tokens = run.step("tokenizer") / "tokens.txt"
    table, counts = vectors.skip_gram(tokens, size, DIMENSIONS, SEED, run.threads)
    np.savez(target, table=table, counts=counts)


def _load_tokenizer(run: Run) -> Tokenizer:
    return Tokenizer.from_file(str(run.step("tokenizer") / static.TOKENIZER))


def english_texts(learned: corpus.Corpus) -> list[str]:
    """Every English text the teacher reads, once."""
    parallel = [english for _, english, _ in learned.parallel]
    return list(dict.fromkeys(parallel + learned.english + [english for _, english, _ in learned.lexicon]))


def _teacher(run: Run) -> None:
    folder = run.step("teacher")
    if (folder / "vectors.npy").is_file():
        return
    texts = english_texts(corpus.Corpus.load(run.step("data")))
    known = _already_read(run)
    new = [text for text in texts if text not in known]
    if new:
        key = hashlib.blake2b("\n".join(new).encode(), digest_size=6).hexdigest()
        known.update(zip(new, teacher.sentence_vectors(new, folder / key, run.threads), strict=True))
        shutil.rmtree(folder / key)
    np.save(folder / "vectors.npy", np.stack([known[text] for text in texts]))


def _already_read(run: Run) -> dict[str, NDArray[np.float16]]:
    """What the teacher read for the other choice of licences."""
    known: dict[str, NDArray[np.float16]] = {}
    for vectors_file in run.work.parent.glob("*/teacher/vectors.npy"):
        if vectors_file.is_relative_to(run.work):
            continue
        texts = english_texts(corpus.Corpus.load(vectors_file.parents[1] / "data"))
        known.update(zip(texts, np.load(vectors_file), strict=True))
    return known


def _map(run: Run) -> None:
    folder = run.step("map")
    if (folder / "table.npy").is_file():
        return
    learned = corpus.Corpus.load(run.step("data"))
    tokenizer = _load_tokenizer(run)
    texts = english_texts(learned)
    rows = np.load(run.step("teacher") / "vectors.npy").astype(np.float32)
    place = {text: index for index, text in enumerate(texts)}
    sentences = len(dict.fromkeys([en for _, en, _ in learned.parallel] + learned.english))
    projection = finetune.principal(rows[:sentences], DIMENSIONS)
    reduced = finetune.unit(rows @ projection)
    np.save(folder / "projection.npy", projection)
    np.save(folder / "teacher.npy", reduced)

    read = tokenizer.get_vocab()
    known = [piece for piece in vocabulary.english_pieces(teacher.tokenizer()) if piece in read]
    ids = np.array([read[piece] for piece in known])
    size = tokenizer.get_vocab_size()
    counts = finetune.Bags.of(texts[:sentences], tokenizer).counts(size)[ids]
    english = finetune.english_table(teacher.piece_vectors(known) @ projection, counts)

    skip = np.load(run.step("vectors") / "skipgram.npz")
    arabic = finetune.Bags.of([ar for ar, _, _ in learned.parallel], tokenizer)
    target = reduced[[place[en] for _, en, _ in learned.parallel]]
    weight = np.array([weight for _, _, weight in learned.parallel], dtype=np.float32)
    table = finetune.arabic_table(skip["table"], skip["counts"], arabic, target, weight)
    table[ids] = english
    table[0] = 0.0
    np.save(folder / "table.npy", table)
    _report(run, "map", table)


def _lessons(run: Run) -> finetune.Lessons:
    learned = corpus.Corpus.load(run.step("data"))
    tokenizer = _load_tokenizer(run)
    reduced = np.load(run.step("map") / "teacher.npy")
    place = {text: index for index, text in enumerate(english_texts(learned))}

    def bags(texts: list[str]) -> finetune.Bags:
        return finetune.Bags.of(texts, tokenizer)

    def taught(texts: list[str]) -> finetune.Floats:
        return reduced[[place[text] for text in texts]]

    def column(rows: list[Any], index: int) -> list[Any]:
        return [row[index] for row in rows]

    def numbers(rows: list[Any], index: int) -> finetune.Floats:
        return np.array(column(rows, index), dtype=np.float32)

    english, terms = column(learned.parallel, 1), column(learned.lexicon, 1)
    return finetune.Lessons(
        bags(column(learned.parallel, 0)),
        bags(english),
        taught(english),
        numbers(learned.parallel, 2),
        bags(learned.english),
        taught(learned.english),
        bags(column(learned.positives, 0)),
        bags(column(learned.positives, 1)),
        numbers(learned.positives, 2),
        bags(column(learned.matched, 0)),
        bags(column(learned.matched, 1)),
        np.array(column(learned.matched, 2), dtype=np.int64),
        bags(column(learned.lexicon, 0)),
        bags(terms),
        taught(terms),
    )


def _finetune(run: Run) -> None:
    folder = run.step("finetune")
    if (folder / "table.npy").is_file():
        return
    course = finetune.Course(epochs=run.epochs, threads=run.threads, seed=SEED)

    def watch(epoch: int, table: finetune.Floats) -> None:
        if epoch % 2 == 0 and epoch < run.epochs:
            _report(run, f"finetune-{epoch:02d}", table)

    start = np.load(run.step("map") / "table.npy")
    table = finetune.train(start, _lessons(run), course, folder / "checkpoint.pt", watch)
    np.save(folder / "table.npy", table)


def _report(run: Run, stage: str, table: finetune.Floats) -> None:
    """Write the table as an encoder, measure it, and keep the figures beside the work."""
    from benchmarks.encoder_quality import measure

    folder = run.work / "stages" / stage
    quantise.write(table, run.step("tokenizer") / static.TOKENIZER, folder, f"stage-{stage}")
    figures = measure(run.data, static.create(str(folder)))
    (folder / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(f"{stage}: {json.dumps(figures)}", flush=True)


def _quantise(run: Run) -> None:
    table = np.load(run.step("finetune") / "table.npy")
    quantise.write(table, run.step("tokenizer") / static.TOKENIZER, run.out, quantise.ENCODER_ID)


def _evaluate(run: Run) -> None:
    from benchmarks.encoder_quality import measure

    encoder = static.create(str(run.out))
    reduced = teacher.Reduced.load(run.step("map") / "projection.npy")
    figures = measure(run.data, encoder, reduced)
    (run.work / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    print(json.dumps(figures, indent=1), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the shared data")
    parser.add_argument("--out", type=Path, default=Path("models/static"), help="where the encoder goes")
    parser.add_argument("--work", type=Path, default=Path("training/work"), help="results of the steps")
    parser.add_argument("--licences", choices=("all", "permissive"), default="all")
    parser.add_argument("--threads", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=finetune.Course().epochs)
    parser.add_argument("--again", choices=STEPS, help="do this step and those after it anew")
    options = parser.parse_args()
    run = Run(
        options.shared / "data",
        options.work / options.licences,
        options.out,
        options.licences,
        options.threads,
        options.epochs,
    )
    if options.again:
        for name in STEPS[STEPS.index(options.again) :]:
            shutil.rmtree(run.work / name, ignore_errors=True)
    for name, step in zip(
        STEPS, (_data, _tokenizer, _vectors, _teacher, _map, _finetune, _quantise, _evaluate), strict=True
    ):
        started = time.monotonic()
        step(run)
        print(f"{name}: done, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
