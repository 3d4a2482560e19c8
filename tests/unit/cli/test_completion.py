"""Completion, asked for in a real shell."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mizan.cli import FAILED, OK, main

ASK = """
source completion.bash
COMP_WORDS=({words} "$1")
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
COMP_LINE="${{COMP_WORDS[*]}}"
COMP_POINT=${{#COMP_LINE}}
"$(complete -p mizan | sed -E 's/.*-F ([^ ]+) .*/\\1/')" mizan "$1" "${{COMP_WORDS[COMP_CWORD - 1]}}"
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    if shutil.which("bash") is None:
        pytest.skip("there is no bash here")
    assert main(["completion", "bash"]) == OK
    (tmp_path / "completion.bash").write_text(capsys.readouterr().out, encoding="utf-8")
    for name in ("feed.jsonl", "page.html"):
        (tmp_path / name).touch()
    return tmp_path


def completions(folder: Path, words: str, begun: str) -> set[str]:
    asked = subprocess.run(
        ["bash", "-c", ASK.format(words=words), "bash", begun],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    return set(asked.stdout.split())


@pytest.mark.parametrize(
    ("words", "begun", "expected"),
    [
        ("mizan", "su", {"summary"}),
        ("mizan compare", "--h", {"--help", "--html"}),
        ("mizan compare", "fe", {"feed.jsonl"}),
        ("mizan compare feed.jsonl --html", "pa", {"page.html"}),
        ("mizan compare --language", "a", {"ar"}),
        ("mizan evaluate", "re", {"relations", "retrieval"}),
        ("mizan evaluate nli feed.jsonl", "--j", {"--judge", "--json"}),
        ("mizan relations e1 --type", "con", {"contradiction"}),
        ("mizan completion", "", {"bash", "zsh", "tcsh"}),
    ],
)
def test_bash_completes(folder: Path, words: str, begun: str, expected: set[str]) -> None:
    assert expected <= completions(folder, words, begun)


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_other_shells_get_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == OK
    script = capsys.readouterr().out
    assert "mizan" in script and "compare" in script


def test_without_shtab_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    assert main(["completion", "bash"]) == FAILED
    assert "pip install shtab" in capsys.readouterr().err
