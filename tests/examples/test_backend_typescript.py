"""The TypeScript backend, built from the protos by its own scripts and run by node."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "examples" / "backend_typescript"
COVERAGE = REPOSITORY / "samples" / "coverage"
PACKAGES = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "mizan" / "npm"


def _missing(reason: str) -> None:
    if os.environ.get("MIZAN_REQUIRE_NODE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _packages() -> Path:
    """The folder node_modules of the lock file, installed once into the user's cache."""
    lock = (EXAMPLE / "package-lock.json").read_bytes()
    folder = PACKAGES / hashlib.sha256(lock).hexdigest()[:16]
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(EXAMPLE / name, folder)
        done = _npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        if done.returncode:
            _missing(f"npm could not install the packages of {EXAMPLE.name}: {done.stderr[-500:]}")
        (folder / "complete").touch()
    return folder / "node_modules"


def _npm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["npm", *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built program, in a copy of the checkout's layout: nothing is written into the tree."""
    if not shutil.which("node") or not shutil.which("npm"):
        _missing("node and npm are needed to build the TypeScript example")
    checkout = tmp_path_factory.mktemp("checkout")
    (checkout / "protos").symlink_to(REPOSITORY / "protos")
    project = checkout / "examples" / EXAMPLE.name
    shutil.copytree(EXAMPLE, project, ignore=shutil.ignore_patterns("node_modules", "build", "generated"))
    (project / "node_modules").symlink_to(_packages())
    built = _npm(project, "run", "build")
    assert built.returncode == 0, built.stdout + built.stderr
    return project / "build" / "src" / "main.js"


def _run(program: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = ["node", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_pages_are_stored_and_their_contradictions_shown(program: Path, target: str) -> None:
    pages = sorted(COVERAGE.glob("*--port-fire.txt"))
    told = _run(program, "--target", target, *pages)
    assert told.returncode == 0, told.stderr
    sides = told.stdout.partition("\n  number ")[2].splitlines()[1:3]
    first, second = sorted(side.strip() for side in sides)  # pages are sent at once and may arrive either way
    assert first.startswith("al-marsa: 11 قتيلا")
    assert second.startswith("sada-almina: 14 قتيلا")
    again = _run(program, "--target", target, *pages)
    assert again.stdout == told.stdout  # the same articles again change nothing


def test_a_refusal_is_explained_by_reason_and_field(program: Path, target: str, tmp_path: Path) -> None:
    empty = tmp_path / "outlet--empty.txt"
    empty.touch()
    told = _run(program, "--target", target, empty)
    assert told.returncode == 1
    assert told.stderr.startswith("INVALID_FIELDS: article.content ")
