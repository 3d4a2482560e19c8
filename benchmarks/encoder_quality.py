"""Quality of a sentence encoder on the shared evaluation sets, as one JSON object.

    python -m benchmarks.encoder_quality [--encoder static] [--shared ../shared] [--teacher]

Needs pandas and pyarrow (``pip install '.[train]'``) and one shared folder as ``--shared``.
``--teacher`` adds retrieval against all-MiniLM-L6-v2's English vectors (needs the
projection that training leaves under ``training/work``); without it both sides go through the encoder.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from services.align.backends import Encoder, load
from services.evaluation.similarity import evaluate_similarity, ranks

_RETRIEVED = 1000


def similarity(data: Path, encoder: Encoder) -> dict[str, Any]:
    """Spearman of each scored test set (test parts only)."""
    table = pd.read_parquet(data / "train/sts/sts_arabic.parquet")
    table = table[table["split"] == "test"]
    return {
        str(source): _spearman(rows.assign(id=range(len(rows))).to_dict("records"), encoder)
        for source, rows in table.groupby("source")
    }


def _spearman(rows: list[dict[str, Any]], encoder: Encoder) -> float | None:
    value = evaluate_similarity(rows, encoder)[0]["spearman"]
    return None if value is None else round(value, 4)


def agreement(data: Path, encoder: Encoder) -> dict[str, Any]:
    """Area under the curve of the cosine alone, agree against every other label."""
    result: dict[str, Any] = {}
    labels: list[bool] = []
    cosines: list[float] = []
    for name in ("relations", "contradictions"):
        lines = (data / f"dev/{name}.jsonl").read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines]
        first = encoder.encode([row["a"] for row in rows])
        second = encoder.encode([row["b"] for row in rows])
        alike = np.einsum("ij,ij->i", first, second)
        agree = [row["label"] == "agree" for row in rows]
        result[name] = _area(np.array(agree), alike)
        labels += agree
        cosines += alike.tolist()
    result["both"] = _area(np.array(labels), np.array(cosines))
    result["rows"] = len(labels)
    return result


def _area(positive: NDArray[np.bool_], score: NDArray[Any]) -> float:
    place = ranks(score.astype(np.float64))
    count = int(positive.sum())
    wins = place[positive].sum() - count * (count + 1) / 2.0
    return round(float(wins / (count * (len(positive) - count))), 4)


def parallel(data: Path, source: str) -> tuple[list[str], list[str]]:
    """The first thousand Arabic and English sentences of an evaluation set."""
    table = pd.read_parquet(data / "train/parallel/parallel_general.parquet")
    rows = table[table["source"] == source].head(_RETRIEVED)
    return rows["src_ar"].tolist(), rows["tgt_en"].tolist()


def retrieval(arabic: NDArray[np.float32], english: NDArray[np.float32]) -> dict[str, float]:
    """Share of Arabic sentences whose translation is the nearest, or among the ten nearest, of all."""
    scores = arabic @ english.T
    place = (scores > np.diag(scores)[:, None]).sum(1)
    return {"at_1": round(float((place < 1).mean()), 4), "at_10": round(float((place < 10).mean()), 4)}


def speed(data: Path, encoder: Encoder) -> dict[str, float]:
    """Arabic news sentences encoded in a second of processor time, in batches of 256 and one by one.

    ``first_time`` has met other texts but not these; ``again`` has met every word of them.
    """
    for source in ("flores200", "tico19_test"):
        encoder.encode(parallel(data, source)[0])
    arabic, _ = parallel(data, "ntrex128")

    def rate(size: int) -> float:
        started = time.process_time()
        for start in range(0, len(arabic), size):
            encoder.encode(arabic[start : start + size])
        return len(arabic) / (time.process_time() - started)

    return {
        "characters": round(sum(map(len, arabic)) / len(arabic)),
        "first_time": round(rate(256)),
        "again": round(max(rate(256) for _ in range(5))),
        "one_by_one": round(max(rate(1) for _ in range(3))),
    }


def measure(data: Path, encoder: Encoder, teacher: Encoder | None = None) -> dict[str, Any]:
    """Every figure; ``teacher`` is any encoder of the same space for the English side."""
    report: dict[str, Any] = {
        "encoder": encoder.id,
        "revision": encoder.revision,
        "spearman": similarity(data, encoder),
        "agree_auc": agreement(data, encoder),
        "retrieval": {},
    }
    for source in ("ntrex128", "flores200", "tico19_test"):
        arabic, english = parallel(data, source)
        vectors = encoder.encode(arabic)
        report["retrieval"][source] = retrieval(vectors, encoder.encode(english))
        if teacher is not None:
            report["retrieval"][f"{source}_teacher_english"] = retrieval(vectors, teacher.encode(english))
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--encoder", default="static", help="spec as for mizan serve (default: static)")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the shared data")
    parser.add_argument("--teacher", action="store_true", help="also retrieve among the teacher's vectors")
    parser.add_argument("--work", type=Path, default=Path("training/work/all"), help="where training worked")
    options = parser.parse_args()
    data = options.shared / "data"
    encoder = load(options.encoder)
    teacher = None
    if options.teacher:
        from training.teacher import Reduced

        teacher = Reduced.load(options.work / "map" / "projection.npy")
    report = measure(data, encoder, teacher)
    report["speed"] = speed(data, load(options.encoder))  # a fresh one has no words in memory
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
