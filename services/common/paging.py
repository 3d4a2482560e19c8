"""Page tokens that belong to one list call: other arguments or a damaged token are refused.

A token is ``digest ‖ cursor`` in URL-safe base64, where the digest covers the cursor, the type of the
request and all of its fields but ``page_size`` (which may change from page to page) and ``page_token``.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from hashlib import blake2b
from hmac import compare_digest
from typing import Any

from services.common.errors import InvalidFields, PageTokenInvalid, Violation

_DIGEST_BYTES = 12


@dataclass(frozen=True, slots=True)
class Page:
    """What one call asks for: at most ``size`` items after ``cursor`` ("" on the first page)."""

    size: int
    cursor: str


def page_size(asked: int, *, default: int, maximum: int, field: str = "page_size") -> int:
    """``asked`` coerced to 1..``maximum``, ``default`` for 0. Raises `InvalidFields` when negative."""
    if asked < 0:
        raise InvalidFields([Violation(field, f"is {asked}: use 0 for the default of {default}, or more")])
    return min(asked or default, maximum)


def page(request: Any, *, size_default: int = 50, size_max: int = 500) -> Page:
    """Reads ``page_size`` and ``page_token`` of a request message.

    Raises `InvalidFields` for a negative size and `PageTokenInvalid` for a token of another call.
    """
    size = page_size(request.page_size, default=size_default, maximum=size_max)
    if not request.page_token:
        return Page(size, "")
    try:
        raw = base64.urlsafe_b64decode(request.page_token.encode("ascii") + b"==")
        digest, cursor = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:].decode("utf-8")
        if _encoded(raw) != request.page_token:  # the decoder passes over what it does not know
            raise PageTokenInvalid
    except (binascii.Error, UnicodeError):
        raise PageTokenInvalid from None
    if not compare_digest(digest, _digest(request, cursor)):
        raise PageTokenInvalid
    return Page(size, cursor)


def next_token(request: Any, cursor: str) -> str:
    """The token with which the same call goes on after ``cursor``, which must not be empty."""
    if not cursor:
        raise ValueError("a cursor must not be empty: the first page has no token")
    return _encoded(_digest(request, cursor) + cursor.encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _digest(request: Any, cursor: str) -> bytes:
    bare = type(request)()
    bare.CopyFrom(request)
    bare.ClearField("page_token")
    bare.ClearField("page_size")
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for part in (
        request.DESCRIPTOR.full_name.encode(),
        bare.SerializeToString(deterministic=True),
        cursor.encode(),
    ):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()
