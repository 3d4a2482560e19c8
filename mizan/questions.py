"""Contradictions between claims, sorted into questions, and the claims of a question into sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mizan.contradiction import Reading, disjoint
from mizan.v1 import resources_pb2 as pb


@dataclass(frozen=True, slots=True)
class Clash:
    """A contradiction between two rows, and what each says where they clash."""

    relation: pb.Relation
    ends: Mapping[int, Reading]


def of(clashes: Sequence[Clash]) -> list[list[Clash]]:
    """Clashes that meet in a row over compatible readings, connected, each group in the given order."""
    meeting: dict[int, list[int]] = defaultdict(list)
    for place, clash in enumerate(clashes):
        for row in clash.ends:
            meeting[row].append(place)
    left = set(range(len(clashes)))
    found = []
    for start in range(len(clashes)):
        if start not in left:
            continue
        left.remove(start)
        group = [start]
        for place in group:  # grows while it is walked
            for row, reading in clashes[place].ends.items():
                joined = [
                    other
                    for other in meeting[row]
                    if other in left and not disjoint(reading, clashes[other].ends[row])
                ]
                group += joined
                left -= set(joined)
        found.append([clashes[place] for place in sorted(group)])
    return found


def sides(question: Sequence[Clash]) -> list[list[int]]:
    """The rows of a question in as many sides as need be: no two of a side clash or give disjoint readings.

    From the row with most clashes outwards, each row joins the first side that has room for it.
    """
    rivals: dict[int, dict[int, None]] = defaultdict(dict)
    readings: dict[int, list[Reading]] = defaultdict(list)
    for clash in question:
        for row, reading in clash.ends.items():
            rivals[row].update(dict.fromkeys(other for other in clash.ends if other != row))
            readings[row].append(reading)

    def apart(a: int, b: int) -> bool:
        return b in rivals[a] or any(disjoint(x, y) for x in readings[a] for y in readings[b])

    found: list[list[int]] = []
    for row in _outwards(min(rivals, key=lambda row: (-len(rivals[row]), row)), rivals):
        free = next((side for side in found if not any(apart(row, other) for other in side)), None)
        if free is None:
            found.append([row])
        else:
            free.append(row)
    return found


def _outwards(start: int, edges: Mapping[int, Iterable[int]]) -> list[int]:
    """Nodes of a connected graph in breadth-first order."""
    found = [start]
    seen = {start}
    for node in found:  # grows while it is walked
        new = [other for other in edges[node] if other not in seen]
        seen.update(new)
        found += new
    return found
