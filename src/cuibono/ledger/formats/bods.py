"""Beneficial ownership in the Beneficial Ownership Data Standard, 0.2 to 0.4 (JSON or JSON lines).

0.4 keeps a record's particulars in ``recordDetails``, 0.2 and 0.3 in the statement itself. Shares and votes become ``Ownership``, other
means of control ``Control``, seats on a board ``Directorship``, anything else an ``UnknownLink``. An interested party that is not named
ties nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from functools import partial
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.json_stream import built, records
from cuibono.ledger.formats.shared import country, entity, make_id
from cuibono.ledger.values import entity_id, iso_date

#: Interests, in lower case without hyphens: 0.2 writes ``voting-rights``, later versions ``votingRights``.
_OWNS = {
    "shareholding",
    "shareholdings",
    "ownershipofmovableproperty",
    "rightstosurplusassetsondissolution",
    "rightstoprofitorincome",
}
_SITS = {"boardmember", "boardchair", "seniormanagingofficial"}
_CONTROLS = {
    "votingrights",
    "appointmentofboard",
    "otherinfluenceorcontrol",
    "otherinfluenceorcontroloftrust",
    "controlviacompanyrulesorarticles",
    "controlbylegalframework",
    "rightsgrantedbycontract",
    "trustee",
    "trusteeoftrust",
    "protector",
    "protectoroftrust",
}
_ENTITIES = {
    "registeredEntity": "Company",
    "registeredentity": "Company",
    "legalEntity": "LegalEntity",
    "legalentity": "LegalEntity",
    "arrangement": "LegalEntity",
    "state": "PublicBody",
    "stateBody": "PublicBody",
    "statebody": "PublicBody",
}
_UNNAMED = {
    "anonymousEntity",
    "anonymousentity",
    "unknownEntity",
    "unknownentity",
    "anonymousPerson",
    "unknownPerson",
    "anonymousperson",
    "unknownperson",
}
Said = Mapping[str, Any]


def sniff(head: bytes, path: Path) -> bool:
    return (
        b'"statementI' in head
        and (b'"recordType"' in head or b'"statementType"' in head)
        and head.lstrip()[:1] in (b"[", b"{")
    )


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Entities and persons of the statements, and the ties between those that are named; read twice, to hold little.

    A later statement on a record takes the place of an earlier one; a record that was closed is left out.
    """
    latest, named = _survey(path, context)
    context.line = context.rows = 0
    make = partial(_statement, latest=latest, named=named, context=context)
    yield from built(records(path, context), make, context)


def _statement(
    statement: Any, latest: Mapping[str, int], named: Set[str], context: Context
) -> Iterator[dict[str, Any]]:
    if not isinstance(statement, Mapping):
        context.reject("no statement")
        return
    details = statement.get("recordDetails", statement)
    key = _key(statement)
    if key is None or not isinstance(details, Mapping):
        context.reject("missing", "recordId")
    elif latest.get(key) == context.line and statement.get("recordStatus") != "closed":
        kind = _kind(statement)
        if kind == "relationship":
            yield from _ties(key, statement, details, named, context)
        elif kind is None:
            context.reject("unknown type of statement", "recordType")
        elif key in named:
            yield _entity(_id(key), details) if kind == "entity" else _person(_id(key), details)


def _key(statement: Said) -> str | None:
    key = statement.get("recordId") or statement.get("statementId") or statement.get("statementID")
    return key if isinstance(key, str) else None


def _survey(path: Path, context: Context) -> tuple[dict[str, int], set[str]]:
    """Where the last statement on each record stands, and which records are entities and persons with a name."""
    latest: dict[str, int] = {}
    named: set[str] = set()
    quiet = context.quiet()
    for statement in records(path, quiet):
        key = _key(statement) if isinstance(statement, Mapping) else None
        if key is None:
            continue
        old = statement.get("replacesStatements")
        for each in old if isinstance(old, list) else ():
            latest.pop(str(each), None)
        latest[key] = quiet.line
        details = statement.get("recordDetails", statement)
        if _kind(statement) in ("entity", "person") and isinstance(details, Mapping) and _named(details):
            named.add(key)
        else:
            named.discard(key)
    quiet.close()
    return latest, named & latest.keys()


def _kind(said: Said) -> str | None:
    kind = str(said.get("recordType") or said.get("statementType") or "")
    return {
        "entity": "entity",
        "entityStatement": "entity",
        "person": "person",
        "personStatement": "person",
        "relationship": "relationship",
        "ownershipOrControlStatement": "relationship",
    }.get(kind)


def _id(key: str) -> str:
    plain = f"bods-{key}"
    return plain if entity_id(plain) else make_id("bods", key)


def _type(details: Said) -> str:
    kind = details.get("entityType") or details.get("personType") or ""
    return str(kind.get("type", "")) if isinstance(kind, Mapping) else str(kind)


def _named(details: Said) -> bool:
    return bool(details.get("name") or details.get("names")) and _type(details) not in _UNNAMED


def _code(place: Any) -> str | None:
    if not isinstance(place, Mapping):
        return None
    return country(str(place.get("code") or "")[:2]) or country(str(place.get("name") or ""))


def _entity(id_: str, details: Said) -> dict[str, Any]:
    numbers = [each for each in details.get("identifiers") or () if isinstance(each, Mapping)]
    return entity(
        id_,
        _ENTITIES.get(_type(details), "LegalEntity"),
        name=details.get("name"),
        alias=list(details.get("alternateNames") or ()),
        jurisdiction=_code(details.get("jurisdiction") or details.get("incorporatedInJurisdiction")),
        incorporationDate=details.get("foundingDate"),
        dissolutionDate=details.get("dissolutionDate"),
        registrationNumber=[
            str(each["id"]) for each in numbers if each.get("id") and "LEI" not in str(each.get("scheme"))
        ],
        leiCode=[str(each["id"]) for each in numbers if each.get("id") and "LEI" in str(each.get("scheme"))],
        sourceUrl=details.get("uri"),
    )


def _person(id_: str, details: Said) -> dict[str, Any]:
    names = [
        each for each in details.get("names") or () if isinstance(each, Mapping) and each.get("fullName")
    ]
    main = [
        each["fullName"]
        for each in names
        if each.get("type")
        not in ("alternative", "alias", "former", "birth", "translation", "transliteration")
    ]
    spellings = [each["fullName"] for each in names]
    exposure = details.get("politicalExposure") or {}
    posts = exposure.get("details") or () if isinstance(exposure, Mapping) else ()
    posts = posts or details.get("pepStatusDetails") or ()
    # 0.2 says it in a field of its own.
    exposed = details.get("hasPepStatus") is True or (
        isinstance(exposure, Mapping) and exposure.get("status") == "isPep"
    )
    return entity(
        id_,
        "Person",
        name=main[:1] or spellings[:1] or details.get("name"),
        alias=[each for each in spellings if each not in (main[:1] or spellings[:1])],
        firstName=[each["givenName"] for each in names if each.get("givenName")],
        lastName=[each["familyName"] for each in names if each.get("familyName")],
        birthDate=details.get("birthDate"),
        nationality=[code for each in details.get("nationalities") or () if (code := _code(each))],
        position=[str(post["reason"]) for post in posts if isinstance(post, Mapping) and post.get("reason")],
        topics="role.pep" if exposed else None,
    )


def _ties(key: str, said: Said, details: Said, named: Set[str], context: Context) -> Iterator[dict[str, Any]]:
    """One tie an interest; a relationship without any is a link of unknown kind."""
    target, source = (
        _id(found) if (found := _reference(details.get(end))) in named and found else None
        for end in ("subject", "interestedParty")
    )
    if target is None or source is None or target == source:
        context.leave_out("an end that is not named", "subject" if target is None else "interestedParty")
        return
    for number, interest in enumerate(details.get("interests") or [{}]):
        if isinstance(interest, Mapping):
            yield _tie(f"{_id(key)}-{number}", said, interest, source, target)


def _reference(end: Any) -> str | None:
    if isinstance(end, str):
        return end
    if isinstance(end, Mapping):
        return next(
            (
                str(end[key])
                for key in ("describedByEntityStatement", "describedByPersonStatement")
                if end.get(key)
            ),
            None,
        )
    return None


def _tie(id_: str, said: Said, interest: Said, source: str, target: str) -> dict[str, Any]:
    kind = str(interest.get("type") or "")
    date = iso_date(str(said.get("statementDate") or ""))
    common = {
        "startDate": interest.get("startDate"),
        "endDate": interest.get("endDate"),
        "summary": interest.get("details"),
    }
    if not interest.get("startDate"):
        common["date"] = date
    plain = kind.replace("-", "").lower()
    if plain in _OWNS:
        more = {
            "percentage": _share(interest.get("share")),
            "ownershipType": kind,
            "role": interest.get("directOrIndirect") or interest.get("interestLevel"),
        }
        return entity(id_, "Ownership", owner=source, asset=target, **common, **more)
    if plain in _SITS:
        return entity(id_, "Directorship", director=source, organization=target, role=kind, **common)
    if plain in _CONTROLS:
        return entity(id_, "Control", controller=source, controlled=target, controlType=kind, **common)
    # A nominee, a settlor, a beneficiary, an interest that is not published: a tie, but not one of control.
    role = kind or "ownership or control of unknown kind"
    return entity(id_, "UnknownLink", subject=source, object=target, role=role, **common)


def _share(share: Any) -> str | None:
    """``50``, or ``25-50`` for a range."""
    if not isinstance(share, Mapping):
        return None
    if share.get("exact") is not None:
        return str(share["exact"])
    low = share.get("minimum", share.get("exclusiveMinimum"))
    high = share.get("maximum", share.get("exclusiveMaximum"))
    return str(low) if low is not None else (str(high) if high is not None else None)


FORMAT = Format("bods", "Beneficial Ownership Data Standard 0.2-0.4 (JSON)", sniff, read)
