"""A long stream of articles: which of them are unanswered, and when to go on after the stream was cut."""

from __future__ import annotations

import random
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import grpc

from mizan.client.errors import MizanError, code_of, of_status
from mizan.v1 import ingest_service_pb2 as ingest_pb

IN_FLIGHT = 64  # sent and not yet answered; the service works on fewer at a time, so it never waits for us
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 5.0  # seconds before a stream is opened again


@dataclass(frozen=True, slots=True)
class Refused:
    """An article that was not taken, and why. ``index`` is its position in what was given, from 0."""

    article: ingest_pb.ArticleInput
    error: MizanError
    index: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long call is: ``done`` of ``total`` steps, None when nobody knows how many there are.

    ``stage`` is "reading", "storing", "comparing" or "summarizing".
    """

    done: int
    total: int | None
    stage: str


OnProgress = Callable[[Progress], None]
Answer = ingest_pb.IngestArticleResponse | Refused


class Ingestion:
    """The bookkeeping of one `ingest_all`: articles go in by `add`, answers come, in order, by `answer`."""

    def __init__(
        self, total: int | None, *, validate_only: bool, attempts: int, on_progress: OnProgress | None
    ) -> None:
        self._unanswered: deque[ingest_pb.IngestArticlesRequest] = deque()
        self._complete = False  # no more articles come
        self._total = total
        self._validate_only = validate_only
        self._attempts = attempts
        self._on_progress = on_progress
        self._answered = 0
        self._failures = 0  # since the last answer

    @property
    def finished(self) -> bool:
        """Whether all articles are answered."""
        return self._complete and not self._unanswered

    @property
    def waits(self) -> bool:
        """Whether an answer is owed."""
        return bool(self._unanswered)

    @property
    def hungry(self) -> bool:
        """Whether another article may be sent."""
        return not self._complete and len(self._unanswered) < IN_FLIGHT

    def add(self, article: ingest_pb.ArticleInput | None) -> ingest_pb.IngestArticlesRequest | None:
        """The request for the next article; its id makes it safe to send it again. None ends the articles."""
        if article is None:
            self._complete = True
            return None
        request = ingest_pb.IngestArticlesRequest(
            article=article, request_id=str(uuid.uuid4()), validate_only=self._validate_only
        )
        self._unanswered.append(request)
        return request

    def unanswered(self) -> list[ingest_pb.IngestArticlesRequest | None]:
        """What a new stream begins with."""
        return [*self._unanswered, *([None] if self._complete else [])]

    def answer(self, response: ingest_pb.IngestArticlesResponse) -> Answer:
        """What the service says to the oldest of the unanswered."""
        request = self._unanswered.popleft()
        index = self._answered
        self._answered += 1
        self._failures = 0
        if self._on_progress is not None:
            stage = "reading" if self._validate_only else "storing"
            self._on_progress(Progress(self._answered, self._total, stage))
        if response.WhichOneof("result") == "error":
            return Refused(request.article, of_status(response.error), index)
        return response.stored

    def wait_after(self, error: grpc.RpcError) -> float:
        """Seconds after which the unanswered are worth sending again; raises ``error`` when they are not."""
        self._failures += 1
        if code_of(error) != "UNAVAILABLE" or self._failures >= self._attempts:
            raise error
        wait = min(_FIRST_WAIT * 3.0 ** (self._failures - 1), _LONGEST_WAIT)
        return wait * random.uniform(0.8, 1.2)


def count(articles: Any) -> int | None:
    """How many there are, where that can be told without reading them."""
    return len(articles) if hasattr(articles, "__len__") else None
