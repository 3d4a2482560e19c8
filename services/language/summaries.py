"""What a language declares for writing a cited account: connectors, attribution frames. [pure]

A language's words stand in ``services/language/<code>/summaries.py`` under the name ``SUMMARIES``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module


@dataclass(frozen=True, slots=True)
class SummaryResources:
    """The words an account is framed with; the sentences themselves are the sources' own.

    ``connectors`` are regular expressions tried once each, in order, at the start of a sentence; what they
    match is left out because it points to a sentence that is not shown. They are matched against the raw
    text, so they spell out the variants that occur.
    """

    according_to: str  # "{who}" and "{words}"
    quoting: str  # "{who}" cites "{speaker}"
    quotation: str  # frame around words of another language: "{words}"
    conjunction: str  # between the last two of a list
    separator: str  # between the others
    others: str  # stands for what a list leaves out
    connectors: tuple[str, ...]
    dependents: tuple[str, ...]  # openings, behind connectors, of a sentence that needs the one before
    _connectors: tuple[re.Pattern[str], ...] = field(init=False, repr=False, compare=False, default=())
    _dependents: re.Pattern[str] = field(init=False, repr=False, compare=False, default=re.compile("(?!)"))

    def __post_init__(self) -> None:
        object.__setattr__(self, "_connectors", tuple(re.compile(c, re.IGNORECASE) for c in self.connectors))
        openings = "|".join(self.dependents)
        object.__setattr__(self, "_dependents", re.compile(rf"(?:{openings})(?!\w)", re.IGNORECASE))

    def without_connectors(self, text: str) -> str:
        """``text`` from its first word that stands on its own.

        >>> summaries("en").without_connectors("Meanwhile, the port stayed open.")
        'the port stayed open.'
        """
        for pattern in self._connectors:
            match = pattern.match(text)
            if match and match.end() < len(text):
                text = text[match.end() :]
        return text

    def leans(self, text: str) -> bool:
        """Whether ``text`` points to a sentence before it that a reader needs.

        >>> summaries("en").leans("But which of them is not known.")
        True
        """
        return self._dependents.match(self.without_connectors(text)) is not None

    def listed(self, names: Sequence[str], most: int = 3) -> str:
        """The names as one phrase; beyond ``most`` the rest is only hinted at."""
        shown = list(names[:most])
        if len(names) > most:
            return self.separator.join(shown) + self.others
        if len(shown) < 2:
            return "".join(shown)
        return self.separator.join(shown[:-1]) + self.conjunction + shown[-1]


@cache
def summaries(code: str) -> SummaryResources:
    """The declared phrases of a language; ValueError for a language that declares none."""
    try:
        module = import_module(f"services.language.{code}.summaries")
    except ModuleNotFoundError as error:
        raise ValueError(f"language {code!r} declares no phrases for summaries") from error
    resources: SummaryResources = module.SUMMARIES
    return resources
