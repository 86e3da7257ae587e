"""Any table through a declared mapping: CSV or XLSX, a file or a folder of files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cuibono.errors import RecordError
from cuibono.ledger.formats import Context, Format, packed
from cuibono.ledger.formats.mapping_file import EntityModel, MappingModel, PropertyModel, QueryModel, load
from cuibono.ledger.formats.shared import Row, find_file, slug, table
from cuibono.ledger.formats.sheets import rows as sheet_rows

_DIRECTIVES = re.compile(r"%[a-zA-Z%]")
_DAYS = frozenset({"%d", "%j", "%c", "%x", "%D", "%e", "%F"})
_MONTHS = frozenset({"%m", "%b", "%B", "%h"})


def format_of(path: Path | str) -> Format:
    """The format that a mapping declares; raises :class:`RecordError` for a mapping that cannot be."""
    mapping = load(Path(path))
    metadata: dict[str, Any] = {}
    if mapping.name:
        metadata = {
            "name": slug(mapping.name),
            "title": mapping.label or mapping.name,
            "publisher": {"name": "unknown"},
            "url": mapping.info_url,
        }
    return Format(
        "mapping",
        "a table through a mapping",
        lambda head, path: False,
        partial(read, mapping),
        metadata,
        folders=True,
    )


def read(mapping: MappingModel, path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """The entities of every row of every query that is meant for these files."""
    done = False
    for query in mapping.queries:
        for file in _files(query, mapping, path):
            done = True
            yield from _query(query, mapping.name, file, context)
    if not done:
        wanted = ", ".join(sorted({name for query in mapping.queries for name in query.files}))
        raise RecordError(f"is none of the files that the mapping is for: {wanted}", path=path)


def _files(query: QueryModel, mapping: MappingModel, path: Path) -> list[Path]:
    """The files that a query reads: the source itself unless the mapping tells several files apart."""
    if path.is_dir():
        if not query.files:
            raise RecordError("a folder: say with csv_url which file a query is for", path=path)
        found = [find_file(path, name) for name in query.files]
        for name, file in zip(query.files, found, strict=True):
            if file is None:
                raise RecordError(f"has no file {name[:80]!r}, which the mapping names", path=path)
        return [file for file in found if file]
    several = {each.files for each in mapping.queries}
    plain = path.name.removesuffix(".gz").removesuffix(".xz").removesuffix(".bz2").removesuffix(".zip")
    return [path] if len(several) == 1 or not query.files or plain in query.files else []


def _query(query: QueryModel, prefix: str, path: Path, context: Context) -> Iterator[dict[str, Any]]:
    order = [(name, query.entities[name]) for name in query.ordered()]
    checked = False
    for row in _rows(query, path, context):
        if not checked:
            missing = sorted(query.refs - row.keys())
            if missing:
                raise RecordError(
                    f"has no column {missing[0][:60]!r}, which the mapping names: there are {', '.join(row)[:300]}",
                    path=path,
                )
            checked = True
        if not _wanted(query, row):
            continue
        made: dict[str, dict[str, Any]] = {}
        for name, how in order:
            found = _entity(how, prefix, row, made, context)
            if found is not None:
                made[name] = found
        if not made:
            context.reject("gives no entity: key columns or required properties are empty")
        yield from made.values()


def _rows(query: QueryModel, path: Path, context: Context) -> Iterator[Row]:
    if packed.is_workbook(path):
        return sheet_rows(path, context, query.sheet)
    return table(path, context, delimiter=query.delimiter)


def _wanted(query: QueryModel, row: Row) -> bool:
    return all(row[name] in values for name, values in query.filters.items()) and not any(
        row[name] in values for name, values in query.filters_not.items()
    )


def key(how: EntityModel, prefix: str, row: Row) -> str | None:
    """The id: a column, or SHA-1 over the dataset's name, the literal key and the values of the key columns in order, as FollowTheMoney makes it."""
    if how.id_column:
        return row[how.id_column] or None
    values = sorted(row[name].strip().encode() for name in how.key_columns)
    if not any(values):
        return None
    digest = hashlib.sha1(prefix.encode(), usedforsecurity=False)
    digest.update((how.key_literal or "").strip().encode())
    for value in values:
        digest.update(value)
    return digest.hexdigest()


def _entity(
    how: EntityModel, prefix: str, row: Row, made: Mapping[str, Any], context: Context
) -> dict[str, Any] | None:
    id_ = key(how, prefix, row)
    if id_ is None:
        return None
    properties: dict[str, list[str]] = {}
    for name, prop in how.properties.items():
        if prop.entity is not None:
            found = [made[prop.entity]["id"]] if prop.entity in made else []
        else:
            found = [value for each in _values(prop, row) if (value := _formatted(prop, name, each, context))]
        if prop.required and not found:
            return None
        if found:
            properties[name] = found
    return {"id": id_, "schema": how.schema_, "properties": properties}


def _values(prop: PropertyModel, row: Row) -> list[str]:
    if prop.template is not None:
        text = prop.template
        for column in prop.refs:
            text = text.replace(f"{{{{{column}}}}}", row[column])
        return [text.strip()]
    found = [*prop.said, *(row[column] for column in prop.refs if row[column])]
    if prop.join is not None:
        found = [prop.join.join(found)]
    if prop.split is not None:
        found = [part for value in found for part in value.split(prop.split)]
    return [value.strip() for value in found if value.strip()]


def _formatted(prop: PropertyModel, name: str, value: str, context: Context) -> str | None:
    """A date in the declared format as an ISO date that is no more exact than the format."""
    if prop.format is None:
        return value
    try:
        found = datetime.strptime(value, prop.format).date().isoformat()  # noqa: DTZ007  a day has no zone
    except ValueError:
        context.leave_out(f"is no date of the form {prop.format}", name)
        return None
    parts = set(_DIRECTIVES.findall(prop.format))
    if parts & _DAYS:
        return found
    return found[:7] if parts & _MONTHS else found[:4]
