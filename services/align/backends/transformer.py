"""Any sentence encoder the transformers library can run: mean of the last layer over the text's tokens.

Spec: ``transformers:<path or hub id>[?option=value&...]`` with the options ``device`` (default ``cpu``),
``dtype`` (``float32``, ``bfloat16``, ``float16``; default ``float32``), ``batch`` (texts at once, default
32) and ``tokens`` (longest text in tokens, default 256). Needs ``pip install '.[torch]'``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
from numpy.typing import NDArray

from services.align.backends import EncoderUnavailableError

_DTYPES = ("float32", "bfloat16", "float16")


@dataclass(frozen=True, slots=True)
class Options:
    """What a spec may set after the question mark."""

    model: str
    device: str = "cpu"
    dtype: str = "float32"
    batch: int = 32
    tokens: int = 256

    @classmethod
    def parse(cls, argument: str) -> Options:
        """Read ``<model>?a=b&c=d``. Raises ValueError for no model, an unknown option or a bad value."""
        model, _, query = argument.partition("?")
        if not model:
            raise ValueError("transformers encoder needs a model: transformers:<path or hub id>")
        given = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
        known = {"device", "dtype", "batch", "tokens"}
        if unknown := sorted(given.keys() - known):
            raise ValueError(
                f"transformers encoder has no option {', '.join(unknown)}; known options: "
                f"{', '.join(sorted(known))}"
            )
        values: dict[str, Any] = {"model": model, **given}
        for size in {"batch", "tokens"} & given.keys():
            values[size] = _positive(size, given[size])
        options = cls(**values)
        if options.dtype not in _DTYPES:
            raise ValueError(f"dtype {options.dtype!r} is not one of {', '.join(_DTYPES)}")
        return options


def _positive(name: str, text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ValueError(f"option {name} must be a whole number above zero, not {text!r}")
    return int(text)


class TransformerEncoder:
    """A transformers model with mean pooling; one forward pass per batch of texts of similar length."""

    def __init__(self, options: Options, torch: Any, model: Any, tokenizer: Any, revision: str) -> None:
        self.id = f"transformers:{options.model}"
        self.revision = revision
        self.dimensions = int(model.config.hidden_size)
        self._options = options
        self._torch = torch
        self._model = model
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # Padding costs as much as text, so texts of one length go together.
        order = sorted((i for i, text in enumerate(texts) if text.strip()), key=lambda i: len(texts[i]))
        for start in range(0, len(order), self._options.batch):
            part = order[start : start + self._options.batch]
            vectors[part] = self._forward([texts[i] for i in part])
        return vectors

    def _forward(self, texts: list[str]) -> NDArray[np.float32]:
        torch = self._torch
        inputs = self._tokenizer(
            texts, padding=True, truncation=True, max_length=self._options.tokens, return_tensors="pt"
        ).to(self._options.device)
        with torch.inference_mode():
            states = self._model(**inputs).last_hidden_state.float()
            mask = inputs["attention_mask"].unsqueeze(-1).float()
            means = (states * mask).sum(1) / mask.sum(1).clamp(min=1.0)
            vectors: NDArray[np.float32] = torch.nn.functional.normalize(means, dim=-1).cpu().numpy()
        return vectors


def create(argument: str) -> TransformerEncoder:
    """Load the model that ``argument`` names, from a folder or through the hub's cache.

    Raises EncoderUnavailableError when torch or the model is missing, ValueError for a bad option.
    """
    options = Options.parse(argument)
    try:
        import torch
        from transformers import AutoModel, AutoTokenizer
    except ImportError as error:
        raise EncoderUnavailableError(
            f"encoder transformers:{options.model} needs torch and transformers: "
            "in a checkout, pip install '.[torch]'"
        ) from error
    try:
        tokenizer = AutoTokenizer.from_pretrained(options.model)
        model = AutoModel.from_pretrained(options.model, dtype=getattr(torch, options.dtype))
    except (OSError, ValueError) as error:
        raise EncoderUnavailableError(f"cannot load model {options.model!r}: {error}") from error
    model = model.to(options.device).eval()
    return TransformerEncoder(options, torch, model, tokenizer, _revision(options, model))


def _revision(options: Options, model: Any) -> str:
    """The hub's commit, or a hash of the weights of a local folder; the dtype changes vectors too."""
    commit = getattr(model.config, "_commit_hash", None)
    if commit is None:
        digest = blake2b(digest_size=8)
        for path in sorted(Path(options.model).iterdir()):
            if path.suffix in {".json", ".safetensors", ".bin"}:
                with path.open("rb") as weights:
                    while block := weights.read(1 << 20):
                        digest.update(block)
        commit = digest.hexdigest()
    return f"{commit[:16]}-{options.dtype}"
