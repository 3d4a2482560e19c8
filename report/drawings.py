"""The pictures of an event, drawn once for each language: a picture has a direction of reading.

The page shows the one of the interface's language; its script changes them with the words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mizan.words import LANGUAGES, Words, words
from report import origins, timeline
from report.view import Event

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture in one language."""

    language: str
    picture: Markup


def origin_graph(event: Event) -> list[Drawing]:
    """Who quotes whom; nothing when nobody quotes anybody."""
    graph = origins.graph(event.source.articles, event.source.origins)
    return list(_each(lambda each: origins.draw(graph, each, f"{event.anchor}-graph")))


def values(event: Event) -> list[Drawing]:
    """Figures that changed over time; nothing when none did."""
    found = timeline.series(event.source.articles, event.source.relations)
    return list(_each(lambda each: timeline.draw_series(found, each, f"{event.anchor}-values")))


def _each(draw: Callable[[Words], Markup]) -> Iterator[Drawing]:
    for code in LANGUAGES:
        picture = draw(words(code))
        if picture:
            yield Drawing(code, picture)
