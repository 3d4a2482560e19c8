"""What a call can fail with: one exception for each kind of answer, with everything that the service said.

| status of gRPC | exception | what to do |
|---|---|---|
| INVALID_ARGUMENT | `InvalidRequest` | correct the request; ``violations`` lists all that is wrong with it |
| NOT_FOUND | `NotFound` | nothing of that name exists; ``metadata["name"]`` repeats it |
| FAILED_PRECONDITION, OUT_OF_RANGE | `NotReady` | it exists, but not as asked: ``reason`` says why |
| RESOURCE_EXHAUSTED, reason OVERLOADED | `Overloaded` | come back after ``retry_after`` seconds |
| UNAVAILABLE | `Unavailable` | nobody answered, repeated attempts included: is the service running? |
| DEADLINE_EXCEEDED | `DeadlineExceeded` | give more time, ``client.within(seconds)``, or send less at once |
| any other | `MizanError` | a defect, or not a service of Mizan; ``code`` names the status |

All of them are `MizanError`. The exception of gRPC is the ``__cause__``.

>>> import mizan
>>> try:
...     client.event("nothing")
... except mizan.NotFound as error:
...     print(error.reason, error.metadata["name"], error, sep=" | ")
RESOURCE_NOT_FOUND | events/nothing | events/nothing does not exist
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import grpc
from google.rpc import error_details_pb2, status_pb2

_BROKEN_WHILE_SENDING = "Internal error from Core"  # what grpc.aio says of it, whatever the status was
_CODES: dict[int, str] = {code.value[0]: code.name for code in grpc.StatusCode}


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a request: ``field`` is a dotted path such as ``article.content``."""

    field: str
    description: str

    def __str__(self) -> str:
        return f"{self.field} {self.description}"


class MizanError(Exception):
    """A call that failed.

    ``code`` is the name of a gRPC status, ``reason`` that of a `mizan.v1.ErrorReason` ("" when no service
    of Mizan said why), ``metadata`` what varies in the message, ``retry_after`` the seconds after which the
    service wants to be asked again, None when it did not say.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "UNKNOWN",
        reason: str = "",
        violations: Sequence[Violation] = (),
        metadata: Mapping[str, str] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.reason = reason
        self.violations = tuple(violations)
        self.metadata = dict(metadata or {})
        self.retry_after = retry_after


class InvalidRequest(MizanError):
    """The request breaks what the API asks for; ``violations`` names every field that does."""


class NotFound(MizanError):
    """There is no resource of that name."""


class NotReady(MizanError):
    """What was asked for is not there yet, or no longer, or not in that language."""


class Overloaded(MizanError):
    """Too much work waits at the service; ``retry_after`` says when to come back."""


class Unavailable(MizanError):
    """Nobody answers, or a part of the service does not answer the service."""


class DeadlineExceeded(MizanError):
    """The answer did not come in time. What a call stores may be stored all the same."""


_KINDS: dict[str, type[MizanError]] = {
    "INVALID_ARGUMENT": InvalidRequest,
    "NOT_FOUND": NotFound,
    "FAILED_PRECONDITION": NotReady,
    "OUT_OF_RANGE": NotReady,
    "UNAVAILABLE": Unavailable,
    "DEADLINE_EXCEEDED": DeadlineExceeded,
}


def of_status(status: status_pb2.Status) -> MizanError:
    """The exception of a status with its details."""
    reason, retry_after = "", None
    metadata: dict[str, str] = {}
    violations: list[Violation] = []
    for detail in status.details:
        info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        retry = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            reason, metadata = info.reason, dict(info.metadata)
        elif detail.Unpack(bad):
            violations = [Violation(v.field, v.description) for v in bad.field_violations]
        elif detail.Unpack(retry):
            retry_after = retry.retry_delay.ToTimedelta().total_seconds()
    code = _CODES.get(status.code, "UNKNOWN")
    # A transport says RESOURCE_EXHAUSTED for a message that is too large: waiting would not help.
    kind = Overloaded if reason == "OVERLOADED" else _KINDS.get(code, MizanError)
    return kind(
        status.message,
        code=code,
        reason=reason,
        violations=violations,
        metadata=metadata,
        retry_after=retry_after,
    )


def of_call(error: grpc.RpcError, address: str, deadline: float) -> MizanError:
    """The exception of a failed call to ``address``; the same for both kinds of channel."""
    metadata: Any = error.trailing_metadata() or ()
    for key, value in metadata:
        if key == "grpc-status-details-bin":
            return of_status(status_pb2.Status.FromString(value))
    code = code_of(error)
    if code == "DEADLINE_EXCEEDED":
        return late(address, deadline)
    if code == "UNAVAILABLE":
        message = f"no service answers at {address}: start one with `mizan serve`"
    elif code == "UNIMPLEMENTED":
        message = f"what answers at {address} does not know this call: it is another service, or older"
    else:
        message = f"{address} answered {code}: {error.details()}"
    return _KINDS.get(code, MizanError)(message, code=code)


def code_of(error: grpc.RpcError) -> str:
    """Name of the status; a stream that broke while something was sent is UNAVAILABLE on both channels."""
    name: str = error.code().name
    return "UNAVAILABLE" if error.details() == _BROKEN_WHILE_SENDING else name


def late(address: str, deadline: float) -> DeadlineExceeded:
    """The exception of an answer that did not come."""
    return DeadlineExceeded(
        f"{address} did not answer within {deadline:g} s: give more, client.within(seconds), or send less",
        code="DEADLINE_EXCEEDED",
    )


def together(failures: Mapping[int, MizanError]) -> MizanError:
    """One exception for the items of a list that were refused, by position; violations name the item."""
    of_one = list(failures.values())
    kind = next((type(e) for e in of_one if not isinstance(e, InvalidRequest)), InvalidRequest)
    violations = [
        Violation(f"articles[{index}]{violation.field.removeprefix('article')}", violation.description)
        for index, error in failures.items()
        for violation in error.violations
    ]
    unsaid = [f"articles[{i}]: {e.message}" for i, e in failures.items() if not e.violations]
    return kind(
        "; ".join([*map(str, violations), *unsaid]),
        code=next(e.code for e in of_one if type(e) is kind),
        reason=next(e.reason for e in of_one if type(e) is kind),
        violations=violations,
    )
