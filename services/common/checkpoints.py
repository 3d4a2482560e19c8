"""Models of the transformers library, from a folder or through the hub's cache.

torch and transformers are imported when a model is loaded, never before: they are the extra ``torch``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from services.common import revisions
from services.common.batching import passes
from services.common.specs import ModelUnavailableError

Dtype = Literal["float32", "bfloat16", "float16"]

_DECIDING = frozenset({".json", ".txt", ".model", ".safetensors", ".bin"})  # files that decide what comes out
_CARD = "card.json"  # what was measured, not what is computed
_POOLER = "pooler."  # a layer that no sentence vector needs; many checkpoints come without it


@dataclass(frozen=True, slots=True)
class Options:
    """What the spec of any model of the library may set after the question mark."""

    model: str
    device: str = "cpu"
    dtype: Dtype = "float32"
    tokens: int = 256
    batch: int = 4096


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model on its device, in evaluation mode, and the tokenizer that it was trained with."""

    torch: Any
    model: Any
    tokenizer: Any
    device: str
    revision: str  # the hub's commit or a hash of the files, and the dtype: both change what comes out

    def inputs(
        self, texts: Sequence[str], others: Sequence[str] | None = None, *, tokens: int, budget: int
    ) -> Iterator[tuple[list[int], Any]]:
        """What the model takes, one forward pass at a time, with the positions of its texts.

        With ``others``, each text is read together with the one at its place there. What is longer than
        ``tokens``, or than the model can read, is cut. A pass has at most ``budget`` tokens with its padding.
        """
        if not texts:
            return
        read = self.tokenizer(
            list(texts),
            None if others is None else list(others),
            truncation=True,
            max_length=min(tokens, self._longest()),
        )
        for part in passes([len(ids) for ids in read["input_ids"]], budget):
            rows = {name: [values[at] for at in part] for name, values in read.items()}
            yield part, self.tokenizer.pad(rows, return_tensors="pt").to(self.device)

    def _longest(self) -> int:
        places = getattr(self.model.config, "max_position_embeddings", None)
        limit = int(self.tokenizer.model_max_length)
        return min(limit, int(places)) if places else limit


Reader = Callable[[Any, str, Any], Any]  # (transformers, name, torch's dtype) -> the model


def auto(kind: str) -> Reader:
    """Reads what transformers' auto class ``kind`` reads, such as "AutoModel".

    A checkpoint that lacks weights of such a model is refused (`ModelUnavailableError`): the library would
    fill them with random numbers.
    """

    def read(transformers: Any, name: str, dtype: Any) -> Any:
        model, found = getattr(transformers, kind).from_pretrained(
            name, dtype=dtype, output_loading_info=True
        )
        if missing := sorted(key for key in found["missing_keys"] if not key.startswith(_POOLER)):
            shown = ", ".join(missing[:3])
            raise ModelUnavailableError(f"model {name!r} is no {kind}: it has no weights for {shown}")
        return model

    return read


def load(name: str, read: Reader, *, device: str, dtype: str) -> Checkpoint:
    """The model at a path or hub id. Raises `ModelUnavailableError` when it cannot be had."""
    try:
        import torch
        import transformers
    except ImportError as error:
        raise ModelUnavailableError(
            f"transformers:{name} needs torch and transformers: in a checkout, pip install '.[torch]'"
        ) from error
    transformers.utils.logging.disable_progress_bar()
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(name)
        model = read(transformers, name, getattr(torch, dtype)).eval()
    except (OSError, ValueError) as error:
        raise ModelUnavailableError(f"cannot load model {name!r}: {error}") from error
    try:
        model.to(device)
    except (RuntimeError, AssertionError) as error:  # torch asserts that it was built for the device
        raise ModelUnavailableError(f"cannot run model {name!r} on device {device!r}: {error}") from error
    return Checkpoint(torch, model, tokenizer, device, f"{_revision(name, model)}-{dtype}")


def _revision(name: str, model: Any) -> str:
    commit = getattr(model.config, "_commit_hash", None)
    if commit is not None:
        return str(commit)[:16]
    files = Path(name).iterdir()
    return revisions.of_files(path for path in files if path.suffix in _DECIDING and path.name != _CARD)
