"""The feed: a file of JSON Lines that another program appends to."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from mizan.v1.ingest_service_pb2 import ArticleInput

logger = logging.getLogger(__name__)

POLL = 0.2  # seconds between looks at the end of the file


class Feed(AsyncIterator[ArticleInput]):
    """The articles of a growing file, from its beginning, until ``stop`` is set.

    An object and not a generator: an iteration that is cancelled loses nothing, the next one goes on there.
    """

    def __init__(self, path: Path, stop: asyncio.Event) -> None:
        self._lines = path.open("rb")
        self._stop = stop
        self._begun = b""  # a line that is still being written

    async def __anext__(self) -> ArticleInput:
        while not self._stop.is_set():
            self._begun += self._lines.readline()
            if not self._begun.endswith(b"\n"):
                await asyncio.sleep(POLL)
                continue
            line, self._begun = self._begun, b""
            try:
                return _article(line)
            except (ValueError, KeyError, AttributeError, TypeError) as error:
                logger.warning("not an article: %s: %r", error, line[:80])
        self._lines.close()
        raise StopAsyncIteration


def _article(line: bytes) -> ArticleInput:
    row = json.loads(line)
    article = ArticleInput(
        outlet=row["outlet"], url=row.get("url", ""), title=row.get("title", ""), content=row["text"].encode()
    )
    if "published_at" in row:
        article.publish_time.FromJsonString(row["published_at"])
    return article
