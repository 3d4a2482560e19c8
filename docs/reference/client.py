"""Reference of the Python client: signatures and docstrings of its methods."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from mizan import Client, MizanError, Progress, Refused, Violation

_EXAMPLE = re.compile(r"(?:^>>> .*(?:\n(?!\n).*)*)+", re.MULTILINE)  # to the next empty line
_MODULES = re.compile(r"\b(?:\w+_)?pb\.")
_LINE = 88
_VALUES = (Progress, Refused, MizanError, Violation)


def methods() -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public methods by name: those of `Client` in the order of its source, then the inherited ones."""
    for kind in Client.__mro__[:-1]:
        for name, member in vars(kind).items():
            if inspect.isfunction(member) and not name.startswith("_"):
                yield name, member


def markdown() -> str:
    """The class, one section a method, then the values that methods give, tell and raise."""
    return "\n\n".join(
        (
            _signature("mizan.Client", Client),
            _prose(Client),
            *(f"## {name}\n\n{_signature(name, method)}\n\n{_prose(method)}" for name, method in methods()),
            *(f"## mizan.{kind.__name__}\n\n{_prose(kind)}" for kind in _VALUES),
        )
    )


def _signature(name: str, of: Callable[..., Any]) -> str:
    signature = inspect.signature(of)
    parameters = list(_parameters(signature))
    returned = "" if inspect.isclass(of) else f" -> {_short(signature.return_annotation)}"
    written = f"{name}({', '.join(parameters)}){returned}"
    if len(written) > _LINE:
        lines = "".join(f"    {parameter},\n" for parameter in parameters)
        written = f"{name}(\n{lines}){returned}"
    return f"```py\n{written}\n```"


def _parameters(signature: inspect.Signature) -> Iterator[str]:
    starred = False
    for name, parameter in signature.parameters.items():
        if name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            yield "*"
            starred = True
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        yield f"{name}: {_short(parameter.annotation)}{default}"


def _short(annotation: Any) -> str:
    """A type as a reader knows it: without the module that it comes from."""
    return _MODULES.sub("", str(annotation))


def _prose(documented: Any) -> str:
    text = inspect.getdoc(documented) or ""
    return _EXAMPLE.sub(lambda m: f"```pycon\n{m[0]}\n```", text)
