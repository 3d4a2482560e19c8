"""A text that somebody asks about, read like an article: what FindEvent looks for. [pure]"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from services.common.domain import Article, DateSource, PublishTime
from services.language import sentences, statements
from services.language.language import LANGUAGES, detect

_HEADLINE = 150  # characters; a first line of at most this many is taken as a headline


def read_query(text: str, day: date | None) -> Article:
    """``text`` as an article without a name; a text in no known language is read as the first known one."""
    code = detect(text).code
    language = LANGUAGES.get(code) or next(iter(LANGUAGES.values()))
    spans = sentences.split(text, language)
    headline = spans[0] if spans and len(spans[0]) <= _HEADLINE else None
    start = datetime.combine(day, time(), UTC) if day else None
    end = datetime.combine(day, time.max, UTC) if day else None
    return Article(
        name="",
        source="",
        outlet="",
        url="",
        title=headline.of(text) if headline else "",
        language=language.code,
        text=text,
        version="",
        published=PublishTime(
            start, end, DateSource.DECLARED if day else DateSource.UNKNOWN, 1.0 if day else 0.0
        ),
        statements=statements.read(
            text, spans, language, outlet="", published=day, title_span=headline if len(spans) > 1 else None
        ),
        title_span=headline,
    )
