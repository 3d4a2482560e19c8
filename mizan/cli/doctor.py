"""`mizan doctor`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from mizan.cli import models, output, parser
from mizan.cli.status import FAILED, OK
from mizan.doctor import Finding, Level, examine

_TINTS = {Level.OK: "32", Level.WARNING: "33", Level.PROBLEM: "1;31"}


def run(arguments: argparse.Namespace) -> int:
    """Prints what is found, as it is found."""
    findings: list[Finding] = []

    def found() -> Iterator[Finding]:
        expected = arguments.target != parser.TARGET
        folder = Path(arguments.data)
        for finding in examine(arguments.target, folder, expected=expected, models=models.loaded()):
            findings.append(finding)
            yield finding

    if arguments.json:
        output.listed(map(asdict, found()), arguments.json, str)
    else:
        output.listed(found(), None, _line)
        print(_verdict(findings))
    return FAILED if any(finding.level is Level.PROBLEM for finding in findings) else OK


def _line(finding: Finding) -> str:
    level = f"{finding.level:8}"
    if output.coloured(sys.stdout):
        level = f"\x1b[{_TINTS[finding.level]}m{level}\x1b[0m"
    advice = f"\n{' ' * 19}→ {finding.advice}" if finding.advice else ""
    return f"{level} {finding.area:9} {finding.text}{advice}"


def _verdict(findings: list[Finding]) -> str:
    problems, warnings = (
        sum(finding.level is level for finding in findings) for level in (Level.PROBLEM, Level.WARNING)
    )
    if not problems and not warnings:
        return "all is well"
    return f"problems: {problems}, warnings: {warnings}"
