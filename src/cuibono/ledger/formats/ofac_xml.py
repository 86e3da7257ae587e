"""The United States' SDN list as the simple XML of the Office of Foreign Assets Control (sdn.xml, consolidated.xml).

Entries bear the numbers of the legacy CSV; like there, the file has no dates of listing. Numbers of papers, phones and
addresses of natural persons are withheld on import.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format, ofac
from cuibono.ledger.formats.safe_xml import Element, elements, text, texts
from cuibono.ledger.formats.shared import country, entity

_NAMES = {"a.k.a.": "alias", "f.k.a.": "previousName", "n.k.a.": "alias"}
_ADDRESS = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
_VESSEL = {
    "callSign": "vessel call sign",
    "vesselType": "vessel type",
    "vesselFlag": "vessel flag",
    "tonnage": "vessel tonnage",
    "grossRegisteredTonnage": "vessel gross registered tonnage",
}


def sniff(head: bytes, path: Path) -> bool:
    return b"<sdnList" in head


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Entries with every name, and their listings, one a programme."""
    for entry in elements(path, ("sdnEntry",), context):
        number, last = text(entry, "uid") or "", text(entry, "lastName")
        schema = ofac.SCHEMAS.get((text(entry, "sdnType") or "").lower())
        if not number.isdigit() or not last or schema is None:
            field = "lastName" if not last else ("sdnType" if schema is None else "uid")
            context.reject("missing or unknown", field)
            continue
        yield _party(number, last, schema, entry)
        for programme in texts(entry, "programList/program"):
            yield ofac.listing(number, programme)


def _party(number: str, last: str, schema: str, entry: Element) -> dict[str, Any]:
    first = text(entry, "firstName") or ""
    person = schema == "Person"
    props: dict[str, list[Any]] = {
        "name": [ofac.person_name(first, last) if person else f"{first} {last}".strip()],
        "sourceUrl": [ofac.PAGE + number],
    }
    if person:
        props |= {"firstName": [first], "lastName": [last]}
    title = text(entry, "title")
    if title:
        props["position" if person else "notes"] = [title]
    _other_names(entry, props, person)
    for item in entry.iterfind("idList/id"):
        ofac.told(text(item, "idType") or "", text(item, "idNumber") or "", schema, props)
    for path, label in (
        ("nationalityList/nationality/country", "nationality country"),
        ("citizenshipList/citizenship/country", "citizenship country"),
        ("dateOfBirthList/dateOfBirthItem/dateOfBirth", "birthdate"),
        ("placeOfBirthList/placeOfBirthItem/placeOfBirth", "place of birth"),
        *((f"vesselInfo/{tag}", label) for tag, label in _VESSEL.items()),
    ):
        for found in texts(entry, path):
            ofac.told(label, found, schema, props)
    _addresses(entry, schema, props)
    return entity(ofac.party_id(number), schema, **props)


def _other_names(entry: Element, props: dict[str, list[Any]], person: bool) -> None:
    for aka in entry.iterfind("akaList/aka"):
        last, first = text(aka, "lastName") or "", text(aka, "firstName") or ""
        kind = _NAMES.get((text(aka, "type") or "").lower(), "alias")
        if (text(aka, "category") or "").lower() == "weak" and kind == "alias":
            kind = "weakAlias"
        if last or first:
            name = ofac.person_name(first, last) if person and last else f"{first} {last}".strip()
            props.setdefault(kind, []).append(name)


def _addresses(entry: Element, schema: str, props: dict[str, list[Any]]) -> None:
    for address in entry.iterfind("addressList/address"):
        code = country(text(address, "country") or "")
        props.setdefault("country", []).append(code or "")
        if schema not in ("Vessel", "Airplane"):
            full = ", ".join(found for tag in _ADDRESS if (found := text(address, tag)))
            props.setdefault("address", []).append(full)


FORMAT = Format(
    "ofac-xml",
    "United States, OFAC: SDN list (simple XML)",
    sniff,
    read,
    ofac.metadata("dates of listing are not in this file"),
)
