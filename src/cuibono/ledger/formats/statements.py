"""FollowTheMoney statements as CSV or JSON lines: one value of one property a row, as OpenSanctions and ``ftm statements`` write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from cuibono.ledger.codec import Value
from cuibono.ledger.formats import Context, Format, lines, read_head
from cuibono.ledger.formats.shared import has_columns, table

_COLUMNS = ("entity_id", "prop", "schema", "value")
#: The property that only says that an entity was seen.
_BASE = "id"


def sniff(head: bytes, path: Path) -> bool:
    if head.lstrip()[:1] == b"{":
        first = head.split(b"\n", 1)[0]
        return all(b'"%s"' % name.encode() in first for name in _COLUMNS) and b'"properties"' not in first
    return has_columns(head, _COLUMNS)


def read(path: Path, context: Context) -> Iterator[Mapping[str, Any]]:
    """A piece of an entity for every row; the importer joins pieces of one id. Candidates (``external``) are left out."""
    rows = _objects(path, context) if read_head(path).lstrip()[:1] == b"{" else table(path, context)
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
