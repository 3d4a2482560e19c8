"""The client of the services: `Client`, `AsyncClient`, and what their calls give, tell and raise."""

from __future__ import annotations

from mizan.client.aio import AsyncClient
from mizan.client.blocking import Client
from mizan.client.errors import (
    DeadlineExceeded,
    InvalidRequest,
    MizanError,
    NotFound,
    NotReady,
    Overloaded,
    Unavailable,
    Violation,
)
from mizan.client.ingestion import Progress, Refused
from mizan.v1.ingest_service_pb2 import ArticleInput

__all__ = [
    "ArticleInput",
    "AsyncClient",
    "Client",
    "DeadlineExceeded",
    "InvalidRequest",
    "MizanError",
    "NotFound",
    "NotReady",
    "Overloaded",
    "Progress",
    "Refused",
    "Unavailable",
    "Violation",
]
