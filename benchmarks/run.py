"""Speed per core, growth with event size, start-up time and memory of the services.

    python -m benchmarks.run [--quick | --services] [--contextual SPEC] [--judge SPEC] [--stream FILE.parquet]
                             [--out FILE]

Rates are articles or statements per second of *processor time* of this one process, which is what "per
core" means and does not depend on what else the machine does; wall-clock time is kept beside it.
"""

from __future__ import annotations

import argparse
import compileall
import json
import math
import os
import platform
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from benchmarks.coverage import Page, pages
from services.align import backends
from services.align import pipeline as align
from services.align.advice import Advisers
from services.align.defaults import CONTEXTUAL, ENCODER, JUDGE, OFF
from services.common.domain import Alignment, Article
from services.common.memory import settle
from services.ingest.pipeline import RawArticle, read_article
from services.summarize import backends as writers
from services.summarize import pipeline as summarize

T = TypeVar("T")
WRITER = writers.load("extractive")


class Specs(NamedTuple):
    """Which models are asked beside the encoder."""

    contextual: str
    judge: str


class Models(NamedTuple):
    encoder: backends.Encoder
    advisers: Advisers


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--quick", action="store_true", help="small sizes, for a look; not for quoting")
    extent.add_argument("--services", action="store_true", help="only start and memory of the services")
    parser.add_argument(
        "--stream",
        type=Path,
        help="also a sample of real coverage: outlet, date, url, title, text (needs pandas)",
    )
    parser.add_argument("--contextual", default=CONTEXTUAL, help="as of the align service (%(default)s)")
    parser.add_argument("--judge", default=JUDGE, help="as of the align service (%(default)s)")
    parser.add_argument("--out", type=Path, help="where to keep the result (default: results/<date>.json)")
    options = parser.parse_args(arguments)
    for package in ("services", "mizan"):  # as an installation does; without it, a start compiles them
        compileall.compile_dir(Path(__file__).parents[1] / package, quiet=1)
    specs = Specs(options.contextual, options.judge)
    result = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "models": {"encoder": ENCODER, **specs._asdict()},
        **({} if options.services else stages(specs, quick=options.quick, real=options.stream)),
        "services": [service(name, specs) for name in ("ingest", "align", "summarize")],
    }
    out = options.out or Path(__file__).parent / "results" / f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))
    print(f"kept in {out}", file=sys.stderr)


def stages(specs: Specs, *, quick: bool, real: Path | None) -> dict[str, Any]:
    """Each stage in a process of its own: what one leaves in memory and in memos is not the next one's."""
    events = 10 if quick else 60
    sizes = (5, 50) if quick else (5, 50, 500)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as fresh:
        by_size = {str(size): fresh.submit(align_event, size, specs).result() for size in sizes}
        result = {
            "ingest": fresh.submit(ingest, events).result(),
            "align_by_event_size": by_size,
            "align_growth_over_n_log_n": growth(by_size),
            "whole_path": fresh.submit(whole_path, events, specs).result(),
        }
        if real:
            result["whole_path_of_real_coverage"] = fresh.submit(stream, real, specs).result()
    return result


def warm(specs: Specs) -> Models:
    """First-call costs are not the stages' own."""
    models = Models(
        backends.load(ENCODER),
        Advisers(
            backends.load(specs.contextual) if specs.contextual != OFF else None,
            backends.load_judge(specs.judge) if specs.judge != OFF else None,
        ),
    )
    through(list(pages(1, 3, seed=99)), models)
    settle()  # as a service does when it has started
    return models


def ingest(events: int) -> dict[str, Any]:
    read(list(pages(1, 3, seed=99)))
    made = list(pages(events, 5))
    articles, spent = timed(lambda: read(made))
    return rates(spent, articles)


def align_event(size: int, specs: Specs) -> dict[str, Any]:
    """Alignment and summary of events of ``size`` articles, about a hundred articles in all."""
    models = warm(specs)
    events = [read(list(pages(1, size, seed=size * 1000 + i))) for i in range(max(1, 100 // size))]
    articles = [article for event in events for article in event]
    alignments, spent = timed(lambda: [align.compare(event, *models) for event in events])
    _, told = timed(lambda: [summarize.summarize(alignment, None, WRITER) for alignment in alignments])
    return rates(spent, articles) | {
        "statements_per_event": sum(len(a.statements) for a in articles) // len(events),
        "summarize": rates(told, articles),
    }


def whole_path(events: int, specs: Specs) -> dict[str, Any]:
    models = warm(specs)
    made = list(pages(events, 5))
    alignments, spent = timed(lambda: through(made, models))
    return rates(spent, [article for alignment in alignments for article in alignment.articles])


def stream(file: Path, specs: Specs, *, articles: int = 600, days: int = 2) -> dict[str, Any]:
    """The whole path over a sample of real coverage of a few days, most events told by one or two outlets."""
    import pandas

    table = pandas.read_parquet(file, columns=["outlet", "date", "url", "title", "text"])
    table = table[(table.text.str.len() > 100) & (table.date.astype(str).str.len() >= 10)]
    table["day"] = table.date.astype(str).str[:10]
    first = sorted(table.day.unique())[:days]
    chosen = table[table.day.isin(first)].sample(articles, random_state=1).sort_values("day")
    made = [
        Page(
            row.outlet,
            row.url,
            datetime.fromisoformat(row.day).replace(tzinfo=UTC),
            f"{row.title}\n{row.text}",
            "ar",
        )
        for row in chosen.itertuples()
    ]
    models = warm(specs)
    found, spent = timed(lambda: through(made, models))
    return rates(spent, [article for event in found for article in event.articles]) | {
        "mean_characters": sum(len(page.text) for page in made) // len(made),
        "events_of_several_articles": sum(len(event.articles) > 1 for event in found),
    }


def read(made: Sequence[Page]) -> list[Article]:
    return [
        read_article(
            RawArticle(
                outlet=page.outlet, source=f"s{number}", url=page.url, title="", content=page.text.encode(),
                format="text", published=page.published, language=page.language,
            ),
            name=f"sources/s{number}/articles/a{number}",
        )
        for number, page in enumerate(made)
    ]  # fmt: skip


def through(made: Sequence[Page], models: Models) -> list[Alignment]:
    """Articles in, events grouped, each aligned and summarised: the whole path."""
    alignments = [align.compare(event, *models) for event in align.group(read(made), models.encoder)]
    for alignment in alignments:
        summarize.summarize(alignment, None, WRITER)
    return alignments


def timed(work: Callable[[], T]) -> tuple[T, tuple[float, float]]:
    cpu, wall = time.process_time(), time.perf_counter()
    value = work()
    return value, (time.process_time() - cpu, time.perf_counter() - wall)


def rates(spent: tuple[float, float], read: Sequence[Article]) -> dict[str, Any]:
    cpu, wall = spent
    articles, statements = len(read), sum(len(article.statements) for article in read)
    return {
        "articles": articles,
        "statements": statements,
        "cpu_seconds": round(cpu, 3),
        "wall_seconds": round(wall, 3),
        "articles_per_core_second": round(articles / cpu, 1),
        "statements_per_core_second": round(statements / cpu, 1),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def growth(sizes: dict[str, Any]) -> dict[str, float]:
    """Processor time per event over n log n of its statements, relative to the smallest event: flat is 1."""

    def unit(row: dict[str, Any], size: int) -> float:
        n = row["statements_per_event"]
        return float(row["cpu_seconds"] / (row["articles"] / size) / (n * math.log(n)))

    smallest = unit(sizes["5"], 5)
    return {size: round(unit(row, int(size)) / smallest, 2) for size, row in sizes.items()}


def service(name: str, specs: Specs) -> dict[str, Any]:
    """Starts one service alone; seconds from exec to SERVING, and resident memory then."""
    import grpc
    from grpc_health.v1 import health_pb2, health_pb2_grpc

    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/{name}.db"
        command = [sys.executable, "-m", f"services.{name}"]
        command += ["--listen", f"127.0.0.1:{port}", "--metrics-port", "0", "--database", database]
        if name != "ingest":
            command += ["--ingest" if name == "align" else "--align", "127.0.0.1:1"]
        if name == "align":
            command += ["--contextual", specs.contextual, "--judge", specs.judge]
        began = time.perf_counter()
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            # A refused connection is tried again after a second by default, longer than a start takes.
            soon = [(f"grpc.{bound}_reconnect_backoff_ms", 20) for bound in ("initial", "min", "max")]
            with grpc.insecure_channel(f"127.0.0.1:{port}", options=soon) as channel:
                health = health_pb2_grpc.HealthStub(channel)
                while True:
                    try:
                        answer = health.Check(health_pb2.HealthCheckRequest(), timeout=1, wait_for_ready=True)
                    except grpc.RpcError:
                        answer = None
                    if answer and answer.status == health_pb2.HealthCheckResponse.SERVING:
                        break
                    if process.poll() is not None or time.perf_counter() - began > 30:
                        raise RuntimeError(f"{name} did not start: {' '.join(command)}")
                    time.sleep(0.01)
            seconds = time.perf_counter() - began
            status = Path(f"/proc/{process.pid}/status").read_text()
            resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
        finally:
            process.terminate()
            process.wait(timeout=30)
    return {"service": name, "start_to_serving_seconds": round(seconds, 2), "resident_mb": resident // 1024}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
