"""How a finished version appears: everything on disk first, then one rename; and what a killed importer left is taken up."""

from __future__ import annotations

from pathlib import Path

from cuibono.ledger.files import discard, flush_file, flush_folder, sha256
from cuibono.ledger.manifest import DATASET_JSON, Version, read_dataset, read_manifest, write_manifest
from cuibono.ledger.records import Dataset


def commit(ledger: Path, folder: Path, dataset: Dataset) -> None:
    """Everything on disk first, then one rename."""
    for path in folder.iterdir():
        flush_file(path)
    flush_folder(folder)
    home = ledger / dataset.name
    home.mkdir(exist_ok=True)
    flush_folder(ledger)
    folder.rename(home / dataset.version)
    flush_folder(home)


def adopt(ledger: Path) -> None:
    """Enter whole versions that a killed importer put in place but could not list; drop what was being removed.

    Call it only while holding the lock.
    """
    manifest = read_manifest(ledger)
    changed = manifest
    for path in sorted(ledger.glob(f"*/*/{DATASET_JSON}")):
        name, version = path.parent.parent.name, path.parent.name
        listed = {v.version: v for v in manifest.datasets.get(name, ())}
        if version in listed:
            if listed[version].removed:
                discard(path.parent)
            continue
        dataset, extra = read_dataset(path.parent)
        if dataset.name == name and dataset.version == version and _whole(path.parent, dataset):
            entry = Version(
                version, dataset.retrieved or "", changed.next_order, extra["content"], sha256(path)
            )
            changed = changed.with_version(name, entry)
    if changed is not manifest:
        write_manifest(ledger, changed)


def _whole(folder: Path, dataset: Dataset) -> bool:
    try:
        return all(sha256(folder / name) == digest for name, digest in dataset.files.items())
    except OSError:
        return False
