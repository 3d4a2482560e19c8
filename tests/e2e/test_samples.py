"""The bundled coverage through the real services: events, origins, dates and what must never be said.

Which relations carry the planted conflicts is `tests/golden/test_samples.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mizan import Client, coverage
from mizan.cli import services
from mizan.v1 import resources_pb2 as pb

FOLDER = Path(__file__).parents[2] / "samples" / "coverage"
WIRE = "وكالة الساحل للأنباء"
GAZETTE = "The Harbour Gazette"
MARKETS = "دفتر الأسواق"
DIWAN = "ديوان الأخبار"


@dataclass(frozen=True)
class Told:
    """A statement, by its outlet and a piece of its words."""

    outlet: str
    piece: str


PLANTED = {
    "toll": (Told(WIRE, "قتل 11 شخصا"), Told("sada-almina", "14 شخصا قتلوا")),
    "place": (Told(WIRE, "المستودع رقم 7"), Told("sada-almina", "المستودع رقم 9 وليس")),
    "time": (Told(WIRE, "اندلع فجر اليوم الثلاثاء"), Told("sada-almina", "مساء أمس الاثنين")),
    "actor": (Told(WIRE, "طارق المنصوري بإخلاء"), Told("sada-almina", "جريجور هانسن بإخلاء")),
    "shipping": (Told(WIRE, "حركة السفن لم تتوقف"), Told("sada-almina", "وتوقفت حركة السفن")),
    "nitrate": (Told("meridian-post", "held ammonium nitrate"), Told("al-nahda", "ونفت وزارة النقل")),
    "nitrate-english": (
        Told("meridian-post", "held ammonium nitrate"),
        Told("coastal-herald", "denied that the warehouse"),
    ),
    "firefighters": (Told(WIRE, "120 رجل إطفاء"), Told("meridian-post", "150 firefighters")),
    "signed": (Told(MARKETS, "وقعت وزارة المياه اليوم"), Told(DIWAN, "لم توقع اليوم الأربعاء")),
    "signer": (Told(MARKETS, "ووقعت وزيرة المياه"), Told("al-manara", "ووقع وزير المالية")),
    "capacity": (Told(MARKETS, "600 ألف متر مكعب"), Told("al-manara", "650 ألف متر مكعب")),
    "start": (Told(DIWAN, "في عام 2029"), Told("al-manara", "في عام 2030")),
    "tariff": (Told("sawt-aldiffa", "سترفع شركة نوران"), Told(DIWAN, "ونفت شركة نوران")),
}
# An Arabic denial of an English statement is not found yet; the English denial of it is.
MISSED = {"nitrate"}

LOOK_ALIKES = {
    "later toll": (Told(WIRE, "قتل 11 شخصا"), Told("al-nahda", "ارتفعت حصيلة")),
    "toll across languages": (Told(WIRE, "قتل 11 شخصا"), Told(GAZETTE, "At least 11 people")),
    "firefighters among the injured": (Told(WIRE, "وأصيب 43"), Told("al-nahda", "١٢ من رجال الإطفاء")),
    "fire of 2019": (Told(WIRE, "قتل 11 شخصا"), Told("sada-almina", "في عام 2019")),
    "stored mass": (Told(WIRE, "1.1 مليون كيلوغرام"), Told("al-nahda", "ألفا ومئة طن")),
    "losses": (Told(WIRE, "40 مليون دولار"), Told(GAZETTE, "between $35 million and $45 million")),
    "jobs": (Told(MARKETS, "1200 فرصة عمل"), Told("al-manara", "1100 و1300 فرصة عمل")),
    "all plants": (Told(MARKETS, "600 ألف متر مكعب"), Told("al-manara", "2.4 مليون متر مكعب")),
    "value in two currencies": (Told(DIWAN, "5.3 مليار دولار"), Told("al-manara", "بقيمة 20 مليار ريال")),
}

NEVER_TOLD = (
    "الرواف",  # the article on a bridge under "read also"
    "وادي العقيق",
    "رئيس التحرير",
    "شارك على",
    "تطبيق",
    "رابط الخبر",
    "أسعار الأسماك",
    "مهرجان التمور",
    "معرض الكتاب",
    "Subscribe",
    "newsletter",
    "Share this",
    "Read more",
    "Ten ports",
    "Advertisement",
    "All rights reserved",
    "Harbour festival",
)


@pytest.fixture(scope="module")
def whole() -> pb.Comparison:
    with services.running("reading the samples") as address, Client(address) as client:
        return client.comparison([page.article_input() for page in coverage.read([FOLDER])])


def statements(whole: pb.Comparison, told: Told) -> set[str]:
    found = {
        s.name
        for a in whole.articles
        if a.outlet == told.outlet
        for s in a.statements
        if told.piece in s.text
    }
    assert found, f"{told} is no statement"
    return found


def between(whole: pb.Comparison, pair: tuple[Told, Told]) -> Iterator[pb.Relation]:
    first, second = (statements(whole, told) for told in pair)
    for relation in whole.relations:
        ends = (relation.statement_a, relation.statement_b)
        if (ends[0] in first and ends[1] in second) or (ends[1] in first and ends[0] in second):
            yield relation


def event_of(whole: pb.Comparison, outlet: str, piece: str) -> pb.Event:
    name = next(a.name for a in whole.articles if a.outlet == outlet and piece in a.title)
    return next(e for e in whole.events if name in e.articles)


def test_samples_are_two_events_and_two_market_closes(whole: pb.Comparison) -> None:
    fire = event_of(whole, WIRE, "حريق")
    plant = event_of(whole, MARKETS, "السدرة")
    closes = [event_of(whole, MARKETS, level) for level in ("7412.35", "7371.08")]
    assert len({e.name for e in (fire, plant, *closes)}) == 4
    assert [len(e.articles) for e in closes] == [1, 1]
    assert len(plant.articles) == 4
    languages = {a.language for a in whole.articles if a.name in fire.articles}
    assert languages == {"ar", "en"}
    assert len(fire.articles) >= 7


def test_samples_reprints_are_one_origin(whole: pb.Comparison) -> None:
    loss = statements(whole, Told(WIRE, "40 مليون دولار")).pop()
    claim = next(c for c in whole.claims if loss in c.statements)
    reprints = [
        o
        for o in ("al-marsa", "جريدة الواحة")
        if statements(whole, Told(o, "40 مليون دولار")) & set(claim.statements)
    ]
    assert len(reprints) == 2
    assert claim.origin_count <= claim.outlet_count - 2


@pytest.mark.parametrize("piece", NEVER_TOLD)
def test_samples_boilerplate_is_no_statement(whole: pb.Comparison, piece: str) -> None:
    assert piece in "\n".join(a.text for a in whole.articles) or piece in _pages()
    assert not [s.text for a in whole.articles for s in a.statements if piece in s.text]


def _pages() -> str:
    return "\n".join(p.content.decode() for p in coverage.read([FOLDER]))


def test_samples_planted_conflicts_are_disputes(whole: pb.Comparison) -> None:
    """Between claims: copies of one wire are compared once, and their claim carries the dispute to all."""
    claim = {name: each for each in whole.claims for name in each.statements}
    missed = {
        conflict
        for conflict, (one, other) in PLANTED.items()
        if not any(
            claim[b].name in claim[a].disputed_by
            for a in statements(whole, one)
            for b in statements(whole, other)
        )
    }
    assert missed == MISSED


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_samples_look_alikes_are_no_contradiction(whole: pb.Comparison, name: str) -> None:
    wrong = [
        r.explanation for r in between(whole, LOOK_ALIKES[name]) if r.type == pb.Relation.Type.CONTRADICTION
    ]
    assert not wrong


def test_samples_publication_days(whole: pb.Comparison) -> None:
    days = {
        (a.outlet, a.title[:12]): a.publish_time.start.ToDatetime().date().isoformat()
        for a in whole.articles
        if a.publish_time.HasField("start")
    }
    by_outlet = {outlet: day for (outlet, _), day in days.items()}
    assert by_outlet["sada-almina"] == "2026-03-10"  # not the day of the visit above the page
    assert by_outlet["جريدة الواحة"] == "2026-03-11"
    assert by_outlet["al-marsa"] == by_outlet["meridian-post"] == "2026-03-10"
    assert by_outlet["al-manara"] == by_outlet["sawt-aldiffa"] == "2026-03-19"


def test_samples_summaries_cite_and_drop_nothing(whole: pb.Comparison) -> None:
    for summary in whole.summaries:
        assert summary.dropped_sentence_count == 0
        assert all(s.citations for s in summary.sentences)
