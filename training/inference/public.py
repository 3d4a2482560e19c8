"""Rows of the public inference sets, and the rows kept apart for the figures."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from training.corpus import sentences
from training.inference.rows import AGREE, CONTRADICT, NEUTRAL, Row
from training.sources import Source, inference_sets

_LABELS = {"entailment": AGREE, "contradiction": CONTRADICT, "neutral": NEUTRAL, "not_entailment": NEUTRAL}
_HELD_OUT = 0.15  # of ArNLI's premises
_TWO_SENTENCES = 300  # characters of a fact check that say what is wrong with the claim
_SPLIT_CLITIC = re.compile(r"(?<!\w)([وفبكل]|ال|س) (?=\w)")
_SPLIT_ENDING = re.compile(r"(?<=\w) (ها|هم|هما|هن|ه|نا|كم|ي)(?!\w)")
_SPACE_BEFORE_STOP = re.compile(r"\s+([.,،؛:!؟?])")


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows for the figures; none of their texts may be learned from."""

    ans: list[Row]
    arnli: list[Row]
    xnli: list[Row]
    english: list[Row]

    def texts(self) -> Iterable[str]:
        for rows in (self.ans, self.arnli, self.xnli, self.english):
            for row in rows:
                yield from (row.a, row.b)


@dataclass(frozen=True, slots=True)
class ArNli:
    """ArNLI split by premise: a held-out premise is on no side of a row that is learned from."""

    learned: pd.DataFrame
    measured: pd.DataFrame
    english_texts: frozenset[str]  # English sources of the measured rows


def split_arnli(table: pd.DataFrame, seed: int) -> ArNli:
    """Split the Arabic rows of the train file; an English source goes where its translation goes.

    The file alternates: an Arabic row, then its English source where there is one.
    """
    table = table.reset_index(drop=True)
    arabic = table["source"] == "arnli"
    premises = sorted(set(table.loc[arabic & (table["split"] == "train"), "premise"]))
    random.Random(seed).shuffle(premises)
    held = set(premises[: round(_HELD_OUT * len(premises))])
    touched = table["premise"].isin(held) | table["hypothesis"].isin(held)
    measured = arabic & table["premise"].isin(held) & (table["split"] == "train")
    source = ~arabic & touched.shift(1, fill_value=False) & arabic.shift(1, fill_value=False)
    english = set(table.loc[source, "premise"]) | set(table.loc[source, "hypothesis"])
    premises_english = set(table.loc[source, "premise"])
    again = table["premise"].isin(premises_english) | table["hypothesis"].isin(premises_english)
    learned = table[~touched & ~source & ~(~arabic & again)]
    return ArNli(learned, table[measured], frozenset(english))


def measured(data: Path, seed: int) -> Measured:
    """The rows of the four figures, as they are in the sets."""
    folder = data / "train/nli"
    ans = pd.read_parquet(folder / "ans_stance.parquet")
    xnli = pd.read_parquet(folder / "xnli_ar_en.parquet")
    dev = xnli[xnli["split"] == "dev"]
    return Measured(
        ans=_plain(ans[ans["split"] == "dev"], "ans_stance"),
        arnli=_plain(split_arnli(pd.read_parquet(folder / "arnli.parquet"), seed).measured, "arnli"),
        xnli=_plain(dev[dev["lang"] == "ar"], "xnli"),
        english=_plain(dev[dev["lang"] == "en"], "xnli"),
    )


def learned(data: Path, licences: str, seed: int, kept: Callable[[str], bool]) -> list[Row]:
    """Rows of every chosen public set; ``kept`` tells a text that is kept for evaluation."""
    rows: list[Row] = []
    for source in inference_sets(licences):
        table = pd.read_parquet(data / "train" / source.path)
        for column, accepted in source.where.items():
            table = table[table[column].astype(str).isin(accepted)]
        made = _READERS.get(source.name, _read)(table, source, seed)
        rows += [row for row in made if row.a and row.b and not (kept(row.a) or kept(row.b))]
    return rows


def _plain(table: pd.DataFrame, name: str, weight: float = 1.0) -> list[Row]:
    return [
        Row(row.premise, row.hypothesis, _LABELS[row.label], name, weight, row.lang)
        for row in table.itertuples()
    ]


def _read(table: pd.DataFrame, source: Source, seed: int) -> list[Row]:
    return [
        Row(
            row.premise,
            row.hypothesis,
            _LABELS[row.label],
            source.name,
            source.weight,
            row.lang,
            binary=row.label == "not_entailment",
        )
        for row in table.itertuples()
    ]


def _xnli(table: pd.DataFrame, source: Source, seed: int) -> list[Row]:
    """Both languages, and the two mixed pairs of every item (the languages are in the same order)."""
    one, two = (list(table[table["lang"] == lang].itertuples()) for lang in ("ar", "en"))
    rows = _read(table, source, seed)
    for ar, en in zip(one, two, strict=True):
        if ar.label != en.label:
            raise ValueError(f"{source.path}: Arabic and English rows are not in the same order")
        for premise, hypothesis in ((ar.premise, en.hypothesis), (en.premise, ar.hypothesis)):
            rows.append(Row(premise, hypothesis, _LABELS[ar.label], source.name, source.weight, "mixed"))
    return rows


def _headlines(table: pd.DataFrame, source: Source, seed: int) -> list[Row]:
    """Both ways round, at half the weight: that two headlines agree or do not has no direction."""
    rows = _read(table, source, seed)
    halved = [replace(row, weight=row.weight / 2) for row in rows]
    return [turned for row in halved for turned in (row, replace(row, a=row.b, b=row.a))]


def _arnli(table: pd.DataFrame, source: Source, seed: int) -> list[Row]:
    split = split_arnli(table, seed)
    rest = split.learned
    english = rest["premise"].isin(split.english_texts) | rest["hypothesis"].isin(split.english_texts)
    return _read(rest[~english], source, seed)


def _caption(table: pd.DataFrame, source: Source, seed: int) -> list[Row]:
    rng = random.Random(seed)
    rows = _read(table, source, seed)
    return rng.sample(rows, min(len(rows), 6000))


def _fact_check(table: pd.DataFrame, source: Source, seed: int) -> list[Row]:
    """A claim against the first two sentences of what was found out."""
    rows = []
    for row in table.itertuples():
        found = " ".join(list(sentences(row.hypothesis))[:2])[:_TWO_SENTENCES]
        rows.append(Row(found, row.premise, CONTRADICT, source.name, source.weight))
    return rows


def _tokenised(table: pd.DataFrame, source: Source, seed: int) -> list[Row]:
    """ArbTEDS writes clitics apart; put back together they read as news does."""
    return _read(
        table.assign(
            premise=table["premise"].map(joined_clitics), hypothesis=table["hypothesis"].map(joined_clitics)
        ),
        source,
        seed,
    )


def joined_clitics(text: str) -> str:
    """``ل المصريين أن ه`` as one writes it: ``للمصريين أنه``."""
    text = _SPLIT_ENDING.sub(r"\1", _SPLIT_CLITIC.sub(r"\1", _SPLIT_CLITIC.sub(r"\1", text)))
    return _SPACE_BEFORE_STOP.sub(r"\1", re.sub(r"(?<!\w)([وف]?)لال(?=\w{3})", r"\1لل", text))


def _paraphrase(table: pd.DataFrame, source: Source, seed: int) -> list[Row]:
    """MRPC: 1 is a paraphrase; what is none may still be close, so it only counts as not agreeing."""
    return [
        Row(row.s1, row.s2, AGREE, source.name, source.weight, "en")
        if float(row.score) == 1.0
        else Row(row.s1, row.s2, NEUTRAL, source.name, source.weight, "en", binary=True)
        for row in table.itertuples()
    ]


_READERS: dict[str, Callable[[pd.DataFrame, Source, int], list[Row]]] = {
    "nli_ans": _headlines,
    "nli_xnli": _xnli,
    "nli_arnli": _arnli,
    "nli_cannot_wikifactcheck": _caption,
    "nli_fatabyyano": _fact_check,
    "nli_arbteds": _tokenised,
    "nli_mrpc": _paraphrase,
}
