"""`MizanError` <-> `google.rpc.Status`, in one place."""

from __future__ import annotations

import logging
import uuid
from typing import Any

import grpc
from google.protobuf import any_pb2, duration_pb2, message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from services.common.errors import BackendUnavailable, InternalDefect, MizanError, Overloaded, first_of

logger = logging.getLogger(__name__)

DOMAIN = "mizan.dev"

# Bytes of one message in either direction: above every documented bound, so that a caller who passes a
# bound gets our answer, which names the field, and not the transport's.
MAX_MESSAGE_BYTES = 64 * 1024 * 1024


# Bytes of the violations that a status tells. It travels in trailers, of which clients take 8 KiB; with more,
# a caller would see a broken stream in place of the answer.
VIOLATIONS_BYTES = 3000


def error_status(error: MizanError) -> status_pb2.Status:
    """The status of an error: always an ErrorInfo, BadRequest with the violations, RetryInfo on overload."""
    details: list[message.Message] = [
        error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=error.metadata)
    ]
    if error.violations:
        details.append(
            error_details_pb2.BadRequest(
                field_violations=[
                    error_details_pb2.BadRequest.FieldViolation(field=v.field, description=v.description)
                    for v in first_of(error.violations, VIOLATIONS_BYTES)
                ]
            )
        )
    if isinstance(error, Overloaded):
        delay = duration_pb2.Duration()
        delay.FromNanoseconds(int(error.retry_seconds * 1e9))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    packed = []
    for detail in details:
        wrapped = any_pb2.Any()
        wrapped.Pack(detail)
        packed.append(wrapped)
    return status_pb2.Status(code=code_pb2.Code.Value(error.code), message=error.message, details=packed)


def answerable(error: Exception, service: str, method: str) -> MizanError:
    """``error`` as it may cross the API: an unknown one is logged in full and becomes `InternalDefect`."""
    if isinstance(error, MizanError):
        return error
    answer = InternalDefect(uuid.uuid4().hex)
    logger.error(
        "defect in %s",
        method,
        exc_info=error,
        extra={"service": service, "method": method, "error_id": answer.error_id},
    )
    return answer


def grpc_status(error: MizanError) -> grpc.Status:
    """The same as grpc wants it for `abort_with_status`."""
    return rpc_status.to_status(error_status(error))


def error_info(status: status_pb2.Status) -> error_details_pb2.ErrorInfo | None:
    """The ErrorInfo of a status, None when it has none."""
    for detail in status.details:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return info
    return None


def from_rpc_error(error: grpc.RpcError, backend: str) -> MizanError:
    """What a failed call to another service of ours means to our own caller.

    A documented reason is passed on as it is. Anything else, above all a connection that cannot be
    made, becomes `BackendUnavailable` of ``backend``.
    """
    status = rpc_status.from_call(error) if isinstance(error, grpc.Call) else _aio_status(error)
    info = error_info(status) if status is not None else None
    if status is None or info is None or info.domain != DOMAIN or info.reason == "INTERNAL_DEFECT":
        return BackendUnavailable(backend)
    passed = MizanError(status.message, dict(info.metadata))
    passed.code = code_pb2.Code.Name(status.code)
    passed.reason = info.reason
    return passed


def _aio_status(error: grpc.RpcError) -> status_pb2.Status | None:
    if not isinstance(error, grpc.aio.AioRpcError):
        return None
    metadata: Any = error.trailing_metadata() or ()
    for key, value in metadata:
        if key == "grpc-status-details-bin":
            status = status_pb2.Status()
            status.ParseFromString(value if isinstance(value, bytes) else value.encode("latin-1"))
            return status
    return None
