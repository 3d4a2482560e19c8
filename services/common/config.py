"""Configuration: frozen dataclasses, filled from flags, then from the environment, then from defaults.

A field made by `setting` becomes the flag ``--field-name`` and the variable ``MIZAN_FIELD_NAME``. All that is
wrong is reported at once.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

C = TypeVar("C")


class ConfigInvalid(ValueError):
    """Some settings cannot be used; ``problems`` has one sentence for each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def setting(default: Any, doc: str, parse: Callable[[str], Any] = str) -> Any:
    """A field of a configuration. ``parse`` raises ValueError with words that follow the setting's name."""
    return dataclasses.field(default=default, metadata={"doc": doc, "parse": parse})


def port(text: str) -> int:
    """0 to 65535."""
    if not text.isdecimal() or int(text) > 65535:
        raise ValueError(f"is {text!r}: it must be a port, 0 to 65535")
    return int(text)


def count(text: str) -> int:
    """A whole number of at least 1."""
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"is {text!r}: it must be a whole number of at least 1")
    return int(text)


def seconds(text: str) -> float:
    """A number of seconds, 0 or more."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise ValueError(f"is {text!r}: it must be a number of seconds, 0 or more")
    return value


def address(text: str) -> str:
    """HOST:PORT."""
    host, separator, number = text.rpartition(":")
    if not separator or not host or not number.isdecimal() or int(number) > 65535:
        raise ValueError(f"is {text!r}: it must look like HOST:PORT")
    return text


def target(text: str) -> str:
    """A gRPC target: HOST:PORT, dns:///..., unix:... ."""
    if not text.startswith(("dns:", "unix:", "ipv4:", "ipv6:")):
        address(text)
    return text


def database_url(text: str) -> str:
    """sqlite:///file.db, sqlite:////absolute/file.db, or sqlite:// (private, gone at the end)."""
    if not re.fullmatch(r"sqlite://(/.+)?", text):
        raise ValueError(f"is {text!r}: use sqlite:///file.db or sqlite:////absolute/file.db")
    return text


def log_level(text: str) -> str:
    """debug, info, warning or error."""
    if text.lower() not in ("debug", "info", "warning", "error"):
        raise ValueError(f"is {text!r}: it must be debug, info, warning or error")
    return text.lower()


@dataclass(frozen=True)
class ServeConfig:
    """What every process that serves needs."""

    listen: str = setting("127.0.0.1:50050", "Address of the gRPC server, HOST:PORT.", address)
    log_level: str = setting("info", "Least level that is logged.", log_level)
    grace: float = setting(10.0, "Seconds that running calls get at the end.", seconds)
    settle: float = setting(
        0.0, "Seconds between readiness off and the end of new calls, for load balancers.", seconds
    )


def add_flags(parser: argparse.ArgumentParser, kind: type[Any]) -> None:
    """Adds one flag per field of the dataclass ``kind``."""
    for field in dataclasses.fields(kind):
        parser.add_argument(
            f"--{field.name.replace('_', '-')}",
            dest=field.name,
            metavar="VALUE",
            help=f"{field.metadata['doc']} Default: {field.default if field.default != '' else 'none'}"
            f" (or {variable(field.name)})".replace("%", "%%"),
        )


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"MIZAN_{name.upper()}"


def read(kind: type[C], flags: Mapping[str, str | None], environ: Mapping[str, str] | None = None) -> C:
    """Makes a ``kind`` from ``flags`` (field name -> text), else the environment, else the defaults.

    Raises `ConfigInvalid` with all problems.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    problems: list[str] = []
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        flag = flags.get(field.name)
        origin = f"--{field.name.replace('_', '-')}" if flag is not None else variable(field.name)
        text = flag if flag is not None else environ.get(variable(field.name))
        if text is None:
            continue
        try:
            values[field.name] = field.metadata["parse"](text)
        except ValueError as error:
            problems.append(f"{origin} {error}")
    if problems:
        raise ConfigInvalid(problems)
    return kind(**values)


def from_command_line(kind: type[C], description: str, argv: Sequence[str] | None = None) -> C:
    """Parses ``argv``; on wrong settings prints every problem and exits with status 2."""
    parser = argparse.ArgumentParser(description=description)
    add_flags(parser, kind)
    try:
        return read(kind, vars(parser.parse_args(argv)))
    except ConfigInvalid as error:
        parser.error("\n  ".join(("wrong settings:", *error.problems)))
