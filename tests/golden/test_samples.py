"""The bundled sample coverage against what was planted in it (samples/README.md)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from mizan.v1 import resources_pb2 as pb
from tests.golden.comparing import compare

COVERAGE = Path(__file__).parents[2] / "samples" / "coverage"


@dataclass(frozen=True)
class Planted:
    """Statements that match ``a`` and ``b`` (regular expressions) stand in an ``expected`` relation."""

    what: str
    a: str
    b: str
    expected: Sequence[str]  # "TYPE" or "TYPE KIND"


CONFLICTS = (
    Planted("dead on the day", r"(قتل 11|^11 قتيلا و)", r"14 (شخصا قتلوا|قتيلا)", ["CONTRADICTION NUMBER"]),
    Planted(
        "where it started",
        r"بدأ في المستودع رقم 7",
        r"بدأ في المستودع رقم 9",
        ["CONTRADICTION PLACE", "CONTRADICTION NUMBER"],
    ),
    Planted(
        "when it broke out",
        r"اندلع فجر (اليوم|أمس) الثلاثاء",
        r"اندلعت مساء أمس الاثنين",
        ["CONTRADICTION TIME"],
    ),
    Planted("who ordered the evacuation", r"وأمر محافظ", r"وأمر مدير الميناء", ["CONTRADICTION ACTOR"]),
    Planted(
        "shipping", r"حركة السفن لم تتوقف|did not stop", r"وتوقفت حركة السفن", ["CONTRADICTION POLARITY"]
    ),
    Planted(
        "ammonium nitrate",
        r"held ammonium nitrate, the Gulf",
        r"ونفت وزارة النقل|denied",
        ["CONTRADICTION DENIAL"],
    ),
    Planted("firefighters", r"120 رجل", r"150 firefighters", ["CONTRADICTION NUMBER"]),
    Planted("signed or not", r"^(وقعت|ووقعت) وزارة المياه", r"لم توقع", ["CONTRADICTION POLARITY"]),
    Planted("who signed", r"ووقعت وزيرة المياه", r"ووقع وزير المالية", ["CONTRADICTION ACTOR"]),
    Planted("capacity of the plant", r"السدرة 600", r"السدرة 650", ["CONTRADICTION NUMBER"]),
    Planted("start of production", r"الإنتاج في عام 2029", r"الإنتاج في عام 2030", ["CONTRADICTION TIME"]),
    Planted("water tariff", r"سترفع شركة نوران", r"ونفت شركة نوران رفع", ["CONTRADICTION DENIAL"]),
)

NO_CONFLICTS = (
    Planted("dead, across languages", r"قتل 11", r"At least 11 people|Eleven people", ["AGREEMENT"]),
    Planted(
        "a toll that rose", r"قتل 11|^11 قتيلا", r"(ارتفعت|ارتفاع) حصيلة.*١٩", ["ELABORATION SUPERSEDED"]
    ),
    Planted(
        "fertiliser in two units",
        r"1\.1 مليون كيلوغرام",
        r"ألفا ومئة طن|1,100 tonnes",
        ["AGREEMENT UNIT", "AGREEMENT"],
    ),
    Planted(
        "losses as a spread",
        r"بنحو 40 مليون",
        r"between \$35",
        ["AGREEMENT", "AGREEMENT ESTIMATE_SPREAD", "ELABORATION ESTIMATE_SPREAD"],
    ),
    Planted(
        "jobs as a range",
        r"نحو 1200 فرصة",
        r"ما بين 1100 و1300",
        ["AGREEMENT", "AGREEMENT ESTIMATE_SPREAD", "ELABORATION ESTIMATE_SPREAD"],
    ),
    Planted(
        "evacuation, across languages", r"وأمر محافظ", r"Governor Tar", ["AGREEMENT", "AGREEMENT MISSING"]
    ),
    Planted("the later toll, across languages", r"حصيلة.*١٩ قتيلا", r"has risen to 19", ["AGREEMENT"]),
    Planted("inquiry, across languages", r"لجنة تحقيق برئاسة", r"inquiry committee", ["AGREEMENT"]),
    Planted("shipping, across languages", r"هانسن.*لم تتوقف", r"did not stop", ["AGREEMENT"]),
    Planted("schools", r"أمر محافظ", r"taken to three schools", ["AGREEMENT", "AGREEMENT MISSING"]),
)


@pytest.fixture(scope="module")
def comparison() -> pb.Comparison:
    return compare([COVERAGE])


def statements(comparison: pb.Comparison) -> dict[str, str]:
    return {s.name: s.text for article in comparison.articles for s in article.statements}


def label(relation: pb.Relation) -> str:
    kind = pb.Relation.Kind.Name(relation.kind) if relation.kind else ""
    return f"{pb.Relation.Type.Name(relation.type)} {kind}".strip()


def joins(planted: Planted, a: str, b: str) -> bool:
    ends = ((a, b), (b, a))
    return any(re.search(planted.a, one) and re.search(planted.b, other) for one, other in ends)


@pytest.mark.parametrize("planted", [*CONFLICTS, *NO_CONFLICTS], ids=lambda row: row.what)
def test_what_was_planted_is_found(comparison: pb.Comparison, planted: Planted) -> None:
    text = statements(comparison)
    found = {
        label(relation)
        for relation in comparison.relations
        if joins(planted, text[relation.statement_a], text[relation.statement_b])
    }
    assert found & set(planted.expected), found


def test_no_conflict_is_found_that_was_not_planted(comparison: pb.Comparison) -> None:
    text = statements(comparison)
    false = [
        (label(relation), text[relation.statement_a], text[relation.statement_b])
        for relation in comparison.relations
        if relation.type == pb.Relation.CONTRADICTION
        and not any(joins(row, text[relation.statement_a], text[relation.statement_b]) for row in ALL_SIDES)
    ]
    assert not false


# The same conflicts as other statements of the same articles tell them: headlines and leads.
ALL_SIDES = (
    *CONFLICTS,
    Planted("dead", r"(قتل|^|يخلف|least) ?11|Eleven people", r"14 (شخصا قتلوا|قتيلا)", ()),
    Planted("where", r"المستودع رقم 7|warehouse No\. 7", r"المستودع رقم 9", ()),
    Planted("when", r"فجر|before dawn|on Tuesday|4 a\.m\.", r"اندلعت مساء أمس الاثنين", ()),
    Planted("who", r"محافظ|[Gg]overnor", r"وأمر مدير الميناء", ()),
    Planted("nitrate", r"ammonium nitrate(?!.*denied)|^The warehouse", r"تنفي|نفت|denied", ()),
    Planted("signed", r"^(وقعت|ووقعت|ووقع) |الحكومة توقع", r"لم توقع|لم يوقع|التوقيع مسألة وقت", ()),
    Planted("tariff", r"سترفع", r"ونفت شركة نوران رفع", ()),
)


def test_two_events_and_two_market_closes_that_stay_apart(comparison: pb.Comparison) -> None:
    assert sorted((len(event.articles) for event in comparison.events), reverse=True) == [8, 4, 1, 1]


def test_reprints_are_one_origin(comparison: pb.Comparison) -> None:
    fire = max(comparison.events, key=lambda event: len(event.articles))
    text = statements(comparison)
    toll = [c for c in comparison.claims if any(re.search(r"قتل 11", text[s]) for s in c.statements)]
    assert len(toll) == 1
    assert toll[0].article_count > toll[0].origin_count
    assert fire.origin_count == len(fire.articles) - 2


def test_page_furniture_is_no_statement(comparison: pb.Comparison) -> None:
    furniture = (
        r"كمال الرواف|تابعونا|كلمات دلالية|رئيس التحرير|Advertisement|Read (also|more)|حمل التطبيق|اقرأ أيضا"
    )
    assert not [text for text in statements(comparison).values() if re.search(furniture, text)]


def test_publication_days(comparison: pb.Comparison) -> None:
    days = {
        article.outlet: article.publish_time.start.ToDatetime().date().isoformat()
        for article in comparison.articles
        if article.publish_time.HasField("start")
    }
    for outlet, day in {
        "al-marsa": "2026-03-10",
        "جريدة الواحة": "2026-03-11",
        "sada-almina": "2026-03-10",
        "The Harbour Gazette": "2026-03-10",
        "meridian-post": "2026-03-10",
        "al-nahda": "2026-03-11",
        "coastal-herald": "2026-03-12",
        "al-manara": "2026-03-19",
        "ديوان الأخبار": "2026-03-18",
        "sawt-aldiffa": "2026-03-19",
    }.items():
        assert days.get(outlet) == day, outlet
