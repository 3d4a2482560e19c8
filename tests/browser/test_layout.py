"""How the report stands on a wide screen, on a telephone, on paper, and without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words
from tests.browser.conftest import Visit

DESK = (1440, 900)
TELEPHONE = (390, 844)
PAGES = ("000", "001", "002", "003", "004")  # as the files of the treaty are named
_SHEET = (720, 1020)  # CSS pixels of an A4 page within its margins, about
_OPEN = "document.querySelectorAll('details').forEach((each) => each.open = true)"
# What reaches out of the window, or out of whatever scrolls or hides what is too wide.
_ASIDE = ".scroll, .sections, .spoken, .instead, .skip, svg"
_OUTSIDE = """
(aside) => [...document.querySelectorAll("body *")].filter((each) => {
  if (!each.checkVisibility() || each.closest(aside)) return false;
  const { left, right, width } = each.getBoundingClientRect();
  return width && (left < -1 || right > document.documentElement.clientWidth + 1);
}).slice(0, 5).map((each) => each.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["desk", "telephone"])
@pytest.mark.parametrize("name", ["sample", "injected"])
def test_nothing_is_wider_than_the_window(
    name: str, size: tuple[int, int], visit: Visit, request: pytest.FixtureRequest
) -> None:
    page = visit(request.getfixturevalue(name), width=size[0], height=size[1])
    page.evaluate(_OPEN)
    for language in LANGUAGES:
        page.evaluate("code => document.querySelector(`button[data-language=${code}]`).click()", language)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate(_OUTSIDE, _ASIDE) == []


def test_a_large_event_fits_too(large: Path, visit: Visit) -> None:
    for width, height in (DESK, TELEPHONE):
        page = visit(large, width=width, height=height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# --- the first screen --------------------------------------------------------------------------------


def _on_first_screen(page: Any, selector: str) -> list[str]:
    """Texts of the elements that are whole on the screen that a reader sees first."""
    texts: list[str] = page.eval_on_selector_all(
        selector,
        """all => all.filter((each) => {
          const { top, bottom, left, right, width } = each.getBoundingClientRect();
          return width && top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth;
        }).map((each) => each.innerText.trim())""",
    )
    return texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_screen_tells_the_sample(
    language: str, sample: Path, sample_comparison: pb.Comparison, visit: Visit
) -> None:
    page = visit(sample, language=language)
    event = sample_comparison.events[0]
    outlets = {a.outlet for a in sample_comparison.articles if a.name in event.articles}
    chips = _on_first_screen(page, "#e0 .claim.lead .chip > bdi")
    assert sorted(chips) == sorted(outlets)
    assert len(_on_first_screen(page, "#e0 .claim.lead blockquote")) == 1
    assert len(_on_first_screen(page, "#e0 .disputed .clash")) >= 3
    marked = _on_first_screen(page, "#e0 .disputed mark")
    assert {"11 قتيلا", "14 قتيلا على الأقل"} <= {*marked}
    assert len(_on_first_screen(page, "#e0 .single li blockquote")) >= 3


def test_first_screen_tells_the_treaty(treaty: Path, visit: Visit) -> None:
    """Each outlet's position on the clause of mutual help, the two conflicts, what only one reports."""
    page = visit(treaty)
    clause = r"(المساعدة|الدعم|الدفاع).*(هجوم|عدوان)"
    claims = _on_first_screen(page, "#e0 .claim.lead")
    assert [bool(re.search(clause, text)) for text in claims] == [True]
    position = dict(
        page.eval_on_selector_all(
            "#e0 .claim.lead .chip",
            "all => all.map((each) => [each.innerText.match(/\\d{3}/)[0], each.className])",
        )
    )
    # The second page tells of arms alone; the four others name the clause.
    assert position == {number: "chip silent" if number == "001" else "chip says" for number in PAGES}
    assert len(_on_first_screen(page, "#e0 .disputed .clash")) == 2
    kinds = _on_first_screen(page, "#e0 .disputed .kind")
    assert sorted(kinds) == sorted(words("ar").text(f"kind.{kind}") for kind in ("denial", "time"))
    assert len(_on_first_screen(page, "#e0 .single li blockquote")) >= 3


# --- direction ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "first"), [("ar", "right"), ("en", "left")])
def test_first_column_stands_where_reading_starts(
    language: str, first: str, sample: Path, visit: Visit
) -> None:
    page = visit(sample, language=language)
    places: list[float] = page.eval_on_selector_all(
        "#e0-matrix thead tr:last-child th", "all => all.map((each) => each.getBoundingClientRect().left)"
    )
    assert places == sorted(places, reverse=first == "right")
    assert len(places) == 9


def test_each_run_has_its_own_direction(sample: Path, visit: Visit) -> None:
    """Arabic runs from the right in the English page too, and English from the left in the Arabic one."""
    for language in LANGUAGES:
        page = visit(sample, language=language)
        runs = page.eval_on_selector_all(
            "blockquote, .body .line, .chip bdi, h2 bdi",
            "all => all.map((each) => [each.textContent, getComputedStyle(each).direction])",
        )
        assert len(runs) > 200
        for text, direction in runs:
            arabic, latin = (len(re.findall(letters, text)) for letters in ("[؀-ۿ]", "[A-Za-z]"))
            if min(arabic, latin) == 0 and max(arabic, latin) > 0:
                assert direction == ("rtl" if arabic else "ltr"), text


_PLACES = """
([selector, text, parts]) => {
  const element = [...document.querySelectorAll(selector)].find((each) =>
    each.textContent.includes(text) && each.checkVisibility());
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const place = (part) => {
    walker.currentNode = element;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(part);
      if (at < 0) continue;
      const range = document.createRange();
      return [...part].map((_, index) => {
        range.setStart(node, at + index);
        range.setEnd(node, at + index + 1);
        return range.getBoundingClientRect().left;
      });
    }
  };
  return parts.map(place);
}
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_in_arabic_stand_as_they_are_read(language: str, sample: Path, visit: Visit) -> None:
    """Digits run from the left; the number that is read first stands to the right of the next one."""
    page = visit(sample, language=language)
    dead, hurt = page.evaluate(_PLACES, ["blockquote", "11 قتيلا و43 مصابا", ["11", "43"]])
    assert dead == sorted(dead)
    assert hurt == sorted(hurt)
    assert min(dead) > max(hurt)
    (tonnes,) = page.evaluate(_PLACES, ["blockquote", "1.1 مليون", ["1.1"]])
    assert tonnes == sorted(tonnes)
    (arabic,) = page.evaluate(_PLACES, ["p", "١٩ قتيلا", ["١٩"]])
    assert arabic == sorted(arabic)


# --- paper, and no scripts ---------------------------------------------------------------------------


def test_paper_has_everything_open_and_no_controls(sample: Path, visit: Visit) -> None:
    page = visit(sample, width=_SHEET[0], height=_SHEET[1], theme="dark")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen = "all => all.map((each) => each.checkVisibility())"
    assert not any(page.eval_on_selector_all("button, select, input, .sections", seen))
    assert all(page.eval_on_selector_all(".card details", "all => all.map((each) => each.open)"))
    assert all(page.eval_on_selector_all(".card blockquote, .card .reason, #e0-matrix tbody tr", seen))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(_OUTSIDE, _ASIDE) == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not any(page.eval_on_selector_all(".card details", "all => all.map((each) => each.open)"))
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_everything_can_be_read_without_scripts(
    sample: Path, sample_comparison: pb.Comparison, visit: Visit
) -> None:
    page = visit(sample, scripts=False)
    assert page.locator("button:visible, select:visible, input:visible").count() == 0
    assert page.locator("#e0-matrix tbody tr:visible").count() == page.locator("#e0-matrix tbody tr").count()
    assert page.locator(".cut:visible").count() > 0
    told = " ".join(page.locator(".body, h4").all_text_contents())
    for article in sample_comparison.articles:
        for statement in article.statements:
            assert " ".join(statement.text.split()) in " ".join(told.split())
    cite = page.locator("#e0 a.cite").first
    cite.click()
    assert page.url.endswith(cite.get_attribute("href"))
    page.locator("#e0 .card details.why > summary").first.click()
    assert page.locator("#e0 .card .reason").first.is_visible()
