"""The command line against the real services, as a user runs it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import Parse

from mizan.cli import BAD_INPUT, FAILED, FOUND, INTERRUPTED, OK, main
from mizan.v1 import resources_pb2 as pb
from services.all import Config, build
from services.common import server

ROOT = Path(__file__).parents[2]
COVERAGE = ROOT / "samples" / "coverage"

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


def mizan(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Runs the command as a shell does."""
    command = [sys.executable, "-m", "mizan.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, **options)


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


def test_compare_writes_a_page_and_still_prints(
    fire: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = fire / "report.html"
    arguments = ["compare", str(fire), "--target", target, "--html", str(page), "--language", "en"]
    assert main(arguments) == OK
    drawn = page.read_text(encoding="utf-8")
    assert drawn.startswith("<!doctype html>") and 'lang="en"' in drawn
    told = capsys.readouterr()
    assert "11 شخصا" in drawn and "11 شخصا" in told.out
    assert told.err == f"mizan: the report is in {page}: open it in a browser\n"
    assert main(arguments) == OK  # its own report is neither read as an article nor in the way
    assert main([*arguments[:-4], "--html", "-"]) == OK
    assert capsys.readouterr().out.partition("<!doctype")[0].count("\u2500") > 0


def test_compare_reads_standard_input(target: str) -> None:
    records = [{"outlet": name, "text": text} for name, text in FIRE]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    for given in (lines, json.dumps(records)):
        done = mizan("compare", "-", "--json", "--target", target, input=given)
        assert (done.returncode, done.stderr) == (OK, "")
        assert {article["outlet"] for article in json.loads(done.stdout)["articles"]} == {
            "one.txt",
            "two.txt",
        }
    done = mizan("compare", "-", "--target", target, input=lines + '{"outlet": "x"}\n')
    assert done.returncode == BAD_INPUT
    assert "standard input:3: has no text" in done.stderr
    done = mizan("compare", "-", "--target", target, input="Fire at the port\nEleven people died.\n")
    assert done.returncode == BAD_INPUT
    assert done.stderr.count("is no JSON") == 1  # not once a line


def test_compare_never_writes_over_an_input(
    fire: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = fire / "one.txt", fire / "two.txt"
    before = one.read_bytes()
    for arguments in (["--json", str(one), str(two)], [str(one), str(two), "--html", str(one)]):
        assert main(["compare", *arguments, "--target", target]) == BAD_INPUT
        assert "would be lost" in capsys.readouterr().err
    assert one.read_bytes() == before


@pytest.mark.parametrize(
    ("kind", "status"), [("contradiction", FOUND), ("number", FOUND), ("denial", OK), ("place", OK)]
)
def test_compare_fails_on_what_it_is_asked_for(fire: Path, target: str, kind: str, status: int) -> None:
    assert main(["compare", str(fire), "--target", target]) == OK
    assert main(["compare", str(fire), "--target", target, "--fail-on", kind]) == status


def test_a_reader_that_has_seen_enough_is_no_failure(fire: Path, target: str) -> None:
    command = f"{sys.executable} -m mizan.cli compare {fire} --json --target {target}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} | head -c 1"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (OK, "{", "")


def test_output_is_utf8_whatever_the_locale_says(fire: Path, target: str) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = mizan("compare", str(fire), "--target", target, env=environment, encoding="utf-8")
    assert done.returncode == OK
    assert "11 شخصا" in done.stdout


def test_an_interrupt_ends_at_once_and_says_nothing(target: str) -> None:
    command = [sys.executable, "-m", "mizan.cli", "ingest", "-", "--target", target]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # A shell's job in the background ignores interrupts, and so do all that it starts, these tests too.
    pipes["preexec_fn"] = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, text=True, bufsize=1, **pipes) as process:  # type: ignore[call-overload]
        for number in range(100):
            text = f"The bridge number {number} opened to traffic on Sunday morning."
            process.stdin.write(json.dumps({"outlet": "Interrupted", "text": text}) + "\n")
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (INTERRUPTED, "")


def test_the_client_alone_says_what_to_install(
    fire: Path, target: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "services", None)
    for command in (["compare", str(fire)], ["serve"], ["evaluate", "dates", str(fire / "one.txt")]):
        assert main(command) == FAILED
        assert "make demo" in capsys.readouterr().err
    assert main(["compare", str(fire), "--target", target]) == OK


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


def lines_of(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def test_what_is_stored_is_listed_and_shown(
    fire: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str) -> str:
        assert main([*arguments, "--target", target]) == OK
        return capsys.readouterr().out

    told("ingest", str(fire))
    deadline = time.monotonic() + 30
    while not (found := lines_of(told("events", "--min-outlets", "2", "--json"))):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    event = found[0]["name"]
    while main(["summary", event, "--target", target]) != OK:  # until it is aligned
        assert time.monotonic() < deadline
        time.sleep(0.1)
    capsys.readouterr()

    assert "one" in told("articles", "--limit", "0")
    outlets = {article["outlet"] for article in lines_of(told("articles", "--limit", "0", "--json"))}
    assert outlets >= {"one", "two"}
    assert lines_of(told("articles", "--json", "--limit", "1", "--source", "two"))[0]["outlet"] == "two"
    assert told("events", "--before", "2020-01-01") == ""
    match = lines_of(told("find", FIRE[0][1], "--json"))[0]
    assert match["event"]["name"] == event and match["score"] > 0
    assert event in told("find", FIRE[0][1], "--date", "2026-03-10")
    claims = lines_of(told("claims", event, "--disputed", "--json"))
    assert claims and all(claim["disputedBy"] for claim in claims)
    assert "✗" in told("claims", event) and "11 شخصا" in told("claims", event.removeprefix("events/"))
    (relation,) = lines_of(told("relations", event, "--type", "contradiction", "--json"))
    assert relation["kind"] == "NUMBER"
    shown = told("relations", event, "--min-score", "0.5", "--language", "ar")
    assert "one:" in shown and "two:" in shown and "العدد" in shown

    page = fire / "page.html"
    assert "متفق عليه" in told("summary", event, "--html", str(page))
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_ingest_takes_a_stream_and_tells_each_article(target: str) -> None:
    given = (
        '{"outlet": "A", "text": "Rain closed the coast road on Monday, the council said."}\n'
        "no json\n"
        '{"outlet": "%s", "text": "x"}\n'
        '{"outlet": "B", "text": "The museum opens again on Friday after repairs."}\n' % ("o" * 300)
    )
    done = mizan("ingest", "-", "--json", "--quiet", "--target", target, input=given)
    assert done.returncode == BAD_INPUT
    told = lines_of(done.stdout)
    assert [line["outcome"] for line in told] == ["created", "refused", "created"]
    assert [line["place"] for line in told] == [f"standard input:{n}" for n in (1, 3, 4)]
    assert told[1]["reason"] == "INVALID_FIELDS" and "outlet" in told[1]["problems"][0]
    assert "standard input:2: is no JSON" in done.stderr
    assert "created" not in done.stderr


def test_ingest_answers_while_its_input_is_open(target: str) -> None:
    """A feed that goes on for days is stored as it comes."""
    command = [sys.executable, "-m", "mizan.cli", "ingest", "-", "--target", target]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for number in range(200):
            text = f"The ferry number {number} left the harbour on Monday with its passengers."
            process.stdin.write(json.dumps({"outlet": "Feed", "text": text}) + "\n")
        assert "sources/feed/articles/" in process.stdout.readline()
        process.stdin.close()
        rest = process.stdout.read()  # not communicate(): it would pass over what readline has buffered
    assert process.returncode == OK
    assert len(rest.splitlines()) == 199


def test_doctor_finds_running_services(
    tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["doctor", "--target", target, "--data", str(tmp_path)]
    assert main(arguments) == OK
    assert "encoder static" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == OK
    services = [line["text"] for line in lines_of(capsys.readouterr().out) if line["area"] == "services"]
    assert [text.split()[0] for text in services] == ["ingest", "align", "summarize"]
    assert main(["doctor", "--target", "127.0.0.1:1", "--data", str(tmp_path)]) == FAILED
    assert "mizan serve" in capsys.readouterr().out


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


def test_without_a_command_the_help_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == BAD_INPUT
    assert "mizan compare coverage/" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["fly"],
        ["events", "--limit", "-1"],
        ["events", "--target", "localhost"],
        ["events", "--target", "http://localhost:50050"],
        ["serve", "--listen", "50050"],
        ["serve", "--metrics-port", "x"],
    ],
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
    told = capsys.readouterr().err
    assert f"cannot listen on {target}" in told and "--listen" in told


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, mizan.cli\n"
        "try:\n    mizan.cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'grpc', 'numpy', 'torch', 'transformers', 'services'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_evaluate_writes_its_figures_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows, figures = tmp_path / "rows.jsonl", tmp_path / "figures.json"
    row = {"sentence": "x 5 March 2024", "expression": "5 March 2024", "offset": 2, "article_date": ""}
    rows.write_text(
        json.dumps({"id": "d", "start": "2024-03-05", "end": "2024-03-05", **row}), encoding="utf-8"
    )
    assert main(["evaluate", "dates", str(rows), "--json", str(figures)]) == OK
    assert json.loads(figures.read_text(encoding="utf-8"))["exact"] == 1.0
    assert capsys.readouterr().out == ""
    assert main(["evaluate", "dates", "--json", str(rows), str(figures)]) == BAD_INPUT
    assert "would be lost" in capsys.readouterr().err


def test_models_of_running_services_are_listed(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--target", target, "--json"]) == OK
    told = {model["role"]: model for model in lines_of(capsys.readouterr().out)}
    assert {"encoder", "relate", "summarizer"} <= set(told)
    assert main(["models", "--target", target]) == OK
    shown = capsys.readouterr().out
    assert all(model["revision"] in shown for model in told.values())
    assert main(["models", "--target", "127.0.0.1:1"]) == FAILED
    assert "127.0.0.1:1" in capsys.readouterr().err


def test_serve_writes_its_addresses(tmp_path: Path) -> None:
    addresses = tmp_path / "addresses.json"
    command = [sys.executable, "-m", "mizan.cli", "serve", "--listen", "127.0.0.1:0", "--metrics-port", "0"]
    process = subprocess.Popen([*command, "--data", str(tmp_path / "data"), "--json", str(addresses)])
    try:
        deadline = time.monotonic() + 30
        while not addresses.exists():
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.05)
        told = json.loads(addresses.read_text(encoding="utf-8"))
        assert main(["events", "--target", told["grpc"]]) == OK
        assert set(told["metrics"]) == {"ingest", "align", "summarize"}
    finally:
        process.terminate()
        process.wait(timeout=20)


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
