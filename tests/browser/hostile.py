"""A comparison whose every text tries to become part of the page: markup, links that run, endless words."""

from __future__ import annotations

from collections.abc import Sequence

from mizan.v1 import resources_pb2 as pb

HURT = "document.documentElement.dataset.hurt='1'"
IMAGE = f'<img src="https://tracker.invalid/a.png" onerror="{HURT}">'
SCRIPT = f"</script></style></title></svg><script>{HURT}</script>"
QUOTED = f'"><svg onload="{HURT}"></svg>\' onfocus="{HURT}" autofocus x="'
TEMPLATE = "{{ 7 * 7 }}{% raw %}&lt;b&gt;&#60;i&#62;"
ENDLESS = "ـ" * 20 + "م" * 300
RUNNING = f"javascript:{HURT}"
ATTACKS = (IMAGE, SCRIPT, QUOTED, TEMPLATE, ENDLESS, RUNNING)
ADDRESSES = (RUNNING, f"data:text/html,<script>{HURT}</script>", f'https://site.invalid/"onclick="{HURT}')

_Kind = pb.AttributionLink.Kind


def comparison() -> pb.Comparison:
    """Three outlets: each makes every attack, the second agrees with the first and the third contradicts."""
    whole = pb.Comparison(backends={IMAGE: SCRIPT})
    for number, url in enumerate(ADDRESSES):
        _add_article(whole, number, url, ATTACKS)
    for index, attack in enumerate(ATTACKS):
        first, second, third = (_statement(number, index) for number in range(len(ADDRESSES)))
        whole.claims.add(
            name=f"events/e/claims/c{index}",
            statements=[first, second],
            representative=first,
            outlet_count=2,
            origin_count=2,
            disputed_by=[f"events/e/claims/d{index}"],
        )
        whole.claims.add(
            name=f"events/e/claims/d{index}",
            statements=[third],
            representative=third,
            outlet_count=1,
            origin_count=1,
            disputed_by=[f"events/e/claims/c{index}"],
        )
        _relate(whole, first, second, pb.Relation.Type.AGREEMENT, pb.Relation.Kind.KIND_UNSPECIFIED, attack)
        _relate(whole, first, third, pb.Relation.Type.CONTRADICTION, pb.Relation.Kind.DENIAL, attack)
        _relate(whole, second, third, pb.Relation.Type.ELABORATION, pb.Relation.Kind.SCOPE, attack)
    whole.events.add(
        name="events/e", title=SCRIPT, articles=[article.name for article in whole.articles], outlet_count=3
    )
    summary = whole.summaries.add(language=QUOTED, title=IMAGE, backend=IMAGE)
    for section in (pb.Summary.AGREED, pb.Summary.DISPUTED, pb.Summary.SINGLE_SOURCE, pb.Summary.TIMELINE):
        for index, attack in enumerate(ATTACKS):
            cited = [_statement(number, index) for number in range(len(ADDRESSES))]
            summary.sentences.add(text=attack, section=section, citations=cited, group=index)
    return whole


def _statement(article: int, index: int) -> str:
    return f"sources/s{article}/articles/a/statements/{index}"


def _add_article(whole: pb.Comparison, number: int, url: str, sentences: Sequence[str]) -> None:
    name = f"sources/s{number}/articles/a"
    outlet = f"{QUOTED} {number}"
    article = whole.articles.add(
        name=name, outlet=outlet, url=url, title=SCRIPT, language=QUOTED, credit=IMAGE, text=f"{IMAGE}\n"
    )
    article.cuts.add(span=pb.Span(start=0, end=len(IMAGE)), reason=pb.Cut.Reason.ADVERTISEMENT)
    whole.origins.add(article=name, origin=SCRIPT)
    for index, sentence in enumerate(sentences):
        start = len(article.text)
        statement = article.statements.add(
            name=_statement(number, index),
            index=index,
            span=pb.Span(start=start, end=start + len(sentence)),
            text=sentence,
            language=QUOTED,
            stance=pb.Statement.Stance.ALLEGED,
        )
        for kind, link in ((_Kind.OUTLET, outlet), (_Kind.AGENCY, IMAGE), (_Kind.SPEAKER, SCRIPT)):
            statement.chain.add(kind=kind, name=link, verb=QUOTED, stance=pb.Statement.Stance.DENIED)
        article.text += sentence + "\n"


def _relate(
    whole: pb.Comparison, a: str, b: str, type_: pb.Relation.Type, kind: pb.Relation.Kind, attack: str
) -> None:
    relation = whole.relations.add(
        name=f"events/e/relations/r{len(whole.relations)}",
        type=type_,
        kind=kind,
        statement_a=a,
        statement_b=b,
        score=0.9,
        rule=f"{IMAGE}@{SCRIPT}",
        explanation=attack,
    )
    relation.signals.add(name=QUOTED, value=1.0, contribution=1.0)
