"""Weights in int8, with the ranges of what passes through them measured on sentences.

Two ideas keep eight bits enough. Channels with large values lend some of their size to the weights that read
them (SmoothQuant, Xiao et al. 2023). And the range of every activation is fixed here, not found anew for
every batch, so a text's vector does not depend on its neighbours and nothing has to be measured at run time.

Processors without VNNI multiply two unsigned bytes by two neighbouring weights of a column and add the
products in sixteen bits. Weights are scaled so that no such sum can overflow, and all processors agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, numpy_helper

from training.onnx_graph import MICROSOFT, Graph, Weights

SCALE = ".scale"  # beside int8 weights: one factor a row of a table, one a column of a matrix
SMOOTHING = ".smoothing"  # beside a matrix: what its rows were multiplied by, and its input is divided by
_TOP = 127
_LENT = 0.75  # share of a channel's size that goes into the weights


@dataclass(frozen=True, slots=True)
class Span:
    """Smallest and largest value of every channel that goes into a linear layer."""

    low: NDArray[np.float32]
    high: NDArray[np.float32]

    def joined(self, other: Span) -> Span:
        return Span(np.minimum(self.low, other.low), np.maximum(self.high, other.high))


class FloatLayers:
    """The weights as they are; remembers which value goes into which linear layer."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.inputs: dict[str, str] = {}

    def plain(self, graph: Graph, name: str) -> str:
        return graph.hold(name, self._weights[name])

    table = plain

    def rows(self, graph: Graph, name: str, at: str) -> str:
        return graph.add("Gather", self.plain(graph, name), at)

    def linear(self, graph: Graph, value: str, *names: str) -> str:
        self.inputs[names[0]] = value
        matrix = np.concatenate([self._weights[f"{name}.weight"] for name in names]).T
        shift = np.concatenate([self._weights[f"{name}.bias"] for name in names])
        product = graph.add("MatMul", value, graph.hold(names[0] + ".matrix", matrix))
        return graph.add("Add", product, graph.hold(names[0] + ".shift", shift))


class Int8Layers:
    """Int8 weights; linear layers whose input has no measured span keep float arithmetic."""

    def __init__(self, weights: Weights, spans: Mapping[str, Span]) -> None:
        self._weights = weights
        self._spans = spans

    def plain(self, graph: Graph, name: str) -> str:
        return graph.hold(name, self._weights[name])

    def table(self, graph: Graph, name: str) -> str:
        rows, scales = self._held_table(graph, name)
        return graph.add("Mul", _float(graph, rows), graph.add("Unsqueeze", scales, graph.numbers(1)))

    def rows(self, graph: Graph, name: str, at: str) -> str:
        rows, scales = self._held_table(graph, name)
        chosen = graph.add("Unsqueeze", graph.add("Gather", scales, at), graph.numbers(-1))
        return graph.add("Mul", _float(graph, graph.add("Gather", rows, at)), chosen)

    def _held_table(self, graph: Graph, name: str) -> tuple[str, str]:
        values = self._weights[name]
        scales = _scales(np.abs(values).max(1))
        rows = np.rint(values / scales[:, None]).astype(np.int8)
        return graph.hold(name, rows), graph.hold(name + SCALE, scales)

    def linear(self, graph: Graph, value: str, *names: str) -> str:
        matrices = [self._weights[f"{name}.weight"].T for name in names]
        span = self._spans.get(names[0])
        smoothing = None if span is None else _smoothing(span, np.concatenate(matrices, axis=1))
        held = [self._held_matrix(graph, *each, smoothing) for each in zip(names, matrices, strict=True)]
        weight, scale, shift = (_side_by_side(graph, part) for part in zip(*held, strict=True))
        if span is None or smoothing is None:
            matrix = graph.add("Mul", _float(graph, weight), scale)
            return graph.add("Add", graph.add("MatMul", value, matrix), shift)
        divided = graph.add("Div", value, f"{names[0]}.weight{SMOOTHING}")
        step, zero = _grid(span, smoothing)
        step_name = graph.hold(names[0] + ".step", step)
        zero_name = graph.hold(names[0] + ".zero", zero)
        whole = graph.add("QuantizeLinear", divided, step_name, zero_name)
        return graph.add(
            "MatMulIntegerToFloat", whole, weight, step_name, scale, zero_name, "", shift, domain=MICROSOFT
        )

    def _held_matrix(
        self, graph: Graph, name: str, matrix: NDArray[Any], smoothing: NDArray[np.float32] | None
    ) -> tuple[str, str, str]:
        key = f"{name}.weight"
        if smoothing is not None:
            matrix = matrix * smoothing[:, None]
            graph.hold(key + SMOOTHING, smoothing)
        scales = _scales(np.maximum(np.abs(matrix).max(0), _neighbours(matrix)))
        whole = np.rint(matrix / scales).astype(np.int8)
        return (
            graph.hold(key, whole),
            graph.hold(key + SCALE, scales),
            graph.hold(f"{name}.bias", self._weights[f"{name}.bias"]),
        )


def _float(graph: Graph, value: str) -> str:
    return graph.add("Cast", value, to=TensorProto.FLOAT)


def _side_by_side(graph: Graph, names: tuple[str, ...]) -> str:
    # onnxruntime joins constants once, when it loads the model.
    return names[0] if len(names) == 1 else graph.add("Concat", *names, axis=-1)


def _scales(largest: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(np.where(largest > 0, largest / _TOP, 1.0), dtype=np.float32)


def _neighbours(matrix: NDArray[Any]) -> NDArray[Any]:
    """Largest sum of two weights of one sign that a processor adds up together, for every column.

    At 127 it may be rounded up to 128, and 128 * 255 still fits sixteen bits.
    """
    even = np.pad(matrix, ((0, len(matrix) % 2), (0, 0)))
    signs = np.maximum(even, 0), np.maximum(-even, 0)
    return np.asarray(np.maximum(*((part[::2] + part[1::2]).max(0) for part in signs)))


def _smoothing(span: Span, matrix: NDArray[Any]) -> NDArray[np.float32]:
    reach = np.maximum(-span.low, span.high)
    # What hardly stirred may yet: no channel is taken for smaller than the middle one.
    reach = np.maximum(reach, max(float(np.median(reach)), 1e-5))
    weight = np.maximum(np.abs(matrix).max(1), 1e-5)
    factors = reach**_LENT / weight ** (1.0 - _LENT)
    return np.asarray(factors / np.exp(np.log(factors).mean()), dtype=np.float32)


def _grid(span: Span, smoothing: NDArray[np.float32]) -> tuple[np.float32, np.uint8]:
    """Step and zero of the 256 values that what goes in is rounded to."""
    low = min(0.0, float((span.low / smoothing).min()))
    high = max(0.0, float((span.high / smoothing).max()), low + 1e-5)
    step = np.float32((high - low) / 255)
    return step, np.uint8(round(-low / step))


def measured(
    graph: Graph, layers: FloatLayers, batches: Iterable[Mapping[str, NDArray[np.int64]]]
) -> dict[str, Span]:
    """What goes into the linear layers of a float ``graph`` when it reads ``batches``, padding apart."""
    watched = {name: value for name, value in layers.inputs.items() if name.startswith(("encoder", "bert"))}
    initializers = [numpy_helper.from_array(array, name) for name, array in graph.arrays.items()]
    inputs = ["input_ids", "attention_mask"]
    if any("token_type_ids" in node.input for node in graph.nodes):
        inputs.append("token_type_ids")
    model = graph.model(inputs, {f"into:{name}": value for name, value in watched.items()}, initializers)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    spans: dict[str, Span] = {}
    for batch in batches:
        seen = batch["attention_mask"].astype(bool)
        for name, values in zip(watched, session.run(None, dict(batch)), strict=True):
            real = values[seen]
            span = Span(real.min(0), real.max(0))
            spans[name] = spans[name].joined(span) if name in spans else span
    return spans
