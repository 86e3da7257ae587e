"""Looking at the neighbours of many nodes at once, as far as a budget reaches and a filter admits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cuibono.tracing.assembling import SHUT
from cuibono.tracing.filters import Filter

if TYPE_CHECKING:
    from cuibono.tracing.graph import Graph

Int = NDArray[Any]
FAR = 1 << 28
FEW, MOST_HUBS = 16, 50
"""Of so many nodes all hubs are looked at; so many hubs of one node, or of many, are remembered."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Neighbours, one a row: ``owner`` is the place of the node looked from, ascending.

    ``ahead`` and ``back`` are the costs of the cheapest admitted record from there to here and against, ``FAR`` for none; ``through``
    that of passing the neighbour. ``beyond``, one for each node looked from, is the least key that was out of budget.
    """

    owner: Int
    node: Int
    ahead: Int
    back: Int
    through: Int
    beyond: Int

    def only(self, keep: Int) -> Seen:
        owner, node, ahead, back = (p[keep] for p in (self.owner, self.node, self.ahead, self.back))
        return Seen(owner, node, ahead, back, self.through[keep], self.beyond)


@dataclass(frozen=True, slots=True)
class Scan:
    """A graph under a filter: ``costs`` [number of kinds times 4, 2] by kind and direction bits, ``FAR`` where not asked for."""

    graph: Graph
    plain: bool
    dated: bool
    days: tuple[int, int]
    costs: Int

    @classmethod
    def of(cls, graph: Graph, asked: Filter) -> Scan:
        costs = np.full((max(1, len(graph.kinds)) * 4, 2), FAR, dtype=np.int64)
        for number, kind in enumerate(graph.kinds):
            for bits in (1, 2, 3) if asked.walks(kind.schema) else ():
                costs[number * 4 + bits] = [kind.cost if bits & b else FAR for b in (1, 2)]
        dated = asked.start is not None or asked.end is not None
        return cls(graph, asked.plain, dated, asked.days, costs)

    def pair_costs(self, pairs: Int) -> Int:
        """[2, len(pairs)]: the cheapest admitted record of each pair from its lower to its higher node, and back."""
        arrays = self.graph.arrays
        if self.plain:
            costs = arrays["pair_cost"][pairs].T.astype(np.int64)
            return np.where(costs >= SHUT, FAR, costs)
        runs = arrays["runs"]
        begins = runs[pairs].astype(np.int64)
        counts = runs[pairs.astype(np.int64) + 1] - begins
        if not len(pairs):
            return np.zeros((2, 0), dtype=np.int64)
        starts = np.cumsum(counts) - counts
        records = np.repeat(begins - starts, counts) + np.arange(int(counts.sum()))
        costs = self.costs[arrays["kind"][records]]
        if self.dated:
            late = arrays["first"][records] > self.days[1]
            costs[late | (arrays["last"][records] < self.days[0])] = FAR
        return np.minimum.reduceat(costs, starts, axis=0).T


def expand(scan: Scan, nodes: Int, budget: Int) -> Seen:
    """The neighbours of ``nodes`` whose key is within the budget of each and that an admitted record ties to it."""
    graph = scan.graph
    begins = graph.ends[nodes]
    counts, beyond = _within(graph, begins, graph.ends[nodes + 1], np.clip(budget, -1, SHUT))
    owner = np.repeat(np.arange(len(nodes)), counts)
    starts = np.cumsum(counts) - counts
    at = np.repeat(begins - starts, counts) + np.arange(len(owner))
    node = graph.neighbour[at].astype(np.int64)
    there, back = scan.pair_costs(graph.pair[at])
    swapped = nodes[owner] > node
    ahead, behind = np.where(swapped, back, there), np.where(swapped, there, back)
    keep = np.minimum(ahead, behind) < FAR
    owner, node, ahead, behind = owner[keep], node[keep], ahead[keep], behind[keep]
    return Seen(owner, node, ahead, behind, graph.through[node].astype(np.int64), beyond)


def _within(graph: Graph, begins: Int, ends: Int, budget: Int) -> tuple[Int, Int]:
    """(how many of each node's neighbours have a key within its budget, the first key that has not), by binary search."""
    low, high = begins.copy(), ends.copy()
    last = max(0, len(graph.key) - 1)
    while True:
        open_ = low < high
        if not open_.any():
            break
        middle = (low + high) // 2
        fits = open_ & (graph.key[np.minimum(middle, last)] <= budget)
        low = np.where(fits, middle + 1, low)
        high = np.where(open_ & ~fits, middle, high)
    beyond = np.full(len(begins), SHUT, dtype=np.int64)
    more = low < ends
    beyond[more] = graph.key[low[more]]
    return low - begins, beyond


def hubs_beside(graph: Graph, nodes: Int) -> set[int]:
    """Neighbours that are not walked through: they stand last. All of a few nodes, the last of each of many."""
    ends = graph.ends[nodes + 1]
    ends = ends[ends > graph.ends[nodes]]
    last = ends - 1
    last = last[graph.key[last] >= SHUT]
    if len(nodes) > FEW:
        return set(np.unique(graph.neighbour[last])[:MOST_HUBS].tolist())
    found: set[int] = set()
    for node in nodes.tolist():
        begin, end = int(graph.ends[node]), int(graph.ends[node + 1])
        first = begin + int(np.searchsorted(graph.key[begin:end], SHUT))
        found.update(graph.neighbour[first : min(end, first + MOST_HUBS)].tolist())
    return found
