"""The shipped encoder: a text is the sum of its subword vectors, scaled to length one. [pure after loading]

The table holds one int8 row per subword and one scale per row; a row's length is also how much its subword
counts, so no separate weights exist. Rows are read through a memory map: what a text does not use is never
loaded, and processes on one machine share the pages. Made by ``python -m training.static_encoder``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from services.align.backends import EncoderUnavailableError
from services.language.normalize import fold

CONFIG, TOKENIZER, TABLE, SCALES = "config.json", "tokenizer.json", "table.npy", "scales.npy"
_TEXTS_AT_ONCE = 128  # keeps the gathered rows of one step inside the processor's cache

# A checkout has the weights at its root; an installed wheel puts them under the environment's share/.
_SHIPPED = (
    Path(__file__).resolve().parents[3] / "models" / "static",
    Path(sys.prefix) / "share" / "mizan" / "models" / "static",
)


@dataclass(frozen=True)
class StaticEncoder:
    """Subword table (vocabulary, dimensions) int8 with scales (vocabulary,) float16 and its tokenizer."""

    id: str
    revision: str
    tokenizer: Tokenizer
    table: NDArray[np.int8]
    scales: NDArray[np.float16]

    @property
    def dimensions(self) -> int:
        return int(self.table.shape[1])

    @cached_property
    def _scales(self) -> NDArray[np.float32]:
        return self.scales.astype(np.float32)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = texts[start : start + _TEXTS_AT_ONCE]
            self._encode(part, vectors[start : start + len(part)])
        return vectors

    def _encode(self, texts: Sequence[str], out: NDArray[np.float32]) -> None:
        read = self.tokenizer.encode_batch_fast([fold(text) for text in texts], add_special_tokens=False)
        tokens = [encoding.ids for encoding in read]
        lengths = np.fromiter(map(len, tokens), dtype=np.intp, count=len(tokens))
        filled = lengths.nonzero()[0]
        if not len(filled):
            return
        ids = np.fromiter(chain.from_iterable(tokens), dtype=np.intp, count=int(lengths.sum()))
        rows = self.table[ids].astype(np.float32)
        rows *= self._scales[ids, None]
        # reduceat wants where each text begins; empty ones have no beginning of their own.
        begins = np.concatenate(([0], lengths[filled].cumsum()[:-1]))
        sums = np.add.reduceat(rows, begins, axis=0)
        norms = np.sqrt(np.einsum("ij,ij->i", sums, sums))[:, None]
        out[filled] = np.divide(sums, norms, out=np.zeros_like(sums), where=norms > 1e-12)


def create(argument: str) -> StaticEncoder:
    """Load the table in the folder ``argument``, the shipped one when it is empty.

    Raises EncoderUnavailableError when a file is missing, ValueError when the files do not fit together.
    """
    # One thread: callers run one worker per core, and the tokenizer's own pool would fight them (and warn
    # after a fork). An operator's own setting wins.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    folder = Path(argument) if argument else next(filter(Path.is_dir, _SHIPPED), _SHIPPED[0])
    missing = [name for name in (CONFIG, TOKENIZER, TABLE, SCALES) if not (folder / name).is_file()]
    if missing:
        raise EncoderUnavailableError(f"static encoder folder {folder} lacks {', '.join(missing)}")
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    table = np.load(folder / TABLE, mmap_mode="r")
    scales = np.load(folder / SCALES)
    size = tokenizer.get_vocab_size()
    if table.shape != (size, config["dimensions"]) or scales.shape != (size,):
        raise ValueError(
            f"static encoder folder {folder}: tokenizer has {size} subwords and the config "
            f"{config['dimensions']} dimensions, but the table is {table.shape}, its scales {scales.shape}"
        )
    return StaticEncoder(config["id"], config["revision"], tokenizer, table, scales)
