"""Commands that compare coverage, here or in services that keep running."""

from __future__ import annotations

from mizan.cli.parser import options, values

CONTRADICTIONS = ("number", "time", "place", "actor", "polarity", "denial", "other")


def compare(commands: options.Commands) -> None:
    """`mizan compare`."""
    parser = options.add(
        commands,
        "compare:run",
        "compare articles and print what outlets say",
        "Group articles into events, and print for each what outlets agree on, where they contradict each "
        "other and what only one of them says. Nothing is stored. Without --target the services run in this "
        "process until that is done.",
        "mizan compare coverage/",
        "mizan compare a.txt b.html feed.jsonl --html report.html",
        "cat *.jsonl | mizan compare - --json | jq .claims",
        "mizan compare coverage/ --fail-on denial --html report.html || echo 'look at it'",
        statuses=options.STATUSES + ",\n3 done and a contradiction was found (with --fail-on)",
    )
    options.paths(parser)
    options.json(parser, "the comparison, mizan.v1.Comparison")
    options.html(parser, "a page for people with the comparison")
    options.language(parser)
    parser.add_argument(
        "--fail-on",
        choices=("contradiction", *CONTRADICTIONS),
        metavar="KIND",
        help="exit with 3 when outlets contradict each other: contradiction (any), or only "
        + ", ".join(CONTRADICTIONS),
    )
    options.quiet(parser)
    parser.add_argument(
        "--target",
        type=values.address,
        metavar="HOST:PORT",
        help="running services, as for ingest; without it they run here until that is done",
    )


def serve(commands: options.Commands) -> None:
    """`mizan serve`."""
    parser = options.add(
        commands,
        "serve:run",
        "run the three services in this process",
        "Run ingest, align and summarize in one process until it is told to stop, with their data in a "
        "folder. Prints its addresses when it is ready. Models that no option names are those of the "
        "environment (MIZAN_ENCODER and so on), or else the shipped ones.",
        "mizan serve",
        "mizan serve --data /var/lib/mizan --listen 0.0.0.0:50050 --log-level info",
        "mizan serve --listen 127.0.0.1:0 --metrics-port 0 --json addresses.json",
    )
    parser.add_argument(
        "--listen",
        type=values.listen,
        default=options.TARGET,
        metavar="HOST:PORT",
        help="gRPC address (%(default)s)",
    )
    options.data(parser)
    parser.add_argument(
        "--metrics-port",
        type=values.port,
        default=9091,
        metavar="PORT",
        help="metrics page of ingest; align and summarize have the next two, 0 is any free one (%(default)s)",
    )
    parser.add_argument(
        "--encoder", metavar="SPEC", help="encoder that groups articles: static, onnx, transformers:MODEL"
    )
    parser.add_argument("--contextual", metavar="SPEC", help=options.CONTEXTUAL)
    parser.add_argument("--judge", metavar="SPEC", help=options.JUDGE)
    parser.add_argument(
        "--summarizer", metavar="SPEC", help="who words summaries: extractive, transformers:MODEL"
    )
    parser.add_argument("--log-level", default="warning", choices=("debug", "info", "warning", "error"))
    options.json(parser, "one line with the addresses")
