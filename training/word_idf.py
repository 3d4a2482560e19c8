"""Make ``models/words/idf.npy``: how rare each word is in Arabic and English news.

Reads ``train/lexicon/arabic_news_word_idf.parquet`` (counts over 96.6 k Arabic articles) and the English
texts of ``train/raw_news/ag_news_en_devtest.parquet`` and ``train/parallel/parallel_general.parquet``. For
each stem: the chance that an article of 300 words holds it, ``1 - (1 - p)^300``; stored as ``-20 log`` in
one byte, in 2^18 buckets addressed by CRC-32. Stems that share a bucket add up, so a collision makes a word
look commoner, never rarer.

    python -m training.word_idf --data ../shared/data/train --out models/words/idf.npy
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from services.align.terms import bucket, terms

BUCKETS = 2**18
WORDS_PER_ARTICLE = 300


def counts(data: Path) -> dict[str, Counter[str]]:
    """Occurrences of each stem by language."""
    arabic: Counter[str] = Counter()
    lexicon = pd.read_parquet(data / "lexicon" / "arabic_news_word_idf.parquet")
    for word, occurrences in zip(lexicon["word_norm"], lexicon["cf"].astype(int), strict=True):
        for term in terms(word, "ar"):
            arabic[term] += occurrences
    english: Counter[str] = Counter()
    news = pd.read_parquet(data / "raw_news" / "ag_news_en_devtest.parquet")
    parallel = pd.read_parquet(data / "parallel" / "parallel_general.parquet")
    for column in (news["text"], parallel["tgt_en"]):
        for text in column.dropna():
            english.update(terms(text, "en"))
    return {"ar": arabic, "en": english}


def table(by_language: dict[str, Counter[str]]) -> np.ndarray:
    """The hashed table (BUCKETS,) uint8."""
    share = np.zeros(BUCKETS)
    for counted in by_language.values():
        total = sum(counted.values())
        for term, occurrences in counted.items():
            if term[0].isdigit():
                continue
            share[bucket(term, BUCKETS)] += 1 - (1 - occurrences / total) ** WORDS_PER_ARTICLE
    rarest = share[share > 0].min()
    idf = -20 * np.log(np.clip(share, rarest / 2, 1.0))
    return np.clip(np.round(idf), 0, 255).astype(np.uint8)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data/train"))
    parser.add_argument("--out", type=Path, default=Path("models/words/idf.npy"))
    arguments = parser.parse_args()
    made = table(counts(arguments.data))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.save(arguments.out, made)
    print(f"{arguments.out}: {made.nbytes} bytes, {int((made < made.max()).sum())} buckets in use")


if __name__ == "__main__":
    main()
