from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from services.align import backends
from services.align.pipeline import (
    Known,
    compare,
    compare_with_work,
    event_id,
    group,
    most_central,
    settle_siblings,
)
from services.common.domain import (
    Evidence,
    Relation,
    RelationKind,
    RelationType,
    Span,
    Statement,
    StatementRef,
)
from services.evaluation.events import evaluate_events
from services.ingest.pipeline import read_article
from services.ingest.raw import RawArticle
from tests.alignments import article


class Letters:
    """An encoder of letter counts: enough to tell texts apart, the same everywhere."""

    id = "letters"
    revision = "1"
    dimensions = 64
    calls = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.calls += len(texts)
        vectors = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for letter in text:
                row[ord(letter) % 64] += 1.0
            row /= np.linalg.norm(row) or 1.0
        return vectors


FIRST = article(
    "nour",
    "حريق في مخزن الأخشاب بمدينة زهران",
    "اندلع حريق في مخزن الأخشاب بمدينة زهران فجر اليوم.",
    "وأدى الحريق إلى مقتل 9 أشخاص في المخزن.",
    title=True,
)
SECOND = article(
    "sada",
    "قتلى في حريق مخزن الأخشاب بزهران",
    "اندلع حريق في مخزن الأخشاب بمدينة زهران فجر اليوم، وفق الدفاع المدني.",
    "وأدى الحريق إلى مقتل 15 شخصا في المخزن.",
    title=True,
)
THIRD = article(
    "bayan", "افتتاح معرض الزهور", "افتتح معرض الزهور في الحديقة العامة بمشاركة خمسين مشتلا.", title=True
)


def test_an_alignment_holds_relations_claims_and_origins() -> None:
    alignment = compare([FIRST, SECOND], Letters())
    types = {relation.type for relation in alignment.relations}
    assert RelationType.UNRELATED not in types
    assert RelationType.CONTRADICTION in types
    assert sum(len(claim.statements) for claim in alignment.claims) == 6
    assert set(alignment.origins) == {FIRST.name, SECOND.name}
    assert alignment.backends["encoder"] == "letters@1"
    assert alignment.thresholds
    assert any(claim.disputed_by for claim in alignment.claims)


def test_the_outcome_does_not_depend_on_a_second_run() -> None:
    assert compare([FIRST, SECOND], Letters()) == compare([FIRST, SECOND], Letters())


def test_what_is_known_is_not_worked_out_again() -> None:
    known, encoder = Known(), Letters()
    once, first_work = compare_with_work([FIRST, SECOND], encoder, known=known)
    encoded = encoder.calls
    again, second_work = compare_with_work([FIRST, SECOND], encoder, known=known)
    assert again == once
    assert first_work.compared == first_work.candidates > 0
    assert (second_work.compared, second_work.encoded, encoder.calls) == (0, 0, encoded)
    assert second_work.decided == ()
    _, third_work = compare_with_work([FIRST, SECOND, THIRD], encoder, known=known)
    assert third_work.encoded == len(THIRD.statements)
    with_known, _ = compare_with_work([FIRST, SECOND, THIRD], encoder, known=known)
    assert with_known == compare([FIRST, SECOND, THIRD], Letters())


def test_a_new_version_is_worked_out_again() -> None:
    known = Known()
    compare([FIRST, SECOND], Letters(), known=known)
    newer = replace(SECOND, version="1" * 32)
    _, work = compare_with_work([FIRST, newer], Letters(), known=known)
    assert work.compared > 0
    assert all(key[1] in (FIRST.version, newer.version) for pair in known.looks.first for key in pair)


def test_repeated_statements_are_compared_once_and_agree() -> None:
    copies = [
        replace(FIRST, name=f"sources/c{n}/articles/a1", source=f"c{n}", outlet=f"c{n}") for n in range(5)
    ]
    alignment, work = compare_with_work([FIRST, SECOND, *copies], Letters())
    assert work.compared <= 3 * 3 + 3 * 5
    assert max(claim.articles for claim in alignment.claims) >= 6
    assert max(claim.origins for claim in alignment.claims) <= 2


def test_two_articles_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        compare([FIRST, FIRST], Letters())


def test_nothing_to_compare_is_an_empty_alignment() -> None:
    alignment = compare([THIRD], None)
    assert alignment.relations == ()
    assert [claim.articles for claim in alignment.claims] == [1] * len(THIRD.statements)


def says(text: str) -> Statement:
    (statement,) = article("x", text).statements
    return statement


POSITIVE, NEGATIVE = says("وقعت الوزارة العقد."), says("لم توقع الوزارة العقد.")
SAID = {StatementRef(name, index): POSITIVE for name in "xyz" for index in (0, 1)}


def _relation(
    a: int, b: int, kind: RelationType, detail: RelationKind, score: float, *, at: int = 0
) -> Relation:
    evidence = (Evidence(Span(at, at + 3), Span(at, at + 3), "number"),)
    return Relation(
        StatementRef("x", a), StatementRef("y", b), kind, detail, score, (), evidence, "hand@1", "clash"
    )


def test_a_sibling_that_agrees_on_the_figure_takes_the_contradiction_back() -> None:
    clash = _relation(0, 0, RelationType.CONTRADICTION, RelationKind.NUMBER, 0.9)
    bears_out = _relation(0, 1, RelationType.AGREEMENT, RelationKind.NONE, 0.6)
    elsewhere = _relation(0, 1, RelationType.AGREEMENT, RelationKind.NONE, 0.6, at=50)
    settled = settle_siblings([clash, bears_out], SAID)
    assert (settled[0].type, settled[0].kind) == (RelationType.ABSTAIN, RelationKind.AMBIGUOUS_SIBLING)
    assert settled[1] == bears_out
    assert settle_siblings([clash, elsewhere], SAID) == [clash, elsewhere], "agrees, but on another figure"


def test_a_denial_is_taken_back_by_a_surer_agreement_in_words_only() -> None:
    clash = _relation(0, 0, RelationType.CONTRADICTION, RelationKind.DENIAL, 0.7)
    said = {**SAID, StatementRef("x", 0): NEGATIVE, StatementRef("y", 1): NEGATIVE}
    wording = (Evidence(Span(0, 9), Span(0, 9), "text"),)
    surer = replace(_relation(0, 1, RelationType.AGREEMENT, RelationKind.NONE, 0.8), evidence=wording)
    assert settle_siblings([clash, surer], said)[0].type is RelationType.ABSTAIN
    for not_enough in (
        replace(surer, score=0.6),
        replace(surer, evidence=(Evidence(Span(0, 3), Span(0, 3), "number"),)),
        replace(surer, b=StatementRef("z", 1)),
    ):
        assert settle_siblings([clash, not_enough], said)[0] == clash
    assert settle_siblings([clash, surer], SAID | {StatementRef("x", 0): NEGATIVE})[0] == clash, (
        "not as negative"
    )


def test_articles_are_grouped_by_event_largest_first() -> None:
    events = group([THIRD, FIRST, SECOND], backends.load("static"))
    assert [[each.name for each in members] for members in events] == [
        [FIRST.name, SECOND.name],
        [THIRD.name],
    ]
    assert group([], None) == []


def test_the_most_central_article_shares_most_with_the_others() -> None:
    assert most_central([THIRD, FIRST, SECOND]) in (1, 2)


def test_event_ids_follow_from_the_name() -> None:
    assert (
        event_id("sources/a/articles/b")
        == event_id("sources/a/articles/b")
        != event_id("sources/a/articles/c")
    )
    assert event_id("x")[0].isalpha()


ROWS: list[dict[str, Any]] = [
    {
        "id": "1",
        "a": {
            "outlet": "نور",
            "url": "https://nour.example/1",
            "title": FIRST.title,
            "lead": FIRST.text,
            "date": "2026-03-10",
        },
        "b": {
            "outlet": "صدى",
            "url": "https://sada.example/1",
            "title": SECOND.title,
            "lead": SECOND.text,
            "date": "2026-03-10",
        },
        "same_event": True,
        "copy": False,
        "confidence": "high",
    },
    {
        "id": "2",
        "a": {
            "outlet": "نور",
            "url": "https://nour.example/1",
            "title": FIRST.title,
            "lead": FIRST.text,
            "date": "2026-03-10",
        },
        "b": {
            "outlet": "بيان",
            "url": "https://bayan.example/1",
            "title": THIRD.title,
            "lead": THIRD.text,
            "date": "2026-03-10",
        },
        "same_event": True,
        "copy": None,
        "confidence": "low",
    },
]


def test_event_labels_are_not_read_before_the_predictions() -> None:
    encoder = backends.load("static")
    report, predictions = evaluate_events(ROWS, encoder)
    bare = [{key: row[key] for key in ("id", "a", "b")} for row in ROWS]
    blind, same = evaluate_events(bare, encoder)
    assert same == predictions
    assert [p["same_event"] for p in predictions] == [True, False]
    assert blind["same_event_f1"] is None
    assert (report["rows"], report["articles"], report["events"]) == (2, 3, 2)
    # One hit of weight 1, one miss of weight 1/2.
    assert report["same_event_recall"] == pytest.approx(2 / 3, abs=1e-3)
    assert report["same_event_precision"] == 1.0


def test_a_row_without_articles_is_named() -> None:
    with pytest.raises(ValueError, match="row 1"):
        evaluate_events([{"id": "1", "a": {}}], None)


def test_the_five_treaty_pages_are_one_event(shared_data: Path) -> None:
    pages = [
        read_article(
            RawArticle(
                outlet=f"page {path.name[:3]}", source="", url="", title="", content=path.read_bytes()
            ),
            name=f"sources/p{path.name[:3]}/articles/a1",
        )
        for path in sorted((shared_data / "articles").glob("*.txt"))
    ]
    assert len(pages) == 5
    encoder = backends.load("static")
    for turn in range(5):
        assert [len(event) for event in group(pages[turn:] + pages[:turn] + [THIRD], encoder)] == [5, 1]


def test_grouping_keeps_its_quality(shared_data: Path) -> None:
    import json

    lines = (shared_data / "data" / "dev" / "event_pairs.jsonl").read_text(encoding="utf-8").splitlines()
    report, _ = evaluate_events([json.loads(line) for line in lines], backends.load("static"))
    assert report["same_event_f1"] >= 0.88
    assert report["copy_f1"] >= 0.88
