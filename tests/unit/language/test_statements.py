"""Statements: all engines over one article."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.common.domain import Span, Stance, Statement, StatementPart
from services.language.language import language
from services.language.sentences import split
from services.language.statements import read, read_one

ARTICLE = (
    "الحداد: الجسر آمن\n"
    "قال وزير النقل سامر الحداد إن 3 آلاف سيارة عبرت الجسر يوم 5 مايو 2024.\n"
    "وأضاف أن الأسعار لم ترتفع في بيروت."
)
DAY = date(2024, 5, 7)


def statements(text: str, title: Span | None = None) -> tuple[Statement, ...]:
    arabic = language("ar")
    return read(text, split(text, arabic), arabic, outlet="المرفأ", published=DAY, title_span=title)


def test_read_runs_every_engine_with_article_offsets() -> None:
    title, lead, body = statements(ARTICLE, Span(0, 17))
    assert [each.part for each in (title, lead, body)] == [
        StatementPart.TITLE,
        StatementPart.LEAD,
        StatementPart.BODY,
    ]
    assert [each.index for each in (title, lead, body)] == [0, 1, 2]
    assert [link.name for link in title.chain] == ["المرفأ", "الحداد"]
    assert lead.stance is Stance.REPORTED
    assert [(quantity.low, quantity.span.of(ARTICLE)[:1]) for quantity in lead.quantities] == [(3000, "3")]
    assert [(time.start, time.end) for time in lead.times] == [(date(2024, 5, 5), date(2024, 5, 5))]
    assert [name.span.of(ARTICLE) for name in lead.names] == ["سامر الحداد"]
    assert body.chain[-1].carried
    assert body.chain[-1].name == "وزير النقل سامر الحداد"
    assert [span.of(ARTICLE) for span in body.polarity.negations] == ["لم"]
    assert body.polarity.direction_span is not None
    assert body.polarity.direction_span.of(ARTICLE) == "ترتفع"
    assert [name.text for name in body.names] == ["بيروت"]


def test_read_without_title_starts_with_the_lead() -> None:
    assert [each.part for each in statements(ARTICLE)][:2] == [StatementPart.LEAD, StatementPart.BODY]


def test_read_one_takes_the_text_whole() -> None:
    text = "  وصل الوفد. غادر الوفد أمس.\n"
    statement = read_one(text, language("ar"), outlet="", published=DAY)
    assert statement.text == text.strip()
    assert statement.span == Span(2, len(text) - 1)
    assert statement.chain == ()
    assert [time.start for time in statement.times] == [date(2024, 5, 6)]
    assert read_one("", language("ar"), outlet="", published=None).text == ""


@given(st.text(max_size=120) | st.text("قال الوزير إن3 .\n«»محمد", max_size=120))
def test_every_span_lies_in_its_statement(text: str) -> None:
    for statement in statements(text):
        assert text[statement.span.start : statement.span.end] == statement.text
        spans = [quantity.span for quantity in statement.quantities]
        spans += [time.span for time in statement.times]
        spans += [name.span for name in statement.names]
        spans += [*statement.polarity.negations, *statement.polarity.denials]
        spans += [link.span for link in statement.chain if link.span]
        for span in spans:
            assert statement.span.start <= span.start <= span.end <= statement.span.end
