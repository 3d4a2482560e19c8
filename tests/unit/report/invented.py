"""A small comparison of invented coverage, built by hand: three outlets on one fire, one article alone."""

from __future__ import annotations

from datetime import UTC, datetime

from mizan.v1 import resources_pb2 as pb

EVENT = "events/e1"
_DAY = datetime(2026, 3, 10, 8, tzinfo=UTC)


def article(
    source: str,
    *sentences: str,
    outlet: str = "",
    title: str = "",
    language: str = "en",
    menu: str = "",
    url: str = "",
) -> pb.Article:
    """An article whose text is the menu (cut), then the title, then a sentence a line."""
    name = f"sources/{source}/articles/a1"
    made = pb.Article(name=name, outlet=outlet or source, title=title, language=language, url=url)
    made.publish_time.start.FromDatetime(_DAY)
    made.publish_time.source = pb.PublishTime.Source.DATELINE
    made.publish_time.confidence = 0.9
    text = ""
    if menu:
        made.cuts.add(span=pb.Span(start=0, end=len(menu)), reason=pb.Cut.Reason.MENU, rule="menu:test")
        text = menu + "\n"
    for index, sentence in enumerate((title, *sentences) if title else sentences):
        statement = made.statements.add(
            name=f"{name}/statements/{index}",
            index=index,
            span=pb.Span(start=len(text), end=len(text) + len(sentence)),
            text=sentence,
            part=pb.Statement.Part.TITLE if title and not index else pb.Statement.Part.BODY,
            language=language,
            stance=pb.Statement.Stance.REPORTED,
        )
        statement.chain.add(kind=pb.AttributionLink.Kind.OUTLET, name=made.outlet)
        text += sentence + "\n"
    made.text = text
    return made


def add_claim(whole: pb.Comparison, *names: str) -> pb.Claim:
    """A claim of the statements of these names; each source counts as an outlet and an origin."""
    sources = {name.split("/")[1] for name in names}
    return whole.claims.add(
        name=f"{EVENT}/claims/c{len(whole.claims)}",
        statements=names,
        representative=names[0],
        article_count=len(sources),
        outlet_count=len(sources),
        origin_count=len(sources),
    )


def add_relation(
    whole: pb.Comparison,
    a: str,
    b: str,
    type_: pb.Relation.Type = pb.Relation.Type.AGREEMENT,
    kind: pb.Relation.Kind = pb.Relation.Kind.KIND_UNSPECIFIED,
    rule: str = "agreement@1",
) -> pb.Relation:
    """A relation with two signals."""
    made = whole.relations.add(
        name=f"{EVENT}/relations/r{len(whole.relations)}",
        type=type_,
        kind=kind,
        statement_a=a,
        statement_b=b,
        score=0.8,
        rule=rule,
        explanation="said in plain English",
    )
    made.signals.add(name="bias", value=1.0, contribution=-2.0)
    made.signals.add(name="same slot", value=1.0, contribution=3.5)
    return made


def statement(source: str, index: int) -> str:
    """Name of a statement."""
    return f"sources/{source}/articles/a1/statements/{index}"


def comparison() -> pb.Comparison:
    """The harbour fire: the loss is agreed, the toll is disputed, a school is told by one outlet only."""
    whole = pb.Comparison(backends={"relate": "rules@1"})
    whole.articles.extend(
        [
            article(
                "gazette",
                "The fire killed 11 people at the old pier.",
                "The chamber put the loss at 40 million dinars.",
                title="Fire at the old pier",
                menu="HOME WORLD SPORT",
                url="https://gazette.example/fire",
            ),
            article(
                "herald",
                "The fire killed 14 people at the old pier.",
                "The loss is 40 million dinars, the chamber said.",
                "One school was opened for those who lost their homes.",
            ),
            article(
                "marsa", "قدرت الغرفة الخسائر بنحو 40 مليون دينار.", language="ar", outlet="جريدة المرسى"
            ),
            article("alone", "The index closed at 7412 points."),
        ]
    )
    add_claim(whole, statement("gazette", 2), statement("herald", 1), statement("marsa", 0))
    toll = add_claim(whole, statement("gazette", 1))
    other = add_claim(whole, statement("herald", 0))
    toll.disputed_by.append(other.name)
    other.disputed_by.append(toll.name)
    add_claim(whole, statement("gazette", 0))
    add_claim(whole, statement("herald", 2))
    add_relation(whole, statement("gazette", 2), statement("herald", 1))
    add_relation(whole, statement("gazette", 2), statement("marsa", 0))
    clash = add_relation(
        whole,
        statement("gazette", 1),
        statement("herald", 0),
        pb.Relation.Type.CONTRADICTION,
        pb.Relation.Kind.NUMBER,
        "number@1",
    )
    begin = [whole.articles[0].statements[1].span.start, whole.articles[1].statements[0].span.start]
    spans = [pb.Span(start=at + 16, end=at + 25) for at in begin]  # "11 people", "14 people"
    clash.evidence.add(a=spans[0], b=spans[1], label="number")
    whole.events.add(
        name=EVENT,
        title="Fire at the old pier",
        articles=[each.name for each in whole.articles[:3]],
        outlet_count=3,
        origin_count=3,
    )
    whole.events.add(name="events/e2", title="Index", articles=[whole.articles[3].name], outlet_count=1)
    told = whole.summaries.add(language="en", title="Fire at the old pier")
    told.sentences.add(
        text="The chamber put the loss at 40 million dinars.",
        section=pb.Summary.Section.AGREED,
        citations=[statement("gazette", 2), statement("herald", 1)],
        outlet_count=3,
        origin_count=3,
    )
    told.sentences.add(
        text="One school was opened.",
        section=pb.Summary.Section.SINGLE_SOURCE,
        citations=[statement("herald", 2)],
        group=1,
        outlet_count=1,
        origin_count=1,
    )
    whole.summaries.add(language="en", title="Index")
    return whole
