"""The card of an entity: what all datasets say of it, line by line, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cuibono.entities.clusters import countries_of
from cuibono.entities.index import Records
from cuibono.entities.judgements import judgements_of
from cuibono.entities.linking import link_name
from cuibono.entities.retrieval import candidates as find_candidates
from cuibono.ledger.records import Edge, Entity
from cuibono.ledger.sums import Paid, add_up
from cuibono.model import Candidate

NAME_PROPERTIES = ("name", "alias", "weakAlias", "abbreviation", "previousName")
HEAD_SCHEMAS = ("Directorship", "Occupancy", "Employment")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a line comes from: dataset, its version when known, and the page."""

    dataset: str
    version: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class NameLine:
    """One spelling; ``kind`` is the property that holds it (``alias``, ``abbreviation``, ...)."""

    name: str
    kind: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Recorded payments with one other side in one year and currency.

    ``amount`` is their sum, a payment that several lists report counted once, None where no record gives a sum; ``records``
    how many they are, ``unstated`` how many of them give none. A payment over several years counts in the year in which it begins.
    """

    other: str
    other_id: str | None
    year: str | None
    currency: str | None
    amount: Decimal | None
    records: int
    unstated: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class TieLine:
    """One other tie: who, as what, since and until when. ``detail`` is a share or what else the record says."""

    relation: str
    other: str
    other_id: str | None
    role: str | None
    start: str | None
    end: str | None
    detail: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ListingLine:
    """One listing: by whom, under what, from and until when."""

    authority: str
    programme: str
    start: str | None
    end: str | None
    reason: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class WhoCard:
    """What the ledger knows of one name.

    ``status`` is that of :class:`~cuibono.model.Actor`; only a ``linked`` name has more than ``candidates``.
    """

    query: str
    status: Literal["linked", "tie", "unknown", "generic"]
    note: str = ""
    caption: str | None = None
    schema: str | None = None
    countries: tuple[str, ...] = ()
    entity_ids: tuple[str, ...] = ()
    names: tuple[NameLine, ...] = ()
    gives: tuple[MoneyLine, ...] = ()
    receives: tuple[MoneyLine, ...] = ()
    owners: tuple[TieLine, ...] = ()
    owns: tuple[TieLine, ...] = ()
    heads: tuple[TieLine, ...] = ()
    ties: tuple[TieLine, ...] = ()
    listings: tuple[ListingLine, ...] = ()
    candidates: tuple[Candidate, ...] = ()


def who_card(query: str, ledger: Records, *, limit: int = 5) -> WhoCard:
    """The card of a name, an acronym or an entity id; candidates with their scores where it is not sure who is meant."""
    if query in ledger.entities([query]):
        judged = judgements_of(ledger)
        kin = judged.kin(query) - {query}
        told = "; ".join(f"judged: {j.told}" for j in judged.on(judged.kin(query)))
        return _card(query, (query, *sorted(ledger.entities(sorted(kin)))), ledger, (), told)
    actor = link_name(query, ledger)
    found = actor.candidates or (
        find_candidates(query, ledger, limit=limit) if actor.status != "generic" else ()
    )
    if actor.status != "linked":
        status: Literal["tie", "unknown", "generic"] = "unknown"
        if actor.status in ("tie", "generic"):
            status = actor.status
        return WhoCard(query=query, status=status, note=actor.note, candidates=found[:limit])
    return _card(query, actor.entity_ids, ledger, found[:limit], actor.note)


def _card(
    query: str, ids: tuple[str, ...], ledger: Records, found: tuple[Candidate, ...], note: str
) -> WhoCard:
    entities = list(ledger.entities(ids).values())
    edges = ledger.edges(ids)
    view = _View(ledger, frozenset(ids), edges)
    return WhoCard(
        query=query,
        status="linked",
        note=note,
        caption=entities[0].caption,
        schema=entities[0].schema,
        countries=tuple(sorted({c for e in entities for c in countries_of(e)})),
        entity_ids=ids,
        names=_names(entities),
        gives=view.money(out=True),
        receives=view.money(out=False),
        owners=view.ties(("Ownership", "Control", "Parent"), out=False),
        owns=view.ties(("Ownership", "Control", "Parent"), out=True),
        heads=view.ties(HEAD_SCHEMAS, out=False),
        ties=view.others(),
        listings=view.listings(),
        candidates=found,
    )


def _names(entities: Sequence[Entity]) -> tuple[NameLine, ...]:
    lines: dict[tuple[str, str], dict[Source, None]] = {}
    for entity in entities:
        said = [s for s in entity.statements if s.prop in NAME_PROPERTIES]
        for statement in said:
            source = Source(statement.dataset, "", statement.source_url)
            lines.setdefault((statement.prop, statement.value), {})[source] = None
        if not said:
            for name in entity.names:
                lines.setdefault(("name", name), {}).update(dict.fromkeys(Source(d) for d in entity.datasets))
    order = {prop: i for i, prop in enumerate(NAME_PROPERTIES)}
    ordered = sorted(lines.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    return tuple(NameLine(name, kind, tuple(sources)) for (kind, name), sources in ordered)


class _View:
    """The edges around one entity, with the names of the other ends."""

    def __init__(self, ledger: Records, ids: frozenset[str], edges: Iterable[Edge]) -> None:
        self._ids = ids
        self._edges = sorted(edges, key=lambda e: (e.start or e.date or "", e.schema, e.id, e.dataset))
        ends = {end for e in self._edges for end in (e.source, e.target) if end is not None}
        self._entities: Mapping[str, Entity] = ledger.entities(sorted(ends))

    def _caption(self, identifier: str | None, edge: Edge) -> str:
        if identifier is not None and identifier in self._entities:
            return self._entities[identifier].caption
        return identifier or edge.first("authority") or edge.first("publisher") or "?"

    def _side(self, edge: Edge, out: bool) -> tuple[bool, str | None]:
        """(whether we stand on that side, the other end)."""
        mine, other = (edge.source, edge.target) if out else (edge.target, edge.source)
        return mine in self._ids, other

    def money(self, *, out: bool) -> tuple[MoneyLine, ...]:
        groups: dict[tuple[str, str, str, str], list[Edge]] = {}
        for edge in self._edges:
            mine, other = self._side(edge, out)
            if edge.schema == "Payment" and mine:
                year = (edge.start or edge.date or "")[:4]
                key = (year, self._caption(other, edge), edge.currency or "", other or "")
                groups.setdefault(key, []).append(edge)
        return tuple(_money(key, edges) for key, edges in sorted(groups.items()))

    def ties(self, schemas: Sequence[str], *, out: bool) -> tuple[TieLine, ...]:
        found = (
            (edge, other)
            for edge in self._edges
            for mine, other in (self._side(edge, out),)
            if mine and edge.schema in schemas
        )
        return tuple(self._tie(edge, other, edge.schema) for edge, other in found)

    def others(self) -> tuple[TieLine, ...]:
        """Ties that have no list of their own; posts that the entity itself holds are here too."""
        shown = ("Payment", "Ownership", "Control", "Parent", "Sanction")
        lines = []
        for edge in self._edges:
            out, other = self._side(edge, True)
            if edge.schema in shown or (edge.schema in HEAD_SCHEMAS and not out):
                continue
            other = other if out else edge.source
            lines.append(self._tie(edge, other, edge.schema if out else f"{edge.schema} of"))
        return tuple(lines)

    def listings(self) -> tuple[ListingLine, ...]:
        return tuple(
            ListingLine(
                authority=edge.first("authority") or self._caption(edge.source, edge),
                programme=edge.first("program") or edge.first("programId") or "",
                start=edge.first("listingDate") or edge.start or edge.date,
                end=edge.end,
                reason=edge.first("reason") or "",
                sources=(_source(edge),),
            )
            for edge in self._edges
            if edge.schema == "Sanction" and edge.target in self._ids
        )

    def _tie(self, edge: Edge, other: str | None, relation: str) -> TieLine:
        share = edge.first("percentage")
        detail = (
            f"{share.rstrip('%')} %" if share else edge.first("controlType") or edge.first("summary") or ""
        )
        return TieLine(
            relation=relation,
            other=self._caption(other, edge),
            other_id=other,
            role=edge.role,
            start=edge.start,
            end=edge.end,
            detail=detail,
            sources=(_source(edge),),
        )


def _source(edge: Edge) -> Source:
    return Source(edge.dataset, edge.version, edge.source_url)


def _money(key: tuple[str, str, str, str], edges: Sequence[Edge]) -> MoneyLine:
    year, other, currency, other_id = key
    sums = [Paid("", "", year, currency, e.amount, e.dataset) for e in edges if e.amount is not None]
    return MoneyLine(
        other=other,
        other_id=other_id or None,
        year=year or None,
        currency=currency or None,
        amount=add_up(sums)[currency] if sums else None,
        records=len(edges),
        unstated=len(edges) - len(sums),
        sources=tuple(dict.fromkeys(_source(e) for e in edges)),
    )
