"""The subword vocabulary: Arabic pieces counted on the news, English pieces of the teacher's tokenizer."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from services.language.normalize import fold

UNKNOWN = "[UNK]"
_CONTINUED = "##"
_LATIN = set(string.ascii_lowercase + string.digits)
_PUNCTUATION = set(string.punctuation + "،؛؟«»“”–—…")


def _bare(tokenizer: Tokenizer) -> Tokenizer:
    """Folded text comes in, so nothing is normalised; words are cut at spaces and around punctuation."""
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def arabic_pieces(lines: Iterable[str], size: int) -> list[str]:
    """The ``size`` pieces a WordPiece trainer finds in folded Arabic lines, most basic first."""
    tokenizer = _bare(Tokenizer(models.WordPiece(unk_token=UNKNOWN)))
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], limit_alphabet=120, min_frequency=5, show_progress=False
    )
    tokenizer.train_from_iterator(_batched(lines), trainer)
    pieces = tokenizer.get_vocab(with_added_tokens=False)
    return sorted(pieces, key=lambda piece: (piece != UNKNOWN, pieces[piece]))


def _batched(lines: Iterable[str], size: int = 2000) -> Iterator[list[str]]:
    batch: list[str] = []
    for line in lines:
        batch.append(fold(line))
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


def english_pieces(teacher: Tokenizer) -> list[str]:
    """Latin words, pieces and numbers of the teacher's vocabulary that folding leaves as they are."""
    pieces = []
    vocabulary = teacher.get_vocab(with_added_tokens=False)
    for piece in sorted(vocabulary, key=lambda piece: vocabulary[piece]):
        body = piece.removeprefix(_CONTINUED)
        if body and set(body) <= _LATIN:
            pieces.append(piece)
    return pieces


def union(arabic: list[str], english: list[str]) -> list[str]:
    """One list without repeats; every letter and sign can start and continue a word, so none is lost."""
    letters = {letter for piece in arabic for letter in piece.removeprefix(_CONTINUED) if len(piece) < 4}
    alphabet = sorted((letters | _LATIN | _PUNCTUATION) - set("[]UNK"))
    pieces = [UNKNOWN, *arabic, *english, *alphabet, "[", "]"]
    pieces += [_CONTINUED + letter for letter in alphabet if letter not in _PUNCTUATION]
    return list(dict.fromkeys(pieces))


def build(pieces: list[str]) -> Tokenizer:
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    return _bare(Tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=64)))


def write_tokens(tokenizer: Tokenizer, lines: Iterable[str], target: Path) -> int:
    """Each folded line as token ids separated by spaces (what gensim reads); returns the tokens written."""
    total = 0
    part = target.with_suffix(".part")
    with part.open("w", encoding="ascii") as out:
        for batch in _batched(lines):
            for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
                ids = [str(token) for token in encoding.ids if token]
                total += len(ids)
                out.write(" ".join(ids) + "\n")
    part.rename(target)
    return total
