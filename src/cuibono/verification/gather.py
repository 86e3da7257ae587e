"""Fetch what the claims of one document need from the ledger, in a few bulk calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.model import Actor, Document
from cuibono.verification.records import Records, build
from cuibono.verification.settings import MAX_FETCHED, MAX_HOPS

MONEY = frozenset({"Payment", "Debt"})
HELD = frozenset({"Ownership", "Control", "Parent"})
BODIES = frozenset({"Parent", "Control"})
BESIDE = frozenset({"ProjectParticipant", "Documentation"})


class LedgerView(Protocol):
    """What verification asks of a ledger."""

    @property
    def datasets(self) -> Mapping[str, Dataset] | Sequence[Dataset]: ...

    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]: ...

    def edges(self, ids: Iterable[str]) -> Sequence[Edge]: ...


def datasets_of(ledger: LedgerView) -> tuple[Dataset, ...]:
    """The dataset versions of a ledger, by name."""
    held = ledger.datasets
    values: Iterable[Dataset] = held.values() if isinstance(held, Mapping) else held
    return tuple(sorted(values, key=lambda d: (d.name, d.version)))


def gather(
    actors: Iterable[Actor], ledger: LedgerView, document: Document | None = None, *, payees: bool = False
) -> Records:
    """The view around all linked actors: their records, then level by level their bodies and who stands above them.

    At most ``MAX_HOPS`` + 1 calls for edges and two for entities, however many claims there are. ``payees`` also fetches whom
    the actors paid by name: only claims of an only or largest payee need that.
    """
    groups = [actor.entity_ids for actor in actors if actor.entity_ids]
    linked = sorted({i for group in groups for i in group})
    edges, seen, complete = _edges(linked, ledger)
    entities = dict(ledger.entities(sorted(_named(edges, seen, payees=payees))))
    beyond = {o for entity in entities.values() for o in _beyond(entity) if o not in entities}
    if beyond:
        entities.update(ledger.entities(sorted(beyond)))
    return build(
        entities.values(), edges, datasets_of(ledger), groups=groups, document=document, complete=complete
    )


def _beyond(entity: Entity) -> tuple[str, ...]:
    """Whom a post belongs to, and who buys under a contract."""
    buyers = entity.get("authority") if entity.schema == "Contract" else ()
    return (*entity.get("organization"), *buyers)


def _named(edges: Iterable[Edge], seen: set[str], *, payees: bool) -> set[str]:
    """The actors whose names and kinds are needed: not the thousands whom a large payer paid."""
    ids = set(seen)
    for edge in edges:
        ends = {edge.source, edge.target}
        if payees or edge.schema not in MONEY or ends <= seen:
            ids |= {end for end in ends if end}
        else:
            payer = edge.target if edge.schema == "Debt" else edge.source
            ids |= {payer} if payer else set()
    return ids


@dataclass(slots=True)
class _Reach:
    """How far the search has come: ``own`` are the actors with their bodies and other names, ``seen`` all looked at."""

    own: set[str]
    seen: set[str]
    frontier: set[str]
    hop: int = 0

    def wants(self, edge: Edge) -> bool:
        """Whether a record of the frontier matters: all of an actor's own, of others what comes to them from above."""
        if self.hop == 0 or edge.schema in BESIDE or edge.schema == "Succession":
            return True
        payee = edge.source if edge.schema == "Debt" else edge.target
        if edge.schema in MONEY | HELD and payee in self.frontier:
            return True
        return bool({edge.source, edge.target} & self.own & self.frontier)

    def beyond(self, edge: Edge) -> set[str]:
        """Whom a record leads to next."""
        source, target = edge.source or "", edge.target or ""
        if edge.schema == "Debt":
            source, target = target, source
        found: set[str] = set()
        if edge.schema == "Succession" and {source, target} & self.own:
            found |= {source, target}
            self.own |= found
        if edge.schema in BODIES and source in self.own & self.frontier:
            found.add(target)
            self.own.add(target)
        if (edge.schema in MONEY and target in self.own) or (edge.schema in HELD and target in self.frontier):
            found.add(source)
        if edge.schema in BESIDE and not self.hop:
            found |= {source, target}
        return found - {""}


def _edges(linked: Sequence[str], ledger: LedgerView) -> tuple[list[Edge], set[str], bool]:
    """The records that matter to any claim about these actors, whom was looked at, and whether that was all."""
    found: dict[tuple[str, str, str | None, str | None], Edge] = {}
    reach = _Reach(set(linked), set(linked), set(linked))
    complete = True
    while reach.frontier and reach.hop <= MAX_HOPS:
        kept = [edge for edge in ledger.edges(sorted(reach.frontier)) if reach.wants(edge)]
        for edge in kept:
            found.setdefault((edge.id, edge.dataset, edge.source, edge.target), edge)
        nearby = sorted({node for edge in kept for node in reach.beyond(edge)} - reach.seen)
        room = max(0, MAX_FETCHED - len(reach.seen))
        complete = complete and len(nearby) <= room
        reach.frontier = set(nearby[:room])
        reach.seen |= reach.frontier
        reach.hop += 1
    return list(found.values()), reach.seen, complete
