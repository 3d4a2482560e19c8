"""The three services in one process: `mizan serve`, or `python -m services.all`.

Articles go from ingest to align, and alignments from align to summarize, without a network between them.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.align.defaults import CONTEXTUAL, ENCODER, JUDGE
from services.common import config, journal, server


def _folder_url(text: str) -> str:
    """sqlite:///folder, sqlite:////absolute/folder, or sqlite:// (private, gone at the end)."""
    config.database_url(text)
    return text.rstrip("/") if text != "sqlite://" else text


@dataclass(frozen=True)
class Config(config.ServeConfig):
    """Settings of all three services in one process."""

    database: str = config.setting(
        "sqlite:///var", "Folder of the databases as a URL; each service has a file there.", _folder_url
    )
    metrics_port: int = config.setting(
        9091,
        "HTTP port of the metrics of ingest; align and summarize have the next two, 0 is any.",
        config.port,
    )
    encoder: str = config.setting(
        ENCODER, "Encoder that groups and proposes pairs: static, onnx:<dir> or transformers:<path or id>."
    )
    contextual: str = config.setting(
        CONTEXTUAL, "Encoder of what the rules leave open: onnx, onnx:<dir>, transformers:... or none."
    )
    judge: str = config.setting(
        JUDGE, "Model that reads two statements together: onnx, onnx:<dir>, transformers:... or none."
    )
    summarizer: str = config.setting(
        "extractive", "Who words summaries: extractive or transformers:<path or id>."
    )

    def database_of(self, service: str) -> str:
        """Database URL of one service."""
        return self.database if self.database == "sqlite://" else f"{self.database}/{service}.db"

    def metrics_ports(self) -> dict[str, int]:
        """Metrics port of each service."""
        return {
            name: self.metrics_port + offset if self.metrics_port else 0
            for offset, name in enumerate(("ingest", "align", "summarize"))
        }


def build(settings: Config) -> list[server.ServiceApp]:
    """The three services, wired to each other, in the order in which they have to start."""
    from services.align.app import AlignApp
    from services.ingest.app import IngestApp
    from services.summarize.app import SummarizeApp

    ingest = IngestApp(settings.database_of("ingest"))
    align = AlignApp(
        settings.database_of("align"),
        ingest.feed(),
        settings.encoder,
        contextual_spec=settings.contextual,
        judge_spec=settings.judge,
    )
    summarize = SummarizeApp(settings.database_of("summarize"), align.alignments(), settings.summarizer)
    return [ingest, align, summarize]


def main() -> None:
    """Reads the settings, sets up the log and serves."""
    settings = config.from_command_line(Config, "Serves ingest, align and summarize in one process.")
    journal.set_up(settings.log_level)
    server.main(lambda: build(settings), settings, settings.metrics_ports())


if __name__ == "__main__":
    main()
