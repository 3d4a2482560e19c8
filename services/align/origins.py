"""Who the facts of an article go back to: reprints of one text are one origin. [pure]

Two articles share an origin when one repeats the other's text, or when both credit the same agency and still
share much of their wording. A credit alone proves nothing: an agency sends out many texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zlib import crc32

from services.common.domain import Article
from services.ingest.dedupe import CopyIndex, Fingerprint, similarity

CREDITED_REPRINT = (
    0.35  # share of the shorter text's word pairs that the other one has, where both credit one agency
)
_LAST = datetime.max.replace(tzinfo=UTC)


def find(articles: Sequence[Article], prints: Mapping[str, Fingerprint] | None = None) -> dict[str, str]:
    """Origin key of each article, by name. ``prints`` are their fingerprints, made here when not given.

    The key is the name of the first article of the group, earliest published first, or
    ``wire:{credit}:{hash of that name}`` where the group credits an agency.
    """
    by_name = {article.name: article for article in articles}
    if prints is None:
        prints = {article.name: Fingerprint.of(article) for article in articles}
    parent = {name: name for name in by_name}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    index = CopyIndex(
        window_days=366 * 100, capacity=len(articles) + 1
    )  # one event: no date keeps copies apart
    crediting: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        name, text = article.name, prints[article.name]
        if article.duplicate is not None and article.duplicate.parent in by_name:
            parent[root(name)] = root(article.duplicate.parent)
        for other, _ in index.find(text, article.published.day):
            parent[root(name)] = root(other)
        index.add(name, article.published.day, text)
        if article.credit:
            for other in crediting[article.credit]:
                if root(other) != root(name) and similarity(text, prints[other]) >= CREDITED_REPRINT:
                    parent[root(name)] = root(other)
            crediting[article.credit].append(name)
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[root(article.name)].append(article)
    return {
        article.name: origin for group in groups.values() for origin in (key(group),) for article in group
    }


def key(group: Sequence[Article]) -> str:
    """The origin key of articles that share one."""
    first = min(group, key=lambda article: (article.published.start or _LAST, article.name))
    credited = sorted(article.credit for article in group if article.credit)
    if not credited:
        return first.name
    credit = max(credited, key=credited.count)
    return f"wire:{credit}:{crc32(first.name.encode()):08x}"
