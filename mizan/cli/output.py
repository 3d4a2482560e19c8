"""Where a command writes: text, JSON and pages, to files or standard output."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from mizan.cli.parser import STANDARD
from mizan.cli.status import BAD_INPUT, FAILED, Stop

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from mizan.render import Style

T = TypeVar("T")
_WIDEST = 120  # columns; longer lines are hard to read


def say(message: str) -> None:
    """Tells people something on standard error."""
    print(f"mizan: {message}", file=sys.stderr)


def coloured(stream: TextIO) -> bool:
    """Whether colours are welcome: on a terminal, unless NO_COLOR or TERM=dumb; with FORCE_COLOR anywhere."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def style(language: str = "") -> Style:
    """How to draw on standard output."""
    from mizan.render import Style

    return Style(min(get_terminal_size((100, 24)).columns, _WIDEST), coloured(sys.stdout), language)


# --- JSON ----------------------------------------------------------------------------------------------


def as_json(message: Message, *, line: bool = False) -> str:
    """A message as protobuf JSON, on one line if asked for."""
    from google.protobuf.json_format import MessageToJson

    return MessageToJson(message, ensure_ascii=False, indent=None if line else 2)


def listed(items: Iterable[T], file: str | None, text: Callable[[T], str]) -> None:
    """A list: a line of text for each item, or with a file a line of JSON for each."""
    if file is None:
        for item in items:
            print(text(item))
        return
    with opened(file) as out:
        for item in items:
            out.write(json_line(item) + "\n")


def json_line(item: Any) -> str:
    """A message or a plain value as one line of JSON."""
    from google.protobuf.message import Message

    return as_json(item, line=True) if isinstance(item, Message) else json.dumps(item, ensure_ascii=False)


def flush() -> None:
    """Sends what was printed on its way, for who waits for it in a pipe."""
    sys.stdout.flush()


# --- files ---------------------------------------------------------------------------------------------


def write(file: str, text: str) -> None:
    """Writes a text that ends with a line end to a file or, for ``-``, to standard output."""
    with opened(file) as out:
        out.write(text if text.endswith("\n") else text + "\n")


def announce(page: str | None) -> None:
    """Says where a page for people was written: after all other output, where it is seen."""
    if page is not None and page != STANDARD:
        flush()
        say(f"the report is in {page}: open it in a browser")


@contextmanager
def opened(file: str, *, growing: bool = False) -> Iterator[TextIO]:
    """A file to write. It appears when all is written, so that no reader finds half of it.

    With ``growing`` it is there from the start, and what an interrupted command has written stays.
    """
    if file == STANDARD:
        yield sys.stdout
        return
    target = Path(file)
    if not target.exists() or target.is_file():  # no device or pipe
        target = target.resolve()
        part = target if growing else target.with_name(f".{target.name}.{os.getpid()}.part")
    else:
        part = target
    try:
        with part.open("w", encoding="utf-8", errors="replace") as out:
            yield out
        if part is not target:
            part.replace(target)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Stop(FAILED, f"{file}: cannot be written: {error.strerror or error}") from error
    finally:
        if part is not target:
            part.unlink(missing_ok=True)


def protect(option: str, file: str | None, inputs: Sequence[str]) -> None:
    """Stops a command that would write over its own input.

    With ``--json a.jsonl b.jsonl`` the first file is what the option takes, although it was meant to be
    read: a file that is there and holds coverage is never written over.
    """
    from mizan.coverage import KNOWN, written_by_mizan

    if file is None or file == STANDARD or not (target := Path(file)).is_file():
        return
    named = any(source != STANDARD and Path(source).exists() and target.samefile(source) for source in inputs)
    holds_coverage = target.suffix.lower() in KNOWN and target.stat().st_size > 0
    if named or (holds_coverage and not written_by_mizan(target)):
        raise Stop(
            BAD_INPUT,
            f"{option} {file}: that file is input and would be lost",
            f"write {option}=- or put {option} last to get standard output, or name another file"
            if option == "--json"
            else "name another file, or remove this one first",
        )


def apart(arguments: dict[str, str | None]) -> None:
    """Stops a command whose options would write into one another, on standard output or in one file."""
    options: dict[str, str] = {}
    for option, file in arguments.items():
        if file is None:
            continue
        place = STANDARD if file == STANDARD else os.path.realpath(file)
        if other := options.get(place):
            to = "standard output: give one a FILE" if file == STANDARD else f"{file}: name two files"
            raise Stop(BAD_INPUT, f"{other} and {option} cannot both go to {to}")
        options[place] = option
