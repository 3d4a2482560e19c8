"""A raw page into an article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.common.domain import CutReason, DateSource, StatementPart
from services.common.errors import InvalidFields
from services.ingest.pipeline import RawArticle, content_version, read_article
from tests.unit.ingest.pages import ARABIC_HEADLINE, ARABIC_STORY, HEADLINE, STORY

NOW = datetime(2024, 7, 1, 12, tzinfo=UTC)


def raw(content: str | bytes, **fields: object) -> RawArticle:
    made = RawArticle(
        outlet="المرفأ",
        source="",
        url="",
        title="",
        content=content if isinstance(content, bytes) else content.encode(),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def violations(article: RawArticle) -> dict[str, str]:
    with pytest.raises(InvalidFields) as failure:
        read_article(article, name="a", now=NOW)
    return {violation.field: violation.description for violation in failure.value.violations}


def test_a_story_becomes_an_article() -> None:
    text = "\n".join([ARABIC_HEADLINE, "تاريخ النشر: 19 يونيو 2024", *ARABIC_STORY, "المصدر: وكالات"])
    article = read_article(
        raw(text, url="https://Courier.example/a/?utm_source=x#top"), name="sources/m/articles/1", now=NOW
    )
    assert article.name == "sources/m/articles/1"
    assert article.title == ARABIC_HEADLINE
    assert article.language == "ar"
    assert article.text == text
    assert article.version == content_version(text)
    assert len(article.version) == 32
    assert article.url == "https://courier.example/a"
    assert article.published.day is not None
    assert article.published.day.isoformat() == "2024-06-19"
    assert article.credit == "agencies"
    assert not article.warnings
    assert article.statements[0].part is StatementPart.TITLE
    assert article.statements[0].text == ARABIC_HEADLINE
    assert article.statements[1].part is StatementPart.LEAD
    assert [cut.reason for cut in article.cuts] == [CutReason.DATELINE, CutReason.CREDIT]
    for statement in article.statements:
        assert statement.span.of(text) == statement.text
        assert not any(cut.span.overlaps(statement.span) for cut in article.cuts)


def test_every_violation_is_listed() -> None:
    found = violations(
        raw(
            b"",
            outlet=" ",
            source="Not A Slug",
            url="ftp://x",
            title="t" * 2000,
            format="pdf",
            language="tlh",
            published=NOW + timedelta(days=3),
        )
    )
    assert set(found) == {
        f"article.{field}"
        for field in ("outlet", "source", "url", "title", "format", "language", "publish_time", "content")
    }


def test_bad_content_is_refused_beside_bad_fields() -> None:
    found = violations(raw(bytes(range(256)) * 40, language="xx"))
    assert set(found) == {"article.language", "article.content"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"x" * (10 * 1024 * 1024 + 1), "at most"),
        (b"word " * 250_000, "characters of text"),
        ("Ελληνικά νέα για το λιμάνι και τα πλοία του. ".encode() * 5, "no language"),
        (b"1234 5678 --- ***", "no story"),
        ("طباعة\nمشاركة\nاتصل بنا".encode(), "no story"),
        (ARABIC_STORY[0].encode("windows-1256"), "UTF-8"),
        (b"<html><body><script>go()</script></body></html>", "script"),
        (b"<html><body></body></html>", "visible text"),
    ],
)
def test_unreadable_content_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert reason in violations(raw(content))["article.content"]


def test_doubtful_input_is_accepted_with_remarks() -> None:
    article = read_article(raw(ARABIC_STORY[0]), name="a", now=NOW)
    remarks = " ".join(article.warnings)
    for remark in ("headline", "date is unknown", "very short"):
        assert remark in remarks
    article = read_article(raw("\n".join([*ARABIC_STORY, "ست �� كلمات"])), name="a", now=NOW)
    assert any("replacement" in warning for warning in article.warnings)


def test_a_page_that_is_mostly_something_else_is_remarked_on() -> None:
    text = "\n".join(
        [HEADLINE, *STORY[:3], "Tags: ferries", "Read also:", "A far longer text", *ARABIC_STORY * 4]
    )
    article = read_article(raw(text), name="a", now=NOW)
    assert any("Most of the page" in warning for warning in article.warnings)
    assert any("another article" in warning for warning in article.warnings)


def test_a_given_title_time_and_language_are_kept() -> None:
    published = datetime(2024, 6, 18, 9, 30, tzinfo=UTC)
    article = read_article(
        raw("\n".join(STORY), title="  Ferry\nfire ", published=published, language="en"), name="a", now=NOW
    )
    assert article.title == "Ferry fire"
    assert article.title_span is None
    assert (article.published.start, article.published.source) == (published, DateSource.DECLARED)
    assert article.language == "en"


def test_a_long_single_line_is_read() -> None:
    text = " ".join(STORY) * 40
    article = read_article(raw(text), name="a", now=NOW)
    assert len(article.statements) > 100


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)),
    st.sampled_from(["", "text", "html"]),
)
@settings(max_examples=200, deadline=None)
def test_any_content_gives_an_article_or_invalid_fields(content: bytes, form: str) -> None:
    try:
        article = read_article(raw(content, format=form), name="a", now=NOW)
    except InvalidFields as failure:
        assert failure.violations
        return
    for statement in article.statements:
        assert statement.span.of(article.text) == statement.text


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div",
                ">",
                "<h1>",
                "<article>",
                "<time datetime='",
                "'>",
                "<script>",
                "</script>",
                "&amp;",
                "&#x",
                "<!--",
                "-->",
                *STORY,
                ARABIC_STORY[0],
            ]
        ),
        max_size=25,
    ).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_broken_markup_never_fails_otherwise(markup: str) -> None:
    try:
        read_article(raw(markup, format="html"), name="a", now=NOW)
    except InvalidFields as failure:
        assert failure.violations
