"""Files that are written, and files that are not written over."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from mizan.cli import BAD_INPUT, output
from mizan.cli.status import Stop

ARTICLE = '{"outlet": "A", "text": "x"}\n'


@pytest.fixture
def coverage(tmp_path: Path) -> Path:
    for name in ("a.jsonl", "b.jsonl", "c.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["a.jsonl", "c.txt"])
def test_protect_refuses_coverage_that_the_option_took_for_its_file(coverage: Path, name: str) -> None:
    with pytest.raises(Stop, match="--json=-") as stop:
        output.protect("--json", str(coverage / name), [str(coverage / "b.jsonl")])
    assert stop.value.status == BAD_INPUT
    assert (coverage / name).read_text(encoding="utf-8") == ARTICLE


def test_protect_refuses_an_input_by_any_of_its_names(coverage: Path) -> None:
    (coverage / "link.out").symlink_to(coverage / "a.jsonl")
    with pytest.raises(Stop):
        output.protect("--predictions", str(coverage / "link.out"), ["-", str(coverage / "a.jsonl")])


def test_protect_lets_new_files_and_own_files_pass(coverage: Path) -> None:
    (coverage / "old.json").write_text('{"articles": [{"name": "sources/a/articles/1"}]}', encoding="utf-8")
    (coverage / "empty.html").touch()
    for name in ("new.json", "old.json", "empty.html"):
        output.protect("--json", str(coverage / name), [str(coverage)])
    output.protect("--json", "-", [str(coverage)])
    output.protect("--json", None, [str(coverage)])
    with pytest.raises(Stop):  # read by name, it is input
        output.protect("--json", str(coverage / "old.json"), [str(coverage / "old.json")])


def test_opened_leaves_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), output.opened(str(file)) as out:
        out.write("new")
        raise ZeroDivisionError
    assert file.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]
    output.write(str(file), "نص")
    assert file.read_text(encoding="utf-8") == "نص\n"


def test_opened_keeps_what_a_growing_file_has_when_the_command_ends_early(tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt), output.opened(str(file), growing=True) as out:
        out.write("first\n")
        raise KeyboardInterrupt
    assert file.read_text(encoding="utf-8") == "first\n"


def test_opened_writes_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "out.json")
    (tmp_path / "out.json").touch()
    output.write(str(tmp_path / "link.json"), "x")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "x\n"


def test_opened_writes_to_what_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    output.write("/dev/null", "x")
    assert Path("/dev/null").is_char_device()
    output.write("-", "y")
    assert capsys.readouterr().out == "y\n"


def test_opened_says_why_a_file_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="cannot be written"):
        output.write(str(tmp_path / "none" / "out.json"), "x")


def test_only_one_thing_goes_to_one_place(tmp_path: Path) -> None:
    output.apart({"--json": "-", "--html": "page.html"})
    output.apart({"--json": None, "--html": None})
    (tmp_path / "link").symlink_to(tmp_path / "a")
    for one, other in (("-", "-"), ("a", "./a"), (str(tmp_path / "a"), str(tmp_path / "link"))):
        with pytest.raises(Stop, match="--json and --html"):
            output.apart({"--json": one, "--html": other})


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "in_pipe"),
    [
        ({"TERM": "xterm"}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_colours(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], on_terminal: bool, in_pipe: bool
) -> None:
    for name in ("TERM", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert (output.coloured(Terminal()), output.coloured(io.StringIO())) == (on_terminal, in_pipe)
