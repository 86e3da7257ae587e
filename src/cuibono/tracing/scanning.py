"""Looking at the neighbours of many nodes at once, as far as a budget reaches and a filter admits."""

from __future__ import annotations

from collections.abc import Callable
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
"""More than any path can cost."""
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
    """A graph under a filter: ``costs`` [2, number of kinds times 4] by kind and direction bits, ``FAR`` where not asked for."""

    graph: Graph
    plain: bool
    dated: bool
    days: tuple[int, int]
    costs: Int

    @classmethod
    def of(cls, graph: Graph, asked: Filter) -> Scan:
        costs = np.full((2, max(1, len(graph.kinds)) * 4), FAR, dtype=np.int32)
        for number, kind in enumerate(graph.kinds):
            for bits in (1, 2, 3) if asked.walks(kind.schema) else ():
                costs[:, number * 4 + bits] = [kind.cost if bits & b else FAR for b in (1, 2)]
        dated = asked.start is not None or asked.end is not None
        return cls(graph, asked.plain, dated, asked.days, costs)

    def pair_costs(self, pairs: Int) -> tuple[Int, Int]:
        """The cheapest admitted record of each pair from its lower to its higher node, and back."""
        arrays = self.graph.arrays
        if self.plain:
            costs = arrays["pair_cost"][pairs].astype(np.int32)
            costs[costs >= SHUT] = FAR
            return costs[:, 0], costs[:, 1]
        runs = arrays["runs"]
        begins = runs[pairs].astype(np.int64)
        counts = runs[pairs.astype(np.int64) + 1] - begins
        starts = np.cumsum(counts) - counts
        records = np.repeat(begins - starts, counts) + np.arange(int(counts.sum()))
        return self._least(records, starts)

    def _least(self, records: Int, starts: Int) -> tuple[Int, Int]:
        """The cheapest record of each run that begins at one of ``starts``."""
        arrays = self.graph.arrays
        kinds = arrays["kind"][records]
        there, back = self.costs[0][kinds], self.costs[1][kinds]
        if self.dated:
            out = arrays["first"][records] > self.days[1]
            out |= arrays["last"][records] < self.days[0]
            there[out] = back[out] = FAR
        if len(records) == len(starts):
            return there, back
        return np.minimum.reduceat(there, starts), np.minimum.reduceat(back, starts)


Choice = Callable[[Int, Int, Int], Int]


def expand(scan: Scan, nodes: Int, budget: Int, choose: Choice | None = None) -> Seen:
    """The neighbours of ``nodes`` whose key is within the budget of each and that an admitted record ties to it.

    ``choose``, given places in ``nodes``, neighbours and keys, tells which of them are worth looking at the records for.
    """
    graph = scan.graph
    begins = graph.ends[nodes]
    counts, beyond = within(graph, nodes, budget)
    owner = np.repeat(np.arange(len(nodes)), counts)
    starts = np.cumsum(counts) - counts
    at = np.repeat(begins - starts, counts) + np.arange(len(owner))
    if choose is not None:
        chosen = np.flatnonzero(choose(owner, graph.neighbour[at], graph.key[at]))
        owner, at = owner[chosen], at[chosen]
    there, back = scan.pair_costs(graph.pair[at])
    keep = np.flatnonzero(np.minimum(there, back) < FAR)
    owner, there, back = owner[keep], there[keep], back[keep]
    node = graph.neighbour[at[keep]].astype(np.int64)
    swapped = nodes[owner] > node
    ahead, behind = np.where(swapped, back, there), np.where(swapped, there, back)
    return Seen(owner, node, ahead, behind, graph.through[node].astype(np.int32), beyond)


def within(graph: Graph, nodes: Int, budget: Int) -> tuple[Int, Int]:
    """(how many of each node's neighbours have a key within its budget, the first key that has not), by binary search."""
    begins, ends = graph.ends[nodes], graph.ends[nodes + 1]
    budget = np.minimum(budget, SHUT)
    low, beyond = ends.copy(), np.full(len(nodes), SHUT, dtype=np.int64)
    part = np.flatnonzero(ends > begins)
    part = part[graph.key[ends[part] - 1] > budget[part]]
    if len(part):
        low[part] = _searched(graph.key, begins[part], ends[part] - 1, budget[part])
        beyond[part] = graph.key[low[part]]
    return low - begins, beyond


def _searched(key: Int, low: Int, high: Int, budget: Int) -> Int:
    """The first place from ``low`` on whose key is above the budget; that at ``high`` is."""
    for _ in range(int((high - low).max()).bit_length()):
        middle = (low + high) // 2
        fits = (key[middle] <= budget) & (low < high)
        low = np.where(fits, middle + 1, low)
        high = np.where(fits, high, middle)
    return low


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
