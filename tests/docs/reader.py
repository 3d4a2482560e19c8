"""A reader who does what a page says, in a scratch folder that looks like a checkout."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from mizan import Client, NotReady
from mizan.cli import parser
from tests.docs.pages import ROOT, Act, Block

_PORTS = (50050, 50051, 50052, 50053, 9091, 9092, 9093)  # as the pages print them
_SERVES = re.compile(r"^(?:\.venv/bin/)?(?:mizan serve|python -m services\.)", re.MULTILINE)
_STORES = re.compile(r"mizan ingest|\.ingest(?:_all)?\(")
_COPIED = ("services", "mizan", "report")  # what a page may patch
_BIDI = re.compile("[\u200e\u200f\u2066-\u2069]")
_LIMIT = 60  # seconds of one block

# Runs blocks of Python one after the other with one set of names; a line of JSON in, a line of JSON out.
_PYTHON = """
import contextlib, io, json, sys, traceback
names = {"__name__": "__main__"}
for line in sys.stdin:
    told, failed = io.StringIO(), ""
    with contextlib.redirect_stdout(told):
        try:
            exec(compile(json.loads(line), "page", "exec"), names)
        except BaseException:
            failed = traceback.format_exc()
    print(json.dumps({"told": told.getvalue(), "failed": failed}), flush=True)
"""

_SHIM = """#!/bin/sh
# mizan as the page means it: on the ports of this test instead of the usual ones.
command=$1
case "$command" in
    serve) shift; set -- serve --listen 127.0.0.1:{port} --metrics-port {metrics} "$@" ;;
    {targeted}) shift; set -- "$command" --target 127.0.0.1:{port} "$@" ;;
esac
exec python -m mizan.cli "$@"
"""


# What would change the environment that the tests run in, or fetch something: never run from a page.
_BARRED = ("make", "pip", "pip3", "npm", "docker", "docker-compose")
_BAR = """#!/bin/sh
echo "$(basename "$0") is not run in this test: list the line in NOT_RUN of tests/docs/test_commands.py" >&2
exit 1
"""


class Failed(AssertionError):
    """A block did not do what its page says."""


class Reader:
    """One page's reader: a folder, a shell's variables, Python's names, and the services that run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = dict(zip(_PORTS, _free(len(_PORTS)), strict=True))
        self._serving: list[subprocess.Popen[Any]] = []
        self._python: subprocess.Popen[str] | None = None
        self._variables = folder / ".variables"
        self._variables.touch()
        for entry in ROOT.iterdir():
            if entry.name in _COPIED:
                shutil.copytree(entry, folder / entry.name)
            elif entry.name not in (".venv", ".git", "var", "build"):
                (folder / entry.name).symlink_to(entry)
        self._environment()

    def _environment(self) -> None:
        """A `.venv` like the real one, but for `mizan`, which knows the free ports."""
        bin_folder = self._folder / ".venv" / "bin"
        bin_folder.mkdir(parents=True)
        for entry in Path(sys.executable).parent.iterdir():
            if entry.name not in ("mizan", "activate", *_BARRED):
                (bin_folder / entry.name).symlink_to(entry)
        for entry in Path(sys.executable).parents[1].iterdir():
            if entry.name != "bin" and not entry.name.startswith("."):  # nor the stamps of make
                (bin_folder.parent / entry.name).symlink_to(entry)
        shim = bin_folder / "mizan"
        values = {"port": self._ports[50050], "metrics": self._ports[9091], "targeted": "|".join(_targeted())}
        shim.write_text(_SHIM.format(**values))
        shim.chmod(0o755)
        for name in _BARRED:
            (bin_folder / name).write_text(_BAR)
            (bin_folder / name).chmod(0o755)
        (bin_folder / "activate").write_text(f"PATH={bin_folder}:$PATH\n")
        self._env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("MIZAN_")},
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "PYTHONPATH": str(self._folder),
            "COLUMNS": "100",
        }

    def act(self, block: Block) -> None:
        """Does what the block says and compares what comes out. Raises `Failed`."""
        text = self._with_free_ports(block.text)
        if block.act is Act.FILE:
            file = self._folder / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        elif block.act is Act.PATCH:
            self._shell(f"git apply --unidiff-zero - <<'END_OF_PATCH'\n{block.text}END_OF_PATCH\n")
        elif _SERVES.search(text):
            self._serve(text)
        else:
            _compare(block.told, self._run(text) if block.act is Act.PYTHON else self._shell(text))
            if _STORES.search(text):
                self._settle()

    def leave(self) -> None:
        """Ends everything that was started."""
        self._end(*self._serving, *filter(None, [self._python]))

    def _end(self, *started: subprocess.Popen[Any]) -> None:
        for process in started:
            process.terminate()
        for process in started:
            process.communicate(timeout=_LIMIT)

    def _with_free_ports(self, text: str) -> str:
        return re.sub(r"\b(?:5005[0-3]|909[1-3])\b", lambda m: str(self._ports[int(m[0])]), text)

    def _shell(self, text: str) -> str:
        """What the commands print on both streams; variables last from block to block."""
        script = f"set -eo pipefail -a; . {self._variables}; set +a\n{text}\nexport -p > {self._variables}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self._folder,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_LIMIT,
            check=False,
        )
        told = done.stdout.decode()
        if done.returncode:
            raise Failed(f"exit status {done.returncode} of\n{text}\n{told}")
        return told

    def _run(self, text: str) -> str:
        """What a block of Python prints."""
        if self._python is None:
            self._python = subprocess.Popen(
                ["python", "-c", _PYTHON],
                cwd=self._folder,
                env=self._env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._python.stdin is not None and self._python.stdout is not None
        self._python.stdin.write(json.dumps(text) + "\n")
        self._python.stdin.flush()
        answer: dict[str, str] = json.loads(self._python.stdout.readline())
        if answer["failed"]:
            raise Failed(f"{answer['failed']}\nof\n{text}")
        return answer["told"]

    def _serve(self, text: str) -> None:
        """Starts a server a line, in place of those that run, and waits until each answers."""
        self._end(*self._serving)
        self._serving.clear()
        for line in filter(_SERVES.match, text.replace("\\\n", " ").splitlines()):
            log = self._folder / f".served-{len(self._serving)}"
            with log.open("wb") as out:
                process = subprocess.Popen(
                    ["bash", "-c", f"exec {line.removesuffix('&')}"],
                    cwd=self._folder,
                    env=self._env,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=subprocess.STDOUT,
                )
            self._serving.append(process)
            named = re.search(r"--listen \S+:(\d+)", line)
            port = int(named[1]) if named else self._ports[50050]
            try:
                _wait(partial(_answers, port), process)
            except Failed as failure:
                raise Failed(f"{line} on port {port}: {failure}\n{log.read_text('utf-8')}") from None

    def _settle(self) -> None:
        """Waits until what was stored is grouped and aligned: a reader is slower than that."""
        unread = f"http://127.0.0.1:{self._ports[9091]}/metrics"

        def settled() -> bool:
            with urlopen(unread) as page:
                if b"\nmizan_ingest_outbox_backlog 0.0\n" not in page.read():
                    return False
            with suppress(NotReady), Client(f"127.0.0.1:{self._ports[50050]}") as client:
                return all(
                    [article.name for article in client.alignment(event.name).articles] == [*event.articles]
                    for event in client.events()
                )
            return False

        _wait(settled, self._serving[0])


def _targeted() -> list[str]:
    """The commands that talk to running services unless told otherwise."""
    (commands,) = (a.choices for a in parser.build()._actions if isinstance(a, argparse._SubParsersAction))
    return [name for name, command in commands.items() if command.get_default("target") == parser.TARGET]


def _compare(told: str, output: str) -> None:
    """Every line that the page shows has to come in that order; ``…`` stands for anything."""
    lines = [" ".join(_BIDI.sub("", line).split()) for line in output.splitlines()]
    at = 0
    for shown in filter(None, (" ".join(line.split()) for line in told.splitlines())):
        pattern = re.compile(".*?".join(map(re.escape, shown.split("…"))))
        found = next((i for i in range(at, len(lines)) if pattern.fullmatch(lines[i])), None)
        if found is None:
            raise Failed(f"the page shows\n{shown}\nwhich does not come in\n" + "\n".join(lines[at:]))
        at = found + 1


def _wait(ready: Callable[[], bool], process: subprocess.Popen[Any]) -> None:
    end = time.monotonic() + _LIMIT
    while not ready():
        if process.poll() is not None:
            raise Failed(f"the server ended with status {process.returncode}")
        if time.monotonic() > end:
            raise Failed(f"not ready after {_LIMIT} s")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free(count: int) -> list[int]:
    """Free ports in a row: metrics pages take consecutive ones."""
    for start in range(20000 + os.getpid() % 5000 * 5, 60000, count):
        sockets = [socket.socket() for _ in range(count)]
        try:
            for offset, each in enumerate(sockets):
                each.bind(("127.0.0.1", start + offset))
            return list(range(start, start + count))
        except OSError:
            continue
        finally:
            for each in sockets:
                each.close()
    raise RuntimeError("no free ports")
