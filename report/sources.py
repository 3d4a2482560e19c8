"""Which of the names in attribution chains mean one source.

The names of an event are matched by what ingest knows of them first: the key of a proper name is the same
for every spelling and in both languages. A name without a key is compared folded. Nameless sources ("an
official", "the article") are never taken for one another across outlets.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words

_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None}
)
_LOOSE = str.maketrans("جغق", "ككك")  # the letters that a foreign "g" is written with
_ARTICLE = re.compile(r"^(?:ال|the )(?=\w{2})")
_MEDIA = (pb.AttributionLink.Kind.AGENCY, pb.AttributionLink.Kind.MEDIUM)
_COVERED = 0.6  # share of a source's name that a proper name must fill to be that source


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A name without case, diacritics, punctuation and articles, for comparison only.

    >>> folded("صحيفة «الضِّفة»"), folded("The Harbour-Gazette")
    ('صحيفه ضفه', 'harbour gazette')
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    plain = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    found = " ".join(re.findall(r"\w+", plain))
    return " ".join(_ARTICLE.sub("", word) for word in _ARTICLE.sub("", found).split())


def agency(credit: str) -> str:
    """Key of the agency that articles credit, the same as that of its name in a chain."""
    return f"agency:{credit}"


class Sources:
    """The sources of one event; links that mean one source share a key."""

    def __init__(self, articles: Sequence[pb.Article]) -> None:
        self._agencies = {
            folded(text): agency(key.removeprefix("agency."))
            for code in LANGUAGES
            for key, text in words(code).texts.items()
            if key.startswith("agency.")
        }
        self._outlets = {folded(article.outlet): f"outlet:{article.outlet}" for article in articles}
        self._people: dict[str, str] = {}  # folded name of two words and more -> key
        self._written: dict[tuple[str, str], str] = {}  # article and folded name -> key, for carried speakers
        for statement in (s for article in articles for s in article.statements):
            for name in statement.names:
                if name.kind == pb.Name.Kind.PERSON and " " in (form := folded(name.text)):
                    self._people[form.translate(_LOOSE)] = f"name:{name.key}"
        self._full = _by_last_word(self._people.values())
        self._media: dict[str, str] = {}
        for article in articles:
            for statement in article.statements:
                for link in statement.chain:
                    if link.kind in _MEDIA:
                        key = self._key(article, statement, link)
                        self._media.setdefault(folded(link.name), key)

    def key(self, article: pb.Article, statement: pb.Statement, link: pb.AttributionLink) -> str:
        """Key of the source that a link names; "outlet:{outlet}" where it is a compared outlet."""
        form = folded(link.name)
        if form in self._outlets:
            return self._outlets[form]
        if link.kind in _MEDIA:
            # "the newspaper X of Y" and "X" are one medium: the shortest name that the other one holds.
            known = {**self._media, **self._outlets}
            inside = [other for other in known if " " in other and f" {other} " in f" {form} "]
            if inside:
                return known[min(inside, key=lambda other: (len(other), other))]
        return self._key(article, statement, link)

    def _key(self, article: pb.Article, statement: pb.Statement, link: pb.AttributionLink) -> str:
        form = folded(link.name)
        if link.kind in _MEDIA and form in self._agencies:
            return self._agencies[form]
        place = (article.name, form)
        if place not in self._written:
            self._written[place] = self._named(statement, link) or _unnamed(article, link, form)
        return self._written[place]

    def _named(self, statement: pb.Statement, link: pb.AttributionLink) -> str:
        if link.kind == pb.AttributionLink.Kind.UNNAMED:
            return ""
        form = folded(link.name)
        for name in statement.names:
            share = _overlap(name.span, link.span) / max(1, link.span.end - link.span.start)
            person = name.kind == pb.Name.Kind.PERSON
            if share and person and link.kind == pb.AttributionLink.Kind.SPEAKER:
                return self._full.get(name.key, f"name:{name.key}")
            if share >= _COVERED and not (link.kind in _MEDIA and name.kind == pb.Name.Kind.PLACE):
                return f"name:{name.key}"
        form = f" {form.translate(_LOOSE)} "
        people = (person for person in self._people if f" {person} " in form)
        return self._people.get(max(people, key=lambda person: (len(person), person), default=""), "")


def _overlap(a: pb.Span, b: pb.Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _unnamed(article: pb.Article, link: pb.AttributionLink, form: str) -> str:
    """A single common noun ("the ministry", "the article") means another one in another outlet."""
    nameless = link.kind == pb.AttributionLink.Kind.UNNAMED or " " not in form
    return f"text:{article.outlet}:{form}" if nameless else f"text::{form}"


def _by_last_word(keys: Iterable[str]) -> dict[str, str]:
    """Family name -> the full key, where only one full key ends with it."""
    found: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        found[key.rpartition(" ")[2]].add(key)
    return {last: keys.pop() for last, keys in found.items() if len(keys) == 1}
