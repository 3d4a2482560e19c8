"""The origin graph as inline SVG: three columns from outlets to speakers, in the direction of reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from mizan.words import Words
from report.origin_graph import Edge, Layer, Node, OriginGraph, graph, way
from report.picture import Box, box, height, wrapped
from report.templates import template

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["draw", "graph"]

WIDTH = 960
_COLUMNS = {Layer.OUTLET: (16, 204), Layer.MEDIUM: (350, 250), Layer.SPEAKER: (690, 254)}  # start, width
_HEADING = 34  # height of the line of headings
_GAP, _WIDEST_GAP = 10, 34  # between boxes of a column
_LISTED = 8  # outlets that the list names for a source
_WAY = 4  # height of the gap that edges pass through


@dataclass(frozen=True, slots=True)
class Curve:
    """An edge as an SVG path."""

    path: str
    width: float
    rank: int  # 1 towards a common source, 2 towards a leading one


def draw(graph: OriginGraph, words: Words, identity: str = "origins") -> Markup:
    """The picture with its list for those who do not see it; empty when nobody quotes anybody.

    ``identity`` begins the ids in it and must be unique in the page. The list also takes the picture's place
    where the window is narrow.
    """
    from markupsafe import Markup

    if not graph.edges:
        return Markup("")
    rtl = words.direction == "rtl"
    columns = {layer: column for layer, column in _COLUMNS.items() if graph.layers[layer]}
    if Layer.MEDIUM not in columns:
        columns[Layer.SPEAKER] = (_COLUMNS[Layer.MEDIUM][0] + 60, _COLUMNS[Layer.SPEAKER][1])
    texts = {node.key: _texts(node, words, columns[node.layer][1]) for node in graph.nodes}
    stacks = {
        layer: {
            key: height(sum(map(len, texts[key]))) if key in texts else _WAY for key in _keys(graph, layer)
        }
        for layer in columns
    }
    tallest = max(sum(stack.values()) + _GAP * (len(stack) - 1) for stack in stacks.values())
    boxes: dict[str, Box] = {}
    for layer, (start, width) in columns.items():
        x = WIDTH - start - width if rtl else start
        for key, y in _tops(stacks[layer], tallest).items():
            boxes[key] = box(x, y + _HEADING, width, *texts.get(key, ([], [])), words.direction)
    middles = {layer: _middle(column, rtl) for layer, column in columns.items()}
    more = [(layer, middles[layer], graph.more[layer]) for layer in columns if graph.more[layer]]
    return Markup(
        template("picture_origins.svg.j2").render(
            graph=graph,
            words=words,
            identity=f"{identity}-{words.code}",
            width=WIDTH,
            height=tallest + _HEADING + (30 if more else 8),
            headings=list(middles.items()),
            nodes=[(node, boxes[node.key]) for node in graph.nodes],
            curves=_curves(graph, boxes, rtl),
            brackets=[_bracket([boxes[node.key] for node in wire], rtl) for wire in graph.wires],
            more=more,
            count=_count,
            listed=_LISTED,
        )
    )


def _keys(graph: OriginGraph, layer: Layer) -> Sequence[str]:
    return graph.middle if layer is Layer.MEDIUM else [node.key for node in graph.layers[layer]]


def _texts(node: Node, words: Words, width: float) -> tuple[list[str], list[str]]:
    """The lines of a node's box: its name, and how many outlets go back to a common source."""
    return wrapped(node.label(words.code), width), [_count(node, words)] if node.common else []


def _count(node: Node, words: Words) -> str:
    """Outlets that go back to a source, and how few origins they are where some are copies."""
    told = [words.count("outlets", len(node.outlets))]
    if node.origins < len(node.outlets):
        told.append(words.count("origins", node.origins))
    return " · ".join(told)


def _tops(heights: Mapping[str, float], tallest: float) -> dict[str, float]:
    """Where boxes of these heights begin so that they stand evenly around the middle."""
    free = tallest - sum(heights.values())
    gap = min(_WIDEST_GAP, free / (len(heights) - 1)) if len(heights) > 1 else 0.0
    y = (free - gap * (len(heights) - 1)) / 2
    found = {}
    for key, each in heights.items():
        found[key] = y
        y += each + gap
    return found


def _middle(column: tuple[float, float], rtl: bool) -> float:
    x = column[0] + column[1] / 2
    return WIDTH - x if rtl else x


def _curves(graph: OriginGraph, boxes: Mapping[str, Box], rtl: bool) -> list[Curve]:
    """Edges from the inner side of what quotes to the near side of what is quoted, common sources on top.

    The edges of an outlet that pass the middle column share one line through it.
    """
    layer_of = {node.key: node.layer for node in graph.nodes}
    rank = {node.key: node.common + (node.key in graph.leading) for node in graph.nodes}
    found = []
    passing: dict[str, list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        start = edge.quoting
        if way(start) in boxes and layer_of[edge.quoted] is Layer.SPEAKER:
            start = way(start)
            passing[edge.quoting].append(edge)
        beside = layer_of[edge.quoting] is layer_of[edge.quoted]
        path = _path(boxes[start], boxes[edge.quoted], rtl, beside)
        found.append(Curve(path, _stroke(edge.statements), rank[edge.quoted]))
    for outlet, edges in passing.items():
        gap = boxes[way(outlet)]
        path = _path(boxes[outlet], gap, rtl) + f"h{-gap.width if rtl else gap.width}"
        found.append(
            Curve(path, _stroke(sum(edge.statements for edge in edges)), max(rank[e.quoted] for e in edges))
        )
    return sorted(found, key=lambda curve: curve.rank)


def _stroke(statements: int) -> float:
    """Width of a line that stands for so many statements."""
    return 1.2 + 0.6 * log2(max(1, statements))


def _path(a: Box, b: Box, rtl: bool, beside: bool = False) -> str:
    """From the inner side of one box to the near side of another; ``beside``, an arc along their column."""
    x1, near, inwards = (a.x, b.x + b.width, -1) if rtl else (a.x + a.width, b.x, 1)
    x2, reach = (x1, 60 * inwards) if beside else (near, (near - x1) / 2)
    y1, y2 = a.y + a.height / 2, b.y + b.height / 2
    x3 = x2 + reach if beside else x2 - reach
    return f"M{x1:.0f},{y1:.1f}C{x1 + reach:.0f},{y1:.1f} {x3:.0f},{y2:.1f} {x2:.0f},{y2:.1f}"


def _bracket(boxes: Sequence[Box], rtl: bool) -> str:
    """The path of a bracket at the outer side of boxes that stand one below the other."""
    x = boxes[0].x + boxes[0].width + 4 if rtl else boxes[0].x - 4
    tip = 8 if rtl else -8
    top, bottom = boxes[0].y + 2, boxes[-1].y + boxes[-1].height - 2
    return f"M{x:.0f},{top:.1f}h{tip}V{bottom:.1f}h{-tip}"
