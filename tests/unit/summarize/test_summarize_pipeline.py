"""The whole account: words, citations, verification, replacement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from services.common.domain import RelationKind, Section, Statement, StatementRef, Summary, SummarySentence
from services.language.normalize import fold
from services.summarize import backends
from services.summarize.backends import Passage, Writer, load
from services.summarize.pipeline import Dropped, Replaced, Step, summarize, write
from services.summarize.verify import Failure
from tests.alignments import Says, alignment, article, warehouse_fire

EXTRACTIVE = load("extractive")


class Rewriter:
    """A writer that changes words as it is told."""

    id = "rewriter"
    revision = "1"

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change
        self.seen: list[Passage] = []

    def write(self, passages: Sequence[Passage]) -> list[str]:
        self.seen += passages
        return [self._change(p.words) for p in passages]


def steps_of(account: object, writer: Writer) -> tuple[list[Step], Summary]:
    steps, going = [], write(account, None, writer)  # type: ignore[arg-type]
    while True:
        try:
            steps.append(next(going))
        except StopIteration as done:
            return steps, done.value


def test_summarize_every_sentence_cites_statements_that_exist() -> None:
    fire = warehouse_fire()
    summary = summarize(fire, None, EXTRACTIVE)
    known = {StatementRef(a.name, s.index) for a in fire.articles for s in a.statements}
    assert {s.section for s in summary.sentences} == set(Section)
    for sentence in summary.sentences:
        assert sentence.citations
        assert set(sentence.citations) <= known
        assert sentence.extractive


def test_summarize_extractive_words_are_the_first_citation_s_own() -> None:
    fire = warehouse_fire()
    by_name = {a.name: a for a in fire.articles}
    for sentence in summarize(fire, None, EXTRACTIVE).sentences:
        first = sentence.citations[0]
        statement: Statement = by_name[first.article].statements[first.index]
        words = sentence.text.rpartition(": ")[2]
        assert words in statement.text


def test_summarize_sections_stand_in_order_and_groups_never_go_back() -> None:
    summary = summarize(warehouse_fire(), None, EXTRACTIVE)
    order = [list(Section).index(s.section) for s in summary.sentences]
    assert order == sorted(order)
    groups = [s.group for s in summary.sentences]
    assert groups == sorted(groups)


def test_summarize_names_revision_and_backend() -> None:
    summary = summarize(replace(warehouse_fire(), revision=7), None, EXTRACTIVE)
    assert (summary.alignment_revision, summary.backend, summary.language) == (7, "extractive", "ar")
    assert (summary.dropped, summary.replaced) == (0, 0)


def test_summarize_same_input_same_account() -> None:
    assert summarize(warehouse_fire(), None, EXTRACTIVE) == summarize(warehouse_fire(), None, EXTRACTIVE)


def test_summarize_a_model_s_good_words_are_taken_and_marked() -> None:
    shorter = Rewriter(lambda words: words.replace(" المجاورة للميناء", ""))
    summary = summarize(warehouse_fire(), None, shorter)
    changed = [s for s in summary.sentences if not s.extractive]
    assert changed
    assert all("المجاورة" not in s.text for s in changed)
    assert summary.replaced == 0


def test_summarize_a_model_s_invented_figure_is_replaced_and_counted() -> None:
    liar = Rewriter(lambda words: words.replace("120", "520").replace("11", "31"))
    summary = summarize(warehouse_fire(), None, liar)
    honest = summarize(warehouse_fire(), None, EXTRACTIVE)
    assert [s.text for s in summary.sentences] == [s.text for s in honest.sentences]
    wrong = sum("120" in s.text or "11" in s.text for s in honest.sentences)
    assert summary.replaced == wrong > 0
    assert all(s.extractive for s in summary.sentences)


def test_summarize_an_empty_answer_of_a_model_is_replaced() -> None:
    summary = summarize(warehouse_fire(), None, Rewriter(lambda words: ""))
    assert summary.replaced == len(summary.sentences)


def test_summarize_a_model_reads_cited_statements_only_in_the_account_s_language() -> None:
    writer = Rewriter(lambda words: words)
    told = alignment(
        [
            article("a", "نفت الوزارة وجود نترات الأمونيوم في مستودع الميناء."),
            article("b", "واحترق المستودع في الميناء ليلا قبل وصول الإطفاء."),
            article("post", "The port warehouse held ammonium nitrate.", language="en"),
        ],
        clash={RelationKind.DENIAL: [(Says("a", 0), Says("post", 0))]},
    )
    summary = summarize(told, None, writer)
    assert any("«The port warehouse held ammonium nitrate.»" in s.text for s in summary.sentences)
    assert writer.seen
    assert all("ammonium" not in fold(p.words) for p in writer.seen)


def test_write_drops_what_its_citation_does_not_support() -> None:
    fire = warehouse_fire()
    # An alignment that says a statement's figure is another than its words say: as from a faulty caller.
    own = fire.articles[2]
    loss = own.statements[2]
    forged = replace(
        loss, quantities=tuple(replace(q, value=9.0, low=9.0, high=9.0) for q in loss.quantities)
    )
    faulty = replace(
        fire, articles=(*fire.articles[:2], replace(own, statements=(*own.statements[:2], forged)))
    )
    steps, summary = steps_of(faulty, EXTRACTIVE)
    assert [s for s in steps if isinstance(s, Dropped)] == [Dropped(Section.SINGLE_SOURCE, Failure.NUMBER)]
    assert summary.dropped == 1
    assert all("40" not in s.text for s in summary.sentences)


def test_write_a_dispute_that_loses_a_side_is_left_out_whole() -> None:
    fire = warehouse_fire()
    own = fire.articles[2]
    toll = own.statements[0]
    forged = replace(
        toll, quantities=tuple(replace(q, value=9.0, low=9.0, high=9.0) for q in toll.quantities)
    )
    faulty = replace(
        fire, articles=(*fire.articles[:2], replace(own, statements=(forged, *own.statements[1:])))
    )
    steps, summary = steps_of(faulty, EXTRACTIVE)
    assert sorted(s.reason for s in steps if isinstance(s, Dropped)) == [Failure.COUNTERPART, Failure.NUMBER]
    assert not [s for s in summary.sentences if s.section is Section.DISPUTED]
    assert summary.dropped == 2


def test_write_yields_each_sentence_that_the_account_holds() -> None:
    steps, summary = steps_of(warehouse_fire(), Rewriter(lambda words: words.replace("11", "31")))
    assert tuple(s for s in steps if isinstance(s, SummarySentence)) == summary.sentences
    assert sum(isinstance(s, Replaced) for s in steps) == summary.replaced > 0


def test_load_extractive_takes_no_argument() -> None:
    with pytest.raises(ValueError, match="takes no argument"):
        load("extractive:fast")


def test_load_unknown_kind_lists_the_known() -> None:
    with pytest.raises(ValueError, match="extractive, transformers"):
        load("oracle")


def test_load_transformers_needs_a_model() -> None:
    with pytest.raises(ValueError, match="needs a model"):
        load("transformers:")


def test_load_finds_kinds_that_others_offer(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = Rewriter(lambda words: words)

    class Point:
        name = "own"

        def load(self) -> Callable[[str], Writer]:
            return lambda argument: offered if argument == "x" else EXTRACTIVE

    monkeypatch.setattr(
        backends, "entry_points", lambda group: [Point()] if group == "mizan.summarizers" else []
    )
    assert backends.load("own:x") is offered
    with pytest.raises(ValueError, match="extractive, own, transformers"):
        backends.load("other")
