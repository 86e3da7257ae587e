"""Restrictive measures of the European Union, consolidated annexes as CSV: one row a listing, named by legal act and annex.

The tables of github.com/opensanctions/opensanctions (datasets/eu/journal_sanctions), one file an act; a folder of them is read as one
register. Dates as ``28.7.2023``, several values separated by ``;``. The same organisation in several acts is one entity.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.shared import (
    Row,
    country,
    day_first,
    entity,
    fold,
    has_columns,
    make_id,
    sites,
    table,
)
from cuibono.ledger.schema import vocabulary

_MARKS = ("celex", "programKey", "annex", "measure", "startDate", "schema", "name")
_MANY = ("alias", "weakAlias", "previousName")
_COUNTRIES = ("country", "nationality", "jurisdiction", "flag")
_DATES = ("birthDate", "incorporationDate")
#: Columns that nothing here needs.
_LEFT = ("phone", "email")
_OWN = {*_MARKS, *_LEFT, "recordId", "reason", *_MANY, *_COUNTRIES, *_DATES}


def sniff(head: bytes, path: Path) -> bool:
    """A table with the columns of these annexes, or a folder of such tables."""
    if path.is_dir():
        return bool(_files(path))
    return has_columns(head, _MARKS)


def _files(folder: Path) -> list[Path]:
    from cuibono.ledger.formats import read_head

    tables = [path for path in sorted(folder.rglob("*")) if ".csv" in path.suffixes and path.is_file()]
    return tables if tables and has_columns(read_head(tables[0]), _MARKS) else []


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """One entity and one listing a row."""
    for file in _files(path) if path.is_dir() else [path]:
        for row in table(file, context):
            schema = row["schema"] or "LegalEntity"
            known = vocabulary().schemas.get(schema)
            if known is None or not row["name"]:
                context.reject(
                    f"unknown schema {schema[:30]!r}" if row["name"] else "missing",
                    "schema" if row["name"] else "name",
                )
                continue
            id_ = _id(row, known.name)
            yield entity(id_, known.name, **_props(row, set(known.properties)))
            yield _listing(id_, row)


def _id(row: Row, schema: str) -> str:
    """By name, for persons with the year of birth, so that the same one in several acts is one."""
    if schema == "Person":
        born = day_first(row["birthDate"].split(";")[0]) if row["birthDate"] else None
        return make_id("eu-listed", "Person", fold(row["name"]), (born or "")[:4])
    kind = schema if schema in ("Vessel", "Airplane") else "LegalEntity"
    return make_id("eu-listed", kind, fold(row["name"]), row.get("imoNumber") if kind == "Vessel" else None)


def _props(row: Row, known: set[str]) -> dict[str, Any]:
    props: dict[str, Any] = {"name": row["name"]}
    for prop in _MANY:
        props[prop] = _several(row[prop])
    for prop in _COUNTRIES:
        if prop in known:
            props[prop] = [code for each in _several(row[prop]) if (code := country(each))]
    for prop in _DATES:
        if prop in known:
            props[prop] = [found for each in _several(row[prop]) if (found := day_first(each))]
    for prop, value in row.items():
        if prop not in _OWN and prop in known:
            props[prop] = sites(value) if prop == "website" else _several(value)
    return props


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _listing(id_: str, row: Row) -> dict[str, Any]:
    start = day_first(row["startDate"]) if row["startDate"] else None
    return entity(
        make_id("eu-listing", row["celex"], row["annex"], row["recordId"], row["measure"], id_),
        "Sanction",
        entity=id_,
        authority="Council of the European Union",
        authorityId=row["recordId"],
        country="eu",
        program=row["programKey"],
        provisions=row["measure"],
        recordId=" ".join(part for part in (row["celex"], "annex", row["annex"]) if part),
        listingDate=start,
        reason=row["reason"],
        sourceUrl=f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{row['celex']}",
    )


FORMAT = Format(
    "eu-annexes",
    "European Union: annexes of restrictive measures (CSV by legal act)",
    sniff,
    read,
    {
        "name": "eu-sanctions",
        "title": "Restrictive measures of the European Union, annexes of the legal acts",
        "publisher": {"name": "Council of the European Union", "country": "eu", "official": False},
        "licence": "Decision 2011/833/EU (reuse of Commission documents); tables MIT",
        "url": "https://eur-lex.europa.eu/",
        "standing": "regulator",
        "coverage": {
            "relations": ["Sanction"],
            "sources": ["Council of the European Union"],
            "complete": "no",
            "basis": "tables made by OpenSanctions from the annexes; not an official file",
        },
    },
    folders=True,
)
