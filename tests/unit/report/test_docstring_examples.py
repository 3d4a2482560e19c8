"""The examples in the docstrings of the report, the interface words and the matrix do what they say."""

from __future__ import annotations

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

import mizan.words
import report

MODULES = sorted(
    ["mizan.contradiction", "mizan.matrix", "mizan.words", "report"]
    + [
        f"{package.__name__}.{found.name}"
        for package in (mizan.words, report)
        for found in iter_modules(package.__path__)
    ]
)


@pytest.mark.parametrize("module", MODULES)
def test_examples(module: str) -> None:
    assert doctest.testmod(import_module(module)).failed == 0
