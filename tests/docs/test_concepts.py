"""The examples of the concept pages are what Mizan really says."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import grpc
import pytest_asyncio

from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import align_service_pb2_grpc as align_grpc
from mizan.v1 import ingest_service_pb2 as ingest_pb
from mizan.v1 import ingest_service_pb2_grpc as ingest_grpc
from mizan.v1 import resources_pb2 as pb
from services.all import Config, build
from services.common import server

CONCEPTS = Path(__file__).parents[2] / "docs" / "concepts"
_SECTION = re.compile(r"^### (\w+)\n(.*?)(?=^##)", re.MULTILINE | re.DOTALL)
_STORY = re.compile(r"^:::\{container\} story\n(.*?)^:::", re.MULTILINE | re.DOTALL)
_DAY = re.compile(r"\[(\d+) May\]\{\.when\} ")
_ARABIC = re.compile(r"\[([^]]+)\]\{\.ar\}")
_CONFLICTS = {"NUMBER", "TIME", "PLACE", "ACTOR", "POLARITY", "DENIAL"}
_ABSTENTIONS = {"MISSING_CONTEXT", "AMBIGUOUS_SIBLING", "SLOT_UNKNOWN"}
_STANCE_ROW = re.compile(r"^\| `([A-Z]+)`[^|]*\| \[(.+?)\]\{\.ar\} \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of a page and the day it is published, in May 2026."""

    text: str
    language: str
    day: int = 4


@pytest_asyncio.fixture
async def channel() -> AsyncIterator[grpc.aio.Channel]:
    running = await server.serve(build(Config(database="sqlite://")), listen="127.0.0.1:0")
    async with grpc.aio.insecure_channel(f"127.0.0.1:{running.port}") as channel:
        yield channel
    await running.stop(grace=0)


async def _read(channel: grpc.aio.Channel, outlet: str, told: Told) -> pb.Article:
    article = ingest_pb.ArticleInput(outlet=outlet, content=told.text.encode(), language=told.language)
    article.publish_time.FromJsonString(f"2026-05-{told.day:02}T12:00:00Z")
    request = ingest_pb.IngestArticleRequest(article=article, validate_only=True)
    answer = await ingest_grpc.IngestServiceStub(channel).IngestArticle(request)
    article_read: pb.Article = answer.article
    return article_read


def _told(line: str) -> Told:
    day = _DAY.match(line)
    text = _DAY.sub("", line)
    arabic = _ARABIC.fullmatch(text)
    return Told(arabic[1] if arabic else text, "ar" if arabic else "en", int(day[1]) if day else 4)


def _pairs() -> Iterator[tuple[str, Told, Told]]:
    page = (CONCEPTS / "relations.md").read_text("utf-8")
    for kind, section in _SECTION.findall(page):
        for story in _STORY.findall(section):
            one, other = (_told(line) for line in story.splitlines() if line)
            yield kind, one, other


def _stances() -> Iterator[tuple[str, Told]]:
    page = (CONCEPTS / "statements.md").read_text("utf-8")
    for stance, arabic, english in _STANCE_ROW.findall(page):
        yield stance, Told(arabic, "ar")
        yield stance, Told(english, "en")


async def test_every_pair_of_the_page_has_the_relation_that_it_illustrates(channel: grpc.aio.Channel) -> None:
    illustrated, found = [], []
    for kind, one, other in _pairs():
        articles = [await _read(channel, "One", one), await _read(channel, "Other", other)]
        answer = await align_grpc.AlignServiceStub(channel).CompareArticles(
            align_pb.CompareArticlesRequest(articles=articles, single_event=True)
        )
        (relation,) = answer.alignments[0].relations
        illustrated.append((kind, kind in _CONFLICTS))
        found.append((pb.Relation.Kind.Name(relation.kind), relation.type == pb.Relation.CONTRADICTION))
    assert found == illustrated


def test_every_kind_that_a_relation_can_have_is_on_the_page() -> None:
    page = (CONCEPTS / "relations.md").read_text("utf-8")
    kinds = set(pb.Relation.Kind.keys()) - {"KIND_UNSPECIFIED", "OTHER"}
    assert {kind for kind in kinds if f"### {kind}\n" not in page and f"\n`{kind}`\n" not in page} == set()
    assert {kind for kind, _, _ in _pairs()} == kinds - _ABSTENTIONS


async def test_every_sentence_of_the_table_of_stances_is_read_so(channel: grpc.aio.Channel) -> None:
    shown = list(_stances())
    read = [(await _read(channel, "One", told)).statements[0].stance for _, told in shown]
    assert [pb.Statement.Stance.Name(stance) for stance in read] == [stance for stance, _ in shown]
    assert {stance for stance, _ in shown} == set(pb.Statement.Stance.keys()) - {"STANCE_UNSPECIFIED"}


async def test_chain_and_values_of_the_examples_are_read_as_the_page_says(channel: grpc.aio.Channel) -> None:
    page = (CONCEPTS / "statements.md").read_text("utf-8")
    fire, newspaper = (_told(story.strip()) for story in _STORY.findall(page))
    (statement,) = (await _read(channel, "One", fire)).statements
    assert [(q.low, q.high, q.unit) for q in statement.quantities] == [
        (12, float("inf"), "person"),
        (2, 2, "soldier"),
    ]
    (statement,) = (await _read(channel, "One", newspaper)).statements
    shown = re.findall(r"^\| (medium|speaker) \| \[(.+?)\]\{\.ar\} \| \[(.+?)\]\{\.ar\} \|$", page, re.M)
    chain = [(pb.AttributionLink.Kind.Name(k.kind).lower(), k.name, k.verb) for k in statement.chain]
    assert chain == [("outlet", "One", ""), *shown]
