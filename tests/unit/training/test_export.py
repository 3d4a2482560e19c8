"""Exported folders: what is stored, what the graph computes, and that other libraries read the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from safetensors.numpy import load_file

from services.align import backends
from services.align.backends import OUTCOMES
from services.language.normalize import fold
from tests.small_models import PAIRS, TEXTS, Size, encoder_weights, judge_weights, subwords
from training import export
from training.int8_layers import SCALE, SMOOTHING

SIZE = Size()


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    export.export_encoder(encoder_weights(SIZE), SIZE, subwords(), folder, tokens=24, sentences=TEXTS)
    return folder


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judge")
    export.export_judge(
        judge_weights(SIZE), SIZE, subwords(), folder, temperature=1.5, tokens=32, pairs=PAIRS
    )
    return folder


def restored(folder: Path) -> dict[str, np.ndarray[Any, Any]]:
    """The stored weights as float, by the names and in the layout of the transformers library."""
    stored = load_file(folder / "model.safetensors")
    weights = {}
    for name, values in stored.items():
        if name.endswith((SCALE, SMOOTHING)):
            continue
        if values.dtype == np.int8 and "embeddings" in name:
            values = values * stored[name + SCALE][:, None]
        elif values.dtype == np.int8:
            values = values * stored[name + SCALE] / stored.get(name + SMOOTHING, np.ones(1))[:, None]
            values = values.T
        weights[name] = values
    return weights


def test_export_stores_every_parameter(encoder: Path, judge: Path) -> None:
    for folder, weights in ((encoder, encoder_weights(SIZE)), (judge, judge_weights(SIZE))):
        found = restored(folder)
        assert found.keys() == weights.keys()
        for name, values in weights.items():
            error = np.abs(found[name] - values)
            assert error.max() < np.abs(values).max() / 10, name
            assert error.mean() < np.abs(values).mean() / 20, name


def test_no_sum_of_two_products_overflows_sixteen_bits(encoder: Path, judge: Path) -> None:
    for folder in (encoder, judge):
        for name, values in load_file(folder / "model.safetensors").items():
            if values.dtype == np.int8 and "embeddings" not in name:
                pairs = values.astype(int).reshape(-1, 2, values.shape[1])
                assert 255 * np.maximum(pairs, 0).sum(1).max() < 2**15, name
                assert 255 * np.minimum(pairs, 0).sum(1).min() >= -(2**15), name


def test_export_stores_weights_once(encoder: Path) -> None:
    graph = onnx.load(encoder / "model.onnx", load_external_data=False).graph
    inside = [tensor for tensor in graph.initializer if not tensor.external_data]
    outside = [tensor for tensor in graph.initializer if tensor.external_data]
    assert max(len(tensor.SerializeToString()) for tensor in inside) < 100
    names = {tensor.name for tensor in outside}
    assert {"embeddings.word_embeddings.weight", "encoder.layer.1.output.dense.weight"} <= names
    assert {
        entry.value for tensor in outside for entry in tensor.external_data if entry.key == "location"
    } == {"model.safetensors"}


def test_export_says_what_the_model_is(encoder: Path, judge: Path) -> None:
    described = json.loads((judge / "config.json").read_text(encoding="utf-8"))
    about = described["mizan"]
    assert (about["task"], about["id"], about["tokens"], about["temperature"]) == (
        "judge",
        export.JUDGE_ID,
        32,
        1.5,
    )
    assert tuple(described["id2label"].values()) == OUTCOMES
    about = json.loads((encoder / "config.json").read_text(encoding="utf-8"))["mizan"]
    assert (about["task"], about["tokens"]) == ("encoder", 24)


def test_export_is_repeatable_and_its_revision_follows_the_weights(encoder: Path, tmp_path: Path) -> None:
    known = json.loads((encoder / "config.json").read_text(encoding="utf-8"))["mizan"]["revision"]
    again, other = (
        export.export_encoder(
            encoder_weights(SIZE, seed), SIZE, subwords(), tmp_path / str(seed), tokens=24, sentences=TEXTS
        )
        for seed in (3, 8)
    )
    assert again == known != other


def test_exported_tokenizer_reads_raw_text_as_training_reads_folded(judge: Path) -> None:
    from transformers import AutoTokenizer

    bare, ready = subwords(), AutoTokenizer.from_pretrained(judge)
    for first, second in PAIRS:
        a, b = (bare.encode(fold(text), add_special_tokens=False).ids for text in (first, second))
        read = ready(first, second)
        assert read["input_ids"] == [2, *a, 3, *b, 3]
        assert read["token_type_ids"] == [0] * (len(a) + 2) + [1] * (len(b) + 1)


def bert(torch: Any, weights: dict[str, Any]) -> Any:
    from transformers import BertConfig, BertModel

    model = BertModel(BertConfig(**SIZE.to_dict()), add_pooling_layer=False)
    model.load_state_dict({name: torch.from_numpy(values) for name, values in weights.items()})
    return model.eval()


def states(torch: Any, model: Any, read: Any) -> Any:
    with torch.inference_mode():
        inputs = {
            "input_ids": torch.tensor([read.ids]),
            "attention_mask": torch.ones(1, len(read.ids), dtype=torch.long),
            "token_type_ids": torch.tensor([read.type_ids]),
        }
        return model(**inputs).last_hidden_state[0].numpy()


def reader(folder: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(24)
    return tokenizer


def test_exported_encoder_computes_what_torch_computes(torch: Any, encoder: Path) -> None:
    model = bert(torch, encoder_weights(SIZE))
    vectors = backends.load(f"onnx:{encoder}").encode(TEXTS)
    for text, vector in zip(TEXTS, vectors, strict=True):
        mean = states(torch, model, reader(encoder).encode(text)).mean(0)
        assert vector @ mean / np.linalg.norm(mean) > 0.995


def test_exported_judge_computes_what_torch_computes(torch: Any, judge: Path) -> None:
    weights = judge_weights(SIZE)
    body = {
        name.removeprefix("bert."): values for name, values in weights.items() if name.startswith("bert.")
    }
    model = bert(torch, body)
    verdicts = backends.load_judge(f"onnx:{judge}").judge(PAIRS)
    for (first, second), verdict in zip(PAIRS, verdicts, strict=True):
        seen = states(torch, model, reader(judge).encode(first, second))
        joined = np.concatenate([seen[0], seen.mean(0)])
        hidden = np.tanh(weights["classifier.dense.weight"] @ joined + weights["classifier.dense.bias"])
        logits = weights["classifier.out_proj.weight"] @ hidden + weights["classifier.out_proj.bias"]
        powers = np.exp(logits / 1.5)
        assert np.allclose(verdict, powers / powers.sum(), atol=0.06)
