"""Copies in the SQLite store: which earlier article does a text repeat.

The algorithm is `services.ingest.dedupe`'s; here its marks are rows. Only texts of about the same days are
compared, and a mark that too many of them share is passed over, so a search costs the same in a large store.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from heapq import nlargest

from services.common.domain import Duplicate
from services.ingest.dedupe import WINDOW_DAYS, Fingerprint, copy_similarity, kind_of, similarity

_UNDATED = -1
_CROWDED = 200  # texts that share a mark, above which it tells nothing
_VERIFIED = 12  # candidates that are compared in full
_SHARED = 0.25  # of the smaller number of marks; a copy shares about as many as of pairs, over half
_WHOLE = 0.9  # a copy that is so like its parent is found through the parent: it needs no marks of its own


@dataclass(frozen=True, slots=True)
class _Held:
    """An earlier text."""

    article: int
    name: str
    parent: str | None
    day: int | None
    print: Fingerprint


@dataclass(frozen=True, slots=True)
class Repeats:
    """What a text repeats, and whether later copies of it are found through that."""

    duplicate: Duplicate
    covered: bool


def find_parent(
    connection: sqlite3.Connection, name: str, day: date | None, print_: Fingerprint
) -> Repeats | None:
    """What the text of the article ``name`` repeats: the earliest stored of all its copies, or None."""
    if not len(print_.pairs):
        return None
    found: list[tuple[_Held, float]] = []
    own = print_.marks
    marks = len(own)
    exact = _exact(connection, print_, day)
    shared = _sharing(connection, own, day)
    likely = nlargest(_VERIFIED, shared.items(), key=lambda item: (item[1], -item[0]))
    for article, count in (*((article, marks) for article in exact), *likely):
        held = _load(connection, article, day, count, marks)
        if held is not None and held.name != name and (score := copy_similarity(print_, held.print)):
            found.append((held, score))
    if not found:
        return None
    first, score = min(found, key=lambda item: item[0].article)
    parent = first
    if first.parent is not None and first.parent != name:
        # A copy of a copy names the first of them all.
        root = connection.execute(
            "SELECT first_sequence FROM articles WHERE name = ?", (first.parent,)
        ).fetchone()
        held = _load(connection, root[0], None, marks, marks) if root else None
        if held is not None:
            parent, score = held, similarity(print_, held.print)
    # A parent of other days falls out of the window before its copies: then the copy stands for it.
    if day is None or parent.day is None:
        recent = day is None and parent.day is None
    else:
        recent = abs(day.toordinal() - parent.day) * 2 <= WINDOW_DAYS
    return Repeats(
        Duplicate(parent.name, kind_of(print_, parent.print), score), covered=recent and score >= _WHOLE
    )


def remember(
    connection: sqlite3.Connection, article: int, day: date | None, print_: Fingerprint, *, covered: bool
) -> None:
    """Holds the text of ``article`` (its first sequence number) in place of an earlier one.

    A ``covered`` copy is found again by its very words only. So a wire that hundreds reprint does not crowd
    its own marks.
    """
    old = connection.execute("SELECT day, print FROM prints WHERE article = ?", (article,)).fetchone()
    if old is not None:
        period = _period(date.fromordinal(old[0]) if old[0] is not None else None)
        connection.executemany(
            "DELETE FROM marks WHERE mark = ? AND period = ? AND article = ?",
            [(mark, period, article) for mark in Fingerprint.from_bytes(old[1]).marks],
        )
    marks = print_.marks
    connection.execute(
        "INSERT OR REPLACE INTO prints VALUES (?, ?, ?, ?, ?)",
        (article, day.toordinal() if day else None, print_.exact, len(marks), print_.to_bytes()),
    )
    if covered:
        return
    period = _period(day)
    connection.executemany("INSERT INTO marks VALUES (?, ?, ?)", [(mark, period, article) for mark in marks])


def _period(day: date | None) -> int:
    return day.toordinal() // WINDOW_DAYS if day else _UNDATED


def _exact(connection: sqlite3.Connection, print_: Fingerprint, day: date | None) -> list[int]:
    rows = connection.execute(
        "SELECT article FROM prints WHERE exact = ?1 AND (?2 IS NULL OR day IS NULL OR abs(day - ?2) <= ?3)"
        " ORDER BY article LIMIT ?4",
        (print_.exact, day.toordinal() if day else None, WINDOW_DAYS, _VERIFIED),
    )
    return [article for (article,) in rows]


def _sharing(connection: sqlite3.Connection, marks: list[int], day: date | None) -> dict[int, int]:
    """How many marks each earlier text of about the same days shares."""
    shared: dict[int, int] = {}
    query = "SELECT article FROM marks WHERE mark = ?"
    periods: tuple[int, ...] = ()
    if day is not None:
        here = _period(day)
        periods = (_UNDATED, here - 1, here, here + 1)
        query += " AND period IN (?, ?, ?, ?)"
    query += f" LIMIT {_CROWDED + 1}"
    cursor = connection.cursor()
    for mark in marks:
        articles = cursor.execute(query, (mark, *periods)).fetchall()
        if articles and len(articles) <= _CROWDED:
            for (article,) in articles:
                shared[article] = shared.get(article, 0) + 1
    return shared


def _load(
    connection: sqlite3.Connection, article: int, day: date | None, shared: int, marks: int
) -> _Held | None:
    """An earlier text, None when it is of other days or shares too few of the smaller number of marks."""
    row = connection.execute(
        "SELECT a.name, a.parent, p.day, p.marks, p.print FROM prints p"
        " JOIN articles a ON a.first_sequence = p.article WHERE p.article = ?",
        (article,),
    ).fetchone()
    if row is None:
        return None
    name, parent, held_day, held_marks, stored = row
    if day is not None and held_day is not None and abs(day.toordinal() - held_day) > WINDOW_DAYS:
        return None
    if shared < _SHARED * min(marks, held_marks):
        return None
    return _Held(article, name, parent, held_day, Fingerprint.from_bytes(stored))
