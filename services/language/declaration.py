"""What a language declares. Engines take one of these and hold no words of their own. [pure]"""

from __future__ import annotations

from dataclasses import dataclass

from services.language.attribution import AttributionResources
from services.language.boilerplate import BoilerplateResources
from services.language.names import NameResources
from services.language.polarity import PolarityResources
from services.language.quantities import QuantityResources
from services.language.sentences import SentenceResources
from services.language.times import TimeResources


@dataclass(frozen=True, slots=True)
class Language:
    """One language as data. A new language is one new value of this type in `language.LANGUAGES`."""

    code: str  # ISO 639-1
    name: str  # in English
    direction: str  # "rtl" or "ltr"
    letters: str  # its script, as the inside of a regular expression class over raw text
    foreign: str  # letters of that script that this language does not use, same form; "" for none
    function_words: frozenset[str]  # folded, frequent in any running text of the language
    sentences: SentenceResources
    attribution: AttributionResources
    polarity: PolarityResources
    names: NameResources
    quantities: QuantityResources
    times: TimeResources
    boilerplate: BoilerplateResources
