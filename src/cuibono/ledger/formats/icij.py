"""The Offshore Leaks Database of the International Consortium of Investigative Journalists: a folder or archive of nodes-*.csv and relationships.csv.

Shareholders and owners become ``Ownership``, directors ``Directorship``; every other tie keeps its words in an ``UnknownLink``: a nominee,
a trustee, an intermediary own nothing. Guesses that two names are the same, and addresses of officers, are not read: officers may be
natural persons. A name in this database says nothing of wrongdoing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format, read_head
from cuibono.ledger.formats.shared import Row, country, day_first, entity, has_columns, make_id, table

_RELATIONS = ("rel_type", "link")
_ENDS = (("node_id_start", "node_id_end"), ("START_ID", "END_ID"), ("_start", "_end"))
_NODES = {
    "entities": "Company",
    "officers": "LegalEntity",
    "intermediaries": "LegalEntity",
    "others": "LegalEntity",
}
_TIES = {"officer of", "intermediary of", "connected to", "underlying", "officer", "intermediary"}
_OWNS = re.compile(
    r"\b(shareholders?|owners?|stockholders?|unitholders?|members? / shareholders?)\b", re.IGNORECASE
)
_DIRECTS = re.compile(r"\b(directors?|presidents?|chairm[ae]n|chairperson|chief executive)\b", re.IGNORECASE)
_BUT = re.compile(
    r"\b(nominee|trustee|alternate|reserve|former|record|auditor|secretary|correspond\w*)\b", re.IGNORECASE
)
_SOURCE = "https://offshoreleaks.icij.org/nodes/"
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/(\d{4})")


def sniff(head: bytes, path: Path) -> bool:
    if path.is_dir():
        return _relations(path) is not None and any(_nodes(path))
    return has_columns(head, _RELATIONS) and any(has_columns(head, ends) for ends in _ENDS)


def _tables(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and ".csv" in path.suffixes]


def _relations(folder: Path) -> Path | None:
    return next((path for path in _tables(folder) if sniff(read_head(path), path)), None)


def _nodes(folder: Path) -> Iterator[tuple[Path, str]]:
    """Tables of nodes and what their nodes are; addresses are not among them."""
    for path in _tables(folder):
        kind = next((schema for word, schema in _NODES.items() if word in path.name.lower()), None)
        if kind and has_columns(read_head(path), ("node_id", "name")):
            yield path, kind


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Companies, officers, intermediaries, and their ties; of a lone file its companions beside it are read too."""
    folder = path if path.is_dir() else path.parent
    for file, schema in _nodes(folder):
        for row in table(file, context):
            if not row["node_id"].isdigit() or not row["name"]:
                context.reject("missing", "node_id" if row["name"] else "name")
                continue
            yield _node(row, schema)
    found = _relations(folder) if path.is_dir() else path
    for row in table(found, context) if found else ():
        yield from _tie(row, context)


def _id(number: str) -> str:
    return f"icij-{number}"


def _node(row: Row, schema: str) -> dict[str, Any]:
    props: dict[str, Any] = {
        "name": row["name"],
        "country": [code for part in row["country_codes"].split(";") if (code := country(part))],
        "icijId": row["node_id"],
        "publisher": row["sourceID"],
        "sourceUrl": _SOURCE + row["node_id"],
    }
    if schema == "Company":
        props |= {
            "previousName": row["former_name"],
            "alias": row["original_name"] if row["original_name"] != row["name"] else None,
            "jurisdiction": country(row["jurisdiction_description"]) or country(row["jurisdiction"]),
            "legalForm": row["company_type"],
            "incorporationDate": _day(row["incorporation_date"]),
            "dissolutionDate": _day(row["struck_off_date"] or row["inactivation_date"]),
            "status": row["status"],
            "registrationNumber": row["ibcRUC"],
            "address": row["address"],
        }
    return entity(_id(row["node_id"]), schema, **props)


def _day(text: str) -> str | None:
    """``23-MAR-2006`` and ISO dates; of ``05/10/1998``, where nobody knows which is the month, the year."""
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        return slashed.group(1)
    return day_first(text.replace("-", " ")) or day_first(text)


def _tie(row: Row, context: Context) -> Iterator[dict[str, Any]]:
    ends = next(((row[a], row[b]) for a, b in _ENDS if row[a]), ("", ""))
    kind = row["rel_type"].lower().replace("_", " ")
    if not all(end.isdigit() for end in ends):
        context.reject("missing", "node_id_start")
        return
    if kind not in _TIES or ends[0] == ends[1]:
        return
    link = row["link"] or kind
    schema, one, other = _kind(kind, link)
    yield entity(
        make_id("icij-tie", *ends, kind, link, row["start_date"], row["end_date"]),
        schema,
        **{one: _id(ends[0]), other: _id(ends[1])},
        role=link,
        startDate=_day(row["start_date"]),
        endDate=_day(row["end_date"]),
        status=row["status"],
        publisher=row["sourceID"],
        sourceUrl=_SOURCE + ends[1],
    )


def _kind(kind: str, link: str) -> tuple[str, str, str]:
    if kind.startswith("officer") and not _BUT.search(link):
        if _OWNS.search(link):
            return "Ownership", "owner", "asset"
        if _DIRECTS.search(link):
            return "Directorship", "director", "organization"
    return "UnknownLink", "subject", "object"


FORMAT = Format(
    "icij",
    "ICIJ Offshore Leaks Database (nodes and relationships as CSV)",
    sniff,
    read,
    {
        "name": "icij-offshore-leaks",
        "title": "ICIJ Offshore Leaks Database",
        "publisher": {"name": "International Consortium of Investigative Journalists"},
        "licence": "Open Database License 1.0, contents CC BY-SA",
        "url": "https://offshoreleaks.icij.org/pages/database",
        "standing": "third_party",
        "coverage": {
            "relations": ["Ownership", "Directorship", "UnknownLink"],
            "complete": "no",
            "basis": "what five leaks hold; each ends at a date of its own",
            "withheld": "addresses of officers",
        },
    },
    folders=True,
)
