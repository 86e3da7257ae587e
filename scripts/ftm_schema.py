"""Write ``src/cuibono/ledger/resources/ftm.json``: the FollowTheMoney vocabulary in the compact form that the ledger reads.

Run with a Python that has ``followthemoney`` installed (developer machines only; nothing of it is imported at run time)::

    python -m venv /tmp/ftm && /tmp/ftm/bin/pip install followthemoney
    /tmp/ftm/bin/python scripts/ftm_schema.py

The vocabulary is that of https://followthemoney.tech (MIT); territory codes and names are those of ``rigour`` (MIT).
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "src" / "cuibono" / "ledger" / "resources" / "ftm.json"

# One-byte codes in the record file go to the first names of the property list: put what is frequent first.
FREQUENT = [
    "name",
    "alias",
    "weakAlias",
    "previousName",
    "abbreviation",
    "country",
    "jurisdiction",
    "sourceUrl",
    "address",
    "addressEntity",
    "topics",
    "notes",
    "description",
    "summary",
    "keywords",
    "website",
    "legalForm",
    "status",
    "sector",
    "classification",
    "registrationNumber",
    "idNumber",
    "taxNumber",
    "incorporationDate",
    "dissolutionDate",
    "mainCountry",
    "firstName",
    "lastName",
    "middleName",
    "secondName",
    "fatherName",
    "title",
    "birthDate",
    "birthPlace",
    "birthCountry",
    "nationality",
    "citizenship",
    "gender",
    "position",
    "education",
    "political",
    "deathDate",
    "wikidataId",
    "innCode",
    "ogrnCode",
    "leiCode",
    "startDate",
    "endDate",
    "date",
    "listingDate",
    "entity",
    "authority",
    "authorityId",
    "program",
    "programId",
    "reason",
    "role",
    "recordId",
    "publisher",
    "modifiedAt",
    "payer",
    "beneficiary",
    "amount",
    "currency",
    "amountUsd",
    "amountEur",
    "purpose",
    "programme",
    "owner",
    "asset",
    "percentage",
    "ownershipType",
    "director",
    "organization",
    "member",
    "holder",
    "post",
    "subject",
    "object",
    "agent",
    "client",
    "employee",
    "employer",
    "full",
    "street",
    "city",
    "postalCode",
    "region",
    "state",
    "full",
]


def vocabulary() -> dict[str, Any]:
    """The table: schemas in alphabetical order, own properties only; types, enumerations and property order beside it."""
    model = import_module("followthemoney").model
    registry = import_module("followthemoney.types").registry
    schemata = sorted(model.schemata.values(), key=lambda schema: str(schema.name))
    names = {prop.name for schema in schemata for prop in schema.properties.values() if not prop.stub}
    order = list(dict.fromkeys(name for name in FREQUENT if name in names))
    return {
        "source": f"followthemoney {version('followthemoney')}, https://followthemoney.tech",
        "licence": "MIT; Copyright 2017-2024 Journalism Development Network, Inc., 2025 OpenSanctions Datenbanken GmbH",
        "territories": f"rigour {version('rigour')}, MIT",
        "props": order + sorted(names - set(order)),
        "types": {
            kind.name: kind.max_length for kind in sorted(registry.types, key=lambda kind: str(kind.name))
        },
        "topics": sorted(registry.topic.names),
        "languages": sorted(registry.language.names),
        "countries": territories(),
        "schemas": {schema.name: describe(schema) for schema in schemata},
    }


def territories() -> dict[str, list[str]]:
    """FollowTheMoney country code -> its other codes and English names, lower case."""
    module = import_module("rigour.territories")
    table: dict[str, list[str]] = {}
    for place in sorted(module.get_ftm_countries(), key=lambda place: str(place.code)):
        spellings = {
            str(word).lower()
            for word in (place.name, place.full_name, place.in_sentence, *place.codes)
            if word
        }
        table[str(place.code)] = [str(place.name), *sorted(spellings - {str(place.code)})]
    return table


def describe(schema: Any) -> dict[str, Any]:
    """One schema; keys that are empty are left out."""
    own = [prop for prop in schema.properties.values() if prop.schema == schema and not prop.stub]
    entry = {
        "extends": sorted(parent.name for parent in schema.extends),
        "abstract": schema.abstract,
        "matchable": schema.matchable,
        "required": sorted(schema.required),
        "caption": list(schema.caption),
        "edge": [schema.edge_source, schema.edge_target] if schema.edge else [],
        "start": list(schema.temporal_start),
        "end": list(schema.temporal_end),
        "props": {prop.name: spell(prop) for prop in sorted(own, key=lambda prop: str(prop.name))},
    }
    return {key: value for key, value in entry.items() if value or key == "props"}


def spell(prop: Any) -> str | list[Any]:
    """``type`` alone, or ``[type, range, reverse name]`` for a reference to another entity."""
    if prop.type.name != "entity":
        return str(prop.type.name)
    reverse = prop.reverse.name if prop.reverse is not None else None
    return ["entity", prop.range.name if prop.range is not None else None, reverse]


def dump(table: dict[str, Any]) -> str:
    """JSON with one schema a line, so that a change of the vocabulary is a readable difference."""
    lines = []
    for key, value in table.items():
        if key in ("schemas", "countries"):
            rows = ",\n".join(
                f"{json.dumps(k)}:{json.dumps(v, ensure_ascii=False)}" for k, v in value.items()
            )
            lines.append(f'"{key}":{{\n{rows}\n}}')
        else:
            lines.append(f'"{key}":{json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(dump(vocabulary()), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{TARGET} written, {TARGET.stat().st_size} bytes\n")
