"""Every number that the comparison of statements decides by, in one record. [pure]

``THRESHOLDS`` is stored with each alignment. ``WEIGHTS`` are the coefficients of the additive models: the
score of a relation is the logistic function of the sum of its signals' contributions.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VERSION = "rules@3"

THRESHOLDS: Mapping[str, float] = MappingProxyType(
    {
        "related": 0.5,  # score from which two statements are about one subject
        "strangers": 0.08,  # topic below which a pair is not compared any further
        "agreement": 0.5,  # score from which they report one fact
        "restatement": 0.6,  # the same, in the light of the event
        "number": 0.5,  # score from which a finding of that model is a conflict
        "number across languages": 0.5,
        "denial": 0.46,
        "negation": 0.45,
        "direction": 0.5,
        "time": 0.5,
        "name": 0.5,
        "verb time": 0.65,
        "label": 0.5,
        "actor": 0.5,
        "act date": 0.5,
        "denial in context": 0.5,
        "inference": 0.5,
        "sibling": 0.15,  # score of a replaced name from which the same words are about somebody else
        "scope": 0.45,  # likeness of two slots from which differing figures are worth a label
        "context": 1.5,  # weight of words below which a statement cannot be placed without its title
        "figure.rounding": 0.02,  # relative difference that rounding explains
        "figure.estimate": 0.15,  # relative difference that "about" explains
        "figure.cut": 0.05,  # relative difference up to which a rounder figure stands for a finer one
        "figure.conversion": 0.05,  # relative difference that converting a currency explains
        "figure.ceiling": 0.6,  # share of "at most" below which a value no longer means that ceiling
        "figure.bound": 0.25,  # how far a value may exceed "at least" before the toll has moved on
    }
)

WEIGHTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "agreement": MappingProxyType(
            {
                "bias": -3.7,
                "containment": 1.7,
                "same order": 1.7,
                "topic": 2.0,
                "little said": -8.0,
                "meaning": 2.0,
                "confirmed figures": 1.4,
                "same things counted": 3.5,
                "unconfirmed figures": -0.85,
                "no figure in common": -0.5,
                "figures differ": -2.6,
                "measured at another time": -3.6,
                "other roles": -2.0,
                "names apart": -0.8,
                "opposite direction": -0.6,
                "only the subject shared": -2.5,
                "judged as agreement": 0.1,
                "judged as contradiction": -0.05,
            }
        ),
        "restatement": MappingProxyType(
            {
                "bias": -8.0,
                "rare words shared": 1.4,
                "told close together": 2.0,
                "share of the shorter": 6.5,
                "meaning within the event": 1.5,
                "names apart": -1.5,
                "figures differ": -4.0,
                "other figures": -2.6,
                "no figure in common": -0.8,
                "other roles": -2.0,
                "other time": -1.5,
                "only one refuses": -3.0,
                "opposite direction": -1.5,
                "market": -4.0,
                "judged as agreement": 0.2,
                "judged as contradiction": -0.05,
            }
        ),
        "agreement across languages": MappingProxyType(
            {
                "bias": -4.5,
                "meaning": 6.5,
                "names": 1.5,
                "confirmed figures": 1.2,
                "unconfirmed figures": -0.3,
                "no figure in common": -1.0,
                "figures differ": -3.5,
                "measured at another time": -3.6,
                "other roles": -2.0,
                "names apart": -0.4,
                "opposite direction": -1.0,
                "meaning in context": 9.0,
                "judged as agreement": 1.1,
                "judged as contradiction": -0.05,
            }
        ),
        "number": MappingProxyType(
            {
                "bias": -7.5,
                "same slot": 5.0,
                "same role": 0.5,
                "containment": 1.5,
                "mutual coverage": 3.0,
                "topic": 1.0,
                "meaning": 0.0,
                "open bound": 1.6,
                "names apart": -0.5,
                "titles": 1.0,
                "too little context": -3.0,
                "other place": -1.0,
                "other time": -1.0,
                "every figure differs": -1.5,
                "other scope": -2.0,
                "measured each session": -3.0,
            }
        ),
        "number across languages": MappingProxyType(
            {
                "bias": -5.5,
                "counted noun": 3.0,
                "near in size": 1.5,
                "closeness across languages": 5.0,
                "other place": -1.0,
                "other time": -1.5,
                "every figure differs": -1.5,
                "other scope": -2.0,
                "measured each session": -3.0,
            }
        ),
        "denial": MappingProxyType(
            {
                "bias": -2.9,
                "denied words stated": 2.0,
                "head of denial stated": 1.6,
                "statement within denial": 3.0,
                "statement confirmed outside denial": -2.5,
                "both deny": -5.0,
                "hearsay": 0.8,
                "only possible": -2.5,
                "confirmed figures": 0.8,
                "containment": 2.4,
                "meaning": 0.5,
            }
        ),
        "negation": MappingProxyType(
            {
                "bias": -9.2,
                "denied words stated": 5.0,
                "statement within denial": 8.0,
                "statement confirmed outside denial": -2.5,
                "both deny": -5.0,
                "head of denial stated": 1.0,
                "hearsay": 0.5,
                "only possible": -2.5,
                "market": -4.0,
                "confirmed figures": 0.3,
                "containment": 4.0,
                "meaning": 0.0,
                "rather contradiction than agreement": 0.2,
            }
        ),
        "direction": MappingProxyType(
            {
                "bias": -5.0,
                "words around": 1.8,
                "containment": 1.5,
                "mutual coverage": 4.5,
                "topic": 1.0,
                "measured each session": -4.0,
                "other speaker": -2.0,
                "other time": -3.0,
                "negated": -2.5,
                "rather contradiction than agreement": 0.3,
            }
        ),
        "time": MappingProxyType(
            {
                "bias": -10.0,
                "containment": 4.0,
                "mutual coverage": 4.0,
                "same order": 3.0,
                "topic": 1.0,
                "names apart": -2.0,
                "figures differ": -2.0,
                "market": -4.0,
            }
        ),
        "verb time": MappingProxyType(
            {
                "bias": -5.5,
                "same verb": 3.0,
                "topic": 3.0,
                "titles": 2.0,
                "mutual coverage": 2.0,
                "market": -4.0,
                "names apart": -0.7,
                "days apart": -0.5,
            }
        ),
        "label": MappingProxyType(
            {
                "bias": -5.5,
                "words around": 4.0,
                "containment": 2.5,
                "topic": 1.5,
                "titles": 1.0,
                "days apart": -0.7,
            }
        ),
        "actor": MappingProxyType(
            {
                "bias": -5.0,
                "same object": 4.0,
                "weight of the object": 1.0,
                "topic": 1.5,
                "titles": 1.5,
                "days apart": -0.7,
                "rather contradiction than agreement": 0.3,
            }
        ),
        "act date": MappingProxyType(
            {
                "bias": -2.3,
                "object described alike": 2.0,
                "same parties": 1.7,
                "topic": 5.0,
                "titles": 1.0,
                "market": -4.0,
            }
        ),
        "name": MappingProxyType(
            {
                "bias": -12.6,
                "containment": 4.0,
                "mutual coverage": 5.0,
                "words around": 1.0,
                "same order": 2.0,
                "weight of the rest": 0.4,
                "titles": 2.0,
                "figures differ": -3.0,
                "other time": -3.0,
                "days apart": -0.5,
                "rather contradiction than agreement": 0.5,
            }
        ),
        "denial in context": MappingProxyType(
            {
                "bias": -5.2,
                "denied in context": 13.0,
                "nearer than the whole": 8.0,
                "denied words stated": 3.0,
                "both deny": -5.0,
                "only possible": -4.0,
                "names apart": -0.3,
                "other time": -1.5,
                "market": -4.0,
            }
        ),
        "inference": MappingProxyType(
            {
                "bias": -10.0,
                "judged as contradiction": 1.0,
                "topic": 2.0,
                "titles": 0.5,
                "only one refuses": 1.0,
                "both deny": -2.0,
                "other speaker": -1.5,
                "other time": -1.5,
                "other scope": -2.0,
                "market": -4.0,
                "containment": 3.0,
                "denied words stated": 3.0,
            }
        ),
        "related": MappingProxyType({"bias": -1.6, "topic": 9.0, "meaning": 2.0}),
    }
)
