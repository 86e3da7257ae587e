from __future__ import annotations

import io

import networkx as nx
from hypothesis import given, settings

from cuibono.model import Check
from cuibono.reporting import to_gexf
from cuibono.reporting.network import network
from tests.reporting.sample import bare, poisoned, sample
from tests.reporting.strategies import hostile


def graph(data: bytes) -> nx.MultiDiGraph:
    return nx.read_gexf(io.BytesIO(data), version="1.3")


def test_other_programs_read_it(check: Check) -> None:
    read, made = graph(to_gexf(check)), network(check)
    assert {data["label"] for _, data in read.nodes(data=True)} == {node.name for node in made.nodes}
    assert read.number_of_edges() == len(made.lines)


def test_every_edge_carries_kind_finding_and_evidence(check: Check) -> None:
    made = network(check)
    edges = sorted(
        (data for *_, data in graph(to_gexf(check)).edges(data=True)), key=lambda data: int(data["id"][1:])
    )
    for data, line in zip(edges, made.lines, strict=True):
        assert data["kind"] == line.kind
        assert data["finding"] == (line.finding or "")
        assert data["evidence"].split() == list(dict.fromkeys(e.entity_id for e in line.evidence))


def test_the_same_check_gives_the_same_bytes() -> None:
    assert to_gexf(sample()) == to_gexf(sample())


def test_nothing_is_an_empty_graph() -> None:
    assert graph(to_gexf(bare())).number_of_nodes() == 0


@settings(deadline=None, max_examples=30)
@given(hostile())
def test_any_text_gives_well_formed_xml(poison: str) -> None:
    assert graph(to_gexf(poisoned(poison))).number_of_nodes()
