"""The summarize service as a program of its own."""

from __future__ import annotations

import json
import subprocess
import sys


def start(*flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services.summarize", *flags],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_main_a_summarizer_that_is_not_known_ends_it_with_one_line() -> None:
    done = start("--summarizer", "oracle", "--database", "sqlite://")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    told = json.loads(line)
    assert told["level"] == "critical"
    assert "unknown summarizer 'oracle'" in told["message"]


def test_main_wrong_settings_are_all_listed() -> None:
    done = start("--align", "nowhere", "--metrics-port", "x")
    assert done.returncode == 2
    assert "--align" in done.stderr
    assert "--metrics-port" in done.stderr
