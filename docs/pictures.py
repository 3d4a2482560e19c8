"""`python -m docs.pictures` takes the pictures of the report again, from the samples. Needs chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import FloatRect, Page, sync_playwright

FOLDER = Path(__file__).parent / "_static" / "pictures"
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "coverage"
# Name of the picture, language of the interface, the part of the report that it shows.
PICTURES = (
    ("glance", "en", "[id$=-glance]"),
    ("matrix", "en", "[id$=-matrix]"),
    ("dispute", "en", "[id$=-conflicts] article"),
    ("sources", "en", "[id$=-sources] figure svg"),
    ("glance-ar", "ar", "[id$=-glance]"),
)
README = Path(__file__).parent / "contradiction.png"  # where it can be shown beside the README
DISPUTES = 4  # that the README shows
MARGIN = 14  # pixels beside and below; above, the report's own bar would show
HIGHEST = 720  # pixels: a picture shows the beginning of a long part


def take() -> list[Path]:
    """Every picture in both themes."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder) / "report.html"
        command = [
            sys.executable,
            "-m",
            "mizan.cli",
            "compare",
            str(SAMPLES),
            "--html",
            str(report),
            "--quiet",
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 900})
        page.goto(report.as_uri())
        taken = [
            _shot(page, name, language, theme, part)
            for theme in ("light", "dark")
            for name, language, part in PICTURES
        ]
        taken.append(_disputes(page))
        browser.close()
    return taken


def _shot(page: Page, name: str, language: str, theme: str, part: str) -> Path:
    page.click(f"button[data-theme={theme}]")
    page.click(f"button[data-language={language}]")
    shown = page.locator(f"{part}:visible").first
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    if box is None:
        raise LookupError(f"the report has no {part}")
    file = FOLDER / f"{name}-{theme}.png"
    clip: FloatRect = {
        "x": max(box["x"] - MARGIN, 0),
        "y": box["y"] + page.evaluate("scrollY"),
        "width": box["width"] + 2 * MARGIN,
        "height": min(box["height"], HIGHEST) + MARGIN,
    }
    page.screenshot(path=file, clip=clip, full_page=True)
    return file


def _disputes(page: Page) -> Path:
    """What a reader of the README sees: real contradictions, side by side."""
    page.click("button[data-theme=light]")
    page.click("button[data-language=en]")
    cards = page.locator("#e0-conflicts article")
    cards.first.evaluate("(card) => card.closest('.event').querySelector('.sections').remove()")
    first, last = cards.first.bounding_box(), cards.nth(DISPUTES - 1).bounding_box()
    if first is None or last is None:
        raise LookupError(f"the report has fewer than {DISPUTES} disputes")
    clip: FloatRect = {
        "x": first["x"] - MARGIN,
        "y": first["y"] + page.evaluate("scrollY") - MARGIN,
        "width": first["width"] + 2 * MARGIN,
        "height": last["y"] + last["height"] - first["y"] + 2 * MARGIN,
    }
    page.screenshot(path=README, clip=clip, full_page=True)
    return README


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in take():
        print(f"{file.relative_to(Path.cwd())} {file.stat().st_size // 1024} KB")  # noqa: T201
