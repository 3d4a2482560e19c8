"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.language.language import language
from services.language.sentences import split

PIECES = st.lists(
    st.sampled_from(
        [
            "قال",
            "الوزير",
            "3.5",
            "د.",
            "أ.ف.ب",
            "«نعم.",
            "لا»",
            '"',
            ".",
            "؟",
            "؛",
            "…",
            "\n",
            "U.S.",
            "Mr.",
            "go",
            "(",
        ]
    ),
    max_size=25,
).map(" ".join)


def sentences(text: str, code: str = "ar") -> list[str]:
    return [span.of(text) for span in split(text, language(code))]


@pytest.mark.parametrize(
    "text",
    [
        "وصل د. سامي الحداد إلى المدينة صباحا",
        "نقلت وكالة أ.ف.ب عن الوزير قوله إن الطريق مفتوح",
        "نقلت الوكالة (إف. ب) الخبر عن مصدر أمني",
        "ارتفع المؤشر 3.5 في المئة يوم 17-6-2024 عند الساعة 10.30 صباحا",
        "نشر التقرير على الموقع www.example.org/news.html يوم الأحد",
        "قال الوزير: «وصلنا أمس. سنعود غدا. لن نتأخر» قبل أن يغادر",
        'قال الوزير "وصلنا أمس. سنعود غدا" قبل أن يغادر',
        "1. فتح الطريق الساحلي أمام السيارات",
    ],
)
def test_split_keeps_together(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوفد. غادر الوفد.", ["وصل الوفد.", "غادر الوفد."]),
        ("هل وصل الوفد؟ نعم وصل!", ["هل وصل الوفد؟", "نعم وصل!"]),
        ("انتهى الاجتماع.وأعلن الوزير النتائج", ["انتهى الاجتماع.", "وأعلن الوزير النتائج"]),
        ("زار الوفد المصنع الكبير؛ ثم عاد إلى العاصمة", ["زار الوفد المصنع الكبير؛", "ثم عاد إلى العاصمة"]),
        ("سطر أول\r\n\n  سطر ثان  ", ["سطر أول", "سطر ثان"]),
        ("قال: «انتهى الأمر.» وغادر القاعة", ["قال: «انتهى الأمر.»", "وغادر القاعة"]),
        ("عقد عام 1436 هـ. وحضره كثيرون", ["عقد عام 1436 هـ.", "وحضره كثيرون"]),
        ("كان «المشروع متعثرا. وقال الوزير إنه سيعود", ["كان «المشروع متعثرا.", "وقال الوزير إنه سيعود"]),
    ],
)
def test_split_arabic(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mr. Hale met U.S. officials on Jan. 5 in St. Ives. He left at 3.30.",
            ["Mr. Hale met U.S. officials on Jan. 5 in St. Ives.", "He left at 3.30."],
        ),
        ('"It is over. We won." That was all.', ['"It is over. We won."', "That was all."]),
        ("The ship sank.Rescuers came late.", ["The ship sank.", "Rescuers came late."]),
    ],
)
def test_split_english(text: str, expected: list[str]) -> None:
    assert sentences(text, "en") == expected


def test_split_cuts_an_overlong_sentence_only_before_an_act_of_speech() -> None:
    first = "ذكر رئيس البلدية أن " + "العمل في الطريق الجديد مستمر منذ أشهر طويلة " * 4
    text = (
        first.strip()
        + "، وأضاف أن الافتتاح سيكون بعد أن تنتهي الشركة من أعمال الإنارة والتشجير في الموقع كله"
    )
    assert [part[:5] for part in sentences(text)] == ["ذكر ر", "وأضاف"]
    short = "ذكر رئيس البلدية أن العمل مستمر، وأضاف أن الافتتاح قريب"
    assert sentences(short) == [short]


@given(PIECES | st.text(max_size=80), st.sampled_from(["ar", "en"]))
def test_split_loses_only_white_space_and_lone_marks(text: str, code: str) -> None:
    spans = split(text, language(code))
    end = 0
    for span in spans:
        assert span.start >= end
        piece = span.of(text)
        assert piece == piece.strip() != ""
        assert "\n" not in piece
        assert not any(character.isalnum() for character in text[end : span.start])
        end = span.end
    assert not any(character.isalnum() for character in text[end:])


def test_split_is_the_same_at_any_offset() -> None:
    text = "وصل الوفد. غادر الوفد."
    shifted = [span.shift(-5) for span in split("مرحبا\n" + text, language("ar"))[1:]]
    assert [span.shift(-1) for span in shifted] == split(text, language("ar"))
