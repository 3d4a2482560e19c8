"""Sentences worded by a real sequence-to-sequence model, behind the verifier."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from services.summarize import backends
from services.summarize.backends import Passage
from services.summarize.pipeline import summarize
from tests.alignments import Says, alignment, article, warehouse_fire

LONG = "The ministry said the new bridge opened on Monday after three years of work ."
SHORT = "The ministry said the new bridge opened on Monday ."
NIGHT = "The council said the old library closed because the roof was not safe ."


def test_transformers_without_torch_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(RuntimeError, match=r"pip install '\.\[torch\]'"):
        backends.load("transformers:org/model")


def test_extractive_imports_no_model_library() -> None:
    program = (
        "import sys\n"
        "from services.summarize.app import SummarizeApp\n"
        "SummarizeApp('sqlite://', None)\n"
        "heavy = {'torch', 'transformers', 'sklearn', 'scipy', 'pandas'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or None)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def tiny(torch: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two models of one layer as transformers saves them: one with random weights, one that has learned to
    shorten one sentence."""
    import torch
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    torch.manual_seed(7)
    words = ["<pad>", "</s>", "<unk>", *sorted({w for t in (LONG, SHORT, NIGHT) for w in t.split()})]
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()]
    )
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )
    size = T5Config(
        vocab_size=len(words),
        d_model=32,
        d_kv=16,
        d_ff=64,
        num_layers=1,
        num_heads=2,
        dropout_rate=0.0,
        pad_token_id=0,
        eos_token_id=1,
        decoder_start_token_id=0,
    )
    folders = {}
    for name, steps in (("random", 0), ("trained", 150)):
        model = T5ForConditionalGeneration(size)
        learning = torch.optim.Adam(model.parameters(), lr=0.01)
        inputs = fast([LONG, NIGHT], return_tensors="pt", padding=True)
        labels = fast([SHORT, NIGHT], return_tensors="pt", padding=True)["input_ids"]
        labels = labels.masked_fill(labels == 0, -100)
        for _ in range(steps):
            learning.zero_grad()
            model(
                input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"], labels=labels
            ).loss.backward()
            learning.step()
        folders[name] = tmp_path_factory.mktemp(name)
        model.save_pretrained(folders[name])
        fast.save_pretrained(folders[name])
    return folders


def test_write_gives_one_sentence_per_passage_in_order(tiny: dict[str, Path]) -> None:
    writer = backends.load(f"transformers:{tiny['trained']}")
    passages = [Passage(text, (text,), "en") for text in (LONG, NIGHT) * 10]
    assert writer.write(passages) == [SHORT, NIGHT] * 10
    assert writer.write([]) == []
    assert writer.id == f"transformers:{tiny['trained']}"


@pytest.mark.parametrize("batch", [1, 40])
def test_words_do_not_depend_on_the_pass(tiny: dict[str, Path], batch: int) -> None:
    writer = backends.load(f"transformers:{tiny['trained']}?batch={batch}")
    assert writer.write([Passage(text, (text,), "en") for text in (LONG, NIGHT, LONG)]) == [
        SHORT,
        NIGHT,
        SHORT,
    ]


def test_the_model_reads_the_prefix_and_the_other_sources(tiny: dict[str, Path]) -> None:
    plain, led = (backends.load(f"transformers:{tiny['trained']}{o}") for o in ("", "?prefix=bridge+bridge+"))
    passage = Passage(NIGHT, (NIGHT, LONG), "en")
    as_one = Passage(f"bridge bridge {NIGHT} {LONG}", (), "en")
    assert led.write([passage]) == plain.write([as_one])


def test_options_are_checked() -> None:
    with pytest.raises(ValueError, match="known options: batch, device, dtype, prefix, tokens"):
        backends.load("transformers:m?pooling=cls")
    with pytest.raises(ValueError, match="needs a model"):
        backends.load("transformers:")


def test_revision_follows_whatever_changes_the_words(tiny: dict[str, Path]) -> None:
    def revision(name: str, options: str = "") -> str:
        return backends.load(f"transformers:{tiny[name]}{options}").revision

    others = ["?dtype=bfloat16", "?prefix=a+", "?tokens=9"]
    revisions = {revision("random"), revision("trained"), *(revision("trained", o) for o in others)}
    assert len(revisions) == 2 + len(others)
    assert revision("trained", "?batch=64") in revisions


def test_a_path_without_a_model_is_refused(torch: Any, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="cannot load"):
        backends.load(f"transformers:{tmp_path}")


def test_supported_words_of_a_model_are_taken(tiny: dict[str, Path]) -> None:
    told = alignment(
        [article("a", LONG, language="en"), article("b", LONG, language="en")],
        agree=[(Says("a", 0), Says("b", 0))],
    )
    summary = summarize(told, None, backends.load(f"transformers:{tiny['trained']}"))
    first = summary.sentences[0]
    assert (first.text, first.extractive) == (SHORT, False)
    assert len(first.citations) == 2
    assert summary.replaced == 0


def test_nonsense_of_a_model_never_reaches_the_account(tiny: dict[str, Path]) -> None:
    fire = warehouse_fire()
    summary = summarize(fire, None, backends.load(f"transformers:{tiny['random']}"))
    honest = summarize(fire, None, backends.load("extractive"))
    assert [s.text for s in summary.sentences] == [s.text for s in honest.sentences]
    assert summary.replaced == len(summary.sentences) > 0
    assert all(s.extractive for s in summary.sentences)
