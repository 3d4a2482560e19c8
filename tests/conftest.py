"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The development data beside the checkout; absent in a user's checkout, required in CI."""
    path = REPOSITORY.parent / "shared"
    if not path.is_dir():
        reason = f"development data not found at {path}; it is not part of the product"
        if os.environ.get("MIZAN_REQUIRE_SHARED") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def torch() -> Any:
    """An extra; required where MIZAN_REQUIRE_TORCH=1."""
    if os.environ.get("MIZAN_REQUIRE_TORCH") == "1":
        import torch

        return torch
    return pytest.importorskip("torch", reason="torch is an extra; set MIZAN_REQUIRE_TORCH=1 to require it")


@pytest.fixture(scope="session")
def pandas(shared_data: Path) -> Any:
    """The library that reads the development data's tables; required where that data is."""
    if os.environ.get("MIZAN_REQUIRE_SHARED") == "1":
        import pandas

        return pandas
    return pytest.importorskip("pandas", reason="pandas is a training dependency: pip install '.[train]'")
