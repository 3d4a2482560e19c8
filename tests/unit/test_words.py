"""Interface words: complete in every language, and one for each thing that the services emit."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from mizan.matrix import Position, Standing
from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words
from services.align.thresholds import WEIGHTS

ALIGN = Path(__file__).resolve().parents[2] / "services" / "align"
REFERENCE = words("ar")


def keys(code: str) -> set[str]:
    """Keys of a language; a counted noun is one key, whatever its forms."""
    language = words(code)
    return {
        key.rpartition(".")[0] if key.rpartition(".")[2] in REFERENCE.categories else key
        for key in language.texts
    }


def counted(code: str) -> set[str]:
    return {key.rpartition(".")[0] for key in words(code).texts if key.endswith(".other")} - {
        "kind",
        "rule",
        "signal",
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_languages_have_the_same_words(code: str) -> None:
    assert keys(code) == keys(REFERENCE.code)
    assert counted(code) == counted(REFERENCE.code)
    assert all(text.strip() or text.isspace() for text in words(code).texts.values())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_counted_noun_has_a_form_for_each_category(code: str) -> None:
    language = words(code)
    assert {language.category(n) for n in range(200)} == set(language.categories)
    for noun in counted(code):
        for n in (0, 1, 2, 3, 10, 11, 100, 101, 111):
            assert language.count(noun, n)


@pytest.mark.parametrize(
    ("n", "category"),
    [
        *((0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many")),
        *((100, "other"), (102, "other"), (103, "few"), (111, "many"), (1000, "other")),
    ],
)
def test_arabic_numbers_take_the_category_of_unicode(n: int, category: str) -> None:
    assert words("ar").category(n) == category


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_hold_the_same_placeholders_in_every_language(code: str) -> None:
    def placeholders(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for key, text in words(code).texts.items():
        if (
            key in REFERENCE.texts
            and placeholders(text) != {"n"}
            and placeholders(REFERENCE.texts[key]) != {"n"}
        ):
            assert placeholders(text) == placeholders(REFERENCE.texts[key]), key


def emitted(pattern: str) -> set[str]:
    return {name for path in ALIGN.rglob("*.py") for name in re.findall(pattern, path.read_text("utf-8"))}


def test_every_rule_of_align_has_words() -> None:
    rules = emitted(r'"([a-z][a-z-]*)@\d+"') - {"rules"}  # that one is the version of all of them
    assert "act-date" in rules
    assert {f"rule.{rule}" for rule in rules} <= keys(REFERENCE.code)


def test_every_signal_of_align_has_words() -> None:
    signals = {name for model in WEIGHTS.values() for name in model} | emitted(r'Signal\("([a-z ]+)"')
    assert {"signal." + name.replace(" ", "-") for name in signals} <= keys(REFERENCE.code)


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("kind.", pb.Relation.Kind.keys()),
        ("stance.", pb.Statement.Stance.keys()),
        ("cut.", pb.Cut.Reason.keys()),
        ("published.", pb.PublishTime.Source.keys()),
        ("", [standing.value for standing in Standing]),
        ("", [position.value for position in Position]),
    ],
)
def test_every_value_of_the_api_has_words(prefix: str, names: list[str]) -> None:
    known = {f"{prefix}{name.lower()}" for name in names if not name.endswith("UNSPECIFIED")}
    assert known <= keys(REFERENCE.code) | set(REFERENCE.texts)


def test_every_word_is_read() -> None:
    """By its key, or by the beginning of keys that the code completes."""
    root = ALIGN.parents[1]
    files = [file for folder in ("mizan", "report") for file in (root / folder).rglob("*.*")]
    dictionaries = {root / "mizan" / "words" / f"{code}.py" for code in LANGUAGES}
    text = "".join(
        file.read_text(encoding="utf-8")
        for file in files
        if file.suffix in (".py", ".j2", ".js") and file not in dictionaries
    )
    begun = tuple(re.findall(r'["\']([a-z_.]+\.)(?:["\']|\{)', text))
    quoted = set(re.findall(r'["\']([a-z_.-]+)["\']', text))
    unread = {key for key in REFERENCE.texts if not key.startswith(begun) and key not in quoted} - {
        f"{noun}.{category}" for noun in quoted for category in REFERENCE.categories
    }
    assert not unread


def test_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="ar, en"):
        words("../ar")
