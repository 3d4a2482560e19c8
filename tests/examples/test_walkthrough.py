"""The walk-through runs from its first cell to its last, and its pictures have every letter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PROGRAM = REPOSITORY / "examples" / "walkthrough" / "walkthrough.py"


def test_walkthrough_explores_the_fire_and_draws_it(tmp_path: Path) -> None:
    pytest.importorskip(
        "matplotlib", minversion="3.11", reason="the walk-through draws: pip install '.[examples]'"
    )
    environment = os.environ | {"PLOTS": str(tmp_path), "MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8"}
    # A letter that no font has is a warning of matplotlib.
    command = [sys.executable, "-W", "error::UserWarning", str(PROGRAM)]
    done = subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "al-marsa = جريدة الواحة = وكالة الساحل للأنباء\n" in done.stdout  # three outlets, one origin
    assert "\nactor\n" in done.stdout and "\ndenial\n" in done.stdout
    assert sorted(picture.name for picture in tmp_path.iterdir()) == ["matrix.png", "score.png", "values.png"]
    for picture in tmp_path.iterdir():
        assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 20_000
