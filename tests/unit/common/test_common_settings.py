"""Settings, the log and the metrics of a process."""

from __future__ import annotations

import io
import json
import logging
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import mizan
from services import all as everything
from services.common import config, journal
from services.common.config import ConfigInvalid, ServeConfig
from services.common.metrics import ServiceMetrics
from services.ingest.__main__ import IngestConfig


@dataclass(frozen=True)
class Example(ServeConfig):
    database: str = config.setting("sqlite:///x.db", "Where.", config.database_url)
    ingest: str = config.setting("127.0.0.1:1", "Who.", config.target)
    metrics_port: int = config.setting(0, "Which.", config.port)
    threads: int = config.setting(2, "How many.", config.count)


def test_settings_come_from_flags_then_environment_then_defaults() -> None:
    settings = config.read(
        Example,
        {"metrics_port": "7", "ingest": None},
        {"MIZAN_METRICS_PORT": "8", "MIZAN_INGEST": "dns:///i:1"},
    )
    assert (settings.metrics_port, settings.ingest, settings.threads) == (7, "dns:///i:1", 2)


def test_settings_report_everything_that_is_wrong_at_once() -> None:
    with pytest.raises(ConfigInvalid) as caught:
        config.read(
            Example,
            {"metrics_port": "70000", "listen": "nowhere"},
            {"MIZAN_DATABASE": "mysql://x", "MIZAN_INGEST": "x", "MIZAN_THREADS": "0", "MIZAN_GRACE": "nan",
             "MIZAN_LOG_LEVEL": "loud"},
        )  # fmt: skip
    named = {problem.split()[0] for problem in caught.value.problems}
    assert named == {
        "--metrics-port", "--listen", "MIZAN_DATABASE", "MIZAN_INGEST", "MIZAN_THREADS", "MIZAN_GRACE",
        "MIZAN_LOG_LEVEL",
    }  # fmt: skip


def test_command_line_prints_every_problem_and_ends_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        config.from_command_line(Example, "Example.", ["--threads", "many", "--metrics-port", "x"])
    assert caught.value.code == 2
    printed = capsys.readouterr().err
    assert "--threads" in printed and "--metrics-port" in printed


@pytest.mark.parametrize("kind", [IngestConfig, everything.Config])
def test_every_setting_has_a_flag_with_help(
    kind: type[ServeConfig], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        config.from_command_line(kind, "Example.", ["--help"])
    printed = capsys.readouterr().out
    for name in kind.__dataclass_fields__:
        assert f"--{name.replace('_', '-')}" in printed and config.variable(name) in printed


def test_all_services_have_a_database_and_a_metrics_port_each() -> None:
    settings = config.read(everything.Config, {"database": "sqlite:////data/"}, {})
    assert settings.database_of("align") == "sqlite:////data/align.db"
    assert len(set(settings.metrics_ports().values())) == 3
    private = everything.Config(database="sqlite://", metrics_port=0)
    assert private.database_of("align") == "sqlite://"
    assert set(private.metrics_ports().values()) == {0}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    journal.set_up("info", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def test_journal_writes_one_json_object_per_line(log: io.StringIO) -> None:
    logger = logging.getLogger("services.test")
    logger.debug("unseen")
    logger.info("serving\nhere", extra={"service": "ingest", "secret": "kept out"})
    try:
        raise ValueError("تفصيل")
    except ValueError:
        logger.exception("defect", extra={"error_id": "5f2d"})
    first, second = (json.loads(line) for line in log.getvalue().splitlines())
    assert first["message"] == "serving\nhere" and first["service"] == "ingest" and first["level"] == "info"
    assert "secret" not in first
    assert second["error_id"] == "5f2d" and "ValueError: تفصيل" in second["error"]


def test_metrics_count_calls_by_method_and_code() -> None:
    metrics = ServiceMetrics("test")
    metrics.call_started("Get")
    metrics.call_handled("Get", "NOT_FOUND", 0.2)

    def value(name: str, **labels: str) -> float | None:
        return metrics.registry.get_sample_value(name, {"service": "test", **labels})

    assert value("mizan_grpc_started_total", method="Get") == 1
    assert value("mizan_grpc_handled_total", method="Get", code="NOT_FOUND") == 1
    assert value("mizan_grpc_latency_seconds_sum", method="Get") == pytest.approx(0.2)
    assert value("mizan_build_info", version=mizan.__version__) == 1


def test_metrics_of_two_services_do_not_mix() -> None:
    one, other = ServiceMetrics("one"), ServiceMetrics("other")
    one.counter("mizan_test_total", "Test.").inc()
    assert other.registry.get_sample_value("mizan_test_total") is None


def test_version_is_the_packages() -> None:
    project = tomllib.loads((Path(mizan.__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == mizan.__version__
