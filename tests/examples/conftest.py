"""The three services, live in this process, for examples that call them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import live


@pytest.fixture
def target() -> Iterator[str]:
    """Address of all three services, with empty databases that are gone afterwards."""
    with live.services() as address:
        yield address
