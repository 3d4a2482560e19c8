"""What the models are asked, in which order, and how their answers join the other signals."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from services.align import pipeline
from services.align.advice import Advice, Advisers, texts
from services.align.decision import Decision, decide
from services.align.inference import findings
from services.align.pipeline import Known, compare_with_work, settle_denials
from services.align.premise import join, ordered
from services.align.prepare import Context, Prepared, Readings, Side
from services.align.relate import Looks, relate, relate_in_stages
from services.align.signals import Pair
from services.common.domain import Article, Relation, RelationKind, RelationType, StatementRef
from services.language.language import language
from services.language.statements import read_one
from tests.alignments import article


class Reader:
    """An encoder that finds any two texts as near as any two of one subject; it counts what it reads."""

    id, revision, dimensions = "reader", "1", 256

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        vectors[:, 0] = math.sqrt(0.6)
        for row, text in zip(vectors, texts, strict=True):
            row[1 + zlib.crc32(text.encode()) % (self.dimensions - 1)] = math.sqrt(0.4)
        self.texts += texts
        return vectors


class Verdict:
    """A judge that says the same of every pair; it counts what it reads."""

    id, revision = "verdict", "1"

    def __init__(self, agree: float, contradict: float) -> None:
        self.row = [agree, contradict, 1.0 - agree - contradict]
        self.pairs: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.pairs += pairs
        return np.array([self.row] * len(pairs), dtype=np.float32).reshape(len(pairs), 3)


def side(text: str, code: str = "ar", title: str = "", outlet: str = "outlet") -> Side:
    statement = read_one(text, language(code), outlet=outlet, published=None)
    return Side(StatementRef(outlet, 0), statement, Context(outlet, None, title, code), None)


def decision(a: Side, b: Side, advice: Advice) -> Decision:
    return decide(Pair(Prepared(a), Prepared(b), advice))


STRIKE = side("أعلن اتحاد عمال الميناء إضرابا مفتوحا احتجاجا على تأخر الرواتب ثلاثة أشهر")
WORK = side("واصل عمال الميناء العمل كالمعتاد رغم تأخر الرواتب ثلاثة أشهر كما أكد اتحاد العمال")
DENIAL = side("نفت إدارة الميناء وجود إضراب لعمال الميناء")
FOREIGN = side("Dock workers declared an open strike over wages that are three months late", "en")
STRANGE = side("حذرت الأرصاد من عواصف رملية على الطرق الصحراوية")


def test_a_headline_goes_with_the_statement_unless_it_is_the_statement() -> None:
    assert join("قتل تسعة.", "حريق في الميناء") == "قتل تسعة. ¦ حريق في الميناء"
    assert join("حريق في الميناء", " حريق في الميناء ") == "حريق في الميناء"
    assert join("قتل تسعة.", "") == "قتل تسعة."


def test_the_judge_reads_the_longer_statement_first_whichever_side_it_is() -> None:
    long, short = side("طال الحريق ثلاثة مستودعات في الميناء", title="حريق"), side("حريق في الميناء")
    assert (
        ordered(long, short)
        == ordered(short, long)
        == (
            "طال الحريق ثلاثة مستودعات في الميناء ¦ حريق",
            "حريق في الميناء",
        )
    )


def test_models_see_only_what_is_open() -> None:
    reader, judge = Reader(), Verdict(0.1, 0.1)
    pairs = [(STRIKE, STRANGE), (STRIKE, STRIKE), (STRIKE, FOREIGN)]
    relate(pairs, advisers=Advisers(reader, judge))
    assert set(reader.texts) == set(texts((Prepared(STRIKE), Prepared(FOREIGN))))
    assert judge.pairs == [ordered(STRIKE, FOREIGN)]


def test_without_models_nothing_changes_and_nothing_is_asked() -> None:
    pairs = [(STRIKE, STRANGE), (STRIKE, WORK)]
    assert relate(pairs) == relate(pairs, advisers=Advisers())
    assert not {signal.name for relation in relate(pairs) for signal in relation.signals} & {
        "meaning in context",
        "judged as agreement",
        "judged as contradiction",
    }


@pytest.mark.parametrize(
    "advice",
    [Advice(), Advice(0.9), Advice(0.7, -1.0, 2.5), Advice(None, 4.0, -4.0), Advice(0.2, -4.0, 4.0)],
)
def test_signals_add_up_with_any_advice_and_the_order_of_the_sides_is_no_matter(advice: Advice) -> None:
    one, other = decision(STRIKE, WORK, advice), decision(WORK, STRIKE, advice)
    total = sum(signal.contribution for signal in one.relation.signals)
    assert one.relation.score == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-9)
    assert (one.relation.type, one.relation.kind, one.openness) == (
        other.relation.type,
        other.relation.kind,
        other.openness,
    )
    assert one.relation.score == pytest.approx(other.relation.score)
    assert {(e.a, e.b) for e in one.relation.evidence} == {(e.b, e.a) for e in other.relation.evidence}


def test_the_judge_alone_finds_a_contradiction_that_no_rule_sees() -> None:
    done = side("وقعت بلدية زهران اتفاق ترميم السوق القديم مع شركة الأفق")
    open_still = side("مصدر في بلدية زهران: اتفاق ترميم السوق القديم مع شركة الأفق لم يوقع بعد")
    assert decision(done, open_still, Advice()).relation.type is not RelationType.CONTRADICTION
    found = decision(done, open_still, Advice(None, -4.0, 4.0)).relation
    assert (found.type, found.kind, found.rule) == (
        RelationType.CONTRADICTION,
        RelationKind.POLARITY,
        "inference@1",
    )
    assert "judged as contradiction" in {signal.name for signal in found.signals}
    (evidence,) = found.evidence
    for span, statement in ((evidence.a, done.statement), (evidence.b, open_still.statement)):
        assert statement.span.start <= span.start < span.end <= statement.span.end
    strangers = decision(STRIKE, WORK, Advice(None, -4.0, 4.0)).relation
    assert strangers.rule != "inference@1", "where nobody refuses what the other says, it is not enough"


def test_what_the_judge_finds_is_a_denial_where_one_side_denies() -> None:
    (finding,) = findings(Pair(Prepared(STRIKE), Prepared(DENIAL), Advice(0.5, -3.0, 3.0)))
    assert finding.kind is RelationKind.DENIAL
    assert not findings(Pair(Prepared(STRIKE), Prepared(DENIAL)))


def test_a_judge_who_reads_an_agreement_takes_back_what_a_rule_of_words_found() -> None:
    a = side("لم توقع الوزارة عقد تزويد الشركة بالوقود المدعوم")
    b = side("وقعت الوزارة عقد تزويد الشركة بالوقود المدعوم")
    rule = decision(a, b, Advice())
    assert rule.relation.rule == "negation@1"
    assert rule.openness == 1.0
    checked = decision(a, b, Advice(0.8, -4.0, 4.0)).relation
    doubted = decision(a, b, Advice(0.8, 4.0, -4.0)).relation
    assert checked.score > rule.relation.score
    assert doubted.type is not RelationType.CONTRADICTION or doubted.score < rule.relation.score


def test_models_have_no_say_on_whom_the_same_words_are_about() -> None:
    a = side("Governor Karim Jabri ordered the coastal road closed to lorries on Monday", "en")
    b = side("Transport minister Salma Haddad ordered the coastal road closed to lorries on Monday", "en")
    alone, advised = (decision(a, b, advice).relation for advice in (Advice(), Advice(None, 4.0, -4.0)))
    assert (alone.type, alone.kind) == (advised.type, advised.kind)
    assert alone.kind in (RelationKind.AMBIGUOUS_SIBLING, RelationKind.ACTOR)


def test_what_is_denied_in_other_words_is_found_by_its_meaning_alone() -> None:
    denial = side(
        "وأصدرت الإدارة بيانا عن الجزيرة نفت فيه وقف الرحلات الجوية بين الجزيرة والعاصمة",
        title="رحلات الجزيرة",
    )
    said = side("أعلن الطيارون تعليق جميع السفرات إلى الجزيرة", title="رحلات الجزيرة")

    def found(denied: float, meaning: float) -> Relation:
        return decision(denial, said, Advice(meaning=meaning, denied=denied)).relation

    near = found(0.7, 0.5)
    assert (near.type, near.kind, near.rule) == (
        RelationType.CONTRADICTION,
        RelationKind.DENIAL,
        "denial@2",
    )
    assert near.evidence[0].a != denial.statement.span, "the passage, not the sentence"
    assert found(0.3, 0.5).type is not RelationType.CONTRADICTION
    assert decision(denial, said, Advice(meaning=0.5)).relation.type is not RelationType.CONTRADICTION


def test_the_contextual_encoder_reads_what_is_denied_apart_and_the_other_side_with_its_title() -> None:
    denial, said = side("نفت الإدارة وقف الرحلات"), side("عُلقت السفرات إلى الجزيرة", title="إضراب الطيارين")
    assert texts((Prepared(denial), Prepared(said))) == [
        "الإدارة وقف الرحلات",
        "عُلقت السفرات إلى الجزيرة ¦ إضراب الطيارين",
        denial.statement.text,
        said.statement.text,
    ]
    assert texts((Prepared(denial), Prepared(denial))) == []
    foreign = side("Flights to the island were stopped", "en")
    assert texts((Prepared(foreign), Prepared(said))) == [foreign.statement.text, said.statement.text]


def _denied(a: int, b: tuple[str, int], score: float, rule: str = "denial@2") -> Relation:
    kind, type_ = RelationKind.DENIAL, RelationType.CONTRADICTION
    return Relation(StatementRef("x", a), StatementRef(*b), type_, kind, score, (), (), rule, "denied")


def test_a_denial_by_meaning_denies_the_nearest_statement_of_an_article_alone() -> None:
    given = [_denied(0, ("y", 0), 0.6), _denied(0, ("y", 1), 0.8), _denied(0, ("z", 0), 0.55)]
    before = [replace(r, type=RelationType.ELABORATION, rule="subject@1") for r in given]
    assert settle_denials(given, before) == [before[0], *given[1:]]
    assert settle_denials(given[::-1], before[::-1]) == [*given[:0:-1], before[0]]


def test_where_a_rule_has_found_what_is_denied_meaning_adds_nothing() -> None:
    given = [_denied(0, ("y", 0), 0.6), _denied(0, ("z", 0), 0.5, "denial@1"), _denied(1, ("z", 1), 0.7)]
    before = [replace(r, type=RelationType.ELABORATION, rule="subject@1") for r in given]
    assert settle_denials(given, before) == [before[0], *given[1:]]


def _story(outlet: str, *rest: str) -> Article:
    return article(outlet, "إضراب في ميناء زهران", STRIKE.statement.text, *rest, title=True)


def _event(size: int) -> list[Article]:
    told = (
        WORK.statement.text,
        "نفت إدارة الميناء وجود إضراب في الأرصفة",
        "أيد عمال الميناء الإضراب المفتوح",
    )
    return [_story(f"o{n}", *(f"{text} يوم {n + 2}" for text in told)) for n in range(size)]


def test_the_judge_reads_no_more_than_its_share_and_the_alignment_says_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "JUDGED", 4)
    monkeypatch.setattr(pipeline, "JUDGED_PER_ARTICLE", 1)
    judge = Verdict(0.3, 0.3)
    event = _event(6)
    alignment, work = compare_with_work(event, None, Advisers(None, judge))
    assert work.judged == len(judge.pairs) == 6
    assert work.left_open > 0
    assert alignment.thresholds["judge.least_openness"] > 0.0
    assert alignment.backends["judge"] == "verdict@1"
    few, little = compare_with_work([*event[:1], _story("z")], None, Advisers(None, judge))
    assert little.left_open == 0
    assert few.thresholds["judge.least_openness"] == 0.0


def test_an_event_that_grew_is_judged_as_one_that_came_at_once() -> None:
    event, known = _event(6), Known()
    reader, judge = Reader(), Verdict(0.5, 0.2)
    for size in (2, 3, 5):
        compare_with_work(event[:size], None, Advisers(reader, judge), known=known)
    grown, work = compare_with_work(event, None, Advisers(reader, judge), known=known)
    at_once, whole = compare_with_work(event, None, Advisers(Reader(), Verdict(0.5, 0.2)))
    assert grown == at_once
    assert work.judged < whole.judged
    assert work.read < whole.read
    again, nothing = compare_with_work(event, None, Advisers(reader, judge), known=known)
    assert again == grown
    assert (nothing.compared, nothing.read, nothing.judged) == (0, 0, 0)


def test_what_left_the_event_is_forgotten() -> None:
    looks: Looks[str] = Looks()
    advisers = Advisers(Reader(), Verdict(0.1, 0.1))
    relate_in_stages({"x": (STRIKE, FOREIGN)}, looks, Readings(), advisers)
    assert len(looks) == 5, "one pair in three stages, and its two statements"
    relate_in_stages({"y": (STRIKE, STRANGE)}, looks, Readings(), advisers)
    assert set(looks.first) == {"y"}
    assert not looks.second
    assert not looks.third
    assert not looks.vectors


@pytest.mark.parametrize("make", [lambda: Verdict(1.0, 0.0), lambda: Verdict(0.0, 1.0)])
def test_a_judge_who_is_wholly_sure_counts_no_more_than_a_very_sure_one(make: Callable[[], Verdict]) -> None:
    relation: Relation
    (relation,) = relate([(STRIKE, FOREIGN)], advisers=Advisers(judge=make()))
    assert all(math.isfinite(signal.contribution) for signal in relation.signals)
    assert all(abs(signal.value) <= 8.0 for signal in relation.signals if signal.name.startswith("judged"))
