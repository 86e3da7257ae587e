"""LittleSis, a database of ties between powerful people and organisations: its bulk files of entities and of relationships, or pages of its interface (JSON).

Both files belong together: name the folder, or one of them with the other beside it. Families, schools, friends and
deleted rows are left out; lobbying and business stand as ``UnknownLink`` in the database's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format, read_head
from cuibono.ledger.formats.json_stream import Said, at, built, money, records, word
from cuibono.ledger.formats.shared import entity
from cuibono.ledger.values import iso_date

_ENTITY, _TIE = b'"primary_ext"', b'"category_id"'
_POSITION, _MEMBER, _DONATION, _BUSINESS, _LOBBYING = 1, 3, 5, 6, 7
_PROFESSIONAL, _OWNER, _HIERARCHY, _GENERIC = 9, 10, 11, 12
_LINKS = {_BUSINESS: "business", _LOBBYING: "lobbying", _PROFESSIONAL: "professional", _GENERIC: "related"}
_PUBLIC = frozenset({"GovernmentBody"})
_COMPANY = frozenset({"Business", "PublicCompany", "PrivateCompany"})


def sniff(head: bytes, path: Path) -> bool:
    if path.is_dir():
        return bool(_files(path))
    return head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[") and _is_ours(head)


def _is_ours(head: bytes) -> bool:
    if _ENTITY in head and b'"blurb"' in head:
        return True
    return _TIE in head and b'"entity1_id"' in head


def _files(folder: Path) -> list[Path]:
    """Entities first."""
    heads = {
        path: read_head(path)
        for path in sorted(folder.iterdir())
        if path.is_file() and ".json" in path.suffixes
    }
    ours = [path for path, head in heads.items() if sniff(head, path)]
    return sorted(ours, key=lambda path: (_ENTITY not in heads[path], path.name))


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Persons and organisations, then their ties."""
    for file in _files(path if path.is_dir() else path.parent) if path.is_dir() else _beside(path):
        yield from built(records(file, context, ("data",)), lambda row: _row(row, context), context)


def _row(row: Any, context: Context) -> Iterator[dict[str, Any]]:
    said = at(row, "attributes") or row
    number = word(at(said, "id") or at(row, "id"))
    if not isinstance(said, Mapping) or not number.isdigit():
        context.reject("missing", "id")
    elif "category_id" in said:
        yield from _tie(number, said, context)
    elif word(said.get("name")):
        yield _entity(number, said)
    else:
        context.reject("missing", "name")


def _beside(path: Path) -> list[Path]:
    """The file itself and its companion of the same folder: ``entities.json`` and ``relationships.json``."""
    name = path.name.lower()
    other = (
        name.replace("entities", "relationships")
        if "entities" in name
        else name.replace("relationships", "entities")
    )
    found = next((each for each in path.parent.iterdir() if each.name.lower() == other != name), None)
    pair = [path, *([found] if found else [])]
    return sorted(pair, key=lambda each: "relationships" in each.name.lower())


def _id(number: str) -> str:
    return f"littlesis-{number}"


def _schema(said: Said) -> str:
    kinds = {str(kind) for kind in said.get("types") or () if isinstance(kind, str)} | {
        word(said.get("primary_ext"))
    }
    if "Person" in kinds:
        return "Person"
    if kinds & _PUBLIC:
        return "PublicBody"
    return "Company" if kinds & _COMPANY else "Organization"


def _entity(number: str, said: Said) -> dict[str, Any]:
    schema = _schema(said)
    aliases = [
        alias for alias in said.get("aliases") or () if isinstance(alias, str) and alias != said["name"]
    ]
    begins, ends = _day(said.get("start_date")), _day(said.get("end_date"))
    person = schema == "Person"
    return entity(
        _id(number),
        schema,
        name=word(said["name"]),
        alias=aliases,
        position=word(said.get("blurb")) if person else None,
        summary=None if person else word(said.get("blurb")),
        website=word(said.get("website")),
        sourceUrl=f"https://littlesis.org/entities/{number}",
        **(
            {"birthDate": begins, "deathDate": ends}
            if person
            else {"incorporationDate": begins, "dissolutionDate": ends}
        ),
    )


def _day(value: Any) -> str | None:
    """``2010-05-00`` is May 2010."""
    return iso_date(word(value)[:10])


def _tie(number: str, said: Said, context: Context) -> Iterator[dict[str, Any]]:
    one, other = word(said.get("entity1_id")), word(said.get("entity2_id"))
    if not one.isdigit() or not other.isdigit():
        context.reject("missing", "entity1_id")
        return
    made = _record(said, _id(one), _id(other))
    if made is None or one == other or said.get("is_deleted") in (True, 1):
        return
    schema, props = made
    if schema == "Parent":
        yield entity(_id(one), "Organization", parent=_id(other))
        return
    ended = said.get("is_current") is False and not said.get("end_date")
    if ended and schema != "Payment":
        schema, props = _past(schema, props)
    yield entity(
        f"littlesis-tie-{number}",
        schema,
        startDate=_day(said.get("start_date")),
        endDate=_day(said.get("end_date")),
        status="past" if ended else None,
        summary=word(said.get("description")) or word(said.get("notes")),
        sourceUrl=f"https://littlesis.org/relationships/{number}",
        **props,
    )


def _past(schema: str, props: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """What is over, nobody knows since when, must not read as in force: an owner was one, a role was one."""
    role = f"former {props.get('role') or 'owner'}"
    if schema == "Ownership":
        return "UnknownLink", {"subject": props["owner"], "object": props["asset"], "role": role}
    return schema, {**props, "role": role}


def _record(said: Said, one: str, other: str) -> tuple[str, dict[str, Any]] | None:
    """What a category stands for; None for what is private."""
    category = said.get("category_id")
    more = said.get("category_attributes")
    more = more if isinstance(more, Mapping) else {}
    words = word(said.get("description1"))
    if category == _POSITION:
        if more.get("is_board") is True or more.get("is_executive") is True:
            default = "board member" if more.get("is_board") is True else "executive"
            return "Directorship", {"director": one, "organization": other, "role": words or default}
        return "Employment", {"employee": one, "employer": other, "role": words or "position"}
    if category == _MEMBER:
        return "Membership", {"member": one, "organization": other, "role": words or "member"}
    if category == _DONATION:
        sum_ = money(said.get("amount"))
        ends = {"payer": one, "beneficiary": other, "purpose": words or "donation", "amount": sum_}
        return "Payment", {
            **ends,
            "currency": (word(said.get("currency")) or "usd").upper() if sum_ else None,
        }
    if category == _OWNER:
        share = money(more.get("percentage_stake"))
        return "Ownership", {"owner": one, "asset": other, "percentage": share, "role": words or None}
    if category == _HIERARCHY:
        return "Parent", {}
    if category in _LINKS:
        return "UnknownLink", {"subject": one, "object": other, "role": words or _LINKS[category]}
    return None


FORMAT = Format(
    "littlesis",
    "LittleSis entities and relationships (JSON)",
    sniff,
    read,
    {
        "name": "littlesis",
        "title": "LittleSis",
        "publisher": {"name": "Public Accountability Initiative", "country": "us"},
        "licence": "CC BY-SA 4.0",
        "url": "https://littlesis.org/bulk_data",
        "standing": "third_party",
        "coverage": {
            "relations": [
                "Payment",
                "Ownership",
                "Directorship",
                "Employment",
                "Membership",
                "UnknownLink",
                "Parent",
            ],
            "complete": "no",
            "basis": "written by volunteers, with sources",
        },
    },
    folders=True,
)
