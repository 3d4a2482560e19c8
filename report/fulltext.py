"""An article in full: its sentences as targets of links, and what was cut from it. [pure]"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mizan.matrix import Standing, source_of
from mizan.v1 import resources_pb2 as pb
from report.account import Citation
from report.anchors import Anchors
from report.text import direction, published, run, web_address


@dataclass(frozen=True, slots=True)
class Place:
    """The claim that a sentence makes, as a row of the matrix."""

    anchor: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement where it stands in its article."""

    anchor: str
    statement: pb.Statement
    claim: Place | None
    cited: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line: of a sentence, of a cut with its reason, or of neither."""

    text: str
    sentence: Sentence | None = None
    opens: bool = False  # the sentence begins here
    closes: bool = False  # it ends here
    cut: str = ""


_BETWEEN = " · "  # lines that are shown as one


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text."""

    parts: tuple[Part, ...]
    direction: str

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(part.text for part in self.parts)

    @property
    def is_cut(self) -> bool:
        """Whether nothing of the line belongs to the story."""
        return all(part.cut for part in self.parts if part.text.strip())

    @property
    def reason(self) -> str:
        """Why all of the line was cut, if it was, for one reason; else empty."""
        reasons = {part.cut for part in self.parts if part.text.strip()}
        return reasons.pop() if len(reasons) == 1 else ""


@dataclass(frozen=True, slots=True)
class Article:
    """An article with all that its page said."""

    anchor: str
    outlet: str
    url: str
    language: str
    headline: tuple[Part, ...]
    headline_direction: str
    lines: tuple[Line, ...]
    day: date | None
    found_in: str  # lower-case name of where the time was found
    confidence: int  # percent
    credit: str  # outlet, or key of an agency
    copy_of: str  # outlet of the article that it repeats
    copy_anchor: str
    similarity: int  # percent
    characters_cut: int
    percent_cut: int


def articles(
    told: Sequence[pb.Article],
    anchors: Anchors,
    claims: Mapping[str, Place],
    cited: Mapping[str, tuple[Citation, ...]],
) -> tuple[Article, ...]:
    """The articles of an event, earliest first, unknown times last."""
    outlets = {article.name: article.outlet for article in told}
    outlets |= {source_of(article.name): article.outlet for article in told}
    return tuple(_article(each, anchors, claims, cited, outlets) for each in told)


def _article(
    article: pb.Article,
    anchors: Anchors,
    claims: Mapping[str, Place],
    cited: Mapping[str, tuple[Citation, ...]],
    outlets: Mapping[str, str],  # by name of the article and by id of the source
) -> Article:
    parts = list(_parts(article, anchors, claims, cited))
    headline = tuple(part for part in parts if _is_title(part)) or (Part(article.title),)
    title = "".join(part.text for part in headline)
    parent = article.duplicate.parent if article.HasField("duplicate") else ""
    lost = sum(cut.span.end - cut.span.start for cut in article.cuts)
    return Article(
        anchor=anchors.article(article.name),
        outlet=article.outlet,
        url=web_address(article.url),
        language=run("", article.language).language,
        headline=headline if title.strip() else (),
        headline_direction=direction(title),
        lines=tuple(_joined(_lines(part for part in parts if not _is_title(part)))),
        day=published(article),
        found_in=pb.PublishTime.Source.Name(article.publish_time.source).lower(),
        confidence=round(100 * article.publish_time.confidence),
        credit=outlets.get(article.credit, article.credit),
        copy_of=outlets.get(parent, ""),
        copy_anchor=anchors.article(parent),
        similarity=round(100 * article.duplicate.similarity),
        characters_cut=lost,
        percent_cut=round(100 * lost / len(article.text)) if article.text else 0,
    )


def _is_title(part: Part) -> bool:
    return part.sentence is not None and part.sentence.statement.part == pb.Statement.Part.TITLE


def _parts(
    article: pb.Article,
    anchors: Anchors,
    claims: Mapping[str, Place],
    cited: Mapping[str, tuple[Citation, ...]],
) -> Iterator[Part]:
    """The whole text in order, in stretches; where two spans overlap, the first one holds."""
    spans: list[tuple[int, int, pb.Statement | None, str]] = []
    spans += [(s.span.start, s.span.end, s, "") for s in article.statements]
    spans += [(c.span.start, c.span.end, None, pb.Cut.Reason.Name(c.reason).lower()) for c in article.cuts]
    done = 0
    for start, end, statement, reason in sorted(spans, key=lambda each: each[:2]):
        start, end = max(start, done), min(end, len(article.text))
        if start >= end:
            continue
        if done < start:
            yield Part(article.text[done:start])
        done = end
        if statement is None:
            yield Part(article.text[start:end], cut=reason)
            continue
        sentence = Sentence(
            anchors.statement(statement.name),
            statement,
            claims.get(statement.name),
            cited.get(statement.name, ()),
        )
        yield Part(article.text[start:end], sentence, True, True)
    yield Part(article.text[done:])


def _joined(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, with neighbours that were cut for one reason in one: a menu is a single thing."""
    for (reason, _), group in groupby(lines, lambda line: (line.reason, line.reason or id(line))):
        first, *others = group
        if others:
            text = _BETWEEN.join(line.text for line in (first, *others))
            first = Line((Part(text, cut=reason),), direction(text))
        yield first


def _lines(parts: Iterator[Part]) -> Iterator[Line]:
    """The stretches broken at line ends; empty lines are left out."""
    line: list[Part] = []
    for part in parts:
        pieces = part.text.split("\n")
        for number, text in enumerate(pieces):
            if number:
                yield from _line(line)
                line = []
            last = number == len(pieces) - 1
            if text.strip() or (text and line):
                line.append(
                    Part(text, part.sentence, part.opens and number == 0, part.closes and last, part.cut)
                )
    yield from _line(line)


def _line(parts: Sequence[Part]) -> Iterator[Line]:
    text = "".join(part.text for part in parts)
    if text.strip():
        kept = [place for place, part in enumerate(parts) if part.text.strip()]
        yield Line(tuple(parts[kept[0] : kept[-1] + 1]), direction(text))
