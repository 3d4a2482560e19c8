"""Forward passes of a model, planned by a budget of tokens. [pure]"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def passes(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Which texts go through the model together, as positions in ``lengths``, their sizes in tokens.

    Padding costs as much as text, so texts of like length share a pass, and it holds as many as ``budget``
    has room for when each is padded to the longest; a text above the budget goes alone. Longest first: where
    memory does not suffice, the first pass shows it.

    >>> list(passes([3, 9, 4, 2], budget=12))
    [[1], [2, 0, 3]]
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    start = 0
    while start < len(order):
        room = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + room]
        start += room
