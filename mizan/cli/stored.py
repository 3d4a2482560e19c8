"""Commands on what running services store: ingest, and what lists or shows it afterwards."""

from __future__ import annotations

import argparse
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any, TypeVar

from mizan import ArticleInput, Client, Progress, Refused, coverage, listing, render
from mizan.cli import output
from mizan.cli.calls import client, problems, status_of
from mizan.cli.parser import STANDARD
from mizan.cli.progress import Bar
from mizan.cli.status import BAD_INPUT, OK
from mizan.v1 import ingest_service_pb2 as ingest_pb
from mizan.v1 import resources_pb2 as pb

T = TypeVar("T")


def ingest(arguments: argparse.Namespace) -> int:
    """Stores what the paths hold, as it is read; tells what came of each article."""
    output.protect("--json", arguments.json, arguments.paths)
    counts: Counter[str] = Counter()
    statuses = {OK}
    places: deque[str] = deque()  # of the articles that are not answered yet
    with (
        Bar(quiet=arguments.quiet) as bar,
        output.opened(arguments.json, growing=True) if arguments.json else nullcontext() as out,
        client(arguments.target) as connection,
    ):

        def unreadable(problem: str) -> None:
            bar.clear()
            output.say(problem)
            statuses.add(BAD_INPUT)

        def requests() -> Iterator[ArticleInput]:
            for page in coverage.stream(arguments.paths, arguments.outlet, on_problem=unreadable):
                places.append(page.place)
                yield page.article_input()

        for answer in connection.ingest_all(requests(), on_progress=bar.show):
            place = places.popleft()
            outcome = _outcome(answer)
            counts[outcome] += 1
            if isinstance(answer, Refused):
                statuses.add(status_of(answer.error))
                bar.clear()
                for problem in problems(answer.error):
                    output.say(f"{place}: {problem}")
            if out is not None:
                out.write(output.json_line(_told(place, outcome, answer)) + "\n")
            elif not isinstance(answer, Refused):
                if sys.stdout.isatty():
                    bar.clear()
                print(listing.stored(answer))
    if not arguments.quiet:
        for kinds in coverage.passed_over(arguments.paths):
            output.say(kinds)
        print(", ".join(f"{count} {outcome}" for outcome, count in counts.items()), file=sys.stderr)
    return max(statuses)


def _outcome(answer: ingest_pb.IngestArticleResponse | Refused) -> str:
    if isinstance(answer, Refused):
        return "refused"
    return ingest_pb.IngestArticleResponse.Outcome.Name(answer.outcome).lower()


def _told(place: str, outcome: str, answer: ingest_pb.IngestArticleResponse | Refused) -> dict[str, Any]:
    """An answer as a JSON object."""
    if isinstance(answer, Refused):
        error = answer.error
        return {
            "place": place,
            "outcome": outcome,
            "code": error.code,
            "reason": error.reason,
            "problems": problems(error),
        }
    return {
        "place": place,
        "outcome": outcome,
        "name": answer.article.name,
        "version": answer.article.version,
        "title": answer.article.title,
    }


def articles(arguments: argparse.Namespace) -> int:
    """Lists stored articles."""
    with client(arguments.target) as connection:
        found = connection.articles(
            arguments.source, since=_start(arguments.since), before=_start(arguments.before)
        )
        output.listed(_first(found, arguments.limit), arguments.json, listing.article)
    return OK


def events(arguments: argparse.Namespace) -> int:
    """Lists stored events."""
    own = output.style(arguments.language)
    with client(arguments.target) as connection:
        found = connection.events(
            min_outlets=arguments.min_outlets, since=arguments.since, before=arguments.before
        )
        output.listed(_first(found, arguments.limit), arguments.json, lambda e: listing.event(e, own))
    return OK


def find(arguments: argparse.Namespace) -> int:
    """Finds the stored events of a text."""
    own = output.style(arguments.language)
    text = (
        sys.stdin.buffer.read().decode("utf-8", "replace") if arguments.text == STANDARD else arguments.text
    )
    with client(arguments.target) as connection:
        found = connection.find_event(text, date=arguments.date, limit=arguments.limit)
        output.listed(found, arguments.json, lambda m: listing.match(m, own))
    return OK


def summary(arguments: argparse.Namespace) -> int:
    """Prints the account of a stored event."""
    output.apart({"--json": arguments.json, "--html": arguments.html})
    with Bar(quiet=arguments.quiet) as bar, client(arguments.target) as connection:
        bar.show(Progress(0, 1, "summarizing"))
        event = connection.event(arguments.event)
        if event.merged_into:
            event = connection.event(event.merged_into)
        account = connection.summarize(event.name, language=arguments.language)
        page = connection.report(event.name, language=arguments.language) if arguments.html else ""
        alignment = connection.alignment(event.name)
    if arguments.json:
        output.write(arguments.json, output.as_json(account))
    if arguments.html:
        output.write(arguments.html, page)
    if STANDARD not in (arguments.json, arguments.html):
        print(render.one_event(event, alignment, account, output.style(arguments.language)))
    if not arguments.quiet:
        output.announce(arguments.html)
    return OK


def claims(arguments: argparse.Namespace) -> int:
    """Lists the claims of a stored event."""
    with client(arguments.target) as connection:
        found = connection.claims(
            arguments.event, disputed_only=arguments.disputed, min_origins=arguments.min_origins
        )
        _listed_of_event(connection, arguments, found, listing.Alignment.claim)
    return OK


def relations(arguments: argparse.Namespace) -> int:
    """Lists the relations of a stored event."""
    with client(arguments.target) as connection:
        found = connection.relations(
            arguments.event,
            types=[arguments.type.upper()] if arguments.type else [],
            source=arguments.source,
            min_score=arguments.min_score,
        )
        _listed_of_event(connection, arguments, found, listing.Alignment.relation)
    return OK


def _listed_of_event(
    connection: Client,
    arguments: argparse.Namespace,
    found: Iterable[T],
    text: Callable[[listing.Alignment, T], str],
) -> None:
    """Lists what belongs to an event. The words of its statements are asked for only where they are shown."""
    shown = pb.Alignment() if arguments.json else connection.alignment(arguments.event)
    lines = listing.Alignment(shown, output.style(arguments.language))
    output.listed(_first(found, arguments.limit), arguments.json, lambda item: text(lines, item))


def _first(items: Iterable[T], limit: int) -> Iterable[T]:
    """At most ``limit`` of the items; all of them for 0."""
    return islice(items, limit) if limit else items


def _start(day: Any) -> datetime | None:
    """The first moment of a day, UTC."""
    return None if day is None else datetime.combine(day, time(), UTC)
