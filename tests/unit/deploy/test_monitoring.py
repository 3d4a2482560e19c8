"""What rules, dashboard and runbook name must exist in the code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from services.align.metrics import AlignMetrics
from services.common.metrics import ServiceMetrics
from services.ingest.metrics import IngestMetrics
from services.summarize.metrics import SummarizeMetrics

MONITORING = Path(__file__).parents[3] / "deploy" / "monitoring"
RULES = yaml.safe_load((MONITORING / "rules.yaml").read_text())
DASHBOARD = json.loads((MONITORING / "grafana" / "dashboards" / "overview.json").read_text())

METRIC = re.compile(r"\b(?:mizan_|process_)[a-z0-9_]+")
RECORDED = {rule["record"] for group in RULES["groups"] for rule in group["rules"] if "record" in rule}


def series_in_code() -> set[str]:
    """Every series name that the three services can expose."""
    names: set[str] = set()
    for service, declare in (
        ("ingest", IngestMetrics),
        ("align", AlignMetrics.of),
        ("summarize", SummarizeMetrics.of),
    ):
        metrics = ServiceMetrics(service)
        declare(metrics)
        for family in metrics.registry.collect():
            suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
            names.update(family.name + suffix for suffix in suffixes.get(family.type, ("",)))
    return names


def alerts() -> Iterator[dict[str, object]]:
    for group in RULES["groups"]:
        yield from (rule for rule in group["rules"] if "alert" in rule)


def expressions() -> Iterator[tuple[str, str]]:
    for group in RULES["groups"]:
        for rule in group["rules"]:
            yield rule.get("alert") or rule["record"], rule["expr"]
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"]


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_metrics_named_in_rules_and_dashboard_exist(where: str, expression: str) -> None:
    unknown = {name for name in METRIC.findall(expression) if f"service:{name}:" not in expression}
    assert unknown <= series_in_code(), where
    assert set(re.findall(r"service:[a-z0-9_:]+", expression)) <= RECORDED, where


def test_metrics_named_in_the_runbook_exist() -> None:
    named = set(METRIC.findall((MONITORING / "runbook.md").read_text()))
    assert named
    assert named <= series_in_code()


def test_every_alert_has_a_runbook_section_and_a_unit_test() -> None:
    sections = re.findall(r"^## (\w+)$", (MONITORING / "runbook.md").read_text(), re.MULTILINE)
    tested = re.findall(r"alertname: (\w+)", (MONITORING / "rules_test.yaml").read_text())
    for alert in alerts():
        assert alert["alert"] in sections
        assert alert["alert"] in tested
        assert str(alert["alert"]).lower() in alert["annotations"]["runbook"]  # type: ignore[index]
