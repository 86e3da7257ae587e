"""Registrants and foreign principals under the United States' Foreign Agents Registration Act, bulk CSV (Windows-1252).

Reads FARA_All_ForeignPrincipals, FARA_All_Registrants, and the historical and supplemental tables with their own headings; a
folder is read as one register, the historical tables only where the current ones are missing. A registrant may be a
natural person: addresses are not read.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.shared import Row, country, entity, first_row, fold, make_id, month_first, table

_PAGE = "https://efile.fara.gov/ords/fara/f?p=1381:1"
#: Our name of a column -> how the tables write it.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("Registration Number", "Registration #"),
    "registrant": ("Registrant Name", "Registrant"),
    "registered": ("Registrant Date", "RegistrationDate"),
    "terminated": ("TerminationDate",),
    "principal": ("Foreign Principal",),
    "begun": ("Foreign Principal Registration Date", "Foreign PrincipalRegistration Date"),
    "ended": ("Foreign Principal Termination Date", "Foreign PrincipalTermination Date"),
    "country": ("Country/Location Represented", "Country/LocationRepresented"),
}
_REGISTRANTS = ("Registration Number", "Registration Date", "Termination Date", "Name", "Business Name")


def _is_registrants(row: list[str]) -> bool:
    return set(_REGISTRANTS) <= set(row)


def _is_principals(row: list[str]) -> bool:
    return all(set(_COLUMNS[key]) & set(row) for key in ("number", "registrant", "principal", "country"))


def sniff(head: bytes, path: Path) -> bool:
    if path.is_dir():
        return bool(_files(path))
    row = first_row(head)
    return _is_registrants(row) or _is_principals(row)


def _files(folder: Path) -> list[Path]:
    """The tables to read: registrants first; of several tables of principals the one that names terminations and is current."""
    from cuibono.ledger.formats import read_head

    heads = {
        path: first_row(read_head(path))
        for path in sorted(folder.iterdir())
        if path.is_file() and ".csv" in path.suffixes
    }
    registrants = [path for path, row in heads.items() if _is_registrants(row)]
    principals = [path for path, row in heads.items() if _is_principals(row)]
    current = [path for path in principals if "Foreign Principal Termination Date" in heads[path]]
    past = [path for path in principals if "Foreign PrincipalTermination Date" in heads[path]]
    return registrants + (current or past or principals)


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Registrants, principals, and who represents whom from when to when."""
    for file in _files(path) if path.is_dir() else [path]:
        rows = table(file, context)
        for row in rows:
            if "Name" in row and "Foreign Principal" not in row:
                yield from _registrant(row, context)
            else:
                yield from _pair(row, context)


def _agent(number: str) -> str:
    return f"us-fara-{number}"


def _registrant(row: Row, context: Context) -> Iterator[dict[str, Any]]:
    if not row["Registration Number"].isdigit():
        context.reject("no number", "Registration Number")
        return
    yield entity(
        _agent(row["Registration Number"]),
        "LegalEntity",
        name=_text(row["Name"]),
        alias=_text(row["Business Name"]),
        registrationNumber=row["Registration Number"],
        sourceUrl=_PAGE,
    )


def _pair(row: Row, context: Context) -> Iterator[dict[str, Any]]:
    said = {key: next((row[name] for name in names if name in row), "") for key, names in _COLUMNS.items()}
    number, principal = said["number"], _text(said["principal"])
    if not number.isdigit() or not principal:
        context.reject(
            "no number" if principal else "missing",
            "Registration Number" if principal else "Foreign Principal",
        )
        return
    code = country(said["country"]) if said["country"] else None
    if said["country"] and code is None:
        context.leave_out(f"{said['country'][:40]!r} is no country", "Country/Location Represented")
    client = make_id("us-fara-principal", fold(principal), said["country"].upper())
    begun, ended = month_first(said["begun"]), month_first(said["ended"])
    yield entity(
        _agent(number),
        "LegalEntity",
        name=_text(said["registrant"]),
        registrationNumber=number,
        sourceUrl=_PAGE,
    )
    yield entity(client, "LegalEntity", name=principal, country=code)
    yield entity(
        make_id("us-fara-representation", number, client, begun),
        "Representation",
        agent=_agent(number),
        client=client,
        role="foreign agent",
        startDate=begun,
        endDate=ended,
        recordId=number,
        sourceUrl=_PAGE,
    )


def _text(value: str) -> str:
    return html.unescape(value).replace("\u00a0", " ").strip()


FORMAT = Format(
    "fara",
    "United States: foreign agents and principals (FARA bulk CSV)",
    sniff,
    read,
    {
        "name": "us-fara",
        "title": "Foreign Agents Registration Act: registrants and foreign principals",
        "publisher": {"name": "United States Department of Justice", "country": "us", "official": True},
        "licence": "United States government work, public domain",
        "url": "https://efile.fara.gov/",
        "standing": "regulator",
        "coverage": {
            "relations": ["Representation"],
            "sources": ["United States Department of Justice"],
            "places": ["us"],
            "start": "1942",
            "complete": "yes",
            "basis": "the publisher's bulk tables of registrants and principals, active and terminated",
            "withheld": "short-form registrations of individuals are not in these tables",
        },
    },
    folders=True,
)
