"""Chains: every simple chain up to the limit, with the product of its shares."""

from __future__ import annotations

from decimal import Decimal
from math import isclose

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.tracing.chains import Holding, chains

shares = st.none() | st.integers(0, 100).map(Decimal)


@st.composite
def holdings(draw: st.DrawFn) -> list[Holding]:
    pairs = draw(
        st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda p: p[0] != p[1]), max_size=15)
    )
    return [
        Holding(f"n{a}", f"n{b}", f"h{i}", draw(shares), draw(st.booleans()))
        for i, (a, b) in enumerate(sorted(pairs))
    ]


@settings(deadline=None, max_examples=150)
@given(holdings(), st.integers(1, 5))
def test_chains_are_the_simple_paths_of_networkx(held: list[Holding], hops: int) -> None:
    graph = nx.DiGraph([(h.source, h.target) for h in held])
    graph.add_nodes_from(["n0", "n1"])
    expected = {tuple(p) for p in nx.all_simple_paths(graph, "n0", "n1", cutoff=hops)}
    assert {c.nodes for c in chains(held, frozenset({"n0"}), frozenset({"n1"}), max_hops=hops)} == expected


@settings(deadline=None, max_examples=100)
@given(holdings())
def test_a_chain_is_solid_exactly_when_every_link_is(held: list[Holding]) -> None:
    for chain in chains(held, frozenset({"n0"}), frozenset({"n1"})):
        assert chain.solid == all(h.control or (h.share or 0) >= 50 for h in chain.holdings)


@settings(deadline=None, max_examples=100)
@given(holdings())
def test_the_share_of_a_chain_is_the_product_and_never_above_its_smallest(held: list[Holding]) -> None:
    for chain in chains(held, frozenset({"n0"}), frozenset({"n1"})):
        known = [h.share for h in chain.holdings if h.share is not None]
        if chain.share is None:
            assert len(known) < len(chain.holdings)
            continue
        product = 1.0
        for share in known:
            product *= float(share) / 100
        assert isclose(float(chain.share), product * 100, abs_tol=1e-6)
        assert chain.share <= min(known)


def test_solid_and_short_chains_come_first() -> None:
    held = [
        Holding("a", "b", "1", Decimal(30)),
        Holding("a", "m", "2", Decimal(80)),
        Holding("m", "b", "3", Decimal(60)),
    ]
    found = chains(held, frozenset({"a"}), frozenset({"b"}))
    assert [c.nodes for c in found] == [("a", "m", "b"), ("a", "b")]
    assert found[0].share == Decimal(48)
