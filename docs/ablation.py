"""The tables of the page on quality, from the newest result of `benchmarks.ablation`."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import ablation_tables

_RESULTS = Path(__file__).resolve().parent.parent / "benchmarks" / "results"
_PARTS = {
    "configurations": ablation_tables.configurations,
    "removals": ablation_tables.removals,
    "groupings": ablation_tables.groupings,
}


def markdown(part: str) -> str:
    """One of the tables, or the line that says of what it was measured ("source")."""
    newest = max(_RESULTS.glob("*-ablation.json"))
    report = json.loads(newest.read_text("utf-8"))
    if part == "source":
        models = ", ".join(f"{role} `{model}`" for role, model in report["models"].items())
        return f"Measured {report['at'][:10]} with weights `{report['weights']}`, {models}: `{newest.name}`."
    return _PARTS[part](report)
