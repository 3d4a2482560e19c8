"""Taking in one article: known already? - read it off the event loop - store it - count it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from mizan.v1 import ingest_service_pb2 as api
from mizan.v1 import resources_pb2 as pb
from services.common.work import Workers
from services.ingest.convert import Item
from services.ingest.feed import Outbox
from services.ingest.metrics import IngestMetrics
from services.ingest.pipeline import read_article
from services.ingest.raw import RawArticle
from services.ingest.sources import article_id, canonical_url, digest, page_identity, source_id
from services.ingest.store import Answer, ArticleStore, Candidate

_KINDS: dict[int, str] = {pb.Duplicate.EXACT: "exact", pb.Duplicate.NEAR: "near"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who published what: the parts of an article's name and its canonical URL ("" when unknown)."""

    source: str
    name: str
    url: str


def identify(raw: RawArticle) -> Identity:
    """The identity of a page: outlet and canonical URL, or outlet and content when there is no URL."""
    source = raw.source or source_id(raw.outlet)
    if raw.url:
        url = canonical_url(raw.url)
        page = page_identity(url)
    else:
        url = ""
        page = f"content:{digest(raw.content.decode('latin-1').strip(), size=32)}"
    return Identity(source, article_name(source, page), url)


def article_name(source: str, identity: str) -> str:
    """Resource name of the article of ``source`` with that identity."""
    return f"sources/{source}/articles/{article_id(identity)}"


class Intake:
    """The way of an article into the store, in two steps so that a stream can keep its order."""

    def __init__(
        self,
        store: ArticleStore,
        workers: Workers,
        outbox: Outbox,
        metrics: IngestMetrics,
    ) -> None:
        self._store = store
        self._workers = workers
        self._outbox = outbox
        self._metrics = metrics

    async def take(self, item: Item) -> Answer:
        """Takes in ``item``. Raises what `prepare` and `settle` raise."""
        return await self.settle(item, await self.prepare(item))

    async def prepare(self, item: Item, *, wait: bool = False) -> Answer | Candidate:
        """The answer when the item is known already, else what is to be stored.

        Raises `InvalidFields` for a page that cannot be read, `Overloaded` when too much work waits (with
        ``wait`` this waits instead), `RequestIdReused` and `BackendUnavailable`.
        """
        identity = identify(item.raw)
        if not item.validate_only:
            begin = time.perf_counter()
            known = await self._store.known(identity.name, item.input, item.request)
            self._metrics.lookup_seconds.observe(time.perf_counter() - begin)
            if known is not None:
                return known
        return await self._workers.run(self._candidate, item, identity, wait=wait)

    async def settle(self, item: Item, prepared: Answer | Candidate) -> Answer:
        """Stores what `prepare` made and counts the outcome. Calls that begin in order commit in order."""
        if isinstance(prepared, Answer):
            answer = prepared
        elif item.validate_only:
            answer = await self._store.preview(prepared)
        else:
            begin = time.perf_counter()
            answer = await self._store.put(prepared, item.request)
            self._metrics.store_seconds.observe(time.perf_counter() - begin)
            if not answer.repeated and answer.outcome != api.IngestArticleResponse.UNCHANGED:
                self._outbox.stored(answer.sequence)
                duplicate = answer.article.duplicate.kind if answer.article.HasField("duplicate") else 0
                self._metrics.stored(prepared.article, _KINDS.get(duplicate, ""))
        self._metrics.answered(_outcome(item, answer), answer.article.language)
        return answer

    def _candidate(self, item: Item, identity: Identity) -> Candidate:
        begin = time.perf_counter()
        article = read_article(item.raw, name=identity.name)
        if article.url and not identity.url:
            # The page itself says where it belongs: the same article as when the caller says so.
            article = replace(article, name=article_name(identity.source, page_identity(article.url)))
        candidate = Candidate.of(article, item.input)
        self._metrics.read_seconds.observe(time.perf_counter() - begin)
        return candidate


def _outcome(item: Item, answer: Answer) -> str:
    if item.validate_only:
        return "validated"
    if answer.repeated:
        return "repeated"
    return api.IngestArticleResponse.Outcome.Name(answer.outcome).lower()
