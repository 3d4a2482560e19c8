"""The words of a sentence: the source's own, trimmed of connectors, with the attribution they need. [pure]"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.common.domain import LinkKind, Section, StatementRef
from services.language.summaries import SummaryResources, summaries
from services.summarize.select import Selected, Sources

# Sections that say on whose word they stand. What is agreed and when it was need no outlet's name.
_SIDED = frozenset({Section.DISPUTED, Section.SINGLE_SOURCE})
_SAYING = frozenset({LinkKind.SPEAKER, LinkKind.AGENCY, LinkKind.MEDIUM})


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence in two parts: ``words`` can be replaced by a model, the frame around them stays.

    ``frame`` holds ``{words}`` once, or is empty for none. ``language`` is that of the words.
    """

    words: str
    frame: str
    language: str

    @property
    def attributed(self) -> bool:
        """Whether the frame says who says so."""
        return bool(self.frame)

    def text(self, words: str | None = None) -> str:
        """The whole sentence, with other words than its own when given."""
        words = self.words if words is None else words
        if self.frame:
            return self.frame.replace(_WORDS, words)
        return words[:1].upper() + words[1:]


# "Place (agency) - " in front of a first sentence: the outlets that say so are named otherwise.
_DATELINE = re.compile(r"^[^\W\d][^()\[\]:،,.]{1,40}\([^()]{2,30}\)\s*[-–—:]\s*(?=\w)")
_WORDS = "\0"  # cannot stand in a name, so a name can never be taken for the place of the words


def word(selected: Selected, sources: Sources, language: str) -> Wording:
    """How a selected sentence reads in an account of that language.

    A statement of another language keeps its words, in quotation marks.
    """
    first = selected.citations[0]
    statement = sources.statement(first)
    phrases = summaries(language)
    words = " ".join(statement.text.split())
    foreign = statement.language != language
    shown = _WORDS
    if foreign:
        shown = phrases.quotation.format(words=_WORDS)
    else:
        words = phrases.without_connectors(_DATELINE.sub("", words, count=1))
    who = _who(selected, first, sources, phrases)
    frame = phrases.according_to.format(who=who, words=shown) if who else shown
    return Wording(words, "" if frame == _WORDS else frame, statement.language)


def _who(selected: Selected, first: StatementRef, sources: Sources, phrases: SummaryResources) -> str:
    """Outlets of a sided sentence, and the speaker that an earlier sentence of the article named."""
    text = sources.statement(first).text
    speakers = [
        link.name
        for link in sources.statement(first).chain
        if link.carried and link.kind in _SAYING and link.name and link.name not in text
    ]
    speaker = speakers[-1] if speakers else ""
    outlets = phrases.listed(sources.outlets(selected.citations)) if selected.section in _SIDED else ""
    if outlets and speaker:
        return phrases.quoting.format(who=outlets, speaker=speaker)
    return outlets or speaker
