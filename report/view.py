"""A comparison as the page shows it: values without any markup. [pure]"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

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

T = TypeVar("T")


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
    # Each by its article: an event then takes its own, and many events do not read all of them each.
    relations = _by_article(comparison.relations, lambda r: matrix.article_of(r.statement_a))
    claims = _by_article(comparison.claims, lambda claim: matrix.article_of(claim.representative))
    origins = _by_article(comparison.origins, lambda origin: origin.article)
    events = []
    alone: list[pb.Article] = []
    for number, event in enumerate(comparison.events):
        told = sorted((by_name[name] for name in event.articles if name in by_name), key=_when)
        if len(told) > 1:
            summary = comparison.summaries[number] if number < len(comparison.summaries) else pb.Summary()
            source = Source(tuple(told), _of(told, origins), _of(told, relations), summary)
            events.append(_event(f"e{number}", event, source, _of(told, claims), anchors))
        else:
            alone += told
    return Page(
        tuple(events),
        fulltext.articles(alone, anchors, {}, {}),
        anchors,
        dict(sorted(comparison.backends.items())),
    )


def _by_article(items: Iterable[T], article: Callable[[T], str]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[article(item)].append(item)
    return found


def _of(told: Sequence[pb.Article], by_article: Mapping[str, list[T]]) -> tuple[T, ...]:
    return tuple(item for article in told for item in by_article.get(article.name, ()))


def _event(
    anchor: str, event: pb.Event, source: Source, claims: Sequence[pb.Claim], anchors: Anchors
) -> Event:
    whole = matrix.build(source.articles, source.relations, claims, source.origins, source.summary.language)
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
