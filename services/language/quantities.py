"""Numbers as intervals with a hedge and a unit. [pure]

Works on tokens of the raw text (``lexemes``): a number is read from digits or number words, then what it
counts or measures to its right (or left), then how exactly it is meant. Digits of dates and clock times,
as the time reader sees them, are no quantities; neither are identifiers, phone numbers and bare years.

Conventions: an approximate value ``v`` is the interval of 10 % around it; "at least" and "at most" are open
on one side (at most 3 of something still begins at 0); a vague word has a wide interval and no value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.common.domain import Dimension, Hedge, Quantity, Span
from services.language.lexemes import Lexemes, fold_form, tokenize
from services.language.memo import Memo
from services.language.time_readings import TimeResources, mentions

APPROXIMATION = 0.10  # half-width of the interval that "about v" stands for, as a share of v


@dataclass(frozen=True, slots=True)
class Unit:
    """Something measured or counted. ``factor`` turns it into the reference unit of its dimension."""

    key: str
    dimension: Dimension
    singular: str  # forms separated by commas; a form may be several words
    plural: str = ""
    factor: float | None = None
    dual: str = ""  # forms that by themselves mean two of it


@dataclass(frozen=True, slots=True)
class HedgeVerb:
    """A word that bounds the number behind it, and what it means under negation."""

    forms: str  # separated by spaces
    hedge: Hedge
    negated: Hedge
    closer: str = ""  # words of which one has to stand right before the number, separated by spaces
    gap: int = 0  # how many words may stand between the verb and its closer or number
    free_gap: bool = False  # those words need not name a measure ("their number", "its value")


@dataclass(frozen=True, slots=True)
class QuantityResources:
    """The words of number of one language. All forms may be written unfolded."""

    times: TimeResources
    numbers: Mapping[str, float]  # whole numbers below 1000
    scales: Mapping[str, float]  # thousand, million ... in any form that multiplies
    duals: Mapping[str, float] = field(default_factory=dict)  # two thousand, two million as one word
    scale_letters: Mapping[str, float] = field(default_factory=dict)  # written onto digits: 5bn, 3m
    fractions: Mapping[str, float] = field(default_factory=dict)
    vague: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    ordinal_fractions: frozenset[str] = frozenset()  # fractions that without "a" are ordinals or periods
    fraction_parts: Mapping[str, float] = field(default_factory=dict)  # "quarters" of "three quarters"
    doubled_alone: frozenset[str] = (
        frozenset()
    )  # scale forms that mean two of it where no number stands before
    zero: frozenset[str] = frozenset()
    lone_ones: frozenset[str] = frozenset()  # forms of "one" that are numbers only inside larger ones
    after_noun: frozenset[str] = frozenset()  # forms of "one" and "two" that follow their noun
    teen_suffixes: frozenset[str] = frozenset()  # "ten" as the second word of 11..19
    articles_as_one: frozenset[str] = frozenset()  # "a hundred"
    conjunction: str = ""  # proclitic "and"
    conjunctions: frozenset[str] = frozenset()  # "and" as a word
    tens_before_ones: bool = False  # "twenty-five" rather than "five and twenty"
    minus_words: frozenset[str] = frozenset()  # "less a quarter"
    prefixes: tuple[str, ...] = ()  # proclitics, shortest first
    article: str = ""
    definite_prefixes: tuple[str, ...] = ()  # those that contain the article
    dot_groups: bool = False  # a dot before three digits separates thousands
    units: tuple[Unit, ...] = ()
    symbols: Mapping[str, str] = field(default_factory=dict)  # written before the number: "$" -> unit key
    hedge_verbs: tuple[HedgeVerb, ...] = ()
    hedges_before: Mapping[str, Hedge] = field(default_factory=dict)
    ceilings: frozenset[str] = (
        frozenset()
    )  # "reaches": an upper bound, but exact behind a proclitic ("to reach")
    hedges_after: Mapping[str, Hedge] = field(default_factory=dict)
    not_numbers: frozenset[str] = frozenset()  # surface forms that only look like a number or a dual
    not_numbers_as_written: frozenset[str] = frozenset()  # names that only folding makes a number
    ordinals: tuple[str, ...] = ()  # ordinal words, whose second part is no count ("the eleventh")
    era_marks: frozenset[str] = frozenset()  # written onto an abbreviated year
    negators: frozenset[str] = frozenset()
    measures: tuple[str, ...] = ()  # beginnings of words such as "number", "value"
    count_words: frozenset[str] = frozenset()  # "number of" before the noun that is counted
    possessives: tuple[str, ...] = ()  # endings of nouns with "their", which are never counted
    not_noun_prefixes: tuple[str, ...] = ()  # beginnings of words that are rather a preposition and a noun
    partitives: frozenset[str] = frozenset()  # "of"
    determiners: frozenset[str] = frozenset()  # "the", "these" between "of" and the noun
    partitive_pronouns: frozenset[str] = frozenset()  # "of them"
    not_nouns: frozenset[str] = frozenset()  # words that never name what is counted
    between: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()  # "from"
    targets: frozenset[str] = frozenset()  # "to"
    either: frozenset[str] = frozenset()  # "or"
    change_words: tuple[str, ...] = ()  # beginnings of words that make "from A to B" a change
    spread_words: tuple[str, ...] = ()  # beginnings of words that make it a range
    score_words: tuple[str, ...] = ()  # beginnings of words of sport
    age_words: frozenset[str] = frozenset()
    age_units: frozenset[str] = frozenset({"year", "month"})
    identifiers: frozenset[str] = frozenset()  # words before a number that make it a name
    stage_words: frozenset[str] = frozenset()  # words behind a fraction that make it a stage ("semi-final")
    accusative: str = ""  # ending of a counted noun behind 11..99


_NUMBER, _SCALE, _DUAL_SCALE, _FRACTION, _VAGUE, _DUAL, _ZERO = range(7)


@dataclass(frozen=True, slots=True)
class _Word:
    kind: int
    value: float
    unit: Unit | None = None
    high: float = 0.0
    conjoined: bool = False
    definite: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as read: its value, the index after it, and how it was written."""

    value: float
    after: int
    scaled: bool = False
    decimal: bool = False
    fraction: bool = False
    low: float | None = None  # bounds of a vague number
    high: float | None = None
    unit: Unit | None = None  # carried by a dual
    definite: bool = False
    digits: bool = False


class _Lexicon:
    """Resources folded once, with a memo of every surface form seen."""

    def __init__(self, resources: QuantityResources) -> None:
        self.resources = resources
        r = resources
        self.forms: dict[str, _Word] = {}
        self.units: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
        self.by_key: dict[str, Unit] = {}
        self.singulars: set[str] = set()
        self.plurals: set[str] = set()
        for unit in r.units:
            self.by_key.setdefault(unit.key, unit)
            self.singulars.update(fold_form(form) for form in unit.singular.split(","))
            self.plurals.update(fold_form(form) for form in unit.plural.split(","))
            for form in f"{unit.singular},{unit.plural}".split(","):
                parts = tuple(tokenize(form).words)
                if parts:
                    self.units.setdefault(parts[0], []).append((parts, unit))
            for form in unit.dual.split(","):
                if form.strip():
                    self.forms[fold_form(form.strip())] = _Word(_DUAL, 2.0, unit)
        for options in self.units.values():
            options.sort(key=lambda option: -len(option[0]))
        for table, kind in (
            (r.fractions, _FRACTION),
            (r.duals, _DUAL_SCALE),
            (r.scales, _SCALE),
            (r.numbers, _NUMBER),
        ):
            for form, value in table.items():
                self.forms[fold_form(form)] = _Word(kind, value)
        self.vague = {fold_form(form): bounds for form, bounds in r.vague.items()}
        for form, (low, high) in self.vague.items():
            self.forms.setdefault(form, _Word(_VAGUE, low, None, high))
        for form in r.zero:
            self.forms[fold_form(form)] = _Word(_ZERO, 0.0)

        def folded(forms: frozenset[str]) -> frozenset[str]:
            return frozenset(fold_form(form) for form in forms)

        def begin(forms: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(fold_form(form) for form in forms)

        self.lone_ones = folded(r.lone_ones)
        self.after_noun = folded(r.after_noun)
        self.teen_suffixes = folded(r.teen_suffixes)
        self.conjunctions = folded(r.conjunctions)
        self.negators = folded(r.negators)
        self.not_nouns = folded(r.not_nouns)
        self.identifiers = folded(r.identifiers)
        self.partitives = folded(r.partitives)
        self.partitive_pronouns = folded(r.partitive_pronouns)
        self.between = folded(r.between)
        self.sources = folded(r.sources)
        self.targets = folded(r.targets)
        self.either = folded(r.either)
        self.minus_words = folded(r.minus_words)
        self.stage_words = folded(r.stage_words)
        self.count_words = folded(r.count_words)
        self.change_words = begin(r.change_words)
        self.spread_words = begin(r.spread_words)
        self.score_words = begin(r.score_words)
        self.age_words = folded(r.age_words)
        self.measures = begin(r.measures)
        self.verbs: dict[str, HedgeVerb] = {
            fold_form(form): verb for verb in r.hedge_verbs for form in verb.forms.split()
        }
        self.closers: dict[str, frozenset[str]] = {
            verb.closer: frozenset(fold_form(word) for word in verb.closer.split()) for verb in r.hedge_verbs
        }
        self.before = self._phrases(r.hedges_before, last=True)
        self.after = self._phrases(r.hedges_after, last=False)
        self.longest_gap = max((verb.gap for verb in r.hedge_verbs), default=0) + 2
        self.doubled_alone = folded(r.doubled_alone)
        self.fraction_parts = {fold_form(form): value for form, value in r.fraction_parts.items()}
        self.not_numbers = folded(r.not_numbers)
        self.ordinals = folded(frozenset(r.ordinals))
        self.era_marks = folded(r.era_marks)
        self.ceilings = frozenset(tuple(fold_form(form).split()) for form in r.ceilings)
        self.memo = Memo(self._analyse)
        self.bare = Memo(self._bare)
        self.options = Memo(self._options)
        self.verb = Memo(self._verb)
        self.starts: frozenset[str] = frozenset(r.symbols)

    @staticmethod
    def _phrases(table: Mapping[str, Hedge], *, last: bool) -> dict[str, list[tuple[tuple[str, ...], Hedge]]]:
        phrases: dict[str, list[tuple[tuple[str, ...], Hedge]]] = {}
        for phrase, hedge in table.items():
            parts = tuple(fold_form(phrase).split())
            phrases.setdefault(parts[-1 if last else 0], []).append((parts, hedge))
        for options in phrases.values():
            options.sort(key=lambda option: -len(option[0]))
        return phrases

    def _bare(self, word: str) -> tuple[str, ...]:
        """``word`` and what remains of it without one proclitic."""
        return (word, *(rest for _, rest in self.stripped(word)))

    def _verb(self, word: str) -> HedgeVerb | None:
        """The hedging verb that ``word`` is, proclitics aside."""
        return next((self.verbs[form] for form in self.bare[word] if form in self.verbs), None)

    def _options(self, word: str) -> tuple[list[tuple[tuple[str, ...], Unit]], ...]:
        """The declared units that begin with ``word``, for each of its forms; most words begin none."""
        return tuple(self.units[form] for form in self.noun_forms(word) if form in self.units)

    def noun_forms(self, word: str) -> tuple[str, ...]:
        """Forms under which a noun may be declared: without article, without accusative ending."""
        ending, article = self.resources.accusative, self.resources.article
        forms = [word]
        if ending and word.endswith(ending) and len(word) > 2:
            forms.append(word[: -len(ending)])
        if article and word.startswith(article) and len(word) > len(article) + 2:
            forms.append(word[len(article) :])
        return tuple(forms)

    def stripped(self, word: str) -> tuple[tuple[str, str], ...]:
        """``(proclitic, rest)`` for every proclitic that ``word`` may begin with."""
        return tuple(
            (prefix, word[len(prefix) :])
            for prefix in self.resources.prefixes
            if word.startswith(prefix) and len(word) > len(prefix) + 1
        )

    def _analyse(self, word: str) -> _Word | None:
        """The number word that ``word`` is, proclitics aside."""
        if word in self.not_numbers:
            return None
        if word in self.forms:
            exact = self.forms[word]
            conjunction = self.resources.conjunction
            # "one" may begin with the letter of "and": then it is also "and one" (of eleven, say).
            rest = self.forms.get(word.removeprefix(conjunction)) if conjunction else None
            both = word.startswith(conjunction or "\0") and rest is not None and rest.value == exact.value
            return replace(exact, conjoined=True) if both else exact
        conjunction = self.resources.conjunction
        for prefix in self.resources.prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 1:
                found = self.forms.get(word[len(prefix) :])
                if found is not None:
                    definite = prefix in self.resources.definite_prefixes
                    return _Word(
                        found.kind,
                        found.value,
                        found.unit,
                        found.high,
                        bool(conjunction) and prefix.startswith(conjunction),
                        definite,
                        prefix,
                    )
        return None


_lexicons: dict[int, _Lexicon] = {}


def _lexicon(resources: QuantityResources) -> _Lexicon:
    found = _lexicons.get(id(resources))
    if found is None or found.resources is not resources:
        found = _lexicons[id(resources)] = _Lexicon(resources)
    return found


_TO_DOT = str.maketrans("،٫,", "...")
_LONGEST_NUMBER = 30  # characters; a longer row of digits counts nothing and would pass all bounds
_BREAKS = frozenset(".؛;:!?؟\n،,")
_SENTENCE_BREAKS = frozenset(".؛;!?؟")


class _Reader:
    def __init__(self, tokens: Lexemes, lexicon: _Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.resources = lexicon.resources
        self.words = tokens.words
        self.size = len(tokens.words)
        self.found: list[_Word | None] = list(map(lexicon.memo.__getitem__, tokens.words))

    def read(self) -> tuple[Quantity, ...]:
        numeric, found, symbols = self.tokens.numeric, self.found, self.resources.symbols
        if not (any(found) or any(numeric)) and self.lexicon.starts.isdisjoint(self.words):
            return ()
        candidates = [
            index
            for index, word in enumerate(self.words)
            if found[index] is not None or numeric[index] or word in symbols
        ]
        if not candidates:
            return ()
        owned = [
            (mention.start, mention.end)
            for mention in mentions(self.tokens.text, self.resources.times)
            if mention.owns_numbers
        ]
        quantities: list[Quantity] = []
        done = pointer = 0
        starts = self.tokens.starts
        for index in candidates:
            if index < done:
                continue
            while pointer < len(owned) and owned[pointer][1] <= starts[index]:
                pointer += 1
            if pointer < len(owned) and owned[pointer][0] <= starts[index]:
                continue
            results, done = self._quantity(index, quantities)
            quantities.extend(results)
        return tuple(quantities)

    # -- numbers

    def _value(self, index: int) -> tuple[float, bool, bool] | None:
        """The digits at ``index``: ``(value, is decimal, is grouped)``."""
        word = self.words[index]
        if len(word) > _LONGEST_NUMBER:
            return None
        if word.isdigit():
            return float(word), False, False
        if "ر" in word:  # agencies write the fraction first: 7ر59 is 59.7
            fraction, whole = word.split("ر")
            return float(f"{whole}.{fraction}"), True, False
        if " ." in word:
            fraction, whole = word.replace("\u200f", "").split(" .")
            return float(f"{whole.replace(',', '').replace('،', '')}.{fraction}"), True, False
        if "\u200f" in word:
            # A separator followed by a right-to-left mark shows its parts swapped.
            parts = word.replace("\u200f", "").translate(_TO_DOT).split(".")
            if len(parts) == 2:
                return float(f"{parts[1]}.{parts[0]}"), True, False
            word = word.replace("\u200f", "")
        plain = word.replace("٫", ".").replace("٬", ",").replace("،", ",")
        dots, commas = plain.count("."), plain.count(",")
        parts = plain.replace(",", ".").split(".")
        grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
        if dots + commas == 1:
            if "٬" in word and grouped:
                return float("".join(parts)), False, True
            if "٫" in word:
                return float(".".join(parts)), True, False
            if grouped and parts[0] != "0":
                if commas:
                    return float("".join(parts)), False, True
                if self.resources.dot_groups and not self._takes_decimals(index + 1):
                    return float("".join(parts)), False, True
            return float(".".join(parts)), True, False
        if dots and commas:
            decimal = plain[max(plain.rfind("."), plain.rfind(","))]
            if plain.count(decimal) == 1:
                whole, fraction = plain.split(decimal)
                return float(f"{whole.replace(',', '').replace('.', '')}.{fraction}"), True, False
            return None
        if grouped:
            return float("".join(parts)), False, True
        if all(len(part) == 3 for part in parts[1:-1]) and 1 <= len(parts[0]) <= 3:
            return float(f"{''.join(parts[:-1])}.{parts[-1]}"), True, False
        return None

    def _takes_decimals(self, index: int) -> bool:
        """Whether what follows makes a dot before three digits a decimal point: a scale word or percent."""
        word = self.found[index] if index < self.size else None
        if word is not None and word.kind == _SCALE:
            return True
        unit = self._unit_at(index)
        return unit is not None and unit[0].dimension is Dimension.PERCENT

    def _number(self, index: int) -> _Number | None:
        """The longest number that starts at ``index``."""
        if index >= self.size:
            return None
        word = self.found[index]
        if word is not None and word.kind == _DUAL:
            return self._with_fraction(_Number(2.0, index + 1, unit=word.unit, definite=word.definite))
        if word is not None and word.kind == _ZERO:
            return _Number(0.0, index + 1)
        if word is not None and word.kind == _FRACTION:
            return self._fraction(index, word)
        if word is not None and word.kind == _VAGUE:
            return self._vague(index, word)
        if word is not None and word.kind == _SCALE and self._is_vague_scale(index, word):
            return self._vague(index, word)
        total = 0.0
        group = 0.0
        open_group = False  # a group below the last scale is being read
        last_scale = math.inf
        scaled = decimal = digits = False
        definite = word.definite if word is not None else False
        after = index
        at = index
        while at < self.size:
            conjoined = False
            if at > index and self.words[at] in self.lexicon.conjunctions:
                at += 1
                conjoined = True
                if at >= self.size:
                    break
            elif at == index + 1 and self._closes_before_scale(index, at):
                at += 1
            elif at > index and self.words[at] == "-" and self.resources.tens_before_ones:
                previous, following = self.found[at - 1], self.found[at + 1] if at + 1 < self.size else None
                if not (
                    previous and following and previous.kind == following.kind == _NUMBER and group % 10 == 0
                ):
                    break
                at += 1
            if self.tokens.numeric[at]:
                value = self._value(at)
                if value is None:
                    break
                if at == index:
                    group, open_group, decimal, digits = value[0], True, value[1], True
                elif conjoined and not open_group and scaled and not decimal and value[0] < last_scale:
                    following = self.found[at + 1] if at + 1 < self.size else None
                    rescaled = (
                        following is not None and following.kind == _SCALE and following.value < last_scale
                    )
                    if self.resources.tens_before_ones or (value[1] and not rescaled):
                        break
                    group, open_group = value[0], True
                elif (
                    conjoined
                    and open_group
                    and not digits
                    and group >= 100
                    and group % 100 == 0
                    and value[0] < 100
                    and not value[1]
                ):
                    group += value[0]
                else:
                    break
                at = after = at + 1
                continue
            word = self.found[at]
            if word is None:
                letters = self.resources.scale_letters.get(self.words[at])
                if (
                    letters
                    and at > index
                    and self.tokens.numeric[at - 1]
                    and self._adjacent(at)
                    and not scaled
                ):
                    if len(self.words[at]) == 1 and self.words[at] != "k" and not self._has_symbol(index):
                        break
                    total, group, open_group, scaled = group * letters, 0.0, False, True
                    at = after = at + 1
                break
            conjoined = conjoined or word.conjoined
            if at > index and word.prefix and not word.conjoined and not word.definite:
                break
            if word.kind == _NUMBER:
                if at == index:
                    group, open_group = word.value, True
                elif not open_group:
                    if (
                        not (conjoined or self.resources.tens_before_ones)
                        or word.value >= last_scale
                        or decimal
                    ):
                        break
                    group, open_group = word.value, True
                elif digits:
                    break
                elif word.value == 10 and not conjoined and group % 100 in range(1, 10):
                    if self.words[at] not in self.lexicon.teen_suffixes:
                        break
                    group += 10
                elif word.value == 100 and not conjoined and 1 <= group <= 9:
                    group *= 100
                elif self._fits(group, word.value, conjoined):
                    group += word.value
                else:
                    break
            elif word.kind == _SCALE:
                if self._is_vague_scale(at, word) and not open_group:
                    break
                if at == index and self._is_doubled(at, word):
                    group = 2.0
                elif not open_group:
                    if at == index or (conjoined and word.value < last_scale):
                        group = 1.0
                    elif not conjoined and scaled and word.value > last_scale and total:
                        total *= word.value  # "a hundred thousand million"
                        last_scale = word.value
                        at = after = at + 1
                        continue
                    else:
                        break
                elif conjoined and at > index:
                    if not (word.value < last_scale):
                        break
                    if not digits and group < 1000 and not word.prefix:
                        break
                    total, group = total + group, 1.0
                    break
                if word.value >= last_scale:
                    break
                total += group * word.value
                last_scale, group, open_group, scaled, digits = word.value, 0.0, False, True, False
            elif word.kind == _DUAL_SCALE:
                scale = word.value / 2
                if open_group or scale >= last_scale or (at > index and not conjoined):
                    break
                total += word.value
                last_scale, scaled = scale, True
            else:
                break
            at = after = at + 1
        if after == index:
            return None
        number = _Number(
            _tidy(total + group), after, scaled, decimal, definite=definite, digits=self.tokens.numeric[index]
        )
        parted = self._parts_of_one(number)
        return parted if parted is not None else self._with_fraction(number, last_scale if scaled else 1.0)

    def _closes_before_scale(self, index: int, at: int) -> bool:
        """A bracket around the digits alone ends here, and their scale follows: "(61.3) thousand"."""
        if self.words[at] != ")" or index == 0 or self.words[index - 1] != "(" or at + 1 >= self.size:
            return False
        following = self.found[at + 1]
        return following is not None and following.kind == _SCALE

    def _parts_of_one(self, number: _Number) -> _Number | None:
        """ "Three quarters", "two-thirds"."""
        at = number.after
        if number.scaled or number.decimal or not 2 <= number.value <= 9 or at >= self.size:
            return None
        if self.words[at] == "-":
            at += 1
        part = self.lexicon.fraction_parts.get(self.words[at]) if at < self.size else None
        if part is None:
            return None
        following = self.found[at + 1] if at + 1 < self.size else None
        if following is not None and following.kind == _SCALE:
            return _Number(_tidy(number.value * part * following.value), at + 2, scaled=True)
        return _Number(number.value * part, at + 1, fraction=True)

    def _trailing_fraction(self, index: int, unit: Unit) -> tuple[float, int] | None:
        """ "... years and a half [of the year]" behind a measure: the fraction and the next token."""
        if unit.dimension is Dimension.COUNT or index >= self.size:
            return None
        at = index
        joined = self.words[at] in self.lexicon.conjunctions
        if joined:
            at += 1
            if at < self.size and self.words[at] in self.resources.articles_as_one:
                at += 1
        word = self.found[at] if at < self.size else None
        if word is None or word.kind != _FRACTION or word.definite or not (joined or word.conjoined):
            return None
        after = at + 1
        repeated = self._unit_at(after)
        if repeated is not None:
            if repeated[0].key != unit.key:
                return None
            after = repeated[1]
        elif after < self.size and (self.words[after] in self.lexicon.stage_words or self._is_noun(after)):
            return None
        return word.value, after

    def _is_doubled(self, index: int, word: _Word) -> bool:
        """Whether a form that is also the accusative of one thousand means two thousand of what follows."""
        if self.words[index].removeprefix(word.prefix) not in self.lexicon.doubled_alone:
            return False
        starts, ends = self.tokens.starts, self.tokens.ends
        if "\u064b" in self.tokens.text[starts[index] : ends[index]] or index + 1 >= self.size:
            return False
        following = self.words[index + 1]
        return following[0].isalpha() and not following.startswith(self.resources.conjunction)

    def _fits(self, group: float, value: float, conjoined: bool) -> bool:
        """Whether ``value`` goes into an empty place of ``group``: hundreds, tens, ones."""
        if group >= 100 and group % 100 == 0:
            return value < 100 and (conjoined or self.resources.tens_before_ones)
        tail = group % 100
        if self.resources.tens_before_ones:
            return tail >= 20 and tail % 10 == 0 and value < 10 and not conjoined
        return 1 <= tail <= 9 and value in (20, 30, 40, 50, 60, 70, 80, 90) and conjoined

    def _adjacent(self, index: int) -> bool:
        return index > 0 and self.tokens.ends[index - 1] == self.tokens.starts[index]

    def _has_symbol(self, index: int) -> bool:
        return index > 0 and self.words[index - 1] in self.resources.symbols

    def _is_vague_scale(self, index: int, word: _Word) -> bool:
        return self.words[index].removeprefix(word.prefix) in self.lexicon.vague

    def _vague(self, index: int, word: _Word) -> _Number | None:
        low, high = word.value, word.high
        if word.kind == _SCALE:
            low, high = self.lexicon.vague[self.words[index].removeprefix(word.prefix)]
        after = index + 1
        while after < self.size:
            at = after
            if self.words[at] in self.lexicon.partitives:
                at += 1
            following = self.found[at] if at < self.size else None
            if following is None or following.conjoined:
                break
            if following.kind == _SCALE:
                low, high = low * following.value, high * following.value
            elif following.kind == _VAGUE and following.value >= 20:
                low, high = low * following.value / 2, high * following.value / 2
            else:
                break
            after = at + 1
        return _Number(low, after, low=low, high=high)

    def _fraction(self, index: int, word: _Word) -> _Number | None:
        after = index + 1
        if after < self.size and self.words[after] in self.lexicon.stage_words:
            return None
        if word.definite or (index > 0 and self.words[index - 1] in self.lexicon.ordinals):
            return None
        if self.words[index] in self.resources.ordinal_fractions and (
            index == 0 or self.words[index - 1] not in self.resources.articles_as_one
        ):
            return None
        at = after
        if self.resources.tens_before_ones:
            if at < self.size and self.words[at] in self.lexicon.partitives:
                at += 1
            if at < self.size and self.words[at] in self.resources.articles_as_one:
                at += 1
        following = self.found[at] if at < self.size else None
        if following is not None and following.kind == _SCALE and not following.conjoined:
            return self._with_fraction(_Number(word.value * following.value, at + 1, True), following.value)
        return _Number(word.value, after, fraction=True)

    def _with_fraction(self, number: _Number, scale: float = 1.0) -> _Number:
        """``number`` with "and a half", "and a quarter of a million", "less a third"."""
        at = number.after
        if at >= self.size:
            return number
        sign = 1.0
        minus = self.words[at] in self.lexicon.minus_words
        if minus:
            at += 1
            sign = -1.0
        joined = False
        if at < self.size and self.words[at] in self.lexicon.conjunctions:
            at += 1
            joined = True
        if at < self.size and self.words[at] in self.resources.articles_as_one and (joined or minus):
            at += 1
        word = self.found[at] if at < self.size else None
        if word is None or word.kind != _FRACTION or word.definite or not (joined or minus or word.conjoined):
            return number
        if word.value >= 1 or (number.decimal and not number.scaled):
            return number
        following = self.found[at + 1] if at + 1 < self.size else None
        after = at + 1
        if following is not None and following.kind == _SCALE and not following.conjoined:
            if following.value < scale:
                return _Number(number.value + sign * word.value * following.value, at + 2, True)
            if following.value > scale and not number.scaled:  # "one and a half million"
                return _Number((number.value + sign * word.value) * following.value, at + 2, True)
            after = at + 2
        elif number.unit is not None:
            # "two years and a half [of the year]"
            repeated = self._unit_at(after)
            if repeated is not None and repeated[0].key == number.unit.key:
                after = repeated[1]
        return _Number(
            number.value + sign * word.value * scale,
            after,
            number.scaled,
            True,
            unit=number.unit,
            definite=number.definite,
        )

    # -- units

    def _unit_at(self, index: int) -> tuple[Unit, int] | None:
        """The declared unit at ``index`` in any of its forms, proclitics and case ending aside."""
        if index >= self.size:
            return None
        best: tuple[Unit, int] | None = None
        ending = self.resources.accusative or "\0"
        for options in self.lexicon.options[self.words[index]]:
            for parts, unit in options:
                end = index + len(parts)
                if best is not None and end <= best[1]:
                    break
                rest = self.words[index + 1 : end]
                if len(parts) == 1 or (
                    len(rest) == len(parts) - 1
                    and all(
                        part in (given, given.removesuffix(ending))
                        for part, given in zip(parts[1:], rest, strict=True)
                    )
                ):
                    best = unit, end
                    break
        return best

    def _unit_of(self, noun: str, index: int) -> tuple[Unit, int] | None:
        """The declared one-word unit ``noun``, whatever is written onto it."""
        for options in self.lexicon.options[noun]:
            for parts, unit in options:
                if len(parts) == 1:
                    return unit, index + 1
        return None

    def _noun(self, index: int, number: _Number) -> tuple[Unit, int, int] | None:
        """What is counted or measured, ``(unit, first token, next token)``, looking right of the number."""
        if index >= self.size:
            return None
        at = index
        if self.words[at] == "-" and self._adjacent(at) and at + 1 < self.size and self._adjacent(at + 1):
            hyphenated = self._unit_at(at + 1)  # "a 33-year-old man"
            if hyphenated is not None:
                return hyphenated[0], at + 1, hyphenated[1]
        unit = self._unit_at(at)
        if unit is not None and number.digits and not number.scaled and unit[0].dimension is Dimension.COUNT:
            article = self.resources.article
            if article and self.words[at].startswith(article) and self.words[at] not in self.lexicon.units:
                return None  # a counted noun takes no article; "in 2014 the company ..."
        if self.resources.tens_before_ones:
            head = self._head_noun(at, unit, number)
            if head is not None:
                return head
        if unit is not None:
            if unit[0].key == "year" and self._is_year_number(unit[1]):
                return None  # "reached 500 in the year 2014"
            return unit[0], at, unit[1]
        word = self.words[at]
        if word in self.lexicon.partitive_pronouns:
            return Unit("", Dimension.COUNT, ""), at, at + 1
        if word in self.lexicon.partitives and at + 1 < self.size:
            if self.words[at + 1] in self.lexicon.partitive_pronouns:
                return Unit("", Dimension.COUNT, ""), at, at + 2
            if self.words[at + 1] in self.resources.determiners and at + 2 < self.size:
                at += 1
            unit = self._unit_at(at + 1)
            if unit is not None and unit[0].dimension is Dimension.COUNT:
                return unit[0], at + 1, unit[1]
            following = self.words[at + 1]
            article = self.resources.article
            takes = following.startswith(article) if article else not self.tokens.numeric[at + 1]
            if takes and self._is_noun(at + 1) and not number.digits | number.scaled:
                return Unit(self._lemma(following, number), Dimension.COUNT, ""), at + 1, at + 2
            return None
        article = self.resources.article
        if article and number.definite and word.startswith(article):
            return None
        if self.resources.possessives and word.endswith(self.resources.possessives):
            return None
        if self._is_noun(at):
            return Unit(self._lemma(word, number), Dimension.COUNT, ""), at, at + 1
        return None

    def _head_noun(
        self, index: int, first: tuple[Unit, int] | None, number: _Number
    ) -> tuple[Unit, int, int] | None:
        """The declared plural behind modifiers: "two car bombs", "three new schools"."""
        if number.value == 1 or (first is not None and self.words[index] not in self.lexicon.singulars):
            return None
        for at in range(index, min(index + 3, self.size)):
            word = self.words[at]
            if word in self.lexicon.plurals and at > index:
                unit = self._unit_at(at)
                return (unit[0], at, unit[1]) if unit is not None else None
            if not word.isalpha() or word in self.lexicon.not_nouns or self.found[at] is not None:
                return None
        return None

    def _is_year_number(self, index: int) -> bool:
        return (
            index < self.size
            and self.tokens.numeric[index]
            and len(self.words[index]) == 4
            and self.words[index].isdigit()
        )

    def _is_noun(self, index: int) -> bool:
        word = self.words[index]
        if self.tokens.numeric[index] or len(word) < 3 or not word[0].isalpha():
            return False
        if word in self.lexicon.not_nouns or self.found[index] is not None:
            return False
        resources = self.resources
        if resources.not_noun_prefixes and word.startswith(resources.not_noun_prefixes):
            return False
        if resources.conjunction and word.startswith(resources.conjunction):
            return (
                False  # "and ..." begins something else; nouns with that first letter are declared as units
            )
        if any(
            prefix != resources.article and word.startswith(prefix) for prefix in resources.definite_prefixes
        ):
            return False
        return not any(
            form in self.lexicon.not_nouns or form in self.lexicon.units
            for prefix, form in self.lexicon.stripped(word)
            if prefix != resources.article
        )

    def _lemma(self, word: str, number: _Number) -> str:
        article, ending = self.resources.article, self.resources.accusative
        if article and word.startswith(article) and len(word) > len(article) + 2:
            word = word[len(article) :]
        if ending and word.endswith(ending) and len(word) > 3 and (number.value % 100 >= 11 or number.scaled):
            word = word[: -len(ending)]
        if (
            self.resources.tens_before_ones
            and word.endswith("s")
            and not word.endswith("ss")
            and len(word) > 3
        ):
            word = word[:-1]
        return word

    # -- hedges

    def _hedge_before(self, index: int) -> tuple[Hedge, int] | None:
        """The hedge that ends right before ``index`` and the token where it begins."""
        words = self.words
        at = index
        article, prefixes = self.resources.article, self.resources.prefixes
        clitic = ""
        if at > 0 and words[at - 1] == "(":
            at -= 1
        while (
            at > 0 and words[at - 1] and (words[at - 1] == article or (words[at - 1] in prefixes and article))
        ):
            if words[at - 1] == self.resources.conjunction:
                break
            clitic = words[at - 1]
            at -= 1
        if at > 0 and words[at - 1] in self.resources.symbols:
            at -= 1
        if at == 0:
            return None
        lexicon = self.lexicon
        if (
            at > 1
            and (words[at - 2].removeprefix(self.resources.conjunction), words[at - 1]) in lexicon.ceilings
        ):
            return Hedge.AT_MOST, at - 2
        for last in lexicon.bare[words[at - 1]]:
            for parts, hedge in lexicon.before.get(last, ()):
                start = at - len(parts)
                if start < 0 or tuple(words[start + 1 : at - 1]) != parts[1:-1]:
                    continue
                if len(parts) > 1 and (
                    words[at - 1] != parts[-1] or parts[0] not in lexicon.bare[words[start]]
                ):
                    continue
                return hedge, start
        number = self.found[index]
        prefix = clitic or (number.prefix if number is not None and not number.conjoined else "")
        for start in range(at - 1, max(-1, at - 2 - lexicon.longest_gap), -1):
            if words[start] in _BREAKS or self.tokens.numeric[start]:
                break
            verb = lexicon.verb[words[start]]
            if verb is None:
                continue
            closers = lexicon.closers[verb.closer]
            between = at - 1 - start
            if closers and not (prefix and prefix.lstrip("وف") in closers):
                if between == 0 or words[at - 1] not in closers:
                    continue
                between -= 1
            if between > verb.gap:
                continue
            if between and not verb.free_gap and not words[start + 1].startswith(lexicon.measures):
                continue
            negated = self._negated(start, near=verb.gap > 0)
            if negated is not None:
                return verb.negated, negated if verb.gap > 0 or start - negated <= 1 else start
            return verb.hedge, start
        return None

    def _negated(self, index: int, *, near: bool) -> int | None:
        """The token that negates the word at ``index``: right before it, or up to eight words back."""
        for at in range(index - 1, max(-1, index - (2 if near else 9)), -1):
            word = self.words[at]
            if word in _BREAKS or self.tokens.numeric[at]:
                return None
            if word in self.lexicon.negators or (
                word[:1] == self.resources.conjunction
                and not self.lexicon.negators.isdisjoint(self.lexicon.bare[word][1:3])
            ):
                return at
        return None

    def _hedge_after(self, index: int) -> tuple[Hedge, int] | None:
        """A hedge at most two words behind the quantity, and the token after it."""
        for at in range(index, min(index + 3, self.size)):
            for parts, hedge in self.lexicon.after.get(self.words[at], ()):
                end = at + len(parts)
                if tuple(self.words[at + 1 : end]) != parts[1:]:
                    continue
                if end < self.size and (self.tokens.numeric[end] or self.found[end] is not None):
                    return None  # it belongs to the number behind it
                return hedge, end
            if self.words[at] in _BREAKS or self.tokens.numeric[at] or self.found[at] is not None:
                return None
        return None

    # -- whole quantities

    def _quantity(self, index: int, earlier: Sequence[Quantity]) -> tuple[list[Quantity], int]:
        """The quantities that begin at ``index`` and the next token."""
        start = index
        symbol: Unit | None = None
        if self.words[index] in self.resources.symbols:
            key = self.resources.symbols[self.words[index]]
            if index + 1 >= self.size or not self.tokens.numeric[index + 1]:
                return [], index + 1
            symbol = self.lexicon.by_key[key]
            index += 1
        starts, ends = self.tokens.starts, self.tokens.ends
        if self.tokens.text[starts[index] : ends[index]] in self.resources.not_numbers_as_written:
            return [], index + 1
        number = self._number(index)
        if number is None or self._is_identifier(index, number):
            return [], index + 1 if number is None else number.after
        word = self.found[index]
        if number.unit is not None:
            return self._dual(index, number)
        if (
            number.fraction
            and word is not None
            and (word.conjoined or (index and self.words[index - 1] in self.lexicon.conjunctions))
        ):
            one = self._unit_and_fraction(index, number)
            if one is not None:
                return one
        if (
            word is not None
            and self.words[index].removeprefix(word.prefix) in self.lexicon.lone_ones
            and number.after == index + 1
            and (self.resources.article or self._unit_at(number.after) is None)
        ):
            return self._after_its_noun(index, number)
        if word is not None and word.definite and not number.scaled and number.low is None:
            behind = self._unit_at(number.after)
            if behind is None or (
                index > 0
                and self.words[index - 1].startswith(self.resources.article)
                and behind[0].dimension is Dimension.COUNT
            ):
                found = self._after_its_noun(index, number)
                if found[0]:
                    return found
            if (
                behind is None
                and self.lexicon.resources.article
                and self._noun(number.after, number) is None
                and self._hedge_before(index) is None
            ):
                return [], number.after  # "the fifth part", "the two": not a count
        if (
            word is not None
            and not word.definite
            and not word.conjoined
            and not number.scaled
            and word.kind == _NUMBER
            and 2 <= number.value <= 10
            and index > 0
            and self._noun(number.after, number) is None
        ):
            found = self._after_its_noun(index, number)
            if found[0]:
                return found
        if number.low is not None and number.after == index + 1 and word is not None and not word.conjoined:
            vague = self._vague_after_its_noun(index, number)
            if vague is not None:
                return vague
        score = self._score(index, number)
        if score is not None:
            return score
        pair = self._pair(index, number)
        if pair is not None:
            other, is_range = pair
            unit_there = self._noun(other.after, other)
            own = self._unit_at(number.after)
            if is_range:
                money = unit_there is not None and unit_there[0].dimension is Dimension.MONEY
                if symbol is not None and not money:
                    unit_there = symbol, start, other.after
                return self._emit_range(start, number, other, unit_there), (
                    unit_there[2] if unit_there else other.after
                )
            if own is None and unit_there is not None:
                first = self._emit(start, index, number, symbol, (unit_there[0], -1, -1), earlier)
                return first, number.after
        after = number.after
        bracketed = (
            index > 0 and self.words[index - 1] == "(" and after < self.size and self.words[after] == ")"
        )
        noun: tuple[Unit, int, int] | None
        if bracketed:
            noun = self._noun(after + 1, number)
            if noun is not None:
                start = index - 1
        else:
            noun = self._noun(after, number)
            if noun is None and after + 2 < self.size and self.words[after] == "/":
                slashed = self._unit_at(after + 1)
                if slashed is not None and self.words[slashed[1] : slashed[1] + 1] == ["/"]:
                    noun = slashed[0], after + 1, slashed[1]
        if symbol is not None:
            noun = (
                (symbol, start, start + 1)
                if noun is None or noun[0].dimension is not Dimension.MONEY
                else noun
            )
            if noun[1] == start:
                noun = (symbol, start, after)
        if noun is not None and noun[1] >= after and not number.fraction and number.low is None:
            extra = self._trailing_fraction(noun[2], noun[0])
            if extra is not None:
                number = replace(number, value=number.value + extra[0])
                noun = noun[0], noun[1], extra[1]
        if bracketed and noun is None and not number.scaled:
            return [], after + 1  # a reference or a mark
        quantities = self._emit(start, index, number, symbol, noun, earlier)
        return quantities, max(after, noun[2] if noun else after)

    def _unit_and_fraction(self, index: int, number: _Number) -> tuple[list[Quantity], int] | None:
        """ "An hour and a half", where the one hour is not written as a number."""
        before = index - 1
        if before >= 0 and self.words[before] in self.lexicon.conjunctions:
            before -= 1
        if before < 0 or self.lexicon.singulars.isdisjoint(self.lexicon.noun_forms(self.words[before])):
            return None
        unit = self._unit_at(before)
        if unit is None or unit[0].dimension is Dimension.COUNT or unit[1] != before + 1:
            return None
        extra = self._trailing_fraction(before + 1, unit[0])
        if extra is None:
            return None
        whole = _Number(1.0 + extra[0], extra[1])
        return self._emit(before, before, whole, None, (unit[0], before, extra[1]), ()), extra[1]

    def _vague_after_its_noun(self, index: int, number: _Number) -> tuple[list[Quantity], int] | None:
        """ "Companies several" for "several companies", where the noun comes first."""
        if index == 0 or not self.resources.article or self._unit_at(index + 1) is not None:
            return None
        unit = self._unit_at(index - 1)
        if unit is None or self.lexicon.plurals.isdisjoint(self.lexicon.noun_forms(self.words[index - 1])):
            return None
        starts, ends = self.tokens.starts, self.tokens.ends
        assert number.low is not None and number.high is not None
        factor = unit[0].factor
        base = (number.low * factor, number.high * factor) if factor is not None else None
        return [
            Quantity(
                Span(starts[index - 1], ends[index]),
                None,
                number.low,
                number.high,
                Hedge.VAGUE,
                unit[0].dimension,
                unit[0].key,
                Span(starts[index - 1], ends[index - 1]),
                base,
            )
        ], index + 1

    def _is_identifier(self, index: int, number: _Number) -> bool:
        """Numbers that name a thing: "number 19", MH370, F-16, telephone numbers."""
        words, starts, ends = self.words, self.tokens.starts, self.tokens.ends
        after = number.after
        suffixes = self.resources.times.ordinal_suffixes
        if suffixes and after < self.size and words[after] in suffixes and self._adjacent(after):
            return True
        before = index - 1
        word = self.found[index]
        alone = number.after == index + 1 and number.digits is False
        if before >= 0 and alone and number.value == 10 and words[before] in self.lexicon.ordinals:
            return True
        if (
            word is not None
            and word.conjoined
            and word.definite
            and number.after == index + 1
            and word.kind == _NUMBER
        ):
            return before >= 0 and not self.lexicon.ordinals.isdisjoint(self.lexicon.bare[words[before]])
        if (
            self.tokens.numeric[index]
            and number.after < self.size
            and words[number.after] in self.lexicon.era_marks
        ):
            return True
        if self.tokens.numeric[index] and (
            (number.after < self.size and words[number.after] == "+")
            or (before > 0 and words[before] == "+" and self.tokens.numeric[before - 1])
        ):
            return True
        if self._is_ordinal_digits(index, number):
            return True
        if self._is_list_mark(index, number):
            return True
        while before >= 0 and (
            words[before] in ("(", ":", "-", "#") or words[before] == self.resources.article
        ):
            if words[before] == "#":
                return True
            if (
                words[before] == "-"
                and before > 0
                and ends[before] == starts[index]
                and ends[before - 1] == starts[before]
            ):
                # F-16, Covid-19, law 99-37; the end of a range does not get here, its beginning took it.
                return words[before - 1].isalpha() or self.tokens.numeric[before - 1]
            before -= 1
        if before >= 0 and not self.lexicon.identifiers.isdisjoint(self.lexicon.bare[words[before]]):
            return True
        if not self.tokens.numeric[index]:
            return False
        if index > 1 and words[index - 1] == "/" and not self._sport():
            return True
        if (
            before == index - 1
            and before >= 0
            and self._adjacent(index)
            and words[before].isascii()
            and words[before].isalpha()
        ):
            return words[before] not in self.resources.symbols
        digits = words[index]
        if (
            digits.isdigit()
            and number.after == index + 1
            and (len(digits) >= 9 or (len(digits) >= 2 and digits[0] == "0"))
        ):
            return True
        after = number.after
        return (
            after < self.size
            and self._adjacent(after)
            and words[after] in ("/", ":")
            and after + 1 < self.size
            and self.tokens.numeric[after + 1]
            and not self._sport()
        )

    def _is_ordinal_digits(self, index: int, number: _Number) -> bool:
        """ "The conference the-13": digits with the article behind a definite noun."""
        article = self.resources.article
        if not article or index < 2 or not number.digits or number.scaled or self.words[index - 1] != article:
            return False
        return self.words[index - 2].startswith(article) and self._noun(number.after, number) is None

    def _is_list_mark(self, index: int, number: _Number) -> bool:
        """ "1- ..." at the beginning of a line."""
        after = number.after
        if not self.tokens.numeric[index] or after != index + 1 or after + 1 >= self.size or number.decimal:
            return False
        if self.words[after] not in ("-", ".", ")") or self.tokens.numeric[after + 1]:
            return False
        return (
            index == 0 or "\n" in self.tokens.folded[self.tokens.ends[index - 1] : self.tokens.starts[index]]
        )

    def _looks_like_year(self, number: _Number, index: int) -> bool:
        return (
            self.tokens.numeric[index]
            and number.after == index + 1
            and self.words[index].isdigit()
            and len(self.words[index]) == 4
            and (1800 <= number.value <= 2099 or 1400 <= number.value <= 1460)
        )

    def _sport(self) -> bool:
        words = self.lexicon.score_words
        return bool(words) and any(
            form.startswith(words) for word in self.words for form in self.lexicon.bare[word]
        )

    def _score(self, index: int, number: _Number) -> tuple[list[Quantity], int] | None:
        """ "3-0", "2/1", "4 - nil" in a sentence about a match."""
        at = number.after
        if (
            number.scaled
            or number.decimal
            or number.value > 30
            or at + 1 >= self.size
            or number.low is not None
        ):
            return None
        if self.words[at] not in ("-", "/", ":"):
            return None
        other = self._number(at + 1)
        if other is None or other.scaled or other.decimal or other.value > 30 or other.low is not None:
            return None
        if not self._sport() or self._unit_at(other.after) is not None:
            return None
        span = Span(self.tokens.starts[index], self.tokens.ends[other.after - 1])
        low, high = sorted((number.value, other.value))
        return [Quantity(span, number.value, low, high, Hedge.EXACT, Dimension.SCORE, "score")], other.after

    def _pair(self, index: int, number: _Number) -> tuple[_Number, bool] | None:
        """A second number that forms a range or a change with this one: ``(number, is range)``."""
        words, lexicon = self.words, self.lexicon
        at = number.after
        own_unit = None
        if at >= self.size or number.low is not None or number.fraction:
            return None
        before = index - 1
        while before >= 0 and (
            words[before] == self.resources.article or words[before] in self.resources.symbols
        ):
            before -= 1
        opener = words[before] if before >= 0 else ""
        opens_between = opener in lexicon.between
        opens_from = opener in lexicon.sources
        if not opens_between and not opens_from and words[at] not in ("-", *lexicon.either, *lexicon.targets):
            return None
        own_unit = self._unit_at(at)
        if own_unit is not None:
            at = own_unit[1]
            if at >= self.size:
                return None
        joiner = words[at]
        word = self.found[at]
        if (
            joiner == "-"
            or joiner in lexicon.either
            or joiner in lexicon.targets
            or joiner in lexicon.conjunctions
        ):
            at += 1
        elif not (opens_between and word is not None and word.conjoined):
            return None
        while at < self.size and (words[at] == self.resources.article or words[at] in self.resources.symbols):
            at += 1
        other = self._number(at)
        if other is None or other.low is not None or other.unit is not None:
            return None
        low, high = number.value, other.value
        if other.scaled and not number.scaled and low < high and joiner in ("-", *lexicon.either):
            low = low * other.value / self._unscaled(at, other)
        if opens_between and (
            joiner in lexicon.conjunctions or (word is not None and word.conjoined) or joiner == "-"
        ):
            return (other, True) if low < high else None
        if joiner == "-":
            return (
                (other, True) if low < high and (self._adjacent(number.after) or own_unit is None) else None
            )
        if joiner in lexicon.either:
            return (other, True) if low < high <= 3 * low + 1 and own_unit is None else None
        if joiner in lexicon.targets:
            spread = self._near(before, lexicon.spread_words)
            if low < high and (
                spread or (opens_from and own_unit is None and not self._near(before, lexicon.change_words))
            ):
                return other, True
            if not opens_from and self.resources.tens_before_ones and low < high and own_unit is None:
                return other, not self._near(before, lexicon.change_words)
            return other, False
        return None

    def _unscaled(self, index: int, number: _Number) -> float:
        """The number before its scale word: 5 of "5 million"."""
        value = self._value(index) if self.tokens.numeric[index] else None
        if value is not None and value[0]:
            return value[0]
        word = self.found[index]
        return word.value if word is not None and word.kind == _NUMBER and word.value else number.value

    def _near(self, index: int, stems: tuple[str, ...]) -> bool:
        """Whether one of the dozen words before ``index`` in the same sentence begins with a stem."""
        for at in range(index, max(-1, index - 13), -1):
            word = self.words[at]
            if word in _SENTENCE_BREAKS:
                return False
            if any(form.startswith(stems) for form in self.lexicon.bare[word]):
                return True
        return False

    def _dual(self, index: int, number: _Number) -> tuple[list[Quantity], int]:
        """A dual noun: it counts by itself, unless it is definite and merely points back."""
        unit = number.unit
        assert unit is not None
        hedge = self._hedge_before(index)
        measured = unit.dimension is Dimension.DURATION
        if number.definite and hedge is None and not measured:
            return [], number.after
        previous = self.found[index - 1] if index else None
        if (
            previous is not None
            and previous.kind in (_NUMBER, _SCALE, _DUAL)
            and not previous.definite
            and not (
                previous.kind == _DUAL and self.found[index].conjoined  # type: ignore[union-attr]
            )
        ):
            return [], number.after  # a sound plural behind a number word
        after = number.after
        following = self.found[after] if after < self.size else None
        if (
            following is not None
            and following.kind == _NUMBER
            and following.value == 2
            and not following.conjoined
        ):
            after += 1
        plain = _Number(number.value, after)
        return self._emit(index, index, plain, None, (unit, index, after), ()), after

    def _after_its_noun(self, index: int, number: _Number) -> tuple[list[Quantity], int]:
        """ "The eight halls" and "one man" where the number follows the noun."""
        word = self.found[index]
        article = self.resources.article
        before = index - 1
        if word is None or before < 0 or not article or self.tokens.numeric[before]:
            return [], number.after
        noun = self.words[before]
        conjunction = self.resources.conjunction
        if noun.startswith(conjunction) and self.lexicon.singulars.isdisjoint(self.lexicon.noun_forms(noun)):
            noun = noun.removeprefix(conjunction)
        definite = noun.startswith(article) or any(noun.startswith(p + article) for p in ("و", "ب", "ل"))
        if word.definite:
            if not definite or number.value < 3 or not self._is_noun(before):
                return [], number.after
        elif self.words[index] not in self.lexicon.after_noun and not (
            3 <= number.value <= 10 and not self.lexicon.plurals.isdisjoint(self.lexicon.noun_forms(noun))
        ):
            return [], number.after
        unit = self._unit_of(noun, before)
        if (
            not word.definite
            and number.value == 1
            and self.lexicon.singulars.isdisjoint(self.lexicon.noun_forms(noun))
        ):
            return [], number.after
        if unit is None:
            lemma = noun[len(article) :] if noun.startswith(article) else noun
            unit = Unit(lemma, Dimension.COUNT, ""), index
        span = Span(self.tokens.starts[before], self.tokens.ends[number.after - 1])
        unit_span = Span(self.tokens.starts[before], self.tokens.ends[before])
        quantity = _build(span, number.value, Hedge.EXACT, unit[0], unit_span)
        return [quantity], number.after

    def _emit_range(
        self, start: int, number: _Number, other: _Number, noun: tuple[Unit, int, int] | None
    ) -> list[Quantity]:
        index = other.after - 1
        while index > start and not (self.tokens.numeric[index] or self.found[index]):
            index -= 1
        low, high = number.value, other.value
        if other.scaled and not number.scaled and low < 1000:
            scale = next(
                (
                    word.value
                    for at in range(number.after, other.after)
                    if (word := self.found[at]) is not None and word.kind == _SCALE
                ),
                1.0,
            )
            low *= scale
        first = start
        if start and self.words[start - 1] in (*self.lexicon.between, *self.lexicon.sources):
            first = start - 1
        unit = noun[0] if noun is not None else _unknown(other)
        last = noun[2] if noun is not None else other.after
        span = Span(self.tokens.starts[first], self.tokens.ends[last - 1])
        unit_span = (
            Span(self.tokens.starts[noun[1]], self.tokens.ends[noun[2] - 1]) if noun is not None else None
        )
        base = (low * unit.factor, high * unit.factor) if unit.factor is not None else None
        return [Quantity(span, None, low, high, Hedge.RANGE, unit.dimension, unit.key, unit_span, base)]

    def _emit(
        self,
        start: int,
        index: int,
        number: _Number,
        symbol: Unit | None,
        noun: tuple[Unit, int, int] | None,
        earlier: Sequence[Quantity],
    ) -> list[Quantity]:
        before = self._hedge_before(start)
        end = number.after
        unit_span: Span | None = None
        unit: Unit | None = None
        if noun is not None:
            unit = noun[0]
            if noun[1] >= 0:
                end = max(end, noun[2])
                unit_span = Span(self.tokens.starts[noun[1]], self.tokens.ends[noun[2] - 1])
        declared = unit is not None and (
            unit.key in self.lexicon.by_key or unit.dimension is not Dimension.COUNT
        )
        approximate = before is not None and before[0] is Hedge.APPROXIMATE
        bare = unit is None or before is None
        if bare and not declared and not approximate and self._looks_like_year(number, index):
            return []
        behind = self._hedge_after(end)
        if unit is None or (unit.key == "" and unit.dimension is Dimension.COUNT):
            counted = self._counted_before(start)
            if counted is not None:
                unit = counted
            elif unit is None:
                if number.fraction:
                    return []
                unit = self._elided(number, earlier) or _unknown(number)
        if number.fraction and unit.dimension is Dimension.COUNT:
            unit = Unit(unit.key, Dimension.FRACTION, "")
        if (
            unit.dimension is Dimension.DURATION
            and unit.key in self.resources.age_units
            and self._is_age(start, end)
        ):
            unit = Unit(unit.key, Dimension.AGE, "", factor=unit.factor)
        hedge = Hedge.EXACT
        first = start
        if before is not None:
            hedge, first = before
        if behind is not None:
            hedge, end = behind
        if number.low is not None and number.high is not None:
            span = Span(self.tokens.starts[first], self.tokens.ends[end - 1])
            base = (number.low * unit.factor, number.high * unit.factor) if unit.factor is not None else None
            return [
                Quantity(
                    span,
                    None,
                    number.low,
                    number.high,
                    Hedge.VAGUE,
                    unit.dimension,
                    unit.key,
                    unit_span,
                    base,
                )
            ]
        if (
            first == start
            and start
            and self.words[start - 1] == "("
            and end < self.size
            and self.words[end] == ")"
        ):
            pass
        span = Span(self.tokens.starts[first], self.tokens.ends[end - 1])
        return [_build(span, number.value, hedge, unit, unit_span)]

    def _counted_before(self, index: int) -> Unit | None:
        """The noun of "the number of <noun> ... N", when nothing right of the number says what is counted."""
        if index > 1 and self.words[index - 1] in self.lexicon.targets:
            noun = self.words[index - 2].removeprefix(self.resources.conjunction)
            named = self._unit_of(noun, index - 2)
            if named is not None and named[0].dimension is Dimension.COUNT:
                return named[0]  # "the wounded to 40"
        for at in range(index - 1, max(-1, index - 9), -1):
            if self.words[at] in _SENTENCE_BREAKS or self.tokens.numeric[at]:
                return None
            if not self.lexicon.count_words.isdisjoint(self.lexicon.bare[self.words[at]]):
                for candidate in (at + 1, at + 2):
                    if candidate < index:
                        unit = self._unit_at(candidate)
                        if unit is not None and unit[0].dimension is Dimension.COUNT:
                            return unit[0]
                return None
        return None

    @staticmethod
    def _elided(number: _Number, earlier: Sequence[Quantity]) -> Unit | None:
        """ "13.6 billion dollars against 12.3 billion": a large bare number takes the money before it."""
        if number.scaled and earlier and earlier[-1].dimension is Dimension.MONEY:
            return Unit(earlier[-1].unit, Dimension.MONEY, "")
        return None

    def _is_age(self, start: int, end: int) -> bool:
        words = self.lexicon.age_words
        near = (*range(max(0, start - 4), start), *range(end, min(end + 3, self.size)))
        if words and not all(words.isdisjoint(self.lexicon.bare[self.words[at]]) for at in near):
            return True
        return bool(start and end < self.size and self.words[start - 1] == "(" and self.words[end] == ")")


def _tidy(value: float) -> float:
    """4.1 times a million is 4100000, not 4099999.9999999995."""
    return float(f"{value:.15g}")


def _unknown(number: _Number) -> Unit:
    return Unit("", Dimension.FRACTION if number.fraction else Dimension.COUNT, "")


def _build(span: Span, value: float, hedge: Hedge, unit: Unit, unit_span: Span | None) -> Quantity:
    match hedge:
        case Hedge.AT_LEAST:
            low, high = value, math.inf
        case Hedge.AT_MOST:
            low, high = -math.inf if unit.dimension is Dimension.TEMPERATURE else 0.0, value
        case Hedge.APPROXIMATE:
            low, high = value * (1 - APPROXIMATION), value * (1 + APPROXIMATION)
        case _:
            low = high = value
    factor = unit.factor
    base = (low * factor, high * factor) if factor is not None else None
    return Quantity(span, value, low, high, hedge, unit.dimension, unit.key, unit_span, base)


def find(text: str, resources: QuantityResources) -> tuple[Quantity, ...]:
    """The quantities in ``text``, in order and without overlap; offsets into the raw ``text``."""
    return _Reader(tokenize(text), _lexicon(resources)).read()


# --- comparison --------------------------------------------------------------------------------------


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether both measure the same kind of thing in one unit or in convertible ones."""
    if a.dimension is not b.dimension:
        return False
    return a.unit == b.unit or (a.base is not None and b.base is not None)


def _rounding(value: float | None, finer: float | None) -> float:
    """Half the last written place of ``value``, at most 5 %, where ``finer`` is given more exactly."""
    if value is None or finer is None or not value or value == finer:
        return 0.0
    place, other = _place(value), _place(finer)
    if place <= other or (place >= 1 and abs(value) < 1000 and other >= 1):
        return 0.0
    return min(place / 2, abs(value) * 0.05)


def _place(value: float) -> float:
    """The weight of the last digit of ``value`` that is not zero: 100 for 1200, 0.1 for 3.5."""
    text = f"{abs(value):.6f}".rstrip("0")
    whole, _, fraction = text.partition(".")
    if fraction:
        return 10.0 ** -len(fraction)
    return 10.0 ** (len(whole) - len(whole.rstrip("0"))) if whole.strip("0") else 1.0


def compatible(a: Quantity, b: Quantity) -> bool:
    """Whether both can be true of one thing: their intervals meet, rounding and units considered.

    Quantities that are not ``comparable`` are never compatible. "At least 12" is compatible with any larger
    number; whether 31 is *too* much larger is for the caller, who sees ``low``, ``high`` and ``hedge``.
    """
    if not comparable(a, b):
        return False
    scale_a = scale_b = 1.0
    low_a, high_a, low_b, high_b = a.low, a.high, b.low, b.high
    value_a, value_b = a.value, b.value
    if a.unit != b.unit and a.base is not None and b.base is not None:
        (low_a, high_a), (low_b, high_b) = a.base, b.base
        scale_a, scale_b = _scale(a), _scale(b)
    if a.dimension is Dimension.SCORE:
        return (low_a, high_a) == (low_b, high_b)
    slack_a = _rounding(value_a, _in_unit_of(b, scale_b, scale_a)) * scale_a
    slack_b = _rounding(value_b, _in_unit_of(a, scale_a, scale_b)) * scale_b
    tolerance = 1e-9 * max(1.0, *(abs(x) for x in (low_a, high_a, low_b, high_b) if math.isfinite(x)))
    slack = max(slack_a, slack_b) + tolerance
    return low_a <= high_b + slack and low_b <= high_a + slack


def _scale(quantity: Quantity) -> float:
    assert quantity.base is not None
    for written, base in ((quantity.high, quantity.base[1]), (quantity.low, quantity.base[0])):
        if math.isfinite(written) and written:
            return base / written
    return 1.0


def _in_unit_of(quantity: Quantity, own: float, other: float) -> float | None:
    return quantity.value * own / other if quantity.value is not None else None
