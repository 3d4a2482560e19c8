"""Calls to services from the command line: failures as messages and exit statuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mizan.cli.status import BAD_INPUT, FAILED, Stop

if TYPE_CHECKING:
    from mizan import Client, MizanError

_DEADLINE = 300.0  # seconds of one call; a comparison of a thousand articles stays well below
_ATTEMPTS = 3
_INPUT_CODES = frozenset({"INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION", "OUT_OF_RANGE"})


@contextmanager
def client(target: str) -> Iterator[Client]:
    """The services at an address; a call that fails ends the command with its message."""
    from mizan import Client, MizanError, Unavailable

    try:
        with Client(target, deadline=_DEADLINE, attempts=_ATTEMPTS) as opened:
            yield opened
    except Unavailable as error:
        raise Stop(FAILED, error.message, "if one runs elsewhere, name it with --target HOST:PORT") from None
    except MizanError as error:
        raise Stop(status_of(error), *problems(error)) from None


def status_of(error: MizanError) -> int:
    """The exit status for a call that failed."""
    return BAD_INPUT if error.code in _INPUT_CODES else FAILED


def problems(error: MizanError) -> list[str]:
    """What went wrong, a sentence for each thing."""
    return [str(violation).removeprefix("article.") for violation in error.violations] or [error.message]
