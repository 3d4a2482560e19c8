"""The report against the rules of axe: in each language, colour and width, closed and open."""

from __future__ import annotations

from pathlib import Path

import pytest

from mizan.words import LANGUAGES
from tests.browser.conftest import Visit

_OPEN = "document.querySelectorAll('details').forEach((each) => each.open = true)"
_RUN = """
(options) => axe.run(document, { resultTypes: ["violations"], ...options }).then(({ violations }) =>
  violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target }) => `${impact} ${id}: ${target}`)))
"""
_COLOURS = {"runOnly": ["color-contrast"]}
_REST = {"rules": {"color-contrast": {"enabled": False}}}  # all that shows when closed shows when open too


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(language: str, width: int, short: Path, axe: str, visit: Visit) -> None:
    """Not only nothing serious: no violation of any rule."""
    page = visit(short, width=width, language=language)
    page.evaluate(f"{axe}; 0")
    assert page.evaluate(_RUN, _REST) == []
    page.evaluate(_OPEN)
    page.evaluate("document.querySelector('[data-cuts]').click()")
    assert page.evaluate(_RUN, {}) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(_RUN, _COLOURS) == []


def test_axe_sees_what_is_wrong(short: Path, axe: str, visit: Visit) -> None:
    page = visit(short)
    page.evaluate(f"{axe}; 0")
    page.evaluate("document.querySelector('#e0 h4').outerHTML = '<button></button>'")
    page.evaluate("document.querySelector('#e0 .meta').style.color = '#ccc'")
    found = page.evaluate(_RUN, {"runOnly": ["button-name", "color-contrast"]})
    assert {line.partition(":")[0] for line in found} >= {"critical button-name", "serious color-contrast"}
