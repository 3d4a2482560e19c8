"""How a model is named: ``kind[:model][?option=value&...]``. [pure]

A backend declares its options as a dataclass: the field ``model``, then one field per option, a ``str``, a
whole number above zero (``int``) or a `Literal` of words, with its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import parse_qsl

T = TypeVar("T")


class ModelUnavailableError(RuntimeError):
    """A model of a known kind cannot be loaded here; the message says what is missing."""


def kind_of(spec: str) -> str:
    """The kind that a spec names: the backend that loads it.

    >>> kind_of("onnx?tokens=128"), kind_of("transformers:org/model")
    ('onnx', 'transformers')
    """
    return spec.partition("?")[0].partition(":")[0]


def read(argument: str, options: type[T], what: str) -> T:
    """The options that ``argument`` sets, the others at their defaults.

    ``what`` names the backend in messages. Raises ValueError, with what would be right, for an unknown option
    or a bad value.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True, slots=True)
    ... class Reading:
    ...     model: str
    ...     tokens: int = 256
    >>> read("org/model?tokens=128", Reading, "reader")
    Reading(model='org/model', tokens=128)
    """
    model, _, query = argument.partition("?")
    given = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
    hints: Mapping[str, Any] = get_type_hints(options)
    known = sorted(field.name for field in fields(options) if field.name != "model")  # type: ignore[arg-type]
    if unknown := sorted(given.keys() - set(known)):
        raise ValueError(f"{what} has no option {', '.join(unknown)}; known options: {', '.join(known)}")
    values: dict[str, Any] = {name: _value(name, text, hints[name]) for name, text in given.items()}
    return options(**{"model": model, **values})


def _value(name: str, text: str, kind: Any) -> str | int:
    if get_origin(kind) is Literal:
        if text not in get_args(kind):
            raise ValueError(f"option {name} must be one of {', '.join(get_args(kind))}, not {text!r}")
        return text
    if kind is int:
        if not (text.isascii() and text.isdigit() and int(text) > 0):
            raise ValueError(f"option {name} must be a whole number above zero, not {text!r}")
        return int(text)
    return text
