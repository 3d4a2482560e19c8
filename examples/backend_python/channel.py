"""The channel to Mizan: one for the process, with the policy of its calls."""

from __future__ import annotations

import json

import grpc

# Every unary call ends after a while, waits for a server that is starting, and is tried again only when
# nobody answered. All calls made here may be repeated: they read, or they carry a request id.
_UNARY = {
    "name": [{"service": "mizan.v1.IngestService"}, {"service": "mizan.v1.AlignService"}],
    "timeout": "20s",
    "waitForReady": True,
    "retryPolicy": {
        "maxAttempts": 4,
        "initialBackoff": "0.2s",
        "maxBackoff": "3s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    },
}
# The stream of articles stays open as long as the service runs; `intake` opens it again when it breaks.
_STREAM = {"name": [{"service": "mizan.v1.IngestService", "method": "IngestArticles"}]}

_OPTIONS = (
    ("grpc.service_config", json.dumps({"methodConfig": [_UNARY, _STREAM]})),
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),  # what the services send at most
    ("grpc.keepalive_time_ms", 360_000),  # finds a dead peer; the services take a ping every five minutes
)


def connect(target: str) -> grpc.aio.Channel:
    """A channel to the services at ``HOST:PORT``; use it as an async context manager."""
    return grpc.aio.insecure_channel(target, options=_OPTIONS)
