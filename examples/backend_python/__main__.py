"""Runs the desk alerts until SIGTERM or SIGINT. See README.md."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from pathlib import Path

import grpc

from mizan.v1.align_service_pb2_grpc import AlignServiceStub
from mizan.v1.ingest_service_pb2_grpc import IngestServiceStub

from . import failure
from .alerts import AlertFile
from .channel import connect
from .disputes import Disputes
from .feed import Feed
from .intake import take_in

logger = logging.getLogger(__name__)

GRACE = 10.0  # seconds that running calls get at the end
PASSING = frozenset(
    {
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.DEADLINE_EXCEEDED,
        grpc.StatusCode.RESOURCE_EXHAUSTED,
    }
)


async def run(
    target: str, feed: Path, alerts: AlertFile, *, min_score: float, interval: float, stop: asyncio.Event
) -> None:
    """Takes in the feed and tells alerts until ``stop`` is set; then lets what runs come to its end."""
    async with connect(target) as channel, asyncio.TaskGroup() as tasks:
        work = [
            tasks.create_task(take_in(IngestServiceStub(channel), Feed(feed, stop))),
            tasks.create_task(
                watch(Disputes(AlignServiceStub(channel), min_score), alerts, interval=interval, stop=stop)
            ),
        ]
        await stop.wait()
        await asyncio.wait(work, timeout=GRACE)
        for task in work:
            task.cancel()


async def watch(disputes: Disputes, alerts: AlertFile, *, interval: float, stop: asyncio.Event) -> None:
    """Looks for contradictions every ``interval`` seconds."""
    while not stop.is_set():
        try:
            async for alert in disputes.look():
                alerts.tell(alert)
        except grpc.aio.AioRpcError as error:
            if error.code() not in PASSING:
                raise
            logger.warning("no look at the disputes this time: %s", failure.of_error(error))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), interval)


async def _until_signal(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with contextlib.closing(AlertFile(arguments.alerts)) as alerts:
        await run(
            arguments.target,
            arguments.feed,
            alerts,
            min_score=arguments.min_score,
            interval=arguments.interval,
            stop=stop,
        )


def main() -> int:
    """The program; 1 when a call failed for good."""
    parser = argparse.ArgumentParser(prog="python -m examples.backend_python", description=__doc__)
    parser.add_argument("feed", type=Path, help="JSON Lines that another program appends to")
    parser.add_argument("--target", default="127.0.0.1:50050", help="the services, HOST:PORT (%(default)s)")
    parser.add_argument("--alerts", type=Path, default="alerts.jsonl", help="file of alerts (%(default)s)")
    parser.add_argument("--min-score", type=float, default=0.7, help="least score, 0 to 1 (%(default)s)")
    parser.add_argument("--interval", type=float, default=2.0, help="seconds between looks (%(default)s)")
    arguments = parser.parse_args()
    if not arguments.feed.is_file():
        parser.error(f"{arguments.feed} is no file")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    status = 0
    try:
        asyncio.run(_until_signal(arguments))
    except* grpc.aio.AioRpcError as failed:
        for error in failed.exceptions:
            if isinstance(error, grpc.aio.AioRpcError):
                logger.critical("%s", failure.of_error(error))
        status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
