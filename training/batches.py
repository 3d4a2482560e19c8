"""Texts as rows of subword numbers, and rows as padded batches of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from services.language.normalize import fold

PAD, UNKNOWN, FIRST, BETWEEN, MASK = range(5)
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")  # the first pieces of the vocabulary, in order

Row = NDArray[np.int32]
_AT_ONCE = 8192


def read(tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> list[Row]:
    """Each text as ``[CLS] ... [SEP]``, cut to ``longest`` subwords, those two included."""
    return [np.array([FIRST, *ids[: longest - 2], BETWEEN], dtype=np.int32) for ids in _ids(tokenizer, texts)]


def read_pairs(
    tokenizer: Tokenizer, firsts: Sequence[str], seconds: Sequence[str], longest: int
) -> list[tuple[Row, int]]:
    """Each pair as ``[CLS] first [SEP] second [SEP]`` with the place where the second text begins.

    Of a pair that exceeds ``longest`` subwords the longer text is cut first, as transformers does it.
    """
    rows = []
    for a, b in zip(_ids(tokenizer, firsts), _ids(tokenizer, seconds), strict=True):
        room = longest - 3
        keep_a = max(room - len(b), room - room // 2) if len(a) > room // 2 else len(a)
        a = a[:keep_a]
        b = b[: room - len(a)]
        rows.append((np.array([FIRST, *a, BETWEEN, *b, BETWEEN], dtype=np.int32), len(a) + 2))
    return rows


def _ids(tokenizer: Tokenizer, texts: Sequence[str]) -> Iterator[list[int]]:
    for start in range(0, len(texts), _AT_ONCE):
        part = [fold(text) for text in texts[start : start + _AT_ONCE]]
        for encoding in tokenizer.encode_batch_fast(part, add_special_tokens=False):
            yield encoding.ids


def pad(rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor]:
    """(subword numbers, mask), both int64 of shape (len(rows), longest row)."""
    numbers = np.full((len(rows), max(map(len, rows))), PAD, dtype=np.int64)
    for place, row in enumerate(rows):
        numbers[place, : len(row)] = row
    tensor = torch.from_numpy(numbers)
    return tensor, (tensor != PAD).long()


def by_length(lengths: Sequence[int], size: int) -> list[NDArray[np.int64]]:
    """Places of rows in groups of about ``size`` rows of like length: padding costs as much as text."""
    order = np.argsort(lengths, kind="stable")
    return np.array_split(order, max(1, round(len(lengths) / size)))
