"""The shipped encoder: a text is the sum of its subword vectors, scaled to length one. [pure after loading]

The table holds one int8 row per subword and one scale per row; a row's length is also how much its subword
counts, so no separate weights exist. Rows are read through a memory map: what a text does not use is never
loaded, and processes on one machine share the pages. Made by ``python -m training.static_encoder``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.align.backends.wordpiece import WordPiece
from services.common import shipped
from services.common.specs import ModelUnavailableError
from services.language.normalize import fold

CONFIG, TOKENIZER, TABLE, SCALES = "config.json", "tokenizer.json", "table.npy", "scales.npy"
_UNKNOWN = 0  # id of what no subword covers; its row is nothing
_TEXTS_AT_ONCE = 128
_STEP, _SEGMENT = 16, 64  # tokens: a text is summed in segments, each padded to a multiple of the step
_TOKENS_AT_ONCE = 4096  # keeps gathered rows inside the processor's cache
_REMEMBERED = 600_000  # characters of words whose subwords are kept, about 100,000 words


class StaticEncoder:
    """Subword table (vocabulary, dimensions) int8 with scales (vocabulary,) and its subwords.

    Subwords never cross a space, so those of each word are remembered: running text is mostly a dictionary
    look-up. Safe to call from several threads.
    """

    def __init__(
        self,
        id: str,  # noqa: A002 (the protocol's word)
        revision: str,
        pieces: WordPiece,
        table: NDArray[np.int8],
        scales: NDArray[np.floating[Any]],
    ) -> None:
        self.id = id
        self.revision = revision
        self.dimensions = int(table.shape[1])
        self._pieces = pieces
        self._table = np.asarray(table)  # a plain view: numpy's memmap class costs on every index
        self._scales = scales.astype(np.float32)
        self._words: dict[str, tuple[int, ...]] = {}
        self._remembered = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = texts[start : start + _TEXTS_AT_ONCE]
            self._sum(self._subwords(part), vectors[start : start + len(part)])
        norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
        np.divide(vectors, norms, out=vectors, where=norms > 1e-12)
        return vectors

    def _subwords(self, texts: Sequence[str]) -> list[list[int]]:
        """Subword ids of each text."""
        split = [text.split() for text in texts]
        known = self._words
        new = {word for words in split for word in words if word not in known}
        if new:
            if self._remembered > _REMEMBERED:
                # Others may be reading the old dictionary, so it is left to them.
                known, self._remembered = {}, 0
                self._words = known
                new = {word for words in split for word in words}
            fresh = list(new)
            # No fold makes or eats a newline, so all words fold in one call.
            for word, folded in zip(fresh, fold("\n".join(fresh)).split("\n"), strict=True):
                known[word] = self._pieces.ids(folded)
            self._remembered += sum(map(len, fresh))
        return [list(chain.from_iterable(map(known.__getitem__, words))) for words in split]

    def _sum(self, tokens: list[list[int]], out: NDArray[np.float32]) -> None:
        """Write the sum of each text's scaled rows.

        How a text is padded depends on its own length only, so its sum is the same to the last bit in
        any company.
        """
        lengths = np.fromiter(map(len, tokens), dtype=np.intp, count=len(tokens))
        if not lengths.any():
            return
        ids = np.fromiter(chain.from_iterable(tokens), dtype=np.intp, count=int(lengths.sum()))
        segments = -(-lengths // _SEGMENT)
        owner = np.repeat(np.arange(len(tokens)), segments)
        place = np.arange(len(owner)) - np.repeat(segments.cumsum() - segments, segments)
        begins = (lengths.cumsum() - lengths)[owner] + place * _SEGMENT
        sizes = np.minimum(lengths[owner] - place * _SEGMENT, _SEGMENT)
        steps = -(-sizes // _STEP)
        for step in range(1, _SEGMENT // _STEP + 1):
            width = step * _STEP
            chosen = (steps == step).nonzero()[0]
            for start in range(0, len(chosen), _TOKENS_AT_ONCE // width):
                part = chosen[start : start + _TOKENS_AT_ONCE // width]
                across = np.arange(width)
                inside = across < sizes[part, None]
                at = np.where(inside, ids.take(begins[part, None] + across, mode="clip"), _UNKNOWN)
                rows = self._table[at].astype(np.float32)
                np.add.at(out, owner[part], np.matmul(self._scales[at][:, None, :], rows)[:, 0])


def create(argument: str) -> StaticEncoder:
    """Load the table in the folder ``argument``, the shipped one when it is empty.

    Raises ModelUnavailableError when a file is missing, ValueError when the files do not fit together.
    """
    folder = Path(argument) if argument else shipped.folder("static")
    missing = [name for name in (CONFIG, TOKENIZER, TABLE, SCALES) if not (folder / name).is_file()]
    if missing:
        raise ModelUnavailableError(f"static encoder folder {folder} lacks {', '.join(missing)}")
    config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    pieces = WordPiece.read(folder / TOKENIZER)
    table = np.load(folder / TABLE, mmap_mode="r")
    scales = np.load(folder / SCALES)
    size = pieces.size
    if table.shape != (size, config["dimensions"]) or scales.shape != (size,):
        raise ValueError(
            f"static encoder folder {folder}: vocabulary has {size} subwords and the config "
            f"{config['dimensions']} dimensions, but the table is {table.shape}, its scales {scales.shape}"
        )
    if scales[_UNKNOWN] != 0:
        raise ValueError(f"static encoder folder {folder}: row {_UNKNOWN} must be empty, it pads texts")
    return StaticEncoder(config["id"], config["revision"], pieces, table, scales)
