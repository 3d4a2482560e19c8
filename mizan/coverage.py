"""Reads coverage from files and folders: plain text, HTML pages, JSON Lines, JSON.

Nothing is cleaned here, the ingest service does that; this finds out where one article ends, and what a
file says about its outlet, address, title and date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TEXT = frozenset({".txt", ".text"})
HTML = frozenset({".html", ".htm", ".xhtml"})
LINES = frozenset({".jsonl", ".ndjson"})
JSON = frozenset({".json"})
KNOWN = TEXT | HTML | LINES | JSON
SEPARATOR = "--"  # a file "outlet--what.txt" names its outlet

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


class CoverageError(Exception):
    """Some of the input cannot be read; ``problems`` has one sentence for each, with its place."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def read(paths: Iterable[str | Path], outlet: str = "") -> list[Page]:
    """The articles of files, and of folders with everything below them, sorted by path.

    ``outlet`` overrides what the files say. Raises CoverageError, after looking at everything, when
    anything is missing, damaged or of an unknown kind, or when there is no article at all.
    """
    problems: list[str] = []
    pages: list[Page] = []
    for path in map(Path, paths):
        for file in _files(path, problems):
            try:
                pages.extend(_pages(file, outlet, problems))
            except OSError as error:
                problems.append(f"{file}: cannot be read: {error.strerror or error}")
    if not pages and not problems:
        problems.append(f"no article found: files end in {', '.join(sorted(KNOWN))}")
    if problems:
        raise CoverageError(problems)
    return pages


def _files(path: Path, problems: list[str]) -> Iterator[Path]:
    if path.is_dir():
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in KNOWN and p.is_file())
        yield from (p for p in found if not any(part.startswith(".") for part in p.relative_to(path).parts))
    elif not path.exists():
        problems.append(f"{path}: there is no such file or folder")
    elif path.suffix.lower() not in KNOWN:
        problems.append(f"{path}: files must end in {', '.join(sorted(KNOWN))}")
    else:
        yield path


def _pages(file: Path, outlet: str, problems: list[str]) -> Iterator[Page]:
    suffix = file.suffix.lower()
    content = file.read_bytes()
    stem = file.stem.partition(SEPARATOR)[0].strip() or file.stem
    if suffix in TEXT:
        yield Page(str(file), outlet or stem, content, Layout.TEXT)
    elif suffix in HTML:
        head = _Head.of(content)
        yield Page(str(file), outlet or head.outlet or stem, content, Layout.HTML, url=head.url)
    else:
        yield from _records(file, content, outlet, problems)


# --- JSON ----------------------------------------------------------------------------------------------


def _records(file: Path, content: bytes, outlet: str, problems: list[str]) -> Iterator[Page]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(f"{file}: is not UTF-8 (byte {error.start})")
        return
    for place, record in _rows(file, text, problems):
        if not isinstance(record, Mapping):
            problems.append(f"{place}: is no JSON object")
            continue
        body = _first(record, _CONTENT)
        if not body.strip():
            problems.append(f"{place}: has no text; fields are called {', '.join(_CONTENT)}")
            continue
        when = _published(record)
        if isinstance(when, str):
            problems.append(f"{place}: cannot read the date {when!r}; write it as 2024-06-19T08:00:00Z")
            continue
        url = _first(record, _URL)
        fallback = _host(url) or file.stem.partition(SEPARATOR)[0].strip() or file.stem
        yield Page(
            place,
            outlet or _first(record, _OUTLET).strip() or fallback,
            body.encode("utf-8", "surrogatepass"),
            Layout.UNKNOWN,
            url=url,
            title=_first(record, _TITLE).strip(),
            language=_first(record, _LANGUAGE).strip(),
            published=when,
        )


def _rows(file: Path, text: str, problems: list[str]) -> Iterator[tuple[str, Any]]:
    """The records of JSON Lines, of an array, or of one object, each with its place."""
    if file.suffix.lower() in JSON:
        try:
            whole = json.loads(text)
        except json.JSONDecodeError:
            pass  # JSON Lines in a file called .json
        else:
            if isinstance(whole, Mapping) and isinstance(whole.get("articles"), list):
                whole = whole["articles"]
            rows = whole if isinstance(whole, list) else [whole]
            yield from ((f"{file} [{i}]", row) for i, row in enumerate(rows))
            return
    # Not splitlines(): it also cuts at characters that JSON strings may hold, such as U+2028.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield f"{file}:{number}", json.loads(line)
            except json.JSONDecodeError as error:
                problems.append(f"{file}:{number}: is no JSON: {error.msg} at column {error.colno}")


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
