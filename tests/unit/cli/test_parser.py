"""What commands take, and what their help promises."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from datetime import date
from importlib import import_module

import pytest

from mizan.cli import BAD_INPUT, parser


def commands() -> dict[str, argparse.ArgumentParser]:
    return dict(below(parser.build()))


def below(
    command: argparse.ArgumentParser, prefix: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Commands and the commands below them, by their names as they are typed."""
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield f"{prefix}{name}", inner
                yield from below(inner, f"{prefix}{name} ")


def examples(text: str) -> Iterator[list[str]]:
    """The arguments of each `mizan` command in the examples of a help text."""
    for line in text.partition("examples:\n")[2].partition("\n\n")[0].splitlines():
        words = shlex.split(line, comments=True, posix=True)
        for start, word in enumerate(words):
            if word == "mizan" or word.endswith("$(mizan"):
                rest = words[start + 1 :]
                end = next((i for i, w in enumerate(rest) if w in ("|", ">", "<", "||")), len(rest))
                yield [w.removesuffix(")") for w in rest[:end]]


LEAVES = [name for name in commands() if not any(other.startswith(f"{name} ") for other in commands())]
ALL = [(name, example) for name, command in commands().items() for example in examples(command.format_help())]


@pytest.mark.parametrize("name", commands())
def test_every_command_has_description_examples_and_statuses(name: str) -> None:
    shown = commands()[name].format_help()
    assert commands()[name].description
    assert (1 if " " in name else 2) <= len([1 for of, _ in ALL if of == name]) <= 4
    assert "exit status: 0" in shown


@pytest.mark.parametrize(("name", "example"), ALL, ids=[" ".join(example) for _, example in ALL])
def test_every_example_of_the_help_is_accepted(name: str, example: list[str]) -> None:
    arguments = parser.build().parse_args([word.replace("*.jsonl", "a.jsonl") for word in example])
    module, _, function = arguments.command.partition(":")
    assert name.partition(" ")[0] in (module, function)


def test_examples_of_the_general_help_are_accepted() -> None:
    found = list(examples(parser.build().format_help()))
    assert len(found) >= 3
    for example in found:
        parser.build().parse_args(example)


@pytest.mark.parametrize("name", commands())
def test_every_command_leads_to_a_function(name: str) -> None:
    module, _, function = str(commands()[name].get_default("command")).partition(":")
    assert callable(getattr(import_module(f"mizan.cli.{module}"), function))


@pytest.mark.parametrize("name", sorted(set(LEAVES) - {"completion"}))
def test_json_is_everywhere(name: str) -> None:
    actions = {option: a for a in commands()[name]._actions for option in a.option_strings}
    assert actions["--json"].nargs == "?"
    assert actions["--json"].const == "-"


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "a.txt", "--html"],
        ["compare", "a.txt", "--language", "fr"],
        ["compare", "a.txt", "--fail-on", "agreement"],
        ["events", "--since", "yesterday"],
        ["relations", "e1", "--min-score", "2"],
        ["summary", "--json", "e1"],
        ["completion", "fish"],
        ["evaluate", "rumours", "a.jsonl"],
        ["evaluate", "dates", "a.jsonl", "--judge", "onnx"],
    ],
)
def test_wrong_values_end_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parser.build().parse_args(arguments)
    assert stopped.value.code == BAD_INPUT
    assert "usage: mizan" in capsys.readouterr().err


def test_values_are_read() -> None:
    arguments = parser.build().parse_args(["events", "--since", "2026-03-10", "--json", "--language", "ar"])
    assert (arguments.since, arguments.json, arguments.language) == (date(2026, 3, 10), "-", "ar")
