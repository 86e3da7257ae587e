"""``mapping.yml``: which columns of a table say what, in FollowTheMoney's mapping form. Checked with pydantic at this edge.

The form is that of https://followthemoney.tech/docs/mappings/: queries with ``entities``, each with ``schema``, ``key``/``keys`` or ``id_column``,
and ``properties`` with ``column``/``columns``, ``literal``/``literals``, ``join``, ``split``, ``template``, ``format``, ``entity``, ``required``; ``filters``,
``filters_not``. Beyond it ``sheet`` and ``delimiter`` of a query. The same mapping gives the same ids as FollowTheMoney's own command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from cuibono.errors import RecordError
from cuibono.ledger.metadata import Strict
from cuibono.ledger.schema import vocabulary

_REFERENCE = re.compile(r"{{([^(}})]*)}}")


_LARGEST = 1 << 20


class _Loader(yaml.SafeLoader):
    """YAML in which ``No``, ``off`` and 2020-01-02 are text: they are columns, countries and days."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if not tag.endswith((":bool", ":timestamp"))]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def read_yaml(path: Path) -> Any:
    """The content of a small YAML file; raises :class:`RecordError` where it is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise RecordError("larger than 1 MB: this is no mapping", path=path)
        return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506  a safe loader
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror}", path=path) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        reason = getattr(error, "problem", None) or "unreadable"
        raise RecordError(f"is no YAML: {reason}", path=path, line=line) from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RecordError("is no YAML in UTF-8", path=path) from error


def _several(value: Any) -> Any:
    if value is None:
        return ()
    return tuple(map(_word, value)) if isinstance(value, (list, tuple)) else (_word(value),)


def _word(value: Any) -> Any:
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_several)]
Filter = dict[str, Words]


class PropertyModel(Strict):
    """Where the values of one property come from."""

    column: Words = ()
    columns: Words = ()
    literal: Words = ()
    literals: Words = ()
    join: str | None = None
    split: Annotated[str | None, Field(min_length=1)] = None
    template: str | None = None
    format: str | None = None
    entity: str | None = None
    required: bool = False
    fuzzy: bool = False

    @property
    def refs(self) -> tuple[str, ...]:
        """All columns that are read."""
        return (*self.column, *self.columns, *_REFERENCE.findall(self.template or ""))

    @property
    def said(self) -> tuple[str, ...]:
        return (*self.literal, *self.literals)


class EntityModel(Strict):
    """One entity that every row gives."""

    schema_: str = Field(alias="schema")
    key: Words = ()
    keys: Words = ()
    key_literal: str | None = None
    id_column: str | None = None
    properties: dict[str, PropertyModel] = Field(default_factory=dict)

    @property
    def key_columns(self) -> tuple[str, ...]:
        return (*self.key, *self.keys)

    @model_validator(mode="after")
    def _fits_the_vocabulary(self) -> Self:
        schema = vocabulary().schemas.get(self.schema_)
        if schema is None or schema.abstract:
            raise ValueError(f"{'abstract' if schema else 'unknown'} schema {self.schema_!r}")
        if bool(self.key_columns) == bool(self.id_column):
            raise ValueError("name either keys or id_column")
        for name in self.properties:
            if name not in schema.properties:
                raise ValueError(f"{self.schema_} has no property {name!r}")
        return self


class QueryModel(Strict):
    """What one table gives."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    csv_url: Words = ()
    csv_urls: Words = ()
    sheet: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    filters: Filter = Field(default_factory=dict)
    filters_not: Filter = Field(default_factory=dict)
    entities: Annotated[dict[str, EntityModel], Field(min_length=1)]

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files that it is meant for; none: for any."""
        return tuple(url.replace("\\", "/").rsplit("/", 1)[-1] for url in (*self.csv_url, *self.csv_urls))

    @property
    def refs(self) -> frozenset[str]:
        """All columns that the table must have."""
        columns = [*self.filters, *self.filters_not]
        for entity in self.entities.values():
            columns += [*entity.key_columns, *([entity.id_column] if entity.id_column else [])]
            columns += [ref for prop in entity.properties.values() for ref in prop.refs]
        return frozenset(columns)

    def ordered(self) -> tuple[str, ...]:
        """The entities so that each comes behind those it refers to; raises ``ValueError`` for a circle."""
        waiting, done = dict(self.entities), list[str]()
        while waiting:
            ready = [name for name, entity in waiting.items() if set(_needs(entity)) <= set(done)]
            if not ready:
                raise ValueError(f"{', '.join(waiting)} refer to one another in a circle")
            done += ready[:1]
            del waiting[ready[0]]
        return tuple(done)

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        schemas = vocabulary().schemas
        for name, entity in self.entities.items():
            for prop, how in entity.properties.items():
                kind = schemas[entity.schema_].properties[prop]
                if how.entity is None:
                    continue
                if how.entity not in self.entities:
                    raise ValueError(f"{name}.{prop} refers to an entity {how.entity!r} that is not there")
                other = self.entities[how.entity].schema_
                if kind.type != "entity" or (
                    kind.range and kind.range not in {other, *schemas[other].ancestors}
                ):
                    raise ValueError(f"{name}.{prop} must be a {kind.range or kind.type}, not a {other}")
        self.ordered()
        return self


class MappingModel(Strict):
    """A whole mapping: the dataset's name (it is part of every id) and its queries."""

    name: str = ""
    label: str = ""
    info_url: str | None = None
    queries: Annotated[tuple[QueryModel, ...], Field(min_length=1)]


def _needs(entity: EntityModel) -> Iterable[str]:
    return (how.entity for how in entity.properties.values() if how.entity)


def load(path: Path) -> MappingModel:
    """Read and check a mapping; raises :class:`RecordError` with file and field."""
    raw = read_yaml(path)
    if not isinstance(raw, Mapping) or not raw:
        raise RecordError("must map the name of the dataset to its queries", path=path)
    name, said = "", raw
    if not {"queries", "query", "entities"} & set(raw):
        if len(raw) != 1:
            raise RecordError(f"holds {len(raw)} datasets: one file, one dataset", path=path)
        name, said = next((str(key), value) for key, value in raw.items())
    if not isinstance(said, Mapping):
        raise RecordError("must hold queries", path=path, field=name or None)
    queries = said.get("queries") or said.get("query") or ([said] if "entities" in said else [])
    queries = queries if isinstance(queries, list) else [queries]
    for query in queries:
        if isinstance(query, Mapping) and ("database" in query or "tables" in query):
            raise RecordError("reads a database: export the table as CSV and name it with csv_url", path=path)
    rest = (
        {"label": str(said.get("label") or ""), "info_url": said.get("info_url")}
        if "entities" not in said
        else {}
    )
    try:
        return MappingModel.model_validate({"name": name, "queries": queries, **rest})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        reason = "missing" if first["type"] == "missing" else str(first["msg"]).removeprefix("Value error, ")
        raise RecordError(reason, path=path, field=field or None) from error
