"""Whom a text credits: the wire or outlet it was taken from, as a canonical key. [pure]

A credit stands in a dateline ("Riyadh - SPA:"), in brackets at the very end ("(Reuters)"), alone on a line
or behind a label ("Source: ..."). An agency that is merely quoted ("he told Reuters") is attribution, not
credit.
"""

from __future__ import annotations

import re

from services.common.domain import CutReason
from services.ingest.clean import Cleaned, credit_of_line
from services.ingest.cues import Cues, bare, known_cues
from services.ingest.sources import source_id
from services.language.lexemes import fold_in_place

_PARENTHESIS = re.compile(r"[\[(«]\s*([^()\[\]«»]{1,40}?)\s*[\])»]")
_FINAL = re.compile(
    r"(?:[\[(«]\s*([^()\[\]«»]{1,40}?)\s*[\])»]|(?<=[.!؟])\s*[-–—]\s*([^.،,]{1,30}))\s*\.?\s*$"
)
_DATELINE_PART = re.compile(r"\s*(?:\s[-–—|]+|[-–—|]+\s|:|،|,|/)\s*")
_AGENCIES = "agencies"
_DATELINE_CHARACTERS = 120


def find_credit(text: str, cleaned: Cleaned, *, outlet: str = "", cues: Cues | None = None) -> str:
    """Canonical key of the credited origin; "" when the text credits nobody, or only its own outlet.

    A named agency wins over "agencies"; a source that is no known agency gives its source id.
    """
    cues = cues or known_cues()
    own = source_id(outlet) if outlet else ""
    found = _agencies(text, cleaned, cues)
    named = [key for key in found if key != _AGENCIES]
    for key in (*named, *found):
        if key != own:
            return key
    for cut in cleaned.cuts:
        if cut.reason is CutReason.CREDIT:
            form = bare(fold_in_place(cut.span.of(text)).splitlines()[0])
            source = credit_of_line(form, cues)
            if source and 2 <= len(source) <= 60:
                identity = source_id(source)
                if identity and identity != own:
                    return identity
    return ""


def _agencies(text: str, cleaned: Cleaned, cues: Cues) -> list[str]:
    found: list[str] = []

    def note(form: str) -> bool:
        key = cues.credits.get(bare(form))
        if key is not None:
            found.append(key)
        return key is not None

    first = next(iter(cleaned.paragraphs), None)
    for cut in cleaned.cuts:
        zone = fold_in_place(cut.span.of(text)[:200])
        before_lead = first is None or cut.span.start <= first.start
        if cut.reason is CutReason.DATELINE and before_lead:
            for part in (*_PARENTHESIS.findall(zone), *_DATELINE_PART.split(zone)):
                if not note(part):
                    # An agency at the edge of a part: "Islamabad 3 August 2015 SPA", "Next Previous SPA".
                    words = bare(part).split(" ")
                    any(note(" ".join(words[-size:])) for size in (3, 2, 1) if size < len(words))
        elif cut.reason is CutReason.CREDIT:
            for line in zone.splitlines():
                source = credit_of_line(bare(line), cues)
                if not note(source):
                    for part in cues.credit_joins.split(source):
                        note(part)
    if first is not None:
        # A dateline that was left on the lead: "Cairo (Reuters)" before its first dash or colon.
        zone = fold_in_place(first.of(text)[:_DATELINE_CHARACTERS])
        opening = re.match(r"[^.؟!]{0,60}?[(\[]([^)\]]{1,30})[)\]]\s*[-–—:]", zone)
        if opening:
            note(opening[1])
    if cleaned.paragraphs:
        last = cleaned.paragraphs[-1]
        zone = fold_in_place(last.of(text)[-60:])
        final = _FINAL.search(zone)
        if final:
            form = final[1] or final[2] or final[3]
            if not note(form):
                for part in cues.credit_joins.split(form):
                    note(part)
    return found
