"""Public contracts in the Open Contracting Data Standard 1.0 and 1.1: release packages, record packages, releases as JSON lines.

A contract (or an award that no contract names) is a ``Contract`` under its buyer, tied to each supplier by a
``ContractAward``; a transaction of its implementation that names both ends is a ``Payment``. An award is no payment. Of
several releases on one contracting process all that they say is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.json_stream import Said, at, built, mappings, money, records, word
from cuibono.ledger.formats.organisations import organisation
from cuibono.ledger.formats.shared import country, entity, make_id
from cuibono.ledger.values import iso_date

_DEAD = frozenset({"cancelled", "unsuccessful"})
_START = (b"{", b"[")


def sniff(head: bytes, path: Path) -> bool:
    return b'"ocid"' in head and head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in _START


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Buyers, suppliers, contracts, awards, transactions."""
    source = map(_release, records(path, context, ("releases", "records")))
    yield from built(source, lambda release: _process(release, context), context)


def _release(said: Any) -> Said | None:
    """A release, or what a record compiles of several; the last one where it compiles none."""
    if not isinstance(said, Mapping):
        return None
    compiled = said.get("compiledRelease")
    if isinstance(compiled, Mapping):
        return {"ocid": said.get("ocid"), **compiled}
    inside = [each for each in mappings(said.get("releases")) if "url" not in each or "ocid" in each]
    return {"ocid": said.get("ocid"), **inside[-1]} if inside else said


class _Parties:
    """The organisations of one process by the id that its release gives them."""

    def __init__(self, release: Said) -> None:
        self._said = {word(each.get("id")): each for each in mappings(release.get("parties"))}

    def find(self, reference: Any) -> dict[str, Any] | None:
        """The organisation that a reference names, with what the list of parties says of it."""
        if not isinstance(reference, Mapping):
            return None
        party = self._said.get(word(reference.get("id")), reference)
        scheme, number = word(at(party, "identifier", "scheme")), word(at(party, "identifier", "id"))
        known = number if number.startswith(f"{scheme}-") else f"{scheme}-{number}"
        name = word(party.get("name")) or word(reference.get("name"))
        return organisation(
            "ocds-org",
            known if scheme and number else word(reference.get("id")),
            name or word(at(party, "identifier", "legalName")),
            alias=word(at(party, "identifier", "legalName")),
            country=country(word(at(party, "address", "countryName"))),
            website=word(at(party, "contactPoint", "url")),
        )


def _process(release: Said | None, context: Context) -> Iterator[dict[str, Any]]:
    if release is None or not word(release.get("ocid")):
        context.reject("missing", "ocid")
        return
    ocid, parties = word(release["ocid"]), _Parties(release)
    buyer = parties.find(release.get("buyer")) or parties.find(at(release, "tender", "procuringEntity"))
    if buyer:
        yield buyer
    awards = {word(each.get("id")): each for each in mappings(release.get("awards"))}
    contracts = mappings(release.get("contracts"))
    for contract in contracts:
        award = awards.pop(word(contract.get("awardID")), {})
        yield from _contract(ocid, buyer, award, contract, release, parties, context)
    for award in awards.values():
        yield from _contract(ocid, buyer, award, {}, release, parties, context)


def _contract(
    ocid: str,
    buyer: Said | None,
    award: Said,
    contract: Said,
    release: Said,
    parties: _Parties,
    context: Context,
) -> Iterator[dict[str, Any]]:
    """One contract with its suppliers and what was paid under it."""
    status = word((contract or award).get("status")).lower()
    if status in _DEAD:
        return
    id_ = make_id("ocds-contract", ocid, word(award.get("id")), word(contract.get("id")))
    value = contract.get("value") or award.get("value")
    sum_ = money(at(value, "amount"))
    terms = {
        "amount": sum_,
        "currency": word(at(value, "currency")).upper() if sum_ else None,
    }
    signed = _day(contract.get("dateSigned")) or _day(award.get("date"))
    period = contract.get("period") or award.get("contractPeriod")
    title = word(contract.get("title")) or word(award.get("title")) or word(at(release, "tender", "title"))
    yield entity(
        id_,
        "Contract",
        title=title or ocid,
        name=title or ocid,
        description=word(contract.get("description")) or word(award.get("description")),
        authority=buyer["id"] if buyer else None,
        procedureNumber=ocid,
        contractDate=signed,
        method=word(at(release, "tender", "procurementMethod")),
        status=status,
        **terms,
    )
    yield from _awards(id_, ocid, award, signed, period, status, terms, parties, context)
    for number, paid in enumerate(mappings(at(contract, "implementation", "transactions"))):
        yield from _payment(f"{id_}-{number}", id_, paid, parties)


def _awards(
    contract: str,
    ocid: str,
    award: Said,
    signed: str | None,
    period: Any,
    status: str,
    terms: dict[str, Any],
    parties: _Parties,
    context: Context,
) -> Iterator[dict[str, Any]]:
    """A tie to each supplier; the sum is told only where there is one."""
    suppliers = [found for each in mappings(award.get("suppliers")) if (found := parties.find(each))]
    if not suppliers:
        context.leave_out("no supplier is named", "suppliers")
    for supplier in suppliers:
        yield supplier
        yield entity(
            make_id("ocds-award", contract, supplier["id"]),
            "ContractAward",
            contract=contract,
            supplier=supplier["id"],
            role="supplier",
            date=signed,
            startDate=min(filter(None, (signed, _day(at(period, "startDate")))), default=None),
            endDate=_day(at(period, "endDate")),
            documentNumber=ocid,
            status=status,
            **(terms if len(suppliers) == 1 else {}),
        )


def _payment(id_: str, contract: str, paid: Said, parties: _Parties) -> Iterator[dict[str, Any]]:
    value = paid.get("value") or paid.get("amount")
    sum_ = money(at(value, "amount"))
    payer = parties.find(paid.get("payer") or paid.get("providerOrganization"))
    payee = parties.find(paid.get("payee") or paid.get("receiverOrganization"))
    if payer is None or payee is None or sum_ is None or payer["id"] == payee["id"]:
        return
    yield payer
    yield payee
    yield entity(
        id_,
        "Payment",
        payer=payer["id"],
        beneficiary=payee["id"],
        contract=contract,
        amount=sum_,
        currency=word(at(value, "currency")).upper(),
        date=_day(paid.get("date")),
        purpose="contract",
        transactionNumber=word(paid.get("id")),
        sourceUrl=word(paid.get("source")) or word(paid.get("uri")),
    )


def _day(value: Any) -> str | None:
    return iso_date(word(value)[:10])


FORMAT = Format("ocds", "Open Contracting Data Standard 1.x (JSON)", sniff, read)
