"""Nothing that an outlet published becomes part of the page; nothing leaves the reader's machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.hostile import ATTACKS

# What a drawn page may be made of; an injected element or attribute is of another kind.
_STRANGE = """
() => {
  const strange = [...document.querySelectorAll(
    "img, iframe, object, embed, link, base, video, audio, foreignObject, animate, set, use, b, i, [style]"
  )].map((each) => each.outerHTML.slice(0, 80));
  for (const each of document.querySelectorAll("*"))
    for (const { name, value } of each.attributes)
      if (/^on|^autofocus$|^srcdoc$/.test(name) || (name.endsWith("href") && !/^(#|https?:)/.test(value)))
        strange.push(`${each.tagName} ${name}=${value.slice(0, 60)}`);
  return strange;
}
"""
_EVERYTHING = "document.querySelectorAll('summary, button:not([data-print])').forEach((each) => each.click())"
_BROKEN_LINKS = """
() => [...document.querySelectorAll('a[href^="#"]')]
  .map((each) => each.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id))
"""
_TWICE = """
() => { const seen = new Set(); return [...document.querySelectorAll("[id]")].map((each) => each.id)
  .filter((id) => seen.has(id) || !seen.add(id)); }
"""


@pytest.mark.parametrize("name", ["sample", "injected"])
def test_page_stays_silent_and_whole(name: str, visit: Visit, request: pytest.FixtureRequest) -> None:
    page = visit(request.getfixturevalue(name))  # what it asks for or complains of fails the test in the end
    page.evaluate(_EVERYTHING)
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    assert page.evaluate("document.cookie + Object.keys(sessionStorage)") == ""
    assert page.evaluate(_BROKEN_LINKS) == []
    assert page.evaluate(_TWICE) == []


def test_hostile_words_are_shown_as_they_are(injected: Path, visit: Visit) -> None:
    page = visit(injected)
    assert page.evaluate(_STRANGE) == []
    assert page.evaluate("document.scripts.length") == 3
    assert page.evaluate("document.querySelectorAll('style').length") == 1
    shown = page.text_content(".texts")
    for attack in ATTACKS:
        assert attack in shown
    for link in page.locator("a.cite").all()[:6]:
        link.click()
    assert page.evaluate("document.documentElement.dataset.hurt") is None


def test_only_web_addresses_become_links(injected: Path, visit: Visit) -> None:
    page = visit(injected)
    assert page.eval_on_selector_all("a.web", "all => all.map(a => new URL(a.href).protocol)") == ["https:"]


def test_policy_stops_what_would_slip_through(injected: Path, visit: Visit, troubles: list[str]) -> None:
    """The page's own policy holds where its escaping would not, and the tests hear of it."""
    page = visit(injected)
    page.evaluate(
        """() => new Promise((heard) => {
          addEventListener("securitypolicyviolation", heard);
          document.body.insertAdjacentHTML("beforeend", '<img src="https://tracker.invalid/a.png">');
        })"""
    )
    assert any("policy: img-src https://tracker.invalid/a.png" in line for line in troubles)
    troubles.clear()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p onclick=\"document.title=1\">x</p>')")
    page.click("body > p")
    assert page.title() != "1"
    assert any("policy: script-src-attr" in line for line in troubles)
    troubles.clear()
