"""What outlets publish is hostile until shown otherwise: nothing of it may become markup or a script."""

from __future__ import annotations

import json

import pytest

import report
from mizan.v1 import resources_pb2 as pb
from tests.unit.report import invented
from tests.unit.report.test_page import Document

INJECTIONS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</script><script>alert(1)</script>",
    "</title></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}{0.__class__}",
    "<!-- ",
)


def infected(text: str) -> pb.Comparison:
    """A comparison in which every free text from outside holds ``text``."""
    whole = invented.comparison()
    for article in whole.articles:
        article.outlet = text
        article.language = text
        article.credit = text
        article.url = f"javascript:{text}"
        for statement in article.statements:
            statement.language = text
            for link in statement.chain:
                link.name = text
                link.verb = text
    first = whole.articles[0]
    first.title = text
    shown = invented.article("gazette", text, text, title=text, menu=text)
    first.text = shown.text
    del first.statements[:], first.cuts[:]
    first.statements.extend(shown.statements)
    first.cuts.extend(shown.cuts)
    for relation in whole.relations:
        relation.rule = f"{text}@{text}"
        relation.explanation = text
        for signal in relation.signals:
            signal.name = text
    for summary in whole.summaries:
        summary.title = text
        for sentence in summary.sentences:
            sentence.text = text
    for event in whole.events:
        event.title = text
    whole.backends[text] = text
    return whole


@pytest.mark.parametrize("text", INJECTIONS)
def test_injected_markup_stays_text(text: str) -> None:
    clean, document = Document(report.page(infected("harmless"))), Document(report.page(infected(text)))
    assert {tag for tag, _ in document.tags} <= {tag for tag, _ in clean.tags}
    known = {name for _, attributes in clean.tags for name in attributes}
    assert {name for _, attributes in document.tags for name in attributes} <= known
    assert len([tag for tag, _ in document.tags if tag == "script"]) == 3
    assert text in document.text


@pytest.mark.parametrize("text", INJECTIONS)
def test_nothing_from_outside_is_part_of_a_script_or_style(text: str) -> None:
    clean, document = Document(report.page(invented.comparison())), Document(report.page(infected(text)))
    assert document.raw == clean.raw


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//evil.example/a",
        "http:///nowhere",
        "https://[broken",
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: str) -> None:
    whole = invented.comparison()
    for article in whole.articles:
        article.url = url
    assert all(link.startswith("#") for link in Document(report.page(whole)).links())


def test_values_of_words_are_data() -> None:
    outlet = '"><b>{n}</b>'
    whole = invented.comparison()
    for article in whole.articles:
        article.outlet = outlet
    values = [json.loads(value) for value in Document(report.page(whole)).all("data-v")]
    assert outlet in [value.get("outlet") for value in values]


def test_names_from_outside_are_no_part_of_an_id() -> None:
    document = Document(report.page(infected('x" id="main')))
    assert all(each.isascii() and " " not in each for each in document.all("id"))
    assert document.all("id").count("main") == 1


def test_dates_and_marks_out_of_range_are_left_out() -> None:
    whole = invented.comparison()
    whole.articles[0].publish_time.start.seconds = 10**15
    whole.events[0].start.month = 13
    for relation in whole.relations:
        for evidence in relation.evidence:
            evidence.a.start, evidence.a.end = -5, 10**6
    assert "The fire killed 11 people" in Document(report.page(whole)).text
