"""Grants in the 360Giving Data Standard: JSON packages, or CSV with the standard's titles as GrantNav and publishers write it.

A grant is a ``Payment`` from its award, or its first day, to its last day. Grants to natural persons are left out: the
standard hides who they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format, read_head
from cuibono.ledger.formats.json_stream import at, built, mappings, money, records, word
from cuibono.ledger.formats.organisations import organisation
from cuibono.ledger.formats.shared import Row, country, day_first, entity, first_row, make_id, table
from cuibono.ledger.values import iso_date

_CSV = {"identifier", "amount awarded", "award date", "funding org:name", "recipient org:name"}
_REGISTERS = {"charityNumber": "GB-CHC", "companyNumber": "GB-COH"}
Grant = Mapping[str, Any]


def sniff(head: bytes, path: Path) -> bool:
    if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return b'"fundingOrganization"' in head and b'"awardDate"' in head
    return set(map(_plain, first_row(head))) >= _CSV


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """A payment a grant, and the organisations at its ends."""
    tabular = read_head(path).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"{", b"[")
    source = _rows(path, context) if tabular else records(path, context, ("grants",))
    yield from built(source, lambda grant: _grant(grant, context), context)


def _plain(title: str) -> str:
    """``Funding Org:0:Name`` and ``funding org:name`` are one column."""
    return title.strip().lower().replace(":0:", ":")


def _rows(path: Path, context: Context) -> Iterator[Grant]:
    """Rows of the flat form as grants."""
    for raw in table(path, context):
        row = {_plain(title): value for title, value in raw.items()}
        yield {
            "id": row.get("identifier"),
            "title": row.get("title"),
            "description": row.get("description"),
            "currency": row.get("currency"),
            "amountAwarded": row.get("amount awarded"),
            "awardDate": _day(row.get("award date")),
            "plannedDates": [
                {
                    "startDate": _day(row.get("planned dates:start date")),
                    "endDate": _day(row.get("planned dates:end date")),
                }
            ],
            "fundingOrganization": [_organisation_row(row, "funding org")],
            "recipientOrganization": [_organisation_row(row, "recipient org")],
            "recipientIndividual": row.get("recipient ind:identifier") or row.get("recipient ind:name"),
            "grantProgramme": [{"title": row.get("grant programme:title")}],
            "dataSource": row.get("data source"),
        }


def _day(text: str | None) -> str | None:
    return day_first((text or "")[:10]) if text else None


def _organisation_row(row: Row | dict[str, str], kind: str) -> dict[str, Any]:
    return {
        "id": row.get(f"{kind}:identifier"),
        "name": row.get(f"{kind}:name"),
        "charityNumber": row.get(f"{kind}:charity number"),
        "companyNumber": row.get(f"{kind}:company number"),
        "addressCountry": row.get(f"{kind}:country"),
        "url": row.get(f"{kind}:web address"),
    }


def _grant(grant: Any, context: Context) -> Iterator[dict[str, Any]]:
    if not isinstance(grant, Mapping) or not word(grant.get("id")):
        context.reject("missing", "id")
        return
    ends = []
    for key in ("fundingOrganization", "recipientOrganization"):
        named = next((each for each in mappings(grant.get(key)) if word(each.get("name"))), None)
        body = _body(named) if named is not None else None
        if body is None and key.startswith("recipient") and grant.get("recipientIndividual"):
            context.leave_out("a grant to a natural person", "recipientIndividual")
            return
        if body is None:
            context.reject("missing", f"{key}.name")
            return
        ends.append(body)
    yield from ends
    yield _payment(grant, ends[0]["id"], ends[1]["id"], context)


def _body(said: Mapping[str, Any]) -> dict[str, Any] | None:
    number = word(said.get("id"))
    for key, register in _REGISTERS.items():
        if not number and word(said.get(key)):
            number = f"{register}-{word(said.get(key))}"
    return organisation(
        "360g-org",
        number,
        word(said.get("name")),
        country=country(word(said.get("addressCountry"))),
        website=word(said.get("url")) or None,
    )


def _payment(grant: Grant, payer: str, beneficiary: str, context: Context) -> dict[str, Any]:
    sum_ = money(grant.get("amountAwarded"))
    if sum_ is None:
        context.leave_out("missing or no sum", "amountAwarded")
    awarded = iso_date(word(grant.get("awardDate"))[:10])
    period = at(grant, "actualDates", 0) or at(grant, "plannedDates", 0) or {}
    begins, ends = (iso_date(word(at(period, key))[:10]) for key in ("startDate", "endDate"))
    return entity(
        make_id("360g", word(grant["id"])),
        "Payment",
        payer=payer,
        beneficiary=beneficiary,
        amount=sum_,
        currency=word(grant.get("currency")).upper() if sum_ else None,
        date=awarded,
        startDate=min(filter(None, (awarded, begins)), default=None) if ends else None,
        endDate=ends if ends and (not awarded or ends >= awarded[: len(ends)]) else None,
        purpose="grant",
        programme=word(at(grant, "grantProgramme", 0, "title")),
        summary=word(grant.get("title")) or word(grant.get("description")),
        recordId=word(grant["id"]),
        sourceUrl=word(grant.get("dataSource")),
    )


FORMAT = Format("360giving", "360Giving Data Standard (JSON, CSV)", sniff, read)
