# %% [markdown]
# # A walk through one event
#
# Twelve outlets report on a fire at a port and on a desalination plant (`samples/coverage`, all of it
# invented). We compare their pages, take the fire apart, and draw three pictures of it. Run the file as a
# program, or cell by cell in an editor that knows `# %%`. The pictures go to `$PLOTS`, or to `plots`.

# %% Start the three services in this process
import asyncio
import itertools
import math
import os
import textwrap
import threading
from collections import defaultdict
from datetime import date
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D

from mizan import Client, coverage, matrix
from mizan.v1 import resources_pb2 as pb
from mizan.words import words
from services.all import Config, build
from services.common import server

COVERAGE = Path(__file__).parents[2] / "samples" / "coverage"
PLOTS = Path(os.environ.get("PLOTS", "plots"))
PLOTS.mkdir(parents=True, exist_ok=True)

loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()
services = asyncio.run_coroutine_threadsafe(server.serve(build(Config(database="sqlite://"))), loop).result()
client = Client(f"127.0.0.1:{services.port}")

# %% Compare the coverage: nothing is stored, everything that was found comes back
comparison = client.comparison([page.article_input() for page in coverage.read([COVERAGE])])
for event in comparison.events:
    print(f"{event.outlet_count} outlets, {event.origin_count} origins: {event.title}")

# %% The event that most articles tell, with its part of the comparison
event = comparison.events[0]
articles = [article for article in comparison.articles if article.name in event.articles]
relations = [relation for relation in comparison.relations if relation.name.startswith(f"{event.name}/")]
claims = [claim for claim in comparison.claims if claim.name.startswith(f"{event.name}/")]
outlet_of = {article.name: article.outlet for article in articles}
article_of = {statement.name: article for article in articles for statement in article.statements}
statement_of = {statement.name: statement for article in articles for statement in article.statements}

# %% Its articles: when they were published, how that was found out, and how much of each page was cut
for article in articles:
    found = pb.PublishTime.Source.Name(article.publish_time.source).lower()
    cut = sum(piece.span.end - piece.span.start for piece in article.cuts) / len(article.text)
    print(f"{article.publish_time.start.ToDatetime():%d %B} ({found}), {cut:.0%} cut: {article.outlet}")

# %% A statement, the best wording of a disputed claim: who says it, and what can be compared in it
claim = max(claims, key=lambda claim: (bool(claim.disputed_by), claim.origin_count))
statement = statement_of[claim.representative]
print(statement.text)
for link in statement.chain:
    print(f"  {pb.AttributionLink.Kind.Name(link.kind).lower()}: {link.name} {link.verb}".rstrip())
for quantity in statement.quantities:
    print(f"  quantity: {quantity.low:g} to {quantity.high:g} {quantity.unit}")
for time in (time for time in statement.times if time.HasField("start")):
    written = article_of[statement.name].text[time.span.start : time.span.end]
    print(f"  time: {written} = {date(time.start.year, time.start.month, time.start.day)}")
for name in statement.names:
    print(f"  name: {name.text} ({name.key})")

# %% Origins: ten reprints of one wire are one origin, however many outlets print it
printed_by: defaultdict[str, list[str]] = defaultdict(list)
for origin in comparison.origins:
    if origin.article in outlet_of:
        printed_by[origin.origin].append(outlet_of[origin.article])
for outlets in printed_by.values():
    print(" = ".join(outlets))

# %% Disputes: the sides of each question, first the wording that most origins share
table = matrix.build(articles, relations, claims, comparison.origins)
for dispute in table.disputes():
    print(dispute.kind)
    for side in dispute.sides:
        print(f"  {article_of[side[0].statement.name].outlet}: {side[0].statement.text}")

# %% [markdown]
# ## Pictures
#
# They speak the language of the event, in the words of Mizan's own reports. matplotlib lays out Arabic by
# itself from 3.11 on: letters join, and a line runs from right to left.

# %%
w = words(articles[0].language)
SAYS, DISPUTES, QUIET, INK = "#0f766e", "#be123c", "#c9c5bd", "#292524"
plt.rcParams.update({"figure.dpi": 110, "savefig.bbox": "tight", "text.color": INK, "axes.edgecolor": QUIET})


def lines(text: str, width: int, most: int = 2) -> str:
    """The text on lines of ``width`` characters, at most so many."""
    return "\n".join(textwrap.wrap(text, width, max_lines=most, placeholder=" …"))


# %% Who says what: outlets × claims, from right to left; a bracket joins the outlets that print one text
rows, columns = table.rows[:16], table.columns
MARKS = {  # symbol, size, edge, face
    "says": ("o", 12, SAYS, SAYS),
    "says_in_copy": ("o", 12, SAYS, "white"),
    "disputes": ("x", 10, DISPUTES, DISPUTES),
    "silent": (".", 5, QUIET, QUIET),
}


def mark(key: str, x: float = math.nan, y: float = math.nan) -> Line2D:
    """A mark in the table; without a place, for the legend."""
    symbol, size, edge, face = MARKS[key]
    return Line2D(
        [x],
        [y],
        linestyle="",
        marker=symbol,
        markersize=size,
        markeredgecolor=edge,
        markerfacecolor=face,
        markeredgewidth=2,
    )


figure, (grid, text) = plt.subplots(
    1, 2, sharey=True, figsize=(14, 0.6 * len(rows)), width_ratios=(len(columns), 8), layout="constrained"
)
for y, row in enumerate(rows):
    for x, cell in enumerate(row.cells):
        if cell.says:
            grid.add_line(mark("says_in_copy" if cell.copied else "says", x, y))
        if cell.disputes:
            grid.add_line(mark("disputes", x, y))
        if not cell.says and not cell.disputes:
            grid.add_line(mark("silent", x, y))
    rule = text.axhline(y + 0.5, xmin=-1.1, color=QUIET, linewidth=0.6, clip_on=False)
    rule.set_in_layout(False)  # it runs below the marks, too
    colour = {matrix.Standing.DISPUTED: DISPUTES, matrix.Standing.AGREED: SAYS}.get(row.standing, INK)
    text.text(1, y, lines(row.statement.text, 72), ha="right", va="center", color=colour)
for outlets in printed_by.values():
    joined = [x for x, column in enumerate(columns) if column.outlet in outlets]
    if len(joined) > 1:
        grid.plot([joined[0] - 0.3, joined[-1] + 0.3], [-0.7, -0.7], color=INK, clip_on=False)
        middle = (joined[0] + joined[-1]) / 2
        grid.text(middle, -0.8, w.text("one_origin"), ha="center", va="bottom", fontsize=9)
grid.set(xlim=(len(columns) - 0.5, -0.5), ylim=(len(rows) - 0.5, -0.5), yticks=[])
grid.set_xticks(range(len(columns)), [column.outlet for column in columns], rotation=35, ha="left")
grid.xaxis.tick_top()
grid.tick_params(length=0, pad=24)
for axes in (grid, text):
    axes.spines[:].set_visible(False)
text.tick_params(bottom=False, labelbottom=False, left=False)
legend = [(mark(key), w.text(key)) for key in reversed(MARKS)]
figure.legend(
    *zip(*legend, strict=True), loc="outside lower center", ncols=4, markerfirst=False, frameon=False
)
figure.set_layout_engine("constrained", wspace=0, w_pad=0)
figure.suptitle(f"{w.text('matrix')}: {event.title}", fontsize=15)
figure.savefig(PLOTS / "matrix.png")

# %% [markdown]
# ## A value over time
#
# The toll rises as the days pass. A later toll contradicts nobody: its relation to the earlier one is
# SUPERSEDED. Two tolls on one day are a CONTRADICTION. The figures that such relations join answer one
# question; the claim that a figure stands in tells who else gives it.

# %%
Place = tuple[str, int]  # a figure: its statement, and where it stands in the text
SUPERSEDED, CLASH = pb.Relation.Kind.SUPERSEDED, pb.Relation.Kind.NUMBER

joins = [
    ((relation.statement_a, piece.a.start), (relation.statement_b, piece.b.start), relation.kind)
    for relation in sorted(relations, key=lambda relation: -relation.score)
    for piece in relation.evidence
    if relation.kind in (SUPERSEDED, CLASH) and piece.label == "number"
]
toll: set[Place] = set(next((a, b) for a, b, kind in joins if kind == SUPERSEDED))
while more := {place for a, b, _ in joins if toll & {a, b} for place in (a, b)} - toll:
    toll |= more


def value_at(place: Place) -> float:
    """The figure at a place."""
    statement, start = place
    quantities = statement_of[statement].quantities
    return next(q.low for q in quantities if q.span.start <= start < q.span.end)


given: defaultdict[float, defaultdict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
for place in toll:
    value = value_at(place)
    saying = next((claim.statements for claim in claims if place[0] in claim.statements), [place[0]])
    for said in saying:
        if any(quantity.low == value for quantity in statement_of[said].quantities):
            article = article_of[said]
            given[value][article.publish_time.start.ToDatetime().date()].add(article.outlet)

# %% Each figure on the days that it was given; a line from its first day to that of the figure it gave way to
first = min(day for told in given.values() for day in told)


def at(day: date) -> int:
    """Where a day stands on the axis."""
    return (day - first).days


figure, axes = plt.subplots(figsize=(10, 5.5), layout="constrained")
for *values, kind in {(*sorted((value_at(a), value_at(b))), kind) for a, b, kind in joins if a in toll}:
    days = [at(min(given[value])) for value in values]
    if kind == CLASH:
        axes.plot(days, values, color=DISPUTES, linestyle="--")
    elif days[0] != days[1]:
        axes.plot(days, values, color=QUIET)
for value, told in given.items():
    for day, who in told.items():
        axes.plot(at(day), value, "o", markersize=8 * len(who) ** 0.5, color=SAYS)
        axes.annotate(
            "\n".join([f"{value:g}", *sorted(who)]),
            (at(day), value),
            xytext=(-16 if day == first else 16, 0),  # beside the lines, which leave the first day
            textcoords="offset points",
            ha="right" if day == first else "left",
            va="center",
        )
days_told = sorted({day for told in given.values() for day in told})
axes.set_xticks([at(day) for day in days_told], [w.date(day.year, day.month, day.day) for day in days_told])
axes.set_yticks([])
axes.tick_params(length=0)
axes.margins(0.25)
axes.spines[["top", "left", "right"]].set_visible(False)
axes.set_title(f"{w.text('values.title')}: {event.title}", fontsize=15)
figure.savefig(PLOTS / "values.png")

# %% [markdown]
# ## Why two statements contradict each other
#
# Every relation carries what its score is made of: signals, each with what it adds to the log-odds. The first
# is where any such pair stands before anything is known about it; after the last stands the score.

# %%
relation = table.disputes()[0].relations[0]
steps = [signal for signal in relation.signals if abs(signal.contribution) >= 0.01]
ends = list(itertools.accumulate(step.contribution for step in steps))

figure, axes = plt.subplots(figsize=(10, 0.5 * len(steps) + 2.5), layout="constrained")
for y, (step, end) in enumerate(zip(steps, ends, strict=True)):
    adds = step.contribution
    axes.barh(y, adds, left=end - adds, color=SAYS if adds > 0 else DISPUTES, height=0.6)
    axes.plot([end, end], [y - 0.3, y + 1.3], color=INK, linewidth=1)
    axes.annotate(f"{adds:+.1f}", (max(end, end - adds), y), (6, 0), textcoords="offset points", va="center")
sure = w.text("sure", score=round(100 * relation.score))
axes.plot(ends[-1], len(steps), "o", markersize=10, color=INK)
axes.annotate(sure, (ends[-1], len(steps)), (12, 0), textcoords="offset points", va="center")
axes.set_yticks(
    range(len(steps)), [w.texts.get(f"signal.{step.name.replace(' ', '-')}", step.name) for step in steps]
)
axes.yaxis.tick_right()
axes.invert_yaxis()
axes.tick_params(axis="y", length=0)
chances = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99)
axes.set_xticks([math.log(p / (1 - p)) for p in chances], [f"{100 * p:g}%" for p in chances])
axes.use_sticky_edges = False
axes.margins(x=0.1)
axes.axvline(0, color=QUIET, linewidth=1, zorder=0)
axes.spines[["top", "left", "right"]].set_visible(False)
sides = [  # the outlet last: a line runs as its first letter does, and some outlets have Latin names
    lines(f"{statement_of[said].text} ({article_of[said].outlet})", 85, 3)
    for said in (relation.statement_a, relation.statement_b)
]
axes.set_title("\n".join([w.text("signals"), *sides]), fontsize=12, linespacing=1.5)
figure.savefig(PLOTS / "score.png")

# %% The end: the services stop, and with them goes what they held
client.close()
asyncio.run_coroutine_threadsafe(services.stop(grace=0), loop).result()
loop.call_soon_threadsafe(loop.stop)
print(f"pictures are in {PLOTS.resolve()}")
