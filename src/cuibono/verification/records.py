"""The frozen view of the ledger that a judgement is made from: actors as nodes, records between them.

A node is an actor under all the ids that the datasets give it. Everything a finding may rest on is in here; no judgement
reads the ledger itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.model import Document
from cuibono.tracing.names import clusters
from cuibono.verification import roles
from cuibono.verification.text import fold

PAID: tuple[str, ...] = ("Payment", "Debt", "ContractAward")
"""Records of money that goes from one to another: given, lent, or owed under a contract."""


@dataclass(frozen=True, slots=True)
class Record:
    """One edge between nodes, in the direction of its schema's meaning.

    A Debt runs from the creditor (whose money it is) to the debtor, an Occupancy from its holder to the body that the
    post belongs to; ``role`` is the post's name then. A ContractAward runs from the buyer of its contract to the supplier. ``also`` are further edges that the tie consists of.
    """

    edge: Edge
    source: str | None
    target: str | None
    role: str | None = None
    schema: str = ""
    also: tuple[Edge, ...] = ()
    middle: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells the record from all others: its dataset and its id there."""
        return self.edge.dataset, self.edge.id

    @property
    def start(self) -> str | None:
        """The beginning; of a listing, the day of listing where it gives no other."""
        return self.edge.start or min(self.edge.get("listingDate"), default=None)

    @property
    def money(self) -> tuple[Decimal, str] | None:
        """The record's sum and currency; a sum that only stands converted ("amountEur") is read as that."""
        edge = self.edge
        if edge.amount is not None and edge.currency:
            return edge.amount, edge.currency.upper()
        for prop, currency in (("amountEur", "EUR"), ("amountUsd", "USD")):
            if edge.amount is None and (value := _decimal(edge.first(prop))) is not None:
                return value, currency
        return None

    @property
    def end(self) -> str | None:
        """The end of a relation that lasts; a record that bears one date alone has no end."""
        edge = self.edge
        only_date = edge.date is not None and edge.end == edge.date == edge.start
        return None if only_date and not edge.get("endDate") else edge.end


@dataclass(frozen=True, slots=True)
class Records:
    """Entities, records and datasets around the actors of one document.

    ``nodes`` maps entity ids to nodes (the smallest id of the cluster); ``outgoing`` and ``incoming`` hold the records of each
    node in a fixed order; ``renamed`` maps a node to the nodes of its other names.
    """

    entities: Mapping[str, Entity]
    members: Mapping[str, tuple[str, ...]]
    nodes: Mapping[str, str]
    outgoing: Mapping[str, tuple[Record, ...]]
    incoming: Mapping[str, tuple[Record, ...]]
    renamed: Mapping[str, tuple[tuple[str, Edge], ...]]
    datasets: Mapping[str, Dataset]
    document: Document | None = None
    complete: bool = True
    memo: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out from these records and is asked again, by its question."""

    def node(self, entity_id: str) -> str:
        return self.nodes.get(entity_id, entity_id)

    def of(self, ids: Iterable[str]) -> frozenset[str]:
        return frozenset(self.node(i) for i in ids)

    def parts(self, node: str) -> tuple[Entity, ...]:
        """The entities of a node, one for each dataset id that is in view."""
        return tuple(self.entities[i] for i in self.members.get(node, (node,)) if i in self.entities)

    def name(self, node: str) -> str:
        parts = self.parts(node)
        return parts[0].caption if parts else node

    def names(self, node: str) -> frozenset[str]:
        """All spellings of a node, folded."""
        return frozenset(fold(n) for part in self.parts(node) for n in (part.caption, *part.names))

    def values(self, node: str, *props: str) -> frozenset[str]:
        """All values of some properties of a node, in lower case."""
        return frozenset(v.casefold() for part in self.parts(node) for p in props for v in part.get(p))

    def countries(self, node: str) -> frozenset[str]:
        return self.values(node, "country", "jurisdiction", "mainCountry", "nationality", "citizenship")

    def schemas(self, node: str) -> frozenset[str]:
        return frozenset(part.schema for part in self.parts(node))

    def out(self, node: str, *schemas: str) -> tuple[Record, ...]:
        return _only(self.outgoing.get(node, ()), schemas)

    def into(self, node: str, *schemas: str) -> tuple[Record, ...]:
        return _only(self.incoming.get(node, ()), schemas)

    def dataset(self, edge: Edge) -> Dataset | None:
        return self.datasets.get(edge.dataset)

    def weak(self, record: Record) -> bool:
        """Whether a record comes from a news report or an opinion: it informs and never decides."""
        known = [self.datasets.get(edge.dataset) for edge in (record.edge, *record.also)]
        return any(dataset is not None and dataset.weak for dataset in known)


def together(one: Record, two: Record) -> bool:
    """Whether two records that last may hold at one time; one that ends when the other begins follows it."""
    return not (_before(one, two) or _before(two, one))


def _before(one: Record, two: Record) -> bool:
    if not one.end or not two.start:
        return False
    precision = min(len(one.end), len(two.start))
    return one.end[:precision] <= two.start[:precision] and (one.start or "") < two.start


def _decimal(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _only(records: Sequence[Record], schemas: Sequence[str]) -> tuple[Record, ...]:
    return tuple(r for r in records if r.schema in schemas) if schemas else tuple(records)


def build(
    entities: Iterable[Entity],
    edges: Iterable[Edge],
    datasets: Iterable[Dataset],
    *,
    groups: Iterable[Sequence[str]] = (),
    document: Document | None = None,
    complete: bool = True,
) -> Records:
    """The view over entities and edges; ``groups`` are sets of ids that linking found to be one actor."""
    by_id = {entity.id: entity for entity in sorted(entities, key=lambda e: e.id)}
    nodes = clusters(by_id, groups)
    known = {d.name: d for d in sorted(datasets, key=lambda d: (d.name, d.version))}
    weak = {name for name, dataset in known.items() if dataset.weak}
    unique = sorted({_key(edge): edge for edge in edges}.items())
    records = [r for _, edge in unique for r in _records(edge, by_id, nodes)]
    return Records(
        entities=by_id,
        members=_members(nodes),
        nodes=nodes,
        outgoing=_index(records, lambda r: r.source),
        incoming=_index(records, lambda r: r.target),
        renamed=_renamed(
            [e for _, e in unique if e.schema == "Succession" and e.dataset not in weak], by_id, nodes
        ),
        datasets=known,
        document=document,
        complete=complete,
    )


def _key(edge: Edge) -> tuple[str, str, str, str]:
    return edge.dataset, edge.id, edge.source or "", edge.target or ""


def _index(
    records: Iterable[Record], end: Callable[[Record], str | None]
) -> Mapping[str, tuple[Record, ...]]:
    lists: dict[str, list[Record]] = {}
    for record in records:
        node = end(record)
        if node is not None:
            lists.setdefault(node, []).append(record)
    return {node: tuple(held) for node, held in lists.items()}


def _members(nodes: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {}
    for entity_id in sorted(nodes):
        members.setdefault(nodes[entity_id], []).append(entity_id)
    return {node: tuple(ids) for node, ids in members.items()}


def _role(edge: Edge) -> str | None:
    return "; ".join(dict.fromkeys((*edge.get("role"), *edge.get("relationship")))) or edge.role


def _records(edge: Edge, by_id: Mapping[str, Entity], nodes: Mapping[str, str]) -> list[Record]:
    source = nodes.get(edge.source, edge.source) if edge.source else None
    target = nodes.get(edge.target, edge.target) if edge.target else None
    if edge.schema == "Debt":
        return [Record(edge, target, source, _role(edge), "Debt")]
    if edge.schema == "ContractAward":
        contract = by_id.get(edge.source or "")
        buyers = contract.get("authority") if contract is not None else ()
        return [
            Record(edge, nodes.get(b, b), target, None, "ContractAward", middle=edge.source) for b in buyers
        ] or [Record(edge, source, target, None, "ContractAward")]
    if edge.schema == "Occupancy":
        post = by_id.get(edge.target or "")
        bodies = post.get("organization") if post is not None else ()
        return [
            Record(edge, source, nodes.get(b, b), post.caption if post else None, "Occupancy", middle=target)
            for b in bodies
        ] or [Record(edge, source, target, _role(edge), "Post")]
    return [Record(edge, source, target, _role(edge), edge.schema)]


def _renamed(
    successions: Iterable[Edge], by_id: Mapping[str, Entity], nodes: Mapping[str, str]
) -> Mapping[str, tuple[tuple[str, Edge], ...]]:
    """Node -> its other names' nodes with the succession that joins them, over any number of renamings."""
    steps: dict[str, dict[str, Edge]] = {}
    for edge in successions:
        if edge.source and edge.target and is_renaming(edge, by_id):
            one, two = nodes.get(edge.source, edge.source), nodes.get(edge.target, edge.target)
            steps.setdefault(one, {}).setdefault(two, edge)
            steps.setdefault(two, {}).setdefault(one, edge)
    return {node: _reached(node, steps) for node in sorted(steps)}


def _reached(node: str, steps: Mapping[str, Mapping[str, Edge]]) -> tuple[tuple[str, Edge], ...]:
    reached: dict[str, Edge] = {}
    frontier = [node]
    while frontier:
        for other, edge in sorted(steps.get(frontier.pop(0), {}).items()):
            if other != node and other not in reached:
                reached[other] = edge
                frontier.append(other)
    return tuple(sorted(reached.items()))


def is_renaming(edge: Edge, by_id: Mapping[str, Entity]) -> bool:
    """Whether a Succession joins two names of one actor: by its own words, or by the successor's previous name."""
    words = " ; ".join(
        (
            edge.role or "",
            *(v for p in ("role", "status", "summary", "description", "reason") for v in edge.get(p)),
        )
    )
    if roles.is_renaming(words):
        return True
    if roles.has_role(words, "not_renaming"):
        return False
    old, new = by_id.get(edge.source or ""), by_id.get(edge.target or "")
    if old is None or new is None:
        return False
    former = {fold(name) for name in new.get("previousName")}
    return bool(former & {fold(name) for name in (old.caption, *old.names)})
