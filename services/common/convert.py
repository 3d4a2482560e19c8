"""Domain values <-> messages of `mizan.v1`, nothing lost but `create_time`, which is the store's.

Both ways, but for summaries, which only go out. ``from`` functions read messages that callers may have
written: what does not fit raises `InvalidFields` with the path of the field.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date

from mizan.v1 import resources_pb2 as pb
from services.common.domain import (
    Alignment,
    Article,
    AttributionLink,
    Certainty,
    Claim,
    Cut,
    CutReason,
    DateSource,
    Dimension,
    Direction,
    Duplicate,
    DuplicateKind,
    Evidence,
    Hedge,
    LinkKind,
    Name,
    NameKind,
    Polarity,
    PublishTime,
    Quantity,
    Relation,
    RelationKind,
    RelationType,
    Section,
    Signal,
    Span,
    Stance,
    Statement,
    StatementPart,
    StatementRef,
    Summary,
    SummarySentence,
    TimeExpression,
)
from services.common.errors import InvalidFields, Violation

E = TypeVar("E", bound=StrEnum)


class _Codes(dict[E, Any]):
    """Value of a domain enum -> number of its proto twin (same names), and back."""

    def __init__(self, kind: type[E], twin: Any, *, zero: E | None = None) -> None:
        super().__init__({value: twin.Value(value.name) for value in kind if value is not zero})
        if zero is not None:
            self[zero] = 0
        self.back: dict[int, E] = {number: value for value, number in self.items()}

    def read(self, number: int, path: str, default: E | None = None) -> E:
        value = self.back.get(number, default if number == 0 else None)
        if value is None:
            raise InvalidFields(
                [Violation(path, "is required" if number == 0 else f"has the unknown value {number}")]
            )
        return value


_STANCE = _Codes(Stance, pb.Statement.Stance)
_PART = _Codes(StatementPart, pb.Statement.Part)
_LINK = _Codes(LinkKind, pb.AttributionLink.Kind)
_HEDGE = _Codes(Hedge, pb.Quantity.Hedge)
_CERTAINTY = _Codes(Certainty, pb.TimeExpression.Certainty)
_NAME = _Codes(NameKind, pb.Name.Kind, zero=NameKind.OTHER)
_CUT = _Codes(CutReason, pb.Cut.Reason)
_DATE_SOURCE = _Codes(DateSource, pb.PublishTime.Source, zero=DateSource.UNKNOWN)
_DUPLICATE = _Codes(DuplicateKind, pb.Duplicate.Kind)
_TYPE = _Codes(RelationType, pb.Relation.Type)
_KIND = _Codes(RelationKind, pb.Relation.Kind, zero=RelationKind.NONE)
_SECTION = _Codes(Section, pb.Summary.Section)
_DIMENSION = {value.value: value for value in Dimension}
_NO_POLARITY = Polarity()


# --- small values ------------------------------------------------------------------------------------


def statement_name(article: str, index: int) -> str:
    """Resource name of the statement ``index`` of the article named ``article``."""
    return f"{article}/statements/{index}"


def statement_ref(name: str, path: str = "statement") -> StatementRef:
    """The statement that ``name`` names. Raises `InvalidFields` for any other name."""
    article, separator, index = name.rpartition("/statements/")
    if not separator or not article or not index.isdecimal() or not index.isascii():
        raise InvalidFields(
            [Violation(path, f"is {name[:80]!r}: it must look like {{article}}/statements/{{n}}")]
        )
    return StatementRef(article, int(index))


def date_to_proto(day: date | None) -> Date | None:
    """None stays None: the field is left unset."""
    return Date(year=day.year, month=day.month, day=day.day) if day is not None else None


def date_from_proto(message: Any, path: str = "date") -> date | None:
    """None for a date of zeros. Raises `InvalidFields` for a day that does not exist."""
    if not (message.year or message.month or message.day):
        return None
    try:
        return date(message.year, message.month, message.day)
    except ValueError:
        shown = f"{message.year}-{message.month}-{message.day}"
        raise InvalidFields([Violation(path, f"is {shown}: no such day")]) from None


def time_to_proto(when: datetime | None) -> Timestamp | None:
    """A time without a zone is taken as UTC."""
    if when is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(when if when.tzinfo else when.replace(tzinfo=UTC))
    return stamp


def time_from_proto(message: Any, path: str = "time") -> datetime:
    """In UTC. Raises `InvalidFields` outside the years 1 to 9999."""
    try:
        return message.ToDatetime(tzinfo=UTC)  # type: ignore[no-any-return]
    except (ValueError, OverflowError):
        raise InvalidFields([Violation(path, "is not a time between the years 1 and 9999")]) from None


def _span(span: Span | None) -> pb.Span | None:
    return pb.Span(start=span.start, end=span.end) if span is not None else None


def _spans(spans: Iterable[Span]) -> list[pb.Span]:
    return [pb.Span(start=span.start, end=span.end) for span in spans]


def _read_span(message: Any) -> Span:
    return Span(message.start, message.end)


def _optional_span(owner: Any, field: str) -> Span | None:
    if not owner.HasField(field):
        return None
    message = getattr(owner, field)
    return Span(message.start, message.end)


# --- statements --------------------------------------------------------------------------------------


def statement_to_proto(statement: Statement, article: str) -> pb.Statement:
    """``article`` is the name of the article that it stands in."""
    return pb.Statement(
        name=f"{article}/statements/{statement.index}",
        index=statement.index,
        span=_span(statement.span),
        text=statement.text,
        part=_PART[statement.part],
        language=statement.language,
        chain=[_link_to_proto(link) for link in statement.chain],
        stance=_STANCE[statement.stance],
        quantities=[_quantity_to_proto(quantity) for quantity in statement.quantities],
        times=[
            pb.TimeExpression(
                span=_span(time.span),
                start=date_to_proto(time.start),
                end=date_to_proto(time.end),
                certainty=_CERTAINTY[time.certainty],
                kind=time.kind,
            )
            for time in statement.times
        ],
        names=[
            pb.Name(span=_span(name.span), text=name.text, key=name.key, kind=_NAME[name.kind])
            for name in statement.names
        ],
        polarity=_polarity_to_proto(statement.polarity) if statement.polarity != _NO_POLARITY else None,
    )


def _polarity_to_proto(polarity: Polarity) -> pb.Polarity:
    return pb.Polarity(
        negations=_spans(polarity.negations),
        denials=_spans(polarity.denials),
        direction=polarity.direction,
        direction_span=_span(polarity.direction_span),
        directions=[
            pb.Direction(scale=each.scale, sign=each.sign, span=_span(each.span))
            for each in polarity.directions
        ],
    )


def _link_to_proto(link: AttributionLink) -> pb.AttributionLink:
    return pb.AttributionLink(
        kind=_LINK[link.kind],
        name=link.name,
        span=_span(link.span),
        verb=link.verb,
        verb_span=_span(link.verb_span),
        stance=_STANCE[link.stance],
        carried=link.carried,
    )


def _quantity_to_proto(quantity: Quantity) -> pb.Quantity:
    low, high = quantity.base if quantity.base is not None else (None, None)
    return pb.Quantity(
        span=_span(quantity.span),
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        hedge=_HEDGE[quantity.hedge],
        dimension=quantity.dimension.value,
        unit=quantity.unit,
        unit_span=_span(quantity.unit_span),
        base_low=low,
        base_high=high,
    )


def statement_from_proto(message: pb.Statement, path: str = "statement") -> Statement:
    """The statement of a message; its name is not kept, for it follows from the article and the index."""
    # Articles come through here by the thousand: the words of a complaint are only made when there is one.
    return Statement(
        index=message.index,
        span=_read_span(message.span),
        text=message.text,
        part=_PART.back.get(message.part) or _PART.read(message.part, f"{path}.part", StatementPart.BODY),
        language=message.language,
        chain=tuple([_link_from_proto(link, path, i) for i, link in enumerate(message.chain)]),
        stance=_STANCE.back.get(message.stance)
        or _STANCE.read(message.stance, f"{path}.stance", Stance.ASSERTED),
        quantities=tuple([_quantity_from_proto(each, path, i) for i, each in enumerate(message.quantities)]),
        times=tuple([_time_from_proto(each, path, i) for i, each in enumerate(message.times)]),
        names=tuple(
            [
                Name(
                    span=_read_span(name.span),
                    text=name.text,
                    key=name.key,
                    kind=_NAME.back.get(name.kind) or _NAME.read(name.kind, f"{path}.names[{i}].kind"),
                )
                for i, name in enumerate(message.names)
            ]
        ),
        polarity=_polarity_from_proto(message.polarity) if message.HasField("polarity") else Polarity(),
    )


def _link_from_proto(link: pb.AttributionLink, path: str, i: int) -> AttributionLink:
    return AttributionLink(
        kind=_LINK.back.get(link.kind) or _LINK.read(link.kind, f"{path}.chain[{i}].kind"),
        name=link.name,
        span=_optional_span(link, "span"),
        verb=link.verb,
        verb_span=_optional_span(link, "verb_span"),
        stance=_STANCE.back.get(link.stance)
        or _STANCE.read(link.stance, f"{path}.chain[{i}].stance", Stance.REPORTED),
        carried=link.carried,
    )


def _quantity_from_proto(quantity: pb.Quantity, path: str, i: int) -> Quantity:
    return Quantity(
        span=_read_span(quantity.span),
        value=quantity.value if quantity.HasField("value") else None,
        low=quantity.low,
        high=quantity.high,
        hedge=_HEDGE.back.get(quantity.hedge)
        or _HEDGE.read(quantity.hedge, f"{path}.quantities[{i}].hedge", Hedge.EXACT),
        dimension=_DIMENSION.get(quantity.dimension)
        or _dimension(quantity.dimension, f"{path}.quantities[{i}].dimension"),
        unit=quantity.unit,
        unit_span=_optional_span(quantity, "unit_span"),
        base=(quantity.base_low, quantity.base_high)
        if quantity.HasField("base_low") and quantity.HasField("base_high")
        else None,
    )


def _time_from_proto(time: pb.TimeExpression, path: str, i: int) -> TimeExpression:
    return TimeExpression(
        span=_read_span(time.span),
        start=date_from_proto(time.start, f"{path}.times[{i}].start") if time.HasField("start") else None,
        end=date_from_proto(time.end, f"{path}.times[{i}].end") if time.HasField("end") else None,
        certainty=_CERTAINTY.back.get(time.certainty)
        or _CERTAINTY.read(time.certainty, f"{path}.times[{i}].certainty", Certainty.UNKNOWN),
        kind=time.kind,
    )


def _polarity_from_proto(polarity: pb.Polarity) -> Polarity:
    return Polarity(
        negations=tuple([_read_span(span) for span in polarity.negations]),
        denials=tuple([_read_span(span) for span in polarity.denials]),
        direction=polarity.direction,
        direction_span=_optional_span(polarity, "direction_span"),
        directions=tuple(
            [Direction(each.scale, each.sign, _read_span(each.span)) for each in polarity.directions]
        ),
    )


def _dimension(text: str, path: str) -> Dimension:
    found = _DIMENSION.get(text or "other")
    if found is None:
        raise InvalidFields([Violation(path, f"is {text[:80]!r}: known values are {', '.join(_DIMENSION)}")])
    return found


# --- articles ----------------------------------------------------------------------------------------


def article_to_proto(article: Article, create_time: datetime | None = None) -> pb.Article:
    """``create_time`` is when this version was stored, None when it was not."""
    published = article.published
    return pb.Article(
        name=article.name,
        outlet=article.outlet,
        url=article.url,
        title=article.title,
        title_span=_span(article.title_span),
        language=article.language,
        text=article.text,
        version=article.version,
        publish_time=pb.PublishTime(
            start=time_to_proto(published.start),
            end=time_to_proto(published.end),
            source=_DATE_SOURCE[published.source],
            confidence=published.confidence,
            span=_span(published.span),
        ),
        statements=[statement_to_proto(statement, article.name) for statement in article.statements],
        cuts=[pb.Cut(span=_span(cut.span), reason=_CUT[cut.reason], rule=cut.rule) for cut in article.cuts],
        credit=article.credit,
        duplicate=duplicate_to_proto(article.duplicate) if article.duplicate is not None else None,
        warnings=article.warnings,
        create_time=time_to_proto(create_time),
    )


def duplicate_to_proto(duplicate: Duplicate) -> pb.Duplicate:
    """What an article repeats."""
    return pb.Duplicate(
        parent=duplicate.parent, kind=_DUPLICATE[duplicate.kind], similarity=duplicate.similarity
    )


def article_from_proto(message: pb.Article, path: str = "article") -> Article:
    """The article of a message that we or a caller made; the source is read from its name.

    Raises `InvalidFields` when a position does not lie in the text or a statement's words are not those
    of its span: everything behind this function may rely on both.
    """
    size = len(message.text)
    _check_spans(message, size, path)
    published = message.publish_time
    return Article(
        name=message.name,
        source=_source(message.name),
        outlet=message.outlet,
        url=message.url,
        title=message.title,
        language=message.language,
        text=message.text,
        version=message.version,
        published=PublishTime(
            start=time_from_proto(published.start, f"{path}.publish_time.start")
            if published.HasField("start")
            else None,
            end=time_from_proto(published.end, f"{path}.publish_time.end")
            if published.HasField("end")
            else None,
            source=_DATE_SOURCE.read(published.source, f"{path}.publish_time.source"),
            confidence=published.confidence,
            span=_optional_span(published, "span"),
        ),
        statements=tuple(
            [
                statement_from_proto(statement, f"{path}.statements[{i}]")
                for i, statement in enumerate(message.statements)
            ]
        ),
        cuts=tuple(
            Cut(_read_span(cut.span), _CUT.read(cut.reason, f"{path}.cuts[{i}].reason"), cut.rule)
            for i, cut in enumerate(message.cuts)
        ),
        credit=message.credit,
        duplicate=Duplicate(
            parent=message.duplicate.parent,
            kind=_DUPLICATE.read(message.duplicate.kind, f"{path}.duplicate.kind"),
            similarity=message.duplicate.similarity,
        )
        if message.HasField("duplicate")
        else None,
        title_span=_optional_span(message, "title_span"),
        warnings=tuple(message.warnings),
    )


def _source(name: str) -> str:
    parts = name.split("/")
    return parts[1] if len(parts) >= 4 and parts[0] == "sources" else ""


def _check_spans(message: pb.Article, size: int, path: str) -> None:
    found = []
    text = message.text
    for i, statement in enumerate(message.statements):
        here = f"{path}.statements[{i}]"
        start, end = statement.span.start, statement.span.end
        if statement.index != i:
            found.append(Violation(f"{here}.index", f"is {statement.index}: it must be the position, {i}"))
        if not 0 <= start <= end <= size:
            found.append(Violation(f"{here}.span", f"is {start}:{end}: the text has {size} characters"))
        elif text and text[start:end] != statement.text:
            found.append(Violation(f"{here}.text", "is not the article's text at its span"))
    for i, cut in enumerate(message.cuts):
        if not 0 <= cut.span.start <= cut.span.end <= size:
            shown = f"{cut.span.start}:{cut.span.end}"
            found.append(Violation(f"{path}.cuts[{i}].span", f"is {shown}: the text has {size} characters"))
    if found:
        raise InvalidFields(found)


# --- alignments --------------------------------------------------------------------------------------


def relation_to_proto(relation: Relation, event: str = "", index: int = 0) -> pb.Relation:
    """``event`` is the event's name; with none the relation gets no name (nothing was stored)."""
    return pb.Relation(
        name=f"{event}/relations/{index}" if event else "",
        type=_TYPE[relation.type],
        kind=_KIND[relation.kind],
        statement_a=statement_name(relation.a.article, relation.a.index),
        statement_b=statement_name(relation.b.article, relation.b.index),
        score=relation.score,
        signals=[
            pb.Signal(name=signal.name, value=signal.value, contribution=signal.contribution)
            for signal in relation.signals
        ],
        evidence=[
            pb.Evidence(a=_span(evidence.a), b=_span(evidence.b), label=evidence.label)
            for evidence in relation.evidence
        ],
        rule=relation.rule,
        explanation=relation.explanation,
    )


def relation_from_proto(message: pb.Relation, path: str = "relation") -> Relation:
    """The relation of a message; its name is not kept."""
    return Relation(
        a=statement_ref(message.statement_a, f"{path}.statement_a"),
        b=statement_ref(message.statement_b, f"{path}.statement_b"),
        type=_TYPE.read(message.type, f"{path}.type"),
        kind=_KIND.read(message.kind, f"{path}.kind"),
        score=message.score,
        signals=tuple(Signal(signal.name, signal.value, signal.contribution) for signal in message.signals),
        evidence=tuple(
            Evidence(_read_span(evidence.a), _read_span(evidence.b), evidence.label)
            for evidence in message.evidence
        ),
        rule=message.rule,
        explanation=message.explanation,
    )


def claim_name(event: str, index: int) -> str:
    """Resource name of a claim. An alignment that was not stored has the event ``events/-``."""
    return f"{event or 'events/-'}/claims/{index}"


def claim_to_proto(claim: Claim, event: str = "") -> pb.Claim:
    """``event`` is the event's name; see `claim_name`."""
    return pb.Claim(
        name=claim_name(event, claim.index),
        statements=[statement_name(ref.article, ref.index) for ref in claim.statements],
        representative=statement_name(claim.representative.article, claim.representative.index),
        article_count=claim.articles,
        outlet_count=claim.outlets,
        origin_count=claim.origins,
        disputed_by=[claim_name(event, index) for index in claim.disputed_by],
    )


def claim_from_proto(message: pb.Claim, path: str = "claim") -> Claim:
    """The claim of a message; the numbers of claims are read from their names."""
    return Claim(
        index=_claim_index(message.name, f"{path}.name"),
        statements=tuple(
            statement_ref(name, f"{path}.statements[{i}]") for i, name in enumerate(message.statements)
        ),
        representative=statement_ref(message.representative, f"{path}.representative"),
        articles=message.article_count,
        outlets=message.outlet_count,
        origins=message.origin_count,
        disputed_by=tuple(
            _claim_index(name, f"{path}.disputed_by[{i}]") for i, name in enumerate(message.disputed_by)
        ),
    )


def _claim_index(name: str, path: str) -> int:
    _, separator, index = name.rpartition("/claims/")
    if not separator or not index.isdecimal() or not index.isascii():
        raise InvalidFields(
            [Violation(path, f"is {name[:80]!r}: it must look like events/{{event}}/claims/{{n}}")]
        )
    return int(index)


def alignment_to_proto(
    alignment: Alignment, event: str = "", create_time: datetime | None = None
) -> pb.Alignment:
    """``event`` is the event's name, "" when nothing was stored."""
    return pb.Alignment(
        name=f"{event}/alignment" if event else "",
        revision=alignment.revision,
        articles=[article_to_proto(article) for article in alignment.articles],
        relations=[relation_to_proto(relation, event, i) for i, relation in enumerate(alignment.relations)],
        claims=[claim_to_proto(claim, event) for claim in alignment.claims],
        origins=[
            pb.Alignment.Origin(article=article, origin=origin)
            for article, origin in alignment.origins.items()
        ],
        backends=dict(alignment.backends),
        thresholds=dict(alignment.thresholds),
        create_time=time_to_proto(create_time),
    )


def alignment_from_proto(message: pb.Alignment, path: str = "alignment") -> Alignment:
    """The alignment of a message.

    Raises `InvalidFields` when two articles share a name, or a relation or claim names a statement that is
    not there.
    """
    articles = tuple(
        article_from_proto(article, f"{path}.articles[{i}]") for i, article in enumerate(message.articles)
    )
    relations = tuple(
        relation_from_proto(relation, f"{path}.relations[{i}]")
        for i, relation in enumerate(message.relations)
    )
    claims = tuple(claim_from_proto(claim, f"{path}.claims[{i}]") for i, claim in enumerate(message.claims))
    _check_refs(articles, relations, claims, path)
    return Alignment(
        articles=articles,
        relations=relations,
        claims=claims,
        origins={origin.article: origin.origin for origin in message.origins},
        backends=dict(message.backends),
        thresholds=dict(message.thresholds),
        revision=message.revision,
    )


def _check_refs(
    articles: Sequence[Article], relations: Sequence[Relation], claims: Sequence[Claim], path: str
) -> None:
    found = []
    sizes: dict[str, int] = {}
    for i, article in enumerate(articles):
        if article.name in sizes:
            found.append(Violation(f"{path}.articles[{i}].name", f"is {article.name!r} for a second time"))
        sizes[article.name] = len(article.statements)

    def check(ref: StatementRef, field: str) -> None:
        if ref.index >= sizes.get(ref.article, 0):
            name = statement_name(ref.article, ref.index)
            found.append(Violation(f"{path}.{field}", f"is {name!r}: no article here has that statement"))

    for i, relation in enumerate(relations):
        check(relation.a, f"relations[{i}].statement_a")
        check(relation.b, f"relations[{i}].statement_b")
    known = {claim.index for claim in claims}
    for i, claim in enumerate(claims):
        check(claim.representative, f"claims[{i}].representative")
        for j, ref in enumerate(claim.statements):
            check(ref, f"claims[{i}].statements[{j}]")
        found.extend(
            Violation(f"{path}.claims[{i}].disputed_by[{j}]", f"names claim {index}, which is not here")
            for j, index in enumerate(claim.disputed_by)
            if index not in known
        )
    if found:
        raise InvalidFields(found)


# --- summaries ---------------------------------------------------------------------------------------


def summary_sentence_to_proto(sentence: SummarySentence) -> pb.Summary.Sentence:
    """One sentence, as StreamSummary sends it."""
    return pb.Summary.Sentence(
        text=sentence.text,
        section=_SECTION[sentence.section],
        citations=[statement_name(ref.article, ref.index) for ref in sentence.citations],
        group=sentence.group,
        outlet_count=sentence.outlets,
        origin_count=sentence.origins,
        date=date_to_proto(sentence.day),
        extractive=sentence.extractive,
    )


def summary_to_proto(summary: Summary, name: str = "", create_time: datetime | None = None) -> pb.Summary:
    """``name`` and ``create_time`` are the store's, "" and None when nothing was stored."""
    return pb.Summary(
        name=name,
        language=summary.language,
        title=summary.title,
        sentences=[summary_sentence_to_proto(sentence) for sentence in summary.sentences],
        backend=summary.backend,
        alignment_revision=summary.alignment_revision,
        dropped_sentence_count=summary.dropped,
        replaced_sentence_count=summary.replaced,
        create_time=time_to_proto(create_time),
    )
