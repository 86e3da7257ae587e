"""FollowTheMoney entities as JSON lines, plain or nested, as OpenSanctions, Aleph and ``ftm`` itself write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from cuibono.ledger.formats import Context, Format, lines

_BOM = b"\xef\xbb\xbf"


def sniff(head: bytes, path: Path) -> bool:
    """The first line is a JSON object with a schema and properties, or looks like the beginning of one."""
    first = head.removeprefix(_BOM).lstrip().split(b"\n", 1)[0]
    if b'"op":' in first[:4096].replace(b" ", b"") and b'"entity"' in first[:4096]:
        return False
    return first.startswith(b"{") and b'"schema"' in head and b'"properties"' in head


def read(path: Path, context: Context) -> Iterator[Mapping[str, Any]]:
    """One entity a line; a line that is no JSON object is rejected."""
    loads = orjson.loads
    for line in lines(path, context):
        if line.startswith(_BOM):
            line = line.removeprefix(_BOM)
        try:
            entity = loads(line)
        except orjson.JSONDecodeError:
            context.reject(_reason(line))
            continue
        if isinstance(entity, dict):
            yield entity
        else:
            context.reject("no JSON object")


def _reason(line: bytes) -> str:
    """Why a line is no JSON, in words."""
    try:
        orjson.loads(line.strip())
    except orjson.JSONDecodeError as error:
        text = str(error)
        if "surrogate" in text or "UTF-8" in text.upper():
            return "invalid UTF-8"
        if "unexpected end" in text or "EOF" in text:
            return "the line breaks off: half a JSON object"
        return f"no JSON: {error.msg} at character {error.colno}"
    return "no JSON: a control character at the end"


FORMAT = Format("ftm", "FollowTheMoney entities (JSON lines)", sniff, read)
