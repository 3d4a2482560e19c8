"""BERT as an ONNX graph, written node by node, so that each step is the operator that runs fastest.

The same body is built twice: with float layers, to see what passes through them, and with int8 layers
(`training.int8_layers`), to ship. Initialisers bear the parameter names of the transformers library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

Weights = Mapping[str, NDArray[Any]]
MICROSOFT = "com.microsoft"  # operators that onnxruntime adds to the standard
_OPSET, _MICROSOFT_OPSET, _IR = 17, 1, 8
_UNSEEN = -1e4  # added to the score of a padding token


class Graph:
    """Nodes in order, and the arrays they read."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.arrays: dict[str, NDArray[Any]] = {}

    def hold(self, name: str, array: Any) -> str:
        self.arrays[name] = np.asarray(array, order="C")
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.split(operator, *inputs, parts=1, domain=domain, **attributes)[0]

    def split(
        self, operator: str, *inputs: str, parts: int, domain: str = "", **attributes: Any
    ) -> list[str]:
        """As `add`, for an operator of several outputs."""
        name = f"{operator}_{len(self.nodes)}"
        outputs = [f"{name}_{part}" for part in range(parts)]
        self.nodes.append(helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs

    def numbers(self, *values: int) -> str:
        """A constant vector of whole numbers."""
        return self.hold("numbers_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.hold(f"number_{value}", np.float32(value))

    def model(
        self, inputs: Sequence[str], outputs: Mapping[str, str], initializers: Sequence[onnx.TensorProto]
    ) -> onnx.ModelProto:
        """The finished model; ``outputs`` maps the name of each output to the value that it is."""
        nodes = [*self.nodes]
        nodes += [helper.make_node("Identity", [value], [name]) for name, value in outputs.items()]
        graph = helper.make_graph(
            nodes,
            "mizan",
            [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in inputs],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            initializers,
        )
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(MICROSOFT, _MICROSOFT_OPSET)]
        return helper.make_model(graph, opset_imports=versions, ir_version=_IR, producer_name="mizan")


class Layers(Protocol):
    """How the weights of a model become nodes."""

    def table(self, graph: Graph, name: str) -> str:
        """The whole table of vectors ``name``, shape (rows, width), as float."""

    def rows(self, graph: Graph, name: str, at: str) -> str:
        """Rows ``at`` of the table of vectors ``name``."""

    def linear(self, graph: Graph, value: str, *names: str) -> str:
        """``value`` through the linear layers ``names``, their outputs side by side."""

    def plain(self, graph: Graph, name: str) -> str:
        """A small parameter as it is."""


def body(graph: Graph, layers: Layers, config: Any, prefix: str, types: str | None) -> str:
    """Last hidden states (batch, tokens, width) for the inputs ``input_ids`` and ``attention_mask``.

    ``types`` names the input of token types; without it all tokens are of type 0. ``config`` is a BertConfig.
    """
    embeddings = f"{prefix}embeddings."
    value = layers.rows(graph, embeddings + "word_embeddings.weight", "input_ids")
    tokens = graph.add("Slice", graph.add("Shape", "input_ids"), graph.numbers(1), graph.numbers(2))
    places = layers.table(graph, embeddings + "position_embeddings.weight")
    places = graph.add("Slice", places, graph.numbers(0), tokens, graph.numbers(0))
    value = graph.add("Add", value, places)
    kinds = layers.plain(graph, embeddings + "token_type_embeddings.weight")
    value = graph.add("Add", value, graph.add("Gather", kinds, types or graph.numbers(0)))
    value = _norm(graph, layers, config, embeddings + "LayerNorm", value)
    unseen = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    unseen = graph.add("Mul", graph.add("Sub", graph.number(1.0), unseen), graph.number(_UNSEEN))
    unseen = graph.add("Unsqueeze", unseen, graph.numbers(1, 2))
    for layer in range(config.num_hidden_layers):
        value = _layer(graph, layers, config, f"{prefix}encoder.layer.{layer}.", value, unseen)
    return value


def _layer(graph: Graph, layers: Layers, config: Any, name: str, value: str, unseen: str) -> str:
    heads, width = config.num_attention_heads, config.hidden_size
    size = width // heads
    own = name + "attention.self."
    mixed = layers.linear(graph, value, own + "query", own + "key", own + "value")
    mixed = graph.add("Reshape", mixed, graph.numbers(0, 0, 3 * heads, size))
    mixed = graph.add("Transpose", mixed, perm=[0, 2, 1, 3])
    query, key, content = graph.split("Split", mixed, graph.numbers(heads, heads, heads), parts=3, axis=1)
    scores = graph.add("FusedMatMul", query, key, domain=MICROSOFT, transB=1, alpha=size**-0.5)
    shares = graph.add("Softmax", graph.add("Add", scores, unseen), axis=-1)
    found = graph.add("Transpose", graph.add("MatMul", shares, content), perm=[0, 2, 1, 3])
    found = graph.add("Reshape", found, graph.numbers(0, 0, width))
    found = layers.linear(graph, found, name + "attention.output.dense")
    value = graph.add("Add", found, value)
    value = _norm(graph, layers, config, name + "attention.output.LayerNorm", value)
    inner = layers.linear(graph, value, name + "intermediate.dense")
    inner = graph.add("Gelu", inner, domain=MICROSOFT)
    inner = layers.linear(graph, inner, name + "output.dense")
    return _norm(graph, layers, config, name + "output.LayerNorm", graph.add("Add", inner, value))


def _norm(graph: Graph, layers: Layers, config: Any, name: str, value: str) -> str:
    scale, shift = layers.plain(graph, name + ".weight"), layers.plain(graph, name + ".bias")
    return graph.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=config.layer_norm_eps)


def mean(graph: Graph, states: str) -> str:
    """Mean over the tokens that are no padding, shape (batch, width)."""
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    total = graph.add("MatMul", graph.add("Unsqueeze", mask, graph.numbers(1)), states)
    total = graph.add("Squeeze", total, graph.numbers(1))
    return graph.add("Div", total, graph.add("ReduceSum", mask, graph.numbers(1), keepdims=1))


def sentence_embedding(graph: Graph, layers: Layers, config: Any) -> str:
    """Unit vectors (batch, width): the encoder's answer."""
    states = body(graph, layers, config, "", None)
    return graph.add("LpNormalization", mean(graph, states), axis=-1, p=2)


def logits(graph: Graph, layers: Layers, config: Any) -> str:
    """(batch, 3), not yet divided by the temperature: the judge's answer."""
    states = body(graph, layers, config, "bert.", "token_type_ids")
    first = graph.add("Gather", states, graph.hold("zero", np.int64(0)), axis=1)
    joined = graph.add("Concat", first, mean(graph, states), axis=-1)
    hidden = graph.add("Tanh", layers.linear(graph, joined, "classifier.dense"))
    return layers.linear(graph, hidden, "classifier.out_proj")
