"""`python -m services.summarize`: the summarize service alone."""

from __future__ import annotations

from dataclasses import dataclass

from services.common import config, journal, server


@dataclass(frozen=True)
class SummarizeConfig(config.ServeConfig):
    """Settings of the summarize service."""

    listen: str = config.setting("127.0.0.1:50053", "Address of the gRPC server, HOST:PORT.", config.address)
    metrics_port: int = config.setting(9093, "HTTP port of the metrics, 0 for any.", config.port)
    database: str = config.setting("sqlite:///var/summarize.db", "Database URL.", config.database_url)
    align: str = config.setting("127.0.0.1:50052", "gRPC target of the align service.", config.target)
    summarizer: str = config.setting(
        "extractive", "Who words summaries: extractive or transformers:<path or id>."
    )


def build(settings: SummarizeConfig) -> list[server.ServiceApp]:
    """The service that the settings describe."""
    from services.summarize.app import SummarizeApp
    from services.summarize.source import RemoteSource

    return [SummarizeApp(settings.database, RemoteSource(settings.align), settings.summarizer)]


def main() -> None:
    """Reads the settings, sets up the log and serves."""
    settings = config.from_command_line(SummarizeConfig, "Serves mizan.v1.SummarizeService.")
    journal.set_up(settings.log_level)
    server.main(lambda: build(settings), settings, {"summarize": settings.metrics_port})


if __name__ == "__main__":
    main()
