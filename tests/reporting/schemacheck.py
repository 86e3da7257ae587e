"""A small checker for the part of JSON Schema that the schema of a check uses; says what is wrong and where."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
KNOWN = {
    *(
        "$schema",
        "$defs",
        "$ref",
        "title",
        "description",
        "type",
        "properties",
        "required",
        "additionalProperties",
    ),
    *("items", "enum", "const", "anyOf", "minimum", "maximum", "minItems", "maxItems", "pattern"),
}


def errors(
    value: Any, schema: Mapping[str, Any], root: Mapping[str, Any] | None = None, where: str = ""
) -> list[str]:
    """All violations of ``schema`` in ``value``; a keyword this checker does not know is one too."""
    root = root or schema
    if "$ref" in schema:
        return errors(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, where)
    found = [f"{where}: unknown keyword {key}" for key in schema if key not in KNOWN]
    if "anyOf" in schema and all(errors(value, option, root, where) for option in schema["anyOf"]):
        found.append(f"{where}: fits no option")
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(_is(value, name) for name in names):
        return [*found, f"{where}: {type(value).__name__} is no {' or '.join(names)}"]
    return found + _parts(value, schema, root, where)


def _is(value: Any, name: str) -> bool:
    return isinstance(value, _TYPES[name]) and not (isinstance(value, bool) and name in ("integer", "number"))


def _parts(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], where: str) -> list[str]:
    found: list[str] = []
    if isinstance(value, dict):
        found += [f"{where}: lacks {key}" for key in schema.get("required", []) if key not in value]
        known = schema.get("properties", {})
        for key, item in value.items():
            if key in known:
                found += errors(item, known[key], root, f"{where}.{key}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{where}: surplus {key}")
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{where}: {len(value)} items")
        for i, item in enumerate(value):
            found += errors(item, schema.get("items", {}), root, f"{where}[{i}]")
    elif isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{where}: {value!r} does not match")
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        found += [] if low <= value <= high else [f"{where}: {value} out of range"]
    return found
