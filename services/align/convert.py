"""Events and sketches to messages and rows, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from sys import intern

import numpy as np
from numpy.typing import NDArray

from mizan.v1 import resources_pb2 as pb
from services.align.cluster import Sketch, shared_float
from services.align.store import EventRecord
from services.common import convert
from services.common.domain import Alignment, Article


def event_to_proto(event: EventRecord) -> pb.Event:
    """A stored event."""
    return pb.Event(
        name=event.name,
        title=event.title,
        start=convert.date_to_proto(event.start),
        end=convert.date_to_proto(event.end),
        articles=event.articles,
        merged_into=event.merged_into,
        outlet_count=event.outlets,
        origin_count=event.origins,
        etag=etag(event.name, event.change),
        update_time=convert.time_to_proto(event.updated),
    )


def etag(name: str, change: int) -> str:
    """Differs whenever the event does."""
    return blake2b(f"{name}\n{change}".encode(), digest_size=8).hexdigest()


def found_event_to_proto(name: str, title: str, alignment: Alignment) -> pb.Event:
    """An event that a comparison found and that is not stored."""
    days = [article.published.day for article in alignment.articles if article.published.day is not None]
    return pb.Event(
        name=name,
        title=title,
        start=convert.date_to_proto(min(days, default=None)),
        end=convert.date_to_proto(max(days, default=None)),
        articles=[article.name for article in alignment.articles],
        outlet_count=len({article.source for article in alignment.articles}),
        origin_count=len(set(alignment.origins.values())),
    )


def articles_from_proto(messages: Sequence[pb.Article], path: str = "articles") -> list[Article]:
    """Inline articles. Raises `InvalidFields` with the path of what does not fit."""
    return [convert.article_from_proto(message, f"{path}[{i}]") for i, message in enumerate(messages)]


def sketch_to_row(sketch: Sketch) -> tuple[bytes, bytes | None]:
    """(JSON, float16 vector) of a sketch."""
    document = {
        "headline": sketch.headline,
        "source": sketch.source,
        "language": sketch.language,
        "day": sketch.day.isoformat() if sketch.day else None,
        "terms": dict(sketch.terms),
        "title": dict(sketch.title),
        "keys": dict(sketch.keys),
        "figures": sorted(sketch.figures),
        "names": sorted(sketch.names),
        "phrases": sorted(sketch.phrases),
    }
    vector = sketch.vector.astype(np.float16).tobytes() if sketch.vector is not None else None
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), vector


def sketch_from_row(article: str, document: bytes, vector: bytes | None) -> Sketch:
    """The sketch of ``article`` from its row; words are shared with other sketches in memory."""
    read = json.loads(document)
    title = _weights(read["title"])
    return Sketch(
        name=article,
        headline=read["headline"],
        source=read["source"],
        language=read["language"],
        day=date.fromisoformat(read["day"]) if read["day"] else None,
        terms=_weights(read["terms"]),
        title=title,
        title_total=sum(title.values()),
        keys=_weights(read["keys"]),
        figures=frozenset(read["figures"]),
        names=frozenset(map(intern, read["names"])),
        phrases=frozenset(read["phrases"]),
        vector=_vector(vector),
    )


def _weights(read: dict[str, float]) -> dict[str, float]:
    return {intern(word): shared_float(weight) for word, weight in read.items()}


def _vector(blob: bytes | None) -> NDArray[np.float32] | None:
    return np.frombuffer(blob, dtype=np.float16).astype(np.float32) if blob is not None else None
