"""Paths: the k best simple paths, exactly, as an independent enumeration finds them."""

from __future__ import annotations

import itertools
from decimal import Decimal
from math import log10

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import InputError
from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.tracing import describe, path_object, trace
from cuibono.tracing.settings import HOP_COST, HUB_COST, OTHER_COST, SCHEMA_COST, WEAK_COST

SCHEMAS = ["Control", "Payment", "UnknownLink", "Documentation", "Membership", "ContractAward", "Risky"]
LISTS = [Dataset("list", "1", "A list", "P"), Dataset("paper", "1", "A paper", "P", source_kind="news")]


def ledger(edges: list[Edge], nodes: int = 8) -> MemoryLedger:
    things = [
        Entity(f"n{i}", "Organization", f"Body {i}", (f"Body {i}",), {}, ("list",)) for i in range(nodes)
    ]
    return MemoryLedger(things, edges, LISTS)


@st.composite
def graphs(draw: st.DrawFn) -> list[Edge]:
    count = draw(st.integers(1, 18))
    pairs = st.tuples(st.integers(0, 7), st.integers(0, 7))
    years = st.none() | st.integers(2000, 2020).map(str)
    return [
        Edge(
            f"e{i}",
            draw(st.sampled_from(SCHEMAS)),
            f"n{one}",
            f"n{two}",
            draw(st.sampled_from(["list", "paper"])),
            "1",
            start=draw(years),
        )
        for i, (one, two) in enumerate(draw(st.lists(pairs, min_size=count, max_size=count)))
    ]


def price(edge: Edge) -> float:
    base = HOP_COST + SCHEMA_COST.get(edge.schema, OTHER_COST)
    return base + (WEAK_COST if edge.dataset == "paper" else 0)


def enumerated(edges: list[Edge], max_hops: int) -> list[float]:
    """Costs of all simple paths from n0 to n1, by networkx, cheapest first."""
    plain = [e for e in edges if e.source != e.target]
    graph = nx.Graph()
    for edge in plain:
        old = graph.get_edge_data(edge.source, edge.target, {"cost": 1e9})["cost"]
        graph.add_edge(edge.source, edge.target, cost=min(old, price(edge)))
    if "n0" not in graph or "n1" not in graph:
        return []
    degree = {n: sum(n in (e.source, e.target) for e in plain) for n in graph}
    costs = []
    for path in nx.all_simple_paths(graph, "n0", "n1", cutoff=max_hops):
        hops = sum(graph[a][b]["cost"] for a, b in itertools.pairwise(path))
        costs.append(hops + sum(HUB_COST * max(0.0, log10(degree[n]) - 1) for n in path[1:-1]))
    return sorted(costs)


@settings(deadline=None, max_examples=150)
@given(graphs(), st.integers(1, 6), st.integers(1, 12))
def test_the_k_best_simple_paths_are_those_of_networkx(edges: list[Edge], max_hops: int, k: int) -> None:
    found = trace(["n0"], ["n1"], ledger(edges), max_hops=max_hops, k=k)
    assert [p.cost for p in found] == pytest.approx(enumerated(edges, max_hops)[:k], abs=1e-5)
    assert found.cut is None


@settings(deadline=None, max_examples=100)
@given(graphs(), st.integers(1, 5))
def test_every_hop_is_a_record_between_its_two_actors(edges: list[Edge], max_hops: int) -> None:
    held = {e.id: e for e in edges}
    for path in trace(["n0"], ["n1"], ledger(edges), max_hops=max_hops):
        assert len(path.hops) <= max_hops
        assert len(set(path.nodes)) == len(path.nodes)
        for hop in path.hops:
            assert held[hop.edge.id] == hop.edge
            assert {hop.edge.source, hop.edge.target} == {hop.source, hop.target}
            assert hop.forward == (hop.edge.source == hop.source)


@settings(deadline=None, max_examples=100)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(edges: list[Edge], random: object) -> None:
    shuffled = list(edges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = (trace(["n0"], ["n1"], ledger(e)) for e in (edges, shuffled))
    assert one == two


@settings(deadline=None, max_examples=100)
@given(graphs(), st.sets(st.sampled_from(SCHEMAS)))
def test_only_admitted_relations_are_walked(edges: list[Edge], relations: set[str]) -> None:
    kept = [e for e in edges if e.schema in relations]
    found = trace(["n0"], ["n1"], ledger(edges), relations=relations)
    assert found == trace(["n0"], ["n1"], ledger(kept))


@settings(deadline=None, max_examples=100)
@given(graphs(), st.integers(2000, 2020))
def test_records_that_begin_after_the_span_are_not_walked(edges: list[Edge], year: int) -> None:
    kept = [e for e in edges if e.start is None or e.start <= str(year)]
    assert trace(["n0"], ["n1"], ledger(edges), end=str(year)) == trace(["n0"], ["n1"], ledger(kept))


def payment(number: int, source: str, target: str, year: str, amount: int) -> Edge:
    return Edge(
        f"p{number}", "Payment", source, target, "list", "1", year, amount=Decimal(amount), currency="USD"
    )


def test_money_is_summed_by_hop_year_and_currency() -> None:
    edges = [
        payment(1, "n0", "n2", "2019", 10),
        payment(2, "n0", "n2", "2019", 5),
        payment(3, "n2", "n1", "2020", 7),
    ]
    (path,) = trace(["n0"], ["n1"], ledger(edges))
    assert path.money() == ((0, "2019", "USD", Decimal(15)), (1, "2020", "USD", Decimal(7)))


def test_flow_through_is_said_not_to_be_shown() -> None:
    edges = [payment(1, "n0", "n2", "2019", 10), payment(3, "n2", "n1", "2020", 7)]
    held = ledger(edges)
    (path,) = trace(["n0"], ["n1"], held)
    text = "\n".join(describe(path, held))
    assert "not shown" in text
    assert "A list" in text
    assert path_object(path)["hops"][0]["records"][0]["id"] == "p1"


def test_a_hub_is_not_walked_through_and_the_cut_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuibono.tracing.graph.HUB_DEGREE", 5)
    hub = [payment(i, "n2", f"n{i}", "2019", 1) for i in (0, 1, 3, 4, 5, 6)]
    around = [payment(10, "n0", "n7", "2019", 1), payment(11, "n7", "n1", "2019", 1)]
    found = trace(["n0"], ["n1"], ledger(hub + around))
    assert [p.nodes for p in found] == [("n0", "n7", "n1")]
    assert found.cut is not None
    assert "not walked through" in found.cut


def test_a_node_with_many_records_ranks_behind_a_quiet_one() -> None:
    crowd = [payment(i, "n2", "n3", "2019", 1) for i in range(20, 60)]
    through_crowd = [payment(0, "n0", "n2", "2019", 1), payment(1, "n2", "n1", "2019", 1)]
    quiet = [payment(2, "n0", "n4", "2019", 1), payment(3, "n4", "n1", "2019", 1)]
    found = trace(["n0"], ["n1"], ledger(crowd + through_crowd + quiet), max_hops=2)
    assert [p.nodes[1] for p in found] == ["n4", "n2"]


def test_an_actor_of_two_datasets_joins_the_halves_of_a_path() -> None:
    things = [
        Entity("a", "Organization", "A", ("A",), {}, ("one",)),
        Entity("m1", "Organization", "Middle", ("Middle",), {}, ("one",)),
        Entity("m2", "Organization", "Middle", ("Middle",), {}, ("two",)),
        Entity("b", "Organization", "B", ("B",), {}, ("two",)),
    ]
    edges = [payment(1, "a", "m1", "2019", 1), payment(2, "m2", "b", "2020", 1)]
    (path,) = trace(["a"], ["b"], MemoryLedger(things, edges, LISTS))
    assert path.captions == ("A", "Middle", "B")


@pytest.mark.parametrize(
    ("a", "hops", "k"), [((), 4, 10), (("n0",), 0, 10), (("n0",), 99, 10), (("n0",), 4, 0)]
)
def test_limits_out_of_range_are_told_in_one_line(a: tuple[str, ...], hops: int, k: int) -> None:
    with pytest.raises(InputError) as error:
        trace(a, ["n1"], ledger([]), max_hops=hops, k=k)
    assert "\n" not in str(error.value)


def test_kin_is_walked_only_when_asked_for() -> None:
    kin = [Edge("k", "Family", "n0", "n1", "list", "1")]
    assert trace(["n0"], ["n1"], ledger(kin)) == ()
    assert len(trace(["n0"], ["n1"], ledger(kin), relations=["Family"])) == 1
