"""The client as its own distribution, in an environment that holds nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mizan import ArticleInput, Client
from tests.live import event_of, services

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
    "PYTHONUTF8": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs are of an environment with the client alone."""
    folder = tmp_path_factory.mktemp("alone")
    # A copy, so that nothing that is being worked on changes under the build.
    shutil.copytree(ROOT / "mizan", folder / "mizan", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "environment"], check=True)
    scripts = folder / "environment" / ("Scripts" if sys.platform == "win32" else "bin")
    pip(scripts, "install", "--quiet", "--no-compile", str(folder / "mizan"))
    return scripts


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Services that hold one event of two outlets."""
    articles = [
        ArticleInput(
            outlet=outlet,
            title="Fire at Zahran vegetable market",
            content=(
                "A fire broke out on Tuesday 10 March 2026 in the central vegetable market of Zahran.\n"
                f"The head of the fire department, Salem Al-Rawahi, said it killed {dead} people."
            ).encode(),
        )
        for outlet, dead in (("Al Nour", 9), ("Harbour Gazette", 14))
    ]
    with services() as address, Client(address) as client:
        event_of(client, [answer.article.name for answer in client.ingest_all(articles)])
        yield address


def ran(program: Path, *arguments: str, status: int = 0) -> str:
    """What a program prints, errors included."""
    done = subprocess.run(
        [program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        cwd=program.parent,
        env=ENVIRONMENT,
    )
    assert done.returncode == status, done.stdout
    return done.stdout


def pip(scripts: Path, *arguments: str) -> str:
    """What our own pip says that it did to the environment of those scripts."""
    return ran(Path(sys.executable), "-m", "pip", "--python", str(scripts / "python"), *arguments)


def test_it_asks_for_what_all_of_mizan_asks_for() -> None:
    whole, alone = (
        tomllib.loads(file.read_text("utf-8"))["project"]
        for file in (ROOT / "pyproject.toml", ROOT / "mizan" / "pyproject.toml")
    )
    assert set(alone["dependencies"]) < set(whole["dependencies"])
    assert alone["scripts"] == whole["scripts"]
    assert alone["requires-python"] == whole["requires-python"]


def test_it_brings_grpc_and_protobuf_alone(scripts: Path) -> None:
    installed = json.loads(pip(scripts, "list", "--format=json"))
    assert {distribution["name"] for distribution in installed} == {
        "mizan-client",
        "grpcio",
        "typing_extensions",  # of grpcio
        "protobuf",
        "googleapis-common-protos",
    }


def test_its_readme_runs(scripts: Path, address: str) -> None:
    readme = (ROOT / "mizan" / "README.md").read_text("utf-8")
    program = readme.partition("```python\n")[2].partition("```")[0]
    program = program.replace("mizan.example:50050", address)
    given = "pages = [('Al Waha', b'The museum reopened on Monday.'), ('', b'x')]\n"
    printed = ran(scripts / "python", "-c", given + program)
    assert printed == "1 article.outlet is required\nFire at Zahran vegetable market\n"


def test_both_clients_and_types_are_there(scripts: Path, address: str) -> None:
    program = f"""
import asyncio, pathlib, mizan

async def main():
    async with mizan.AsyncClient({address!r}) as client:
        print([event.title async for event in client.events(min_outlets=2)])

asyncio.run(main())
folder = pathlib.Path(mizan.__file__).parent
print((folder / "py.typed").exists(), (folder / "v1" / "resources_pb2.pyi").exists(), mizan.__version__)
"""
    assert ran(scripts / "python", "-c", program) == "['Fire at Zahran vegetable market']\nTrue True 0.1.0\n"


@pytest.mark.parametrize(("named", "problems"), [("'events/a'", ""), ("1", 'expected "str"')])
def test_types_reach_those_who_use_it(scripts: Path, tmp_path: Path, named: str, problems: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from typing import assert_type\n"
        "from mizan import AsyncClient, Client\n"
        "from mizan.v1.resources_pb2 import Event\n"
        f"assert_type(Client().event({named}), Event)\n"
        "async def main() -> None:\n"
        f"    assert_type(await AsyncClient().event({named}), Event)\n"
    )
    found = ran(
        Path(sys.executable),
        *("-m", "mypy", "--strict", "--python-executable", str(scripts / "python"), str(program)),
        status=1 if problems else 0,
    )
    assert problems in found


def test_its_commands_reach_services_elsewhere(scripts: Path, address: str, tmp_path: Path) -> None:
    listed = ran(scripts / "mizan", "events", "--target", address)
    assert "Fire at Zahran vegetable market" in listed
    pages = []
    for outlet, dead in (("one", 9), ("two", 14)):
        page = tmp_path / f"{outlet}.txt"
        page.write_text(f"A fire in Zahran killed {dead} people on Tuesday 10 March 2026, officials said.")
        pages.append(str(page))
    assert "two" in ran(scripts / "mizan", "compare", "--target", address, *pages)
    assert "--target" in ran(scripts / "mizan", "compare", *pages, status=1)
