"""Labels of inference models, read as verdicts."""

from __future__ import annotations

import pytest

from services.align.backends.outcomes import columns


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("agree", "contradict", "neutral"), (0, 1, 2)),
        (("entailment", "neutral", "contradiction"), (0, 2, 1)),
        (("CONTRADICTION", "NEUTRAL", "ENTAILMENT"), (2, 0, 1)),
        (("disagree", " Agree", "other"), (1, 0, 2)),
    ],
)
def test_columns_follow_the_names(labels: tuple[str, ...], expected: tuple[int, int, int]) -> None:
    assert columns(dict(enumerate(labels)), "m") == expected


@pytest.mark.parametrize(
    "labels",
    [
        ("LABEL_0", "LABEL_1", "LABEL_2"),
        ("entailment", "not_entailment"),
        ("entailment", "agree", "neutral"),
        ("entailment", "neutral", "contradiction", "other"),
    ],
)
def test_columns_refuse_to_guess(labels: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=f"0: {labels[0]}.*must name entailment, contradiction and neutral"):
        columns(dict(enumerate(labels)), "m")
