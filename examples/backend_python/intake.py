"""Hands articles to the ingest service over one stream that outlives the server at its other end."""

from __future__ import annotations

import asyncio
import logging
import random
import uuid
from collections import deque
from collections.abc import AsyncIterator

import grpc
from google.rpc import code_pb2

from mizan.v1 import ingest_service_pb2 as api
from mizan.v1.ingest_service_pb2_grpc import IngestServiceStub

from . import failure

logger = logging.getLogger(__name__)

MAX_BACKOFF = 10.0  # seconds
_REQUESTS = uuid.UUID("6f1c27a4-5c7e-4a7b-9b0e-0d6a4f1f2d55")  # namespace of our request ids


async def take_in(stub: IngestServiceStub, feed: AsyncIterator[api.ArticleInput]) -> None:
    """Sends what ``feed`` brings until it ends and every article is answered.

    A request id is made from the article itself. So what had no answer when a server went away is sent
    again without harm, and so is the whole feed after a restart of this program.
    """
    unanswered: deque[api.IngestArticlesRequest] = deque()
    failed = 0
    while True:
        call = stub.IngestArticles()
        sender = asyncio.create_task(_send(call, unanswered, feed))
        try:
            async for answer in call:
                if answer.error.code == code_pb2.UNAVAILABLE:
                    raise BackendAway(failure.of_status(answer.error))
                _tell(unanswered.popleft(), answer)
                failed = 0
            return await sender
        except grpc.aio.AioRpcError as error:
            if error.code() is not grpc.StatusCode.UNAVAILABLE:
                raise
            logger.warning("%d articles wait for the ingest service: %s", len(unanswered), error.details())
        except BackendAway as error:
            logger.warning("%d articles wait for the ingest service: %s", len(unanswered), error)
        finally:
            call.cancel()
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
        failed += 1
        await asyncio.sleep(random.uniform(0.5, 1) * min(MAX_BACKOFF, 0.2 * 2**failed))


class BackendAway(Exception):
    """The ingest service answers, but what it needs does not; the article may be sent again."""


async def _send(
    call: grpc.aio.StreamStreamCall[api.IngestArticlesRequest, api.IngestArticlesResponse],
    unanswered: deque[api.IngestArticlesRequest],
    feed: AsyncIterator[api.ArticleInput],
) -> None:
    """Writes requests until the feed ends; each is among ``unanswered`` before it leaves."""
    try:
        for request in tuple(unanswered):
            await call.write(request)
        async for article in feed:
            request_id = uuid.uuid5(_REQUESTS, article.SerializeToString(deterministic=True).hex())
            request = api.IngestArticlesRequest(article=article, request_id=str(request_id))
            unanswered.append(request)
            await call.write(request)
    finally:
        await call.done_writing()


def _tell(request: api.IngestArticlesRequest, answer: api.IngestArticlesResponse) -> None:
    if answer.WhichOneof("result") == "error":
        outlet, title = request.article.outlet, request.article.title
        logger.error("refused %s, %r: %s", outlet, title, failure.of_status(answer.error))
    else:
        outcome = api.IngestArticleResponse.Outcome.Name(answer.stored.outcome).lower()
        logger.info("%s %s", outcome, answer.stored.article.name)
