"""Grants of foundations as a table: donor, donee, amount, date with its precision, cause (parsed from vipulnaik/donations)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.shared import country, entity, fold, has_columns, make_id, table
from cuibono.ledger.values import decimal, iso_date

_COLUMNS = ("donor", "donee", "amount", "donation_date", "donation_date_precision", "cause_area", "url")
_LENGTH = {"year": 4, "multi-year": 4, "month": 7, "quarter": 4, "day": 10}


def sniff(head: bytes, path: Path) -> bool:
    return has_columns(head, _COLUMNS)


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """A payment a row, numbered where a donor gave the same sum on the same day to the same donee."""
    known: set[str] = set()
    seen: dict[str, int] = {}
    for row in table(path, context):
        sum_ = decimal(row["amount"])
        missing = next((name for name in ("donor", "donee") if not row[name]), None)
        if missing:
            context.reject("missing", missing)
            continue
        if row["amount"] and sum_ is None:
            context.leave_out("is no sum", "amount")
        ends = [make_id("grants", fold(row[end])) for end in ("donor", "donee")]
        for id_, end in zip(ends, ("donor", "donee"), strict=True):
            if id_ not in known:
                known.add(id_)
                yield entity(id_, "LegalEntity", name=row[end])
        day = (iso_date(row["donation_date"]) or "")[: _LENGTH.get(row["donation_date_precision"], 10)]
        key = make_id("grant", *ends, row["amount"], day, row["cause_area"], row["url"])
        seen[key] = seen.get(key, 0) + 1
        yield entity(
            key if seen[key] == 1 else f"{key}-{seen[key]}",
            "Payment",
            payer=ends[0],
            beneficiary=ends[1],
            amount=None if sum_ is None else f"{sum_.normalize():f}",
            currency=None if sum_ is None else row.get("original_currency") or "USD",
            date=day,
            purpose="grant",
            programme=row["cause_area"],
            summary=_places(row.get("affected_countries", "")),
            sourceUrl=row["url"],
        )


def _places(text: str) -> str:
    """Countries that the grant was for, as the source names them."""
    named = [part.strip() for part in text.split("|") if part.strip() and country(part.strip())]
    return f"for {', '.join(named)}" if named else ""


FORMAT = Format(
    "grants",
    "Grants of foundations (donor, donee, amount, date)",
    sniff,
    read,
    {
        "name": "us-foundation-grants",
        "title": "Grants of United States foundations",
        "publisher": {"name": "Vipul Naik, donations list"},
        "licence": "CC0 1.0",
        "url": "https://github.com/vipulnaik/donations",
        "standing": "third_party",
        "coverage": {
            "relations": ["Payment"],
            "complete": "no",
            "basis": "collected from the foundations' own pages and filings; coverage differs by donor",
        },
    },
)
