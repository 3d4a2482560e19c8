"""Reference of the command line: what each command prints for ``--help``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from unittest.mock import patch

from mizan.cli import parser

_COLUMNS = "96"  # of the printed help: what fits beside the site's navigation


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command by its name, in the order of the help."""
    return dict(_below(parser.build(), ""))


def _below(command: argparse.ArgumentParser, prefix: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield prefix + name, inner
                yield from _below(inner, f"{prefix}{name} ")


def markdown() -> str:
    """The general help, then one section a command."""
    with patch.dict(os.environ, COLUMNS=_COLUMNS, NO_COLOR="1"):
        return "\n\n".join((_block(parser.build()), *_sections()))


def _sections() -> Iterator[str]:
    for name, command in commands().items():
        yield f"{'##' if ' ' not in name else '###'} mizan {name}"
        yield _block(command)


def _block(command: argparse.ArgumentParser) -> str:
    return f"```text\n{command.format_help().strip()}\n```"
