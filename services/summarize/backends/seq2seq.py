"""Sentences rewritten by a sequence-to-sequence model of the transformers library.

torch is imported only here, when a configuration asks for it (extra ``torch``).
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.summarize.backends import Passage

BATCH = 8
SOURCES = 4  # statements of one passage that the model reads
SOURCE_TOKENS = 512
NEW_TOKENS = 96
BEAMS = 4


class Seq2Seq:
    """Words each passage by beam search, in batches; the same passages give the same words."""

    def __init__(self, spec: str, revision: str, tokenizer: Any, model: Any) -> None:
        self.id = f"transformers:{spec}"
        self.revision = revision
        self._tokenizer = tokenizer
        self._model = model
        # One forward pass uses all cores; tokenizers must not be resized by two threads at a time.
        self._lock = threading.Lock()

    def write(self, passages: Sequence[Passage]) -> list[str]:
        """One sentence per passage; an empty answer of the model comes back as the empty string."""
        written: list[str] = []
        with self._lock:
            for start in range(0, len(passages), BATCH):
                written += self._batch(passages[start : start + BATCH])
        return written

    def _batch(self, passages: Sequence[Passage]) -> list[str]:
        import torch

        texts = ["\n".join(dict.fromkeys((p.words, *p.sources[1:SOURCES]))) for p in passages]
        inputs = self._tokenizer(
            texts, return_tensors="pt", padding=True, truncation=True, max_length=SOURCE_TOKENS
        )
        inputs.pop("token_type_ids", None)
        with torch.inference_mode():
            output = self._model.generate(
                **inputs, num_beams=BEAMS, do_sample=False, max_new_tokens=NEW_TOKENS, no_repeat_ngram_size=4
            )
        decoded = self._tokenizer.batch_decode(output, skip_special_tokens=True)
        return [" ".join(text.split()) for text in decoded]


def load(spec: str) -> Seq2Seq:
    """The model at a path or hub id. RuntimeError names the missing extra, ValueError what cannot be read."""
    if not spec:
        raise ValueError("name the model: transformers:<path or hub id>")
    try:
        import torch  # noqa: F401 - transformers reports its absence only at the first call
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
    except ImportError as error:
        raise RuntimeError(
            f"the summarizer transformers:{spec} needs torch: in a checkout, pip install '.[torch]'"
        ) from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(spec)
        model = AutoModelForSeq2SeqLM.from_pretrained(spec)
    except (OSError, ValueError) as error:
        raise ValueError(f"cannot read a sequence-to-sequence model from {spec!r}: {error}") from error
    model.eval()
    return Seq2Seq(spec, _revision(spec, model), tokenizer, model)


def _revision(spec: str, model: Any) -> str:
    """The hub's commit, or a hash of the weight files of a folder."""
    commit = getattr(model.config, "_commit_hash", None)
    if commit:
        return str(commit)
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(spec).glob("*.safetensors")) or sorted(Path(spec).glob("*.bin")):
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
