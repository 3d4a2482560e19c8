"""The report against the rules of axe: in each language, colour and width, closed and open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mizan.words import LANGUAGES
from tests.browser.conftest import Visit

_OPEN = "document.querySelectorAll('details').forEach((each) => each.open = true)"
_RUN = """
() => axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, impact, nodes }) => nodes.map(({ target }) => `${impact} ${id}: ${target}`)))
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(
    language: str, width: int, theme: Any, short: Path, axe: str, visit: Visit
) -> None:
    """Not only nothing serious: no violation of any rule."""
    page = visit(short, width=width, theme=theme, language=language)
    page.evaluate(f"{axe}; 0")
    assert page.evaluate(_RUN) == []
    page.evaluate(_OPEN)
    page.click("button[data-cuts]")
    assert page.evaluate(_RUN) == []


def test_axe_sees_what_is_wrong(short: Path, axe: str, visit: Visit) -> None:
    page = visit(short)
    page.evaluate(f"{axe}; 0")
    page.evaluate("document.querySelector('#e0 h4').outerHTML = '<button></button>'")
    page.evaluate("document.querySelector('#e0 blockquote a').setAttribute('role', 'nothing')")
    found = page.evaluate(_RUN)
    assert {line.partition(":")[0] for line in found} >= {"critical button-name", "critical aria-roles"}
