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


def texts(pair: tuple[Prepared, Prepared]) -> list[str]:
    """What the contextual encoder reads of a pair, nothing where words tell as much.

    Statements of two languages; and where one side alone denies, what it denies and the other with its title.
    """
    found = [text for denier, other in _denials(pair) for text in (denier, other)]
    if found or pair[0].statement.language != pair[1].statement.language:
        found += [side.statement.text for side in pair]
    return found


def in_context(pair: tuple[Prepared, Prepared], found: Mapping[str, NDArray[np.float32]]) -> Advice:
    """What vectors, by text, say of a pair; of all its `texts`."""
    first, second = (found[side.statement.text] for side in pair)
    denied = [float(found[passage] @ found[other]) for passage, other in _denials(pair)]
    return Advice(meaning=float(first @ second), denied=max(denied, default=None))


def _denials(pair: tuple[Prepared, Prepared]) -> Iterator[tuple[str, str]]:
    """Each passage that one side denies and the other side's statement, where that denies nothing."""
    for denier, other in (pair, pair[::-1]):
        if denier.denied and not other.denied:
            yield from ((passage, premise(other.side)) for passage in denier.denied)


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
