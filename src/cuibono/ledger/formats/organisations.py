"""Organisations that registers name by a number of some register: one id for one number, whichever format tells it."""

from __future__ import annotations

import re
from typing import Any

from cuibono.ledger.formats.shared import entity, fold, make_id

#: Numbers as org-id.guide writes them: country or XI/XM/XR, the register, the number in it.
_ORG_ID = re.compile(r"([A-Z]{2})-([A-Z][A-Z0-9_]{1,15})-([A-Za-z0-9][A-Za-z0-9./_-]{0,60})")
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
_EIN = re.compile(r"(\d{2})-?(\d{7})")


def lei_id(number: str) -> str | None:
    """``lei-...``, as other open lists write it too; None for what is no Legal Entity Identifier by its check digits (ISO 17442)."""
    text = number.strip().upper()
    if not _LEI.fullmatch(text) or int("".join(str(int(sign, 36)) for sign in text)) % 97 != 1:
        return None
    return f"lei-{text.lower()}"


def ein_id(number: str) -> str | None:
    """``us-ein-123456789`` for a number of the United States' tax office; None for what is none."""
    found = _EIN.fullmatch(number.strip())
    digits = "".join(found.groups()) if found else ""
    return f"us-ein-{digits}" if digits.strip("0") else None


def org_id(number: str) -> str | None:
    """``gb-chc-1123456`` for an identifier in the form of org-id.guide; None for any other."""
    found = _ORG_ID.fullmatch(number.strip())
    if found is None:
        return None
    country, register, rest = found.groups()
    if (country, register) == ("XI", "LEI"):
        return lei_id(rest)
    if (country, register) == ("US", "EIN"):
        return ein_id(rest)
    plain = "-".join(re.findall(r"[a-z0-9]+", rest.lower()))
    return f"{country}-{register}-{plain}".lower().replace("_", "-") if plain else None


def organisation(prefix: str, number: str, name: str, **more: Any) -> dict[str, Any] | None:
    """An organisation by its number in a known register, else by name within ``prefix``; None without a name."""
    if not name:
        return None
    known = org_id(number)
    id_ = known or make_id(prefix, fold(name), "" if known else number.strip().upper())
    bare = number.strip().split("-", 2)[-1] if known else None
    return entity(id_, "Organization", name=name, **{"registrationNumber": bare, **more})
