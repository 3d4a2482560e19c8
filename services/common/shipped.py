"""Where the models that come with Mizan are."""

from __future__ import annotations

import sys
from pathlib import Path


def folder(name: str) -> Path:
    """The folder of a shipped model, such as "static"; that of a checkout where there is none at all.

    A checkout has the weights at its root; an installed wheel puts them under the environment's share/.
    """
    places = (
        Path(__file__).resolve().parents[2] / "models" / name,
        Path(sys.prefix) / "share" / "mizan" / "models" / name,
    )
    return next(filter(Path.is_dir, places), places[0])
