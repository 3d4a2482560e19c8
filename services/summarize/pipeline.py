"""From an alignment to a cited account: select, word, verify. [pure]

The steps are one generator, so that a caller can pass sentences on as soon as they are verified; what is
returned at the end is the whole account.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.common.domain import Alignment, Section, StatementRef, Summary, SummarySentence
from services.summarize.backends import Passage, Writer
from services.summarize.render import Wording, word
from services.summarize.select import Selected, Sources, select
from services.summarize.verify import Cited, Failure, verify


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was left out because its citations do not support it."""

    section: Section
    reason: Failure


@dataclass(frozen=True, slots=True)
class Replaced:
    """A model's sentence that was not supported; the statement's own words took its place."""

    section: Section
    reason: Failure


Step = SummarySentence | Dropped | Replaced


def summarize(alignment: Alignment, language: str | None, backend: Writer) -> Summary:
    """The cited account of an event, in ``language`` or, if None, in that of most articles.

    Raises LanguageNotInSources when no statement is in that language.
    """
    steps = write(alignment, language, backend)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            account: Summary = done.value
            return account


def write(alignment: Alignment, language: str | None, backend: Writer) -> Generator[Step, None, Summary]:
    """Yields each verified sentence, and each failure, when it is known; returns the whole account."""
    selection = select(alignment, language)
    sources = Sources(alignment)
    verifier = _Verifier(sources)
    sentences: list[SummarySentence] = []
    dropped = replaced = 0
    for _, members in groupby(selection.sentences, key=lambda s: s.section):
        for step in _section(list(members), verifier, selection.language, backend):
            if isinstance(step, SummarySentence):
                sentences.append(step)
            elif isinstance(step, Dropped):
                dropped += 1
            else:
                replaced += 1
            yield step
    return Summary(
        language=selection.language,
        title=selection.title,
        sentences=tuple(sentences),
        backend=backend.id,
        alignment_revision=alignment.revision,
        dropped=dropped,
        replaced=replaced,
    )


def _section(
    selected: Sequence[Selected], verifier: _Verifier, language: str, backend: Writer
) -> Generator[Step, None, None]:
    """The sentences of one section; a dispute that loses a side is left out whole."""
    sources = verifier.sources
    wordings = [word(s, sources, language) for s in selected]
    own = [w.language == language for w in wordings]
    passages = [
        Passage(w.words, tuple(sources.statement(r).text for r in s.citations), language)
        for s, w, native in zip(selected, wordings, own, strict=True)
        if native  # another language is quoted, never rewritten
    ]
    written = iter(backend.write(passages) if passages else [])
    rewritten = [next(written) if native else w.words for w, native in zip(wordings, own, strict=True)]
    triples = zip(selected, wordings, rewritten, strict=True)
    for _, group in groupby(triples, key=lambda t: t[0].group):
        steps = [_sentence(s, w, words, verifier) for s, w, words in group]
        kept = [step[-1] for step in steps if isinstance(step[-1], SummarySentence)]
        if selected[0].section is Section.DISPUTED and len(kept) < 2:
            for step in steps:
                reason = step[-1].reason if isinstance(step[-1], Dropped) else Failure.COUNTERPART
                yield Dropped(Section.DISPUTED, reason)
            continue
        for step in steps:
            yield from step


class _Verifier:
    """Verifies the sentences of one account; the timeline often tells again what is agreed."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._known: dict[tuple[str, bool, tuple[StatementRef, ...]], Failure | None] = {}

    def failure(self, words: str, wording: Wording, citations: tuple[StatementRef, ...]) -> Failure | None:
        key = (words, wording.attributed, citations)
        if key not in self._known:
            cited = [
                Cited(self.sources.statement(r), article.outlet, article.published.day)
                for r in citations
                for article in (self.sources.article(r),)
            ]
            self._known[key] = verify(words, cited, language=wording.language, attributed=wording.attributed)
        return self._known[key]


def _sentence(selected: Selected, wording: Wording, words: str, verifier: _Verifier) -> list[Step]:
    """The verified sentence, or why there is none; before it, why a model's words were not taken."""
    steps: list[Step] = []
    if words != wording.words:
        failure = verifier.failure(words, wording, selected.citations)
        if failure is not None:
            steps.append(Replaced(selected.section, failure))
            words = wording.words
    if words == wording.words:
        failure = verifier.failure(words, wording, selected.citations)
        if failure is not None:
            return [*steps, Dropped(selected.section, failure)]
    sentence = SummarySentence(
        text=wording.text(words),
        section=selected.section,
        citations=selected.citations,
        group=selected.group,
        outlets=selected.outlets,
        origins=selected.origins,
        day=selected.day,
        extractive=words == wording.words,
    )
    return [*steps, sentence]
