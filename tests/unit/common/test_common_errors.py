"""Errors and their statuses."""

from __future__ import annotations

import inspect
import logging
from base64 import b64encode
from urllib.parse import quote

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

from mizan.v1 import error_reason_pb2
from services.common import errors
from services.common.errors import (
    AlignmentNotReady,
    BackendUnavailable,
    InternalDefect,
    InvalidFields,
    LanguageNotInSources,
    MizanError,
    NotFound,
    Overloaded,
    PageTokenInvalid,
    RequestIdReused,
    RevisionNotKept,
    Violation,
)
from services.common.status import answerable, error_info, error_status, grpc_status

EXAMPLES = [
    InvalidFields([Violation("article.content", "is empty"), Violation("article.url", "is no address")]),
    RequestIdReused("5a3c"),
    PageTokenInvalid(),
    NotFound("events/e1"),
    AlignmentNotReady("events/e1"),
    LanguageNotInSources("en", ["ar"]),
    Overloaded("ingest", 256, 1.5),
    BackendUnavailable("database"),
    InternalDefect("5f2d"),
    RevisionNotKept(3, 7),
]


def _details(status: status_pb2.Status, kind: type[Message]) -> list[Message]:
    found = []
    for packed in status.details:
        detail = kind()
        if packed.Unpack(detail):
            found.append(detail)
    return found


def test_errors_have_an_example_each() -> None:
    kinds = {kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, MizanError)}
    assert {type(example) for example in EXAMPLES} == kinds - {MizanError}


def test_errors_cover_every_reason_of_the_api_and_no_other() -> None:
    reasons = {example.reason for example in EXAMPLES}
    assert reasons == set(error_reason_pb2.ErrorReason.keys()) - {"ERROR_REASON_UNSPECIFIED"}


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_status_always_has_one_error_info_with_the_variable_parts(error: MizanError) -> None:
    status = error_status(error)
    (info,) = _details(status, error_details_pb2.ErrorInfo)
    assert (info.reason, info.domain) == (error.reason, "mizan.dev")
    assert dict(info.metadata) == error.metadata
    assert error_info(status) == info
    assert grpc.StatusCode[error.code].value[0] == status.code
    assert grpc_status(error).code is grpc.StatusCode[error.code]


def test_status_of_invalid_fields_lists_every_violation() -> None:
    (bad,) = _details(error_status(EXAMPLES[0]), error_details_pb2.BadRequest)
    assert [(v.field, v.description) for v in bad.field_violations] == [
        ("article.content", "is empty"),
        ("article.url", "is no address"),
    ]


def test_status_of_very_many_violations_tells_the_first_and_counts_all() -> None:
    wrong = [Violation(f"names[{i}]", "is 'صحيفة': it must look like sources/{source}") for i in range(5000)]
    status = error_status(InvalidFields(wrong))
    (bad,) = _details(status, error_details_pb2.BadRequest)
    told = [violation.field for violation in bad.field_violations]  # type: ignore[attr-defined]
    assert told == [violation.field for violation in wrong[: len(told)]]
    assert len(told) > 10
    info = error_info(status)
    assert info is not None and info.metadata["violations"] == "5000"
    first = status.message.partition(";")[0]
    assert first.startswith("names[0] ") and status.message.endswith(" more")
    # As trailers carry it: the message percent-encoded, the details in base 64; clients take 8 KiB.
    assert len(quote(status.message)) + len(b64encode(status.SerializeToString())) < 7500


def test_status_tells_a_single_violation_whatever_its_length() -> None:
    status = error_status(InvalidFields([Violation("f", "x" * 4000)]))
    (bad,) = _details(status, error_details_pb2.BadRequest)
    assert len(bad.field_violations) == 1  # type: ignore[attr-defined]


def test_status_of_overload_says_when_to_come_back() -> None:
    (retry,) = _details(error_status(Overloaded("ingest", 256, 1.5)), error_details_pb2.RetryInfo)
    assert retry.retry_delay.ToTimedelta().total_seconds() == 1.5


def test_invalid_fields_needs_a_violation() -> None:
    with pytest.raises(ValueError):
        InvalidFields([])


def test_answerable_hides_a_defect_and_logs_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = answerable(KeyError("secret path"), "ingest", "GetArticle")
    assert isinstance(answer, InternalDefect)
    assert "secret" not in str(error_status(answer))
    (record,) = caplog.records
    assert record.__dict__["error_id"] == answer.error_id
    assert "secret path" in caplog.text


def test_answerable_passes_our_own_errors_on() -> None:
    error = NotFound("events/e1")
    assert answerable(error, "align", "GetEvent") is error
