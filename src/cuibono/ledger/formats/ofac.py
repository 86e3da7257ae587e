"""What the files of the Office of Foreign Assets Control share: kinds of parties, labels of numbers and features, ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cuibono.ledger.codec import Value
from cuibono.ledger.formats.shared import country, day_first, entity, slug
from cuibono.ledger.schema import vocabulary

PAGE = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
PUBLISHER: Mapping[str, Any] = {
    "name": "United States Department of the Treasury, Office of Foreign Assets Control",
    "country": "us",
    "official": True,
}
SCHEMAS: Mapping[str, str] = {
    "individual": "Person",
    "entity": "LegalEntity",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}
#: How the lists call a number or feature -> property; those of persons are withheld on import.
LABELS: Mapping[str, str] = {
    "passport": "passportNumber",
    "tax id no.": "taxNumber",
    "rfc": "taxNumber",
    "nit #": "taxNumber",
    "ssn": "idNumber",
    "national id no.": "idNumber",
    "identification number": "idNumber",
    "cedula no.": "idNumber",
    "c.u.r.p.": "idNumber",
    "registration number": "registrationNumber",
    "registration id": "registrationNumber",
    "company number": "registrationNumber",
    "business registration number": "registrationNumber",
    "business number": "registrationNumber",
    "commercial registry number": "registrationNumber",
    "enterprise number": "registrationNumber",
    "legal entity number": "leiCode",
    "government gazette number": "registrationNumber",
    "trade license no.": "licenseNumber",
    "license": "licenseNumber",
    "d-u-n-s number": "dunsCode",
    "swift/bic": "swiftBic",
    "vessel registration identification": "imoNumber",
    "mmsi": "mmsi",
    "website": "website",
    "email address": "email",
    "phone number": "phone",
    "gender": "gender",
    "nationality country": "nationality",
    "citizenship country": "citizenship",
    "place of birth": "birthPlace",
    "birthdate": "birthDate",
    "title": "position",
    "organization established date": "incorporationDate",
    "organization type:": "sector",
    "target type": "legalForm",
    "vessel call sign": "callSign",
    "vessel type": "type",
    "vessel flag": "flag",
    "flag": "flag",
    "vessel tonnage": "tonnage",
    "vessel gross registered tonnage": "grossRegisteredTonnage",
    "vessel gross tonnage": "grossRegisteredTonnage",
    "aircraft model": "model",
    "aircraft construction number (also called l/n or s/n or f/n)": "serialNumber",
    "aircraft tail number": "registrationNumber",
}
_COUNTRIES = frozenset({"nationality", "citizenship", "flag"})
_DATES = frozenset({"birthDate", "incorporationDate"})


def party_id(number: str) -> str:
    """The same id in every file of the list, so that the formats can follow one another as versions."""
    return f"ofac-{number}"


def told(label: str, text: str, schema: str, props: dict[str, list[Any]]) -> None:
    """Add what a labelled number or feature says, where the schema has a place for it."""
    prop = LABELS.get(label.strip().lower())
    text = text.strip(" .;")
    if prop == "imoNumber" and not text.upper().startswith("IMO"):
        prop = "registrationNumber"
    if prop is None or not text or prop not in vocabulary().schemas[schema].properties:
        return
    if prop in _COUNTRIES:
        found = country(text) or ""
    elif prop in _DATES:
        found = day_first(text.removeprefix("circa ").strip()) or ""
    else:
        found = text.upper().removeprefix("IMO").strip() if prop == "imoNumber" else text
    props.setdefault(prop, []).append(found)


def person_name(first: str, last: str) -> Any:
    """``Abu ABBAS`` with the list's own order beside it."""
    if not first:
        return last
    return Value("", f"{first} {last}", original=f"{last}, {first}")


def listing(number: str, programme: str, **more: Any) -> dict[str, Any]:
    """One listing under one programme."""
    return entity(
        f"{party_id(number)}-{slug(programme)}",
        "Sanction",
        entity=party_id(number),
        authority="Office of Foreign Assets Control",
        authorityId=number,
        country="us",
        program=programme,
        sourceUrl=PAGE + number,
        **more,
    )


def metadata(withheld: str) -> dict[str, Any]:
    """The fields of ``dataset.yml`` for any file of the list."""
    return {
        "name": "ofac-sdn",
        "title": "Specially Designated Nationals and Blocked Persons List",
        "publisher": dict(PUBLISHER),
        "licence": "United States government work, public domain",
        "url": "https://sanctionslist.ofac.treas.gov/Home/SdnList",
        "standing": "regulator",
        "coverage": {
            "relations": ["Sanction"],
            "sources": ["Office of Foreign Assets Control"],
            "complete": "yes",
            "basis": "the publisher's own file of the whole list on the day it was retrieved",
            "withheld": withheld,
        },
    }
