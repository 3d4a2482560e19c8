"""An article as a caller hands it in, and the bounds it has to keep. [pure]"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.common.errors import Violation
from services.ingest.sources import canonical_url

MAX_CONTENT_BYTES = 10 * 1024 * 1024
MAX_TEXT_CHARACTERS = 1_000_000  # visible text; a book is no article
MAX_OUTLET_CHARACTERS = 200
MAX_TITLE_CHARACTERS = 1_000
MAX_URL_CHARACTERS = 2_048
FUTURE_TOLERANCE = timedelta(days=1)
FORMATS = ("", "text", "html")

_SOURCE_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One page before anything is known of it."""

    outlet: str  # as shown to people
    source: str  # source id; "" to be made from the outlet
    url: str  # "" when unknown
    title: str  # "" to be found in the content
    content: bytes
    format: str = ""  # "text", "html", or "" to be found out
    published: datetime | None = None
    language: str = ""  # code, or "" to be found out


def violations_of(
    raw: RawArticle, *, languages: frozenset[str], now: datetime, prefix: str = "article."
) -> list[Violation]:
    """Everything about the fields of ``raw`` that breaks a bound; the content is only measured."""
    found: list[Violation] = []

    def check(good: bool, field: str, description: str | Callable[[], str]) -> None:
        if not good:
            found.append(
                Violation(prefix + field, description if isinstance(description, str) else description())
            )

    check(bool(raw.outlet.strip()), "outlet", "is required")
    check(
        len(raw.outlet) <= MAX_OUTLET_CHARACTERS,
        "outlet",
        lambda: f"has {len(raw.outlet)} characters; at most {MAX_OUTLET_CHARACTERS} are allowed",
    )
    check(
        not raw.source or _SOURCE_ID.fullmatch(raw.source) is not None,
        "source",
        "must be 1 to 63 lower-case letters, digits and hyphens, and start and end with a letter or digit",
    )
    check(
        len(raw.title) <= MAX_TITLE_CHARACTERS,
        "title",
        lambda: f"has {len(raw.title)} characters; at most {MAX_TITLE_CHARACTERS} are allowed",
    )
    if raw.url:
        if len(raw.url) > MAX_URL_CHARACTERS:
            found.append(
                Violation(
                    prefix + "url",
                    f"has {len(raw.url)} characters; at most {MAX_URL_CHARACTERS} are allowed",
                )
            )
        else:
            try:
                canonical_url(raw.url)
            except ValueError:
                found.append(Violation(prefix + "url", "must be an absolute http or https address"))
    check(
        raw.format in FORMATS,
        "format",
        lambda: f"is {raw.format[:20]!r}; known are text and html",
    )
    check(
        not raw.language or raw.language.lower().partition("-")[0] in languages,
        "language",
        lambda: f"is {raw.language[:20]!r}; known are {', '.join(sorted(languages))}",
    )
    if raw.published is not None:
        published = raw.published if raw.published.tzinfo else raw.published.replace(tzinfo=UTC)
        check(
            published <= now + FUTURE_TOLERANCE,
            "publish_time",
            lambda: f"is in the future: {published.isoformat()}",
        )
    check(bool(raw.content.strip()), "content", "is empty: send the page's text or HTML")
    check(
        len(raw.content) <= MAX_CONTENT_BYTES,
        "content",
        lambda: f"has {len(raw.content)} bytes; at most {MAX_CONTENT_BYTES} are allowed",
    )
    return found
