"""``resources/sources.yml``: the registers that can be fetched by name. Checked with pydantic at this edge."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, model_validator

from cuibono.errors import NotInLedgerError, RecordError, ResourceError
from cuibono.ledger.files import safe_name
from cuibono.ledger.formats import all_formats
from cuibono.ledger.metadata import Metadata, Strict

Frequency = Literal["hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "irregularly", "never"]
Size = Annotated[int, Field(gt=0)]
Web = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_OWN = ("format", "changes", "smallest", "largest", "files")


def _file_name(value: Any) -> Any:
    try:
        return safe_name(value, "name")
    except RecordError as error:
        raise ValueError(str(error)) from error


class FileModel(Strict):
    """One file of a register: where it is, what it is called here, how it is packed."""

    name: Annotated[str, BeforeValidator(_file_name)]
    url: Web
    zip: tuple[str, ...] = ()
    index: tuple[str | int, ...] = ()
    sha256: Digest | None = None


class SourceModel(Metadata):
    """One register of ``sources.yml``: the fields of ``dataset.yml`` and where its files are."""

    format: str | None = None
    changes: Frequency
    smallest: Size
    largest: Size
    files: Annotated[tuple[FileModel, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len({file.name.lower() for file in self.files}) < len(self.files):
            raise ValueError("two files of one name")
        if self.smallest > self.largest * len(self.files):
            raise ValueError("smallest is more than largest")
        if self.format is not None and self.format not in all_formats():
            raise ValueError(f"no format {self.format}")
        if not (self.licence and self.url and self.coverage.basis):
            raise ValueError("needs licence, url and coverage with a basis")
        return self


@dataclass(frozen=True, slots=True)
class OfficialSource:
    """A register that can be fetched by name; ``metadata`` are the fields of its ``dataset.yml``."""

    name: str
    title: str
    publisher: str
    country: str | None
    licence: str
    url: str
    format: str | None
    changes: Frequency
    complete: str
    covers: str
    smallest: int
    largest: int
    files: tuple[FileModel, ...]
    metadata: Mapping[str, Any]


@lru_cache(maxsize=1)
def official_sources() -> Mapping[str, OfficialSource]:
    """All registers that can be fetched, by name. Raises :class:`ResourceError` when the list is missing or damaged."""
    path = files("cuibono.ledger.resources") / "sources.yml"
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {name: _source(name, row) for name, row in rows.items()}
    except (OSError, yaml.YAMLError, ValidationError, AttributeError, TypeError) as error:
        raise ResourceError(
            f"the resource ledger/sources.yml is missing or damaged: install cuibono again ({str(error)[:200]})"
        ) from error


def official_source(name: str) -> OfficialSource:
    """The register called so; raises :class:`NotInLedgerError` listing what there is."""
    known = official_sources()
    if name not in known:
        raise NotInLedgerError(f"no register {name[:60]!r} to fetch: there are {', '.join(known)}")
    return known[name]


def _source(name: str, row: Mapping[str, Any]) -> OfficialSource:
    own = all_formats()[row["format"]].metadata if row.get("format") in all_formats() else {}
    model = SourceModel.model_validate({**own, **row, "name": name})
    coverage = model.coverage
    metadata = {key: value for key, value in {**own, **row, "name": name}.items() if key not in _OWN}
    return OfficialSource(
        name=safe_name(name, "name"),
        title=model.title,
        publisher=model.publisher.name,
        country=model.publisher.country,
        licence=model.licence,
        url=model.url or "",
        format=model.format,
        changes=model.changes,
        complete=coverage.complete,
        covers=coverage.basis,
        smallest=model.smallest,
        largest=model.largest,
        files=model.files,
        metadata=metadata,
    )


def today() -> str:
    """The day by universal time."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()
