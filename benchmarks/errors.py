"""The worst errors of the whole system on the labelled pairs of statements, as a page of the documentation.

    python -m benchmarks.errors --shared ../shared [--out docs/extend/errors.md] [--count 20]
                                [--notes docs/extend/errors.json]
                                [--encoder static] [--contextual onnx] [--judge onnx]

Contradictions come before all other errors, false ones before missed ones, and within each the surest first.
What a pair says and why it fails is written by people: notes, by row, which hold as long as the outcome is
the one that they explain. The pairs themselves may not be published, so that a page names rows and quotes
nothing. Prints the table, which errors have no note yet, and which notes explain none of them any more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import asked
from services.align.advice import Advisers
from services.align.relate import relate
from services.common.domain import Relation, Signal
from services.evaluation.relations import class_of, label_of, sides

_SIGNALS = 4  # shown of each error, the heaviest ones
UNEXPLAINED = "Not explained yet"
_OPENING = """\
# The worst errors

Of {rows} labelled pairs of statements the whole system decides {total} otherwise than the people who labelled
them. These are the {count} worst: contradictions that are none, then contradictions that it misses, then the
rest, the surest first. The labels are not beyond doubt: where a reader may side with Mizan, it says so.
Models: {models}.

The pairs may not be published, so that they are described here and not quoted; rows are those of
`dev/relations` and `dev/contradictions`. The command writes this page anew; what is said of an error stays
as long as its outcome does:

```text
python -m benchmarks.errors --shared ../shared --out docs/extend/errors.md
```

## Why they happen
"""


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader of the pair wrote: what it says, why that outcome is wrong, what would mend it."""

    found: str  # the outcome that it explains
    cause: str
    says: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class Error:
    """A pair whose class is not the one that it is labelled with."""

    row: Mapping[str, Any]
    gold: str
    found: str
    relation: Relation

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def severity(self) -> tuple[bool, bool, float]:
        """What errors are sorted by, the worst last."""
        return self.found == "contradict", self.gold == "contradict", self.relation.score

    @property
    def signals(self) -> list[Signal]:
        """The heaviest ones."""
        weighed = [signal for signal in self.relation.signals if signal.name != "bias"]
        return sorted(weighed, key=lambda signal: -abs(signal.contribution))[:_SIGNALS]


def errors(rows: Sequence[Mapping[str, Any]], relations: Sequence[Relation]) -> list[Error]:
    """The worst first."""
    made = []
    for row, relation in zip(rows, relations, strict=True):
        gold, found = str(row["label"]), label_of(relation)
        if class_of(gold) != class_of(found):
            made.append(Error(row, gold, found, relation))
    return sorted(made, key=lambda error: error.severity, reverse=True)


def table(found: Sequence[Error]) -> Iterator[str]:
    """One row for each error."""
    yield "| | row | outlets and days | label | found | rule | score | heaviest signals |"
    yield "|---|---|---|---|---|---|---|---|"
    for number, error in enumerate(found, 1):
        where = "; ".join(f"{error.row[f'{s}_outlet']} {_date(error.row[f'{s}_date'])}" for s in "ab")
        signals = ", ".join(f"{signal.name} {signal.contribution:+.1f}" for signal in error.signals)
        rule, score = error.relation.rule, error.relation.score
        yield (
            f"| {number} | {error.id} | {where} | {error.gold} | {error.found} | {rule} | {score:.2f} "
            f"| {signals} |"
        )


def _date(day: str) -> str:
    """A day that stays on one line."""
    return f"{date.fromisoformat(day):%-d %b %Y}".replace(" ", "\N{NO-BREAK SPACE}")


def page(found: Sequence[Error], notes: Mapping[str, Note], **about: object) -> str:
    """The page: causes with their counts, the table, and each error explained below its cause.

    ``about`` says what the errors are of: ``rows``, ``total`` (errors), ``models``.
    """
    causes = Counter(notes[error.id].cause if error.id in notes else UNEXPLAINED for error in found)
    blocks = [
        "<!-- written by benchmarks/errors.py; what is said of each error is in errors.json -->",
        _OPENING.format(count=len(found), **about),
        "\n".join(("| cause | errors |", "|---|---|", *(f"| {c} | {n} |" for c, n in causes.most_common()))),
        "## The table",
        "\n".join(table(found)),
    ]
    for cause, _ in causes.most_common():
        blocks.append(f"## {cause}")
        for number, error in enumerate(found, 1):
            note = notes.get(error.id)
            if (note.cause if note else UNEXPLAINED) == cause:
                blocks.append(f"**{number}. `{error.id}`**, {error.gold}, taken for {error.found}.")
                if note:
                    blocks[-1] += f" {note.says} *Why:* {note.why} *Mends it:* {note.fix}"
    return "\n\n".join(blocks) + "\n"


def holding(notes: Mapping[str, Note], found: Sequence[Error]) -> dict[str, Note]:
    """The notes that explain one of these errors as it is now."""
    outcomes = {error.id: error.found for error in found}
    return {id_: note for id_, note in notes.items() if outcomes.get(id_) == note.found}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = asked.options(__doc__)
    parser.add_argument("--count", type=int, default=20, help="how many errors")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write the page")
    parser.add_argument(
        "--notes",
        type=Path,
        metavar="FILE",
        default=Path("docs/extend/errors.json"),
        help="what people wrote",
    )
    given = parser.parse_args(arguments)
    models = asked.models(given)
    rows = [row for name in asked.STATEMENTS for row in asked.rows(given.shared, name)]
    relations = relate(sides(rows, models.encoder), advisers=Advisers(models.contextual, models.judge))
    every = errors(rows, relations)
    worst = every[: given.count]
    notes = {id_: Note(**note) for id_, note in json.loads(given.notes.read_text("utf-8")).items()}
    held = holding(notes, worst)
    print("\n".join(table(worst)))
    print(f"\nnot explained: {', '.join(e.id for e in worst if e.id not in held) or 'none'}")
    print(
        f"explained, and no longer among them: {', '.join(id_ for id_ in notes if id_ not in held) or 'none'}"
    )
    if given.out:
        names = ", ".join(f"{role} `{name}`" for role, name in models.names().items())
        written = page(worst, held, rows=len(rows), total=len(every), models=names)
        given.out.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
