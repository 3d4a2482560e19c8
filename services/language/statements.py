"""Sentences into statements: every engine of the language core, in one pass over an article. [pure]"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.common.domain import Span, Statement, StatementPart
from services.language import polarity, quantities, times
from services.language.attribution import Attributor
from services.language.declaration import Language
from services.language.names import Finder
from services.language.tokens import Tokens

_LEAD_SENTENCES = 1


def read(
    text: str,
    sentences: Sequence[Span],
    language: Language,
    *,
    outlet: str,
    published: date | None,
    title_span: Span | None,
) -> tuple[Statement, ...]:
    """The statements of an article, one per sentence span, in order.

    ``text`` is the raw article and all spans are offsets into it. A sentence inside ``title_span`` is a
    title, the first one after it the lead. Speakers and family names carry from one sentence to the next.
    """
    attributor = Attributor(language, outlet)
    finder = Finder(language)
    statements: list[Statement] = []
    leads = 0
    for index, span in enumerate(sentences):
        title = title_span is not None and title_span.start <= span.start and span.end <= title_span.end
        if title:
            part = StatementPart.TITLE
        elif leads < _LEAD_SENTENCES:
            part = StatementPart.LEAD
            leads += 1
        else:
            part = StatementPart.BODY
        statements.append(_read(text, span, index, part, language, attributor, finder, published))
    return tuple(statements)


def read_one(text: str, language: Language, *, outlet: str, published: date | None) -> Statement:
    """The statement that a lone text makes; it is taken whole, however many sentences it has."""
    stripped = text.strip()
    start = text.find(stripped) if stripped else 0
    span = Span(start, start + len(stripped))
    return _read(
        text, span, 0, StatementPart.BODY, language, Attributor(language, outlet), Finder(language), published
    )


def _read(
    text: str,
    span: Span,
    index: int,
    part: StatementPart,
    language: Language,
    attributor: Attributor,
    finder: Finder,
    published: date | None,
) -> Statement:
    tokens = Tokens(text, span)
    attributed = attributor.read_tokens(tokens, title=part is StatementPart.TITLE)
    piece = text[span.start : span.end]
    return Statement(
        index=index,
        span=span,
        text=piece,
        part=part,
        language=language.code,
        chain=attributed.chain,
        stance=attributed.stance,
        quantities=tuple(found.shift(span.start) for found in quantities.find(piece, language.quantities)),
        times=tuple(found.shift(span.start) for found in times.find(piece, language.times, published)),
        names=finder.read_tokens(tokens),
        polarity=polarity.read(tokens, language.polarity),
    )
