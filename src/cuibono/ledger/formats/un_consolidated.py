"""The United Nations Security Council's consolidated list (XML)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.safe_xml import Element, elements, text, texts
from cuibono.ledger.formats.shared import country, entity

_LIST = "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list"


def sniff(head: bytes, path: Path) -> bool:
    return b"<CONSOLIDATED_LIST" in head


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Individuals and entities, each with its listing."""
    for element in elements(path, ("INDIVIDUAL", "ENTITY"), context):
        number = text(element, "DATAID")
        name = _name(element)
        if not number or not number.isdigit() or not name:
            context.reject("missing", "DATAID" if name else "FIRST_NAME")
            continue
        id_ = f"unsc-{number}"
        yield _person(id_, name, element) if element.tag == "INDIVIDUAL" else _body(id_, name, element)
        yield _listing(id_, element)


def _name(element: Element) -> str:
    parts = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    return " ".join(found for part in parts if (found := text(element, part)))


def _aliases(element: Element, tag: str) -> dict[str, Any]:
    found: dict[str, list[str]] = {"alias": [], "weakAlias": []}
    for alias in element.iterfind(tag):
        name = text(alias, "ALIAS_NAME")
        if name:
            low = (text(alias, "QUALITY") or "").lower() == "low"
            found["weakAlias" if low else "alias"].append(name)
    original = text(element, "NAME_ORIGINAL_SCRIPT")
    if original:
        found["alias"].append(original)
    return found


def _countries(element: Element, path: str) -> list[str]:
    return [code for found in texts(element, path) if (code := country(found))]


def _person(id_: str, name: str, element: Element) -> dict[str, Any]:
    return entity(
        id_,
        "Person",
        name=name,
        **_aliases(element, "INDIVIDUAL_ALIAS"),
        title=texts(element, "TITLE/VALUE"),
        position=texts(element, "DESIGNATION/VALUE"),
        nationality=_countries(element, "NATIONALITY/VALUE"),
        birthDate=[
            year[:4]
            for tag in ("YEAR", "DATE")
            for year in texts(element, f"INDIVIDUAL_DATE_OF_BIRTH/{tag}")
            if year
        ],
        birthCountry=_countries(element, "INDIVIDUAL_PLACE_OF_BIRTH/COUNTRY"),
        gender=(text(element, "GENDER") or "").lower(),
        country=_countries(element, "INDIVIDUAL_ADDRESS/COUNTRY"),
    )


def _body(id_: str, name: str, element: Element) -> dict[str, Any]:
    return entity(
        id_,
        "Organization",
        name=name,
        **_aliases(element, "ENTITY_ALIAS"),
        country=_countries(element, "ENTITY_ADDRESS/COUNTRY"),
        notes=text(element, "COMMENTS1"),
    )


def _listing(id_: str, element: Element) -> dict[str, Any]:
    reference = text(element, "REFERENCE_NUMBER")
    return entity(
        f"{id_}-listing",
        "Sanction",
        entity=id_,
        authority="United Nations Security Council",
        authorityId=reference,
        unscId=reference,
        program=text(element, "UN_LIST_TYPE"),
        country="un",
        listingDate=(text(element, "LISTED_ON") or "")[:10],
        sourceUrl=_LIST,
    )


FORMAT = Format(
    "un-consolidated",
    "United Nations Security Council: consolidated list (XML)",
    sniff,
    read,
    {
        "name": "un-sanctions",
        "title": "United Nations Security Council Consolidated List",
        "publisher": {"name": "United Nations Security Council", "country": "un", "official": True},
        "licence": "United Nations public document",
        "url": _LIST,
        "standing": "regulator",
        "coverage": {
            "relations": ["Sanction"],
            "sources": ["United Nations Security Council"],
            "complete": "yes",
            "basis": "the publisher's own file of the whole list",
        },
    },
)
