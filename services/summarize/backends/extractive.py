"""The statements' own words. [pure]"""

from __future__ import annotations

from collections.abc import Sequence

from services.summarize.backends import Passage


class Extractive:
    """Takes every sentence as it stands in its source."""

    id = "extractive"
    revision = "1"

    def write(self, passages: Sequence[Passage]) -> list[str]:
        """The extractive sentence of each passage."""
        return [passage.words for passage in passages]
