"""The page as a document: complete without scripts, closed to the network, and whole in its links."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import report
from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words
from tests.unit.report import invented

VOID = {"meta", "link", "input", "br", "hr", "img", "col"}


class Document(HTMLParser):
    """Tags with their attributes, text by tag, and what scripts and styles hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.raw: list[tuple[str, dict[str, str], str]] = []
        self.text = ""
        self._open: tuple[str, dict[str, str]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.tags.append((tag, known))
        self._open = (tag, known) if tag in ("script", "style") else None

    def handle_data(self, data: str) -> None:
        if self._open:
            self.raw.append((*self._open, data))
            self._open = None
        else:
            self.text += data

    def all(self, attribute: str) -> list[str]:
        return [known[attribute] for _, known in self.tags if attribute in known]

    def links(self) -> list[str]:
        return [known["href"] for tag, known in self.tags if tag == "a"]


@pytest.fixture(scope="module")
def whole() -> pb.Comparison:
    return invented.comparison()


@pytest.fixture(scope="module")
def page(whole: pb.Comparison) -> str:
    return report.page(whole)


@pytest.fixture(scope="module")
def document(page: str) -> Document:
    return Document(page)


def test_page_allows_nothing_but_its_own_style_and_scripts(document: Document) -> None:
    policy = next(known["content"] for _, known in document.tags if known.get("http-equiv"))
    allowed = {
        "style": re.findall(r"'sha256-[^']+'", policy.partition("style-src")[2].partition(";")[0]),
        "script": re.findall(r"'sha256-[^']+'", policy.partition("script-src")[2].partition(";")[0]),
    }
    found: dict[str, list[str]] = {"style": [], "script": []}
    for tag, known, text in document.raw:
        if known.get("type") != "application/json":
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            found[tag].append(f"'sha256-{digest}'")
    assert policy.startswith("default-src 'none';")
    assert found == allowed
    assert "unsafe" not in policy


def test_page_asks_the_network_for_nothing(document: Document) -> None:
    assert not {tag for tag, _ in document.tags} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "audio",
    }
    assert not document.all("src")
    assert not document.all("style")  # the policy would not apply it
    assert not [name for _, known in document.tags for name in known if name.startswith("on")]
    style = next(text for tag, _, text in document.raw if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_ids_are_unique_and_every_link_arrives(document: Document) -> None:
    ids = document.all("id")
    assert len(ids) == len(set(ids))
    inside = [link for link in document.links() if link.startswith("#")]
    assert inside
    assert {link[1:] for link in inside} <= set(ids)
    labels = " ".join([*document.all("aria-labelledby"), *document.all("aria-describedby")])
    assert set(labels.split()) <= set(ids)
    assert {link for link in document.links() if not link.startswith("#")} == {"https://gazette.example/fire"}


def test_page_without_scripts_holds_everything(document: Document, whole: pb.Comparison) -> None:
    text = " ".join(document.text.split())
    for article in whole.articles:
        assert article.outlet in text
        for statement in article.statements:
            assert statement.text in text
    assert "HOME WORLD SPORT" in text
    assert "said in plain English" in text
    assert [known["id"] for tag, known in document.tags if tag == "tr" and "hidden" in known] == []


def test_headings_have_one_top_and_no_gap(document: Document) -> None:
    levels = [int(tag[1]) for tag, _ in document.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_word_of_the_interface_is_in_the_dictionary(document: Document) -> None:
    dictionary = json.loads(next(text for _, known, text in document.raw if known.get("id") == "dictionary"))
    assert set(dictionary) == set(LANGUAGES)
    for code, known in dictionary.items():
        assert known == {"direction": words(code).direction, "texts": dict(words(code).texts)}
    counted = {known["data-t"] for _, known in document.tags if "data-n" in known and "data-t" in known}
    plain = (set(document.all("data-t")) | set(document.all("data-t-label"))) - counted
    for code in LANGUAGES:
        assert plain <= set(words(code).texts)
        assert {f"{key}.other" for key in counted} <= set(words(code).texts)


@pytest.mark.parametrize("code", LANGUAGES)
def test_page_opens_in_the_language_asked_for(whole: pb.Comparison, code: str) -> None:
    document = Document(report.page(whole, code))
    opening = dict(document.tags)["html"]
    assert (opening["lang"], opening["dir"]) == (code, words(code).direction)
    assert words(code).text("glance") in document.text
    shown = {
        known["data-only"] for _, known in document.tags if "data-only" in known and "hidden" not in known
    }
    assert shown <= {code}


def test_page_opens_in_the_language_of_most_accounts(whole: pb.Comparison) -> None:
    assert '<html lang="en"' in report.page(whole)
    for summary in (arabic := pb.Comparison.FromString(whole.SerializeToString())).summaries:
        summary.language = "ar"
    assert '<html lang="ar"' in report.page(arabic)


def test_page_in_a_language_without_words_is_refused(whole: pb.Comparison) -> None:
    with pytest.raises(ValueError, match="ar, en"):
        report.page(whole, "tlh")


def test_an_empty_comparison_is_still_a_page() -> None:
    assert words("ar").text("nothing") in report.page(pb.Comparison())


def test_a_citation_leads_to_its_sentence_and_back(document: Document) -> None:
    places = {known["id"]: known["href"] for _, known in document.tags if known.get("class") == "cite"}
    back = [known["href"] for _, known in document.tags if known.get("class") == "back"]
    assert len(places) == 3
    assert sorted(back) == sorted(f"#{place}" for place in places)
    sentences = {
        known.get("id") for _, known in document.tags if known.get("class", "").startswith("sentence")
    }
    assert {link[1:] for link in places.values()} <= sentences


def test_a_row_shows_who_says_disputes_and_is_silent(page: str) -> None:
    rows = re.findall(r'<tr id="e0-c\d+" class="(\w+)[^"]*".*?(?=<tr|</tbody>)', page, re.DOTALL)
    assert rows.count("agreed") == 1
    assert rows.count("disputed") == 2
    disputed = next(row for row in re.split("<tr ", page) if row.startswith('id="e0-c1"'))
    assert [disputed.count(sign) for sign in ("✓", "✗", "○")] == [1, 1, 1]


def test_a_contradiction_of_no_named_kind_by_an_unknown_rule_is_still_told() -> None:
    whole = invented.comparison()
    for relation in whole.relations:
        relation.kind = pb.Relation.Kind.KIND_UNSPECIFIED
        relation.rule = "newest-model"
    page = report.page(whole, "en")
    assert "Decided by newest-model." in Document(page).text
