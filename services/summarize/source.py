"""Where events and their alignments come from: the align service, in this process or over gRPC."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol

import grpc

from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import align_service_pb2_grpc as align_grpc
from mizan.v1 import resources_pb2 as pb
from services.common.server import CHANNEL_OPTIONS
from services.common.status import from_rpc_error

DEADLINE = 10.0  # seconds; what is asked for is read from the store, not made


class AlignmentSource(Protocol):
    """Gives out stored events. Both calls raise NotFound, or BackendUnavailable when align is away."""

    async def alignment(self, event: str) -> pb.Alignment:
        """The current alignment of the event that ``event`` leads to; its name tells which one that is.

        Raises AlignmentNotReady too.
        """

    async def event(self, name: str) -> pb.Event:
        """The event of that name, merged or not. It may have grown since it was aligned."""


class RemoteSource:
    """Asks the align service at a gRPC target; every call has a deadline."""

    def __init__(self, target: str, *, deadline: float = DEADLINE) -> None:
        self._target = target
        self._deadline = deadline
        self._channel: grpc.aio.Channel | None = None

    async def alignment(self, event: str) -> pb.Alignment:
        """The current alignment of the event that ``event`` leads to."""
        request = align_pb.GetAlignmentRequest(name=f"{event}/alignment")
        alignment: pb.Alignment = await _answer(self._stub().GetAlignment(request, timeout=self._deadline))
        return alignment

    async def event(self, name: str) -> pb.Event:
        """The event of that name."""
        request = align_pb.GetEventRequest(name=name)
        event: pb.Event = await _answer(self._stub().GetEvent(request, timeout=self._deadline))
        return event

    async def close(self) -> None:
        """Closes the channel."""
        if self._channel is not None:
            await self._channel.close(None)
            self._channel = None

    def _stub(self) -> Any:
        if self._channel is None:  # a channel belongs to the loop that it is made in
            self._channel = grpc.aio.insecure_channel(self._target, options=CHANNEL_OPTIONS)
        return align_grpc.AlignServiceStub(self._channel)


async def _answer(call: Awaitable[Any]) -> Any:
    try:
        return await call
    except grpc.RpcError as error:
        raise from_rpc_error(error, "align") from error
