"""The article feed: how articles reach the services downstream of ingest, at least once and in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.common.domain import Article


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Stored versions in commit order, each with its sequence number, and how many more wait behind them."""

    changes: tuple[tuple[int, Article], ...]
    backlog: int


class ArticleFeed(Protocol):
    """A reader keeps the last sequence number that it has handled and asks for what follows."""

    async def pull(self, after: int, limit: int) -> FeedPage:
        """At most ``limit`` versions after ``after``. Raises `BackendUnavailable` when ingest is away."""

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 (the caller need not cancel)
        """Returns when there is something new since the last pull, or after ``timeout`` seconds."""
