"""The order of the nodes of a layered graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from report.layers import crossings, ordered

NODES = [[f"{layer}{n}" for n in range(5)] for layer in "abc"]
EDGES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NODES[0]), st.sampled_from(NODES[1])),
        st.tuples(st.sampled_from(NODES[1]), st.sampled_from(NODES[2])),
    ),
    max_size=14,
    unique=True,
)


@given(EDGES)
def test_no_order_has_more_crossings_than_the_given_one(edges: list[tuple[str, str]]) -> None:
    found = ordered(NODES, edges)
    assert [sorted(layer) for layer in found] == NODES
    assert crossings(found, edges) <= crossings(NODES, edges)


def test_a_crossing_that_need_not_be_is_removed() -> None:
    edges = [("a0", "b2"), ("a1", "b1"), ("a2", "b0")]
    assert crossings(ordered([NODES[0][:3], NODES[1][:3]], edges), edges) == 0


@given(EDGES)
def test_what_belongs_together_stays_side_by_side(edges: list[tuple[str, str]]) -> None:
    row = ordered(NODES, edges, {"a1": "wire", "a2": "wire", "a3": "wire"})[0]
    places = [row.index(node) for node in ("a1", "a2", "a3")]
    assert max(places) - min(places) == 2
