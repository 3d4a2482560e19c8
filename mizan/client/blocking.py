"""`Client`: calls that return when the answer is there."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from queue import Empty, SimpleQueue
from threading import Thread
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


class Client(Connection):
    """The services of Mizan, for programs that wait for each answer.

    ``target`` is one address, as `mizan serve` opens, or three with commas between: ingest, align,
    summarize. Each call has ``deadline`` seconds, repeated attempts included; `within` gives another
    deadline. A call that nobody answers (UNAVAILABLE) is made up to ``attempts`` times, 1 to 5, with rising
    waits. ``credentials`` make the connection TLS. Raises ValueError for arguments out of these bounds.

    Connects with the first call. Threads may share a client. What can go wrong is in `mizan.client.errors`.

    >>> from mizan import Client
    >>> with Client(address) as client:
    ...     client.info()["ingest"].languages
    ['ar', 'en']
    """

    _transport: ClassVar[Any] = grpc

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection; a client that was closed answers no more calls.

        >>> from mizan import Client
        >>> client = Client(address)
        >>> client.close()
        """
        for channel in self._channels.values():
            channel.close()

    # --- articles --------------------------------------------------------------------------------------

    def ingest(
        self, article: ingest_pb.ArticleInput, *, request_id: str = "", validate_only: bool = False
    ) -> ingest_pb.IngestArticleResponse:
        """Stores one article and returns it, cut into statements.

        ``request_id``, a UUID, lets the same call be made again safely for a week; without one the client
        makes its own, for its own attempts. With ``validate_only`` nothing is stored.

        >>> from mizan import ArticleInput
        >>> answer = client.ingest(
        ...     ArticleInput(
        ...         outlet="Harbour Gazette",
        ...         url="https://gazette.example/museum",
        ...         content=b"The city museum reopened Monday. 'We expect 400 guests a day,' said Lina Aziz.",
        ...     )
        ... )
        >>> answer.article.statements[0].text
        'The city museum reopened Monday.'
        """
        return self._call(calls.ingest(article, request_id, validate_only))

    def ingest_all(
        self,
        articles: Iterable[ingest_pb.ArticleInput],
        *,
        validate_only: bool = False,
        on_progress: OnProgress | None = None,
    ) -> Iterator[ingest_pb.IngestArticleResponse | Refused]:
        """Stores many articles over one stream; yields one answer for each, in order.

        ``articles`` is read as answers come, at most 64 ahead of them, so it may be a generator without
        end. An article that is not taken yields `Refused` and the rest goes on. A stream that is cut is
        opened again with what is unanswered, and nothing is stored twice. The deadline is that of each
        answer.

        >>> for answer in client.ingest_all([articles[0], ArticleInput(outlet="Nobody")]):
        ...     answer.error.violations[0].field if isinstance(answer, Refused) else answer.article.outlet
        'Al Nour'
        'article.content'
        """
        ingestion = Ingestion(
            count(articles), validate_only=validate_only, attempts=self._attempts, on_progress=on_progress
        )
        source = iter(articles)
        stream = self._stream(ingestion)
        try:
            while not ingestion.finished:
                hungry = ingestion.hungry
                try:
                    response = stream.receive(0 if hungry else self._deadline)
                except Empty:
                    if not hungry:
                        raise errors.late(self._addresses["ingest"], self._deadline) from None
                    # On the caller's thread, to which the source may be bound.
                    stream.send(ingestion.add(next(source, None)))
                except grpc.RpcError as error:
                    with self._failures("ingest"):
                        wait = ingestion.wait_after(error)
                    stream.cancel()
                    time.sleep(wait)
                    stream = self._stream(ingestion)
                else:
                    yield ingestion.answer(response)
            stream.finish(self._deadline)
        finally:
            stream.cancel()

    def _stream(self, ingestion: Ingestion) -> _Stream:
        return _Stream(self._stubs["ingest"].IngestArticles, ingestion.unanswered())

    def article(self, name: str) -> pb.Article:
        """Returns a stored article, `sources/{source}/articles/{article}`.

        >>> client.article(name).outlet
        'Al Nour'
        """
        return self._call(calls.article(name))

    def articles_named(self, names: Iterable[str]) -> list[pb.Article]:
        """Returns up to 500 stored articles in the order of their names; NotFound when one is missing.

        >>> [article.outlet for article in client.articles_named([name])]
        ['Al Nour']
        """
        return self._call(calls.articles_named(names))

    def articles(
        self,
        source: str = "-",
        *,
        language: str = "",
        since: datetime | None = None,
        before: datetime | None = None,
        fields: Iterable[str] = (),
    ) -> Iterator[pb.Article]:
        """Yields the articles of a source, or of all, oldest stored first, page by page.

        ``since`` and ``before`` bound the time of publication; without a time zone they are UTC. Text,
        statements and cuts are left out unless ``fields`` names them; ``["*"]`` asks for everything.

        >>> sorted({article.language for article in client.articles()})
        ['ar', 'en']
        >>> [article.title for article in client.articles("al-nour", fields=["title"])]
        ['Nine dead in fire at Zahran vegetable market']
        """
        return self._pages(calls.articles(source, language, since, before, fields))

    # --- events ----------------------------------------------------------------------------------------

    def compare(
        self,
        articles: Iterable[pb.Article] = (),
        *,
        names: Iterable[str] = (),
        single_event: bool = False,
    ) -> align_pb.CompareArticlesResponse:
        """Groups 2 to 1,000 articles into events and aligns each; stores nothing.

        ``articles`` are as `ingest` returns them, ``names`` those of stored ones. With ``single_event``
        all are taken as telling one event.

        >>> found = client.compare(names=client.event(event).articles)
        >>> [told.outlet_count for told in found.events]
        [3]
        """
        return self._call(calls.compare(articles, names, single_event))

    def comparison(
        self,
        articles: Iterable[ingest_pb.ArticleInput],
        *,
        language: str = "",
        on_progress: OnProgress | None = None,
        on_refused: OnRefused | None = None,
    ) -> pb.Comparison:
        """Compares pages as they are: reads, groups, aligns and summarizes them, and stores nothing.

        What `mizan compare` does. Refused articles go to ``on_refused``, and the others are compared;
        without it they are raised, in one exception. Accounts are in ``language`` where their sources
        have it, otherwise in that of most articles.

        >>> whole = client.comparison(articles, language="en")
        >>> print(whole.summaries[0].sentences[2].text)
        According to Al Nour and صدى زهران: The head of the fire department, ... killed 9 people.
        """
        reading = comparing.Reading(on_refused)
        for answer in self.ingest_all(articles, validate_only=True, on_progress=on_progress):
            reading.take(answer)
        steps = comparing.steps(reading.articles(), language, on_progress)
        step = steps.send(None)
        while True:
            try:
                try:
                    answer = self._call(step)
                except errors.MizanError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(answer)
            except StopIteration as end:
                whole: pb.Comparison = end.value
                return whole

    def find_event(
        self, text: str, *, date: date | None = None, limit: int = 10
    ) -> list[align_pb.FindEventResponse.Match]:
        """Returns the stored events that a text belongs to, best first, each with its score.

        ``date`` is the day that the text is about, if known.

        >>> [match.same_event for match in client.find_event(articles[0].content.decode(), limit=1)]
        [True]
        """
        return self._call(calls.find_event(text, date, limit))

    def event(self, name: str) -> pb.Event:
        """Returns a stored event, `events/{event}` or its id alone.

        >>> client.event(event).outlet_count
        3
        """
        return self._call(calls.event(name))

    def events(
        self, *, min_outlets: int = 0, since: date | None = None, before: date | None = None
    ) -> Iterator[pb.Event]:
        """Yields stored events, latest change first, page by page.

        ``since`` and ``before`` ask for events with an article published on or after, or before, that day.

        >>> [found.title for found in client.events(min_outlets=3)]
        ['Nine dead in fire at Zahran vegetable market']
        """
        return self._pages(calls.events(min_outlets, since, before))

    def alignment(self, event: str, *, revision: int = 0) -> pb.Alignment:
        """Returns how the articles of an event relate: now, or at a ``revision`` that is still kept.

        NotReady while it is being made, and for a revision that is not kept.

        >>> alignment = client.alignment(event)
        >>> len(alignment.articles), alignment.revision >= 1
        (3, True)
        """
        return self._call(calls.alignment(event, revision))

    def relations(
        self,
        event: str,
        *,
        types: Iterable[pb.Relation.Type | str] = (),
        kinds: Iterable[pb.Relation.Kind | str] = (),
        source: str = "",
        min_score: float = 0.0,
        revision: int = 0,
    ) -> Iterator[pb.Relation]:
        """Yields how statements of an event relate, highest score first, page by page.

        ``types`` and ``kinds`` by name or number, none for all; with ``source`` only relations of that
        outlet with others. Fails as `alignment` does.

        >>> from mizan.v1.resources_pb2 import Relation
        >>> for relation in client.relations(event, types=["CONTRADICTION"], source="al-nour"):
        ...     print(Relation.Kind.Name(relation.kind), relation.statement_a, relation.statement_b)
        NUMBER sources/al-nour/articles/.../statements/1 sources/harbour-gazette/articles/.../statements/1
        """
        return self._pages(calls.relations(event, types, kinds, source, min_score, revision))

    def claims(
        self, event: str, *, disputed_only: bool = False, min_origins: int = 0, revision: int = 0
    ) -> Iterator[pb.Claim]:
        """Yields the claims of an event, those of most origins first, page by page.

        Fails as `alignment` does.

        >>> [claim.outlet_count for claim in client.claims(event, disputed_only=True)]
        [2, 1]
        """
        return self._pages(calls.claims(event, disputed_only, min_origins, revision))

    # --- accounts --------------------------------------------------------------------------------------

    def summarize(self, event: str | pb.Alignment, *, language: str = "") -> pb.Summary:
        """Returns the cited account of a stored event, or of an alignment that the caller has.

        ``language`` is that of most articles when empty; NotReady when no source statement is in it. For
        an event the account is kept, and the same call finds it again.

        >>> account = client.summarize(event, language="en")
        >>> first = account.sentences[0]
        >>> first.text, len(first.citations)
        ('A fire broke out at dawn on Tuesday 10 March 2026 in the central vegetable market of Zahran.', 3)
        """
        return self._call(calls.summarize(event, language))

    def stream_summary(self, event: str, *, language: str = "") -> Iterator[pb.Summary.Sentence]:
        """Yields the sentences of an account as they are written. Otherwise as `summarize` of an event.

        >>> from mizan.v1.resources_pb2 import Summary
        >>> sections = [sentence.section for sentence in client.stream_summary(event)]
        >>> sections.count(Summary.DISPUTED)
        2
        """
        call = calls.stream_summary(event, language)
        with self._failures(call.service):
            for message in self._rpc(call)(call.request, timeout=self._deadline):
                if message.WhichOneof("content") == "sentence":
                    yield message.sentence

    def summary(self, name: str) -> pb.Summary:
        """Returns a stored account, `events/{event}/summaries/{summary}`.

        >>> client.summary(client.summarize(event).name).alignment_revision >= 1
        True
        """
        return self._call(calls.summary(name))

    def summaries(self, event: str) -> Iterator[pb.Summary]:
        """Yields the stored accounts of an event, newest first, page by page.

        >>> {account.backend for account in client.summaries(event)}
        {'extractive'}
        """
        return self._pages(calls.summaries(event))

    def report(self, event: str | pb.Comparison, *, language: str = "") -> str:
        """Returns an event, or a comparison that the caller has, as a web page for people: one HTML file.

        ``language`` is that of the page's own words, "ar" or "en".

        >>> client.report(event)[:15]
        '<!doctype html>'
        """
        return self._call(calls.report(event, language))

    # --- the services ----------------------------------------------------------------------------------

    def info(self) -> dict[str, pb.ServiceInfo]:
        """Returns what each service is: its version, models, limits and languages.

        >>> {name: service.version for name, service in client.info().items()}
        {'ingest': '0.1.0', 'align': '0.1.0', 'summarize': '0.1.0'}
        """
        return {call.service: self._call(call) for call in calls.info()}

    # --- how calls are made ----------------------------------------------------------------------------

    def _call(self, call: Call[T]) -> T:
        with self._failures(call.service):
            return call.read(self._rpc(call)(call.request, timeout=self._deadline))

    def _pages(self, pages: Pages[T]) -> Iterator[T]:
        while pages.more:
            yield from self._call(pages.next())


class _Stream:
    """The stream of articles between two queues, so that sending never waits for receiving."""

    def __init__(self, rpc: Any, requests: Iterable[ingest_pb.IngestArticlesRequest | None]) -> None:
        self._requests: SimpleQueue[Any] = SimpleQueue()
        for request in requests:
            self.send(request)
        self._answers: SimpleQueue[Any] = SimpleQueue()
        self._call = rpc(iter(self._requests.get, None))
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def send(self, request: ingest_pb.IngestArticlesRequest | None) -> None:
        """Sends one request; None says that no more come."""
        self._requests.put(request)

    def receive(self, timeout: float) -> Any:
        """The next answer. Raises Empty when there is none in time, grpc.RpcError when the stream broke."""
        answer = self._answers.get(timeout=timeout) if timeout else self._answers.get_nowait()
        if isinstance(answer, grpc.RpcError):
            raise answer
        return answer

    def finish(self, timeout: float) -> None:
        """Lets the service end the stream, after which nothing is left to cancel."""
        self._listener.join(timeout)

    def cancel(self) -> None:
        """Ends the stream, answered or not."""
        self._requests.put(None)
        self._call.cancel()

    def _listen(self) -> None:
        try:
            for answer in self._call:
                self._answers.put(answer)
        except grpc.RpcError as error:
            self._answers.put(error)
