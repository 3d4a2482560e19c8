"""What the summarize service counts, besides its gRPC calls."""

from __future__ import annotations

from dataclasses import dataclass

from prometheus_client import Counter, Gauge, Histogram

from services.common.metrics import ServiceMetrics


@dataclass(frozen=True, slots=True)
class SummarizeMetrics:
    """Labels come from closed sets: languages that are known, kinds of backend, sections, failures."""

    summaries: Counter
    sentences: Counter
    dropped: Counter
    replaced: Counter
    seconds: Histogram
    model_seconds: Counter
    report_seconds: Histogram
    queue_depth: Gauge

    @classmethod
    def of(cls, service: ServiceMetrics) -> SummarizeMetrics:
        """Registers them with the service's own."""
        return cls(
            summaries=service.counter(
                "mizan_summarize_summaries_total",
                "Summaries answered; cached is true for those read from the store.",
                ("language", "backend", "cached"),
            ),
            sentences=service.counter(
                "mizan_summarize_sentences_total", "Verified sentences written.", ("section",)
            ),
            dropped=service.counter(
                "mizan_summarize_dropped_sentences_total",
                "Sentences left out because their citations did not support them.",
                ("reason",),
            ),
            replaced=service.counter(
                "mizan_summarize_replaced_sentences_total",
                "Sentences of a model that were not supported and gave way to extractive ones.",
            ),
            seconds=service.histogram(
                "mizan_summarize_seconds", "Seconds to write one summary, reads from the store left out."
            ),
            model_seconds=service.counter(
                "mizan_summarize_model_seconds_total",
                "Seconds that the backend took to word sentences.",
                ("backend",),
            ),
            report_seconds=service.histogram(
                "mizan_summarize_report_seconds",
                "Seconds to draw one report, its summary left out; kind is event or comparison.",
                ("kind",),
            ),
            queue_depth=service.gauge(
                "mizan_summarize_queue_depth", "Summaries and reports that wait for a thread."
            ),
        )
