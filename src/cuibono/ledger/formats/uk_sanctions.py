"""The UK Sanctions List of the Foreign, Commonwealth and Development Office as normalised CSV tables.

A folder with subjects.csv (unique_id, subject_type, date_designated, ...), subject_names, subject_countries, subject_identifiers and
subject_dobs, as github.com/covyr/uk-sanctions-list derives them from the official file; or subjects.csv alone with its companions
beside it. Of the identifiers only web sites and ship numbers are read; the rest are numbers of papers, phones, mail addresses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.shared import Row, country, day_first, entity, find_file, has_columns, table

_SCHEMAS = {"individual": "Person", "entity": "LegalEntity", "ship": "Vessel"}
_COUNTRIES = {"birth": "birthCountry", "nationality": "nationality", "flag": "flag", "address": "country"}
_IDENTIFIERS = {"website": "website", "imo": "imoNumber"}
_NAME_PARTS = ("name_1", "name_2", "name_3", "name_4", "name_5", "name_6")


def sniff(head: bytes, path: Path) -> bool:
    """subjects.csv, or a folder with it and the names."""
    if path.is_dir():
        return (
            find_file(path, "subjects.csv") is not None and find_file(path, "subject_names.csv") is not None
        )
    return has_columns(head, ("unique_id", "subject_type", "ofsi_group_id", "date_designated"))


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Subjects with names and countries, and one listing each."""
    folder = path if path.is_dir() else path.parent
    subjects = (find_file(folder, "subjects.csv") or path) if path.is_dir() else path
    schemas: dict[str, str] = {}
    for row in table(subjects, context):
        schema = _SCHEMAS.get(row["subject_type"].lower())
        if schema is None:
            context.reject(f"unknown type {row['subject_type'][:20]!r}", "subject_type")
            continue
        schemas[row["unique_id"]] = schema
        yield entity(_id(row), schema)
        yield _listing(row, context)
    for name, take in (
        ("subject_names.csv", _names),
        ("subject_countries.csv", _countries),
        ("subject_identifiers.csv", _identifiers),
        ("subject_dobs.csv", _births),
    ):
        found = find_file(folder, name)
        for row in table(found, context) if found else ():
            if row["unique_id"] not in schemas:
                context.reject(f"{name}: subject {row['unique_id'][:20]!r} is not there", "unique_id")
                continue
            schema = schemas[row["unique_id"]]
            if props := take(row, schema):
                yield entity(_id(row), schema, **props)


def _id(row: Row) -> str:
    return f"gb-fcdo-{row['unique_id'].lower()}"


def _listing(row: Row, context: Context) -> dict[str, Any]:
    designated = day_first(row["date_designated"]) if row["date_designated"] else None
    if row["date_designated"] and designated is None:
        context.leave_out("is no date", "date_designated")
    return entity(
        f"{_id(row)}-listing",
        "Sanction",
        entity=_id(row),
        authority="Foreign, Commonwealth and Development Office",
        authorityId=row["unique_id"],
        unscId=row.get("un_reference_number"),
        country="gb",
        program=row["unique_id"].rstrip("0123456789"),
        listingDate=designated,
        modifiedAt=day_first(row["last_updated"]) if row.get("last_updated") else None,
        sourceUrl="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    )


def _names(row: Row, schema: str) -> dict[str, Any]:
    kind = "name" if row["name_type"].lower().startswith("primary") else "alias"
    if kind == "alias" and "low" in row["alias_strength"].lower():
        kind = "weakAlias"
    props: dict[str, list[str]] = defaultdict(list)
    full = row["full_name"]
    if schema == "Person":
        # The list writes the family name in name_6 and may put it first in the full name.
        full = " ".join(row[part] for part in _NAME_PARTS if row[part]) or full
        if kind == "name":
            props |= {"firstName": [row["name_1"]], "lastName": [row["name_6"]]}
    props[kind].append(full)
    return props


def _countries(row: Row, schema: str) -> dict[str, Any]:
    code = country(row["iso"]) or country(row["raw_value"])
    prop = _COUNTRIES.get(row["country_type"].lower(), "country")
    if prop == "flag" and schema != "Vessel":
        prop = "country"
    if prop in ("birthCountry", "nationality") and schema != "Person":
        prop = "country"
    return {prop: code} if code else {}


def _identifiers(row: Row, schema: str) -> dict[str, Any]:
    kind = row["identifier_type"].lower()
    prop = next((prop for word, prop in _IDENTIFIERS.items() if word in kind), None)
    if prop is None or (prop == "imoNumber") != (schema == "Vessel"):
        return {}
    return {prop: row["raw_value"]}


def _births(row: Row, schema: str) -> dict[str, Any]:
    return {"birthDate": row["year"]} if schema == "Person" and row["year"] else {}


FORMAT = Format(
    "uk-sanctions",
    "United Kingdom: UK Sanctions List (normalised CSV)",
    sniff,
    read,
    {
        "name": "uk-sanctions",
        "title": "UK Sanctions List",
        "publisher": {
            "name": "Foreign, Commonwealth and Development Office",
            "country": "gb",
            "official": True,
        },
        "licence": "Open Government Licence v3",
        "url": "https://www.gov.uk/government/publications/the-uk-sanctions-list",
        "standing": "regulator",
        "coverage": {
            "relations": ["Sanction"],
            "sources": ["Foreign, Commonwealth and Development Office"],
            "complete": "yes",
            "basis": "tables derived from the publisher's file of the whole list",
        },
    },
    folders=True,
)
