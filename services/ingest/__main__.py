"""`python -m services.ingest`: the ingest service alone."""

from __future__ import annotations

from dataclasses import dataclass

from services.common import config, journal, server


@dataclass(frozen=True)
class IngestConfig(config.ServeConfig):
    """Settings of the ingest service."""

    listen: str = config.setting("127.0.0.1:50051", "Address of the gRPC server, HOST:PORT.", config.address)
    metrics_port: int = config.setting(9091, "HTTP port of the metrics, 0 for any.", config.port)
    database: str = config.setting("sqlite:///var/ingest.db", "Database URL.", config.database_url)
    ingest_threads: int = config.setting(2, "Threads that read articles.", config.count)
    ingest_queue: int = config.setting(256, "Calls that may wait for such a thread.", config.count)


def build(settings: IngestConfig) -> list[server.ServiceApp]:
    """The service that the settings describe."""
    from services.ingest.app import IngestApp

    return [IngestApp(settings.database, threads=settings.ingest_threads, queue_limit=settings.ingest_queue)]


def main() -> None:
    """Reads the settings, sets up the log and serves."""
    settings = config.from_command_line(IngestConfig, "Serves mizan.v1.IngestService.")
    journal.set_up(settings.log_level)
    server.main(lambda: build(settings), settings, {"ingest": settings.metrics_port})


if __name__ == "__main__":
    main()
