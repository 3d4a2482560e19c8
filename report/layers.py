"""Order of the nodes of a layered graph: few crossing edges, by the barycentre method.

Each layer in turn is sorted by the mean place of its neighbours, down and up again, and the best order seen
is kept: K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical System
Structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981), 109-125.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

_SWEEPS = 12


def ordered(
    layers: Sequence[Sequence[str]],
    edges: Iterable[tuple[str, str]],
    together: Mapping[str, str] | None = None,
) -> list[list[str]]:
    """The layers, each in the best order found; nodes that ``together`` gives one key stay side by side.

    Edges within a layer, or to nodes that are in none, do not count. Equal input gives equal output.
    """
    known = {node for layer in layers for node in layer}
    edges = [(a, b) for a, b in edges if a in known and b in known]
    together = together or {}
    neighbours: dict[str, list[str]] = defaultdict(list)
    for a, b in edges:
        neighbours[a].append(b)
        neighbours[b].append(a)
    current = [list(layer) for layer in layers]
    best, fewest = current, crossings(current, edges)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        turns = range(len(current)) if sweep % 2 == 0 else reversed(range(len(current)))
        for turn in turns:
            place = _places(current)
            current = [
                _sorted(layer, neighbours, place, together) if number == turn else layer
                for number, layer in enumerate(current)
            ]
        if (found := crossings(current, edges)) < fewest:
            best, fewest = current, found
    return best


def crossings(layers: Sequence[Sequence[str]], edges: Iterable[tuple[str, str]]) -> int:
    """Pairs of edges that cross, when every edge is a straight line between evenly spaced nodes.

    >>> crossings([["a", "b"], ["x", "y"]], [("a", "y"), ("b", "x")])
    1
    """
    layer_of = {node: number for number, layer in enumerate(layers) for node in layer}
    place = _places(layers)
    by_layers: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for a, b in edges:
        if layer_of[a] != layer_of[b]:
            a, b = sorted((a, b), key=layer_of.__getitem__)
            by_layers[layer_of[a], layer_of[b]].append((place[a], place[b]))
    return sum(
        (ends[i][0] - ends[j][0]) * (ends[i][1] - ends[j][1]) < 0
        for ends in by_layers.values()
        for i in range(len(ends))
        for j in range(i)
    )


def _places(layers: Sequence[Sequence[str]]) -> dict[str, float]:
    """Where each node stands in its layer, 0 to 1."""
    return {node: (i + 0.5) / len(layer) for layer in layers for i, node in enumerate(layer)}


def _sorted(
    layer: Sequence[str],
    neighbours: Mapping[str, Sequence[str]],
    place: Mapping[str, float],
    together: Mapping[str, str],
) -> list[str]:
    """One layer by the mean place of the neighbours; a node without any keeps its own."""

    def barycentre(node: str) -> float:
        around = [place[other] for other in neighbours.get(node, ())]
        return sum(around) / len(around) if around else place[node]

    wanted = {node: barycentre(node) for node in layer}
    blocks: dict[str, list[str]] = defaultdict(list)
    for node in layer:
        blocks[together.get(node, f"alone:{node}")].append(node)
    weight = {key: sum(wanted[node] for node in block) / len(block) for key, block in blocks.items()}
    return [
        node
        for key in sorted(blocks, key=lambda key: weight[key])
        for node in sorted(blocks[key], key=lambda node: wanted[node])
    ]
