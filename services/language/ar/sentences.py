"""Arabic sentence ends."""

from __future__ import annotations

import re

from services.language.normalize import fold
from services.language.sentences import SentenceResources

# Titles and initials written with a dot.
_ABBREVIATIONS = "د أ م ا.د أ.د م.م ق.م ص.ب ت ف ج هـ إف اف ه ذ ش ك ل ب س ع مليمتر.م"

# An over-long sentence may be cut before a clause with its own subject or its own act of speech. Raw text:
# hamza seats and diacritics vary, so both spellings are listed.
_SPEECH = (
    "أضاف|اضاف|أوضح|اوضح|أشار|اشار|أكد|اكد|أكّد|قال|ذكر|لفت|أفاد|افاد|تابع|أعلن|اعلن|شدد|شدّد|بين|بيّن|صرح|صرّح|"
    "أردف|اردف|نوه|نوّه|كشف|حذر|حذّر|اعتبر|نقل"
)
_CLAUSE = rf"[،,](?=\s+(?:و(?:{_SPEECH})ت?\s|فيما\s+(?:{_SPEECH})ت?\s))"

SENTENCES = SentenceResources(
    ends=frozenset(".!?؟…"),
    soft_ends=frozenset("؛"),
    abbreviations=frozenset(fold(word) for word in _ABBREVIATIONS.split()),
    suffix_letters=frozenset("مهق"),
    glued=re.compile(r"[\u0621-\u064a«\"]"),
    clause=re.compile(_CLAUSE),
    long_words=40,
)
