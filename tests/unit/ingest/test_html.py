# ruff: noqa: E501  (made-up text stays on its line)
"""HTML pages as visible text with the story found in it."""

from __future__ import annotations

import pytest

from services.common.domain import Article, DateSource
from services.common.errors import InvalidFields
from services.ingest.html import read_page
from services.ingest.pipeline import RawArticle, read_article
from tests.unit.ingest.pages import HEADLINE, PAGES, SITE, STORY, TEASERS, MadePage


def read(html: str | bytes, *, url: str = "") -> Article:
    content = html if isinstance(html, bytes) else html.encode()
    return read_article(
        RawArticle(outlet=SITE, source="", url=url, title="", content=content, format="html"), name="a"
    )


def kept(article: Article) -> str:
    pieces, at = [], 0
    for cut in article.cuts:
        pieces.append(article.text[at : cut.span.start])
        at = cut.span.end
    return "".join([*pieces, article.text[at:]])


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
class TestMadePages:
    @pytest.fixture
    def page(self, make: object) -> MadePage:
        assert callable(make)
        page = make()
        assert isinstance(page, MadePage)
        return page

    @pytest.fixture
    def article(self, page: MadePage) -> Article:
        encoding = "windows-1256" if "windows-1256" in page.html else "utf-8"
        return read(page.html.encode(encoding))

    def test_the_whole_story_is_kept(self, page: MadePage, article: Article) -> None:
        story = kept(article)
        assert not [paragraph for paragraph in page.story if paragraph not in story]

    def test_nothing_else_is_kept(self, page: MadePage, article: Article) -> None:
        story = kept(article)
        assert not [piece for piece in page.not_story if piece in story]
        for paragraph in (*page.story, page.headline):
            story = story.replace(paragraph, "")
        assert len(story.split()) <= 8, story

    def test_headline_day_and_language_are_found(self, page: MadePage, article: Article) -> None:
        assert article.title == page.headline
        assert article.title_span is not None
        assert article.published.day is not None
        assert article.published.day.isoformat() == page.day
        assert article.language == page.language


def test_the_text_of_the_article_is_all_that_the_page_shows() -> None:
    article = read(PAGES[0]().html)
    for piece in (SITE, "Leave a Reply", TEASERS[0][0], STORY[0]):
        assert piece in article.text
    for statement in article.statements:
        assert statement.span.of(article.text) == statement.text


def test_a_page_that_only_a_script_fills_is_refused() -> None:
    html = "<html><head><title>x</title></head><body><div id='root'></div><script>render()</script></body></html>"
    with pytest.raises(InvalidFields) as failure:
        read(html)
    assert failure.value.violations[0].field == "article.content"
    assert "script" in failure.value.violations[0].description


def test_metadata_is_read_whatever_its_dialect() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    heads = {
        '<meta name="parsely-pub-date" content="2023-03-08T06:00:00Z">': "2023-03-08",
        '<meta itemprop="datePublished" content="2023-03-08">': "2023-03-08",
        '<meta property="article:published_time" content="2023-03-08T23:30:00-05:00">': "2023-03-08",
        '<script type="application/ld+json">[{"@type":["Article"],"datePublished":"2023-03-08"}]</script>': "2023-03-08",
        '<script type="application/ld+json">{broken</script><meta name="dc.date" content="8 March 2023">': "2023-03-08",
    }
    for head, day in heads.items():
        article = read(
            f"<html><head>{head}<title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1>{body}</body></html>"
        )
        assert article.published.source is DateSource.METADATA, head
        assert article.published.day is not None
        assert article.published.day.isoformat() == day, head


def test_a_date_in_the_header_of_the_site_is_not_the_day_of_the_story() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    html = f"""<html><head><title>{HEADLINE}</title></head><body><header><div class="date">Friday 21 June 2024</div></header>
    <div class="post"><h1>{HEADLINE}</h1>{body}</div><footer><span class="date">21 June 2024</span></footer></body></html>"""
    assert read(html).published.day is None


def test_an_element_named_for_its_date_gives_the_day() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    html = f"""<html><head><title>{HEADLINE}</title></head><body><div class="post"><div class="post-date">March 8, 2023</div>
    <h1>{HEADLINE}</h1>{body}</div><div class="sidebar"><div class="post-date">May 1, 2023</div></div></body></html>"""
    found = read(html).published
    assert found.day is not None
    assert found.day.isoformat() == "2023-03-08"


def test_the_canonical_address_and_language_are_read() -> None:
    page = read_page(PAGES[0]().html)
    assert page.canonical == "https://courier.example/2023/03/ferry/"
    assert page.language == "en"
    assert read(PAGES[0]().html).url == "https://courier.example/2023/03/ferry"
    assert read(PAGES[0]().html, url="https://other.example/x").url == "https://other.example/x"


def test_a_page_without_structure_is_still_read_line_by_line() -> None:
    html = (
        f"<html><body>{HEADLINE}<br><br>{STORY[0]}<br><br>{STORY[1]}<br><br>Advertisement<br></body></html>"
    )
    article = read(html)
    assert STORY[0] in kept(article)
    assert "Advertisement" not in kept(article)
