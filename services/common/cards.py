"""What is known of a model beside its weights: how large it is, and what its card says.

A card is the file ``card.json`` in a model's folder: ``{"id", "revision", "licence", "made": ISO date,
"figures": {name: value}, "commands": {name: command}}``. A model may come without one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mizan.v1 import resources_pb2 as pb
from services.common import shipped

CARD = "card.json"
_SHIPPED = {"static": "static", "onnx": "encoder"}  # folder of a kind that is named without one
_SHIPPED_JUDGE = {"onnx": "nli"}


@dataclass(frozen=True, slots=True)
class Card:
    """What was measured of one revision of a model, under which licence it is."""

    id: str
    revision: str
    licence: str
    made: str  # ISO date
    figures: Mapping[str, float]
    commands: Mapping[str, str]  # what prints each figure


def read(folder: Path) -> Card | None:
    """The card of the model in ``folder``; None without one, or with a file of that name that is none."""
    try:
        told = json.loads((folder / CARD).read_text(encoding="utf-8"))
        return Card(
            id=told["id"],
            revision=told["revision"],
            licence=told["licence"],
            made=told["made"],
            figures={name: float(value) for name, value in told["figures"].items()},
            commands=dict(told["commands"]),
        )
    except (OSError, KeyError, TypeError, AttributeError, ValueError):
        return None


def folder(role: str, spec: str) -> Path | None:
    """Where the files of the model are that ``spec`` names for a role; None where they are in no folder."""
    kind, _, given = spec.partition("?")[0].partition(":")
    if given:
        return Path(given) if Path(given).is_dir() else None
    name = (_SHIPPED_JUDGE if role == "judge" else _SHIPPED).get(kind)
    return shipped.folder(name) if name else None


def size(folder: Path) -> int:
    """Bytes of all files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def info(role: str, spec: str, id: str, revision: str) -> pb.ServiceInfo.Model:  # noqa: A002 (the API's word)
    """A model in use as a service tells of it.

    Figures are left out where the card is of other weights: a revision may say more than the card's, behind
    a hyphen, such as the precision it runs in.
    """
    model = pb.ServiceInfo.Model(role=role, backend=spec, id=id, revision=revision)
    if (place := folder(role, spec)) is None:
        return model
    model.size_bytes = size(place)
    if card := read(place):
        model.licence = card.licence
        if revision.partition("-")[0] == card.revision:
            model.figures.update(card.figures)
    return model
