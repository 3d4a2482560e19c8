"""`AsyncClient`: the calls of `Client` for programs on asyncio."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar

import grpc

from mizan.client import calls, comparing, errors
from mizan.client.calls import Call, Pages
from mizan.client.comparing import OnRefused
from mizan.client.connection import Connection
from mizan.client.ingestion import Ingestion, OnProgress, Refused, count
from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import ingest_service_pb2 as ingest_pb
from mizan.v1 import resources_pb2 as pb

T = TypeVar("T")


class AsyncClient(Connection):
    """The services of Mizan, for programs on asyncio.

    ``target`` is one address, as `mizan serve` opens, or three with commas between: ingest, align,
    summarize. Each call has ``deadline`` seconds, repeated attempts included; `within` gives another
    deadline. A call that nobody answers (UNAVAILABLE) is made up to ``attempts`` times, 1 to 5, with rising
    waits. ``credentials`` make the connection TLS. Raises ValueError for arguments out of these bounds.

    Connects with the first call, and belongs to the event loop that runs then. What can go wrong is in
    `mizan.client.errors`.

    >>> from mizan import AsyncClient
    >>> async with AsyncClient(address) as client:
    ...     (await client.info())["ingest"].languages
    ['ar', 'en']
    """

    _transport: ClassVar[Any] = grpc.aio

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes the connection; a client that was closed answers no more calls.

        >>> from mizan import AsyncClient
        >>> client = AsyncClient(address)
        >>> await client.aclose()
        """
        for channel in self._channels.values():
            await channel.close(None)

    # --- articles --------------------------------------------------------------------------------------

    async def ingest(
        self, article: ingest_pb.ArticleInput, *, request_id: str = "", validate_only: bool = False
    ) -> ingest_pb.IngestArticleResponse:
        """Stores one article and returns it, cut into statements.

        ``request_id``, a UUID, lets the same call be made again safely for a week; without one the client
        makes its own, for its own attempts. With ``validate_only`` nothing is stored.

        >>> from mizan import ArticleInput
        >>> answer = await client.ingest(
        ...     ArticleInput(
        ...         outlet="Harbour Gazette",
        ...         url="https://gazette.example/museum",
        ...         content=b"The city museum reopened Monday. 'We expect 400 guests a day,' said Lina Aziz.",
        ...     )
        ... )
        >>> answer.article.statements[0].text
        'The city museum reopened Monday.'
        """
        return await self._call(calls.ingest(article, request_id, validate_only))

    async def ingest_all(
        self,
        articles: Iterable[ingest_pb.ArticleInput] | AsyncIterable[ingest_pb.ArticleInput],
        *,
        validate_only: bool = False,
        on_progress: OnProgress | None = None,
    ) -> AsyncIterator[ingest_pb.IngestArticleResponse | Refused]:
        """Stores many articles over one stream; yields one answer for each, in order.

        ``articles`` is read as answers come, at most 64 ahead of them, so it may be a generator without
        end. An article that is not taken yields `Refused` and the rest goes on. A stream that is cut is
        opened again with what is unanswered, and nothing is stored twice. The deadline is that of each
        answer.

        >>> async for answer in client.ingest_all([articles[0], ArticleInput(outlet="Nobody")]):
        ...     answer.error.violations[0].field if isinstance(answer, Refused) else answer.article.outlet
        'Al Nour'
        'article.content'
        """
        ingestion = Ingestion(
            count(articles), validate_only=validate_only, attempts=self._attempts, on_progress=on_progress
        )
        source = _asynchronous(articles)
        stream = self._stream(ingestion)
        reading: asyncio.Future[ingest_pb.ArticleInput | None] | None = None
        answering: asyncio.Future[ingest_pb.IngestArticlesResponse] | None = None
        try:
            while not ingestion.finished:
                if reading is None and ingestion.hungry:
                    reading = asyncio.ensure_future(anext(source, None))
                if answering is None and ingestion.waits:
                    answering = asyncio.ensure_future(stream.receive())
                done, _ = await asyncio.wait(
                    [task for task in (reading, answering) if task is not None],
                    timeout=self._deadline if answering is not None else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if not done:
                    raise errors.late(self._addresses["ingest"], self._deadline)
                if reading in done:
                    article, reading = reading.result(), None
                    stream.send(ingestion.add(article))
                if answering in done:
                    try:
                        response, answering = answering.result(), None
                    except grpc.RpcError as error:
                        with self._failures("ingest"):
                            wait = ingestion.wait_after(error)
                        stream.cancel()
                        await asyncio.sleep(wait)
                        stream, answering = self._stream(ingestion), None
                    else:
                        yield ingestion.answer(response)
            with suppress(grpc.RpcError, TimeoutError):
                async with asyncio.timeout(self._deadline):
                    await stream.finish()
        finally:
            for task in (reading, answering):
                if task is not None:
                    task.cancel()
            stream.cancel()

    def _stream(self, ingestion: Ingestion) -> _Stream:
        return _Stream(self._stubs["ingest"].IngestArticles, ingestion.unanswered())

    async def article(self, name: str) -> pb.Article:
        """Returns a stored article, `sources/{source}/articles/{article}`.

        >>> (await client.article(name)).outlet
        'Al Nour'
        """
        return await self._call(calls.article(name))

    async def articles_named(self, names: Iterable[str]) -> list[pb.Article]:
        """Returns up to 500 stored articles in the order of their names; NotFound when one is missing.

        >>> [article.outlet for article in await client.articles_named([name])]
        ['Al Nour']
        """
        return await self._call(calls.articles_named(names))

    def articles(
        self,
        source: str = "-",
        *,
        language: str = "",
        since: datetime | None = None,
        before: datetime | None = None,
        fields: Iterable[str] = (),
    ) -> AsyncIterator[pb.Article]:
        """Yields the articles of a source, or of all, oldest stored first, page by page.

        ``since`` and ``before`` bound the time of publication; without a time zone they are UTC. Text,
        statements and cuts are left out unless ``fields`` names them; ``["*"]`` asks for everything.

        >>> sorted({article.language async for article in client.articles()})
        ['ar', 'en']
        >>> [article.title async for article in client.articles("al-nour", fields=["title"])]
        ['Nine dead in fire at Zahran vegetable market']
        """
        return self._pages(calls.articles(source, language, since, before, fields))

    # --- events ----------------------------------------------------------------------------------------

    async def compare(
        self,
        articles: Iterable[pb.Article] = (),
        *,
        names: Iterable[str] = (),
        single_event: bool = False,
    ) -> align_pb.CompareArticlesResponse:
        """Groups 2 to 1,000 articles into events and aligns each; stores nothing.

        ``articles`` are as `ingest` returns them, ``names`` those of stored ones. With ``single_event``
        all are taken as telling one event.

        >>> found = await client.compare(names=(await client.event(event)).articles)
        >>> [told.outlet_count for told in found.events]
        [3]
        """
        return await self._call(calls.compare(articles, names, single_event))

    async def comparison(
        self,
        articles: Iterable[ingest_pb.ArticleInput] | AsyncIterable[ingest_pb.ArticleInput],
        *,
        language: str = "",
        on_progress: OnProgress | None = None,
        on_refused: OnRefused | None = None,
    ) -> pb.Comparison:
        """Compares pages as they are: reads, groups, aligns and summarizes them, and stores nothing.

        What `mizan compare` does. Refused articles go to ``on_refused``, and the others are compared;
        without it they are raised, in one exception. Accounts are in ``language`` where their sources
        have it, otherwise in that of most articles.

        >>> whole = await client.comparison(articles, language="en")
        >>> print(whole.summaries[0].sentences[2].text)
        According to Al Nour and صدى زهران: The head of the fire department, ... killed 9 people.
        """
        reading = comparing.Reading(on_refused)
        async for answer in self.ingest_all(articles, validate_only=True, on_progress=on_progress):
            reading.take(answer)
        steps = comparing.steps(reading.articles(), language, on_progress)
        step = steps.send(None)
        while True:
            try:
                try:
                    answer = await self._call(step)
                except errors.MizanError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(answer)
            except StopIteration as end:
                whole: pb.Comparison = end.value
                return whole

    async def find_event(
        self, text: str, *, date: date | None = None, limit: int = 10
    ) -> list[align_pb.FindEventResponse.Match]:
        """Returns the stored events that a text belongs to, best first, each with its score.

        ``date`` is the day that the text is about, if known.

        >>> [match.same_event for match in await client.find_event(articles[0].content.decode(), limit=1)]
        [True]
        """
        return await self._call(calls.find_event(text, date, limit))

    async def event(self, name: str) -> pb.Event:
        """Returns a stored event, `events/{event}` or its id alone.

        >>> (await client.event(event)).outlet_count
        3
        """
        return await self._call(calls.event(name))

    def events(
        self, *, min_outlets: int = 0, since: date | None = None, before: date | None = None
    ) -> AsyncIterator[pb.Event]:
        """Yields stored events, latest change first, page by page.

        ``since`` and ``before`` ask for events with an article published on or after, or before, that day.

        >>> [found.title async for found in client.events(min_outlets=3)]
        ['Nine dead in fire at Zahran vegetable market']
        """
        return self._pages(calls.events(min_outlets, since, before))

    async def alignment(self, event: str, *, revision: int = 0) -> pb.Alignment:
        """Returns how the articles of an event relate: now, or at a ``revision`` that is still kept.

        NotReady while it is being made, and for a revision that is not kept.

        >>> alignment = await client.alignment(event)
        >>> len(alignment.articles), alignment.revision >= 1
        (3, True)
        """
        return await self._call(calls.alignment(event, revision))

    def relations(
        self,
        event: str,
        *,
        types: Iterable[pb.Relation.Type | str] = (),
        kinds: Iterable[pb.Relation.Kind | str] = (),
        source: str = "",
        min_score: float = 0.0,
        revision: int = 0,
    ) -> AsyncIterator[pb.Relation]:
        """Yields how statements of an event relate, highest score first, page by page.

        ``types`` and ``kinds`` by name or number, none for all; with ``source`` only relations of that
        outlet with others. Fails as `alignment` does.

        >>> from mizan.v1.resources_pb2 import Relation
        >>> async for relation in client.relations(event, types=["CONTRADICTION"], source="al-nour"):
        ...     print(Relation.Kind.Name(relation.kind), relation.statement_a, relation.statement_b)
        NUMBER sources/al-nour/articles/.../statements/1 sources/harbour-gazette/articles/.../statements/1
        """
        return self._pages(calls.relations(event, types, kinds, source, min_score, revision))

    def claims(
        self, event: str, *, disputed_only: bool = False, min_origins: int = 0, revision: int = 0
    ) -> AsyncIterator[pb.Claim]:
        """Yields the claims of an event, those of most origins first, page by page.

        Fails as `alignment` does.

        >>> [claim.outlet_count async for claim in client.claims(event, disputed_only=True)]
        [2, 1]
        """
        return self._pages(calls.claims(event, disputed_only, min_origins, revision))

    # --- accounts --------------------------------------------------------------------------------------

    async def summarize(self, event: str | pb.Alignment, *, language: str = "") -> pb.Summary:
        """Returns the cited account of a stored event, or of an alignment that the caller has.

        ``language`` is that of most articles when empty; NotReady when no source statement is in it. For
        an event the account is kept, and the same call finds it again.

        >>> account = await client.summarize(event, language="en")
        >>> first = account.sentences[0]
        >>> first.text, len(first.citations)
        ('A fire broke out at dawn on Tuesday 10 March 2026 in the central vegetable market of Zahran.', 3)
        """
        return await self._call(calls.summarize(event, language))

    async def stream_summary(self, event: str, *, language: str = "") -> AsyncIterator[pb.Summary.Sentence]:
        """Yields the sentences of an account as they are written. Otherwise as `summarize` of an event.

        >>> from mizan.v1.resources_pb2 import Summary
        >>> sections = [sentence.section async for sentence in client.stream_summary(event)]
        >>> sections.count(Summary.DISPUTED)
        2
        """
        call = calls.stream_summary(event, language)
        with self._failures(call.service):
            async for message in self._rpc(call)(call.request, timeout=self._deadline):
                if message.WhichOneof("content") == "sentence":
                    yield message.sentence

    async def summary(self, name: str) -> pb.Summary:
        """Returns a stored account, `events/{event}/summaries/{summary}`.

        >>> (await client.summary((await client.summarize(event)).name)).alignment_revision >= 1
        True
        """
        return await self._call(calls.summary(name))

    def summaries(self, event: str) -> AsyncIterator[pb.Summary]:
        """Yields the stored accounts of an event, newest first, page by page.

        >>> {account.backend async for account in client.summaries(event)}
        {'extractive'}
        """
        return self._pages(calls.summaries(event))

    async def report(self, event: str | pb.Comparison, *, language: str = "") -> str:
        """Returns an event, or a comparison that the caller has, as a web page for people: one HTML file.

        ``language`` is that of the page's own words, "ar" or "en".

        >>> (await client.report(event))[:15]
        '<!doctype html>'
        """
        return await self._call(calls.report(event, language))

    # --- the services ----------------------------------------------------------------------------------

    async def info(self) -> dict[str, pb.ServiceInfo]:
        """Returns what each service is: its version, models, limits and languages.

        >>> {name: service.version for name, service in (await client.info()).items()}
        {'ingest': '0.1.0', 'align': '0.1.0', 'summarize': '0.1.0'}
        """
        return {call.service: await self._call(call) for call in calls.info()}

    # --- how calls are made ----------------------------------------------------------------------------

    async def _call(self, call: Call[T]) -> T:
        with self._failures(call.service):
            return call.read(await self._rpc(call)(call.request, timeout=self._deadline))

    async def _pages(self, pages: Pages[T]) -> AsyncIterator[T]:
        while pages.more:
            for item in await self._call(pages.next()):
                yield item


class _Stream:
    """The stream of articles, with a queue before it so that sending never waits for receiving."""

    def __init__(self, rpc: Any, requests: Iterable[ingest_pb.IngestArticlesRequest | None]) -> None:
        self._requests: asyncio.Queue[ingest_pb.IngestArticlesRequest | None] = asyncio.Queue()
        for request in requests:
            self.send(request)
        self._call = rpc(self._outgoing())

    def send(self, request: ingest_pb.IngestArticlesRequest | None) -> None:
        """Sends one request; None says that no more come."""
        self._requests.put_nowait(request)

    async def receive(self) -> Any:
        """The next answer. Raises grpc.RpcError when the stream broke."""
        return await self._call.read()

    async def finish(self) -> None:
        """Lets the service end the stream, after which nothing is left to cancel."""
        await self._call.read()

    def cancel(self) -> None:
        """Ends the stream, answered or not."""
        self._requests.put_nowait(None)  # what sends waits for the queue even when the call has ended
        self._call.cancel()

    async def _outgoing(self) -> AsyncIterator[ingest_pb.IngestArticlesRequest]:
        while (request := await self._requests.get()) is not None:
            yield request


async def _asynchronous(items: Iterable[T] | AsyncIterable[T]) -> AsyncGenerator[T, None]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item
