"""The State Media Matrix (CSV): media of the world by who controls and who funds them, in the typology of the State Media Monitor.

What each class says (https://statemediamonitor.com/typology/): SC control of the state and state funding; CaPu control; ISFM and ISF
state funding; ISFM, ISM and IP a looser tie to the state; CaPr private media called captured: listed without a tie. The table has no
dates: a class goes for the day it was published.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.shared import Row, country, entity, fold, has_columns, make_id, table
from cuibono.ledger.schema import vocabulary

_COLUMNS = ("Region", "Country", "Media company", "Main assets", "URL", "Typology")
_CLASSES: Mapping[str, str] = {
    "SC": "state controlled (SC)",
    "CaPu": "captured public or state-managed (CaPu)",
    "CaPr": "captured private (CaPr)",
    "ISFM": "independent, state funded and state managed (ISFM)",
    "ISF": "independent, state funded (ISF)",
    "ISM": "independent, state managed (ISM)",
    "IP": "independent public (IP)",
}
_TIES: Mapping[str, tuple[str, ...]] = {
    "SC": ("Control", "Payment"),
    "CaPu": ("Control",),
    "CaPr": (),
    "ISFM": ("Payment", "UnknownLink"),
    "ISF": ("Payment",),
    "ISM": ("UnknownLink",),
    "IP": ("UnknownLink",),
}
_SOURCE = "https://github.com/ASD-at-GMF/state-media-profiles"


def sniff(head: bytes, path: Path) -> bool:
    return has_columns(head, _COLUMNS)


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Governments, media companies, their outlets, and the ties that the class of each row stands for."""
    for row in table(path, context):
        class_ = row["Typology"].rstrip("? ")
        code = country(row["Country"])
        if class_ not in _CLASSES or code is None or not row["Media company"]:
            field = (
                "Media company" if not row["Media company"] else ("Country" if code is None else "Typology")
            )
            context.reject(f"{row[field][:40]!r} is not known" if row[field] else "missing", field)
            continue
        yield from _media(row, class_, code)


def _media(row: Row, class_: str, code: str) -> Iterator[dict[str, Any]]:
    company = make_id("media", code, fold(row["Media company"]))
    asset = row["Main assets"] or row["Media company"]
    outlet = make_id("media", code, fold(asset))
    site = row["URL"]
    yield entity(
        company,
        "Organization",
        name=row["Media company"],
        country=code,
        classification=_CLASSES[class_],
        website=site if outlet == company else None,
    )
    if outlet != company:
        yield entity(
            outlet, "Company", name=asset, country=code, classification=_CLASSES[class_], website=site
        )
        yield entity(
            make_id("media-owner", company, outlet),
            "Ownership",
            owner=company,
            asset=outlet,
            sourceUrl=_SOURCE,
        )
    if not _TIES[class_]:
        return
    state = f"gov-{code}"
    yield entity(state, "PublicBody", name=f"Government of {vocabulary().countries[code]}", country=code)
    for actor in dict.fromkeys((company, outlet)):
        for schema in _TIES[class_]:
            yield _tie(schema, state, actor, _CLASSES[class_])


def _tie(schema: str, state: str, media: str, class_: str) -> dict[str, Any]:
    ends = vocabulary().schemas[schema].ends
    props = {ends[0]: state, ends[1]: media, "sourceUrl": _SOURCE}
    said = {"purpose": f"state funding: {class_}"} if schema == "Payment" else {"role": class_}
    return entity(make_id("media-tie", schema, state, media), schema, **props, **said)


FORMAT = Format(
    "state-media",
    "State Media Matrix (CSV)",
    sniff,
    read,
    {
        "name": "state-media-matrix",
        "title": "State Media Matrix: who controls and funds state and public media",
        "publisher": {
            "name": "Alliance for Securing Democracy; Media and Journalism Research Center",
            "country": "us",
        },
        "licence": "MIT",
        "url": _SOURCE,
        "standing": "third_party",
        "coverage": {
            "relations": ["Control", "Payment", "UnknownLink", "Ownership"],
            "complete": "no",
            "basis": "comprehensive by intent, not exhaustive",
            "exceptions": "the source gives no dates",
        },
    },
)
