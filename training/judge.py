"""The contradiction model: a cross-encoder over two statements, and its loss."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from transformers import BertConfig, BertModel

from services.align.backends import OUTCOMES
from training import attention
from training.batches import Row, by_length, pad

_AT_ONCE = 64


class Head(torch.nn.Module):
    """Decides on the first token beside the mean of all; the mean is what distillation trained."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.dense = torch.nn.Linear(2 * width, width)
        self.dropout = torch.nn.Dropout(0.1)
        self.out_proj = torch.nn.Linear(width, len(OUTCOMES))

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        weight = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weight).sum(1) / weight.sum(1)
        joined = torch.cat([states[:, 0], mean], dim=-1)
        return self.out_proj(self.dropout(torch.tanh(self.dense(joined))))  # type: ignore[no-any-return]


class CrossEncoder(torch.nn.Module):
    """Logits (rows, 3) in the order of OUTCOMES."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.config = config
        self.bert = BertModel(config, add_pooling_layer=False)
        self.bert.set_attn_implementation(attention.NAME)
        sparse = torch.nn.Embedding(config.vocab_size, config.hidden_size, padding_idx=0, sparse=True)
        self.bert.embeddings.word_embeddings = sparse
        # Dropout in every layer costs two fifths of the time on a CPU; of the input it costs nothing.
        self.bert.embeddings.dropout = torch.nn.Dropout(0.1)
        self.classifier = Head(config.hidden_size)

    def forward(self, rows: Sequence[tuple[Row, int]], device: str = "cpu") -> torch.Tensor:
        groups = by_length([len(row) for row, _ in rows], _AT_ONCE)
        logits = torch.cat([self._group([rows[place] for place in group], device) for group in groups])
        order = torch.cat([torch.from_numpy(group) for group in groups])
        return logits[torch.argsort(order).to(logits.device)]

    def _group(self, rows: Sequence[tuple[Row, int]], device: str) -> torch.Tensor:
        numbers, mask = pad([row for row, _ in rows])
        with torch.autocast(device, torch.bfloat16):
            states = self.states(numbers, mask, [start for _, start in rows], device)
        return self.classifier(states.float(), mask.to(device))  # type: ignore[no-any-return]

    def states(
        self, numbers: torch.Tensor, mask: torch.Tensor, seconds: Sequence[int], device: str
    ) -> torch.Tensor:
        """The last layer (rows, subwords, width); ``seconds`` are the places where second texts begin."""
        second = torch.tensor(seconds).unsqueeze(1)
        types = (torch.arange(numbers.shape[1]) >= second).long() * mask
        numbers, mask, types = numbers.to(device), mask.to(device), types.to(device)
        states: torch.Tensor = self.bert(
            input_ids=numbers, attention_mask=mask, token_type_ids=types
        ).last_hidden_state
        return states


def loss(logits: torch.Tensor, labels: torch.Tensor, binary: torch.Tensor, smoothing: float) -> torch.Tensor:
    """Cross-entropy of each row, shape (rows,).

    A row of a set that knows only "entailed or not" (``binary``) that is not entailed says nothing about the
    other two outcomes: only the probability of agreement is pressed.
    """
    usual = torch.nn.functional.cross_entropy(logits, labels, reduction="none", label_smoothing=smoothing)
    agree = OUTCOMES.index("agree")
    not_agree = -torch.log1p(-logits.softmax(-1)[:, agree].clamp(max=0.999))
    return torch.where(binary & (labels != agree), not_agree, usual)
