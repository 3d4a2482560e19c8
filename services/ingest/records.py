"""JSON Lines of articles with metadata into raw articles, a bad line never hiding a good one. [pure]"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from services.ingest.dates import read_stamp
from services.ingest.raw import RawArticle
from services.ingest.sources import source_id

# Field of a raw article -> keys it is found under, best first; keys are compared without case, "_" and "-".
ALIASES: Mapping[str, tuple[str, ...]] = {
    "outlet": (
        "outlet", "outlet_name", "source", "source_name", "site", "site_name", "publisher", "newspaper",
        "provider", "domain", "media",
    ),
    "url": (
        "url", "link", "article_url", "canonical_url", "permalink", "web_url", "href", "source_url", "uri",
    ),
    "published": (
        "published_at", "published", "publish_date", "publish_time", "publication_date", "date_published",
        "pub_date", "datetime", "date", "date_publish", "time", "timestamp", "created_at",
    ),
    "title": ("title", "headline", "heading", "name"),
    "html": ("html", "raw_html", "page_html"),
    "text": (
        "text", "body", "content", "article_text", "article_body", "full_text", "maintext", "main_text",
        "article", "story", "lead", "description", "summary",
    ),
    "language": ("language", "lang", "language_code", "locale"),
}  # fmt: skip
_BY_KEY = {alias.replace("_", ""): field for field, aliases in ALIASES.items() for alias in aliases}


@dataclass(frozen=True, slots=True)
class Record:
    """An article of a line; ``line`` counts from 1."""

    line: int
    article: RawArticle


@dataclass(frozen=True, slots=True)
class RecordError:
    """Why a line gave no article; ``line`` counts from 1."""

    line: int
    message: str


def read_records(content: bytes | str, *, outlet: str = "") -> Iterator[Record | RecordError]:
    """The articles of JSON Lines, or of one JSON array of objects, in order.

    Each line is an object with ``outlet, url, published_at, title, text`` or one of their aliases; numbers
    are taken as text, other fields are ignored. ``outlet`` is used where a line names none; without either,
    the host of its URL is. Blank lines are skipped. Lines that cannot be read give a `RecordError`.
    """
    if isinstance(content, bytes):
        text = content.decode("utf-8-sig", "replace")
        if "\ufffd" in text and "\ufffd".encode() not in content:
            damaged = text[: text.index("\ufffd")].count("\n") + 1
            yield RecordError(damaged, "is not UTF-8; undecodable bytes were replaced")
        content = text
    content = content.lstrip("\ufeff")
    if content.lstrip()[:1] == "[":
        yield from _read_array(content, outlet)
        return
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield _read_line(line, number, outlet)


def from_mapping(values: Mapping[str, Any], *, outlet: str = "") -> RawArticle:
    """The article of one object. ValueError says what is missing or unreadable."""
    fields = _fields(values)
    html = _text(fields.get("html"))
    text = _text(fields.get("text"))
    if not html.strip() and not text.strip():
        raise ValueError('has no text: give "text", "body", "content" or "html"')
    url = _text(fields.get("url")).strip()
    name = _text(fields.get("outlet")).strip() or outlet
    if "://" in name:
        name = urlsplit(name).hostname or name
    if not name and url:
        name = (urlsplit(url).hostname or "").removeprefix("www.")
    if not name:
        raise ValueError('names no outlet: give "outlet" or "url"')
    return RawArticle(
        outlet=name,
        source=source_id(name),
        url=url,
        title=" ".join(_text(fields.get("title")).split()),
        content=(html or text).encode("utf-8", "replace"),
        format="html" if html.strip() else "",
        published=_published(fields.get("published")),
        language=_text(fields.get("language")).strip().lower().replace("_", "-").partition("-")[0],
    )


def _read_line(line: str, number: int, outlet: str) -> Record | RecordError:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        return RecordError(number, f"is not JSON: {_short(error)}")
    return _read_object(values, number, outlet)


def _read_array(content: str, outlet: str) -> Iterator[Record | RecordError]:
    try:
        rows = json.loads(content)
    except (ValueError, RecursionError) as error:
        # A line that merely starts with a bracket does not make the file an array.
        if "\n" not in content.strip():
            yield RecordError(1, f"is not JSON: {_short(error)}")
            return
        for number, line in enumerate(content.split("\n"), start=1):
            if line.strip():
                yield _read_line(line, number, outlet)
        return
    for number, values in enumerate(rows, start=1):
        yield _read_object(values, number, outlet)


def _read_object(values: object, number: int, outlet: str) -> Record | RecordError:
    if not isinstance(values, dict):
        return RecordError(number, f"holds {type(values).__name__}, not an object")
    try:
        return Record(number, from_mapping(values, outlet=outlet))
    except ValueError as error:
        return RecordError(number, str(error))


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The known fields of an object, the best alias of each; empty values do not hide a lesser alias."""
    found: dict[str, tuple[int, Any]] = {}
    for key, value in values.items():
        plain = str(key).strip().lower().replace("_", "").replace("-", "").replace(" ", "")
        field = _BY_KEY.get(plain)
        if field is None or value is None or value == "":
            continue
        rank = next(i for i, alias in enumerate(ALIASES[field]) if alias.replace("_", "") == plain)
        if field not in found or rank < found[field][0]:
            found[field] = (rank, value)
    return {field: value for field, (_, value) in found.items()}


def _text(value: object) -> str:
    """A JSON value as text; lists of paragraphs are joined, objects give their name."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return "\n".join(part for part in map(_text, value) if part)
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("title") or value.get("text"))
    return str(value)


def _published(value: object) -> datetime | None:
    """A publication time from ISO 8601, RFC 2822, words or seconds since 1970. ValueError when unreadable."""
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > 1e11 else value
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (OverflowError, OSError, ValueError):
            raise ValueError(f"has an unreadable publication time: {value}") from None
    written = _text(value).strip()
    if not written:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(written)
        except (ValueError, TypeError, IndexError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    found = read_stamp(written)
    if found is None:
        raise ValueError(f"has an unreadable publication time: {written[:40]!r}")
    return datetime.combine(found.day, found.clock or time(0), found.offset or UTC)


def _short(error: BaseException) -> str:
    return str(error)[:120]


def read_lines_of(parts: Iterable[bytes], *, outlet: str = "") -> Iterator[Record | RecordError]:
    """As `read_records`, over the lines of a file object, holding one line at a time."""
    for number, line in enumerate(parts, start=1):
        if not line.strip():
            continue
        try:
            decoded = line.decode("utf-8-sig")
        except UnicodeDecodeError:
            yield RecordError(number, "is not UTF-8")
            continue
        yield _read_line(decoded, number, outlet)
