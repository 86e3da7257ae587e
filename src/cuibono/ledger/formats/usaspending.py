"""Awards of the United States government as USAspending.gov gives them for download (CSV): contracts and assistance, awards or transactions.

An award is a ``Payment`` from the awarding agency, or its part that awarded, to the recipient over the period of
performance. Files of awards hold the whole sum obligated, files of transactions the sum of each action, which may be
negative. A folder or archive of such files is read as one. Names hidden by the source stay out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format, read_head
from cuibono.ledger.formats.shared import (
    Row,
    country,
    entity,
    fold,
    has_columns,
    make_id,
    month_first,
    slug,
    table,
)
from cuibono.ledger.values import decimal

_MARKS = ("recipient_name", "awarding_agency_name", "usaspending_permalink")
_KEYS = ("contract_award_unique_key", "assistance_award_unique_key")
_ACTIONS = ("contract_transaction_unique_key", "assistance_transaction_unique_key")
_HIDDEN = frozenset(
    {
        "redacted due to pii",
        "multiple recipients",
        "miscellaneous foreign awardees",
        "multiple foreign recipients",
        "private individual",
    }
)
#: Codes of assistance types -> what it is.
_KINDS = {
    "02": "block grant",
    "03": "formula grant",
    "04": "project grant",
    "05": "cooperative agreement",
    "06": "direct payment",
    "07": "loan",
    "08": "loan guarantee",
    "09": "insurance",
    "10": "direct payment",
    "11": "other assistance",
}
_GRANTS = frozenset({"02", "03", "04", "05"})
#: A guarantee or insurance is no payment.
_NO_MONEY = frozenset({"08", "09"})


def sniff(head: bytes, path: Path) -> bool:
    if path.is_dir():
        return bool(_files(path))
    return has_columns(head, _MARKS) and any(has_columns(head, (key,)) for key in _KEYS)


def _files(folder: Path) -> list[Path]:
    """The tables of awards; sub-awards and readmes beside them are left alone."""
    tables = [path for path in sorted(folder.rglob("*")) if path.is_file() and ".csv" in path.suffixes]
    return [path for path in tables if sniff(read_head(path), path)]


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Agencies, recipients with their parents, awards."""
    known: set[str] = set()
    for file in _files(path) if path.is_dir() else [path]:
        for row in table(file, context):
            yield from _award(row, context, known)


def _award(row: Row, context: Context, known: set[str]) -> Iterator[dict[str, Any]]:
    key = next((row[name] for name in _KEYS if row[name]), "")
    if not key or not row["awarding_agency_name"]:
        context.reject("missing", "award_unique_key" if not key else "awarding_agency_name")
        return
    code = row["assistance_type_code"].zfill(2) if row["assistance_type_code"] else ""
    if fold(row["recipient_name"]) in _HIDDEN or not row["recipient_name"] or code in _NO_MONEY:
        context.leave_out("no named recipient of money", "recipient_name")
        return
    for body in (*_agencies(row), *_recipients(row)):
        if body["id"] not in known or "parent" in body["properties"]:
            known.add(body["id"])
            yield body
    yield _payment(key, code, row, context)


def _agency_id(name: str) -> str:
    return f"us-agency-{slug(name)}"[:150]


def _agencies(row: Row) -> Iterator[dict[str, Any]]:
    """The department and the part of it that awarded."""
    whole, part = row["awarding_agency_name"], row["awarding_sub_agency_name"]
    yield entity(_agency_id(whole), "PublicBody", name=whole, country="us")
    if part and fold(part) != fold(whole):
        yield entity(_agency_id(part), "PublicBody", name=part, country="us", parent=_agency_id(whole))


def _recipient_id(uei: str, name: str, place: str) -> str:
    return f"us-uei-{slug(uei)}" if slug(uei) else make_id("us-recipient", fold(name), place)


def _recipients(row: Row) -> Iterator[dict[str, Any]]:
    """The recipient and the body that it names as its parent."""
    place = country(row["recipient_country_code"]) or country(row["recipient_country_name"])
    id_ = _recipient_id(row["recipient_uei"], row["recipient_name"], place or "")
    uei, name = row["recipient_parent_uei"], row["recipient_parent_name"]
    other = _recipient_id(uei, name, "") if slug(uei) and name else None
    other = other if other != id_ else None
    yield entity(
        id_,
        "LegalEntity",
        name=row["recipient_name"],
        alias=row["recipient_doing_business_as_name"],
        country=place,
        uniqueEntityId=row["recipient_uei"],
        cageCode=None,
        parent=other,
    )
    if other:
        yield entity(other, "LegalEntity", name=name, uniqueEntityId=uei)


def _payment(key: str, code: str, row: Row, context: Context) -> dict[str, Any]:
    action = next((row[name] for name in _ACTIONS if row[name]), "")
    total = row["total_obligated_amount"] or row["total_dollars_obligated"] or row["total_obligated_amount"]
    said = row["federal_action_obligation"] if action else total or row["current_total_value_of_award"]
    if code == "07":
        said = row["face_value_of_loan"] or row["total_face_value_of_loan"] or said
    sum_ = decimal(said)
    if said and sum_ is None:
        context.leave_out("is no sum", "federal_action_obligation" if action else "total_obligated_amount")
    part = row["awarding_sub_agency_name"] or row["awarding_agency_name"]
    place = country(row["recipient_country_code"]) or country(row["recipient_country_name"])
    acted = month_first(row["action_date"] or row["award_base_action_date"])
    begins, ends = (month_first(row[f"period_of_performance_{end}_date"]) for end in ("start", "current_end"))
    kind = _KINDS.get(code, "") if code else "contract"
    return entity(
        make_id("us-award", key, action),
        "Payment",
        payer=_agency_id(part),
        beneficiary=_recipient_id(row["recipient_uei"], row["recipient_name"], place or ""),
        amount=None if sum_ is None else f"{sum_:f}",
        currency=None if sum_ is None else "USD",
        date=acted or begins,
        startDate=None if action else min(filter(None, (acted, begins)), default=None),
        endDate=None if action or (begins and ends and ends < begins) else ends,
        purpose="grant" if code in _GRANTS else kind or row["assistance_type_description"].lower(),
        programme=row["cfda_title"] or row["cfda_numbers_and_titles"],
        summary=row["prime_award_base_transaction_description"] or row["transaction_description"],
        recordId=row["award_id_fain"] or row["award_id_piid"] or row["award_id_uri"],
        transactionNumber=row["modification_number"] if action else None,
        sourceUrl=row["usaspending_permalink"],
    )


FORMAT = Format(
    "usaspending",
    "United States: federal awards (USAspending CSV)",
    sniff,
    read,
    {
        "name": "us-spending",
        "title": "Federal awards of the United States (USAspending.gov)",
        "publisher": {
            "name": "United States Department of the Treasury",
            "country": "us",
            "official": True,
        },
        "licence": "United States government work, public domain",
        "url": "https://www.usaspending.gov/download_center",
        "standing": "regulator",
        "coverage": {
            "relations": ["Payment"],
            "places": ["us"],
            "complete": "no",
            "basis": "the part that was asked for in the download; a full archive of one agency and year is complete for it",
            "withheld": "names of natural persons and of recipients at risk",
        },
    },
    folders=True,
)
