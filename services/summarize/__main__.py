"""Runs the summarize service alone: `python -m services.summarize --align HOST:PORT`."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from services.common import journal, server
from services.common.config import ServeConfig, database_url, from_command_line, port, setting, target
from services.summarize.app import SummarizeApp
from services.summarize.source import RemoteSource


@dataclass(frozen=True)
class Config(ServeConfig):
    """Settings of a summarize service that runs alone."""

    listen: str = setting("127.0.0.1:50053", "Address of the gRPC server, HOST:PORT.", str)
    metrics_port: int = setting(9093, "Port of the metrics page.", port)
    database: str = setting("sqlite:///var/summarize.db", "Database of the summaries.", database_url)
    align: str = setting("127.0.0.1:50052", "gRPC target of the align service.", target)
    summarizer: str = setting("extractive", "Who words sentences: extractive or transformers:<path or id>.")


async def _main(config: Config) -> None:
    app = SummarizeApp(config.database, RemoteSource(config.align), config.summarizer)
    running = await server.serve([app], listen=config.listen, metrics_ports={app.name: config.metrics_port})
    await running.wait_for_signal(config.grace, settle=config.settle)


def main() -> int:
    """Serves until SIGTERM or SIGINT; 1 when it cannot start."""
    config = from_command_line(Config, "The summarize service of Mizan.")
    journal.set_up(config.log_level)
    try:
        server.run(_main(config))
    except (server.CannotListen, ValueError, RuntimeError) as error:
        print(f"summarize cannot start: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
