"""What the models say of a pair that the rules leave open. [pure: it holds their answers, and asks for them]

Two models are asked, the cheaper one first: the contextual encoder reads each statement alone, the judge
reads two together. What they say joins the other signals of a pair as further addends.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.align.backends import OUTCOMES, Encoder, Judge
from services.align.premise import ordered
from services.align.prepare import Side

_SUREST = 4.0  # log-odds beyond which a model's certainty says nothing more
_LEAST = 1e-6
_AGREE, _CONTRADICT = OUTCOMES.index("agree"), OUTCOMES.index("contradict")


@dataclass(frozen=True, slots=True)
class Advisers:
    """The models that are asked; None for one that is off."""

    contextual: Encoder | None = None
    judge: Judge | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What they say of one pair; None where they were not asked."""

    meaning: float | None = None  # cosine of the two statements read in context
    agree: float | None = None  # log-odds, no larger than 4 either way
    contradict: float | None = None


NO_ADVICE = Advice()


def in_context(pair: tuple[Side, Side], found: Mapping[str, NDArray[np.float32]]) -> Advice:
    """What vectors, by text, say of a pair."""
    first, second = (found[side.statement.text] for side in pair)
    return Advice(meaning=float(first @ second))


def judged(pairs: Sequence[tuple[Side, Side]], before: Sequence[Advice], judge: Judge) -> list[Advice]:
    """What the judge says of each pair, beside what was said before."""
    if not pairs:
        return []
    answers = judge.judge([ordered(a, b) for a, b in pairs])
    return [
        Advice(advice.meaning, _log_odds(row[_AGREE]), _log_odds(row[_CONTRADICT]))
        for advice, row in zip(before, answers.astype(float), strict=True)
    ]


def _log_odds(probability: float) -> float:
    kept = min(1.0 - _LEAST, max(_LEAST, probability))
    return max(-_SUREST, min(_SUREST, math.log(kept / (1.0 - kept))))
