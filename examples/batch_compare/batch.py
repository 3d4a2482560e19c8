"""One run: store what is new, wait until its events are aligned, write a folder with what came out."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from mizan import Client, InvalidRequest, NotReady, coverage
from mizan.v1 import resources_pb2 as pb

from . import contradictions
from .state import State

POLL = 0.5  # seconds between looks whether the events are aligned
_REQUESTS = uuid.UUID("c2f3a1de-0f7b-4d0c-8a53-1a2b7d8e9f10")  # namespace of our request ids


class NotAligned(Exception):
    """The events did not become ready in the time given."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did. ``folder`` is None when no event that several outlets tell was touched."""

    stored: int
    problems: tuple[str, ...]  # articles that were left out, one sentence each
    events: int = 0
    contradictions: int = 0
    folder: Path | None = None


def run(
    client: Client, files: Iterable[Path], state: State, out: Path, *, min_score: float, wait: float
) -> Outcome:
    """Compares what ``files`` bring with everything stored, and notes in ``state`` what was told.

    A run that is cut off changes nothing in the state that is saved, and the next one does it again: request
    ids are made from the pages, so an article that was stored already is answered as before.
    Raises mizan.MizanError, `NotAligned`, OSError.
    """
    problems: list[str] = []
    versions: dict[str, str] = {}
    for page in coverage.stream(sorted(files), on_problem=problems.append):
        article = page.article_input()
        request_id = uuid.uuid5(_REQUESTS, article.SerializeToString(deterministic=True).hex())
        try:
            stored = client.ingest(article, request_id=str(request_id)).article
        except InvalidRequest as error:
            problems.append(f"{page.place}: {'; '.join(map(str, error.violations)) or error.message}")
        else:
            versions[stored.name] = stored.version

    touched = _aligned(client, versions, until=time.monotonic() + wait)
    compared = [(event, alignment) for event, alignment in touched if event.outlet_count > 1]
    if not compared:
        return Outcome(len(versions), tuple(problems))
    new = []
    pages = {}
    for event, alignment in compared:
        found = list(contradictions.of_event(client, event, alignment, min_score))
        told = set(state.told.get(event.name, ()))
        new += [line for line in found if line["id"] not in told]
        state.told[event.name] = sorted(told.union(line["id"] for line in found))
        pages[f"{event.name.removeprefix('events/')}.html"] = client.report(event.name)
    pages["contradictions.jsonl"] = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in new)
    folder = _written(out / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S.%f}Z", pages)
    return Outcome(len(versions), tuple(problems), len(compared), len(new), folder)


def _written(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder with these files; it appears complete or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=".") as partial:
        complete = Path(partial) / folder.name
        complete.mkdir()
        for name, text in files.items():
            (complete / name).write_text(text, encoding="utf-8")
        return complete.rename(folder)


def _aligned(
    client: Client, versions: Mapping[str, str], *, until: float
) -> list[tuple[pb.Event, pb.Alignment]]:
    """The events that the articles belong to, once their alignments have read these versions."""
    while True:
        waiting = dict(versions)
        found = []
        for event in client.events() if waiting else ():
            if waiting.keys().isdisjoint(event.articles):
                continue
            try:
                alignment = client.alignment(event.name)
            except NotReady:
                break
            found.append((event, alignment))
            for article in alignment.articles:
                if waiting.get(article.name) == article.version:
                    del waiting[article.name]
            if not waiting:
                break
        if not waiting:
            return found
        if time.monotonic() > until:
            raise NotAligned(f"{len(waiting)} articles are stored and not compared yet")
        time.sleep(POLL)
