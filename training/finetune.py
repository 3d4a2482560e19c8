"""Turns word vectors into sentence vectors: first table, then an embedding bag trained against the teacher.

The first table: English subwords get the teacher's own vector of them, Arabic ones their skip-gram vector
through a ridge map that sends the mean of an Arabic sentence to the teacher's vector of its translation.
Frequent subwords count less (Arora et al. 2017: ``a / (a + p)``); the weight is the row's length.

The bag is then trained on all sources at once. A parallel sentence is pulled to the teacher's vector of its
English side and told apart from the batch's others, with the teacher's own similarities as soft targets
(so that two captions of one picture are not pushed apart); Arabic and English bags of a pair are pulled
together the same way. Titles against leads, cross-outlet pairs and paraphrases use in-batch contrast;
matched pairs the ranking loss CoSENT (Su 2022).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 (the library's own convention)
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import MiniBatchKMeans
from tokenizers import Tokenizer
from torch import Tensor

from services.language.normalize import fold

Floats = NDArray[np.float32]
_SIF = 1e-3
_SHARP = 20.0  # similarity 1 against 0 is this many nats
_SHAPE = 60.0  # weight of the batch's similarity matrix against single vectors
_WARM_UP = 100  # steps
_MOST_TOKENS = 120  # of one text in training


@dataclass(frozen=True, slots=True)
class Bags:
    """Token ids of many texts in one array; text ``i`` is ``ids[begins[i]:begins[i + 1]]``."""

    ids: NDArray[np.int32]
    begins: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str], tokenizer: Tokenizer) -> Bags:
        ids: list[NDArray[np.int32]] = []
        for start in range(0, len(texts), 4096):
            folded = [fold(text) for text in texts[start : start + 4096]]
            read = tokenizer.encode_batch_fast(folded, add_special_tokens=False)
            ids += [np.array([i for i in text.ids if i][:_MOST_TOKENS], dtype=np.int32) for text in read]
        begins = np.zeros(len(ids) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in ids], out=begins[1:])
        return cls(np.concatenate([np.zeros(0, dtype=np.int32), *ids]), begins)

    def __len__(self) -> int:
        return len(self.begins) - 1

    def counts(self, size: int) -> NDArray[np.int64]:
        return np.bincount(self.ids, minlength=size)

    def means(self, table: Floats) -> Floats:
        """Mean row of each text, shape (texts, dimensions)."""
        bag = torch.nn.functional.embedding_bag(
            torch.from_numpy(self.ids).long(),
            torch.from_numpy(table),
            torch.from_numpy(self.begins[:-1]),
            mode="mean",
        )
        result: Floats = bag.numpy()
        return result

    def take(self, rows: NDArray[np.int64], keep: float, rng: np.random.Generator) -> Bags:
        """Some of the texts; each of their tokens stays with probability ``keep``."""
        lengths = self.begins[rows + 1] - self.begins[rows]
        begins = np.concatenate(([0], lengths.cumsum()))
        at = np.repeat(self.begins[rows] - begins[:-1], lengths) + np.arange(begins[-1])
        ids = self.ids[at]
        if keep < 1.0:
            kept = rng.random(len(ids)) < keep
            begins = np.concatenate(([0], kept.cumsum()))[begins]
            ids = ids[kept]
        return Bags(ids, begins)

    @classmethod
    def joined(cls, parts: Sequence[Bags]) -> Bags:
        """All texts of ``parts``, in order."""
        shifts = np.cumsum([0, *(len(part.ids) for part in parts)])
        begins = [part.begins[:-1] + shift for part, shift in zip(parts, shifts[:-1], strict=True)]
        return cls(np.concatenate([part.ids for part in parts]), np.concatenate([*begins, shifts[-1:]]))


def principal(vectors: Floats, dimensions: int) -> Floats:
    """Orthonormal columns (384, dimensions) that keep most of the vectors' inner products."""
    values, axes = np.linalg.eigh(vectors.T @ vectors)
    order = np.argsort(values)[::-1][:dimensions]
    print(f"map: {values[order].sum() / values.sum():.4f} of the teacher kept in {dimensions} dimensions")
    return np.ascontiguousarray(axes[:, order], dtype=np.float32)


def unit(rows: Floats) -> Floats:
    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return scaled


def _weights(counts: NDArray[np.int64]) -> Floats:
    share = counts / max(1, counts.sum())
    return (_SIF / (_SIF + share)).astype(np.float32)[:, None]


def _even(table: Floats, counts: NDArray[np.int64]) -> Floats:
    """Scale a table so that the row of a running token has length one on average."""
    lengths = np.linalg.norm(table, axis=1)
    return table / np.float32((lengths * counts).sum() / max(1, counts.sum()))


def english_table(pieces: Floats, counts: NDArray[np.int64]) -> Floats:
    """Rows of the English pieces from the teacher's (already reduced) vectors of them."""
    centred = pieces - pieces.mean(0)
    return _even(centred * _weights(counts), counts)


def arabic_table(
    words: Floats, counts: NDArray[np.int64], arabic: Bags, target: Floats, weight: Floats
) -> Floats:
    """Rows of the Arabic pieces: skip-gram rows through the ridge map onto ``target`` of ``arabic``."""
    weighted = words * _weights(counts)
    means = arabic.means(weighted)
    means = unit(means)
    gram = (means * weight[:, None]).T @ means
    right = (means * weight[:, None]).T @ target
    ridge = np.linalg.solve(gram + np.float32(1e-4 * np.trace(gram)) * np.eye(len(gram)), right)
    return _even((weighted @ ridge).astype(np.float32), counts)


# --- the embedding bag --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the bag is trained on; rows of one group belong together."""

    arabic: Bags  # parallel
    english: Bags
    taught: Floats  # teacher's reduced unit vector of ``english``
    parallel_weight: Floats
    reading: Bags  # English text only
    read: Floats  # the teacher's
    first: Bags  # positives
    second: Bags
    positive_weight: Floats
    left: Bags  # matching sentences of two reports
    right: Bags
    report: NDArray[np.int64]  # of which two; the other sentences of a report are the hard negatives
    term_arabic: Bags  # lexicon
    term_english: Bags
    term: Floats


@dataclass(frozen=True, slots=True)
class Course:
    """How it is trained."""

    epochs: int = 6
    batch: int = 1024
    rate: float = 1.5e-2
    rate_end: float = 2e-4
    keep: float = 0.95  # of the tokens; the rest is left out anew each time
    # of: parallel sentences, pairs that say the same, English reading, matching sentences, names and words
    weights: tuple[float, float, float, float, float] = (1.0, 1.0, 0.5, 1.0, 0.2)
    threads: int = 3
    seed: int = 20261121


def _shuffled(rng: np.random.Generator, count: int, batch: int) -> Iterator[NDArray[np.int64]]:
    """Batches without end, each row once a round; smaller ones when there are fewer rows, even none."""
    batch = min(batch, count)
    while not batch:
        yield np.zeros(0, dtype=np.int64)
    while True:
        order = rng.permutation(count)
        for start in range(0, count - batch + 1, batch):
            yield order[start : start + batch]


def _grouped(rng: np.random.Generator, group: NDArray[np.int64], batch: int) -> Iterator[NDArray[np.int64]]:
    """As :func:`_shuffled`, but the rows of a group stay side by side."""
    batch = min(batch, len(group))
    while not batch:
        yield np.zeros(0, dtype=np.int64)
    while True:
        place = rng.permutation(group.max() + 1)
        order = np.lexsort((rng.random(len(group)), place[group]))
        for start in range(0, len(group) - batch + 1, batch):
            yield order[start : start + batch]


def _clustered(
    rng: np.random.Generator, vectors: Floats, batch: int, seed: int
) -> Callable[[bool], NDArray[np.int64]]:
    """An order of all rows whose batches are either mixed or drawn from few neighbouring topics."""
    clusters = MiniBatchKMeans(max(8, len(vectors) // 400), random_state=seed, n_init=1, batch_size=4096)
    label = clusters.fit_predict(vectors)

    def order(near: bool) -> NDArray[np.int64]:
        if not near:
            return rng.permutation(len(vectors))
        place = rng.permutation(label.max() + 1)
        grouped = np.lexsort((rng.random(len(vectors)), place[label]))
        cut = len(grouped) // batch * batch
        # whole batches of neighbours, in random order
        return rng.permutation(grouped[:cut].reshape(-1, batch)).ravel()

    return order


def _soft_contrast(student: Tensor, teacher: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Cross-entropy of the student's view of the batch against the teacher's own, both directions."""
    scores = _SHARP * student @ teacher.T
    across = -(target * F.log_softmax(scores, 1)).sum(1)
    down = -(target.T * F.log_softmax(scores, 0).T).sum(1)
    return ((across + down) * weight).sum() / (2.0 * weight.sum())


def _pair_contrast(one: Tensor, two: Tensor, weight: Tensor) -> Tensor:
    """In-batch contrast; rows that look like another's match (reprints) are no negatives of it."""
    if not len(one):  # a choice of licences can leave a lesson without rows
        return torch.zeros(())
    scores = one @ two.T
    same = torch.eye(len(one), dtype=torch.bool)
    reprint = ((one @ one.T > 0.85) | (two @ two.T > 0.85) | (scores > 0.9)) & ~same
    scores = (_SHARP * scores).masked_fill(reprint.detach(), -1e4)
    truth = torch.arange(len(one))
    loss = F.cross_entropy(scores, truth, reduction="none") + F.cross_entropy(
        scores.T, truth, reduction="none"
    )
    return (loss * weight).sum() / (2.0 * weight.sum())


class Table:
    """A table of rows that trains by Adam on the rows a batch touches (as torch's SparseAdam, but faster).

    torch's own sparse gradient holds a row per token and sorts them all; here the gradient of a batch is one
    sparse product, (rows touched x texts) times (texts x dimensions).
    """

    def __init__(self, rows: Floats) -> None:
        self.rows = torch.from_numpy(rows.copy())
        self.first = torch.zeros_like(self.rows)
        self.second = torch.zeros_like(self.rows)
        self.steps = 0
        self._seat = np.zeros(len(rows), dtype=np.int64)

    def means(self, bags: Bags) -> Tensor:
        """Mean rows (texts, dimensions), a leaf whose gradient :meth:`update` takes."""
        means = F.embedding_bag(
            torch.from_numpy(bags.ids).long(), self.rows, torch.from_numpy(bags.begins[:-1]), mode="mean"
        )
        return means.requires_grad_()

    def update(self, bags: Bags, gradient: Tensor, rate: float) -> None:
        lengths = np.diff(bags.begins)
        touched = np.unique(bags.ids)
        self._seat[touched] = np.arange(len(touched))
        share = np.repeat(1.0 / np.maximum(lengths, 1), lengths).astype(np.float32)
        spread = csr_matrix(
            (share, (self._seat[bags.ids], np.repeat(np.arange(len(bags)), lengths))),
            shape=(len(touched), len(bags)),
        )
        slope = torch.from_numpy(spread @ gradient.numpy())
        index = torch.from_numpy(touched).long()
        self.steps += 1
        first = self.first[index].lerp_(slope, 0.1)
        second = self.second[index].lerp_(slope.square(), 0.001)
        self.first[index], self.second[index] = first, second
        size = rate * math.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
        self.rows[index] -= size * first / (second.sqrt() + 1e-8)

    def save(self, path: Path, epoch: int) -> None:
        temporary = path.with_suffix(".tmp")
        torch.save(
            {
                "rows": self.rows,
                "first": self.first,
                "second": self.second,
                "steps": self.steps,
                "epoch": epoch,
            },
            temporary,
        )
        temporary.rename(path)

    def resume(self, path: Path) -> int:
        """Go on from a saved state; returns the epochs it has behind it."""
        state = torch.load(path)
        self.rows, self.first, self.second = state["rows"], state["first"], state["second"]
        self.steps = state["steps"]
        return int(state["epoch"])


def train(
    rows: Floats,
    lessons: Lessons,
    course: Course,
    checkpoint: Path,
    after_epoch: Callable[[int, Floats], None],
) -> Floats:
    """Train a copy of ``rows``; resumes from ``checkpoint`` and calls ``after_epoch`` with each result."""
    torch.set_num_threads(course.threads)
    table = Table(rows)
    begin = table.resume(checkpoint) if checkpoint.is_file() else 0
    steps = len(lessons.arabic) // course.batch
    total = course.epochs * steps
    order = _clustered(np.random.default_rng(course.seed), lessons.taught, course.batch, course.seed)
    for epoch in range(begin, course.epochs):
        started = time.monotonic()
        rng = np.random.default_rng((course.seed, epoch))
        near = order(epoch % 2 == 1)
        positives = _shuffled(rng, len(lessons.first), course.batch)
        reading = _shuffled(rng, len(lessons.reading), course.batch // 2)
        matched = _grouped(rng, lessons.report, course.batch // 2)
        terms = _shuffled(rng, len(lessons.term_arabic), 256)
        losses = np.zeros(5)
        for step in range(steps):
            done = (epoch * steps + step) / total
            rate = course.rate_end + (course.rate - course.rate_end) * 0.5 * (1 + math.cos(math.pi * done))
            rows_of = (
                near[step * course.batch : (step + 1) * course.batch],
                next(positives),
                next(reading),
                next(matched),
                next(terms),
            )
            bags = _bags(lessons, rows_of, course.keep, rng)
            joined = Bags.joined(bags)
            means = table.means(joined)
            vectors = F.normalize(means, dim=1, eps=1e-6).split([len(part) for part in bags])
            parts = _losses(lessons, rows_of, vectors)
            loss = sum(weight * part for weight, part in zip(course.weights, parts, strict=True))
            assert isinstance(loss, Tensor)
            loss.backward()
            assert means.grad is not None
            table.update(joined, means.grad, rate * min(1.0, (epoch * steps + step + 1) / _WARM_UP))
            losses += [part.item() for part in parts]
        table.save(checkpoint, epoch + 1)
        shown = " ".join(f"{value:.3f}" for value in losses / steps)
        print(
            f"finetune: epoch {epoch + 1} of {course.epochs}, {time.monotonic() - started:.0f} s, {shown}",
            flush=True,
        )
        after_epoch(epoch + 1, table.rows.numpy())
    return table.rows.numpy()


_Rows = tuple[NDArray[np.int64], ...]  # of the parallel, positive, reading, matched and lexicon batches


def _bags(lessons: Lessons, rows: _Rows, keep: float, rng: np.random.Generator) -> list[Bags]:
    parallel, positive, reading, matched, term = rows
    return [
        bags.take(index, keep, rng)
        for bags, index in (
            (lessons.arabic, parallel),
            (lessons.english, parallel),
            (lessons.first, positive),
            (lessons.second, positive),
            (lessons.reading, reading),
            (lessons.left, matched),
            (lessons.right, matched),
            (lessons.term_arabic, term),
            (lessons.term_english, term),
        )
    ]


def _losses(lessons: Lessons, rows: _Rows, vectors: Sequence[Tensor]) -> tuple[Tensor, ...]:
    parallel, positive, reading, matched, term = rows
    arabic, english, one, two, read, left, right, name, word = vectors
    return (
        _parallel_loss(
            arabic, english, _tensor(lessons.taught, parallel), _tensor(lessons.parallel_weight, parallel)
        ),
        _pair_contrast(one, two, _tensor(lessons.positive_weight, positive)),
        _reading_loss(read, _tensor(lessons.read, reading)),
        _pair_contrast(left, right, torch.ones(len(matched))),
        _pair_contrast(name, word, torch.ones(len(term)))
        + _pair_contrast(name, _tensor(lessons.term, term), torch.ones(len(term))),
    )


def _tensor(values: Floats, rows: NDArray[np.int64]) -> Tensor:
    return torch.from_numpy(values[rows])


def _parallel_loss(arabic: Tensor, english: Tensor, taught: Tensor, weight: Tensor) -> Tensor:
    alike = taught @ taught.T
    target = F.softmax(_SHARP * alike, 1)
    loss = _soft_contrast(arabic, taught, target, weight)
    loss = loss + 0.5 * _soft_contrast(english, taught, target, weight)
    loss = loss + 0.5 * _soft_contrast(arabic, english, target, weight)
    near = 5.0 * (1 - (arabic * taught).sum(1)) + 2.5 * (1 - (english * taught).sum(1))
    loss = loss + (near * weight).sum() / weight.sum()
    shape = ((arabic @ arabic.T - alike) ** 2).mean() + ((arabic @ english.T - alike) ** 2).mean()
    return loss + _SHAPE * shape


def _reading_loss(read: Tensor, taught: Tensor) -> Tensor:
    target = F.softmax(_SHARP * taught @ taught.T, 1)
    contrast = _soft_contrast(read, taught, target, torch.ones(len(read)))
    return contrast + 5.0 * (1 - (read * taught).sum(1)).mean()
