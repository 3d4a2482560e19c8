"""Bytes into text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.content import ContentError, decode, looks_like_html

ARABIC = "ألغت شركة العبارات جميع رحلاتها الليلية حتى إشعار آخر بعد حريق في غرفة المحركات. " * 4


def test_utf8_with_and_without_a_mark_is_read() -> None:
    assert decode(ARABIC.encode(), html=False).text == ARABIC
    assert decode(ARABIC.encode("utf-8-sig"), html=False).text == ARABIC
    assert decode(ARABIC.encode("utf-16"), html=False).text == ARABIC


def test_a_page_says_its_own_encoding() -> None:
    page = f'<html><head><meta charset="windows-1256"></head><body><p>{ARABIC}</p></body></html>'
    assert ARABIC in decode(page.encode("windows-1256"), html=True).text
    undeclared = f"<html><body><p>{ARABIC}</p></body></html>"
    assert ARABIC in decode(undeclared.encode("windows-1256"), html=True).text


def test_text_in_another_encoding_is_refused() -> None:
    with pytest.raises(ContentError, match="not UTF-8"):
        decode(ARABIC.encode("windows-1256"), html=False)


def test_one_broken_character_is_replaced_with_a_warning() -> None:
    content = decode(ARABIC.encode()[:-3], html=False)
    assert content.text.startswith(ARABIC[:-3])
    assert any("replaced" in warning for warning in content.warnings)


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 x", b"\x89PNG\r\n", bytes(range(256)) * 20, b"\x00" * 100, b"ab\x00\x01\x02" * 40]
)
def test_binary_content_is_refused(content: bytes) -> None:
    with pytest.raises(ContentError):
        decode(content, html=False)


def test_a_stray_control_character_becomes_a_space() -> None:
    content = decode((ARABIC + "\x00" + ARABIC).encode(), html=False)
    assert "\x00" not in content.text
    assert len(content.text) == 2 * len(ARABIC) + 1
    assert content.warnings


@pytest.mark.parametrize(
    ("content", "html"),
    [
        (b"<!DOCTYPE html><html></html>", True),
        (b"  <!-- x --><HTML><body>", True),
        (b"<p>one</p><p>two</p><div>three</div>", True),
        ("<html>".encode("utf-16"), True),
        ("قال إن a < b و c > d".encode(), False),
        (b"plain text with <b>one</b> tag", False),
        (b"", False),
    ],
)
def test_the_format_is_found_out(content: bytes, html: bool) -> None:
    assert looks_like_html(content) is html


def test_a_declared_format_is_believed() -> None:
    assert looks_like_html(b"plain", "html")
    assert not looks_like_html(b"<html>", "text")


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_text_or_a_reason(content: bytes, html: bool) -> None:
    try:
        assert isinstance(decode(content, html=html).text, str)
    except ContentError as error:
        assert str(error)
