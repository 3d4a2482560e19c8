"""What the doctor finds, and that it says what to do."""

from __future__ import annotations

import doctest
import http.server
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import metadata
from pathlib import Path

import pytest

from mizan.doctor import Finding, Level, data, examine, installation, network, surroundings


def levels(findings: Iterator[Finding], area: str) -> list[tuple[Level, str]]:
    return [(f.level, f.text) for f in findings if f.area == area]


def test_examine_of_this_checkout_has_every_area_and_advice_for_what_is_wrong(tmp_path: Path) -> None:
    findings = list(examine("127.0.0.1:1", tmp_path, expected=True))
    areas = {"mizan", "python", "packages", "models", "services", "ports", "data", "terminal", "clock"}
    assert areas <= {f.area for f in findings}
    assert all(bool(f.advice) == (f.level is not Level.OK) for f in findings)
    assert [f.area for f in findings if f.level is Level.PROBLEM] == ["services"]


# --- installation --------------------------------------------------------------------------------------


class Installed:
    name = "mizan"
    requires = (
        "grpcio<1.86,>=1.85.1",
        "protobuf<8,>=7",
        "gone>=1",
        'uvloop<1,>=0.22; sys_platform != "win32"',
        'torch>=2.6; extra == "torch"',
        'pytest>=9; extra == "dev"',
    )


def test_packages_names_what_is_missing_and_what_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name in ("gone", "torch"):
            raise metadata.PackageNotFoundError(name)
        return {"grpcio": "1.85.2", "protobuf": "6.1", "uvloop": "0.22.1", "pytest": "9.0"}[name]

    monkeypatch.setattr(installation, "_distribution", Installed)
    monkeypatch.setattr(metadata, "version", version)
    findings = list(installation._packages())
    faults = [f for f in findings if f.level is Level.PROBLEM]
    assert [f.text for f in faults] == ["protobuf is 6.1, wanted <8,>=7", "gone is not installed"]
    assert all("pip install" in f.advice for f in faults)
    assert levels(iter(findings), "extras") == [
        (Level.OK, "dev: installed"),
        (Level.OK, "torch: optional, lacks torch"),
    ]


def test_a_folder_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_distribution", lambda: None)
    (finding,) = installation._packages()
    assert finding.level is Level.WARNING
    assert "pip install" in finding.advice


@pytest.mark.parametrize(
    ("version", "bounds", "holds"),
    [
        ("1.85.1", ">=1.85.1,<1.86", True),
        ("1.86.0", ">=1.85.1,<1.86", False),
        ("1.9", ">=1.10", False),
        ("2.0.0", "==2", True),
        ("2.1", "!=2.1", False),
        ("9.0rc1", ">8", True),
        ("3", "", True),
    ],
)
def test_fits(version: str, bounds: str, holds: bool) -> None:
    assert installation.fits(version, bounds) is holds


def test_examples_of_the_docstrings_hold() -> None:
    assert doctest.testmod(installation).failed == 0


def test_the_client_alone_is_told_and_needs_no_models(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installation, "find_spec", lambda name: None)
    findings = list(examine("127.0.0.1:1", tmp_path))
    assert "client alone" in next(f.text for f in findings if f.area == "mizan")
    assert not {"models", "data"} & {f.area for f in findings}


def test_models_that_are_missing_or_only_pointers_are_problems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installation.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(installation.mizan, "__file__", str(tmp_path / "mizan" / "__init__.py"))
    assert installation._model("words", ("idf.npy",)).level is Level.PROBLEM
    folder = tmp_path / "share" / "mizan" / "models" / "words"
    folder.mkdir(parents=True)
    (folder / "idf.npy").write_text("version https://git-lfs.example/spec/v1\n", encoding="utf-8")
    pointer = installation._model("words", ("idf.npy",))
    assert (pointer.level, "holds no weights" in pointer.text) == (Level.PROBLEM, True)
    (folder / "idf.npy").write_bytes(b"\x93NUMPY...")
    assert installation._model("words", ("idf.npy",)).level is Level.OK


# --- network -------------------------------------------------------------------------------------------


@contextmanager
def page(content: bytes) -> Iterator[int]:
    """Port of a server that answers everything with ``content``."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def test_metrics_ports_tell_ours_from_another_program() -> None:
    with page(b"mizan_build_info 1\n") as ours, page(b"<html>") as other:
        assert network._metrics(ours).level is Level.OK
        taken = network._metrics(other)
    assert taken.level is Level.WARNING
    assert "--metrics-port" in taken.advice


def test_another_program_at_the_address_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_PATIENCE", 0.5)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        found = levels(network.examine(f"127.0.0.1:{silent.getsockname()[1]}", expected=False), "services")
    assert [level for level, _ in found] == [Level.PROBLEM]


def test_addresses_that_only_grpc_opens_are_asked(tmp_path: Path) -> None:
    found = levels(network.examine(f"unix:{tmp_path / 'none'}", expected=False), "services")
    assert [(level, "no service of Mizan" in text) for level, text in found] == [(Level.PROBLEM, True)]


def test_silence_is_a_problem_only_where_an_answer_is_expected() -> None:
    for expected, level in ((False, Level.OK), (True, Level.PROBLEM)):
        ((found, _),) = levels(network.examine("127.0.0.1:1", expected=expected), "services")
        assert found is level


# --- data ----------------------------------------------------------------------------------------------


def database(file: Path, number: int) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE migrations (number INTEGER, name TEXT, applied_at REAL)")
        connection.execute("INSERT INTO migrations VALUES (?, 'x', 0)", (number,))
        connection.commit()


def test_databases_tell_their_schema(tmp_path: Path) -> None:
    database(tmp_path / "ingest.db", 1)
    database(tmp_path / "align.db", 99)
    (tmp_path / "summarize.db").write_bytes(b"no database at all, but long enough to be read as one" * 20)
    found = {
        text.split()[0].rpartition("/")[2]: level for level, text in levels(data.examine(tmp_path), "data")
    }
    assert found["ingest.db:"] is Level.OK
    assert found["align.db:"] is Level.PROBLEM
    assert found["summarize.db"] is Level.PROBLEM


def test_data_folder_that_is_missing_will_be_made_and_a_file_is_none(tmp_path: Path) -> None:
    (level, text), *_ = levels(data.examine(tmp_path / "new" / "deep"), "data")
    assert (level, "will be made" in text) == (Level.OK, True)
    (tmp_path / "file").touch()
    (level, _), *_ = levels(data.examine(tmp_path / "file"), "data")
    assert level is Level.PROBLEM


@pytest.mark.parametrize(("free", "level"), [(5e9, Level.OK), (5e8, Level.WARNING), (5e6, Level.PROBLEM)])
def test_disk_space(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: float, level: Level) -> None:
    monkeypatch.setattr(data.shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert data._disk(tmp_path).level is level


# --- surroundings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "level"), [("UTF-8", Level.OK), ("ANSI_X3.4-1968", Level.WARNING), ("?", Level.WARNING)]
)
def test_encoding(name: str, level: Level) -> None:
    assert surroundings._encoding(name).level is level


def test_clock_before_the_installation_is_wrong() -> None:
    now = time.time()
    assert surroundings._clock(now, now - 5).level is Level.OK
    assert surroundings._clock(now - 10 * 86_400, now).level is Level.PROBLEM
