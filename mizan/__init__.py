"""Mizan: compare how news outlets report the same event. The public package; it never imports services.

The names of the client are loaded when they are first used, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from mizan.client import (
        ArticleInput,
        AsyncClient,
        Client,
        DeadlineExceeded,
        InvalidRequest,
        MizanError,
        NotFound,
        NotReady,
        Overloaded,
        Progress,
        Refused,
        Unavailable,
        Violation,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from mizan import client

        return getattr(client, name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "ArticleInput",
    "AsyncClient",
    "Client",
    "DeadlineExceeded",
    "InvalidRequest",
    "MizanError",
    "NotFound",
    "NotReady",
    "Overloaded",
    "Progress",
    "Refused",
    "Unavailable",
    "Violation",
    "__version__",
]
