"""The contradictions of a stored event, as lines of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from mizan import Client
from mizan.v1 import resources_pb2 as pb


def of_event(
    client: Client, event: pb.Event, alignment: pb.Alignment, min_score: float
) -> Iterator[dict[str, Any]]:
    """Surest first. ``id`` is the same for the same two wordings, whatever happens around them."""
    sides = {
        statement.name: {"outlet": article.outlet, "url": article.url, "text": statement.text}
        for article in alignment.articles
        for statement in article.statements
    }
    for relation in client.relations(
        event.name, types=["CONTRADICTION"], min_score=min_score, revision=alignment.revision
    ):
        two = [sides[relation.statement_a], sides[relation.statement_b]]
        kind = pb.Relation.Kind.Name(relation.kind).lower()
        wordings = "\n".join([kind, *sorted(f"{side['outlet']}\t{side['text']}" for side in two)])
        yield {
            "id": blake2b(wordings.encode(), digest_size=12).hexdigest(),
            "event": event.name,
            "title": event.title,
            "kind": kind,
            "score": round(relation.score, 3),
            "rule": relation.rule,
            "sides": two,
        }
