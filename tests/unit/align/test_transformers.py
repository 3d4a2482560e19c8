"""Encoders and judges of the transformers library, by real models of two small layers."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from services.align import backends
from services.align.backends import transformer, transformer_judge
from services.common.specs import ModelUnavailableError

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "minister", "resigned", "talks", "began", "today"]
WORDS += ["الوزير", "استقال", "query", ":"]
TEXTS = ["the minister resigned today", "talks", "", "الوزير استقال", "the talks began", "today"]
PAIRS = [
    ("the minister resigned today", "الوزير استقال"),
    ("talks", "the talks began"),
    ("the minister", "the minister resigned today"),
]
XNLI = ("entailment", "neutral", "contradiction")


def save_tokenizer(folder: Path) -> None:
    """Whole words, framed as BERT frames one text or two."""
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    ).save_pretrained(folder)


def size(**more: Any) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=24,
        **more,
    )


@pytest.fixture(scope="module")
def tiny(torch: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder."""
    from transformers import BertModel

    torch.manual_seed(7)
    folder = tmp_path_factory.mktemp("tiny-encoder")
    save_tokenizer(folder)
    BertModel(size()).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def tiny_judge(torch: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A classifier of pairs whose labels stand in the order of XNLI."""
    from transformers import BertForSequenceClassification

    torch.manual_seed(8)
    folder = tmp_path_factory.mktemp("tiny-judge")
    save_tokenizer(folder)
    model = BertForSequenceClassification(size(id2label=dict(enumerate(XNLI)), num_labels=3))
    torch.nn.init.normal_(model.classifier.weight)  # verdicts that differ
    model.save_pretrained(folder)
    return folder


def test_transformers_without_torch_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    for create in (transformer.create, transformer_judge.create):
        with pytest.raises(ModelUnavailableError, match=r"pip install '\.\[torch\]'"):
            create("org/model")


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("", "needs a model"),
        ("m?devise=cpu", "no option devise; known options: batch, device, dtype, pooling, prefix, tokens"),
        ("m?dtype=int3", "'int3'"),
        ("m?pooling=max", "must be one of mean, cls"),
    ],
)
def test_encoder_options_are_checked(argument: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        transformer.create(argument)


@pytest.mark.parametrize(
    ("argument", "message"),
    [("", "needs a model"), ("m?prefix=a", "no option prefix; known options: batch, device, dtype, tokens")],
)
def test_judge_options_are_checked(argument: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        transformer_judge.create(argument)


# --- encoder ----------------------------------------------------------------------------------------------


def alone(folder: Path, text: str) -> NDArray[np.float32]:
    """The last layer over one text without padding: (tokens, dimensions)."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder).eval()
    with torch.inference_mode():
        states: NDArray[np.float32] = (
            model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0].numpy()
        )
    return states


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize("batch", [1, 9, 4096])
def test_encoder_pools_the_mean_over_a_texts_own_tokens_whatever_the_pass(tiny: Path, batch: int) -> None:
    encoder = backends.load(f"transformers:{tiny}?batch={batch}")
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimensions) == (6, 16)
    assert np.array_equal(vectors[2], np.zeros(16))
    for text, vector in zip(TEXTS, vectors, strict=True):
        if text:
            assert np.allclose(vector, unit(alone(tiny, text).mean(0)), atol=1e-5)
    assert encoder.encode([]).shape == (0, 16)


def test_encoder_may_take_the_first_token(tiny: Path) -> None:
    vectors = backends.load(f"transformers:{tiny}?pooling=cls").encode(TEXTS)
    assert np.allclose(vectors[0], unit(alone(tiny, TEXTS[0])[0]), atol=1e-5)


def test_encoder_puts_its_prefix_before_every_text(tiny: Path) -> None:
    vectors = backends.load(f"transformers:{tiny}?prefix=query:+").encode(["talks began", " "])
    assert np.allclose(vectors[0], unit(alone(tiny, "query: talks began").mean(0)), atol=1e-5)
    assert np.array_equal(vectors[1], np.zeros(16))


def test_encoder_cuts_at_its_limit_and_at_the_models(tiny: Path) -> None:
    encoder = backends.load(f"transformers:{tiny}?tokens=6")
    short, long = encoder.encode(["the talks began today", "the talks began today " + "minister " * 500])
    assert np.allclose(short, long, atol=1e-6)
    whole, cut = backends.load(f"transformers:{tiny}").encode(["minister " * 22, "minister " * 500])
    assert np.allclose(whole, cut, atol=1e-6)  # the model has 24 places


def test_encoder_revision_follows_whatever_changes_vectors(tiny: Path, tmp_path: Path) -> None:
    def revision(options: str = "", folder: Path = tiny) -> str:
        return backends.load(f"transformers:{folder}{options}").revision

    others = ["?dtype=bfloat16", "?prefix=query:+", "?pooling=cls", "?tokens=8"]
    assert len({revision(), *map(revision, others)}) == 1 + len(others)
    assert revision("?batch=64&device=cpu") == revision()
    copy = shutil.copytree(tiny, tmp_path / "copy")
    (copy / "card.json").write_text("{}", encoding="utf-8")
    assert revision(folder=copy) == revision()
    config = json.loads((copy / "config.json").read_text(encoding="utf-8"))
    (copy / "config.json").write_text(json.dumps(config | {"layer_norm_eps": 0.1}), encoding="utf-8")
    assert revision(folder=copy) != revision()


def test_encoder_in_half_precision_is_near(tiny: Path) -> None:
    full, half = (backends.load(f"transformers:{tiny}?dtype={d}") for d in ("float32", "bfloat16"))
    assert np.allclose(full.encode(["talks began"]), half.encode(["talks began"]), atol=0.05)


def test_what_cannot_be_loaded_is_named(tiny: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="cannot load model"):
        backends.load(f"transformers:{tmp_path / 'nowhere'}")
    with pytest.raises(ModelUnavailableError, match=r"cannot run model .* on device 'abacus'"):
        backends.load(f"transformers:{tiny}?device=abacus")


# --- judge ------------------------------------------------------------------------------------------------


def logits(folder: Path, pair: tuple[str, str]) -> NDArray[np.float64]:
    """What the library's own classifier answers about one pair."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.inference_mode():
        found: NDArray[np.float64] = model(**tokenizer(*pair, return_tensors="pt")).logits[0].double().numpy()
    return found


def softmax(values: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(values - values.max())
    return powers / powers.sum()


@pytest.mark.parametrize("batch", [1, 20, 4096])
def test_judge_tells_the_outcomes_by_their_labels(tiny_judge: Path, batch: int) -> None:
    judge = transformer_judge.create(f"{tiny_judge}?batch={batch}")
    verdicts = judge.judge(PAIRS)
    for pair, verdict in zip(PAIRS, verdicts, strict=True):
        entails, neutral, contradicts = softmax(logits(tiny_judge, pair))
        assert np.allclose(verdict, [entails, contradicts, neutral], atol=1e-5)
        assert len({round(float(share), 2) for share in verdict}) == 3, "swapped columns would not show"
    assert judge.judge([]).shape == (0, 3)


def test_judge_divides_by_the_temperature_of_its_folder(tiny_judge: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_judge, tmp_path / "calibrated")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(
        json.dumps(config | {"mizan": {"temperature": 2.5}}), encoding="utf-8"
    )
    (verdict,) = transformer_judge.create(str(folder)).judge(PAIRS[:1])
    entails, neutral, contradicts = softmax(logits(tiny_judge, PAIRS[0]) / 2.5)
    assert np.allclose(verdict, [entails, contradicts, neutral], atol=1e-5)


def test_judge_refuses_labels_that_do_not_say_what_they_mean(tiny_judge: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_judge, tmp_path / "unnamed")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    labels = {str(n): f"LABEL_{n}" for n in range(3)}
    (folder / "config.json").write_text(json.dumps(config | {"id2label": labels}), encoding="utf-8")
    with pytest.raises(ValueError, match="names 0: LABEL_0, 1: LABEL_1, 2: LABEL_2; it must name entailment"):
        transformer_judge.create(str(folder))


def test_judge_refuses_a_model_that_has_not_learned_to_classify(tiny: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"it has no weights for .*classifier"):
        transformer_judge.create(str(tiny))


def test_judge_revision_follows_whatever_changes_verdicts(tiny_judge: Path) -> None:
    revisions = {
        transformer_judge.create(f"{tiny_judge}{o}").revision for o in ("", "?tokens=8", "?dtype=bfloat16")
    }
    assert len(revisions) == 3
    assert transformer_judge.create(f"{tiny_judge}?batch=9").revision in revisions


# --- folders as they are shipped --------------------------------------------------------------------------


def export(folder: Path, model: Any, temperature: float | None = None) -> None:
    """``model`` in int8, by the command that makes the shipped folders."""
    from training.export import export_encoder, export_judge

    tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    said = [text for text in TEXTS if text]
    if temperature is None:
        export_encoder(model.state_dict(), size(), tokenizer, folder, tokens=24, sentences=said)
    else:
        export_judge(
            model.state_dict(), size(), tokenizer, folder, temperature=temperature, tokens=24, pairs=PAIRS
        )


@pytest.fixture(scope="module")
def exported(torch: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The shipped form of an encoder, and the same encoder as transformers saves it."""
    from transformers import BertModel

    torch.manual_seed(9)
    model = BertModel(size(), add_pooling_layer=False).eval()
    folder, plain = tmp_path_factory.mktemp("int8"), tmp_path_factory.mktemp("float")
    export(folder, model)
    model.save_pretrained(plain)
    save_tokenizer(plain)
    return folder, plain


def test_shipped_encoder_is_read_from_its_int8_weights(exported: tuple[Path, Path]) -> None:
    shipped, plain = (backends.load(f"transformers:{folder}") for folder in exported)
    ours, exact = shipped.encode(TEXTS), plain.encode(TEXTS)
    assert np.array_equal(ours[2], exact[2])
    said = [at for at, text in enumerate(TEXTS) if text]
    assert ((ours * exact).sum(1)[said] > 0.995).all()
    same = backends.load(f"onnx:{exported[0]}").encode(TEXTS)  # the graph of the same weights
    assert ((ours * same).sum(1)[said] > 0.99).all()


def test_shipped_judge_is_read_with_its_head(torch: Any, tmp_path: Path) -> None:
    from transformers import AutoTokenizer, BertModel

    torch.manual_seed(10)
    head = torch.nn.ModuleDict({"dense": torch.nn.Linear(32, 16), "out_proj": torch.nn.Linear(16, 3)})
    for layer in head.values():
        torch.nn.init.normal_(layer.weight)
    body = BertModel(size(), add_pooling_layer=False)
    export(tmp_path, torch.nn.ModuleDict({"bert": body, "classifier": head}).eval(), temperature=1.5)
    verdicts = transformer_judge.create(f"{tmp_path}?batch=20").judge(PAIRS)
    tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    for pair, verdict in zip(PAIRS, verdicts, strict=True):
        with torch.inference_mode():
            states = body(**tokenizer(*pair, return_tensors="pt")).last_hidden_state[0]
            answer = head["out_proj"](head["dense"](torch.cat([states[0], states.mean(0)])).tanh())
        assert np.allclose(verdict, softmax(answer.double().numpy() / 1.5), atol=0.05)
    assert np.allclose(verdicts.sum(1), 1, atol=1e-6)


def test_shipped_folder_with_weights_of_another_shape_is_refused(
    exported: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(exported[0], tmp_path / "copy")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"vocab_size": 3}), encoding="utf-8")
    with pytest.raises(ModelUnavailableError, match="size mismatch"):
        backends.load(f"transformers:{folder}")
