"""Paths of evidence between actors: every hop a record."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from cuibono.errors import InputError
from cuibono.ledger.records import Edge
from cuibono.tracing.graph import Filter, Graph, LedgerView, between
from cuibono.tracing.search import cheapest

LONGEST = 8


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path: the strongest record between two actors, and the others beside it.

    ``forward`` tells that the path runs with the record's own direction (payer to payee).
    """

    source: str
    target: str
    edge: Edge
    forward: bool
    others: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A path from one actor to another; ``cost`` ranks it: fewer, stronger records through fewer hubs cost less.

    ``captions`` name the actors in order. ``money`` sums the payments of each hop by year and currency; that money passed
    on from hop to hop is not shown by it.
    """

    hops: tuple[Hop, ...]
    captions: tuple[str, ...]
    cost: float

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.hops[0].source, *(hop.target for hop in self.hops))

    def money(self) -> tuple[tuple[int, str, str, Decimal], ...]:
        """(hop counted from 0, year or "", currency, sum) of the payments along the path, in order."""
        sums: dict[tuple[int, str, str], Decimal] = {}
        for number, hop in enumerate(self.hops):
            for edge in (hop.edge, *hop.others):
                if edge.schema == "Payment" and edge.amount is not None and edge.currency:
                    key = (number, (edge.start or "")[:4], edge.currency)
                    sums[key] = sums.get(key, Decimal(0)) + edge.amount
        return tuple((*key, total) for key, total in sorted(sums.items()))


class Paths(tuple[Path, ...]):
    """The paths found, best first. ``cut`` says what the search left out; None when it saw everything."""

    cut: str | None

    def __new__(cls, paths: Iterable[Path] = (), cut: str | None = None) -> Paths:
        made = super().__new__(cls, tuple(paths))
        made.cut = cut
        return made


def trace(
    a_ids: Collection[str],
    b_ids: Collection[str],
    ledger: LedgerView,
    *,
    max_hops: int = 4,
    k: int = 10,
    relations: Collection[str] | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Paths:
    """The ``k`` best paths of at most ``max_hops`` records between two actors, each given by its entity ids.

    Records count in both directions. ``relations`` admits only these schemas, ``start`` and ``end`` (ISO prefixes) only records with
    time in common with that span; a record without a date is admitted. Raises :class:`~cuibono.errors.InputError` for
    limits out of range or an actor without ids.
    """
    _check(a_ids, b_ids, max_hops, k)
    asked = Filter(frozenset(relations) if relations is not None else None, start, end)
    graph = between(a_ids, b_ids, ledger, max_hops=max_hops, asked=asked)
    first, last = graph.nodes[min(a_ids)], graph.nodes[min(b_ids)]
    found, stopped = cheapest(graph, first, last, max_hops=max_hops, k=k)
    cuts = [graph.cut or "", "the search was stopped after its limit of steps" if stopped else ""]
    return Paths((_path(graph, cost, nodes) for cost, nodes in found), "; ".join(filter(None, cuts)) or None)


def _check(a_ids: Collection[str], b_ids: Collection[str], max_hops: int, k: int) -> None:
    if not a_ids or not b_ids:
        raise InputError("a path needs two actors: give at least one entity id for each")
    if not 1 <= max_hops <= LONGEST:
        raise InputError(f"max_hops is {max_hops}: choose 1 to {LONGEST}")
    if k < 1:
        raise InputError(f"k is {k}: choose 1 or more paths")


def _path(graph: Graph, cost: float, nodes: tuple[str, ...]) -> Path:
    hops = tuple(_hop(graph, one, two) for one, two in itertools.pairwise(nodes))
    return Path(hops, tuple(_caption(graph, node) for node in nodes), cost)


def _hop(graph: Graph, source: str, target: str) -> Hop:
    best, *others = graph.neighbours[source][target]
    forward = graph.nodes.get(best.source or "", best.source) == source
    return Hop(source, target, best, forward, tuple(others))


def _caption(graph: Graph, node: str) -> str:
    entity = graph.entities.get(node)
    return entity.caption if entity is not None else node
