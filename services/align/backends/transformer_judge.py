"""Any sequence classifier of the transformers library that reads two texts as an inference model does.

Spec: ``transformers:<path or hub id>[?option=value&...]``. Options: ``device`` (default ``cpu``), ``dtype``
(``float32``, ``bfloat16``, ``float16``), ``tokens`` (longest pair, 256) and ``batch`` (tokens of one forward
pass, 4096). Labels are read from ``id2label``; logits are divided by ``"mizan": {"temperature": ...}`` of
``config.json`` where it stands there. Needs ``pip install '.[torch]'``.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.align.backends import transformer_int8
from services.align.backends.outcomes import OUTCOMES, columns
from services.common import checkpoints, revisions, specs
from services.common.checkpoints import Checkpoint, Options


class TransformerJudge:
    """Verdicts of a transformers model. One call runs at a time: a pass uses all cores."""

    def __init__(self, options: Options, checkpoint: Checkpoint) -> None:
        config = checkpoint.model.config
        self.id = f"transformers:{options.model}"
        self.revision = revisions.read_with(checkpoint.revision, options.tokens)
        self._options = options
        self._checkpoint = checkpoint
        self._columns = list(columns(config.id2label, options.model))
        self._temperature = float(getattr(config, "mizan", {}).get("temperature", 1.0))
        self._lock = threading.Lock()

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        verdicts = np.zeros((len(pairs), len(OUTCOMES)), dtype=np.float32)
        premises, hypotheses = [a for a, _ in pairs], [b for _, b in pairs]
        with self._lock:
            for part, inputs in self._checkpoint.inputs(
                premises, hypotheses, tokens=self._options.tokens, budget=self._options.batch
            ):
                verdicts[part] = self._forward(inputs)
        return verdicts

    def _forward(self, inputs: Any) -> NDArray[np.float32]:
        with self._checkpoint.torch.inference_mode():
            logits = self._checkpoint.model(**inputs).logits.float()[:, self._columns]
            verdicts: NDArray[np.float32] = (logits / self._temperature).softmax(-1).cpu().numpy()
        return verdicts


def create(argument: str) -> TransformerJudge:
    """Load the model that ``argument`` names, from a folder or through the hub's cache.

    Raises ModelUnavailableError when torch or the model is missing, ValueError for a bad option and for
    labels that do not say what they mean.
    """
    options = specs.read(argument, Options, "transformers judge")
    if not options.model:
        raise ValueError("transformers judge needs a model: transformers:<path or hub id>")
    read = (
        transformer_int8.read_judge
        if transformer_int8.holds(options.model)
        else checkpoints.auto("AutoModelForSequenceClassification")
    )
    checkpoint = checkpoints.load(options.model, read, device=options.device, dtype=options.dtype)
    return TransformerJudge(options, checkpoint)
