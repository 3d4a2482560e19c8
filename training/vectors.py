"""Skip-gram vectors of the Arabic pieces (Mikolov et al. 2013), by gensim."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from gensim.models import Word2Vec
from gensim.models.callbacks import CallbackAny2Vec
from numpy.typing import NDArray

_EPOCHS = 3
_WINDOW = 6
_NEGATIVE = 6


class _Progress(CallbackAny2Vec):
    def __init__(self) -> None:
        self.started = time.monotonic()
        self.epoch = 0

    def on_epoch_end(self, model: Word2Vec) -> None:
        self.epoch += 1
        print(f"vectors: epoch {self.epoch}, {time.monotonic() - self.started:.0f} s", flush=True)


def skip_gram(
    tokens: Path, size: int, dimensions: int, seed: int, threads: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Vectors (size, dimensions) and counts (size,) of the token ids in ``tokens``; unseen ids stay zero.

    With more than one thread gensim's own updates race, so two runs differ a little; ``threads=1`` repeats.
    """
    model = Word2Vec(
        corpus_file=str(tokens),
        vector_size=dimensions,
        window=_WINDOW,
        negative=_NEGATIVE,
        sg=1,
        min_count=3,
        sample=1e-4,
        epochs=_EPOCHS,
        workers=threads,
        seed=seed,
        callbacks=[_Progress()],
    )
    table = np.zeros((size, dimensions), dtype=np.float32)
    counts = np.zeros(size, dtype=np.int64)
    for word, row in model.wv.key_to_index.items():
        table[int(word)] = model.wv.vectors[row]
        counts[int(word)] = model.wv.get_vecattr(word, "count")
    return table, counts
