"""Returns of tax-exempt organisations in the United States (Forms 990, 990-EZ, 990-PF) as the tax office publishes them: e-file XML.

A file is one return; a folder or archive of returns is read as one register. Grants of Schedule I and of foundations are
``Payment`` records over the tax period; officers, directors, trustees and key employees of Part VII and Schedule J are
``Directorship`` records. Grants abroad (Schedule F) name a region alone: they stand in the notes of who gave them. Employees who are
only well paid, and grants to natural persons, stay out. Both the names of 2013 and later and those before are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cuibono.errors import RecordError
from cuibono.ledger.formats import Context, Format, read_head
from cuibono.ledger.formats.organisations import ein_id
from cuibono.ledger.formats.safe_xml import Element, elements, text
from cuibono.ledger.formats.shared import country, entity, fold, make_id
from cuibono.ledger.values import decimal

_GRANTS = ("RecipientTable", "GrantOrContributionPdDuringYrGrp", "GrantOrContriPaidDuringYear")
_ABROAD = ("GrantsToOrgOutsideUSGrp", "GrantsToOrgsOutsideUS")
_HEADS = (
    "Form990PartVIISectionAGrp",
    "Form990PartVIISectionA",
    "OfficerDirectorTrusteeEmplGrp",
    "OfficerDirTrstKeyEmplGrp",
    "RltdOrgOfficerTrstKeyEmplGrp",
)
_PARTS = ("ReturnHeader", *_GRANTS, *_ABROAD, *_HEADS)
_OFFICES = (
    "IndividualTrusteeOrDirectorInd",
    "InstitutionalTrusteeInd",
    "OfficerInd",
    "KeyEmployeeInd",
    "IndividualTrusteeOrDirector",
    "InstitutionalTrustee",
    "Officer",
    "KeyEmployee",
)
_PAY = (
    "ReportableCompFromOrgAmt",
    "ReportableCompFromOrganization",
    "CompensationAmt",
    "TotalCompensationFilingOrgAmt",
)


@dataclass(slots=True)
class _Return:
    """Who filed, for which period; how often the same grant came."""

    id: str
    name: str
    begins: str
    ends: str
    seen: dict[str, int] = field(default_factory=dict)

    def numbered(self, key: str) -> str:
        self.seen[key] = self.seen.get(key, 0) + 1
        return key if self.seen[key] == 1 else f"{key}-{self.seen[key]}"


def sniff(head: bytes, path: Path) -> bool:
    if path.is_dir():
        first = next(_files(path), None)
        return first is not None and sniff(read_head(first), first)
    return b"<Return" in head and b"www.irs.gov/efile" in head


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and ".xml" in path.suffixes)


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Filers, whom they gave to, who heads them. A broken return among others is left out."""
    if not path.is_dir():
        yield from _file(path, context)
        return
    for file in _files(path):
        context.begin(file.name)
        try:
            yield from _file(file, context)
        except RecordError as error:
            context.at(error.line or 1)
            context.reject(str(error).rsplit(": ", 1)[-1][:200])


def _file(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    filed: _Return | None = None
    for element in elements(path, _PARTS, context):
        if element.tag == "ReturnHeader":
            filed = _header(element, context)
            if filed is not None:
                yield _filer(filed, element)
        elif filed is None:
            continue
        elif element.tag in _GRANTS:
            yield from _grant(filed, element, context)
        elif element.tag in _ABROAD:
            yield from _abroad(filed, element)
        else:
            yield from _head(filed, element)


def _first(element: Element, *paths: str) -> str:
    return next((found for path in paths if (found := text(element, path))), "")


def _business(element: Element, *tags: str) -> str:
    """A name of one or two lines, under its tags of different years."""
    for tag in tags:
        for first, second in (
            ("BusinessNameLine1Txt", "BusinessNameLine2Txt"),
            ("BusinessNameLine1", "BusinessNameLine2"),
        ):
            found = " ".join(
                part for part in (text(element, f"{tag}/{first}"), text(element, f"{tag}/{second}")) if part
            )
            if found:
                return found
    return ""


def _header(element: Element, context: Context) -> _Return | None:
    id_ = ein_id(_first(element, "Filer/EIN"))
    name = _business(element, "Filer/BusinessName", "Filer/Name")
    ends = _first(element, "TaxPeriodEndDt", "TaxPeriodEndDate")
    if id_ is None or not name or not ends:
        context.reject("missing", "EIN" if id_ is None else ("TaxPeriodEndDt" if name else "BusinessName"))
        return None
    return _Return(id_, name, _first(element, "TaxPeriodBeginDt", "TaxPeriodBeginDate"), ends)


def _filer(filed: _Return, element: Element) -> dict[str, Any]:
    return entity(
        filed.id,
        "Organization",
        name=filed.name,
        country="us",
        registrationNumber=_first(element, "Filer/EIN"),
        sourceUrl=f"https://projects.propublica.org/nonprofits/organizations/{filed.id.rsplit('-', 1)[-1]}",
    )


def _grant(filed: _Return, element: Element, context: Context) -> Iterator[dict[str, Any]]:
    name = _business(element, "RecipientBusinessName", "RecipientNameBusiness")
    if not name:
        context.leave_out("a grant to a natural person or to nobody named", "RecipientBusinessName")
        return
    sum_ = _sum(element, "CashGrantAmt", "AmountOfCashGrant", "Amt", "Amount")
    goods = _sum(element, "NonCashAssistanceAmt", "AmountOfNonCashAssistance")
    if sum_ is None and goods is None:
        context.leave_out("missing or no sum", "CashGrantAmt")
    place = _place(element)
    number = _first(element, "RecipientEIN", "EINOfRecipient")
    id_ = ein_id(number) or make_id("us-990-recipient", fold(name), place)
    yield entity(
        id_, "Organization", name=name, country=place, registrationNumber=number if ein_id(number) else None
    )
    purpose = _first(
        element,
        "PurposeOfGrantTxt",
        "PurposeOfGrant",
        "GrantOrContributionPurposeTxt",
        "PurposeOfGrantOrContribution",
    )
    for kind, value in (("grant", sum_), ("grant in kind", goods)):
        if (value and value.strip("0.")) or (kind == "grant" and not goods):
            yield entity(
                filed.numbered(make_id("us-990-grant", filed.id, filed.ends, id_, kind, value, purpose)),
                "Payment",
                payer=filed.id,
                beneficiary=id_,
                amount=value,
                currency="USD" if value else None,
                startDate=filed.begins,
                endDate=filed.ends,
                purpose=kind,
                summary=purpose,
            )


def _sum(element: Element, *tags: str) -> str | None:
    found = decimal(_first(element, *tags))
    return None if found is None else f"{found:f}"


def _place(element: Element) -> str | None:
    for tag in ("RecipientForeignAddress", "ForeignAddress", "AddressForeign"):
        code = _first(element, f"{tag}/CountryCd", f"{tag}/Country")
        if code:
            return country(code)
    return "us" if _first(element, "RecipientUSAddress", "USAddress", "AddressUS") else None


def _abroad(filed: _Return, element: Element) -> Iterator[dict[str, Any]]:
    """What was given in a region of the world, to receivers whom the return does not name."""
    region, sum_ = _first(element, "RegionTxt", "Region"), _sum(element, "CashGrantAmt", "AmountOfCashGrant")
    purpose = _first(element, "PurposeOfGrantTxt", "PurposeOfGrant")
    if region and sum_:
        said = f"{filed.ends[:4]}: {sum_} USD to an organisation in {region}, not named"
        yield entity(filed.id, "Organization", notes=f"{said}; {purpose}" if purpose else said)


def _head(filed: _Return, element: Element) -> Iterator[dict[str, Any]]:
    person = _first(element, "PersonNm", "NamePerson", "PersonName")
    body = _business(element, "BusinessName", "NameBusiness")
    listed = str(element.tag).startswith("Form990PartVII")
    office = any(_first(element, tag) in ("X", "true", "1") for tag in _OFFICES)
    if not (person or body) or (listed and not office):
        return
    id_ = make_id("us-990-head", filed.id, fold(person or body))
    former = _first(element, "FormerOfcrDirectorTrusteeInd", "Former") in ("X", "true", "1")
    pay = next((found for tag in _PAY if (found := _sum(element, tag))), None)
    yield entity(id_, "Person" if person else "LegalEntity", name=person or body)
    title = _first(element, "TitleTxt", "Title") or "officer, director, trustee or key employee"
    yield entity(
        make_id("us-990-office", id_, filed.ends, title),
        "Directorship",
        director=id_,
        organization=filed.id,
        role=f"former {title}" if former else title,
        startDate=None if former else filed.begins,
        endDate=filed.ends,
        status="former" if former else None,
        summary=f"paid {pay} USD in the period" if pay and pay.strip("0.") else None,
    )


FORMAT = Format(
    "irs990",
    "United States: returns of tax-exempt organisations (IRS 990 XML)",
    sniff,
    read,
    {
        "name": "us-irs-990",
        "title": "Returns of tax-exempt organisations (Forms 990, 990-EZ, 990-PF)",
        "publisher": {"name": "United States Internal Revenue Service", "country": "us", "official": True},
        "licence": "United States government work, public domain",
        "url": "https://www.irs.gov/charities-non-profits/form-990-series-downloads",
        "standing": "self",
        "coverage": {
            "relations": ["Payment", "Directorship"],
            "places": ["us"],
            "complete": "no",
            "basis": "what the organisations in the file state of themselves",
            "withheld": "receivers of grants abroad; grants of 5,000 USD and less; natural persons",
            "minimum_amount": "5000",
        },
    },
    folders=True,
)
