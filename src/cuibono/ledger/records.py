"""The nouns of the ledger: statements, entities, edges, datasets and what a dataset is complete for.

Names of schemas and properties are those of FollowTheMoney 4. Dates are ISO 8601 prefixes; money is ``Decimal``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from cuibono.model import Completeness, Standing

SourceKind = Literal["register", "page", "transcript", "news", "opinion"]
WEAK_SOURCES: frozenset[SourceKind] = frozenset({"news", "opinion"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property of one entity, said by one dataset."""

    id: str
    entity_id: str
    schema: str
    prop: str
    value: str
    dataset: str
    lang: str | None = None
    original_value: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing (actor, post, address, ...) with all that the datasets say of it.

    ``names`` holds every spelling: ``name`` first, then ``alias``, ``weakAlias``, ``abbreviation``, ``previousName``.
    ``properties`` maps each property to its values in order, ``statements`` are the statements behind them.
    """

    id: str
    schema: str
    caption: str
    names: tuple[str, ...]
    properties: Mapping[str, tuple[str, ...]]
    datasets: tuple[str, ...]
    statements: tuple[Statement, ...] = field(default=(), repr=False)

    def get(self, prop: str) -> tuple[str, ...]:
        return self.properties.get(prop, ())

    def first(self, prop: str) -> str | None:
        values = self.properties.get(prop, ())
        return values[0] if values else None


@dataclass(frozen=True, slots=True)
class Edge:
    """One record that ties two entities, or an authority to one (``Sanction``: ``source`` is None, ``target`` the listed).

    ``schema`` is the record's FollowTheMoney schema (``Payment``, ``Control``, ``Ownership``, ``Directorship``,
    ``Employment``, ``Membership``, ``Representation``, ``Sanction``, ``Succession``, ``UnknownLink``, ``Documentation``,
    ``Occupancy``, ``Debt``, ``ProjectParticipant``, ...) or ``Parent`` for the property ``parent`` of a legal entity
    (source: the parent, target: the child). ``source`` -> ``target`` follows the schema's own edge: payer -> beneficiary, owner ->
    asset, controller -> controlled, director -> organization, employee -> employer, member -> organization, agent ->
    client, predecessor -> successor, subject -> object. ``start`` and ``end`` fall back to the record's ``date``.
    """

    id: str
    schema: str
    source: str | None
    target: str | None
    dataset: str
    version: str
    start: str | None = None
    end: str | None = None
    date: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    role: str | None = None
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statement_ids: tuple[str, ...] = ()
    source_url: str | None = None

    def get(self, prop: str) -> tuple[str, ...]:
        return self.properties.get(prop, ())

    def first(self, prop: str) -> str | None:
        values = self.properties.get(prop, ())
        return values[0] if values else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the silence of a dataset is worth.

    ``relations`` are record schemas (``Payment``); ``sources`` the payers or authorities covered (names), ``places`` ISO
    3166 codes. ``complete``: ``yes`` for all of that, ``no``, or ``except`` (``exceptions`` says what). ``basis`` is on
    whose word. ``withheld`` says what is kept back (names at risk, amounts below ``minimum_amount``).
    """

    relations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    complete: Completeness = "no"
    basis: str = ""
    exceptions: str = ""
    withheld: str = ""
    minimum_amount: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """One immutable version of one register.

    ``standing`` is who speaks in it by default, ``country`` the publisher's ISO 3166 code where it has one (``official``:
    the publisher is a body of that state), ``source_kind`` what sort of source it is: ``news`` and ``opinion`` never
    decide a finding alone.
    """

    name: str
    version: str
    title: str
    publisher: str
    licence: str = ""
    url: str | None = None
    retrieved: str | None = None
    country: str | None = None
    official: bool = False
    standing: Standing = "third_party"
    source_kind: SourceKind = "register"
    description: str = ""
    coverage: Coverage = Coverage()
    entities: int = 0
    edges: int = 0
    statements: int = 0
    sha256: str = ""
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def weak(self) -> bool:
        return self.source_kind in WEAK_SOURCES
