"""What a reader does with the report: follows citations, filters, changes language and colours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mizan import matrix
from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words
from report.view import view
from tests.browser.conftest import Visit

# Whether the top of what the address points to is on the screen and nothing lies over it.
_ON_SCREEN = """
() => {
  const target = document.querySelector(":target");
  const { left, right, top, bottom } = target.getClientRects()[0];
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return target.contains(hit);
}
"""
_HIGHLIGHT = "() => getComputedStyle(document.querySelector(':target')).backgroundColor"


def test_citation_leads_to_its_sentence_and_back(
    sample: Path, sample_comparison: pb.Comparison, visit: Visit
) -> None:
    page = visit(sample)
    sentence = sample_comparison.summaries[0].sentences[0]
    statements = {s.name: s.text for article in sample_comparison.articles for s in article.statements}
    place = page.locator(".account").first.locator("p", has_text=sentence.text).first.locator("a.cite")
    assert place.count() == len(sentence.citations)
    for number, cited in enumerate(sentence.citations):
        cite = place.nth(number)
        home = cite.get_attribute("id")
        cite.click()
        assert page.evaluate("location.hash") == cite.get_attribute("href")
        told = page.evaluate("document.querySelector(':target').firstChild.textContent")
        assert told == statements[cited]
        assert page.evaluate(_ON_SCREEN)
        assert page.evaluate(_HIGHLIGHT) != "rgba(0, 0, 0, 0)"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches(':target ~ a.back')")
        page.click(f":target ~ a.back[href='#{home}'] >> nth=0")
        assert page.evaluate("document.querySelector(':target').id") == home
        assert page.evaluate(_ON_SCREEN)
        assert page.evaluate(_HIGHLIGHT) != "rgba(0, 0, 0, 0)"


def test_sentence_leads_to_its_row_even_when_it_is_filtered_away(sample: Path, visit: Visit) -> None:
    page = visit(sample)
    page.fill("input[type=search]", "لا شيء كهذا")
    assert page.locator("#e0-matrix tbody tr:visible").count() == 0
    page.evaluate("document.querySelector('#e0 .panel a[href^=\"#e0-c\"], #e0 .panel a').click()")
    row = page.locator("#e0-matrix tbody tr:target")
    row.wait_for(state="visible")
    assert page.evaluate(_ON_SCREEN)
    assert page.input_value("input[type=search]") == ""


# --- filters -----------------------------------------------------------------------------------------


def _shown(page: Any) -> list[str]:
    shown: list[str] = page.eval_on_selector_all(
        "#e0-matrix tbody tr", "rows => rows.filter(row => row.checkVisibility()).map(row => row.id)"
    )
    return shown


def _announced(page: Any, language: str = "ar") -> tuple[str, str]:
    """What the status line says, and what it should say of the rows that are seen."""
    total = page.locator("#e0-matrix tbody tr").count()
    said = page.inner_text("#e0-matrix [role=status]")
    return said, words(language).text("filter.result", shown=str(len(_shown(page))), total=str(total))


def test_filters_show_the_rows_they_name(
    sample: Path, sample_comparison: pb.Comparison, visit: Visit
) -> None:
    page = visit(sample)
    table = view(sample_comparison).events[0].table
    everything = [line.anchor for line in table.lines]
    form = page.locator("#e0-matrix form")

    def check(expected: Iterable[str]) -> None:
        wanted = list(expected)
        assert _shown(page) == wanted
        assert 0 < len(wanted) < len(everything)
        said, meant = _announced(page)
        assert said == meant

    for number in range(len(table.columns)):
        form.locator("select[name=outlet]").select_option(str(number))
        told = (line.anchor for line in table.lines if line.marks[number].position != matrix.Position.SILENT)
        check(told)
    form.locator("select[name=outlet]").select_option("")
    for standing in table.standings:
        form.locator(f"button[data-standing={standing.value}]").click()
        assert form.locator("button[aria-pressed=true]").count() == 1
        check(line.anchor for line in table.lines if line.standing is standing)
    form.locator("button[data-standing='']").click()
    for kind in table.kinds:
        form.locator("select[name=kind]").select_option(kind)
        check(line.anchor for line in table.lines if kind in line.kinds)
    form.locator("select[name=kind]").select_option("")
    form.locator("input[name=score]").fill("80")
    assert form.locator("output").inner_text() == "80%"
    check(line.anchor for line in table.lines if line.score >= 80)
    form.locator("input[name=score]").fill("0")
    form.locator("input[name=text]").fill("امر مُحافظ")  # written آمر or أمر, with marks or without
    check(line.anchor for line in table.lines if "أمر محافظ" in str(line.quote.words))
    form.locator("input[name=text]").fill("١١ شخصا")
    check(line.anchor for line in table.lines if "11 شخصا" in str(line.quote.words))
    form.locator("select[name=kind]").select_option(table.kinds[-1])
    form.locator("input[name=score]").fill("95")
    form.locator(f"button[data-standing={table.standings[0].value}]").click()
    assert _shown(page) == []
    form.locator("button[data-clear]").click()
    assert _shown(page) == everything
    said, meant = _announced(page)
    assert said == meant


def test_many_rows_come_in_steps(large: Path, visit: Visit) -> None:
    page = visit(large)
    more = "document.querySelector('#e0-matrix [data-more]')"
    seen = len(_shown(page))
    assert 0 < seen < 100
    page.evaluate(f"{more}.click()")
    assert seen < len(_shown(page)) < 500
    page.evaluate(f"while (!{more}.hidden) {more}.click()")
    assert len(_shown(page)) == 500
    page.locator("#e0-matrix select[name=outlet]").select_option("7")
    found = page.locator("#e0-matrix tbody tr[data-present~='7']").count()
    assert len(_shown(page)) == min(found, seen)


# --- language ----------------------------------------------------------------------------------------

_INTERFACE = """
() => [...document.querySelectorAll("[data-t], [data-t-label]")].flatMap((each) => {
  const { t, tLabel, n, v } = each.dataset;
  const values = v ? JSON.parse(v) : {};
  const said = [[t, n, values, each.textContent], [tLabel, n, values, each.getAttribute("aria-label")]];
  return said.filter(([key]) => key);
})
"""
_DAYS = (
    "() => [...document.querySelectorAll('[data-date]')].map((each) => [each.dataset.date, each.textContent])"
)
# Texts that stand in the page's own voice: not within an article, a quotation, a name or a picture's label.
_OWN_VOICE = """
() => {
  const others =
    "[hidden], bdi, blockquote, .body, [data-language], [translate=no], script, option:not([data-t])";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest(others))
      found.add(node.textContent.trim());
  return [...found];
}
"""


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_interface_word_is_of_the_language(code: str, sample: Path, visit: Visit) -> None:
    page = visit(sample, language=code)
    language = words(code)
    said = page.evaluate(_INTERFACE)
    assert len(said) > 500
    for key, n, values, text in said:
        assert text == (language.text(key, **values) if n is None else language.count(key, int(n)))
    for day, text in page.eval_on_selector_all("[data-date]", _DAYS):
        told = date.fromisoformat(day)
        assert text == language.date(told.year, told.month, told.day)
    others = {text for other in LANGUAGES if other != code for text in words(other).texts.values()}
    assert {*page.evaluate(_OWN_VOICE)} & (others - {*language.texts.values()}) == set()
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == (code, language.direction)
    assert page.locator("button[data-language][aria-pressed=true]").get_attribute("data-language") == code


def test_switched_page_is_the_page_of_that_language(sample: Path, english_sample: Path, visit: Visit) -> None:
    """Changing the language leaves what drawing in it would give, and changing back leaves nothing behind."""
    body = "document.body.innerHTML"
    arabic, english = visit(sample), visit(english_sample)
    before = arabic.evaluate(body)
    arabic.click("button[data-language=en]")
    assert arabic.evaluate(body) == english.evaluate(body)
    assert arabic.title() == english.title()
    arabic.click("button[data-language=ar]")
    assert arabic.evaluate(body) == before


def test_chosen_language_and_colours_stay(sample: Path, visit: Visit, troubles: list[str]) -> None:
    page = visit(sample)
    page.click("button[data-language=en]")
    page.click("button[data-theme=dark]")
    page.reload()
    assert troubles == [f"request: {sample.as_uri()}"]
    troubles.clear()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("button[data-theme=dark]").get_attribute("aria-pressed") == "true"


# --- colours and cuts --------------------------------------------------------------------------------


def test_colours_follow_the_system_until_one_chooses(sample: Path, visit: Visit) -> None:
    def paper(page: Any) -> Any:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    page = visit(sample, theme="light")
    light = paper(page)
    page.emulate_media(color_scheme="dark")
    dark = paper(page)
    assert light != dark
    page.click("button[data-theme=light]")
    assert paper(page) == light
    page.emulate_media(color_scheme="light")
    page.click("button[data-theme=dark]")
    assert paper(page) == dark
    assert page.locator("button[data-theme][aria-pressed=true]").get_attribute("data-theme") == "dark"
    page.click("button[data-theme=system]")
    assert paper(page) == light


def test_what_was_cut_is_shown_on_demand(sample: Path, visit: Visit) -> None:
    page = visit(sample)
    cuts = "all => all.map(each => each.checkVisibility())"
    assert not any(page.eval_on_selector_all(".cut", cuts))
    page.click("button[data-cuts]")
    assert page.locator("button[data-cuts]").get_attribute("aria-pressed") == "true"
    assert all(page.eval_on_selector_all(".cut", cuts))
    reasons = page.locator(".cut .reason").all_text_contents()
    assert {*reasons} <= {text for key, text in words("ar").texts.items() if key.startswith("cut.")}
    assert words("ar").text("cut.menu") in reasons
    page.click("button[data-cuts]")
    assert not any(page.eval_on_selector_all(".cut", cuts))
