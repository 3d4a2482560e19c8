"""`mizan compare`."""

from __future__ import annotations

import argparse
from contextlib import nullcontext

from mizan import Refused, coverage, render
from mizan.cli import output, services
from mizan.cli.calls import client, problems, status_of
from mizan.cli.parser import STANDARD
from mizan.cli.progress import Bar
from mizan.cli.status import BAD_INPUT, FOUND, OK, Stop
from mizan.v1 import resources_pb2 as pb


def run(arguments: argparse.Namespace) -> int:
    """Compares what the paths hold and writes it as asked."""
    output.protect("--json", arguments.json, arguments.paths)
    output.protect("--html", arguments.html, arguments.paths)
    output.protect_standard_output({"--json": arguments.json, "--html": arguments.html})
    try:
        pages = coverage.read(arguments.paths, arguments.outlet)
    except coverage.CoverageError as error:
        raise Stop(BAD_INPUT, *error.problems) from None

    refused: list[int] = []  # exit statuses
    bar = Bar(quiet=arguments.quiet)

    def leave_out(article: Refused) -> None:
        bar.clear()
        for problem in problems(article.error):
            output.say(f"{pages[article.index].place}: {problem}")
        refused.append(status_of(article.error))

    with (
        services.running() if arguments.target is None else nullcontext(arguments.target) as target,
        client(target) as connection,
    ):
        with bar:
            whole = connection.comparison(
                [page.article_input() for page in pages],
                language=arguments.language,
                on_progress=bar.show,
                on_refused=leave_out,
            )
        page = connection.report(whole, language=arguments.language) if arguments.html else ""

    if arguments.json:
        output.write(arguments.json, output.as_json(whole))
    if arguments.html:
        output.write(arguments.html, page)
    if STANDARD not in (arguments.json, arguments.html):
        print(render.comparison(whole, output.style(arguments.language)))
    if refused:
        return max(refused)
    return FOUND if arguments.fail_on and _contradicted(whole, arguments.fail_on) else OK


def _contradicted(whole: pb.Comparison, kind: str) -> bool:
    """Whether there is a contradiction of a kind, or any."""
    return any(
        relation.type == pb.Relation.Type.CONTRADICTION
        and kind in ("contradiction", pb.Relation.Kind.Name(relation.kind).lower())
        for relation in whole.relations
    )
