"""Words as they are compared between statements: stems, weights, and what a figure counts. [pure]

Stemming is light affix stripping after Larkey, Ballesteros and Connell (2002, "Improving stemming for
Arabic information retrieval"), driven by the affixes that a language declares. It over-strips a little on
purpose: both sides of a comparison are stripped alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module

# What sharing a word says, by how common the language declares it, commonest band first. Rarer words: 1.
_BAND_WEIGHTS = (0.3, 0.5, 0.75)
_SHORTEST_STEM = 3
_SHORTEST_ROOT = 3


@dataclass(frozen=True, slots=True)
class ComparisonResources:
    """What a language declares for comparing statements; all words folded."""

    code: str
    prefixes: tuple[str, ...]  # proclitics that always go, longest first
    loose_prefixes: frozenset[str]  # single letters that may be a proclitic or part of the word
    kept_beginnings: tuple[str, ...]  # words that only look as if they began with a proclitic
    suffixes: tuple[str, ...]  # longest first
    root_noise: frozenset[str]  # letters that come and go inside a root; empty for no root matching
    root_prefixes: frozenset[str]  # single letters that derive words from a root
    function_words: frozenset[str]
    bands: tuple[frozenset[str], ...]  # common words, commonest band first
    roles: Mapping[str, frozenset[str]]  # what a figure counts or measures -> words that say so
    people: frozenset[str]  # nouns that count persons
    clause_openers: frozenset[str]  # words that start a clause with its own speaker or turn of thought
    allegations: frozenset[str]  # what a denied thing is called: rumours, reports, accusations
    totals: frozenset[str]  # the figure near it sums over a longer time
    subsets: frozenset[str]  # the figure behind it is a part of another one
    series: frozenset[str]  # what is measured anew each session or day
    periods: Mapping[str, frozenset[str]]  # reporting period -> words or phrases of up to three words
    differences: frozenset[str]  # the figure behind it is a change or stands in a comparison
    quoting: frozenset[str]  # nouns that make a sentence somebody's opinion: "demand", "call for"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared."""

    stem: str
    loose: str  # the stem without a letter that may be a proclitic; equal to ``stem`` when there is none
    root: str  # consonant skeleton, "" when too short to mean anything
    weight: float  # 0 for function words, up to 1
    role: str  # what a figure beside it counts, "" for none
    person: bool  # counts persons


class Vocabulary:
    """The words of one language, read once each. Holds no text; safe to share between threads."""

    def __init__(self, resources: ComparisonResources) -> None:
        self.resources = resources
        stemmed = self.stem
        self._weights: dict[str, float] = {}
        for band, weight in zip(resources.bands, _BAND_WEIGHTS, strict=False):
            for word in band:
                self._weights.setdefault(stemmed(word), weight)
        self._roles = {stemmed(word): role for role, words in resources.roles.items() for word in words}
        self._people = frozenset(stemmed(word) for word in resources.people)
        self.totals = frozenset(stemmed(word) for word in resources.totals)
        self.series = frozenset(stemmed(word) for word in resources.series)
        self.differences = frozenset(stemmed(word) for word in resources.differences)
        self.allegations = frozenset(stemmed(word) for word in resources.allegations)
        self.word = lru_cache(maxsize=65536)(self._read)

    def stem(self, word: str) -> str:
        """A folded word without the affixes that do not change what it is about."""
        resources = self.resources
        if word[0].isdigit():
            return word
        for prefix in resources.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_STEM:
                if len(prefix) == 1 and word.startswith(resources.kept_beginnings):
                    continue
                word = word[len(prefix) :]
                break
        for _ in range(2):
            for suffix in resources.suffixes:
                if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
                    word = word[: -len(suffix)]
                    break
            else:
                break
        return word

    def _read(self, word: str) -> Word:
        resources = self.resources
        stem = self.stem(word)
        function = word in resources.function_words
        loose = stem
        if not function and stem[0] in resources.loose_prefixes and len(stem) > _SHORTEST_STEM:
            loose = stem[1:]
        weight = 0.0 if function or len(stem) < 2 else self._weights.get(stem, self._weights.get(loose, 1.0))
        return Word(
            stem=stem,
            loose=loose,
            root="" if function else self._root(loose if loose in self._weights else stem),
            weight=weight,
            role=self._roles.get(stem) or self._roles.get(loose, ""),
            person=stem in self._people or loose in self._people,
        )

    def _root(self, stem: str) -> str:
        resources = self.resources
        if not resources.root_noise or stem[0].isdigit():
            return ""
        letters = stem
        if letters[0] in resources.root_prefixes and len(letters) > _SHORTEST_ROOT:
            shorter = "".join(letter for letter in letters[1:] if letter not in resources.root_noise)
            if len(shorter) >= _SHORTEST_ROOT:
                return shorter
        letters = "".join(letter for letter in letters if letter not in resources.root_noise)
        return letters if len(letters) >= _SHORTEST_ROOT else ""


@cache
def vocabulary(code: str) -> Vocabulary:
    """The comparison words of a language; ValueError for a language that declares none."""
    try:
        module = import_module(f"services.language.{code}.comparison")
    except ModuleNotFoundError as error:
        raise ValueError(f"language {code!r} declares no words for comparison") from error
    return Vocabulary(module.COMPARISON)
