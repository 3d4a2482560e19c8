"""The promises of `EventStore`, for every engine: an engine only supplies a way to make one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.align.store import (
    KEPT_REVISIONS,
    Batch,
    EventStore,
    Placement,
    RelationFilter,
    SqliteEventStore,
)
from services.common.domain import Article, RelationKind
from services.common.errors import AlignmentNotReady, NotFound, RevisionNotKept
from tests.alignments import Says, alignment, article

FIRST = article("nour", "انهار جسر في بلدة وادي السيل.", "وقتل في الحادث 4 أشخاص.")
SECOND = article(
    "sada", "انهيار جسر في بلدة وادي السيل.", "وأسفر الحادث عن مقتل 7 أشخاص.", day=date(2026, 3, 12)
)
THIRD = article("bayan", "افتتح المعرض الدولي للكتاب.", "ويشارك فيه مئتا ناشر.", day=None)


@pytest.fixture(params=["sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[EventStore]:
    engines = {"sqlite": lambda: SqliteEventStore(f"sqlite:///{tmp_path}/align.db")}
    made = engines[request.param]()
    await made.open()
    yield made
    await made.close()


def placed(sequence: int, each: Article, event: str) -> Placement:
    return Placement(sequence, each, event, b"{}", b"\x00\x3c", "test@1")


def batch(*placements: Placement, **more: object) -> Batch:
    return Batch(cursor=placements[-1].sequence, placements=placements, **more)  # type: ignore[arg-type]


def aligned(*articles: Article) -> object:
    clash = {RelationKind.NUMBER: [(Says("nour", 1, "4"), Says("sada", 1, "7"))]}
    return alignment(articles, agree=[(Says("nour", 0), Says("sada", 0))], clash=clash)


async def listed(store: EventStore, **asked: object) -> list[str]:
    defaults = {"size": 10, "since": None, "before": None, "min_outlets": 0}
    return [event.name for event in await store.events(**{**defaults, **asked})]  # type: ignore[arg-type]


async def test_a_new_store_is_at_the_start(store: EventStore) -> None:
    assert await store.cursor() == 0
    assert await listed(store) == []
    assert await store.stale() == []
    with pytest.raises(NotFound):
        await store.event("events/e1")


async def test_a_batch_is_stored_with_its_cursor(store: EventStore) -> None:
    await store.save(
        batch(placed(1, FIRST, "events/e1"), placed(3, SECOND, "events/e1"), titles={"events/e1": "جسر"})
    )
    assert await store.cursor() == 3
    event = await store.event("events/e1")
    assert event.articles == (FIRST.name, SECOND.name)
    assert (event.start, event.end) == (date(2026, 3, 10), date(2026, 3, 12))
    assert (event.title, event.outlets, event.merged_into) == ("جسر", 2, "")
    assert event.stale
    assert await store.versions([FIRST.name, "sources/x/articles/y"]) == {
        FIRST.name: (FIRST.version, "events/e1")
    }
    assert await store.articles([SECOND.name]) == {SECOND.name: SECOND}
    assert [(row.article, row.event) for row in await store.sketches(10)] == [
        (FIRST.name, "events/e1"),
        (SECOND.name, "events/e1"),
    ]
    assert [row.article for row in await store.sketches(1)] == [SECOND.name]
    assert [row.article for row in await store.sketches_between(date(2026, 3, 11), date(2026, 3, 13), 9)] == [
        SECOND.name
    ]


async def test_saving_again_changes_nothing(store: EventStore) -> None:
    first = batch(placed(1, FIRST, "events/e1"), placed(2, THIRD, "events/e2"))
    await store.save(first)
    before = [await store.event(name) for name in ("events/e1", "events/e2")]
    await store.save(first)
    await store.save(Batch(cursor=1))
    assert [await store.event(name) for name in ("events/e1", "events/e2")] == before
    assert await store.cursor() == 2


async def test_a_new_version_keeps_the_place_of_the_article(store: EventStore) -> None:
    await store.save(batch(placed(1, FIRST, "events/e1"), placed(2, SECOND, "events/e1")))
    change = (await store.event("events/e1")).change
    newer = replace(FIRST, version="1" * 32)
    await store.save(batch(placed(3, newer, "events/e1")))
    event = await store.event("events/e1")
    assert event.articles == (FIRST.name, SECOND.name)
    assert event.change > change
    assert (await store.articles([FIRST.name]))[FIRST.name].version == "1" * 32


async def test_a_merged_event_leads_to_the_other(store: EventStore) -> None:
    await store.save(batch(placed(1, FIRST, "events/e1"), placed(2, SECOND, "events/e2")))
    content = (await store.event("events/e2")).content
    await store.save_alignment("events/e2", content, alignment([SECOND]))
    await store.save(batch(placed(3, THIRD, "events/e1"), merges=[("events/e2", "events/e1")]))
    loser, winner = await store.event("events/e2"), await store.event("events/e1")
    assert (loser.merged_into, loser.articles) == ("events/e1", ())
    assert set(winner.articles) == {FIRST.name, SECOND.name, THIRD.name}
    assert await listed(store) == ["events/e1"]
    with pytest.raises(AlignmentNotReady):
        await store.alignment("events/e2")
    assert await store.save_alignment("events/e2", content, alignment([SECOND])) == 0
    await store.save_alignment("events/e1", winner.content, aligned(FIRST, SECOND))
    assert (await store.alignment("events/e2")).name == "events/e1/alignment"
    # Merged once more: the first loser leads to the last winner at once.
    await store.save(batch(placed(4, replace(THIRD, name="sources/bayan/articles/a2"), "events/e0")))
    await store.save(Batch(cursor=5, merges=[("events/e1", "events/e0")]))
    assert (await store.event("events/e2")).merged_into == "events/e0"


async def test_alignments_are_kept_by_revision(store: EventStore) -> None:
    await store.save(batch(placed(1, FIRST, "events/e1"), placed(2, SECOND, "events/e1")))
    with pytest.raises(AlignmentNotReady):
        await store.alignment("events/e1")
    content = (await store.event("events/e1")).content
    made = aligned(FIRST, SECOND)
    for expected in range(1, KEPT_REVISIONS + 3):
        assert await store.save_alignment("events/e1", content, made) == expected
    assert not (await store.event("events/e1")).stale
    assert await store.stale() == []
    newest = await store.alignment("events/e1")
    assert newest.revision == KEPT_REVISIONS + 2
    assert len(newest.relations) == 2
    oldest = await store.alignment("events/e1", 3)
    assert oldest.revision == 3
    for revision in (2, KEPT_REVISIONS + 3):
        with pytest.raises(RevisionNotKept):
            await store.alignment("events/e1", revision)
    assert await store.save_alignment("events/e1", content - 1, made) == 0, "made from older articles"


async def test_texts_live_as_long_as_a_kept_alignment_needs_them(store: EventStore) -> None:
    await store.save(batch(placed(1, FIRST, "events/e1"), placed(2, SECOND, "events/e1")))
    await store.save_alignment("events/e1", (await store.event("events/e1")).content, aligned(FIRST, SECOND))
    newer = replace(FIRST, version="1" * 32, url="https://nour.example/new")
    await store.save(batch(placed(3, newer, "events/e1")))
    assert (await store.alignment("events/e1", 1)).articles[0].url == ""
    content = (await store.event("events/e1")).content
    for _ in range(KEPT_REVISIONS):
        await store.save_alignment("events/e1", content, aligned(newer, SECOND))
    with pytest.raises(RevisionNotKept):
        await store.alignment("events/e1", 1)
    assert {a.url for a in (await store.alignment("events/e1")).articles} == {"", "https://nour.example/new"}


async def test_events_are_listed_latest_change_first_with_filters(store: EventStore) -> None:
    await store.save(batch(placed(1, FIRST, "events/e1"), placed(2, THIRD, "events/e2")))
    await store.save(batch(placed(3, SECOND, "events/e1")))
    assert await listed(store) == ["events/e1", "events/e2"]
    change = (await store.event("events/e1")).change
    assert await listed(store, before_change=change) == ["events/e2"]
    assert await listed(store, min_outlets=2) == ["events/e1"]
    assert await listed(store, since=date(2026, 3, 12)) == ["events/e1"]
    assert await listed(store, since=date(2026, 3, 13)) == []
    assert await listed(store, before=date(2026, 3, 10)) == []
    assert await listed(store, size=1) == ["events/e1"]


async def test_relations_and_claims_can_be_read_in_parts(store: EventStore) -> None:
    await store.save(batch(placed(1, FIRST, "events/e1"), placed(2, SECOND, "events/e1")))
    await store.save_alignment("events/e1", (await store.event("events/e1")).content, aligned(FIRST, SECOND))
    revision, rows = await store.relations("events/e1", 0, RelationFilter(), after=-1, size=10)
    assert (revision, [position for position, _ in rows]) == (1, [0, 1])
    _, rest = await store.relations("events/e1", 1, RelationFilter(), after=0, size=10)
    assert rest == rows[1:]
    contradictions = RelationFilter(types=frozenset({2}), source="sources/sada")
    _, found = await store.relations("events/e1", 0, contradictions, after=-1, size=10)
    assert [relation.type for _, relation in found] == [2]
    for nothing in (RelationFilter(source="sources/bayan"), RelationFilter(kinds=frozenset({9}))):
        assert (await store.relations("events/e1", 0, nothing, after=-1, size=10))[1] == []
    _, claims = await store.claims("events/e1", 0, disputed_only=False, min_origins=0, after=-1, size=10)
    assert len(claims) == 3
    _, disputed = await store.claims("events/e1", 0, disputed_only=True, min_origins=0, after=-1, size=10)
    assert all(claim.disputed_by for _, claim in disputed)
    assert len(disputed) == 2
    _, shared = await store.claims("events/e1", 0, disputed_only=False, min_origins=2, after=-1, size=10)
    assert [claim.origin_count for _, claim in shared] == [2]
