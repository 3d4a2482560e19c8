"""The two kinds of model that alignment asks, each named by a spec, ``kind[:argument][?options]``.

An :class:`Encoder` turns texts into unit vectors, a :class:`Judge` reads two statements together. ``static``
is the shipped table of subword vectors, numpy only. ``onnx`` runs an exported model, the shipped one unless a
folder is named (``onnx:<folder>``). ``transformers:<path or hub id>`` runs any model of the transformers
library. Other kinds come from installed packages that declare an entry point in the group ``mizan.encoders``
or ``mizan.judges``: its name is the kind, its object takes what follows the colon of the spec. No model
library is imported before a spec asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from services.align.backends.outcomes import OUTCOMES
from services.common.specs import ModelUnavailableError, kind_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = [
    "OUTCOMES",
    "Encoder",
    "Judge",
    "ModelUnavailableError",
    "judge_kinds",
    "kinds",
    "load",
    "load_judge",
]

ENTRY_POINTS = "mizan.encoders"
JUDGE_ENTRY_POINTS = "mizan.judges"


class Encoder(Protocol):
    """What alignment needs of a sentence encoder."""

    @property
    def id(self) -> str:
        """Which model this is, for people and for the record of an alignment."""

    @property
    def revision(self) -> str:
        """Changes whenever the vectors do; vectors of different revisions do not compare."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of shape ``(len(texts), dimensions)``; a zero row where nothing could be read.

        A text's vector does not depend on its neighbours in the call.
        """


class Judge(Protocol):
    """What alignment needs of a contradiction model."""

    @property
    def id(self) -> str:
        """Which model this is, for people and for the record of an alignment."""

    @property
    def revision(self) -> str:
        """Changes whenever the probabilities do."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Calibrated probabilities, shape ``(len(pairs), 3)``, columns as OUTCOMES; rows sum to one.

        A pair is (premise, hypothesis): callers put the longer text first. A row does not depend on its
        neighbours in the call.
        """


Factory = Callable[[str], Any]  # takes what follows the colon of the spec, "" when there is none


_ENCODERS: Mapping[str, str] = {
    "onnx": "services.align.backends.onnx_model:create_encoder",
    "static": "services.align.backends.static:create",
    "transformers": "services.align.backends.transformer:create",
}
_JUDGES: Mapping[str, str] = {
    "onnx": "services.align.backends.onnx_model:create_judge",
    "transformers": "services.align.backends.transformer_judge:create",
}


def kinds() -> tuple[str, ...]:
    """Every kind that :func:`load` knows, built in or installed, sorted."""
    return tuple(sorted({*_ENCODERS, *_installed(ENTRY_POINTS)}))


def judge_kinds() -> tuple[str, ...]:
    """Every kind that :func:`load_judge` knows, built in or installed, sorted."""
    return tuple(sorted({*_JUDGES, *_installed(JUDGE_ENTRY_POINTS)}))


def load(spec: str) -> Encoder:
    """Load the encoder that ``spec`` names.

    Raises ValueError for a kind nobody provides and for an argument its factory cannot use,
    :class:`ModelUnavailableError` when the kind is known but a package or file of it is missing.
    """
    return cast(Encoder, _made(spec, "encoder", _ENCODERS, ENTRY_POINTS))


def load_judge(spec: str) -> Judge:
    """Load the contradiction model that ``spec`` names; errors as of :func:`load`."""
    return cast(Judge, _made(spec, "judge", _JUDGES, JUDGE_ENTRY_POINTS))


def _made(spec: str, what: str, built_in: Mapping[str, str], group: str) -> Any:
    kind = kind_of(spec)
    argument = spec.removeprefix(kind).removeprefix(":")
    if kind in built_in:
        module, _, attribute = built_in[kind].partition(":")
        return getattr(import_module(module), attribute)(argument)
    installed = _installed(group)
    if kind in installed:
        return cast(Factory, installed[kind].load())(argument)
    known = ", ".join(sorted({*built_in, *installed}))
    raise ValueError(f"no {what} of kind {kind!r} (in {spec!r}); known kinds: {known}")


def _installed(group: str) -> Mapping[str, EntryPoint]:
    from importlib import metadata  # slow to import, and the shipped models do without

    return {point.name: point for point in metadata.entry_points(group=group)}
