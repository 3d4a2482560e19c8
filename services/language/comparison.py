"""Words as they are compared between statements: stems, weights, and what a figure counts. [pure]

Stemming is light affix stripping after Larkey, Ballesteros and Connell (2002, "Improving stemming for
Arabic information retrieval"), driven by the affixes that a language declares. It over-strips a little on
purpose: both sides of a comparison are stripped alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module

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
    roles: Mapping[str, frozenset[str]]  # what a figure counts or measures -> words, without proclitics
    people: frozenset[str]  # nouns that count persons
    clause_openers: frozenset[str]  # words that start a clause with its own speaker or turn of thought
    allegations: frozenset[str]  # what a denied thing is called: rumours, reports, accusations
    relatives: frozenset[str]  # a negator behind one only describes: "those who do not"
    synonyms: tuple[frozenset[str], ...]  # words that news puts for one another
    acts: Mapping[str, tuple[str, bool]]  # word -> (act, the same key in every language; a finite verb)
    act_objects: Mapping[str, frozenset[str]]  # act -> nouns, one of which has to be its object
    titles: frozenset[str]  # "minister", "governor": a person's office opens the phrase that names him
    verb_first: bool  # the subject follows its verb
    adjectives_first: bool  # what describes a noun stands before it too
    attributive_negators: frozenset[str]  # negators that describe a noun: "without", "un-"
    pointers: frozenset[str]  # "this", "those": before "report" or "claim", what they say stood earlier
    preventives: frozenset[str]  # "prevent", "warn of": what follows is as unwanted as what is negated
    weekdays: frozenset[str]
    exceptives: frozenset[str]  # "but", "except": behind a negator they say that it did happen
    unknowing: frozenset[str]  # behind a negator: no knowledge of it, no link to it; it may have happened
    late_denials: frozenset[str]  # words that begin a phrase denying what stands before it ("baseless")
    about: frozenset[str]  # "about", "that": what hearsay is about follows
    possibilities: frozenset[str]  # "could", "it is possible": what follows is not said to have happened
    denied_nouns: frozenset[str]  # "no truth to", "no existence of": a negator before one makes a denial
    glued_negators: tuple[str, ...]  # negators that are often written onto the next word
    number_marks: frozenset[str]  # "No.": the number behind one is a label, not a count
    rumours: frozenset[str]  # those of them that a statement presents its own content as
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
    root: str  # consonant skeleton, or what stands for a group of synonyms; "" when neither means anything
    weight: float  # 0 for function words, up to 1
    role: str  # what a figure beside it counts, "" for none
    person: bool  # counts persons
    hearsay: bool  # introduces what is said: "reports", "claims", "what was published"
    rumour: bool  # calls it hearsay or accusation


class Vocabulary:
    """The words of one language, read once each. Holds no text; safe to share between threads."""

    def __init__(self, resources: ComparisonResources, weigh: Callable[[str], float]) -> None:
        """``weigh(word)``: how much sharing this folded word says, 0..1."""
        self.resources = resources
        self._weigh = weigh
        self._roles = {word: role for role, words in resources.roles.items() for word in words}
        stemmed = self.stem
        self._synonyms: dict[str, str] = {}
        for group in resources.synonyms:
            shared = "=" + min(group)
            for word in group:
                bare = stemmed(word)
                self._synonyms[bare] = shared
                self._synonyms.setdefault(self._root(bare) or bare, shared)
        self._people = frozenset(stemmed(word) for word in resources.people)
        self.totals = frozenset(stemmed(word) for word in resources.totals)
        self.series = frozenset(stemmed(word) for word in resources.series)
        self.act_objects = {
            act: frozenset(stemmed(word) for word in nouns) for act, nouns in resources.act_objects.items()
        }
        self.differences = frozenset(stemmed(word) for word in resources.differences)
        # By its first word: each phrase between spaces, and the period that it names.
        self.periods: dict[str, list[tuple[str, str]]] = {}
        for period, phrases in resources.periods.items():
            for phrase in phrases:
                self.periods.setdefault(phrase.split()[0], []).append((f" {phrase} ", period))
        self.word = lru_cache(maxsize=65536)(self._read)

    def stem(self, word: str) -> str:
        """A folded word without the affixes that do not change what it is about."""
        if word[0].isdigit():
            return word
        return self._bare(self._core(word))

    def _bare(self, word: str) -> str:
        """The word without up to two suffixes."""
        for _ in range(2):
            for suffix in self.resources.suffixes:
                if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
                    word = word[: -len(suffix)]
                    break
            else:
                break
        return word

    def _among(self, word: str, known: frozenset[str]) -> bool:
        if word in known:
            return True
        core = self._core(word)
        return core in known or (core[0] in self.resources.loose_prefixes and core[1:] in known)

    def _core(self, word: str) -> str:
        """The word without its proclitics."""
        resources = self.resources
        for prefix in resources.prefixes:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= _SHORTEST_STEM:
                if (
                    len(prefix) == 1
                    and word.startswith(resources.kept_beginnings)
                    and rest not in self._roles
                ):
                    continue
                return rest
        return word

    def _role(self, core: str, *, loose: bool) -> str:
        role = self._roles.get(core, "")
        if not role and loose and core[0] in self.resources.loose_prefixes:
            role = self._roles.get(core[1:], "")
        return role

    def _read(self, word: str) -> Word:
        resources = self.resources
        stem = self.stem(word)
        function = word in resources.function_words
        loose = stem
        weight = 0.0 if function or len(stem) < 2 else self._weigh(word)
        core = self._core(word)
        unsure = core[0] in resources.loose_prefixes and len(core) > _SHORTEST_STEM
        if unsure and not function:
            loose = self._bare(core[1:])
        return Word(
            stem=stem,
            loose=loose,
            root="" if function else self._shared_root(stem, loose),
            weight=weight,
            role=self._role(core, loose=unsure),
            person=stem in self._people or loose in self._people,
            hearsay=self._among(word, resources.allegations),
            rumour=self._among(word, resources.rumours),
        )

    def _shared_root(self, stem: str, loose: str) -> str:
        root = self._root(stem)
        known = self._synonyms
        return known.get(stem) or known.get(loose) or (known.get(root, root) if root else "")

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
def comparison(code: str) -> ComparisonResources:
    """The comparison words of a language; ValueError for a language that declares none."""
    try:
        module = import_module(f"services.language.{code}.comparison")
    except ModuleNotFoundError as error:
        raise ValueError(f"language {code!r} declares no words for comparison") from error
    resources: ComparisonResources = module.COMPARISON
    return resources
