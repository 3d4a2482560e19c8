from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.align.origins import find
from services.common.domain import Article, Duplicate, DuplicateKind
from tests.alignments import article

STORY = (
    "أعلنت دائرة الموانئ في مدينة الرمال أن السفينة العالقة عند مدخل القناة الجنوبية تحركت فجر اليوم.",
    "وقال قبطان الميناء نادر السعدي إن أربع قاطرات سحبت السفينة بعد تفريغ ثلث حمولتها من الحبوب.",
    "وأضاف أن حركة الملاحة في القناة ستعود تدريجيا خلال يومين بعد فحص القاع وتثبيت العلامات الضوئية.",
    "وكانت السفينة قد جنحت يوم الجمعة بسبب رياح قوية ورمال متحركة فتعطلت ستون سفينة في الانتظار.",
)
OTHER = (
    "قال تجار في مدينة الرمال إن أسعار الحبوب ارتفعت بعد توقف الملاحة في القناة الجنوبية.",
    "وأوضح رئيس الغرفة التجارية أن المخزون يكفي ثلاثة أسابيع وأن شحنات بديلة في الطريق برا.",
    "ودعا المستهلكين إلى عدم التهافت على الشراء مشيرا إلى حملات تفتيش في الأسواق.",
)


def test_unlike_texts_are_their_own_origins() -> None:
    a, b = article("a", *STORY), article("b", *OTHER)
    assert find([a, b]) == {a.name: a.name, b.name: b.name}


def test_a_reprint_shares_the_origin_of_the_first() -> None:
    first = article("a", *STORY)
    cut = article("b", *STORY[:1], *STORY[2:], day=date(2026, 3, 11))
    other = article("c", *OTHER)
    found = find([cut, first, other])
    assert found[cut.name] == found[first.name] == first.name
    assert found[other.name] == other.name


def test_a_credited_group_is_named_after_the_agency() -> None:
    first = replace(article("a", *STORY), credit="sahel")
    second = article("b", *STORY)
    found = find([first, second])
    assert found[first.name] == found[second.name]
    assert found[first.name].startswith("wire:sahel:")


def test_a_credit_alone_proves_nothing() -> None:
    a, b = (replace(article(o, *story), credit="sahel") for o, story in (("a", STORY), ("b", OTHER)))
    assert len(set(find([a, b]).values())) == 2


def test_a_credit_helps_where_much_of_the_wording_is_shared() -> None:
    joined = article("b", *STORY[:2], *OTHER)
    first = article("a", *STORY)
    assert len(set(find([first, joined]).values())) == 2
    credited: list[Article] = [replace(each, credit="sahel") for each in (first, joined)]
    assert len(set(find(credited).values())) == 1


def test_what_ingest_found_is_believed() -> None:
    a = article("a", *STORY)
    b = replace(article("b", *OTHER), duplicate=Duplicate(a.name, DuplicateKind.NEAR, 0.9))
    assert find([a, b])[b.name] == a.name


def test_the_order_of_articles_does_not_matter() -> None:
    articles = [article("a", *STORY), article("b", *STORY[1:], *STORY[:1]), article("c", *OTHER)]
    assert find(articles) == find(articles[::-1])
