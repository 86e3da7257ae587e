"""Fetch what the claims of one document need from the ledger, in a few bulk calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.model import Actor, Document
from cuibono.verification.records import Records, build
from cuibono.verification.settings import MAX_FETCHED, MAX_HOPS

UPWARD = frozenset({"Payment", "Debt", "Ownership", "Control", "Parent"})
BODIES = frozenset({"Parent", "Control"})
BESIDE = frozenset({"ProjectParticipant", "Documentation"})
POSTS = frozenset({"Occupancy"})


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


def gather(actors: Iterable[Actor], ledger: LedgerView, document: Document | None = None) -> Records:
    """The view around all linked actors: their records, then up the owners, payers and parents of these, level by level.

    At most ``MAX_HOPS`` + 2 calls for edges and one or two for entities, however many claims there are.
    """
    groups = [actor.entity_ids for actor in actors if actor.entity_ids]
    linked = sorted({i for group in groups for i in group})
    edges, complete = _edges(linked, ledger)
    ids = {i for edge in edges for i in (edge.source, edge.target) if i} | set(linked)
    entities = dict(ledger.entities(sorted(ids)))
    posts = {o for entity in entities.values() for o in entity.get("organization") if o not in entities}
    if posts:
        entities.update(ledger.entities(sorted(posts)))
    return build(
        entities.values(), edges, datasets_of(ledger), groups=groups, document=document, complete=complete
    )


def _edges(linked: Sequence[str], ledger: LedgerView) -> tuple[list[Edge], bool]:
    """The records of the linked actors, of their other names, and of what stands above them and their payers."""
    found: dict[tuple[str, str, str | None, str | None], Edge] = {}
    seen: set[str] = set(linked)
    frontier, down = list(linked), set(linked)
    complete = True
    for hop in range(MAX_HOPS + 1):
        if not frontier:
            break
        fetched = ledger.edges(frontier)
        kept = [e for e in fetched if hop == 0 or _wanted(e, set(frontier), down)]
        for edge in kept:
            found.setdefault((edge.id, edge.dataset, edge.source, edge.target), edge)
        nearby = _next(kept, set(frontier), down) - seen
        if len(seen) + len(nearby) > MAX_FETCHED:
            complete = False
            nearby = set(sorted(nearby)[: max(0, MAX_FETCHED - len(seen))])
        seen |= nearby
        frontier = sorted(nearby)
    return list(found.values()), complete


def _wanted(edge: Edge, frontier: set[str], down: set[str]) -> bool:
    """Of what was fetched for neighbours: what comes to them from above, renamings, and what they share with others."""
    if edge.schema == "Succession" or edge.schema in BESIDE:
        return True
    if edge.schema == "Debt":
        return edge.source in frontier
    if edge.schema in UPWARD and edge.target in frontier:
        return True
    return (edge.source in down and edge.source in frontier) or (
        edge.target in down and edge.target in frontier
    )


def _next(edges: Iterable[Edge], frontier: set[str], down: set[str]) -> set[str]:
    """The neighbours to look at next. Bodies below an actor count as it, so their records are wanted in full."""
    nearby: set[str] = set()
    for edge in edges:
        if edge.schema == "Succession":
            other = edge.target if edge.source in frontier else edge.source
            if other and (edge.source in down or edge.target in down):
                nearby.add(other)
                down.add(other)
        elif edge.schema == "Debt" and edge.source in frontier and edge.target:
            nearby.add(edge.target)
        elif edge.schema in UPWARD and edge.target in frontier and edge.source:
            nearby.add(edge.source)
        if edge.schema in BODIES and edge.source in frontier and edge.source in down and edge.target:
            nearby.add(edge.target)
            down.add(edge.target)
        if edge.schema in BESIDE and edge.target in frontier | down and edge.source:
            nearby.add(edge.source)
        if edge.schema in BESIDE and edge.source in frontier and edge.target:
            nearby.add(edge.target)
    return nearby
