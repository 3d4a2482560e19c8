"""Reads the shared data into what the later steps take, without the rows that are kept for evaluation."""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from services.language.normalize import fold, words
from training.sources import Role, Source, chosen

_sentence_end = re.compile(r"(?<=[.!?؟])\s+|\n+")
_markup = re.compile(r"<[^>]{0,200}>")
_punctuation = re.compile(r"[^\w\s]+")
_spaces = re.compile(r"\s+")
_MINIMUM_WORDS = 5
_LEAD = 400  # characters of an article that count as its lead
_ONE_HAPPENING = 0.6  # TF-IDF cosine of two articles; below it often one topic, two happenings
_COMPARED = 15  # sentences of an article that are matched with another report's
_MATCHED, _IDENTICAL = 0.35, 0.92
_EVALUATED = ("ntrex128", "flores200", "tico19_test")


@dataclass(slots=True)
class Corpus:
    """Everything the encoder learns from. Arabic and English are raw here; folding is the model's own."""

    text: list[str] = field(default_factory=list)  # Arabic sentences
    parallel: list[tuple[str, str, float]] = field(default_factory=list)  # Arabic, English, weight
    lexicon: list[tuple[str, str, float]] = field(default_factory=list)
    positives: list[tuple[str, str, float]] = field(default_factory=list)  # two texts of one language
    matched: list[tuple[str, str, int]] = field(default_factory=list)  # sentences of two reports, which two
    english: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # rows by source, for the model card

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "text.txt").write_text("\n".join(self.text) + "\n", encoding="utf-8")
        rest = {
            name: getattr(self, name) for name in ("parallel", "lexicon", "positives", "matched", "english")
        }
        (folder / "pairs.json").write_text(
            json.dumps({**rest, "counts": self.counts}, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path, *, text: bool = False) -> Corpus:
        rest = json.loads((folder / "pairs.json").read_text(encoding="utf-8"))
        lines = (folder / "text.txt").read_text(encoding="utf-8").splitlines() if text else []
        return cls(text=lines, **rest)


def sentences(text: str) -> Iterator[str]:
    """Rough sentences of a raw text, whitespace collapsed; short fragments are dropped."""
    for piece in _sentence_end.split(_markup.sub(" ", text)):
        piece = _spaces.sub(" ", piece).strip()
        if piece.count(" ") + 1 >= _MINIMUM_WORDS:
            yield piece


def _matching(text: str) -> str:
    return _spaces.sub(" ", _punctuation.sub(" ", fold(text))).strip()


@lru_cache(maxsize=16)
def _table(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path)


def _rows(data: Path, source: Source) -> pd.DataFrame:
    table = _table(data / "train" / source.path)
    for column, accepted in source.where.items():
        table = table[table[column].astype(str).isin(accepted)]
    return table


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What may not be learned from: texts (punctuation and spelling aside) and article addresses."""

    texts: frozenset[str]
    urls: frozenset[str]

    def __contains__(self, text: str) -> bool:
        return _matching(text) in self.texts

    def and_also(self, texts: Iterable[str]) -> HeldOut:
        return HeldOut(self.texts | ({*map(_matching, texts)} - {""}), self.urls)


def held_out(data: Path) -> HeldOut:
    """The evaluation rows of every set and all that is labelled by hand under ``data/dev``."""
    texts: set[str] = set()
    urls: set[str] = set()
    parallel = _table(data / "train/parallel/parallel_general.parquet")
    kept = parallel["source"].isin(_EVALUATED) | parallel["source"].str.startswith("sib200")
    kept |= (parallel["source"] == "tatoeba") & (parallel["split"] == "test")
    for column in ("src_ar", "tgt_en"):
        texts.update(map(_matching, parallel[kept][column]))
    similar = _table(data / "train/sts/sts_arabic.parquet")
    for column in ("s1", "s2"):
        texts.update(map(_matching, similar[similar["split"] != "train"][column]))
    for name in ("relations", "contradictions"):
        for line in (data / f"dev/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            texts.update(_matching(row[key]) for key in ("a", "b", "a_title", "b_title") if row.get(key))
            urls.update((row["a_url"], row["b_url"]))
    for line in (data / "dev/event_pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for side in (row["a"], row["b"]):
            texts.add(_matching(side["title"]))
            urls.add(side["url"])
    texts.discard("")
    return HeldOut(frozenset(texts), frozenset(urls))


def read(data: Path, licences: str, kept: HeldOut, seed: int) -> Corpus:
    """Read every chosen source under ``data`` (with ``train`` and ``dev``), without what is ``kept``."""
    corpus = Corpus()
    for source in chosen(licences):
        rows = _rows(data, source)
        added = _READERS[source.role](corpus, source, rows, kept, data)
        corpus.counts[source.name] = added
        print(f"data: {source.name}: {added} of {len(rows)} rows", flush=True)
    # A sentence of a reprint is one sentence: frequent wire copies must not bend the statistics.
    corpus.text = list(dict.fromkeys(corpus.text))
    corpus.english = list(dict.fromkeys(text for text in corpus.english if text not in kept))
    random.Random(seed).shuffle(corpus.text)
    return corpus


def _read_news(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut, data: Path) -> int:
    title_column, text_column = source.columns
    urls: Sequence[Any] = rows["url"] if "url" in rows else [""] * len(rows)
    added = 0
    for title, text, url in zip(rows[title_column], rows[text_column], urls, strict=True):
        if url in kept.urls or (title and title in kept):
            continue
        corpus.text.extend(sentences(text))
        added += 1
        title = _spaces.sub(" ", title).strip()
        if title.count(" ") >= 2:
            corpus.text.append(title)
            body = list(sentences(text[: 3 * _LEAD]))
            if body and body[0] not in kept and _matching(body[0]) != _matching(title):
                corpus.positives.append((title, body[0], source.weight))
                if len(body) > 1:
                    corpus.positives.append((title, " ".join(body)[:_LEAD], source.weight * 0.5))
                    corpus.positives.append((body[0], body[1], source.weight * 0.25))
    return added


def _read_text(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut, data: Path) -> int:
    for text in rows[source.columns[0]]:
        corpus.text.extend(sentences(text))
    return len(rows)


def _read_parallel(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut, data: Path) -> int:
    arabic, english = source.columns
    pairs = [
        (ar, en, source.weight)
        for ar, en in zip(rows[arabic], rows[english], strict=True)
        if ar not in kept and en not in kept
    ]
    corpus.parallel.extend(pairs)
    if source.weight >= 0.5:
        corpus.text.extend(ar for ar, _, _ in pairs)
    return len(pairs)


def _read_lexicon(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut, data: Path) -> int:
    arabic, english = source.columns
    pairs = [
        (ar, en.replace("|", ", "), source.weight)
        for ar, en in zip(rows[arabic], rows[english], strict=True)
        if ar and en
    ]
    corpus.lexicon.extend(pairs)
    return len(pairs)


def _read_positives(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut, data: Path) -> int:
    first, second = source.columns
    pairs = [
        (a, b, source.weight)
        for a, b in zip(rows[first], rows[second], strict=True)
        if a and b and a not in kept and b not in kept and _matching(a) != _matching(b)
    ]
    corpus.positives.extend(pairs)
    if source.language == "ar":
        corpus.text.extend(text for a, b, _ in pairs for text in (a, b))
    return len(pairs)


def _read_reports(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut, data: Path) -> int:
    """Titles, leads and matching sentences of two articles on one happening."""
    articles = _table(data / "train/raw_news/saudinewsnet.parquet")
    text_of = {
        (row.outlet, row.title, row.date): row.text
        for row in articles.itertuples()
        if row.url not in kept.urls
    }
    reports: list[tuple[list[str], list[str]]] = []
    for row in rows.itertuples():
        keys = (row.outlet1, row.title1, row.date1), (row.outlet2, row.title2, row.date2)
        if float(row.tfidf_cos) < _ONE_HAPPENING or row.title1 in kept or row.title2 in kept:
            continue
        if keys[0] not in text_of or keys[1] not in text_of:
            continue
        one, two = (
            [sentence for sentence in list(sentences(text_of[key]))[:_COMPARED] if sentence not in kept]
            for key in keys
        )
        if not one or not two:
            continue
        reports.append((one, two))
        crossed = [(row.title1, row.title2), (one[0], two[0]), (row.title1, two[0]), (row.title2, one[0])]
        corpus.positives.extend((a, b, source.weight) for a, b in crossed if _matching(a) != _matching(b))
    corpus.matched.extend(match_sentences(reports))
    return len(reports)


def match_sentences(reports: Sequence[tuple[list[str], list[str]]]) -> list[tuple[str, str, int]]:
    """Sentences of two reports that are each other's best match, with the number of the report pair.

    Likeness is the shared share of rarity-weighted words. Near-identical sentences teach nothing, and below
    the lower bound the best match often says something else.
    """
    bags: dict[str, frozenset[str]] = {}
    for one, two in reports:
        for sentence in one + two:
            if sentence not in bags:
                bags[sentence] = frozenset(words(fold(sentence)))
    seen = Counter(word for bag in bags.values() for word in bag)
    rarity = {word: math.log(len(bags) / count) for word, count in seen.items()}
    mass = {text: sum(rarity[word] for word in bag) for text, bag in bags.items()}
    found: dict[tuple[str, str], int] = {}
    for number, (one, two) in enumerate(reports):
        alike = np.array(
            [
                [
                    sum(rarity[word] for word in bags[a] & bags[b]) / math.sqrt(mass[a] * mass[b] + 1e-9)
                    for b in two
                ]
                for a in one
            ]
        )
        for at, best in enumerate(alike.argmax(1)):
            mutual = alike[:, best].argmax() == at
            if mutual and _MATCHED <= alike[at, best] < _IDENTICAL:
                found.setdefault((one[at], two[best]), number)
    return [(a, b, number) for (a, b), number in found.items()]


def _read_english(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut, data: Path) -> int:
    for column in source.columns:
        corpus.english.extend(rows[column])
    return len(rows)


_READERS = {
    Role.NEWS: _read_news,
    Role.TEXT: _read_text,
    Role.PARALLEL: _read_parallel,
    Role.LEXICON: _read_lexicon,
    Role.POSITIVES: _read_positives,
    Role.REPORTS: _read_reports,
    Role.ENGLISH: _read_english,
}
