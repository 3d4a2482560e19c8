"""Any sentence encoder that the transformers library can run.

Spec: ``transformers:<path or hub id>[?option=value&...]``. Options: ``device`` (default ``cpu``), ``dtype``
(``float32``, ``bfloat16``, ``float16``), ``tokens`` (longest text, 256), ``batch`` (tokens of one forward
pass, 4096), ``prefix`` (put before every text, such as ``query:+``), ``pooling`` (``mean`` over the text's
tokens, or ``cls``: its first). Needs ``pip install '.[torch]'``.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from services.align.backends import transformer_int8
from services.common import checkpoints, revisions, specs
from services.common.checkpoints import Checkpoint


@dataclass(frozen=True, slots=True)
class Options(checkpoints.Options):
    """What an encoder's spec may set."""

    prefix: str = ""
    pooling: Literal["mean", "cls"] = "mean"


class TransformerEncoder:
    """Sentence vectors of a transformers model. One call runs at a time: a pass uses all cores."""

    def __init__(self, options: Options, checkpoint: Checkpoint) -> None:
        self.id = f"transformers:{options.model}"
        self.revision = revisions.read_with(
            checkpoint.revision, options.tokens, options.prefix, options.pooling
        )
        self.dimensions = int(checkpoint.model.config.hidden_size)
        self._options = options
        self._checkpoint = checkpoint
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        options = self._options
        said = np.array([at for at, text in enumerate(texts) if text.strip()], dtype=np.intp)
        prefixed = [options.prefix + texts[at] for at in said]
        with self._lock:
            for part, inputs in self._checkpoint.inputs(
                prefixed, tokens=options.tokens, budget=options.batch
            ):
                vectors[said[part]] = self._forward(inputs)
        return vectors

    def _forward(self, inputs: Any) -> NDArray[np.float32]:
        torch = self._checkpoint.torch
        with torch.inference_mode():
            states = self._checkpoint.model(**inputs).last_hidden_state.float()
            if self._options.pooling == "cls":
                pooled = states[:, 0]
            else:
                mask = inputs["attention_mask"].unsqueeze(-1).float()
                pooled = (states * mask).sum(1) / mask.sum(1).clamp(min=1.0)
            vectors: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=-1).cpu().numpy()
        return vectors


def create(argument: str) -> TransformerEncoder:
    """Load the model that ``argument`` names, from a folder or through the hub's cache.

    Raises ModelUnavailableError when torch or the model is missing, ValueError for a bad option.
    """
    options = specs.read(argument, Options, "transformers encoder")
    if not options.model:
        raise ValueError("transformers encoder needs a model: transformers:<path or hub id>")
    read = transformer_int8.read if transformer_int8.holds(options.model) else checkpoints.auto("AutoModel")
    checkpoint = checkpoints.load(options.model, read, device=options.device, dtype=options.dtype)
    return TransformerEncoder(options, checkpoint)
