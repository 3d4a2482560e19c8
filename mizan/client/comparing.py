"""The whole path of a comparison that stores nothing, as steps: each yields a call and gets its answer."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from mizan.client import calls
from mizan.client.calls import Call
from mizan.client.errors import MizanError, together
from mizan.client.ingestion import Answer, OnProgress, Progress, Refused
from mizan.v1 import resources_pb2 as pb

OnRefused = Callable[[Refused], None]
Steps = Generator[Call[Any], Any, pb.Comparison]


class Reading:
    """The articles of a comparison as they are read, each name once."""

    def __init__(self, on_refused: OnRefused | None) -> None:
        self._on_refused = on_refused
        self._articles: dict[str, pb.Article] = {}
        self._failures: dict[int, MizanError] = {}

    def take(self, answer: Answer) -> None:
        """One answer of the ingest service, in order."""
        if not isinstance(answer, Refused):
            self._articles[answer.article.name] = answer.article
        elif self._on_refused is not None:
            self._on_refused(answer)
        else:
            self._failures[answer.index] = answer.error

    def articles(self) -> list[pb.Article]:
        """All that were read; raises the refused ones, as one exception, unless somebody was told of them."""
        if self._failures:
            raise together(self._failures)
        return list(self._articles.values())


def steps(articles: list[pb.Article], language: str, on_progress: OnProgress | None) -> Steps:
    """Compares the articles and has an account written of each event found."""

    def tell(done: int, total: int, stage: str) -> None:
        if on_progress is not None:
            on_progress(Progress(done, total, stage))

    tell(0, 1, "comparing")
    found = yield calls.compare(articles, (), False)
    tell(1, 1, "comparing")
    whole = pb.Comparison(articles=articles, events=found.events)
    for done, (event, alignment) in enumerate(zip(found.events, found.alignments, strict=True), start=1):
        try:
            summary = yield calls.summarize(alignment, language)
        except MizanError as error:
            if error.reason != "LANGUAGE_NOT_IN_SOURCES":
                raise
            summary = yield calls.summarize(alignment, "")
        _name(event.name, alignment)
        whole.relations.extend(alignment.relations)
        whole.claims.extend(alignment.claims)
        whole.origins.extend(alignment.origins)
        whole.summaries.append(summary)
        whole.backends.update(alignment.backends)
        whole.backends["summarize"] = summary.backend
        tell(done, len(found.events), "summarizing")
    return whole


def _name(event: str, alignment: pb.Alignment) -> None:
    """Names relations and claims after their event, as `Comparison` promises."""
    for number, relation in enumerate(alignment.relations):
        relation.name = f"{event}/relations/{number}"
    for claim in alignment.claims:
        claim.name = f"{event}/claims/{claim.name.rpartition('/')[2]}"
        claim.disputed_by[:] = [f"{event}/claims/{name.rpartition('/')[2]}" for name in claim.disputed_by]
