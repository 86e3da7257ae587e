"""What several actors have in common: funders, owners, heads, members, listings' neighbours, one record away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cuibono.errors import InputError
from cuibono.ledger.records import Edge, Entity
from cuibono.tracing.filters import Filter
from cuibono.tracing.names import clusters
from cuibono.tracing.views import LedgerView

# What the other is to the actor: (schema, the record runs to the actor) -> part.
PARTS: Mapping[tuple[str, bool], str] = {
    ("Payment", True): "funder",
    ("Payment", False): "payee",
    ("Debt", False): "lender",
    ("Debt", True): "borrower",
    ("Ownership", True): "owner",
    ("Ownership", False): "holding",
    ("Control", True): "controller",
    ("Control", False): "controlled",
    ("Parent", True): "parent",
    ("Parent", False): "part",
    ("Directorship", True): "officer",
    ("Directorship", False): "office",
    ("Employment", True): "staff",
    ("Employment", False): "employer",
    ("Membership", True): "member",
    ("Membership", False): "body",
    ("Representation", True): "agent",
    ("Representation", False): "client",
    ("ProjectParticipant", False): "project",
}
ORDER = tuple(dict.fromkeys(PARTS.values()))


@dataclass(frozen=True, slots=True)
class Shared:
    """One who plays the same ``part`` for several of the actors.

    ``actors`` are their numbers in the order given, ``records`` for each of them the records behind it, by dataset and id.
    """

    node: str
    caption: str
    part: str
    actors: tuple[int, ...]
    records: tuple[tuple[Edge, ...], ...]


def common(
    actors: Sequence[Collection[str]],
    ledger: LedgerView,
    *,
    relations: Collection[str] | None = None,
    start: str | None = None,
    end: str | None = None,
) -> tuple[Shared, ...]:
    """Who is tied in the same way to two or more actors, each given by its entity ids.

    Those who are tied to most actors come first, then by part (funders first), then by name. Filters as in
    :func:`~cuibono.tracing.trace`. Raises :class:`~cuibono.errors.InputError` for fewer than two actors.
    """
    if len(actors) < 2 or not all(actors):
        raise InputError("to have something in common takes two actors: give at least one entity id for each")
    asked = Filter(frozenset(relations) if relations is not None else None, start, end)
    edges = [e for e in ledger.edges(sorted({i for ids in actors for i in ids})) if asked.admits(e)]
    ends = {end for edge in edges for end in (edge.source, edge.target) if end}
    entities = dict(ledger.entities(sorted(ends | {i for ids in actors for i in ids})))
    nodes = clusters(entities, [sorted(ids) for ids in actors])
    found = _collect([frozenset(nodes.get(i, i) for i in ids) for ids in actors], edges, nodes)
    shared = [_shared(node, part, held, entities) for (node, part), held in found.items() if len(held) > 1]
    return tuple(sorted(shared, key=lambda s: (-len(s.actors), ORDER.index(s.part), s.caption, s.node)))


def _collect(
    actors: Sequence[frozenset[str]], edges: Sequence[Edge], nodes: Mapping[str, str]
) -> dict[tuple[str, str], dict[int, list[Edge]]]:
    """(other, part) -> number of the actor -> records."""
    found: dict[tuple[str, str], dict[int, list[Edge]]] = {}
    for edge in sorted(edges, key=lambda e: (e.dataset, e.id, e.source or "", e.target or "")):
        source, target = nodes.get(edge.source or "", ""), nodes.get(edge.target or "", "")
        for number, own in enumerate(actors):
            for here, there, incoming in ((target, source, True), (source, target, False)):
                part = PARTS.get((edge.schema, incoming))
                if part is not None and here in own and there not in own and there:
                    found.setdefault((there, part), {}).setdefault(number, []).append(edge)
    return found


def _shared(node: str, part: str, held: Mapping[int, list[Edge]], entities: Mapping[str, Entity]) -> Shared:
    numbers = tuple(sorted(held))
    caption = entities[node].caption if node in entities else node
    return Shared(node, caption, part, numbers, tuple(tuple(held[n]) for n in numbers))
