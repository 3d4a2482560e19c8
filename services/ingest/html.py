"""An HTML page as visible text, with what its structure says is not the story, and its metadata. [pure]

The text of an article is all visible text of its page, so that every cut can be checked. Two extractors say
which of it is the story: Resiliparse (0.2 ms a page), trusted where the paragraphs of the page agree with
it, and Trafilatura (fast mode, a few ms), loaded only when they do not. A page that embeds its article body
in JSON-LD settles the matter itself.
"""

from __future__ import annotations

import json
import logging
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import DocumentNode, ElementNode, HTMLTree

from services.common.domain import CutReason, Span
from services.ingest.clean import Outside
from services.ingest.dates import Stamp, read_stamp

_WORDS = re.compile(r"\S+")
_LINES = re.compile(r"[^\n]+")
_ARTICLE_TYPES = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "blogposting",
    "liveblogposting", "socialmediaposting", "techarticle", "scholarlyarticle", "report",
    "satiricalarticle", "advertisercontentarticle",
})  # fmt: skip
_PAGE_TYPES = frozenset({"webpage", "itempage", "creativework"})
# Metadata names that give the time of publication, best first.
_PUBLISHED_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time",
    "og:pubdate", "datepublished", "publication_date", "publicationdate", "publish_date", "publish-date",
    "publishdate", "pubdate", "pub_date", "published_time", "published-date", "published_date",
    "published_at", "date_published", "article_date_original", "article.published", "article.created",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "rnews:datepublished", "bt:pubdate", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dcterms.date", "dc.date.created", "dc.date", "dc:date", "date.issued", "citation_publication_date",
    "citation_date", "displaydate", "originalpublicationdate", "ptime", "pdate", "prism.publicationdate",
    "gentime", "last-published", "shareaholic:article_published_time", "vr:published_time", "hdl_p",
    "iso-8601-publish-date", "mediator_published_time", "release_date", "date",
)  # fmt: skip
_META_RANK = {name: rank for rank, name in enumerate(_PUBLISHED_META)}
_SURE_META = 8  # names before this rank mean the article, not the file
_MODIFIED_META = frozenset(
    {
        "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified",
        "last-modified", "lastmod", "date_modified", "updated_time", "modified_date",
    }
)  # fmt: skip
_DATE_SELECTOR = (
    'time, abbr.published, [class*="date"], [class*="Date"], [id*="date"], [class*="time"], [class*="Time"],'
    ' [class*="publish"], [class*="Publish"], [class*="posted"], [class*="byline"], [class*="meta"],'
    ' [class*="submitted"], [class*="info"]'
)
_ASIDE_SELECTOR = (
    'aside, nav, footer, [class*="related"], [class*="Related"], [class*="sidebar"], [class*="comment"],'
    ' [id*="comment"], [class*="widget"], [class*="teaser"], [class*="card"], [class*="most-"],'
    ' [class*="popular"], [class*="recent"], [class*="latest"], [class*="today"], [class*="current"],'
    ' [class*="weather"], [class*="copyright"], [id*="footer"], [id*="sidebar"], [class*="more-"]'
)
_DATE_NAME = re.compile(r"date|publish|posted|pubtime|time-?stamp|submitted|(?:^|[\s_-])time", re.IGNORECASE)
_UPDATED_NAME = re.compile(r"updat|modif|edited|revis", re.IGNORECASE)
_DEEPEST = 3000  # elements inside one another; browsers stop at 512
_NESTING_TAG = re.compile(
    r"<(/?)(?!(?:br|img|input|meta|link|hr|p|li|td|tr|th|tbody|thead|tfoot|option|dt|dd|source|wbr|area|base|col"
    r"|embed|param|track)\b)[a-z][^<>]*",
    re.IGNORECASE,
)
_SCRIPT_ONLY = re.compile(r"<(?:script|noscript)\b", re.IGNORECASE)
_TITLE_BREAK = re.compile(r"\s+[-–—|»«:·•]+\s+|\s*[|»]\s*")

_TITLE_COLON = re.compile(r":\s+")

_SURE_ELEMENT = 0.65  # confidence of an element that needs no second opinion
_MOST_DATED = 200  # elements that are looked at for a date
_LONGEST_DATE = 120  # characters of an element that is a date with its label
_SHORT_MAIN = 200  # characters; less than this is no article body
_AGREEMENT = 0.9  # share of long paragraphs that the fast extractor must hold, and the other way round
_LONG_PARAGRAPH = 80  # characters
_COVERED = 0.6  # share of a line's words that makes it part of the story
_LARGEST_REFEREED = 2_000_000  # characters of markup; the referee takes seconds for more
_DOUBTFUL = 0.7  # share of the agreed paragraphs below which the referee is asked to be thorough
_MARKS = " \t-*•|"  # what extractors put around list items and cells
_PIECE = 6  # words by which a line is looked for that is not found whole
_NEAR = 3000  # characters within which the next piece is looked for
_BODY_WORDS = 60  # words of a JSON-LD body that make it worth trusting


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTML page holds. ``outside`` are the lines of ``text`` that are not the story, in order."""

    text: str
    outside: tuple[Outside, ...]
    title: str
    language: str  # of the lang attribute or metadata, "" when absent
    canonical: str  # canonical URL, "" when absent
    stamps: tuple[Stamp, ...]  # metadata dates, best first
    warnings: tuple[str, ...] = ()
    emptiness: str = ""  # why ``text`` is empty


def _too_deep(markup: str) -> bool:
    # The extractors' work grows with the square of the depth: a page of tags alone would hold a thread for
    # minutes. Elements that end by themselves do not nest.
    if markup.count("<") <= _DEEPEST:
        return False
    depth = 0
    for tag in _NESTING_TAG.finditer(markup):
        if tag[1]:
            depth = max(0, depth - 1)
        elif not tag[0].endswith("/"):
            depth += 1
            if depth > _DEEPEST:
                return True
    return False


def read_page(markup: str) -> Page:
    """The visible text and metadata of an HTML page."""
    if _too_deep(markup):
        return Page(
            "", (), "", "", "", (),
            emptiness=f"nests its elements more than {_DEEPEST} deep, which no page for readers does",
        )  # fmt: skip
    tree = HTMLTree.parse(markup)
    metadata = _Metadata(tree)
    text = _visible(tree)
    if not text.strip():
        only_script = _SCRIPT_ONLY.search(markup) is not None
        return Page(
            "", (), "", "", "", (),
            emptiness="is a page that only a script fills; give the rendered page"
            if only_script
            else "is a page without visible text",
        )  # fmt: skip
    words = _PageWords(text)
    covered, extractor = _story(tree, markup, words, metadata.body)
    warnings: tuple[str, ...] = ()
    if not any(covered):
        warnings = ("No main text was found by the page's structure; its lines were judged one by one.",)
        outside: tuple[Outside, ...] = ()
    else:
        outside = _outside(text, words, covered, extractor)
    title = metadata.title(tree, text)
    return Page(
        text=text,
        outside=outside,
        title=title,
        language=metadata.language,
        canonical=metadata.canonical,
        stamps=metadata.stamps(tree),
        warnings=warnings,
    )


# --- main text ---------------------------------------------------------------------------------------


class _PageWords:
    """The visible text as words, to find an extractor's lines in it whatever their white space."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.ends: list[int] = []
        words: list[str] = []
        for match in _WORDS.finditer(text):
            self.starts.append(match.start())
            self.ends.append(match.end())
            words.append(match.group())
        self.joined = " ".join(words)
        at = 0
        self.offsets: list[int] = []
        for word in words:
            self.offsets.append(at)
            at += len(word) + 1

    def find(self, line: str, start: int) -> tuple[int, int, int] | None:
        """(first word, word behind the last, where to search next) of ``line`` from offset ``start`` on."""
        wanted = " ".join(line.split())
        if not wanted:
            return None
        at = self.joined.find(wanted, start)
        if at < 0:
            at = self.joined.find(wanted)
        if at < 0:
            return None
        first = bisect_right(self.offsets, at) - 1
        last = bisect_left(self.offsets, at + len(wanted))
        return first, last, at + len(wanted)


def _all(node: ElementNode | DocumentNode, selector: str) -> list[ElementNode]:
    """The elements of a selector. A slice: iterating over Resiliparse's lists takes quadratic time."""
    return list(node.query_selector_all(selector)[:])


def _visible(tree: HTMLTree) -> str:
    text: str = extract_plain_text(
        tree, main_content=False, list_bullets=False, alt_texts=False, links=False, form_fields=False
    )
    return text


def _story(tree: HTMLTree, markup: str, words: _PageWords, body: str) -> tuple[list[bool], str]:
    """Which words of the page are the story, and who says so."""
    fast = _cover(
        words,
        extract_plain_text(
            tree, main_content=True, list_bullets=False, alt_texts=False, comments=False, post_meta=False
        ).split("\n"),
    )
    if len(body.split()) >= _BODY_WORDS:
        given = _cover(words, body.split("\n"))
        # A body of which little is shown, or a teaser of a long page, settles nothing.
        shown = sum(given) >= 0.8 * len(body.split())
        if shown and _length(words, given) >= 0.5 * _length(words, fast):
            return given, "json-ld"
    inside = _paragraphs(_container(tree), words)
    if _agree(words, fast, inside):
        return fast, "resiliparse"
    if len(markup) > _LARGEST_REFEREED:
        return fast, "resiliparse"
    slow = _cover(words, _trafilatura(markup).split("\n"))
    agreed = [one and other for one, other in zip(fast, _paragraphs(tree.body, words), strict=True)]
    if _length(words, slow) < _DOUBTFUL * _length(words, agreed):
        thorough = _cover(words, _trafilatura(markup, fast=False).split("\n"))
        slow = max(slow, thorough, key=lambda covered: _length(words, covered))
    if _length(words, slow) < _SHORT_MAIN and _length(words, slow) < 0.5 * _length(words, fast):
        return fast, "resiliparse"
    _fill(slow, agreed)
    return slow, "trafilatura"


def _fill(covered: list[bool], agreed: Sequence[bool]) -> None:
    """Add the long paragraphs between what is covered that the other extractor holds too."""
    if True not in covered:
        return
    first = covered.index(True)
    last = len(covered) - covered[::-1].index(True)
    for index in range(first, last):
        covered[index] = covered[index] or agreed[index]


def _container(tree: HTMLTree) -> ElementNode | None:
    """The one element that is marked as the article, if there is just one."""
    if tree.body is None:
        return None
    for selector in ('[itemprop="articleBody"]', "article", "main"):
        found = _all(tree.body, selector)
        if len(found) == 1:
            return found[0]
    return None


def _cover(words: _PageWords, lines: Iterable[str]) -> list[bool]:
    """Which words of the page the lines of an extractor hold."""
    covered = [False] * len(words.starts)
    at = 0
    for marked in lines:
        line = marked.strip(_MARKS)
        found = words.find(line, at)
        if found is not None:
            first, last, at = found
            covered[first:last] = [True] * (last - first)
            continue
        # The extractor joined lines, or left something out within one: find its pieces.
        tokens = line.split()
        for start in range(0, len(tokens), _PIECE):
            piece = tokens[start : start + _PIECE]
            found = words.find(" ".join(piece), at) if len(piece) == _PIECE else None
            if found is not None and found[2] - at < _NEAR:
                first, last, at = found
                gap = first - 1
                while gap >= 0 and not covered[gap] and first - gap <= _PIECE:
                    gap -= 1
                if gap >= 0 and covered[gap] and start:
                    first = gap + 1
                covered[first:last] = [True] * (last - first)
    return covered


def _length(words: _PageWords, covered: Sequence[bool]) -> int:
    return sum(
        end - start for start, end, kept in zip(words.starts, words.ends, covered, strict=True) if kept
    )


def _paragraphs(element: ElementNode | None, words: _PageWords) -> list[bool]:
    """The long paragraphs in an element, outside its furniture."""
    lines: list[str] = []
    for paragraph in _all(element, "p") if element is not None else ():
        text = paragraph.text or ""
        if len(text) >= _LONG_PARAGRAPH and paragraph.closest("nav, aside, footer, form, figcaption") is None:
            lines.append(text)
    return _cover(words, lines)


def _agree(words: _PageWords, one: Sequence[bool], other: Sequence[bool]) -> bool:
    """Whether two readings of a page hold nearly the same words, and enough of them."""
    both = _length(words, [a and b for a, b in zip(one, other, strict=True)])
    first, second = _length(words, one), _length(words, other)
    return both >= 2 * _SHORT_MAIN and both >= _AGREEMENT * first and both >= _AGREEMENT * second


def _trafilatura(markup: str, *, fast: bool = True) -> str:
    import trafilatura

    # It logs every page it cannot read as an error; what a page lacks is told to its sender instead.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(
        markup, fast=fast, include_comments=False, include_tables=True, with_metadata=False, deduplicate=False
    )
    return text or ""


def _outside(text: str, words: _PageWords, covered: Sequence[bool], extractor: str) -> tuple[Outside, ...]:
    found: list[Outside] = []
    for line in _LINES.finditer(text):
        first = bisect_left(words.starts, line.start())
        last = bisect_left(words.starts, line.end())
        if first == last:
            continue
        if sum(covered[first:last]) < _COVERED * (last - first):
            found.append(
                Outside(
                    Span(line.start(), line.end()), CutReason.MENU, f"outside the main text ({extractor})"
                )
            )
    return tuple(found)


# --- metadata ----------------------------------------------------------------------------------------


class _Metadata:
    """JSON-LD, meta elements and attributes of a page."""

    def __init__(self, tree: HTMLTree) -> None:
        self.meta: dict[str, str] = {}
        self.articles: list[Mapping[str, Any]] = []
        self.pages: list[Mapping[str, Any]] = []
        self.language = self.site = self.canonical = self.body = ""
        document = tree.document
        if document is None:
            return
        for element in _all(document, "meta"):
            name = element.getattr("property") or element.getattr("name") or element.getattr("itemprop") or ""
            value = element.getattr("content")
            if name and value and value.strip():
                self.meta.setdefault(name.strip().lower(), value.strip())
        root = document.query_selector("html")
        lang = (root.getattr("lang") or root.getattr("xml:lang") or "") if root else ""
        self.language = (lang or self.meta.get("og:locale", "")).lower().replace("_", "-").partition("-")[0]
        self.site = self.meta.get("og:site_name", "")
        link = document.query_selector('link[rel="canonical"]')
        canonical = (link.getattr("href") if link else None) or self.meta.get("og:url", "")
        self.canonical = canonical if urlsplit_safe(canonical) else ""
        for script in _all(document, 'script[type="application/ld+json"]'):
            for item in _linked_data(script.text or ""):
                kinds = _kinds(item)
                if kinds & _ARTICLE_TYPES:
                    self.articles.append(item)
                elif kinds & _PAGE_TYPES:
                    self.pages.append(item)
        self.body = next(
            (_string(item.get("articleBody")) for item in self.articles if item.get("articleBody")), ""
        )

    def title(self, tree: HTMLTree, text: str) -> str:
        """The headline without the name of the site."""
        lines = {" ".join(line.split()) for line in text.split("\n")}
        headings = [" ".join((h.text or "").split()) for h in _all(tree.body, "h1")] if tree.body else []
        headings = [heading for heading in headings if heading and heading != self.site]
        named = [_string(item.get("headline")) for item in self.articles[:1]]
        named += [self.meta.get(name, "") for name in ("og:title", "twitter:title", "dc.title", "title")]
        named.append(tree.title or "")
        named = [" ".join(name.split()) for name in named if name.strip()]
        for name in named:
            if name in lines or name in headings:
                return name
        for name in named:
            parts = [part for part in _parts(name) if len(part) >= 12 or part in headings]
            shown = [part for part in parts if part in lines or part in headings]
            if shown:
                return max(shown, key=len)
        if len(headings) == 1:
            return headings[0]
        return self._without_site(named[0]) if named else ""

    def _without_site(self, name: str) -> str:
        breaks = list(_TITLE_BREAK.finditer(name))
        if not breaks:
            return name
        first, last = name[: breaks[0].start()].strip(), name[breaks[-1].end() :].strip()
        if last == self.site or (len(last.split()) <= 4 and len(first.split()) >= 4):
            return name[: breaks[-1].start()].strip()
        if first == self.site:
            return name[breaks[0].end() :].strip()
        return name

    def stamps(self, tree: HTMLTree) -> tuple[Stamp, ...]:
        """Publication times that the page declares about itself, best first."""
        found: list[Stamp] = []
        for item in self.articles[:1]:
            found += _dated(item, ("datePublished", "dateCreated"), 0.97, "JSON-LD")
        names = sorted((name for name in self.meta if name in _META_RANK), key=_META_RANK.__getitem__)
        found += [
            Stamp(self.meta[name], f"meta {name}", 0.96 if _META_RANK[name] < _SURE_META else 0.9)
            for name in names
        ]
        for item in self.pages[:1]:
            found += _dated(item, ("datePublished",), 0.9, "JSON-LD page")
        found += _elements(tree)
        for item in self.articles[:1]:
            found += _dated(item, ("dateModified",), 0.6, "JSON-LD")
        found += [
            Stamp(value, f"meta {name}", 0.55) for name, value in self.meta.items() if name in _MODIFIED_META
        ]
        return tuple(found)


def _parts(name: str) -> Iterator[str]:
    """Every run of the pieces of a page title between its separators, the title itself first."""
    marks = [*_TITLE_BREAK.finditer(name), *_TITLE_COLON.finditer(name)]
    starts = sorted({0, *(mark.end() for mark in marks)})
    ends = sorted({len(name), *(mark.start() for mark in marks)}, reverse=True)
    for start in starts:
        for end in ends:
            if start < end:
                yield name[start:end].strip()


def _elements(tree: HTMLTree) -> Iterator[Stamp]:
    """Dates of elements that are marked as the publication time, by attribute, then by class name."""
    if tree.body is None:
        return
    selector = '[itemprop="datePublished"], [itemprop="dateCreated"], [property="datePublished"]'
    for element in _all(tree.body, selector):
        value = element.getattr("datetime") or element.getattr("content") or element.text
        if value and value.strip():
            yield Stamp(value.strip(), "itemprop", 0.94)
            break
    headed = False
    before: Stamp | None = None  # the first above the headline: a ticker, unless there is nothing below
    for element in _all(tree.body, f"h1, {_DATE_SELECTOR}")[:_MOST_DATED]:
        if element.tag == "h1":
            headed = True
            continue
        stamp = _named_stamp(element)
        if stamp is None:
            continue
        if not headed:
            before = before or Stamp(stamp.value, stamp.rule, stamp.confidence - 0.1)
            continue
        yield stamp
        if stamp.confidence > _SURE_ELEMENT:
            return
    if before is not None:
        yield before


def _named_stamp(element: ElementNode) -> Stamp | None:
    """The date that an element's name or kind promises, if it holds one."""
    names = f"{element.getattr('class') or ''} {element.getattr('id') or ''}"
    value = element.getattr("datetime") or element.getattr("title") or ""
    if not any(map(str.isdigit, value)):
        value = " ".join((element.text or "").split())
    if not 6 <= len(value) <= _LONGEST_DATE or not any(map(str.isdigit, value)):
        return None
    if _is_aside(element) or read_stamp(value) is None:
        return None
    named = _DATE_NAME.search(names) is not None
    if _UPDATED_NAME.search(names):
        confidence = 0.6
    elif element.tag in ("time", "abbr"):
        confidence = 0.93 if named or element.hasattr("pubdate") else 0.88
    else:
        confidence = 0.86 if named else 0.7
    return Stamp(value, f"element {element.tag}", confidence)


def _is_aside(element: ElementNode) -> bool:
    """Whether an element stands in furniture: a sidebar, comments, other stories, the header of the site."""
    if element.closest(_ASIDE_SELECTOR) is not None:
        return True
    header = element.closest("header")
    if header is None:
        return False
    return header.closest("article, main") is None and header.query_selector("h1") is None


def _dated(item: Mapping[str, Any], names: Sequence[str], confidence: float, rule: str) -> Iterator[Stamp]:
    for name in names:
        value = _string(item.get(name))
        if value:
            yield Stamp(value, f"{rule} {name}", confidence)
            return


def _linked_data(script: str) -> Iterator[Mapping[str, Any]]:
    """Every object of a JSON-LD script, outermost first. Pages often break the syntax a little."""
    script = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        data = json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return
    pending: list[tuple[Any, int]] = [(data, 0)]
    while pending:
        item, depth = pending.pop(0)
        if isinstance(item, list):
            pending += [(part, depth + 1) for part in item[:50] if depth < 6]
        elif isinstance(item, dict):
            yield item
            if depth < 6:
                for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
                    if isinstance(item.get(key), list | dict):
                        pending.append((item[key], depth + 1))


def _kinds(item: Mapping[str, Any]) -> set[str]:
    kinds = item.get("@type")
    if isinstance(kinds, str):
        kinds = [kinds]
    return {str(kind).rsplit("/", 1)[-1].lower() for kind in kinds} if isinstance(kinds, list) else set()


def _string(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return next((found for found in map(_string, value) if found), "")
    if isinstance(value, int):
        return str(value)
    return ""


def urlsplit_safe(url: str | None) -> bool:
    """Whether ``url`` is an absolute web address."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
