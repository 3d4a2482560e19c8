"""`python -m services.summarize`: the summarize service alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from services.common import config, journal, server

logger = logging.getLogger(__name__)


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


async def serve(settings: SummarizeConfig) -> None:
    """Serves until SIGTERM or SIGINT."""
    from services.summarize.app import SummarizeApp
    from services.summarize.source import RemoteSource

    app = SummarizeApp(settings.database, RemoteSource(settings.align), settings.summarizer)
    running = await server.serve(
        [app], listen=settings.listen, metrics_ports={app.name: settings.metrics_port}
    )
    await running.wait_for_signal(settings.grace, settle=settings.settle)


def main() -> None:
    """Reads the settings, sets up the log and serves."""
    settings = config.from_command_line(SummarizeConfig, "Serves mizan.v1.SummarizeService.")
    journal.set_up(settings.log_level)
    try:
        server.main(serve(settings))
    except (ValueError, RuntimeError) as error:  # a summarizer that cannot be had
        logger.critical("cannot serve: %s", error)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
