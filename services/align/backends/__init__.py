"""Encoders: texts in, unit vectors out. Which one is named by a spec, ``kind`` or ``kind:argument``.

``static`` (or ``static:<folder>``) is the shipped table and needs numpy and tokenizers only.
``transformers:<path or hub id>`` runs a real model through the transformers library. Other kinds come from
installed packages that declare an entry point in the group ``mizan.encoders``: its name is the kind, its
object a :data:`Factory`. No model library is imported before a spec asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINTS = "mizan.encoders"


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


Factory = Callable[[str], Encoder]  # takes what follows the colon of the spec, "" when there is none


class EncoderUnavailableError(RuntimeError):
    """An encoder of a known kind cannot be loaded here; the message says what is missing."""


_BUILT_IN: Mapping[str, str] = {
    "static": "services.align.backends.static:create",
    "transformers": "services.align.backends.transformer:create",
}


def kinds() -> tuple[str, ...]:
    """Every kind that :func:`load` knows, built in or installed, sorted."""
    return tuple(sorted({*_BUILT_IN, *_installed()}))


def _installed() -> Mapping[str, EntryPoint]:
    from importlib import metadata  # slow to import, and the shipped encoder does without

    return {point.name: point for point in metadata.entry_points(group=ENTRY_POINTS)}


def load(spec: str) -> Encoder:
    """Load the encoder that ``spec`` names.

    Raises ValueError for a kind nobody provides and for an argument its factory cannot use,
    :class:`EncoderUnavailableError` when the kind is known but a package or file of it is missing.
    """
    kind, _, argument = spec.partition(":")
    return _factory(kind, spec)(argument)


def _factory(kind: str, spec: str) -> Factory:
    if kind in _BUILT_IN:
        module, _, attribute = _BUILT_IN[kind].partition(":")
        return cast(Factory, getattr(import_module(module), attribute))
    if kind in (installed := _installed()):
        return cast(Factory, installed[kind].load())
    raise ValueError(f"no encoder of kind {kind!r} (in {spec!r}); known kinds: {', '.join(kinds())}")
