"""What every version of every dataset says of one thing or record: when it came, changed and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cuibono.errors import LedgerError
from cuibono.ledger import building
from cuibono.ledger.codec import Record, parse, parse_ties
from cuibono.ledger.manifest import RECORDS, Version, last_day, read_dataset, read_manifest
from cuibono.ledger.reader import starter_path
from cuibono.ledger.recordfile import RecordFile
from cuibono.ledger.records import Dataset, Edge

State = Literal["absent", "came", "unchanged", "changed", "went"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Appearance:
    """One thing in one version: (property, value) pairs and edges that came and went since the version before."""

    dataset: str
    version: str
    retrieved: str
    state: State
    came: tuple[Pair, ...] = ()
    went: tuple[Pair, ...] = ()
    edges_came: tuple[Edge, ...] = ()
    edges_went: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    pairs: dict[Pair, None]
    edges: dict[tuple[str, str | None, str | None], Edge]


def entity_history(path: Path | str | None, id_: str) -> tuple[Appearance, ...]:
    """The versions of every dataset that ever held ``id_``, dataset by dataset in order of time; empty when none did.

    Raises :class:`LedgerError` for a ledger that is missing or damaged.
    """
    ledger = Path(path) if path is not None else starter_path()
    manifest = read_manifest(ledger)
    found: list[Appearance] = []
    for name in sorted(manifest.datasets):
        versions = sorted(manifest.present(name), key=lambda v: (last_day(v.retrieved), v.order))
        rows = list(_compared(name, ((v, _look(ledger, name, v, id_)) for v in versions)))
        if any(row.state != "absent" for row in rows):
            found += rows
    return tuple(found)


def _compared(name: str, seen: Iterator[tuple[Version, _Seen | None]]) -> Iterator[Appearance]:
    before: _Seen | None = None
    for version, now in seen:
        yield _appearance(name, version, before, now)
        before = now


def _appearance(name: str, version: Version, before: _Seen | None, now: _Seen | None) -> Appearance:
    where = (name, version.version, version.retrieved)
    if now is None:
        return Appearance(*where, "absent" if before is None else "went")
    if before is None:
        return Appearance(*where, "came", tuple(now.pairs), (), tuple(now.edges.values()))
    came = tuple(pair for pair in now.pairs if pair not in before.pairs)
    went = tuple(pair for pair in before.pairs if pair not in now.pairs)
    new = tuple(edge for key, edge in now.edges.items() if key not in before.edges)
    old = tuple(edge for key, edge in before.edges.items() if key not in now.edges)
    state: State = "changed" if came or went or new or old else "unchanged"
    return Appearance(*where, state, came, went, new, old)


def _look(ledger: Path, name: str, version: Version, id_: str) -> _Seen | None:
    """What one version says; None when it does not know the id."""
    folder = ledger / name / version.version
    try:
        dataset, _ = read_dataset(folder)
        file = RecordFile(folder / RECORDS)
    except FileNotFoundError as error:
        raise LedgerError(f"{error.filename}: missing: run `cuibono ledger verify`") from error
    try:
        line = file.find(id_)
        if line is None:
            return None
        record = parse(line, file.codes)
        return _Seen(dict.fromkeys(record.pairs()), _edges(dataset, file, record, id_))
    finally:
        file.close()


def _edges(
    dataset: Dataset, file: RecordFile, record: Record, id_: str
) -> dict[tuple[str, str | None, str | None], Edge]:
    records = [record, *(parse(file.at(number), file.codes) for number in parse_ties(record.ties))]
    return {
        (edge.id, edge.source, edge.target): edge
        for each in records
        for edge in building.edges(dataset, each, ids=False)
        if id_ in (edge.id, edge.source, edge.target)
    }
