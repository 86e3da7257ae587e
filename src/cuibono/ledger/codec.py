"""How one entity of one dataset is written as one line of text.

Spill files of the importer and the record file share it::

    id US head US field US field ...          US = \\x1f, one line an entity, LF inside values written as \\x1c
    field = code value [GS lang GS original GS first_seen GS last_seen GS source_url]          GS = \\x1d

``code`` is one character naming the property. Fields that begin with \\x01, \\x02, \\x03 hold what goes for the whole
entity: first seen, last seen, source address. ``head`` begins with the character of the schema. Control characters never
occur in values: they are stripped on import.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

US, GS, NL = "\x1f", "\x1d", "\x1c"
FIRST_SEEN, LAST_SEEN, SOURCE_URL = "\x01", "\x02", "\x03"
WHOLE = (FIRST_SEEN, LAST_SEEN, SOURCE_URL)
#: The head of a record that only lists the ties of an entity which another dataset describes.
STUB = " "


def characters(count: int) -> Iterator[str]:
    """Printable characters, those of one byte first."""
    codes = [*range(0x21, 0x7F), *range(0xA1, 0xA1 + count)]
    return (chr(code) for code in codes[:count])


@dataclass(frozen=True)
class Codes:
    """Characters for schemas and properties, both ways. A record file carries its own lists."""

    schemas: tuple[str, ...]
    props: tuple[str, ...]
    schema_of: Mapping[str, str]
    prop_of: Mapping[str, str]
    schema_code: Mapping[str, str]
    prop_code: Mapping[str, str]

    @classmethod
    def of(cls, schemas: Sequence[str], props: Sequence[str]) -> Codes:
        return _codes(tuple(schemas), tuple(props))


@lru_cache(maxsize=32)
def _codes(schemas: tuple[str, ...], props: tuple[str, ...]) -> Codes:
    schema_of = dict(zip(characters(len(schemas)), schemas, strict=True))
    prop_of = dict(zip(characters(len(props)), props, strict=True))
    return Codes(
        schemas=schemas,
        props=props,
        schema_of=schema_of,
        prop_of=prop_of,
        schema_code={name: code for code, name in schema_of.items()},
        prop_code={name: code for code, name in prop_of.items()},
    )


class Value(NamedTuple):
    """A value of a property with what is said about it; None where nothing is."""

    prop: str
    value: str
    lang: str | None = None
    original: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One entity as one dataset has it. ``fields`` are as written, ``rich`` when some say more than a value.

    ``ties`` lists the numbers of the records that have it at one end.
    """

    id: str
    schema: str
    fields: list[str]
    prop_of: Mapping[str, str]
    rich: bool
    ties: str
    first_seen: str | None = None
    last_seen: str | None = None
    source_url: str | None = None

    @property
    def values(self) -> list[Value]:
        """The fields read, in order."""
        prop_of = self.prop_of
        if self.rich:
            return [_full_value(field, prop_of) for field in self.fields]
        return [Value(prop_of[field[0]], field[1:]) for field in self.fields]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """(property, value) in order."""
        if self.rich:
            return ((value.prop, value.value) for value in self.values)
        prop_of = self.prop_of
        return ((prop_of[field[0]], field[1:]) for field in self.fields)

    def of(self, prop: str) -> list[str]:
        """The values of one property."""
        return [value for name, value in self.pairs() if name == prop]

    def first(self, prop: str) -> str | None:
        for name, value in self.pairs():
            if name == prop:
                return value
        return None


def write_value(code: str, value: Value) -> str:
    """One field."""
    text = code + value.value.replace("\n", NL)
    rest = [part or "" for part in value[2:]]
    if any(rest):
        text = (text + GS + GS.join(rest).replace("\n", NL)).rstrip(GS)
    return text


def parse(line: str, codes: Codes) -> Record:
    """The record of one line of a record file."""
    id_, head, *fields = line.split(US)
    schema = codes.schema_of.get(head[0], "")
    rich = GS in line or NL in line
    if not fields or fields[0][0] > SOURCE_URL:
        return Record(id_, schema, fields, codes.prop_of, rich, head[1:])
    whole: dict[str, str] = {}
    while fields and fields[0][0] in WHOLE:
        whole[fields[0][0]] = fields[0][1:]
        del fields[0]
    seen = (whole.get(FIRST_SEEN), whole.get(LAST_SEEN), whole.get(SOURCE_URL))
    return Record(id_, schema, fields, codes.prop_of, rich, head[1:], *seen)


def _full_value(field: str, prop_of: Mapping[str, str]) -> Value:
    value, *rest = field[1:].replace(NL, "\n").split(GS)
    return Value(prop_of[field[0]], value, *(part or None for part in rest))


def write_ties(ordinals: Sequence[int]) -> str:
    """Ascending record numbers as hexadecimal differences, ``1a,3,f0``."""
    previous, parts = 0, []
    for ordinal in ordinals:
        parts.append(f"{ordinal - previous:x}")
        previous = ordinal
    return ",".join(parts)


def parse_ties(text: str) -> list[int]:
    """The reverse of :func:`write_ties`."""
    total, found = 0, []
    for part in text.split(",") if text else ():
        total += int(part, 16)
        found.append(total)
    return found


def statement_id(dataset: str, entity_id: str, prop: str, value: str, lang: str | None = None) -> str:
    """The id that FollowTheMoney gives to the statement: SHA-1 over dataset, entity, property, value, language."""
    key = (
        f"{dataset}.{entity_id}.{prop}.{value}"
        if lang is None
        else f"{dataset}.{entity_id}.{prop}.{value}@{lang}"
    )
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
