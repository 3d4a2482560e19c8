"""The fenced blocks of a page of documentation: what a reader would type, and what it says comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_FENCE = re.compile(
    r"^```(?:\{code-block\} )?(?P<language>[\w{}-]*)\n"
    r"(?::caption: `(?P<caption>[^`\n]+)`\n)?(?P<text>.*?)^```$"
    r"(?P<output>\n*```text\n(?P<told>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


class Act(Enum):
    """What a reader does with a block."""

    SHELL = "types it into a shell"
    PYTHON = "runs it with Python"
    FILE = "saves it under its caption"
    PATCH = "applies it to the checkout"


_ACTS = {"sh": Act.SHELL, "python": Act.PYTHON, "diff": Act.PATCH}


@dataclass(frozen=True, slots=True)
class Block:
    """A block that a reader acts on. ``told`` is the ``text`` block right behind it: the output."""

    act: Act
    text: str
    line: int
    file: str = ""
    told: str = ""


def pages() -> list[Path]:
    """The pages with blocks to act on."""
    return [page for page in (ROOT / "README.md", *sorted(DOCS.rglob("*.md"))) if list(blocks(page))]


def name(page: Path) -> str:
    """The page as people call it: its path in the checkout."""
    return str(page.relative_to(ROOT))


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page in reading order."""
    source = page.read_text("utf-8")
    for fence in _FENCE.finditer(source):
        act = Act.FILE if fence["caption"] else _ACTS.get(fence["language"])
        if act is None:
            continue
        line = source.count("\n", 0, fence.start()) + 1
        yield Block(act, fence["text"], line, fence["caption"] or "", fence["told"] or "")
