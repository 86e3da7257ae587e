"""Records in words: a phrase beside the evidence, a sentence in the explanation. Names, sums, dates, roles; never identifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from cuibono.verification.catalogue import has, say
from cuibono.verification.money import (
    format_decimal,
    format_share,
    format_sum,
    instruments_of,
    share_of,
    totals,
)
from cuibono.verification.records import PAID, Record, Records
from cuibono.verification.roles import is_founder
from cuibono.verification.settings import MAX_TOLD, PURPOSE_LENGTH
from cuibono.verification.text import clean, fold
from cuibono.verification.ties import Tie


def name_of(node: str | None, records: Records) -> str:
    """The caption of a node on one line."""
    return clean(records.name(node), 120) if node else "?"


def _key(section: str, schema: str) -> str:
    return schema if has(section, schema) else "other"


def summary(record: Record, records: Records) -> str:
    """The record in words: ``"paid 44,000 USD, 2020, grant: human rights advocacy"``."""
    head = f"{say('summary', _key('summary', record.schema))}{_what(record)}"
    return ", ".join(
        part for part in (head, *_role_part(record), spoken_time(record), _purpose(record)) if part
    )


def _what(record: Record) -> str:
    if record.schema == "ContractAward" and record.money is not None:
        return say("fact", "of_sum", money=format_sum(*record.money))
    if record.schema in PAID and record.money is not None:
        return f" {format_sum(*record.money)}"
    if record.schema == "Ownership" and share_of(record.edge) is not None:
        return f" {share_words(record)}"
    if record.schema == "Sanction" and record.role:
        return " " + say("words", "listed_by", authority=clean(record.role, PURPOSE_LENGTH))
    return ""


def share_words(record: Record) -> str:
    share = share_of(record.edge)
    if share is None:
        return ""
    if share.low == share.high:
        return format_share(share.low)
    return f"{format_share(share.low)} to {format_share(share.high)}"


def _role_part(record: Record) -> tuple[str, ...]:
    if record.schema == "Sanction" or not record.role:
        return ()
    return (clean(record.role, PURPOSE_LENGTH),)


def spoken_time(record: Record) -> str:
    """``"2020"``, ``"2015 to 2019"``, ``"since 2015"`` for what lasts, or nothing."""
    return time_words(record).removeprefix(", ")


def time_words(record: Record) -> str:
    start, end = record.start, record.end
    moment = record.schema in (*PAID, "Documentation", "Succession") or is_founder(record.role)
    if moment and start and not end:
        return say("time", "on", start=start)
    if start and end:
        return say("time", "on" if start == end else "span", start=start, end=end)
    if start:
        return say("time", "since", start=start)
    return say("time", "until", end=end) if end else ""


def _purpose(record: Record) -> str:
    if record.schema not in PAID:
        return ""
    kinds = "/".join(sorted(instruments_of(record.edge)))
    texts = [clean(t, PURPOSE_LENGTH) for p in ("purpose", "programme") for t in record.edge.get(p)]
    purpose = next((t for t in texts if fold(t) != kinds), "")
    if not kinds or any(word in fold(purpose).split() for word in kinds.split("/")):
        return purpose or kinds
    return f"{kinds}: {purpose}" if purpose else kinds


def fact(record: Record, records: Records) -> str:
    """The record as a sentence without its full stop."""
    money = f" {format_sum(*record.money)}" if record.money is not None else ""
    share = f"{share_words(record)} of " if share_words(record) else ""
    role = f" ({clean(record.role, PURPOSE_LENGTH)})" if record.role and record.schema != "Sanction" else ""
    key = _key("fact", record.schema)
    if record.role and has("fact", f"{key}/role"):
        key = f"{key}/role"
    return say(
        "fact",
        key,
        title=clean(record.role or "", PURPOSE_LENGTH),
        source=name_of(record.source, records),
        target=name_of(record.target, records),
        money=money,
        money_of=say("fact", "of_sum", money=money.strip()) if money else "",
        share=share,
        role=role,
        time=time_words(record),
        authority=clean(record.role or say("words", "not_stated"), PURPOSE_LENGTH),
    )


def facts(ties: Sequence[Tie], records: Records, *, chain: bool = True) -> str:
    """What the deciding records say, in one clause: records of one kind between the same two are told together.

    ``chain`` tells the records above the first tie as well.
    """
    above = {record.key: record for tie in ties[:1] if chain for record in tie.above}
    own = [tie.record for tie in ties]
    said = [*_told(list(above.values()), records), *_told(own, records)]
    if len(said) > MAX_TOLD:
        return say("fact", "more", fact="; ".join(said[:MAX_TOLD]), count=str(len(said) - MAX_TOLD))
    return "; ".join(said)


def _told(held: Sequence[Record], records: Records) -> list[str]:
    """A clause for each pair and kind: alone its fact, several payments their sum, several others the first."""
    groups: dict[tuple[str | None, str | None, str], list[Record]] = {}
    for record in held:
        groups.setdefault((record.source, record.target, record.schema), []).append(record)
    return list(dict.fromkeys(_told_together(group, records) for group in groups.values()))


_SEVERAL = {"Payment": "several_payments", "ContractAward": "several_awards"}


def _told_together(group: Sequence[Record], records: Records) -> str:
    first = group[0]
    if len(group) == 1 or first.schema not in _SEVERAL:
        return fact(first, records)
    sums = totals(group)
    return say(
        "fact",
        _SEVERAL[first.schema],
        source=name_of(first.source, records),
        target=name_of(first.target, records),
        count=str(len(group)),
        money=say("fact", "together", money=sums_words(sums)) if sums else "",
        time=_years(group),
    )


def sums_words(sums: Mapping[str, Decimal]) -> str:
    """Sums by currency: ``"44,000 USD and 10,000 EUR"``."""
    return " and ".join(format_sum(value, currency) for currency, value in sums.items())


def _years(records: Sequence[Record]) -> str:
    years = sorted({day[:4] for r in records for day in (r.start, r.edge.end) if day})
    if not years:
        return ""
    return say("time", "on" if len(years) == 1 else "span", start=years[0], end=years[-1])


def ratio_words(claimed: Decimal, recorded: Decimal) -> str:
    """How many times the recorded sum the claimed one is, plainly: ``"1.8"``, ``"182"``."""
    ratio = claimed / recorded
    return format_decimal(ratio.quantize(Decimal(1))) if ratio >= 10 else f"{ratio.quantize(Decimal('0.1'))}"


def authority_text(record: Record) -> str | None:
    """The authority of a listing as on record."""
    texts = record.edge.get("authority")
    said = record.role or (texts[0] if texts else None)
    return clean(said, PURPOSE_LENGTH) if said else None
