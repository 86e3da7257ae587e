"""Paths of evidence between actors: every hop a record."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuibono.errors import InputError
from cuibono.ledger.records import Dataset, Edge
from cuibono.tracing.filters import Filter, check_day
from cuibono.tracing.graph import Graph, graph_of
from cuibono.tracing.ranking import AGAINST, BOTH, FORWARD, record_cost, way
from cuibono.tracing.settings import HUB_TIES, SINK_COST, SOURCE_COST
from cuibono.tracing.views import LedgerView

LONGEST = 8


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path: the record it rests on, and the others between the two actors, best first.

    ``forward`` tells that the path runs with the record's own direction (payer to payee).
    """

    source: str
    target: str
    edge: Edge
    forward: bool
    others: tuple[Edge, ...] = ()

    @property
    def records(self) -> tuple[Edge, ...]:
        return (self.edge, *self.others)

    @property
    def ahead(self) -> bool | None:
        """Whether influence runs along the path here; None for relations that run neither way."""
        ways = way(self.edge.schema)
        return None if ways == BOTH else (ways == FORWARD) == self.forward


@dataclass(frozen=True, slots=True)
class Turn:
    """A place where the ties of a path point at each other (``meet``) or away from each other.

    ``first`` and ``last`` are the numbers of the actors between which the direction changes; they differ where records that run neither way
    lie between them.
    """

    first: int
    last: int
    meet: bool


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
        """(hop counted from 0, year or "", currency, sum) of the payments along the path, in order.

        The same sum of the same year in several datasets is taken for one payment that several record.
        """
        found: dict[tuple[int, str, str], Decimal] = {}
        for number, hop in enumerate(self.hops):
            for (year, currency, amount), times in _payments(hop.records).items():
                key = (number, year, currency)
                found[key] = found.get(key, Decimal(0)) + amount * times
        return tuple((*key, total) for key, total in sorted(found.items()))

    def turns(self) -> tuple[Turn, ...]:
        """Where the direction of the ties changes: a path with a turn does not lead from its first actor to its last."""
        directed = [(n, hop.ahead) for n, hop in enumerate(self.hops) if hop.ahead is not None]
        return tuple(
            Turn(one + 1, two, ahead)
            for (one, ahead), (two, then) in itertools.pairwise(directed)
            if ahead != then
        )


def _payments(records: Iterable[Edge]) -> dict[tuple[str, str, Decimal], int]:
    """(year, currency, sum) -> how many payments of it the dataset with most of them has."""
    counts: dict[tuple[str, str, Decimal], Counter[str]] = {}
    for edge in records:
        if edge.schema == "Payment" and edge.amount is not None and edge.currency:
            key = ((edge.start or "")[:4], edge.currency, edge.amount)
            counts.setdefault(key, Counter())[edge.dataset] += 1
    return {key: max(held.values()) for key, held in counts.items()}


class Paths(tuple[Path, ...]):
    """The paths found, best first. ``cut`` says what the search left out; None when it saw everything.

    ``searched`` says in how many records of how many actors it looked.
    """

    cut: str | None
    searched: str

    def __new__(cls, paths: Iterable[Path] = (), cut: str | None = None, searched: str = "") -> Paths:
        made = super().__new__(cls, tuple(paths))
        made.cut, made.searched = cut, searched
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
    _check(a_ids, b_ids, max_hops, k, start, end)
    asked = Filter(frozenset(relations) if relations is not None else None, start, end)
    graph = graph_of(ledger, {*a_ids, *b_ids}, levels=max_hops)
    return between(graph, a_ids, b_ids, ledger, max_hops=max_hops, k=k, asked=asked)


def _check(
    a_ids: Collection[str], b_ids: Collection[str], max_hops: int, k: int, start: str | None, end: str | None
) -> None:
    if not a_ids or not b_ids:
        raise InputError("a path needs two actors: give at least one entity id for each")
    if not 1 <= max_hops <= LONGEST:
        raise InputError(f"max_hops is {max_hops}: choose 1 to {LONGEST}")
    if k < 1:
        raise InputError(f"k is {k}: choose 1 or more paths")
    check_day(start, "from")
    check_day(end, "to")
    if start and end and Filter(None, start, end).days[0] > Filter(None, start, end).days[1]:
        raise InputError(f"from {start} is after to {end}")


def between(
    graph: Graph,
    a_ids: Collection[str],
    b_ids: Collection[str],
    ledger: LedgerView,
    *,
    max_hops: int,
    k: int,
    asked: Filter,
) -> Paths:
    """The paths of :func:`trace` in a graph that is open already."""
    from cuibono.tracing.search import cheapest

    a, b = graph.nodes(a_ids), graph.nodes(b_ids)
    found = cheapest(graph, a, b, max_hops=max_hops, k=k, asked=asked)
    teller = _Teller(graph, ledger, asked, (a, b))
    teller.fetch([nodes for _, nodes in found.paths])
    paths = [teller.path(cost, nodes) for cost, nodes in found.paths]
    cuts = [_hubs(graph, ledger, found.hubs)] if found.hubs else []
    if found.stopped:
        cuts.append("the search was stopped: there are too many equally good paths to hold")
    return Paths(paths, "; ".join(cuts) or None, _searched(graph, ledger))


def _searched(graph: Graph, ledger: LedgerView) -> str:
    count = len(ledger.datasets)
    return f"{graph.records:,} records between {len(graph):,} actors in {count} dataset{'s' * (count != 1)}"


def _hubs(graph: Graph, ledger: LedgerView, hubs: Sequence[int]) -> str:
    """Which actors were not walked through, three of them by name."""
    ranked = sorted(hubs, key=lambda n: (-graph.ties(n), n))
    names = [graph.name(n) for n in ranked[:3]]
    held = ledger.entities(names)
    told = ", ".join(held[n].caption if n in held else n for n in names)
    more = f" and {len(ranked) - 3} more" if len(ranked) > 3 else ""
    return f"not walked through, being tied to more than {HUB_TIES:,} others each: {told}{more}"


Step = tuple[int, int]


class _Teller:
    """Turns node numbers into the records that lie between them."""

    def __init__(
        self, graph: Graph, ledger: LedgerView, asked: Filter, sides: tuple[tuple[int, ...], ...]
    ) -> None:
        self.graph, self.ledger, self.asked = graph, ledger, asked
        self.datasets: Mapping[str, Dataset] = {d.name: d for d in ledger.datasets}
        self.sides = {node: side for side in sides for node in side}
        self.nodes: dict[str, int] = {}
        self.names: dict[int, str] = {}
        self.captions: dict[int, str] = {}
        self.held: dict[Step, list[Edge]] = {}

    def fetch(self, paths: Sequence[tuple[int, ...]]) -> None:
        """Get names and records of all paths at once, each pair's from the end that has fewer."""
        steps = {(min(s), max(s)) for nodes in paths for s in itertools.pairwise(nodes)}
        for node in sorted({n for nodes in paths for n in nodes}):
            ids = [i for n in self.sides.get(node, (node,)) for i in self.graph.members(n)]
            self.nodes.update(dict.fromkeys(ids, node))
            self.names[node] = min(ids)
        entities = self.ledger.entities(list(self.names.values()))
        self.captions = {n: entities[i].caption if i in entities else i for n, i in self.names.items()}
        around: dict[int, set[int]] = {}
        for one, two in sorted(steps):
            quiet, other = sorted((one, two), key=self._ties)
            around.setdefault(quiet, set()).add(other)
        for quiet, others in around.items():
            self._records(quiet, others)

    def _ties(self, node: int) -> int:
        return sum(self.graph.ties(n) for n in self.sides.get(node, (node,)))

    def _records(self, node: int, others: Collection[int]) -> None:
        ids = [i for i, n in self.nodes.items() if n == node]
        for edge in self.ledger.edges(ids):
            one, two = self.nodes.get(edge.source or ""), self.nodes.get(edge.target or "")
            if one is None or two is None or not self.asked.admits(edge):
                continue
            if (one == node and two in others) or (two == node and one in others):
                self.held.setdefault((min(one, two), max(one, two)), []).append(edge)

    def path(self, cost: int, nodes: tuple[int, ...]) -> Path:
        """A path with its records in the directions that make it cheapest."""
        steps = [self._sorted(one, two) for one, two in itertools.pairwise(nodes)]
        ways = _cheapest_ways(
            [[self._ways(step, one) for step in s] for s, one in zip(steps, nodes, strict=False)]
        )
        hops = [
            self._hop(one, two, records, ahead)
            for (one, two), records, ahead in zip(itertools.pairwise(nodes), steps, ways, strict=True)
        ]
        return Path(tuple(hops), tuple(self.captions[n] for n in nodes), cost / 100)

    def _cost(self, edge: Edge) -> int:
        return record_cost(edge.schema, self.datasets.get(edge.dataset))

    def _sorted(self, one: int, two: int) -> list[Edge]:
        held = self.held[min(one, two), max(one, two)]
        return sorted(held, key=lambda e: (self._cost(e), _newest(e), e.dataset, e.id))

    def _ways(self, edge: Edge, here: int) -> tuple[int, int]:
        """(direction bits as seen along the path, cost)."""
        ways = way(edge.schema)
        if ways != BOTH and self.nodes[edge.source or ""] != here:
            ways = FORWARD if ways == AGAINST else AGAINST
        return ways, self._cost(edge)

    def _hop(self, one: int, two: int, records: Sequence[Edge], ahead: int) -> Hop:
        place = next(n for n, edge in enumerate(records) if self._ways(edge, one)[0] & ahead)
        best = records[place]
        others = (*records[:place], *records[place + 1 :])
        forward = self.nodes[best.source or ""] == one
        return Hop(self.names[one], self.names[two], best, forward, others)


def _newest(edge: Edge) -> str:
    """A sort key that puts later records first and those without a date last."""
    return "".join(chr(0x10000 - ord(c)) for c in edge.start or "\x00")


def _cheapest_ways(steps: Sequence[Sequence[tuple[int, int]]]) -> list[int]:
    """For every hop the direction taken, so that records and turns together cost least; forward first among equals."""
    best: dict[int, tuple[int, list[int]]] = {}
    for records in steps:
        least = {
            d: min((cost for ways, cost in records if ways & d), default=None) for d in (FORWARD, AGAINST)
        }
        best = {d: _arrival(best, d, cost) for d, cost in least.items() if cost is not None}
    return min(best.values(), key=lambda found: (found[0], found[1]))[1]


def _arrival(best: Mapping[int, tuple[int, list[int]]], ahead: int, cost: int) -> tuple[int, list[int]]:
    if not best:
        return cost, [ahead]
    turn = SINK_COST if ahead == AGAINST else SOURCE_COST
    total, ways = min(
        (spent + (0 if before == ahead else turn), ways) for before, (spent, ways) in best.items()
    )
    return total + cost, [*ways, ahead]


__all__ = ["Hop", "Path", "Paths", "Turn", "trace"]
