"""A comparison as text for a terminal: for each event the outlets, then every claim with who says it.

The claims of several outlets are rows of one table whose columns are the numbered outlets; each claim is
shown once. What a cell means stands above the table, in the language of the account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar

from google.type.date_pb2 import Date

from mizan import matrix
from mizan.matrix import Cell, Position, article_of
from mizan.typesetting import (
    LEFT,
    columns,
    cut,
    enclose,
    found,
    harmless,
    isolate,
    joined,
    padded,
    shortened,
    wrapped,
)
from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, Words, words

Sentence = pb.Summary.Sentence
Section = pb.Summary.Section
Named = TypeVar("Named", pb.Relation, pb.Claim)

_MARKS = {Position.SAYS: "✓", Position.DISPUTES: "✗", Position.BOTH: "±", Position.SILENT: "·"}
_COPIED = "="
_MEANINGS = {  # of the marks, as keys of their words
    "✓": "says",
    "=": "says_in_copy",
    "✗": "disputes",
    "±": "says_and_disputes",
    "·": "silent",
}
_TINTS = {"✓": "32", "=": "2;32", "✗": "31", "±": "33", "·": "2"}
_SECTIONS = {
    Section.AGREED: ("agreed", "1;32"),
    Section.DISPUTED: ("disputed", "1;31"),
    Section.SINGLE_SOURCE: ("single_source", "1;33"),
    Section.TIMELINE: ("timeline", "1;36"),
}
_NAME = 28  # columns of an outlet's name where titles stand beside it
_LONE = 20  # articles that stand alone, of which the title is shown
_COUNTS = 5  # columns of "5/3", outlets and origins of a row, and the space behind it


@dataclass(frozen=True, slots=True)
class Style:
    """How to draw. ``width`` is in columns; without a ``language`` each account has words of its own."""

    width: int
    colour: bool
    language: str = ""

    def tint(self, text: str, tint: str) -> str:
        """The text in a colour, given as the parameters of an ANSI sequence."""
        return f"\x1b[{tint}m{text}\x1b[0m" if self.colour and text else text

    def bold(self, text: str) -> str:
        return self.tint(text, "1")

    def dim(self, text: str) -> str:
        return self.tint(text, "2")

    def clash(self, text: str) -> str:
        """A clashing piece."""
        return self.tint(text, "1;31") if self.colour else f"⟦{text}⟧"

    def words(self, language: str) -> Words:
        """The interface words for an account of this language."""
        code = self.language or language
        return words(code if code in LANGUAGES else "en")


def comparison(whole: pb.Comparison, style: Style) -> str:
    """All events of a comparison: those of several articles in full, the others by their titles."""
    articles = {article.name: article for article in whole.articles}
    relations, claims = _by_event(whole.relations), _by_event(whole.claims)
    origin_of = {origin.article: origin for origin in whole.origins}
    lines: list[str] = []
    alone: list[pb.Article] = []
    languages: list[str] = []
    for event, summary in zip(whole.events, whole.summaries, strict=True):
        told = [articles[name] for name in event.articles if name in articles]
        if len(told) > 1:
            origins = [origin_of[article.name] for article in told if article.name in origin_of]
            table = matrix.build(told, relations[event.name], claims[event.name], origins)
            lines += [*_Account(event, summary, told, table, style).lines(), ""]
            languages.append(summary.language)
        else:
            alone += told
            languages += [article.language for article in told]
    if alone:
        own = style.words(max(set(languages), key=languages.count))
        lines += [style.bold(isolate(own.text("told_by_one"))), *_lone(alone, own, style), ""]
    return "\n".join(lines)


def one_event(event: pb.Event, alignment: pb.Alignment, summary: pb.Summary, style: Style) -> str:
    """One event with its summary."""
    table = matrix.build(alignment.articles, alignment.relations, alignment.claims, alignment.origins)
    return "\n".join([*_Account(event, summary, alignment.articles, table, style).lines(), ""])


class _Account:
    """One event and its summary as lines."""

    def __init__(
        self,
        event: pb.Event,
        summary: pb.Summary,
        articles: Iterable[pb.Article],
        table: matrix.Matrix,
        style: Style,
    ) -> None:
        self._event = event
        self._summary = summary
        self._style = style
        self._words = style.words(summary.language)
        self._matrix = table
        self._articles = {article.name: article for article in articles}
        self._column_of = {name: i for i, column in enumerate(table.columns) for name in column.articles}
        self._row_of = {name: row for row in table.rows for name in row.claim.statements}
        count = len(table.columns)
        room = style.width // 2 - _COUNTS - 5
        self._step = 2 if 2 * count <= room else 1
        self._drawn = min(count, max(room, 1))  # outlets that have a column

    def lines(self) -> Iterator[str]:
        style, event = self._style, self._event
        yield style.dim("─" * style.width)
        for line in wrapped(self._summary.title or event.title, style.width):
            yield style.bold(isolate(line))
        counts = told_by(event.outlet_count, event.origin_count, self._words)
        yield LEFT + style.dim("  ".join(part for part in (days(event), counts) if part))
        yield ""
        yield from self._outlets()
        by_section: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in self._summary.sentences:
            by_section[sentence.section].append(sentence)
        told = [*by_section[Section.AGREED], *by_section[Section.DISPUTED]]
        rows = [(sentence, self._cells(sentence, self._rivals(sentence, told))) for sentence in told]
        if rows:
            yield ""
            yield from self._legend({_mark(cell) for _, cells in rows for cell in cells})
        for section, (key, tint) in _SECTIONS.items():
            if sentences := by_section[section]:
                yield ""
                yield style.tint(isolate(self._words.text(key)), tint)
                if section in (Section.AGREED, Section.DISPUTED):
                    yield from self._rows([row for row in rows if row[0].section == section])
                else:
                    yield from self._listed(sentences)
        if hidden := self._hidden():
            yield ""
            yield style.dim(isolate(self._count("more_claims", hidden)))

    # --- outlets ---------------------------------------------------------------------------------------

    def _outlets(self) -> Iterator[str]:
        """The columns: number, first day, outlet, headline."""
        style = self._style
        table = self._matrix.columns
        digits = len(str(len(table)))
        names = min(max((columns(column.outlet) for column in table), default=0), _NAME)
        number_of = {column.outlet: number for number, column in enumerate(table, start=1)}
        firsts = [self._articles[column.articles[0]] for column in table]
        dates = [isolate(published(first) or self._words.text("unknown_date")) for first in firsts]
        width = max(map(columns, dates), default=0)
        for number, (column, first, date) in enumerate(zip(table, firsts, dates, strict=True), start=1):
            about = []
            if column.copy_of:
                about.append(f"{_COPIED} {number_of[column.copy_of]}")
            if len(column.articles) > 1:
                about.append(self._count("articles", len(column.articles)))
            head = f"  {number:>{digits}}  {padded(date, width)}  {padded(isolate(column.outlet), names)}"
            head += "".join(f"  {isolate(part)}" for part in about)
            title = shortened(first.title, max(style.width - columns(head) - 4, 0))
            yield f"{LEFT}{head}  {style.dim(isolate(title))}".rstrip()

    # --- the table -------------------------------------------------------------------------------------

    def _legend(self, marks: Set[str]) -> Iterator[str]:
        """Numbers of the columns, and what the marks in them mean."""
        own = self._words
        parts = [f"{mark} {isolate(own.text(key))}" for mark, key in _MEANINGS.items() if mark in marks]
        parts.append(f"2/1 {isolate(own.text('outlets_and_origins'))}")
        if self._drawn < len(self._matrix.columns):
            parts.append(isolate(self._count("more_outlets", len(self._matrix.columns) - self._drawn)))
        legend = joined(parts, "   ", self._style.width - self._indent)
        for cells, text in zip_longest(self._numbers(), legend, fillvalue=""):
            yield LEFT + self._style.dim((padded(cells, self._indent) + text).rstrip())

    def _numbers(self) -> list[str]:
        """Numbers of the drawn columns, written downwards."""
        digits = len(str(self._drawn))
        numbers = [f"{number:>{digits}}" for number in range(1, self._drawn + 1)]
        gap = " " * (self._step - 1)
        return ["  " + gap.join(number[place] for number in numbers) for place in range(digits)]

    @property
    def _indent(self) -> int:
        """Columns to the left of a row's text."""
        return 2 + self._drawn * self._step + 3 + _COUNTS

    def _rows(self, rows: Sequence[tuple[Sentence, Sequence[Cell]]]) -> Iterator[str]:
        """Claims of several outlets; those that contradict each other below the kind of their dispute."""
        sentences = [sentence for sentence, _ in rows]
        group = None
        for sentence, cells in rows:
            rivals = self._rivals(sentence, sentences)
            if sentence.section == Section.DISPUTED and sentence.group != group:
                group = sentence.group
                sides = [s for s in sentences if s.group == group]
                yield f"{LEFT}  {self._style.dim(isolate(self._kinds(sides)))}"
            marks = [self._style.tint(_mark(cell), _TINTS[_mark(cell)]) for cell in cells]
            counts = f"{sentence.outlet_count}/{sentence.origin_count}"
            gap = " " * (self._step - 1)
            lead = f"  {gap.join(marks)}{gap}   {counts:{_COUNTS}}"
            yield from self._text(lead, sentence.text, self._pieces(sentence, rivals))

    def _cells(self, sentence: Sentence, rivals: Iterable[Sentence]) -> list[Cell]:
        """What each outlet that has a column does with a sentence: it is cited by it, or by a rival."""
        says = self._cited(sentence)
        disputes: dict[int, list[str]] = defaultdict(list)
        for rival in rivals:
            for i, names in self._cited(rival).items():
                disputes[i] += names
        rows = {self._row_of[name].claim.name: self._row_of[name] for name in self._known(sentence)}
        return [
            Cell(
                tuple(says.get(i, ())),
                tuple(disputes.get(i, ())),
                any(row.cells[i].copied for row in rows.values()),
            )
            for i in range(self._drawn)
        ]

    def _cited(self, sentence: Sentence) -> Mapping[int, list[str]]:
        """Cited statements by column."""
        cited: dict[int, list[str]] = defaultdict(list)
        for name in sentence.citations:
            if article_of(name) in self._column_of:
                cited[self._column_of[article_of(name)]].append(name)
        return cited

    def _known(self, sentence: Sentence) -> list[str]:
        """Cited statements that belong to a claim."""
        return [name for name in sentence.citations if name in self._row_of]

    def _rivals(self, sentence: Sentence, told: Iterable[Sentence]) -> list[Sentence]:
        """The sides of a sentence's dispute that contradict it; of three sides two may well agree."""
        if sentence.section != Section.DISPUTED:
            return []
        sides = [s for s in told if s.group == sentence.group and s is not sentence]
        return [side for side in sides if any(self._conflicts(sentence, [side]))] or sides

    def _conflicts(self, sentence: Sentence, rivals: Iterable[Sentence]) -> Iterator[tuple[str, pb.Relation]]:
        """Contradictions between what a sentence cites and what its rivals cite."""
        against = {name for rival in rivals for name in rival.citations}
        for name in self._known(sentence):
            for relation in self._row_of[name].conflicts:
                a, b = relation.statement_a, relation.statement_b
                if (a == name and b in against) or (b == name and a in against):
                    yield name, relation

    def _pieces(self, sentence: Sentence, rivals: Sequence[Sentence]) -> list[str]:
        """The words that clash, as they stand in the statement whose words the sentence uses."""
        pieces: dict[str, None] = {}
        for name, relation in self._conflicts(sentence, rivals):
            text = self._articles[article_of(name)].text
            for evidence in relation.evidence:
                span = evidence.a if relation.statement_a == name else evidence.b
                pieces[text[span.start : span.end]] = None
        return list(pieces)

    def _kinds(self, sides: Sequence[Sentence]) -> str:
        kinds = {relation.kind for side in sides for _, relation in self._conflicts(side, sides)}
        names = [pb.Relation.Kind.Name(kind).lower() for kind in sorted(kinds) if kind]
        return " · ".join(self._words.text(f"kind.{name}") for name in names or ["other"])

    def _hidden(self) -> int:
        """Claims of several outlets, or disputed ones, that the summary has no sentence for."""
        told = {self._row_of[n].claim.name for s in self._summary.sentences for n in self._known(s)}
        return sum(
            row.claim.name not in told
            for row in self._matrix.rows
            if row.standing is not matrix.Standing.SINGLE_SOURCE
        )

    # --- lists -----------------------------------------------------------------------------------------

    def _listed(self, sentences: Sequence[Sentence]) -> Iterator[str]:
        """One sentence an entry, behind its day and its outlets; on one line if it was told before."""
        earlier = {
            name
            for sentence in self._summary.sentences
            if sentence.section != Section.TIMELINE
            for name in sentence.citations
        }
        outlets = [_few([i + 1 for i in sorted(self._cited(sentence))]) for sentence in sentences]
        width = max(map(len, outlets))
        for sentence, numbers in zip(sentences, outlets, strict=True):
            lead = f"  {numbers:{width}}  "
            text = sentence.text
            if sentence.section == Section.TIMELINE:
                lead = f"  {_day(sentence.date):10}{lead}"
                if earlier.issuperset(sentence.citations):
                    text = shortened(text, self._style.width - columns(lead))
            yield from self._text(lead, text, ())

    # --- shared ----------------------------------------------------------------------------------------

    def _text(self, lead: str, text: str, pieces: Sequence[str]) -> Iterator[str]:
        """A text behind its lead, with clashing pieces marked."""
        indent = columns(_plain(lead))
        text = " ".join(harmless(text).split())
        places = found(text, map(harmless, pieces))
        at = 0
        for number, line in enumerate(wrapped(text, self._style.width - indent)):
            at = text.find(line, at)
            shown = "".join(
                self._style.clash(part) if inside else part for part, inside in cut(line, at, places)
            )
            yield LEFT + (lead if number == 0 else " " * indent) + enclose(shown)
            at += len(line)

    def _count(self, key: str, n: int) -> str:
        return self._words.count(key, n)


def _mark(cell: Cell) -> str:
    return _COPIED if cell.copied and cell.position is Position.SAYS else _MARKS[cell.position]


def _few(numbers: Sequence[int], most: int = 3) -> str:
    return " ".join(map(str, numbers[:most])) + (" …" if len(numbers) > most else "")


def _lone(articles: Sequence[pb.Article], own: Words, style: Style) -> Iterator[str]:
    """Articles that nobody else confirms or contradicts, by day; of many the first."""
    for article in sorted(articles, key=lambda a: (published(a) or "9", a.name))[:_LONE]:
        head = f"  {isolate(published(article) or own.text('unknown_date'))}  {isolate(article.outlet)}  "
        title = shortened(article.title, style.width - columns(head))
        yield f"{LEFT}{head}{style.dim(isolate(title))}".rstrip()
    if len(articles) > _LONE:
        yield f"{LEFT}  {style.dim(isolate(own.count('more_articles', len(articles) - _LONE)))}"


def _by_event(items: Iterable[Named]) -> Mapping[str, list[Named]]:
    """Relations or claims by the name of their event."""
    grouped: dict[str, list[Named]] = defaultdict(list)
    for item in items:
        grouped["/".join(item.name.split("/")[:2])].append(item)
    return grouped


def _plain(text: str) -> str:
    """The text without ANSI sequences."""
    if "\x1b" not in text:
        return text
    return "".join(part.partition("m")[2] if i else part for i, part in enumerate(text.split("\x1b[")))


def _day(day: Date) -> str:
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}" if day.year else ""


def days(event: pb.Event) -> str:
    """The days of an event's articles."""
    first, last = _day(event.start), _day(event.end)
    return first if first == last or not last else f"{first} – {last}"


def told_by(outlets: int, origins: int, own: Words) -> str:
    """How many outlets and origins."""
    return isolate(f"{own.count('outlets', outlets)} · {own.count('origins', origins)}")


def published(article: pb.Article) -> str:
    """The day of an article, "" when it is unknown."""
    if not article.publish_time.HasField("start"):
        return ""
    return str(article.publish_time.start.ToDatetime().date())
