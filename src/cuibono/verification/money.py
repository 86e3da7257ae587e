"""Sums, shares and instruments: what a record says of money, and how a claimed amount compares."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Literal

from cuibono.ledger.records import Edge
from cuibono.ledger.sums import Paid, add_up
from cuibono.model import Amount
from cuibono.verification.records import Record
from cuibono.verification.resources import load
from cuibono.verification.settings import AMOUNT_TOLERANCE
from cuibono.verification.text import fold, has_phrase

Comparison = Literal["equal", "more_claimed", "less_claimed", "exceeds_bound"]
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_SOFT = re.compile(
    r"\b(up to|as much as|nearly|almost|close to|about|around|до|почти|около)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Share:
    """A recorded share in per cent as bounds; ``exact`` when both are one number."""

    low: Decimal
    high: Decimal
    text: str

    @property
    def majority(self) -> bool:
        """More than half. A register's band "50 to 75" means more than 50."""
        return self.low > 50 or (self.low == 50 and self.high > 50)

    @property
    def half(self) -> bool:
        return self.low >= 50


def share_of(edge: Edge) -> Share | None:
    """The percentage of an Ownership, or None where the record gives none that can be read."""
    for text in edge.get("percentage"):
        numbers = [_decimal(n.replace(",", ".")) for n in _NUMBER.findall(text)]
        found = [n for n in numbers if n is not None and n <= 100]
        if found:
            return Share(min(found), _upper(text, found), text)
    return None


def _upper(text: str, found: Sequence[Decimal]) -> Decimal:
    open_ended = re.search(r">|more than|over|at least|\+|более", text, re.IGNORECASE)
    return Decimal(100) if open_ended and len(found) == 1 else max(found)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def format_decimal(value: Decimal) -> str:
    """``Decimal("44000.00")`` -> ``"44,000"``; cents only where there are some."""
    rounded = value.quantize(Decimal("0.01"))
    return f"{rounded:,.0f}" if rounded == rounded.to_integral_value() else f"{rounded:,.2f}"


def format_sum(value: Decimal | None, currency: str | None) -> str:
    """``44,000 USD``; an amount without currency says so, no amount gives an empty string."""
    if value is None:
        return ""
    return f"{format_decimal(value)} {currency or '(currency not stated)'}"


def format_share(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.1')):f}"
    return f"{text[:-2] if text.endswith('.0') else text} %"


def as_one(payments: Iterable[Record], payers: Collection[str], payees: Collection[str] = ()) -> list[Record]:
    """Payments with all of some payers (and payees) told as one: what an agency's list and its government's both report is one payment."""
    payer, payee = min(payers, default=""), min(payees, default="")
    return [
        replace(
            record,
            source=payer if record.source in payers else record.source,
            target=payee if record.target in payees else record.target,
        )
        for record in payments
    ]


def totals(payments: Iterable[Record]) -> Mapping[str, Decimal]:
    """Currency -> sum. A payment of the same sum, year and parties in several datasets counts once."""
    held = [record for record in payments if record.money is not None]
    under = _under_contracts(held)
    return add_up(_paid(record) for record in held if record.key not in under)


def _under_contracts(payments: Sequence[Record]) -> frozenset[tuple[str, str]]:
    """What would count twice: the payments under a contract whose award is at hand, or the award where more was paid."""
    awards = {r.middle or "": r for r in payments if r.schema == "ContractAward"}
    doubles: set[tuple[str, str]] = set()
    for contract, award in awards.items():
        paid = [r for r in payments if r.schema == "Payment" and contract in r.edge.get("contract")]
        total = sum((r.money[0] for r in paid if r.money), Decimal(0))
        more = award.money is not None and total > award.money[0]
        doubles |= {award.key} if more else {r.key for r in paid}
    return frozenset(doubles)


def _paid(record: Record) -> Paid:
    amount, currency = record.money or (Decimal(0), "")
    year = (record.start or record.edge.end or "")[:4]
    return Paid(record.source or "", record.target or "", year, currency, amount, record.edge.dataset)


def largest_single_source(payments: Sequence[Record], currency: str) -> Decimal:
    """The largest sum that one dataset alone records in a currency."""
    sums: dict[str, Decimal] = {}
    for record in payments:
        if record.money is not None and record.money[1] == currency:
            sums[record.edge.dataset] = sums.get(record.edge.dataset, Decimal(0)) + record.money[0]
    return max(sums.values(), default=Decimal(0))


def largest_year(payments: Sequence[Record], currency: str) -> Decimal:
    """The largest sum of one calendar year; a payment counts in the year in which it begins."""
    years: dict[str, list[Record]] = {}
    for record in payments:
        years.setdefault((record.start or record.edge.end or "")[:4], []).append(record)
    return max((totals(held).get(currency, Decimal(0)) for held in years.values()), default=Decimal(0))


def largest_month(payments: Sequence[Record], currency: str) -> Decimal:
    """The largest sum of one month; where payments are dated by year alone, a twelfth of the largest year."""
    months: dict[str, list[Record]] = {}
    for record in payments:
        months.setdefault((record.start or "")[:7], []).append(record)
    dated = [totals(held).get(currency, Decimal(0)) for month, held in months.items() if len(month) == 7]
    return max(dated) if dated else largest_year(payments, currency) / 12


def tolerance(amount: Amount) -> Decimal:
    """How far a record may lie from the claimed value without a difference."""
    if amount.currency == "%":
        return amount.rounding
    return max(amount.rounding, abs(amount.value) * AMOUNT_TOLERANCE)


def is_upper_bound(amount: Amount, quote: str = "") -> bool:
    """Whether the wording sets a limit ("less than"); "up to" and "nearly" are no limits but loose figures."""
    if amount.bound not in ("at_most", "under"):
        return False
    before = quote.split(amount.text)[0][-20:] if amount.text and amount.text in quote else ""
    return not _SOFT.search(f"{before} {amount.text}")


def compare(amount: Amount, low: Decimal, high: Decimal, *, quote: str = "") -> Comparison:
    """The claimed amount beside a recorded one (``low`` to ``high``; equal for sums)."""
    slack = tolerance(amount)
    if is_upper_bound(amount, quote):
        return "exceeds_bound" if low > amount.value else "equal"
    if amount.value > high + slack:
        return "more_claimed"
    lower_bound = amount.bound in ("at_least", "over")
    return "less_claimed" if low > amount.value + slack and not lower_bound else "equal"


@cache
def _instrument_words() -> tuple[tuple[str, str], ...]:
    lists = load("instruments")
    kinds = [k for k in lists if k not in ("synonyms", "repayable")]
    return tuple((kind, fold(word)) for kind in kinds for word in lists[kind])


@lru_cache(maxsize=16384)
def _instruments_in(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset(kind for kind, word in _instrument_words() if has_phrase(folded, word))


def instruments_of(edge: Edge) -> frozenset[str]:
    """The kinds of payment that the record's own words name; empty when it does not say. An award is a contract, whatever it says."""
    if edge.schema == "ContractAward":
        return frozenset({"contract"})
    props = (
        "purpose",
        "programme",
        "project",
        "role",
        "summary",
        "transactionNumber",
        "description",
    )
    text = " ; ".join(value for prop in props for value in edge.get(prop))
    found = set(_instruments_in(f"{text} ; {edge.role or ''}"))
    if edge.schema == "Debt":
        found.add("loan")
    if edge.get("contract"):
        found.add("contract")
    return frozenset(found)


def instrument_named(name: str | None) -> str | None:
    """The instrument that a claim names, in the terms of ``instruments.yml``; None for general words such as money."""
    if name is None:
        return None
    folded = fold(name)
    lists = load("instruments")
    if folded in lists and folded not in ("synonyms", "repayable"):
        return folded
    if folded in lists["synonyms"]:
        named: str | None = lists["synonyms"][folded]
        return named
    return next((kind for kind, word in _instrument_words() if word == folded), None)


def is_income(edge: Edge) -> bool:
    """A payment that need not be paid back."""
    return edge.schema == "Payment" and not instruments_of(edge) & set(load("instruments")["repayable"])
