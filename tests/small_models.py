"""Contextual models small enough to be made in a test: the shipped architecture with random weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS += ["the", "minister", "resigned", "talks", "began", "today", "did", "not", "##s", "a", "sep", "[", "]"]
WORDS += [
    "الوزير",
    "استقال",
    "وقف",
    "اطلاق",
    "النار",
    "مدرسه",
    "اعلن",
    "لم",
    "##ت",
    "و",
    "##ا",
    "2024",
    ".",
    "¦",
]

TEXTS = [
    "The minister resigned today.",
    "أعلن الوزيرُ وقفَ إطلاق النار",
    "Talks began",
    "لم يستقل الوزير",
    "مدرسة ٢٠٢٤ [SEP] talks",
    "the minister did not resign today . talks began and the minister resigned",
]
PAIRS = [*pairwise(TEXTS), (TEXTS[5], TEXTS[0]), (TEXTS[1], TEXTS[3])]


@dataclass(frozen=True, slots=True)
class Size:
    """What the exporter asks of a BertConfig."""

    vocab_size: int = len(WORDS)
    hidden_size: int = 32
    num_hidden_layers: int = 2
    num_attention_heads: int = 4
    intermediate_size: int = 64
    max_position_embeddings: int = 48
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12
    hidden_act: str = "gelu"
    model_type: str = "bert"

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def subwords() -> Tokenizer:
    """Takes folded text, as the tokenizer of training does."""
    tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def encoder_weights(size: Size, seed: int = 3) -> dict[str, NDArray[np.float32]]:
    """Parameters by the names of the transformers library."""
    rng = np.random.default_rng(seed)
    width, inner = size.hidden_size, size.intermediate_size
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (size.vocab_size, width),
        "embeddings.position_embeddings.weight": (size.max_position_embeddings, width),
        "embeddings.token_type_embeddings.weight": (size.type_vocab_size, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    for number in range(size.num_hidden_layers):
        layer = f"encoder.layer.{number}."
        for name in ("attention.self.query", "attention.self.key", "attention.self.value"):
            shapes |= _linear(layer + name, width, width)
        shapes |= _linear(layer + "attention.output.dense", width, width)
        shapes |= _linear(layer + "intermediate.dense", width, inner)
        shapes |= _linear(layer + "output.dense", inner, width)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{layer}{name}.weight": (width,), f"{layer}{name}.bias": (width,)}
    return _random(shapes, rng)


def judge_weights(size: Size, seed: int = 4) -> dict[str, NDArray[np.float32]]:
    """As `encoder_weights`, with the head that decides on a pair."""
    body = {f"bert.{name}": values for name, values in encoder_weights(size, seed).items()}
    head = _linear("classifier.dense", 2 * size.hidden_size, size.hidden_size)
    head |= _linear("classifier.out_proj", size.hidden_size, 3)
    return {**body, **_random(head, np.random.default_rng(seed + 1))}


def _linear(name: str, inputs: int, outputs: int) -> dict[str, tuple[int, ...]]:
    return {f"{name}.weight": (outputs, inputs), f"{name}.bias": (outputs,)}


def _random(
    shapes: Mapping[str, tuple[int, ...]], rng: np.random.Generator
) -> dict[str, NDArray[np.float32]]:
    weights = {}
    for name, shape in shapes.items():
        spread = 0.7 if len(shape) == 1 else 2.0 / np.sqrt(shape[-1])
        values = rng.normal(scale=spread, size=shape) + name.endswith("LayerNorm.weight")
        weights[name] = values.astype(np.float32)
    return weights
