"""Teaches the student: its vectors of both languages follow the English teacher's, likenesses are contrasted.

One step takes rows of six kinds at once: parallel sentences (Arabic against the teacher's vector of the
English, by soft in-batch contrast, cosine and the batch's whole similarity matrix; half of them also against
the student's own English), English text against the teacher, names and words of the lexicon, and positives
(titles and leads, sentences of two outlets' reports, paraphrases) by in-batch contrast with a hard negative
where one can be made: the same words with another figure, day or place.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertModel

from services.align.backends import Encoder
from training.alter import Places, altered
from training.batches import Row, by_length, pad, read
from training.corpus import Corpus

LONGEST = 48  # subwords while training; nine in ten sentences are shorter, leads are cut
_AT_ONCE = 120
_SHARPNESS = 20.0
_MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class Course:
    """How the student is taught. ``batch`` counts parallel sentences; the other rows follow from it."""

    steps: int = 560  # 390 are an epoch over the parallel sentences of all licences
    batch: int = 256
    rate: float = 3e-4
    table_rate: float = 1e-3
    seed: int = 20261122
    device: str = "cpu"


@dataclass(frozen=True, slots=True)
class Lessons:
    """Tokenised rows with the teacher's unit vectors (float16) for those that have one."""

    arabic: list[Row]
    english: list[Row]
    parallel_vectors: NDArray[np.float16]
    parallel_weights: NDArray[np.float32]
    monolingual: list[Row]
    monolingual_vectors: NDArray[np.float16]
    terms: list[Row]
    term_vectors: NDArray[np.float16]
    firsts: list[Row]
    seconds: list[Row]
    hard: list[Row | None]  # a second with another figure, day or place
    positive_weights: NDArray[np.float32]

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        vector_of: Callable[[list[str]], NDArray[np.float16]],
        tokenizer: Tokenizer,
        places: Places,
        seed: int,
    ) -> Lessons:
        def rows(texts: Sequence[str]) -> list[Row]:
            return read(tokenizer, texts, LONGEST)

        positives = [*corpus.positives, *((a, b, 1.0) for a, b, _ in corpus.matched)]
        rng = np.random.default_rng(seed)
        other = [altered(second, places, rng) for _, second, _ in positives]
        found = [place for place, text in enumerate(other) if text is not None]
        hard: list[Row | None] = [None] * len(other)
        for place, row in zip(found, rows([other[place] or "" for place in found]), strict=True):
            hard[place] = row
        english = [english for _, english, _ in corpus.parallel]
        return cls(
            rows([arabic for arabic, _, _ in corpus.parallel]),
            rows(english),
            vector_of(english),
            np.array([weight for *_, weight in corpus.parallel], dtype=np.float32),
            rows(corpus.english),
            vector_of(corpus.english),
            rows([arabic for arabic, _, _ in corpus.lexicon]),
            vector_of([english for _, english, _ in corpus.lexicon]),
            rows([first for first, _, _ in positives]),
            rows([second for _, second, _ in positives]),
            hard,
            np.array([weight for *_, weight in positives], dtype=np.float32),
        )


class Student:
    """The model in training, as an encoder too, so that it is measured like any other."""

    id = "student"
    revision = "in training"

    def __init__(self, model: BertModel, tokenizer: Tokenizer, device: str) -> None:
        self.model = model.to(device)
        self.dimensions = int(model.config.hidden_size)
        self._tokenizer = tokenizer
        self._device = device

    def vectors(self, rows: Sequence[Row]) -> torch.Tensor:
        """Unit vectors (len(rows), dimensions): the mean of the last layer, in groups of like length."""
        groups = by_length([len(row) for row in rows], _AT_ONCE)
        with torch.autocast(self._device, torch.bfloat16):
            parts = torch.cat([self._means([rows[place] for place in group]) for group in groups])
        order = torch.argsort(torch.from_numpy(np.concatenate(groups)))
        return functional.normalize(parts[order.to(parts.device)].float(), dim=-1)

    def _means(self, rows: Sequence[Row]) -> torch.Tensor:
        numbers, mask = (part.to(self._device) for part in pad(rows))
        states = self.model(input_ids=numbers, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(states.dtype)
        return (states * weight).sum(1) / weight.sum(1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = read(self._tokenizer, texts, 128)
        result = np.zeros((len(rows), self.dimensions), dtype=np.float32)
        self.model.eval()
        with torch.inference_mode():
            for group in by_length([len(row) for row in rows], _AT_ONCE):
                result[group] = self.vectors([rows[place] for place in group]).cpu().numpy()
        self.model.train()
        return result


class _Draw:
    """The rows of each step, shuffled anew each epoch; smaller kinds start over."""

    def __init__(self, lessons: Lessons, course: Course, epoch: int) -> None:
        rng = np.random.default_rng(course.seed + epoch)
        self._batch = course.batch
        sizes = (len(lessons.arabic), len(lessons.firsts), len(lessons.monolingual), len(lessons.terms))
        self._orders = [rng.permutation(size) for size in sizes]

    def __call__(self, step: int) -> list[NDArray[np.int64]]:
        """Places among parallel rows, positives, English rows and terms."""
        counts = (self._batch, self._batch // 4, self._batch // 4, self._batch // 8)
        return [
            order[np.arange(step * count, (step + 1) * count) % len(order)]
            for order, count in zip(self._orders, counts, strict=True)
        ]


def train(
    student: Student, lessons: Lessons, course: Course, saved: Path, watch: Callable[[int, Encoder], None]
) -> None:
    """Teach in place, going on from ``saved`` where it exists; ``watch`` is called after each epoch."""
    table = student.model.embeddings.word_embeddings.weight
    layers = [p for p in student.model.parameters() if p is not table]
    adam = torch.optim.AdamW(layers, lr=course.rate, weight_decay=0.01)
    sparse = torch.optim.SparseAdam([table], lr=course.table_rate)
    epoch_steps = len(lessons.arabic) // course.batch
    done = 0
    if saved.is_file():
        state = torch.load(saved, weights_only=False)
        student.model.load_state_dict(state["model"])
        adam.load_state_dict(state["opt"])
        sparse.load_state_dict(state["se"])
        done = state["step"]
    student.model.train()
    began, losses = time.monotonic(), 0.0
    draw = _Draw(lessons, course, done // epoch_steps)
    for step in range(done, course.steps):
        epoch, place = divmod(step, epoch_steps)
        if place == 0:
            draw = _Draw(lessons, course, epoch)
        share = _share(step, course.steps)
        for optimizer, rate in ((adam, course.rate), (sparse, course.table_rate)):
            for group in optimizer.param_groups:
                group["lr"] = rate * share
        loss = _loss(student, lessons, draw(place))
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(layers, 1.0)
        for optimizer in (adam, sparse):
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        losses += loss.item()
        if (step + 1) % 25 == 0:
            took = (time.monotonic() - began) / 25
            at = f"{step + 1}/{course.steps}"
            print(f"distil: {at} loss {losses / 25:.3f}, {took:.2f} s a step", flush=True)
            began, losses = time.monotonic(), 0.0
        if (step + 1) % 200 == 0 or step + 1 == course.steps:
            temporary = saved.with_suffix(".tmp")
            torch.save(
                {
                    "model": student.model.state_dict(),
                    "opt": adam.state_dict(),
                    "se": sparse.state_dict(),
                    "step": step + 1,
                },
                temporary,
            )
            temporary.rename(saved)
        if place == epoch_steps - 1:
            watch(epoch + 1, student)


def _share(step: int, steps: int) -> float:
    """Of the learning rates: 200 steps up, then down a cosine to a fiftieth."""
    return min(1.0, (step + 1) / 200) * (0.02 + 0.49 * (1.0 + math.cos(math.pi * step / steps)))


def _loss(student: Student, lessons: Lessons, drawn: Sequence[NDArray[np.int64]]) -> torch.Tensor:
    parallel, positive, english, term = drawn
    both = parallel[: len(parallel) // 2]  # read in English too
    hard = [place for place in positive if lessons.hard[place] is not None]
    kinds: list[list[Row]] = [
        [lessons.arabic[place] for place in parallel],
        [lessons.english[place] for place in both],
        [lessons.monolingual[place] for place in english],
        [lessons.terms[place] for place in term],
        [lessons.firsts[place] for place in positive],
        [lessons.seconds[place] for place in positive],
        [row for place in hard if (row := lessons.hard[place]) is not None],
    ]
    vectors = student.vectors([row for rows in kinds for row in rows])
    arabic, own, monolingual, terms, first, second, other = vectors.split([len(rows) for rows in kinds])

    def tensor(rows: NDArray[np.float16] | NDArray[np.float32]) -> torch.Tensor:
        return torch.from_numpy(rows.astype(np.float32)).to(vectors.device)

    taught = tensor(lessons.parallel_vectors[parallel])
    weights = tensor(lessons.parallel_weights[parallel])
    alike = taught @ taught.T
    loss = _contrast(arabic, taught, weights, functional.softmax(alike * _SHARPNESS, dim=1))
    loss = loss + 5.0 * (_far(arabic, taught) * weights).mean()
    loss = loss + 18.0 * ((arabic @ arabic.T - alike) ** 2).mean()
    loss = loss + 2.5 * _far(own, taught[: len(own)]).mean()
    loss = loss + 2.5 * _far(monolingual, tensor(lessons.monolingual_vectors[english])).mean()
    loss = loss + _far(terms, tensor(lessons.term_vectors[term])).mean()
    loss = loss + 0.5 * _contrast(arabic[: len(own)], own, weights[: len(own)])
    loss = loss + _contrast(first, second, tensor(lessons.positive_weights[positive]))
    if hard:
        at = torch.from_numpy(np.flatnonzero(np.isin(positive, hard))).to(vectors.device)
        closer = (first[at] * other).sum(1) - (first[at] * second[at]).sum(1)
        loss = loss + 0.5 * functional.softplus(_SHARPNESS * (closer + _MARGIN)).mean()
    return loss


def _far(found: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    return 1.0 - (found * wanted).sum(1)


def _contrast(
    first: torch.Tensor, second: torch.Tensor, weights: torch.Tensor, soft: torch.Tensor | None = None
) -> torch.Tensor:
    """Each row of one side against all of the other, both ways; ``soft`` spreads what is right."""
    logits = first @ second.T * _SHARPNESS
    right = torch.arange(len(first), device=logits.device)
    there = functional.cross_entropy(logits, right if soft is None else soft, reduction="none")
    back = functional.cross_entropy(logits.T, right if soft is None else soft.T, reduction="none")
    return ((there + back) * weights).mean() / 2
