"""Who quotes whom: outlets, the agencies and media they quote, the speakers behind them. [pure]"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mizan import matrix
from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words
from report import layers
from report.sources import Sources, agency

_MEDIA = (pb.AttributionLink.Kind.AGENCY, pb.AttributionLink.Kind.MEDIUM)


class Layer(StrEnum):
    """Where a node stands between the reader and the fact. The value is part of a key of `mizan.words`."""

    OUTLET = "outlet"
    MEDIUM = "medium"
    SPEAKER = "speaker"


ROOM = {Layer.OUTLET: 24, Layer.MEDIUM: 12, Layer.SPEAKER: 16}  # nodes of a layer that are drawn


@dataclass(frozen=True, slots=True)
class Node:
    """An outlet or a source. ``outlets`` are those whose facts go back to it, in order of the columns."""

    key: str
    layer: Layer
    forms: Mapping[str, str]  # language code -> as written most often in it
    outlets: tuple[str, ...] = ()
    origins: int = 0  # independent ones among these outlets
    statements: int = 0  # that go back to it
    common: bool = False  # the ways of two outlets or more meet here
    unnamed: bool = False
    compared: bool = False  # one of the outlets of this event, whether it stands as one or as a source
    wire: str = ""  # outlets with one value tell one text

    def label(self, code: str) -> str:
        """Its name, in the language asked for where the articles have it."""
        return self.forms.get(code) or next(iter(self.forms.values()))


@dataclass(frozen=True, slots=True)
class Edge:
    """``quoting`` goes back to ``quoted``, keys of nodes, in that many statements; 0 for a whole text."""

    quoting: str
    quoted: str
    statements: int


@dataclass(frozen=True, slots=True)
class OriginGraph:
    """Nodes by layer in drawing order, their edges, and how many nodes of a layer were left out.

    ``middle`` are the keys of the media with, between them, ``way(outlet)`` where the edges of an outlet to
    speakers pass through their column.
    """

    layers: Mapping[Layer, tuple[Node, ...]]
    middle: tuple[str, ...]
    edges: tuple[Edge, ...]
    more: Mapping[Layer, int]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes, layer by layer."""
        return tuple(node for nodes in self.layers.values() for node in nodes)

    @property
    def sources(self) -> tuple[Node, ...]:
        """What outlets go back to, common sources first, then by the number of outlets and statements."""
        found = (node for node in self.nodes if node.layer is not Layer.OUTLET)
        return tuple(sorted(found, key=lambda n: (not n.common, n.unnamed, -len(n.outlets), -n.statements)))

    @property
    def leading(self) -> frozenset[str]:
        """Keys of the common sources that about as many outlets go back to as to the most quoted one."""
        common = [node for node in self.sources if node.common]
        most = max((len(node.outlets) for node in common), default=0)
        return frozenset(node.key for node in common if 3 * len(node.outlets) >= 2 * most)

    @property
    def wires(self) -> tuple[tuple[Node, ...], ...]:
        """Outlets that tell one text, side by side as drawn."""
        groups: dict[str, list[Node]] = defaultdict(list)
        for node in self.layers[Layer.OUTLET]:
            if node.wire:
                groups[node.wire].append(node)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def way(outlet: str) -> str:
    """Key of the gap in the middle column that the edges of an outlet, given by its key, pass through."""
    return f"way:{outlet}"


def graph(articles: Sequence[pb.Article], origins: Sequence[pb.Alignment.Origin] = ()) -> OriginGraph:
    """Who quotes whom among the articles of one event.

    An outlet points at what it quotes, and at the outlet or agency whose text it repeats or credits; what
    copies of one text quote alike is quoted by that text's source alone. A source where the ways of two
    outlets meet is common. Most quoted first, each layer holds at most ``ROOM``; the rest are counted.
    """
    columns = matrix.columns(articles, origins)
    order = {column.outlet: place for place, column in enumerate(columns)}
    whole = _whole_texts(articles, columns)
    told = _told(articles)
    for target in whole.values():
        told.forms.setdefault(target, _agency_forms(target, articles))
    origin = {column.outlet: column.origin for column in columns}
    routed = _routed(told.paths, whole, origin)

    reached: dict[str, Counter[str]] = defaultdict(Counter)
    for (outlet, path), count in told.paths.items():
        for target in path:
            reached[target][outlet] += count
    for outlet, target in whole.items():
        reached[target][outlet] += 0
    direct: dict[str, set[str]] = defaultdict(set)
    for quoting, quoted in routed:
        direct[quoted].add(quoting)

    nodes = []
    for key, forms in told.forms.items():
        compared = key.startswith("outlet:")
        if compared and key not in reached:
            layer = Layer.OUTLET
        elif compared or key in told.media or key in whole.values():
            layer = Layer.MEDIUM
        else:
            layer = Layer.SPEAKER
        outlets = tuple(sorted(reached[key], key=lambda outlet: order[outlet]))
        node = Node(
            key,
            layer,
            forms,
            outlets,
            len({origin[outlet] for outlet in outlets}),
            sum(reached[key].values()),
            len(outlets) > 1 and len(direct[key]) > 1,
            key in told.unnamed,
            compared,
            origin[key.removeprefix("outlet:")] if compared else "",
        )
        nodes.append(node)
    return _bounded(nodes, [Edge(a, b, count) for (a, b), count in routed.items()], order)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the chains of all statements come to."""

    paths: Mapping[tuple[str, tuple[str, ...]], int]  # outlet and the keys behind it -> statements
    forms: dict[str, Mapping[str, str]]
    media: frozenset[str]
    unnamed: frozenset[str]


def _told(articles: Sequence[pb.Article]) -> _Told:
    sources = Sources(articles)
    paths: Counter[tuple[str, tuple[str, ...]]] = Counter()
    written: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    media: set[str] = set()
    unnamed: set[str] = set()
    for article in articles:
        own = f"outlet:{article.outlet}"
        written[own][article.language][article.outlet] += 1
        for statement in article.statements:
            path: list[str] = []
            for link in statement.chain:
                key = sources.key(article, statement, link)
                if link.kind == pb.AttributionLink.Kind.OUTLET or key == own or _is_figure(statement, link):
                    continue
                if key not in path:
                    path.append(key)
                written[key][article.language][_label(statement, link)] += 1
                if link.kind in _MEDIA:
                    media.add(key)
                    continue
                if link.kind == pb.AttributionLink.Kind.UNNAMED:
                    unnamed.add(key)
                break  # a speaker ends the way that an outlet can vouch for
            if path:
                paths[article.outlet, tuple(path)] += 1
    forms: dict[str, Mapping[str, str]] = {
        key: {
            code: min(texts, key=lambda text: (len(text.split()) not in (2, 3), -texts[text], text))
            for code, texts in by_code.items()
        }
        for key, by_code in written.items()
    }
    return _Told(paths, forms, frozenset(media), frozenset(unnamed))


def _is_figure(statement: pb.Statement, link: pb.AttributionLink) -> bool:
    """Whether the name holds a quantity: "capacity reaches 600,000" was read as a source by mistake."""
    return any(q.span.start < link.span.end and q.span.end > link.span.start for q in statement.quantities)


def _label(statement: pb.Statement, link: pb.AttributionLink) -> str:
    """A speaker's own name without his titles, and all of a name that the link has a part of."""
    if link.kind == pb.AttributionLink.Kind.SPEAKER:
        for name in statement.names:
            within = link.span.start <= name.span.start and name.span.end <= link.span.end
            around = name.span.start <= link.span.start < link.span.end <= name.span.end
            if around or (within and name.kind == pb.Name.Kind.PERSON and " " in name.text):
                return name.text
    return link.name


def _agency_forms(key: str, articles: Sequence[pb.Article]) -> Mapping[str, str]:
    """Names of an agency that is only credited; of an unknown one, what the credit line says."""
    credit = key.removeprefix("agency:")
    known = {code: words(code).texts[f"agency.{credit}"] for code in LANGUAGES if _is_known(credit, code)}
    if known:
        return known
    for article in articles:
        for cut in article.cuts:
            if article.credit == credit and cut.reason == pb.Cut.Reason.CREDIT:
                line = article.text[cut.span.start : cut.span.end]
                return {article.language: line.rpartition(":")[2].strip() or credit}
    return {"": credit}


def _is_known(credit: str, code: str) -> bool:
    return f"agency.{credit}" in words(code).texts


def _whole_texts(articles: Sequence[pb.Article], columns: Sequence[matrix.Column]) -> dict[str, str]:
    """Outlet -> key of the agency or outlet whose text it repeats or credits."""
    outlet_of = {matrix.source_of(article.name): article.outlet for article in articles}
    found = {}
    for article in articles:
        if article.credit and (name := outlet_of.get(article.credit)) != article.outlet:
            found[article.outlet] = agency(article.credit) if name is None else f"outlet:{name}"
    for column in columns:
        if column.copy_of:
            # The first of an origin may itself repeat an agency that is not among the outlets.
            source = found.get(column.copy_of, f"outlet:{column.copy_of}")
            if source != f"outlet:{column.outlet}":
                found[column.outlet] = source
    return found


def _routed(
    paths: Mapping[tuple[str, tuple[str, ...]], int], whole: Mapping[str, str], origin: Mapping[str, str]
) -> dict[tuple[str, str], int]:
    """Edges with their statements; what two tellings of one text quote leaves from the text's source."""
    tellers: dict[tuple[str, str], set[str]] = defaultdict(set)  # origin, quoted -> outlets
    for outlet, path in paths:
        tellers[origin[outlet], path[0]].add(outlet)
    edges: Counter[tuple[str, str]] = Counter()
    for outlet, target in whole.items():
        edges[f"outlet:{outlet}", target] += 0
    for (outlet, path), count in paths.items():
        own = f"outlet:{outlet}"
        start = whole.get(outlet, own) if len(tellers[origin[outlet], path[0]]) > 1 else own
        for quoting, quoted in zip((start, *path), path, strict=False):
            if quoting != quoted:
                edges[quoting, quoted] += count
    return dict(edges)


def _bounded(nodes: Iterable[Node], edges: Sequence[Edge], order: Mapping[str, int]) -> OriginGraph:
    """The graph of the most quoted nodes, in the order in which few edges cross."""
    busy = {edge.quoting for edge in edges}
    by_layer: dict[Layer, list[Node]] = {layer: [] for layer in Layer}
    for node in nodes:
        by_layer[node.layer].append(node)
    by_layer[Layer.OUTLET].sort(key=lambda n: (n.key not in busy, order[n.key.removeprefix("outlet:")]))
    for layer in (Layer.MEDIUM, Layer.SPEAKER):
        by_layer[layer].sort(key=lambda n: (-len(n.outlets), n.unnamed, -n.statements, n.key))
    shown = {node.key: node for layer, found in by_layer.items() for node in found[: ROOM[layer]]}
    edges = [edge for edge in edges if edge.quoting in shown and edge.quoted in shown]
    edges.sort(key=lambda edge: (edge.quoting, edge.quoted))
    rows = {layer: [node.key for node in found[: ROOM[layer]]] for layer, found in by_layer.items()}
    lines = {(edge.quoting, edge.quoted) for edge in edges}
    if rows[Layer.MEDIUM]:
        past = {(a, b) for a, b in lines if {a, b}.isdisjoint(rows[Layer.MEDIUM])}
        lines = lines - past | {(a, way(a)) for a, _ in past} | {(way(a), b) for a, b in past}
        rows[Layer.MEDIUM] += sorted({way(a) for a, _ in past})
    wires = {key: shown[key].wire for key in rows[Layer.OUTLET]}
    best = dict(zip(Layer, layers.ordered(list(rows.values()), sorted(lines), wires), strict=True))
    return OriginGraph(
        {layer: tuple(shown[key] for key in row if key in shown) for layer, row in best.items()},
        tuple(best[Layer.MEDIUM]),
        tuple(edges),
        {layer: max(0, len(found) - ROOM[layer]) for layer, found in by_layer.items()},
    )
