"""A comparison as text for a terminal, readable in both directions of writing.

Every run whose direction may differ from the line around it is put between U+2068 (first strong isolate) and
U+2069, so that an Arabic sentence inside an English frame, or a Latin outlet in an Arabic list, keeps its
order wherever the terminal knows about directions, and harms nothing where it does not.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mizan.v1 import resources_pb2 as pb

_ISOLATE, _END = "\u2068", "\u2069"
_MARKS = ("⟦", "⟧")  # around a clashing piece where there are no colours
_OUTLETS = 6  # of one sentence that are named
_SECTIONS = (
    (pb.Summary.Section.AGREED, "agreed"),
    (pb.Summary.Section.DISPUTED, "disputed"),
    (pb.Summary.Section.SINGLE_SOURCE, "single_source"),
    (pb.Summary.Section.TIMELINE, "timeline"),
)


class Phrases(Protocol):
    """The words around an account in one language; see services.language.summaries."""

    @property
    def headings(self) -> Mapping[Any, str]:
        """By section: agreed, disputed, single_source, timeline."""

    @property
    def labels(self) -> Mapping[str, str]:
        """articles, unknown_date, copy_of."""

    @property
    def kinds(self) -> Mapping[Any, str]:
        """What a dispute is about, by lower-case name of the relation's kind."""

    @property
    def counts(self) -> str:
        """With {outlets} and {origins}."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to draw: width in columns, colours or plain, and the phrases of a language."""

    width: int
    colour: bool
    phrases: Callable[[str], Phrases]

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text

    def heading(self, text: str, section: str) -> str:
        tint = {"agreed": 32, "disputed": 31, "single_source": 33, "timeline": 36}[section]
        return f"\x1b[1;{tint}m{text}\x1b[0m" if self.colour else text

    def clash(self, text: str) -> str:
        return f"\x1b[1;31m{text}\x1b[0m" if self.colour else f"{_MARKS[0]}{text}{_MARKS[1]}"


def comparison(whole: pb.Comparison, style: Style) -> str:
    """All events of a comparison: those of several articles in full, the others by their titles."""
    view = _View(whole.articles, whole.relations, style)
    lines: list[str] = []
    alone = []
    for event, summary in zip(whole.events, whole.summaries, strict=True):
        if len(event.articles) > 1:
            lines += [*view.event(event, summary), ""]
        else:
            alone.append(event)
    if alone:
        lines.append(style.bold("Told by one article only"))
        for event in alone:
            lines += view.article_lines(event.articles, style.phrases("en"))
        lines.append("")
    return "\n".join(lines)


def one_event(event: pb.Event, alignment: pb.Alignment, summary: pb.Summary, style: Style) -> str:
    """One event with its summary."""
    view = _View(alignment.articles, alignment.relations, style)
    return "\n".join([*view.event(event, summary), ""])


def event_line(event: pb.Event, style: Style) -> str:
    """One line of a list of events."""
    days = _days(event)
    counts = style.phrases("en").counts.format(outlets=event.outlet_count, origins=event.origin_count)
    return f"{event.name}  {days}  {counts}  {isolate(event.title)}"


def isolate(text: str) -> str:
    """The text with its direction kept apart from what stands around it."""
    return f"{_ISOLATE}{text}{_END}" if text else ""


class _View:
    def __init__(
        self, articles: Sequence[pb.Article], relations: Sequence[pb.Relation], style: Style
    ) -> None:
        self._articles = {a.name: a for a in articles}
        self._statements = {s.name: s for a in articles for s in a.statements}
        self._clashes: dict[str, list[tuple[str, pb.Relation]]] = defaultdict(list)
        for relation in relations:
            if relation.type == pb.Relation.Type.CONTRADICTION:
                self._clashes[relation.statement_a].append((relation.statement_b, relation))
                self._clashes[relation.statement_b].append((relation.statement_a, relation))
        self._style = style

    def event(self, event: pb.Event, summary: pb.Summary) -> Iterator[str]:
        style = self._style
        language = summary.language if summary.language not in ("", "und") else "en"
        phrases = style.phrases(language)
        yield style.dim("─" * style.width)
        for line in wrapped(summary.title or event.title, style.width):
            yield style.bold(isolate(line))
        counts = phrases.counts.format(outlets=event.outlet_count, origins=event.origin_count)
        yield style.dim("  ".join(part for part in (_days(event), isolate(counts)) if part))
        yield ""
        yield style.bold(isolate(phrases.labels["articles"]))
        yield from self.article_lines(event.articles, phrases)
        for section, key in _SECTIONS:
            sentences = [s for s in summary.sentences if s.section == section]
            if sentences:
                yield ""
                yield style.heading(isolate(phrases.headings[key]), key)
                yield from self._section(key, sentences, phrases)

    def article_lines(self, names: Iterable[str], phrases: Phrases) -> Iterator[str]:
        style = self._style
        known = [self._articles[name] for name in names if name in self._articles]
        known.sort(key=lambda a: (not a.publish_time.HasField("start"), a.publish_time.start.seconds, a.name))
        for article in known:
            day = _published(article) or phrases.labels["unknown_date"]
            head = f"  {day}  {isolate(article.outlet)}"
            if article.HasField("duplicate") and article.duplicate.parent in self._articles:
                parent = self._articles[article.duplicate.parent].outlet
                head += style.dim(f"  ({isolate(phrases.labels['copy_of'])} {isolate(parent)})")
            yield head
            for line in wrapped(article.title, style.width - 14):
                yield style.dim(f"              {isolate(line)}")

    def _section(self, key: str, sentences: Sequence[pb.Summary.Sentence], phrases: Phrases) -> Iterator[str]:
        group = None
        for sentence in sentences:
            if key == "disputed" and sentence.group != group:
                group = sentence.group
                sides = [s for s in sentences if s.group == group]
                yield self._style.dim(f"  {isolate(self._kinds(sides, phrases))}")
            bullet = {"agreed": "✓", "disputed": "✗", "single_source": "•"}.get(key) or _day(sentence.date)
            pieces = self._pieces(sentence, sentences) if key == "disputed" else []
            yield from self._sentence(bullet, sentence.text, pieces)
            for line in _joined(self._support(sentence, phrases), " · ", self._style.width - 6):
                yield self._style.dim(f"      {line}")

    def _sentence(self, bullet: str, text: str, pieces: Sequence[str]) -> Iterator[str]:
        lead = f"  {bullet} "
        places = _places(text, pieces)
        at = 0
        for number, line in enumerate(wrapped(text, self._style.width - columns(lead) - 2)):
            at = text.find(line, at)
            shown = "".join(
                self._style.clash(part) if inside else part for part, inside in _cut(line, at, places)
            )
            yield (lead if number == 0 else " " * columns(lead)) + isolate(shown)
            at += len(line)

    def _support(self, sentence: pb.Summary.Sentence, phrases: Phrases) -> list[str]:
        """Both counts, then who says it: outlets with their dates."""
        said: dict[str, str] = {}
        for name in sentence.citations:
            article = self._articles.get(name.rpartition("/statements/")[0])
            if article is not None:
                said.setdefault(article.outlet, _published(article))
        who = [f"{isolate(outlet)} {day}".rstrip() for outlet, day in list(said.items())[:_OUTLETS]]
        if len(said) > _OUTLETS:
            who.append("…")
        counts = phrases.counts.format(outlets=sentence.outlet_count, origins=sentence.origin_count)
        return [isolate(counts), *who]

    def _relations(
        self, sentence: pb.Summary.Sentence, others: Iterable[pb.Summary.Sentence]
    ) -> Iterator[tuple[str, pb.Relation]]:
        """Contradictions between what a sentence cites and what the other sides of its dispute cite."""
        against = {
            name for o in others if o.group == sentence.group and o is not sentence for name in o.citations
        }
        for name in sentence.citations:
            for other, relation in self._clashes.get(name, ()):
                if other in against:
                    yield name, relation

    def _pieces(self, sentence: pb.Summary.Sentence, others: Sequence[pb.Summary.Sentence]) -> list[str]:
        """The words that clash, as they stand in the statement whose words the sentence uses."""
        found: dict[str, None] = {}
        for name, relation in self._relations(sentence, others):
            article = self._articles.get(name.rpartition("/statements/")[0])
            if article is None:
                continue
            for evidence in relation.evidence:
                span = evidence.a if relation.statement_a == name else evidence.b
                if span.end > span.start:
                    found[article.text[span.start : span.end]] = None
        return list(found)

    def _kinds(self, sides: Sequence[pb.Summary.Sentence], phrases: Phrases) -> str:
        kinds = {relation.kind for side in sides for _, relation in self._relations(side, sides)}
        names = [pb.Relation.Kind.Name(kind).lower() for kind in sorted(kinds) if kind]
        return " · ".join(phrases.kinds.get(name, name) for name in names or ["other"])


# --- text ----------------------------------------------------------------------------------------------


def columns(text: str) -> int:
    """Columns that a terminal gives to a text: marks and directions take none, wide letters two."""
    total = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        total += 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
    return total


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns, broken at spaces; a longer word has a line to itself."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and columns(longer) > max(20, width):
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _joined(parts: Iterable[str], separator: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns; a part is never broken."""
    lines: list[str] = []
    for part in parts:
        if lines and columns(lines[-1] + separator + part) <= width:
            lines[-1] += separator + part
        else:
            lines.append(part)
    return lines


def _places(text: str, pieces: Iterable[str]) -> list[tuple[int, int]]:
    """Where the pieces stand in the text, without overlaps."""
    places: list[tuple[int, int]] = []
    for piece in sorted(pieces, key=len, reverse=True):
        at = text.find(" ".join(piece.split()))
        span = (at, at + len(piece))
        if piece.strip() and at >= 0 and all(span[1] <= a or b <= span[0] for a, b in places):
            places.append(span)
    return sorted(places)


def _cut(line: str, at: int, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The line, which stands at ``at``, in parts inside and outside of the places."""
    done = 0
    for start, end in places:
        start, end = max(start - at, done), min(end - at, len(line))
        if start < end:
            yield line[done:start], False
            yield line[start:end], True
            done = end
    yield line[done:], False


def _day(day: Any) -> str:
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}" if day.year else "          "


def _days(event: pb.Event) -> str:
    first, last = _day(event.start).strip(), _day(event.end).strip()
    return first if first == last or not last else f"{first} – {last}"


def _published(article: pb.Article) -> str:
    if not article.publish_time.HasField("start"):
        return ""
    return str(article.publish_time.start.ToDatetime().date())
