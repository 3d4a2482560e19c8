"""Where alignments come from: the align service, in this process or over gRPC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import grpc

from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import align_service_pb2_grpc as align_grpc
from services.common import convert
from services.common.domain import Alignment
from services.common.server import CHANNEL_OPTIONS
from services.common.status import from_rpc_error

DEADLINE = 10.0  # seconds; an alignment is read from the store, not made


class Named(Protocol):
    """An event as far as summaries need it."""

    @property
    def name(self) -> str:
        """`events/{event}`; of a merged event, the name of the one it was merged into."""


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """An event of which only the name is known."""

    name: str


class AlignmentSource(Protocol):
    """Gives out the current alignment of an event."""

    async def get(self, event: str) -> tuple[Named, Alignment]:
        """The event that ``event`` leads to and its alignment.

        Raises NotFound, AlignmentNotReady, or BackendUnavailable when align does not answer.
        """


class RemoteSource:
    """Asks the align service at a gRPC target; every call has a deadline."""

    def __init__(self, target: str, *, deadline: float = DEADLINE) -> None:
        self._target = target
        self._deadline = deadline
        self._channel: grpc.aio.Channel | None = None

    async def get(self, event: str) -> tuple[Named, Alignment]:
        """The event that ``event`` leads to and its current alignment."""
        if self._channel is None:  # a channel belongs to the loop that it is made in
            self._channel = grpc.aio.insecure_channel(self._target, options=CHANNEL_OPTIONS)
        stub = align_grpc.AlignServiceStub(self._channel)
        request = align_pb.GetAlignmentRequest(name=f"{event}/alignment")
        try:
            message = await stub.GetAlignment(request, timeout=self._deadline)
        except grpc.RpcError as error:
            raise from_rpc_error(error, "align") from error
        name = message.name.removesuffix("/alignment") or event
        return NamedEvent(name), convert.alignment_from_proto(message)

    async def close(self) -> None:
        """Closes the channel."""
        if self._channel is not None:
            await self._channel.close(None)
            self._channel = None
