"""The United States' SDN list in the advanced XML of the Office of Foreign Assets Control (sdn_advanced.xml, the UN's sanctions standard 1.0).

Unlike the other files it dates every listing and says how parties are related. Parties bear the numbers of the legacy CSV.
"Owned or controlled by" stands as a ``Control``: the list does not say which of the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format, ofac
from cuibono.ledger.formats.safe_xml import Element, elements, text, texts
from cuibono.ledger.formats.shared import country, entity, make_id

#: Lists of values that the rest refers to by number.
_VALUES = (
    "AliasType",
    "Country",
    "DetailReference",
    "EntryEventType",
    "FeatureType",
    "IDRegDocType",
    "LegalBasis",
    "List",
    "LocPartType",
    "NamePartType",
    "PartySubType",
    "PartyType",
    "RelationType",
    "SanctionsType",
)
_PARTS = (*_VALUES, "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry")
_NAMES = {"a.k.a.": "alias", "f.k.a.": "previousName", "n.k.a.": "alias", "name": "alias"}
#: Relation, from one party to another -> record, its property for the one and for the other.
_RELATIONS: dict[str, tuple[str, str, str]] = {
    "owned or controlled by": ("Control", "controlled", "controller"),
    "owns, controls, or operates": ("Control", "controller", "controlled"),
    "acting for or on behalf of": ("Representation", "agent", "client"),
    "principal executive officer": ("Directorship", "director", "organization"),
}
_ORDER = ("first name", "middle name", "patronymic", "last name", "matronymic", "maiden name")
_BODIES = ("Person", "LegalEntity")


@dataclass(slots=True)
class _Known:
    """What earlier parts of the file said that later ones refer to."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    papers: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[str, tuple[str, str]] = field(default_factory=dict)

    def value(self, kind: str, number: str | None) -> str:
        """What a number of a list of values stands for; empty where it stands for nothing."""
        return self.values.get((kind, number or ""), "")


def sniff(head: bytes, path: Path) -> bool:
    return b"<Sanctions" in head and (b"<ReferenceValueSets" in head or b"/sanctions/1.0" in head)


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Parties, how they are related, and their listings with dates."""
    known = _Known()
    for element in elements(path, _PARTS, context):
        tag = element.tag
        if tag == "DistinctParty":
            yield from _party(element, known, context)
        elif tag == "SanctionsEntry":
            yield from _listings(element, known, context)
        elif tag == "ProfileRelationship":
            yield from _relation(element, known)
        elif tag == "Location":
            known.places[element.get("ID", "")] = _place(element, known)
        elif tag == "IDRegDocument":
            kind = known.value("IDRegDocType", element.get("IDRegDocTypeID"))
            paper = (kind, text(element, "IDRegistrationNo") or "")
            known.papers[element.get("IdentityID", "")].append(paper)
        else:
            known.values[(str(tag), element.get("ID", ""))] = text(element, ".") or ""
            if tag == "PartySubType":
                known.kinds[element.get("ID", "")] = element.get("PartyTypeID", "")


def _place(element: Element, known: _Known) -> tuple[str | None, str]:
    """(country code, full address)."""
    at = element.find("LocationCountry")
    name = known.value("Country", at.get("CountryID")) if at is not None else ""
    parts = texts(element, "LocationPart/LocationPartValue/Value")
    return country(name) if name else None, ", ".join([*parts, name] if name else parts)


def _schema(profile: Element, known: _Known) -> str | None:
    sub = profile.get("PartySubTypeID", "")
    kind = known.value("PartyType", known.kinds.get(sub)).lower()
    return ofac.SCHEMAS.get(kind) or ofac.SCHEMAS.get(known.value("PartySubType", sub).lower())


def _party(element: Element, known: _Known, context: Context) -> Iterator[dict[str, Any]]:
    profile, number = element.find("Profile"), element.get("FixedRef", "")
    schema = _schema(profile, known) if profile is not None else None
    if profile is None or schema is None or not number.isdigit():
        context.reject("no kind of party that is known", "PartySubTypeID" if number.isdigit() else "FixedRef")
        return
    props: dict[str, list[Any]] = {"sourceUrl": [ofac.PAGE + number]}
    for identity in profile.iterfind("Identity"):
        _names(identity, known, schema, props)
        for kind, paper in known.papers.pop(identity.get("ID", ""), ()):
            ofac.told(kind, paper, schema, props)
    for feature in profile.iterfind("Feature"):
        _feature(feature, known, schema, props)
    if not props.get("name"):
        context.reject("missing", "NamePartValue")
        return
    known.parties[profile.get("ID", "")] = (number, schema)
    yield entity(ofac.party_id(number), schema, **props)


def _names(identity: Element, known: _Known, schema: str, props: dict[str, list[Any]]) -> None:
    groups = {
        group.get("ID", ""): known.value("NamePartType", group.get("NamePartTypeID")).lower()
        for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    for alias in identity.iterfind("Alias"):
        kind = _NAMES.get(known.value("AliasType", alias.get("AliasTypeID")).lower(), "alias")
        if alias.get("LowQuality") == "true" and kind == "alias":
            kind = "weakAlias"
        for name in alias.iterfind("DocumentedName"):
            parts = [
                (groups.get(part.get("NamePartGroupID", ""), ""), " ".join((part.text or "").split()))
                for part in name.iterfind("DocumentedNamePart/NamePartValue")
            ]
            main = alias.get("Primary") == "true" and not props.get("name")
            _name(parts, "name" if main else kind, schema, props)


def _name(parts: list[tuple[str, str]], kind: str, schema: str, props: dict[str, list[Any]]) -> None:
    if schema == "Person" and any(group in _ORDER for group, _ in parts):
        parts = sorted(parts, key=lambda part: _ORDER.index(part[0]) if part[0] in _ORDER else 2)
        if kind == "name":
            for prop, group in (("firstName", "first name"), ("lastName", "last name")):
                props[prop] = [text for found, text in parts if found == group]
    whole = " ".join(text for _, text in parts if text)
    if whole:
        props.setdefault(kind, []).append(whole)


def _feature(feature: Element, known: _Known, schema: str, props: dict[str, list[Any]]) -> None:
    label = known.value("FeatureType", feature.get("FeatureTypeID"))
    for version in feature.iterfind("FeatureVersion"):
        for detail in version.iterfind("VersionDetail"):
            said = text(detail, ".") or known.value("DetailReference", detail.get("DetailReferenceID"))
            ofac.told(label, said, schema, props)
        for at in version.iterfind("VersionLocation"):
            code, full = known.places.get(at.get("LocationID", ""), (None, ""))
            if label.lower() == "location":
                props.setdefault("country", []).append(code or "")
                if schema in _BODIES:
                    props.setdefault("address", []).append(full)
            else:
                ofac.told(label, full, schema, props)
        for period in version.iterfind("DatePeriod"):
            ofac.told(label, _period(period), schema, props)


def _period(period: Element) -> str:
    """The day, month or year that a period lies in; empty where it spans years."""
    begins, ends = _date(period.find("Start/From")), _date(period.find("End/To"))
    if not ends or begins == ends:
        return begins
    for length in (10, 7, 4):
        if begins[:length] == ends[:length]:
            return begins[:length]
    return ""


def _date(element: Element | None) -> str:
    if element is None:
        return ""
    parts = [text(element, tag) or "" for tag in ("Year", "Month", "Day")]
    return "-".join(part.zfill(2) for part in parts if part)


def _relation(element: Element, known: _Known) -> Iterator[dict[str, Any]]:
    one, other = (known.parties.get(element.get(end, "")) for end in ("From-ProfileID", "To-ProfileID"))
    if one is None or other is None or one == other:
        return
    said = known.value("RelationType", element.get("RelationTypeID"))
    schema, mine, theirs = _RELATIONS.get(said.lower().strip(), ("UnknownLink", "subject", "object"))
    former = element.get("Former") == "true"
    if schema != "UnknownLink" and (former or not {one[1], other[1]} <= set(_BODIES)):
        schema, mine, theirs = "UnknownLink", "subject", "object"
    yield entity(
        make_id("ofac-relation", one[0], other[0], said),
        schema,
        **{mine: ofac.party_id(one[0]), theirs: ofac.party_id(other[0])},
        role=f"formerly {said}" if former else said,
        status="former" if former else None,
        sourceUrl=ofac.PAGE + one[0],
    )


def _listings(element: Element, known: _Known, context: Context) -> Iterator[dict[str, Any]]:
    party = known.parties.get(element.get("ProfileID", ""))
    if party is None:
        context.reject("a listing of a party that is not there", "ProfileID")
        return
    event = element.find("EntryEvent")
    basis = known.value("LegalBasis", event.get("LegalBasisID")) if event is not None else ""
    measures = [
        (known.value("SanctionsType", each.get("SanctionsTypeID")), text(each, "Comment") or "")
        for each in element.iterfind("SanctionsMeasure")
    ]
    named = known.value("List", element.get("ListID"))
    programmes = [comment for kind, comment in measures if comment and kind.lower() in ("program", "")]
    for programme in programmes or [named]:
        yield ofac.listing(
            party[0],
            programme or "unknown",
            listingDate=_date(element.find("EntryEvent/Date")),
            provisions=[kind for kind, _ in measures if kind and kind.lower() != "program"],
            reason=basis,
            recordId=named,
        )


FORMAT = Format(
    "ofac-advanced",
    "United States, OFAC: SDN list (advanced XML)",
    sniff,
    read,
    ofac.metadata(""),
)
