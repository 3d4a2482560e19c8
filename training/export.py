"""Writes trained weights as the folder that Mizan ships: int8, readable by onnxruntime and by transformers.

Weights are stored once, in ``model.safetensors``; the graph ``model.onnx`` points into that file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, numpy_helper
from safetensors.numpy import save
from tokenizers import Encoding, Tokenizer, processors

from services.align.backends import OUTCOMES
from training import onnx_graph
from training.fold_normalizer import normalizer
from training.int8_layers import SCALE, SMOOTHING, FloatLayers, Int8Layers, measured
from training.onnx_graph import Graph

ENCODER_ID, JUDGE_ID = "mizan-encoder-ar-en", "mizan-nli-ar-en"
FIRST, BETWEEN, PADDING, UNKNOWN, MASK = "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"
_SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "coverage"
_AT_ONCE = 32
_TYPES = {"I8": TensorProto.INT8, "U8": TensorProto.UINT8, "F32": TensorProto.FLOAT}

Task = Literal["encoder", "judge"]


def export_encoder(
    state: Mapping[str, Any],
    config: Any,
    tokenizer: Tokenizer,
    out: Path,
    *,
    name: str = ENCODER_ID,
    tokens: int = 128,
    sentences: Sequence[str] = (),
) -> str:
    """Write the encoder whose transformers state dict is ``state``; returns its revision.

    ``tokenizer`` takes folded text; the one written takes raw text. ``sentences`` show what the layers have
    to hold, a few hundred of the kind to be read (the repository's samples when there are none).
    """
    lines = list(sentences) or _samples()
    return _export(state, config, tokenizer, out, "encoder", lines, {"id": name, "tokens": tokens})


def export_judge(
    state: Mapping[str, Any],
    config: Any,
    tokenizer: Tokenizer,
    out: Path,
    *,
    temperature: float,
    name: str = JUDGE_ID,
    tokens: int = 128,
    pairs: Sequence[tuple[str, str]] = (),
) -> str:
    """Write the contradiction model; as `export_encoder`, with ``pairs`` for sentences.

    ``temperature`` is what logits are divided by before they become probabilities.
    """
    lines = _samples()
    shown = list(pairs) or list(pairwise(lines))
    about = {"id": name, "tokens": tokens, "temperature": temperature}
    return _export(state, config, tokenizer, out, "judge", shown, about)


def _samples() -> list[str]:
    lines = (line for path in sorted(_SAMPLES.glob("*.txt")) for line in path.read_text("utf-8").split("\n"))
    return [line.strip() for line in lines if line.strip()]


def _export(
    state: Mapping[str, Any],
    config: Any,
    tokenizer: Tokenizer,
    out: Path,
    task: Task,
    texts: Sequence[str] | Sequence[tuple[str, str]],
    about: dict[str, Any],
) -> str:
    out.mkdir(parents=True, exist_ok=True)
    reader = _raw_text_reader(tokenizer)
    reader.save(str(out / "tokenizer.json"))
    weights = {key: _array(value) for key, value in state.items() if not key.endswith("position_ids")}
    reader.enable_truncation(about["tokens"])
    seen = FloatLayers(weights)
    floating, _ = _built(seen, config, task)
    spans = measured(floating, seen, _batches(reader, texts, task))
    graph, outputs = _built(Int8Layers(weights, spans), config, task)
    _write(graph, outputs, _inputs(task), weights.keys(), out)
    described = _config(config, task)
    revision = _revision(out, described)
    described["mizan"] = {"task": task, "revision": revision, **about}
    _write_json(out / "config.json", described)
    _write_json(out / "tokenizer_config.json", _tokenizer_config(about["tokens"]))
    return revision


def _array(value: Any) -> NDArray[np.float32]:
    """A torch tensor or an array as float32."""
    return np.asarray(value.detach().float().cpu() if hasattr(value, "detach") else value, dtype=np.float32)


def _built(layers: onnx_graph.Layers, config: Any, task: Task) -> tuple[Graph, dict[str, str]]:
    graph = Graph()
    if task == "encoder":
        return graph, {"sentence_embedding": onnx_graph.sentence_embedding(graph, layers, config)}
    return graph, {"logits": onnx_graph.logits(graph, layers, config)}


def _inputs(task: Task) -> list[str]:
    return ["input_ids", "attention_mask", *(["token_type_ids"] if task == "judge" else [])]


def _batches(
    reader: Tokenizer, texts: Sequence[str] | Sequence[tuple[str, str]], task: Task
) -> Iterator[dict[str, NDArray[np.int64]]]:
    read = sorted(reader.encode_batch(list(texts)), key=len)
    for start in range(0, len(read), _AT_ONCE):
        yield _padded(read[start : start + _AT_ONCE], _inputs(task))


def _padded(part: Sequence[Encoding], inputs: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    parts = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
    batch = {name: np.zeros((len(part), max(map(len, part))), dtype=np.int64) for name in inputs}
    for row, encoding in enumerate(part):
        for name, array in batch.items():
            array[row, : len(encoding)] = getattr(encoding, parts[name])
    return batch


def _write(
    graph: Graph, outputs: Mapping[str, str], inputs: Sequence[str], parameters: Any, out: Path
) -> None:
    """The weights' file, then the graph with the place of each of them in it."""
    stored = {name: array for name, array in graph.arrays.items() if _parameter(name) in parameters}
    (out / "model.safetensors").write_bytes(save(stored, metadata={"format": "pt"}))
    places = _places(out / "model.safetensors")
    used = {name for node in graph.nodes for name in node.input}
    initializers = [
        _external(name, places[name]) if name in stored else numpy_helper.from_array(array, name)
        for name, array in graph.arrays.items()
        if name in used
    ]
    onnx.save_model(graph.model(inputs, outputs, initializers), out / "model.onnx")


def _parameter(name: str) -> str:
    return name.removesuffix(SCALE).removesuffix(SMOOTHING)


def _places(path: Path) -> dict[str, dict[str, Any]]:
    """Header of a safetensors file, its offsets counted from the file's first byte."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header: dict[str, dict[str, Any]] = json.loads(file.read(size))
    header.pop("__metadata__", None)
    for place in header.values():
        place["data_offsets"] = [offset + 8 + size for offset in place["data_offsets"]]
    return header


def _external(name: str, place: Mapping[str, Any]) -> TensorProto:
    start, end = place["data_offsets"]
    tensor = TensorProto(name=name, data_type=_TYPES[place["dtype"]], dims=place["shape"])
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in {"location": "model.safetensors", "offset": start, "length": end - start}.items():
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def _raw_text_reader(tokenizer: Tokenizer) -> Tokenizer:
    """``tokenizer`` with `fold` inside and BERT's marks around a text or a pair of texts."""
    reader = Tokenizer.from_str(tokenizer.to_str())
    reader.no_padding()
    reader.no_truncation()
    reader.normalizer = normalizer()
    marks = [(mark, reader.token_to_id(mark)) for mark in (FIRST, BETWEEN)]
    reader.post_processor = processors.TemplateProcessing(
        single=f"{FIRST} $A {BETWEEN}",
        pair=f"{FIRST} $A {BETWEEN} $B:1 {BETWEEN}:1",
        special_tokens=marks,
    )
    return reader


def _tokenizer_config(tokens: int) -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": tokens,
        "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
        "split_special_tokens": True,  # "[SEP]" in an article is text
        "clean_up_tokenization_spaces": False,
        "cls_token": FIRST,
        "sep_token": BETWEEN,
        "pad_token": PADDING,
        "unk_token": UNKNOWN,
        "mask_token": MASK,
    }


def _config(config: Any, task: Task) -> dict[str, Any]:
    described: dict[str, Any] = {**config.to_dict(), "dtype": "float32"}
    if task == "encoder":
        return {**described, "architectures": ["BertModel"]}
    return {
        **described,
        "id2label": {str(column): outcome for column, outcome in enumerate(OUTCOMES)},
        "label2id": {outcome: column for column, outcome in enumerate(OUTCOMES)},
    }


def _revision(out: Path, described: Mapping[str, Any]) -> str:
    """Hash of everything that decides what comes out."""
    digest = hashlib.blake2b(json.dumps(described, sort_keys=True).encode(), digest_size=8)
    for name in ("model.onnx", "model.safetensors", "tokenizer.json"):
        digest.update((out / name).read_bytes())
    return digest.hexdigest()


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
