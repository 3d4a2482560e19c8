"""From articles to an alignment: blocking, comparison, siblings, claims, origins. [pure]"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from services.align import candidates, claims, origins, restatement
from services.align.advice import Advisers
from services.align.backends import Encoder
from services.align.candidates import Limits
from services.align.cluster import Grouper, Sketch, Weights, lead_text, sketch
from services.align.prepare import Context, Readings, Side
from services.align.relate import Looks, Related, relate_in_stages
from services.align.terms import WordStatistics
from services.align.thresholds import THRESHOLDS
from services.align.thresholds import VERSION as RELATE_VERSION
from services.common.domain import (
    Alignment,
    Article,
    Evidence,
    Relation,
    RelationKind,
    RelationType,
    Span,
    Statement,
    StatementRef,
)
from services.ingest.dedupe import COPY_SIMILARITY, Fingerprint

Identity = tuple[str, str, int]  # article name, version, statement index
PairKey = tuple[Identity, Identity]

JUDGED = 60  # pairs of an event that the judge reads at most
JUDGED_PER_ARTICLE = 6  # or this many for each article, if that is more

# Kinds that contest what a statement says as a whole, not one piece of it.
_WHOLE = frozenset({RelationKind.POLARITY, RelationKind.DENIAL})
_WORDING = frozenset({"text", "denial"})  # labels of evidence for an agreement on that


@dataclass(slots=True)
class Known:
    """What an earlier alignment of an event worked out, by content; handed in again, it is not redone.

    Entries of articles that have left the event or got a new version are dropped on the next use.
    """

    vectors: dict[Identity, NDArray[np.float32]] = field(default_factory=dict)
    looks: Looks[PairKey] = field(default_factory=lambda: Looks(brief=True))
    prints: dict[tuple[str, str], Fingerprint] = field(default_factory=dict)  # by article name and version

    def __len__(self) -> int:
        return len(self.vectors) + len(self.looks)


@dataclass(frozen=True, slots=True)
class Work:
    """How much one alignment had to do."""

    statements: int
    candidates: int  # pairs proposed
    compared: int  # of these, pairs that were not known
    encoded: int  # statements that got a vector
    read: int  # statements that got a vector in context
    judged: int  # pairs that the judge read
    left_open: int  # pairs that it had no time for; the rules' verdict stands
    decided: tuple[Relation, ...]  # the verdicts on the pairs that were not known


def compare(
    articles: Sequence[Article],
    encoder: Encoder | None,
    advisers: Advisers | None = None,
    *,
    known: Known | None = None,
    limits: Limits | None = None,
) -> Alignment:
    """The alignment of articles that tell one event. Names must be distinct (ValueError).

    ``encoder`` proposes pairs; ``advisers`` are asked about those that the rules leave open.
    """
    return compare_with_work(articles, encoder, advisers, known=known, limits=limits)[0]


def compare_with_work(
    articles: Sequence[Article],
    encoder: Encoder | None,
    advisers: Advisers | None = None,
    *,
    known: Known | None = None,
    limits: Limits | None = None,
) -> tuple[Alignment, Work]:
    """`compare`, with what it cost."""
    if len({article.name for article in articles}) < len(articles):
        raise ValueError("two articles have the same name")
    known = known if known is not None else Known()
    advisers, limits = advisers or Advisers(), limits or Limits()
    record = backends(encoder, advisers)
    if len(articles) < 2:  # most events of a stream: nothing to compare, nothing worth a vector
        return _alone(articles, record, limits)
    versions = {article.name: article.version for article in articles}
    encoded = _encode(articles, encoder, known)
    sides = [side for article in articles for side in _sides(article, known)]
    units = candidates.units(sides)
    pairs = candidates.pairs(units, limits) + candidates.repeats(units)
    readings = Readings()
    most = max(JUDGED, JUDGED_PER_ARTICLE * len(articles))
    found = relate_in_stages(
        {_key(pair, versions): pair for pair in pairs}, known.looks, readings, advisers, most
    )
    relations = [look.relation for look in found.looks.values()]
    relations = settle_denials(relations, [known.looks.first[key].relation for key in found.looks])
    relations = settle_siblings(relations, {side.ref: side.statement for side in sides})
    relations = restatement.settle(relations, units, readings, [look.advice for look in found.looks.values()])
    decided = tuple(
        relation for key, relation in zip(found.looks, relations, strict=True) if key in found.fresh
    )
    known.prints = {
        (article.name, article.version): known.prints.get((article.name, article.version))
        or Fingerprint.of(article)
        for article in articles
    }
    found_origins = origins.find(articles, {name: text for (name, _), text in known.prints.items()})
    alignment = Alignment(
        articles=tuple(articles),
        relations=tuple(
            sorted(
                (relation for relation in relations if relation.type is not RelationType.UNRELATED),
                key=lambda r: (-r.score, r.a.article, r.a.index, r.b.article, r.b.index),
            )
        ),
        claims=claims.build(
            articles, relations, found_origins, [[side.ref for side in unit.sides] for unit in units]
        ),
        origins=found_origins,
        backends=record,
        thresholds=thresholds(limits) | _judged_from(advisers, found),
    )
    work = Work(
        statements=len(sides),
        candidates=len(found.looks),
        compared=len(found.fresh),
        encoded=encoded,
        read=found.read,
        judged=found.judged,
        left_open=found.left_open,
        decided=decided,
    )
    return alignment, work


def _judged_from(advisers: Advisers, found: Related[PairKey]) -> dict[str, float]:
    """From which openness on the judge has read the pairs of this event; 0 where it has read all."""
    return {"judge.least_openness": found.least_judged} if advisers.judge is not None else {}


def _alone(articles: Sequence[Article], record: Mapping[str, str], limits: Limits) -> tuple[Alignment, Work]:
    found_origins = {article.name: origins.key([article]) for article in articles}
    alignment = Alignment(
        articles=tuple(articles),
        relations=(),
        claims=claims.build(articles, (), found_origins),
        origins=found_origins,
        backends=record,
        thresholds=thresholds(limits),
    )
    return alignment, Work(sum(len(article.statements) for article in articles), 0, 0, 0, 0, 0, 0, ())


def group(
    articles: Sequence[Article], encoder: Encoder | None, weights: Weights | None = None
) -> list[tuple[Article, ...]]:
    """Articles by event, largest first; within an event and among equals in the order given.

    They are grouped in order of publication, as a stream would bring them; undated ones come last.
    """
    grouper = Grouper(weights, capacity=len(articles) + 1, expected=len(articles))
    ordered = sorted(
        articles, key=lambda article: (article.published.day is None, article.published.day or 0)
    )
    vectors = encoder.encode([lead_text(article) for article in ordered]) if encoder and ordered else None
    for number, article in enumerate(ordered):
        vector = vectors[number] if vectors is not None else None
        grouper.add(grouper.sketch(article, vector), event_id(article.name))
    events: dict[str, list[Article]] = {}
    for article in articles:
        event = grouper.event_of(article.name)
        events.setdefault(event or event_id(article.name), []).append(article)
    return sorted((tuple(members) for members in events.values()), key=len, reverse=True)


def central(sketches: Sequence[Sketch]) -> int:
    """Position of the article that shares most with the others; the first among equals."""
    totals: dict[str, float] = {}
    for each in sketches:
        for word, weight in each.terms.items():
            totals[word] = totals.get(word, 0.0) + weight
    fits = [sum(weight * totals[word] for word, weight in each.terms.items()) for each in sketches]
    return max(range(len(fits)), key=lambda number: (round(fits[number], 6), -number))


def most_central(articles: Sequence[Article]) -> int:
    """`central`, of articles."""
    statistics = WordStatistics()
    return central([sketch(article, None, statistics) for article in articles])


def event_id(article: str) -> str:
    """The id of an event that is founded by the article of that name; the same wherever it is computed."""
    return "e" + blake2b(article.encode(), digest_size=8).hexdigest()


def settle_siblings(
    relations: Sequence[Relation], statements: Mapping[StatementRef, Statement]
) -> list[Relation]:
    """Take back contradictions of a statement that another sentence of the same article bears out.

    A contested piece (figure, time, name) is borne out by an agreement that rests on that very piece. What
    one side denies is borne out by a surer agreement in wording with a sentence that is as negative.
    """
    agreements: dict[tuple[StatementRef, str], list[tuple[Relation, bool]]] = {}
    for relation in relations:
        if relation.type is RelationType.AGREEMENT:
            agreements.setdefault((relation.a, relation.b.article), []).append((relation, True))
            agreements.setdefault((relation.b, relation.a.article), []).append((relation, False))

    def refuses(ref: StatementRef) -> bool:
        polarity = statements[ref].polarity
        return bool(polarity.negations or polarity.denials)

    def borne_out(relation: Relation, first: bool) -> bool:
        stated, other = (relation.a, relation.b) if first else (relation.b, relation.a)
        for agreement, side in agreements.get((stated, other.article), ()):
            if relation.kind in _WHOLE:
                sibling = agreement.b if side else agreement.a
                worded = any(evidence.label in _WORDING for evidence in agreement.evidence)
                if worded and agreement.score >= relation.score and refuses(stated) == refuses(sibling):
                    return True
            elif any(
                _piece(contested, first).overlaps(_piece(shared, side))
                for contested in relation.evidence
                for shared in agreement.evidence
                if shared.label == contested.label
            ):
                return True
        return False

    settled = []
    for relation in relations:
        if relation.type is RelationType.CONTRADICTION and (
            borne_out(relation, True) or borne_out(relation, False)
        ):
            relation = replace(
                relation,
                type=RelationType.ABSTAIN,
                kind=RelationKind.AMBIGUOUS_SIBLING,
                explanation=f"another sentence of the same article agrees; otherwise: {relation.explanation}",
            )
        settled.append(relation)
    return settled


def settle_denials(relations: Sequence[Relation], rules: Sequence[Relation]) -> list[Relation]:
    """Take back what a denial seems to deny by its meaning alone, where something else is surer.

    That is what a rule has found to be denied by it, in whatever article, or a statement of the same article
    that is nearer. ``rules`` is what each pair was before any model was asked, and is again.
    """
    answered = {ref for r in relations if r.rule == "denial@1" for ref in (r.a, r.b)}
    nearest: dict[tuple[StatementRef, str], float] = {}
    for relation in relations:
        if relation.rule == "denial@2":
            for key in ((relation.a, relation.b.article), (relation.b, relation.a.article)):
                nearest[key] = max(relation.score, nearest.get(key, 0.0))

    def stands(relation: Relation) -> bool:
        surest = max(nearest[relation.a, relation.b.article], nearest[relation.b, relation.a.article])
        return relation.score >= surest and answered.isdisjoint((relation.a, relation.b))

    return [
        relation if relation.rule != "denial@2" or stands(relation) else before
        for relation, before in zip(relations, rules, strict=True)
    ]


def _piece(evidence: Evidence, first: bool) -> Span:
    return evidence.a if first else evidence.b


def _encode(articles: Sequence[Article], encoder: Encoder | None, known: Known) -> int:
    if encoder is None:
        known.vectors.clear()
        return 0
    wanted = {
        (article.name, article.version, statement.index): statement.text
        for article in articles
        for statement in article.statements
    }
    known.vectors = {key: vector for key, vector in known.vectors.items() if key in wanted}
    missing = {text: None for key, text in wanted.items() if key not in known.vectors}
    if missing:
        encoded = dict(zip(missing, encoder.encode(list(missing)), strict=True))
        known.vectors.update((key, encoded[text]) for key, text in wanted.items() if key not in known.vectors)
    return len(missing)


def _sides(article: Article, known: Known) -> list[Side]:
    context = Context(article.outlet, article.published.day, article.title, article.language)
    return [
        Side(
            StatementRef(article.name, statement.index),
            statement,
            context,
            known.vectors.get((article.name, article.version, statement.index)),
        )
        for statement in article.statements
    ]


def _key(pair: tuple[Side, Side], versions: Mapping[str, str]) -> PairKey:
    a, b = pair
    return (
        (a.ref.article, versions[a.ref.article], a.ref.index),
        (b.ref.article, versions[b.ref.article], b.ref.index),
    )


def backends(encoder: Encoder | None, advisers: Advisers) -> dict[str, str]:
    """What decided, by role."""
    models = {"encoder": encoder, "contextual": advisers.contextual, "judge": advisers.judge}
    return {"relate": RELATE_VERSION} | {
        role: f"{model.id}@{model.revision}" for role, model in models.items() if model is not None
    }


def thresholds(limits: Limits) -> dict[str, float]:
    """Thresholds in force, by name."""
    weights = Weights()
    return {
        **{f"relate.{name}": value for name, value in THRESHOLDS.items()},
        "event.join": weights.join,
        "event.merge": weights.merge,
        "event.prior": weights.prior,
        "candidates.least_share": limits.least_share,
        "candidates.least_cosine": limits.least_cosine,
        "candidates.least_cosine_across": limits.least_cosine_across,
        "candidates.least_closeness": limits.least_closeness,
        "candidates.least_closeness_contested": limits.least_closeness_contested,
        "candidates.sure_closeness": limits.sure_closeness,
        "origins.reprint": COPY_SIMILARITY,
        "origins.credited_reprint": origins.CREDITED_REPRINT,
    }
