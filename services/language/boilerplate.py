"""What a language declares about page furniture: the words around a story that are not the story. [pure]

Resources only; ``services.ingest.clean`` is the one engine that reads them, and it reads those of all
languages at once, because an Arabic page often carries an English menu and the other way round. Phrases
are written as people write them; the engine folds them, so one spelling is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.common.domain import CutReason


@dataclass(frozen=True, slots=True)
class BoilerplateResources:
    """The cues of one language.

    A *line* cue is a whole line, an *opening* starts a line that is cut whole when it is short, a *mention*
    may stand anywhere in a short line. ``tails`` start in the middle of a line and take the rest of it.
    """

    lines: Mapping[CutReason, tuple[str, ...]] = field(default_factory=dict)
    openings: Mapping[CutReason, tuple[str, ...]] = field(default_factory=dict)
    mentions: Mapping[CutReason, tuple[str, ...]] = field(default_factory=dict)
    tails: Mapping[CutReason, tuple[str, ...]] = field(default_factory=dict)
    # "Read also": alone, a heading over links; with a colon, a link. The story may go on after it.
    related: tuple[str, ...] = ()
    # "Most read", "Comments": the story does not go on after such a heading.
    endings: Mapping[CutReason, tuple[str, ...]] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    # Staff roles; the short lines under a role are names.
    roles: tuple[str, ...] = ()
    # Sections as menus and breadcrumbs name them.
    sections: tuple[str, ...] = ()
    # Labels before the time of publication and before the time of a later change.
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    # Words that may stand in a line that holds nothing but a date and a clock time.
    date_words: tuple[str, ...] = ()
    # Words between the parts of a date ("of", "in the month of", "the year").
    date_joins: tuple[str, ...] = ()
    # How a clock time says which half of the day it means.
    morning: tuple[str, ...] = ()
    afternoon: tuple[str, ...] = ()
    # Words before an author's name.
    bylines: tuple[str, ...] = ()
    # What stands for the paper's own reporting in a byline ("follow-ups", "staff").
    desks: tuple[str, ...] = ()
    # Labels before a credit ("Source:").
    credit_labels: tuple[str, ...] = ()
    # Words or written-on letters that join two credits ("Reuters and agencies").
    credit_joins: tuple[str, ...] = ()
    # Canonical key of a wire -> how its credit is written.
    credits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # First words that carry on a story ("he added", "meanwhile"): no article starts with one.
    continuations: tuple[str, ...] = ()
    # Words that never start a lead ("that"): a dash before one is not the end of a byline.
    subordinators: tuple[str, ...] = ()
    # Prefix letters written onto a word, for comparing vocabulary only.
    clitics: tuple[str, ...] = ()
    # Words too frequent to say what a text is about.
    common_words: frozenset[str] = frozenset()
