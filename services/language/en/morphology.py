"""Inflected forms of regular English verbs."""

from __future__ import annotations

_VOWELS = "aeiou"


def verb_forms(base: str) -> tuple[str, ...]:
    """Base, third person, past and -ing form of a regular verb.

    >>> verb_forms("deny")
    ('deny', 'denies', 'denied', 'denying')
    """
    if base.endswith("e"):
        return base, base + "s", base + "d", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return base, base + "es", base + "ed", base + "ing"
    doubled = base
    if (
        base[-1] not in _VOWELS + "wxy"
        and base[-2] in _VOWELS
        and base[-3:-2] not in tuple(_VOWELS)
        and len(base) <= 4
    ):
        doubled = base + base[-1]
    return base, base + "s", doubled + "ed", doubled + "ing"
