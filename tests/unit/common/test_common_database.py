"""The database: batched writes, consistent reads, migrations, failures."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.common.database import Database, migrate, statements
from services.common.errors import BackendUnavailable, NotFound

SCHEMA = """
CREATE TABLE things (id INTEGER PRIMARY KEY, word TEXT NOT NULL); -- with a semicolon; in a comment
CREATE TRIGGER no_bad BEFORE INSERT ON things WHEN new.word = 'bad' BEGIN
  SELECT raise(ABORT, 'bad; word');
END;
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "sql"
    folder.mkdir()
    (folder / "0001_things.sql").write_text(SCHEMA, encoding="utf-8")
    return folder


@pytest.fixture
async def database(tmp_path: Path, migrations: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/things.db", migrations, busy_seconds=0.1)
    await made.open()
    yield made
    await made.close()


def _insert(number: int, word: str = "x") -> object:
    def fn(connection: sqlite3.Connection) -> int:
        connection.execute("INSERT INTO things VALUES (?, ?)", (number, word))
        return number

    return fn


def _ids(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT id FROM things ORDER BY id")]


async def test_write_is_durable_when_it_returns(database: Database, tmp_path: Path) -> None:
    assert await database.write(_insert(1)) == 1
    other = sqlite3.connect(tmp_path / "things.db")
    assert _ids(other) == [1]
    other.close()


async def test_write_undoes_only_what_failed(database: Database) -> None:
    async def one(number: int) -> int:
        def fn(connection: sqlite3.Connection) -> int:
            _insert(number)(connection)
            if number % 3 == 0:
                raise NotFound(f"things/{number}")
            return number

        return await database.write(fn)

    answers = await asyncio.gather(*(one(number) for number in range(30)), return_exceptions=True)
    kept = [number for number in range(30) if number % 3]
    assert [answer for answer in answers if isinstance(answer, int)] == kept
    assert all(isinstance(answers[number], NotFound) for number in range(0, 30, 3))
    assert await database.read(_ids) == kept


async def test_writes_of_concurrent_callers_share_a_transaction(database: Database) -> None:
    first_runs, go_on = threading.Event(), threading.Event()

    def block(connection: sqlite3.Connection) -> None:
        first_runs.set()
        go_on.wait(5)

    def changes(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])

    before = await database.read(changes)
    blocked = asyncio.ensure_future(database.write(block))
    await asyncio.to_thread(first_runs.wait, 5)
    waiting = [asyncio.ensure_future(database.write(_insert(number))) for number in range(50)]
    await asyncio.sleep(0)
    assert database.queued == 50
    go_on.set()
    await asyncio.gather(blocked, *waiting)
    # The reader sees one change of the file for all fifty. (Another one is allowed for the blocking write.)
    assert await database.read(changes) - before <= 2
    assert len(await database.read(_ids)) == 50


async def test_writes_that_begin_in_order_are_done_in_order(database: Database) -> None:
    order: list[int] = []
    await asyncio.gather(*(database.write(lambda _, n=n: order.append(n)) for n in range(100)))
    assert order == list(range(100))


async def test_write_of_a_caller_that_went_away_is_dropped(database: Database) -> None:
    runs, go_on = threading.Event(), threading.Event()

    def block(connection: sqlite3.Connection) -> None:
        runs.set()
        go_on.wait(5)

    blocked = asyncio.ensure_future(database.write(block))
    await asyncio.to_thread(runs.wait, 5)
    gone = asyncio.ensure_future(database.write(_insert(1)))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await blocked
    assert await database.read(_ids) == []


async def test_write_defects_stay_defects(database: Database) -> None:
    await database.write(_insert(1))
    with pytest.raises(sqlite3.IntegrityError):
        await database.write(_insert(1))
    with pytest.raises(sqlite3.IntegrityError):
        await database.write(_insert(2, "bad"))
    assert await database.write(_insert(3)) == 3


async def test_write_survives_an_error_that_ends_the_transaction(database: Database) -> None:
    def end(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT OR ROLLBACK INTO things VALUES (1, 'y')")

    await database.write(_insert(1))
    with pytest.raises((BackendUnavailable, sqlite3.IntegrityError)):
        await database.write(end)
    assert await database.write(_insert(2)) == 2
    assert await database.read(_ids) == [1, 2]


async def test_write_is_unavailable_while_another_process_holds_the_lock(
    database: Database, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "things.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BackendUnavailable) as caught:
        await database.write(_insert(1))
    assert caught.value.metadata == {"backend": "database"}
    other.execute("ROLLBACK")
    other.close()
    assert await database.write(_insert(1)) == 1


async def test_write_is_unavailable_when_the_disk_is_full(database: Database) -> None:
    def fill(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("INSERT INTO things VALUES (1, ?)", ("x" * 100_000,))

    def grow(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA max_page_count = 1000000")

    with pytest.raises(BackendUnavailable):
        await database.write(fill)
    await database.write(grow)
    assert await database.write(_insert(2)) == 2
    assert await database.read(_ids) == [2]


async def test_read_refuses_to_write(database: Database) -> None:
    with pytest.raises(BackendUnavailable):
        await database.read(_insert(1))
    assert await database.read(_ids) == []


async def test_read_and_write_are_unavailable_before_open_and_after_close(
    tmp_path: Path, migrations: Path
) -> None:
    database = Database("sqlite://", migrations)
    with pytest.raises(BackendUnavailable):
        await database.read(_ids)
    await database.open()
    await database.write(_insert(1))
    await database.close()
    with pytest.raises(BackendUnavailable):
        await database.write(_insert(2))


async def test_private_databases_are_apart_and_leave_nothing(migrations: Path) -> None:
    one, other = Database("sqlite://", migrations), Database("sqlite://", migrations)
    await one.open()
    await other.open()
    await one.write(_insert(1))
    assert await other.read(_ids) == []
    folder = Path(str(one._private))
    assert folder.is_dir()  # noqa: ASYNC240
    await one.close()
    await other.close()
    assert not folder.exists()  # noqa: ASYNC240


async def test_open_is_unavailable_when_the_path_cannot_be_used(tmp_path: Path, migrations: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database, and it is long enough to be looked at" * 100)
    for path in (tmp_path / "file" / "x.db", tmp_path, broken):
        database = Database(f"sqlite:///{path}", migrations)
        with pytest.raises(BackendUnavailable):
            await database.open()
        await database.close()


@pytest.mark.parametrize(
    "url", ["", "things.db", "postgresql://x/y", "sqlite:things.db", "sqlite:///", "sqlite://x"]
)
def test_url_that_is_not_understood_is_refused(url: str, migrations: Path) -> None:
    with pytest.raises(ValueError, match="sqlite:///"):
        Database(url, migrations)


def test_migrate_applies_each_file_once_and_in_order(migrations: Path) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, migrations)
    connection.execute("INSERT INTO things VALUES (1, 'x')")
    (migrations / "0002_more.sql").write_text("ALTER TABLE things ADD COLUMN size INTEGER;", encoding="utf-8")
    migrate(connection, migrations)
    migrate(connection, migrations)
    assert connection.execute("SELECT id, size FROM things").fetchall() == [(1, None)]
    assert connection.execute("SELECT number, name FROM migrations").fetchall() == [
        (1, "things"),
        (2, "more"),
    ]


def test_migrate_undoes_a_file_that_fails(migrations: Path) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    (migrations / "0002_bad.sql").write_text(
        "CREATE TABLE half (x); CREATE TABLE things (x);", encoding="utf-8"
    )
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, migrations)
    assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []
    (migrations / "0002_bad.sql").write_text("CREATE TABLE half (x);", encoding="utf-8")
    migrate(connection, migrations)


def test_migrate_refuses_a_gap_and_a_newer_database(migrations: Path) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    (migrations / "0003_later.sql").write_text("CREATE TABLE later (x);", encoding="utf-8")
    with pytest.raises(ValueError, match="gap"):
        migrate(connection, migrations)
    (migrations / "0003_later.sql").rename(migrations / "0002_later.sql")
    migrate(connection, migrations)
    (migrations / "0002_later.sql").unlink()
    with pytest.raises(sqlite3.DatabaseError, match="newer"):
        migrate(connection, migrations)


def test_statements_are_cut_where_they_end() -> None:
    assert len(list(statements(SCHEMA))) == 2
    with pytest.raises(ValueError, match="without an end"):
        list(statements("CREATE TABLE x (y)"))
