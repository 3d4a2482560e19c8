"""Terminal and clock."""

from __future__ import annotations

import codecs
import locale
import os
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import get_terminal_size

import mizan
from mizan.doctor.finding import Finding, ok, problem, warning
from mizan.typesetting import isolate

_DAY = 86_400.0


def examine() -> Iterator[Finding]:
    """What the terminal can show, and whether the clock can be right."""
    yield _encoding(locale.getencoding())
    yield _terminal()
    yield _clock(time.time(), Path(mizan.__file__).stat().st_mtime)


def _encoding(name: str) -> Finding:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = name
    if known == "utf-8":
        return ok("terminal", "the locale says UTF-8")
    return warning(
        "terminal",
        f"the locale says {name}, and Mizan writes UTF-8: Arabic may come out as signs",
        "export LC_ALL=C.UTF-8",
    )


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return ok(
            "terminal", "output goes to a file or a pipe: no colours, 100 columns unless COLUMNS says more"
        )
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    sample = isolate("ميزان يقارن الأخبار")
    return ok(
        "terminal",
        f"{get_terminal_size((100, 24)).columns} columns, {'no colours' if plain else 'colours'}; Arabic is "
        f"shown well if these letters are joined and run from right to left: {sample}",
    )


def _clock(now: float, installed: float) -> Finding:
    shown = datetime.fromtimestamp(now).astimezone().isoformat(sep=" ", timespec="minutes")
    if now < installed - _DAY:
        return problem(
            "clock",
            f"{shown}, earlier than this program was installed",
            "set the clock: articles of more than a day in the future are refused",
        )
    return ok("clock", shown)
