"""Where written summaries are kept: one per (event, alignment revision, language, backend)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from mizan.v1 import resources_pb2 as pb
from services.common import convert
from services.common.database import Database
from services.common.domain import Summary

MIGRATIONS = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class Key:
    """What a summary is kept by. ``event`` is `events/{event}`, ``backend`` holds the backend's revision."""

    event: str
    revision: int
    language: str
    backend: str

    @property
    def name(self) -> str:
        """`events/{event}/summaries/{summary}`; the same key has the same name in every store."""
        said = "\n".join((self.event, str(self.revision), self.language, self.backend))
        return f"{self.event}/summaries/{blake2b(said.encode(), digest_size=8).hexdigest()}"


class SummaryStore(Protocol):
    """Summaries are written once and never changed. Every call may raise `BackendUnavailable`."""

    async def open(self) -> None:
        """Makes the store ready. Called once, before all others."""

    async def close(self) -> None:
        """Ends after what was written is durable."""

    async def find(self, key: Key) -> pb.Summary | None:
        """The summary of that key, None when there is none."""

    async def keep(self, key: Key, summary: Summary) -> pb.Summary:
        """Stores a summary, durably, and returns it as stored. If the key has one, that one is returned."""

    async def get(self, name: str) -> pb.Summary | None:
        """The summary of that name, None when there is none."""

    async def page(self, event: str, limit: int, before: int | None) -> Sequence[tuple[int, pb.Summary]]:
        """At most ``limit`` summaries of an event, newest first, each with its place.

        ``before`` is the place of the last one of the page before. Summaries stored meanwhile do not
        shift the pages that follow.
        """


class SqliteSummaryStore:
    """Summaries in SQLite; ``url`` as for `Database`."""

    def __init__(self, url: str) -> None:
        self._database = Database(url, MIGRATIONS)

    async def open(self) -> None:
        """Opens and migrates."""
        await self._database.open()

    async def close(self) -> None:
        """Ends after queued writes."""
        await self._database.close()

    async def find(self, key: Key) -> pb.Summary | None:
        """The summary of that key, None when there is none."""
        return await self._database.read(lambda connection: _find(connection, key))

    async def keep(self, key: Key, summary: Summary) -> pb.Summary:
        """Stores a summary unless the key has one; returns what is stored."""
        event, _, identifier = key.name.partition("/summaries/")
        message = convert.summary_to_proto(summary, key.name, datetime.now(UTC))

        def insert(connection: sqlite3.Connection) -> pb.Summary:
            connection.execute(
                "INSERT INTO summaries (event, summary, revision, language, backend, message)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (event, identifier, key.revision, key.language, key.backend, message.SerializeToString()),
            )
            stored = _find(connection, key)
            return message if stored is None else stored

        return await self._database.write(insert)

    async def get(self, name: str) -> pb.Summary | None:
        """The summary of that name, None when there is none."""
        event, _, identifier = name.partition("/summaries/")
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT message FROM summaries WHERE event = ? AND summary = ?", (event, identifier)
            ).fetchone()
        )
        return pb.Summary.FromString(row[0]) if row else None

    async def page(self, event: str, limit: int, before: int | None) -> Sequence[tuple[int, pb.Summary]]:
        """At most ``limit`` summaries of an event, newest first, from behind the place ``before``."""
        rows = await self._database.read(
            lambda connection: connection.execute(
                "SELECT sequence, message FROM summaries WHERE event = ? AND (? IS NULL OR sequence < ?)"
                " ORDER BY sequence DESC LIMIT ?",
                (event, before, before, limit),
            ).fetchall()
        )
        return [(sequence, pb.Summary.FromString(message)) for sequence, message in rows]


def _find(connection: sqlite3.Connection, key: Key) -> pb.Summary | None:
    row = connection.execute(
        "SELECT message FROM summaries WHERE event = ? AND revision = ? AND language = ? AND backend = ?",
        (key.event, key.revision, key.language, key.backend),
    ).fetchone()
    return pb.Summary.FromString(row[0]) if row else None
