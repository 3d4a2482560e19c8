"""Requests of the ingest API -> what the intake works on, and the rules that requests must keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from hashlib import blake2b
from typing import Any

from mizan.v1 import ingest_service_pb2 as api
from mizan.v1 import resources_pb2 as pb
from services.common import validation
from services.common.errors import Violation
from services.common.validation import Rules
from services.ingest.content import ContentError, decode, looks_like_html
from services.ingest.raw import RawArticle
from services.ingest.store import BODY_FIELDS, Listing, Request
from services.language.language import LANGUAGES

ARTICLE_NAME = "sources/{source}/articles/{article}"
BATCH_NAMES = 500
PAGE_SIZE = 50
PAGE_SIZE_MAX = 500
PULL_LIMIT = 100

_FORMATS = {
    api.ArticleInput.FORMAT_UNSPECIFIED: "",
    api.ArticleInput.TEXT: "text",
    api.ArticleInput.HTML: "html",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One article to take in, with how its caller wants it handled."""

    raw: RawArticle
    input: bytes  # hash of the article as sent
    request: Request | None
    validate_only: bool


def rules(max_text_bytes: int) -> Rules:
    """What requests of the ingest API must keep, beyond their REQUIRED fields."""
    article_mask = validation.mask(pb.Article.DESCRIPTOR)
    return {
        "mizan.v1.ArticleInput": {
            "outlet": [validation.text(maximum=200)],
            "source": [validation.identifier()],
            "url": [validation.url()],
            "title": [validation.text(maximum=1000, lines=True)],
            "content": [
                validation.size(maximum=max_text_bytes, hint="; send the story's page, not an archive")
            ],
            "publish_time": [validation.timestamp(ahead=timedelta(days=1))],
            "language": [known_language],
        },
        "mizan.v1.IngestArticleRequest": {"request_id": [validation.uuid()]},
        "mizan.v1.IngestArticlesRequest": {"request_id": [validation.uuid()]},
        "mizan.v1.GetArticleRequest": {"name": [validation.name(ARTICLE_NAME)], "read_mask": [article_mask]},
        "mizan.v1.ListArticlesRequest": {
            "parent": [validation.name("sources/{source}", "sources/-")],
            "page_size": [validation.in_range(0)],
            "language": [known_language],
            "published_from": [validation.timestamp()],
            "published_before": [validation.timestamp()],
            "read_mask": [article_mask],
        },
        "mizan.v1.BatchGetArticlesRequest": {
            "names": [
                validation.size(maximum=BATCH_NAMES),
                validation.each(validation.name(ARTICLE_NAME)),
            ],
            "read_mask": [article_mask],
        },
        "mizan.v1.PullArticlesRequest": {
            "after": [validation.in_range(0)],
            "limit": [validation.in_range(0)],
        },
    }


def known_language(path: str, value: str) -> Iterator[Violation]:
    """A BCP-47 code whose language is one of `LANGUAGES`."""
    if _primary(value) not in LANGUAGES:
        yield Violation(path, f"is {value[:80]!r}: known values are {', '.join(sorted(LANGUAGES))}")


def item(request: Any) -> Item:
    """The item of an IngestArticleRequest or IngestArticlesRequest that kept the rules."""
    article = request.article
    published = article.publish_time.ToDatetime(tzinfo=UTC) if article.HasField("publish_time") else None
    raw = RawArticle(
        outlet=article.outlet.strip(),
        source=article.source,
        url=article.url.strip(),
        title=article.title.strip(),
        content=article.content,
        format=_FORMATS[article.format],
        published=published,
        language=_primary(article.language),
    )
    # Field by field in one fixed order: the same article always gives the same bytes.
    digest = blake2b(article.SerializeToString(deterministic=True), digest_size=16).digest()
    made = Request(request.request_id.lower(), digest) if request.request_id else None
    return Item(raw, digest, made, request.validate_only)


def content_violations(article: Any, found: Sequence[Violation]) -> list[Violation]:
    """What is wrong with the bytes of an input whose other fields were ``found`` wrong already."""
    if not article.content or any(violation.field == "article.content" for violation in found):
        return []
    declared = _FORMATS.get(article.format, "")
    try:
        decode(article.content, html=looks_like_html(article.content, declared))
    except ContentError as error:
        return [Violation("article.content", str(error))]
    return []


def listing(request: api.ListArticlesRequest) -> Listing:
    """The filters of a list call."""
    source = request.parent.partition("/")[2]
    return Listing(
        source="" if source == "-" else source,
        language=_primary(request.language),
        published_from=_seconds(request, "published_from"),
        published_before=_seconds(request, "published_before"),
    )


def needs_body(paths: Any, *, default: bool) -> bool:
    """Whether a read mask asks for one of `BODY_FIELDS`; ``default`` when it is empty."""
    return any(path == "*" or path in BODY_FIELDS for path in paths) if paths else default


def masked(article: pb.Article, paths: Any) -> pb.Article:
    """``article`` with only the fields of ``paths``, changed in place. No path or ``*`` keeps all."""
    if paths and "*" not in paths:
        kept = set(paths)
        for field in pb.Article.DESCRIPTOR.fields:
            if field.name not in kept:
                article.ClearField(field.name)
    return article


def _primary(code: str) -> str:
    return code.strip().lower().partition("-")[0]


def _seconds(request: Any, field: str) -> float | None:
    if not request.HasField(field):
        return None
    return float(getattr(request, field).ToDatetime(tzinfo=UTC).timestamp())
