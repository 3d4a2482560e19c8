"""Made-up Arabic coverage of any size, for measuring speed without any outside data.

Facts are sentences with a place, an actor, a figure and rare words of their own. The articles of one
event draw from one pool of facts, each outlet in words and figures of its own, with page furniture around
them, so that every stage of the pipeline has the work that real pages give it (about 4,300 characters and
20 statements a page).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PLACES = (
    "وادي السدر",
    "مدينة النخيل",
    "ميناء الرمال",
    "بلدة العيون",
    "جزيرة المرجان",
    "سهل الزعتر",
    "قرية الينابيع",
    "مرفأ الصدف",
    "حي البساتين",
    "جبل الغيم",
    "واحة الهديل",
    "ضاحية المنارة",
    "مضيق اللؤلؤ",
    "محافظة الشروق",
)
ACTORS = (
    "وزير النقل سامر الهادي",
    "المتحدث باسم الدفاع المدني رائد الصفدي",
    "محافظ الإقليم نبيل العطار",
    "مدير المستشفى هاني الكرمي",
    "رئيس البلدية فادي المرزوق",
    "الخبيرة ليلى الجابري",
    "قائد الشرطة عماد الراوي",
    "رئيسة اللجنة سهى الناظر",
    "مندوب الأمم المتحدة كارل هوفمان",
    "رئيس الشركة ماجد الطويل",
)
VERBS = ("أكد", "أعلن", "أوضح", "ذكر", "أضاف", "صرح", "قال")
HAPPENINGS = (
    "السيول جرفت {n} منزلا في {p} وقطعت الطريق الساحلي لساعات طويلة قبل وصول فرق الإنقاذ",
    "فرق الإسعاف نقلت {n} مصابا من {p} إلى المستشفى المركزي وحالة أغلبهم مستقرة",
    "الحكومة خصصت {n} مليون دينار لإعادة بناء الجسور في {p} خلال الأشهر المقبلة",
    "حركة السفن في {p} توقفت {n} ساعة بسبب العاصفة التي بلغت سرعتها حدا غير مسبوق",
    "التيار الكهربائي عاد إلى {n} في المئة من مشتركي {p} بعد إصلاح المحطة الرئيسية",
    "المدارس في {p} ستبقى مغلقة {n} أيام حتى انتهاء أعمال التنظيف وفحص المباني",
    "لجنة التحقيق استمعت إلى {n} شاهدا في {p} وستنشر تقريرها في نهاية الشهر الجاري",
    "متطوعين وزعوا {n} سلة غذائية على العائلات التي فقدت بيوتها في {p}",
    "عدد القتلى في {p} ارتفع إلى {n} بعد العثور على جثث تحت الأنقاض",
    "المزارعين في {p} خسروا {n} هكتارا من المحاصيل ويطالبون بتعويضات عاجلة",
    "منسوب المياه في سد {p} انخفض {n} سنتيمترا منذ يوم الثلاثاء الماضي",
    "شركة الطيران ألغت {n} رحلة كانت متجهة إلى {p} وأعادت ثمن التذاكر للمسافرين",
)
HEDGES = ("", "نحو ", "أكثر من ", "ما لا يقل عن ", "قرابة ")
OPENINGS = ("", "وفي السياق نفسه، ", "من جهة أخرى، ", "وفي تطور لاحق، ", "ومساء أمس، ")
MENU = "الرئيسية\nأخبار محلية\nاقتصاد\nرياضة\nرئيس التحرير\nفلان الفلاني\n"
FOOTER = (
    "\nاقرأ أيضا:\nتشكيل لجنة جديدة لمتابعة أسعار الخضار\nكلمات دلالية: أخبار عاجلة طقس\nتابعونا على فيسبوك\n"
)


@dataclass(frozen=True, slots=True)
class Page:
    outlet: str
    url: str
    published: datetime
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Fact:
    happening: str
    place: str
    actor: str
    figure: int
    detail: str


def pages(events: int, articles_per_event: int, *, sentences: int = 20, seed: int = 1) -> Iterator[Page]:
    """Pages in order of arrival: the articles of one event, then those of the next."""
    choice = random.Random(seed)
    start = datetime(2024, 6, 1, 8, tzinfo=UTC)
    for event in range(events):
        place = f"{choice.choice(PLACES)} {_word(choice)}"
        actors = [f"{actor} {_word(choice)}" for actor in choice.sample(ACTORS, 6)]
        pool = [
            _Fact(
                happening=choice.choice(HAPPENINGS),
                place=f"{place} {_word(choice)}",
                actor=choice.choice(actors),
                figure=choice.randint(3, 900),
                detail=" ".join(_word(choice) for _ in range(5)),
            )
            for _ in range(sentences * 2)
        ]
        published = start + timedelta(days=event % 60, minutes=event)
        for number in range(articles_per_event):
            lines = [_sentence(choice, fact) for fact in choice.sample(pool, sentences)]
            headline = f"{place}: {pool[0].happening.format(n=pool[0].figure, p=place)}"
            yield Page(
                outlet=f"صحيفة {number}",
                url=f"https://outlet{number}.example/news/{seed}-{event}",
                published=published + timedelta(minutes=number),
                text=f"{MENU}{headline}\n" + "\n".join(lines) + FOOTER,
            )


def _sentence(choice: random.Random, fact: _Fact) -> str:
    figure = fact.figure if choice.random() < 0.85 else fact.figure + choice.randint(1, 40)
    said = fact.happening.format(n=f"{choice.choice(HEDGES)}{figure}", p=fact.place)
    opening = f"{choice.choice(OPENINGS)}{choice.choice(VERBS)} {fact.actor}"
    return f"{opening} أن {said}، مشيرا إلى {fact.detail}."


def _word(choice: random.Random) -> str:
    """A made-up proper name, so that events do not share their rare words."""
    return "ال" + "".join(choice.choice("بتجحدرزسشصطعفقكلمنهوي") for _ in range(5))
