"""What the operators of ingest watch. Labels are closed sets: no source, no article, no error text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from services.common.domain import Article, DuplicateKind
from services.common.errors import InvalidFields, MizanError
from services.common.metrics import ServiceMetrics

_STAGE_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_RATIO_BUCKETS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


class IngestMetrics:
    """The domain metrics of the service ``ingest``."""

    def __init__(self, metrics: ServiceMetrics) -> None:
        self.service = metrics
        self.articles = metrics.counter(
            "mizan_ingest_articles_total",
            "Articles answered: created, updated, unchanged, repeated (a request id again) or validated"
            " (nothing stored), by language of the story.",
            ("outcome", "language"),
        )
        self.rejected = metrics.counter(
            "mizan_ingest_rejected_total", "Articles refused or failed, by reason.", ("reason",)
        )
        self.violations = metrics.counter(
            "mizan_ingest_violations_total", "What was wrong with refused articles, by field.", ("field",)
        )
        self.statements = metrics.counter(
            "mizan_ingest_statements_total", "Statements of stored versions, by stance.", ("stance",)
        )
        self.cut_ratio = metrics.histogram(
            "mizan_ingest_cut_ratio",
            "Share of a stored page's characters that was cut as boilerplate.",
            (),
            _RATIO_BUCKETS,
        )
        self.cut_characters = metrics.counter(
            "mizan_ingest_cut_characters_total",
            "Characters cut from stored versions, by reason.",
            ("reason",),
        )
        self.duplicates = metrics.counter(
            "mizan_ingest_duplicates_total", "Stored versions that repeat an earlier article.", ("kind",)
        )
        self.credits = metrics.counter(
            "mizan_ingest_credits_total", "Stored versions with and without a wire credit.", ("credited",)
        )
        self.warnings = metrics.counter(
            "mizan_ingest_warned_total", "Stored versions that were accepted with warnings."
        )
        self.stage_seconds = metrics.histogram(
            "mizan_ingest_stage_seconds",
            "Seconds per article: lookup (known already?), read (clean and cut into statements), store.",
            ("stage",),
            _STAGE_BUCKETS,
        )
        self.queue_depth = metrics.gauge(
            "mizan_ingest_queue_depth", "Articles that wait to be read or stored.", ("queue",)
        )
        self.backlog = metrics.gauge(
            "mizan_ingest_outbox_backlog", "Stored versions that no reader of the feed has handled yet."
        )
        self.oldest_age = metrics.gauge(
            "mizan_ingest_outbox_oldest_age_seconds",
            "Age of the oldest stored version that no reader of the feed has handled yet; 0 without one.",
        )
        self.lookup_seconds = self.stage_seconds.labels("lookup")
        self.read_seconds = self.stage_seconds.labels("read")
        self.store_seconds = self.stage_seconds.labels("store")
        # Looking up a child costs more than counting it.
        self._outcome = cache(self.articles.labels)
        self._stance = cache(self.statements.labels)
        self._cut = cache(self.cut_characters.labels)
        # Series that operators alert on exist from the start, at zero.
        for kind in DuplicateKind:
            self.duplicates.labels(kind.value)
        for credited in ("yes", "no"):
            self.credits.labels(credited)

    def watch(
        self,
        *,
        reading: Callable[[], int],
        storing: Callable[[], int],
        backlog: Callable[[], int],
        oldest_age: Callable[[], float],
    ) -> None:
        """Lets the gauges read their values when they are scraped."""
        self.queue_depth.labels("read").set_function(reading)
        self.queue_depth.labels("store").set_function(storing)
        self.backlog.set_function(backlog)
        self.oldest_age.set_function(oldest_age)

    def answered(self, outcome: str, language: str) -> None:
        """Counts an article that was answered."""
        self._outcome(outcome, language).inc()

    def stored(self, article: Article, duplicate: str) -> None:
        """Counts what is in a stored version; ``duplicate`` is the kind of copy, "" for an original."""
        for stance, count in Counter(s.stance.value for s in article.statements).items():
            self._stance(stance).inc(count)
        cut = 0
        for piece in article.cuts:
            cut += len(piece.span)
            self._cut(piece.reason.value).inc(len(piece.span))
        self.cut_ratio.observe(cut / len(article.text) if article.text else 0.0)
        self.credits.labels("yes" if article.credit else "no").inc()
        if duplicate:
            self.duplicates.labels(duplicate).inc()
        if article.warnings:
            self.warnings.inc()

    def refused(self, error: MizanError) -> None:
        """Counts an article that was not taken in."""
        self.rejected.labels(error.reason).inc()
        if isinstance(error, InvalidFields):
            for violation in error.violations:
                # Field paths come from our own protos; positions in lists do not belong into a label.
                self.violations.labels(re.sub(r"\[\d+\]", "", violation.field)).inc()
