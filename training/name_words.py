"""Make `services/language/ar/name_words.py`: words that tell a person, and common words that never do.

Counts come from the training part of the shared data only (four rows in five of the tagged sentences; every
fifth is left out, so that `tests` can measure names on it, and the document frequencies of the news).

    python training/name_words.py ../shared/data/train > services/language/ar/name_words.py
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas

from services.language.normalize import fold

PERSON_SHARE = 0.75  # of a word's uses that name a person
PERSON_COUNT = 2
COMMON_DOCUMENTS = 400  # of 94 thousand
HELD_OUT = 5  # every fifth row


def read_tokens(cell: object) -> Sequence[str]:
    return ast.literal_eval(cell) if isinstance(cell, str) else list(cell)  # type: ignore[call-overload]


def main(folder: Path) -> None:
    tagged = pandas.read_parquet(folder / "ner" / "arabic_ner.parquet")
    person: Counter[str] = Counter()
    place: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for row, (words, tags) in enumerate(zip(tagged.tokens, tagged.tags, strict=True)):
        if row % HELD_OUT == 0:
            continue
        for word, tag in zip(read_tokens(words), read_tokens(tags), strict=True):
            folded = fold(word)
            every[folded] += 1
            person[folded] += "PER" in tag
            place[folded] += "LOC" in tag or "GPE" in tag
    news = pandas.read_parquet(folder / "lexicon" / "arabic_news_word_idf.parquet")
    documents = {fold(word): count for word, count in zip(news.word_norm, news.df, strict=True)}
    people = sorted(
        word
        for word, count in person.items()
        if count >= PERSON_COUNT
        and count / every[word] >= PERSON_SHARE
        and len(word) > 2
        and word.isalpha()
        # A word the news uses all the time, but the tagged sentences seldom, names no one by itself.
        and documents.get(word, 0) <= max(1500, 150 * count)
    )
    known = set(people)
    common = sorted(
        word
        for word, count in documents.items()
        if count >= COMMON_DOCUMENTS
        and word not in known
        and len(word) > 1
        and (person[word] + place[word]) / max(1, every[word]) < 0.3
    )
    print('"""Words that tell a person and words that never do. Made by `training/name_words.py`."""\n')
    print("from __future__ import annotations\n")
    for name, words_ in (("PEOPLE", people), ("COMMON", common)):
        print(f'{name} = frozenset(\n    """')
        print(textwrap.fill(" ".join(words_), 106, initial_indent="    ", subsequent_indent="    "))
        print('    """.split()\n)\n' if name == "PEOPLE" else '    """.split()\n)')


if __name__ == "__main__":
    main(Path(sys.argv[1]))
