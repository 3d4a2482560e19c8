"""Who the facts of an article go back to: reprints of one text are one origin. [pure]

Two articles share an origin when one repeats the other's text, or when both credit the same agency and still
share much of their wording. A credit alone proves nothing: an agency sends out many texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from zlib import crc32

from services.common.domain import Article, StatementPart
from services.language.normalize import fold, words

REPRINT = 0.6  # share of the shorter text's word triples that the other one has
CREDITED_REPRINT = 0.35  # the same, when both credit one agency
_LEAST_TRIPLES = 12  # shorter texts prove nothing
_SAMPLE = 4  # one triple in four is looked up to find pairs worth measuring
_COMMON = 64  # triples in more articles than this are set phrases


def wording(article: Article) -> frozenset[int]:
    """Hashes of the word triples of the story, headline left out."""
    found: set[int] = set()
    for statement in article.statements:
        if statement.part is StatementPart.TITLE:
            continue
        tokens = words(fold(statement.text))
        found.update(
            crc32(" ".join(triple).encode()) for triple in zip(tokens, tokens[1:], tokens[2:], strict=False)
        )
    return frozenset(found)


def shared(a: frozenset[int], b: frozenset[int]) -> float:
    """Share of the smaller set that the other one holds, 0..1; 0 when it is too small to tell."""
    least = min(len(a), len(b))
    return len(a & b) / least if least >= _LEAST_TRIPLES else 0.0


def find(articles: Sequence[Article]) -> dict[str, str]:
    """Origin key of each article, by name.

    The key is the name of the first article of the group, earliest published first, or
    ``wire:{credit}:{hash of that name}`` where the group credits an agency.
    """
    texts = {article.name: wording(article) for article in articles}
    by_name = {article.name: article for article in articles}
    parent = {name: name for name in by_name}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for article in articles:
        if article.duplicate is not None and article.duplicate.parent in by_name:
            parent[root(article.name)] = root(article.duplicate.parent)
    for a, b in _worth_measuring(texts):
        if root(a) == root(b):
            continue
        credit = by_name[a].credit
        threshold = CREDITED_REPRINT if credit and credit == by_name[b].credit else REPRINT
        if shared(texts[a], texts[b]) >= threshold:
            parent[root(a)] = root(b)
    groups: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        groups[root(article.name)].append(article)
    return {article.name: key for group in groups.values() for key in (_key(group),) for article in group}


def _worth_measuring(texts: Mapping[str, frozenset[int]]) -> list[tuple[str, str]]:
    holders: dict[int, list[str]] = defaultdict(list)
    for name, text in texts.items():
        for triple in text:
            if triple % _SAMPLE == 0:
                holders[triple].append(name)
    pairs: dict[tuple[str, str], None] = {}
    for names in holders.values():
        if len(names) <= _COMMON:
            pairs.update(dict.fromkeys(combinations(names, 2)))
        else:  # too many for all pairs: each with the first is enough to bring a group together
            pairs.update(dict.fromkeys((names[0], name) for name in names[1:]))
    return list(pairs)


def _key(group: Sequence[Article]) -> str:
    first = min(
        group,
        key=lambda article: (article.published.start is None, article.published.start or 0, article.name),
    )
    credits = sorted(article.credit for article in group if article.credit)
    if not credits:
        return first.name
    credit = max(credits, key=credits.count)
    return f"wire:{credit}:{crc32(first.name.encode()):08x}"
