"""What the rules let through can be drawn: with any field changed, a comparison is refused or a page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor

import report
from mizan.v1 import resources_pb2 as pb
from services.summarize.comparison_rules import violations
from tests.summarizing import comparison

TEXTS = ["", "x", "<script>", "\u202e\u200f\x00", "%s {n} {{7*7}}", "tlh", "en", "number@1", "events/fire"]
NUMBERS = [0.0, 0.5, -1.0, math.nan, math.inf, -math.inf, 1e300]
WHOLE = [0, 1, -1, 7, 2**31 - 1, -(2**31)]
ENUMS = [0, 1, 2, 3, 7, 99]


def _messages(message: Any) -> Iterator[Any]:
    yield message
    for field, value in message.ListFields():
        if field.message_type is not None and not field.message_type.GetOptions().map_entry:
            for inner in value if field.is_repeated else (value,):
                yield from _messages(inner)


def _change(whole: pb.Comparison, random: Random) -> None:
    """Clears, repeats or replaces one field at any depth."""
    message = random.choice(list(_messages(whole)))
    field = random.choice([f for f in message.DESCRIPTOR.fields if f.name != "backends"])
    if random.random() < 0.3:
        message.ClearField(field.name)
    elif field.message_type is not None:
        value = getattr(message, field.name)
        if not field.is_repeated:
            value.SetInParent()
        elif len(value) and random.random() < 0.6:
            value.add().CopyFrom(random.choice(value))
        else:
            value.add()
    elif field.is_repeated:
        getattr(message, field.name).append(random.choice(TEXTS))
    else:
        setattr(message, field.name, random.choice(_values(field)))


def _values(field: FieldDescriptor) -> list[Any]:
    if field.enum_type is not None:
        return ENUMS
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        return TEXTS
    if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE:
        return NUMBERS
    return [False, True] if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL else WHOLE


@pytest.mark.parametrize("seed", range(5))
def test_a_changed_comparison_is_refused_or_drawn(seed: int) -> None:
    random = Random(seed)
    drawn = refused = 0
    for _ in range(20):
        whole = comparison()
        _change(whole, random)
        if any(violations(whole)):
            refused += 1
        else:
            assert report.page(whole, random.choice(["", "ar", "en"])).rstrip().endswith("</html>")
            drawn += 1
    assert drawn and refused
