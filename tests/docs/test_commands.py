"""Whoever does what the pages say, block by block, gets what they show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Act, Block, blocks, name, pages
from tests.docs.reader import Failed, Reader

_SETS_UP = "sets up an environment of its own; what it runs then, `mizan compare samples/coverage`, is tested"
_DOWNLOADS = "needs a download of gigabytes; tests/unit/align/test_backends.py runs a small model instead"
_INSTALLS = "would change this environment; tests/e2e/test_client_alone.py installs into one of its own"

_IN_CI = "a step of .ci/run of its own"
_NODE = "the tests of examples/ build and run it"

# Lines that this test cannot run, by page, each with the reason.
NOT_RUN: dict[tuple[str, str], str] = {
    (
        "README.md",
        "make demo     # compares the bundled sample coverage, with a report to open in build/demo.html",
    ): _SETS_UP,
    ("README.md", "make test     # runs all tests, in some minutes"): "runs this test",
    ("docs/tutorial.md", "make demo"): _SETS_UP,
    ("docs/ar.md", "make demo"): _SETS_UP,
    ("docs/client.md", "pip install ./mizan"): _INSTALLS,
    ("docs/polyglot.md", "pip install grpcio-tools~=1.85.1"): _INSTALLS,
    ("docs/developing.md", "make test"): "runs this test",
    ("docs/developing.md", "make lint"): _IN_CI,
    ("docs/developing.md", "make type"): _IN_CI,
    ("docs/developing.md", "make docs"): _IN_CI,
    (
        "docs/operating.md",
        "docker-compose --file deploy/compose.yaml up --build",
    ): "needs an engine for containers",
    ("docs/polyglot.md", "cd examples/backend_typescript"): _NODE,
    ("docs/polyglot.md", "npm ci"): _NODE,
    ("docs/polyglot.md", "npm run build"): _NODE,
    ("docs/polyglot.md", "npm start -- ../../samples/coverage/*--port-fire.txt"): _NODE,
    ("docs/extend/model.md", "pip install '.[torch]'"): _DOWNLOADS,
    (
        "docs/extend/model.md",
        "mizan serve --contextual 'transformers:intfloat/multilingual-e5-small?prefix=query:+' "
        "--judge transformers:MoritzLaurer/mDeBERTa-v3-base-mnli-xnli",
    ): _DOWNLOADS,
}


def _without(block: Block, skipped: set[str]) -> Block:
    """The block without the lines that cannot be run."""
    kept = [line for line in block.text.splitlines(keepends=True) if line.rstrip("\n") not in skipped]
    return replace(block, text="".join(kept))


@contextmanager
def _at(page: Path, block: Block) -> Iterator[None]:
    """Says where on a page a reader was stopped."""
    try:
        yield
    except Failed as failure:
        raise Failed(f"{name(page)}:{block.line}: {failure}") from None


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_reader_who_follows_the_page_gets_what_it_shows(page: Path, tmp_path: Path) -> None:
    skipped = {line for at, line in NOT_RUN if at == name(page)}
    reader = Reader(tmp_path)
    try:
        for block in blocks(page):
            with _at(page, block):
                reader.act(_without(block, skipped))
    finally:
        reader.leave()


def test_every_line_that_is_not_run_still_stands_on_its_page() -> None:
    gone = [at for at in NOT_RUN if at[1] not in (ROOT / at[0]).read_text("utf-8").splitlines()]
    assert gone == []


@pytest.mark.parametrize("command", ["make demo", "pip install mizan", ".venv/bin/pip list", "npm ci"])
def test_what_would_change_this_environment_is_never_run(command: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    with pytest.raises(Failed, match="NOT_RUN"):
        reader.act(Block(Act.SHELL, f"{command}\n", 1))
    reader.leave()
