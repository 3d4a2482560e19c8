"""Changes of news sentences and the splits of the contradiction model's rows."""

from __future__ import annotations

import random

import pytest

from training.inference import edits
from training.inference.rows import Row

pd = pytest.importorskip("pandas", reason="pandas is a training dependency: pip install '.[train]'")
news = pytest.importorskip("training.inference.news")
public = pytest.importorskip("training.inference.public")

TOLL = "أعلنت وزارة الصحة أن 47 شخصا أصيبوا في انفجار بمدينة عدن يوم الخميس"


def rng() -> random.Random:
    return random.Random(1)


def test_a_figure_gives_way_to_another_and_is_named() -> None:
    edit = edits.other_figure(TOLL, rng())
    assert edit is not None
    assert edit.gone == ("47",)
    assert "47" not in edit.text
    assert edit.text.split()[0] == "أعلنت"


@pytest.mark.parametrize(
    "text",
    [
        "قتل نحو 40 شخصا في الهجوم على القرية",  # an estimate leaves room for others
        "أصيب 40 شخصا على الأقل في الهجوم",
        "انتهت المباراة بعد الساعة 20:30 مساء",
        "صدر القرار في 12/10/1436",
    ],
)
def test_bounds_and_parts_of_dates_are_no_figures(text: str) -> None:
    assert edits.figures(text) == []


def test_other_of_kind_keeps_clitics() -> None:
    edit = edits.other_of_kind("وصل الوفد بالقاهرة", rng())
    assert edit is not None
    assert edit.gone == ("القاهره",)
    assert edit.text.startswith("وصل الوفد ب")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("أعلن الوزير موعد الافتتاح", "لم يعلن الوزير موعد الافتتاح"),
        ("لم تعلن الشركة أرباحها", "أعلنت الشركة أرباحها"),
        ("سيشارك الفريق في البطولة", "لن يشارك الفريق في البطولة"),
        ("الشركة ليست طرفا في القضية", "الشركة طرفا في القضية"),
    ],
)
def test_negations_are_put_in_and_taken_out(text: str, after: str) -> None:
    edit = edits.negated(text, rng())
    assert edit is not None
    assert edit.text == after


def test_a_claim_becomes_its_denial() -> None:
    edit = edits.denied("وأكد المتحدث باسم الوزارة أن الطريق مفتوح", rng())
    assert edit is not None
    assert edit.text == "ونفى المتحدث باسم الوزارة أن الطريق مفتوح"


def test_a_change_must_touch_what_the_other_text_says() -> None:
    said = "أصيب 47 شخصا"
    assert edits.turned(said, "أصيب عدد من الأشخاص", rng(), [edits.other_figure]) is None
    assert edits.turned(said, "نقل 47 مصابا إلى المستشفى", rng(), [edits.other_figure]) is not None


def test_a_rounded_figure_holds_the_figure() -> None:
    edit = edits.rounded_figure("شارك 4370 شخصا في السباق", rng())
    assert edit is not None
    assert "4370" not in edit.text
    assert "4300" in edit.text or "4400" in edit.text


def test_kept_is_repeatable() -> None:
    assert edits.kept(TOLL, random.Random(5), 3) == edits.kept(TOLL, random.Random(5), 3)


def test_arnli_premises_stand_on_one_side_only() -> None:
    rows = []
    for number in range(40):
        rows.append((f"جملة {number}", f"نص {number}", "neutral", "ar", "train", "arnli", ""))
        rows.append((f"s {number}", f"t {number}", "neutral", "en", "train", "arnli_english_source", ""))
    rows.append(("نص 3", "جملة 7", "neutral", "ar", "train", "arnli", ""))
    columns = ["premise", "hypothesis", "label", "lang", "split", "source", "src_label"]
    split = public.split_arnli(pd.DataFrame(rows, columns=columns), seed=3)
    held = set(split.measured["premise"])
    assert held
    assert not held & (set(split.learned["premise"]) | set(split.learned["hypothesis"]))
    numbers = {premise.split()[1] for premise in held if premise.startswith("جملة")}
    assert not {f"s {number}" for number in numbers} & set(split.learned["premise"])


def test_split_clitics_are_joined() -> None:
    assert public.joined_clitics("أكد أن ه يحترم حق المواطنين ب صورة نهائية") == (
        "أكد أنه يحترم حق المواطنين بصورة نهائية"
    )


def test_rows_say_binary_only_where_it_is() -> None:
    assert "binary" not in Row("a", "b", "neutral", "x").json()
    assert '"binary": true' in Row("a", "b", "neutral", "x", binary=True).json()


def test_leads_with_other_figures_are_told_apart() -> None:
    assert news.apart("قتل 4 أشخاص في حادث سير بالرياض", "أصيب 9 أشخاص في حادث مروري بجدة")
    assert not news.apart("قتل 4 أشخاص في حادث سير بالرياض", "قتل 4 أشخاص في حادث سير بالرياض أمس")
