"""Subwords of folded words, by greedy longest match (Wu et al. 2016, as BERT uses it). [pure]

The same pieces as the ``tokenizers`` library finds with a ``BertPreTokenizer`` and a ``WordPiece`` model (a
test compares them). It is here because services ask word by word, for words they have not met yet, and the
library spends three times as long on a single word.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from unicodedata import category

_CONTINUED = "##"


class WordPiece:
    """A vocabulary of subwords; those inside a word begin with ``##``."""

    def __init__(self, vocabulary: Mapping[str, int], unknown: int, longest: int) -> None:
        self._initial: dict[str, int] = {}
        self._inner: dict[str, int] = {}
        for piece, at in vocabulary.items():
            if piece.startswith(_CONTINUED):
                self._inner[piece[len(_CONTINUED) :]] = at
            else:
                self._initial[piece] = at
        self._widest = max(map(len, vocabulary), default=0)
        self._unknown = unknown
        self._longest = longest
        self.size = len(vocabulary)

    @classmethod
    def read(cls, path: Path) -> WordPiece:
        """Read a ``tokenizer.json``. Raises ValueError when it holds no WordPiece model."""
        model = json.loads(path.read_text(encoding="utf-8"))["model"]
        if model["type"] != "WordPiece" or model["continuing_subword_prefix"] != _CONTINUED:
            raise ValueError(f"{path} holds a {model['type']} model, not WordPiece with {_CONTINUED}")
        vocabulary = model["vocab"]
        return cls(vocabulary, vocabulary[model["unk_token"]], model["max_input_chars_per_word"])

    def ids(self, text: str) -> tuple[int, ...]:
        """Ids of the subwords of a folded text; a word that cannot be covered is one unknown id."""
        if text.isalnum():
            return self._greedy(text)
        found: list[int] = []
        for word in _words(text):
            found += self._greedy(word)
        return tuple(found)

    def _greedy(self, word: str) -> tuple[int, ...]:
        whole = self._initial.get(word)
        if whole is not None:
            return (whole,)
        length = len(word)
        if length > self._longest:
            return (self._unknown,)
        found: list[int] = []
        start = 0
        pieces = self._initial
        while start < length:
            end = min(length, start + self._widest)
            while (piece := pieces.get(word[start:end])) is None:
                end -= 1
                if end == start:
                    return (self._unknown,)
            found.append(piece)
            start = end
            pieces = self._inner
        return tuple(found)


def _words(text: str) -> Iterator[str]:
    """Runs between spaces; a punctuation mark is a word of its own, other signs belong to their run."""
    run = ""
    for character in text:
        kind = _kind(character)
        if kind == "":
            run += character
            continue
        if run:
            yield run
            run = ""
        if kind == "P":
            yield character
    if run:
        yield run


@lru_cache(maxsize=2048)
def _kind(character: str) -> str:
    """``P`` for punctuation (every ASCII sign counts), ``Z`` for space, "" for what makes up words."""
    if character.isspace():
        return "Z"
    if character.isascii():
        return "" if character.isalnum() or not character.isprintable() else "P"
    return "P" if category(character)[0] == "P" else ""
