"""What each command takes: its arguments, its help and the examples there. One module for each group."""

from __future__ import annotations

import argparse

import mizan
from mizan.cli.parser import coverage, measuring, options, stored, upkeep
from mizan.cli.parser.options import STANDARD, TARGET

__all__ = ["STANDARD", "TARGET", "build"]


def build() -> argparse.ArgumentParser:
    """The parser of all commands. ``command`` of its result is "module:function" below `mizan.cli`."""
    parser = argparse.ArgumentParser(
        prog="mizan",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Compare how news outlets report the same event, in Arabic and English.",
        epilog=options.epilog(
            "mizan compare coverage/                    # a folder of pages, in this process",
            "mizan compare coverage/ --html report.html # the same as a page for people",
            "mizan serve --data var                     # keep services running, and store coverage",
            "mizan doctor                               # what is installed, what runs, what to do",
            statuses="exit status: 0 done, 1 something failed, 2 wrong usage or input, 3 found (--fail-on),\n"
            "130 interrupted. Colours: NO_COLOR, FORCE_COLOR. MIZAN_DEBUG=1 shows where a defect is.",
        ),
    )
    parser.add_argument("--version", action="version", version=f"mizan {mizan.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in (
        coverage.compare,
        coverage.serve,
        stored.ingest,
        stored.articles,
        stored.events,
        stored.find,
        stored.summary,
        stored.claims,
        stored.relations,
        measuring.evaluate,
        measuring.models,
        upkeep.doctor,
        upkeep.completion,
    ):
        add(commands)
    return parser
