"""What a failed call says, beyond its code and message: `google.rpc.Status` with its details."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import grpc
from google.rpc import code_pb2, error_details_pb2, status_pb2


@dataclass(frozen=True, slots=True)
class Failure:
    """``code`` names a gRPC status, ``reason`` a `mizan.v1.ErrorReason`; "" when no service answered."""

    code: str
    message: str
    reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    violations: tuple[str, ...] = ()  # "field what is wrong with it"

    def __str__(self) -> str:
        return f"{self.reason or self.code}: {'; '.join(self.violations) or self.message}"


def of_error(error: grpc.aio.AioRpcError) -> Failure:
    """From the error that a call raised."""
    trailers: Any = error.trailing_metadata()  # pairs; its type stub says otherwise
    for key, value in trailers:
        if key == "grpc-status-details-bin":
            return of_status(status_pb2.Status.FromString(value))
    # Nobody of Mizan answered: the network, a proxy, a deadline.
    return Failure(error.code().name, error.details() or "no details")


def of_status(status: status_pb2.Status) -> Failure:
    """From a status, such as a stream carries for each item that was refused."""
    reason = ""
    metadata: dict[str, str] = {}
    violations: tuple[str, ...] = ()
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        if detail.Unpack(info):
            reason, metadata = info.reason, dict(info.metadata)
        elif detail.Unpack(bad):
            violations = tuple(f"{v.field} {v.description}" for v in bad.field_violations)
    return Failure(code_pb2.Code.Name(status.code), status.message, reason, metadata, violations)
