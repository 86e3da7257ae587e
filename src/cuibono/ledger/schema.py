"""The FollowTheMoney vocabulary: schemas, their properties, which of them are edges, and what dates them.

The table is ``resources/ftm.json``, written from the official package by ``scripts/ftm_schema.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cuibono.errors import ResourceError

#: ``Sanction`` and ``Risk`` name an authority in words and tie it to one entity: edges without a source.
TARGET_ONLY: Mapping[str, str] = {"Sanction": "entity", "Risk": "entity"}
#: Records of a moment: their ``date`` is their end as well as their beginning.
MOMENTS = frozenset({"Payment", "Documentation", "ContractAward", "Succession", "Call"})
NAME_KINDS = ("name", "alias", "weakAlias", "abbreviation", "previousName")
PARENT = "parent"
_TABLE = Path(__file__).with_name("resources") / "ftm.json"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a schema; ``range`` and ``reverse`` only for references to other entities (type ``entity``)."""

    name: str
    type: str
    range: str | None = None
    reverse: str | None = None


@dataclass(frozen=True)
class Schema:
    """One schema with everything that it inherits.

    ``edge`` is (source property, target property), None where the schema is no edge; ``ends`` are the edge properties that
    a record must fill. ``start`` and ``end`` are the properties that date it, best first.
    """

    name: str
    abstract: bool
    ancestors: frozenset[str]
    properties: Mapping[str, Property]
    caption: tuple[str, ...]
    edge: tuple[str | None, str] | None
    start: tuple[str, ...]
    end: tuple[str, ...]

    @property
    def ends(self) -> tuple[str, ...]:
        return tuple(prop for prop in self.edge or () if prop)

    @property
    def is_thing(self) -> bool:
        return "Thing" in self.ancestors

    @cached_property
    def reverse(self) -> Mapping[str, tuple[str, str]]:
        """Reverse property of this schema -> (schema that refers here, its property): nested files write those."""
        found: dict[str, tuple[str, str]] = {}
        for other in vocabulary().schemas.values():
            for prop in other.properties.values():
                if prop.reverse and prop.range in self.ancestors:
                    found.setdefault(prop.reverse, (other.name, prop.name))
        return found


@dataclass(frozen=True)
class Vocabulary:
    """All schemas by name, the order of properties, and the closed lists of values."""

    source: str
    schemas: Mapping[str, Schema]
    props: tuple[str, ...]
    max_length: Mapping[str, int]
    topics: frozenset[str]
    languages: frozenset[str]
    countries: Mapping[str, str]
    country_codes: Mapping[str, str]

    def common(self, one: str, other: str) -> str | None:
        """The more specific of two schemas of which one is a kind of the other; None when they do not go together."""
        if other in self.schemas[one].ancestors:
            return one
        return other if one in self.schemas[other].ancestors else None


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with cuibono; raises :class:`ResourceError` when the file is missing or altered."""
    try:
        raw = json.loads(_TABLE.read_text(encoding="utf-8"))
        return _build(raw)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(
            f"the FollowTheMoney table of cuibono is unreadable ({error}): install again"
        ) from error


def _build(raw: dict[str, Any]) -> Vocabulary:
    lineage: dict[str, tuple[str, ...]] = {}
    for name in raw["schemas"]:
        _ancestors(name, raw["schemas"], lineage)
    countries: dict[str, list[str]] = raw["countries"]
    codes = {code: code for code in countries}
    for code, (_, *spellings) in countries.items():
        for spelling in spellings:
            codes.setdefault(spelling, code)
    return Vocabulary(
        source=raw["source"],
        schemas={name: _schema(name, raw["schemas"], lineage[name]) for name in raw["schemas"]},
        props=tuple(raw["props"]),
        max_length=raw["types"],
        topics=frozenset(raw["topics"]),
        languages=frozenset(raw["languages"]),
        countries={code: names[0] for code, names in countries.items()},
        country_codes=codes,
    )


def _ancestors(name: str, raw: dict[str, Any], done: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The schema and all that it extends, nearest first."""
    if name not in done:
        chain = [name]
        for parent in raw[name].get("extends", ()):
            chain += [up for up in _ancestors(parent, raw, done) if up not in chain]
        done[name] = tuple(chain)
    return done[name]


def _schema(name: str, raw: dict[str, Any], lineage: tuple[str, ...]) -> Schema:
    properties: dict[str, Property] = {}
    for up in reversed(lineage):
        for prop, kind in raw[up]["props"].items():
            properties[prop] = Property(prop, *([kind] if isinstance(kind, str) else kind))
    own = raw[name]
    edge = own.get("edge") or next((raw[up]["edge"] for up in lineage if raw[up].get("edge")), None)
    if name in TARGET_ONLY:
        edge = (None, TARGET_ONLY[name])
    start = tuple(own.get("start", ()))
    return Schema(
        name=name,
        abstract=own.get("abstract", False),
        ancestors=frozenset(lineage),
        properties=properties,
        caption=tuple(own.get("caption", ())),
        edge=(edge[0], edge[1]) if edge else None,
        start=("listingDate", *start) if name in TARGET_ONLY else start,
        end=tuple(own.get("end", ())),
    )
