"""The onnx backend on small models of our own making: the shipped kind, and the kind that optimum exports."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import numpy_helper
from tokenizers import processors

from services.align import backends
from services.align.backends import ModelUnavailableError, onnx_session
from services.common import shipped
from tests.small_models import PAIRS, TEXTS, WORDS, Size, encoder_weights, judge_weights, subwords
from training import export, onnx_graph
from training.int8_layers import FloatLayers
from training.onnx_graph import Graph

SIZE = Size()


@cache
def shipped_kind() -> Path:
    """Both models as the exporter writes them."""
    root = Path(mkdtemp())
    export.export_encoder(
        encoder_weights(SIZE), SIZE, subwords(), root / "encoder", tokens=24, sentences=TEXTS
    )
    weights = judge_weights(SIZE)
    export.export_judge(weights, SIZE, subwords(), root / "nli", temperature=2.0, tokens=32, pairs=PAIRS)
    return root


@cache
def encoder() -> backends.Encoder:
    return backends.load(f"onnx:{shipped_kind() / 'encoder'}")


@cache
def judge() -> backends.Judge:
    return backends.load_judge(f"onnx:{shipped_kind() / 'nli'}")


def save_foreign(folder: Path, graph: Graph, outputs: dict[str, str], **config: Any) -> None:
    """A float model as optimum leaves it: graph with its weights inside, subwords, configuration."""
    tokenizer = subwords()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({**SIZE.to_dict(), **config}), encoding="utf-8")
    (folder / "onnx").mkdir()
    weights = [numpy_helper.from_array(array, name) for name, array in graph.arrays.items()]
    inputs = ["input_ids", "attention_mask"]
    inputs += ["token_type_ids"] if any("token_type_ids" in node.input for node in graph.nodes) else []
    onnx.save_model(graph.model(inputs, outputs, weights), folder / "onnx" / "model.onnx")


@pytest.fixture
def foreign_encoder(tmp_path: Path) -> Path:
    graph = Graph()
    states = onnx_graph.body(graph, FloatLayers(encoder_weights(SIZE)), SIZE, "", None)
    save_foreign(tmp_path, graph, {"last_hidden_state": states})
    return tmp_path


@pytest.fixture
def foreign_judge(tmp_path: Path) -> Path:
    graph = Graph()
    logits = onnx_graph.logits(graph, FloatLayers(judge_weights(SIZE)), SIZE)
    labels = {"0": "ENTAILMENT", "1": "contradiction", "2": "neutral"}
    save_foreign(tmp_path, graph, {"logits": logits}, id2label=labels)
    return tmp_path


# --- answers ----------------------------------------------------------------------------------------------

READABLE = st.one_of(
    st.text(), st.lists(st.sampled_from([word for word in WORDS if word[0] not in "[#"])).map(" ".join)
)


@settings(deadline=None, max_examples=40)
@given(st.lists(READABLE, max_size=12))
def test_encoder_gives_unit_rows_that_do_not_depend_on_neighbours(texts: list[str]) -> None:
    vectors = encoder().encode(texts)
    assert vectors.shape == (len(texts), encoder().dimensions) == (len(texts), 32)
    assert vectors.dtype == np.float32
    for text, vector in zip(texts, vectors, strict=True):
        assert np.isclose(np.linalg.norm(vector), 1.0 if text.strip() else 0.0, atol=1e-4)
        assert np.allclose(encoder().encode([text])[0], vector, atol=1e-3)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(READABLE, READABLE), max_size=8))
def test_judge_gives_shares_that_do_not_depend_on_neighbours(pairs: list[tuple[str, str]]) -> None:
    verdicts = judge().judge(pairs)
    assert verdicts.shape == (len(pairs), 3)
    assert np.allclose(verdicts.sum(1), 1.0, atol=1e-5)
    for pair, verdict in zip(pairs, verdicts, strict=True):
        assert np.allclose(judge().judge([pair])[0], verdict, atol=1e-3)


def test_judge_divides_by_the_temperature_of_its_config(tmp_path: Path) -> None:
    for name in ("model.onnx", "model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_bytes((shipped_kind() / "nli" / name).read_bytes())
    config = json.loads((shipped_kind() / "nli" / "config.json").read_text(encoding="utf-8"))
    config["mizan"]["temperature"] = 1.0
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    sharp, flat = backends.load_judge(f"onnx:{tmp_path}").judge(PAIRS), judge().judge(PAIRS)
    expected = np.sqrt(sharp) / np.sqrt(sharp).sum(1, keepdims=True)
    assert np.allclose(flat, expected, atol=1e-5)


def test_marks_in_a_text_are_text() -> None:
    vectors = encoder().encode(["talks [SEP] began", "talks began", "talks [sep] began"])
    assert np.allclose(vectors[0], vectors[2], atol=1e-6)
    assert vectors[0] @ vectors[1] < 0.999


def test_texts_are_cut_where_the_model_or_the_spec_says() -> None:
    long = "talks began " * 50
    assert np.allclose(encoder().encode([long])[0], encoder().encode([long + "today"])[0], atol=1e-6)
    short = backends.load(f"onnx:{shipped_kind() / 'encoder'}?tokens=5")
    assert np.allclose(*short.encode(["talks began today", "talks began today the minister"]), atol=1e-6)
    assert short.revision != encoder().revision


@pytest.mark.parametrize("batch", [1, 30, 100000])
def test_batch_changes_no_answer(batch: int) -> None:
    other = backends.load(f"onnx:{shipped_kind() / 'encoder'}?batch={batch}&threads=2")
    assert np.allclose(other.encode(TEXTS), encoder().encode(TEXTS), atol=1e-3)
    assert other.revision == encoder().revision


def test_many_texts_come_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_session, "_AT_ONCE", 4)
    texts = ["", *TEXTS, " ", *TEXTS]
    vectors = encoder().encode(texts)
    assert np.allclose(vectors[1:7], vectors[8:], atol=1e-3)
    assert np.allclose(vectors[5], encoder().encode([texts[5]])[0], atol=1e-3)


def test_shipped_models_are_what_onnx_alone_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "folder", shipped_kind().joinpath)
    assert backends.load("onnx").id == export.ENCODER_ID
    assert backends.load_judge("onnx?threads=2").revision == judge().revision


# --- models of others -------------------------------------------------------------------------------------


def test_foreign_encoder_is_pooled_over_its_own_tokens(foreign_encoder: Path) -> None:
    lower = [text.lower() for text in ("the minister resigned", "talks began today . talks", "talks")]
    foreign = backends.load(f"onnx:{foreign_encoder}")
    assert foreign.id == f"onnx:{foreign_encoder}"
    assert foreign.dimensions == 32
    assert np.einsum("ij,ij->i", foreign.encode(lower), encoder().encode(lower)).min() > 0.995


def test_prefix_is_put_before_every_text(foreign_encoder: Path) -> None:
    plain = backends.load(f"onnx:{foreign_encoder}")
    prefixed = backends.load(f"onnx:{foreign_encoder}?prefix=the+minister+")
    assert np.allclose(prefixed.encode(["resigned"]), plain.encode(["the minister resigned"]), atol=1e-6)
    assert np.array_equal(prefixed.encode([""]), np.zeros((1, 32)))
    assert prefixed.revision != plain.revision


def test_foreign_revision_follows_the_weights(foreign_encoder: Path) -> None:
    before = backends.load(f"onnx:{foreign_encoder}").revision
    assert backends.load(f"onnx:{foreign_encoder}").revision == before
    graph = onnx.load(foreign_encoder / "onnx" / "model.onnx")
    graph.producer_name = "another"
    onnx.save_model(graph, foreign_encoder / "onnx" / "model.onnx")
    assert backends.load(f"onnx:{foreign_encoder}").revision != before


def test_foreign_labels_are_put_in_our_order(foreign_judge: Path) -> None:
    straight = backends.load_judge(f"onnx:{foreign_judge}").judge(PAIRS)
    config = json.loads((foreign_judge / "config.json").read_text(encoding="utf-8"))
    config["id2label"] = {"0": "contradiction", "1": "neutral", "2": "entailment"}
    (foreign_judge / "config.json").write_text(json.dumps(config), encoding="utf-8")
    turned = backends.load_judge(f"onnx:{foreign_judge}").judge(PAIRS)
    assert np.allclose(turned, straight[:, [2, 0, 1]])


# --- refusals ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["model.onnx", "config.json", "tokenizer.json", "model.safetensors"])
def test_missing_file_is_named(tmp_path: Path, name: str) -> None:
    for path in (shipped_kind() / "encoder").iterdir():
        if path.name != name:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(ModelUnavailableError, match=name.replace(".", r"\.")):
        backends.load(f"onnx:{tmp_path}")


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_broken_file_is_refused(tmp_path: Path, name: str) -> None:
    for path in (shipped_kind() / "encoder").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).write_bytes(b"\x08not it")
    with pytest.raises(ModelUnavailableError, match="cannot load onnx encoder"):
        backends.load(f"onnx:{tmp_path}")


def test_graph_of_another_task_is_refused() -> None:
    with pytest.raises(ValueError, match="answers logits; onnx encoder needs sentence_embedding"):
        backends.load(f"onnx:{shipped_kind() / 'nli'}")
    with pytest.raises(ValueError, match="answers sentence_embedding; onnx judge needs logits"):
        backends.load_judge(f"onnx:{shipped_kind() / 'encoder'}")


def test_labels_that_say_nothing_are_refused(foreign_judge: Path) -> None:
    config = json.loads((foreign_judge / "config.json").read_text(encoding="utf-8"))
    del config["id2label"]
    (foreign_judge / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ValueError, match="id2label"):
        backends.load_judge(f"onnx:{foreign_judge}")


def test_unknown_option_is_refused() -> None:
    with pytest.raises(ValueError, match="known options: batch, threads, tokens"):
        backends.load_judge("onnx?prefix=query:+")


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelUnavailableError, match="pip install onnxruntime"):
        backends.load(f"onnx:{shipped_kind() / 'encoder'}")


def test_loading_onnx_imports_no_training_library() -> None:
    program = (
        "import sys\n"
        "from services.align import backends\n"
        f"backends.load('onnx:{shipped_kind() / 'encoder'}').encode(['text'])\n"
        "sys.exit(', '.join(sorted({'torch', 'transformers', 'onnx', 'scipy'} & set(sys.modules))) or None)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
