"""Legal Entity Identifiers of the Global LEI Foundation: level 1 (who is who) and level 2 (who consolidates whom), golden copy and delta files as CSV, XML or JSON.

A parent that consolidates a subsidiary in its accounts controls it by the rules of accounting: a ``Control``, no ``Ownership``, for no
share is told. Funds, their managers and umbrellas are ``UnknownLink`` with the words of the file, branches the ``parent`` property. A
folder or archive may hold both levels; level 2 alone names entities by their identifier only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.codec import Value
from cuibono.ledger.formats import Context, Format, read_head
from cuibono.ledger.formats.json_stream import Said, built, records
from cuibono.ledger.formats.languages import three_letters
from cuibono.ledger.formats.organisations import lei_id
from cuibono.ledger.formats.safe_xml import Element, elements
from cuibono.ledger.formats.shared import Row, country, entity, has_columns, make_id, table
from cuibono.ledger.values import iso_date

_LEVEL_1 = ("LEI", "Entity.LegalName", "Entity.EntityStatus")
_LEVEL_2 = ("Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID", "Relationship.RelationshipType")
_MOST = 8
_CATEGORIES = {
    "RESIDENT_GOVERNMENT_ENTITY": "PublicBody",
    "INTERNATIONAL_ORGANIZATION": "Organization",
    "SOLE_PROPRIETOR": "LegalEntity",
}
_NAMES = {"PREVIOUS_LEGAL_NAME": "previousName"}
_CONSOLIDATED = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "direct accounting consolidation",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimate accounting consolidation",
}
_PAGE = "https://search.gleif.org/#/record/"
Fields = Mapping[str, str]


def sniff(head: bytes, path: Path) -> bool:
    if path.is_dir():
        return bool(_files(path))
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return (
            b'"LEI":' in head.replace(b" ", b"") and b"LegalName" in head
        ) or b'"RelationshipRecord"' in head
    if b"<" in head[:256]:
        return b"gleif.org/data/schema" in head and (b"LEIData" in head or b"RelationshipData" in head)
    return has_columns(head, _LEVEL_1) or has_columns(head, _LEVEL_2)


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_file() and sniff(read_head(path), path)]


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Legal entities, successions, consolidation."""
    for file in _files(path) if path.is_dir() else [path]:
        yield from built(_records(file, context), lambda fields: _record(fields, context), context)


def _record(fields: Fields, context: Context) -> Iterator[dict[str, Any]]:
    if "Relationship.StartNode.NodeID" in fields:
        yield from _relation(fields, context)
    elif "LEI" in fields:
        yield from _legal_entity(fields, context)
    else:
        context.reject("missing", "LEI")


def _records(path: Path, context: Context) -> Iterator[Fields]:
    """Records in any of the three forms as fields named like the columns of the CSV."""
    start = read_head(path).lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if start in (b"{", b"["):
        for said in records(path, context, ("records", "relations")):
            yield _flat(said.get("RelationshipRecord", said)) if isinstance(said, Mapping) else {}
    elif start == b"<":
        context.begin(path.name)
        for element in elements(path, ("LEIRecord", "RelationshipRecord"), context):
            yield _flat(_tree(element))
    else:
        yield from (_columns(row) for row in table(path, context))


def _tree(element: Element, depth: int = 0) -> Any:
    """An element in the form of the foundation's JSON: ``$`` for text, ``@name`` for attributes, lists for repeated children."""
    found: dict[str, Any] = {
        f"@{str(name).rpartition('}')[2]}": str(value) for name, value in element.items()
    }
    for child in element:
        held, tag = found.get(str(child.tag)), str(child.tag)
        made = _tree(child, depth + 1)
        found[tag] = made if held is None else [*(held if isinstance(held, list) else [held]), made]
    words = " ".join((element.text or "").split())
    return {**found, "$": words} if words else found


def _flat(tree: Said) -> dict[str, str]:
    """Nested objects as ``Entity.LegalName``; repeated ones numbered from 1 as in the CSV."""
    found: dict[str, str] = {}

    def walk(value: Any, name: str) -> None:
        if isinstance(value, Mapping):
            for key, inner in value.items():
                if key == "$":
                    walk(inner, name)
                elif key.startswith("@"):
                    walk(inner, f"{name}.{key[1:].replace('xml:', '')}")
                else:
                    walk(inner, f"{name}.{key}" if name else key)
        elif isinstance(value, list):
            for number, inner in enumerate(value[:_MOST], 1):
                walk(inner, f"{name}.{number}")
        elif isinstance(value, str) and value.strip():
            found[name] = value.strip()

    walk(tree, "")
    return found


def _columns(row: Row) -> dict[str, str]:
    """The CSV's own short ways of naming what the other forms spell out."""
    found = {}
    for name, value in row.items():
        if value:
            name = name.removesuffix(".xmllang") + ".lang" if name.endswith(".xmllang") else name
            name = name.replace(
                "Relationship.Period.", "Relationship.RelationshipPeriods.RelationshipPeriod."
            )
            for short, full in (
                (".startDate", ".StartDate"),
                (".endDate", ".EndDate"),
                (".periodType", ".PeriodType"),
            ):
                name = name.removesuffix(short) + full if name.endswith(short) else name
            found[name] = value
    return found


def _each(fields: Fields, name: str) -> Iterator[str]:
    """The prefixes under which something that may be repeated stands."""
    yield name
    for number in range(1, _MOST + 1):
        yield f"{name}.{number}"


def _legal_entity(fields: Fields, context: Context) -> Iterator[dict[str, Any]]:
    lei, name = fields["LEI"], fields.get("Entity.LegalName", "")
    id_ = lei_id(lei)
    if id_ is None or not name:
        context.reject(
            "no identifier" if id_ is None else "missing", "LEI" if id_ is None else "Entity.LegalName"
        )
        return
    schema = _CATEGORIES.get(fields.get("Entity.EntityCategory", ""), "Company")
    props: dict[str, list[Any]] = {"name": [_named(name, fields.get("Entity.LegalName.lang", ""))]}
    for group, inner in (
        ("OtherEntityNames", "OtherEntityName"),
        ("TransliteratedOtherEntityNames", "TransliteratedOtherEntityName"),
    ):
        for at in _each(fields, f"Entity.{group}.{inner}"):
            if at in fields:
                kind = _NAMES.get(fields.get(f"{at}.type", ""), "alias")
                props.setdefault(kind, []).append(_named(fields[at], fields.get(f"{at}.lang", "")))
    yield entity(
        id_,
        schema,
        **props,
        leiCode=lei,
        jurisdiction=country(fields.get("Entity.LegalJurisdiction", "")[:2]),
        country=[
            country(fields.get(f"Entity.{kind}Address.Country", "")) for kind in ("Legal", "Headquarters")
        ],
        registrationNumber=fields.get("Entity.RegistrationAuthority.RegistrationAuthorityEntityID"),
        incorporationDate=_day(fields.get("Entity.EntityCreationDate")),
        dissolutionDate=_day(fields.get("Entity.EntityExpirationDate")),
        status=fields.get("Entity.EntityStatus", "").lower(),
        address=None if schema == "LegalEntity" else _address(fields),
        sourceUrl=_PAGE + lei,
    )
    for at in _each(fields, "Entity.SuccessorEntity"):
        after = lei_id(fields.get(f"{at}.SuccessorLEI", ""))
        if after and after != id_:
            yield from _stub(after, fields[f"{at}.SuccessorLEI"])
            yield entity(
                make_id("lei-succession", id_, after),
                "Succession",
                predecessor=id_,
                successor=after,
                date=_day(fields.get("Entity.EntityExpirationDate")),
                sourceUrl=_PAGE + lei,
            )


def _named(name: str, language: str) -> Any:
    code = three_letters(language)
    return Value("", name, lang=code) if code else name


def _address(fields: Fields) -> str:
    parts = ("FirstAddressLine", "City", "Region", "PostalCode", "Country")
    return ", ".join(found for part in parts if (found := fields.get(f"Entity.LegalAddress.{part}")))


def _day(text: str | None) -> str | None:
    return iso_date((text or "")[:10])


def _stub(id_: str, lei: str) -> Iterator[dict[str, Any]]:
    """An entity of which only the identifier is known here."""
    yield entity(id_, "LegalEntity", leiCode=lei.strip().upper())


def _relation(fields: Fields, context: Context) -> Iterator[dict[str, Any]]:
    start, end = (fields.get(f"Relationship.{node}Node.NodeID", "") for node in ("Start", "End"))
    child, parent = lei_id(start), lei_id(end)
    kind = fields.get("Relationship.RelationshipType", "")
    if child is None or parent is None or child == parent:
        context.reject("no identifier at an end", "Relationship.EndNode.NodeID")
        return
    yield from _stub(child, start)
    yield from _stub(parent, end)
    if kind == "IS_INTERNATIONAL_BRANCH_OF":
        yield entity(child, "LegalEntity", parent=parent)
        return
    begins, ends = _period(fields)
    common = {
        "startDate": begins,
        "endDate": ends,
        "status": fields.get("Relationship.RelationshipStatus", "").lower(),
        "sourceUrl": _PAGE + start,
    }
    # What is over, nobody knows since when, must not read as in force.
    if kind in _CONSOLIDATED and (ends or common["status"] != "inactive"):
        yield entity(
            make_id("lei-control", child, parent, kind, begins),
            "Control",
            controller=parent,
            controlled=child,
            controlType=_CONSOLIDATED[kind],
            role="consolidates in its accounts",
            **common,
        )
    else:
        yield entity(
            make_id("lei-link", child, parent, kind, begins),
            "UnknownLink",
            subject=child,
            object=parent,
            role=("formerly " if common["status"] == "inactive" and not ends else "")
            + kind.lower().replace("_", " ").replace("-", " "),
            **common,
        )


def _period(fields: Fields) -> tuple[str | None, str | None]:
    """When the relation held; accounting and filing periods say something else."""
    for at in _each(fields, "Relationship.RelationshipPeriods.RelationshipPeriod"):
        if fields.get(f"{at}.PeriodType", "") == "RELATIONSHIP_PERIOD":
            return _day(fields.get(f"{at}.StartDate")), _day(fields.get(f"{at}.EndDate"))
    return None, None


FORMAT = Format(
    "gleif",
    "Legal Entity Identifiers, levels 1 and 2 (GLEIF CSV, XML, JSON)",
    sniff,
    read,
    {
        "name": "gleif",
        "title": "Legal Entity Identifiers: who is who and who consolidates whom",
        "publisher": {"name": "Global Legal Entity Identifier Foundation"},
        "licence": "CC0 1.0",
        "url": "https://www.gleif.org/en/lei-data/gleif-golden-copy",
        "standing": "third_party",
        "coverage": {
            "relations": ["Control", "Succession", "UnknownLink", "Parent"],
            "complete": "no",
            "basis": "legal entities that have an identifier, parents as they report them",
            "withheld": "parents whom entities may keep back for a reason that they state",
        },
    },
    folders=True,
)
