"""Go-betweens: money that reached the object from a body that has money of the claimed payer.

One go-between at most. When more than half of its recorded income, in one currency and begun by the document's date, comes from
the payer, it is a conduit and the payment counts as the payer's; else the claim overstates. The figures are always shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cuibono.verification.catalogue import say
from cuibono.verification.government import Standin
from cuibono.verification.holdings import held_by
from cuibono.verification.money import as_one, format_share, format_sum, is_income, totals
from cuibono.verification.records import Record, Records
from cuibono.verification.settings import CONDUIT_SHARE
from cuibono.verification.ties import Case, Tie, days_of, is_void, place
from cuibono.verification.time import first_day, last_day


@dataclass(frozen=True, slots=True)
class Income:
    """What a go-between is recorded as living on, in one currency: ``part`` of it from the payer."""

    currency: str
    part: Decimal
    whole: Decimal

    @property
    def share(self) -> Decimal:
        return self.part / self.whole if self.whole else Decimal(0)

    def words(self) -> str:
        return say(
            "words",
            "part",
            part=format_sum(self.part, self.currency),
            whole=format_sum(self.whole, self.currency),
            share=format_share(self.share * 100),
        )


@dataclass(frozen=True, slots=True)
class GoBetween:
    """One node between payer and payee: its payments to the payee, and how the payer is tied to it.

    ``incomes`` are its recorded income by currency, for currencies in which the payer paid; ``other_currencies`` tells that it has
    income that cannot be compared. ``ties`` are the payer's payments to it, or its ownership or control of it.
    """

    node: str
    payments: tuple[Tie, ...]
    ties: tuple[Record, ...]
    incomes: tuple[Income, ...]
    other_currencies: tuple[str, ...] = ()

    @property
    def conduit(self) -> bool:
        """Whether more than half of its recorded income comes from the payer, in every currency the payer paid in."""
        return bool(self.incomes) and all(income.share > CONDUIT_SHARE for income in self.incomes)


def go_betweens(case: Case) -> tuple[GoBetween, ...]:
    """All bodies that paid the object and are tied to the payer, conduits first, then by node."""
    payments: dict[str, list[Tie]] = {}
    for node in sorted(case.objects):
        for record in case.records.into(node, "Payment", "Debt"):
            source = record.source
            if is_void(record):
                continue
            if source is None or source in case.subjects or source in case.objects:
                continue
            payments.setdefault(source, []).append(_payment(case, record, node))
    found = [_between(case, node, held) for node, held in sorted(payments.items())]
    return tuple(sorted((g for g in found if g is not None), key=lambda g: (not g.conduit, g.node)))


def _payment(case: Case, record: Record, payee: str) -> Tie:
    days = days_of(case, record)
    return Tie(
        record=record,
        cell="supports",
        timing=place(case, record, days),
        days=days,
        forward=True,
        weak=case.records.weak(record),
        subject=Standin(record.source or "", "body"),
        object=case.objects[payee],
    )


def _between(case: Case, node: str, payments: Sequence[Tie]) -> GoBetween | None:
    income = [r for r in case.records.into(node, "Payment") if _counts(r, case.records, case.when)]
    from_payer = [r for r in income if r.source in case.subjects]
    loose = [
        r
        for r in case.records.into(node, "Payment", "Debt")
        if r.source in case.subjects and not is_void(r) and not case.records.weak(r) and _begun(r, case.when)
    ]
    ties = (*loose, *held_by(case, node))
    if not ties:
        return None
    incomes = _incomes(as_one(from_payer, case.subjects), as_one(income, case.subjects))
    return GoBetween(node, tuple(payments), _in_order(ties), *incomes)


def _in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """Each record once, the oldest first."""
    unique = {record.key: record for record in records}
    return tuple(sorted(unique.values(), key=lambda r: (r.start or "", r.key)))


def _incomes(
    from_payer: Iterable[Record], income: Sequence[Record]
) -> tuple[tuple[Income, ...], tuple[str, ...]]:
    part: Mapping[str, Decimal] = totals(from_payer)
    whole: Mapping[str, Decimal] = totals(income)
    incomes = tuple(Income(c, value, whole[c]) for c, value in part.items() if value > 0)
    return incomes, tuple(c for c in whole if c not in part)


def _counts(record: Record, records: Records, when: str) -> bool:
    return (
        is_income(record.edge) and not is_void(record) and not records.weak(record) and _begun(record, when)
    )


def _begun(record: Record, when: str) -> bool:
    start = record.start or record.end
    return start is None or first_day(start) <= last_day(when)
