"""The k cheapest simple paths: best-first over partial paths, with an exact lower bound for what is left.

The bound is the cheapest walk of at most so many hops to the goal, by dynamic programming from the goal (Bellman 1958); it never
exceeds the true rest, so paths come out in order of cost (Hart, Nilsson, Raphael 1968) and the first k are the k best.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping

from cuibono.tracing.graph import Graph

MAX_STEPS = 500_000
"""Partial paths that are looked at before the search is cut off."""


def cheapest(
    graph: Graph, start: str, goal: str, *, max_hops: int, k: int
) -> tuple[list[tuple[float, tuple[str, ...]]], bool]:
    """At most ``k`` simple paths of at most ``max_hops`` hops as (cost, nodes), cheapest first, ties by nodes.

    The flag tells that the search was cut off before it had ``k`` paths or had seen all.
    """
    if start == goal or start not in graph.neighbours or goal not in graph.neighbours:
        return [], False
    rest = _rest(graph, goal, max_hops)
    heap: list[tuple[float, tuple[str, ...], float]] = []
    _push(heap, rest, 0.0, (start,), max_hops)
    found: list[tuple[float, tuple[str, ...]]] = []
    steps = 0
    while heap and len(found) < k:
        steps += 1
        if steps > MAX_STEPS:
            return found, True
        _, path, cost = heapq.heappop(heap)
        if path[-1] == goal:
            found.append((round(cost, 6), path))
            continue
        for node, edges in graph.neighbours.get(path[-1], {}).items():
            if node not in path:
                passing = graph.through_cost(node) if node != goal else 0.0
                _push(heap, rest, cost + graph.hop_cost(edges[0]) + passing, (*path, node), max_hops)
    return found, False


def _push(
    heap: list[tuple[float, tuple[str, ...], float]],
    rest: list[Mapping[str, float]],
    cost: float,
    path: tuple[str, ...],
    max_hops: int,
) -> None:
    left = max_hops - (len(path) - 1)
    bound = rest[left].get(path[-1]) if left >= 0 else None
    if bound is not None:
        heapq.heappush(heap, (round(cost + bound, 9), path, cost))


def _rest(graph: Graph, goal: str, max_hops: int) -> list[Mapping[str, float]]:
    """For each number of hops left: node -> the least that the way to the goal can still cost."""
    levels: list[Mapping[str, float]] = [{goal: 0.0}]
    for _ in range(max_hops):
        best = dict(levels[-1])
        for node, cost in levels[-1].items():
            through = graph.through_cost(node) if node != goal else 0.0
            for other, edges in graph.neighbours.get(node, {}).items():
                total = cost + through + graph.hop_cost(edges[0])
                if total < best.get(other, float("inf")):
                    best[other] = total
        levels.append(best)
    return levels
