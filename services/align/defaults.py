"""Which models align runs with unless told otherwise; apart from the service, so that settings load fast."""

from __future__ import annotations

ENCODER = "static"  # groups articles and proposes pairs of statements
OFF = "none"
CONTEXTUAL = OFF  # an encoder for the statements of pairs that the rules leave open
JUDGE = OFF  # reads two statements together, where the outcome is open still
