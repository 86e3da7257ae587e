"""Paths: the k best simple paths, exactly, as an independent enumeration finds them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import InputError
from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.tracing import trace
from tests.tracing.reference import best_paths

SCHEMAS = ["Control", "Payment", "Debt", "UnknownLink", "Documentation", "Membership", "ContractAward"]
LISTS = [
    Dataset("list", "1", "A list", "P", standing="self"),
    Dataset("paper", "1", "A paper", "P", source_kind="news"),
    Dataset("rival", "1", "What a ministry says", "P", standing="other_state"),
]


def ledger(edges: list[Edge], nodes: int = 8) -> MemoryLedger:
    things = [
        Entity(f"n{i}", "Organization", f"Body {i}", (f"Body {i}",), {}, ("list",)) for i in range(nodes)
    ]
    return MemoryLedger(things, edges, LISTS)


@st.composite
def graphs(draw: st.DrawFn) -> list[Edge]:
    pairs = st.tuples(st.integers(0, 7), st.integers(0, 7))
    years = st.none() | st.integers(2000, 2020).map(str)
    names = st.sampled_from(["list", "paper", "rival"])
    return [
        Edge(f"e{i}", draw(st.sampled_from(SCHEMAS)), f"n{a}", f"n{b}", draw(names), "1", start=draw(years))
        for i, (a, b) in enumerate(draw(st.lists(pairs, min_size=1, max_size=18)))
    ]


@settings(deadline=None, max_examples=200)
@given(graphs(), st.integers(1, 6), st.integers(1, 12))
def test_the_k_best_simple_paths_are_those_of_networkx(edges: list[Edge], max_hops: int, k: int) -> None:
    found = trace(["n0"], ["n1"], ledger(edges), max_hops=max_hops, k=k)
    expected = best_paths(edges, LISTS, "n0", "n1", max_hops)[:k]
    assert [(round(p.cost * 100), p.nodes) for p in found] == expected
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


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_the_way_back_costs_the_same(edges: list[Edge]) -> None:
    there, back = (trace(*ends, ledger(edges), k=100) for ends in ((["n0"], ["n1"]), (["n1"], ["n0"])))
    assert {(p.cost, p.nodes) for p in there} == {(p.cost, p.nodes[::-1]) for p in back}


@settings(deadline=None, max_examples=60)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(edges: list[Edge], random: object) -> None:
    shuffled = list(edges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = (trace(["n0"], ["n1"], ledger(e)) for e in (edges, shuffled))
    assert one == two


@settings(deadline=None, max_examples=60)
@given(graphs(), st.sets(st.sampled_from(SCHEMAS)))
def test_only_admitted_relations_are_walked(edges: list[Edge], relations: set[str]) -> None:
    kept = [e for e in edges if e.schema in relations]
    found = trace(["n0"], ["n1"], ledger(edges), relations=relations)
    assert found == trace(["n0"], ["n1"], ledger(kept))


@settings(deadline=None, max_examples=60)
@given(graphs(), st.integers(2000, 2020))
def test_records_that_begin_after_the_span_are_not_walked(edges: list[Edge], year: int) -> None:
    kept = [e for e in edges if e.start is None or e.start <= str(year)]
    assert trace(["n0"], ["n1"], ledger(edges), end=str(year)) == trace(["n0"], ["n1"], ledger(kept))


def payment(number: int, source: str, target: str, year: str = "2019", amount: int = 1) -> Edge:
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


def test_a_hub_is_not_walked_through_and_the_cut_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("assembling", "ranking", "paths"):
        monkeypatch.setattr(f"cuibono.tracing.{module}.HUB_TIES", 5)
    hub = [payment(i, "n2", f"n{i}") for i in (0, 1, 3, 4, 5, 6)]
    around = [payment(10, "n0", "n7"), payment(11, "n7", "n1")]
    found = trace(["n0"], ["n1"], ledger(hub + around))
    assert [p.nodes for p in found] == [("n0", "n7", "n1")]
    assert found.cut is not None
    assert "not walked through" in found.cut
    assert "Body 2" in found.cut


@settings(deadline=None, max_examples=100)
@given(graphs(), st.integers(1, 5), st.integers(1, 4))
def test_with_hubs_shut_the_best_paths_are_those_around_them(
    edges: list[Edge], max_hops: int, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module in ("assembling", "ranking", "paths"):
            patch.setattr(f"cuibono.tracing.{module}.HUB_TIES", most)
        found = trace(["n0"], ["n1"], ledger(edges), max_hops=max_hops, k=100)
    expected = best_paths(edges, LISTS, "n0", "n1", max_hops, hub=most)
    assert [(round(p.cost * 100), p.nodes) for p in found] == expected


def test_a_node_tied_to_many_ranks_behind_a_quiet_one() -> None:
    crowd = [payment(i, "n2", f"n{i}") for i in range(20, 60)]
    through_crowd = [payment(0, "n0", "n2"), payment(1, "n2", "n1")]
    quiet = [payment(2, "n0", "n4"), payment(3, "n4", "n1")]
    found = trace(["n0"], ["n1"], ledger(crowd + through_crowd + quiet, 60), max_hops=2)
    assert [p.nodes[1] for p in found] == ["n4", "n2"]


def test_a_chain_of_payments_ranks_before_a_shared_funder_and_that_before_a_shared_recipient() -> None:
    chain = [payment(1, "n0", "n2"), payment(2, "n2", "n1")]
    funder = [payment(3, "n3", "n0"), payment(4, "n3", "n1")]
    recipient = [payment(5, "n0", "n4"), payment(6, "n1", "n4")]
    found = trace(["n0"], ["n1"], ledger(recipient + funder + chain))
    assert [p.nodes[1] for p in found] == ["n2", "n3", "n4"]
    assert [[t.meet for t in p.turns()] for p in found] == [[], [False], [True]]


def test_the_partys_own_record_comes_before_what_another_state_says() -> None:
    said = [
        Edge("theirs", "Payment", "n0", "n1", "rival", "1", "2024"),
        Edge("news", "Payment", "n0", "n1", "paper", "1", "2025"),
        Edge("own", "Payment", "n0", "n1", "list", "1", "2001"),
    ]
    (path,) = trace(["n0"], ["n1"], ledger(said))
    assert [e.id for e in path.hops[0].records] == ["own", "theirs", "news"]


def test_an_actor_of_two_datasets_joins_the_halves_of_a_path() -> None:
    things = [
        Entity("a", "Organization", "A", ("A",), {}, ("one",)),
        Entity("m1", "Organization", "Middle", ("Middle",), {}, ("one",)),
        Entity("m2", "Organization", "Middle", ("Middle",), {}, ("two",)),
        Entity("b", "Organization", "B", ("B",), {}, ("two",)),
    ]
    edges = [payment(1, "a", "m1"), payment(2, "m2", "b", "2020")]
    (path,) = trace(["a"], ["b"], MemoryLedger(things, edges, LISTS))
    assert path.captions == ("A", "Middle", "B")


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_several_ids_of_one_end_count_as_one_node(edges: list[Edge]) -> None:
    joined = [
        Edge(
            e.id, e.schema, *("n0" if i == "n5" else i for i in (e.source, e.target)), e.dataset, "1", e.start
        )
        for e in edges
    ]
    one = trace(["n0", "n5"], ["n1"], ledger(edges), k=100)
    two = trace(["n0"], ["n1"], ledger(joined), k=100)
    # Passing a neighbour of both costs by how many others it is tied to: below ten, nothing.
    assert [(p.cost, p.nodes) for p in one] == [(p.cost, p.nodes) for p in two]


@pytest.mark.parametrize(
    ("a", "hops", "k", "start", "end"),
    [
        ((), 4, 10, None, None),
        (("n0",), 0, 10, None, None),
        (("n0",), 99, 10, None, None),
        (("n0",), 4, 0, None, None),
        (("n0",), 4, 1, "soon", None),
        (("n0",), 4, 1, None, "2020-13"),
        (("n0",), 4, 1, "2021", "2020"),
    ],
)
def test_limits_out_of_range_are_told_in_one_line(
    a: tuple[str, ...], hops: int, k: int, start: str | None, end: str | None
) -> None:
    with pytest.raises(InputError) as error:
        trace(a, ["n1"], ledger([]), max_hops=hops, k=k, start=start, end=end)
    assert "\n" not in str(error.value)


def test_kin_is_walked_only_when_asked_for() -> None:
    kin = [Edge("k", "Family", "n0", "n1", "list", "1")]
    assert trace(["n0"], ["n1"], ledger(kin)) == ()
    assert len(trace(["n0"], ["n1"], ledger(kin), relations=["Family"])) == 1
