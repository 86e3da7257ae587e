"""Aid activities by the IATI standard, versions 1.01 to 2.03 (XML).

An activity is a ``Project`` with its organisations as ``ProjectParticipant``; a transaction that names both ends is a ``Payment``.
Commitments are promises: they are marked so in the purpose. Money whose receiver is not named ties nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.safe_xml import Element, elements, text
from cuibono.ledger.formats.shared import country, entity, fold, listed, make_id
from cuibono.ledger.values import decimal, iso_date

#: Codes of version 1 and of version 2 -> what the money is. Incoming funds run from the provider to the reporter.
_MONEY: Mapping[str, str] = {
    "C": "commitment",
    "2": "commitment",
    "11": "incoming commitment",
    "D": "disbursement",
    "3": "disbursement",
    "E": "expenditure",
    "4": "expenditure",
    "R": "reimbursement",
    "7": "reimbursement",
    "QP": "purchase of equity",
    "8": "purchase of equity",
    "IF": "incoming funds",
    "1": "incoming funds",
    "LR": "loan repayment",
    "6": "loan repayment",
    "IR": "interest repayment",
    "5": "interest repayment",
}
#: These run to the reporter where the receiver is not named.
_INCOMING = frozenset({"incoming funds", "incoming commitment"})
#: Money that comes back: the reporter stands for neither end.
_BACK = frozenset({"reimbursement", "loan repayment", "interest repayment"})
_ROLES: Mapping[str, str] = {"1": "funding", "2": "accountable", "3": "extending", "4": "implementing"}
_NAMELESS = frozenset({"other", "other.", "unknown", "n/a", "not specified", "various", "private individual"})


def sniff(head: bytes, path: Path) -> bool:
    return b"<iati-activities" in head or b"<iati-activity" in head


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Activities, organisations, who takes part, who paid whom."""
    for element in elements(path, ("iati-activity",), context):
        identifier = text(element, "iati-identifier")
        if not identifier:
            context.reject("missing", "iati-identifier")
            continue
        project = make_id("iati-activity", identifier)
        yield _project(project, identifier, element)
        reporter = _organisation(element.find("reporting-org"))
        if reporter:
            yield reporter
        for organisation in element.iterfind("participating-org"):
            yield from _participant(project, organisation)
        for number, transaction in enumerate(element.iterfind("transaction")):
            yield from _payment(f"{project}-{number}", project, element, transaction, reporter)


def _words(element: Element, path: str) -> str | None:
    """Text directly (version 1) or in its first narrative (version 2)."""
    return text(element, f"{path}/narrative") or text(element, path)


def _project(id_: str, identifier: str, element: Element) -> dict[str, Any]:
    dates = {
        each.get("type", ""): (each.get("iso-date") or each.text or "")[:10]
        for each in element.iterfind("activity-date")
    }
    return entity(
        id_,
        "Project",
        name=_words(element, "title") or identifier,
        projectId=identifier if len(identifier) <= 64 else None,
        description=_words(element, "description"),
        country=[
            code
            for each in element.iterfind("recipient-country")
            if (code := country(each.get("code") or ""))
        ],
        status=_words(element, "activity-status"),
        startDate=dates.get("start-actual") or dates.get("2") or dates.get("start-planned") or dates.get("1"),
        endDate=dates.get("end-actual") or dates.get("4"),
    )


def _organisation(element: Element | None) -> dict[str, Any] | None:
    """An organisation by its reference, else by its name; None where neither says who it is."""
    if element is None:
        return None
    name = text(element, "narrative") or " ".join("".join(str(part) for part in element.itertext()).split())
    reference = (element.get("ref") or "").strip()
    if not name or name.lower() in _NAMELESS:
        return None
    # One reference may stand for many bodies (a channel code): the name belongs to the id.
    return entity(
        make_id("iati-org", fold(name)),
        "Organization",
        name=name,
        registrationNumber=listed(_number(reference)),
    )


def _number(reference: str) -> str:
    """References such as GB-COH-123 hold a number of a register; short ones are codes of a list."""
    return reference if reference.count("-") >= 1 and len(reference) <= 64 else ""


def _participant(project: str, element: Element) -> Iterator[dict[str, Any]]:
    organisation = _organisation(element)
    if organisation is None:
        return
    role = (element.get("role") or "").lower()
    role = _ROLES.get(role, role)
    yield organisation
    yield entity(
        make_id("iati-part", project, organisation["id"], role),
        "ProjectParticipant",
        participant=organisation["id"],
        project=project,
        role=role,
    )


def _payment(
    id_: str, project: str, activity: Element, element: Element, reporter: Mapping[str, Any] | None
) -> Iterator[dict[str, Any]]:
    code = element.find("transaction-type")
    kind = _MONEY.get((code.get("code") or "") if code is not None else "")
    value = element.find("value")
    sum_ = decimal(value.text) if value is not None else None
    if kind is None or sum_ is None or value is None:
        return
    provider, receiver = (
        _organisation(element.find("provider-org")),
        _organisation(element.find("receiver-org")),
    )
    if kind in _INCOMING:
        receiver = receiver or (dict(reporter) if reporter else None)
    elif kind not in _BACK:
        provider = provider or (dict(reporter) if reporter else None)
    if provider is None or receiver is None or provider["id"] == receiver["id"]:
        return
    day = element.find("transaction-date")
    yield provider
    yield receiver
    yield entity(
        id_,
        "Payment",
        payer=provider["id"],
        beneficiary=receiver["id"],
        project=project,
        amount=f"{sum_:f}",
        currency=value.get("currency") or activity.get("default-currency"),
        date=iso_date(
            ((day.get("iso-date") if day is not None else None) or value.get("value-date") or "")[:10]
        ),
        purpose=kind,
        summary=_words(element, "description"),
    )


FORMAT = Format("iati", "IATI activities 1.x and 2.x (XML)", sniff, read)
