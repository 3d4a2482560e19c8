"""Writes what was measured of a shipped model into its card, which `mizan models` reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from services.common import cards

_LICENCE = "Apache-2.0, limits of its data in README.md"


def update(folder: Path, figures: Mapping[str, float], commands: Mapping[str, str]) -> None:
    """Writes ``card.json`` of the model in ``folder``, whose config says its id and revision.

    Figures of the same weights that are not given stay. Raises OSError or KeyError where the folder holds no
    model of Mizan.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    about = config.get("mizan", config)
    old = cards.read(folder)
    same = old is not None and old.revision == about["revision"]
    card = {
        "id": about["id"],
        "revision": about["revision"],
        "licence": old.licence if old is not None else _LICENCE,
        "made": datetime.now(UTC).date().isoformat(),
        "figures": {**(old.figures if old is not None and same else {}), **figures},
        "commands": {**(old.commands if old is not None and same else {}), **commands},
    }
    text = json.dumps(card, ensure_ascii=False, indent=1)
    (folder / cards.CARD).write_text(text + "\n", encoding="utf-8")
