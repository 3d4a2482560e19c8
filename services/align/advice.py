"""What the models say of a pair that the rules leave open. [pure: it holds their answers, and asks for them]

Two models are asked, the cheaper one first: the contextual encoder reads each statement alone, the judge
reads two together. What they say joins the other signals of a pair as further addends.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from services.align.backends import OUTCOMES, Encoder, Judge
from services.align.premise import ordered, premise
from services.align.prepare import Prepared, Side

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
    denied: float | None = None  # cosine of what one of them denies and the other one, in context


NO_ADVICE = Advice()


def in_context(pair: tuple[Prepared, Prepared], found: Mapping[str, NDArray[np.float32]]) -> Advice:
    """What vectors, by text, say of a pair; of all `texts`."""
    a, b = pair
    first, second = found[a.statement.text], found[b.statement.text]
    denied = [
        float(found[text] @ found[premise(other.side)])
        for denier, other in ((a, b), (b, a))
        if not other.denied
        for _, text in denier.denied
    ]
    return Advice(meaning=float(first @ second), denied=max(denied, default=None))


def texts(pair: tuple[Prepared, Prepared]) -> Iterator[str]:
    """What the contextual encoder reads of a pair.

    Both statements; and where one of them denies something, what it denies, and the other one with its title.
    """
    for denier, other in (pair, pair[::-1]):
        yield denier.statement.text
        if denier.denied and not other.denied:
            yield from (text for _, text in denier.denied)
            yield premise(other.side)


def judged(pairs: Sequence[tuple[Side, Side]], before: Sequence[Advice], judge: Judge) -> list[Advice]:
    """What the judge says of each pair, beside what was said before."""
    if not pairs:
        return []
    answers = judge.judge([ordered(a, b) for a, b in pairs])
    return [
        replace(advice, agree=_log_odds(row[_AGREE]), contradict=_log_odds(row[_CONTRADICT]))
        for advice, row in zip(before, answers.astype(float), strict=True)
    ]


def _log_odds(probability: float) -> float:
    kept = min(1.0 - _LEAST, max(_LEAST, probability))
    return max(-_SUREST, min(_SUREST, math.log(kept / (1.0 - kept))))
