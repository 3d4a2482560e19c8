"""The founding input: five noisy pages on one treaty, against what a careful editor finds in them.

``treaty.json`` says so by article and code-point span; the pages themselves stay in ``../shared``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from services.align import backends, pipeline
from services.common.domain import (
    Alignment,
    Article,
    Relation,
    RelationType,
    Section,
    Span,
    StatementRef,
)
from services.ingest.pipeline import RawArticle, read_article
from services.summarize.select import select

EXPECTED: Mapping[str, Any] = json.loads((Path(__file__).parent / "treaty.json").read_text(encoding="utf-8"))

Place = Mapping[str, Any]  # {"article": index, "span": [start, end]}


@pytest.fixture(scope="module")
def articles(shared_data: Path) -> list[Article]:
    return [
        read_article(
            RawArticle(
                outlet=row["file"].partition(".")[0],
                source=f"page{number}",
                url="",
                title="",
                content=(shared_data / "articles" / row["file"]).read_bytes(),
                format="text",
                published=None,
                language="",
            ),
            name=f"sources/page{number}/articles/{number}",
        )
        for number, row in enumerate(EXPECTED["articles"])
    ]


@pytest.fixture(scope="module")
def alignment(articles: list[Article]) -> Alignment:
    return pipeline.compare(articles, backends.load("static"))


def test_nothing_of_the_page_furniture_is_a_statement(articles: list[Article]) -> None:
    kept = [
        (place["what"], statement.text)
        for place in EXPECTED["not_story"]
        for statement in articles[place["article"]].statements
        if statement.span.overlaps(Span(*place["span"]))
    ]
    assert not kept


def test_every_cut_and_statement_is_where_it_says(articles: list[Article]) -> None:
    for article in articles:
        for statement in article.statements:
            assert statement.span.of(article.text) == statement.text
        for cut, following in zip(article.cuts, article.cuts[1:], strict=False):
            assert cut.span.end <= following.span.start


@pytest.mark.parametrize("number", range(5))
def test_the_headline_is_found(articles: list[Article], number: int) -> None:
    place = next(place for place in EXPECTED["titles"] if place["article"] == number)
    assert articles[number].title_span is not None
    assert articles[number].title_span.overlaps(Span(*place["span"]))  # type: ignore[union-attr]


@pytest.mark.parametrize("number", range(5))
def test_the_publication_day_is_right_or_unknown(articles: list[Article], number: int) -> None:
    day = articles[number].published.day
    assert (day.isoformat() if day else None) == EXPECTED["articles"][number]["day"]


def test_the_five_pages_are_one_event(articles: list[Article]) -> None:
    events = pipeline.group(articles, backends.load("static"))
    assert [len(event) for event in events] == [5]


@pytest.mark.parametrize("wanted", EXPECTED["agreements"], ids=lambda row: row["what"])
def test_an_agreement_that_an_editor_finds(alignment: Alignment, wanted: Mapping[str, Any]) -> None:
    agreeing = {
        end.article
        for relation in _of_type(alignment, RelationType.AGREEMENT)
        if _is_at(alignment, relation.a, wanted["members"])
        and _is_at(alignment, relation.b, wanted["members"])
        for end in (relation.a, relation.b)
    }
    assert len(agreeing) >= wanted["least_articles"]


@pytest.mark.parametrize("wanted", EXPECTED["conflicts"], ids=lambda row: row["what"])
def test_a_conflict_that_an_editor_finds(alignment: Alignment, wanted: Mapping[str, Any]) -> None:
    found = [r for r in _of_type(alignment, RelationType.CONTRADICTION) if _joins(alignment, r, wanted)]
    assert {relation.kind.name for relation in found} == {wanted["kind"]}


def test_no_conflict_is_false(alignment: Alignment) -> None:
    right = [*EXPECTED["conflicts"], *EXPECTED["also_right"]]
    false = [
        (relation.kind, _text(alignment, relation.a), _text(alignment, relation.b))
        for relation in _of_type(alignment, RelationType.CONTRADICTION)
        if not any(_joins(alignment, relation, wanted) for wanted in right)
    ]
    assert not false


HELP = EXPECTED["agreements"][0]


def test_the_clause_of_mutual_help_is_the_leading_claim_of_four_outlets(alignment: Alignment) -> None:
    leading = next(claim for claim in alignment.claims if not claim.disputed_by)
    assert all(_is_at(alignment, ref, HELP["members"]) for ref in leading.statements)
    assert {ref.article.rpartition("/")[2] for ref in leading.statements} == {"0", "2", "3", "4"}
    assert leading.origins == 4


def test_a_summary_opens_with_the_clause_and_tells_the_two_conflicts_once(alignment: Alignment) -> None:
    sentences = select(alignment).sentences
    opening = next(sentence for sentence in sentences if sentence.section is Section.AGREED)
    assert sentences.index(opening) == 0
    assert opening.origins == 4
    assert all(_is_at(alignment, ref, HELP["members"]) for ref in opening.citations)
    disputes: dict[int, list[StatementRef]] = defaultdict(list)
    for sentence in sentences:
        if sentence.section is Section.DISPUTED:
            disputes[sentence.group].append(sentence.citations[0])
    assert len(disputes) == len(EXPECTED["conflicts"])
    for wanted in EXPECTED["conflicts"]:
        (told,) = (
            refs for refs in disputes.values() if _is_at(alignment, refs[0], wanted["a"] + wanted["b"])
        )
        assert any(_is_at(alignment, ref, wanted["a"]) for ref in told)
        assert any(_is_at(alignment, ref, wanted["b"]) for ref in told)


def _of_type(alignment: Alignment, kind: RelationType) -> list[Relation]:
    return [relation for relation in alignment.relations if relation.type is kind]


def _joins(alignment: Alignment, relation: Relation, wanted: Mapping[str, Any]) -> bool:
    ends = ((relation.a, relation.b), (relation.b, relation.a))
    return any(_is_at(alignment, a, wanted["a"]) and _is_at(alignment, b, wanted["b"]) for a, b in ends)


def _is_at(alignment: Alignment, ref: StatementRef, places: Iterable[Place]) -> bool:
    article = next(a for a in alignment.articles if a.name == ref.article)
    span = article.statements[ref.index].span
    number = int(article.name.rpartition("/")[2])
    return any(place["article"] == number and span.overlaps(Span(*place["span"])) for place in places)


def _text(alignment: Alignment, ref: StatementRef) -> str:
    return next(a for a in alignment.articles if a.name == ref.article).statements[ref.index].text
