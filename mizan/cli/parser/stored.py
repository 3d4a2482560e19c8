"""Commands on what running services store."""

from __future__ import annotations

from mizan.cli.parser import options, values

RELATIONS = ("agreement", "contradiction", "elaboration", "unrelated", "abstain")


def ingest(commands: options.Commands) -> None:
    """`mizan ingest`."""
    parser = options.add(
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
    options.paths(parser)
    options.json(
        parser, "a line for each article: place, outcome, name, title; refused ones with their problems"
    )
    options.quiet(parser)
    options.target(parser)


def articles(commands: options.Commands) -> None:
    """`mizan articles`."""
    parser = options.add(
        commands,
        "stored:articles",
        "list stored articles",
        "List stored articles, oldest stored first.",
        "mizan articles --source al-nour --since 2026-03-01",
        "mizan articles --json articles.jsonl",
    )
    parser.add_argument("--source", default="-", metavar="SOURCE", help="only of this source (all)")
    options.days(parser, "published")
    options.limit(parser)
    options.json(parser, "a line for each article, mizan.v1.Article without text and statements")
    options.target(parser)


def events(commands: options.Commands) -> None:
    """`mizan events`."""
    parser = options.add(
        commands,
        "stored:events",
        "list stored events, latest change first",
        "List what the stored articles tell about, latest change first.",
        "mizan events --min-outlets 3",
        "mizan events --since 2026-03-10 --json | jq -r .name",
    )
    parser.add_argument(
        "--min-outlets", type=values.count, default=0, metavar="N", help="told by so many outlets"
    )
    options.days(parser, "with an article of")
    options.limit(parser)
    options.json(parser, "a line for each event, mizan.v1.Event")
    options.language(parser, "language of the words around the titles: ar, en")
    options.target(parser)


def find(commands: options.Commands) -> None:
    """`mizan find`."""
    parser = options.add(
        commands,
        "stored:find",
        "find the stored events that a text belongs to",
        "Find the stored events that a headline, a sentence or a story belongs to, best first. A mark (=) "
        "shows those to which an article with this text would be added.",
        "mizan find 'حريق في ميناء رأس النخيل'",
        "mizan find - --date 2026-03-10 < story.txt",
    )
    parser.add_argument("text", metavar="TEXT", help="the text; - is standard input")
    parser.add_argument(
        "--date", type=values.day, metavar="DAY", help="the day that the text is about, YYYY-MM-DD"
    )
    parser.add_argument(
        "--limit", type=values.count, default=10, metavar="N", help="at most so many, up to 100 (%(default)s)"
    )
    options.json(parser, "a line for each match: event, score, sameEvent")
    options.language(parser, "language of the words around the titles: ar, en")
    options.target(parser)


def summary(commands: options.Commands) -> None:
    """`mizan summary`."""
    parser = options.add(
        commands,
        "stored:summary",
        "print the cited account of a stored event",
        "Print what outlets agree on, where they contradict each other and what only one of them says, about "
        "one stored event. `mizan events` lists them.",
        "mizan summary events/e2885cfe150e17135",
        "mizan summary e2885cfe150e17135 --language en --html report.html",
        "mizan summary e2885cfe150e17135 --json | jq -r '.sentences[].text'",
    )
    options.event(parser)
    options.json(parser, "the account, mizan.v1.Summary")
    options.html(parser, "a page for people with the event")
    options.language(parser)
    options.quiet(parser)
    options.target(parser)


def claims(commands: options.Commands) -> None:
    """`mizan claims`."""
    parser = options.add(
        commands,
        "stored:claims",
        "list the claims of a stored event",
        "List what is said about a stored event, claims of most origins first, each with its best wording "
        "and with how many outlets and independent origins say it.",
        "mizan claims e2885cfe150e17135 --disputed",
        "mizan claims e2885cfe150e17135 --min-origins 2 --json claims.jsonl",
    )
    options.event(parser)
    parser.add_argument("--disputed", action="store_true", help="only claims that others dispute")
    parser.add_argument("--min-origins", type=values.count, default=0, metavar="N", help="of so many origins")
    options.limit(parser)
    options.json(parser, "a line for each claim, mizan.v1.Claim")
    options.language(parser, "language of the words around the claims: ar, en")
    options.target(parser)


def relations(commands: options.Commands) -> None:
    """`mizan relations`."""
    parser = options.add(
        commands,
        "stored:relations",
        "list how statements of a stored event relate",
        "List how pairs of statements of different outlets relate, highest score first, with the rule or "
        "model that decided.",
        "mizan relations e2885cfe150e17135 --type contradiction",
        "mizan relations e2885cfe150e17135 --source al-nour --min-score .8 --json relations.jsonl",
    )
    options.event(parser)
    parser.add_argument("--type", choices=RELATIONS, help="only relations of this type")
    parser.add_argument("--source", default="", metavar="SOURCE", help="only of this source with others")
    parser.add_argument(
        "--min-score", type=values.score, default=0.0, metavar="SCORE", help="of at least this score, 0 to 1"
    )
    options.limit(parser)
    options.json(parser, "a line for each relation, mizan.v1.Relation")
    options.language(parser, "language of the words around the statements: ar, en")
    options.target(parser)
