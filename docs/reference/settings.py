"""Reference of the settings, read from the configuration of each process."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import services.align.__main__
import services.all
import services.ingest.__main__
import services.summarize.__main__
from services.common.config import variable

PROCESSES: dict[str, type[Any]] = {
    "services.ingest": services.ingest.__main__.IngestConfig,
    "services.align": services.align.__main__.Config,
    "services.summarize": services.summarize.__main__.SummarizeConfig,
    "services.all": services.all.Config,
}


def markdown() -> str:
    """One list a process: flag, variable, meaning, default."""
    return "\n\n".join(part for name, kind in PROCESSES.items() for part in _section(name, kind))


def _section(module: str, kind: type[Any]) -> Iterator[str]:
    yield f"## python -m {module}"
    yield (kind.__doc__ or "").strip()
    for field in dataclasses.fields(kind):
        flag = f"--{field.name.replace('_', '-')}"
        meaning = field.metadata["doc"].replace("<", "&lt;")
        yield f"`{flag}` `{variable(field.name)}`\n: {meaning} Default: `{field.default}`."
