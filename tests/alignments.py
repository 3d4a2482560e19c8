"""Small alignments for tests: articles read by the real language core, relations said by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from services.common.domain import (
    Alignment,
    Article,
    Claim,
    DateSource,
    Evidence,
    PublishTime,
    Relation,
    RelationKind,
    RelationType,
    Span,
    StatementRef,
)
from services.language import statements
from services.language.language import language as language_of

DAY = date(2026, 3, 10)


def article(
    outlet: str, *sentences: str, day: date | None = DAY, language: str = "ar", title: bool = False
) -> Article:
    """One article of one sentence per line; with ``title`` the first is the headline."""
    text = "\n".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    title_span = spans[0] if title else None
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
    published = PublishTime(
        start,
        start + timedelta(days=1) if start else None,
        DateSource.DECLARED if day else DateSource.UNKNOWN,
        1.0 if day else 0.0,
    )
    return Article(
        name=f"sources/{outlet}/articles/a1",
        source=outlet,
        outlet=outlet.replace("-", " ").title() if language == "en" else outlet,
        url="",
        title=sentences[0] if title else "",
        language=language,
        text=text,
        version="0" * 32,
        published=published,
        statements=statements.read(
            text, spans, language_of(language), outlet=outlet, published=day, title_span=title_span
        ),
        title_span=title_span,
    )


@dataclass(frozen=True, slots=True)
class Says:
    """Statement ``index`` of the article of ``outlet``, and the piece of it that matters."""

    outlet: str
    index: int
    piece: str = ""

    @property
    def ref(self) -> StatementRef:
        return StatementRef(f"sources/{self.outlet}/articles/a1", self.index)


Pair = tuple[Says, Says]


def alignment(
    articles: Sequence[Article],
    *,
    agree: Iterable[Pair] = (),
    clash: Mapping[RelationKind, Iterable[Pair]] | None = None,
    superseded: Iterable[Pair] = (),
    origins: Mapping[str, str] | None = None,
    revision: int = 1,
) -> Alignment:
    """Claims are the connected sets of ``agree``; ``origins`` maps outlets that share one."""
    by_name = {a.name: a for a in articles}
    origin_of = {a.name: (origins or {}).get(a.source, a.name) for a in articles}
    relations = [_relation(p, RelationType.AGREEMENT, RelationKind.NONE, by_name) for p in agree]
    for kind, pairs in (clash or {}).items():
        relations += [_relation(p, RelationType.CONTRADICTION, kind, by_name) for p in pairs]
    relations += [
        _relation(p, RelationType.ELABORATION, RelationKind.SUPERSEDED, by_name) for p in superseded
    ]
    sets: list[set[StatementRef]] = [{StatementRef(a.name, s.index)} for a in articles for s in a.statements]
    for relation in relations:
        if relation.type is RelationType.AGREEMENT:
            joined = [s for s in sets if relation.a in s or relation.b in s]
            sets = [s for s in sets if s not in joined] + [set().union(*joined)]
    sets.sort(key=lambda s: min((r.article, r.index) for r in s))
    of = {ref: i for i, members in enumerate(sets) for ref in members}
    claims = []
    for index, members in enumerate(sets):
        refs = tuple(sorted(members, key=lambda r: (r.article, r.index)))
        names = {r.article for r in refs}
        claims.append(
            Claim(
                index,
                refs,
                refs[0],
                articles=len(names),
                outlets=len({by_name[n].source for n in names}),
                origins=len({origin_of[n] for n in names}),
            )
        )
    disputes: dict[int, set[int]] = {}
    for relation in relations:
        if relation.type is RelationType.CONTRADICTION:
            disputes.setdefault(of[relation.a], set()).add(of[relation.b])
            disputes.setdefault(of[relation.b], set()).add(of[relation.a])
    claims = [replace(c, disputed_by=tuple(sorted(disputes.get(c.index, ())))) for c in claims]
    return Alignment(
        articles=tuple(articles),
        relations=tuple(relations),
        claims=tuple(claims),
        origins=origin_of,
        backends={"relate": "hand@1"},
        thresholds={},
        revision=revision,
    )


def _relation(
    pair: Pair, kind: RelationType, detail: RelationKind, articles: Mapping[str, Article]
) -> Relation:
    a, b = pair
    evidence = ()
    if a.piece and b.piece:
        evidence = (Evidence(_span(a, articles), _span(b, articles), detail.value),)
    return Relation(a.ref, b.ref, kind, detail, 0.9, (), evidence, "hand@1", "said by hand")


def _span(said: Says, articles: Mapping[str, Article]) -> Span:
    whole = articles[said.ref.article]
    statement = whole.statements[said.index]
    start = whole.text.index(said.piece, statement.span.start)
    return Span(start, start + len(said.piece))


def warehouse_fire() -> Alignment:
    """Three outlets, one of them a reprint: an agreed fact, a disputed toll, a single source, in Arabic."""
    wire = article(
        "wire",
        "قتل 11 شخصا في حريق اندلع يوم 10 مارس 2026 في مستودع بالميناء.",
        "وقال العقيد ياسر الخضري إن 120 رجل إطفاء شاركوا في إخماد الحريق.",
        "وأمر المحافظ طارق المنصوري بإخلاء الأحياء المجاورة للميناء.",
    )
    reprint = article(
        "reprint",
        "قتل 11 شخصا في حريق اندلع يوم 10 مارس 2026 في مستودع بالميناء.",
        "وأمر المحافظ طارق المنصوري بإخلاء الأحياء المجاورة للميناء.",
    )
    own = article(
        "own",
        "قالت مصادر طبية إن 14 شخصا قتلوا في حريق المستودع بالميناء.",
        "وشارك 120 رجل إطفاء في إخماد الحريق.",
        "وقدرت غرفة التجارة الخسائر بنحو 40 مليون دولار.",
    )
    return alignment(
        [wire, reprint, own],
        agree=[
            (Says("wire", 0), Says("reprint", 0)),
            (Says("wire", 2), Says("reprint", 1)),
            (Says("wire", 1), Says("own", 1)),
        ],
        clash={
            RelationKind.NUMBER: [
                (Says("wire", 0, "11 شخصا"), Says("own", 0, "14 شخصا")),
                (Says("reprint", 0, "11 شخصا"), Says("own", 0, "14 شخصا")),
            ]
        },
        origins={"wire": "wire:coast:1", "reprint": "wire:coast:1"},
    )
