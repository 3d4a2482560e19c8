# ruff: noqa: E501
"""English sentence ends."""

from __future__ import annotations

import re

from services.language.sentences import SentenceResources

_ABBREVIATIONS = """
    mr mrs ms mx dr prof rev fr sr jr st gen lt col maj capt sgt cpl adm cmdr gov sen rep reps sens pres hon supt
    det insp messrs mt ft vs no nos art fig pp vol ed est approx etc al dept inc ltd co corp plc bros univ assn
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun a.m p.m i.e e.g cf op u.s u.k u.n
    u.a.e d.c ph.d m.d b.a m.a
"""

SENTENCES = SentenceResources(
    ends=frozenset(".!?…"),
    soft_ends=frozenset("؛"),
    abbreviations=frozenset(_ABBREVIATIONS.split()),
    suffix_letters=frozenset(),
    glued=re.compile(r"[A-Z\"“][a-z’']"),
    clause=re.compile(r";(?=\s+\w+\s)"),
    long_words=50,
)
