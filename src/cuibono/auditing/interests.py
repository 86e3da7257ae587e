"""Who has an interest on record: one pass over a ledger, kept as a file that workers read.

A bearer is an organisation or person to whom a record ties a state, an owner, a payer, a principal, an agent or a listing authority.
Governments and public bodies are left out: their names say whose they are.
"""

from __future__ import annotations

import mmap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Protocol

from cuibono.auditing.data import Bearer, Holding, Kind
from cuibono.auditing.resources import load
from cuibono.auditing.statewords import state_of
from cuibono.errors import LedgerError
from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.verification.authority import state_named
from cuibono.verification.government import is_government, is_public
from cuibono.verification.text import fold
from cuibono.verification.time import FIRST, LAST, first_day, last_day

FORMAT = 2
_BATCH = 20_000
_RANK = ("controlled by", "owned by", "part of", "funded by")
_UP = frozenset({"Control", "Ownership", "Parent", "Payment"})
_CHAIN = frozenset({"Control", "Ownership", "Parent"})
_WANTED = _UP | {"Representation", "Sanction"}


class LedgerView(Protocol):
    """What the index asks of a ledger."""

    @property
    def datasets(self) -> Sequence[Dataset]: ...
    @property
    def fingerprint(self) -> str: ...
    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]: ...
    def all_edges(self) -> Iterator[Edge]: ...


class Bearers(Mapping[str, Bearer]):
    """Bearers by id, read from a mapped file when asked for: processes share its pages, and none holds them all."""

    def __init__(self, places: Mapping[str, tuple[int, int]], data: mmap.mmap) -> None:
        self._places, self._data = places, data

    def __getitem__(self, key: str) -> Bearer:
        import orjson

        start, end = self._places[key]
        return _bearer(orjson.loads(self._data[start:end]))

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Interests:
    """Bearers by id, and who has a website on which host."""

    def __init__(
        self,
        bearers: Mapping[str, Bearer],
        fingerprint: str = "",
        hosts: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.bearers = bearers
        self.fingerprint = fingerprint
        self.hosts = hosts if hosts is not None else _hosts(bearers.values())

    @classmethod
    def of(cls, ledger: LedgerView) -> Interests:
        """All interests of a ledger."""
        return cls(_Builder(ledger).bearers(), ledger.fingerprint)

    @classmethod
    def open(cls, ledger: Any) -> Interests:
        """The interests of a ledger: from the file kept beside its names where there is one, else made and kept there."""
        from cuibono.entities.index import homes

        places = homes(ledger, "interests", FORMAT)
        for path in places:
            try:
                held = cls.read(path)
            except LedgerError:
                continue
            if held.fingerprint == ledger.fingerprint:
                return held
        made = cls.of(ledger)
        for path in places:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.save(path)
            except OSError:
                continue
            break
        return made

    def save(self, path: Path) -> None:
        """Write the index: a line about it, then a line a bearer, its id and what is on record of it."""
        import orjson

        from cuibono.reporting import write

        head = {"format": FORMAT, "fingerprint": self.fingerprint, "hosts": self.hosts}
        rows = [orjson.dumps(head)]
        rows += [i.encode() + b"\t" + orjson.dumps(asdict(self.bearers[i])) for i in sorted(self.bearers)]
        write(path, b"\n".join(rows) + b"\n")

    @classmethod
    def read(cls, path: Path) -> Interests:
        """Map a saved index. Raises :class:`LedgerError` for a file that is none."""
        import orjson

        try:
            with path.open("rb") as stream:
                data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            end = data.find(b"\n")
            head = orjson.loads(data[:end])
            if head["format"] != FORMAT:
                raise LedgerError(f"{path}: written by another version of cuibono; remove it and run again")
            return cls(Bearers(dict(_places(data, end + 1)), data), head["fingerprint"], head["hosts"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"{path}: no index of interests; remove it and run again") from error


def _places(data: mmap.mmap, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
    while (tab := data.find(b"\t", start)) >= 0:
        end = data.find(b"\n", tab)
        yield data[start:tab].decode(), (tab + 1, end)
        start = end + 1


def _hosts(bearers: Iterable[Bearer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for bearer in bearers:
        for site in bearer.sites:
            found.setdefault(site, []).append(bearer.id)
    return found


def _bearer(row: Mapping[str, Any]) -> Bearer:
    holdings = tuple(Holding(**{**h, "names": tuple(h["names"])}) for h in row["holdings"])
    lists = {key: tuple(row[key]) for key in ("countries", "sites", "weak")}
    return Bearer(row["id"], row["name"], row["schema"], holdings=holdings, **lists)


class _Builder:
    """Reads the records once and the names of all ends once."""

    def __init__(self, ledger: LedgerView) -> None:
        self._datasets = {d.name: d for d in ledger.datasets}
        self._into: dict[str, list[Edge]] = defaultdict(list)
        self._agents: dict[str, list[Edge]] = defaultdict(list)
        wanted: set[str] = set()
        for edge in ledger.all_edges():
            if edge.schema in _WANTED and edge.target:
                self._into[edge.target].append(edge)
                wanted |= {end for end in (edge.source, edge.target) if end}
                if edge.schema == "Representation" and edge.source:
                    self._agents[edge.source].append(edge)
        ids = sorted(wanted)
        self._entities: dict[str, Entity] = {}
        for start in range(0, len(ids), _BATCH):
            self._entities.update(ledger.entities(ids[start : start + _BATCH]))
        self._years = int(load("kinds")["payment_years"])

    def bearers(self) -> dict[str, Bearer]:
        found: dict[str, Bearer] = {}
        for id_ in sorted(self._entities):
            entity = self._entities[id_]
            if is_state_body(entity):
                continue
            found_here = {h for h in self._holdings(entity) if not _is_eponym(entity, h)}
            holdings = tuple(sorted(found_here, key=_order))
            if holdings:
                found[id_] = _described(entity, holdings)
        return found

    def _holdings(self, entity: Entity) -> Iterator[Holding]:
        for edge in self._into.get(entity.id, ()):
            yield from self._incoming(edge)
        for edge in self._agents.get(entity.id, ()):
            other = self._entities.get(edge.target or "")
            if other is not None:
                yield self._holding("agent", "agent", edge, other, state=_state(other))
        yield from self._above(entity)

    def _incoming(self, edge: Edge) -> Iterator[Holding]:
        if edge.schema == "Sanction":
            yield self._listing(edge)
            return
        other = self._entities.get(edge.source or "")
        if other is None or (edge.schema == "Ownership" and _is_small(edge)):
            return
        if edge.schema == "Representation":
            yield self._holding("client", "client", edge, other)
        elif is_state_body(other):
            if edge.schema != "Parent" or not self._is_body(edge.target or ""):
                yield self._holding("state", edge.schema, edge, other, state=_state(other))
        elif edge.schema == "Ownership":
            yield self._holding("owner", "Ownership", edge, other)
        elif edge.schema == "Payment":
            yield self._holding("grant", "Payment", edge, other)

    def _above(self, entity: Entity) -> Iterator[Holding]:
        """Owners of owners, and the state above a parent or controller, as far up as chains are followed."""
        seen, frontier = {entity.id}, [(entity.id, FIRST, LAST, True)]
        for hop in range(int(load("kinds")["chain_hops"])):
            above = []
            for node, start, end, dated in frontier:
                for edge in self._into.get(node, ()):
                    other = self._entities.get(edge.source or "")
                    if edge.schema not in _CHAIN or other is None or other.id in seen or _is_small(edge):
                        continue
                    since, until = max(start, _first(edge)), min(end, _last(edge))
                    known = dated and _is_dated(edge)
                    if hop:
                        yield from self._behind(entity, edge, other, since, until, known)
                    if not is_state_body(other):
                        above.append((other.id, since, until, known))
                        seen.add(other.id)
            frontier = above

    def _is_body(self, id_: str) -> bool:
        """Whether a part of a government is a public body itself, whose name says so, and no outlet or company."""
        entity = self._entities.get(id_)
        return entity is not None and is_public(entity)

    def _behind(
        self, bearer: Entity, edge: Edge, other: Entity, start: str, end: str, dated: bool
    ) -> Iterator[Holding]:
        if start > end:
            return
        if is_state_body(other):
            if edge.schema == "Parent" and is_public(bearer):
                return
            made = self._holding("state", edge.schema, edge, other, state=_state(other))
        elif edge.schema == "Ownership":
            made = self._holding("owner", "Ownership", edge, other)
        else:
            return
        yield replace(made, start=start if dated else "", end=end if dated else "", dated=dated)

    def _listing(self, edge: Edge) -> Holding:
        dataset = self._datasets[edge.dataset]
        authority = next(iter(edge.get("authority")), None) or dataset.publisher
        state = state_named(authority) or (dataset.country if dataset.official else None) or ""
        start = edge.start or min(edge.get("listingDate"), default=None) or dataset.retrieved
        end = edge.first("endDate")
        return Holding(
            kind="listed",
            relation=load("kinds")["relations"]["Sanction"],
            other=authority,
            other_id="",
            state=state.lower(),
            start=first_day(start) if start else LAST,
            end=last_day(end) if end else LAST,
            names=(authority,),
            **self._source(edge),
        )

    def _holding(self, kind: Kind, relation: str, edge: Edge, other: Entity, state: str = "") -> Holding:
        dated = _is_dated(edge)
        start, end = self._window(edge) if dated else ("", "")
        return Holding(
            kind=kind,
            relation=load("kinds")["relations"][relation],
            other=other.caption,
            other_id=other.id,
            state=state,
            home=next(iter(other.get("country")), "").lower() if not state else "",
            start=start,
            end=end,
            dated=dated,
            names=tuple(dict.fromkeys((other.caption, *other.names)))[:12],
            **self._source(edge),
        )

    def _window(self, edge: Edge) -> tuple[str, str]:
        if edge.schema != "Payment":
            return _first(edge), _last(edge)
        day = last_day(edge.start or edge.end or "")
        return day, f"{int(day[:4]) + self._years:04}-12-31"

    def _source(self, edge: Edge) -> dict[str, Any]:
        dataset = self._datasets[edge.dataset]
        return {
            "record": edge.id,
            "dataset": dataset.name,
            "version": edge.version or dataset.version,
            "publisher": dataset.publisher,
            "url": edge.source_url or dataset.url or "",
            "weak": dataset.weak,
        }


def _described(entity: Entity, holdings: tuple[Holding, ...]) -> Bearer:
    from cuibono.verification.cites import domain

    countries = {c.lower() for prop in ("country", "jurisdiction", "nationality") for c in entity.get(prop)}
    sites = {host for url in entity.get("website") if (host := domain(url))}
    weak = {name.casefold() for name in entity.get("weakAlias")}
    return Bearer(
        entity.id,
        entity.caption,
        entity.schema,
        tuple(sorted(countries)),
        tuple(sorted(sites)),
        tuple(sorted(weak)),
        holdings,
    )


def is_state_body(entity: Entity) -> bool:
    """Whether an entity is a government or a public body, whose name says whose it is."""
    return is_government(entity) or (entity.schema == "PublicBody" and is_public(entity))


def _state(entity: Entity) -> str:
    country = next(iter(entity.get("country")), "") or next(iter(entity.get("jurisdiction")), "")
    return country.lower() or state_of(entity.caption) or ""


def _is_eponym(entity: Entity, holding: Holding) -> bool:
    """Whether an owner bears the name of what it owns, so that the name says whose it is ("The New York Times Company")."""
    if holding.kind != "owner":
        return False
    theirs = {w for name in (holding.other, *holding.names) for w in fold(name).split()}
    plain = set(load("disclosure")["plain_words"])
    names = [set(fold(name).split()) - plain for name in (entity.caption, *entity.names)]
    return any(mine and mine <= theirs for mine in names)


def _is_small(edge: Edge) -> bool:
    from cuibono.verification.money import share_of

    share = share_of(edge) if edge.schema == "Ownership" else None
    if share is None:
        return False
    top = share.high
    return top is not None and top < int(load("kinds")["smallest_share"])


def _is_dated(edge: Edge) -> bool:
    return bool(edge.start or edge.end)


def _first(edge: Edge) -> str:
    return first_day(edge.start) if edge.start else FIRST


def _last(edge: Edge) -> str:
    only_date = edge.date is not None and edge.end == edge.date == edge.start
    end = None if only_date and not edge.get("endDate") else edge.end
    return last_day(end) if end else LAST


def _order(holding: Holding) -> tuple[object, ...]:
    rank = _RANK.index(holding.relation) if holding.relation in _RANK else len(_RANK)
    return holding.kind, not holding.dated, holding.weak, rank, holding.other, holding.start, holding.record
