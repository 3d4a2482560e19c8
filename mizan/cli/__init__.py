"""The command line `mizan`: one module for each group of commands, `parser` for what they take.

A command is loaded when it is called, so that `mizan --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

from mizan.cli.parser import build
from mizan.cli.status import BAD_INPUT, FAILED, FOUND, INTERRUPTED, OK, Stop

__all__ = ["BAD_INPUT", "FAILED", "FOUND", "INTERRUPTED", "OK", "main", "program"]


def program() -> NoReturn:
    """`mizan` as a program: ends with the status of `main`, and at once.

    The interpreter's own end waits for ever, now and then, for a lock of grpc whose thread it has stopped:
    after an interrupt, or when the reader of a pipe goes away, calls are cut short.
    """
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):
            stream.flush()
    os._exit(status)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    given = sys.argv[1:] if argv is None else argv
    parser = build()
    if not given:
        parser.print_help(sys.stderr)
        return BAD_INPUT
    arguments = parser.parse_args(given)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe's encoding may be ASCII; Arabic must not crash there
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # its core logs lines that mean nothing to a user
    module, _, function = arguments.command.partition(":")
    try:
        command: Callable[..., int] = getattr(import_module(f"mizan.cli.{module}"), function)
        status = command(arguments)
        sys.stdout.flush()
        return status
    except Stop as stop:
        for message in stop.messages:
            print(f"mizan: {message}", file=sys.stderr)
        return stop.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        if os.environ.get("MIZAN_DEBUG"):
            raise
        print(f"mizan: defect: {type(error).__name__}: {error} (MIZAN_DEBUG=1 shows where)", file=sys.stderr)
        return FAILED
