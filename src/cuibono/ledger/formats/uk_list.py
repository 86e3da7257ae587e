"""The United Kingdom's sanctions lists as published: the UK Sanctions List (CSV) and the former consolidated list of OFSI (ConList.csv).

Both have a line above the header, a row a name, dates as ``15/03/2022`` and unknown parts of a date as ``00``. Passport and national
numbers, phones, mail and postal addresses of persons are withheld on import.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.codec import Value
from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.shared import Row, country, day_first, entity, has_columns, slug, table
from cuibono.ledger.schema import vocabulary

_NEW = ("Unique ID", "Name 6", "Name type", "Regime Name", "Designation Type", "Date Designated")
_OLD = ("Name 6", "Group Type", "Alias Type", "Regime", "Group ID")
_SCHEMAS = {"individual": "Person", "entity": "LegalEntity", "ship": "Vessel"}
_PARTS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_SEVERAL = re.compile(r"\s*(?:\(\d+\)|\d\)|;|\|)\s*")
_DATE = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
#: Property -> columns of the new list and of the old one.
_PLAIN: Mapping[str, tuple[str, ...]] = {
    "position": ("Position",),
    "gender": ("Gender",),
    "birthPlace": ("Town of birth", "Town of Birth"),
    "passportNumber": ("Passport number", "Passport Number"),
    "idNumber": ("National Identifier number", "National Identification Number"),
    "phone": ("Phone number",),
    "email": ("Email address",),
    "website": ("Website",),
    "legalForm": ("Type of entity",),
    "registrationNumber": ("Business registration number (s)", "Hull identification number (HIN)"),
    "imoNumber": ("IMO number",),
    "type": ("Type of ship",),
    "tonnage": ("Tonnage of ship",),
    "buildDate": ("Year Built",),
}
_PLACES: Mapping[str, tuple[str, ...]] = {
    "nationality": ("Nationality(/ies)", "Nationality"),
    "birthCountry": ("Country of birth", "Country of Birth"),
    "country": ("Address Country", "Country"),
    "flag": ("Current believed flag of ship",),
    "pastFlags": ("Previous flags",),
}
_LANGUAGES = {
    "arabic": "ara",
    "russian": "rus",
    "belarusian": "bel",
    "chinese": "zho",
    "persian": "fas",
    "farsi": "fas",
    "korean": "kor",
    "ukrainian": "ukr",
    "burmese": "mya",
    "serbian": "srp",
}


def sniff(head: bytes, path: Path) -> bool:
    """The header stands on the first line or, under the day of the report, on the second."""
    return has_columns(head, _NEW, within=2) or has_columns(head, _OLD, within=2)


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """The listed with all spellings of the row, and one listing each."""
    for row in table(path, context, marks=("Name 6", "Name 1")):
        new = "Unique ID" in row
        number = row["Unique ID"] if new else row["Group ID"]
        schema = _SCHEMAS.get((row["Designation Type"] if new else row["Group Type"]).lower())
        if schema is None or not slug(number):
            context.reject("missing or unknown", "Designation Type" if schema is None else "Unique ID")
            continue
        id_ = f"gb-fcdo-{slug(number)}" if new else f"gb-ofsi-{slug(number)}"
        yield entity(id_, schema, **_props(row, schema, new=new))
        yield _listing(id_, number, row, context, new=new)


def _props(row: Row, schema: str, *, new: bool) -> dict[str, Any]:
    known = vocabulary().schemas[schema].properties
    props: dict[str, Any] = {_kind(row, new=new): _name(row, schema)}
    if schema == "Person" and "name" in props:
        props |= {"firstName": row["Name 1"], "lastName": row["Name 6"]}
    for prop, columns in _PLAIN.items():
        if prop in known:
            props[prop] = [part for column in columns for part in _several(row[column])]
    for prop, columns in _PLACES.items():
        if prop in known:
            props[prop] = [
                code for column in columns for part in _several(row[column]) if (code := country(part))
            ]
    original = row["Name non-latin script"] or row["Name Non-Latin Script"]
    if original:
        language = row["Non-latin script language"] or row["Non-Latin Script Language"]
        props["alias"] = [
            *_listed(props.get("alias")),
            Value("", original, lang=_LANGUAGES.get(language.lower())),
        ]
    if schema == "Person":
        props["birthDate"] = [
            found for part in _several(row["D.O.B"] or row["DOB"]) if (found := _date(part))
        ]
    if schema != "Vessel":
        props["address"] = _address(row)
    return props


def _listed(value: Any) -> list[Any]:
    return [] if not value else [value]


def _kind(row: Row, *, new: bool) -> str:
    kind = (row["Name type"] if new else row["Alias Type"]).lower()
    weak = "low" in (row["Alias strength"] if new else row["Alias Quality"]).lower()
    if kind.startswith("primary name variation"):
        return "alias"
    if kind.startswith("primary") or not kind:
        return "name"
    if kind.startswith(("fka", "previous")):
        return "previousName"
    return "weakAlias" if weak else "alias"


def _name(row: Row, schema: str) -> str:
    """Given names first: the list writes the family name, or the whole name of a body, in Name 6."""
    return " ".join(row[part] for part in _PARTS if row[part])


def _several(text: str) -> list[str]:
    return [part.strip(" .,") for part in _SEVERAL.split(text) if part.strip(" .,")]


def _date(text: str) -> str | None:
    """``00/05/1975`` is May 1975, ``00/00/1975`` is 1975."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return day_first(text)
    day, month, year = found.groups()
    if month == "00":
        return year
    return day_first(text) if day != "00" else f"{year}-{month}"


def _address(row: Row) -> str:
    lines = [row[f"Address Line {number}"] or row[f"Address {number}"] for number in range(1, 7)]
    lines += [row["Address Postal Code"] or row["Post/Zip Code"], row["Address Country"] or row["Country"]]
    return ", ".join(line for line in lines if line) if any(lines[:6]) else ""


def _listing(id_: str, number: str, row: Row, context: Context, *, new: bool) -> dict[str, Any]:
    said = row["Date Designated"] if new else row["UK Sanctions List Date Designated"] or row["Listed On"]
    designated = _date(said) if said else None
    if said and designated is None:
        context.leave_out("is no date", "Date Designated" if new else "Listed On")
    regime = row["Regime Name"] if new else row["Regime"]
    changed = row["Last Updated"]
    return entity(
        f"{id_}-listing",
        "Sanction",
        entity=id_,
        authority="Foreign, Commonwealth and Development Office" if new else "HM Treasury",
        authorityId=number,
        unscId=row["UN Reference Number"],
        country="gb",
        program=regime,
        provisions=[part.strip() for part in row["Sanctions Imposed"].split("|") if part.strip()],
        reason=row["UK Statement of Reasons"],
        listingDate=designated,
        modifiedAt=_date(changed) if changed else None,
        sourceUrl="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    )


FORMAT = Format(
    "uk-list",
    "United Kingdom: UK Sanctions List, consolidated list of OFSI (CSV as published)",
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
            "basis": "the publisher's own file of the whole list on the day it was retrieved",
        },
    },
)
