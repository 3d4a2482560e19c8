"""Bytes into text, and whether they are text at all. [pure]"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"MZ\x90")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.\-]{2,30})", re.IGNORECASE
)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([a-zA-Z0-9_:.\-]{2,30})", re.IGNORECASE)
_HTML_START = re.compile(
    rb"^\s*(?:<!--.{0,2000}?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(
    rb"<(?:p|div|article|br|span|h[1-6]|section|main|meta|title|script|a\s+href)\b[^>]*>", re.IGNORECASE
)
# Browsers read these labels as their windows superset.
_SUPERSETS = dict.fromkeys(("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"), "windows-1252")

_SNIFFED = 64 * 1024  # bytes looked at to guess the format
_MOST_CONTROL = 0.01  # share of control characters above which content is binary
_MOST_UNDECODABLE = 0.005  # share of undecodable bytes that are replaced rather than refused
_REPLACEMENT = "\ufffd"


class ContentError(ValueError):
    """The content is no readable text; the message says why."""


@dataclass(frozen=True, slots=True)
class Content:
    """Decoded content; ``text`` of HTML is still markup."""

    text: str
    html: bool
    warnings: tuple[str, ...] = ()


def looks_like_html(content: bytes, declared: str = "") -> bool:
    """Whether content of no declared format is an HTML page."""
    if declared:
        return declared == "html"
    start = content[:_SNIFFED]
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            start = start[: len(start) // 4 * 4].decode(encoding, "ignore").encode("utf-8", "ignore")
            break
    if _HTML_START.match(start):
        return True
    return len(_HTML_TAG.findall(start)) >= 3


def decode(content: bytes, *, html: bool) -> Content:
    """The text of ``content``: UTF-8, or what a byte order mark or an HTML page declares.

    A few undecodable bytes become replacement characters with a warning. Raises `ContentError` when the
    content is binary or in no readable encoding.
    """
    if content.startswith(_MAGIC):
        raise ContentError("is a binary file, not text")
    text = _decode_bytes(content, html)
    if text is None:
        raise ContentError("is not UTF-8: save it as UTF-8, or as HTML that declares its encoding")
    damaged = text.count(_REPLACEMENT)
    control = sum(1 for _ in _CONTROL.finditer(text))
    if control > _MOST_CONTROL * len(text):
        raise ContentError(f"is binary: {control} of {len(text)} characters are control characters")
    warnings: list[str] = []
    if damaged:
        if damaged > 0.05 * len(text):
            raise ContentError(f"is damaged: {damaged} of {len(text)} characters could not be decoded")
        warnings.append(f"{damaged} characters could not be decoded and were replaced.")
    if control:
        # A control character has no place in a story, and no database or terminal takes it well.
        text = _CONTROL.sub(" ", text)
        warnings.append(f"{control} control characters were replaced by spaces.")
    return Content(text, html, tuple(warnings))


def _decode_bytes(content: bytes, html: bool) -> str | None:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if html:
        for charset in (_declared_charset(content), _detected_charset(content)):
            if charset is None or charset == "utf-8":
                continue
            text = content.decode(charset, "replace")
            if text.count(_REPLACEMENT) <= 0.01 * len(text):
                return text
    text = content.decode("utf-8", "replace")
    # Every undecodable byte gives a replacement character, so their number measures the damage.
    if text.count(_REPLACEMENT) > max(1, _MOST_UNDECODABLE * len(content)) and not html:
        return None
    return text


def _declared_charset(content: bytes) -> str | None:
    head = content[:4096]
    match = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    if match is None:
        return None
    label = match[1].decode("ascii").lower()
    label = _SUPERSETS.get(label, label)
    try:
        return codecs.lookup(label).name
    except LookupError:
        return None


def _detected_charset(content: bytes) -> str | None:
    from resiliparse.parse.encoding import detect_encoding

    try:
        return codecs.lookup(detect_encoding(content[:_SNIFFED]) or "").name
    except LookupError:
        return None
