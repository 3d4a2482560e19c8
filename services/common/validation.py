"""Checks of requests: REQUIRED fields from the descriptors, everything else from a table of rules.

All violations of a request are collected and raised together. Rules see set values only, so an optional
field costs nothing when absent. Enum values that the API does not know are refused everywhere.
"""

from __future__ import annotations

import re
import unicodedata
import uuid as uuids
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from google.api import field_behavior_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from services.common.errors import InvalidFields, Violation

# A rule yields what is wrong with the value at a path.
Rule = Callable[[str, Any], Iterator[Violation]]
# Full message name ("mizan.v1.ArticleInput") -> field name -> rules.
Rules = Mapping[str, Mapping[str, Sequence[Rule]]]

_ID = r"[a-z0-9][a-z0-9-]{0,62}"


def check(message: Any, rules: Rules) -> None:
    """Raises `InvalidFields` with every violation of ``message`` and the messages inside it."""
    found = list(violations(message, rules))
    if found:
        raise InvalidFields(found)


def violations(message: Any, rules: Rules, path: str = "") -> Iterator[Violation]:
    """What `check` would raise, in the order of the fields."""
    descriptor: Descriptor = message.DESCRIPTOR
    table = rules.get(descriptor.full_name, {})
    for field, required, descend in _plan(descriptor):
        here = f"{path}{field.name}"
        value = getattr(message, field.name)
        if not _is_set(message, field, value):
            if required:
                yield Violation(here, "is required")
            continue
        if field.enum_type is not None:
            yield from _known_enum(here, field.enum_type.values_by_number, field.is_repeated, value)
        for rule in table.get(field.name, ()):
            yield from rule(here, value)
        if descend or (field.message_type is not None and field.message_type.full_name in rules):
            if field.is_repeated:
                for position, item in enumerate(value):
                    yield from violations(item, rules, f"{here}[{position}].")
            else:
                yield from violations(value, rules, f"{here}.")


def _is_set(message: Any, field: FieldDescriptor, value: Any) -> bool:
    if field.is_repeated:
        return len(value) > 0
    if field.has_presence:
        return bool(message.HasField(field.name))
    return bool(value != field.default_value)


def _known_enum(path: str, known: Collection[int], repeated: bool, value: Any) -> Iterator[Violation]:
    if repeated:
        for position, number in enumerate(value):
            if number not in known:
                yield Violation(f"{path}[{position}]", f"has the unknown value {number}")
    elif value not in known:
        yield Violation(path, f"has the unknown value {value}")


@cache
def _plan(descriptor: Descriptor) -> tuple[tuple[FieldDescriptor, bool, bool], ...]:
    """Per field: is it REQUIRED, and does a message inside it have REQUIRED fields."""
    return tuple((field, _required(field), _demanding(field.message_type)) for field in descriptor.fields)


def _required(field: FieldDescriptor) -> bool:
    behaviors = field.GetOptions().Extensions[field_behavior_pb2.field_behavior]
    return field_behavior_pb2.REQUIRED in behaviors


@cache
def _demanding(descriptor: Descriptor | None) -> bool:
    if descriptor is None or not descriptor.full_name.startswith("mizan."):
        return False
    return any(_required(field) or _demanding(field.message_type) for field in descriptor.fields)


# --- rules -------------------------------------------------------------------------------------------


def text(*, maximum: int, lines: bool = False) -> Rule:
    """Not blank, at most ``maximum`` characters, no control characters (line breaks only with ``lines``)."""

    def rule(path: str, value: str) -> Iterator[Violation]:
        if len(value) > maximum:
            yield Violation(path, f"has {len(value)} characters: at most {maximum} are allowed")
            return
        if not value.strip():
            yield Violation(path, "is blank")
        allowed = "\n\r\t" if lines else ""
        bad = sorted({c for c in value if unicodedata.category(c) == "Cc" and c not in allowed})
        if bad:
            yield Violation(path, f"holds the control character U+{ord(bad[0]):04X}")

    return rule


def size(*, maximum: int, hint: str = "") -> Rule:
    """At most ``maximum`` bytes (of bytes) or items (of a repeated field)."""

    def rule(path: str, value: Any) -> Iterator[Violation]:
        if len(value) > maximum:
            what = "bytes" if isinstance(value, bytes) else "items"
            yield Violation(path, f"has {len(value)} {what}: at most {maximum} are allowed{hint}")

    return rule


def in_range(low: float | None = None, high: float | None = None) -> Rule:
    """``low <= value <= high``; a missing end is open. NaN never fits."""

    def rule(path: str, value: float) -> Iterator[Violation]:
        fits = value == value and (low is None or value >= low) and (high is None or value <= high)
        if not fits:
            bounds = " and ".join(
                part
                for part in (
                    f"at least {low}" if low is not None else "",
                    f"at most {high}" if high is not None else "",
                )
                if part
            )
            yield Violation(path, f"is {value}: it must be {bounds}")

    return rule


def name(*patterns: str) -> Rule:
    """A resource name such as ``sources/{source}/articles/{article}``; one of several patterns must fit."""
    compiled = [
        re.compile("".join(_ID if part.startswith("{") else re.escape(part) for part in _parts(pattern)))
        for pattern in patterns
    ]
    allowed = " or ".join(patterns)

    def rule(path: str, value: str) -> Iterator[Violation]:
        if not any(pattern.fullmatch(value) for pattern in compiled):
            yield Violation(path, f"is {shown(value)}: it must look like {allowed}")

    return rule


def identifier() -> Rule:
    """One id of a resource name."""
    pattern = re.compile(_ID)

    def rule(path: str, value: str) -> Iterator[Violation]:
        if not pattern.fullmatch(value):
            yield Violation(
                path,
                f"is {shown(value)}: use 1 to 63 lower-case letters, digits and hyphens, no hyphen first",
            )

    return rule


def url(*, maximum: int = 2048) -> Rule:
    """An absolute http or https address of at most ``maximum`` characters."""

    def rule(path: str, value: str) -> Iterator[Violation]:
        if len(value) > maximum:
            yield Violation(path, f"has {len(value)} characters: at most {maximum} are allowed")
            return
        try:
            parts = urlsplit(value.strip())
            fits = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
            _ = parts.port  # raises for a port that is none
        except ValueError:
            fits = False
        if not fits or any(unicodedata.category(c) == "Cc" for c in value.strip()):
            yield Violation(path, f"is {shown(value)}: it must be an absolute http or https address")

    return rule


def uuid() -> Rule:
    """A UUID in its usual form with hyphens."""

    def rule(path: str, value: str) -> Iterator[Violation]:
        try:
            fits = str(uuids.UUID(value)) == value.lower()
        except ValueError:
            fits = False
        if not fits:
            yield Violation(path, f"is {shown(value)}: it must be a UUID")

    return rule


def timestamp(*, ahead: timedelta | None = None) -> Rule:
    """A `google.protobuf.Timestamp` of the years 1 to 9999, at most ``ahead`` in the future."""
    hours = ahead / timedelta(hours=1) if ahead is not None else 0.0

    def rule(path: str, value: Any) -> Iterator[Violation]:
        try:
            when = value.ToDatetime(tzinfo=UTC)
        except (ValueError, OverflowError):
            yield Violation(path, "is not a time between the years 1 and 9999")
            return
        if ahead is not None and when > datetime.now(UTC) + ahead:
            yield Violation(path, f"is {when.isoformat()}: more than {hours:g} hours in the future")

    return rule


def date() -> Rule:
    """A full `google.type.Date`: year, month and day that exist."""

    def rule(path: str, value: Any) -> Iterator[Violation]:
        try:
            datetime(value.year, value.month, value.day)
        except ValueError:
            yield Violation(path, f"is {value.year}-{value.month}-{value.day}: no such day")

    return rule


def mask(descriptor: Any) -> Rule:
    """A `google.protobuf.FieldMask` over the top-level fields of ``descriptor``; ``*`` means all."""

    def rule(path: str, value: Any) -> Iterator[Violation]:
        for position, item in enumerate(value.paths):
            if item != "*" and item not in descriptor.fields_by_name:
                yield Violation(
                    f"{path}.paths[{position}]", f"is {shown(item)}: {descriptor.name} has no such field"
                )

    return rule


def each(*rules: Rule) -> Rule:
    """Applies ``rules`` to every item of a repeated field."""

    def rule(path: str, value: Sequence[Any]) -> Iterator[Violation]:
        for position, item in enumerate(value):
            for inner in rules:
                yield from inner(f"{path}[{position}]", item)

    return rule


def _parts(pattern: str) -> list[str]:
    return [part for part in re.split(r"(\{[a-z_]+\})", pattern) if part]


def shown(value: str) -> str:
    """The value in quotes, cut where it is long: a message is for people."""
    return repr(value if len(value) <= 80 else value[:77] + "...")
