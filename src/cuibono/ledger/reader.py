"""Reading a ledger: datasets, entities, edges, names. Standard library only, so that opening costs milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from cuibono.errors import LedgerError, NotInLedgerError
from cuibono.ledger import building
from cuibono.ledger.codec import Record
from cuibono.ledger.manifest import (
    RECORDS,
    Version,
    check_as_of,
    fingerprint,
    read_dataset,
    read_manifest,
)
from cuibono.ledger.recordfile import RecordFile
from cuibono.ledger.records import Dataset, Edge, Entity, Statement
from cuibono.ledger.schema import NAME_KINDS
from cuibono.ledger.sources import Source, Sources
from cuibono.ledger.values import domain

_Key = TypeVar("_Key")
_Made = TypeVar("_Made")
_ATTEMPTS = 5
_REMEMBERED = 8192
"""Things, and records of ties, that an open ledger keeps at hand; its versions never change."""


class NameRow(NamedTuple):
    """One spelling of one thing; ``kind`` is the property that holds it."""

    entity_id: str
    schema: str
    name: str
    kind: str
    dataset: str


def starter_path() -> Path:
    """Where the starter ledger lies inside the package."""
    return Path(__file__).parent.parent / "starter"


class Ledger:
    """An opened ledger. It keeps reading the versions that it opened, whatever importers do meanwhile.

    Open one with :func:`cuibono.ledger.open_ledger`; use it as a context manager or call :meth:`close`.
    """

    def __init__(self, path: Path, sources: Iterable[tuple[Dataset, RecordFile]], fingerprint: str) -> None:
        self.path = path
        self.fingerprint = fingerprint
        self._sources = Sources(sources)
        self._datasets = tuple(source.dataset for source in self._sources)
        self._entities: dict[str, Entity | None] = {}
        self._ties: dict[tuple[int, int], tuple[Edge, ...]] = {}

    @classmethod
    def open(cls, path: Path | str | None = None, *, as_of: str | None = None) -> Self:
        """Open a ledger folder, or the starter ledger; see :func:`cuibono.ledger.open_ledger`."""
        folder = Path(path) if path is not None else starter_path()
        day = check_as_of(as_of) if as_of else None
        for attempt in range(_ATTEMPTS):
            manifest = read_manifest(folder)
            current = [(name, v) for name in sorted(manifest.datasets) if (v := manifest.current(name, day))]
            try:
                sources = [_open_version(folder, name, v) for name, v in current]
            except FileNotFoundError as error:
                # Removed between the two readings: the list has changed by now.
                if attempt == _ATTEMPTS - 1:
                    raise LedgerError(f"{error.filename}: missing: run `cuibono ledger verify`") from error
                continue
            return cls(folder, sources, fingerprint(current))
        raise AssertionError  # pragma: no cover

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """The datasets in order of name."""
        return self._datasets

    def dataset(self, name: str) -> Dataset:
        """The dataset called so; raises :class:`NotInLedgerError` when there is none."""
        found = next((dataset for dataset in self._datasets if dataset.name == name), None)
        if found is None:
            known = ", ".join(dataset.name for dataset in self._datasets) or "none"
            raise NotInLedgerError(f"no dataset {name[:60]!r} in {self.path}: there are {known}")
        return found

    def entities(self, ids: Iterable[str]) -> dict[str, Entity]:
        """The things with these ids, those that are not in the ledger left out; in the order given."""
        wanted = dict.fromkeys(ids)
        return {id_: entity for id_ in wanted if (entity := self._entity(id_))}

    def _entity(self, id_: str) -> Entity | None:
        if id_ not in self._entities:
            parts = [part for part in self._parts(id_) if _is_thing(part[1])]
            _remember(self._entities, id_, building.entity(parts) if parts else None)
        return self._entities[id_]

    def entity(self, id_: str) -> Entity | None:
        """The thing with this id."""
        return self.entities([id_]).get(id_)

    def edges(self, ids: Iterable[str]) -> tuple[Edge, ...]:
        """Every edge that has one of the ids at either end, once, in order of schema, start, id."""
        found: dict[tuple[str, str | None, str | None, str], Edge] = {}
        wanted = set(ids)
        seen: dict[int, set[int]] = {}
        for id_ in wanted:
            for source, line in self._sources.find(id_):
                ties, may_tie = source.ties(line)
                done = seen.setdefault(source.place, set())
                made = [self._tied(source, ordinal) for ordinal in ties if ordinal not in done]
                done.update(ties)
                if may_tie:
                    made.append(tuple(building.edges(source.dataset, source.parse(line))))
                for edge in chain.from_iterable(made):
                    if edge.source in wanted or edge.target in wanted:
                        found[edge.id, edge.source, edge.target, edge.dataset] = edge
        return tuple(sorted(found.values(), key=building.order))

    def _tied(self, source: Source, ordinal: int) -> tuple[Edge, ...]:
        key = source.place, ordinal
        if key not in self._ties:
            _remember(self._ties, key, tuple(building.edges(source.dataset, source.at(ordinal))))
        return self._ties[key]

    def edge(self, id_: str) -> Edge | None:
        """The edge with this id; of several (more than one end, more than one dataset) the first in order."""
        found = [edge for part in self._parts(id_) for edge in building.edges(*part)]
        for child in building.parent_children(id_):
            found += [edge for part in self._parts(child) for edge in building.edges(*part)]
        return min((edge for edge in found if edge.id == id_), key=building.order, default=None)

    def statements(self, ids: Iterable[str]) -> tuple[Statement, ...]:
        """All statements of the things and records with these ids, in the order given, then of datasets."""
        parts = (part for id_ in dict.fromkeys(ids) for part in self._parts(id_))
        return tuple(said for dataset, record in parts for said in building.statements(dataset, record))

    def names(self) -> Iterator[NameRow]:
        """Every spelling of every thing, dataset by dataset, in order of id."""
        for source in self._sources:
            name, codes = source.dataset.name, source.codes
            kinds = {codes.prop_code[kind]: kind for kind in NAME_KINDS if kind in codes.prop_code}
            for id_, schema, fields in source.things():
                for field in fields:
                    if field[0] in kinds:
                        text = field[1:].partition("\x1d")[0]
                        yield NameRow(id_, schema, text, kinds[field[0]], name)

    def websites(self) -> Iterator[tuple[str, str]]:
        """(domain, entity id) for every website of every thing; lower case, without ``www.``."""
        for source in self._sources:
            code = source.codes.prop_code.get("website")
            for id_, _, fields in source.things():
                for field in fields:
                    if field[0] == code and (host := domain(field[1:].partition("\x1d")[0])):
                        yield host, id_

    def entity_ids(self) -> Iterator[str]:
        """Ids of all things, dataset by dataset, in order; an id that several datasets hold comes several times."""
        for source in self._sources:
            for id_, _, _ in source.things():
                yield id_

    def records(self, dataset: str) -> Iterator[tuple[Dataset, Record]]:
        """What one dataset says, things and records alike, in order of id; for exports."""
        found = self.dataset(dataset)
        for source in self._sources:
            if source.dataset is found:
                for line in source.lines():
                    record = source.parse(line)
                    if record.schema:
                        yield found, record

    def all_edges(self) -> Iterator[Edge]:
        """Every edge, dataset by dataset, in order of record id, without statement ids: for building graphs."""
        for source in self._sources:
            for line in source.lines():
                yield from building.edges(source.dataset, source.parse(line), ids=False)

    def holds(self, ids: Iterable[str], *, leave_out: str = "") -> set[str]:
        """Which of the ids some dataset (but the one to leave out) describes."""
        return {
            id_
            for id_ in ids
            if any(
                source.dataset.name != leave_out and source.parse(line).schema
                for source, line in self._sources.find(id_)
            )
        }

    def _parts(self, id_: str) -> list[building.Part]:
        found = ((source.dataset, source.parse(line)) for source, line in self._sources.find(id_))
        return [(dataset, record) for dataset, record in found if record.schema]

    def close(self) -> None:
        """Let go of the files."""
        self._sources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()


def _open_version(folder: Path, name: str, version: Version) -> tuple[Dataset, RecordFile]:
    home = folder / name / version.version
    dataset, _ = read_dataset(home)
    return dataset, RecordFile(home / RECORDS)


def _remember(known: dict[_Key, _Made], key: _Key, made: _Made) -> None:
    """Keep what was made; the oldest goes when there are too many."""
    if len(known) >= _REMEMBERED:
        del known[next(iter(known))]
    known[key] = made


def _is_thing(record: Record) -> bool:
    schema = building.schema_of(record)
    return schema is not None and schema.is_thing
