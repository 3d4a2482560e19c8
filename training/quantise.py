"""Writes a table of float rows as the files that ``services.align.backends.static`` reads."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.align.backends.static import CONFIG, SCALES, TABLE, TOKENIZER

ENCODER_ID = "mizan-static-ar-en"


def write(table: NDArray[np.float32], tokenizer: Path, folder: Path, name: str) -> str:
    """Quantise each row to int8 by its own largest value; returns the revision (a hash of the files)."""
    folder.mkdir(parents=True, exist_ok=True)
    # One common factor changes no direction and keeps the scales well inside float16.
    table = table / np.float32(np.abs(table).max())
    scales = (np.abs(table).max(1) / 127.0).astype(np.float16)
    safe = np.where(scales > 0, scales, np.float16(1)).astype(np.float32)[:, None]
    rows = np.clip(np.rint(table / safe), -127, 127).astype(np.int8)
    np.save(folder / TABLE, rows)
    np.save(folder / SCALES, scales)
    if tokenizer != folder / TOKENIZER:
        shutil.copyfile(tokenizer, folder / TOKENIZER)
    config = {
        "id": name,
        "revision": revision(folder),
        "dimensions": int(table.shape[1]),
        "vocabulary": int(table.shape[0]),
        "tokenizer_blake2b": _digest(folder / TOKENIZER),
    }
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    return str(config["revision"])


def revision(folder: Path) -> str:
    """Hash of everything that vectors depend on: tokenizer, rows and scales."""
    digest = hashlib.blake2b(digest_size=8)
    for name in (TOKENIZER, TABLE, SCALES):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
