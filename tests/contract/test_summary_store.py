"""What every store of summaries promises. A second engine adds itself to `ENGINES`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from services.common.domain import Section, StatementRef, Summary, SummarySentence
from services.common.errors import BackendUnavailable
from services.summarize.store import Key, SqliteSummaryStore, SummaryStore

ENGINES: dict[str, Callable[[Path], SummaryStore]] = {
    "sqlite-file": lambda folder: SqliteSummaryStore(f"sqlite:///{folder}/summaries.db"),
    "sqlite-private": lambda folder: SqliteSummaryStore("sqlite://"),
}
KEY = Key("events/e1", 3, "ar", "extractive@1")


def summary(text: str = "غرقت عبارة قبالة السواحل.") -> Summary:
    sentence = SummarySentence(
        text, Section.AGREED, (StatementRef("sources/a/articles/a1", 0),), group=0, outlets=2, origins=1
    )
    return Summary("ar", "عنوان", (sentence,), "extractive", 3, dropped=1, replaced=0)


@pytest_asyncio.fixture(params=sorted(ENGINES))
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SummaryStore]:
    made = ENGINES[request.param](tmp_path)
    await made.open()
    yield made
    await made.close()


async def test_find_nothing_in_an_empty_store(store: SummaryStore) -> None:
    assert await store.find(KEY) is None
    assert await store.get(KEY.name) is None
    assert await store.page("events/e1", 10, None) == []


async def test_keep_then_find_and_get_the_same(store: SummaryStore) -> None:
    kept = await store.keep(KEY, summary())
    assert kept.name == KEY.name
    assert kept.HasField("create_time")
    assert kept.dropped_sentence_count == 1
    assert await store.find(KEY) == kept
    assert await store.get(KEY.name) == kept


async def test_keep_a_second_time_returns_the_first(store: SummaryStore) -> None:
    first = await store.keep(KEY, summary())
    again = await store.keep(KEY, summary("نص آخر"))
    assert again == first
    assert len(await store.page("events/e1", 10, None)) == 1


async def test_keep_at_the_same_time_stores_one(store: SummaryStore) -> None:
    kept = await asyncio.gather(*(store.keep(KEY, summary(f"نص {i}")) for i in range(20)))
    assert all(k == kept[0] for k in kept)
    assert len(await store.page("events/e1", 50, None)) == 1


@pytest.mark.parametrize("field", ["event", "revision", "language", "backend"])
async def test_each_part_of_the_key_counts(store: SummaryStore, field: str) -> None:
    other = replace(KEY, **{field: 4 if field == "revision" else "events/e2" if field == "event" else "x"})
    await store.keep(KEY, summary())
    assert other.name != KEY.name
    assert await store.find(other) is None
    await store.keep(other, summary("نص آخر"))
    assert (await store.find(KEY)) != (await store.find(other))


async def test_page_is_newest_first_and_steady_while_summaries_arrive(store: SummaryStore) -> None:
    keys = [replace(KEY, revision=r) for r in range(1, 8)]
    for key in keys:
        await store.keep(key, summary())
    await store.keep(replace(KEY, event="events/e2"), summary())
    seen = list(await store.page("events/e1", 3, None))
    await store.keep(replace(KEY, revision=99), summary())
    while rows := await store.page("events/e1", 3, seen[-1][0]):
        seen += rows
    assert [s.name for _, s in seen] == [k.name for k in reversed(keys)]


async def test_closed_store_is_unavailable(tmp_path: Path) -> None:
    for make in ENGINES.values():
        made = make(tmp_path)
        await made.open()
        await made.close()
        with pytest.raises(BackendUnavailable):
            await made.find(KEY)


async def test_kept_summaries_survive_a_restart(tmp_path: Path) -> None:
    first = ENGINES["sqlite-file"](tmp_path)
    await first.open()
    kept = await first.keep(KEY, summary())
    await first.close()
    second = ENGINES["sqlite-file"](tmp_path)
    await second.open()
    assert await second.get(KEY.name) == kept
    await second.close()
