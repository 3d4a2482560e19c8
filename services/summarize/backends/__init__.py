"""Who words the sentences of an account: ``extractive`` or a model, chosen by a ``kind:argument`` string.

Third parties add kinds by entry points of the group ``mizan.summarizers``; a factory takes the argument
behind the colon ("" for none) and returns a `Writer`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol

GROUP = "mizan.summarizers"


@dataclass(frozen=True, slots=True)
class Passage:
    """What one sentence is written from: the extractive sentence, and all statements that it cites."""

    words: str
    sources: tuple[str, ...]
    language: str


class Writer(Protocol):
    """Words sentences. Called from several threads."""

    @property
    def id(self) -> str:
        """How it was named in the configuration, for example "extractive"."""

    @property
    def revision(self) -> str:
        """Version or content hash of what decides the words."""

    def write(self, passages: Sequence[Passage]) -> list[str]:
        """One sentence per passage, in the same order, in the passage's language."""


def _extractive(argument: str) -> Writer:
    from services.summarize.backends.extractive import Extractive

    if argument:
        raise ValueError(f"the extractive summarizer takes no argument, got {argument!r}")
    return Extractive()


def _transformers(argument: str) -> Writer:
    from services.summarize.backends import seq2seq

    return seq2seq.create(argument)


_BUILT_IN: dict[str, Callable[[str], Writer]] = {"extractive": _extractive, "transformers": _transformers}


def load(spec: str) -> Writer:
    """The writer that ``spec`` names, for example "extractive" or "transformers:/models/summarizer".

    Raises ValueError for an unknown kind or a bad argument, RuntimeError when a model or what it needs is
    missing.
    """
    kind, _, argument = spec.partition(":")
    if kind in _BUILT_IN:
        return _BUILT_IN[kind](argument)
    offered = {point.name: point for point in entry_points(group=GROUP)}
    if kind not in offered:
        known = ", ".join(sorted({*_BUILT_IN, *offered}))
        raise ValueError(f"unknown summarizer {kind!r}; known are: {known}")
    factory: Callable[[str], Writer] = offered[kind].load()
    return factory(argument)
