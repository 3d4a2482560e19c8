"""What the align service counts, besides its gRPC calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client import Counter, Gauge, Histogram

from services.align.pipeline import Work
from services.common.domain import Relation, RelationType
from services.common.metrics import ServiceMetrics

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_MODEL_SECONDS = (0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
_PASS_ITEMS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
_PER_STATEMENT = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


@dataclass(frozen=True, slots=True)
class AlignMetrics:
    """Labels come from closed sets: outcomes, changes of events, types and kinds of relations, backends."""

    articles: Counter
    events: Counter
    relations: Counter
    abstentions: Counter
    judged: Counter
    alignments: Counter
    alignment_seconds: Histogram
    model_seconds: Histogram
    model_items: Histogram
    model_dropped: Counter
    model_queue_depth: Gauge
    candidates: Histogram
    queue_depth: Gauge
    backlog: Gauge
    waiting_events: Gauge
    window_articles: Gauge

    @classmethod
    def of(cls, service: ServiceMetrics) -> AlignMetrics:
        """Registers them with the service's own."""
        return cls(
            articles=service.counter(
                "mizan_align_articles_total",
                "Article versions of the feed, by what became of them: joined or founded an event ...",
                ("outcome",),
            ),
            events=service.counter(
                "mizan_align_events_total", "Events created, and events merged into another.", ("change",)
            ),
            relations=service.counter(
                "mizan_align_relations_total",
                "Pairs of statements decided, by type and kind; a pair that is known is not counted again.",
                ("type", "kind"),
            ),
            abstentions=service.counter(
                "mizan_align_abstentions_total", "Pairs of statements left undecided, by reason.", ("reason",)
            ),
            judged=service.counter(
                "mizan_align_judged_total",
                "Pairs that the rules left open, per alignment: judged, or left for want of time.",
                ("outcome",),
            ),
            alignments=service.counter(
                "mizan_align_alignments_total",
                "Alignments of stored events: stored, outdated when done, or failed.",
                ("outcome",),
            ),
            alignment_seconds=service.histogram(
                "mizan_align_alignment_seconds", "Seconds of computing one alignment.", (), _SECONDS
            ),
            model_seconds=service.histogram(
                "mizan_align_model_seconds",
                "Seconds of one call of a model, by its role and the kind of its backend.",
                ("role", "backend"),
                _MODEL_SECONDS,
            ),
            model_items=service.histogram(
                "mizan_align_model_items",
                "Texts or pairs that went through a model together, by the model's role.",
                ("role",),
                _PASS_ITEMS,
            ),
            model_dropped=service.counter(
                "mizan_align_model_dropped_total",
                "Texts or pairs that no model read because their caller had gone.",
                ("role",),
            ),
            model_queue_depth=service.gauge(
                "mizan_align_model_queue_depth", "Calls that wait for a model.", ("role",)
            ),
            candidates=service.histogram(
                "mizan_align_candidates_per_statement",
                "Pairs proposed for comparison per statement, one observation per alignment.",
                (),
                _PER_STATEMENT,
            ),
            queue_depth=service.gauge("mizan_align_queue_depth", "Comparisons that wait for a thread."),
            backlog=service.gauge(
                "mizan_align_feed_backlog", "Article versions of the feed that are not grouped yet."
            ),
            waiting_events=service.gauge(
                "mizan_align_waiting_events", "Events whose alignment is out of date."
            ),
            window_articles=service.gauge(
                "mizan_align_window_articles", "Articles that new ones are compared with."
            ),
        )

    def count_work(self, work: Work) -> None:
        """Counts what one alignment decided."""
        if work.statements:
            self.candidates.observe(work.candidates / work.statements)
        self.judged.labels("judged").inc(work.judged)
        self.judged.labels("left").inc(work.left_open)
        self.count_relations(work.decided)

    def count_relations(self, relations: Iterable[Relation]) -> None:
        """Counts decisions by type and kind, and abstentions by reason."""
        for relation in relations:
            self.relations.labels(relation.type.value, relation.kind.value).inc()
            if relation.type is RelationType.ABSTAIN:
                self.abstentions.labels(relation.kind.value).inc()
