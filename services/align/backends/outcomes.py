"""What labels mean: those of published inference models and data sets read as ours. [pure]"""

from __future__ import annotations

from collections.abc import Mapping

OUTCOMES = ("agree", "contradict", "neutral")

NAMES: Mapping[str, str] = {  # of labels in models and in data, lower case
    "agree": "agree",
    "agreement": "agree",
    "entailment": "agree",
    "entails": "agree",
    "contradict": "contradict",
    "contradiction": "contradict",
    "contradicts": "contradict",
    "disagree": "contradict",
    "neutral": "neutral",
    "other": "neutral",
    "related": "neutral",
    "unrelated": "neutral",
}


def columns(id2label: Mapping[int, str], model: str) -> tuple[int, int, int]:
    """The columns of ``model``'s logits that hold agree, contradict and neutral.

    Raises ValueError where the labels do not say so, as with ``LABEL_0``: guessing would swap verdicts.
    """
    found = {NAMES.get(label.strip().lower(), label): column for column, label in id2label.items()}
    if len(id2label) != len(OUTCOMES) or found.keys() != set(OUTCOMES):
        labels = ", ".join(f"{column}: {label}" for column, label in sorted(id2label.items()))
        raise ValueError(
            f"judge {model}: id2label in its config.json names {labels}; it must name entailment, "
            "contradiction and neutral once each. Where the model's card tells which is which, write it there"
        )
    return found["agree"], found["contradict"], found["neutral"]
