"""Quality of event grouping and of finding copies, on labelled pairs of articles. [pure]

The real grouper runs over all articles of the file, in order of publication; a pair is one event when both
its articles ended in one, whatever brought them there. Labels are read after every prediction has been made,
and only for the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from typing import Any

from services.align.backends import Encoder
from services.align.pipeline import group
from services.common.domain import Article
from services.common.errors import InvalidFields
from services.evaluation.rows import Row, check, day, text
from services.ingest.dedupe import Fingerprint, copy_similarity
from services.ingest.pipeline import read_article
from services.ingest.raw import RawArticle

_LOW_CONFIDENCE_WEIGHT = 0.5


def evaluate_events(
    rows: Sequence[Row], encoder: Encoder | None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Group the articles of ``rows`` and say of each pair whether it is one event, and whether one text
    twice.

    A row is ``{"id", "a": {"outlet", "url", "title", "lead", "date"}, "b": {...}}`` with the labels
    ``same_event``, ``copy`` and ``confidence``; rows of low confidence weigh half, a copy that is null is
    none. Returns the report ``{"same_event_f1", "same_event_precision", "same_event_recall", "copy_f1", ...,
    "rows", "events"}`` and one ``{"id", "same_event", "copy"}`` per row. Raises ValueError for a row without
    id or articles, naming it. An article that ingest refuses is no part of any event and copies nothing.
    """
    check(rows, "events", ())
    articles: dict[str, Article | None] = {}
    sides: list[tuple[str, str]] = []
    for number, row in enumerate(rows, 1):
        for side in ("a", "b"):
            if not isinstance(row.get(side), Mapping):
                raise ValueError(f"events row {number} lacks article {side}")  # noqa: TRY004
        sides.append((_read(row["a"], articles), _read(row["b"], articles)))
    ordered = sorted((article for article in articles.values() if article is not None), key=_day)
    events = group(ordered, encoder)
    event_of = {article.name: number for number, members in enumerate(events) for article in members}
    prints = {article.name: Fingerprint.of(article) for article in ordered}
    predictions = [
        {
            "id": row["id"],
            "same_event": a in event_of and event_of[a] == event_of.get(b),
            "copy": a in prints and b in prints and copy_similarity(prints[a], prints[b]) > 0.0,
        }
        for row, (a, b) in zip(rows, sides, strict=True)
    ]
    report: dict[str, Any] = {
        "rows": len(rows),
        "articles": len(articles),
        "refused": len(articles) - len(ordered),
        "events": len(events),
    }
    for label in ("same_event", "copy"):
        report |= _scores(label, rows, predictions)
    return report, predictions


def _read(side: Mapping[str, Any], known: dict[str, Article | None]) -> str:
    """The name of an article, which is read when it is met for the first time; None is known if refused."""
    outlet, url, title, lead = (text(side.get(key)) for key in ("outlet", "url", "title", "lead"))
    published = day(side.get("date"))
    key = "\n".join((outlet, url, title)) if url or title else "\n".join((outlet, lead))
    name = f"sources/evaluation/articles/a{blake2b(key.encode(), digest_size=8).hexdigest()}"
    if name not in known:
        raw = RawArticle(
            outlet=outlet.strip() or "unknown",
            source="",
            url=url if url.startswith(("http://", "https://")) else "",
            title=title,
            content=(lead if lead.strip() else title).encode(),
            format="text",
            published=datetime.combine(published, time(), UTC) if published else None,
        )
        try:
            known[name] = read_article(raw, name=name)
        except InvalidFields:
            known[name] = None
    return name


def _day(article: Article) -> tuple[bool, date]:
    published = article.published.day
    return published is None, published or date.min


def _scores(
    label: str, rows: Sequence[Row], predictions: Sequence[Mapping[str, Any]]
) -> dict[str, float | None]:
    """Precision, recall and F1 of the true class of ``label``; None without labels."""
    hit = wrong = missed = 0.0
    labelled = False
    for row, prediction in zip(rows, predictions, strict=True):
        if label not in row:
            continue
        labelled = True
        weight = _LOW_CONFIDENCE_WEIGHT if row.get("confidence") == "low" else 1.0
        gold, said = bool(row[label]), bool(prediction[label])
        hit += weight * (gold and said)
        wrong += weight * (said and not gold)
        missed += weight * (gold and not said)
    if not labelled:
        return {f"{label}_f1": None, f"{label}_precision": None, f"{label}_recall": None}
    return {
        f"{label}_f1": round(2 * hit / (2 * hit + wrong + missed), 4) if hit else 0.0,
        f"{label}_precision": round(hit / (hit + wrong), 4) if hit else 0.0,
        f"{label}_recall": round(hit / (hit + missed), 4) if hit else 0.0,
    }
