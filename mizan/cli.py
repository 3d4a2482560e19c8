"""The command line: `mizan serve | compare | ingest | events | summary | evaluate`.

Exit status: 0 done, 1 something failed on the way, 2 wrong usage or input. What takes long to import is
imported by the command that needs it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import mizan

if TYPE_CHECKING:
    from mizan.client import ArticleInput, AsyncClient, Refused
    from mizan.coverage import Page
    from mizan.render import Style
    from mizan.v1 import resources_pb2 as pb

T = TypeVar("T")

OK, FAILED, BAD_INPUT = 0, 1, 2
TARGET = "127.0.0.1:50050"
DEADLINE = 300.0  # seconds of one call; a comparison of a thousand articles stays well below
_TARGET_HELP = "the services (%(default)s); where they run apart HOST:PORT,HOST:PORT,HOST:PORT"
_INPUT_CODES = frozenset({"INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION", "OUT_OF_RANGE"})


class Stop(Exception):
    """Ends the command with an exit status and a message for people."""

    def __init__(self, status: int, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.status = status
        self.messages = messages


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    arguments = _parser().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe's encoding may be ASCII; Arabic must not crash there
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # its core logs lines that mean nothing to a user
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except Stop as stop:
        for message in stop.messages:
            _say(message)
        return stop.status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        if os.environ.get("MIZAN_DEBUG"):
            raise
        _say(f"defect: {type(error).__name__}: {error} (MIZAN_DEBUG=1 shows where)")
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mizan", description="Compare how news outlets report the same event."
    )
    parser.add_argument("--version", action="version", version=f"mizan {mizan.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    serve = commands.add_parser("serve", help="run the three services in this process")
    serve.add_argument("--listen", default=TARGET, metavar="HOST:PORT", help="gRPC address (%(default)s)")
    serve.add_argument(
        "--data", default="var", metavar="DIR", help="folder of the SQLite databases (%(default)s)"
    )
    serve.add_argument(
        "--metrics-port",
        type=_port,
        default=9091,
        metavar="PORT",
        help="metrics page of ingest; align and summarize have the next two, 0 is any free one (%(default)s)",
    )
    serve.add_argument("--encoder", default="static", help="sentence encoder (%(default)s)")
    serve.add_argument("--summarizer", default="extractive", help="who words summaries (%(default)s)")
    serve.add_argument("--log-level", default="warning", choices=("debug", "info", "warning", "error"))
    serve.set_defaults(command=_serve)

    compare = commands.add_parser("compare", help="compare articles and print what outlets say")
    _paths(compare)
    compare.add_argument(
        "--json", metavar="FILE", help="also write the comparison there; - is standard output"
    )
    compare.add_argument("--language", default="", metavar="CODE", help="language of the accounts, ar or en")
    compare.add_argument(
        "--target",
        type=_address,
        metavar="HOST:PORT",
        help="running services, as for ingest; without it they run here for the moment",
    )
    compare.set_defaults(command=_compare)

    ingest = commands.add_parser("ingest", help="store articles")
    _paths(ingest)
    _target(ingest)
    ingest.set_defaults(command=_ingest)

    events = commands.add_parser("events", help="list stored events, latest change first")
    events.add_argument("--min-outlets", type=_count, default=0, metavar="N", help="told by so many outlets")
    events.add_argument("--limit", type=_count, default=50, metavar="N", help="at most so many (%(default)s)")
    _target(events)
    events.set_defaults(command=_events)

    summary = commands.add_parser("summary", help="print the cited summary of a stored event")
    summary.add_argument("event", metavar="EVENT", help="events/ID or ID")
    summary.add_argument("--language", default="", metavar="CODE", help="language of the account, ar or en")
    summary.add_argument(
        "--json", metavar="FILE", help="write the summary there instead; - is standard output"
    )
    _target(summary)
    summary.set_defaults(command=_summary)

    evaluate = commands.add_parser("evaluate", help="measure a component on a file of labelled rows")
    evaluate.add_argument("task", choices=_TASKS)
    evaluate.add_argument("files", nargs="+", metavar="FILE", help="JSON Lines; several count as one")
    evaluate.add_argument("--predictions", metavar="FILE", help="write one prediction per row there")
    evaluate.add_argument(
        "--encoder", default="static", help=f"sentence encoder of {', '.join(_ENCODED)} (%(default)s)"
    )
    evaluate.set_defaults(command=_evaluate)
    return parser


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="text, HTML, JSON Lines, or folders of them")
    parser.add_argument("--outlet", default="", help="outlet of all articles, whatever the files say")


def _target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--target", type=_address, default=TARGET, metavar="HOST:PORT", help=_TARGET_HELP)


def _address(text: str) -> str:
    if text.count(",") not in (0, 2) or not all(part.strip() for part in text.split(",")):
        raise argparse.ArgumentTypeError(
            f"{text!r}: give one address, or those of ingest, align and summarize"
        )
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least 0")
    return int(text)


# --- compare -------------------------------------------------------------------------------------------


def _compare(arguments: argparse.Namespace) -> int:
    pages = _read(arguments)
    whole, status = _run(_compared(pages, arguments.target, arguments.language))
    if arguments.json:
        _write_json(whole, arguments.json)
    if arguments.json != "-":
        from mizan import render

        print(render.comparison(whole, _style()))
    return status


async def _compared(pages: Sequence[Page], target: str | None, language: str) -> tuple[pb.Comparison, int]:
    """The comparison, and `OK` unless pages had to be left out."""
    if target is None:
        async with _services_here() as address:
            return await _compared(pages, address, language)
    from mizan.client import AsyncClient, MizanError
    from mizan.v1 import resources_pb2 as pb

    async with AsyncClient(target, deadline=DEADLINE) as client:
        articles, status = await _articles(client, pages)
        with _Progress("comparing", 1):
            found = await client.compare(articles)
        whole = pb.Comparison(articles=articles, events=found.events)
        with _Progress("summarizing", len(found.alignments)) as progress:
            for event, alignment in zip(found.events, found.alignments, strict=True):
                try:
                    summary = await client.summarize(alignment, language=language)
                except MizanError as failure:
                    if failure.reason != "LANGUAGE_NOT_IN_SOURCES":
                        raise
                    summary = await client.summarize(alignment)
                _named(event.name, alignment)
                whole.relations.extend(alignment.relations)
                whole.claims.extend(alignment.claims)
                whole.origins.extend(alignment.origins)
                whole.summaries.append(summary)
                whole.backends.update(alignment.backends)
                whole.backends["summarize"] = summary.backend
                progress.step()
    return whole, status


def _named(event: str, alignment: pb.Alignment) -> None:
    """Names relations and claims after their event, as `Comparison` promises."""
    for number, relation in enumerate(alignment.relations):
        relation.name = f"{event}/relations/{number}"
    for claim in alignment.claims:
        claim.name = f"{event}/claims/{claim.name.rpartition('/')[2]}"
        claim.disputed_by[:] = [f"{event}/claims/{name.rpartition('/')[2]}" for name in claim.disputed_by]


async def _articles(client: AsyncClient, pages: Sequence[Page]) -> tuple[list[pb.Article], int]:
    """The pages as the ingest service reads them; refused ones are reported and left out."""
    from mizan.client import Refused

    articles: dict[str, pb.Article] = {}
    refused, status = 0, OK
    with _Progress("reading", len(pages)) as progress:
        async for answer in client.ingest_all(map(_input, pages), validate_only=True):
            if isinstance(answer, Refused):
                progress.clear()
                status = max(status, _refusal(pages[answer.index], answer))
                refused += 1
            else:
                articles[answer.article.name] = answer.article
            progress.step()
    if len(articles) < 2:
        few = f"{len(articles)} of {len(pages)} articles" if refused else f"{len(articles)} article(s)"
        raise Stop(BAD_INPUT, f"{few} can be compared: at least 2 different ones are needed")
    return list(articles.values()), status


@asynccontextmanager
async def _services_here() -> AsyncIterator[str]:
    """The real services in this process, on a free port, with databases that are gone afterwards."""
    from services.all import Config, build
    from services.common import server

    handler = _defects()
    try:
        running = await server.serve(build(Config(database="sqlite://")), listen="127.0.0.1:0")
    except (OSError, RuntimeError, ValueError) as error:
        raise Stop(FAILED, f"the services cannot start here: {error}") from error
    try:
        yield f"127.0.0.1:{running.port}"
    finally:
        await running.stop(grace=0)
        logging.getLogger().removeHandler(handler)


def _defects() -> logging.Handler:
    """Shows defects of our own services in one line each; with MIZAN_DEBUG in full. Libraries stay silent."""
    handler = logging.StreamHandler()
    handler.addFilter(logging.Filter("services"))
    if not os.environ.get("MIZAN_DEBUG"):
        handler.setFormatter(_OneLine())
    root = logging.getLogger()
    root.setLevel(logging.ERROR)
    root.addHandler(handler)
    return handler


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        cause = record.exc_info[1] if record.exc_info else None
        why = f": {type(cause).__name__}: {cause}" if cause is not None else ""
        return f"mizan: {record.getMessage()}{why} (MIZAN_DEBUG=1 shows where)".replace("\n", " ")


# --- stored events -------------------------------------------------------------------------------------


def _ingest(arguments: argparse.Namespace) -> int:
    pages = _read(arguments)
    return _run(_ingested(pages, arguments.target))


async def _ingested(pages: Sequence[Page], target: str) -> int:
    from mizan.client import AsyncClient, Refused
    from mizan.v1 import ingest_service_pb2 as ingest_pb

    counts: dict[str, int] = {}
    status = OK
    async with AsyncClient(target, deadline=DEADLINE) as client:
        with _Progress("storing", len(pages)) as progress:
            async for answer in client.ingest_all(map(_input, pages)):
                progress.clear()
                if isinstance(answer, Refused):
                    status = max(status, _refusal(pages[answer.index], answer))
                    outcome = "refused"
                else:
                    outcome = ingest_pb.IngestArticleResponse.Outcome.Name(answer.outcome).lower()
                    print(f"{outcome:9}  {answer.article.name}  {answer.article.title}")
                counts[outcome] = counts.get(outcome, 0) + 1
                progress.step()
    _say(", ".join(f"{count} {outcome}" for outcome, count in counts.items()), prefix="")
    return status


def _events(arguments: argparse.Namespace) -> int:
    return _run(_listed(arguments.target, arguments.min_outlets, arguments.limit))


async def _listed(target: str, min_outlets: int, limit: int) -> int:
    from mizan import render
    from mizan.client import AsyncClient

    style = _style()
    async with AsyncClient(target, deadline=DEADLINE) as client:
        told = 0
        async for event in client.events(min_outlets=min_outlets):
            print(render.event_line(event, style))
            told += 1
            if told == limit:
                break
    return OK


def _summary(arguments: argparse.Namespace) -> int:
    name = arguments.event if arguments.event.startswith("events/") else f"events/{arguments.event}"
    return _run(_summarized(arguments.target, name, arguments.language, arguments.json))


async def _summarized(target: str, name: str, language: str, file: str | None) -> int:
    from mizan import render
    from mizan.client import AsyncClient

    async with AsyncClient(target, deadline=DEADLINE) as client:
        event = await client.event(name)
        if event.merged_into:
            event = await client.event(event.merged_into)
        summary = await client.summarize(event.name, language=language)
        if file:
            _write_json(summary, file)
        else:
            print(render.one_event(event, await client.alignment(event.name), summary, _style()))
    return OK


# --- serve ---------------------------------------------------------------------------------------------


def _serve(arguments: argparse.Namespace) -> int:
    from services.common import journal

    journal.set_up(arguments.log_level)
    folder = Path(arguments.data).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(FAILED, f"{folder}: cannot be made: {error.strerror}") from error
    return _run(_served(arguments, folder))


async def _served(arguments: argparse.Namespace, folder: Path) -> int:
    from services.all import Config, build
    from services.common import server

    settings = Config(
        database=f"sqlite:///{folder}",
        metrics_port=arguments.metrics_port,
        encoder=arguments.encoder,
        summarizer=arguments.summarizer,
    )
    try:
        running = await server.serve(
            build(settings), listen=arguments.listen, metrics_ports=settings.metrics_ports()
        )
    except (OSError, RuntimeError, ValueError) as error:
        raise Stop(FAILED, f"cannot serve: {error}") from error
    host = arguments.listen.rpartition(":")[0]
    print(f"gRPC on {host}:{running.port}, data in {folder}", flush=True)
    for name, port in running.metrics_ports.items():
        print(f"metrics of {name} on http://{host}:{port}/metrics", flush=True)
    await running.wait_for_signal()
    return OK


# --- evaluate ------------------------------------------------------------------------------------------

_TASKS = ("relations", "events", "similarity", "dates", "quantities")
_ENCODED = ("relations", "events", "similarity")  # tasks that compare meanings


def _evaluate(arguments: argparse.Namespace) -> int:
    files = ", ".join(arguments.files)
    rows = [row for file in arguments.files for row in _rows(Path(file))]
    try:
        report, predictions = _evaluator(arguments.task, arguments.encoder)(rows)
    except KeyError as error:
        raise Stop(BAD_INPUT, f"{files}: a row has no field {error}") from error
    except ValueError as error:
        raise Stop(BAD_INPUT, f"{files}: {error}") from error
    except RuntimeError as error:
        raise Stop(FAILED, str(error)) from error
    if arguments.predictions:
        lines = "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in predictions)
        _write(arguments.predictions, lines)
    print(json.dumps({"rows": len(rows)} if report is None else report, ensure_ascii=False))
    return OK


def _evaluator(task: str, encoder: str) -> Callable[[list[Any]], tuple[Any, list[Any]]]:
    """The measuring function of a task; it gets the real component that a service would run."""
    if task in ("dates", "quantities"):
        from services.evaluation import parsers

        return parsers.evaluate_dates if task == "dates" else parsers.evaluate_quantities
    from services.align import backends
    from services.evaluation import events, relations, similarity

    measure: dict[str, Callable[..., tuple[Any, list[Any]]]] = {
        "relations": relations.evaluate_relations,
        "events": events.evaluate_events,
        "similarity": similarity.evaluate_similarity,
    }
    return lambda rows: measure[task](rows, backends.load(encoder))


def _rows(file: Path) -> list[Any]:
    """The objects of a JSON Lines file."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(BAD_INPUT, f"{file}: cannot be read: {error}") from error
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise Stop(BAD_INPUT, f"{file}:{number}: is no JSON: {error.msg}") from error
            if not isinstance(row, dict):
                raise Stop(BAD_INPUT, f"{file}:{number}: is no JSON object")
            rows.append(row)
    return rows


# --- shared --------------------------------------------------------------------------------------------


def _read(arguments: argparse.Namespace) -> list[Page]:
    from mizan import coverage

    try:
        return coverage.read(arguments.paths, arguments.outlet)
    except coverage.CoverageError as error:
        raise Stop(BAD_INPUT, *error.problems) from None


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Runs a command's calls; a failed call ends it with its message."""
    from mizan.client import MizanError

    try:
        return asyncio.run(work)
    except MizanError as failure:
        status = BAD_INPUT if failure.code in _INPUT_CODES else FAILED
        raise Stop(
            status, *(map(str, failure.violations) if failure.violations else (failure.message,))
        ) from None


def _refusal(page: Page, refused: Refused) -> int:
    """Says why a page was left out; returns the exit status for it."""
    for problem in refused.error.violations or (refused.error.message,):
        _say(f"{page.place}: {problem}")
    return BAD_INPUT if refused.error.code in _INPUT_CODES else FAILED


def _input(page: Page) -> ArticleInput:
    """The page as the ingest service takes it."""
    from google.protobuf.timestamp_pb2 import Timestamp

    from mizan.client import ArticleInput

    article = ArticleInput(
        outlet=page.outlet,
        url=page.url,
        title=page.title,
        content=page.content,
        format={"unknown": "FORMAT_UNSPECIFIED"}.get(page.layout.value, page.layout.value.upper()),
        language=page.language,
    )
    if page.published is not None:
        when = Timestamp()
        when.FromDatetime(page.published)
        article.publish_time.CopyFrom(when)
    return article


def _write_json(message: Any, file: str) -> None:
    from google.protobuf.json_format import MessageToJson

    text = MessageToJson(message, ensure_ascii=False) + "\n"
    if file == "-":
        sys.stdout.write(text)
    else:
        _write(file, text)


def _write(file: str, text: str) -> None:
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(FAILED, f"{file}: cannot be written: {error.strerror}") from error


def _style() -> Style:
    from mizan.render import Style

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Style(min(get_terminal_size((100, 24)).columns, 120), colour)


def _say(message: str, prefix: str = "mizan: ") -> None:
    print(f"{prefix}{message}", file=sys.stderr)


class _Progress:
    """One line on the terminal while work goes on; nothing where standard error is no terminal."""

    def __init__(self, what: str, total: int, stream: TextIO | None = None) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._stream = sys.stderr if stream is None else stream

    def __enter__(self) -> _Progress:
        self._show()
        return self

    def __exit__(self, *exception: object) -> None:
        self.clear()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        self._show()

    def clear(self) -> None:
        """Makes room for other output."""
        if self._stream.isatty():
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _show(self) -> None:
        if self._stream.isatty():
            count = f" {self._done}/{self._total}" if self._total > 1 else ""
            self._stream.write(f"\r\x1b[K{self._what}{count} …")
            self._stream.flush()


if __name__ == "__main__":
    sys.exit(main())
