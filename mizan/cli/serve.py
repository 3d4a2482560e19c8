"""`mizan serve`."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from mizan.cli import output, services
from mizan.cli.parser import STANDARD
from mizan.cli.status import FAILED, OK, Stop

_MODELS = ("encoder", "contextual", "judge", "summarizer")


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is told to stop."""
    services.demand("serve")
    from services.common import journal

    journal.set_up(arguments.log_level)
    folder = Path(arguments.data).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(FAILED, f"{folder}: cannot be made: {error.strerror}") from error
    return asyncio.run(_served(arguments, folder))


async def _served(arguments: argparse.Namespace, folder: Path) -> int:
    from services.all import build
    from services.common import server

    named = {role: spec for role in _MODELS if (spec := getattr(arguments, role)) is not None}
    settings = services.settings(
        database=f"sqlite:///{folder}", metrics_port=str(arguments.metrics_port), **named
    )
    try:
        running = await server.serve(
            build(settings), listen=arguments.listen, metrics_ports=settings.metrics_ports()
        )
    except server.CannotListen as error:
        advice = "take other ports with --listen HOST:PORT and --metrics-port PORT; port 0 is any free one"
        raise Stop(FAILED, str(error), advice) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise Stop(FAILED, f"cannot serve: {error}") from error
    host = arguments.listen.rpartition(":")[0]
    address = f"{host}:{running.port}"
    metrics = {name: f"http://{host}:{port}/metrics" for name, port in running.metrics_ports.items()}
    if arguments.json:
        addresses = {"grpc": address, "data": str(folder), "metrics": metrics}
        output.write(arguments.json, output.json_line(addresses))
    if arguments.json != STANDARD:
        print(f"gRPC on {address}, data in {folder}")
        for name, url in metrics.items():
            print(f"metrics of {name} on {url}")
    output.flush()
    await running.wait_for_signal()
    return OK
