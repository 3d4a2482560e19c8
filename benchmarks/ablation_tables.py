"""The report of `benchmarks.ablation` as Markdown tables. [pure]"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Report = Mapping[str, Any]

_STATEMENTS = {
    "macro_f1": "macro-F1",
    "agreement_f1": "agreement F1",
    "contradiction_precision": "contradiction precision",
    "contradiction_recall": "contradiction recall",
}
_EVENTS = {
    "same_event_f1": "same event F1",
    "same_event_precision": "precision",
    "same_event_recall": "recall",
}
_PARTS = {
    "all": "Both files",
    "relations": "`dev/relations` alone",
    "contradictions": "`dev/contradictions` alone",
}


def markdown(report: Report) -> str:
    """All tables, each below a line that says what it is."""
    return "\n\n".join((configurations(report), removals(report), groupings(report)))


def configurations(report: Report) -> str:
    """The system from its least to its most: on all pairs, then on each file alone."""
    parts = ((title, report["statements"][part]) for part, title in _PARTS.items())
    return "\n\n".join(
        "\n".join((f"{title}, {part['rows']} pairs:", "", *ladder(part["runs"]))) for title, part in parts
    )


def removals(report: Report) -> str:
    """The whole system without each of its parts, and the signals that no pair depends on."""
    statements = report["statements"]
    count = statements["all"]["rows"]
    title = f"{_PARTS['all']}, {count} pairs; precision and recall of contradictions:"
    shown = "\n".join((title, "", *removed(statements)))
    silent = sorted(run["name"] for run, *_ in _removed(statements) if not run["changed"])
    if not silent:
        return shown
    return f"{shown}\n\nWithout any one of these no pair is decided otherwise: {', '.join(silent)}."


def groupings(report: Report) -> str:
    """The grouping of articles with each encoder."""
    events = report["events"]
    return "\n".join((f"Grouping of articles, {events['rows']} pairs:", "", *grouping(events["runs"])))


def ladder(runs: Sequence[Report]) -> Iterator[str]:
    """One row for each configuration, with the difference from the row that it builds on."""
    yield from _head("configuration", *_STATEMENTS.values(), "macro-F1, difference", "pairs")
    for run in runs:
        if run["group"] == "with":
            yield _row(run["name"], *_cells(run, _STATEMENTS), *_change(run, "macro_f1"))


def removed(statements: Report) -> Iterator[str]:
    """One row for each part whose loss changes something, the dearest first; all cells are differences."""
    yield from _head(
        "without",
        "macro-F1",
        "of relations",
        "of contradictions",
        "agreement F1",
        "precision",
        "recall",
        "pairs",
    )
    for run, *alone in sorted(_removed(statements), key=lambda runs: runs[0]["difference"]["macro_f1"][0]):
        if run["changed"]:
            name = f"**{run['name']}**" if run["group"] == "without model" else run["name"]
            files = (_bold(part["difference"]["macro_f1"]) for part in alone)
            macro, *others = (run["difference"][figure] for figure in _STATEMENTS)
            yield _row(name, _signed(macro), *files, *map(_bold, others), str(run["changed"]))


def grouping(runs: Sequence[Report]) -> Iterator[str]:
    """One row for each encoder, with the difference from the row before."""
    yield from _head("encoder", *_EVENTS.values(), "F1, difference", "pairs")
    for run in runs:
        yield _row(run["name"], *_cells(run, _EVENTS), *_change(run, "same_event_f1"))


def _removed(statements: Report) -> Iterator[tuple[Report, ...]]:
    """Each run without a part: on all rows, then on each file."""
    for runs in zip(*(statements[part]["runs"] for part in _PARTS), strict=True):
        if runs[0]["group"] != "with":
            yield runs


def _change(run: Report, figure: str) -> tuple[str, str]:
    return (_signed(run["difference"][figure]), str(run["changed"])) if run["against"] else ("", "")


def _cells(run: Report, figures: Iterable[str]) -> Iterator[str]:
    for name in figures:
        value, low, high = map(_plain, run["figures"][name])
        yield f"{value} {_between(low, high)}"


def _signed(estimate: Sequence[float]) -> str:
    """A difference with its interval."""
    return f"{_bold(estimate)} {_between(*map(_point, estimate[1:]))}"


def _bold(estimate: Sequence[float]) -> str:
    """A difference, in bold where its interval leaves out zero."""
    value, low, high = estimate
    return f"**{_point(value)}**" if low > 0.0 or high < 0.0 else _point(value)


def _between(low: str, high: str) -> str:
    """An interval that stays on one line."""
    return f"({low}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{high})"


def _plain(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _point(value: float) -> str:
    """With its sign; a difference that rounds to nothing has none."""
    shown = _plain(abs(value))
    sign = "" if shown == ".000" else "+" if value > 0.0 else "\N{MINUS SIGN}"
    return sign + shown


def _head(*names: str) -> tuple[str, str]:
    return _row(*names), "|---" * len(names) + "|"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
