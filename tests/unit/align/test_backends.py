"""The encoders: registry, and the static table's arithmetic."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from services.align import backends
from services.align.backends import ModelUnavailableError, static
from services.align.backends.static import StaticEncoder
from services.align.backends.wordpiece import WordPiece
from services.language.normalize import fold

SHIPPED = Path(__file__).resolve().parents[3] / "models" / "static"
SHIPPED_LIMIT = 20 * 1000 * 1000  # bytes; the repository keeps every version for ever


def small_tokenizer() -> Tokenizer:
    pieces = ["[UNK]", "وقف", "اطلاق", "النار", "cease", "##fire", "no", "!"]
    tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


ROWS = np.array(
    [[0, 0, 0], [127, 0, 0], [0, 127, 0], [0, 0, 127], [100, 27, 0], [0, 0, 50], [-127, 0, 0], [1, 1, 1]],
    dtype=np.int8,
)
SCALES = np.array([0.0, 0.01, 0.02, 0.01, 0.03, 0.01, 0.01, 0.001], dtype=np.float16)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with an encoder of eight subwords and three dimensions."""
    small_tokenizer().save(str(tmp_path / static.TOKENIZER))
    np.save(tmp_path / static.TABLE, ROWS)
    np.save(tmp_path / static.SCALES, SCALES)
    config = {"id": "small", "revision": "r1", "dimensions": 3}
    (tmp_path / static.CONFIG).write_text(json.dumps(config), encoding="utf-8")
    return tmp_path


@pytest.fixture
def shipped() -> StaticEncoder:
    return _shipped_once()


# --- registry ---------------------------------------------------------------------------------------------


def test_load_names_the_known_kinds_when_asked_for_another() -> None:
    with pytest.raises(ValueError, match=r"no encoder of kind 'onyx'.*onnx, static, transformers"):
        backends.load("onyx:somewhere")


def test_load_finds_an_installed_kind_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name = "echo"

        def load(self) -> Any:
            return lambda argument: ("echo", argument)

    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [Point()])
    assert backends.load("echo:a:b") == ("echo", "a:b")
    assert backends.kinds() == ("echo", "onnx", "static", "transformers")


def test_loading_static_imports_no_model_library() -> None:
    program = (
        "import sys\n"
        "from services.align import backends\n"
        "backends.load('static').encode(['نص', 'text'])\n"
        "heavy = {'torch', 'transformers', 'sklearn', 'scipy', 'pandas', 'onnxruntime'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or None)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# --- static -----------------------------------------------------------------------------------------------


def test_static_vector_is_the_scaled_sum_of_its_rows(small: Path) -> None:
    vectors = backends.load(f"static:{small}").encode(["وقف إطلاق النار", "ceasefire", "Cease-fire"])
    scales = SCALES.astype(np.float32)[:, None]
    rows = ROWS.astype(np.float32) * scales
    expected = rows[1] + rows[2] + rows[3]
    assert np.allclose(vectors[0], expected / np.linalg.norm(expected), atol=1e-6)
    expected = rows[4] + rows[5]
    assert np.allclose(vectors[1], expected / np.linalg.norm(expected), atol=1e-6)
    # "-" and "fire" as words of their own are not in this vocabulary
    assert np.allclose(vectors[2], rows[4] / np.linalg.norm(rows[4]), atol=1e-6)


def test_static_reads_every_spelling_of_a_word_alike(small: Path) -> None:
    encoder = backends.load(f"static:{small}")
    plain, marked = encoder.encode(["وقف اطلاق النار", "وَقْفُ إطـــلاق النّار"])
    assert np.array_equal(plain, marked)


def test_static_gives_zero_rows_where_nothing_can_be_read(small: Path) -> None:
    # unknown script, nothing, blank, and two rows that cancel out exactly
    vectors = backends.load(f"static:{small}").encode(["漢字 😀", "", " \n", "وقف no", "cease"])
    assert np.array_equal(vectors[:4], np.zeros((4, 3)))
    assert np.isclose(np.linalg.norm(vectors[4]), 1.0)


def test_static_of_no_texts_is_an_empty_table(small: Path) -> None:
    assert backends.load(f"static:{small}").encode([]).shape == (0, 3)


def test_static_says_which_files_are_missing(small: Path) -> None:
    (small / static.TABLE).unlink()
    with pytest.raises(ModelUnavailableError, match=r"lacks table\.npy"):
        backends.load(f"static:{small}")


def test_static_refuses_files_that_do_not_fit_together(small: Path) -> None:
    np.save(small / static.TABLE, ROWS[:5])
    with pytest.raises(ValueError, match="8 subwords"):
        backends.load(f"static:{small}")


def test_static_forgets_words_in_time(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = static.create(str(small))
    monkeypatch.setattr(static, "_REMEMBERED", 50)
    texts = [f"وقف النار {number}" for number in range(300)]
    together = encoder.encode(texts)
    assert len(encoder._words) < 300 + static._TEXTS_AT_ONCE
    alone = np.stack([encoder.encode([text])[0] for text in texts])
    assert np.array_equal(together, alone)
    assert len(encoder._words) < 40


def test_static_sums_long_texts_whole(small: Path) -> None:
    encoder = static.create(str(small))
    texts = [" ".join(["وقف"] * head + ["النار"] * tail) for head, tail in ((200, 100), (1, 63), (64, 1))]
    expected = np.array([[200 * 1.27, 0, 100 * 1.27], [1, 0, 63], [64, 0, 1]])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert np.allclose(encoder.encode(texts), expected, atol=1e-4)


def test_static_reads_back_what_quantise_writes(tmp_path: Path) -> None:
    from training import quantise

    rows = np.random.default_rng(3).normal(size=(8, 96)).astype(np.float32)
    rows *= np.geomspace(0.01, 50.0, 8, dtype=np.float32)[:, None]  # rare subwords count far more
    rows[0] = 0.0
    small_tokenizer().save(str(tmp_path / "trained.json"))
    revision = quantise.write(rows, tmp_path / "trained.json", tmp_path / "out", "trial")
    encoder = backends.load(f"static:{tmp_path / 'out'}")
    assert (encoder.id, encoder.revision, encoder.dimensions) == ("trial", revision, 96)
    for text, ids in (("وقف اطلاق", [1, 2]), ("ceasefire!", [4, 5, 7]), ("النار no", [3, 6])):
        expected = rows[ids].sum(0)
        assert encoder.encode([text])[0] @ expected > 0.9999 * np.linalg.norm(expected)
    again = quantise.write(rows * 3, tmp_path / "trained.json", tmp_path / "again", "trial")
    assert again == revision  # only directions and proportions matter
    assert (
        quantise.write(rows[:, ::-1].copy(), tmp_path / "trained.json", tmp_path / "b", "trial") != revision
    )


def test_static_refuses_a_table_whose_padding_row_counts(small: Path) -> None:
    np.save(small / static.SCALES, np.full(8, 0.01, dtype=np.float16))
    with pytest.raises(ValueError, match="row 0 must be empty"):
        static.create(str(small))


# What is punctuation differs between versions of Unicode further up; U+061D is a late comer.
LETTERS = st.characters(max_codepoint=0x07FF, exclude_characters="\u061d")

# --- subwords ----------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(LETTERS), st.text("ابتسقوالمعلن،.«»-_#@°½ cease123fire\u0301😀،", max_size=30)))
def test_wordpiece_finds_what_the_library_finds(text: str) -> None:
    folded = fold(" ".join(text.split()))
    expected = tuple(_library().encode(folded, add_special_tokens=False).ids)
    assert _shipped_pieces().ids(folded) == expected


@pytest.mark.parametrize("length", [63, 64, 65, 200])
def test_wordpiece_gives_up_on_the_same_long_words_as_the_library(length: int) -> None:
    expected = tuple(_library().encode("ق" * length, add_special_tokens=False).ids)
    assert _shipped_pieces().ids("ق" * length) == expected


@cache
def _library() -> Tokenizer:
    return Tokenizer.from_file(str(SHIPPED / static.TOKENIZER))


@cache
def _shipped_pieces() -> WordPiece:
    return WordPiece.read(SHIPPED / static.TOKENIZER)


def test_wordpiece_refuses_another_kind_of_model(tmp_path: Path) -> None:
    Tokenizer(models.BPE()).save(str(tmp_path / "tokenizer.json"))
    with pytest.raises(ValueError, match="not WordPiece"):
        WordPiece.read(tmp_path / "tokenizer.json")


# --- the shipped weights ----------------------------------------------------------------------------------


def test_shipped_files_are_small_and_are_what_the_revision_says(shipped: StaticEncoder) -> None:
    from training.quantise import revision

    folder = SHIPPED
    assert revision(folder) == shipped.revision
    assert sum(path.stat().st_size for path in folder.iterdir()) <= SHIPPED_LIMIT
    assert (folder / "README.md").read_text(encoding="utf-8").count(shipped.revision) >= 1


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        (
            "أعلنت الحكومة وقفا لإطلاق النار",
            "السلطات تعلن هدنة مع المتمردين",
            "ارتفعت أسعار النفط في التعاملات الآسيوية",
        ),
        (
            "مقتل عشرة جنود في هجوم على قاعدة عسكرية",
            "Ten soldiers killed in an attack on a military base",
            "The national team won the cup final on penalties",
        ),
        (
            "Oil prices rose after the producers' meeting",
            "أسعار النفط ترتفع بعد اجتماع المنتجين",
            "افتتح الوزير مستشفى جديدا للأطفال",
        ),
    ],
)
def test_shipped_vectors_put_what_says_the_same_nearer(
    shipped: StaticEncoder, text: str, near: str, far: str
) -> None:
    one, two, three = shipped.encode([text, near, far])
    assert one @ two > one @ three + 0.2


@settings(deadline=None, max_examples=60)
@given(st.lists(st.one_of(st.text(), st.text("ابتثجحخدذرزسش وقالتى.،123 abcdefg😀")), max_size=300))
def test_shipped_rows_are_unit_or_zero_and_do_not_depend_on_neighbours(texts: list[str]) -> None:
    encoder = _shipped_once()
    vectors = encoder.encode(texts)
    lengths = np.linalg.norm(vectors, axis=1)
    assert vectors.shape == (len(texts), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert all(length == 0 or abs(length - 1) < 1e-4 for length in lengths)
    assert np.array_equal(vectors, encoder.encode(texts))
    for index in range(0, len(texts), 7):
        assert np.array_equal(encoder.encode([texts[index]])[0], vectors[index])


@cache
def _shipped_once() -> StaticEncoder:
    return static.create("")
