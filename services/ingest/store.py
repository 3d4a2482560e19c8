"""Where articles are kept: the promise (`ArticleStore`) and its SQLite engine.

Everything about one article is written in one transaction: the version, which is also its entry in the
outbox, the row that lists filter by, the marks that find its copies, and the answer to its request id.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from mizan.v1 import ingest_service_pb2 as api
from mizan.v1 import resources_pb2 as pb
from services.common.convert import article_to_proto, duplicate_to_proto, time_to_proto
from services.common.database import Database
from services.common.domain import Article
from services.common.errors import RequestIdReused
from services.ingest import copies
from services.ingest.dedupe import Fingerprint

REQUEST_ID_DAYS = 7
# One page or feed answer stays well below the largest message.
PAGE_BYTES = 24 * 1024 * 1024

Outcome = api.IngestArticleResponse.Outcome


@dataclass(frozen=True, slots=True)
class Request:
    """A request that its caller made idempotent: its id and a hash of all the rest of it."""

    id: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that is ready to be stored. Made off the writer thread, for all of it costs time.

    ``input`` is a hash of what the caller sent. ``fingerprint`` is a hash of what makes a version.
    """

    article: Article
    input: bytes
    fingerprint: bytes
    message: pb.Article
    head: pb.Article
    print: Fingerprint

    @classmethod
    def of(cls, article: Article, input_hash: bytes) -> Candidate:
        """Prepares ``article``; the store alone adds what it repeats and when it was stored."""
        message = article_to_proto(article)
        head = pb.Article()
        head.CopyFrom(message)
        for field in BODY_FIELDS:
            head.ClearField(field)
        return cls(article, input_hash, version_fingerprint(article), message, head, Fingerprint.of(article))


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done with an article, and the article as stored."""

    outcome: Outcome
    article: pb.Article
    sequence: int
    repeated: bool = False  # this is the first answer to the same request id, once more


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list asks for. Times are Unix seconds; "" and None do not filter."""

    source: str = ""
    language: str = ""
    published_from: float | None = None
    published_before: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Articles in order of their first version, each with its position in that order.

    ``more`` says that others follow. A page ends early when its articles are large.
    """

    articles: tuple[tuple[int, pb.Article], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """Versions in commit order with their sequence numbers and how many more wait behind them.

    ``oldest`` is when the first of them was stored, Unix seconds.
    """

    versions: tuple[tuple[int, pb.Article], ...]
    backlog: int
    oldest: float | None


# Fields that make an article large.
BODY_FIELDS = ("text", "statements", "cuts")


class ArticleStore(Protocol):
    """Keeps articles by name, every version of them, and the order in which versions came.

    All methods raise `BackendUnavailable` when the engine fails; then nothing was changed.
    """

    @property
    def queued(self) -> int:
        """Writes that wait now."""

    async def open(self) -> None:
        """Opens and migrates."""

    async def close(self) -> None:
        """Ends after all writes that were begun."""

    async def known(self, name: str, input_hash: bytes, request: Request | None) -> Answer | None:
        """The answer when the work was done before, else None.

        That is the first answer to ``request``, or, when the latest version of ``name`` was made from this
        very input, that version: UNCHANGED, and remembered as the first answer to ``request``. Raises
        `RequestIdReused` when the id was used with another payload in the last 7 days.
        """

    async def put(self, candidate: Candidate, request: Request | None) -> Answer:
        """Stores a version unless the latest one is the same. Durable when this returns.

        A ``request`` that was answered before gets that answer again and nothing is stored. Raises
        `RequestIdReused`. Puts that are begun in order are done in order.
        """

    async def preview(self, candidate: Candidate) -> Answer:
        """What `put` would return, without a time and with sequence 0. Stores nothing."""

    async def get(self, names: Sequence[str], *, heads: bool = False) -> list[pb.Article | None]:
        """The latest version of each name, None where there is none. ``heads``: without `BODY_FIELDS`."""

    async def list(self, listing: Listing, after: int, limit: int, *, heads: bool) -> Page:
        """At most ``limit`` articles, oldest stored first, at positions above ``after`` (0 for all)."""

    async def changes(self, after: int, limit: int) -> Changes:
        """At most ``limit`` versions with a sequence number above ``after``; fewer when they are large."""

    async def last_sequence(self) -> int:
        """Sequence number of the last stored version, 0 when there is none."""


def version_fingerprint(article: Article) -> bytes:
    """A hash of all that makes a new version when it changes: the text and what a caller may correct."""
    published = article.published
    digest = blake2b(digest_size=16)
    for part in (
        article.version,
        article.title,
        article.outlet,
        article.language,
        published.source.value,
        published.start.isoformat() if published.start else "",
        published.end.isoformat() if published.end else "",
    ):
        raw = part.encode()
        digest.update(len(raw).to_bytes(4, "big") + raw)
    return digest.digest()


class SqliteStore:
    """`ArticleStore` on SQLite. ``clock`` gives Unix seconds; tests move it."""

    def __init__(
        self, url: str, *, clock: Callable[[], float] = time.time, busy_seconds: float = 5.0
    ) -> None:
        self.database = Database(url, Path(__file__).parent / "sql", busy_seconds=busy_seconds)
        self._clock = clock
        self._pruned = 0.0

    @property
    def queued(self) -> int:
        return self.database.queued

    async def open(self) -> None:
        await self.database.open()

    async def close(self) -> None:
        await self.database.close()

    async def known(self, name: str, input_hash: bytes, request: Request | None) -> Answer | None:
        def read(connection: sqlite3.Connection) -> Answer | None:
            if request is not None and (first := self._answered(connection, request)) is not None:
                return first
            row = connection.execute(
                "SELECT v.sequence, v.article FROM articles a JOIN versions v ON v.sequence = a.sequence"
                " WHERE a.name = ? AND a.input = ?",
                (name, input_hash),
            ).fetchone()
            if row is None:
                return None
            return Answer(api.IngestArticleResponse.UNCHANGED, pb.Article.FromString(row[1]), row[0])

        found = await self.database.read(read)
        if found is None or request is None or found.repeated:
            return found
        # Somebody else may have used the id since the look: the write decides.
        return await self.database.write(lambda connection: self._remember(connection, found, request))

    async def put(self, candidate: Candidate, request: Request | None) -> Answer:
        return await self.database.write(lambda connection: self._put(connection, candidate, request))

    async def preview(self, candidate: Candidate) -> Answer:
        def read(connection: sqlite3.Connection) -> Answer:
            message = pb.Article()
            message.CopyFrom(candidate.message)
            self._link(connection, candidate, message)
            return Answer(api.IngestArticleResponse.OUTCOME_UNSPECIFIED, message, 0)

        return await self.database.read(read)

    async def get(self, names: Sequence[str], *, heads: bool = False) -> list[pb.Article | None]:
        column = "head" if heads else "article"

        def read(connection: sqlite3.Connection) -> list[pb.Article | None]:
            found: list[pb.Article | None] = []
            for name in names:
                row = connection.execute(
                    f"SELECT v.{column} FROM articles a JOIN versions v ON v.sequence = a.sequence"
                    " WHERE a.name = ?",
                    (name,),
                ).fetchone()
                found.append(pb.Article.FromString(row[0]) if row else None)
            return found

        return await self.database.read(read)

    async def list(self, listing: Listing, after: int, limit: int, *, heads: bool) -> Page:
        conditions, values = ["a.first_sequence > ?"], [after]
        for condition, value in (
            ("a.source = ?", listing.source or None),
            ("a.language = ?", listing.language or None),
            ("a.published >= ?", listing.published_from),
            ("a.published < ?", listing.published_before),
        ):
            if value is not None:
                conditions.append(condition)
                values.append(value)  # type: ignore[arg-type]
        query = (
            f"SELECT a.first_sequence, v.{'head' if heads else 'article'}"
            " FROM articles a JOIN versions v ON v.sequence = a.sequence"
            f" WHERE {' AND '.join(conditions)} ORDER BY a.first_sequence LIMIT ?"
        )

        def read(connection: sqlite3.Connection) -> Page:
            found: list[tuple[int, pb.Article]] = []
            size = 0
            for position, blob in connection.execute(query, (*values, limit + 1)):
                size += len(blob)
                if len(found) == limit or (found and size > PAGE_BYTES):
                    return Page(tuple(found), more=True)
                found.append((position, pb.Article.FromString(blob)))
            return Page(tuple(found), more=False)

        return await self.database.read(read)

    async def changes(self, after: int, limit: int) -> Changes:
        def read(connection: sqlite3.Connection) -> Changes:
            found: list[tuple[int, pb.Article]] = []
            oldest, size = None, 0
            for sequence, stored_at, blob in connection.execute(
                "SELECT sequence, stored_at, article FROM versions WHERE sequence > ?"
                " ORDER BY sequence LIMIT ?",
                (after, limit),
            ):
                size += len(blob)
                if found and size > PAGE_BYTES:
                    break
                oldest = stored_at if oldest is None else oldest
                found.append((sequence, pb.Article.FromString(blob)))
            # Rows are never removed and sequence numbers have no gaps here, so a difference is a count.
            last = found[-1][0] if found else after
            return Changes(tuple(found), max(0, _last(connection) - last), oldest)

        return await self.database.read(read)

    async def last_sequence(self) -> int:
        return await self.database.read(_last)

    # --- in the writer thread ------------------------------------------------------------------------

    def _put(self, connection: sqlite3.Connection, candidate: Candidate, request: Request | None) -> Answer:
        if request is not None and (first := self._answered(connection, request)) is not None:
            return first
        article = candidate.article
        known = connection.execute(
            "SELECT sequence, fingerprint, input FROM articles WHERE name = ?", (article.name,)
        ).fetchone()
        if known is not None and known[1] == candidate.fingerprint:
            answer = self._keep(connection, candidate, known[0], known[2])
        else:
            answer = self._store(connection, candidate, new=known is None)
        return answer if request is None else self._remember(connection, answer, request)

    def _remember(self, connection: sqlite3.Connection, answer: Answer, request: Request) -> Answer:
        if (first := self._answered(connection, request)) is not None:
            return first
        now = self._clock()
        connection.execute(
            "INSERT OR REPLACE INTO requests VALUES (?, ?, ?, ?, ?)",
            (request.id, request.payload, int(answer.outcome), answer.sequence, now),
        )
        if now - self._pruned >= 3600:
            self._pruned = now
            connection.execute("DELETE FROM requests WHERE stored_at <= ?", (now - REQUEST_ID_DAYS * 86400,))
        return answer

    @staticmethod
    def _keep(connection: sqlite3.Connection, candidate: Candidate, sequence: int, known: bytes) -> Answer:
        if known != candidate.input:
            # Another page around the same story: the next time it is known without being read.
            connection.execute(
                "UPDATE articles SET input = ? WHERE name = ?", (candidate.input, candidate.article.name)
            )
        (blob,) = connection.execute(
            "SELECT article FROM versions WHERE sequence = ?", (sequence,)
        ).fetchone()
        return Answer(api.IngestArticleResponse.UNCHANGED, pb.Article.FromString(blob), sequence)

    def _store(self, connection: sqlite3.Connection, candidate: Candidate, *, new: bool) -> Answer:
        article, message, head = candidate.article, candidate.message, candidate.head
        now = self._clock()
        repeats = self._link(connection, candidate, message, head)
        stamp = time_to_proto(datetime.fromtimestamp(now, UTC))
        message.create_time.CopyFrom(stamp)
        head.create_time.CopyFrom(stamp)
        sequence = connection.execute(
            "INSERT INTO versions (name, stored_at, head, article) VALUES (?, ?, ?, ?)",
            (article.name, now, head.SerializeToString(), message.SerializeToString()),
        ).lastrowid
        if sequence is None:
            raise sqlite3.DatabaseError("the version got no sequence number")
        published = article.published.start.timestamp() if article.published.start else None
        connection.execute(
            "INSERT INTO articles (name, source, first_sequence, sequence, input, fingerprint, language,"
            " published, parent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET sequence = excluded.sequence, input = excluded.input,"
            " fingerprint = excluded.fingerprint, language = excluded.language,"
            " published = excluded.published, parent = excluded.parent",
            (
                article.name,
                article.source,
                sequence,
                sequence,
                candidate.input,
                candidate.fingerprint,
                article.language,
                published,
                repeats.duplicate.parent if repeats else None,
            ),
        )
        (first,) = connection.execute(
            "SELECT first_sequence FROM articles WHERE name = ?", (article.name,)
        ).fetchone()
        copies.remember(
            connection,
            first,
            article.published.day,
            candidate.print,
            covered=repeats is not None and repeats.covered,
        )
        outcome = api.IngestArticleResponse.CREATED if new else api.IngestArticleResponse.UPDATED
        return Answer(outcome, message, sequence)

    @staticmethod
    def _link(
        connection: sqlite3.Connection, candidate: Candidate, *messages: pb.Article
    ) -> copies.Repeats | None:
        """Notes in ``messages`` what the article repeats, and returns it."""
        article = candidate.article
        found = copies.find_parent(connection, article.name, article.published.day, candidate.print)
        if found is None:
            return None
        for message in messages:
            message.duplicate.CopyFrom(duplicate_to_proto(found.duplicate))
        return found

    def _answered(self, connection: sqlite3.Connection, request: Request) -> Answer | None:
        row = connection.execute(
            "SELECT r.payload, r.outcome, r.sequence, v.article FROM requests r"
            " JOIN versions v ON v.sequence = r.sequence WHERE r.request_id = ? AND r.stored_at > ?",
            (request.id, self._clock() - REQUEST_ID_DAYS * 86400),
        ).fetchone()
        if row is None:
            return None
        if row[0] != request.payload:
            raise RequestIdReused(request.id)
        return Answer(row[1], pb.Article.FromString(row[3]), row[2], repeated=True)


def _last(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT max(sequence) FROM versions").fetchone()
    return int(row[0] or 0)
