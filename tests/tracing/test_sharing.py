"""What actors share: exactly those who are tied in the same way to two of them or more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import InputError
from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.tracing import common

THINGS = [Entity(f"n{i}", "Organization", f"Body {i}", (f"Body {i}",), {}, ("list",)) for i in range(7)]


@st.composite
def edges(draw: st.DrawFn) -> list[Edge]:
    ends = st.tuples(st.integers(0, 6), st.integers(0, 6))
    kinds = st.sampled_from(["Payment", "Ownership", "Directorship", "Family"])
    rows = draw(st.lists(st.tuples(ends, kinds), max_size=15))
    return [Edge(f"e{i}", kind, f"n{a}", f"n{b}", "list", "1") for i, ((a, b), kind) in enumerate(rows)]


def ledger(held: list[Edge]) -> MemoryLedger:
    return MemoryLedger(THINGS, held, [Dataset("list", "1", "A list", "P")])


@settings(deadline=None, max_examples=150)
@given(edges())
def test_shared_funders_are_those_that_paid_two(held: list[Edge]) -> None:
    payers = {
        n: {e.source for e in held if e.schema == "Payment" and e.target == n and e.source != n}
        for n in ("n0", "n1", "n2")
    }
    expected = {
        p for p in {x for ps in payers.values() for x in ps} if sum(p in ps for ps in payers.values()) > 1
    }
    found = {s.node for s in common([["n0"], ["n1"], ["n2"]], ledger(held)) if s.part == "funder"}
    assert found == expected


@settings(deadline=None, max_examples=100)
@given(edges())
def test_every_share_has_a_record_for_each_actor(held: list[Edge]) -> None:
    ids = ["n0", "n1", "n2"]
    for shared in common([[i] for i in ids], ledger(held)):
        assert len(shared.actors) == len(shared.records) > 1
        for number, records in zip(shared.actors, shared.records, strict=True):
            assert records
            assert all({e.source, e.target} == {shared.node, ids[number]} for e in records)


@settings(deadline=None, max_examples=60)
@given(edges())
def test_most_shared_come_first_and_the_order_is_fixed(held: list[Edge]) -> None:
    found = common([["n0"], ["n1"], ["n2"]], ledger(held))
    assert [len(s.actors) for s in found] == sorted((len(s.actors) for s in found), reverse=True)
    assert found == common([["n0"], ["n1"], ["n2"]], ledger(held[::-1]))


def test_relations_can_be_chosen() -> None:
    held = [Edge("a", "Payment", "n3", "n0", "list", "1"), Edge("b", "Payment", "n3", "n1", "list", "1")]
    assert common([["n0"], ["n1"]], ledger(held), relations=["Ownership"]) == ()
    assert [s.part for s in common([["n0"], ["n1"]], ledger(held), relations=["Payment"])] == ["funder"]


def test_one_actor_has_nothing_in_common() -> None:
    with pytest.raises(InputError):
        common([["n0"]], ledger([]))
