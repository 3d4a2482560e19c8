"""Weights of the models' signals in the decision layer, fitted on labelled pairs.

    python -m training.decision_layer labelled.jsonl ... [--contextual SPEC] [--judge SPEC] [--rounds N]

The rules' own weights stay; fitted are the few by which what the judge reads moves them, and some of those of
the findings that models alone propose. Two logistic regressions with the rules' log-odds as offsets, drawn
towards the weights in force (`services/align/thresholds.py`), each weight kept to its side of zero. Prints
the weights, and figures as fitted beside figures of a cross-validation in five folds, in which each row is
decided with weights that have not seen it.

Labelled pairs are chosen ones: among all pairs of an event, contradictions are a hundred times rarer. What a
fit gains by calling more of them contradictions has to be looked at in coverage before it is taken over.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.align import acts, backends, contradictions, decision, inference
from services.align.advice import Advisers
from services.align.decision import (
    advised,
    against_agreement,
    agreement_model,
    for_agreement,
    logistic,
    logit,
)
from services.align.defaults import CONTEXTUAL, ENCODER, JUDGE, OFF
from services.align.prepare import Readings
from services.align.relate import Looks, relate_in_stages
from services.align.signals import Pair, Term
from services.align.thresholds import THRESHOLDS, WEIGHTS
from services.evaluation.relations import class_of, label_of, report, sides

Weights = Mapping[str, Mapping[str, float]]
# Sets of weights that move together: there are too few rows to tell their members apart.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "agreement": ("agreement",),  # of statements in one language; rows in two are not at hand
    "words": ("denial", "negation", "direction", "name", "actor"),
    "denial in context": ("denial in context",),
    "inference": ("inference",),
}
_FITTED: Mapping[str, tuple[str, ...]] = {
    "agreement": ("judged as agreement", "judged as contradiction"),
    "words": ("rather contradiction than agreement",),
    "denial in context": ("bias", "denied in context", "denied words stated"),
    "inference": ("bias", "judged as contradiction", "containment"),
}
FOLDS = 5
_RATE = 0.03
_THRESHOLD = {"agreement across languages": "agreement"}
_PULL = 1.0  # towards the weights in force
_CONTRADICTION = 2.5  # what a contradiction counts: there are few
_LOW_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Margin:
    """By how much log-odds exceed their threshold: an offset, and terms whose weights are fitted."""

    group: str
    offset: float
    terms: Mapping[str, float]

    @classmethod
    def of(cls, model: str, terms: Sequence[Term]) -> Margin:
        group = next((name for name, models in GROUPS.items() if model in models), "")
        free = _FITTED.get(group, ())
        bias = () if "bias" in free else (WEIGHTS[model]["bias"],)
        known = (WEIGHTS[model].get(name, 0.0) * value for name, value in terms if name not in free)
        fitted = {name: value for name, value in terms if name in free} | ({} if bias else {"bias": 1.0})
        return cls(
            group, math.fsum((*bias, *known)) - logit(THRESHOLDS[_THRESHOLD.get(model, model)]), fitted
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled pair: what the rules make of it, and what the models say."""

    pair: Pair
    agreement: Margin
    conflicts: tuple[Margin, ...]  # of each possible one
    settled: bool  # decided before anything is weighed


def cases(rows: Sequence[dict[str, Any]], advisers: Advisers) -> list[Case]:
    """Each row as production sees it: models are asked about what the rules leave open."""
    readings = Readings()
    pairs = dict(enumerate(sides(rows, backends.load(ENCODER))))
    found = relate_in_stages(pairs, Looks(), readings, advisers).looks
    return [
        _case(Pair(readings.of(a), readings.of(b), found[number].advice)) for number, (a, b) in pairs.items()
    ]


def _case(pair: Pair) -> Case:
    told = advised(pair.advice)
    found = (*contradictions.findings(pair), *acts.findings(pair), *inference.findings(pair))
    return Case(
        pair,
        Margin.of(agreement_model(pair), (*for_agreement(pair), *against_agreement(pair), *told)),
        tuple(Margin.of(finding.model, (*finding.terms, *told)) for finding in found),
        decision.settled(pair) is not None,
    )


def fitted(known: Sequence[Case], labels: Sequence[str], weigh: NDArray[np.float64], rounds: int) -> Weights:
    """The weights in force with those fitted in their place."""
    numbered = [(group, name) for group, names in _FITTED.items() for name in names]
    start = np.array([WEIGHTS[GROUPS[group][0]].get(name, 0.0) for group, name in numbered])
    at = {key: place for place, key in enumerate(numbered)}
    side = np.sign(start)
    found = start.copy()
    moment, spread = np.zeros_like(found), np.zeros_like(found)
    for step in range(1, rounds + 1):
        slope = _PULL * (found - start)
        for case, label, weight in zip(known, labels, weigh, strict=True):
            if not case.settled:
                slope += weight * _slope(case, label, found, at)
        moment, spread = 0.9 * moment + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        found -= _RATE * (moment / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
        found = np.where(found * side > 0.0, found, 0.0)
    return _placed({key: float(found[place]) for key, place in at.items()})


def _slope(
    case: Case, label: str, weights: NDArray[np.float64], at: Mapping[tuple[str, str], int]
) -> NDArray[np.float64]:
    """Of the log loss: is it a conflict; and if it is none, an agreement."""
    slope = np.zeros_like(weights)

    def size(margin: Margin) -> float:
        return margin.offset + sum(weights[at[margin.group, name]] * v for name, v in margin.terms.items())

    def learn(margin: Margin, error: float) -> None:
        for name, value in margin.terms.items():
            slope[at[margin.group, name]] += error * value

    conflict = label == "contradict"
    if case.conflicts:
        surest = max(case.conflicts, key=size)
        learn(surest, (_CONTRADICTION if conflict else 1.0) * (logistic(size(surest)) - conflict))
    if not conflict:
        learn(case.agreement, logistic(size(case.agreement)) - (label == "agree"))
    return slope


def _placed(found: Mapping[tuple[str, str], float]) -> Weights:
    placed = {model: dict(weights) for model, weights in WEIGHTS.items()}
    for (group, name), weight in found.items():
        for model in GROUPS[group]:
            placed[model][name] = round(weight, 2)
    return MappingProxyType(placed)


def decided(known: Sequence[Case], weights: Weights) -> list[dict[str, str]]:
    """What the decision layer makes of each case with these weights."""
    before = decision.WEIGHTS
    decision.WEIGHTS = weights
    try:
        return [{"label": label_of(decision.decide(case.pair).relation)} for case in known]
    finally:
        decision.WEIGHTS = before


def crossed(
    rows: Sequence[dict[str, Any]], known: Sequence[Case], weigh: NDArray[np.float64], rounds: int
) -> list[dict[str, str]]:
    """`decided`, each case with weights fitted on the other folds."""
    fold = np.random.default_rng(4).permutation(len(rows)) % FOLDS
    answers: list[dict[str, str]] = [{}] * len(rows)
    for left_out in range(FOLDS):
        inside, outside = np.flatnonzero(fold != left_out), np.flatnonzero(fold == left_out)
        weights = fitted(
            [known[n] for n in inside], [class_of(rows[n]["label"]) for n in inside], weigh[inside], rounds
        )
        for n, answer in zip(outside, decided([known[n] for n in outside], weights), strict=True):
            answers[n] = answer
    return answers


def _told(name: str, rows: Sequence[dict[str, Any]], answers: Sequence[dict[str, str]]) -> None:
    figures = report(rows, answers)
    contradict = figures["per_class"]["contradict"]
    print(
        f"{name:>16}: macro-F1 {figures['macro_f1']:.3f}, contradiction precision "
        f"{contradict['precision']:.3f} recall {contradict['recall']:.3f}, agreement F1 "
        f"{figures['per_class']['agree']['f1']:.3f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, help="rows as of `mizan evaluate relations`")
    parser.add_argument("--contextual", default=CONTEXTUAL, help="as of the align service (%(default)s)")
    parser.add_argument("--judge", default=JUDGE, help="as of the align service (%(default)s)")
    parser.add_argument("--rounds", type=int, default=400, help="of gradient descent (%(default)s)")
    options = parser.parse_args(arguments)
    rows = [json.loads(line) for file in options.files for line in file.read_text("utf-8").splitlines()]
    known = cases(
        rows,
        Advisers(
            backends.load(options.contextual) if options.contextual != OFF else None,
            backends.load_judge(options.judge) if options.judge != OFF else None,
        ),
    )
    weigh = np.array([_LOW_CONFIDENCE if row.get("confidence") == "low" else 1.0 for row in rows])
    _told("in force", rows, decided(known, WEIGHTS))
    weights = fitted(known, [class_of(row["label"]) for row in rows], weigh, options.rounds)
    _told("fitted", rows, decided(known, weights))
    _told("cross-validated", rows, crossed(rows, known, weigh, options.rounds))
    for group, names in _FITTED.items():
        model = GROUPS[group][0]
        print(f"{', '.join(GROUPS[group])}: " + ", ".join(f'"{n}": {weights[model][n]}' for n in names))


if __name__ == "__main__":
    main()
