"""The way to the services: addresses, channel options and retries. The same for both clients."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cached_property
from typing import Any, ClassVar, Self

import grpc

from mizan.client.calls import Call
from mizan.client.errors import MizanError, of_call
from mizan.v1 import (
    align_service_pb2,
    align_service_pb2_grpc,
    ingest_service_pb2,
    ingest_service_pb2_grpc,
    summarize_service_pb2,
    summarize_service_pb2_grpc,
)

TARGET = "127.0.0.1:50050"
DEADLINE = 60.0
ATTEMPTS = 4
MOST_ATTEMPTS = 5  # gRPC makes no more, whatever it is asked for

_STUBS = {
    "ingest": ingest_service_pb2_grpc.IngestServiceStub,
    "align": align_service_pb2_grpc.AlignServiceStub,
    "summarize": summarize_service_pb2_grpc.SummarizeServiceStub,
}
_FILES = (ingest_service_pb2, align_service_pb2, summarize_service_pb2)
_MAX_MESSAGE_BYTES = 64 * 1024 * 1024  # what the services accept and send


class Connection:
    """Where the three services are and how long and how often to ask them. Base of both clients."""

    _transport: ClassVar[Any]  # the module that opens channels: grpc or grpc.aio

    def __init__(
        self,
        target: str = TARGET,
        *,
        deadline: float = DEADLINE,
        attempts: int = ATTEMPTS,
        credentials: grpc.ChannelCredentials | None = None,
    ) -> None:
        addresses = [part.strip() for part in target.split(",")]
        if len(addresses) not in (1, 3) or not all(addresses):
            raise ValueError(f"{target!r} is neither one address nor those of ingest, align and summarize")
        if not 1 <= attempts <= MOST_ATTEMPTS:
            raise ValueError(f"attempts is {attempts}: 1 to {MOST_ATTEMPTS} can be made")
        if len(addresses) == 1:
            addresses *= 3
        self._addresses = dict(zip(_STUBS, addresses, strict=True))
        self._deadline = _seconds(deadline)
        self._attempts = attempts
        self._credentials = credentials

    def within(self, deadline: float) -> Self:
        """The same connection with another deadline, in seconds; closing either closes both.

        >>> client.within(300)
        Client('127.0.0.1:...', deadline=300)
        """
        _ = self._channels  # opened before they are shared
        other = copy(self)
        other._deadline = _seconds(deadline)
        return other

    def __repr__(self) -> str:
        target = ",".join(dict.fromkeys(self._addresses.values()))
        return f"{type(self).__name__}({target!r}, deadline={self._deadline:g})"

    def _rpc(self, call: Call[Any]) -> Any:
        return getattr(self._stubs[call.service], call.method)

    @contextmanager
    def _failures(self, service: str) -> Iterator[None]:
        try:
            yield
        except grpc.RpcError as error:
            raise self._failure(error, service) from error

    def _failure(self, error: grpc.RpcError, service: str) -> MizanError:
        return of_call(error, self._addresses[service], self._deadline)

    # Opened with the first call: a channel of grpc.aio belongs to the event loop that runs then.
    @cached_property
    def _channels(self) -> dict[str, Any]:
        options = _options(self._attempts)
        return {
            address: (
                self._transport.insecure_channel(address, options=options)
                if self._credentials is None
                else self._transport.secure_channel(address, self._credentials, options=options)
            )
            for address in self._addresses.values()
        }

    @cached_property
    def _stubs(self) -> dict[str, Any]:
        return {name: stub(self._channels[self._addresses[name]]) for name, stub in _STUBS.items()}


def _seconds(deadline: float) -> float:
    if not deadline > 0:
        raise ValueError(f"deadline is {deadline}: give a number of seconds above 0")
    return deadline


def _options(attempts: int) -> list[tuple[str, Any]]:
    options: list[tuple[str, Any]] = [
        ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
        ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
        # A call that is larger than this buffer would not be repeated.
        ("grpc.per_rpc_retry_buffer_size", _MAX_MESSAGE_BYTES),
        # Attempts are worth something only when the connection is tried again before them.
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 5_000),
    ]
    if attempts > 1:
        options.append(("grpc.service_config", json.dumps(_retries(attempts))))
    return options


def _retries(attempts: int) -> dict[str, Any]:
    """gRPC's own retries, for all calls but the stream, which goes on by itself where it was cut.

    All of them may be repeated: they read, or store nothing, or carry a request id.
    """
    return {
        "methodConfig": [
            {
                "name": [
                    {"service": service.full_name, "method": method.name}
                    for file in _FILES
                    for service in file.DESCRIPTOR.services_by_name.values()
                    for method in service.methods
                    if not method.client_streaming
                ],
                "retryPolicy": {
                    "maxAttempts": attempts,
                    "initialBackoff": "0.2s",
                    "maxBackoff": "5s",
                    "backoffMultiplier": 3,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ]
    }
