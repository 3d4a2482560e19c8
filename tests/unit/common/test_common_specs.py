"""Specs of models: options by declaration, and refusals that say what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest

from services.common import specs


@dataclass(frozen=True, slots=True)
class Options:
    model: str
    device: str = "cpu"
    dtype: Literal["float32", "bfloat16"] = "float32"
    tokens: int = 256


def test_read_takes_what_is_set_and_leaves_the_rest() -> None:
    assert specs.read("", Options, "reader") == Options("")
    read = specs.read("org/model?device=cuda:1&tokens=64&dtype=bfloat16", Options, "reader")
    assert read == Options("org/model", "cuda:1", "bfloat16", 64)


def test_read_keeps_a_blank_at_the_end_of_a_value() -> None:
    assert specs.read("m?device=query:+", Options, "reader").device == "query: "
    assert specs.read("m?device=query:%20", Options, "reader").device == "query: "
    assert specs.read("m?device=query: ", Options, "reader").device == "query: "


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("m?devise=cpu", "reader has no option devise; known options: device, dtype, tokens"),
        ("m?model=n", "no option model"),
        ("m?dtype=int3", "option dtype must be one of float32, bfloat16, not 'int3'"),
        ("m?tokens=0", "tokens must be a whole number above zero, not '0'"),
        ("m?tokens=-5", "whole number above zero"),
        ("m?tokens=٣", "whole number above zero"),
        ("m?device", "bad query field"),
    ],
)
def test_read_refuses_what_a_backend_has_not(argument: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        specs.read(argument, Options, "reader")
