"""What is read of one statement: places, roles of figures, what a denial covers."""

from __future__ import annotations

from datetime import date

import pytest

from services.align.prepare import Bag, Context, Prepared, Side, vocabulary
from services.common.domain import Span, StatementRef
from services.language.language import language
from services.language.statements import read, read_one


def prepared(text: str, code: str = "ar", title: str = "") -> Prepared:
    statement = read_one(text, language(code), outlet="outlet", published=date(2026, 3, 10))
    return Prepared(Side(StatementRef("a", 0), statement, Context("outlet", None, title, code), None))


def bag(text: str, code: str = "ar") -> Bag:
    return prepared(text, code).bag


def test_spans_are_offsets_of_the_article() -> None:
    text = "عنوان الخبر\nنفت الشركة تسريح 300 موظف من فرعها"
    spans = [Span(0, 11), Span(12, len(text))]
    statements = read(
        text, spans, language("ar"), outlet="outlet", published=date(2026, 3, 10), title_span=spans[0]
    )
    side = Prepared(Side(StatementRef("a", 1), statements[1], Context("outlet", None, "", "ar"), None))
    figure = side.figures[0]
    assert side.span(figure.first, figure.stop).of(text) == "300 موظف"
    refusal = side.refusals[0]
    assert refusal.cue.of(text) == "نفت"
    assert refusal.span.of(text) == "الشركة تسريح 300 موظف من فرعها"


def test_clitics_and_roots_bring_forms_of_a_word_together() -> None:
    one, two = bag("تأجيل البطولة"), bag("لتأجيل بطولة")
    assert one.covered(two) == 1.0
    assert 0.0 < bag("مقتل جنود").covered(bag("قتلوا جنودا")) <= 1.0
    assert bag("مرجانة").covered(bag("صقور")) == 0.0


def test_function_words_carry_no_weight_and_rare_words_most() -> None:
    read_word = vocabulary("ar").word
    assert read_word("في").weight == 0.0
    assert read_word("العالم").weight < read_word("مرجانه").weight <= 1.0


def test_a_figure_knows_what_it_counts() -> None:
    side = prepared("مقتل جنديين وإصابة 24 آخرين في هجوم شرقي البلاد")
    assert [(f.quantity.value, f.role) for f in side.figures] == [(2, "death"), (24, "injury")]
    both = prepared("مقتل وإصابة 40 شخصا في انهيار منجم")
    assert [figure.role for figure in both.figures] == ["casualties"]


def test_a_role_has_to_fit_the_dimension() -> None:
    side = prepared("نال العداء الميدالية الفضية في سباق 1500 متر")
    assert [figure.role for figure in side.figures] == [""]


def test_the_content_of_a_denial_leaves_out_who_denies_and_the_hearsay() -> None:
    side = prepared("نفت وزارة النقل ما تردد في بعض وسائل الإعلام عن تأجيل افتتاح الجسر")
    refusal = next(refusal for refusal in side.refusals if refusal.denial)
    words = set(refusal.content.words)
    assert vocabulary("ar").stem("تاجيل") in words
    assert vocabulary("ar").stem("وزاره") not in words
    assert refusal.head[0].stem == vocabulary("ar").stem("تاجيل")


def test_a_late_denial_covers_what_stands_before_it() -> None:
    side = prepared("The report that the bridge will close is baseless.", "en")
    refusal = next(refusal for refusal in side.refusals if refusal.denial)
    assert vocabulary("en").stem("bridge") in refusal.passage.words


def test_a_negation_that_describes_is_no_refusal() -> None:
    side = prepared("تراجع عدد السكان الذين لا ينحدرون من أصول أجنبية")
    assert side.refusals == ()


@pytest.mark.parametrize(
    ("code", "one", "other", "third"),
    [
        ("ar", "تعرض الميناء لهجوم مسلح", "عدوان مسلح على الميناء", "معرض مسلح في الميناء"),
        (
            "en",
            "aid to the village after the fire",
            "assistance to the village after the blaze",
            "roads to the village",
        ),
    ],
)
def test_synonyms_count_as_words_of_one_root(code: str, one: str, other: str, third: str) -> None:
    first = prepared(one, code).bag
    assert first.shared(prepared(other, code).bag) > first.shared(prepared(third, code).bag)
    assert first.covered(prepared(other, code).bag) < 1.0, "a synonym counts less than the word itself"


def test_a_persons_name_is_not_yet_a_fact() -> None:
    named = prepared("الرئيس عبدالله بن سالم المنصوري")
    told = prepared("افتتح المنصوري جسرا معلقا فوق وادي السدرة")
    assert named.fact < named.bag.total
    assert named.fact < told.fact
