"""`mizan models`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from mizan import listing
from mizan.cli import output, services
from mizan.cli.calls import client
from mizan.cli.parser.options import NONE
from mizan.cli.status import OK, Stop
from mizan.doctor.finding import Finding, ok, problem

if TYPE_CHECKING:
    from collections.abc import Callable


def run(arguments: argparse.Namespace) -> int:
    """Lists the models that services have loaded; without a target those of the present settings."""
    with (
        services.running("listing models")
        if arguments.target is None
        else nullcontext(arguments.target) as target,
        client(target) as connection,
    ):
        found = [model for service in connection.info().values() for model in service.models]
    if arguments.json:
        output.listed(found, arguments.json, str)
    else:
        print("\n".join(listing.models(found, output.style(arguments.language))))
    return OK


def loaded() -> Iterator[Finding]:
    """Whether each model that the present settings name can be loaded here."""
    if find_spec("services") is None:
        return
    try:
        settings = services.settings()
    except Stop as stop:
        for message in stop.messages:
            yield problem("models", message, "correct that variable of the environment")
        return
    for role, load in _ways().items():
        spec = getattr(settings, role)
        if spec == NONE:
            yield ok("models", f"{role}: none")
            continue
        started = time.perf_counter()
        try:
            model = load(spec)
        except (ValueError, RuntimeError, OSError, ImportError) as error:
            advice = f"put that right, or name another one with MIZAN_{role.upper()}=SPEC"
            yield problem("models", f"{role} {spec} cannot be loaded: {error}", advice)
        else:
            seconds = time.perf_counter() - started
            yield ok("models", f"{role} {spec}: {model.id} {model.revision}, loaded in {seconds:.1f} s")


def _ways() -> Mapping[str, Callable[[str], Any]]:
    """How the model of each role is loaded."""
    from services.align import backends
    from services.summarize import backends as writers

    return {
        "encoder": backends.load,
        "contextual": backends.load,
        "judge": backends.load_judge,
        "summarizer": writers.load,
    }
