"""A raw page into an article: decode, extract, clean, date, credit, statements. [pure]"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from services.common.domain import Article, CutReason, Span
from services.common.errors import InvalidFields, Violation
from services.ingest.clean import Cleaned, Outside, clean
from services.ingest.content import Content, ContentError, decode, looks_like_html
from services.ingest.credits import find_credit
from services.ingest.dates import Stamp, publish_time
from services.ingest.raw import MAX_TEXT_CHARACTERS, RawArticle, violations_of
from services.ingest.sources import canonical_url, source_id
from services.language import sentences, statements
from services.language.declaration import Language
from services.language.language import LANGUAGES, detect

__all__ = ["RawArticle", "content_version", "read_article"]

_SHORT_STORY = 200  # characters; less than this says little
_MOSTLY_CUT = 0.7  # share of the page
_MENTIONED_LANGUAGES = ", ".join(sorted(LANGUAGES))


def read_article(raw: RawArticle, *, name: str, now: datetime | None = None) -> Article:
    """The article of a page, with its statements, its cuts and remarks on what was doubtful.

    ``name`` is the resource name to give it. ``now`` bounds the dates that are believed (default: the clock).
    Raises `InvalidFields` with every violation when the input cannot be read as an article.
    """
    now = now or datetime.now(UTC)
    violations = violations_of(raw, languages=frozenset(LANGUAGES), now=now)
    over = any(v.field == "article.content" for v in violations)
    content: Content | None = None
    if not over:
        try:
            content = decode(
                raw.content, html=raw.format == "html" or looks_like_html(raw.content, raw.format)
            )
        except ContentError as error:
            violations.append(Violation("article.content", str(error)))
    if violations or content is None:
        raise InvalidFields(violations)

    warnings = list(content.warnings)
    text, title, url = content.text, " ".join(raw.title.split()), raw.url
    outside: Sequence[Outside] = ()
    stamps: Sequence[Stamp] = ()
    declared_language = raw.language.lower().partition("-")[0]
    page_language = ""
    if content.html:
        from services.ingest import html

        page = html.read_page(content.text)
        if not page.text.strip():
            raise InvalidFields([Violation("article.content", page.emptiness)])
        text, outside, stamps = page.text, page.outside, page.stamps
        title = title or page.title
        url = url or page.canonical
        page_language = page.language
        warnings += page.warnings

    if len(text) > MAX_TEXT_CHARACTERS:
        raise InvalidFields(
            [
                Violation(
                    "article.content",
                    f"holds {len(text)} characters of text; at most {MAX_TEXT_CHARACTERS} are allowed",
                )
            ]
        )
    cleaned = clean(text, title=title, outlet=raw.outlet, outside=outside)
    story = "\n".join(span.of(text) for span in cleaned.kept)
    if not any(character.isalpha() for character in story):
        raise InvalidFields(
            [Violation("article.content", "holds no story: nothing is left after menus, links and the like")]
        )
    language = _language(declared_language, page_language, story)
    if not title and cleaned.title is not None:
        title = " ".join(cleaned.title.of(text).split())
    published = publish_time(
        text,
        cleaned,
        declared=raw.published,
        stamps=stamps,
        url=url,
        month_first=language.times.month_first,
        now=now,
    )
    warnings += _remarks(text, cleaned, title, published.day is not None, story)
    return Article(
        name=name,
        source=raw.source or source_id(raw.outlet),
        outlet=raw.outlet,
        url=_canonical(url),
        title=title,
        language=language.code,
        text=text,
        version=content_version(text),
        published=published,
        statements=statements.read(
            text,
            _sentences(text, cleaned, language),
            language,
            outlet=raw.outlet,
            published=published.day,
            title_span=cleaned.title,
        ),
        cuts=cleaned.cuts,
        credit=find_credit(text, cleaned, outlet=raw.outlet),
        title_span=cleaned.title,
        warnings=tuple(warnings),
    )


def content_version(text: str) -> str:
    """The version of a text: 32 hex digits of blake2b."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _language(declared: str, of_page: str, story: str) -> Language:
    """What the caller says, else what the story looks like, else what the page says of itself."""
    code = declared or detect(story).code
    if code not in LANGUAGES:
        code = of_page
    if code not in LANGUAGES:
        raise InvalidFields(
            [
                Violation(
                    "article.content",
                    f"is in no language that is known ({_MENTIONED_LANGUAGES}); state the language if it is",
                )
            ]
        )
    return LANGUAGES[code]


def _sentences(text: str, cleaned: Cleaned, language: Language) -> list[Span]:
    """The sentences of the story; the headline stays one and comes first, headings state nothing."""
    found: list[Span] = [cleaned.title] if cleaned.title is not None else []
    for span in cleaned.paragraphs:
        found += (sentence.shift(span.start) for sentence in sentences.split(span.of(text), language))
    return found


def _canonical(url: str) -> str:
    if not url:
        return ""
    try:
        return canonical_url(url)
    except ValueError:
        return ""


def _remarks(text: str, cleaned: Cleaned, title: str, dated: bool, story: str) -> list[str]:
    remarks: list[str] = []
    if not title:
        remarks.append("No headline was found.")
    if not dated:
        remarks.append("The publication date is unknown.")
    if len(story) < _SHORT_STORY:
        remarks.append(f"The story is very short: {len(story)} characters.")
    cut = sum(len(each.span) for each in cleaned.cuts)
    if cut > _MOSTLY_CUT * max(1, cut + len(story)):
        remarks.append(f"Most of the page was cut: {cut} of {cut + len(story)} characters.")
    if any(each.reason is CutReason.OTHER_ARTICLE for each in cleaned.cuts):
        remarks.append("The page held a part of another article, which was cut.")
    if "�" in story:
        remarks.append(f"The story holds {story.count(chr(0xFFFD))} replacement characters.")
    return remarks
