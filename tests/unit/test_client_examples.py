"""The examples in the client's documentation, run against live services."""

from __future__ import annotations

import ast
import asyncio
import doctest
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from mizan import ArticleInput, AsyncClient, Client, Refused
from mizan.client import aio, blocking, connection, errors
from tests.live import event_of, services

COVERAGE = [
    ArticleInput(
        outlet="Al Nour",
        url="https://nour.example/fire",
        title="Nine dead in fire at Zahran vegetable market",
        content=(
            b"A fire broke out at dawn on Tuesday 10 March 2026 in the central vegetable market of Zahran.\n"
            b"The head of the fire department, Salem Al-Rawahi, said the fire killed 9 people.\n"
            b"He added that an electrical fault in one of the stores caused the fire."
        ),
    ),
    ArticleInput(
        outlet="Harbour Gazette",
        url="https://gazette.example/fire",
        title="Fourteen killed in Zahran vegetable market fire",
        content=(
            b"A fire broke out at dawn on Tuesday 10 March 2026 in the central vegetable market of Zahran.\n"
            b"The head of the fire department, Salem Al-Rawahi, said the fire killed 14 people.\n"
            b"The market stays closed until Sunday, the city council said."
        ),
    ),
    ArticleInput(
        outlet="صدى زهران",
        url="https://sada.example/fire",
        title="تسعة قتلى في حريق سوق الخضار بزهران",
        content=(
            "اندلع حريق فجر الثلاثاء 10 مارس 2026 في سوق الخضار المركزي بمدينة زهران.\n"
            "وقال مدير دائرة الإطفاء سالم الرواحي إن الحريق أودى بحياة 9 أشخاص.\n"
            "وأضاف أن سبب الحريق تماس كهربائي في أحد المخازن."
        ).encode(),
    ),
]


@pytest.fixture(scope="module")
def names() -> Iterator[dict[str, Any]]:
    """What the examples may use: services that hold three articles on one event."""
    with services() as address, Client(address) as client:
        stored = [answer.article.name for answer in client.ingest_all(COVERAGE)]
        event = event_of(client, stored)
        yield {
            "address": address,
            "articles": COVERAGE,
            "event": event,
            "name": stored[0],
            "ArticleInput": ArticleInput,
            "Refused": Refused,
        }


def _examples(module: ModuleType) -> list[Any]:
    found = doctest.DocTestFinder(recurse=True).find(module, module.__name__)
    return [pytest.param(test, id=test.name) for test in found if test.examples]


def _run(test: doctest.DocTest, names: dict[str, Any]) -> None:
    told: list[str] = []
    test.globs = dict(names)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    runner.run(test, out=told.append, clear_globs=False)
    assert not told, "".join(told)


@pytest.mark.parametrize("example", [*_examples(blocking), *_examples(connection), *_examples(errors)])
def test_example(example: doctest.DocTest, names: dict[str, Any]) -> None:
    with Client(names["address"]) as client:
        _run(example, {**names, "client": client})


@pytest.mark.parametrize("example", _examples(aio))
def test_example_on_asyncio(
    example: doctest.DocTest, names: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Examples may await, as in the prompt of ``python -m asyncio``."""
    with asyncio.Runner() as runner:

        def compiled(source: str, filename: str, mode: str, flags: int, inherit: bool) -> Any:
            return compile(source, filename, mode, flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, inherit)

        def executed(code: Any, globs: dict[str, Any]) -> None:
            result = eval(code, globs)
            if inspect.iscoroutine(result):
                runner.run(result)

        monkeypatch.setattr(doctest, "compile", compiled, raising=False)
        monkeypatch.setattr(doctest, "exec", executed, raising=False)
        client = AsyncClient(names["address"])
        _run(example, {**names, "client": client})
        runner.run(client.aclose())
