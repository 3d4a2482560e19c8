"""The cited account of an event: sentences with numbered citations that lead to articles and back. [pure]"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mizan.v1 import resources_pb2 as pb
from report.quotes import Quoter
from report.text import Run, calendar_day, composed

_SECTIONS = (
    (pb.Summary.Section.AGREED, "agreed"),
    (pb.Summary.Section.DISPUTED, "disputed"),
    (pb.Summary.Section.SINGLE_SOURCE, "single_source"),
)


@dataclass(frozen=True, slots=True)
class Citation:
    """``number`` is that of the statement; ``anchor`` is the statement, ``place`` the citation itself."""

    number: int
    anchor: str
    place: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the account."""

    words: Run
    citations: tuple[Citation, ...]
    outlets: int
    origins: int
    day: date | None  # that it speaks of, for the timeline


@dataclass(frozen=True, slots=True)
class Section:
    """Part of the account; each group is one dispute or claim."""

    key: str
    groups: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """All sections that have sentences, what happened when, and by statement where it is cited."""

    sections: tuple[Section, ...]
    moments: tuple[Sentence, ...]
    cited: Mapping[str, tuple[Citation, ...]]


def account(summary: pb.Summary, quoter: Quoter, prefix: str) -> Account:
    """The account of an event; ``prefix`` keeps its anchors apart from those of other events."""
    numbers: dict[str, int] = {}
    cited: dict[str, list[Citation]] = defaultdict(list)

    def sentence(place: int, told: pb.Summary.Sentence) -> Sentence:
        citations = []
        for name in told.citations:
            if name not in quoter:
                continue
            number = numbers.setdefault(name, len(numbers) + 1)
            quote = quoter.quote(name)
            citation = Citation(number, quote.anchor, f"{prefix}-n{place}-{number}", quote.outlet)
            cited[name].append(citation)
            citations.append(citation)
        outlets = {citation.outlet for citation in citations}
        words = composed(told.text, summary.language, outlets)
        day = calendar_day(told.date)
        return Sentence(words, tuple(citations), told.outlet_count, told.origin_count, day)

    sections = []
    for section, key in _SECTIONS:
        told = [(i, s) for i, s in enumerate(summary.sentences) if s.section == section]
        groups = tuple(
            tuple(sentence(i, s) for i, s in members)
            for _, members in groupby(told, lambda pair: pair[1].group)
        )
        if groups:
            sections.append(Section(key, groups))
    timeline = [
        sentence(place, told)
        for place, told in enumerate(summary.sentences)
        if told.section == pb.Summary.Section.TIMELINE
    ]
    moments = tuple(sorted(timeline, key=lambda moment: moment.day or date.max))
    return Account(tuple(sections), moments, {name: tuple(found) for name, found in cited.items()})
