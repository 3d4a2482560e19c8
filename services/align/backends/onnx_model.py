"""Exported models: the shipped encoder and contradiction model, and any that optimum exports.

Spec: ``onnx`` for the shipped one, ``onnx:<folder>[?option=value&...]`` for another. Options: ``tokens``
(longest text or pair; default what the model was made for, else 256), ``batch`` (tokens of one forward pass,
384), ``threads`` (of one forward pass, 1) and, for encoders, ``prefix`` (put before every text, such as
``query:+``). An encoder answers ``sentence_embedding`` or ``last_hidden_state``, of which the mean over the
text's tokens is taken; a judge answers ``logits``, and its ``config.json`` names them in ``id2label``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from services.align.backends.onnx_session import ExportedModel
from services.align.backends.outcomes import OUTCOMES, columns
from services.common import revisions, shipped, specs

_VECTOR, _STATES, _LOGITS = "sentence_embedding", "last_hidden_state", "logits"


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """What a judge's spec may set after the question mark; 0 tokens: what the model was made for."""

    model: str
    tokens: int = 0
    batch: int = 384  # what a pass works on stays in the cache of one core
    threads: int = 1


@dataclass(frozen=True, slots=True)
class EncoderOptions(JudgeOptions):
    """What an encoder's spec may set."""

    prefix: str = ""


class OnnxEncoder:
    """Sentence vectors of an exported model."""

    def __init__(self, options: EncoderOptions, model: ExportedModel) -> None:
        if model.width is None:
            raise ValueError(
                f"encoder {model.id}: neither its graph nor its config.json tells the vectors' length"
            )
        self.id = model.id
        self.revision = _revision(model.revision, options.tokens, options.prefix)
        self.dimensions = model.width
        self._options = options
        self._model = model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        filled = [at for at, text in enumerate(texts) if text.strip()]
        prefixed = [self._options.prefix + texts[at] for at in filled]
        for part, answer, mask in self._model.answers(prefixed, self._options.batch):
            vectors[[filled[at] for at in part]] = answer if answer.ndim == 2 else _unit_means(answer, mask)
        return vectors


def _unit_means(states: NDArray[np.float32], mask: NDArray[np.int64]) -> NDArray[np.float32]:
    """The mean over each text's tokens, at length one."""
    sums = np.einsum("btw,bt->bw", states, mask.astype(np.float32))
    lengths = np.sqrt(np.einsum("bw,bw->b", sums, sums))[:, None]
    means: NDArray[np.float32] = np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 1e-12)
    return means


class OnnxJudge:
    """Verdicts of an exported model."""

    def __init__(self, options: JudgeOptions, model: ExportedModel) -> None:
        self.id = model.id
        self.revision = _revision(model.revision, options.tokens)
        labels = {int(column): label for column, label in model.config.get("id2label", {}).items()}
        self._columns = list(columns(labels, model.id))
        self._temperature = np.float32(model.config.get("mizan", {}).get("temperature", 1.0))
        self._options = options
        self._model = model

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        verdicts = np.zeros((len(pairs), len(OUTCOMES)), dtype=np.float32)
        for part, logits, _ in self._model.answers(pairs, self._options.batch):
            verdicts[part] = _shares(logits[:, self._columns] / self._temperature)
        return verdicts


def _shares(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _revision(model: str, *set_here: int | str) -> str:
    """The model's own, marked where a spec sets an option that changes its answers."""
    return revisions.read_with(model, *set_here) if any(set_here) else model


def create_encoder(argument: str) -> OnnxEncoder:
    """Load the encoder in the folder that ``argument`` names, the shipped one when it names none.

    Raises ModelUnavailableError when a package or file is missing, ValueError for a bad option or a graph
    that is no encoder.
    """
    options = specs.read(argument, EncoderOptions, "onnx encoder")
    folder = Path(options.model) if options.model else shipped.folder("encoder")
    return OnnxEncoder(options, _load(folder, "onnx encoder", (_VECTOR, _STATES), options))


def create_judge(argument: str) -> OnnxJudge:
    """Load the contradiction model, as `create_encoder`; ValueError also for labels that say nothing."""
    options = specs.read(argument, JudgeOptions, "onnx judge")
    folder = Path(options.model) if options.model else shipped.folder("nli")
    return OnnxJudge(options, _load(folder, "onnx judge", (_LOGITS,), options))


def _load(folder: Path, kind: str, answers: tuple[str, ...], options: JudgeOptions) -> ExportedModel:
    return ExportedModel.load(folder, kind, answers, threads=options.threads, tokens=options.tokens or None)
