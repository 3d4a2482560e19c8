"""Options that commands share: the same flag means the same everywhere."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

from mizan.cli.parser import values

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it

STANDARD = "-"  # as a file: standard output
NONE = "none"  # as a model: do without
TARGET = "127.0.0.1:50050"
CONTEXTUAL = "encoder for what the rules leave open: onnx, onnx:DIR, transformers:MODEL; or none"
JUDGE = "contradiction model, which reads two texts together: onnx, onnx:DIR, transformers:MODEL; or none"
STATUSES = "exit status: 0 done, 1 something failed, 2 wrong usage or input"


def add(
    commands: Commands,
    command: str,
    summary: str,
    description: str,
    *examples: str,
    name: str = "",
    statuses: str = STATUSES,
) -> argparse.ArgumentParser:
    """A command, named after its function; after its module where that is just ``run``."""
    module, _, function = command.partition(":")
    parser = commands.add_parser(
        name or (module if function == "run" else function),
        help=summary,
        description="\n\n".join(textwrap.fill(part, 90) for part in description.split("\n\n")),
        epilog=epilog(*examples, statuses=statuses),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=command)
    return parser


def epilog(*examples: str, statuses: str) -> str:
    """What stands at the end of a help text."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"examples:\n{lines}\n\n{statuses}"


def paths(parser: argparse.ArgumentParser) -> None:
    """Coverage to read, and its outlet."""
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="text, HTML, JSON Lines, JSON, or folders of them; - is standard input (JSON Lines or JSON)",
    )
    parser.add_argument("--outlet", default="", help="outlet of all articles, whatever the files say")


def event(parser: argparse.ArgumentParser) -> None:
    """A stored event."""
    parser.add_argument("event", metavar="EVENT", help="events/ID or ID")


def json(parser: argparse.ArgumentParser, what: str) -> None:
    """``--json``, with what it writes."""
    parser.add_argument(
        "--json",
        nargs="?",
        const=STANDARD,
        metavar="FILE",
        help=f"{what}, as JSON; to standard output without FILE or with -",
    )


def html(parser: argparse.ArgumentParser, what: str) -> None:
    """``--html``, with what it writes."""
    parser.add_argument("--html", metavar="FILE", help=f"{what}: one file, no network; - is standard output")


def language(
    parser: argparse.ArgumentParser,
    what: str = "language of the accounts, where their sources have it, and of the words around them: ar, en",
) -> None:
    """``--language``, with what is in it."""
    parser.add_argument("--language", type=values.code, default="", metavar="CODE", help=what)


def quiet(parser: argparse.ArgumentParser) -> None:
    """``--quiet``."""
    parser.add_argument("--quiet", action="store_true", help="only problems on standard error")


def data(parser: argparse.ArgumentParser) -> None:
    """``--data``, for all who look for databases."""
    parser.add_argument(
        "--data", default="var", metavar="DIR", help="folder of the SQLite databases (%(default)s)"
    )


def limit(parser: argparse.ArgumentParser) -> None:
    """``--limit`` of a list."""
    parser.add_argument(
        "--limit", type=values.count, default=50, metavar="N", help="at most so many, 0 for all (%(default)s)"
    )


def days(parser: argparse.ArgumentParser, what: str) -> None:
    """``--since`` and ``--before``, with what happened then."""
    parser.add_argument(
        "--since", type=values.day, metavar="DAY", help=f"{what} this day or later, YYYY-MM-DD"
    )
    parser.add_argument("--before", type=values.day, metavar="DAY", help=f"{what} an earlier day than this")


def target(parser: argparse.ArgumentParser) -> None:
    """``--target`` of a command that needs running services."""
    parser.add_argument(
        "--target",
        type=values.address,
        default=TARGET,
        metavar="HOST:PORT",
        help="the services (%(default)s); where they run apart HOST:PORT,HOST:PORT,HOST:PORT",
    )
