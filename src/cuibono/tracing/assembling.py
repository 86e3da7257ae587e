"""Records as columns to the arrays of a graph: neighbours of every actor, cheapest first, and the records of every pair.

Arrays (n nodes, p pairs of nodes that records join, m records):

``ends`` [n+1]         where the neighbours of a node begin in the three arrays that follow
``neighbour`` [2p]     the node at the other end, by ``key``, then by number
``key`` [2p]           the least that it costs to step there: cheapest record and passage; ``SHUT`` where it is not passed
``pair`` [2p]          the pair that both belong to
``through`` [n]        what passing a node costs; ``SHUT``: not passed
``pair_cost`` [p, 2]   the cheapest record from the lower to the higher node, and back; ``SHUT`` where there is none
``runs`` [p+1]         where the records of a pair begin in the arrays that follow, the cheapest first
``kind`` [m]           number in the table of kinds (schema and dataset) times 4, plus the direction bits as seen from the lower node
``first``, ``last`` [m]   days, or ``NEVER`` and ``ALWAYS``
``amount``, ``currency``, ``row`` [m]   sum, number in the table of currencies, row in the edge file of the dataset
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuibono.tracing.ranking import through_cost
from cuibono.tracing.settings import HUB_TIES

SHUT = 65_535
"""A cost that no path can bear."""
Int = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What records of one schema in one dataset have in common; ``ways`` are direction bits from source to target."""

    schema: str
    dataset: str
    cost: int
    ways: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Records as columns of equal length: node numbers of both ends, number of the kind, days, sum, currency, row."""

    source: Int
    target: Int
    kind: Int
    first: Int
    last: Int
    amount: Int
    currency: Int
    row: Int


def assemble(nodes: int, kinds: Sequence[Kind], columns: Columns) -> dict[str, Int]:
    """The arrays of the module's docstring, ``nodes`` being their number. Records of a node with itself are left out."""
    bits, costs = _oriented(kinds, columns)
    low = np.minimum(columns.source, columns.target).astype(np.uint64)
    high = np.maximum(columns.source, columns.target).astype(np.uint64)
    order = np.argsort((low << np.uint64(37)) | (high << np.uint64(10)) | costs, kind="stable")
    order = order[low[order] != high[order]]
    low, high, costs, bits = low[order], high[order], costs[order], bits[order]
    begins = _begins(low, high)
    records = _records(columns, order, bits)
    private = np.array([k.private for k in kinds] or [False])[columns.kind[order]]
    public = np.where(private, SHUT, costs)
    pairs = _pairs(low[begins], high[begins], begins, public, costs, bits)
    return {**_sides(nodes, *pairs), "runs": np.append(begins, len(order)).astype(np.uint32), **records}


def _oriented(kinds: Sequence[Kind], columns: Columns) -> tuple[Int, Int]:
    """(direction bits as seen from the lower node, cost) of every record."""
    ways = np.array([k.ways for k in kinds] or [0], dtype=np.uint8)[columns.kind]
    swapped = columns.source > columns.target
    turned = ((ways & 1) << 1) | ((ways & 2) >> 1)
    costs = np.array([k.cost for k in kinds] or [0], dtype=np.uint64)[columns.kind]
    return np.where(swapped, turned, ways), costs


def _begins(low: Int, high: Int) -> Int:
    """Where in sorted records a new pair begins."""
    new = np.ones(len(low), dtype=bool)
    new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return np.flatnonzero(new)


def _records(columns: Columns, order: Int, bits: Int) -> dict[str, Int]:
    return {
        "kind": (columns.kind[order].astype(np.uint16) << 2 | bits).astype(np.uint16),
        "first": columns.first[order].astype(np.int32),
        "last": columns.last[order].astype(np.int32),
        "amount": columns.amount[order].astype(np.float64),
        "currency": columns.currency[order].astype(np.uint16),
        "row": columns.row[order].astype(np.uint32),
    }


def _pairs(
    low: Int, high: Int, begins: Int, public: Int, costs: Int, bits: Int
) -> tuple[Int, Int, Int, Int, Int]:
    """(lower node, higher node, public costs there and back, least cost of any record, whether any is public)."""
    if not len(begins):
        return low, high, np.zeros((0, 2), dtype=np.uint16), costs, costs.astype(bool)
    there = np.minimum.reduceat(np.where(bits & 1, public, SHUT), begins)
    back = np.minimum.reduceat(np.where(bits & 2, public, SHUT), begins)
    both = np.stack([there, back], axis=1).astype(np.uint16)
    return low, high, both, costs[begins], np.minimum(there, back) < SHUT


def _sides(nodes: int, low: Int, high: Int, both: Int, least: Int, public: Int) -> dict[str, Int]:
    """The neighbours of every node, from the pairs."""
    low, high = low.astype(np.int64), high.astype(np.int64)
    ties = np.bincount(low[public], minlength=nodes) + np.bincount(high[public], minlength=nodes)
    through = through_costs(ties)
    # Neighbours with lower numbers stand first, so that a stable sort leaves equal keys in order of number.
    here, there = np.concatenate([high, low]), np.concatenate([low, high])
    pair = np.tile(np.arange(len(low), dtype=np.uint32), 2)
    key = np.minimum(np.tile(least.astype(np.int64), 2) + through[there], SHUT)
    order = np.argsort(here.astype(np.uint64) << np.uint64(16) | key.astype(np.uint64), kind="stable")
    ends = np.zeros(nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(here, minlength=nodes), out=ends[1:])
    return {
        "ends": ends,
        "neighbour": there[order].astype(np.uint32),
        "key": key[order].astype(np.uint16),
        "pair": pair[order],
        "through": through,
        "pair_cost": both,
    }


def through_costs(ties: Int) -> Int:
    """:func:`~cuibono.tracing.ranking.through_cost` of many nodes by their number of neighbours."""
    table = np.array([through_cost(n) for n in range(HUB_TIES + 1)] + [SHUT], dtype=np.uint16)
    return table[np.minimum(ties, HUB_TIES + 1)]


def tables(kinds: Sequence[Kind]) -> list[list[Any]]:
    """Kinds as plain values for a file's header; :func:`kinds_of` reads them."""
    return [[k.schema, k.dataset, k.cost, k.ways, k.private] for k in kinds]


def kinds_of(meta: Mapping[str, Any]) -> tuple[Kind, ...]:
    return tuple(Kind(*row) for row in meta["kinds"])
