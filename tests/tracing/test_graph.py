"""The graph's file: the same answers as in memory, shared, disposable, never stale."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.ledger import create, open_ledger
from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Edge
from cuibono.tracing import graph_of, trace
from cuibono.tracing.assembling import SHUT
from cuibono.tracing.graph import Graph, graph_path
from cuibono.tracing.store import MAGIC, Strings, UnreadableError, pack, read, write
from tests.tracing.kept import GRANTS, put, thing, tie
from tests.tracing.test_paths import graphs, ledger


def test_paths_of_a_kept_ledger_are_those_of_the_same_records_in_memory(folder: Path) -> None:
    with open_ledger(folder) as kept:
        ids = sorted(set(kept.entity_ids()))
        memory = MemoryLedger(kept.entities(ids).values(), kept.edges(ids), kept.datasets)
        for a, b in (("fund", "paper"), ("fund", "institute"), ("ada", "paper"), ("paper", "institute")):
            found = trace([a], [b], kept)
            assert found
            assert found == trace([a], [b], memory)


def test_an_actor_of_two_datasets_is_one_node(folder: Path) -> None:
    with open_ledger(folder) as kept:
        graph = graph_of(kept)
        assert graph.node("middle") == graph.node("other-middle")
        assert graph.members(graph.node("middle") or 0) == ("middle", "other-middle")
        assert [p.captions[1] for p in trace(["fund"], ["ada"], kept)] == ["Middle Body"]


def test_the_file_lies_beside_the_ledger_and_is_opened_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_ledger(folder) as kept:
        assert graph_path(kept) is None
        graph_of(kept)
        assert graph_path(kept) is not None
        assert folder in (graph_path(kept) or Path()).parents
        monkeypatch.setattr("cuibono.tracing.graph.whole", lambda _: pytest.fail("built again"))
        assert isinstance(graph_of(kept).neighbour.base, np.ndarray)


def test_a_new_version_gives_a_new_graph_and_the_old_one_is_kept_for_the_past(folder: Path) -> None:
    with open_ledger(folder) as kept:
        assert not trace(["fund"], ["newcomer"], kept)
    put(
        folder,
        "grants",
        [*GRANTS, thing("newcomer", "Newcomer"), tie("g4", "Payment", "fund", "newcomer")],
        "2025-01-01",
    )
    with open_ledger(folder) as kept:
        assert len(trace(["fund"], ["newcomer"], kept)) == 1
    with open_ledger(folder, as_of="2024-06-01") as kept:
        assert not trace(["fund"], ["newcomer"], kept)


@pytest.mark.parametrize("harm", ["cut", "foreign", "header", "empty", "gone"])
def test_a_damaged_file_is_built_anew(folder: Path, harm: str) -> None:
    with open_ledger(folder) as kept:
        before = trace(["fund"], ["paper"], kept)
        path = graph_path(kept)
        assert path is not None
        data = path.read_bytes()
        if harm == "gone":
            path.unlink()
        else:
            header = data[:40] + b"!" + data[41:]
            path.write_bytes({"cut": data[:-64], "foreign": b"x" * 99, "header": header, "empty": b""}[harm])
        assert trace(["fund"], ["paper"], kept) == before
        assert (graph_path(kept) or Path()).read_bytes() == data


def test_other_costs_make_another_graph(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(folder) as kept:
        graph_of(kept)
        before = graph_path(kept)
        monkeypatch.setattr("cuibono.tracing.ranking.HOP_COST", 120)
        assert graph_path(kept) is None
        graph_of(kept)
        assert graph_path(kept) != before


def test_where_nothing_can_be_written_the_graph_stays_in_memory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr("cuibono.tracing.store.write", refuse)
    with open_ledger(folder) as kept:
        assert len(trace(["fund"], ["paper"], kept)) == 1
        assert graph_path(kept) is None


def test_the_arrays_hold_days_sums_and_rows_of_the_records(folder: Path) -> None:
    with open_ledger(folder) as kept:
        graph = graph_of(kept)
        assert sorted(graph.currencies) == ["EUR", "USD"]
        sums = {a for a in graph.arrays["amount"].tolist() if a == a}
        assert sums == {1000.5, 7.0, 300.0}
        assert graph.records == 5
        firsts = {np.datetime64("0001-01-01") + int(d) - 1 for d in graph.arrays["first"] if d > 0}
        assert np.datetime64("2019-03-01") in firsts


def test_dates_and_relations_narrow_a_kept_ledger(folder: Path) -> None:
    with open_ledger(folder) as kept:
        assert len(trace(["fund"], ["paper"], kept, start="2019", end="2021")) == 1
        assert not trace(["fund"], ["paper"], kept, end="2020")
        assert not trace(["fund"], ["paper"], kept, relations=["Directorship"])
        (path,) = trace(["fund"], ["middle"], kept, start="2020")
        assert [e.id for e in path.hops[0].records] == ["g2"]
        assert path.money() == ((0, "2020", "EUR", Decimal(7)),)


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_neighbours_stand_cheapest_first_and_every_pair_is_told_from_both_ends(edges: list[Edge]) -> None:
    graph = graph_of(ledger(edges), [f"n{i}" for i in range(8)])
    told = set()
    for node in range(len(graph)):
        first, last = graph.ends[node : node + 2]
        assert (np.diff(graph.key[first:last].astype(int)) >= 0).all()
        told |= {(node, int(other)) for other in graph.neighbour[first:last]}
    assert told == {(b, a) for a, b in told}
    names = {(graph.name(a), graph.name(b)) for a, b in told}
    assert names == {
        p for e in edges if e.source != e.target for p in ((e.source, e.target), (e.target, e.source))
    }
    assert (graph.through < SHUT).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), unique=True).map(sorted))
def test_strings_are_found_where_they_stand(texts: list[str]) -> None:
    held = Strings(*pack(texts))
    assert list(held) == texts
    assert [held.find(t) for t in texts] == list(range(len(texts)))
    assert held.find("\U0010ffff none") is None


def test_a_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    arrays = {
        "a": np.arange(7, dtype=np.uint16),
        "b": np.zeros((3, 2), dtype=np.int32),
        "c": np.array([], dtype=np.float64),
    }
    write(tmp_path / "x", {"title": "ы"}, arrays)
    meta, found = read(tmp_path / "x")
    assert meta == {"title": "ы"}
    assert {n: (a.dtype, a.tolist()) for n, a in found.items()} == {
        n: (a.dtype, a.tolist()) for n, a in arrays.items()
    }
    assert not found["a"].flags.writeable
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
    (tmp_path / "y").write_bytes(MAGIC + b"\xff" * 30)
    with pytest.raises(UnreadableError):
        read(tmp_path / "y")


def test_an_empty_ledger_has_an_empty_graph(tmp_path: Path) -> None:
    create(tmp_path / "none")
    with open_ledger(tmp_path / "none") as kept:
        assert len(graph_of(kept)) == 0
        assert isinstance(graph_of(kept), Graph)
        assert trace(["a"], ["b"], kept) == ()
