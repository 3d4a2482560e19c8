"""One exported model with its tokenizer: texts in, what the graph answers out.

Needs onnxruntime, tokenizers and numpy; no torch, no transformers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.common import revisions
from services.common.batching import passes
from services.common.specs import ModelUnavailableError

GRAPHS = ("model.onnx", "onnx/model.onnx")  # where exporters put it
_INPUTS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
_AT_ONCE = 4096  # texts whose subwords are held at a time


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """A loaded folder. Safe to call from several threads."""

    id: str
    revision: str
    config: dict[str, Any]
    output: str  # name of the graph's answer
    width: int | None  # length of the answer's last axis, where the graph tells
    _session: Any
    _tokenizer: Any

    @classmethod
    def load(
        cls, folder: Path, kind: str, answers: Sequence[str], *, threads: int, tokens: int | None
    ) -> ExportedModel:
        """Load ``folder``; of its graph's outputs the first of ``answers`` that it has is taken.

        ``tokens`` is where longer texts are cut (else what the model was made for). Raises
        ModelUnavailableError for a missing package or file, ValueError for a graph that answers otherwise.
        """
        graph, config_file, subwords = _files(folder, kind)
        config = json.loads(config_file.read_text(encoding="utf-8"))
        own = config.get("mizan", {})
        session, tokenizer = _loaded(graph, subwords, kind, threads, "task" in own)
        tokenizer.no_padding()
        tokenizer.encode_special_tokens = True  # "[SEP]" in an article is text
        limit = config.get("max_position_embeddings", 512)
        tokenizer.enable_truncation(min(tokens or own.get("tokens", 256), limit))
        outputs = {output.name: output.shape for output in session.get_outputs()}
        found = next((name for name in answers if name in outputs), None)
        if found is None:
            raise ValueError(f"{graph} answers {', '.join(outputs)}; {kind} needs {' or '.join(answers)}")
        last = outputs[found][-1] if outputs[found] else None
        return cls(
            id=own.get("id") or f"onnx:{folder}",
            revision=own.get("revision") or _revision(folder, graph),
            config=config,
            output=found,
            width=last if isinstance(last, int) else config.get("hidden_size"),
            _session=session,
            _tokenizer=tokenizer,
        )

    def answers(
        self, texts: Sequence[str] | Sequence[tuple[str, str]], budget: int
    ) -> Iterator[tuple[list[int], NDArray[np.float32], NDArray[np.int64]]]:
        """The graph's answer to each pass: positions in ``texts``, answer, mask (0: padding).

        A pass holds texts of like length, at most ``budget`` tokens with padding. Texts or pairs of texts.
        """
        for start in range(0, len(texts), _AT_ONCE):
            read = self._tokenizer.encode_batch(list(texts[start : start + _AT_ONCE]))
            for part in passes([len(each) for each in read], budget):
                inputs = _padded([read[at] for at in part])
                wanted = {each.name: inputs[each.name] for each in self._session.get_inputs()}
                answer = self._session.run([self.output], wanted)[0]
                yield [start + at for at in part], answer, inputs["attention_mask"]


def _padded(encodings: Sequence[Any]) -> dict[str, NDArray[np.int64]]:
    # Padding's number is free: its mask is 0.
    shape = len(encodings), max(1, max(map(len, encodings)))
    inputs = {name: np.zeros(shape, dtype=np.int64) for name in _INPUTS}
    for row, encoding in enumerate(encodings):
        for name, attribute in _INPUTS.items():
            inputs[name][row, : len(encoding)] = getattr(encoding, attribute)
    return inputs


def _files(folder: Path, kind: str) -> tuple[Path, Path, Path]:
    graph = next((folder / name for name in GRAPHS if (folder / name).is_file()), folder / GRAPHS[0])
    paths = graph, folder / "config.json", folder / "tokenizer.json"
    if missing := [path.name for path in paths if not path.is_file()]:
        raise ModelUnavailableError(
            f"{kind} folder {folder} lacks {', '.join(missing)}; an exported model has model.onnx, "
            "config.json and tokenizer.json (optimum-cli export onnx writes them)"
        )
    return paths


def _loaded(graph: Path, subwords: Path, kind: str, threads: int, ours: bool) -> tuple[Any, Any]:
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ModelUnavailableError(
            f"{kind} {graph.parent} needs {error.name}: pip install {error.name}"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Waiting threads would spin beside our own pool.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Our own graphs are written as they run best: fusing more of their nodes makes them slower.
    levels = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = levels.ORT_ENABLE_BASIC if ours else levels.ORT_ENABLE_ALL
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        return session, Tokenizer.from_file(str(subwords))
    except Exception as error:  # both libraries raise bare or private classes for files they cannot read
        raise ModelUnavailableError(
            f"cannot load {kind} {graph.parent}: {error}. Is a file of it cut short or missing?"
        ) from error


def _revision(folder: Path, graph: Path) -> str:
    """Of the files that decide what comes out."""
    weights = [
        path for path in graph.parent.iterdir() if path.name.startswith(("model.onnx", "model.safetensors"))
    ]
    return revisions.of_files((*weights, folder / "config.json", folder / "tokenizer.json"))
