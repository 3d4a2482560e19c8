"""Reads the shared data into what the later steps take, without the rows that are kept for evaluation."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from services.language.normalize import fold
from training.sources import Role, Source, chosen

_sentence_end = re.compile(r"(?<=[.!?؟])\s+|\n+")
_markup = re.compile(r"<[^>]{0,200}>")
_punctuation = re.compile(r"[^\w\s]+")
_spaces = re.compile(r"\s+")
_MINIMUM_WORDS = 5
_LEAD = 400  # characters of an article that count as its lead
_EVALUATED = ("ntrex128", "flores200", "tico19_test")


@dataclass(slots=True)
class Corpus:
    """Everything the encoder learns from. Arabic and English are raw here; folding is the model's own."""

    text: list[str] = field(default_factory=list)  # Arabic sentences
    parallel: list[tuple[str, str, float]] = field(default_factory=list)  # Arabic, English, weight
    lexicon: list[tuple[str, str, float]] = field(default_factory=list)
    positives: list[tuple[str, str, float]] = field(default_factory=list)  # two texts of one language
    scored: list[tuple[str, str, float, float]] = field(default_factory=list)  # 0..1, weight
    english: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # rows by source, for the model card

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "text.txt").write_text("\n".join(self.text) + "\n", encoding="utf-8")
        rest = {
            name: getattr(self, name) for name in ("parallel", "lexicon", "positives", "scored", "english")
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


def read(data: Path, licences: str, seed: int) -> Corpus:
    """Read every chosen source under ``data`` (the folder with ``train`` and ``dev``)."""
    kept = held_out(data)
    corpus = Corpus()
    for source in chosen(licences):
        rows = _rows(data, source)
        added = _READERS[source.role](corpus, source, rows, kept)
        corpus.counts[source.name] = added
        print(f"data: {source.name}: {added} of {len(rows)} rows", flush=True)
    # A sentence of a reprint is one sentence: frequent wire copies must not bend the statistics.
    corpus.text = list(dict.fromkeys(corpus.text))
    corpus.english = list(dict.fromkeys(text for text in corpus.english if text not in kept))
    random.Random(seed).shuffle(corpus.text)
    return corpus


def _read_news(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut) -> int:
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


def _read_text(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut) -> int:
    for text in rows[source.columns[0]]:
        corpus.text.extend(sentences(text))
    return len(rows)


def _read_parallel(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut) -> int:
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


def _read_lexicon(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut) -> int:
    arabic, english = source.columns
    pairs = [
        (ar, en.replace("|", ", "), source.weight)
        for ar, en in zip(rows[arabic], rows[english], strict=True)
        if ar and en
    ]
    corpus.lexicon.extend(pairs)
    return len(pairs)


def _pairs(source: Source, rows: pd.DataFrame) -> Iterable[tuple[str, str, float]]:
    if len(source.columns) == 2:
        first, second = source.columns
        for a, b in zip(rows[first], rows[second], strict=True):
            yield a, b, source.weight
        return
    # Two articles of one happening: titles and leads, all four ways that cross the outlet.
    for row in rows.itertuples():
        if float(row.tfidf_cos) < 0.6:
            continue  # below that often one topic, two happenings
        lead1, lead2 = next(sentences(row.lead1), ""), next(sentences(row.lead2), "")
        yield row.title1, row.title2, source.weight
        if lead1 and lead2:
            yield lead1, lead2, source.weight
            yield row.title1, lead2, source.weight
            yield row.title2, lead1, source.weight


def _read_positives(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut) -> int:
    if "title1" in rows:
        titles = zip(rows["title1"], rows["title2"], strict=True)
        rows = rows[[one not in kept and two not in kept for one, two in titles]]
    pairs = [
        (a, b, weight)
        for a, b, weight in _pairs(source, rows)
        if a and b and a not in kept and b not in kept and _matching(a) != _matching(b)
    ]
    corpus.positives.extend(pairs)
    if source.language == "ar":
        corpus.text.extend(text for a, b, _ in pairs for text in (a, b))
    return len(pairs)


def _score(source: Source, row: Any) -> float:
    if source.name == "arnli_relatedness":
        return (float(row.src_label.removeprefix("rel=")) - 1.0) / 4.0
    return float(row.score) / (5.0 if row.scale == "0-5" else 1.0)


def _read_scored(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut) -> int:
    first, second = source.columns
    added = 0
    for row in rows.itertuples():
        a, b = getattr(row, first), getattr(row, second)
        if a not in kept and b not in kept:
            corpus.scored.append((a, b, _score(source, row), source.weight))
            added += 1
    return added


def _read_english(corpus: Corpus, source: Source, rows: pd.DataFrame, kept: HeldOut) -> int:
    for column in source.columns:
        corpus.english.extend(rows[column])
    return len(rows)


_READERS = {
    Role.NEWS: _read_news,
    Role.TEXT: _read_text,
    Role.PARALLEL: _read_parallel,
    Role.LEXICON: _read_lexicon,
    Role.POSITIVES: _read_positives,
    Role.SCORED: _read_scored,
    Role.ENGLISH: _read_english,
}
