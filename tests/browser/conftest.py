"""Reports in Debian's Chromium. Every page that a test opens must stay silent: no request, no error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NoReturn, Protocol

import pytest

import report
from benchmarks.report import event as large_event
from mizan import Client, coverage
from mizan.v1 import resources_pb2 as pb
from tests.browser import hostile
from tests.live import services

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples" / "coverage"
SHORT = (
    "al-marsa--port-fire.txt",
    "sada-almina--port-fire.txt",
    "al-nahda--port-fire-toll.txt",
    "coastal-herald--inquiry.txt",
)
# Runs in every page before its own scripts: what the page's policy stops is told to the test.
_LISTEN = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("policy: " + event.violatedDirective + " " + event.blockedURI));
"""


class Visit(Protocol):
    """Opens a report in a window of its own; the window tells afterwards whether anything went wrong."""

    def __call__(
        self,
        file: Path,
        *,
        width: int = 1440,
        height: int = 900,
        theme: Literal["light", "dark"] = "light",
        language: str = "",
        scripts: bool = True,
    ) -> Any: ...


def _missing(reason: str) -> NoReturn:
    if os.environ.get("MIZAN_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """One browser for all tests of this folder; its loop is gone before tests elsewhere start theirs."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed: pip install '.[dev]'")
    program = shutil.which("chromium")
    if program is None:
        _missing("chromium is not installed: apt-get install chromium fonts-noto-core")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of the accessibility rules."""
    file = HERE / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        _missing("axe is not installed: npm ci --prefix tests/browser")
    return file.read_text(encoding="utf-8")


@pytest.fixture
def troubles() -> list[str]:
    """What the pages of a test asked for or complained of. It must be empty in the end."""
    return []


@pytest.fixture
def visit(chromium: Any, troubles: list[str]) -> Iterator[Visit]:
    contexts = []

    def open_window(
        file: Path,
        *,
        width: int = 1440,
        height: int = 900,
        theme: Literal["light", "dark"] = "light",
        language: str = "",
        scripts: bool = True,
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.add_init_script(_LISTEN)
        address = file.as_uri()
        page.on("request", lambda request: troubles.append(f"request: {request.url[:100]}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("console", lambda line: troubles.append(f"console: {line.text}"))
        page.goto(address)
        assert troubles.pop(0) == f"request: {address[:100]}"  # the page itself was seen, nothing else may be
        if language:
            page.evaluate("code => document.querySelector(`[data-language=${code}]`).click()", language)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert not troubles


# --- the reports -------------------------------------------------------------------------------------


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


def _written(file: Path, page: str) -> Path:
    file.write_text(page, encoding="utf-8")
    return file


def _compared(*paths: Path) -> tuple[pb.Comparison, str]:
    """What the services make of coverage, and the report that they draw of it."""
    pages = coverage.read(paths)
    with services() as target, Client(target) as client:
        whole = client.comparison(page.article_input() for page in pages)
        return whole, client.report(whole, language="ar")


@pytest.fixture(scope="package")
def compared_sample() -> tuple[pb.Comparison, str]:
    return _compared(SAMPLES)


@pytest.fixture(scope="package")
def sample_comparison(compared_sample: tuple[pb.Comparison, str]) -> pb.Comparison:
    return compared_sample[0]


@pytest.fixture(scope="package")
def sample(compared_sample: tuple[pb.Comparison, str], folder: Path) -> Path:
    """The report of the bundled coverage, opened in Arabic."""
    return _written(folder / "sample.html", compared_sample[1])


@pytest.fixture(scope="package")
def english_sample(sample_comparison: pb.Comparison, folder: Path) -> Path:
    """The same, opened in English."""
    return _written(folder / "english.html", report.page(sample_comparison, "en"))


@pytest.fixture(scope="package")
def short(folder: Path) -> Path:
    """The report of four articles that have everything a report may show; quick to look through."""
    return _written(folder / "short.html", _compared(*(SAMPLES / name for name in SHORT))[1])


@pytest.fixture(scope="package")
def treaty(shared_data: Path, folder: Path) -> Path:
    """The report of the five pages on one treaty."""
    return _written(folder / "treaty.html", _compared(shared_data / "articles")[1])


@pytest.fixture(scope="package")
def injected(folder: Path) -> Path:
    """The report of a comparison that is all attack."""
    return _written(folder / "injected.html", report.page(hostile.comparison(), "en"))


@pytest.fixture(scope="package")
def large(folder: Path) -> Path:
    """The report of 50 articles and 500 claims."""
    return _written(folder / "large.html", report.page(large_event(50, 500), "ar"))
