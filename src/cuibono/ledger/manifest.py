"""``ledger.json`` and ``dataset.json``: which versions there are, which is current, which was current when.

``ledger.json`` is canonical JSON that carries its own digest, so any flipped byte is found; it is replaced atomically and
holds no wall-clock time, so the same imports give the same bytes.

Which version counts: of the versions of a dataset the one with the latest ``retrieved`` date, the later import among
equals. ``as_of`` leaves out versions retrieved after that day. A date of less precision counts as its last day.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from cuibono.errors import InputError, LedgerError
from cuibono.ledger.files import replace_atomically
from cuibono.ledger.records import Coverage, Dataset

LEDGER_JSON, DATASET_JSON = "ledger.json", "dataset.json"
#: Folder inside a ledger for what is being downloaded.
DOWNLOADS = ".downloads"
STATEMENTS, EDGES, RECORDS, REJECTS = "statements.parquet", "edges.parquet", "records.bin", "rejects.jsonl"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Version:
    """A line of ``ledger.json``: ``content`` is the digest of what the records say, ``manifest`` that of dataset.json.

    ``order`` counts imports over the whole ledger. ``removed``: no longer there.
    """

    version: str
    retrieved: str
    order: int
    content: str
    manifest: str
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """``ledger.json``: dataset -> versions in order of import."""

    datasets: Mapping[str, tuple[Version, ...]]

    def present(self, dataset: str) -> tuple[Version, ...]:
        return tuple(v for v in self.datasets.get(dataset, ()) if not v.removed)

    def current(self, dataset: str, as_of: str | None = None) -> Version | None:
        """The version that counts (on that day); None when there is none."""
        day = last_day(as_of) if as_of else None
        held = [v for v in self.present(dataset) if day is None or last_day(v.retrieved) <= day]
        return max(held, key=lambda v: (last_day(v.retrieved), v.order), default=None)

    def with_version(self, dataset: str, version: Version) -> Manifest:
        others = tuple(v for v in self.datasets.get(dataset, ()) if v.version != version.version)
        return Manifest({**self.datasets, dataset: (*others, version)})

    def without(self, dataset: str, version: str) -> Manifest:
        marked = tuple(
            replace(v, removed=True) if v.version == version else v for v in self.datasets.get(dataset, ())
        )
        return Manifest({**self.datasets, dataset: marked})

    @property
    def next_order(self) -> int:
        return 1 + max((v.order for versions in self.datasets.values() for v in versions), default=0)


def last_day(date: str) -> str:
    """The date filled up to a day that sorts after all of its period: ``2020`` gives ``2020-12-31``."""
    return (
        date + "9999-12-31"[len(date) :]
        if len(date) == 4
        else (date + "-31" if len(date) == 7 else date[:10])
    )


def check_as_of(text: str) -> str:
    """An ISO date prefix, or :class:`InputError`."""
    from cuibono.ledger.values import iso_date

    found = iso_date(text)
    if found is None:
        raise InputError(f"{text[:40]!r} is no date: write 2022-01-31, 2022-01 or 2022")
    return found


def _canonical(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def write_manifest(ledger: Path, manifest: Manifest) -> None:
    """Replace ``ledger.json`` atomically."""
    replace_atomically(ledger / LEDGER_JSON, manifest_bytes(manifest))


def manifest_bytes(manifest: Manifest) -> bytes:
    body: dict[str, Any] = {
        "format": FORMAT,
        "datasets": {
            name: [asdict(v) for v in versions] for name, versions in manifest.datasets.items() if versions
        },
    }
    body["sha256"] = hashlib.sha256(_canonical(body)).hexdigest()
    return _canonical(body)


def read_manifest(ledger: Path) -> Manifest:
    """Read ``ledger.json``; raises :class:`LedgerError` when there is none or it is damaged."""
    path = ledger / LEDGER_JSON
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LedgerError(f"{ledger}: no ledger there: make one with `cuibono ledger init`") from error
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        body = json.loads(data)
        if body["format"] > FORMAT:
            raise LedgerError(f"{path}: written by a newer cuibono: update cuibono")
        manifest = Manifest({name: tuple(Version(**v) for v in vs) for name, vs in body["datasets"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError(f"{path}: damaged: restore it from a copy") from error
    if manifest_bytes(manifest) != data:
        raise LedgerError(f"{path}: damaged: its digest does not fit: restore it from a copy")
    return manifest


def dataset_bytes(dataset: Dataset, extra: Mapping[str, Any]) -> bytes:
    """``dataset.json``: the fields of :class:`Dataset`, and how it was made."""
    return _canonical({**asdict(dataset), **extra})


_NAMES = tuple(field.name for field in fields(Dataset))


def read_dataset(folder: Path) -> tuple[Dataset, Mapping[str, Any]]:
    """The dataset of a version folder and the whole of its ``dataset.json``."""
    path = folder / DATASET_JSON
    try:
        body = json.loads(path.read_bytes())
        coverage: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in body["coverage"].items()
        }
        known = {key: body[key] for key in _NAMES if key in body}
        return Dataset(**{**known, "coverage": Coverage(**coverage)}), body
    except FileNotFoundError:
        raise
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError(f"{path}: damaged: run `cuibono ledger verify`") from error


def fingerprint(versions: Iterable[tuple[str, Version]]) -> str:
    """A short digest naming dataset versions and their content."""
    text = "\n".join(f"{name} {v.version} {v.content} {v.manifest}" for name, v in versions)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
