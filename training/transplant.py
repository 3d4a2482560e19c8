"""The untrained student: the English teacher's layers under an Arabic-English vocabulary.

Each new input vector is a weighted mean of the input vectors of those English subwords whose own meaning is
nearest to it; meanings compare in the space of the static encoder, which knows both languages (vocabulary
transplant as in WECHSEL, Minixhofer et al. 2022).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import AutoModel, BertConfig, BertModel

from training import attention, teacher, vocabulary
from training.batches import SPECIAL

_NEAREST = 10
_TEMPERATURE = 0.05
_AT_ONCE = 4096


def with_marks(static: Tokenizer) -> Tokenizer:
    """The static encoder's subwords after BERT's five marks; takes folded text, as that one does."""
    known = static.get_vocab()
    pieces = [piece for piece in sorted(known, key=lambda piece: known[piece]) if piece not in SPECIAL]
    numbers = {piece: number for number, piece in enumerate([*SPECIAL, *pieces])}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]", max_input_chars_per_word=64))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def student(tokenizer: Tokenizer, meanings: Mapping[str, NDArray[np.float32]], projection: Path) -> BertModel:
    """The teacher's layers with a vector for each subword of ``tokenizer``.

    ``meanings`` are the static vectors of the subwords, ``projection`` leads from the teacher's space to
    theirs. The table's gradients are sparse: a batch holds few of its rows.
    """
    source = AutoModel.from_pretrained(teacher.folder())
    own = source.embeddings.word_embeddings.weight.detach().numpy()
    config = BertConfig(
        **{
            **source.config.to_dict(),
            "vocab_size": tokenizer.get_vocab_size(),
            "hidden_dropout_prob": 0.0,  # a student that copies vectors needs none, and it costs two fifths
            "attention_probs_dropout_prob": 0.0,
        }
    )
    model = BertModel(config, add_pooling_layer=False)
    kept = {k: v for k, v in source.state_dict().items() if "word_embeddings" not in k and "pooler" not in k}
    model.load_state_dict(kept, strict=False)
    table = torch.nn.Embedding(config.vocab_size, config.hidden_size, padding_idx=0, sparse=True)
    table.weight.data.copy_(torch.from_numpy(_table(tokenizer, meanings, np.load(projection), own)))
    model.embeddings.word_embeddings = table
    model.set_attn_implementation(attention.NAME)
    return model


def _table(
    tokenizer: Tokenizer,
    meanings: Mapping[str, NDArray[np.float32]],
    projection: NDArray[np.float32],
    own: NDArray[np.float32],
) -> NDArray[np.float32]:
    numbers = tokenizer.get_vocab()
    theirs = teacher.tokenizer().get_vocab()
    table = np.zeros((len(numbers), own.shape[1]), dtype=np.float32)
    english = [piece for piece in vocabulary.english_pieces(teacher.tokenizer()) if piece in numbers]
    spoken = _unit(teacher.piece_vectors(english) @ projection)
    inputs = own[[theirs[piece] for piece in english]]
    taken = set(english) | (numbers.keys() & theirs.keys())
    for piece in taken:  # marks and punctuation as well
        table[numbers[piece]] = own[theirs[piece]]
    new = [piece for piece in numbers if piece not in taken]
    for start in range(0, len(new), _AT_ONCE):
        part = new[start : start + _AT_ONCE]
        alike = _unit(np.stack([meanings[piece] for piece in part])) @ spoken.T
        nearest = np.argpartition(-alike, _NEAREST, axis=1)[:, :_NEAREST]
        weights = np.exp((np.take_along_axis(alike, nearest, 1) - 1.0) / _TEMPERATURE)
        weights /= weights.sum(1, keepdims=True)
        table[[numbers[piece] for piece in part]] = np.einsum("ij,ijk->ik", weights, inputs[nearest])
    return table


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    result: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return result
