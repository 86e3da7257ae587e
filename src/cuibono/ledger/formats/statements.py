"""FollowTheMoney statements as CSV or JSON lines: one value of one property a row, as OpenSanctions and ``ftm statements`` write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from cuibono.ledger.cells import unguarded
from cuibono.ledger.codec import Value
from cuibono.ledger.formats import Context, Format, lines, read_head
from cuibono.ledger.formats.shared import has_columns, table

COLUMNS = ("entity_id", "prop", "schema", "value")
#: The property that only says that an entity was seen.
_BASE = "id"
#: A column that only our export writes.
_OURS = "source_url"


def sniff(head: bytes, path: Path) -> bool:
    if head.lstrip()[:1] == b"{":
        first = head.split(b"\n", 1)[0]
        return all(b'"%s"' % name.encode() in first for name in COLUMNS) and b'"properties"' not in first
    return has_columns(head, COLUMNS)


def read(path: Path, context: Context) -> Iterator[Mapping[str, Any]]:
    """A piece of an entity for every row; the importer joins pieces of one id. Candidates (``external``) are left out."""
    rows = _objects(path, context) if read_head(path).lstrip()[:1] == b"{" else _cells(path, context)
    return pieces(rows, context)


def pieces(rows: Iterable[Mapping[str, Any]], context: Context) -> Iterator[Mapping[str, Any]]:
    """A piece of an entity for every row that names entity, schema and property."""
    for row in rows:
        if str(row.get("external") or "").lower() in ("t", "true", "1"):
            continue
        if not all(isinstance(row.get(name), str) and row[name] for name in ("entity_id", "schema", "prop")):
            missing = next(name for name in ("entity_id", "schema", "prop") if not row.get(name))
            context.reject("missing", missing)
            continue
        yield _piece(row)


def _piece(row: Mapping[str, Any]) -> dict[str, Any]:
    seen = {key: str(row.get(key) or "") for key in ("first_seen", "last_seen")}
    piece: dict[str, Any] = {"id": row["entity_id"], "schema": row["schema"], "properties": {}}
    if row["prop"] == _BASE:
        return piece
    value = Value(
        row["prop"],
        str(row.get("value") or ""),
        row.get("lang") or None,
        row.get("original_value") or None,
        seen["first_seen"] or None,
        seen["last_seen"] or None,
        row.get("source_url") or None,
    )
    piece["properties"] = {row["prop"]: [value]}
    return piece


def _cells(path: Path, context: Context) -> Iterator[Mapping[str, Any]]:
    """The rows of a CSV file; cells that our own export guarded against spreadsheets are as they were before."""
    for row in table(path, context):
        yield {key: unguarded(value) for key, value in row.items()} if _OURS in row else row


def _objects(path: Path, context: Context) -> Iterator[Mapping[str, Any]]:
    for line in lines(path, context):
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError:
            context.reject("no JSON")
            continue
        if isinstance(row, dict):
            yield row
        else:
            context.reject("no JSON object")


FORMAT = Format("statements", "FollowTheMoney statements (CSV, JSON lines)", sniff, read)
