"""What a dataset will be called and described as: ``dataset.yml``, what the format knows, and what the user says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuibono.errors import RecordError
from cuibono.ledger.files import safe_name
from cuibono.ledger.formats import Format
from cuibono.ledger.records import Coverage, Dataset
from cuibono.ledger.values import iso_date

if TYPE_CHECKING:
    from cuibono.ledger.metadata import Metadata


def describe(
    how: Format,
    source: Path,
    metadata: Path | str | Mapping[str, Any] | None,
    dataset: str | None,
    version: str | None,
    retrieved: str | None,
) -> tuple[Dataset, bool]:
    """The dataset as it will be, counts missing, and whether its version was named by the user."""
    from cuibono.ledger.metadata import load

    raw: Path | dict[str, Any] | None
    if isinstance(metadata, (str, Path)):
        raw = Path(metadata)
    else:
        raw = dict(metadata) if metadata is not None else None
    said = load(raw, fallback=dataset or _stem(source), defaults=how.metadata)
    where = raw if isinstance(raw, Path) else None
    name = (
        dataset
        or said.name
        or (re.sub(r"[^a-z0-9._-]+", "-", _stem(source).lower()).strip("-._") if not where else "")
    )
    if not name:
        raise RecordError("missing: name the dataset here or with --dataset", path=where, field="name")
    chosen = version or said.version
    day = _day(retrieved) or said.retrieved or datetime.now(UTC).date().isoformat()
    described = _dataset(said, safe_name(name, "name"), safe_name(chosen or day, "version"), day)
    return described, bool(chosen)


def _stem(source: Path) -> str:
    return source.name.split(".")[0] or "dataset"


def _day(text: str | None) -> str | None:
    if text is None:
        return None
    found = iso_date(text)
    if found is None:
        raise RecordError("is no ISO date (2020, 2020-03, 2020-03-15)", field="retrieved")
    return found


def _dataset(said: Metadata, name: str, version: str, retrieved: str) -> Dataset:
    coverage: Coverage = said.coverage.record()
    return Dataset(
        name=name,
        version=version,
        title=said.title,
        publisher=said.publisher.name,
        licence=said.licence,
        url=said.url,
        retrieved=retrieved,
        country=said.publisher.country,
        official=said.publisher.official,
        standing=said.standing,
        source_kind=said.source_kind,
        description=said.description,
        coverage=coverage,
    )
