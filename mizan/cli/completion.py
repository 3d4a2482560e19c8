"""`mizan completion`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from mizan.cli import output, parser
from mizan.cli.status import FAILED, OK, Stop

_FILES = ("FILE", "PATH")
_FOLDERS = ("DIR",)


def run(arguments: argparse.Namespace) -> int:
    """Prints the script for a shell."""
    try:
        import shtab
    except ModuleNotFoundError as error:
        raise Stop(
            FAILED, "completion needs the package shtab, which this installation lacks: `pip install shtab`"
        ) from error

    from mizan.words import LANGUAGES

    whole = parser.build()
    for action in _actions(whole):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif "--language" in action.option_strings:
            action.choices = LANGUAGES
    output.write(parser.STANDARD, shtab.complete(whole, arguments.shell))
    return OK


def _actions(of: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Everything that a parser and its commands take."""
    for action in of._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)
