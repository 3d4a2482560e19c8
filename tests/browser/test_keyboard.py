"""The report without a mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.conftest import Visit

# Everything that Tab should reach, in the order in which it is read.
_REACHABLE = """
() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled)
  .map((each, place) => (each.dataset.place = place))
"""
_FOCUSED = """
() => {
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  return [Number(at.dataset.place), outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
}
"""
_STOPS = 120  # on the way through the masthead, the first screen, the filters and the table


def _focused(page: Any, matching: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", matching))


def test_tab_reaches_everything_in_the_order_of_reading(sample: Path, visit: Visit) -> None:
    page = visit(sample)
    assert len(page.evaluate(_REACHABLE)) > _STOPS
    for place in range(_STOPS):
        page.keyboard.press("Tab")
        at, is_marked = page.evaluate(_FOCUSED)
        assert at == place
        assert is_marked
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(_FOCUSED)[0] == _STOPS - 2


def test_first_stop_skips_to_the_report(sample: Path, visit: Visit) -> None:
    page = visit(sample)
    page.keyboard.press("Tab")
    assert _focused(page, "a.skip")
    box = page.locator("a.skip").bounding_box()
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert _focused(page, "main a")


def test_keys_do_what_clicks_do(sample: Path, visit: Visit) -> None:
    page = visit(sample)
    page.focus("button[data-language=en]")
    page.keyboard.press("Space")
    assert page.locator("html").get_attribute("lang") == "en"
    page.focus("button[data-theme=dark]")
    page.keyboard.press("Enter")
    assert page.locator("html").get_attribute("data-theme") == "dark"

    row = page.locator("#e0-matrix tbody tr:visible")
    rows = row.count()
    page.focus("#e0-matrix input[type=range]")
    page.keyboard.press("End")
    assert 0 < row.count() < rows
    page.keyboard.press("Home")
    assert row.count() == rows
    page.focus("#e0-matrix select[name=outlet]")
    page.keyboard.press("ArrowDown")
    assert 0 < row.count() < rows
    page.keyboard.press("ArrowUp")
    page.focus("#e0-matrix input[type=search]")
    page.keyboard.insert_text("وأمر محافظ")
    assert 0 < row.count() < rows
    page.keyboard.press("Escape")
    assert row.count() == rows

    page.focus("#e0 .card details.why > summary")
    page.keyboard.press("Enter")
    assert page.locator("#e0 .card details.why").first.get_attribute("open") is not None
    page.keyboard.press("Space")
    assert page.locator("#e0 .card details.why").first.get_attribute("open") is None


def test_table_scrolls_by_keys(sample: Path, visit: Visit) -> None:
    page = visit(sample, width=390, height=844)
    page.focus("#e0-matrix .scroll")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")  # the claims are at the right; the outlets go on to the left
    # Not wait_for_function: what it asks again is a string, which the page's policy does not evaluate.
    page.evaluate("""new Promise((done, fail) => {
      const scroll = document.querySelector("#e0-matrix .scroll");
      let left = 300; // frames
      const wait = () => (left-- ? requestAnimationFrame(look) : fail("stands still"));
      const look = () => (scroll.scrollLeft < 0 ? done() : wait());
      look();
    })""")
