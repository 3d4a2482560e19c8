"""Prometheus metrics of one service: the gRPC ones, and factories for those of its domain.

Each service has a registry of its own, so that several live in one process without mixing. Labels come
from closed sets only: never names of articles or sources, never error text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

import mizan

# Seconds. From a cached read to a long stream, about 2.5x apart.
LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series per child that nothing here reads


class ServiceMetrics:
    """The registry of one service, named ``service`` ("ingest", "align", "summarize")."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.registry = CollectorRegistry(auto_describe=True)
        ProcessCollector(registry=self.registry)
        self.gauge(
            "mizan_build_info",
            "Version of the running program; the value is always 1.",
            ("service", "version"),
        ).labels(service, mizan.__version__).set(1)
        self.started = self.counter(
            "mizan_grpc_started_total", "Calls that reached the service.", ("service", "method")
        )
        self.handled = self.counter(
            "mizan_grpc_handled_total",
            "Calls that ended, by status code; a call that the caller gave up is CANCELLED.",
            ("service", "method", "code"),
        )
        self.latency = self.histogram(
            "mizan_grpc_latency_seconds",
            "Seconds from the arrival of a call to its end, streams included.",
            ("service", "method"),
            LATENCY_BUCKETS,
        )
        # labels() takes a lock and hashes its arguments; a cached child is several times cheaper.
        self._started = cache(lambda method: self.started.labels(service, method))
        self._handled = cache(lambda method, code: self.handled.labels(service, method, code))
        self._latency = cache(lambda method: self.latency.labels(service, method))

    def counter(self, name: str, doc: str, labels: Sequence[str] = ()) -> Counter:
        """A counter; ``name`` ends in ``_total``."""
        return Counter(name, doc, labels, registry=self.registry)

    def gauge(self, name: str, doc: str, labels: Sequence[str] = ()) -> Gauge:
        """A gauge. Use ``set_function`` where the value can be read when asked for."""
        return Gauge(name, doc, labels, registry=self.registry)

    def histogram(
        self, name: str, doc: str, labels: Sequence[str] = (), buckets: Sequence[float] = LATENCY_BUCKETS
    ) -> Histogram:
        """A histogram; the name ends in its base unit (``_seconds``, ``_ratio``)."""
        return Histogram(name, doc, labels, registry=self.registry, buckets=buckets)

    def call_started(self, method: str) -> None:
        """Counts the arrival of a call; ``method`` is the bare RPC name."""
        self._started(method).inc()

    def call_handled(self, method: str, code: str, seconds: float) -> None:
        """Counts the end of a call with the name of its status code."""
        self._handled(method, code).inc()
        self._latency(method).observe(seconds)
