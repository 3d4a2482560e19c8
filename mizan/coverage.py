"""Reads coverage from files, folders and standard input: plain text, HTML pages, JSON Lines, JSON.

Nothing is cleaned here, the ingest service does that; this finds out where one article ends, and what a
file says about its outlet, address, title and date. JSON Lines are read a line at a time.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mizan.v1.ingest_service_pb2 import ArticleInput

TEXT = frozenset({".txt", ".text"})
HTML = frozenset({".html", ".htm", ".xhtml"})
LINES = frozenset({".jsonl", ".ndjson"})
JSON = frozenset({".json"})
KNOWN = TEXT | HTML | LINES | JSON
SEPARATOR = "--"  # a file "outlet--what.txt" names its outlet
STANDARD_INPUT = "-"
_STANDARD_INPUT_PLACE = "standard input"
_OWN = (b'"name": "sources/', b'<meta name="generator" content="Mizan')  # in the first bytes of our own files
_HEAD = 4096  # bytes in which they stand

_OUTLET = ("outlet", "source", "publisher", "site_name", "site", "newspaper", "media")
_URL = ("url", "link", "uri", "href", "permalink")
_PUBLISHED = (
    *("published_at", "published", "publish_time", "published_time", "publish_date", "published_date"),
    *("date_published", "datePublished", "pub_date", "pubDate", "date", "timestamp", "time"),
)
_TITLE = ("title", "headline", "head")
_CONTENT = ("text", "body", "content", "article", "story", "maintext", "html", "raw")
_LANGUAGE = ("language", "lang")


class Layout(Enum):
    """How the content of a page is to be read."""

    UNKNOWN = "unknown"
    TEXT = "text"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Page:
    """One article as a file has it. ``place`` tells people where it stands: a path, perhaps with a line."""

    place: str
    outlet: str
    content: bytes
    layout: Layout
    url: str = ""
    title: str = ""
    language: str = ""
    published: datetime | None = None

    def article_input(self) -> ArticleInput:
        """The page as the ingest service takes it."""
        article = ArticleInput(
            outlet=self.outlet,
            url=self.url,
            title=self.title,
            content=self.content,
            format=_FORMATS[self.layout],
            language=self.language,
        )
        if self.published is not None:
            article.publish_time.FromDatetime(self.published)
        return article


_FORMATS = {
    Layout.UNKNOWN: ArticleInput.Format.FORMAT_UNSPECIFIED,
    Layout.TEXT: ArticleInput.Format.TEXT,
    Layout.HTML: ArticleInput.Format.HTML,
}


class CoverageError(Exception):
    """Some of the input cannot be read; ``problems`` has one sentence for each, with its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def read(paths: Iterable[str | Path], outlet: str = "") -> list[Page]:
    """The articles of files, and of folders with everything below them, sorted by path.

    The path ``-`` is standard input. ``outlet`` overrides what the files say. Raises CoverageError, after
    looking at everything, when anything is missing, damaged or of an unknown kind, or when there is no
    article at all.
    """
    problems: list[str] = []
    pages = list(stream(paths, outlet, on_problem=problems.append))
    if problems:
        raise CoverageError(problems)
    return pages


def stream(
    paths: Iterable[str | Path], outlet: str = "", *, on_problem: Callable[[str], None]
) -> Iterator[Page]:
    """The articles one after the other, as `read` finds them; what cannot be read is told and passed over."""
    nothing = True

    def tell(problem: str) -> None:
        nonlocal nothing
        nothing = False
        on_problem(problem)

    for source in paths:
        for page in _pages(source, outlet, tell):
            nothing = False
            yield page
    if nothing:
        on_problem(f"no article found: files end in {', '.join(sorted(KNOWN))}")


def passed_over(paths: Iterable[str | Path]) -> Iterator[str]:
    """A sentence for each folder with files of a kind that is not read, such as PDF."""
    for folder in map(Path, paths):
        with suppress(OSError):  # who reads the folder tells that
            if others := [file for file in _visible(folder) if file.suffix.lower() not in KNOWN]:
                endings = sorted({file.suffix.lower() or file.name for file in others})
                yield f"{folder}: passed over, of another kind: {len(others)} ({', '.join(endings)})"


def written_by_mizan(file: Path) -> bool:
    """Whether a file is a report, or JSON that a command of ours wrote; False for one that cannot be read."""
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError:
        return False
    return any(mark in head for mark in _OWN)


def _pages(source: str | Path, outlet: str, tell: Callable[[str], None]) -> Iterator[Page]:
    if str(source) == STANDARD_INPUT:
        yield from _standard_input(outlet, tell)
        return
    for file in _files(Path(source), tell):
        try:
            yield from _pages_of(file, outlet, tell)
        except OSError as error:
            tell(f"{file}: cannot be read: {error.strerror or error}")


def _files(path: Path, tell: Callable[[str], None]) -> Iterator[Path]:
    """A file itself; all of a folder but hidden files and reports, which are not articles."""
    if path.is_dir():
        try:
            found = sorted(file for file in _visible(path) if file.suffix.lower() in KNOWN)
        except OSError as error:  # a folder that went away while it was read
            tell(f"{path}: cannot be read: {error.strerror or error}: {error.filename}")
            return
        yield from (file for file in found if not written_by_mizan(file))
    elif not path.exists():
        tell(f"{path}: there is no such file or folder")
    elif path.suffix.lower() not in KNOWN:
        tell(f"{path}: files must end in {', '.join(sorted(KNOWN))}")
    else:
        yield path


def _visible(folder: Path) -> Iterator[Path]:
    """The files in a folder and below it that are not hidden; none for what is no folder."""
    for path in folder.rglob("*"):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _pages_of(file: Path, outlet: str, tell: Callable[[str], None]) -> Iterator[Page]:
    suffix = file.suffix.lower()
    stem = _outlet_of(file)
    if suffix in TEXT:
        yield Page(str(file), outlet or stem, file.read_bytes(), Layout.TEXT)
    elif suffix in HTML:
        content = file.read_bytes()
        head = _Head.of(content)
        yield Page(str(file), outlet or head.outlet or stem, content, Layout.HTML, url=head.url)
    else:
        with file.open("rb") as opened:
            rows = (
                _whole_or_lines(str(file), opened, tell)
                if suffix in JSON
                else _lines(str(file), opened, tell)
            )
            yield from _records(rows, outlet, stem, tell)


def _outlet_of(file: Path) -> str:
    """The outlet that a file's name gives, whatever bytes and line ends the name is made of."""
    stem = os.fsencode(file.stem).decode("utf-8", "replace")
    return " ".join(stem.partition(SEPARATOR)[0].split()) or " ".join(stem.split())


def _standard_input(outlet: str, tell: Callable[[str], None]) -> Iterator[Page]:
    """JSON Lines as they arrive, or one JSON array or object."""
    place, opened = _STANDARD_INPUT_PLACE, sys.stdin.buffer
    first = b""
    while not first.strip():
        if not (line := opened.readline()):
            tell(f"{place}: is empty; it takes JSON Lines, one article a line, or a JSON array of articles")
            return
        first += line
    try:
        record = json.loads(first)
    except ValueError:  # the first line of something larger, or no JSON at all
        record = None
    if record == []:
        tell(f"{place}: holds no article")
        return
    lines = isinstance(record, Mapping) and not isinstance(record.get("articles"), list)
    rest = chain(first.splitlines(keepends=True), opened)
    rows = _lines(place, rest, tell) if lines else _whole_or_lines(place, rest, tell)
    yield from _records(rows, outlet, place, tell)


# --- JSON ----------------------------------------------------------------------------------------------


def _records(
    rows: Iterable[tuple[str, Any]], outlet: str, name: str, tell: Callable[[str], None]
) -> Iterator[Page]:
    """Pages of JSON objects; ``name`` stands for an outlet where nothing else does."""
    for place, record in rows:
        if not isinstance(record, Mapping):
            tell(f"{place}: is no JSON object")
            continue
        body = _first(record, _CONTENT)
        if not body.strip():
            tell(f"{place}: has no text; fields are called {', '.join(_CONTENT)}")
            continue
        when = _published(record)
        if isinstance(when, str):
            tell(f"{place}: cannot read the date {when!r}; write it as 2024-06-19T08:00:00Z")
            continue
        url = _first(record, _URL)
        yield Page(
            place,
            outlet or _first(record, _OUTLET).strip() or _host(url) or name,
            body.encode("utf-8", "surrogatepass"),
            Layout.UNKNOWN,
            url=url,
            title=_first(record, _TITLE).strip(),
            language=_first(record, _LANGUAGE).strip(),
            published=when,
        )


def _whole_or_lines(
    place: str, lines: Iterable[bytes], tell: Callable[[str], None]
) -> Iterator[tuple[str, Any]]:
    """The records of an array or of one object, each with its place; of JSON Lines if it is neither."""
    content = b"".join(lines)
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        tell(f"{place}: is not UTF-8 (byte {error.start})")
        return
    except json.JSONDecodeError:
        # Not splitlines(): it also cuts at characters that JSON strings may hold.
        found = content.split(b"\n")
        if any(line.lstrip().startswith(b"{") for line in found):
            yield from _lines(place, found, tell)
        else:
            tell(f"{place}: is no JSON; text and HTML are read from files that end in .txt and .html")
        return
    if isinstance(whole, Mapping) and isinstance(whole.get("articles"), list):
        whole = whole["articles"]
    rows = whole if isinstance(whole, list) else [whole]
    yield from ((f"{place} [{i}]", row) for i, row in enumerate(rows))


def _lines(place: str, lines: Iterable[bytes], tell: Callable[[str], None]) -> Iterator[tuple[str, Any]]:
    """The records of JSON Lines, each with its place."""
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            if text.strip():
                yield f"{place}:{number}", json.loads(text)
        except UnicodeDecodeError as error:
            tell(f"{place}:{number}: is not UTF-8 (byte {error.start} of the line)")
        except json.JSONDecodeError as error:
            tell(f"{place}:{number}: is no JSON: {error.msg} at column {error.colno}")


def _first(record: Mapping[str, Any], names: Iterable[str]) -> str:
    """The first of these fields that holds a text; an object that stands for an outlet gives its name."""
    for name in names:
        value = record.get(name)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("title")
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _published(record: Mapping[str, Any]) -> datetime | str | None:
    """The first date field that has a value; the value itself when it cannot be read."""
    for name in _PUBLISHED:
        value = record.get(name)
        if value is None or value == "":
            continue
        return _moment(value) or str(value)
    return None


def _moment(value: Any) -> datetime | None:
    """A time from ISO 8601, RFC 2822, year/month/day, or (milli)seconds since 1970; UTC if unsaid."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    if not isinstance(value, str):
        return None
    written = value.strip()
    for read_one in (datetime.fromisoformat, parsedate_to_datetime, _slashed):
        try:
            when = read_one(written)
        except (ValueError, TypeError, IndexError):
            continue
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    return None


def _slashed(written: str) -> datetime:
    return datetime.strptime(written, "%Y/%m/%d")


# --- HTML ----------------------------------------------------------------------------------------------


class _Head(HTMLParser):
    """What the head of a page says about itself."""

    _NAMES = ("og:site_name", "application-name", "publisher", "article:publisher")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._meta: dict[str, str] = {}
        self._canonical = ""

    @classmethod
    def of(cls, content: bytes) -> _Head:
        """Reads the page; what is not UTF-8 is left to the ingest service."""
        head = cls()
        head.feed(content[:200_000].decode("utf-8", "replace"))
        return head

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = (given.get("property") or given.get("name") or "").lower()
            if name and given.get("content"):
                self._meta.setdefault(name, given["content"].strip())
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self._canonical = self._canonical or given.get("href", "").strip()

    @property
    def outlet(self) -> str:
        """Name of the site, "" when the page does not say."""
        said = (self._meta.get(name, "") for name in self._NAMES)
        named = (name for name in said if name and not _host(name))
        return next(named, "")[:200] or _host(self.url)

    @property
    def url(self) -> str:
        """Canonical address, "" when the page gives none that is absolute."""
        for address in (self._canonical, self._meta.get("og:url", "")):
            if _host(address):
                return address
        return ""


def _host(url: str) -> str:
    """Host of an absolute web address without "www.", "" for anything else."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or "" if parts.scheme.lower() in ("http", "https") else ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
