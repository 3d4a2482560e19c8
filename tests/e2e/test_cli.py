"""The command line against the real services, as a user runs it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.json_format import Parse

from mizan.cli import BAD_INPUT, FAILED, OK, main
from mizan.v1 import resources_pb2 as pb
from services.all import Config, build
from services.common import server

COVERAGE = Path(__file__).parents[2] / "samples" / "coverage"

FIRE = [
    (
        "one.txt",
        "قتل 11 شخصا في حريق اندلع فجر الثلاثاء 10 مارس 2026 في مستودع بميناء الزهور، بحسب الدفاع المدني.",
    ),
    (
        "two.txt",
        "قتل 14 شخصا في حريق اندلع فجر الثلاثاء 10 مارس 2026 في مستودع بميناء الزهور، بحسب مصادر طبية.",
    ),
]


@pytest.fixture(scope="module")
def target() -> Iterator[str]:
    """All three services in a thread of this process."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait(work):  # type: ignore[no-untyped-def]
        return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    async def start() -> server.Running:
        return await server.serve(build(Config(database="sqlite://")))

    running = wait(start())
    yield f"127.0.0.1:{running.port}"
    wait(running.stop(grace=0))
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@pytest.fixture
def fire(tmp_path: Path) -> Path:
    for name, text in FIRE:
        lines = [text, "وأمر محافظ المدينة طارق المنصوري بإخلاء الأحياء المجاورة لميناء الزهور."]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_compare_writes_the_documented_message(
    fire: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = fire / "out" / ".." / "comparison.json"
    (fire / "out").mkdir()
    assert main(["compare", str(fire), "--target", target, "--json", str(file)]) == OK
    whole = Parse(file.read_text(encoding="utf-8"), pb.Comparison())
    assert len(whole.articles) == 2
    assert len(whole.events) == len(whole.summaries)
    names = {s.name for a in whole.articles for s in a.statements}
    for relation in whole.relations:
        assert {relation.statement_a, relation.statement_b} <= names
        assert any(relation.name.startswith(f"{e.name}/relations/") for e in whole.events)
    claims = {c.name for c in whole.claims}
    assert len(claims) == len(whole.claims)
    for claim in whole.claims:
        assert set(claim.disputed_by) <= claims
        assert set(claim.statements) <= names
    for summary in whole.summaries:
        assert all(set(s.citations) <= names and s.citations for s in summary.sentences)
    for article in whole.articles:
        assert all(article.text[s.span.start : s.span.end] == s.text for s in article.statements)
    assert "summarize" in whole.backends
    printed = capsys.readouterr()
    assert "one" in printed.out and "two" in printed.out
    assert printed.err == ""


def test_compare_json_to_standard_output_is_json_alone(
    fire: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(fire), "--target", target, "--json", "-"]) == OK
    printed = capsys.readouterr().out
    assert "قتل 11 شخصا" in printed  # written as it is, not as escapes
    assert len(json.loads(printed)["articles"]) == 2


def test_compare_starts_the_services_itself(fire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(fire / "one.txt"), str(fire / "two.txt"), "--json", "-"]) == OK
    assert len(json.loads(capsys.readouterr().out)["events"]) >= 1


def test_compare_reports_a_page_that_is_refused_and_goes_on(
    fire: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (fire / "zero.txt").write_bytes(b"")
    assert main(["compare", str(fire), "--target", target]) == BAD_INPUT
    told = capsys.readouterr()
    assert "zero.txt" in told.err
    assert "11 شخصا" in told.out


@pytest.mark.parametrize(
    "arguments",
    [["none.txt"], ["one.txt"], ["one.txt", "one.txt"], ["empty.txt", "also-empty.txt"]],
)
def test_compare_bad_input_ends_with_two_and_no_traceback(
    fire: Path, target: str, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    for name in ("empty.txt", "also-empty.txt"):
        (fire / name).write_bytes(b"")
    paths = [str(fire / name) for name in arguments]
    assert main(["compare", *paths, "--target", target]) == BAD_INPUT
    told = capsys.readouterr().err
    assert told.startswith("mizan: ")
    assert "Traceback" not in told


def test_services_may_run_apart(fire: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    apart = f"127.0.0.1:1, {target}, {target}"  # nothing is asked of the ingest service here
    assert main(["events", "--target", apart]) == OK
    assert main(["ingest", str(fire), "--target", apart]) == FAILED
    with pytest.raises(SystemExit):
        main(["events", "--target", f"{target},{target}"])
    assert "ingest, align and summarize" in capsys.readouterr().err


def test_a_defect_of_a_service_is_told_in_one_line(
    fire: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of a test")

    monkeypatch.delenv("MIZAN_DEBUG", raising=False)
    monkeypatch.setattr("services.ingest.intake.read_article", fails)
    assert main(["compare", str(fire)]) == BAD_INPUT
    told = capsys.readouterr().err
    assert "ZeroDivisionError: of a test (MIZAN_DEBUG=1 shows where)" in told
    assert "Traceback" not in told


def test_no_service_is_a_failure_that_says_what_to_do(fire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["compare", str(fire)], ["ingest", str(fire)], ["events"], ["summary", "x"]):
        assert main([*command, "--target", "127.0.0.1:1"]) == FAILED
        assert "mizan serve" in capsys.readouterr().err


def test_ingest_events_summary(fire: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(fire), "--target", target]) == OK
    first = capsys.readouterr()
    assert first.out.count("created") == 2
    assert main(["ingest", str(fire), "--target", target]) == OK
    assert capsys.readouterr().out.count("unchanged") == 2

    event = ""
    for _ in range(100):
        assert main(["events", "--target", target]) == OK
        printed = capsys.readouterr().out
        if "events/" in printed:
            event = next(part for part in printed.split() if part.startswith("events/"))
            if main(["summary", event, "--target", target]) == OK:
                break
        time.sleep(0.1)
    shown = capsys.readouterr().out
    assert "قتل" in shown
    assert main(["summary", event.removeprefix("events/"), "--target", target, "--json", "-"]) == OK
    summary = Parse(capsys.readouterr().out, pb.Summary())
    assert summary.name.startswith(f"{event}/summaries/")
    assert main(["summary", "events/none", "--target", target]) == BAD_INPUT
    assert "events/none" in capsys.readouterr().err
    assert main(["summary", event, "--language", "en", "--target", target]) == BAD_INPUT


def test_ingest_of_what_cannot_be_read_ends_with_two(
    tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    assert main(["ingest", str(tmp_path), "--target", target]) == BAD_INPUT
    assert "a.txt" in capsys.readouterr().err


def test_evaluate_prints_one_object_and_writes_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "dates.jsonl"
    row = {
        "id": "d1",
        "sentence": "افتتح المصنع في 5 مارس 2024 بحضور العمال.",
        "expression": "5 مارس 2024",
        "offset": 16,
        "article_date": "2024-03-06",
        "start": "2024-03-05",
        "end": "2024-03-05",
    }
    rows.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    predictions = tmp_path / "predictions.jsonl"
    assert main(["evaluate", "dates", str(rows), "--predictions", str(predictions)]) == OK
    assert json.loads(capsys.readouterr().out)["exact"] == 1.0
    assert json.loads(predictions.read_text(encoding="utf-8")) == {
        "id": "d1",
        "start": "2024-03-05",
        "end": "2024-03-05",
    }


@pytest.mark.parametrize("content", [None, "no json", "[1]", '{"id": "x"}'])
def test_evaluate_bad_file_ends_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    file = tmp_path / "rows.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert main(["evaluate", "quantities", str(file)]) == BAD_INPUT
    assert "rows.jsonl" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["compare"], ["fly"], ["events", "--limit", "-1"], ["serve", "--metrics-port", "x"]]
)
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == BAD_INPUT
    assert "usage" in capsys.readouterr().err


def test_serve_on_a_port_in_use_fails_with_a_sentence(
    tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["serve", "--listen", target, "--data", str(tmp_path), "--metrics-port", "0"])
    assert status == FAILED
    assert "cannot serve" in capsys.readouterr().err


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, mizan.cli\n"
        "try:\n    mizan.cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'grpc', 'numpy', 'torch', 'transformers', 'services'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_serve_answers_until_it_is_told_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mizan.cli", "serve", "--listen", "127.0.0.1:0"]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path / "data"), "--metrics-port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(4)]
        address = lines[0].split()[2].rstrip(",")
        assert main(["events", "--target", address]) == OK
    finally:
        process.terminate()
        output, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert output == ""
    assert "".join(lines).count("/metrics") == 3
    assert (tmp_path / "data" / "ingest.db").exists()
