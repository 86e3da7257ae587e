"""The part of the ledger between two sets of actors: fetched from both ends, a level at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10
from typing import Protocol

from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.tracing.names import clusters
from cuibono.tracing.settings import (
    HOP_COST,
    HUB_COST,
    HUB_DEGREE,
    MAX_NODES,
    OTHER_COST,
    SCHEMA_COST,
    WEAK_COST,
)

PRIVATE = frozenset({"Family", "Associate", "Similar"})
"""Kin and company of private persons, and guesses of identity: walked only when asked for by name."""


class LedgerView(Protocol):
    """What tracing asks of a ledger."""

    @property
    def datasets(self) -> Sequence[Dataset]: ...

    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]: ...

    def edges(self, ids: Iterable[str]) -> Sequence[Edge]: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records count: ``relations`` are schemas (None: all but kin and guesses of identity), ``start`` and ``end`` ISO prefixes of the time asked."""

    relations: frozenset[str] | None = None
    start: str | None = None
    end: str | None = None

    def admits(self, edge: Edge) -> bool:
        if edge.source is None or edge.target is None or edge.source == edge.target:
            return False
        if not self._walks(edge.schema):
            return False
        begins_late = self.end is not None and edge.start is not None and _after(edge.start, self.end)
        ended_early = self.start is not None and edge.end is not None and _after(self.start, edge.end)
        return not (begins_late or ended_early)

    def _walks(self, schema: str) -> bool:
        return schema not in PRIVATE if self.relations is None else schema in self.relations


def _after(one: str, two: str) -> bool:
    """Whether a date prefix lies after another, at the coarser precision."""
    length = min(len(one), len(two))
    return one[:length] > two[:length]


@dataclass(frozen=True, slots=True)
class Graph:
    """Actors as nodes, each with its neighbours and the records between them, cheapest record first.

    ``degree`` counts the admitted records of a node, for all nodes that a path may pass through. ``cut`` says what was left out, or is None.
    """

    neighbours: Mapping[str, Mapping[str, tuple[Edge, ...]]]
    degree: Mapping[str, int]
    nodes: Mapping[str, str]
    entities: Mapping[str, Entity]
    weak: frozenset[str]
    cut: str | None = None

    def hop_cost(self, edge: Edge) -> float:
        """What it costs to rely on this record."""
        base = HOP_COST + SCHEMA_COST.get(edge.schema, OTHER_COST)
        return base + (WEAK_COST if edge.dataset in self.weak else 0.0)

    def through_cost(self, node: str) -> float:
        """What it costs to pass through a node: one that many records touch says little."""
        return HUB_COST * max(0.0, log10(max(1, self.degree.get(node, 0))) - 1.0)


def between(
    a_ids: Collection[str], b_ids: Collection[str], ledger: LedgerView, *, max_hops: int, asked: Filter
) -> Graph:
    """All admitted records on paths of at most ``max_hops`` between the two sets, and perhaps more."""
    search = _Search(ledger, asked)
    near_a = search.spread(sorted(a_ids), max_hops - max_hops // 2)
    near_b = search.spread(sorted(b_ids), max_hops // 2)
    search.weigh((near_a & near_b) - set(a_ids) - set(b_ids))
    return _build(search, a_ids, b_ids)


Key = tuple[str, str, str | None, str | None]


class _Search:
    """What has been fetched so far: records, how many each actor has, and what was left out."""

    def __init__(self, ledger: LedgerView, asked: Filter) -> None:
        self.ledger = ledger
        self.asked = asked
        self.found: dict[Key, Edge] = {}
        self.degree: dict[str, int] = {}
        self.hubs: set[str] = set()
        self.cuts: list[str] = []

    def spread(self, ids: Sequence[str], levels: int) -> set[str]:
        """Fetch the records around ``ids``, then around their neighbours, for so many levels; whom they reach."""
        frontier, seen = list(ids), set(ids)
        for level in range(levels):
            if not frontier:
                break
            edges = self._fetch(frontier, spare=not level)
            frontier = sorted(_ends(edges) - seen - self.hubs)
            if len(seen) + len(frontier) > MAX_NODES:
                self.cuts.append(f"more than {MAX_NODES:,} actors around one end; the rest was left out")
                frontier = frontier[: max(0, MAX_NODES - len(seen))]
            seen.update(frontier)
        return seen

    def weigh(self, met: set[str]) -> None:
        """Count the records of the actors where both sides met, as far as they were not fetched yet."""
        unknown = sorted(met - self.degree.keys())
        if unknown:
            self._fetch(unknown, spare=False)

    def _fetch(self, nodes: Sequence[str], *, spare: bool) -> list[Edge]:
        """The admitted records around some actors, without those of hubs; the ends of the search are spared."""
        wanted = set(nodes)
        edges = [edge for edge in self.ledger.edges(nodes) if self.asked.admits(edge)]
        counts = dict.fromkeys(nodes, 0)
        for edge in edges:
            for end in {edge.source, edge.target} & wanted:
                counts[end or ""] += 1
        self.degree.update(counts)
        hubs = set() if spare else {n for n, count in counts.items() if count > HUB_DEGREE}
        if hubs:
            self.hubs |= hubs
            self.cuts.append(
                f"{len(hubs)} actors with more than {HUB_DEGREE:,} records were not walked through"
            )
        kept = [edge for edge in edges if not {edge.source, edge.target} & hubs]
        self.found.update({(e.id, e.dataset, e.source, e.target): e for e in kept})
        return kept


def _ends(edges: Iterable[Edge]) -> set[str]:
    return {end for edge in edges for end in (edge.source, edge.target) if end}


def _build(search: _Search, a_ids: Collection[str], b_ids: Collection[str]) -> Graph:
    hubs = search.hubs - set(a_ids) - set(b_ids)
    held = sorted(search.found.items(), key=lambda item: tuple(map(str, item[0])))
    edges = [edge for _, edge in held if not {edge.source, edge.target} & hubs]
    ids = sorted(_ends(edges) | set(a_ids) | set(b_ids))
    entities = dict(search.ledger.entities(ids))
    nodes = clusters(entities, [sorted(a_ids), sorted(b_ids)])
    degree: dict[str, int] = {}
    for raw, count in search.degree.items():
        degree[nodes.get(raw, raw)] = degree.get(nodes.get(raw, raw), 0) + count
    weak = frozenset(d.name for d in search.ledger.datasets if d.weak)
    graph = Graph({}, degree, nodes, entities, weak, "; ".join(dict.fromkeys(search.cuts)) or None)
    return replace(graph, neighbours=_neighbours(graph, edges))


def _neighbours(graph: Graph, edges: Iterable[Edge]) -> Mapping[str, Mapping[str, tuple[Edge, ...]]]:
    pairs: dict[str, dict[str, list[Edge]]] = {}
    for edge in edges:
        one, two = (graph.nodes.get(end or "", end or "") for end in (edge.source, edge.target))
        if one != two:
            pairs.setdefault(one, {}).setdefault(two, []).append(edge)
            pairs.setdefault(two, {}).setdefault(one, []).append(edge)
    return {
        here: {
            there: tuple(sorted(held, key=lambda e: (graph.hop_cost(e), e.dataset, e.id)))
            for there, held in sorted(row.items())
        }
        for here, row in sorted(pairs.items())
    }
