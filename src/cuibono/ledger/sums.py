"""Adding up payments: the one way of summing that cards and findings share.

A payment that two lists both report is one payment. Lists seldom share record numbers, so payments of the same parties, year,
currency and sum are taken for the same ones across lists, and for different ones within a list: of such payments the sum
counts as many as the list with most of them holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as far as sums go. ``payer`` and ``payee`` tell the parties apart, ``year`` is four digits or empty."""

    payer: str
    payee: str
    year: str
    currency: str
    amount: Decimal
    dataset: str


def add_up(payments: Iterable[Paid]) -> Mapping[str, Decimal]:
    """Currency -> sum, by currency; each payment once, however many lists report it."""
    counts: dict[tuple[str, str, str, str, Decimal], dict[str, int]] = {}
    for paid in payments:
        held = counts.setdefault((paid.payer, paid.payee, paid.year, paid.currency, paid.amount), {})
        held[paid.dataset] = held.get(paid.dataset, 0) + 1
    sums: dict[str, Decimal] = {}
    for (_, _, _, currency, amount), lists in counts.items():
        sums[currency] = sums.get(currency, Decimal(0)) + amount * max(lists.values())
    return dict(sorted(sums.items()))
