"""What requests must keep, and page tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import ingest_service_pb2 as pb
from mizan.v1 import resources_pb2
from services.common import paging, validation
from services.common.errors import InvalidFields, PageTokenInvalid
from services.common.validation import Rule, Rules

NO_RULES: Rules = {}


def _fields(message: object, rules: Rules = NO_RULES) -> list[str]:
    return [violation.field for violation in validation.violations(message, rules)]


def _wrong(rule: Rule, value: object) -> list[str]:
    return [violation.description for violation in rule("f", value)]


def test_check_finds_missing_required_fields_at_every_depth() -> None:
    assert _fields(pb.IngestArticleRequest()) == ["article"]
    assert _fields(pb.IngestArticleRequest(article=pb.ArticleInput())) == [
        "article.outlet",
        "article.content",
    ]
    assert _fields(pb.BatchGetArticlesRequest()) == ["names"]
    assert _fields(pb.GetIngestServiceInfoRequest()) == []


def test_check_refuses_unknown_enum_values() -> None:
    request = pb.IngestArticleRequest(article=pb.ArticleInput(outlet="x", content=b"x", format=9))
    assert _fields(request) == ["article.format"]
    types = align_pb.ListRelationsRequest(parent="events/e", types=[1, 77])
    assert _fields(types) == ["types[1]"]


def test_check_applies_rules_inside_messages_and_raises_all_at_once() -> None:
    rules: Rules = {
        "mizan.v1.ArticleInput": {"url": [validation.url()], "outlet": [validation.text(maximum=3)]},
        "mizan.v1.IngestArticleRequest": {"request_id": [validation.uuid()]},
    }
    request = pb.IngestArticleRequest(
        article=pb.ArticleInput(outlet="four", url="ftp://x"), request_id="not a uuid"
    )
    with pytest.raises(InvalidFields) as caught:
        validation.check(request, rules)
    assert [violation.field for violation in caught.value.violations] == [
        "article.outlet",
        "article.url",
        "article.content",
        "request_id",
    ]


def test_check_leaves_absent_optional_fields_alone() -> None:
    rules: Rules = {
        "mizan.v1.ArticleInput": {"url": [validation.url()], "publish_time": [validation.timestamp()]}
    }
    assert _fields(pb.IngestArticleRequest(article=pb.ArticleInput(outlet="x", content=b"x")), rules) == []


def test_check_visits_repeated_messages_that_have_rules() -> None:
    rules: Rules = {"mizan.v1.Article": {"name": [validation.name("sources/{source}/articles/{article}")]}}
    request = align_pb.CompareArticlesRequest(
        articles=[resources_pb2.Article(name="sources/a/articles/b"), resources_pb2.Article(name="nonsense")]
    )
    assert _fields(request, rules) == ["articles[1].name"]


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (validation.text(maximum=5), ["a", "نصٌّ"], ["   ", "sixsix", "a\x00", "a\nb"]),
        (validation.text(maximum=5, lines=True), ["a\nb"], ["a\x1bb"]),
        (validation.size(maximum=2), [b"ab", ["a", "b"]], [b"abc", ["a", "b", "c"]]),
        (validation.in_range(0, 1), [0.0, 1.0, 0.5], [-0.1, 1.1, float("nan"), float("inf")]),
        (validation.in_range(0), [0, 10**12], [-1]),
        (
            validation.name("sources/{source}", "sources/-"),
            ["sources/a-1", "sources/-", "sources/" + "a" * 63],
            ["sources/", "sources/A", "sources/-a", "sources/a/b", "sources/" + "a" * 64, "sources/a\n"],
        ),
        (validation.identifier(), ["a", "0-a"], ["", "-a", "A", "a_b", "a" * 64]),
        (
            validation.url(maximum=30),
            ["http://a.b", "HTTPS://مثال.com/x", "https://[::1]:80/"],
            ["a.b", "ftp://a.b", "http://", "http://a.b:99999", "http://[::1", "http://a.b/" + "x" * 30, "http://a\x00b"],
        ),
        (
            validation.uuid(),
            ["0b1c0c52-6a6c-4b3e-9d3f-0a1b2c3d4e5f", "0B1C0C52-6A6C-4B3E-9D3F-0A1B2C3D4E5F"],
            ["0b1c0c526a6c4b3e9d3f0a1b2c3d4e5f", "x", "{0b1c0c52-6a6c-4b3e-9d3f-0a1b2c3d4e5f}"],
        ),
        (validation.each(validation.in_range(1)), [[1, 2], []], [[1, 0]]),
    ],
)  # fmt: skip
def test_rules_tell_good_from_bad(rule: Rule, good: Sequence[object], bad: Sequence[object]) -> None:
    assert [value for value in good if _wrong(rule, value)] == []
    assert [value for value in bad if not _wrong(rule, value)] == []


def test_rules_show_a_long_value_cut_short() -> None:
    (description,) = _wrong(validation.identifier(), "x" * 10_000)
    assert len(description) < 200


def test_timestamp_bounds_the_future_and_the_calendar() -> None:
    rule = validation.timestamp(ahead=timedelta(days=1))
    now = datetime.now(UTC)
    for shift, wrong in (
        (timedelta(hours=23), False),
        (timedelta(hours=25), True),
        (-timedelta(days=9999), False),
    ):
        stamp = Timestamp()
        stamp.FromDatetime(now + shift)
        assert bool(_wrong(rule, stamp)) is wrong
    assert _wrong(rule, Timestamp(seconds=10**14))
    assert _wrong(rule, Timestamp(seconds=-(10**14)))


def test_date_must_exist() -> None:
    day = align_pb.FindEventRequest(date={"year": 2023, "month": 2, "day": 29}).date
    assert _wrong(validation.date(), day)
    day.year = 2024
    assert not _wrong(validation.date(), day)


def test_mask_knows_the_fields() -> None:
    rule = validation.mask(resources_pb2.Article.DESCRIPTOR)
    request = pb.GetArticleRequest(read_mask={"paths": ["name", "*", "titel", "publish_time.start"]})
    assert [v.field for v in rule("read_mask", request.read_mask)] == [
        "read_mask.paths[2]",
        "read_mask.paths[3]",
    ]


# --- page tokens -------------------------------------------------------------------------------------

cursors = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@given(cursors, st.integers(0, 1000))
def test_page_token_brings_the_cursor_back_at_any_page_size(cursor: str, size: int) -> None:
    request = pb.ListArticlesRequest(parent="sources/-", language="ar")
    token = paging.next_token(request, cursor)
    assert token.isascii() and "=" not in token
    request.page_token = token
    request.page_size = size
    assert paging.page(request) == paging.Page(min(size or 50, 500), cursor)


@given(cursors, st.data())
def test_page_token_that_is_damaged_is_refused(cursor: str, data: st.DataObject) -> None:
    request = pb.ListArticlesRequest(parent="sources/-")
    token = paging.next_token(request, cursor)
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019-_é/ ").filter(lambda c: c != token[at]))
    request.page_token = token[:at] + letter + token[at + 1 :]
    with pytest.raises(PageTokenInvalid):
        paging.page(request)


@pytest.mark.parametrize("token", ["x", "AAAA", "نص", "a" * 5000, "====", "\x00"])
def test_page_token_that_never_was_is_refused(token: str) -> None:
    with pytest.raises(PageTokenInvalid):
        paging.page(pb.ListArticlesRequest(parent="sources/-", page_token=token))


def test_page_token_belongs_to_one_call() -> None:
    token = paging.next_token(pb.ListArticlesRequest(parent="sources/a"), "7")
    for other in (
        pb.ListArticlesRequest(parent="sources/b", page_token=token),
        pb.ListArticlesRequest(parent="sources/a", language="ar", page_token=token),
        align_pb.ListRelationsRequest(parent="sources/a", page_token=token),
    ):
        with pytest.raises(PageTokenInvalid):
            paging.page(other)


def test_page_size_is_coerced_above_and_refused_below() -> None:
    assert paging.page(pb.ListArticlesRequest(page_size=10_000), size_max=200).size == 200
    with pytest.raises(InvalidFields) as caught:
        paging.page(pb.ListArticlesRequest(page_size=-1))
    assert caught.value.violations[0].field == "page_size"


def test_next_token_needs_a_cursor() -> None:
    with pytest.raises(ValueError):
        paging.next_token(pb.ListArticlesRequest(), "")
