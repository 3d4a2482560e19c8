"""The garbage collector, set for a process that loads much once and then makes many small objects."""

from __future__ import annotations

import gc

# An article makes some ten thousand objects and no cycles: reference counts free them. With the default of
# 700 the collector walks them a dozen times while it is read, a quarter of the processor time.
_ALLOCATIONS = 50_000


def settle() -> None:
    """Call when everything is loaded: what is there stays and is no longer walked, and walks are rare."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 20, 20)
