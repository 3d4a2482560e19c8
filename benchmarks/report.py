"""How fast the report is drawn, and how fast it answers in a browser, for one large event.

    python -m benchmarks.report [--articles 50] [--claims 500] [--out benchmarks/results/NAME.json] [--keep F]

Times are of headless Chromium on this machine: from the call to the load event, and from a change of a
filter to the second frame after it, which is when the change has surely been painted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import report
from benchmarks.coverage import ACTORS, HAPPENINGS, PLACES
from mizan.v1 import resources_pb2 as pb

_CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_ROUNDS = 15
_CHANGE = """
([field, value]) => new Promise((done) => {
  const form = document.querySelector("form.filters");
  const from = performance.now();
  if (field === "standing") form.querySelector(`button[data-standing="${value}"]`).click();
  else {
    form.elements[field].value = value;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)));
})
"""
_SPEAK = """
(code) => new Promise((done) => {
  const from = performance.now();
  document.querySelector(`button[data-language=${code}]`).click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)));
})
"""
_CHANGES = {
    "outlet": ["7", "31", ""],
    "standing": ["disputed", "agreed", "single_source", ""],
    "score": ["60", "90", "0"],
    "text": ["الميناء", "حي البساتين 3", "لا شيء كهذا", ""],
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--claims", type=int, default=500)
    parser.add_argument("--out", type=Path, help="where to keep the result (default: results/<date>.json)")
    parser.add_argument("--keep", type=Path, help="where to keep the page itself")
    options = parser.parse_args(arguments)
    comparison = event(options.articles, options.claims)
    report.page(comparison)  # the first one compiles the templates
    started = time.perf_counter()
    page = report.page(comparison)
    result = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_average": round(os.getloadavg()[0], 1),  # of the machine; its cores are shared
        "articles": options.articles,
        "claims": options.claims,
        "statements": sum(len(article.statements) for article in comparison.articles),
        "drawn_seconds": round(time.perf_counter() - started, 3),
        "file_mb": round(len(page.encode()) / 1e6, 2),
    }
    with tempfile.TemporaryDirectory() as folder:
        file = options.keep or Path(folder) / "report.html"
        file.write_text(page, encoding="utf-8")
        result |= in_browser(file)
    out = options.out or Path(__file__).parent / "results" / f"{datetime.now(UTC):%Y-%m-%d}-report.json"
    out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


def in_browser(file: Path) -> dict[str, Any]:
    """Milliseconds, medians and worst of several rounds."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        loads = []
        for _ in range(3):
            tab = browser.new_page(viewport={"width": 1440, "height": 900})
            tab.goto(file.resolve().as_uri())
            loads.append(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        tab.evaluate("document.querySelector('section.matrix').scrollIntoView()")
        changes: dict[str, list[float]] = {
            field: [tab.evaluate(_CHANGE, [field, value]) for _ in range(_ROUNDS) for value in values]
            for field, values in _CHANGES.items()
        }
        languages = [tab.evaluate(_SPEAK, code) for _ in range(3) for code in ("en", "ar")]
        version = browser.version
        browser.close()
    return {
        "browser": f"Chromium {version}, headless",
        "load_ms": _times(loads),
        "filter_change_ms": {field: _times(found) for field, found in changes.items()},
        "language_change_ms": _times(languages),
    }


def _times(found: Sequence[float]) -> dict[str, float]:
    return {"median": round(statistics.median(found), 1), "worst": round(max(found), 1)}


def event(articles: int, claims: int) -> pb.Comparison:
    """One made-up event: each claim is told by 1 to 12 articles, a tenth of them is disputed."""
    choice = random.Random(1)
    told: list[list[tuple[int, str]]] = [[] for _ in range(articles)]  # per article: claim, words
    for claim in range(claims):
        place = f"{choice.choice(PLACES)} {claim}"
        happening = choice.choice(HAPPENINGS).format(n=choice.randint(3, 900), p=place)
        for article in choice.sample(range(articles), min(articles, choice.choice((1, 1, 1, 2, 3, 5, 12)))):
            told[article].append((claim, f"أكد {choice.choice(ACTORS)} أن {happening}."))
    comparison = pb.Comparison()
    members: list[list[str]] = [[] for _ in range(claims)]
    for number, sentences in enumerate(told):
        _add_article(comparison, number, sentences, members)
    for claim, names in enumerate(members):
        sources = {name.split("/")[1] for name in names}
        comparison.claims.add(
            name=f"events/e1/claims/c{claim}",
            statements=names,
            representative=names[0],
            article_count=len(sources),
            outlet_count=len(sources),
            origin_count=len(sources),
        )
        for other in names[1:]:
            _relate(comparison, names[0], other, pb.Relation.Type.AGREEMENT, choice.random())
    for claim in range(0, claims - 1, 10):
        a, b = members[claim][0], members[claim + 1][0]
        if a.split("/")[1] != b.split("/")[1]:
            _relate(comparison, a, b, pb.Relation.Type.CONTRADICTION, 0.5 + choice.random() / 2)
            comparison.claims[claim].disputed_by.append(f"events/e1/claims/c{claim + 1}")
            comparison.claims[claim + 1].disputed_by.append(f"events/e1/claims/c{claim}")
    comparison.events.add(
        name="events/e1",
        title="عاصفة على الساحل",
        articles=[article.name for article in comparison.articles],
        outlet_count=articles,
        origin_count=articles,
    )
    summary = comparison.summaries.add(language="ar", title="عاصفة على الساحل", backend="extractive")
    for known in comparison.claims[:60]:
        text = f"نقلت المنابر ما يلي عن المعلومة {known.name.rpartition('/')[2]}"
        summary.sentences.add(
            text=text,
            section=pb.Summary.Section.AGREED,
            citations=known.statements,
            outlet_count=known.outlet_count,
            origin_count=known.origin_count,
        )
    return comparison


def _add_article(
    comparison: pb.Comparison, number: int, sentences: Sequence[tuple[int, str]], members: list[list[str]]
) -> None:
    name = f"sources/outlet{number}/articles/a1"
    title = f"العاصفة كما رأتها صحيفة {number}"
    article = comparison.articles.add(name=name, outlet=f"صحيفة {number}", title=title, language="ar")
    article.publish_time.start.FromDatetime(datetime(2024, 6, 1 + number % 28, tzinfo=UTC))
    text = f"الرئيسية\nأخبار محلية\n{title}\n"
    article.cuts.add(span=pb.Span(start=0, end=len(text) - len(title) - 1), reason=pb.Cut.Reason.MENU)
    for index, (claim, sentence) in enumerate(sentences):
        statement = article.statements.add(
            name=f"{name}/statements/{index}",
            index=index,
            span=pb.Span(start=len(text), end=len(text) + len(sentence)),
            text=sentence,
            part=pb.Statement.Part.BODY,
            language="ar",
            stance=pb.Statement.Stance.REPORTED,
        )
        statement.chain.add(kind=pb.AttributionLink.Kind.OUTLET, name=article.outlet)
        statement.chain.add(
            kind=pb.AttributionLink.Kind.SPEAKER,
            name=" ".join(sentence.split()[1:4]),
            verb="أكد",
            stance=pb.Statement.Stance.REPORTED,
        )
        members[claim].append(statement.name)
        text += sentence + ("\n" if index % 3 == 2 else " ")
    article.text = text


def _relate(comparison: pb.Comparison, a: str, b: str, type_: pb.Relation.Type, score: float) -> None:
    disputed = type_ == pb.Relation.Type.CONTRADICTION
    relation = comparison.relations.add(
        name=f"events/e1/relations/r{len(comparison.relations)}",
        type=type_,
        kind=pb.Relation.Kind.NUMBER if disputed else pb.Relation.Kind.KIND_UNSPECIFIED,
        statement_a=a,
        statement_b=b,
        score=score,
        rule="number@1" if disputed else "agreement@1",
        explanation="different figures for the same thing" if disputed else "both report one fact",
    )
    for signal in ("bias", "same slot", "topic"):
        relation.signals.add(name=signal, value=1.0, contribution=score)


if __name__ == "__main__":
    main()
