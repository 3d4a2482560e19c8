"""Writes the shared sets as rows that `mizan evaluate` reads.

    python -m benchmarks.rows --shared ../shared --out build/rows

Needs pandas and pyarrow (``pip install '.[train]'``). What is held out of training is what training holds
out: the split of ArNLI by premise is made by the same function.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from training.inference import public
from training.inference_data import SEED

_RETRIEVED = 1000
_PARALLEL = {"ntrex_1000": "ntrex128", "flores_1000": "flores200"}  # file: source
_SCORED = {"mstsb_ar": "mstsb_ar_mt", "semrel_ar": "semrel2024_arb"}

Rows = list[dict[str, Any]]


def inference(data: Path) -> Mapping[str, Rows]:
    """Pairs of texts with their labels: ``{"id", "a", "b", "label"}``."""
    kept = public.measured(data, SEED)
    sets = {"ans_dev": kept.ans, "arnli_dev": kept.arnli, "xnli_dev_ar": kept.xnli}
    return {
        name: [
            {"id": f"{name}/{i}", "a": row.a, "b": row.b, "label": row.label} for i, row in enumerate(rows)
        ]
        for name, rows in sets.items()
    }


def similarity(data: Path) -> Mapping[str, Rows]:
    """The test parts of the scored sets: ``{"id", "s1", "s2", "score"}``."""
    table = pd.read_parquet(data / "train/sts/sts_arabic.parquet")
    return {
        name: [
            {"id": f"{name}/{i}", "s1": row.s1, "s2": row.s2, "score": float(row.score)}
            for i, row in enumerate(_of(table[table["split"] == "test"], source))
        ]
        for name, source in _SCORED.items()
    }


def retrieval(data: Path) -> Mapping[str, Rows]:
    """The first thousand parallel sentences, Arabic to English: ``{"id", "query", "target"}``."""
    table = pd.read_parquet(data / "train/parallel/parallel_general.parquet")
    return {
        name: [
            {"id": f"{name}/{i}", "query": row.src_ar, "target": row.tgt_en}
            for i, row in enumerate(_of(table.loc[table["source"] == source].head(_RETRIEVED), source))
        ]
        for name, source in _PARALLEL.items()
    }


def _of(table: pd.DataFrame, source: str) -> Iterable[Any]:
    rows: Iterable[Any] = table[table["source"] == source].itertuples()
    return rows


def write(shared: Path, out: Path) -> dict[str, int]:
    """Writes every set to ``out`` as ``<name>.jsonl``; how many rows each has."""
    data = shared / "data"
    out.mkdir(parents=True, exist_ok=True)
    counts = {}
    for name, rows in {**inference(data), **similarity(data), **retrieval(data)}.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (out / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        counts[name] = len(rows)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the shared data")
    parser.add_argument("--out", type=Path, default=Path("build/rows"), help="folder (%(default)s)")
    options = parser.parse_args()
    for name, count in write(options.shared, options.out).items():
        print(f"{options.out / name}.jsonl: {count} rows")


if __name__ == "__main__":
    main()
