"""The alerts, read from the Prometheus rules, each with its section of the runbook."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

MONITORING = Path(__file__).resolve().parents[2] / "deploy" / "monitoring"
_TEMPLATE = re.compile(r"\{\{ \$(labels\.)?(\w+)[^}]*\}\}")


def markdown() -> str:
    """One table: what fires, what it says, how urgent it is; the names lead to the runbook below."""
    rows = ["| alert | what it says | after | urgency |", "|---|---|---|---|"]
    for group in yaml.safe_load((MONITORING / "rules.yaml").read_text("utf-8"))["groups"]:
        for rule in group["rules"]:
            if "alert" in rule:
                name, summary = rule["alert"], rule["annotations"]["summary"]
                said = _TEMPLATE.sub(lambda m: f"*{m[2]}*", summary)
                rows.append(
                    f"| [{name}](#{name.lower()}) | {said} | {rule.get('for', 'at once')} "
                    f"| {rule['labels']['severity']} |"
                )
    return "\n".join(rows)
