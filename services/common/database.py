"""SQLite: one writer thread that batches, a few readers, numbered SQL files as migrations.

Writes of concurrent callers share a transaction, each in a savepoint of its own, so that a burst costs one
disk flush; a write that fails is undone alone. `write` returns after the commit, which is flushed to disk
(``synchronous=FULL``: nothing slower than NORMAL when batched, and safe against power loss).
"""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from services.common.errors import BackendUnavailable

logger = logging.getLogger(__name__)

T = TypeVar("T")

_MIGRATION = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_BATCH = 128
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-8192",  # KiB
)


@dataclass(slots=True)
class _Write:
    fn: Callable[[sqlite3.Connection], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class Database:
    """The database of one service.

    ``url`` is ``sqlite:///relative.db``, ``sqlite:////absolute.db``, or ``sqlite://`` for a private one that
    is deleted when it is closed. ``migrations`` is a folder of files ``0001_what.sql``, applied in order.
    ``busy_seconds`` is how long to wait for a lock that another process holds.
    """

    def __init__(self, url: str, migrations: Path, *, readers: int = 2, busy_seconds: float = 5.0) -> None:
        self._path = _path(url)
        self._migrations = migrations
        self._busy_seconds = busy_seconds
        self._queue: SimpleQueue[_Write | None] = SimpleQueue()
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="database-read")
        self._writer: threading.Thread | None = None
        self._private: str | None = None

    async def open(self) -> None:
        """Opens and migrates. Raises `BackendUnavailable` when the file cannot be used."""
        await asyncio.get_running_loop().run_in_executor(self._readers, self._open)

    async def close(self) -> None:
        """Ends after the queued writes are committed."""
        await asyncio.to_thread(self._close)

    @property
    def queued(self) -> int:
        """Writes that wait for the writer now."""
        return self._queue.qsize()

    async def write(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """``fn(connection)`` in a transaction, committed before this returns.

        ``fn`` runs in the writer thread; what it raises undoes its changes and is raised here. Errors of
        the database become `BackendUnavailable`.
        """
        if self._writer is None:
            raise BackendUnavailable("database")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue.put(_Write(fn, loop, future))
        return await future

    async def read(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        """``fn(connection)`` on one consistent snapshot; the connection refuses to write."""
        if self._writer is None:
            raise BackendUnavailable("database")
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, fn)

    # --- in threads ----------------------------------------------------------------------------------

    def _open(self) -> None:
        path = self._path
        try:
            if path is None:
                self._private = tempfile.mkdtemp(prefix="mizan-")
                path = Path(self._private) / "private.db"
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._path = path
            connection = self._connect()
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            migrate(connection, self._migrations)
        except (sqlite3.Error, OSError) as error:
            logger.error("the database %s cannot be opened", path, exc_info=error)
            raise BackendUnavailable("database") from None
        self._writer = threading.Thread(
            target=self._write_loop, args=(connection,), name="database-write", daemon=True
        )
        self._writer.start()

    def _close(self) -> None:
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join()
            self._writer = None
        self._readers.shutdown(wait=True)
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        if self._private is not None:
            shutil.rmtree(self._private, ignore_errors=True)

    def _connect(self) -> sqlite3.Connection:
        # Closed by the thread that closes the database, hence no check of the thread.
        connection = sqlite3.connect(
            str(self._path), timeout=self._busy_seconds, isolation_level=None, check_same_thread=False
        )
        with self._lock:
            self._connections.append(connection)
        return connection

    def _read(self, fn: Callable[[sqlite3.Connection], T]) -> T:
        try:
            connection = getattr(self._local, "connection", None)
            if connection is None:
                connection = self._connect()
                connection.execute("PRAGMA query_only=ON")
                self._local.connection = connection
            connection.execute("BEGIN")
            try:
                return fn(connection)
            finally:
                connection.execute("ROLLBACK")
        except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
            raise _translated(error) from None

    def _write_loop(self, connection: sqlite3.Connection) -> None:
        ended = False
        while not ended:
            first = self._queue.get()
            batch: list[_Write] = []
            while True:
                if first is None:
                    ended = True
                    break
                if not first.future.cancelled():  # a caller that has gone takes its write with it
                    batch.append(first)
                if len(batch) >= _BATCH or self._queue.empty():
                    break
                first = self._queue.get()
            if batch:
                self._commit(connection, batch)
                _answer(batch)

    def _commit(self, connection: sqlite3.Connection, batch: list[_Write]) -> None:
        try:
            connection.execute("BEGIN IMMEDIATE")
            for write in batch:
                self._attempt(connection, write)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            # The batch as a whole is lost: nothing of it is stored, so nobody is told otherwise.
            failure = _translated(error)
            for write in batch:
                write.result, write.error = None, write.error or failure
            if connection.in_transaction:
                try:
                    connection.execute("ROLLBACK")
                except sqlite3.Error as second:
                    logger.error("rollback failed", exc_info=second)

    @staticmethod
    def _attempt(connection: sqlite3.Connection, write: _Write) -> None:
        connection.execute("SAVEPOINT one")
        try:
            write.result = write.fn(connection)
        except BaseException as error:
            write.error = _translated(error) if isinstance(error, sqlite3.Error) else error
            if not connection.in_transaction:
                raise sqlite3.OperationalError("the transaction was ended by an error") from error
            connection.execute("ROLLBACK TO one")
        connection.execute("RELEASE one")


def migrate(connection: sqlite3.Connection, folder: Path) -> None:
    """Applies the files of ``folder`` that were not applied yet, each in a transaction of its own.

    Raises `sqlite3.DatabaseError` when the database was migrated by a newer program.
    """
    files = sorted(
        (int(match[1]), match[2], path)
        for path in folder.glob("*.sql")
        if (match := _MIGRATION.fullmatch(path.name))
    )
    if not files or [number for number, _, _ in files] != list(range(1, len(files) + 1)):
        raise ValueError(f"{folder} must hold files 0001_what.sql, 0002_what.sql ... without a gap")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations"
        " (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at REAL NOT NULL)"
    )
    for number, name, path in files:
        connection.execute("BEGIN IMMEDIATE")
        try:
            done = connection.execute("SELECT 1 FROM migrations WHERE number = ?", (number,)).fetchone()
            if not done:
                for statement in statements(path.read_text(encoding="utf-8")):
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (number, name, time.time()))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    newest = connection.execute("SELECT max(number) FROM migrations").fetchone()[0]
    if newest > len(files):
        raise sqlite3.DatabaseError(
            f"the database has migration {newest}, this program knows {len(files)}: use a newer program"
        )


def statements(script: str) -> Iterator[str]:
    """The single statements of an SQL script."""
    pending = ""
    for piece in re.findall(r"[^;]*;|[^;]+$", script):
        pending += piece
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if re.sub(r"--.*", "", pending).strip():
        raise ValueError(f"statement without an end: {pending.strip()[:80]}")


def _path(url: str) -> Path | None:
    scheme, separator, rest = url.partition("://")
    if scheme != "sqlite" or not separator or (rest and (not rest.startswith("/") or rest == "/")):
        raise ValueError(
            f"database URL {url!r}: use sqlite:///file.db, sqlite:////absolute/file.db or sqlite://"
        )
    return Path(rest[1:]) if rest else None


def _translated(error: BaseException) -> BaseException:
    """Failures of the engine become `BackendUnavailable`; wrong SQL or values stay what they are: defects."""
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return error
    if isinstance(error, sqlite3.Error):
        logger.error("the database failed", exc_info=error)
        return BackendUnavailable("database")
    return error


def _answer(batch: list[_Write]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Write]] = {}
    for write in batch:
        by_loop.setdefault(write.loop, []).append(write)
    for loop, writes in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, writes)


def _resolve(writes: list[_Write]) -> None:
    for write in writes:
        if write.future.done():
            continue
        if write.error is not None:
            write.future.set_exception(write.error)
        else:
            write.future.set_result(write.result)
