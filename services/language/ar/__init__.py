"""Arabic: resources only."""

from __future__ import annotations

from services.language.ar.attribution import ATTRIBUTION
from services.language.ar.boilerplate import BOILERPLATE
from services.language.ar.names import NAMES
from services.language.ar.polarity import POLARITY
from services.language.ar.quantities import QUANTITIES
from services.language.ar.sentences import SENTENCES
from services.language.ar.times import TIMES
from services.language.declaration import Language
from services.language.normalize import fold

_FUNCTION_WORDS = """
    في من على إلى عن أن إن التي الذي الذين هذا هذه ذلك تلك كان كانت وكان قد وقد لم لن لا ما كما بعد قبل خلال
    بين حيث مع كل أو ثم هو هي وهو وهي
    عند منذ حتى إذا لكن غير أي بعض أنه أنها وأن وفي ومن وعلى التى الى فى وإن لدى حول ضد عبر نحو أكثر أمام
    يوم اليوم عام العام بن
    قال وقال أكد وأكد أضاف وأضاف مؤكدا خلال عليها عليه فيها فيه منها منه لها له به بها
"""

ARABIC = Language(
    code="ar",
    name="Arabic",
    direction="rtl",
    letters=r"\u0621-\u063a\u0641-\u064a\u0671\ufb50-\ufdff\ufe70-\ufefc",
    foreign="پچژگٹڈڑںےہھکیټډړږڼۍېێۆۋڵڕەۇۈۅ",
    function_words=frozenset(fold(word) for word in _FUNCTION_WORDS.split()),
    sentences=SENTENCES,
    attribution=ATTRIBUTION,
    polarity=POLARITY,
    names=NAMES,
    quantities=QUANTITIES,
    times=TIMES,
    boilerplate=BOILERPLATE,
)
