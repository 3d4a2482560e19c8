"""Whoever does what the pages say, block by block, gets what they show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Act, blocks, name, pages
from tests.docs.reader import Failed, Reader

# Lines that this test cannot run, by page, each with the reason.
NOT_RUN: dict[tuple[str, str], str] = {
    ("docs/tutorial.md", "make demo"): "sets up an environment; CI runs what it runs, `mizan compare samples/coverage`",
}


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_reader_who_follows_the_page_gets_what_it_shows(page: Path, tmp_path: Path) -> None:
    skipped = {line for at, line in NOT_RUN if at == name(page)}
    reader = Reader(tmp_path)
    try:
        for block in blocks(page):
            if block.act is Act.SHELL and set(filter(None, block.text.splitlines())) <= skipped:
                continue
            try:
                reader.act(block)
            except Failed as failure:
                pytest.fail(f"{name(page)}:{block.line}: {failure}", pytrace=False)
    finally:
        reader.leave()


def test_every_line_that_is_not_run_still_stands_on_its_page() -> None:
    gone = [at for at in NOT_RUN if at[1] not in (ROOT / at[0]).read_text("utf-8").splitlines()]
    assert gone == []
