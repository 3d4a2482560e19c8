"""Who answers where services and their metrics are looked for."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException

import mizan
from mizan.doctor.finding import Finding, ok, problem, warning

_PATIENCE = 3.0  # seconds for an answer
_METRICS = (9091, 9092, 9093)  # ports of `mizan serve`
_LOCAL = ("127.0.0.1", "localhost", "::1", "0.0.0.0")


def examine(target: str, *, expected: bool) -> Iterator[Finding]:
    """The services at ``target``; on this machine also the ports that `mizan serve` would take."""
    addresses = list(dict.fromkeys(part.strip() for part in target.split(",")))
    silent = [address for address in addresses if not _listens(address)]
    for address in silent:
        if expected:
            yield problem(
                "services",
                f"nothing listens at {address}",
                "start `mizan serve` there, or name where it runs with --target HOST:PORT",
            )
        else:
            yield ok("services", f"none runs at {address}; the port is free for `mizan serve`")
    if not silent:
        yield from _services(target)
    if any(address.rpartition(":")[0] in _LOCAL for address in addresses):
        for port in _METRICS:
            yield _metrics(port)


def _listens(address: str) -> bool:
    """Whether a port is open; True for what only gRPC can open, such as unix:/run/mizan."""
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        return True
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE):
            return True
    except (OSError, OverflowError):
        return False


def _services(target: str) -> Iterator[Finding]:
    from mizan import Client, MizanError, Unavailable

    try:
        with Client(target, deadline=_PATIENCE, attempts=1) as client:
            known = client.info()
    except MizanError as error:
        silent = isinstance(error, Unavailable)
        yield problem(
            "services",
            f"what listens at {target} is no service of Mizan" if silent else error.message,
            "serve elsewhere with `mizan serve --listen HOST:PORT`, or name the services with --target",
        )
        return
    for name, service in known.items():
        models = ", ".join(f"{m.role} {m.backend} {m.revision}".strip() for m in service.models)
        text = f"{name} {service.version} at {target}" + (f", {models}" if models else "")
        if service.version == mizan.__version__:
            yield ok("services", text)
        else:
            yield warning(
                "services",
                f"{text}; this is {mizan.__version__}",
                "use the same version on both sides: restart the services after an update",
            )


def _metrics(port: int) -> Finding:
    if not _listens(f"127.0.0.1:{port}"):
        return ok("ports", f"{port} is free")
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/metrics")
        page = connection.getresponse().read(1_000_000)
    except (OSError, HTTPException):
        page = b""
    finally:
        connection.close()
    if b"mizan_" in page:
        return ok("ports", f"{port} has the metrics of a service of Mizan")
    return warning(
        "ports",
        f"{port} belongs to another program",
        "serve metrics elsewhere: `mizan serve --metrics-port PORT`, of three in a row, or 0 for any",
    )
