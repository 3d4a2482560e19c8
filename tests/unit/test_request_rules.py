"""The rule tables of the services: what a request breaks is told in one answer."""

from __future__ import annotations

from typing import Any

import pytest

from mizan.v1 import align_service_pb2 as align
from mizan.v1 import ingest_service_pb2 as ingest
from mizan.v1 import summarize_service_pb2 as summarize
from services.align import servicer as align_servicer
from services.common import validation
from services.common.errors import PageTokenInvalid, RequestIdReused
from services.common.status import error_status
from services.ingest import convert as ingest_convert
from services.summarize import servicer as summarize_servicer

INGEST = ingest_convert.rules(1000)


@pytest.mark.parametrize(
    ("request_message", "rules"),
    [
        (ingest.ListArticlesRequest(page_size=-1), INGEST),
        (align.ListEventsRequest(page_size=-1), align_servicer.RULES),
        (align.ListRelationsRequest(page_size=-1), align_servicer.RULES),
        (align.ListClaimsRequest(page_size=-1), align_servicer.RULES),
        (summarize.ListSummariesRequest(page_size=-1), summarize_servicer.RULES),
    ],
)
def test_rules_tell_a_negative_page_size_with_everything_else(
    request_message: Any, rules: validation.Rules
) -> None:
    found = [violation.field for violation in validation.violations(request_message, rules)]
    assert "page_size" in found
    assert ("parent" in found) == hasattr(request_message, "parent")


@pytest.mark.parametrize("error", [PageTokenInvalid(), RequestIdReused("0b1c")])
def test_every_refusal_of_a_field_names_it_in_a_bad_request(
    error: PageTokenInvalid | RequestIdReused,
) -> None:
    (violation,) = error.violations
    types = [detail.type_url.rpartition(".")[2] for detail in error_status(error).details]
    assert types == ["ErrorInfo", "BadRequest"]
    assert error.message.startswith(violation.field)
