"""Identity of outlets and pages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.sources import article_id, canonical_url, page_identity, source_id

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Example.COM:443/News/1/?utm_source=x&fbclid=1#top", "https://example.com/News/1"),
        ("http://example.com:80", "http://example.com/"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com/a//b/./c/../d/", "https://example.com/a/b/d"),
        ("https://example.com/story/amp/", "https://example.com/story"),
        ("https://example.com/amp/story", "https://example.com/story"),
        ("https://amp.example.com/story?amp=1", "https://example.com/story"),
        ("https://example.com/story.amp.html", "https://example.com/story.html"),
        ("https://example.com/story?outputType=amp&id=7", "https://example.com/story?id=7"),
        ("https://www.google.com/amp/s/example.com/story", "https://example.com/story"),
        ("https://x-com.cdn.ampproject.org/c/s/x.com/story", "https://x.com/story"),
        ("https://example.com/?b=2&a=1", "https://example.com/?a=1&b=2"),
        ("https://example.com/?q=a+b", "https://example.com/?q=a%20b"),
        ("https://example.com/a%2fb%7Ec", "https://example.com/a%2Fb~c"),
        ("https://example.com/#!/story/5", "https://example.com/#!/story/5"),
        ("https://user:secret@example.com./a", "https://example.com/a"),
    ],
)
def test_canonical_url_has_one_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


def test_canonical_url_of_arabic_addresses_is_the_same_however_they_are_written() -> None:
    plain = canonical_url("https://مثال.com/أخبار/قصة-اليوم?وسم=خبر")
    assert plain == canonical_url(
        "https://xn--mgbh0fb.com/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%d9%82%d8%b5%d8%a9-اليوم?%d9%88سم=خبر"
    )
    decomposed = "https://example.com/\u0627\u0654خبار"  # alef and a combining hamza
    assert canonical_url(decomposed) == canonical_url("https://example.com/أخبار")
    assert plain.isascii()


def test_canonical_url_keeps_bytes_of_other_encodings() -> None:
    assert canonical_url("https://example.com/%c7%e1") == "https://example.com/%C7%E1"


@pytest.mark.parametrize(
    "url", ["", "example.com", "ftp://example.com/", "https://", "/a", "http://h:99999/"]
)
def test_canonical_url_refuses_what_is_no_web_address(url: str) -> None:
    with pytest.raises(ValueError):
        canonical_url(url)


@pytest.mark.parametrize(
    "other",
    ["http://www.example.com/a", "https://m.example.com/a/", "https://mobile.example.com/a?utm_medium=app"],
)
def test_page_identity_forgets_scheme_and_editions(other: str) -> None:
    assert page_identity(canonical_url(other)) == page_identity(canonical_url("https://example.com/a"))


def test_page_identity_keeps_pages_apart() -> None:
    pages = [
        "https://example.com/a",
        "https://example.com/b",
        "https://example.com/a?id=1",
        "https://www.com/a",
    ]
    assert len({page_identity(canonical_url(page)) for page in pages}) == len(pages)


pieces = st.text(alphabet=st.sampled_from("aAZ/%2eF?&=#.+ ampأé~!*;:@1-_"), max_size=30)
hosts = st.sampled_from(["example.com", "amp.example.com", "WWW.Example.org", "amp.amp.x.co.uk", "google.com",
                         "a.cdn.ampproject.org", "مثال.com", "[::1]", "10.0.0.1"])  # fmt: skip


@given(st.sampled_from(["http", "https"]), hosts, pieces)
def test_canonical_url_is_idempotent(scheme: str, host: str, rest: str) -> None:
    once = canonical_url(f"{scheme}://{host}/{rest}")
    assert canonical_url(once) == once
    assert once.isascii()


@given(st.text(min_size=1, max_size=300))
def test_source_id_is_always_a_valid_id(outlet: str) -> None:
    assert ID.fullmatch(source_id(outlet))
    assert source_id(outlet) == source_id(outlet)


def test_source_id_reads_like_the_name_and_ignores_spelling() -> None:
    assert source_id("The Daily Observer") == "the-daily-observer"
    assert source_id("بوابة النهر") == source_id("بوابه  النَّهر") == "bwabh-alnhr"
    assert source_id("Élan 24") == "elan-24"


def test_source_id_keeps_outlets_of_unknown_scripts_apart() -> None:
    assert source_id("新聞甲") != source_id("新聞乙")
    assert source_id("x" * 80) != source_id("x" * 81)


@given(st.text(), st.text())
def test_article_id_is_a_valid_id_and_tells_texts_apart(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z2-7]{26}", article_id(one))
    assert (article_id(one) == article_id(other)) == (one == other)
