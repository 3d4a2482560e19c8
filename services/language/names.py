"""Proper names, and keys under which their many spellings meet. [pure]

Names are found from declared evidence: gazetteers, titles, heads of organisations, given names, and
capitals where a script has them. Spelling variants fold into a Latin consonant skeleton, so that a name in
Arabic and its English form can be compared. Folding proposes; whether two names are one person is decided
by the context of the comparison.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from services.common.domain import Name, NameKind
from services.language.memo import Memo
from services.language.normalize import fold, words
from services.language.tokens import Tokens

if TYPE_CHECKING:
    from services.language.declaration import Language


@dataclass(frozen=True, slots=True)
class NameResources:
    """Folded words, unless said otherwise. The gazetteers map a spelling to its English name."""

    titles: frozenset[str]  # a person follows
    ranks: frozenset[str]  # titles that take other words before the name ("minister of ...")
    given: frozenset[str]  # given and family names that tell a person
    joiners: frozenset[str]  # parts inside a name: "bin", "van"
    places: Mapping[str, str]
    organisations: Mapping[str, str]
    organisation_heads: frozenset[str]
    fences: frozenset[str]  # function words, which always end a name
    common: frozenset[str]  # words that are never part of a name
    clitics: tuple[tuple[str, str], ...]  # (written prefix, what it stands for) to try before a lookup
    articles: tuple[str, ...]
    feminine: tuple[str, ...]  # endings of feminine adjectives, which are no family names
    adjective: re.Pattern[str] | None  # an adjective of origin that follows a head
    capitals: bool  # names are written with capitals
    openers: frozenset[str] = field(init=False)  # words that can open the name of a person or organisation
    definite_clitics: tuple[str, ...] = field(init=False)  # clitics with an article behind them

    def __post_init__(self) -> None:
        groups = (self.titles, self.ranks, self.given, self.joiners, self.organisation_heads)
        object.__setattr__(self, "openers", frozenset().union(*groups))
        definite = (written + article for written, _ in self.clitics for article in self.articles)
        object.__setattr__(self, "definite_clitics", tuple(definite))


# --- finding -----------------------------------------------------------------------------------------

_STOP = re.compile(r"[^\s'’\u200f\u200e-]")
_QUOTATION = re.compile(r"[«“\"]")
_LONGEST_PERSON = 5
_LONGEST_ORGANISATION = 7
_LONGEST_CAPITALISED = 6


def find(text: str, language: Language) -> tuple[Name, ...]:
    """The names in ``text`` in order, without overlaps; offsets into ``text``."""
    return Finder(language).read_tokens(Tokens(text))


class Finder:
    """Finds names in the statements of one article, and remembers whom it has met.

    A family name alone is a name once the full name was seen.
    """

    def __init__(self, language: Language) -> None:
        self._resources = language.names
        self._lexicon = _lexicon(language.names)
        self._index = self._lexicon.index
        self._met: dict[str, str] = {}  # last word of a person's name -> key of the full name

    def read_tokens(self, tokens: Tokens) -> tuple[Name, ...]:
        """The names of tokens, in order and without overlaps."""
        resources = self._resources
        found: list[Name] = []
        stop = 0
        index, openers, met, cuts = self._index, resources.openers, self._met, self._lexicon.cuts
        plain = self._lexicon.plain
        for at, word in enumerate(tokens.words):
            if at < stop or (plain[word] and word not in met):
                continue
            if word in index:
                stop = self._gazetteer(tokens, at, found)
            if at >= stop and (word in openers or word in met):
                stop = self._person(tokens, at, found) or self._organisation(tokens, at, found)
            elif at >= stop and cuts[word] and (cut := self._clitic(word)):
                stop = self._person(tokens, at, found, cut=cut)
            if at >= stop and resources.capitals:
                stop = self._capitalised(tokens, at, found)
        return tuple(found)

    def _gazetteer(self, tokens: Tokens, at: int, found: list[Name]) -> int:
        """A declared place or organisation that starts at word ``at``; 0 for none."""
        words = tokens.words
        for entry in self._index.get(words[at], ()):
            stop = at + 1 + len(entry.rest)
            if (entry.rest and tuple(words[at + 1 : stop]) != entry.rest) or not self._together(
                tokens, at, stop
            ):
                continue
            if self._resources.capitals and not _capital(tokens, at, stop):
                continue
            span = tokens.raw_span(tokens.starts[at] + entry.cut, tokens.ends[stop - 1])
            found.append(Name(span, tokens.raw(span), entry.key, entry.kind))
            return stop
        return 0

    def _together(self, tokens: Tokens, first: int, stop: int) -> bool:
        return not any(_STOP.search(tokens.gap(index)) for index in range(first + 1, stop))

    def _person(self, tokens: Tokens, at: int, found: list[Name], *, cut: int = 0) -> int:
        resources = self._resources
        words = tokens.words
        word = words[at]
        if resources.capitals:
            return 0  # capitals say more: see `_capitalised`
        titled = not cut and (word in resources.titles or word in resources.ranks)
        first = at
        if titled:
            after = self._after_title(tokens, at)
            if after is None:
                return 0
            first = after
        stop, evidence = self._name_words(tokens, first, titled=titled, cut=cut)
        if stop == first:
            return 0
        size = stop - first
        if not titled and evidence == 0:
            return 0
        if (
            not titled
            and size == 1
            and words[first][cut:] not in self._met
            and not self._sure_alone(word[cut:])
        ):
            return 0
        if (
            titled
            and evidence == 0
            and (size > 3 or word in resources.ranks or (size == 1 and first > at + 1))
        ):
            return 0
        self._add_person(tokens, first, stop, found, cut)
        return stop

    def _clitic(self, word: str) -> int:
        """How many letters of a word are a clitic before a known person's name; 0 when it is none."""
        given = self._resources.given
        for cut, rest in self._lexicon.cuts[word]:
            if rest in given or rest in self._met:
                return cut
        return 0

    def _sure_alone(self, word: str) -> bool:
        """Whether one word that is no known family name is taken for a person without further evidence."""
        return word in self._resources.given and len(word) > 4

    def _after_title(self, tokens: Tokens, at: int) -> int | None:
        """The word where the person's name after a title should start; None if there cannot be one."""
        resources = self._resources
        words = tokens.words
        index = at + 1
        while index < min(len(words), at + 9):
            if _STOP.search(tokens.gap(index)):
                return None
            word = words[index]
            if word in resources.given or word in self._met or word in resources.joiners:
                return index
            if word in resources.titles or word in resources.ranks:
                index += 1
                continue
            if word.startswith(resources.articles) and len(word) > 3:
                index += 1
                continue
            if word in resources.organisation_heads or word in resources.places:
                index += 1
                continue
            return None if word in resources.common else index
        return None

    def _name_words(self, tokens: Tokens, first: int, *, titled: bool, cut: int = 0) -> tuple[int, int]:
        """Where the run of name words from ``first`` stops, and how many of them tell a person."""
        resources = self._resources
        words = tokens.words
        stop = first
        evidence = 0
        while stop < min(len(words), first + _LONGEST_PERSON):
            word = words[stop]
            if stop > first and _STOP.search(tokens.gap(stop)):
                break
            before = words[stop - 1] if stop > first else ""
            if word in resources.given or word in self._met or (cut and stop == first):
                evidence += 1
            elif before in resources.joiners and word.isalpha():
                evidence += 1  # "bin X", "Abd X": whatever the word means elsewhere
            elif word in resources.joiners:
                pass
            elif (
                self._lexicon.others[word]
                or (not titled and not evidence)
                or (
                    before
                    and not self._looks_like_name(word, before, words[stop - 2] if stop - 1 > first else "")
                )
            ):
                break
            stop += 1
        while stop > first and words[stop - 1] in resources.joiners:
            stop -= 1
        return stop, evidence

    def _looks_like_name(self, word: str, before: str, earlier: str) -> bool:
        """An unknown word inside a name: no verb, and no adjective unless a family name."""
        resources = self._resources
        if resources.adjective is None:
            return True
        if word.startswith(resources.definite_clitics):
            return False
        known = before in resources.given or before in resources.joiners or earlier in resources.joiners
        if not word.startswith(resources.articles):
            return True
        return known and not word.endswith(resources.feminine)

    def _add_person(self, tokens: Tokens, first: int, stop: int, found: list[Name], cut: int = 0) -> None:
        words = tokens.words
        span = tokens.raw_span(tokens.starts[first] + cut, tokens.ends[stop - 1])
        name = tokens.raw(span)
        own = key(" ".join(words[first:stop])[cut:])
        if stop - first == 1:
            own = self._met.get(words[first][cut:], own)
        else:
            last = words[stop - 1]
            if len(last) > 2 and last not in self._resources.common:
                self._met.setdefault(last, own)
        found.append(Name(span, name, own, NameKind.PERSON))

    def _organisation(self, tokens: Tokens, at: int, found: list[Name]) -> int:
        resources = self._resources
        words = tokens.words
        if words[at] not in resources.organisation_heads or resources.capitals:
            return 0
        stop = at + 1
        quoted = stop < len(words) and _QUOTATION.search(tokens.gap(stop))
        while stop < min(len(words), at + _LONGEST_ORGANISATION):
            gap = tokens.gap(stop)
            word = words[stop]
            if quoted:
                if stop > at + 1 and _STOP.search(gap):
                    break
            elif (
                word in resources.fences
                or _STOP.search(gap)
                or not (
                    (word.startswith(resources.articles) and len(word) > 3 and self._extends(word, stop - at))
                    or (stop == at + 1 and word not in resources.common and word.isalpha())
                    or word in resources.given
                    or (word in resources.joiners and stop > at + 1)
                    or (words[stop - 1] in resources.joiners and word.isalpha())
                    or word in resources.places
                )
            ):
                break
            stop += 1
        if stop == at + 1:
            return 0
        end = tokens.ends[stop - 1]
        if quoted and tokens.folded[end : end + 1] in ("»", "”", '"'):
            end += 1
        span = tokens.raw_span(tokens.starts[at], end)
        name = tokens.raw(span)
        found.append(Name(span, name, key(name), NameKind.ORGANISATION))
        return stop

    def _extends(self, word: str, position: int) -> bool:
        """Whether a definite word goes on an organisation's name: the first one, then adjectives only."""
        adjective = self._resources.adjective
        return position == 1 or adjective is None or adjective.match(word) is not None

    def _capitalised(self, tokens: Tokens, at: int, found: list[Name]) -> int:
        """A run of capitalised words in a script that has capitals."""
        resources = self._resources
        words = tokens.words
        if words[at] in resources.common or len(words[at]) < 2 or not _capital(tokens, at):
            return 0
        stop = at + 1
        while stop < min(len(words), at + _LONGEST_CAPITALISED):
            gap = tokens.gap(stop)
            if _STOP.search(gap) and not (gap == ". " and words[stop - 1] in resources.titles):
                break
            following = stop + 1
            if words[stop] in resources.joiners and following < len(words) and _capital(tokens, following):
                stop += 2
            elif _capital(tokens, stop) and words[stop] not in resources.common:
                stop += 1
            else:
                break
        first = at
        kind = NameKind.OTHER
        if any(word in resources.organisation_heads for word in words[at:stop]):
            kind = NameKind.ORGANISATION
        else:
            for position in range(stop - 1, at - 1, -1):
                if words[position] in resources.titles:  # "Russian President X": the person is X
                    first = position + 1
                    kind = NameKind.PERSON
                    break
            if first == stop:
                return 0  # a title alone
            before = words[at - 1] if at else ""
            if before in resources.titles or words[at] in resources.given or words[at] in self._met:
                kind = NameKind.PERSON
        if kind is NameKind.OTHER and stop - at == 1 and _starts_sentence(tokens, at):
            return 0  # its capital may be the sentence's
        if kind is NameKind.PERSON:
            self._add_person(tokens, first, stop, found)
            return stop
        span = tokens.span(first, stop)
        found.append(Name(span, tokens.raw(span), key(tokens.raw(span)), kind))
        if kind is NameKind.OTHER and stop - first > 1:
            self._met.setdefault(words[stop - 1], key(tokens.raw(span)))
        return stop


def _capital(tokens: Tokens, index: int, stop: int = 0) -> bool:
    """Whether a word starts with a capital; one of up to three letters alone must be all capitals."""
    start = tokens.starts[index]
    short = stop == index + 1 and tokens.ends[index] - start <= 3
    return tokens.raw(tokens.raw_span(start, tokens.ends[index] if short else start + 1)).isupper()


def _starts_sentence(tokens: Tokens, index: int) -> bool:
    return index == 0 or tokens.gap(index).strip(" ") != ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A gazetteer name behind one written first word."""

    rest: tuple[str, ...]  # the words after it
    cut: int  # how many letters of the first word are clitics
    key: str
    kind: NameKind


_SHORTEST_WITH_CLITIC = 4  # letters: "بمصر" is often written, and short words collide with verbs


class _Lexicon:
    """The gazetteer of a language, indexed, and what is known of each word whatever the article."""

    def __init__(self, resources: NameResources) -> None:
        self.resources = resources
        self.index = _gazetteer_index(resources)
        self.cuts = Memo(self._cuts)
        self.others = Memo(self._is_other)
        self.plain = Memo(self._is_plain)
        self._clitics = tuple(written for written, meant in resources.clitics if not meant)

    def _cuts(self, word: str) -> tuple[tuple[int, str], ...]:
        """``(letters, rest)`` for every clitic before what is long enough to be a name."""
        if word in self.resources.common:
            return ()
        return tuple(
            (len(written), word[len(written) :])
            for written in self._clitics
            if word.startswith(written) and len(word) - len(written) >= _SHORTEST_WITH_CLITIC
        )

    def _is_plain(self, word: str) -> bool:
        """Whether no name can begin at a word, unless it is one that the article has made known."""
        resources = self.resources
        return not (resources.capitals or word in self.index or word in resources.openers or self.cuts[word])

    def _is_other(self, word: str) -> bool:
        """Whether a word is known to be something else than part of a person's name."""
        resources = self.resources
        return (
            word in resources.common
            or not word.isalpha()
            or len(word) < 2
            or word in self.index
            or word in resources.titles
            or word in resources.ranks
            or word in resources.organisation_heads
            or any(
                word.startswith(written) and word[len(written) :] in resources.common
                for written, _ in resources.clitics
            )
        )


_LEXICONS: dict[int, _Lexicon] = {}


def _lexicon(resources: NameResources) -> _Lexicon:
    """The lexicon of a language; large, so it is built when the first text is read."""
    found = _LEXICONS.get(id(resources))
    if found is None or found.resources is not resources:
        found = _LEXICONS[id(resources)] = _Lexicon(resources)
    return found


def _gazetteer_index(resources: NameResources) -> Mapping[str, tuple[_Entry, ...]]:
    """Every written first word, clitics included -> the names it can open, longest first."""
    index: dict[str, list[_Entry]] = {}
    gazetteers = ((resources.organisations, NameKind.ORGANISATION), (resources.places, NameKind.PLACE))
    for gazetteer, kind in gazetteers:
        for spelled, canonical in gazetteer.items():
            first, *rest = spelled.split()
            skeleton = _skeleton(canonical)
            index.setdefault(first, []).append(_Entry(tuple(rest), 0, skeleton, kind))
            if not rest and len(first) < _SHORTEST_WITH_CLITIC:
                continue
            for written, meant in resources.clitics:
                if first.startswith(meant):
                    cut = 0 if meant else len(written)
                    entry = _Entry(tuple(rest), cut, skeleton, kind)
                    index.setdefault(written + first[len(meant) :], []).append(entry)
    return {
        word: tuple(sorted(entries, key=lambda entry: (-len(entry.rest), entry.cut)))
        for word, entries in index.items()
    }


# --- keys --------------------------------------------------------------------------------------------

# One class letter per group of sounds that transcribers mix up; vowels are dropped.
_CLASSES = {
    **dict.fromkeys("بپbp", "b"),
    **dict.fromkeys("تطثt", "t"),
    **dict.fromkeys("دضذd", "d"),
    **dict.fromkeys("جچغگقكخjgqkc", "k"),
    **dict.fromkeys("سصزظژsz", "s"),
    **dict.fromkeys("ش", "x"),
    **dict.fromkeys("فڤfv", "f"),
    **dict.fromkeys("حهh", "h"),
    "ل": "l", "l": "l", "م": "m", "m": "m", "ن": "n", "n": "n", "ر": "r", "r": "r", "x": "ks",
}  # fmt: skip
_VOWELS = {
    **dict.fromkeys("اaعe", "a"),
    **dict.fromkeys("يiy", "i"),
    **dict.fromkeys("وuow", "u"),
}
# Latin letter groups that write one sound, in this order.
_GROUPS = (
    ("tch", "X"),
    ("cz", "X"), ("tsh", "X"), ("sch", "X"), ("sh", "X"), ("ch", "X"), ("kh", "k"), ("gh", "g"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("zh", "j"), ("ck", "k"), ("qu", "k"), ("ce", "se"), ("ci", "si"), ("cy", "sy"),
    ("تش", "X"),
)  # fmt: skip
# Latin letters whose mark changes the sound, which folding would drop.
_MARKED = str.maketrans(
    {
        "š": "sh",
        "ş": "sh",
        "ș": "sh",
        "č": "ch",
        "ć": "ch",
        "ç": "ch",
        "ž": "zh",
        "Š": "Sh",
        "Ş": "Sh",
        "Č": "Ch",
        "Ç": "Ch",
        "Ž": "Zh",
    }
)
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "ال",
        "bin",
        "ibn",
        "ben",
        "bint",
        "بن",
        "ابن",
        "بنت",
        "the",
        "of",
        "de",
        "du",
        "von",
        "van",
        "da",
        "di",
        "و",
    ]
)
_JOINED = frozenset(("عبد", "ابو", "ام", "abd", "abdul", "abdel", "abdal", "abu", "um", "umm"))
_REPEAT = re.compile(r"(.)\1+")
_FULL_SHARE = 0.3  # weight of the vowels in the similarity of two words
_PART_OF_NAME = 0.92  # of the similarity stays when the other name has more words
_KEY_CACHE = 65536


def key(name: str) -> str:
    """Consonant classes of a name, word by word, comparable across Arabic and Latin script.

    Words that are known names of a place or body use their English name, so that translations meet as well.

    >>> key("فلاديمير بوتين") == key("Vladimir Putin")
    True
    >>> key("ألمانيا") == key("Germany")
    True
    """
    folded = _folded(name)
    return _skeleton(_exonyms().get(folded, folded))


@lru_cache(maxsize=_KEY_CACHE)
def _skeleton(folded: str) -> str:
    return " ".join(filter(None, (consonants for consonants, _ in _sounds(folded))))


@lru_cache(maxsize=_KEY_CACHE)
def _sounds(folded: str) -> tuple[tuple[str, str], ...]:
    """Of each word of a folded name its consonant classes and its classes with vowels."""
    result: list[tuple[str, str]] = []
    parts = folded.split()
    index = 0
    while index < len(parts):
        word = parts[index]
        if word in _JOINED and index + 1 < len(parts):
            index += 1
            word += parts[index]
        index += 1
        if word in _PARTICLES:
            continue
        if word.startswith("ال") and len(word) > 4:
            word = word[2:]
        result.append(_word_sounds(word))
    return tuple(result)


@lru_cache(maxsize=_KEY_CACHE)
def _word_sounds(word: str) -> tuple[str, str]:
    for group, sound in _GROUPS:
        if group in word:
            word = word.replace(group, sound)
    if len(word) > 2 and word[-1] in "هh":
        word = word[:-1]
    consonants: list[str] = []
    full: list[str] = []
    for letter in word:
        sound = "x" if letter == "X" else _CLASSES.get(letter, letter if letter.isdigit() else "")
        if sound:
            consonants.append(sound)
            full.append(sound)
        elif vowel := _VOWELS.get(letter):
            full.append(vowel)
    skeleton = _REPEAT.sub(r"\1", "".join(consonants))
    spelled = _REPEAT.sub(r"\1", "".join(full))
    return skeleton or spelled, spelled


@lru_cache(maxsize=_KEY_CACHE)
def similarity(a: str, b: str) -> float:
    """How alike two written names sound, 0 to 1, in any mix of scripts; 1 for known translations.

    Words are matched one to one; a name that lacks a part of the other loses little ("Putin" against
    "Vladimir Putin"), a name with a different part loses much. Different spellings of the same consonants
    stay below 1: they may be different people.
    """
    folded_a, folded_b = _folded(a), _folded(b)
    if not folded_a or not folded_b:
        return 0.0
    if folded_a == folded_b:
        return 1.0
    exonyms = _exonyms()
    known_a, known_b = exonyms.get(folded_a), exonyms.get(folded_b)
    if known_a is not None and known_a == known_b:
        return 1.0
    sounds_a, sounds_b = _sounds(known_a or folded_a), _sounds(known_b or folded_b)
    if not sounds_a or not sounds_b:
        return 0.0
    joined = _word_similarity(_join(sounds_a), _join(sounds_b))
    if len(sounds_a) == 1 and len(sounds_b) == 1:
        return min(joined, 0.99)
    if len(sounds_a) > len(sounds_b):
        sounds_a, sounds_b = sounds_b, sounds_a
    aligned = _aligned(sounds_a, sounds_b)
    if len(sounds_a) == len(sounds_b):
        aligned = max(aligned, _aligned(sounds_b, sounds_a))  # greedy, so the order matters
    return min(max(joined, aligned), 0.99)


@lru_cache(maxsize=_KEY_CACHE)
def _folded(name: str) -> str:
    return " ".join(words(fold(name if name.isascii() else name.translate(_MARKED))))


def _aligned(shorter: tuple[tuple[str, str], ...], longer: tuple[tuple[str, str], ...]) -> float:
    """Mean similarity of the words of ``shorter`` to their best partners, less if words are left over."""
    rest = list(longer)
    total = 0.0
    for sounds in shorter:
        scores = [_word_similarity(sounds, other) for other in rest]
        best = max(scores)
        total += best
        del rest[scores.index(best)]
    return total / len(shorter) * (_PART_OF_NAME if rest else 1.0)


def _join(sounds: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    return "".join(part for part, _ in sounds), "".join(part for _, part in sounds)


def _word_similarity(a: tuple[str, str], b: tuple[str, str]) -> float:
    skeletons = Indel.normalized_similarity(a[0], b[0])
    return (1 - _FULL_SHARE) * skeletons + _FULL_SHARE * Indel.normalized_similarity(a[1], b[1])


@lru_cache(maxsize=1)
def _exonyms() -> Mapping[str, str]:
    """Every declared spelling of a place or body in every language -> its English name."""
    from services.language.language import LANGUAGES  # a language module imports this one

    table: dict[str, str] = {}
    for language in LANGUAGES.values():
        for gazetteer in (language.names.organisations, language.names.places):
            table.update(gazetteer)
    return table
