"""English: resources only."""

from __future__ import annotations

from services.language.declaration import Language
from services.language.en.attribution import ATTRIBUTION
from services.language.en.boilerplate import BOILERPLATE
from services.language.en.names import NAMES
from services.language.en.polarity import POLARITY
from services.language.en.quantities import QUANTITIES
from services.language.en.sentences import SENTENCES
from services.language.en.times import TIMES

_FUNCTION_WORDS = """
    the of and to in a is was were that for on with as by at from his her its are be has have had not but
    this which they their an it he she said will
    after been who or would about more than into when also there could up out over
"""

ENGLISH = Language(
    code="en",
    name="English",
    direction="ltr",
    letters="A-Za-z",
    foreign="éèêëçñöüäåøæßşğıłńśźżčšžőűãõœáíóú",
    function_words=frozenset(_FUNCTION_WORDS.split()),
    sentences=SENTENCES,
    attribution=ATTRIBUTION,
    polarity=POLARITY,
    names=NAMES,
    quantities=QUANTITIES,
    times=TIMES,
    boilerplate=BOILERPLATE,
)
