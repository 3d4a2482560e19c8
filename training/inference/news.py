"""Rows in the shape of news, made from real sentences.

Three rules keep the model from reading the making instead of the meaning. A change that turns a statement
round is mostly made to another wording (a headline, another outlet's sentence), not to a copy. Changed texts
also stand in rows where they agree, with a rewording of themselves, so that no text gives its label away.
And neutral rows share as many words as the others: they come from the same article, the same happening, or a
happening much like it.
"""

from __future__ import annotations

import html
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from services.align.backends import Encoder
from services.align.premise import join
from services.language.normalize import fold, words
from training.corpus import Corpus, HeldOut, sentences
from training.inference import edits, lexicon
from training.inference.rows import AGREE, CONTRADICT, NEUTRAL, Row
from training.sources import Role, chosen

_T = TypeVar("_T")

_LEAD = 1600  # characters of an article that are read
_SENTENCES = 8
_MOST_WORDS, _FEWEST_WORDS = 55, 5
_COMPARED = 7_000  # texts whose neighbours are looked for
_CUT = re.compile(r"(?:\s(?:د|م|أ|ا)\.|\(إف\.?|[:،,])$")
_NOISE = re.compile(r"رابط الخبر|http|www\.|Next|Previous|©|سمات|@")
_DENIAL = re.compile(
    r"^(?P<who>\S.{2,40}?)[:،]?\s+(?:ينفي|تنفي|نفى|نفت|ينفون|تكذب|يكذب)\s+"
    r"(?:صحة\s+|ما\s+\S+\s+(?:عن|حول|من)\s+|(?:ال)?(?:أنباء|شائعات|شائعة|تقارير|أخبار)\s+(?:عن|حول)?\s*)*(?P<what>\S.{12,})$"
)
_PERMISSIVE_WITHOUT_TITLES = 7000  # articles of a large source that has no headlines


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or headline with the headline it stands under ("" for a headline)."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    body: tuple[str, ...]
    outlet: str
    day: int  # ordinal; 0 unknown


@dataclass(slots=True)
class News:
    """What rows are made of."""

    articles: list[Article] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    matched: list[tuple[Text, Text]] = field(default_factory=list)  # two outlets on one fact
    reports: list[tuple[Article, Article]] = field(default_factory=list)  # two outlets on one happening
    crossed: list[tuple[Text, Text]] = field(default_factory=list)  # headline or lead of two outlets


# --- reading ------------------------------------------------------------------------------------------


def read(data: Path, work: Path, licences: str, kept: HeldOut, seed: int) -> News:
    """Articles of every chosen news source without what is held out.

    ``work`` is the folder of the encoder's training: its ``data`` has the sentences
    that match across outlets.
    """
    rng = random.Random(seed)
    news = News()
    report_source = False
    for source in chosen(licences):
        report_source |= source.role is Role.REPORTS
        if source.name == "headlines_cnn_bbc_arabic_2019":
            news.headlines = [
                title for title in pd.read_parquet(data / "train" / source.path)["title"] if title not in kept
            ]
        if source.role is not Role.NEWS or source.name == "factcheck_articles":
            continue
        table = pd.read_parquet(data / "train" / source.path)
        if not table[source.columns[0]].any():
            table = table.sample(_PERMISSIVE_WITHOUT_TITLES, random_state=seed)
        news.articles += filter(None, (_article(row, kept) for row in table.itertuples()))
    if report_source:
        _read_reports(news, data, work)
    rng.shuffle(news.articles)
    news.headlines += [article.title for article in news.articles if article.title]
    news.headlines = list(dict.fromkeys(filter(_headline, news.headlines)))
    rng.shuffle(news.headlines)
    return news


def _article(row: object, kept: HeldOut) -> Article | None:
    title = _spaced(getattr(row, "title", ""))
    if getattr(row, "url", "") in kept.urls or (title and title in kept):
        return None
    body = [s for s in sentences(getattr(row, "text", "")[:_LEAD]) if usable(s) and s not in kept]
    try:
        day = date.fromisoformat(getattr(row, "date", "")).toordinal()
    except ValueError:
        day = 0
    return Article(title, tuple(body[:_SENTENCES]), getattr(row, "outlet", ""), day) if body else None


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def usable(sentence: str) -> bool:
    """A whole sentence of the story, as far as its form tells."""
    count = sentence.count(" ") + 1
    return _FEWEST_WORDS <= count <= _MOST_WORDS and not _CUT.search(sentence) and not _NOISE.search(sentence)


def _headline(title: str) -> bool:
    return 4 <= title.count(" ") + 1 <= 18 and not _NOISE.search(title)


def _read_reports(news: News, data: Path, work: Path) -> None:
    """Pairs of articles on one happening, and what matches in them."""
    by_title = {(article.outlet, article.title): article for article in news.articles}
    title_of = {sentence: article.title for article in news.articles for sentence in article.body}
    mined = pd.read_parquet(data / "train/sts/mined_cross_outlet_saudi_2015.parquet")
    for row in mined.itertuples():
        one = by_title.get((row.outlet1, _spaced(row.title1)))
        two = by_title.get((row.outlet2, _spaced(row.title2)))
        if one is None or two is None or float(row.tfidf_cos) < 0.65:
            continue
        news.reports.append((one, two))
        for a, b in (
            (Text(one.title), Text(two.title)),
            (Text(one.title), Text(two.body[0], two.title)),
            (Text(one.body[0], one.title), Text(two.body[0], two.title)),
        ):
            if _same_fact(a.text, b.text):
                news.crossed.append((a, b))
    for left, right, _ in Corpus.load(work / "data").matched:
        if left in title_of and right in title_of and _same_fact(left, right):
            news.matched.append((Text(left, title_of[left]), Text(right, title_of[right])))


_FIGURE = re.compile(r"\d+")


def _content(text: str) -> frozenset[str]:
    return frozenset(word for word in words(fold(text)) if len(word) > 2)


def held(a: str, b: str) -> float:
    """Share of the shorter text's content words that the other has, clitics aside."""
    one, two = sorted((_stems(a), _stems(b)), key=len)
    return len(one & two) / max(1, len(one))


@lru_cache(maxsize=200_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"^(?:و|ف)?(?:ال|بال|لل|ب|ل)?(?=\w{3})", "", word) for word in _content(text))


def _same_fact(a: str, b: str) -> bool:
    """Likely the same fact: most words shared and no figure against another."""
    one, two = (set(_FIGURE.findall(fold(text))) for text in (a, b))
    return held(a, b) >= 0.5 and (one <= two or two <= one) and fold(a) != fold(b)


# --- making -------------------------------------------------------------------------------------------


class Maker:
    """Makes rows; all chance comes from one seed."""

    def __init__(self, news: News, encoder: Encoder, kept: HeldOut, seed: int) -> None:
        self.news = news
        self.rng = random.Random(seed)
        self.rows: list[Row] = []
        self._encoder = encoder
        self._kept = kept
        pool = Counter(
            article.body[0][start:end]
            for article in news.articles
            for start, end in edits.people(article.body[0])
            if article.body[0][start] != "و"
        )
        people = edits.other_person(sorted(pool))
        # Figures and names as often as what is said of them.
        self._turns = (*edits.HARD, edits.other_figure, people, edits.opposite)

    def make(self) -> list[Row]:
        news, rng = self.news, self.rng
        self._pairs("news_outlets", news.matched, 1.5, 9000)
        self._pairs("news_reports", news.crossed, 1.5, 7000)
        titled = [a for a in news.articles if a.title and _headline(a.title)]
        leads = [(Text(a.body[0]), Text(a.title)) for a in titled if held(a.body[0], a.title) >= 0.6]
        self._pairs("news_lead", leads, 1.0, 9000)
        own = [Text(rng.choice(a.body[:4]), a.title) for a in news.articles]
        self._pairs("news_reworded", [(text, text) for text in own], 0.7, 9000)
        self._pairs("headline_reworded", [(Text(t), Text(t)) for t in news.headlines], 1.0, 11000)
        self._denials(5000)
        self._same_article(12000)
        self._same_happening(5000)
        self._like_happenings(8000)
        self._like_headlines(12000)
        self._other_occasion(2500)
        return self.rows

    def _add(self, a: Text, b: Text, label: str, source: str, weight: float) -> None:
        """The longer text first, as callers of the model do, and titles on both sides, one, or none."""
        if len(a.text) < len(b.text):
            a, b = b, a
        chance = self.rng.random()
        first = a.title if chance < 0.45 else ""
        second = b.title if chance < 0.38 or 0.45 <= chance < 0.52 else ""
        if first in self._kept or second in self._kept or a.text in self._kept or b.text in self._kept:
            return
        self.rows.append(Row(join(a.text, first), join(b.text, second), label, source, weight))

    def _reworded(self, text: Text, least: int = 0) -> Text:
        times = self.rng.choice((least, 1, 2, 3))
        return Text(edits.kept(text.text, self.rng, times), text.title)

    def _turned(self, text: Text, other: Text) -> Text | None:
        edit = edits.turned(text.text, other.text, self.rng, self._turns)
        if edit is None:
            return None
        # A headline that still says it the old way would be a second voice in the row.
        title = fold(text.title)
        stays = edit.gone and not any(word in title for word in edit.gone)
        return Text(edit.text, text.title if stays else "")

    def _pairs(self, source: str, pairs: Sequence[tuple[Text, Text]], weight: float, most: int) -> None:
        """Of each pair an agreement, a contradiction, and the changed text agreeing with its rewording."""
        chosen_pairs = self.rng.sample(pairs, min(most, len(pairs)))
        for a, b in chosen_pairs:
            if self.rng.random() < 0.5:
                a, b = b, a
            copy = a.text == b.text
            soft = self._reworded(b, least=1 if copy else 0)
            if not copy or soft.text != a.text:
                self._add(a, soft, AGREE, source, weight)
            changed = self._turned(self._reworded(b), a)
            if changed is None or (copy and self.rng.random() < 0.3):
                continue
            self._add(a, changed, CONTRADICT, source, weight)
            again = self._reworded(changed, least=1)
            if again.text != changed.text and self.rng.random() < 0.5:
                self._add(changed, again, AGREE, f"{source}_changed", 0.6 * weight)

    def _denials(self, most: int) -> None:
        """A headline that opens with an action noun against its denial; a denial against what it denies."""
        actions = {fold(word) for word in lexicon.ACTIONS.split()}
        denials, confirmations = (
            block.strip().splitlines() for block in (lexicon.DENIALS, lexicon.CONFIRMATIONS)
        )
        rng, made = self.rng, 0
        for title in self.news.headlines:
            if made >= most:
                return
            real = _DENIAL.match(title)
            if real:
                said = real["what"]
            elif fold(title.split()[0]) in actions and ":" not in title and ".." not in title:
                said = title
            else:
                continue
            made += 1
            at, other = rng.sample(range(len(denials)), 2)
            denial, second = (Text(denials[i].format(said)) for i in (at, other))
            confirmed = Text(confirmations[other].format(said))
            story = Text(edits.kept(said, rng, 1))
            if real:
                denial = Text(title)
            self._add(denial, rng.choice((story, confirmed)), CONTRADICT, "denial", 1.0)
            self._add(confirmed, story, AGREE, "denial", 0.7)
            if rng.random() < 0.7:
                self._add(denial, second, AGREE, "denial", 0.7)
            if rng.random() < 0.5:
                changed = self._turned(confirmed, story)
                if changed:
                    self._add(story, changed, CONTRADICT, "denial", 0.7)

    # --- neutral rows ---------------------------------------------------------------------------------

    def _cosines(self, pairs: Sequence[tuple[Text, Text]]) -> np.ndarray:
        one, two = (self._encoder.encode([pair[side].text for pair in pairs]) for side in (0, 1))
        cosines: np.ndarray = (one * two).sum(1)
        return cosines

    def _between(
        self,
        source: str,
        pairs: Sequence[tuple[Text, Text]],
        low: float,
        high: float,
        weight: float,
        most: int,
    ) -> None:
        """Neutral rows of the pairs whose likeness is between the bounds; the likest first."""
        if not pairs:
            return
        pairs = self.rng.sample(pairs, min(2 * most, len(pairs)))
        cosines = self._cosines(pairs)
        fitting = [i for i in np.argsort(-cosines, kind="stable") if low <= cosines[i] <= high]
        for i in fitting[:most]:
            a, b = pairs[i]
            if self.rng.random() < 0.3:
                b = self._reworded(b)
            if self.rng.random() < 0.15:
                b = self._turned(b, b) or b  # changed words are no sign of a contradiction
            self._add(a, b, NEUTRAL, source, weight)

    def _same_article(self, most: int) -> None:
        """Two sentences of one article: other facts of one story, often with other figures and speakers."""
        pairs = []
        for article in self.news.articles:
            if len(article.body) < 4:
                continue
            for _ in range(1):
                a, b = self.rng.sample(article.body, 2)
                if held(a, b) < 0.45:
                    pairs.append((Text(a, article.title), Text(b, article.title)))
        self._between("other_sentence", pairs, 0.4, 0.72, 1.0, most)

    def _same_happening(self, most: int) -> None:
        """Sentences of two outlets on one happening that tell different facts."""
        pairs = []
        for one, two in self.news.reports:
            for _ in range(3):
                a, b = self.rng.choice(one.body), self.rng.choice(two.body)
                if held(a, b) < 0.35:
                    pairs.append((Text(a, one.title), Text(b, two.title)))
        self._between("other_fact", pairs, 0.35, 0.62, 1.2, most)

    def _like_happenings(self, most: int) -> None:
        """Leads of two articles that are alike but tell of other days, places or people."""
        articles = [a for a in self.news.articles if a.title][:_COMPARED]
        pairs = [
            (Text(a.body[0], a.title), Text(b.body[0], b.title))
            for a, b in self._neighbours(articles, lambda article: article.body[0])
            if abs(a.day - b.day) >= 4 or not (a.day and b.day)
        ]
        told_apart = [pair for pair in pairs if apart(pair[0].text, pair[1].text)]
        self._between("like_happening", told_apart, 0.4, 0.82, 1.2, most)

    def _like_headlines(self, most: int) -> None:
        """Headlines that share words but not the happening."""
        pairs = [
            (Text(a), Text(b))
            for a, b in self._neighbours(self.news.headlines[:_COMPARED], lambda title: title)
            if _content(a) & _content(b) and held(a, b) <= 0.5
        ]
        self._between("like_headline", pairs, 0.25, 0.62, 1.5, most)

    def _neighbours(self, items: Sequence[_T], text: Callable[[_T], str]) -> Iterator[tuple[_T, _T]]:
        """Each item with some of those whose texts are like it, nearest apart (they may be the same news)."""
        vectors = self._encoder.encode([text(item) for item in items])
        for start in range(0, len(items), 1024):
            alike = vectors[start : start + 1024] @ vectors.T
            near = np.argpartition(-alike, 24, axis=1)[:, :24]
            for row, others in enumerate(near):
                ranked = others[np.argsort(-alike[row, others], kind="stable")]
                for other in self.rng.sample(ranked[2:].tolist(), 3):
                    if other != start + row:
                        yield items[start + row], items[other]

    def _other_occasion(self, most: int) -> None:
        """One wording for two occasions: figures and places or people differ (market closes, visits)."""
        texts = [Text(a.body[0]) for a in self.news.articles] + [Text(t) for t in self.news.headlines]
        self.rng.shuffle(texts)
        kinds = (edits.other_figure, edits.other_of_kind, self._turns[-2])
        made = 0
        for text in texts:
            new, seen = text.text, set[str]()
            for editor in (*kinds, edits.other_figure, edits.other_of_kind, edits.other_figure):
                edit = editor(new, self.rng)
                if edit and not _UNITS.intersection(edit.gone):
                    new = edit.text
                    seen.add(edit.kind)
            if "figure" in seen and len(seen) >= 2 and held(text.text, new) < 0.8:
                self._add(text, Text(new), NEUTRAL, "other_occasion", 0.3)
                made += 1
                if made == most:
                    return


# Another unit or rank is no other occasion.
_UNITS = frozenset(
    fold(
        "مليون مليار مليوني ملياري ملايين مليارات دولار يورو ريال درهم دينار جنيه مئات آلاف عشرات"
        " الأولى الثانية الثالثة الرابعة الثاني الثالث الرابع الخامس"
    ).split()
)


def apart(a: str, b: str) -> bool:
    """Two leads tell of different happenings: figures, people or places of one are not the other's."""
    one, two = set(_FIGURE.findall(fold(a))), set(_FIGURE.findall(fold(b)))
    if held(a, b) > 0.7:
        return False
    if one and two and not one & two:
        return True
    names = [{fold(text[s:e]) for s, e in edits.people(text)} for text in (a, b)]
    return held(a, b) < 0.45 or bool(names[0] and names[1] and not names[0] & names[1])


def make(news: News, encoder: Encoder, kept: HeldOut, seed: int) -> list[Row]:
    return Maker(news, encoder, kept, seed).make()


def counts(rows: Iterable[Row]) -> dict[str, Counter[str]]:
    """Rows by source and label."""
    table: dict[str, Counter[str]] = {}
    for row in rows:
        table.setdefault(row.source, Counter())[row.label] += 1
    return table
