"""Runs the align service alone: `python -m services.align --ingest HOST:PORT`."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from services.align.app import WINDOW_ARTICLES, AlignApp
from services.align.defaults import CONTEXTUAL, ENCODER, JUDGE
from services.align.feed import RemoteFeed
from services.common import journal, server
from services.common.config import ServeConfig, count, database_url, from_command_line, port, setting, target


@dataclass(frozen=True)
class Config(ServeConfig):
    """Settings of an align service that runs alone."""

    listen: str = setting("127.0.0.1:50052", "Address of the gRPC server, HOST:PORT.", str)
    metrics_port: int = setting(9092, "Port of the metrics page.", port)
    database: str = setting("sqlite:///var/align.db", "Database of the events.", database_url)
    ingest: str = setting("127.0.0.1:50051", "gRPC target of the ingest service.", target)
    encoder: str = setting(
        ENCODER, "Encoder that groups and proposes pairs: static, onnx:<folder> or transformers:<path or id>."
    )
    contextual: str = setting(
        CONTEXTUAL, "Encoder of what the rules leave open: onnx, onnx:<folder>, transformers:... or none."
    )
    judge: str = setting(
        JUDGE, "Model that reads two statements together: onnx, onnx:<folder>, transformers:... or none."
    )
    window_articles: int = setting(
        WINDOW_ARTICLES, "How many of the latest articles new ones are compared with.", count
    )


async def _main(config: Config) -> None:
    app = AlignApp(
        config.database,
        RemoteFeed(config.ingest),
        config.encoder,
        contextual_spec=config.contextual,
        judge_spec=config.judge,
        window_articles=config.window_articles,
    )
    running = await server.serve([app], listen=config.listen, metrics_ports={app.name: config.metrics_port})
    await running.wait_for_signal(config.grace, settle=config.settle)


def main() -> int:
    """Serves until SIGTERM or SIGINT; 1 when it cannot start."""
    config = from_command_line(Config, "The align service of Mizan.")
    journal.set_up(config.log_level)
    try:
        server.run(_main(config))
    except (server.CannotListen, ValueError, RuntimeError) as error:
        print(f"align cannot start: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
