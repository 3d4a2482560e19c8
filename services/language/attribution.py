"""Who says it: the chain of sources behind a statement, and how the text stands to it. [pure]

The reader looks for four shapes, all driven by the words a language declares:

* a speech verb with its speaker after it ("said the minister that") or before it ("the minister said"),
* a relay ("the agency quoted a source as saying"), which adds two links,
* a source phrase ("according to X"), anywhere in the sentence,
* a headline "X: ...".

A verb without a written speaker carries the last speaker whose grammatical gender fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from services.common.domain import AttributionLink, LinkKind, Span, Stance
from services.language.normalize import fold
from services.language.normalize import words as folded_words
from services.language.polarity import Phrases
from services.language.tokens import Tokens

if TYPE_CHECKING:
    from services.language.declaration import Language


@dataclass(frozen=True, slots=True)
class Verb:
    """One inflected form of a verb of speech or thought."""

    stance: Stance
    gender: str = ""  # "m", "f" or "" where the form does not tell
    cue: bool = False  # only a verb of speech when a complement or a quotation follows
    relay: bool = False  # "quoted": what it quotes comes after a relay preposition
    joined: bool = False  # the form carries a conjunction
    takes: frozenset[str] = frozenset()  # prepositions of its object; others belong to the speaker's name
    speaker_first: bool = False  # this form follows its speaker ("X says"), never precedes it


@dataclass(frozen=True, slots=True)
class AttributionResources:
    """Folded words, unless said otherwise."""

    verbs: Mapping[str, Verb]
    complementizers: frozenset[str]  # open what is said: "that"
    prepositions: frozenset[str]  # open the object of a verb of speech after its speaker: "to", "on", "about"
    relays: frozenset[str]  # open the quoted source of a relay verb
    relay_ends: frozenset[str]  # close it: "as saying"
    relatives: frozenset[str]  # a verb after one of these belongs to a noun, not to the sentence
    conditionals: frozenset[str]  # a verb after one of these is not the main verb ("after", "when")
    sources: Phrases  # open a source phrase
    source_verbs: frozenset[str]  # "as" + verb is a source phrase
    rules: frozenset[str]  # nouns that a source phrase may govern although nobody speaks: "law", "plan"
    attached: tuple[tuple[str, str], ...]  # clitics a source phrase puts on the name: written, what it hides
    attaching: frozenset[str]  # last words of source phrases that always do so
    impersonal: frozenset[str]  # forms that without a speaker are the outlet's own words
    things: frozenset[str]  # subjects of verbs of speech that speak for nobody: "the visit shows that"
    common: frozenset[str]  # words that alone name no speaker before a headline's colon
    leads: frozenset[str]  # first words that are no subject: adverbs, prepositions, conjunctions
    speech_openers: frozenset[str]  # open direct speech that has no quotation marks: "we", "it was done"
    fillers: frozenset[str]  # words between a subject and its verb that belong to neither
    breaks: frozenset[str]  # end a speaker's name: time, manner, occasion
    occasions: frozenset[str]  # "statement", "interview": "in a ..." before them ends a speaker's name
    occasion_prepositions: frozenset[str]
    published: frozenset[str]  # "published by": the medium that carries a speaker's words follows
    to_medium: frozenset[str]  # "to the newspaper", written as one word or taken with `addressed`
    addressed: frozenset[str]  # "to", before a medium
    agencies: frozenset[str]  # words and names that tell an agency
    media: frozenset[str]  # words and names that tell a medium
    unnamed: frozenset[str]  # head nouns of sources without a name
    people: frozenset[str]  # titles and roles that tell a speaker
    articles: tuple[
        str, ...
    ]  # definite article as a prefix, to tell nouns from verbs; () where there is none
    pronouns: Mapping[str, str]  # a subject that stands for the last speaker -> its gender
    anaphors: Mapping[str, str]  # "the paper", a medium cited before -> ""; "the article" -> its piece
    pieces: Mapping[str, str]  # forms of what a medium publishes -> the piece: "articles" -> "article"
    publishers: Phrases  # lead from a piece to who published it: "published by"
    piece_prepositions: frozenset[str]  # do so where a medium follows: "in"
    happenings: frozenset[str]  # nouns of what a headline is about, which do not speak: "fire", "elections"
    topics: frozenset[str]  # words before a headline's colon that name no speaker
    possible: Phrases  # markers of the possible
    possible_before: frozenset[str]  # make the next word possible when it is a present-tense form
    present: re.Pattern[str] | None  # a present-tense form, for `possible_before`
    verb_first: bool  # a speaker usually follows the verb
    bodies: frozenset[str]  # first words of known organisations, which may be speakers
    places: frozenset[str]  # folded place names: a headline's "PLACE:" is a dateline
    source_triggers: frozenset[str] = field(init=False)  # every word that can open a source phrase
    possible_triggers: frozenset[str] = field(init=False)
    bounds: frozenset[str] = field(init=False)  # all that end a speaker's name or open what is said

    def __post_init__(self) -> None:
        object.__setattr__(self, "source_triggers", self.source_verbs.union(self.sources))
        object.__setattr__(self, "possible_triggers", self.possible_before.union(self.possible))
        bounds = self.complementizers.union(
            self.prepositions,
            self.relays,
            self.relay_ends,
            self.relatives,
            self.breaks,
            self.occasion_prepositions,
            self.published,
            self.to_medium,
            self.addressed,
            self.verbs,
            *(verb.takes for verb in self.verbs.values()),
        )
        object.__setattr__(self, "bounds", bounds)


@dataclass(frozen=True, slots=True)
class Attributed:
    """What `Attributor.read` found; the chain starts with the outlet, when it has a name."""

    chain: tuple[AttributionLink, ...]
    stance: Stance


_QUOTES = {"«": "»", "“": "”", '"': '"', "„": "“"}
_QUOTE = re.compile('[«»“”„"]')
_CLAUSE_MARK = re.compile("[،,؛;.!؟?]")
_STOP_MARK = re.compile("[،,؛;.!؟?:()\\[\\]–—|]| - ")
_HEADLINE = re.compile(r"^\s*([^:]{2,70}?)\s*:\s*(?=\S)")
_SEARCH_WORDS = 16  # how far into a sentence the main verb of speech may stand
_HEADLINE_BREAK = re.compile(r"[،,؛;.!؟?()\[\]–—|]|-\s|\s-")
_HEADLINE_WORDS = 25
_HEADLINE_SPEAKER_WORDS = 6
_SEARCH_WORDS_AFTER_LEAD = 24  # when an adverbial opens it
_SPEAKER_WORDS = 30  # longest speaker with titles and appositions
_SUBJECT_WORDS = 12  # longest speaker before the verb
_NICKNAME_WORDS = 2  # a quotation this short is a name or a scare quote, not speech
_OBJECT_WORDS = 6
_PIECE_WORDS = 8  # from a piece to the medium that published it
_NEAR_PIECE = 3  # the same, where only a preposition leads to it
_PLAIN_WORDS = 6  # longest subject of a verb that no complement follows
_QUOTED_SHARE = 0.5  # of what is said, for a verbatim statement
_QUOTED_WORDS = 3
_STRENGTH = {
    Stance.DENIED: 4,
    Stance.ALLEGED: 3,
    Stance.PREDICTED: 2,
    Stance.QUOTED: 1,
    Stance.REPORTED: 1,
    Stance.ASSERTED: 0,
}
_RANK = {LinkKind.OUTLET: 0, LinkKind.AGENCY: 1, LinkKind.MEDIUM: 1, LinkKind.UNNAMED: 2, LinkKind.SPEAKER: 2}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words ``first`` .. ``stop`` name a source; what is said starts at word ``content``."""

    first: int
    stop: int
    content: int
    cued: bool = False  # a complement or quotation closes it


class Attributor:
    """Reads the sentences of one article in order and remembers who spoke last."""

    def __init__(self, language: Language, outlet: str) -> None:
        self._resources = language.attribution
        self._names = language.names
        self._outlet = (AttributionLink(LinkKind.OUTLET, outlet),) if outlet else ()
        self._last: tuple[AttributionLink, ...] = ()
        self._last_by_gender: dict[str, tuple[AttributionLink, ...]] = {}
        self._medium = ("", LinkKind.MEDIUM)  # cited last: name and kind
        self._pieces: dict[str, tuple[str, LinkKind]] = {}  # who published the piece mentioned last

    def read(self, text: str, span: Span) -> Attributed:
        """The chain and stance of ``text[span]``; spans of the chain are offsets into ``text``."""
        return self.read_tokens(Tokens(text, span))

    def read_tokens(self, tokens: Tokens, *, title: bool = False) -> Attributed:
        """The same for tokens; a ``title`` may name its speaker before a colon."""
        quoted = _quoted_ranges(tokens.folded)
        introduced = self._introduced(tokens)
        self._pieces.update(dict.fromkeys(introduced.values(), ("", LinkKind.MEDIUM)))
        links, content = self._main(tokens, quoted, title)
        links = self._with_sources(tokens, links, quoted)
        self._publish(tokens, introduced, links)
        if (
            not links
            and self._last
            and tokens.words
            and _inside(quoted, tokens.starts[0])
            and _share(quoted, 0, len(tokens.folded)) > 0.85
            and len(tokens) > 4
        ):
            links = [replace(link, span=None, verb="", verb_span=None, carried=True) for link in self._last]
        chain = (*self._outlet, *links)
        return Attributed(chain, self._stance(tokens, links, content, quoted))

    # --- the main verb ---------------------------------------------------------------------------------

    def _main(
        self, tokens: Tokens, quoted: list[tuple[int, int]], title: bool
    ) -> tuple[list[AttributionLink], int]:
        """Links of the main act of speech, and the word where what is said starts."""
        resources = self._resources
        words = tokens.words
        limit = len(words)
        if resources.verb_first and words:
            limit = min(limit, _SEARCH_WORDS_AFTER_LEAD if words[0] in resources.leads else _SEARCH_WORDS)
        headline = self._headline(tokens, quoted, title)
        if headline:
            return headline
        verbs = resources.verbs
        for index, word in enumerate(words[:limit]):
            verb = verbs.get(word)
            if verb is None:
                if resources.verb_first and index and word in resources.complementizers:
                    break
                continue
            if _inside(quoted, tokens.starts[index]) or not self._is_main(tokens, index):
                continue
            if title and index and verb.joined:
                continue  # a headline's second verb
            found = self._clause(tokens, index, verb, quoted, title=title)
            if found is not None:
                return found
        return [], 0

    def _is_main(self, tokens: Tokens, index: int) -> bool:
        """Whether the verb at ``index`` can be the verb of the sentence."""
        resources = self._resources
        if not index:
            return True
        before = tokens.words[index - 1]
        if before in resources.relatives or before in resources.conditionals:
            return False
        if (
            tokens.words[index] in resources.pieces
            and before in resources.common
            and before not in resources.pronouns
        ):
            return False  # "the report", no verb
        return not (
            index > 1 and before in resources.fillers and tokens.words[index - 2] in resources.relatives
        )

    def _clause(
        self, tokens: Tokens, index: int, verb: Verb, quoted: list[tuple[int, int]], *, title: bool
    ) -> tuple[list[AttributionLink], int] | None:
        resources = self._resources
        before = self._subject_before(tokens, index, quoted)
        if title and before is None and 0 < index <= _PLAIN_WORDS and tokens.words[0] not in resources.leads:
            first = max((at for at in range(1, index) if _STOP_MARK.search(tokens.gap(at))), default=0)
            before = _Phrase(first, index, index + 1)  # headlines put the subject first
        opened = self._opens(tokens, index + 1, quoted)
        if before is not None and before.stop - before.first == 1:
            pronoun = resources.pronouns.get(tokens.words[before.first])
            if pronoun is not None:
                found = self._links(
                    tokens, index, replace(verb, gender=pronoun), None, opened or index + 1, quoted
                )
                return found, opened or index + 1
        subject: _Phrase | None = None
        content = index + 1
        if opened is not None:
            content = opened
            subject = before
        elif resources.verb_first and not verb.speaker_first:
            if index > 2 and before is None and tokens.words[0] not in resources.leads:
                return None  # a second verb of a sentence about something else
            after = self._subject_after(tokens, index + 1, verb, quoted)
            if (
                after is not None
                and not after.cued
                and (before is not None or not self._opens_clause(tokens, index))
            ):
                after = None  # "the minister stresses the weight of ...": what follows is the object
            if after is not None:
                subject, content = after, after.content
                if title and index and before is not None:
                    subject = before  # headlines put the subject first, whatever follows
            elif before is not None and not verb.cue and self._plain(tokens, before):
                subject = before
            else:
                later = self._without_speaker(tokens, index, verb)
                if later is None or before is not None:
                    return None
                content = later
        else:
            if before is not None:
                subject = before
                if verb.cue and not self._opens_soon(tokens, index + 1, quoted):
                    return None
            else:
                subject = self._subject_after(tokens, index + 1, verb, quoted)
                if subject is None:
                    return None
                content = subject.content
        if subject is None and opened is not None and index > 2 and tokens.words[0] not in resources.leads:
            return None
        if subject is None and tokens.words[index] in resources.impersonal:
            return None  # "it is recalled that": the outlet itself
        if subject is not None and tokens.words[subject.first] in resources.things:
            return None  # "the visit shows that ...": nobody speaks
        return self._links(tokens, index, verb, subject, content, quoted), content

    def _links(
        self,
        tokens: Tokens,
        index: int,
        verb: Verb,
        subject: _Phrase | None,
        content: int,
        quoted: list[tuple[int, int]],
    ) -> list[AttributionLink]:
        verb_span = tokens.span(index, index + 1)
        written = tokens.raw(verb_span)
        if subject is None:
            carried = self._last_by_gender.get(verb.gender) or self._last
            if not carried:
                return [AttributionLink(LinkKind.UNNAMED, "", None, written, verb_span, verb.stance)]
            links = [replace(link, span=None, verb="", verb_span=None, carried=True) for link in carried]
            links[-1] = replace(links[-1], verb=written, verb_span=verb_span, stance=verb.stance)
            links += self._embedded(tokens, content, quoted)
            self._remember(links, verb.gender)
            return links
        links = [self._link(tokens, subject, written, verb_span, verb.stance)]
        if verb.relay:
            relayed = self._relayed(tokens, subject.stop, quoted)
            if relayed is not None:
                links.append(self._link(tokens, relayed, written, verb_span, Stance.REPORTED))
                content = relayed.content
        elif links[0].kind in (LinkKind.SPEAKER, LinkKind.UNNAMED):
            carrier = self._carrier(tokens, index + 1, max(content, subject.stop), quoted)
            if carrier is not None and (carrier.first >= subject.stop or carrier.stop <= subject.first):
                link = self._link(tokens, carrier, "", None, Stance.REPORTED)
                if link.kind is not LinkKind.AGENCY:
                    link = replace(link, kind=LinkKind.MEDIUM)
                if tokens.words[carrier.first] in self._resources.to_medium:
                    link = self._without_clitic(tokens, carrier.first, link)
                links.insert(0, link)
        links += self._embedded(tokens, content, quoted)
        self._remember(links, verb.gender)
        return links

    def _remember(self, links: list[AttributionLink], gender: str) -> None:
        self._last = tuple(links)
        if gender and len(links) and links[-1].kind is not LinkKind.OUTLET:
            self._last_by_gender[gender] = self._last
        for link in links:
            named = self._resources.pieces.keys().isdisjoint(folded_words(fold(link.name)))
            if link.kind in (LinkKind.MEDIUM, LinkKind.AGENCY) and link.name and named:
                self._medium = (link.name, link.kind)

    # --- what a medium publishes -----------------------------------------------------------------------

    def _introduced(self, tokens: Tokens) -> dict[int, str]:
        """Word -> piece, of the pieces that are brought up and not only meant again."""
        pieces, anaphors = self._resources.pieces, self._resources.anaphors
        words = tokens.words
        return {
            at: piece
            for at, word in enumerate(words)
            if (piece := pieces.get(word) or pieces.get(self._bare(word)))
            and not anaphors.keys() & {word, " ".join(words[max(0, at - 1) : at + 1])}
        }

    def _publish(self, tokens: Tokens, introduced: Mapping[int, str], links: list[AttributionLink]) -> None:
        """A piece that a cited medium brings up without its publisher ("in a report") is the medium's."""
        last = links[-1] if links else None
        if last is None or last.kind not in (LinkKind.MEDIUM, LinkKind.AGENCY):
            return
        for at, piece in introduced.items():
            named = last.span is None or not last.span.overlaps(tokens.span(at, at + 1))
            if named and not self._pieces[piece][0]:
                self._pieces[piece] = (last.name, last.kind)

    def _publisher(self, tokens: Tokens, phrase: _Phrase) -> AttributionLink | None:
        """Who published the piece that a phrase names: "an article published by X"."""
        resources = self._resources
        words = tokens.words
        head = phrase.first
        while head < phrase.stop and words[head] not in resources.pieces:
            if resources.verb_first or words[head] in resources.piece_prepositions:
                return None  # somebody who has to do with a piece
            head += 1
        if head == phrase.stop:
            return None
        found = None
        before = next((at for at in range(phrase.first, head) if words[at] not in resources.common), head)
        if before < head and tokens.raw(tokens.span(before, head))[0].isupper():
            found = self._medium_link(tokens, _Phrase(before, head, head))
        at = head + 1
        while found is None and at < min(len(words), head + _PIECE_WORDS):
            if words[at] in resources.complementizers or _STOP_MARK.search(tokens.gap(at)):
                break
            found = self._published_by(tokens, at, phrase.stop, behind=at - head)
            at += 1
        if found is not None:
            self._pieces[resources.pieces[words[head]]] = (found.name, found.kind)
        return found

    def _published_by(self, tokens: Tokens, at: int, stop: int, *, behind: int) -> AttributionLink | None:
        """Who published a piece, when word ``at``, so many words ``behind`` it, leads to it."""
        resources = self._resources
        words = tokens.words
        first = at
        sure = False
        for cue in resources.publishers.get(words[at], ()):
            if tuple(words[at : at + len(cue)]) == cue:
                first, sure = at + len(cue), True
                break
        if not sure and words[at] in resources.piece_prepositions:
            first += 1
        elif not sure and words[at] not in resources.to_medium:
            behind += _NEAR_PIECE - 1  # "a report of the paper" without a preposition: right behind it
            if self._kind(words[at : at + 1]) not in (LinkKind.MEDIUM, LinkKind.AGENCY):
                return None
        if first >= len(words) or (not sure and behind > _NEAR_PIECE):
            return None
        end = self._name_stop(tokens, first, [])
        name = _Phrase(first, min(end, stop) if first < stop else end, end)
        link = self._medium_link(tokens, name)
        if link is None and (sure or (first > at and self._is_title(tokens, name))):
            link = replace(self._link(tokens, name, "", None, Stance.REPORTED), kind=LinkKind.MEDIUM)
        return (
            self._without_clitic(tokens, first, link) if link and words[at] in resources.to_medium else link
        )

    def _medium_link(self, tokens: Tokens, phrase: _Phrase) -> AttributionLink | None:
        """The link of a phrase that names a medium or an agency."""
        if phrase.stop <= phrase.first or tokens.words[phrase.first] in self._resources.pieces:
            return None
        link = self._link(tokens, phrase, "", None, Stance.REPORTED)
        return link if link.kind in (LinkKind.MEDIUM, LinkKind.AGENCY) else None

    def _is_title(self, tokens: Tokens, phrase: _Phrase) -> bool:
        """Whether a name of some words is written as one, with capitals, and is no place."""
        words = range(phrase.first, phrase.stop)
        capitals = [tokens.raw(tokens.span(at, at + 1))[:1].isupper() for at in words]
        return sum(capitals) > 1 and " ".join(tokens.words[at] for at in words) not in self._resources.places

    # --- where the parts are ---------------------------------------------------------------------------

    def _opens(self, tokens: Tokens, index: int, quoted: list[tuple[int, int]]) -> int | None:
        """If what is said starts right at word ``index``, the first word of it; else None."""
        resources = self._resources
        if index >= len(tokens):
            return None
        gap = tokens.gap(index)
        if ":" in gap:
            return index
        if _QUOTE.search(gap) and _quotation_words(tokens, index, quoted) > _NICKNAME_WORDS:
            return index
        word = tokens.words[index]
        if word in resources.complementizers:
            return index + 1
        following = tokens.words[index + 1] if index + 1 < len(tokens) else ""
        if word in resources.prepositions and following in resources.complementizers:
            return index + 2
        return None

    def _opens_soon(self, tokens: Tokens, index: int, quoted: list[tuple[int, int]]) -> bool:
        """Whether a complement or a quotation follows an object of a few words ("told the paper that")."""
        for at in range(index, min(len(tokens), index + _OBJECT_WORDS)):
            if self._opens(tokens, at, quoted) is not None:
                return True
            if at > index and _STOP_MARK.search(tokens.gap(at)):
                return False
        return False

    def _subject_before(self, tokens: Tokens, index: int, quoted: list[tuple[int, int]]) -> _Phrase | None:
        """The noun phrase that ends right before the verb at ``index``, when there is one."""
        resources = self._resources
        words = tokens.words
        stop = index
        while stop and words[stop - 1] in resources.fillers:
            stop -= 1
        first = stop
        if stop and not resources.verb_first and ")" in tokens.gap(stop):
            while stop and "(" not in tokens.gap(stop):
                stop -= 1
            first = stop
        # "X, the minister, said": a comma before the verb closes an apposition, which holds one more comma.
        commas = 1 if stop and not resources.verb_first and "," in tokens.gap(stop) else 0
        while first and stop - first < _SUBJECT_WORDS:
            gap = tokens.gap(first) if first < len(words) else ""
            if first < stop and _STOP_MARK.search(gap):
                commas -= 1
                if commas < 0 or not re.fullmatch(r"\s*,\s*", gap):
                    break
            if (
                first <= stop
                and _inside(quoted, tokens.starts[first - 1])
                and not _inside_short(quoted, tokens.starts[first - 1])
            ):
                break
            first -= 1
        while first < stop and (
            words[first] in resources.fillers or (words[first] in resources.verbs and resources.verb_first)
        ):
            first += 1
        if not 0 < stop - first <= _SUBJECT_WORDS:
            return None
        if resources.verb_first:
            # A subject before the verb opens the sentence and looks like a noun.
            opening = all(word in resources.fillers for word in words[:first])
            if not opening or not self._nominal(words[first]) or stop - first > 9:
                return None
        else:
            while first < stop and words[first] in resources.leads:
                first += 1
            for at in range(first + 1, stop):
                if words[at] in resources.sources and "," in tokens.gap(at):
                    stop = at  # "the agency, citing a source, said"
                    break
            if first == stop:
                return None
        return _Phrase(first, stop, index + 1)

    def _opens_clause(self, tokens: Tokens, index: int) -> bool:
        """Whether only fillers or a comma stand before the verb at ``index``."""
        return (
            not index
            or tokens.words[index - 1] in self._resources.fillers
            or _CLAUSE_MARK.search(tokens.gap(index)) is not None
        )

    def _without_speaker(self, tokens: Tokens, index: int, verb: Verb) -> int | None:
        """Where what is said starts after a verb without a written speaker; None if nothing shows it."""
        resources = self._resources
        if index + 1 >= len(tokens) or not self._opens_clause(tokens, index):
            return None
        following = tokens.words[index + 1]
        if following in resources.speech_openers and not verb.cue:
            return index + 1
        if following in resources.occasion_prepositions:
            return self._complement(tokens, index + 2)
        return None

    def _complement(self, tokens: Tokens, index: int) -> int | None:
        """The word after the next complementizer, before a relative clause; None for none."""
        for at in range(index, min(len(tokens), index + _SPEAKER_WORDS)):
            if tokens.words[at] in self._resources.complementizers:
                return at + 1
            if tokens.words[at] in self._resources.relatives:
                return None
        return None

    def _plain(self, tokens: Tokens, phrase: _Phrase) -> bool:
        """Whether a subject is short and holds no clause of its own."""
        words = tokens.words[phrase.first : phrase.stop]
        return len(words) <= _PLAIN_WORDS and not any(
            word in self._resources.relatives or word in self._resources.verbs for word in words
        )

    def _nominal(self, word: str) -> bool:
        """Whether a word can open a speaker's name in a verb-first language."""
        resources = self._resources
        if word in resources.leads or word in resources.verbs or word in resources.complementizers:
            return False
        return (
            word.startswith(resources.articles)
            or word in resources.people
            or word in resources.unnamed
            or word in resources.media
            or word in resources.agencies
            or word in resources.places
            or word in resources.bodies
        )

    def _subject_after(
        self, tokens: Tokens, index: int, verb: Verb, quoted: list[tuple[int, int]]
    ) -> _Phrase | None:
        """The speaker that starts at ``index`` and where what is said begins."""
        resources = self._resources
        words = tokens.words
        last = min(len(words), index + _SPEAKER_WORDS)
        if resources.verb_first and index < last and words[index] in resources.addressed:
            index += 1  # "told the «paper» X that": the paper is found as the carrier
            while index < last and _inside_short(quoted, tokens.starts[index]):
                index += 1
        if (
            index >= last
            or words[index] in verb.takes
            or words[index] in resources.leads
            or words[index] in resources.speech_openers
        ):
            return None
        stop = 0  # where the name ends, once known
        taken = 0  # where the object of the verb's own preposition starts
        at = index
        content = 0
        bounds = resources.bounds
        while at < last:
            gap = tokens.gap(at)
            word = words[at]
            if gap == " " and at > index and word not in bounds and (stop or not verb.takes):
                at += 1  # most words
                continue
            if at > index and ":" in gap:
                content = at
                break
            if gap != " " and at > index and _QUOTE.search(gap) and gap.rstrip()[-1:] in _QUOTES:
                size = _quotation_words(tokens, at, quoted)
                if size > 4 or (stop and size > 2 and not verb.cue):
                    content = at
                    break
            if word in resources.complementizers and at > index:
                content = at + 1
                break
            if at > index and (word in resources.prepositions or word in verb.takes):
                following = words[at + 1] if at + 1 < len(words) else ""
                if following in resources.complementizers:
                    content = at + 2
                    stop = stop or at
                    break
                if word in verb.takes and not verb.relay and (not stop or at - stop <= 1):
                    stop = stop or at
                    taken = taken or at + 1
            if at > index and verb.cue and not taken and word in resources.relatives:
                return None  # the complement further on belongs to the relative clause
            if not stop and at > index and verb.takes and self._attached_object(word, verb):
                stop = at
            if verb.relay and word in resources.relays and at > index:
                content = at
                break
            if (
                not stop
                and at > index
                and (
                    word in resources.breaks
                    or word in resources.published
                    or word in resources.to_medium
                    or (word in resources.addressed and resources.verb_first)
                    or (word in resources.occasion_prepositions and self._occasion(words, at + 1))
                    or word in resources.relatives
                )
            ):
                stop = at
            mark = _STOP_MARK.search(gap) if at > index and gap != " " else None
            if mark and not stop:
                stop = at
            if mark and (
                mark.group() in ".!؟?؛;" or (word in resources.verbs and not resources.verbs[word].cue)
            ):
                break
            at += 1
        if not content:
            content = taken
        if content:
            end = content
            while end > index and (
                words[end - 1] in resources.complementizers or words[end - 1] in resources.prepositions
            ):
                end -= 1
            if verb.relay and content < len(words) and words[content] in resources.relays:
                end = content
            stop = min(stop or end, end)
            if stop <= index:
                return None
            return _Phrase(index, stop, content, cued=True)
        if verb.cue:
            return None
        stop = self._bare_stop(tokens, index, stop or at)
        return _Phrase(index, stop, stop) if stop > index else None

    def _attached_object(self, word: str, verb: Verb) -> bool:
        """Whether a word is an object that carries the verb's preposition as a clitic."""
        resources = self._resources
        return any(
            written in verb.takes
            and not hidden
            and word.startswith(written)
            and word[len(written) :] in resources.common
            for written, hidden in resources.attached
        )

    def _bare_stop(self, tokens: Tokens, index: int, limit: int) -> int:
        """End of a speaker that no complement closes: titles, names and definite adjectives."""
        resources = self._resources
        if not resources.verb_first:
            return min(limit, index + 8)
        words = tokens.words
        stop = index
        head = False
        while stop < min(limit, index + 8):
            word = words[stop]
            definite = word.startswith(resources.articles)
            role = word in resources.people or word in resources.media or word in resources.unnamed
            if stop > index and not definite and not role and not head:
                break
            if word in resources.breaks or word in resources.prepositions:
                break
            head = role or (definite and head)
            stop += 1
        return stop

    def _occasion(self, words: list[str], index: int) -> bool:
        return any(word in self._resources.occasions for word in words[index : index + 1])

    def _relayed(self, tokens: Tokens, index: int, quoted: list[tuple[int, int]]) -> _Phrase | None:
        """The source a relay verb quotes: after "from", up to "as saying", a complement or a quotation."""
        resources = self._resources
        words = tokens.words
        at = index
        while at < min(len(words), index + 8) and words[at] not in resources.relays:
            at += 1
        if at >= len(words) or words[at] not in resources.relays:
            return None
        first = at + 1
        at = first
        name_stop = 0
        while at < min(len(words), first + _SPEAKER_WORDS):
            gap = tokens.gap(at)
            if at > first and (words[at] in resources.relay_ends or words[at] in resources.complementizers):
                content = at + 1
                while content < len(words) and words[content] in resources.complementizers:
                    content += 1
                return _Phrase(first, name_stop or at, content) if (name_stop or at) > first else None
            if at > first and (
                ":" in gap or (gap.rstrip()[-1:] in _QUOTES and _quotation_words(tokens, at, quoted) > 4)
            ):
                return _Phrase(first, name_stop or at, at)
            if at > first and not name_stop and (_STOP_MARK.search(gap) or words[at] in resources.breaks):
                name_stop = at
            if at > first and re.search("[.!؟?؛]", gap):
                break
            at += 1
        return _Phrase(first, name_stop or at, at) if at > first and name_stop else None

    def _carrier(
        self, tokens: Tokens, first: int, last: int, quoted: list[tuple[int, int]]
    ) -> _Phrase | None:
        """A medium that carried the speaker's words: "in a statement published by", "told the newspaper"."""
        resources = self._resources
        words = tokens.words
        for at in range(first, min(last + 1, len(words))):
            word = words[at]
            if word in resources.to_medium:
                start = at
            elif word in resources.published or (
                word in resources.addressed
                and at + 1 < len(words)
                and (
                    words[at + 1] in resources.media
                    or words[at + 1] in resources.agencies
                    or (resources.verb_first and _inside_short(quoted, tokens.starts[at + 1]))
                )
            ):
                start = at + 1
            else:
                continue
            stop = self._name_stop(tokens, start, quoted)
            if stop > start:
                return _Phrase(start, stop, stop)
        return None

    def _name_stop(self, tokens: Tokens, start: int, quoted: list[tuple[int, int]], limit: int = 9) -> int:
        """End of the name of a source phrase or carrier that starts at ``start``."""
        resources = self._resources
        words = tokens.words
        stop = start
        while stop < min(len(words), start + limit):
            word = words[stop]
            if stop > start:
                if _STOP_MARK.search(tokens.gap(stop)):
                    break
                if (
                    word in resources.complementizers
                    or word in resources.breaks
                    or word in resources.relatives
                ):
                    break
                if word in resources.verbs and not resources.verbs[word].cue:
                    break
                if word in resources.published or (
                    word.isdigit() and not _inside(quoted, tokens.starts[stop])
                ):
                    break
                if word in resources.prepositions and word not in resources.occasion_prepositions:
                    break
                if word in resources.occasion_prepositions and self._occasion(words, stop + 1):
                    break
                if tokens.gap(stop).rstrip()[-1:] in _QUOTES and _quotation_words(tokens, stop, quoted) > 4:
                    break
            stop += 1
        return stop

    # --- further links ---------------------------------------------------------------------------------

    def _embedded(self, tokens: Tokens, content: int, quoted: list[tuple[int, int]]) -> list[AttributionLink]:
        """A second act of speech inside what is said: "... that an analyst believes that ..."."""
        resources = self._resources
        words = tokens.words
        for at in range(content, min(len(words), content + 11)):
            verb = resources.verbs.get(words[at])
            if at > content and words[at] in resources.complementizers:
                return []
            if at > content and tokens.gap(at) != " " and _CLAUSE_MARK.search(tokens.gap(at)):
                return []
            if verb is None or _inside(quoted, tokens.starts[at]):
                continue
            if at == content and resources.verb_first:
                continue
            if words[at - 1] in resources.relatives or words[at - 1] in resources.conditionals:
                continue
            opened = self._opens(tokens, at + 1, quoted)
            if opened is None and (resources.verb_first or verb.cue):
                continue
            stop = at
            while stop > content and words[stop - 1] in resources.fillers:
                stop -= 1
            first = content
            while first < stop and words[first] in resources.fillers:
                first += 1
            if not 0 < stop - first <= 9 or words[first] in resources.speech_openers:
                return []
            verb_span = tokens.span(at, at + 1)
            phrase = _Phrase(first, stop, opened or at + 1)
            return [self._link(tokens, phrase, tokens.raw(verb_span), verb_span, verb.stance)]
        return []

    def _with_sources(
        self, tokens: Tokens, links: list[AttributionLink], quoted: list[tuple[int, int]]
    ) -> list[AttributionLink]:
        """Add what source phrases ("according to") name."""
        resources = self._resources
        words = tokens.words
        triggers = resources.source_triggers
        if triggers.isdisjoint(words):
            return links
        added = False
        for index, word in enumerate(words):
            if word not in triggers:
                continue
            phrase = None
            cue_stop = index + 1
            candidates = resources.sources.get(word)
            if candidates:
                for cue in candidates:
                    if len(cue) == 1 or tuple(words[index : index + len(cue)]) == cue:
                        cue_stop = index + len(cue)
                        phrase = self._source_name(tokens, cue_stop, quoted)
                        break
            elif (
                word in resources.source_verbs
                and index + 1 < len(words)
                and words[index + 1] in resources.verbs
            ):
                cue_stop = index + 2
                stop = self._name_stop(tokens, cue_stop, quoted)
                if stop > cue_stop:
                    phrase = _Phrase(cue_stop, stop, stop)
            if phrase is None or _inside(quoted, tokens.starts[index]):
                continue
            cue_span = tokens.span(index, cue_stop)
            link = self._link(tokens, phrase, tokens.raw(cue_span), cue_span, Stance.REPORTED)
            if words[cue_stop - 1] in resources.attaching:
                link = self._without_clitic(tokens, phrase.first, link)
            if any(
                old.span is not None and link.span is not None and old.span.overlaps(link.span)
                for old in links
            ):
                continue
            links = [*links, link]
            added = True
        if added:
            links = sorted(links, key=lambda link: _RANK[link.kind])
            self._remember(links, "")
        return links

    def _without_clitic(self, tokens: Tokens, first: int, link: AttributionLink) -> AttributionLink:
        """The link without the clitic that its source phrase put on the name."""
        word = tokens.words[first]
        if link.span is None or not link.span.overlaps(tokens.span(first, first + 1)):
            return link
        for written, hidden in self._resources.attached:
            if word.startswith(written) and len(word) > len(written) + 2 and link.name:
                if hidden:  # the article is hidden in the clitic: the span cannot be cut
                    at = tokens.raw_span(tokens.starts[first], tokens.starts[first] + len(written))
                    return replace(link, name=hidden + link.name[len(at) :])
                start = tokens.raw_span(tokens.starts[first] + len(written), tokens.ends[first]).start
                span = Span(start, link.span.end)
                return replace(link, name=tokens.raw(span), span=span)
        return link

    def _source_name(self, tokens: Tokens, index: int, quoted: list[tuple[int, int]]) -> _Phrase | None:
        resources = self._resources
        words = tokens.words
        if index >= len(words) or _CLAUSE_MARK.search(tokens.gap(index)):
            return None
        verb = resources.verbs.get(words[index])
        if resources.verb_first and (verb is not None or words[index] in resources.published):
            index += 1  # "according to what X said"
        elif index + 1 < len(words) and words[index] in resources.fillers:
            index += 1
        if index < len(words) and (
            any(words[index] == written for written, _ in resources.attached)
            or words[index] in resources.occasion_prepositions
        ):
            index += 1  # the clitic stands alone before a quotation mark
        stop = self._name_stop(tokens, index, quoted)
        if stop == index or words[index] in resources.rules or self._bare(words[index]) in resources.rules:
            return None
        return _Phrase(index, stop, stop)

    def _headline(
        self, tokens: Tokens, quoted: list[tuple[int, int]], title: bool
    ) -> tuple[list[AttributionLink], int] | None:
        """ "X: what X says", in titles and in lines that are one."""
        resources = self._resources
        head = _HEADLINE.match(tokens.folded) if ":" in tokens.folded else None
        if head is None:
            return None
        words = tokens.words
        # In running text only a short line without a full stop is a headline.
        if not title and (len(words) > _HEADLINE_WORDS or tokens.folded.rstrip()[-1:] in ".!؟?"):
            return None
        stop = 0
        while stop < len(tokens) and tokens.ends[stop] <= head.end(1):
            stop += 1
        if not 0 < stop <= _HEADLINE_SPEAKER_WORDS or stop == len(tokens):
            return None
        speaker = words[:stop]
        if _HEADLINE_BREAK.search(head.group(1)) or " ".join(speaker) in resources.places:
            return None
        for position, word in enumerate(speaker):
            verb = resources.verbs.get(word)
            if verb is not None and position and not verb.joined:
                return None  # a sentence of its own before the colon
            if word in resources.leads or word.isdigit():
                return None
            if word in resources.topics and (stop == 1 or word not in resources.unnamed):
                return None  # "source:" alone is a caption
            if verb is not None and not verb.cue:
                return None
        if speaker[0] in resources.leads or not self._names_speaker(tokens, stop):
            return None
        phrase = _Phrase(0, stop, stop)
        links = [self._link(tokens, phrase, "", None, Stance.REPORTED)]
        links += self._embedded(tokens, stop, quoted)
        self._remember(links, "")
        return links, stop

    def _names_speaker(self, tokens: Tokens, stop: int) -> bool:
        """Whether the words before a headline's colon are a body, a role or a name, and not its subject.

        Their head noun tells: the first word of a verb-first language, else the last one before "of".
        """
        resources = self._resources
        speaker = tokens.words[:stop]
        behind = (at for at in range(1, stop) if speaker[at] in resources.piece_prepositions)
        head = speaker[0 if resources.verb_first else next(behind, stop) - 1]
        if head in resources.happenings:
            return False
        if any(map(self._speaks, speaker)) or (stop > 1 and not self._names.given.isdisjoint(speaker)):
            return True
        if self._names.capitals and not _capitals(tokens.raw(tokens.span(0, stop)).split()):
            return False
        return not self._adverbial(head) and any(word not in resources.common for word in speaker)

    def _speaks(self, word: str) -> bool:
        """Whether a word tells a speaker: a title, a medium, a body."""
        resources = self._resources
        return (
            word in resources.people
            or word in resources.unnamed
            or word in resources.media
            or word in resources.agencies
            or word in resources.bodies
            or word in self._names.organisation_heads
        )

    def _adverbial(self, word: str) -> bool:
        """Whether a word is an everyday one behind a preposition and the article: "in figures"."""
        articles = self._names.articles
        return any(
            word.startswith(clitic) and word[len(clitic) :] in self._resources.common
            for clitic in self._names.definite_clitics
            if not clitic.startswith(articles)
        )

    def _link(
        self, tokens: Tokens, phrase: _Phrase, verb: str, verb_span: Span | None, stance: Stance
    ) -> AttributionLink:
        resources = self._resources
        words = tokens.words[phrase.first : phrase.stop]
        publisher = self._publisher(tokens, phrase)
        if publisher is not None:
            return replace(publisher, verb=verb, verb_span=verb_span, stance=stance)
        kind = self._kind(words)
        span = _with_marks(tokens, phrase)
        name = tokens.raw(span)
        piece = resources.anaphors.get(" ".join(words))
        if piece is not None:
            meant, meant_kind = self._pieces.get(piece, self._medium)
            if meant:
                name, kind = meant, meant_kind if piece else kind
        return AttributionLink(kind, name, span, verb, verb_span, stance)

    def _kind(self, words: list[str]) -> LinkKind:
        resources = self._resources
        for position, word in enumerate(words[:3]):
            bare = self._bare(word)
            if position and word in resources.prepositions:
                break
            if word in resources.people or bare in resources.people:
                return LinkKind.SPEAKER
            if word in resources.unnamed or bare in resources.unnamed:
                return LinkKind.UNNAMED
            if word in resources.agencies or bare in resources.agencies:
                return LinkKind.AGENCY
            if word in resources.media or bare in resources.media:
                if any(other in resources.agencies for other in words):
                    return LinkKind.AGENCY
                return LinkKind.MEDIUM
        joined = " ".join((self._bare(words[0]), *words[1:]))
        if joined in resources.agencies:
            return LinkKind.AGENCY
        if joined in resources.media:
            return LinkKind.MEDIUM
        return LinkKind.SPEAKER

    def _bare(self, word: str) -> str:
        for written, hidden in self._resources.attached:
            if word.startswith(written) and len(word) > len(written) + 2:
                return hidden + word[len(written) :]
        return word

    # --- stance ----------------------------------------------------------------------------------------

    def _stance(
        self, tokens: Tokens, links: list[AttributionLink], content: int, quoted: list[tuple[int, int]]
    ) -> Stance:
        strongest = Stance.ASSERTED
        if links:
            strongest = max((link.stance for link in links), key=_STRENGTH.__getitem__)
        if _STRENGTH[strongest] >= _STRENGTH[Stance.PREDICTED]:
            return strongest
        if links and self._verbatim(tokens, links, content, quoted):
            return Stance.QUOTED
        if self._possible(tokens, content):
            return Stance.PREDICTED
        return Stance.REPORTED if links else Stance.ASSERTED

    def _verbatim(
        self, tokens: Tokens, links: list[AttributionLink], content: int, quoted: list[tuple[int, int]]
    ) -> bool:
        """Whether what is said, without who says it, is mostly a quotation."""
        if not quoted or not len(tokens):
            return False
        begin = tokens.ends[content - 1] if self._resources.verb_first and 0 < content <= len(tokens) else 0
        said = len(tokens.folded) - begin
        if not begin:
            said -= sum(len(span) for link in links for span in (link.span, link.verb_span) if span)
        covered = sum(max(0, stop - max(start, begin)) for start, stop in quoted)
        inside = sum(1 for start in tokens.starts if start >= begin and _inside(quoted, start))
        return covered >= _QUOTED_SHARE * max(1, said) and inside >= _QUOTED_WORDS

    def _possible(self, tokens: Tokens, content: int) -> bool:
        resources = self._resources
        words = tokens.words
        triggers = resources.possible_triggers
        if triggers.isdisjoint(words):
            return False
        for index, word in enumerate(words[content : content + 10], content):
            if word not in triggers:
                continue
            for phrase in resources.possible.get(word, ()):
                if len(phrase) == 1 or tuple(words[index : index + len(phrase)]) == phrase:
                    return True
            if (
                word in resources.possible_before
                and resources.present is not None
                and index + 1 < len(words)
                and resources.present.match(words[index + 1])
            ):
                return True
        return False


def _capitals(written: Iterable[str]) -> bool:
    """Whether all words are written with capitals."""
    return all(word[0].isupper() for word in written)


def _with_marks(tokens: Tokens, phrase: _Phrase) -> Span:
    """The span of a name, with a quotation mark that it opens or closes."""
    start, end = tokens.starts[phrase.first], tokens.ends[phrase.stop - 1]
    text = tokens.folded
    inner = text[start:end]
    if start and text[start - 1] in _QUOTES and end < len(text) and text[end] in '»”"':
        pass  # the whole name stands in quotation marks: leave them out
    elif _QUOTE.search(inner):
        for opening, closing in _QUOTES.items():
            opened = inner.count(opening)
            closed = inner.count(closing) if closing != opening else 0
            unbalanced = opened % 2 if closing == opening else opened > closed
            if unbalanced and text[end : end + 1] == closing:
                end += 1
            elif closing != opening and closed > opened and start and text[start - 1] == opening:
                start -= 1
    return tokens.raw_span(start, end)


def _quoted_ranges(folded: str) -> list[tuple[int, int]]:
    """Ranges between quotation marks; a mark that never closes runs to the end of the text."""
    ranges: list[tuple[int, int]] = []
    opened = -1
    closing = ""
    for match in _QUOTE.finditer(folded):
        mark = match.group()
        if opened < 0:
            if mark in _QUOTES:
                opened, closing = match.start(), _QUOTES[mark]
        elif mark == closing:
            ranges.append((opened, match.end()))
            opened = -1
    if opened >= 0:
        ranges.append((opened, len(folded)))
    return ranges


def _inside(ranges: list[tuple[int, int]], at: int) -> bool:
    for start, end in ranges:  # noqa: SIM110 - asked for every word: no generator
        if start < at < end:
            return True
    return False


def _inside_short(ranges: list[tuple[int, int]], at: int) -> bool:
    return any(start < at < end and end - start <= 32 for start, end in ranges)


def _share(ranges: list[tuple[int, int]], begin: int, end: int) -> float:
    covered = sum(max(0, min(stop, end) - max(start, begin)) for start, stop in ranges)
    return covered / max(1, end - begin)


def _quotation_words(tokens: Tokens, index: int, ranges: list[tuple[int, int]]) -> int:
    """How many words the quotation around word ``index`` holds; 0 outside one."""
    at = tokens.starts[index]
    for start, end in ranges:
        if start < at < end:
            return sum(1 for word in tokens.starts if start < word < end)
    return 0
