"""The comparisons made once the relation itself is on record in time: who, how much, how long, as what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from cuibono.model import Amount
from cuibono.verification import money, words
from cuibono.verification.catalogue import say
from cuibono.verification.conduit import GoBetween
from cuibono.verification.gap import Gap
from cuibono.verification.government import Side, Standin
from cuibono.verification.records import PAID, Record
from cuibono.verification.ties import EVENT_SCHEMAS, Case, Tie, happens
from cuibono.verification.time import covers, first_day, last_day, spoken


def standin_gaps(case: Case, ties: Sequence[Tie]) -> list[Gap]:
    """``payer``, ``payee``, ``through`` or ``authority``, where bodies or other names stand for the actors."""
    if case.claim.predicate == "sanctioned":
        return [*_authority_gap(case, ties), *_side_gap(case, ties, "object")]
    return [*_side_gap(case, ties, "subject"), *_side_gap(case, ties, "object")]


def _authority_gap(case: Case, ties: Sequence[Tie]) -> list[Gap]:
    if not ties or any(t.subject.kind == "self" for t in ties):
        return []
    named = list(dict.fromkeys(t.record.role or "" for t in ties))
    return [Gap("authority", "authority_body", case.claim.subject.name, ", ".join(named))]


def _side_gap(case: Case, ties: Sequence[Tie], side: Side) -> list[Gap]:
    sides = [t.subject if side == "subject" else t.object for t in ties]
    ends = list({end.node: end for end in sides}.values())
    needs_all = case.claim.predicate == "funds" and case.claim.amount is not None
    if not ends or (any(e.kind == "self" for e in ends) and not needs_all):
        return []
    money_field = "payer" if side == "subject" else "payee"
    return [
        *_standins(case, side, [e for e in ends if e.kind == "renamed"], money_field),
        *_bodies(case, side, [e for e in ends if e.kind in ("body", "treasury")], money_field),
    ]


def _standins(case: Case, side: Side, ends: Sequence[Standin], field: str) -> list[Gap]:
    if not ends:
        return []
    names = ", ".join(dict.fromkeys(words.name_of(e.node, case.records) for e in ends))
    return [Gap(field, f"{field}_renamed", _claimed(case, side), say("words", "as", name=names))]


def _bodies(case: Case, side: Side, ends: Sequence[Standin], field: str) -> list[Gap]:
    if not ends:
        return []
    names = ", ".join(dict.fromkeys(words.name_of(e.node, case.records) for e in ends))
    if case.claim.predicate == "funds":
        voted = case.subjects.values() if side == "subject" else ()
        how = "voted" if any(end.kind == "treasury" for end in voted) else "body"
        return [Gap(field, f"{field}_{how}", _claimed(case, side), names)]
    return [Gap("through", "through_body", _claimed(case, side), say("words", "through", names=names))]


def _claimed(case: Case, side: Side) -> str:
    return case.claim.subject.name if side == "subject" else case.claim.object.name


def conduit_gap(case: Case, go: GoBetween) -> Gap:
    """The ``payer`` comparison for money that came through a go-between, with the figures."""
    middle = words.name_of(go.node, case.records)
    payer = case.claim.subject.name
    income = "; ".join(i.words() for i in go.incomes)
    if go.conduit:
        recorded = say("words", "conduit", middle=middle, payer=payer, income=income)
        return Gap("payer", "conduit", payer, recorded)
    if income:
        recorded = say("words", "go_between_paid", middle=middle, payer=payer, income=income)
    elif any(r.schema in ("Payment", "Debt") for r in go.ties):
        recorded = say("words", "go_between_unknown", middle=middle, payer=payer)
    else:
        recorded = say("words", "go_between_held", middle=middle, payer=payer)
    return Gap("payer", "go_between", payer, recorded, "lessens")


def amount_gaps(case: Case, ties: Sequence[Tie]) -> list[Gap]:
    """``amount``: the claimed sum or share beside the recorded one."""
    amount = case.claim.amount
    if amount is None or not ties:
        return []
    if amount.currency == "%":
        if case.claim.predicate == "owns":
            return _share_gap(case, amount, [t for t in ties if t.record.schema == "Ownership"])
        return _income_share_gap(case, amount, ties) if case.claim.predicate == "funds" else []
    if case.claim.predicate == "owns":
        return [_open_sum(amount.text)]
    if case.claim.predicate != "funds":
        return []
    paid = [t for t in ties if t.record.schema in PAID]
    return _sum_gaps(case, amount, paid) if paid else []


def _share_gap(case: Case, amount: Amount, ties: Sequence[Tie]) -> list[Gap]:
    shares = [share for t in ties if (share := money.share_of(t.record.edge)) is not None]
    if not shares:
        return [
            Gap("amount", "share_unknown", amount.text, say("words", "no_share"), review="amount_unknown")
        ]
    best = max(shares, key=lambda s: (s.low, s.high))
    recorded = words.share_words(next(t.record for t in ties if money.share_of(t.record.edge) == best))
    return share_gap(case, amount, best.low, best.high, recorded)


def share_gap(case: Case, amount: Amount, low: Decimal, high: Decimal, recorded: str) -> list[Gap]:
    """A claimed percentage beside a recorded one, in points, within the claim's own rounding."""
    match money.compare(amount, low, high, quote=case.claim.quote):
        case "more_claimed":
            return [Gap("amount", "share_more", amount.text, recorded, "lessens")]
        case "exceeds_bound":
            return [Gap("amount", "amount_exceeds", amount.text, recorded, "contradicts")]
        case "less_claimed":
            return [Gap("amount", "share_less", amount.text, recorded)]
    return []


def _income_share_gap(case: Case, amount: Amount, ties: Sequence[Tie]) -> list[Gap]:
    """A claimed part of the payee's money beside its part of the payee's recorded income; a partial record proves little."""
    mine = money.totals(money.as_one((t.record for t in ties), case.subjects, case.objects))
    income = [r for node in sorted(case.objects) for r in case.records.into(node, "Payment")]
    sure = [r for r in income if not case.records.weak(r)]
    whole = money.totals(money.as_one(sure, case.subjects, case.objects))
    if not mine:
        return [_open_sum(amount.text)]
    currency, part = max(mine.items(), key=lambda item: (item[1], item[0]))
    share = part / whole[currency] * 100 if whole.get(currency) else Decimal(100)
    recorded = f"{money.format_share(share)} ({money.format_sum(part, currency)})"
    found = money.compare(amount, share, share, quote=case.claim.quote)
    if found == "more_claimed":
        return [Gap("amount", "share_more", amount.text, recorded, "lessens", review="amount_unknown")]
    return (
        [Gap("amount", "share_less", amount.text, recorded, review="amount_unknown")]
        if found != "equal"
        else []
    )


def _sum_gaps(case: Case, amount: Amount, ties: Sequence[Tie]) -> list[Gap]:
    records = _as_one(case, ties)
    sums = money.totals(records)
    if not sums:
        return [_open_sum(amount.text)]
    if amount.currency is None or amount.currency not in sums:
        recorded = words.sums_words(sums)
        return [Gap("amount", "amount_currency", amount.text, recorded, review="amount_unknown")]
    measure = _measure(amount, amount.currency)
    inside = _as_one(case, [t for t in ties if not _spans(case, t)])
    high, low = measure(records), measure(inside)
    return _sum_gap(case, amount, low, high, records, spanning=len(inside) < len(records))


def _as_one(case: Case, ties: Sequence[Tie]) -> list[Record]:
    return money.as_one((t.record for t in ties), case.subjects, case.objects)


def _open_sum(claimed: str) -> Gap:
    return Gap("amount", "amount_unknown", claimed, say("words", "no_amount"), review="amount_unknown")


def _measure(amount: Amount, currency: str) -> Callable[[Sequence[Record]], Decimal]:
    if amount.per == "year":
        return lambda records: money.largest_year(records, currency)
    if amount.per == "month":
        return lambda records: money.largest_month(records, currency)
    return lambda records: money.totals(records).get(currency, Decimal(0))


def _spans(case: Case, tie: Tie) -> bool:
    """Whether a payment also covers time outside the time that the claim names."""
    asked = case.asked
    return asked.explicit and tie.days.dated and (tie.days.start < asked.start or tie.days.end > asked.end)


def _sum_gap(
    case: Case, amount: Amount, low: Decimal, high: Decimal, records: Sequence[Record], *, spanning: bool
) -> list[Gap]:
    currency = amount.currency or ""
    sure = min(low, money.largest_single_source(records, currency)) if not amount.per else low
    upper = money.is_upper_bound(amount, case.claim.quote)
    found = money.compare(amount, sure if upper else low, high, quote=case.claim.quote)
    words_high = money.format_sum(high, currency)
    recorded = say("words", "at_most", sum=words_high) if spanning else words_high
    others = _incomparable(records, currency)
    if found == "exceeds_bound":
        close = "bound_close" if sure <= amount.value * Decimal("1.1") else None
        shown = money.format_sum(sure, currency)
        return [Gap("amount", "amount_exceeds", amount.text, shown, "contradicts", review=close)]
    if found == "more_claimed":
        ratio = words.ratio_words(amount.value, high) if high else ""
        recorded = say("words", "ratio", sum=recorded, ratio=ratio) if ratio else recorded
        return [Gap("amount", "amount_more", amount.text, recorded, "lessens", review=others)]
    if spanning:
        return [Gap("amount", "amount_spanning", amount.text, recorded)]
    if found == "less_claimed":
        return [Gap("amount", "amount_less", amount.text, say("words", "at_least", sum=words_high))]
    return []


def _incomparable(records: Sequence[Record], currency: str) -> str | None:
    """A reason to look when some payments have no amount or another currency: the sum in hand is not all there is."""
    unknown = any(r.money is None or r.money[1] != currency for r in records)
    return "amount_unknown" if unknown else None


def instrument_gaps(case: Case, ties: Sequence[Tie]) -> list[Gap]:
    """``instrument``: what the records call the payment where the text calls it something else."""
    claimed = money.instrument_named(case.claim.instrument)
    paid = [t.record for t in ties if t.record.schema in PAID]
    if not paid or case.claim.predicate != "funds":
        return []
    if claimed is None:
        return _only_contracts(case, paid)
    kinds = [(record, money.instruments_of(record.edge)) for record in paid]
    fitting = [record for record, found in kinds if not found or claimed in found]
    others = [record for record, found in kinds if found and claimed not in found]
    if not others or (fitting and not _needs(case, fitting, paid)):
        return []
    return [Gap("instrument", "instrument", case.claim.instrument or claimed, _by_instrument(paid))]


def _only_contracts(case: Case, paid: Sequence[Record]) -> list[Gap]:
    """A claim of money that rests on nothing but contracts: told, for a buyer is no giver."""
    awarded = any(r.schema == "ContractAward" for r in paid)
    if not awarded or any(money.instruments_of(r.edge) != {"contract"} for r in paid):
        return []
    return [Gap("instrument", "instrument_contract", say("words.relation", "funds"), _by_instrument(paid))]


def _needs(case: Case, fitting: Sequence[Record], paid: Sequence[Record]) -> bool:
    """Whether the claimed sum only holds when payments of another kind are counted in."""
    amount = case.claim.amount
    if amount is None or amount.currency in (None, "%"):
        return False
    measure = _measure(amount, amount.currency or "")
    with_all, without = measure(paid), measure(fitting)
    slack = money.tolerance(amount)
    return amount.value > without + slack and amount.value <= with_all + slack


def _by_instrument(paid: Sequence[Record]) -> str:
    groups: dict[str, list[Record]] = {}
    for record in paid:
        groups.setdefault(
            "/".join(sorted(money.instruments_of(record.edge))) or say("words", "not_stated"), []
        ).append(record)
    named = [
        f"{kind} {words.sums_words(money.totals(held))}".strip() for kind, held in sorted(groups.items())
    ]
    return ", ".join(named)


def period_gaps(case: Case, ties: Sequence[Tie]) -> list[Gap]:
    """``period``: more time claimed than is on record, or a time claimed of which the records give none."""
    asked = case.asked
    if not asked.explicit or not ties:
        return []
    if all(not t.days.dated for t in ties):
        weight = "lessens" if all(t.record.schema in EVENT_SCHEMAS for t in ties) else "informs"
        return [_undated(case, weight)]
    event = all(happens(case.claim, t.record) for t in ties)
    dated = [t for t in ties if t.days.dated]
    if covers((t.days for t in dated), asked, event=event):
        return []
    return [Gap("period", "period_short", claimed_time(case), recorded_time(dated), "lessens")]


def sale_gaps(case: Case, ties: Sequence[Tie]) -> list[Gap]:
    """A sale is an ownership that ended: by the time asked about, and within the time that the text names."""
    if case.claim.nature != "sale" or case.claim.predicate != "owns" or not ties:
        return []
    ends = [last for t in ties if t.record.end and first_day(last := t.record.end) <= last_day(case.when)]
    if not ends:
        said = say("words", "sold")
        return [Gap("period", "sale_open", said, say("words", "no_end"), "lessens", review="sale_open")]
    asked = case.asked
    if asked.explicit and not any(first_day(e) <= asked.end and last_day(e) >= asked.start for e in ends):
        return [Gap("period", "sale_other", claimed_time(case), recorded_time(ties), "misdates")]
    return []


def _undated(case: Case, weight: str) -> Gap:
    recorded = say("words", "no_date")
    return Gap("period", "period_undated", claimed_time(case), recorded, weight, review="undated")  # type: ignore[arg-type]


def claimed_time(case: Case) -> str:
    """The claim's time as written, or the document's date."""
    period = case.claim.period
    if period is not None and (period.start or period.end):
        return period.text or spoken(period.start, period.end)
    document = case.records.document
    dated = document is not None and document.published == case.when
    return say("words", "day_of_text" if dated else "day_of_check", when=case.when)


def recorded_time(ties: Sequence[Tie]) -> str:
    """The times of some ties in words, oldest first, each once."""
    ordered = sorted(ties, key=lambda t: (t.days.start, t.days.end, t.record.edge.id))
    said = [words.spoken_time(t.record) or say("words", "no_date") for t in ordered]
    return ", ".join(dict.fromkeys(said))
