"""Writes what the contradiction model learns from and is measured on.

    python -m training.inference_data --shared ../shared --work training/work/all --licences all

writes ``<work>/inference/{train,ans_dev,arnli_dev,xnli_dev,en_dev}.jsonl``; the encoder's step
(``python -m training.static_encoder``) must have written ``<work>/data`` before. Rows are
``{"a", "b", "label", "source", "weight", "lang"}`` and, where a set only tells agreement from the rest,
``"binary": true``.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from services.align import backends
from training.corpus import HeldOut, held_out
from training.inference import news, public, rows

SEED = 20261122


def kept(data: Path) -> HeldOut:
    """What nothing may be learned from, the measured pairs of the public inference sets included."""
    return held_out(data).and_also(public.measured(data, SEED).texts())


def write(data: Path, work: Path, licences: str) -> None:
    """All row files, from ``data`` (the folder with ``train`` and ``dev``)."""
    begin = time.monotonic()
    measured, apart = public.measured(data, SEED), kept(data)
    learned = public.learned(data, licences, SEED, apart.__contains__)
    learned += news.make(news.read(data, work, licences, apart, SEED), backends.load("static"), apart, SEED)
    learned = list(dict.fromkeys(learned))
    random.Random(SEED).shuffle(learned)
    folder = work / "inference"
    for name, part in (
        ("train", learned),
        ("ans_dev", measured.ans),
        ("arnli_dev", measured.arnli),
        ("xnli_dev", measured.xnli),
        ("en_dev", measured.english),
    ):
        rows.write(folder / f"{name}.jsonl", part)
        print(f"{name}: {len(part)} rows")
    for source, labels in sorted(news.counts(learned).items()):
        print(
            f"  {source}: {sum(labels.values())} " + " ".join(f"{k} {n}" for k, n in sorted(labels.items()))
        )
    print(f"{time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--licences", choices=("all", "permissive"), default="all")
    options = parser.parse_args()
    write(options.shared / "data", options.work, options.licences)
