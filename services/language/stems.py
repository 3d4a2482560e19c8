"""Light stemming: one key for the inflected forms of a word, for counting words that texts share. [pure]

Light stemming only takes off frequent affixes (the idea of Larkey, Ballesteros & Connell, "Light stemming
for Arabic information retrieval", 2007); it never looks for roots, which bring unrelated words together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib import import_module


@dataclass(frozen=True)
class StemResources:
    """Affixes of a language, folded. The longest one that leaves enough letters is taken off, one per
    side."""

    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    single_prefixes: str = ""  # one-letter particles, taken off long words only
    least: int = 3  # letters that must stay
    least_after_single: int = 4
    _known: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _by_length(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        prefixes, suffixes = sorted(self.prefixes, key=len), sorted(self.suffixes, key=len)
        return tuple(reversed(prefixes)), tuple(reversed(suffixes))

    def stem(self, word: str) -> str:
        """The stem of one folded word; a word with digits in it is left alone."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) > 50_000:  # words of a stream never end; their cache must
                self._known.clear()
            known = self._known[word] = self._stem(word)
        return known

    def _stem(self, word: str) -> str:
        if not word.isalpha():
            return word
        prefixes, suffixes = self._by_length
        for prefix in prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= self.least:
                word = word[len(prefix) :]
                break
        else:
            if word[0] in self.single_prefixes and len(word) > self.least_after_single:
                word = word[1:]
        for suffix in suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= self.least:
                return word[: -len(suffix)]
        return word


@lru_cache(maxsize=64)
def stems(code: str) -> StemResources:
    """The affixes that a language declares as ``STEMS``; none for a language that is not known."""
    try:
        module = import_module(f"services.language.{code}.stems")
    except ModuleNotFoundError:
        return StemResources()
    resources: StemResources = module.STEMS
    return resources
