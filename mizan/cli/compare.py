"""`mizan compare`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import nullcontext

from mizan import Client, InvalidRequest, Refused, coverage, render
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
    output.apart({"--json": arguments.json, "--html": arguments.html})
    try:
        pages = coverage.read(arguments.paths, arguments.outlet)
    except coverage.CoverageError as error:
        raise Stop(BAD_INPUT, *error.problems) from None
    if not arguments.quiet:
        for kinds in coverage.passed_over(arguments.paths):
            output.say(kinds)

    with (
        services.running("comparing")
        if arguments.target is None
        else nullcontext(arguments.target) as target,
        client(target) as connection,
    ):
        whole, status = _compared(connection, pages, arguments)
        page = connection.report(whole, language=arguments.language) if arguments.html else ""

    if arguments.json:
        output.write(arguments.json, output.as_json(whole))
    if arguments.html:
        output.write(arguments.html, page)
    if STANDARD not in (arguments.json, arguments.html):
        print(render.comparison(whole, output.style(arguments.language)))
    if not arguments.quiet:
        output.announce(arguments.html)
    if status == OK and arguments.fail_on and _contradicted(whole, arguments.fail_on):
        return FOUND
    return status


def _compared(
    connection: Client, pages: Sequence[coverage.Page], arguments: argparse.Namespace
) -> tuple[pb.Comparison, int]:
    """The comparison, and `OK` unless pages had to be left out."""
    left_out: dict[int, int] = {}  # exit statuses by position
    with Bar(quiet=arguments.quiet) as bar:

        def leave_out(refused: Refused) -> None:
            bar.clear()
            for problem in problems(refused.error):
                output.say(f"{pages[refused.index].place}: {problem}")
            left_out[refused.index] = status_of(refused.error)

        try:
            whole = connection.comparison(
                [page.article_input() for page in pages],
                language=arguments.language,
                on_progress=bar.show,
                on_refused=leave_out,
            )
        except InvalidRequest:
            kept = {(p.outlet, p.url or p.content) for i, p in enumerate(pages) if i not in left_out}
            if len(kept) > 1:
                raise
            few = f"{len(kept)} of {len(pages)} articles can be compared"
            raise Stop(BAD_INPUT, f"{few}: at least 2 different ones are needed") from None
    return whole, max(left_out.values(), default=OK)


def _contradicted(whole: pb.Comparison, kind: str) -> bool:
    """Whether there is a contradiction of a kind, or any."""
    return any(
        relation.type == pb.Relation.Type.CONTRADICTION
        and kind in ("contradiction", pb.Relation.Kind.Name(relation.kind).lower())
        for relation in whole.relations
    )
