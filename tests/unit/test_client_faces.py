"""The two clients are one in all but `await`."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from typing import Any

import pytest

import mizan
from mizan import AsyncClient, Client


def _public(face: type) -> dict[str, Any]:
    return {
        name.removeprefix("a") if name == "aclose" else name: member
        for name, member in inspect.getmembers(face, inspect.isfunction)
        if not name.startswith("_") or name == "__init__"
    }


def test_both_have_the_same_methods() -> None:
    assert _public(Client).keys() == _public(AsyncClient).keys()


@pytest.mark.parametrize("name", _public(Client))
def test_a_method_is_the_same_in_both(name: str) -> None:
    one, other = _public(Client)[name], _public(AsyncClient)[name]
    ours, theirs = inspect.signature(one), inspect.signature(other)
    assert [(p.name, p.kind, p.default) for p in ours.parameters.values()] == [
        (p.name, p.kind, p.default) for p in theirs.parameters.values()
    ]
    assert theirs.return_annotation == ours.return_annotation.replace("Iterator[", "AsyncIterator[")
    waits = inspect.iscoroutinefunction(other) or other is one
    assert waits != ours.return_annotation.startswith("Iterator["), "awaited, or iterated over"
    if one.__doc__ is not None:
        assert one.__doc__.partition(">>>")[0] == other.__doc__.partition(">>>")[0]


@pytest.mark.parametrize("face", [Client, AsyncClient])
def test_every_public_method_has_an_example(face: type) -> None:
    silent = [n for n, method in _public(face).items() if n != "__init__" and ">>> " not in method.__doc__]
    assert silent == []


def test_an_exception_crosses_processes() -> None:
    sent = mizan.Overloaded("full", code="RESOURCE_EXHAUSTED", reason="OVERLOADED", retry_after=1.5)
    came = pickle.loads(pickle.dumps(sent))
    assert (type(came), came.args, vars(came)) == (mizan.Overloaded, ("full",), vars(sent))


def test_all_public_names_are_there() -> None:
    assert {name for name in mizan.__all__ if getattr(mizan, name, None) is None} == set()
    assert set(mizan.__all__) <= set(dir(mizan))
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = mizan.Nothing  # type: ignore[attr-defined]


def test_importing_the_package_loads_no_client() -> None:
    program = "import sys, mizan; print({'grpc', 'google', 'asyncio'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
