"""The ranking told a second time, plainly: all simple paths by networkx, all directions by trying them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from math import log10

import networkx as nx

from cuibono.ledger.records import Dataset, Edge

HOP, SINK, SOURCE = 100, 150, 50
SCHEMAS = {"Control": 0, "Payment": 10, "Debt": 20, "Membership": 30, "UnknownLink": 60, "Documentation": 80}
SCHEMAS["ContractAward"] = 30
SPEAKERS = {"self": 0, "regulator": 10, "third_party": 20, "other_state": 60}
Priced = tuple[int, tuple[str, ...]]


def price(edge: Edge, dataset: Dataset) -> int:
    return HOP + SCHEMAS.get(edge.schema, 70) + SPEAKERS[dataset.standing] + (100 if dataset.weak else 0)


def along(edge: Edge, here: str) -> set[bool]:
    """Whether influence runs along a step from ``here``, against it, or either way."""
    if edge.schema in ("UnknownLink", "Succession"):
        return {True, False}
    return {(edge.source == here) != (edge.schema == "Debt")}


def path_cost(
    nodes: Sequence[str], edges: Sequence[Edge], lists: dict[str, Dataset], ties: dict[str, int]
) -> int:
    """The least over all choices of a record for every step and a direction for every record."""
    steps = []
    for one, two in itertools.pairwise(nodes):
        between = [e for e in edges if {e.source, e.target} == {one, two}]
        steps.append({(price(e, lists[e.dataset]), ahead) for e in between for ahead in along(e, one)})
    hubs = sum(round(50 * max(0.0, log10(ties[n]) - 1)) for n in nodes[1:-1])
    return hubs + min(
        sum(cost for cost, _ in choice) + sum(_turn(a, b) for (_, a), (_, b) in itertools.pairwise(choice))
        for choice in itertools.product(*steps)
    )


def _turn(before: bool, after: bool) -> int:
    return 0 if before == after else SINK if before else SOURCE


def best_paths(
    edges: Iterable[Edge], lists: Iterable[Dataset], start: str, goal: str, max_hops: int, hub: int = 5_000
) -> list[Priced]:
    """All simple paths as (cost, nodes), cheapest first, ties by nodes. Ties count over the records given in full."""
    held = [e for e in edges if e.source and e.target and e.source != e.target]
    graph: nx.Graph[str] = nx.Graph([(e.source or "", e.target or "") for e in held])
    if start not in graph or goal not in graph:
        return []
    ties = dict(graph.degree())
    graph.remove_nodes_from([n for n, count in ties.items() if count > hub and n not in (start, goal)])
    named = {d.name: d for d in lists}
    found = nx.all_simple_paths(graph, start, goal, cutoff=max_hops)
    return sorted((path_cost(nodes, held, named, ties), tuple(nodes)) for nodes in found)
