"""What each command takes: its arguments, its help and the examples there."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING

import mizan

if TYPE_CHECKING:
    from datetime import date

TARGET = "127.0.0.1:50050"
STANDARD = "-"  # as a file: standard output
TASKS = ("relations", "events", "similarity", "dates", "quantities")
ENCODED = ("relations", "events", "similarity")  # tasks that compare meanings
CONTRADICTIONS = ("number", "time", "place", "actor", "polarity", "denial", "other")
RELATIONS = ("agreement", "contradiction", "elaboration", "unrelated", "abstain")
SHELLS = ("bash", "zsh", "tcsh")

_STATUSES = "exit status: 0 done, 1 something failed, 2 wrong usage or input"


def build() -> argparse.ArgumentParser:
    """The parser of all commands. ``command`` of its result is "module:function" below `mizan.cli`."""
    parser = argparse.ArgumentParser(
        prog="mizan",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Compare how news outlets report the same event, in Arabic and English.",
        epilog=_epilog(
            "mizan compare coverage/                    # a folder of pages, in this process",
            "mizan compare coverage/ --html report.html # the same as a page for people",
            "mizan serve --data var                     # keep services running, and store coverage",
            "mizan doctor                               # what is installed, what runs, what to do",
            statuses="exit status: 0 done, 1 something failed, 2 wrong usage or input, 3 found (--fail-on),\n"
            "130 interrupted. Colours: NO_COLOR, FORCE_COLOR. MIZAN_DEBUG=1 shows where a defect is.",
        ),
    )
    parser.add_argument("--version", action="version", version=f"mizan {mizan.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    _compare(commands)
    _serve(commands)
    _ingest(commands)
    _articles(commands)
    _events(commands)
    _find(commands)
    _summary(commands)
    _claims(commands)
    _relations(commands)
    _evaluate(commands)
    _doctor(commands)
    _completion(commands)
    return parser


_Commands = argparse._SubParsersAction  # of argparse.ArgumentParser; it has no public name


def _compare(commands: _Commands[argparse.ArgumentParser]) -> None:
    compare = _add(
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
        statuses=_STATUSES + ",\n3 done and a contradiction was found (with --fail-on)",
    )
    _paths(compare)
    _json(compare, "the comparison, mizan.v1.Comparison")
    _html(compare, "a page for people with the comparison")
    _language(compare)
    compare.add_argument(
        "--fail-on",
        choices=("contradiction", *CONTRADICTIONS),
        metavar="KIND",
        help="exit with 3 when outlets contradict each other: contradiction (any), or only "
        + ", ".join(CONTRADICTIONS),
    )
    _quiet(compare)
    compare.add_argument(
        "--target",
        type=_address,
        metavar="HOST:PORT",
        help="running services, as for ingest; without it they run here until that is done",
    )


def _serve(commands: _Commands[argparse.ArgumentParser]) -> None:
    serve = _add(
        commands,
        "serve:run",
        "run the three services in this process",
        "Run ingest, align and summarize in one process until it is told to stop, with their data in a "
        "folder. Prints its addresses when it is ready.",
        "mizan serve",
        "mizan serve --data /var/lib/mizan --listen 0.0.0.0:50050 --log-level info",
        "mizan serve --listen 127.0.0.1:0 --metrics-port 0 --json addresses.json",
    )
    serve.add_argument(
        "--listen", type=_listen, default=TARGET, metavar="HOST:PORT", help="gRPC address (%(default)s)"
    )
    _data(serve)
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
    _json(serve, "one line with the addresses")


def _ingest(commands: _Commands[argparse.ArgumentParser]) -> None:
    ingest = _add(
        commands,
        "stored:ingest",
        "store articles",
        "Send articles to running services, which store them and say what came of each. An article that is "
        "not taken is told, and the rest goes on; what was stored before is not stored twice. Standard input "
        "may be of any length.",
        "mizan ingest coverage/",
        "zcat archive.jsonl.gz | mizan ingest - --quiet",
        "mizan ingest feed.jsonl --json outcome.jsonl --target services.example:50050",
    )
    _paths(ingest)
    _json(ingest, "a line for each article: place, outcome, name, title; refused ones with their problems")
    _quiet(ingest)
    _target(ingest)


def _articles(commands: _Commands[argparse.ArgumentParser]) -> None:
    articles = _add(
        commands,
        "stored:articles",
        "list stored articles",
        "List stored articles, oldest stored first.",
        "mizan articles --source al-nour --since 2026-03-01",
        "mizan articles --json articles.jsonl",
    )
    articles.add_argument("--source", default="-", metavar="SOURCE", help="only of this source (all)")
    _days(articles, "published")
    _limit(articles)
    _json(articles, "a line for each article, mizan.v1.Article without text and statements")
    _target(articles)


def _events(commands: _Commands[argparse.ArgumentParser]) -> None:
    events = _add(
        commands,
        "stored:events",
        "list stored events, latest change first",
        "List what the stored articles tell about, latest change first.",
        "mizan events --min-outlets 3",
        "mizan events --since 2026-03-10 --json | jq -r .name",
    )
    events.add_argument("--min-outlets", type=_count, default=0, metavar="N", help="told by so many outlets")
    _days(events, "with an article of")
    _limit(events)
    _json(events, "a line for each event, mizan.v1.Event")
    _language(events, "language of the words around the titles: ar, en")
    _target(events)


def _find(commands: _Commands[argparse.ArgumentParser]) -> None:
    find = _add(
        commands,
        "stored:find",
        "find the stored events that a text belongs to",
        "Find the stored events that a headline, a sentence or a story belongs to, best first. A mark (=) "
        "shows those to which an article with this text would be added.",
        "mizan find 'حريق في ميناء رأس النخيل'",
        "mizan find - --date 2026-03-10 < story.txt",
    )
    find.add_argument("text", metavar="TEXT", help="the text; - is standard input")
    find.add_argument("--date", type=_day, metavar="DAY", help="the day that the text is about, YYYY-MM-DD")
    find.add_argument(
        "--limit", type=_count, default=10, metavar="N", help="at most so many, up to 100 (%(default)s)"
    )
    _json(find, "a line for each match: event, score, sameEvent")
    _language(find, "language of the words around the titles: ar, en")
    _target(find)


def _summary(commands: _Commands[argparse.ArgumentParser]) -> None:
    summary = _add(
        commands,
        "stored:summary",
        "print the cited account of a stored event",
        "Print what outlets agree on, where they contradict each other and what only one of them says, about "
        "one stored event. `mizan events` lists them.",
        "mizan summary events/e2885cfe150e17135",
        "mizan summary e2885cfe150e17135 --language en --html report.html",
        "mizan summary e2885cfe150e17135 --json | jq -r '.sentences[].text'",
    )
    _event(summary)
    _json(summary, "the account, mizan.v1.Summary")
    _html(summary, "a page for people with the event")
    _language(summary)
    _quiet(summary)
    _target(summary)


def _claims(commands: _Commands[argparse.ArgumentParser]) -> None:
    claims = _add(
        commands,
        "stored:claims",
        "list the claims of a stored event",
        "List what is said about a stored event, claims of most origins first, each with its best wording "
        "and with how many outlets and independent origins say it.",
        "mizan claims e2885cfe150e17135 --disputed",
        "mizan claims e2885cfe150e17135 --min-origins 2 --json claims.jsonl",
    )
    _event(claims)
    claims.add_argument("--disputed", action="store_true", help="only claims that others dispute")
    claims.add_argument("--min-origins", type=_count, default=0, metavar="N", help="of so many origins")
    _limit(claims)
    _json(claims, "a line for each claim, mizan.v1.Claim")
    _language(claims, "language of the words around the claims: ar, en")
    _target(claims)


def _relations(commands: _Commands[argparse.ArgumentParser]) -> None:
    relations = _add(
        commands,
        "stored:relations",
        "list how statements of a stored event relate",
        "List how pairs of statements of different outlets relate, highest score first, with the rule or "
        "model that decided.",
        "mizan relations e2885cfe150e17135 --type contradiction",
        "mizan relations e2885cfe150e17135 --source al-nour --min-score .8 --json relations.jsonl",
    )
    _event(relations)
    relations.add_argument("--type", choices=RELATIONS, help="only relations of this type")
    relations.add_argument("--source", default="", metavar="SOURCE", help="only of this source with others")
    relations.add_argument(
        "--min-score", type=_score, default=0.0, metavar="SCORE", help="of at least this score, 0 to 1"
    )
    _limit(relations)
    _json(relations, "a line for each relation, mizan.v1.Relation")
    _language(relations, "language of the words around the statements: ar, en")
    _target(relations)


def _evaluate(commands: _Commands[argparse.ArgumentParser]) -> None:
    evaluate = _add(
        commands,
        "evaluate:run",
        "measure a component on a file of labelled rows",
        "Run a real component over labelled rows and print its figures as one JSON object.",
        "mizan evaluate relations labelled.jsonl",
        "mizan evaluate dates a.jsonl b.jsonl --predictions predictions.jsonl --json figures.json",
    )
    evaluate.add_argument("task", choices=TASKS)
    evaluate.add_argument("files", nargs="+", metavar="FILE", help="JSON Lines; several count as one")
    evaluate.add_argument("--predictions", metavar="FILE", help="write one prediction per row there")
    evaluate.add_argument(
        "--encoder", default="static", help=f"sentence encoder of {', '.join(ENCODED)} (%(default)s)"
    )
    _json(evaluate, "the figures")


def _doctor(commands: _Commands[argparse.ArgumentParser]) -> None:
    doctor = _add(
        commands,
        "doctor:run",
        "say what is installed, what runs and what to do about problems",
        "Look at the installation, the models that came with it, the ports, the services that run, the data "
        "folder and the terminal. Changes nothing.",
        "mizan doctor",
        "mizan doctor --target services.example:50050 --data /var/lib/mizan",
        "mizan doctor --json | jq 'select(.level != \"ok\")'",
        statuses="exit status: 0 nothing stands in the way, 1 there is a problem, 2 wrong usage",
    )
    _data(doctor)
    _json(doctor, "a line for each finding: area, level, text, advice")
    _target(doctor)


def _completion(commands: _Commands[argparse.ArgumentParser]) -> None:
    completion = _add(
        commands,
        "completion:run",
        "print a script that completes commands in a shell",
        "Print a script for a shell that completes commands, options, their choices and files.",
        'eval "$(mizan completion bash)"   # in ~/.bashrc',
        'mizan completion zsh > "${fpath[1]}/_mizan"',
        "mizan completion tcsh > ~/.mizan.completion.csh",
    )
    completion.add_argument("shell", choices=SHELLS)


# --- options that commands share -----------------------------------------------------------------------


def _add(
    commands: _Commands[argparse.ArgumentParser],
    command: str,
    summary: str,
    description: str,
    *examples: str,
    statuses: str = _STATUSES,
) -> argparse.ArgumentParser:
    """A command, named after its function; after its module where that is just ``run``."""
    module, _, function = command.partition(":")
    parser = commands.add_parser(
        module if function == "run" else function,
        help=summary,
        description=textwrap.fill(description, 90),
        epilog=_epilog(*examples, statuses=statuses),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=command)
    return parser


def _epilog(*examples: str, statuses: str) -> str:
    lines = "\n".join(f"  {example}" for example in examples)
    return f"examples:\n{lines}\n\n{statuses}"


def _paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="text, HTML, JSON Lines, JSON, or folders of them; - is standard input (JSON Lines or JSON)",
    )
    parser.add_argument("--outlet", default="", help="outlet of all articles, whatever the files say")


def _event(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="events/ID or ID")


def _json(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument(
        "--json",
        nargs="?",
        const=STANDARD,
        metavar="FILE",
        help=f"{what}, as JSON; to standard output without FILE or with -",
    )


def _html(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--html", metavar="FILE", help=f"{what}: one file, no network; - is standard output")


def _language(
    parser: argparse.ArgumentParser,
    what: str = "language of the accounts, where their sources have it, and of the words around them: ar, en",
) -> None:
    parser.add_argument("--language", type=_code, default="", metavar="CODE", help=what)


def _quiet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="only problems on standard error")


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", default="var", metavar="DIR", help="folder of the SQLite databases (%(default)s)"
    )


def _limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--limit", type=_count, default=50, metavar="N", help="at most so many, 0 for all (%(default)s)"
    )


def _days(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--since", type=_day, metavar="DAY", help=f"{what} this day or later, YYYY-MM-DD")
    parser.add_argument("--before", type=_day, metavar="DAY", help=f"{what} an earlier day than this")


def _target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--target",
        type=_address,
        default=TARGET,
        metavar="HOST:PORT",
        help="the services (%(default)s); where they run apart HOST:PORT,HOST:PORT,HOST:PORT",
    )


# --- values --------------------------------------------------------------------------------------------


def _address(text: str) -> str:
    if text.count(",") not in (0, 2) or not all(part.strip() for part in text.split(",")):
        raise argparse.ArgumentTypeError(
            f"{text!r}: give one address, or those of ingest, align and summarize"
        )
    if "http://" in text or "https://" in text or not all(":" in part for part in text.split(",")):
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT, such as {TARGET}")
    return text


def _listen(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host:
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT, such as {TARGET}")
    _port(port)
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least 0")
    return int(text)


def _score(text: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return score


def _day(text: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-03-10") from None


def _code(text: str) -> str:
    from mizan.words import LANGUAGES

    if text and text not in LANGUAGES:  # the default, "", passes here too
        raise argparse.ArgumentTypeError(f"{text!r} is not among {', '.join(LANGUAGES)}")
    return text
