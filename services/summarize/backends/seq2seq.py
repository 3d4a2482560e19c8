"""Sentences rewritten by a sequence-to-sequence model of the transformers library.

Spec: ``transformers:<path or hub id>[?option=value&...]``. Options: ``device`` (default ``cpu``), ``dtype``
(``float32``, ``bfloat16``, ``float16``), ``tokens`` (what is read for one sentence, 512), ``batch`` (tokens
of one pass, 4096) and ``prefix`` (what the model was taught to begin with, such as ``summarize:+``). Needs
``pip install '.[torch]'``.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.common import checkpoints, revisions, specs
from services.common.checkpoints import Checkpoint
from services.summarize.backends import Passage

SOURCES = 4  # statements of one passage that the model reads
NEW_TOKENS = 96
BEAMS = 4


@dataclass(frozen=True, slots=True)
class Options(checkpoints.Options):
    """What a summariser's spec may set."""

    tokens: int = 512
    prefix: str = ""


class Seq2Seq:
    """Words each passage by beam search; the same passages give the same words. One call runs at a time."""

    def __init__(self, options: Options, checkpoint: Checkpoint) -> None:
        self.id = f"transformers:{options.model}"
        self.revision = revisions.read_with(
            checkpoint.revision, options.tokens, options.prefix, SOURCES, NEW_TOKENS, BEAMS
        )
        self._options = options
        self._checkpoint = checkpoint
        self._lock = threading.Lock()

    def write(self, passages: Sequence[Passage]) -> list[str]:
        """One sentence per passage; an empty answer of the model comes back as the empty string."""
        options = self._options
        written = [""] * len(passages)
        texts = [
            options.prefix + "\n".join(dict.fromkeys((p.words, *p.sources[1:SOURCES]))) for p in passages
        ]
        with self._lock:
            for part, inputs in self._checkpoint.inputs(texts, tokens=options.tokens, budget=options.batch):
                for at, words in zip(part, self._pass(inputs), strict=True):
                    written[at] = " ".join(words.split())
        return written

    def _pass(self, inputs: Any) -> list[str]:
        inputs.pop("token_type_ids", None)
        with self._checkpoint.torch.inference_mode():
            output = self._checkpoint.model.generate(
                **inputs, num_beams=BEAMS, do_sample=False, max_new_tokens=NEW_TOKENS, no_repeat_ngram_size=4
            )
        words: list[str] = self._checkpoint.tokenizer.batch_decode(output, skip_special_tokens=True)
        return words


def create(argument: str) -> Seq2Seq:
    """The model that ``argument`` names, from a folder or through the hub's cache.

    Raises ModelUnavailableError when torch or the model is missing, ValueError for a bad option.
    """
    options = specs.read(argument, Options, "transformers summarizer")
    if not options.model:
        raise ValueError("transformers summarizer needs a model: transformers:<path or hub id>")
    read = checkpoints.auto("AutoModelForSeq2SeqLM")
    return Seq2Seq(options, checkpoints.load(options.model, read, device=options.device, dtype=options.dtype))
