"""The desk alerts against live services: what is told, told once, refused, and waits while they are away."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from examples.backend_python.__main__ import run
from examples.backend_python.alerts import AlertFile
from services.all import Config, build
from services.common import server

REPOSITORY = Path(__file__).parents[2]
FEED = REPOSITORY / "examples" / "backend_python" / "feed.jsonl"
LATER = {
    "outlet": "نداء الجبل",
    "url": "https://nidaa.example/bridge",
    "published_at": "2026-05-04T16:00:00Z",
    "title": "31 مصابا في انهيار جسر وادي السنديان",
    "text": "أصيب 31 شخصا في انهيار جزء من جسر قيد الإنشاء في وادي السنديان صباح الاثنين 4 مايو 2026،"
    " بحسب الدفاع المدني.",
}


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    return Path(shutil.copy(FEED, tmp_path))


def _append(feed: Path, *rows: dict[str, str]) -> None:
    with feed.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _alerts(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


async def _until(told: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not told():  # noqa: ASYNC110 (what it waits for is a file or a log)
            await asyncio.sleep(0.05)


@asynccontextmanager
async def _desk(target: str, feed: Path, path: Path) -> AsyncIterator[None]:
    """The desk alerts while the body runs; their clean end afterwards."""
    stop = asyncio.Event()
    with closing(AlertFile(path)) as alerts:
        work = asyncio.create_task(run(target, feed, alerts, min_score=0.7, interval=0.1, stop=stop))
        try:
            yield
        finally:
            stop.set()
            await work


async def test_each_contradiction_is_told_once_also_after_a_restart(
    target: str, feed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "alerts.jsonl"
    async with _desk(target, feed, path):
        await _until(lambda: {"number", "actor"} <= {alert["kind"] for alert in _alerts(path)})
        (actor,) = [alert for alert in _alerts(path) if alert["kind"] == "actor"]
        assert [side["outlet"] for side in actor["sides"]] == ["صحيفة المرفأ", "الصباح الجديد"]
        assert "سامر الحداد" in actor["sides"][0]["text"]

        _append(feed, LATER)
        await _until(lambda: any("31 شخصا" in s["text"] for a in _alerts(path) for s in a["sides"]))
    told = _alerts(path)
    assert len({alert["id"] for alert in told}) == len(told)

    async with _desk(target, feed, path):
        await asyncio.sleep(1)  # ten looks
    assert _alerts(path) == told


async def test_what_is_refused_is_logged_with_its_fields_and_the_rest_goes_on(
    target: str, feed: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    _append(feed, {"outlet": "no text"}, {"outlet": "", "text": ""}, LATER)
    async with _desk(target, feed, tmp_path / "alerts.jsonl"):
        await _until(lambda: caplog.text.count("created sources/") == 4)
    assert "not an article: 'text'" in caplog.text
    (refused,) = [r.getMessage() for r in caplog.records if r.getMessage().startswith("refused")]
    assert "INVALID_FIELDS" in refused and "article.outlet " in refused and "article.content " in refused


async def test_articles_wait_for_services_that_went_away(
    feed: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    settings = Config(database=f"sqlite:///{tmp_path}")
    services = await server.serve(build(settings))
    target = f"127.0.0.1:{services.port}"
    async with _desk(target, feed, tmp_path / "alerts.jsonl"):
        await _until(lambda: caplog.text.count("created sources/") == 3)
        await services.stop(grace=0)
        await _until(lambda: "wait for the ingest service" in caplog.text)
        _append(feed, LATER)
        services = await server.serve(build(settings), listen=target)
        await _until(lambda: caplog.text.count("created sources/") == 4)
    await services.stop(grace=0)


def test_sigterm_ends_the_program_cleanly(target: str, feed: Path, tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    program = _start(target, feed, "--alerts", str(path), "--interval", "0.1")
    until = time.monotonic() + 60
    while not (path.exists() and path.stat().st_size) and time.monotonic() < until:
        time.sleep(0.05)
    program.send_signal(signal.SIGTERM)
    _, log = program.communicate(timeout=30)
    assert program.returncode == 0, log
    assert "Traceback" not in log
    assert _alerts(path)


def test_a_wrong_setting_ends_the_program_with_its_reason(target: str, feed: Path, tmp_path: Path) -> None:
    program = _start(target, feed, "--alerts", str(tmp_path / "alerts.jsonl"), "--min-score", "3")
    _, log = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "INVALID_FIELDS: min_score" in log and "Traceback" not in log


def _start(target: str, feed: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "examples.backend_python", str(feed), "--target", target, *arguments]
    return subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True)


def test_a_line_torn_by_a_crash_does_not_stop_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "alerts.jsonl"
    whole = json.dumps({"id": "عدد"}, ensure_ascii=False) + "\n"
    path.write_text(whole + '{"id": "زم', encoding="utf-8")
    with closing(AlertFile(path)):
        assert path.read_text(encoding="utf-8") == whole
