"""Which models align runs with unless told otherwise; apart from the service, so that settings load fast."""

from __future__ import annotations

ENCODER = "static"  # groups articles and proposes pairs of statements
OFF = "none"
CONTEXTUAL = "onnx"  # an encoder for the statements of pairs that the rules leave open
JUDGE = "onnx"  # reads two statements together, where the outcome is open still
