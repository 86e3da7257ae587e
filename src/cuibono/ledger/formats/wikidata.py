"""Wikidata items as JSON, one a line (a dump or a part of it): who funds, owns, founds, parents, heads whom.

Funder P8324, owner P127, founder P112, parent P749, subsidiary P355, chief executive P169, director P1037, chair P488, with start, end and point in
time. Deprecated statements are left out; an ordinary one beside a preferred one says so. A founder is a ``Membership`` with the role
founder, for the vocabulary has no record of founding. Of natural persons only those that a statement names are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from cuibono.errors import RecordError
from cuibono.ledger.codec import Value
from cuibono.ledger.formats import Context, Format, lines, open_packed
from cuibono.ledger.formats.json_stream import Said, at, built, mappings
from cuibono.ledger.formats.languages import three_letters
from cuibono.ledger.formats.shared import entity, make_id

_ITEM = re.compile(r"Q[1-9]\d{0,11}")
_TIME = re.compile(r"\+(\d{4})-(\d{2})-(\d{2})T")
_DAY, _MONTH, _YEAR = 11, 10, 9
_WIKI = "https://www.wikidata.org/wiki/"
#: Values of "instance of" -> what the item is; everything else that has such statements is an organisation.
_CLASSES = {
    "Q5": "Person",
    **dict.fromkeys(
        (
            "Q4830453",
            "Q6881511",
            "Q783794",
            "Q891723",
            "Q5621421",
            "Q11032",
            "Q1110794",
            "Q1616075",
            "Q1153191",
        ),
        "Company",
    ),
    **dict.fromkeys(("Q327333", "Q192350", "Q2659904", "Q35798", "Q6256", "Q3624078", "Q7188"), "PublicBody"),
}
#: Languages whose labels and aliases are kept.
_LANGUAGES = (
    "en",
    "ru",
    "uk",
    "kk",
    "zh",
    "ar",
    "fa",
    "tr",
    "de",
    "fr",
    "es",
    "it",
    "pl",
    "pt",
    "be",
    "ka",
    "hy",
    "az",
    "uz",
    "ky",
    "tg",
    "mul",
)
_MOST_NAMES = 60


@dataclass(frozen=True, slots=True)
class _Relation:
    """A record that a property stands for: ``item`` and ``value`` are the ends of the item and of its value."""

    schema: str
    item: str
    value: str
    said: Mapping[str, str]


_RELATIONS: Mapping[str, _Relation] = {
    "P8324": _Relation("Payment", "beneficiary", "payer", {"purpose": "funding"}),
    "P127": _Relation("Ownership", "asset", "owner", {}),
    "P112": _Relation("Membership", "organization", "member", {"role": "founder"}),
    "P749": _Relation("Parent", "child", "parent", {}),
    "P355": _Relation("Parent", "parent", "child", {}),
    "P169": _Relation("Directorship", "organization", "director", {"role": "chief executive officer"}),
    "P1037": _Relation("Directorship", "organization", "director", {"role": "director"}),
    "P488": _Relation("Directorship", "organization", "director", {"role": "chairperson"}),
}


def sniff(head: bytes, path: Path) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:2]
    return (
        start[:1] in (b"{", b"[")
        and b'"claims"' in head
        and b'"labels"' in head
        and (b'"mainsnak"' in head or b'"type":"item"' in head.replace(b" ", b""))
    )


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Organisations and the persons who found, own, head them; read twice, first for who is named."""
    with open_packed(path) as file:
        if file.read(1) not in (b"{", b"[", b"\xef", b"\n", b" ", b"\r", b"\t"):
            raise RecordError("no JSON", path=path)
    named = _named(path, context)
    context.line = context.rows = 0
    yield from built(_items(path, context), lambda item: _item(item, named, context), context)


def _items(path: Path, context: Context) -> Iterator[Any]:
    """Items of a dump: a line each, perhaps between brackets and with commas behind."""
    for line in lines(path, context):
        text = line.strip().removeprefix(b"\xef\xbb\xbf").rstrip(b",")
        if text in (b"[", b"]", b""):
            continue
        try:
            yield orjson.loads(text.removeprefix(b"[") if text.startswith(b"[{") else text)
        except orjson.JSONDecodeError:
            context.reject("no JSON")


def _named(path: Path, context: Context) -> set[int]:
    """The numbers of all items that a statement of these relations names."""
    quiet = context.quiet()
    found: set[int] = set()
    for item in _items(path, quiet):
        for prop in _RELATIONS:
            for claim in mappings(at(item, "claims", prop)):
                if (other := _target(claim)) is not None:
                    found.add(int(other[1:]))
    quiet.close()
    return found


def _target(claim: Said) -> str | None:
    """The item that a statement names, if it names one and is not deprecated."""
    if claim.get("rank") == "deprecated" or at(claim, "mainsnak", "snaktype") != "value":
        return None
    value = at(claim, "mainsnak", "datavalue", "value")
    number = at(value, "id") or (f"Q{at(value, 'numeric-id')}" if at(value, "numeric-id") else "")
    return str(number) if _ITEM.fullmatch(str(number)) else None


def _id(number: str) -> str:
    """Wikidata's own number, as other ledgers of FollowTheMoney use it."""
    return number


def _item(item: Any, named: set[int], context: Context) -> Iterator[dict[str, Any]]:
    if not isinstance(item, Mapping) or not _ITEM.fullmatch(str(item.get("id"))):
        context.reject("no item", "id")
        return
    if item.get("type", "item") != "item":
        return
    number = str(item["id"])
    ties = [
        (prop, claim, other)
        for prop in _RELATIONS
        for claim in mappings(at(item, "claims", prop))
        if (other := _target(claim))
    ]
    classes = {_target(claim) for claim in mappings(at(item, "claims", "P31"))}
    kinds = [kind for class_, kind in _CLASSES.items() if class_ in classes]
    schema = kinds[0] if kinds else "Organization"
    if not ties and int(number[1:]) not in named:
        return
    names = _names(item)
    if names:
        yield entity(
            _id(number), schema, **names, **_facts(item, schema), wikidataId=number, sourceUrl=_WIKI + number
        )
    else:
        yield entity(_id(number), "LegalEntity", wikidataId=number)
    for prop, claim, other in ties:
        if other != number:
            yield entity(_id(other), "LegalEntity", wikidataId=other)
            yield from _tie(prop, number, other, claim, item)


def _names(item: Said) -> dict[str, list[Any]]:
    """The English label first, else that of all languages, else any; the others and all aliases behind it."""
    found: list[tuple[str, str]] = []
    for language in _LANGUAGES:
        label = at(item, "labels", language, "value")
        if isinstance(label, str) and label.strip():
            found.append((label.strip(), language))
    if not found:
        return {}
    others = [
        (str(alias["value"]), language)
        for language in _LANGUAGES
        for alias in mappings(at(item, "aliases", language))
        if isinstance(alias.get("value"), str)
    ]
    main, *rest = [_value(*each) for each in [*found, *others][:_MOST_NAMES]]
    return {"name": [main], "alias": rest}


def _value(name: str, language: str) -> Any:
    code = three_letters(language)
    return Value("", name, lang=code) if code else name


def _facts(item: Said, schema: str) -> dict[str, Any]:
    known: dict[str, str | None] = {"birthDate": _first(item, "P569"), "deathDate": _first(item, "P570")}
    if schema != "Person":
        known = {"incorporationDate": _first(item, "P571"), "dissolutionDate": _first(item, "P576")}
    sites = [at(claim, "mainsnak", "datavalue", "value") for claim in mappings(at(item, "claims", "P856"))]
    return {**known, "website": [site for site in sites if isinstance(site, str)]}


def _first(item: Said, prop: str) -> str | None:
    claims = [claim for claim in mappings(at(item, "claims", prop)) if claim.get("rank") != "deprecated"]
    claims.sort(key=lambda claim: claim.get("rank") != "preferred")
    return next((found for claim in claims if (found := _time(claim.get("mainsnak")))), None)


def _time(snak: Any) -> str | None:
    """A time no more exact than it says to be; None for centuries, years before 1000, unknown ones."""
    value = at(snak, "datavalue", "value")
    found = _TIME.match(str(at(value, "time") or ""))
    precision = at(value, "precision")
    if found is None or not isinstance(precision, int) or precision < _YEAR:
        return None
    year, month, day = found.groups()
    if precision >= _DAY and day != "00":
        return f"{year}-{month}-{day}"
    return f"{year}-{month}" if precision >= _MONTH and month != "00" else year


def _tie(prop: str, number: str, other: str, claim: Said, item: Said) -> Iterator[dict[str, Any]]:
    relation = _RELATIONS[prop]
    said = {
        key: _qualifier(claim, name)
        for key, name in (("startDate", "P580"), ("endDate", "P582"), ("date", "P585"))
    }
    more: dict[str, Any] = {**relation.said, "sourceUrl": _reference(claim) or f"{_WIKI}{number}#{prop}"}
    if prop == "P112" and not any(said.values()):
        said["date"] = _first(item, "P571")
    if prop == "P127":
        more["percentage"] = _share(claim)
    if _outranked(claim, item, prop):
        more["summary"] = "another value is preferred there"
    if relation.schema == "Parent":
        child, parent = (number, other) if relation.item == "child" else (other, number)
        if not any(said.values()):
            yield entity(_id(child), "LegalEntity", parent=_id(parent))
            return
        # The property has no place for dates: with dates it is told as what a parent is, control.
        ends = {"controlled": _id(child), "controller": _id(parent), "role": "parent organization"}
        yield entity(
            make_id("wd", child, "parent", parent, *said.values()), "Control", **ends, **more, **said
        )
        return
    ends = {relation.item: _id(number), relation.value: _id(other)}
    yield entity(make_id("wd", number, prop, other, *said.values()), relation.schema, **ends, **more, **said)


def _qualifier(claim: Said, prop: str) -> str | None:
    return next((found for snak in mappings(at(claim, "qualifiers", prop)) if (found := _time(snak))), None)


def _share(claim: Said) -> str | None:
    """``proportion`` as a percentage."""
    from decimal import Decimal

    amount = str(at(claim, "qualifiers", "P1107", 0, "datavalue", "value", "amount") or "")
    if not re.fullmatch(r"\+?(0(\.\d{1,12})?|1(\.0+)?)", amount):
        return None
    return f"{(Decimal(amount) * 100).normalize():f}"


def _outranked(claim: Said, item: Said, prop: str) -> bool:
    return claim.get("rank") == "normal" and any(
        other.get("rank") == "preferred" for other in mappings(at(item, "claims", prop))
    )


def _reference(claim: Said) -> str | None:
    """The first web address given as a reference."""
    for reference in mappings(claim.get("references")):
        found = at(reference, "snaks", "P854", 0, "datavalue", "value")
        if isinstance(found, str):
            return found
    return None


FORMAT = Format(
    "wikidata",
    "Wikidata items (JSON lines)",
    sniff,
    read,
    {
        "name": "wikidata",
        "title": "Wikidata: funders, owners, founders, parents, heads",
        "publisher": {"name": "Wikidata"},
        "licence": "CC0 1.0",
        "url": "https://www.wikidata.org/wiki/Wikidata:Database_download",
        "standing": "third_party",
        "coverage": {
            "relations": ["Payment", "Ownership", "Membership", "Parent", "Control", "Directorship"],
            "complete": "no",
            "basis": "written by volunteers",
        },
    },
)
