"""The languages Mizan reads, and which of them a text is written in. [pure]"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from services.language.ar import ARABIC
from services.language.declaration import Language
from services.language.en import ENGLISH
from services.language.normalize import fold, words

__all__ = ["LANGUAGES", "Detection", "Language", "detect", "language"]

LANGUAGES: Mapping[str, Language] = MappingProxyType({each.code: each for each in (ARABIC, ENGLISH)})

UNDETERMINED = "und"
_LETTERS = re.compile(r"[^\W\d_]+")
_SAMPLE = 1000  # code points; a page's language shows long before its end
_FEW_WORDS = 6
# Share of function words in running text of a language; measured on news, other languages stay below a third.
_USUAL_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Detection:
    """A language code, or "und", and how sure that is (0 to 1)."""

    code: str
    confidence: float


def language(code: str) -> Language:
    """The declared language of a code. ValueError names the known ones."""
    try:
        return LANGUAGES[code]
    except KeyError:
        raise ValueError(
            f"language {code!r} is not known; known are {', '.join(sorted(LANGUAGES))}"
        ) from None


def detect(text: str) -> Detection:
    """The language most of ``text`` is written in: by script, then by function words.

    A script alone is weak evidence: Persian and Urdu share the Arabic one, French the Latin one. Letters that
    a language does not use and missing function words count against it.

    >>> detect("أعلنت الوزارة أن الاجتماع سيعقد في العاصمة يوم الأحد").code
    'ar'
    """
    sample = _sample(text)
    best = Detection(UNDETERMINED, 0.0)
    letters = sum(map(len, _LETTERS.findall(sample)))
    if not letters:
        return best
    folded = words(fold(sample))
    for declared in LANGUAGES.values():
        script, foreign = _patterns(declared.code)
        own = sum(map(len, script.findall(sample)))
        share = own / letters
        if share < 0.2:
            continue
        strange = len(foreign.findall(sample)) / own if foreign else 0.0
        mine = list(filter(script.match, folded))
        known = sum(map(declared.function_words.__contains__, mine)) / max(1, len(mine))
        grammar = min(1.0, known / _USUAL_SHARE)
        if len(mine) < _FEW_WORDS:
            grammar = max(grammar, 0.5)  # a headline may hold no function word
        confidence = min(1.0, share * 1.25) * (0.15 + 0.85 * grammar) * max(0.0, 1.0 - 25.0 * strange)
        if confidence > best.confidence:
            best = Detection(declared.code, round(min(confidence, 1.0), 4))
    if best.confidence < 0.3:
        return Detection(UNDETERMINED, round(1.0 - best.confidence, 4))
    return best


def _sample(text: str) -> str:
    """The middle of a long text: pages start with menus, often in another language."""
    if len(text) <= _SAMPLE:
        return text
    start = (len(text) - _SAMPLE) // 2
    return text[start : start + _SAMPLE]


@lru_cache(maxsize=64)
def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    declared = LANGUAGES[code]
    foreign = re.compile(f"[{declared.foreign}]") if declared.foreign else None
    return re.compile(f"[{declared.letters}]+"), foreign
