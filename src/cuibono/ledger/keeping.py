"""Keeping a ledger: remove, verify, history, what changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cuibono.errors import CuibonoError, LedgerError, NotInLedgerError
from cuibono.ledger import building
from cuibono.ledger.codec import US, Record, parse
from cuibono.ledger.files import TEMPORARY, discard, plain_errors, safe_name, sha256, sweep
from cuibono.ledger.lock import LOCK_NAME, importer_lock
from cuibono.ledger.manifest import (
    DATASET_JSON,
    DOWNLOADS,
    LEDGER_JSON,
    RECORDS,
    Version,
    read_dataset,
    read_manifest,
    write_manifest,
)
from cuibono.ledger.placing import adopt
from cuibono.ledger.reader import starter_path
from cuibono.ledger.recordfile import RecordFile
from cuibono.ledger.records import Dataset


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that is not as it was written."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version of a dataset, also one that was removed; ``current``: the one read without ``as_of``."""

    version: str
    retrieved: str
    order: int
    current: bool
    removed: bool
    entities: int = 0
    edges: int = 0
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """An entity or record that differs between two versions: (property, value) pairs that came and went."""

    id: str
    schema: str
    caption: str
    came: tuple[tuple[str, str], ...] = ()
    went: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two versions, each in order of id."""

    added: tuple[Changed, ...]
    removed: tuple[Changed, ...]
    changed: tuple[Changed, ...]


def remove(path: Path | str, dataset: str, version: str | None = None, *, wait: float = 10.0) -> None:
    """Take a dataset, or one version of it, out. Readers that have it open keep it.

    Raises :class:`NotInLedgerError` when there is no such, :class:`LedgerError` when the ledger cannot be changed.
    """
    ledger = Path(path)
    with plain_errors(ledger, "remove"):
        _find(ledger, dataset, version)
        with importer_lock(ledger, wait=wait):
            sweep(ledger)
            adopt(ledger)
            manifest = read_manifest(ledger)
            gone = _find(ledger, dataset, version)
            for each in gone:
                manifest = manifest.without(dataset, each.version)
            write_manifest(ledger, manifest)
            for each in gone:
                _discard_version(ledger, dataset, each.version)


def _discard_version(ledger: Path, dataset: str, version: str) -> None:
    """Out of sight by one rename, then deleted; what cannot be deleted now is swept by the next importer."""
    home = ledger / dataset
    hidden = ledger / f"{TEMPORARY}{dataset}-{version}"
    try:
        (home / version).rename(hidden)
    except OSError:
        hidden = home / version
    discard(hidden)
    if home.is_dir() and not any(home.iterdir()):
        home.rmdir()


def _find(ledger: Path, dataset: str, version: str | None) -> tuple[Version, ...]:
    present = read_manifest(ledger).present(safe_name(dataset, "dataset"))
    found = tuple(v for v in present if version in (None, v.version))
    if not found:
        raise NotInLedgerError(f"no {dataset}{f' {version}' if version else ''} in {ledger}")
    return found


def history(path: Path | str | None, dataset: str) -> tuple[VersionInfo, ...]:
    """All versions of a dataset in order of import, removed ones too; raises :class:`NotInLedgerError` for none."""
    ledger = Path(path) if path is not None else starter_path()
    manifest = read_manifest(ledger)
    current = manifest.current(dataset)
    rows = []
    for v in manifest.datasets.get(dataset, ()):
        counts = (0, 0, 0)
        if not v.removed:
            held, _ = _read(ledger, dataset, v.version)
            counts = (held.entities, held.edges, held.statements)
        rows.append(VersionInfo(v.version, v.retrieved, v.order, v == current, v.removed, *counts))
    if not rows:
        raise NotInLedgerError(f"no {dataset} in {ledger}")
    return tuple(rows)


def _read(ledger: Path, dataset: str, version: str) -> tuple[Dataset, Path]:
    folder = ledger / dataset / version
    try:
        return read_dataset(folder)[0], folder
    except FileNotFoundError as error:
        raise LedgerError(f"{folder}: missing: run `cuibono ledger verify`") from error


def diff(path: Path | str | None, dataset: str, v1: str, v2: str) -> Change:
    """Who came, went and changed from version ``v1`` to version ``v2``; both are read once, side by side."""
    ledger = Path(path) if path is not None else starter_path()
    for version in (v1, v2):
        _find(ledger, dataset, version)
    old, new = (RecordFile(ledger / dataset / version / RECORDS) for version in (v1, v2))
    added, removed, changed = [], [], []
    try:
        for before, after in _side_by_side(old, new):
            if before is None and after is not None:
                added.append(_row(after))
            elif after is None and before is not None:
                removed.append(_row(before))
            elif before is not None and after is not None and (row := _compare(before, after)):
                changed.append(row)
    finally:
        old.close()
        new.close()
    return Change(tuple(added), tuple(removed), tuple(changed))


def _side_by_side(old: RecordFile, new: RecordFile) -> Iterator[tuple[Record | None, Record | None]]:
    """Records of the same id together, those that differ or stand alone; equal lines are passed over."""
    left, right = _described(old), _described(new)
    a, b = next(left, None), next(right, None)
    while a is not None or b is not None:
        one, other = (line.split(US, 1)[0] if line is not None else None for line in (a, b))
        if other is None or (one is not None and one < other):
            yield parse(str(a), old.codes), None
            a = next(left, None)
        elif one is None or other < one:
            yield None, parse(str(b), new.codes)
            b = next(right, None)
        else:
            if a != b:
                yield parse(str(a), old.codes), parse(str(b), new.codes)
            a, b = next(left, None), next(right, None)


def _described(file: RecordFile) -> Iterator[str]:
    return (line for line in file.lines() if parse_head(line) in file.codes.schema_of)


def parse_head(line: str) -> str:
    """The character of the schema."""
    return line[line.index(US) + 1]


def _pairs(record: Record) -> dict[tuple[str, str], None]:
    return dict.fromkeys(record.pairs())


def _caption(record: Record) -> str:
    schema = building.schema_of(record)
    for prop in schema.caption if schema else ():
        if found := record.first(prop):
            return found
    if schema is not None and schema.edge is not None:
        return " -> ".join(text for prop in schema.ends if (text := record.first(prop)))
    return record.first("name") or record.id


def _row(record: Record) -> Changed:
    return Changed(record.id, record.schema, _caption(record))


def _compare(before: Record, after: Record) -> Changed | None:
    old, new = _pairs(before), _pairs(after)
    came = tuple(pair for pair in new if pair not in old)
    went = tuple(pair for pair in old if pair not in new)
    if not came and not went and before.schema == after.schema:
        return None
    return Changed(after.id, after.schema, _caption(after), came, went)


def verify(path: Path | str | None = None) -> list[Problem]:
    """Read every file again and compare it with its digest; files missing, altered or too many are named."""
    ledger = Path(path) if path is not None else starter_path()
    try:
        manifest = read_manifest(ledger)
    except LedgerError as error:
        if not (ledger / LEDGER_JSON).exists():
            raise
        return [Problem(ledger / LEDGER_JSON, str(error).removeprefix(f"{ledger / LEDGER_JSON}: "))]
    problems = []
    for name in sorted(manifest.datasets):
        for version in manifest.present(name):
            problems += _verify_version(ledger / name / version.version, version)
    return problems + _verify_strays(
        ledger, {n: {v.version for v in manifest.present(n)} for n in manifest.datasets}
    )


def _verify_version(folder: Path, version: Version) -> list[Problem]:
    path = folder / DATASET_JSON
    try:
        if sha256(path) != version.manifest:
            return [Problem(path, "altered: its digest does not fit")]
        dataset, _ = read_dataset(folder)
    except FileNotFoundError:
        return [Problem(path, "missing")]
    except (OSError, CuibonoError):
        return [Problem(path, "cannot be read")]
    problems = []
    for name, digest in sorted(dataset.files.items()):
        try:
            if sha256(folder / name) != digest:
                problems.append(Problem(folder / name, "altered: its digest does not fit"))
        except FileNotFoundError:
            problems.append(Problem(folder / name, "missing"))
        except OSError as error:
            problems.append(Problem(folder / name, f"cannot be read: {error.strerror}"))
    extra = {each.name for each in folder.iterdir()} - {*dataset.files, DATASET_JSON}
    return problems + [Problem(folder / name, "does not belong there") for name in sorted(extra)]


BESIDE = (".names", "judgements.jsonl")
"""What the look-up of names keeps beside the records: an index that can be thrown away, and people's judgements."""


def _verify_strays(ledger: Path, held: dict[str, set[str]]) -> list[Problem]:
    """What lies in the ledger without being listed; left-overs of a killed import are harmless and swept by the next."""
    strays = []
    for path in sorted(ledger.iterdir()):
        if path.name in (LEDGER_JSON, LOCK_NAME, DOWNLOADS, *BESIDE) or path.name.startswith(TEMPORARY):
            continue
        if path.name not in held:
            strays.append(path)
        elif path.is_dir():
            strays += [each for each in sorted(path.iterdir()) if each.name not in held[path.name]]
    return [Problem(path, "is not listed in ledger.json") for path in strays]
