"""The real services, for tests that call them as a client does."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from mizan import Client, NotReady


@contextmanager
def services(data: Path | None = None, listen: str = "127.0.0.1:0") -> Iterator[str]:
    """The address of all three, in a process of their own that is killed at the end.

    Not in this process: grpc.aio loses calls where several event loops, one of them closed, share it.
    ``data`` is the folder of the databases; without it they are gone at the end.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        options = {"--listen": listen, "--data": str(data or temporary), "--metrics-port": "0", "--json": "-"}
        program = [sys.executable, "-m", "mizan.cli", "serve", *chain(*options.items())]
        with subprocess.Popen(program, stdout=subprocess.PIPE, encoding="utf-8") as process:
            try:
                assert process.stdout is not None
                address: str = json.loads(process.stdout.readline())["grpc"]
                yield address
            finally:
                process.kill()


def event_of(client: Client, articles: Sequence[str]) -> str:
    """Name of the event that all these articles tell, once its alignment has them; waits for it."""
    for _ in range(600):
        for event in client.events(min_outlets=len(articles)):
            with suppress(NotReady):
                if {*articles} == {article.name for article in client.alignment(event.name).articles}:
                    return event.name
        time.sleep(0.05)
    raise AssertionError("the articles did not become one event")
