"""What align keeps: articles with their events, and the last alignments of each event."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from mizan.v1 import resources_pb2 as pb
from services.common import convert
from services.common.database import Database
from services.common.domain import Alignment, Article
from services.common.errors import AlignmentNotReady, NotFound, RevisionNotKept

KEPT_REVISIONS = 5
_SQL = Path(__file__).parent / "sql"
_MOST_VARIABLES = 500  # names in one IN (...), below the limit of every SQLite build


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as stored; ``articles`` in order of arrival, empty for a merged one."""

    name: str
    title: str
    start: date | None
    end: date | None
    articles: tuple[str, ...]
    merged_into: str
    outlets: int
    origins: int
    change: int
    content: int
    aligned: int
    revision: int
    updated: datetime

    @property
    def stale(self) -> bool:
        """Whether its articles changed since the current alignment was made."""
        return self.aligned < self.content


@dataclass(frozen=True, slots=True)
class SketchRecord:
    """A stored sketch: JSON, the vector as float16 bytes, and the encoder that made it."""

    article: str
    event: str
    sketch: bytes
    vector: bytes | None
    encoder: str


@dataclass(frozen=True, slots=True)
class Placement:
    """One article version with the event that it belongs to."""

    sequence: int
    article: Article
    event: str
    sketch: bytes
    vector: bytes | None
    encoder: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that some changes of the feed lead to; stored as one."""

    cursor: int  # the last sequence number that is handled with this batch
    placements: Sequence[Placement] = ()
    merges: Sequence[tuple[str, str]] = ()  # (loser, winner), in order
    titles: Mapping[str, str] = field(default_factory=dict)  # event -> headline of its most central article


@dataclass(frozen=True, slots=True)
class RelationFilter:
    """Which relations of an alignment are meant; empty collections mean all."""

    types: frozenset[int] = frozenset()
    kinds: frozenset[int] = frozenset()
    source: str = ""
    min_score: float = 0.0


class EventStore(Protocol):
    """Keeps events. Methods raise `BackendUnavailable` when the database does not answer."""

    async def open(self) -> None:
        """Opens and migrates."""

    async def close(self) -> None:
        """Ends after the queued writes are committed."""

    async def cursor(self) -> int:
        """The last sequence number of the feed that is handled; 0 at the start."""

    async def versions(self, names: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Article name -> (version, event), of those that are stored."""

    async def save(self, batch: Batch) -> None:
        """Stores a batch and its cursor in one transaction. Storing it again changes nothing more."""

    async def sketches(self, limit: int) -> list[SketchRecord]:
        """The sketches that arrived last, at most ``limit``, oldest event first, in order of arrival."""

    async def sketches_between(self, first: date, last: date, limit: int) -> list[SketchRecord]:
        """Sketches of articles published on these days, in order of arrival, at most ``limit``."""

    async def event(self, name: str) -> EventRecord:
        """The event of that name, merged or not. Raises `NotFound`."""

    async def events(
        self, *, size: int, before_change: int = 0, since: date | None, before: date | None, min_outlets: int
    ) -> list[EventRecord]:
        """Events that are not merged, latest change first, after the one with ``before_change``."""

    async def stale(self) -> list[str]:
        """Names of events whose alignment is not up to date, longest waiting first."""

    async def articles(self, names: Sequence[str]) -> dict[str, Article]:
        """Current versions of the articles that are stored, by name."""

    async def save_alignment(self, event: str, content: int, alignment: Alignment) -> int:
        """Stores the alignment made from the articles as of ``content``; returns its revision.

        Returns 0 and stores nothing when the event was merged or has one made from newer articles.
        """

    async def alignment(self, event: str, revision: int = 0) -> pb.Alignment:
        """The alignment of an event, following merges; the current one for revision 0.

        Raises `NotFound`, `AlignmentNotReady`, `RevisionNotKept`.
        """

    async def relations(
        self, event: str, revision: int, wanted: RelationFilter, *, after: int, size: int
    ) -> tuple[int, list[tuple[int, pb.Relation]]]:
        """(revision read, [(position, relation)]), positions above ``after``. Raises as `alignment`."""

    async def claims(
        self, event: str, revision: int, *, disputed_only: bool, min_origins: int, after: int, size: int
    ) -> tuple[int, list[tuple[int, pb.Claim]]]:
        """(revision read, [(position, claim)]), positions above ``after``. Raises as `alignment`."""


class SqliteEventStore:
    """`EventStore` on SQLite."""

    def __init__(self, url: str) -> None:
        self._database = Database(url, _SQL)

    async def open(self) -> None:
        await self._database.open()

    async def close(self) -> None:
        await self._database.close()

    async def cursor(self) -> int:
        return await self._database.read(lambda connection: _state(connection, "cursor"))

    async def versions(self, names: Sequence[str]) -> dict[str, tuple[str, str]]:
        def read(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
            return {
                name: (version, event)
                for part in _parts(names)
                for name, version, event in connection.execute(
                    f"SELECT name, version, event FROM articles WHERE name IN ({_marks(part)})", part
                )
            }

        return await self._database.read(read)

    async def save(self, batch: Batch) -> None:
        # Messages are made here, off the writer's thread of the database.
        texts = [
            convert.article_to_proto(placement.article).SerializeToString() for placement in batch.placements
        ]
        await self._database.write(lambda connection: _save(connection, batch, texts))

    async def sketches(self, limit: int) -> list[SketchRecord]:
        return await self._database.read(
            lambda connection: [
                SketchRecord(*row)
                for row in connection.execute(
                    "SELECT a.name, a.event, a.sketch, a.vector, a.encoder FROM articles a"
                    " JOIN events e ON e.name = a.event"
                    " WHERE a.arrival > coalesce("
                    "   (SELECT arrival FROM articles ORDER BY arrival DESC LIMIT 1 OFFSET ?), -1)"
                    " ORDER BY e.founded, a.arrival",
                    (limit,),
                )
            ]
        )

    async def sketches_between(self, first: date, last: date, limit: int) -> list[SketchRecord]:
        return await self._database.read(
            lambda connection: [
                SketchRecord(*row)
                for row in connection.execute(
                    "SELECT name, event, sketch, vector, encoder FROM articles"
                    " WHERE day BETWEEN ? AND ? ORDER BY arrival LIMIT ?",
                    (first.isoformat(), last.isoformat(), limit),
                )
            ]
        )

    async def event(self, name: str) -> EventRecord:
        return await self._database.read(lambda connection: _event(connection, name))

    async def events(
        self, *, size: int, before_change: int = 0, since: date | None, before: date | None, min_outlets: int
    ) -> list[EventRecord]:
        clauses: list[str] = ["merged_into IS NULL"]
        values: list[object] = []
        if before_change:
            clauses.append("change < ?")
            values.append(before_change)
        if since is not None:
            clauses.append("end_day >= ?")
            values.append(since.isoformat())
        if before is not None:
            clauses.append("start_day < ?")
            values.append(before.isoformat())
        if min_outlets:
            clauses.append("outlets >= ?")
            values.append(min_outlets)
        query = f"{_EVENT} WHERE {' AND '.join(clauses)} ORDER BY change DESC LIMIT ?"

        def read(connection: sqlite3.Connection) -> list[EventRecord]:
            rows = connection.execute(query, (*values, size)).fetchall()
            return [_record(connection, row) for row in rows]

        return await self._database.read(read)

    async def stale(self) -> list[str]:
        return await self._database.read(
            lambda connection: [
                name
                for (name,) in connection.execute(
                    "SELECT name FROM events WHERE merged_into IS NULL AND aligned < content ORDER BY content"
                )
            ]
        )

    async def articles(self, names: Sequence[str]) -> dict[str, Article]:
        def read(connection: sqlite3.Connection) -> list[bytes]:
            return [
                message
                for part in _parts(names)
                for (message,) in connection.execute(
                    "SELECT t.message FROM articles a"
                    " JOIN texts t ON t.article = a.name AND t.version = a.version"
                    f" WHERE a.name IN ({_marks(part)})",
                    part,
                )
            ]

        messages = await self._database.read(read)
        found = (convert.article_from_proto(pb.Article.FromString(message)) for message in messages)
        return {article.name: article for article in found}

    async def save_alignment(self, event: str, content: int, alignment: Alignment) -> int:
        message = convert.alignment_to_proto(alignment, event)
        relations, claims = list(message.relations), list(message.claims)
        used = [(article.name, article.version) for article in alignment.articles]
        origins = len(set(alignment.origins.values()))
        for heavy in ("articles", "relations", "claims"):
            message.ClearField(heavy)
        relation_rows = [
            (
                position,
                relation.type,
                relation.kind,
                relation.score,
                _source(relation.statement_a),
                _source(relation.statement_b),
                relation.SerializeToString(),
            )
            for position, relation in enumerate(relations)
        ]
        claim_rows = [
            (position, claim.origin_count, bool(claim.disputed_by), claim.SerializeToString())
            for position, claim in enumerate(claims)
        ]

        def write(connection: sqlite3.Connection) -> int:
            row = connection.execute(
                "SELECT revision, aligned, merged_into FROM events WHERE name = ?", (event,)
            ).fetchone()
            if row is None or row[2] is not None or row[1] > content:
                return 0
            revision = int(row[0]) + 1
            message.revision = revision
            now = time.time()
            message.create_time.FromDatetime(datetime.fromtimestamp(now, UTC))
            key = (event, revision)
            connection.execute(
                "INSERT INTO alignments VALUES (?, ?, ?, ?)", (*key, now, message.SerializeToString())
            )
            connection.executemany(
                "INSERT INTO aligned_articles VALUES (?, ?, ?, ?, ?)",
                ((*key, position, *article) for position, article in enumerate(used)),
            )
            connection.executemany(
                "INSERT INTO relations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((*key, *row) for row in relation_rows),
            )
            connection.executemany(
                "INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?)", ((*key, *row) for row in claim_rows)
            )
            connection.execute(
                "UPDATE events SET revision = ?, aligned = ?, origins = ?, change = ?, updated = ?"
                " WHERE name = ?",
                (revision, content, origins, _next_change(connection), now, event),
            )
            _drop_alignments(connection, event, before=revision - KEPT_REVISIONS + 1)
            return revision

        return await self._database.write(write)

    async def alignment(self, event: str, revision: int = 0) -> pb.Alignment:
        def read(connection: sqlite3.Connection) -> tuple[bytes, list[bytes], list[bytes], list[bytes]]:
            key = _kept(connection, event, revision)
            (message,) = connection.execute(
                "SELECT message FROM alignments WHERE event = ? AND revision = ?", key
            ).fetchone()
            return (
                message,
                _blobs(
                    connection,
                    "SELECT t.message FROM aligned_articles a"
                    " JOIN texts t ON t.article = a.article AND t.version = a.version"
                    " WHERE a.event = ? AND a.revision = ? ORDER BY a.position",
                    key,
                ),
                _blobs(
                    connection,
                    "SELECT message FROM relations WHERE event = ? AND revision = ? ORDER BY position",
                    key,
                ),
                _blobs(
                    connection,
                    "SELECT message FROM claims WHERE event = ? AND revision = ? ORDER BY position",
                    key,
                ),
            )

        head, articles, relations, claims = await self._database.read(read)
        alignment = pb.Alignment.FromString(head)
        alignment.articles.extend(pb.Article.FromString(blob) for blob in articles)
        alignment.relations.extend(pb.Relation.FromString(blob) for blob in relations)
        alignment.claims.extend(pb.Claim.FromString(blob) for blob in claims)
        return alignment

    async def relations(
        self, event: str, revision: int, wanted: RelationFilter, *, after: int, size: int
    ) -> tuple[int, list[tuple[int, pb.Relation]]]:
        clauses: list[str] = ["event = ?", "revision = ?", "position > ?"]
        values: list[object] = []
        for column, numbers in (("type", wanted.types), ("kind", wanted.kinds)):
            if numbers:
                clauses.append(f"{column} IN ({_marks(numbers)})")
                values.extend(sorted(numbers))
        if wanted.source:
            clauses.append("(source_a = ? OR source_b = ?)")
            values.extend((wanted.source, wanted.source))
        if wanted.min_score:
            clauses.append("score >= ?")
            values.append(wanted.min_score)
        query = (
            f"SELECT position, message FROM relations WHERE {' AND '.join(clauses)} ORDER BY position LIMIT ?"
        )

        def read(connection: sqlite3.Connection) -> tuple[int, list[tuple[int, bytes]]]:
            key = _kept(connection, event, revision)
            return key[1], connection.execute(query, (*key, after, *values, size)).fetchall()

        found, rows = await self._database.read(read)
        return found, [(position, pb.Relation.FromString(blob)) for position, blob in rows]

    async def claims(
        self, event: str, revision: int, *, disputed_only: bool, min_origins: int, after: int, size: int
    ) -> tuple[int, list[tuple[int, pb.Claim]]]:
        query = (
            "SELECT position, message FROM claims WHERE event = ? AND revision = ? AND position > ?"
            " AND origins >= ? AND disputed >= ? ORDER BY position LIMIT ?"
        )

        def read(connection: sqlite3.Connection) -> tuple[int, list[tuple[int, bytes]]]:
            key = _kept(connection, event, revision)
            values = (*key, after, min_origins, disputed_only, size)
            return key[1], connection.execute(query, values).fetchall()

        found, rows = await self._database.read(read)
        return found, [(position, pb.Claim.FromString(blob)) for position, blob in rows]


_EVENT = (
    "SELECT name, title, start_day, end_day, merged_into, outlets, origins, change, content, aligned,"
    " revision, updated FROM events"
)


def _record(connection: sqlite3.Connection, row: Sequence[object]) -> EventRecord:
    name, title, start, end, merged_into, outlets, origins, change, content, aligned, revision, updated = row
    members = connection.execute("SELECT name FROM articles WHERE event = ? ORDER BY arrival", (name,))
    return EventRecord(
        name=str(name),
        title=str(title),
        start=date.fromisoformat(str(start)) if start else None,
        end=date.fromisoformat(str(end)) if end else None,
        articles=tuple(member for (member,) in members),
        merged_into=str(merged_into or ""),
        outlets=int(str(outlets)),
        origins=int(str(origins)),
        change=int(str(change)),
        content=int(str(content)),
        aligned=int(str(aligned)),
        revision=int(str(revision)),
        updated=datetime.fromtimestamp(float(str(updated)), UTC),
    )


def _event(connection: sqlite3.Connection, name: str) -> EventRecord:
    row = connection.execute(f"{_EVENT} WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise NotFound(name)
    return _record(connection, row)


def _kept(connection: sqlite3.Connection, event: str, revision: int) -> tuple[str, int]:
    """(event, revision) of a kept alignment, merges followed."""
    row = connection.execute("SELECT merged_into, revision FROM events WHERE name = ?", (event,)).fetchone()
    if row is None:
        raise NotFound(event)
    if row[0] is not None:
        event = row[0]
        row = connection.execute("SELECT NULL, revision FROM events WHERE name = ?", (event,)).fetchone()
    current = int(row[1])
    if current == 0:
        raise AlignmentNotReady(f"{event}/alignment")
    if revision and (revision > current or revision <= current - KEPT_REVISIONS):
        raise RevisionNotKept(revision, current)
    return event, revision or current


def _save(connection: sqlite3.Connection, batch: Batch, texts: Sequence[bytes]) -> None:
    if batch.cursor < _state(connection, "cursor"):
        return  # an older reader of the feed; what it brings is stored
    touched: dict[str, None] = {}
    for placement, text in zip(batch.placements, texts, strict=True):
        article = placement.article
        event = _open_event(connection, placement.event)
        connection.execute(
            "INSERT INTO events (name, founded, title, outlets, origins, change, content, updated)"
            " VALUES (?, (SELECT coalesce(max(founded), 0) + 1 FROM events), '', 0, 0, ?, 0, 0)"
            " ON CONFLICT (name) DO NOTHING",
            (event, -placement.sequence - 1),  # replaced below, unique until then
        )
        old = connection.execute(
            "SELECT version, event FROM articles WHERE name = ?", (article.name,)
        ).fetchone()
        if old == (article.version, event):
            continue  # delivered before
        day = article.published.day
        connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET version = excluded.version, sequence = excluded.sequence,"
            " event = excluded.event, source = excluded.source, day = excluded.day, title = excluded.title,"
            " sketch = excluded.sketch, vector = excluded.vector, encoder = excluded.encoder",
            (
                article.name,
                article.version,
                placement.sequence,
                placement.sequence,
                event,
                article.source,
                day.isoformat() if day else None,
                article.title,
                placement.sketch,
                placement.vector,
                placement.encoder,
            ),
        )
        connection.execute(
            "INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", (article.name, article.version, text)
        )
        if old is not None and old[0] != article.version:
            _drop_texts(connection, [(article.name, old[0])])
        touched[event] = None
    for loser, winner in batch.merges:
        winner = _open_event(connection, winner)
        if loser == winner or _open_event(connection, loser) != loser:
            continue  # merged before
        _merge(connection, loser, winner)
        touched.pop(loser, None)
        touched[winner] = None
    for event in touched:
        _touch(connection, event, batch.titles.get(event))
    connection.execute("UPDATE state SET value = ? WHERE name = 'cursor'", (batch.cursor,))


def _open_event(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute("SELECT merged_into FROM events WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row and row[0] is not None else name


def _merge(connection: sqlite3.Connection, loser: str, winner: str) -> None:
    connection.execute("UPDATE articles SET event = ? WHERE event = ?", (winner, loser))
    connection.execute("UPDATE events SET merged_into = ? WHERE merged_into = ?", (winner, loser))
    _drop_alignments(connection, loser)
    connection.execute(
        "UPDATE events SET merged_into = ?, start_day = NULL, end_day = NULL, outlets = 0, origins = 0,"
        " revision = 0, change = ?, updated = ? WHERE name = ?",
        (winner, _next_change(connection), time.time(), loser),
    )


def _touch(connection: sqlite3.Connection, event: str, title: str | None) -> None:
    change = _next_change(connection)
    connection.execute(
        "UPDATE events SET title = coalesce(?, title), change = ?, content = ?, updated = ?,"
        " (start_day, end_day, outlets) ="
        "   (SELECT min(day), max(day), count(DISTINCT source) FROM articles WHERE event = ?),"
        " origins = max(origins, 1) WHERE name = ?",
        (title, change, change, time.time(), event, event),
    )


def _drop_alignments(connection: sqlite3.Connection, event: str, before: int | None = None) -> None:
    """Remove alignments of an event, those below a revision only when one is given."""
    limit = before if before is not None else 1 << 62
    used = connection.execute(
        "SELECT DISTINCT article, version FROM aligned_articles WHERE event = ? AND revision < ?",
        (event, limit),
    ).fetchall()
    for table in ("alignments", "aligned_articles", "relations", "claims"):
        connection.execute(f"DELETE FROM {table} WHERE event = ? AND revision < ?", (event, limit))
    _drop_texts(connection, used)


def _drop_texts(connection: sqlite3.Connection, texts: Iterable[tuple[str, str]]) -> None:
    """Remove those of the texts that are neither current nor part of a kept alignment."""
    connection.executemany(
        "DELETE FROM texts WHERE article = ?1 AND version = ?2"
        " AND NOT EXISTS (SELECT 1 FROM articles WHERE name = ?1 AND version = ?2)"
        " AND NOT EXISTS (SELECT 1 FROM aligned_articles WHERE article = ?1 AND version = ?2)",
        texts,
    )


def _next_change(connection: sqlite3.Connection) -> int:
    connection.execute("UPDATE state SET value = value + 1 WHERE name = 'change'")
    return _state(connection, "change")


def _state(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()[0])


def _blobs(connection: sqlite3.Connection, query: str, values: Sequence[object]) -> list[bytes]:
    return [blob for (blob,) in connection.execute(query, values)]


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _parts(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[start : start + _MOST_VARIABLES] for start in range(0, len(names), _MOST_VARIABLES)]


def _source(statement: str) -> str:
    """`sources/{source}` of a statement's name."""
    return "/".join(statement.split("/", 2)[:2])
