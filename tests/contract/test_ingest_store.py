"""What every `ArticleStore` promises. A new engine adds itself to ``ENGINES`` and passes, unchanged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import pytest

from mizan.v1 import ingest_service_pb2 as api
from mizan.v1 import resources_pb2 as pb
from services.common import convert
from services.common.domain import (
    Article,
    Cut,
    CutReason,
    DateSource,
    PublishTime,
    Span,
    Statement,
    StatementPart,
)
from services.common.errors import RequestIdReused
from services.ingest.store import ArticleStore, Candidate, Listing, Request, SqliteStore

CREATED, UPDATED, UNCHANGED = (
    api.IngestArticleResponse.CREATED,
    api.IngestArticleResponse.UPDATED,
    api.IngestArticleResponse.UNCHANGED,
)
DAY = datetime(2024, 6, 18, tzinfo=UTC)
STORY = (
    "The council of Tolland closed the northern bridge on Tuesday after divers found cracks in two pillars.",
    "Engineers will inspect the remaining nine pillars during the week and report to the mayor on Friday.",
    "Buses take a detour over the old dam, which adds twenty minutes to the ride from the harbour.",
    "Shopkeepers of the northern quarter asked for compensation and a ferry until the bridge opens again.",
    "The bridge was built in 1962 and carries about 18,000 vehicles a day, according to the roads office.",
)
OTHER = (
    "A swarm of jellyfish blocked the cooling inlet of the power station at Marrow Point for six hours.",
    "Operators lowered output to forty percent while fishermen with nets cleared the screens by hand.",
    "The station sells the jellyfish to a farm that turns them into fertiliser, a spokeswoman said.",
    "Biologists expect more swarms this summer because the sea is two degrees warmer than usual.",
    "The company plans a curtain of air bubbles in front of the inlet, at a cost of three million.",
)


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = DAY.timestamp() + 86400

    def __call__(self) -> float:
        return self.now


Engine = Callable[[Path, Clock], ArticleStore]
ENGINES: dict[str, Engine] = {
    "sqlite": lambda folder, clock: SqliteStore(f"sqlite:///{folder}/articles.db", clock=clock),
}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(engine: Engine, clock: Clock, tmp_path: Path) -> AsyncIterator[ArticleStore]:
    made = engine(tmp_path, clock)
    await made.open()
    yield made
    await made.close()


def article(
    name: str = "a1",
    source: str = "nahr",
    story: tuple[str, ...] = STORY,
    *,
    day: datetime | None = DAY,
    language: str = "en",
    title: str = "Bridge closed",
) -> Article:
    """An article whose story has one statement per line, below a menu that is cut."""
    text = "Home | News\n" + "\n".join(story)
    at = len("Home | News\n")
    statements = []
    for index, line in enumerate(story):
        span = Span(at, at + len(line))
        statements.append(Statement(index, span, line, StatementPart.BODY, language))
        at = span.end + 1
    return Article(
        name=f"sources/{source}/articles/{name}",
        source=source,
        outlet=source.title(),
        url=f"https://{source}.example/{name}",
        title=title,
        language=language,
        text=text,
        version=blake2b(text.encode(), digest_size=16).hexdigest(),
        published=PublishTime(day, day + timedelta(hours=24), DateSource.DECLARED, 1.0)
        if day
        else PublishTime(None, None, DateSource.UNKNOWN, 0.0),
        statements=tuple(statements),
        cuts=(Cut(Span(0, 11), CutReason.MENU, "menu"),),
    )


def candidate(made: Article, salt: str = "") -> Candidate:
    """``made`` as it goes into a store; ``salt`` stands for what the input had around the story."""
    raw = f"{made.text}|{made.title}|{made.published.start}|{salt}"
    return Candidate.of(made, blake2b(raw.encode(), digest_size=16).digest())


def request(number: int, payload: bytes = b"payload") -> Request:
    return Request(f"00000000-0000-4000-8000-{number:012}", payload)


async def test_put_keeps_all_of_an_article(store: ArticleStore, clock: Clock) -> None:
    made = article()
    answer = await store.put(candidate(made), None)
    assert answer.outcome == CREATED and answer.sequence > 0
    (stored,) = await store.get([made.name])
    assert stored == answer.article
    assert convert.article_from_proto(stored) == made
    assert stored.create_time.ToDatetime(tzinfo=UTC).timestamp() == clock.now


async def test_put_of_the_same_version_changes_nothing(store: ArticleStore, clock: Clock) -> None:
    first = await store.put(candidate(article()), None)
    clock.now += 60
    again = await store.put(candidate(article(), salt="other markup around it"), None)
    assert (again.outcome, again.sequence, again.article) == (UNCHANGED, first.sequence, first.article)
    assert await store.last_sequence() == first.sequence


@pytest.mark.parametrize(
    "changed",
    [
        article(story=(*STORY, "The mayor apologised on Wednesday.")),
        article(title="Bridge closed for a week"),
        article(day=DAY + timedelta(days=1)),
        replace(article(), outlet="Nahr Daily"),
    ],
    ids=["text", "title", "time", "outlet"],
)
async def test_put_of_a_changed_article_is_a_new_version(store: ArticleStore, changed: Article) -> None:
    first = await store.put(candidate(article()), None)
    second = await store.put(candidate(changed), None)
    assert second.outcome == UPDATED and second.sequence > first.sequence
    assert await store.get([changed.name]) == [second.article]
    # Both versions were handed out downstream, in order.
    changes = await store.changes(0, 10)
    assert [sequence for sequence, _ in changes.versions] == [first.sequence, second.sequence]
    assert changes.versions[0][1] == first.article


async def test_put_back_to_an_old_text_is_a_version_again(store: ArticleStore) -> None:
    edited = article(story=STORY[:4])
    outcomes = [(await store.put(candidate(a), None)).outcome for a in (article(), edited, article())]
    assert outcomes == [CREATED, UPDATED, UPDATED]


async def test_known_finds_the_same_input_again(store: ArticleStore) -> None:
    made = candidate(article())
    assert await store.known(made.article.name, made.input, None) is None
    first = await store.put(made, None)
    known = await store.known(made.article.name, made.input, None)
    assert known is not None
    assert (known.outcome, known.article, known.sequence) == (UNCHANGED, first.article, first.sequence)
    assert await store.known(made.article.name, b"another input", None) is None


async def test_known_forgets_the_input_of_an_old_version(store: ArticleStore) -> None:
    old = candidate(article())
    await store.put(old, None)
    await store.put(candidate(article(story=STORY[:3])), None)
    assert await store.known(old.article.name, old.input, None) is None


async def test_request_id_returns_the_first_answer_again(store: ArticleStore) -> None:
    first = await store.put(candidate(article()), request(1))
    await store.put(candidate(article(story=STORY[:4])), request(2))
    again = await store.put(candidate(article()), request(1))
    assert (again.outcome, again.article, again.repeated) == (CREATED, first.article, True)
    known = await store.known("sources/nahr/articles/whatever", b"whatever", request(1))
    assert known is not None and (known.outcome, known.article) == (CREATED, first.article)


async def test_request_id_remembers_that_nothing_changed(store: ArticleStore) -> None:
    made = candidate(article())
    first = await store.put(made, None)
    assert (await store.put(candidate(article(), "x"), request(1))).outcome == UNCHANGED
    known = await store.known(made.article.name, candidate(article(), "x").input, request(2))
    assert known is not None and known.outcome == UNCHANGED and not known.repeated
    await store.put(candidate(article(story=STORY[:4])), None)
    for number in (1, 2):
        again = await store.known(made.article.name, b"", request(number))
        assert again is not None
        assert (again.outcome, again.article, again.repeated) == (UNCHANGED, first.article, True)


async def test_request_id_of_another_payload_is_refused_and_stores_nothing(store: ArticleStore) -> None:
    await store.put(candidate(article()), request(1))
    other = candidate(article("a2", story=OTHER))
    with pytest.raises(RequestIdReused):
        await store.put(other, request(1, b"another"))
    with pytest.raises(RequestIdReused):
        await store.known(other.article.name, other.input, request(1, b"another"))
    assert await store.get([other.article.name]) == [None]


async def test_request_id_is_kept_for_seven_days(store: ArticleStore, clock: Clock) -> None:
    await store.put(candidate(article()), request(1))
    clock.now += 7 * 86400 - 1
    assert await store.known("n", b"", request(1)) is not None
    clock.now += 2
    assert await store.known("n", b"", request(1)) is None
    answer = await store.put(candidate(article("a2", story=OTHER)), request(1, b"another"))
    assert answer.outcome == CREATED and not answer.repeated


async def test_request_id_of_two_calls_at_once_is_answered_once(store: ArticleStore) -> None:
    answers = await asyncio.gather(
        *(store.put(candidate(article(story=(*STORY, f"Line {n}."))), request(1)) for n in range(5))
    )
    assert sum(answer.repeated for answer in answers) == 4
    assert {answer.sequence for answer in answers} == {answers[0].sequence}
    assert await store.last_sequence() == answers[0].sequence


async def test_puts_that_begin_in_order_are_done_in_order(store: ArticleStore) -> None:
    texts = [(*STORY, f"Update number {n}.") for n in range(20)]
    await asyncio.gather(*(store.put(candidate(article(story=story)), None) for story in texts))
    (latest,) = await store.get([article().name])
    assert latest is not None and latest.text.endswith("Update number 19.")


async def test_everything_is_there_after_reopening(engine: Engine, clock: Clock, tmp_path: Path) -> None:
    first = engine(tmp_path, clock)
    await first.open()
    answer = await first.put(candidate(article()), request(1))
    await first.close()
    second = engine(tmp_path, clock)
    await second.open()
    assert await second.get([article().name]) == [answer.article]
    assert await second.last_sequence() == answer.sequence
    repeated = await second.known("n", b"", request(1))
    assert repeated is not None and repeated.article == answer.article
    await second.close()


async def test_get_keeps_the_order_and_says_what_is_missing(store: ArticleStore) -> None:
    for number in (1, 2, 3):
        await store.put(candidate(article(f"a{number}", story=(*OTHER, f"Number {number}."))), None)
    names = [f"sources/nahr/articles/a{number}" for number in (3, 9, 1, 3)]
    found = await store.get(names)
    assert [each.name if each else None for each in found] == [names[0], None, names[2], names[3]]


async def test_get_heads_leaves_out_what_is_large(store: ArticleStore) -> None:
    await store.put(candidate(article()), None)
    (whole,) = await store.get([article().name])
    (head,) = await store.get([article().name], heads=True)
    assert whole is not None and head is not None
    assert not head.text and not head.statements and not head.cuts
    for field in ("text", "statements", "cuts"):
        whole.ClearField(field)
    assert head == whole


async def _fill(store: ArticleStore) -> list[str]:
    names = []
    for number in range(12):
        made = article(
            f"a{number}",
            "nahr" if number % 2 else "bahr",
            (*OTHER[: 2 + number % 3], f"Number {number}."),
            day=DAY + timedelta(days=20 * number) if number % 4 else None,
            language="ar" if number % 3 == 0 else "en",
        )
        names.append((await store.put(candidate(made), None)).article.name)
    return names


async def _pages(store: ArticleStore, listing: Listing, size: int) -> list[str]:
    names: list[str] = []
    after = 0
    while True:
        page = await store.list(listing, after, size, heads=True)
        assert len(page.articles) <= size
        names += [each.name for _, each in page.articles]
        if not page.more:
            return names
        after = page.articles[-1][0]


@pytest.mark.parametrize("size", [1, 5, 12, 13])
async def test_list_pages_give_what_one_page_gives(store: ArticleStore, size: int) -> None:
    names = await _fill(store)
    assert await _pages(store, Listing(), size) == names


async def test_list_keeps_its_order_when_articles_change(store: ArticleStore) -> None:
    names = await _fill(store)
    (known,) = await store.get(names[:1])
    assert known is not None
    changed = replace(convert.article_from_proto(known), title="Another headline")
    await store.put(candidate(changed), None)
    assert await _pages(store, Listing(), 5) == names


async def test_list_filters(store: ArticleStore) -> None:
    names = await _fill(store)
    at = [(DAY + timedelta(days=20 * number)).timestamp() for number in range(12)]
    known = [number for number in range(12) if number % 4]
    for listing, expected in (
        (Listing(source="nahr"), [n for n in range(12) if n % 2]),
        (Listing(source="nobody"), []),
        (Listing(language="ar"), [n for n in range(12) if n % 3 == 0]),
        (Listing(published_from=at[5]), [n for n in known if n >= 5]),
        (Listing(published_before=at[5]), [n for n in known if n < 5]),
        (Listing("nahr", "en", at[2], at[8]), [n for n in known if n % 2 and n % 3 and 2 <= n < 8]),
    ):
        assert await _pages(store, listing, 3) == [names[number] for number in expected]


async def test_changes_come_once_each_in_order_with_what_waits_behind(
    store: ArticleStore, clock: Clock
) -> None:
    assert (await store.changes(0, 5)).versions == ()
    stored_at = clock.now
    names = await _fill(store)
    seen: list[str] = []
    after = 0
    while (page := await store.changes(after, 5)).versions:
        assert page.oldest == stored_at
        seen += [each.name for _, each in page.versions]
        after = page.versions[-1][0]
        assert page.backlog == len(names) - len(seen)
    assert seen == names
    assert (page.backlog, page.oldest) == (0, None)


# --- copies ------------------------------------------------------------------------------------------


async def _put(store: ArticleStore, *args: object, **kwargs: object) -> pb.Article:
    return (await store.put(candidate(article(*args, **kwargs)), None)).article  # type: ignore[arg-type]


async def test_copies_of_other_outlets_are_linked_to_the_first(store: ArticleStore) -> None:
    first = await _put(store, "a1", "nahr")
    same = await _put(store, "b1", "bahr", title="Another headline")
    cut = await _put(store, "c1", "jabal", (STORY[3], STORY[0], STORY[1]))
    other = await _put(store, "d1", "sahl", OTHER)
    assert not first.HasField("duplicate") and not other.HasField("duplicate")
    assert (same.duplicate.parent, same.duplicate.kind) == (first.name, pb.Duplicate.EXACT)
    assert same.duplicate.similarity == 1.0
    assert (cut.duplicate.parent, cut.duplicate.kind) == (first.name, pb.Duplicate.NEAR)
    assert 0.5 < cut.duplicate.similarity <= 1.0
    assert [each.name for _, each in (await store.list(Listing(), 0, 9, heads=True)).articles] == [
        first.name,
        same.name,
        cut.name,
        other.name,
    ]


async def test_copies_of_copies_name_the_first_of_all(store: ArticleStore) -> None:
    first = await _put(store, "a1", "nahr")
    for number in range(3):
        made = await _put(store, f"b{number}", "bahr", (*STORY, f"Added by an editor, number {number}."))
        assert made.duplicate.parent == first.name
    last = await _put(store, "c1", "jabal", (*STORY, "Added by an editor, number 2."))
    assert last.duplicate.parent == first.name


async def test_a_new_version_is_no_copy_of_its_own_article(store: ArticleStore) -> None:
    await _put(store, "a1", "nahr")
    assert not (await _put(store, "a1", "nahr", STORY[:4])).HasField("duplicate")


async def test_a_new_version_takes_the_place_of_the_old_text_among_copies(store: ArticleStore) -> None:
    await _put(store, "a1", "nahr")
    await _put(store, "a1", "nahr", OTHER)
    assert not (await _put(store, "b1", "bahr", STORY)).HasField("duplicate")
    assert (await _put(store, "b2", "bahr", OTHER)).duplicate.parent == "sources/nahr/articles/a1"


async def test_copies_are_looked_for_among_texts_of_about_the_same_days(store: ArticleStore) -> None:
    first = await _put(store, "a1", "nahr")
    near = await _put(store, "b1", "bahr", day=DAY + timedelta(days=13))
    far = await _put(store, "c1", "jabal", day=DAY + timedelta(days=60))
    unknown = await _put(store, "d1", "sahl", day=None)
    assert near.duplicate.parent == first.name
    assert not far.HasField("duplicate")
    assert unknown.duplicate.parent == first.name


async def test_a_text_that_hundreds_reprint_is_still_found(store: ArticleStore) -> None:
    first = await _put(store, "a0", "nahr")
    await asyncio.gather(
        *(_put(store, f"a{n}", f"outlet{n}", (*STORY, f"Reprinted by outlet {n}.")) for n in range(1, 260))
    )
    late = await _put(store, "z", "late", STORY[1:])
    assert late.duplicate.parent == first.name


async def test_preview_says_what_put_would_and_stores_nothing(store: ArticleStore) -> None:
    first = await _put(store, "a1", "nahr")
    preview = await store.preview(candidate(article("b1", "bahr")))
    assert preview.article.duplicate.parent == first.name
    assert not preview.article.HasField("create_time")
    assert await store.get(["sources/bahr/articles/b1"]) == [None]
    stored = await _put(store, "b1", "bahr")
    stored.ClearField("create_time")
    assert stored == preview.article
