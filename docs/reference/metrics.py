"""Reference of the metrics, read from the classes that the three services register theirs with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import Counter, Gauge, Histogram

from services.align.metrics import AlignMetrics
from services.common.metrics import LATENCY_BUCKETS, ServiceMetrics
from services.ingest.metrics import IngestMetrics
from services.summarize.metrics import SummarizeMetrics

DOMAIN: Mapping[str, Callable[[ServiceMetrics], object]] = {
    "ingest": IngestMetrics,
    "align": AlignMetrics.of,
    "summarize": SummarizeMetrics.of,
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric as it was registered."""

    name: str
    kind: str
    doc: str
    labels: tuple[str, ...]
    buckets: tuple[float, ...] = ()


class Noted(ServiceMetrics):
    """Registers metrics as a service does, and notes them in order."""

    def __init__(self, service: str) -> None:
        self.metrics: list[Metric] = []
        super().__init__(service)

    def counter(self, name: str, doc: str, labels: Sequence[str] = ()) -> Counter:
        self.metrics.append(Metric(name, "counter", doc, tuple(labels)))
        return super().counter(name, doc, labels)

    def gauge(self, name: str, doc: str, labels: Sequence[str] = ()) -> Gauge:
        self.metrics.append(Metric(name, "gauge", doc, tuple(labels)))
        return super().gauge(name, doc, labels)

    def histogram(
        self, name: str, doc: str, labels: Sequence[str] = (), buckets: Sequence[float] = LATENCY_BUCKETS
    ) -> Histogram:
        self.metrics.append(Metric(name, "histogram", doc, tuple(labels), tuple(buckets)))
        return super().histogram(name, doc, labels, buckets)


def metrics() -> dict[str, list[Metric]]:
    """What every service has under "all", then what each adds under its name."""
    common = Noted("ingest").metrics
    found = {"all": common}
    for service, register in DOMAIN.items():
        noted = Noted(service)
        register(noted)
        found[service] = noted.metrics[len(common) :]
    return found


def markdown() -> str:
    """One list a service."""
    return "\n\n".join(part for name, noted in metrics().items() for part in _section(name, noted))


def _section(service: str, noted: Sequence[Metric]) -> Iterator[str]:
    yield "## Every service" if service == "all" else f"## {service}"
    for metric in noted:
        labels = f" by {', '.join(metric.labels)}" if metric.labels else ""
        buckets = f" Buckets from {metric.buckets[0]:g} to {metric.buckets[-1]:g}." if metric.buckets else ""
        yield f"`{metric.name}` {metric.kind}{labels}\n: {metric.doc}{buckets}"
