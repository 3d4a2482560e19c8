"""Everything that can go wrong on purpose: one exception per `ErrorReason` of the API. [pure]

Code that detects a problem raises one of these; the interceptor alone turns it into a status. The
message is written for the caller who has to act on it and never holds text of a driver or a stack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MESSAGE_BYTES = 600  # of violations in a message; percent-encoding may make three of each


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a request: ``field`` is a dotted path such as ``article.content``."""

    field: str
    description: str


class MizanError(Exception):
    """A failure that the API documents.

    ``code`` names a gRPC status code, ``reason`` a value of `mizan.v1.ErrorReason`; what varies in
    ``message`` also stands in ``metadata``.
    """

    code: str = "INTERNAL"
    reason: str = "INTERNAL_DEFECT"
    violations: tuple[Violation, ...] = ()  # of a bad request, all of them

    def __init__(self, message: str, metadata: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.metadata: dict[str, str] = dict(metadata or {})


def first_of(violations: Sequence[Violation], limit: int) -> list[Violation]:
    """As many as have at most ``limit`` bytes of text together, and never none of some."""
    told: list[Violation] = []
    size = 0
    for violation in violations:
        size += len(f"{violation.field} {violation.description}".encode())
        if told and size > limit:
            break
        told.append(violation)
    return told


class InvalidFields(MizanError):
    """The request breaks its documented bounds; every violation is listed.

    The message tells the first ones only: it travels in the trailers of a response, which are small.
    """

    code = "INVALID_ARGUMENT"
    reason = "INVALID_FIELDS"

    def __init__(self, violations: Sequence[Violation]) -> None:
        if not violations:
            raise ValueError("InvalidFields needs at least one violation")
        self.violations = tuple(violations)
        told = [f"{v.field} {v.description}" for v in first_of(violations, MESSAGE_BYTES)]
        if len(told) < len(violations):
            told.append(f"and {len(violations) - len(told)} more")
        super().__init__("; ".join(told), {"violations": str(len(self.violations))})


class RequestIdReused(MizanError):
    """The request id was used before with another payload."""

    code = "INVALID_ARGUMENT"
    reason = "REQUEST_ID_REUSED"

    def __init__(self, request_id: str) -> None:
        self.violations = (Violation("request_id", "was used before with another payload: send a new id"),)
        super().__init__(
            f"request_id {request_id} was used before with another payload: send a new id",
            {"request_id": request_id},
        )


class PageTokenInvalid(MizanError):
    """The page token is damaged or belongs to a call with other arguments."""

    code = "INVALID_ARGUMENT"
    reason = "PAGE_TOKEN_INVALID"

    def __init__(self, field: str = "page_token") -> None:
        what = "is damaged or belongs to a call with other arguments: start from the first page"
        self.violations = (Violation(field, what),)
        super().__init__(f"{field} {what}", {"field": field})


class NotFound(MizanError):
    """There is no resource of that name."""

    code = "NOT_FOUND"
    reason = "RESOURCE_NOT_FOUND"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} does not exist", {"name": name})
        self.name = name


class AlignmentNotReady(MizanError):
    """The event exists, but its alignment is not made yet."""

    code = "FAILED_PRECONDITION"
    reason = "ALIGNMENT_NOT_READY"

    def __init__(self, name: str) -> None:
        super().__init__(f"the alignment of {name} is not made yet: try again soon", {"name": name})
        self.name = name


class LanguageNotInSources(MizanError):
    """The asked language is not among the source statements."""

    code = "FAILED_PRECONDITION"
    reason = "LANGUAGE_NOT_IN_SOURCES"

    def __init__(self, language: str, available: Sequence[str]) -> None:
        listed = ",".join(available)
        super().__init__(
            f"no source statement is in {language!r}; there are statements in: {listed or 'no language'}",
            {"language": language, "available": listed},
        )


class Overloaded(MizanError):
    """Too much work is waiting; ``retry_seconds`` says when to come back."""

    code = "RESOURCE_EXHAUSTED"
    reason = "OVERLOADED"

    def __init__(self, queue: str, limit: int, retry_seconds: float = 1.0) -> None:
        super().__init__(
            f"the {queue} queue holds {limit} calls already: try again in {retry_seconds:g} s",
            {"queue": queue, "limit": str(limit)},
        )
        self.retry_seconds = retry_seconds


class BackendUnavailable(MizanError):
    """The database or another service does not answer."""

    code = "UNAVAILABLE"
    reason = "BACKEND_UNAVAILABLE"

    def __init__(self, backend: str) -> None:
        super().__init__(f"the {backend} does not answer: try again later", {"backend": backend})
        self.backend = backend


class RevisionNotKept(MizanError):
    """The asked revision of an alignment is no longer, or not yet, kept."""

    code = "OUT_OF_RANGE"
    reason = "REVISION_NOT_KEPT"

    def __init__(self, asked: int, current: int) -> None:
        super().__init__(
            f"revision {asked} is not kept; the current one is {current}",
            {"asked": str(asked), "current": str(current)},
        )


class InternalDefect(MizanError):
    """A defect. The log has the details under ``error_id``; the caller sees only the id."""

    def __init__(self, error_id: str) -> None:
        super().__init__(
            f"internal defect; the service's log has the details under {error_id}", {"error_id": error_id}
        )
        self.error_id = error_id
