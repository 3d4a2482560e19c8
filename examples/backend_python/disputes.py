"""Finds contradictions in events that have changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

import grpc

from mizan.v1 import align_service_pb2 as api
from mizan.v1 import resources_pb2 as pb
from mizan.v1.align_service_pb2_grpc import AlignServiceStub

from . import failure

# The event has changed again since it was listed: it comes first in a later list.
_LATER = frozenset({"ALIGNMENT_NOT_READY", "REVISION_NOT_KEPT"})


@dataclass(frozen=True, slots=True)
class Side:
    """What one outlet says."""

    outlet: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Two outlets that contradict each other. ``id`` is the same for the same two wordings."""

    id: str
    event: str
    title: str
    kind: str
    score: float
    rule: str
    sides: tuple[Side, Side]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Disputes:
    """Contradictions of at least ``min_score``, 0 to 1, between outlets."""

    def __init__(self, stub: AlignServiceStub, min_score: float) -> None:
        self._stub = stub
        self._min_score = min_score
        self._etags: dict[str, str] = {}

    async def look(self) -> AsyncIterator[Alert]:
        """Those of all events that changed since the last look that ran to its end.

        Raises grpc.aio.AioRpcError; the next look then starts over, so alerts may come twice.
        """
        changed = [event async for event in self._changed()]
        for event in changed:
            try:
                alignment = await self._stub.GetAlignment(
                    api.GetAlignmentRequest(name=f"{event.name}/alignment")
                )
                relations = [relation async for relation in self._contradictions(alignment)]
            except grpc.aio.AioRpcError as error:
                if failure.of_error(error).reason not in _LATER:
                    raise
                continue
            for alert in _alerts(event, alignment, relations):
                yield alert
        self._etags.update((event.name, event.etag) for event in changed)

    async def _changed(self) -> AsyncIterator[pb.Event]:
        """The list begins with the latest change: what follows a known event is known too."""
        request = api.ListEventsRequest(min_outlets=2)
        while True:
            page = await self._stub.ListEvents(request)
            for event in page.events:
                if self._etags.get(event.name) == event.etag:
                    return
                yield event
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token

    async def _contradictions(self, alignment: pb.Alignment) -> AsyncIterator[pb.Relation]:
        request = api.ListRelationsRequest(
            parent=alignment.name.removesuffix("/alignment"),
            types=[pb.Relation.Type.CONTRADICTION],
            min_score=self._min_score,
            alignment_revision=alignment.revision,
        )
        while True:
            page = await self._stub.ListRelations(request)
            for relation in page.relations:
                yield relation
            if not page.next_page_token:
                return
            request.page_token = page.next_page_token


def _alerts(event: pb.Event, alignment: pb.Alignment, relations: list[pb.Relation]) -> Iterator[Alert]:
    sides = {
        statement.name: Side(article.outlet, article.url, statement.text)
        for article in alignment.articles
        for statement in article.statements
    }
    for relation in relations:
        a, b = sides[relation.statement_a], sides[relation.statement_b]
        kind = pb.Relation.Kind.Name(relation.kind).lower()
        # Not the relation's name, which counts within one revision of the alignment.
        wordings = "\n".join([kind, *sorted(f"{side.outlet}\t{side.text}" for side in (a, b))])
        yield Alert(
            id=blake2b(wordings.encode(), digest_size=12).hexdigest(),
            event=event.name,
            title=event.title,
            kind=kind,
            score=round(relation.score, 3),
            rule=relation.rule,
            sides=(a, b),
        )
