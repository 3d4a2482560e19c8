"""A comparison as the page shows it: values without any markup. [pure]"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mizan import matrix
from mizan.v1 import resources_pb2 as pb
from report import fulltext
from report.account import Account, account
from report.anchors import Anchors
from report.disputes import Clash, Lookalikes, clashes, lookalikes
from report.glance import Glance, glance
from report.quotes import Quoter
from report.table import Table, places, table
from report.text import Run, calendar_day, published, run


@dataclass(frozen=True, slots=True)
class Event:
    """One event told by several articles. ``source`` are its parts of the API, for the pictures."""

    anchor: str
    title: Run
    days: tuple[date, ...]  # first and last; one when they are the same
    articles: tuple[fulltext.Article, ...]
    outlets: int
    origins: int
    glance: Glance
    table: Table
    clashes: tuple[Clash, ...]
    lookalikes: tuple[Lookalikes, ...]
    account: Account
    source: Source


@dataclass(frozen=True, slots=True)
class Source:
    """The messages that an event is made of."""

    articles: tuple[pb.Article, ...]
    origins: tuple[pb.Alignment.Origin, ...]
    relations: tuple[pb.Relation, ...]
    summary: pb.Summary


@dataclass(frozen=True, slots=True)
class Page:
    """All of a comparison: events of several articles, then articles that stand alone."""

    events: tuple[Event, ...]
    alone: tuple[fulltext.Article, ...]
    anchors: Anchors
    backends: Mapping[str, str]


def view(comparison: pb.Comparison) -> Page:
    """What the page shows, without the words of the interface."""
    anchors = Anchors.of(comparison.articles)
    by_name = {article.name: article for article in comparison.articles}
    events = []
    alone: list[pb.Article] = []
    for number, event in enumerate(comparison.events):
        told = sorted((by_name[name] for name in event.articles if name in by_name), key=_when)
        if len(told) > 1:
            summary = comparison.summaries[number] if number < len(comparison.summaries) else pb.Summary()
            source = _source(comparison, told, summary)
            events.append(_event(f"e{number}", event, source, comparison.claims, anchors))
        else:
            alone += told
    return Page(
        tuple(events),
        fulltext.articles(alone, anchors, {}, {}),
        anchors,
        dict(sorted(comparison.backends.items())),
    )


def _source(comparison: pb.Comparison, told: Sequence[pb.Article], summary: pb.Summary) -> Source:
    names = {article.name for article in told}
    return Source(
        tuple(told),
        tuple(origin for origin in comparison.origins if origin.article in names),
        tuple(r for r in comparison.relations if matrix.article_of(r.statement_a) in names),
        summary,
    )


def _event(
    anchor: str, event: pb.Event, source: Source, claims: Sequence[pb.Claim], anchors: Anchors
) -> Event:
    names = {article.name for article in source.articles}
    ours = [claim for claim in claims if matrix.article_of(claim.representative) in names]
    whole = matrix.build(source.articles, source.relations, ours, source.origins, source.summary.language)
    quoter = Quoter(source.articles, anchors)
    disputes = clashes(whole, quoter, anchor)
    lines = table(whole, quoter, anchor)
    told = account(source.summary, quoter, anchor)
    days = dict.fromkeys(day for day in map(calendar_day, (event.start, event.end)) if day)
    return Event(
        anchor=anchor,
        title=run(source.summary.title or event.title),
        days=tuple(days),
        articles=fulltext.articles(source.articles, anchors, places(whole, lines.lines), told.cited),
        outlets=event.outlet_count,
        origins=event.origin_count,
        glance=glance(whole, disputes, source.summary, quoter),
        table=lines,
        clashes=disputes,
        lookalikes=lookalikes(source.relations, quoter),
        account=told,
        source=source,
    )


def _when(article: pb.Article) -> tuple[date, str]:
    return published(article) or date.max, article.name
