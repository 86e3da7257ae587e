"""The United States' SDN list in the legacy CSV files of the Office of Foreign Assets Control: sdn, alt, add, sdn_comments.

No header by default (a re-saved file may have one), ``-0-`` for nothing, several programmes as ``A] [B``. The lists carry no dates
of listing. Give the folder, or one file: its companions beside it are read too. Remarks of natural persons are taken
apart, never stored whole: they hold numbers of papers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.codec import Value
from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.shared import (
    country,
    day_first,
    entity,
    find_file,
    first_row,
    fold,
    make_id,
    sites,
    slug,
    table,
)
from cuibono.ledger.schema import vocabulary

_SDN = (
    "ent_num",
    "name",
    "type",
    "programme",
    "title",
    "call_sign",
    "vessel_type",
    "tonnage",
    "grt",
    "flag",
    "owner",
    "remarks",
)
_ALT = ("ent_num", "alt_num", "type", "name", "remarks")
_ADD = ("ent_num", "add_num", "address", "city", "country", "remarks")
_SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "": "LegalEntity"}
_NAMES = {"aka": "alias", "fka": "previousName", "nka": "alias"}
_PAGE = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_QUOTED = re.compile(r"(a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) '(.+?)'", re.IGNORECASE)
_LINKED = re.compile(r"Linked To: (.+)")
#: Beginning of a remark -> property; the rest of the remark is the value.
_REMARKS = (
    ("DOB ", "birthDate"),
    ("alt. DOB ", "birthDate"),
    ("POB ", "birthPlace"),
    ("alt. POB ", "birthPlace"),
    ("nationality ", "nationality"),
    ("alt. nationality ", "nationality"),
    ("citizen ", "citizenship"),
    ("alt. citizen ", "citizenship"),
    ("Gender ", "gender"),
    ("Website ", "website"),
    ("alt. Website ", "website"),
    ("Organization Established Date ", "incorporationDate"),
    ("Vessel Registration Identification IMO ", "imoNumber"),
    ("Vessel Registration Identification ", "registrationNumber"),
    ("MMSI ", "mmsi"),
    ("Aircraft Model ", "model"),
    ("Aircraft Construction Number ", "serialNumber"),
    ("Registration Number ", "registrationNumber"),
    ("Registration ID ", "registrationNumber"),
    ("Company Number ", "registrationNumber"),
    ("Tax ID No. ", "taxNumber"),
    ("SWIFT/BIC ", "swiftBic"),
    ("Organization Type: ", "sector"),
    ("Target Type ", "legalForm"),
)
_COUNTRIES = frozenset({"nationality", "citizenship"})


def sniff(head: bytes, path: Path) -> bool:
    """A folder with sdn.csv; or a table of twelve columns with the nulls of that list."""
    if path.is_dir():
        return find_file(path, "sdn.csv") is not None
    row = first_row(head)
    return (
        len(row) == len(_SDN)
        and (b"-0-" in head)
        and (row[0].isdigit() or row[0].lower() in ("id", "ent_num"))
    )


def _rows(path: Path | None, columns: tuple[str, ...], context: Context) -> Iterator[dict[str, str]]:
    """Rows without nulls; a header, where there is one, is left out."""
    if path is None:
        return
    for row in table(path, context, columns):
        found = {key: "" if value == "-0-" else value for key, value in row.items()}
        if found["ent_num"].isdigit():
            yield found
        elif found["ent_num"].lower() not in ("id", "ent_num"):
            context.reject("no number of an entry", "ent_num")


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Entries, their listings one a programme, other names, addresses, and ties named in the remarks."""
    folder = path if path.is_dir() else path.parent
    listed: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    linked: list[tuple[str, str]] = []
    comments = _comments(find_file(folder, "sdn_comments.csv"), context)
    sdn = (find_file(path, "sdn.csv") or path) if path.is_dir() else path
    for row in _rows(sdn, _SDN, context):
        schema = _SCHEMAS.get(row["type"].lower())
        if schema is None:
            context.reject(f"unknown type {row['type'][:20]!r}", "type")
            continue
        id_ = f"ofac-{row['ent_num']}"
        listed[row["ent_num"]] = schema
        names.setdefault(fold(row["name"]), []).append(id_)
        remarks = (row["remarks"] + comments.get(row["ent_num"], "")).removesuffix(".")
        linked += [
            (id_, found.group(1)) for part in remarks.split("; ") if (found := _LINKED.fullmatch(part))
        ]
        yield _entry(id_, schema, row, remarks)
        yield from _listings(id_, row)
    yield from _other_names(find_file(folder, "alt.csv"), listed, context)
    yield from _addresses(find_file(folder, "add.csv"), listed, context)
    yield from _ties(linked, names)


def _comments(path: Path | None, context: Context) -> dict[str, str]:
    """Remarks that did not fit into the main file go on here, in the middle of a word."""
    if path is None:
        return {}
    found: dict[str, str] = {}
    for row in table(path, context, ("ent_num", "remarks")):
        found[row["ent_num"]] = found.get(row["ent_num"], "") + row["remarks"]
    return found


def _entry(id_: str, schema: str, row: dict[str, str], remarks: str) -> dict[str, Any]:
    props: dict[str, list[Any]] = {"name": [row["name"]], "sourceUrl": [_PAGE + row["ent_num"]]}
    if schema == "Person":
        props |= _person_name(row["name"])
        props["position"] = [row["title"]] if row["title"] else []
    elif row["title"]:
        props["notes"] = [row["title"]]
    if schema == "Vessel":
        props |= {
            "flag": [country(row["flag"]) or ""],
            "callSign": [row["call_sign"]],
            "type": [row["vessel_type"]],
            "tonnage": [row["tonnage"]],
            "grossRegisteredTonnage": [row["grt"]],
        }
    for part in remarks.split("; "):
        _remark(part, schema, props)
    return entity(id_, schema, **props)


def _person_name(name: str) -> dict[str, list[Any]]:
    """``ABBAS, Abu`` as Abu ABBAS, with the list's own wording beside it."""
    last, comma, first = name.partition(", ")
    if not comma:
        return {}
    return {
        "name": [Value("name", f"{first} {last}", original=name)],
        "firstName": [first],
        "lastName": [last],
    }


def _remark(part: str, schema: str, props: dict[str, list[Any]]) -> None:
    for kind, text in _QUOTED.findall(part):
        props.setdefault("previousName" if kind.lower().startswith("f") else "weakAlias", []).append(text)
    known = vocabulary().schemas[schema].properties
    for mark, prop in _REMARKS:
        if part.startswith(mark) and prop in known:
            text = part[len(mark) :].strip(" .;")
            if prop == "website":
                props.setdefault(prop, []).extend(sites(text))
                return
            value = (country(text) or "") if prop in _COUNTRIES else _plain(prop, text)
            props.setdefault(prop, []).append(value)
            return
    # What is left may hold the numbers of a person's papers: only words without digits are kept.
    if part and not _QUOTED.search(part) and not _LINKED.fullmatch(part):
        if schema != "Person":
            props.setdefault("notes", []).append(part)
        elif not any(ch.isdigit() for ch in part) and "@" not in part:
            props.setdefault("position" if " of " in part else "notes", []).append(part)


def _plain(prop: str, text: str) -> str:
    if prop in ("birthDate", "incorporationDate"):
        return day_first(text) or day_first(text.removeprefix("circa ").strip()) or ""
    if prop in ("imoNumber", "mmsi"):
        return text.split(" ")[0]
    return text.partition(" (")[0] if prop in ("registrationNumber", "taxNumber") else text


def _listings(id_: str, row: dict[str, str]) -> Iterator[dict[str, Any]]:
    """One listing a programme."""
    for programme in row["programme"].split("] ["):
        name = programme.strip(" []")
        if name:
            yield entity(
                f"{id_}-{slug(name)}",
                "Sanction",
                entity=id_,
                authority="Office of Foreign Assets Control",
                authorityId=row["ent_num"],
                country="us",
                program=name,
                sourceUrl=_PAGE + row["ent_num"],
            )


def _other_names(path: Path | None, listed: dict[str, str], context: Context) -> Iterator[dict[str, Any]]:
    for row in _rows(path, _ALT, context):
        schema = listed.get(row["ent_num"])
        if schema is None:
            context.reject(f"another name for entry {row['ent_num']}, which is not there", "ent_num")
            continue
        name: Any = row["name"]
        if schema == "Person" and ", " in name:
            last, _, first = name.partition(", ")
            name = Value("", f"{first} {last}", original=name)
        prop = _NAMES.get(row["type"].lower(), "alias")
        yield entity(f"ofac-{row['ent_num']}", schema, **{prop: [name]})


def _addresses(path: Path | None, listed: dict[str, str], context: Context) -> Iterator[dict[str, Any]]:
    for row in _rows(path, _ADD, context):
        schema = listed.get(row["ent_num"])
        if schema is None:
            context.reject(f"an address for entry {row['ent_num']}, which is not there", "ent_num")
            continue
        code = country(row["country"]) if row["country"] else None
        props: dict[str, Any] = {"country": code}
        if schema not in ("Person", "Vessel", "Airplane"):
            props["address"] = ", ".join(
                part for part in (row["address"], row["city"], row["country"]) if part
            )
        if any(props.values()):
            yield entity(f"ofac-{row['ent_num']}", schema, **props)


def _ties(linked: list[tuple[str, str]], names: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """``Linked To: NAME``, where exactly one entry bears that name."""
    for id_, name in linked:
        others = names.get(fold(name), [])
        if len(others) == 1 and others[0] != id_:
            yield entity(
                make_id("ofac-link", id_, others[0]),
                "UnknownLink",
                subject=id_,
                object=others[0],
                role="linked to",
            )


FORMAT = Format(
    "ofac-sdn",
    "United States, OFAC: SDN list (legacy CSV)",
    sniff,
    read,
    {
        "name": "ofac-sdn",
        "title": "Specially Designated Nationals and Blocked Persons List",
        "publisher": {
            "name": "United States Department of the Treasury, Office of Foreign Assets Control",
            "country": "us",
            "official": True,
        },
        "licence": "United States government work, public domain",
        "url": "https://www.treasury.gov/ofac/downloads/",
        "standing": "regulator",
        "coverage": {
            "relations": ["Sanction"],
            "sources": ["Office of Foreign Assets Control"],
            "complete": "yes",
            "basis": "the publisher's own file of the whole list on the day it was retrieved",
            "exceptions": "",
            "withheld": "dates of listing are not in this file",
        },
    },
    folders=True,
)
