"""JSON Lines into raw articles."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.records import Record, RecordError, read_lines_of, read_records


def one(**values: object) -> Record | RecordError:
    (found,) = read_records(json.dumps(values))
    return found


def test_the_documented_fields_are_read() -> None:
    found = one(
        outlet="Harbour Courier",
        url="https://courier.example/1",
        published_at="2024-06-19T08:00:00Z",
        title=" Ferry \n fire ",
        text="Nobody was hurt.",
    )
    assert isinstance(found, Record)
    article = found.article
    assert (article.outlet, article.source) == ("Harbour Courier", "harbour-courier")
    assert article.title == "Ferry fire"
    assert article.published == datetime(2024, 6, 19, 8, tzinfo=UTC)
    assert article.content == b"Nobody was hurt."
    assert article.format == ""


@pytest.mark.parametrize(
    "values",
    [
        {
            "source": "Courier",
            "link": "https://c.example/1",
            "pubDate": "Wed, 19 Jun 2024 08:00:00 GMT",
            "headline": "H",
            "body": "T",
        },
        {
            "site": "Courier",
            "URL": "https://c.example/1",
            "date": "2024-06-19 08:00",
            "Title": "H",
            "content": "T",
        },
        {
            "publisher": {"name": "Courier"},
            "link": "https://c.example/1",
            "datetime": "19 June 2024 08:00",
            "headline": "H",
            "text": ["T"],
        },
        {
            "publisher": "Courier",
            "url": "https://c.example/1",
            "published": 1718784000,
            "title": "H",
            "articleBody": "T",
        },
        {
            "outlet": "Courier",
            "url": "https://c.example/1",
            "published": 1718784000000,
            "title": "H",
            "article_text": "T",
            "summary": "S",
        },
    ],
)
def test_aliases_mean_the_same(values: dict[str, object]) -> None:
    found = one(**values)
    assert isinstance(found, Record), found
    article = found.article
    assert (article.outlet, article.url, article.title, article.content) == (
        "Courier",
        "https://c.example/1",
        "H",
        b"T",
    )
    assert article.published == datetime(2024, 6, 19, 8, tzinfo=UTC)


def test_html_is_marked_as_html() -> None:
    found = one(outlet="C", html="<p>T</p>", text="plain")
    assert isinstance(found, Record)
    assert (found.article.format, found.article.content) == ("html", b"<p>T</p>")


def test_a_missing_outlet_is_taken_from_the_caller_or_the_address() -> None:
    (found,) = read_records('{"text": "T"}', outlet="Courier")
    assert isinstance(found, Record)
    assert found.article.outlet == "Courier"
    found = one(url="https://www.courier.example/1", text="T")
    assert isinstance(found, Record)
    assert found.article.outlet == "courier.example"


def test_a_bad_line_is_named_and_hides_no_good_one() -> None:
    lines = [
        '{"outlet": "C", "text": "one"}',
        "",
        "{not json",
        "[1]",
        '{"outlet": "C"}',
        '{"text": "T"}',
        '{"outlet": "C", "text": "T", "date": "sometime"}',
        '{"outlet": "C", "text": "two"}',
    ]
    found = list(read_records("\n".join(lines)))
    assert [type(item) for item in found] == [Record] + [RecordError] * 5 + [Record]
    assert [item.line for item in found] == [1, 3, 4, 5, 6, 7, 8]
    messages = [item.message for item in found if isinstance(item, RecordError)]
    for message, words in zip(
        messages, ("not JSON", "not an object", "no text", "no outlet", "sometime"), strict=True
    ):
        assert words in message


def test_an_array_is_read_like_lines() -> None:
    found = list(read_records('[{"outlet": "C", "text": "one"},\n {"outlet": "C"}]'))
    assert [type(item) for item in found] == [Record, RecordError]


def test_undecodable_bytes_are_reported_with_their_line() -> None:
    content = b'{"outlet": "C", "text": "one"}\n{"outlet": "C", "text": "tw\xff"}\n'
    found = list(read_records(content))
    assert isinstance(found[0], RecordError)
    assert found[0].line == 2
    assert [item.line for item in found if isinstance(item, Record)] == [1, 2]
    lazily = list(read_lines_of(content.splitlines()))
    assert [type(item) for item in lazily] == [Record, RecordError]


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_any_content_gives_records_or_errors(content: bytes | str) -> None:
    for found in read_records(content):
        assert found.line >= 1


@given(
    st.dictionaries(
        st.sampled_from(["outlet", "source", "date", "published_at", "text", "html", "title", "url", "x"]),
        st.recursive(
            st.one_of(
                st.none(), st.booleans(), st.floats(allow_nan=False), st.integers(), st.text(max_size=20)
            ),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
            ),
            max_leaves=5,
        ),
    )
)
def test_any_object_gives_a_record_or_an_error(values: dict[str, object]) -> None:
    assert isinstance(one(**values), Record | RecordError)
