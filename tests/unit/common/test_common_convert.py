"""Domain values to messages and back: nothing is lost, nothing false is let in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.v1 import resources_pb2 as pb
from services.common import convert
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
    Signal,
    Span,
    Stance,
    Statement,
    StatementPart,
    StatementRef,
    TimeExpression,
)
from services.common.errors import InvalidFields

E = TypeVar("E", bound=StrEnum)

TEXT = "أعلن المجلس إغلاق الجسر ثلاثة أيام. Two lanes stay open."
spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda p: Span(min(p), max(p)))
some_spans = st.lists(spans, max_size=2).map(tuple)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
days = st.none() | st.dates()
times = st.none() | st.datetimes(timezones=st.just(UTC))
numbers = st.floats(allow_nan=False)

links = st.builds(
    AttributionLink,
    kind=st.sampled_from(LinkKind),
    name=words,
    span=st.none() | spans,
    verb=words,
    verb_span=st.none() | spans,
    stance=st.sampled_from(Stance),
    carried=st.booleans(),
)
quantities = st.builds(
    Quantity,
    span=spans,
    value=st.none() | numbers,
    low=numbers,
    high=numbers,
    hedge=st.sampled_from(Hedge),
    dimension=st.sampled_from(Dimension),
    unit=words,
    unit_span=st.none() | spans,
    base=st.none() | st.tuples(numbers, numbers),
)
expressions = st.builds(
    TimeExpression, span=spans, start=days, end=days, certainty=st.sampled_from(Certainty), kind=words
)
names = st.builds(Name, span=spans, text=words, key=words, kind=st.sampled_from(NameKind))
polarities = st.builds(
    Polarity,
    negations=some_spans,
    denials=some_spans,
    direction=st.sampled_from((-1, 0, 1)),
    direction_span=st.none() | spans,
    directions=st.lists(st.builds(Direction, words, st.sampled_from((-1, 1)), spans), max_size=2).map(tuple),
)


@st.composite
def statements(draw: Any, index: int) -> Statement:
    span = draw(spans)
    return Statement(
        index=index,
        span=span,
        text=span.of(TEXT),
        part=draw(st.sampled_from(StatementPart)),
        language=draw(st.sampled_from(("ar", "en"))),
        chain=tuple(draw(st.lists(links, max_size=2))),
        stance=draw(st.sampled_from(Stance)),
        quantities=tuple(draw(st.lists(quantities, max_size=2))),
        times=tuple(draw(st.lists(expressions, max_size=2))),
        names=tuple(draw(st.lists(names, max_size=2))),
        polarity=draw(polarities),
    )


@st.composite
def articles(draw: Any, number: int = 1) -> Article:
    return Article(
        name=f"sources/nahr/articles/a{number}",
        source="nahr",
        outlet=draw(words),
        url=draw(words),
        title=draw(words),
        language="ar",
        text=TEXT,
        version=draw(words),
        published=PublishTime(
            start=draw(times),
            end=draw(times),
            source=draw(st.sampled_from(DateSource)),
            confidence=draw(st.floats(0, 1)),
            span=draw(st.none() | spans),
        ),
        statements=tuple(draw(statements(i)) for i in range(draw(st.integers(1, 3)))),
        cuts=tuple(draw(st.lists(st.builds(Cut, spans, st.sampled_from(CutReason), words), max_size=2))),
        credit=draw(words),
        duplicate=draw(
            st.none() | st.builds(Duplicate, words, st.sampled_from(DuplicateKind), st.floats(0, 1))
        ),
        title_span=draw(st.none() | spans),
        warnings=tuple(draw(st.lists(words, max_size=2))),
    )


@st.composite
def alignments(draw: Any) -> Alignment:
    pair = tuple(draw(articles(number)) for number in (1, 2))
    refs = [StatementRef(article.name, s.index) for article in pair for s in article.statements]
    ref = st.sampled_from(refs)
    relations = st.builds(
        Relation,
        a=ref,
        b=ref,
        type=st.sampled_from(RelationType),
        kind=st.sampled_from(RelationKind),
        score=st.floats(0, 1),
        signals=st.lists(st.builds(Signal, words, numbers, numbers), max_size=2).map(tuple),
        evidence=st.lists(st.builds(Evidence, spans, spans, words), max_size=2).map(tuple),
        rule=words,
        explanation=words,
    )
    count = draw(st.integers(0, 3))
    claims = tuple(
        Claim(
            index=i,
            statements=tuple(draw(st.lists(ref, min_size=1, max_size=3))),
            representative=draw(ref),
            articles=draw(st.integers(1, 9)),
            outlets=draw(st.integers(1, 9)),
            origins=draw(st.integers(1, 9)),
            disputed_by=tuple(draw(st.lists(st.integers(0, count - 1), max_size=2))),
        )
        for i in range(count)
    )
    return Alignment(
        articles=pair,
        relations=tuple(draw(st.lists(relations, max_size=3))),
        claims=claims,
        origins={article.name: draw(words) for article in pair},
        backends=draw(st.dictionaries(words, words, max_size=2)),
        thresholds=draw(st.dictionaries(words, st.floats(0, 1), max_size=2)),
        revision=draw(st.integers(0, 99)),
    )


@settings(max_examples=60)
@given(articles())
def test_article_comes_back_as_it_went(article: Article) -> None:
    message = convert.article_to_proto(article)
    assert convert.article_from_proto(pb.Article.FromString(message.SerializeToString())) == article


@settings(max_examples=40, deadline=None)
@given(alignments())
def test_alignment_comes_back_as_it_went(alignment: Alignment) -> None:
    message = convert.alignment_to_proto(alignment, "events/e1")
    assert convert.alignment_from_proto(pb.Alignment.FromString(message.SerializeToString())) == alignment
    unstored = convert.alignment_to_proto(alignment)
    assert convert.alignment_from_proto(unstored) == alignment


def test_convert_knows_every_value_of_every_enum() -> None:
    for codes, twin in (
        (convert._STANCE, pb.Statement.Stance),
        (convert._PART, pb.Statement.Part),
        (convert._LINK, pb.AttributionLink.Kind),
        (convert._HEDGE, pb.Quantity.Hedge),
        (convert._CERTAINTY, pb.TimeExpression.Certainty),
        (convert._NAME, pb.Name.Kind),
        (convert._CUT, pb.Cut.Reason),
        (convert._DATE_SOURCE, pb.PublishTime.Source),
        (convert._DUPLICATE, pb.Duplicate.Kind),
        (convert._TYPE, pb.Relation.Type),
        (convert._KIND, pb.Relation.Kind),
        (convert._SECTION, pb.Summary.Section),
    ):
        assert set(twin.values()) - {0} <= set(codes.back)


ARTICLE = Article(
    name="sources/nahr/articles/a1",
    source="nahr",
    outlet="النهر",
    url="",
    title="",
    language="ar",
    text=TEXT,
    version="1",
    published=PublishTime(None, None, DateSource.UNKNOWN, 0.0),
    statements=(Statement(0, Span(0, 4), TEXT[:4], StatementPart.LEAD, "ar"),),
    cuts=(Cut(Span(4, 9), CutReason.MENU, "menu"),),
)


def _violations(message: pb.Article) -> set[str]:
    with pytest.raises(InvalidFields) as caught:
        convert.article_from_proto(message, "articles[3]")
    return {violation.field for violation in caught.value.violations}


def test_article_from_proto_refuses_positions_outside_the_text_and_other_words() -> None:
    message = convert.article_to_proto(ARTICLE)
    message.statements[0].text = "xxxx"
    message.cuts[0].span.end = 10_000
    assert _violations(message) == {"articles[3].statements[0].text", "articles[3].cuts[0].span"}
    message.statements[0].span.start = -1
    message.statements[0].index = 7
    assert {"articles[3].statements[0].span", "articles[3].statements[0].index"} <= _violations(message)


def test_article_from_proto_refuses_unknown_enum_values_and_impossible_days() -> None:
    message = convert.article_to_proto(ARTICLE)
    message.statements[0].stance = 99
    assert _violations(message) == {"articles[3].statements[0].stance"}
    message.statements[0].stance = 1
    message.statements[0].times.add(start={"year": 2024, "month": 2, "day": 31})
    assert _violations(message) == {"articles[3].statements[0].times[0].start"}


def test_article_from_proto_reads_the_source_from_the_name() -> None:
    assert convert.article_from_proto(convert.article_to_proto(ARTICLE)).source == "nahr"
    assert convert.article_from_proto(pb.Article(name="mine")).source == ""


@pytest.mark.parametrize(
    "name", ["", "statements/1", "a/statements/", "a/statements/x", "a/statements/-1", "a/statements/٣"]
)
def test_statement_ref_refuses_other_names(name: str) -> None:
    with pytest.raises(InvalidFields):
        convert.statement_ref(name)


def test_alignment_from_proto_refuses_names_that_are_not_there() -> None:
    ref = StatementRef(ARTICLE.name, 0)
    claim = Claim(0, (ref,), ref, 1, 1, 1, disputed_by=(5,))
    missing = replace(claim, index=1, statements=(StatementRef(ARTICLE.name, 4),), disputed_by=())
    alignment = Alignment((ARTICLE, ARTICLE), (), (claim, missing), {}, {}, {})
    with pytest.raises(InvalidFields) as caught:
        convert.alignment_from_proto(convert.alignment_to_proto(alignment))
    assert {violation.field for violation in caught.value.violations} == {
        "alignment.articles[1].name",
        "alignment.claims[0].disputed_by[0]",
        "alignment.claims[1].statements[0]",
    }


def test_times_without_a_zone_are_utc() -> None:
    naive, aware = datetime(2024, 6, 18, 9, 30), datetime(2024, 6, 18, 9, 30, tzinfo=UTC)
    assert convert.time_to_proto(naive) == convert.time_to_proto(aware)
    assert convert.time_from_proto(convert.time_to_proto(naive)) == aware


def test_dates_of_zeros_are_unknown() -> None:
    assert convert.date_from_proto(pb.Event().start) is None
    assert convert.date_from_proto(convert.date_to_proto(date(2024, 2, 29))) == date(2024, 2, 29)
