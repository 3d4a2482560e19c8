"""Whether a statement says that something happened or did not. [pure]

Words only: negators, phrases of denial and pairs of opposites. What a negation covers is left to the
comparison of two statements, which sees both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.common.domain import Direction, Polarity, Span
from services.language.tokens import Tokens

if TYPE_CHECKING:
    from services.language.declaration import Language

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]  # first word -> whole phrases, longest first


@dataclass(frozen=True, slots=True)
class PolarityResources:
    """Folded words and phrases; `phrases` makes the phrase tables."""

    negations: Phrases
    negation_exceptions: Phrases  # begin with a negator and deny nothing ("not only", "no less than")
    denials: Phrases
    directions: Mapping[str, tuple[str, int]]  # word -> (scale, sign)
    excluded_before: Mapping[str, frozenset[str]]  # direction word -> next words that make it another word
    triggers: frozenset[str] = field(init=False)  # every word that any of the tables begins with

    def __post_init__(self) -> None:
        tables = (self.negations, self.negation_exceptions, self.denials, self.directions)
        object.__setattr__(self, "triggers", frozenset().union(*tables))


def phrases(*listed: str) -> Phrases:
    """A phrase table from folded phrases.

    >>> phrases("not", "not only")["not"]
    (('not', 'only'), ('not',))
    """
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in listed:
        parts = tuple(phrase.split())
        table.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(set(found), key=len, reverse=True)) for first, found in table.items()}


def find(text: str, language: Language) -> Polarity:
    """The polarity of ``text``; offsets into ``text``."""
    return read(Tokens(text), language.polarity)


def read(tokens: Tokens, resources: PolarityResources) -> Polarity:
    """The polarity of tokens."""
    words = tokens.words
    negations: list[Span] = []
    denials: list[Span] = []
    directions: list[Direction] = []
    skip = 0
    triggers = resources.triggers
    for index in [index for index, word in enumerate(words) if word in triggers]:
        if index < skip:
            continue
        word = words[index]
        if word in resources.denials and (size := _match(words, index, resources.denials[word])):
            denials.append(tokens.span(index, index + size))
            skip = index + size
        elif word in resources.negation_exceptions and (
            size := _match(words, index, resources.negation_exceptions[word])
        ):
            skip = index + size
        elif word in resources.negations and (size := _match(words, index, resources.negations[word])):
            negations.append(tokens.span(index, index + size))
            skip = index + size
        elif word in resources.directions:
            following = words[index + 1] if index + 1 < len(words) else ""
            if following not in resources.excluded_before.get(word, ()):
                scale, sign = resources.directions[word]
                directions.append(Direction(scale, sign, tokens.span(index, index + 1)))
    if not (negations or denials or directions):
        return NEUTRAL
    first = directions[0] if directions else None
    return Polarity(
        negations=tuple(negations),
        denials=tuple(denials),
        direction=first.sign if first else 0,
        direction_span=first.span if first else None,
        directions=tuple(directions),
    )


def _match(words: list[str], index: int, candidates: tuple[tuple[str, ...], ...]) -> int:
    """How many words the longest candidate that stands at ``index`` has; 0 for none."""
    following = words[index + 1] if index + 1 < len(words) else ""
    for phrase in candidates:
        size = len(phrase)
        if size == 1 or (phrase[1] == following and tuple(words[index : index + size]) == phrase):
            return size
    return 0


NEUTRAL = Polarity()
