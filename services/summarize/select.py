"""What an account of one event tells, in which order, and on whose word. [pure]

Selection works on claims: a claim that several outlets share and nobody contradicts is agreed, claims that
contradict each other are disputes, a claim of one outlet alone is single source, and what a clean date is
known of makes the timeline. Nothing is worded here; see `render`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from services.common.domain import (
    Alignment,
    Article,
    Certainty,
    Claim,
    LinkKind,
    Quantity,
    Relation,
    RelationKind,
    RelationType,
    Section,
    Span,
    Stance,
    Statement,
    StatementPart,
    StatementRef,
    TimeExpression,
)
from services.common.errors import LanguageNotInSources
from services.language.normalize import fold, words
from services.language.quantities import comparable, compatible
from services.language.summaries import summaries
from services.summarize.disputes import Clash, Question, Reading, questions, reading
from services.summarize.headline import headline

AGREED = 8
DISPUTES = 12
SIDES = 4  # of one dispute
PROPOSED = 3 * DISPUTES  # that are looked at in full
SINGLE_SOURCE = 8
TIMELINE = 10
PER_DAY = 3
SAME_WORDS = 0.8  # share of the shorter sentence's words found in the other: one of them is enough
DATELINE = 0.4  # share of a statement that is an expression of time: more is no news
SHORTEST = 4  # words; less is a fragment
LONGEST = 60  # words; of two statements of a claim the one within is preferred

_CLEAN = frozenset({Certainty.EXPLICIT, Certainty.RESOLVED})
_EXPLICIT = frozenset({Certainty.EXPLICIT})
_UNFINISHED = ("؟", "?", ":")
_FINISHED = (".", "!", "…", '"', "”", "»", ")", "۔")
_PLAIN = frozenset({Stance.ASSERTED, Stance.REPORTED, Stance.QUOTED})


@dataclass(frozen=True, slots=True)
class Selected:
    """One sentence to be: the statement whose words are used stands first in ``citations``."""

    section: Section
    citations: tuple[StatementRef, ...]
    group: int
    outlets: int
    origins: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """All sentences to be, by section, then by weight."""

    language: str
    title: str
    sentences: tuple[Selected, ...]


class Sources:
    """The articles of an alignment by name, with what selection asks of them again and again."""

    def __init__(self, alignment: Alignment) -> None:
        self.alignment = alignment
        self._articles: dict[str, Article] = {a.name: a for a in alignment.articles}
        self._statements: dict[StatementRef, Statement] = {
            StatementRef(a.name, s.index): s for a in alignment.articles for s in a.statements
        }
        self._words: dict[StatementRef, frozenset[str]] = {}

    def __contains__(self, ref: StatementRef) -> bool:
        return ref in self._statements

    def article(self, ref: StatementRef) -> Article:
        return self._articles[ref.article]

    def statement(self, ref: StatementRef) -> Statement:
        return self._statements[ref]

    def __iter__(self) -> Iterator[StatementRef]:
        return iter(self._statements)

    def outlets(self, refs: Iterable[StatementRef]) -> list[str]:
        """Outlets of the statements as shown to people, in the order of ``refs``, each once."""
        return list(
            {self._articles[r.article].source: self._articles[r.article].outlet for r in refs}.values()
        )

    def origins(self, refs: Iterable[StatementRef]) -> int:
        """Independent origins behind the statements."""
        return len({self.alignment.origins.get(r.article, r.article) for r in refs})

    def words(self, ref: StatementRef) -> frozenset[str]:
        """Folded words that a statement can be recognised by."""
        found = self._words.get(ref)
        if found is None:
            found = self._words[ref] = frozenset(words(fold(self._statements[ref].text)))
        return found

    def languages(self) -> list[str]:
        """Languages that have statements, most articles first."""
        articles = Counter(a.language for a in self.alignment.articles if a.statements)
        statements = Counter(s.language for s in self._statements.values())
        return sorted(statements, key=lambda code: (-articles[code], -statements[code], code))


def select(alignment: Alignment, language: str | None = None) -> Selection:
    """What the account tells, in ``language`` or in that of most articles.

    Raises LanguageNotInSources when no statement is in that language.
    """
    sources = Sources(alignment)
    available = sources.languages()
    if language is None:
        if not available:
            return Selection("und", headline(alignment, ""), ())
        language = available[0]
    elif language not in available:
        raise LanguageNotInSources(language, sorted(available))
    selector = _Selector(sources, language)
    sentences = (*selector.agreed(), *selector.disputed(), *selector.single(), *selector.timeline())
    return Selection(language, headline(alignment, language), sentences)


@dataclass(frozen=True, slots=True)
class _Said:
    """What one claim says in a dispute; the statement that is shown stands first."""

    claim: int
    refs: tuple[StatementRef, ...]
    score: float  # of the surest contradiction that it is part of


@dataclass(frozen=True, slots=True)
class _Dispute:
    kind: RelationKind
    said: tuple[_Said, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A contradiction seen from one of its statements: where the clashing piece stands."""

    ref: StatementRef
    spans: tuple[Span, ...]
    score: float = 0.0


class _Selector:
    """One selection under way; what was told is kept out of the later sections."""

    def __init__(self, sources: Sources, language: str) -> None:
        self._sources = sources
        self._language = language
        self._is_main = language == sources.languages()[0]
        self._claims = {c.index: c for c in _all_claims(sources)}
        self._claim_of = {ref: c.index for c in self._claims.values() for ref in c.statements}
        self._known = {c.index for c in sources.alignment.claims}
        self._agreement: Counter[StatementRef] = Counter()
        self._clashes: dict[RelationKind, list[Clash]] = defaultdict(list)
        self._updates: dict[int, set[int]] = defaultdict(set)  # claim -> claims that bring a later figure
        for relation in sources.alignment.relations:
            if relation.a in self._claim_of and relation.b in self._claim_of:
                self._note(relation, self._claim_of[relation.a], self._claim_of[relation.b])
        told = {frozenset(clash.ends) for clashes in self._clashes.values() for clash in clashes}
        self._clashes[RelationKind.OTHER] += [  # disputes that come without their relation
            Clash(None, {claim.index: None, other: None})
            for claim in self._claims.values()
            for other in claim.disputed_by
            if claim.index < other and other in self._claims and {claim.index, other} not in told
        ]
        self._disputed = {i for clashes in self._clashes.values() for clash in clashes for i in clash.ends}
        self._untimed: set[int] = set()  # claims whose time is disputed
        self._told: list[StatementRef] = []
        self._groups = 0
        self._firsts: dict[int, StatementRef | None] = {}

    def _note(self, relation: Relation, a: int, b: int) -> None:
        if relation.type is RelationType.AGREEMENT:
            self._agreement[relation.a] += 1
            self._agreement[relation.b] += 1
        elif a == b:
            return
        elif relation.type is RelationType.CONTRADICTION:
            if b in self._claims[a].disputed_by or not {a, b} <= self._known:
                self._clashes[relation.kind].append(Clash(relation, self._ends(relation)))
        elif relation.kind is RelationKind.SUPERSEDED:
            day_a, day_b = self._day(relation.a), self._day(relation.b)
            if day_a and day_b and day_a != day_b:
                self._updates[a if day_a < day_b else b].add(b if day_a < day_b else a)

    def _ends(self, relation: Relation) -> dict[int, Reading]:
        return {
            self._claim_of[piece.ref]: reading(relation.kind, self._sources.statement(piece.ref), piece.spans)
            for piece in _pieces(relation)
        }

    # -- sections ---------------------------------------------------------------------------------

    def agreed(self) -> Iterator[Selected]:
        """Claims of more than one outlet that nobody contradicts, best supported first."""
        claims = [
            c
            for c in self._claims.values()
            if c.outlets > 1 and c.index not in self._disputed and not self._overtaken(c)
        ]
        claims.sort(key=lambda c: (-c.origins, c.index))  # among equals, as the alignment ranks them
        for claim in claims:
            first = self._first(claim)
            if first is None or self._repeats(first, self._told):
                continue
            refs = self._fitting(first, claim.statements)
            if len(self._sources.outlets(refs)) < 2:
                continue
            self._told.append(first)
            yield self._selected(Section.AGREED, refs)
            if len(self._told) == AGREED:
                return

    def disputed(self) -> Iterator[Selected]:
        """Groups of clashing claims, the widest told first; every group has two sides at least."""
        for dispute in sorted(self._disputes(), key=lambda d: (-d.weight, d.said[0].claim))[:DISPUTES]:
            if dispute.kind is RelationKind.TIME:
                self._untimed.update(said.claim for said in dispute.said)
            group = self._next_group()
            for said in dispute.said:
                self._told.append(said.refs[0])
                yield self._selected(Section.DISPUTED, said.refs, group=group)

    def single(self) -> Iterator[Selected]:
        """What one outlet alone says and is worth telling: leads, figures, denials; outlets take turns."""
        candidates: list[tuple[float, StatementRef, Claim]] = []
        for claim in self._claims.values():
            if claim.outlets > 1 or claim.index in self._disputed or self._overtaken(claim):
                continue
            first = self._first(claim)
            if first is not None and not self._is_furniture(first):
                candidates.append((self._weight(first), first, claim))
        turns: Counter[str] = Counter()
        chosen = 0
        while candidates and chosen < SINGLE_SOURCE:
            best = max(candidates, key=lambda c: (c[0] - turns[self._source(c[1])], -c[2].index))
            candidates.remove(best)
            _, first, claim = best
            if self._repeats(first, self._told):
                continue
            self._told.append(first)
            turns[self._source(first)] += 1
            chosen += 1
            yield self._selected(Section.SINGLE_SOURCE, self._fitting(first, claim.statements))

    def timeline(self) -> Iterator[Selected]:
        """Claims that speak of one clean day, and figures that were updated, by day."""
        updated = {i for earlier, later in self._updates.items() for i in (earlier, *later)}
        entries: list[tuple[date, bool, float, int, StatementRef]] = []
        for claim in self._claims.values():
            first = self._first(claim)
            if first is None or claim.index in self._untimed or self._is_furniture(first):
                continue
            if self._leans(self._sources.statement(first)):
                continue
            moved = claim.index in updated
            day = self._clean_day(first) or (self._day(first) if moved else None)
            if day is not None:
                weight = claim.origins + claim.outlets / 10 + self._weight(first) / 100
                entries.append((day, moved, weight, claim.index, first))
        entries.sort(key=lambda e: (not e[1], -e[2], e[3]))
        kept: list[tuple[date, bool, float, int, StatementRef]] = []
        per_day: Counter[date] = Counter()
        for entry in entries:
            room = len(kept) < TIMELINE and per_day[entry[0]] < PER_DAY
            if room and not self._repeats(entry[4], [k[4] for k in kept]):
                per_day[entry[0]] += 1
                kept.append(entry)
        kept.sort(key=lambda e: (e[0], not e[1], -e[2], e[3]))
        for day, _, _, index, first in kept:
            refs = self._fitting(first, self._claims[index].statements)
            yield self._selected(Section.TIMELINE, refs, day=day)

    # -- disputes ---------------------------------------------------------------------------------

    def _disputes(self) -> Iterator[_Dispute]:
        """What is disputed, the likely widest told questions of it.

        An event of hundreds of articles has hundreds of them and an account has room for a few.
        """
        found: list[tuple[float, RelationKind, Question]] = []
        for kind, clashes in self._clashes.items():
            clashes.sort(key=lambda clash: (-_score(clash), sorted(clash.ends)))
            found += [
                (_score(question.clashes[0]) * self._width(question), kind, question)
                for question in questions(clashes)
            ]
        found.sort(key=lambda f: (-f[0], f[1], f[2].sides))
        for _, kind, question in found[:PROPOSED]:
            dispute = self._dispute(kind, question)
            if dispute is not None:
                yield dispute

    def _width(self, question: Question) -> int:
        """Origins that tell the claims."""
        return sum(max(1, self._claims[index].origins) for side in question.sides for index in side)

    def _dispute(self, kind: RelationKind, question: Question) -> _Dispute | None:
        """A question with the widest told claims of each side, or None where not two are left.

        None too when no claim is in the account's language, unless that is the main one: what is disputed
        should be missing in no account of the event's own language.
        """
        pieces: dict[int, list[_Piece]] = defaultdict(list)
        for clash in question.clashes:
            for piece in _pieces(clash.relation) if clash.relation else ():
                pieces[self._claim_of[piece.ref]].append(piece)
        sides = [self._side(side, pieces) for side in question.sides]
        sides = sorted((side for side in sides if side), key=lambda side: self._extent(side[0]))
        # Every side is heard before one of them says more.
        said = tuple(s for turn in zip_longest(*sides) for s in turn if s is not None)[:SIDES]
        native = any(self._sources.statement(s.refs[0]).language == self._language for s in said)
        if len(sides) < 2 or not (native or self._is_main):
            return None
        told_by = sum(self._sources.origins(s.refs) for s in said)
        return _Dispute(kind, said, _score(question.clashes[0]) * told_by - (0 if native else 1))

    def _side(self, claims: Iterable[int], pieces: Mapping[int, Sequence[_Piece]]) -> list[_Said]:
        """What the claims of one side say, widest told first, each article once."""
        widest = sorted(claims, key=lambda index: (-self._claims[index].origins, index))[:PROPOSED]
        side = []
        for index in widest:
            clashing = pieces.get(index) or [_Piece(self._claims[index].representative, ())]
            first = self._best(list({piece.ref: None for piece in clashing}), foreign=True)
            if first is not None:
                seconders = self._seconders(index, first, clashing)
                side.append(_Said(index, (first, *seconders), max(piece.score for piece in clashing)))
        heard: set[str] = set()
        told = []
        for said in sorted(side, key=self._rank):
            if not heard.intersection(ref.article for ref in said.refs):
                heard.update(ref.article for ref in said.refs)
                told.append(said)
        return told

    def _rank(self, said: _Said) -> tuple[int, bool, float, int, int]:
        """Widest told first, then what a text says before what its headline says, then the surest."""
        headline = self._sources.statement(said.refs[0]).part is StatementPart.TITLE
        return -self._sources.origins(said.refs), headline, -said.score, -len(said.refs), said.claim

    def _extent(self, said: _Said) -> tuple[int, int, int]:
        return -self._sources.origins(said.refs), -len(said.refs), said.claim

    def _seconders(self, index: int, first: StatementRef, clashing: Sequence[_Piece]) -> list[StatementRef]:
        """The other statements of a claim that say the disputed piece itself, not only the rest of it."""
        clash = {c.ref for c in clashing}
        pieces: set[frozenset[str]] = set()
        figures: dict[tuple[object, ...], Quantity] = {}
        for c in clashing:
            text = self._sources.article(c.ref).text
            pieces.update(frozenset(words(fold(piece.of(text)))) for piece in c.spans)
            for quantity in self._sources.statement(c.ref).quantities:
                if any(quantity.span.overlaps(piece) for piece in c.spans):
                    figures[quantity.dimension, quantity.unit, quantity.low, quantity.high] = quantity
        return [
            ref
            for ref in self._claims[index].statements
            if ref != first
            and (
                ref in clash
                or any(self._sources.words(ref) >= piece for piece in pieces)
                or any(_same(f, q) for q in self._sources.statement(ref).quantities for f in figures.values())
            )
        ]

    # -- statements -------------------------------------------------------------------------------

    def _source(self, ref: StatementRef) -> str:
        return self._sources.article(ref).source

    def _day(self, ref: StatementRef) -> date | None:
        return self._sources.article(ref).published.day

    def _clean_day(self, ref: StatementRef) -> date | None:
        """The one day a statement speaks of; None when it names several or is not sure.

        "Today" in somebody's own words may be any day, so there only a written date counts.
        """
        statement = self._sources.statement(ref)
        clean = _EXPLICIT if statement.stance is Stance.QUOTED else _CLEAN
        days = {
            t.start
            for t in statement.times
            if t.start is not None and t.start == t.end and t.certainty in clean
        }
        return days.pop() if len(days) == 1 else None

    def _overtaken(self, claim: Claim) -> bool:
        """Whether a later figure that more than one outlet tells took the claim's place."""
        return any(self._claims[later].outlets > 1 for later in self._updates.get(claim.index, ()))

    def _first(self, claim: Claim) -> StatementRef | None:
        """The statement whose words stand for a claim; None when no usable one is in the language."""
        if claim.index not in self._firsts:
            self._firsts[claim.index] = self._best(claim.statements, claim.representative)
        return self._firsts[claim.index]

    def _best(
        self, refs: Sequence[StatementRef], favourite: StatementRef | None = None, *, foreign: bool = False
    ) -> StatementRef | None:
        """The statement whose words are used: in the account's language, whole, telling, agreed with.

        With ``foreign`` another language is better than silence.
        """
        own = [r for r in refs if self._sources.statement(r).language == self._language]
        usable = [r for r in own or (refs if foreign else ()) if len(self._sources.words(r)) >= SHORTEST]
        return max(usable, key=lambda r: self._telling(r) + 0.1 * (r == favourite), default=None)

    def _fitting(self, first: StatementRef, refs: Sequence[StatementRef]) -> tuple[StatementRef, ...]:
        """``first``, then those of ``refs`` whose own figures and times do not speak against it.

        Statements are grouped by pairs that agree, and a chain of such pairs can join what differs.
        """
        return (first, *(r for r in refs if r != first and self._fits(first, r)))

    def _fits(self, a: StatementRef, b: StatementRef) -> bool:
        said, other = self._sources.statement(a), self._sources.statement(b)
        for quantity in said.quantities:
            same = [q for q in other.quantities if comparable(q, quantity)]
            if same and not any(compatible(q, quantity) for q in same):
                return False
        mine = [t for t in said.times if t.start is not None and t.end is not None]
        theirs = [t for t in other.times if t.start is not None and t.end is not None]
        return not mine or not theirs or any(_meet(x, y) for x in mine for y in theirs)

    def _is_furniture(self, ref: StatementRef) -> bool:
        """Whether a statement is little more than a date: a dateline that was taken for a sentence."""
        statement = self._sources.statement(ref)
        return sum(len(t.span) for t in statement.times) > DATELINE * len(statement.text)

    def _telling(self, ref: StatementRef) -> float:
        """How well one statement of a claim stands for it."""
        statement = self._sources.statement(ref)
        return (
            self._agreement[ref] / (1 + len(self._sources.alignment.articles))
            + 0.2 * bool(statement.quantities)
            - 0.4 * (statement.part is StatementPart.TITLE)
            - 0.3 * any(link.carried for link in statement.chain)
            - 0.5 * (len(self._sources.words(ref)) > LONGEST)
            - 0.5 * statement.text.rstrip().endswith(_UNFINISHED)
            - 0.3 * (not statement.text.rstrip().endswith(_FINISHED))  # a heading
            - 0.5 * self._leans(statement)
        )

    def _weight(self, ref: StatementRef) -> float:
        """How much a statement is worth telling at all."""
        statement = self._sources.statement(ref)
        named = any(link.kind not in (LinkKind.OUTLET, LinkKind.UNNAMED) for link in statement.chain)
        return (
            2.0 * (statement.part is StatementPart.LEAD)
            + 1.0 * (statement.part is StatementPart.TITLE)
            + 0.8 * min(2, len(statement.quantities))
            + 0.6 * bool(statement.names)
            + 0.4 * named
            + 0.6 * (statement.stance not in _PLAIN)
            + 0.3 * bool(statement.times)
            - 0.5 * any(link.carried for link in statement.chain)
            - 1.0 * (len(self._sources.words(ref)) > LONGEST)
            - 2.0 * statement.text.rstrip().endswith(_UNFINISHED)
            - 0.5 * (not statement.text.rstrip().endswith(_FINISHED))
            - 2.0 * self._leans(statement)
        )

    @staticmethod
    def _leans(statement: Statement) -> bool:
        """Whether a statement needs the one before it to be understood."""
        return summaries(statement.language).leans(statement.text)

    def _repeats(self, ref: StatementRef, told: Iterable[StatementRef]) -> bool:
        """Whether a sentence already told has nearly all its words, figures included."""
        mine = self._sources.words(ref)
        for other in told:
            theirs = self._sources.words(other)
            shorter, longer = sorted((mine, theirs), key=len)
            if len(shorter & longer) >= SAME_WORDS * len(shorter) and _figures(mine) <= _figures(theirs):
                return True
        return False

    def _next_group(self) -> int:
        self._groups += 1
        return self._groups - 1

    def _selected(
        self,
        section: Section,
        citations: tuple[StatementRef, ...],
        *,
        group: int | None = None,
        day: date | None = None,
    ) -> Selected:
        outlets = len(self._sources.outlets(citations))
        group = self._next_group() if group is None else group
        return Selected(section, citations, group, outlets, self._sources.origins(citations), day)


def _all_claims(sources: Sources) -> Iterator[Claim]:
    """The alignment's claims, and one of its own for every statement that is in none of them."""
    claimed: set[StatementRef] = set()
    highest = -1
    for claim in sources.alignment.claims:
        known = tuple(r for r in claim.statements if r in sources)
        if known:
            highest = max(highest, claim.index)
            claimed.update(known)
            representative = claim.representative if claim.representative in known else known[0]
            yield replace(claim, statements=known, representative=representative)
    for ref in sources:
        if ref not in claimed:
            highest += 1
            yield Claim(highest, (ref,), ref, articles=1, outlets=1, origins=1)


def _pieces(relation: Relation) -> tuple[_Piece, _Piece]:
    return (
        _Piece(relation.a, tuple(evidence.a for evidence in relation.evidence), relation.score),
        _Piece(relation.b, tuple(evidence.b for evidence in relation.evidence), relation.score),
    )


def _score(clash: Clash) -> float:
    return clash.relation.score if clash.relation else 0.0


def _figures(folded: frozenset[str]) -> set[str]:
    return {word for word in folded if word[0].isdigit()}


def _meet(a: TimeExpression, b: TimeExpression) -> bool:
    """Whether two known intervals share a day."""
    return not (a.end < b.start or b.end < a.start)  # type: ignore[operator]


def _same(a: Quantity, b: Quantity) -> bool:
    return comparable(a, b) and compatible(a, b)
