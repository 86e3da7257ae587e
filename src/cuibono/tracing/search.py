"""The k cheapest simple paths between two sets of nodes, exactly, within a number of hops.

A search under a ceiling: what a path may cost at most. From the goal back, the least cost of every rest of so many hops is computed
(Bellman 1958), looking only at what can lie under the ceiling: neighbours are kept cheapest first, so that one binary search
a node tells how far to look, and hubs, being costly to pass, stand last. From the start on, all partial paths are extended hop
by hop and those whose least total is above the ceiling are dropped (Korf 1985, iterative deepening). Then every path under
the ceiling has been found; with fewer than k of them the ceiling is raised. All steps are array operations.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuibono.tracing.assembling import SHUT
from cuibono.tracing.filters import Filter
from cuibono.tracing.graph import Graph
from cuibono.tracing.scanning import FAR, Choice, Scan, Seen, expand, hubs_beside, within
from cuibono.tracing.settings import HOP_COST, MAX_ROWS, SINK_COST, SOURCE_COST

Int = NDArray[Any]
FIRST_CEILING = 250
GROWTH = ((5_000, 1.8), (50_000, 1.5), (FAR, 1.25))
"""By how many neighbours were looked at under a ceiling: what the next one is multiplied by."""


@dataclass(frozen=True, slots=True)
class Found:
    """Paths as (cost, nodes), best first; ``hubs`` are nodes that were not walked through, ``stopped``: not all was seen."""

    paths: list[tuple[int, tuple[int, ...]]]
    hubs: tuple[int, ...] = ()
    stopped: bool = False


@dataclass(slots=True)
class _Rests:
    """``levels[r][d]`` [n]: the least that a rest of at most r hops costs after arriving in direction d (0 forward, 1 against).

    ``hop[d]`` [n]: the cheapest record to the goal itself. Nodes are left at ``FAR`` unless listed in ``touched``.
    """

    levels: list[Int]
    hop: Int
    touched: list[Int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    frontier: Int = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    base: Int = field(default_factory=lambda: np.zeros((2, 0), dtype=np.int64))


class _Scratch(threading.local):
    """Arrays as long as the graph, kept between searches and put back as they were."""

    def __init__(self) -> None:
        self.free: dict[int, list[Int]] = {}

    def take(self, nodes: int) -> Int:
        held = self.free.setdefault(nodes, [])
        return held.pop() if held else np.full((2, nodes), FAR, dtype=np.int32)

    def give(self, array: Int, touched: Sequence[Int]) -> None:
        for nodes in touched:
            array[:, nodes] = FAR
        self.free[array.shape[1]].append(array)


_scratch = _Scratch()


def cheapest(
    graph: Graph, start: Sequence[int], goal: Sequence[int], *, max_hops: int, k: int, asked: Filter
) -> Found:
    """At most ``k`` simple paths of at most ``max_hops`` hops between two disjoint sets of nodes, ties by node numbers.

    Each set counts as one node, reported as its first. Passing nodes that are shut, or of either set, is not allowed.
    """
    if not start or not goal or set(start) & set(goal):
        return Found([])
    return _Search(graph, start, goal, max_hops, k, asked).run()


class _Search:
    def __init__(
        self, graph: Graph, start: Sequence[int], goal: Sequence[int], max_hops: int, k: int, asked: Filter
    ) -> None:
        self.graph, self.max_hops, self.k = graph, max_hops, k
        ties = [sum(graph.ties(n) for n in side) for side in (start, goal)]
        # Cheaper from the busier end; costs are the same either way.
        self.turned = ties[0] < ties[1]
        self.start, self.goal = (np.array(side) for side in ((goal, start) if self.turned else (start, goal)))
        self.scan = Scan.of(graph, asked)
        self.ends = np.concatenate([self.start, self.goal])
        self.direct = self._direct()
        self.hubs: tuple[set[int], set[int]] = (set(), set())
        self.beyond = FAR
        self.looked = 0

    def run(self) -> Found:
        ceiling, low, high = FIRST_CEILING, 0, FAR
        best = self._none()
        while low + 1 < high:
            self.beyond, self.looked = FAR, 0
            found = self._under(ceiling)
            if found is None:
                high, ceiling = ceiling, (low + ceiling) // 2
                continue
            best, low = found, ceiling
            if len(best[0]) >= self.k or self.beyond >= FAR:
                break
            growth = next(factor for most, factor in GROWTH if self.looked < most)
            ceiling = min(max(int(ceiling * growth), self.beyond), (low + high) // 2)
        hubs = tuple(sorted(self.hubs[0] & self.hubs[1] - set(self.ends.tolist())))
        return Found(self._best(*best), hubs, low + 1 >= high)

    def _none(self) -> tuple[Int, Int]:
        return np.zeros(0, dtype=np.int64), np.zeros((0, self.max_hops + 1), dtype=np.int64)

    def _best(self, costs: Int, nodes: Int) -> list[tuple[int, tuple[int, ...]]]:
        """The k least by cost, then by nodes; unused places at the end of a row are -1."""
        if self.turned and len(nodes):
            places = (nodes >= 0).sum(axis=1)[:, None] - 1 - np.arange(nodes.shape[1])
            nodes = np.where(places >= 0, np.take_along_axis(nodes, np.maximum(places, 0), axis=1), -1)
        if len(costs) > self.k:
            worst = np.partition(costs, self.k - 1)[self.k - 1]
            costs, nodes = costs[costs <= worst], nodes[costs <= worst]
        order = np.lexsort((*nodes.T[::-1], costs))[: self.k]
        return [
            (int(cost), tuple(n for n in row if n >= 0))
            for cost, row in zip(costs[order], nodes[order].tolist(), strict=True)
        ]

    def _direct(self) -> int:
        """The cheapest record between the two ends themselves; ``FAR`` for none."""
        here, there = self.goal, self.start
        seen = expand(self.scan, here, np.full(len(here), SHUT))
        at = _among(seen.node, there)
        costs = np.minimum(seen.ahead, seen.back)[at]
        return int(costs.min()) if len(costs) else FAR

    def _under(self, ceiling: int) -> tuple[Int, Int] | None:
        """All paths that cost at most ``ceiling`` as (costs, rows of nodes); None when they are too many to hold."""
        rests = self._rests(ceiling)
        try:
            return self._forward(rests, ceiling)
        finally:
            for array in (*rests.levels, rests.hop):
                _scratch.give(array, rests.touched)

    # -- from the goal back ---------------------------------------------------------------------------------------------

    def _rests(self, ceiling: int) -> _Rests:
        rests = _Rests([], _scratch.take(len(self.graph)))
        rests.frontier, rests.base = self.goal, np.zeros((2, len(self.goal)), dtype=np.int64)
        # The first two hops of a path are looked at from the start; what lies behind them must be known.
        for _ in range(max(1, self.max_hops - 2) if self.max_hops > 1 else 0):
            self._deepen(rests, ceiling)
        return rests

    def _deepen(self, rests: _Rests, ceiling: int) -> None:
        """One hop more of rests."""
        array = _scratch.take(len(self.graph))
        if rests.levels:
            known = np.concatenate(rests.touched)
            array[:, known] = rests.levels[-1][:, known]
        rests.levels.append(array)
        rests.frontier = frontier = self._relax(rests, array, ceiling)
        rests.base = array[:, frontier] + self.graph.through[frontier].astype(np.int64)
        before = rests.least[-1] if rests.least else FAR
        rests.least.append(min(before, int(array[:, frontier].min(initial=FAR))))

    def _relax(self, rests: _Rests, array: Int, ceiling: int) -> Int:
        """Step from the frontier to its neighbours and put their rests into ``array``; those that got a better one."""
        frontier, base = rests.frontier, rests.base
        seen = self._look(1, frontier, ceiling, HOP_COST + base.min(axis=0))
        # What runs from here to there is, on a path that comes from there, run against.
        ahead, back = seen.back + base[0][seen.owner], seen.ahead + base[1][seen.owner]
        forward = np.minimum(ahead, back + SINK_COST).astype(np.int32)
        against = np.minimum(back, ahead + SOURCE_COST).astype(np.int32)
        total = np.minimum(forward, against) + seen.through + HOP_COST
        passable = (seen.through < SHUT) & ~_among(seen.node, self.ends)
        self._exceeds(total[passable & (total < FAR)], ceiling)
        keep = passable & (total <= ceiling)
        node, forward, against = seen.node[keep], forward[keep], against[keep]
        if len(rests.levels) == 1:
            np.minimum.at(rests.hop[0], node, ahead[keep].astype(np.int32))
            np.minimum.at(rests.hop[1], node, back[keep].astype(np.int32))
        better = (forward < array[0][node]) | (against < array[1][node])
        node = node[better]
        np.minimum.at(array[0], node, forward[better])
        np.minimum.at(array[1], node, against[better])
        rests.touched.append(node)
        return np.unique(node)

    # -- from the start on ----------------------------------------------------------------------------------------------

    def _forward(self, rests: _Rests, ceiling: int) -> tuple[Int, Int] | None:
        done: list[tuple[Int, Int]] = []
        if self.direct <= ceiling:
            row = np.array([[self.start[0], self.goal[0]]])
            done.append((np.array([self.direct]), row))
        elif self.direct < FAR:
            self.beyond = min(self.beyond, self.direct)
        self._come_near(rests, self.start, np.zeros(len(self.start), dtype=np.int64), ceiling)
        rows = np.array([[self.start[0]]])
        costs = np.zeros((2, 1), dtype=np.int64)
        for depth in range(1, self.max_hops):
            step = self._extend(rests, rows, costs, depth, ceiling)
            if step is None:
                return None
            rows, costs = self._narrow(rests, *step, ceiling) if depth == 1 else step
            done.append(self._arrive(rests, rows, costs, ceiling))
            if not len(rows):
                break
        return self._gathered(done)

    def _narrow(self, rests: _Rests, rows: Int, costs: Int, ceiling: int) -> tuple[Int, Int]:
        """After the first step: where it is less work to come nearer from the goal, do, and keep what can still arrive."""
        nodes = rows[:, -1]
        if not len(rows) or not self._come_near(rests, nodes, costs.min(axis=0), ceiling):
            return rows, costs
        total = (costs + self._rest(rests, nodes, self.max_hops - 1)).min(axis=0)
        self._exceeds(total[total < FAR], ceiling)
        return rows[total <= ceiling], costs[:, total <= ceiling]

    def _come_near(self, rests: _Rests, nodes: Int, spent: Int, ceiling: int) -> bool:
        """Take one hop more from the goal if that is less work than the next one from ``nodes``; whether it was."""
        if self.max_hops < 3 or len(rests.levels) > self.max_hops - 2:
            return False
        ahead = within(self.graph, nodes, ceiling - spent - rests.least[-1])[0]
        behind = within(self.graph, rests.frontier, ceiling - HOP_COST - rests.base.min(axis=0))[0]
        if int(behind.sum()) >= int(ahead.sum()):
            return False
        self._deepen(rests, ceiling)
        return True

    def _gathered(self, done: Sequence[tuple[Int, Int]]) -> tuple[Int, Int]:
        none = self._none()
        padded = [
            np.pad(rows, ((0, 0), (0, self.max_hops + 1 - rows.shape[1])), constant_values=-1)
            for _, rows in done
        ]
        return np.concatenate([none[0], *(c for c, _ in done)]), np.concatenate([none[1], *padded])

    def _arrive(self, rests: _Rests, rows: Int, costs: Int, ceiling: int) -> tuple[Int, Int]:
        """Rows that one more record ends at the goal."""
        last = rests.hop[:, rows[:, -1]]
        total = np.minimum(
            np.minimum(costs[0], costs[1] + SOURCE_COST) + last[0],
            np.minimum(costs[1], costs[0] + SINK_COST) + last[1],
        )
        self._exceeds(total[total < FAR], ceiling)
        keep = total <= ceiling
        ends = np.full((int(keep.sum()), 1), self.goal[0])
        return total[keep], np.hstack([rows[keep], ends])

    def _extend(
        self, rests: _Rests, rows: Int, costs: Int, depth: int, ceiling: int
    ) -> tuple[Int, Int] | None:
        """Rows one node longer, those that can still arrive under the ceiling; None for too many."""
        left = self.max_hops - depth
        least = self._least(rests, left)
        if depth == 1:
            nodes, place, spent = self.start, None, np.zeros(len(self.start), dtype=np.int64)
        else:
            nodes, place = np.unique(rows[:, -1], return_inverse=True)
            spent = np.full(len(nodes), FAR, dtype=np.int64)
            np.minimum.at(spent, place, costs.min(axis=0))
        choose = self._chooser(rests.levels[left - 1], spent, ceiling) if left <= len(rests.levels) else None
        seen = self._look(0, nodes, ceiling, spent + least, choose)
        rest = self._rest(rests, seen.node, left)
        total = spent[seen.owner] + np.minimum(seen.ahead, seen.back) + seen.through + rest.min(axis=0)
        keep = (seen.through < SHUT) & ~_among(seen.node, self.ends)
        self._exceeds(total[keep & (total < FAR)], ceiling)
        keep &= total <= ceiling
        seen = seen.only(keep)
        if place is None:
            return self._first(seen, rest[:, keep], ceiling)
        counts = np.bincount(seen.owner, minlength=len(nodes))[place]
        if int(counts.sum()) > MAX_ROWS:
            return None
        row, at = _product(seen.owner, counts, place, len(nodes))
        return self._longer(rows, costs, seen, rest[:, keep], row, at, ceiling)

    def _first(self, seen: Seen, rest: Int, ceiling: int) -> tuple[Int, Int]:
        """The first step: the start is one node, whatever the number of its ids."""
        nodes, place = np.unique(seen.node, return_inverse=True)
        costs = np.full((2, len(nodes)), FAR, dtype=np.int64)
        np.minimum.at(costs[0], place, seen.ahead + seen.through)
        np.minimum.at(costs[1], place, seen.back + seen.through)
        firsts = np.full(len(nodes), self.start[0])
        rests = np.full((2, len(nodes)), FAR, dtype=np.int64)
        rests[:, place] = rest
        total = (costs + rests).min(axis=0)
        keep = total <= ceiling
        self._exceeds(total[total < FAR], ceiling)
        return np.stack([firsts, nodes], axis=1)[keep], costs[:, keep]

    def _longer(
        self, rows: Int, costs: Int, seen: Seen, rest: Int, row: Int, at: Int, ceiling: int
    ) -> tuple[Int, Int]:
        """Every row with every neighbour of its last node, as far as that is new and not too dear."""
        node, through = seen.node[at], seen.through[at]
        forward = np.minimum(costs[0][row], costs[1][row] + SOURCE_COST) + seen.ahead[at] + through
        against = np.minimum(costs[1][row], costs[0][row] + SINK_COST) + seen.back[at] + through
        total = np.minimum(forward + rest[0][at], against + rest[1][at])
        keep = (rows[row] != node[:, None]).all(axis=1)
        self._exceeds(total[keep & (total < FAR)], ceiling)
        keep &= total <= ceiling
        longer = np.hstack([rows[row[keep]], node[keep][:, None]])
        return longer, np.stack([forward[keep], against[keep]])

    def _least(self, rests: _Rests, left: int) -> int:
        """A bound from below of any rest of at most ``left`` hops."""
        if left <= len(rests.levels):
            return min(rests.least[left - 1], FAR)
        return min(rests.least[-1], HOP_COST + rests.least[-1]) if rests.least else FAR

    def _rest(self, rests: _Rests, nodes: Int, left: int) -> Int:
        """[2, len(nodes)]: the least rest of at most ``left`` hops; behind what is known, a bound from below."""
        known = rests.levels[min(left, len(rests.levels)) - 1][:, nodes].astype(np.int64)
        if left <= len(rests.levels):
            return known
        return np.minimum(known, HOP_COST + rests.least[-1])

    # -- what was left out ----------------------------------------------------------------------------------------------

    def _exceeds(self, totals: Int, ceiling: int) -> None:
        above = totals[totals > ceiling]
        if len(above):
            self.beyond = min(self.beyond, int(above.min()))

    def _chooser(self, level: Int, spent: Int, ceiling: int) -> Choice:
        """Only neighbours from where the goal can be reached under the ceiling are worth looking at the records for."""

        def choose(owner: Int, node: Int, key: Int) -> Int:
            total = np.minimum(level[0][node], level[1][node]) + key + spent[owner]
            self._exceeds(total[total < FAR], ceiling)
            worth: Int = total <= ceiling
            return worth

        return choose

    def _look(self, side: int, nodes: Int, ceiling: int, spent: Int, choose: Choice | None = None) -> Seen:
        """The neighbours within the ceiling; keeps the least total that was not looked at, and the hubs beside."""
        seen = expand(self.scan, nodes, ceiling - spent, choose)
        totals = (seen.beyond + spent)[seen.beyond < SHUT]
        if len(totals):
            self.beyond = min(self.beyond, int(totals.min()))
        self.looked += len(seen.owner)
        self.hubs[side].update(hubs_beside(self.graph, nodes))
        return seen


def _among(nodes: Int, few: Int) -> Int:
    """Which of the nodes are among a few."""
    found = np.zeros(len(nodes), dtype=bool)
    for one in few.tolist():
        found |= nodes == one
    return found


def _product(owner: Int, counts: Int, place: Int, owners: int) -> tuple[Int, Int]:
    """(row, neighbour) of every pairing of a row with the neighbours of its last node; ``owner`` is ascending."""
    begins = np.searchsorted(owner, np.arange(owners))
    row = np.repeat(np.arange(len(place)), counts)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, begins[place][row] + offset


__all__ = ["FAR", "Found", "cheapest"]
