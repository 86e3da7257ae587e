"""Only, sole, largest, most: what others on record do to a claim of being the only or the largest one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cuibono.model import Claim
from cuibono.verification import holdings, ladder, search
from cuibono.verification.catalogue import say
from cuibono.verification.conduit import go_betweens
from cuibono.verification.gap import Gap, Weight
from cuibono.verification.government import Side, Standin
from cuibono.verification.ladder import FIRM
from cuibono.verification.money import (
    as_one,
    format_share,
    format_sum,
    largest_single_source,
    share_of,
    totals,
)
from cuibono.verification.records import Record
from cuibono.verification.resources import load
from cuibono.verification.settings import CONDUIT_SHARE
from cuibono.verification.ties import Case, Tie, days_of, is_void, place, shown_first

Exclusive = Literal["only", "largest", "most"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What the quantifier comparison found: a gap, or None when it agrees, and the records of others behind it."""

    gap: Gap | None = None
    others: tuple[Tie, ...] = ()


def asks_for(claim: Claim) -> Exclusive | None:
    """The comparison with others that the claim calls for.

    "All its money comes from X" claims that X is the only payer; "they are all funded by X" does not.
    """
    if claim.quantifier == "all":
        return "only" if claim.predicate == "funds" and _matches("money", claim.quote) else None
    return claim.quantifier if claim.quantifier in ("only", "largest", "most") else None


def side_of(claim: Claim) -> Side | None:
    """The side the quantifier stands beside.

    A noun for one side's part ("the largest shareholder", "its only recipient") says it; else the claim's own reading; and "largest"
    and "most" speak of the subject where neither does.
    """
    if claim.quantifier == "all":
        return _side_of_money(claim.quote)
    if claim.quantifier == "most" and claim.predicate == "funds" and (money := _side_of_money(claim.quote)):
        return money  # "most of its money comes from X": X beside other payers, wherever "most" stands
    named = _side_of_noun(claim.quote)
    if named is not None:
        return named
    if claim.quantified is not None:
        return claim.quantified
    return None if asks_for(claim) == "only" else "subject"


def _side_of_noun(quote: str) -> Side | None:
    rules = load("quantifiers")
    subject, object_ = (
        re.search(rules["beside"] + rules[nouns], quote, re.IGNORECASE)
        for nouns in ("subject_nouns", "object_nouns")
    )
    if bool(subject) == bool(object_):
        return None
    return "subject" if subject else "object"


def _side_of_money(quote: str) -> Side | None:
    payer, payee = _matches("payer", quote), _matches("payee", quote)
    if payer == payee:
        return None
    return "subject" if payer else "object"


def _matches(name: str, quote: str) -> bool:
    return any(re.search(pattern, quote, re.IGNORECASE) for pattern in load("quantifiers")[name])


def compare(case: Case, own: Sequence[Tie]) -> Quantity:
    """Set the claim's quantifier beside what others are on record with; ``own`` are the claim's firm ties in time."""
    asked, side = asks_for(case.claim), side_of(case.claim)
    if asked is None:
        return Quantity()
    if side is None:
        return Quantity(_unclear(case.claim))
    others = rivals(case, side)
    if asked == "only":
        return _only(case, side, others)
    return _largest(case, side, own, others) if asked == "largest" else _most(case, own, others)


def _unclear(claim: Claim) -> Gap:
    said = claim.quantifier or "only"
    return Gap(
        "quantifier", "quantifier_unclear", said, say("words", "not_compared"), review="quantifier_side"
    )


def rivals(case: Case, side: Side) -> tuple[Tie, ...]:
    """Firm records in time that tie the other side of the claim to somebody else.

    Somebody else is no stand-in of the actor, nobody above or below it in a chain of ownership or control, and no go-between that
    has money from it.
    """
    own, far = (case.subjects, case.objects) if side == "subject" else (case.objects, case.subjects)
    spared = {g.node for g in go_betweens(case)} if case.claim.predicate == "funds" else set()
    found = [tie for node in sorted(far) for tie in _rivals_at(case, side, node)]
    return tuple(t for t in shown_first(found) if not _same(case, _end(t, side), frozenset(own), spared))


def _rivals_at(case: Case, side: Side, node: str) -> list[Tie]:
    if case.claim.predicate == "sanctioned":
        return _other_listings(case, node) if side == "subject" else []
    records = case.records.into(node) if side == "subject" else case.records.out(node)
    return [tie for record in records if (tie := _rival(case, side, node, record)) is not None]


def _rival(case: Case, side: Side, node: str, record: Record) -> Tie | None:
    other = record.source if side == "subject" else record.target
    # Beside a claim of the only or largest owner any share counts, however small.
    row = "owns/stake" if case.claim.predicate == "owns" else case.row
    cell = ladder.cell(row, ladder.kinds_of(record, case.records))
    days = days_of(case, record)
    if (
        other is None
        or is_void(record)
        or cell not in FIRM
        or case.records.weak(record)
        or place(case, record, days) != "in"
    ):
        return None
    here, there = Standin(node, "self"), Standin(other, "self")
    subject, object_ = (there, here) if side == "subject" else (here, there)
    return Tie(record, cell, "in", days, True, False, subject, object_)


def _other_listings(case: Case, node: str) -> list[Tie]:
    from cuibono.verification.ties import direct_ties

    return [t for t in direct_ties(case) if t.cell == "overstates" and t.in_time and not t.weak]


def _end(tie: Tie, side: Side) -> str:
    if tie.record.schema == "Sanction":
        return f"authority {tie.record.role}"
    return tie.subject.node if side == "subject" else tie.object.node


def _same(case: Case, node: str, own: frozenset[str], spared: set[str]) -> bool:
    if node in own or node in spared:
        return True
    if case.claim.predicate in ("owns", "directs"):
        return holdings.related(case.records, node, own)
    return any(node == other for mine in own for other, _ in case.records.renamed.get(mine, ()))


def _name(case: Case, tie: Tie, side: Side) -> str:
    if tie.record.schema == "Sanction":
        return tie.record.role or say("words", "not_stated")
    return case.records.name(_end(tie, side))


def _names(case: Case, side: Side, others: Sequence[Tie]) -> str:
    names = list(dict.fromkeys(_name(case, tie, side) for tie in others))
    told = ", ".join(names[:3])
    return say("publisher", "more", ties=told, count=str(len(names) - 3)) if len(names) > 3 else told


def _only(case: Case, side: Side, others: Sequence[Tie]) -> Quantity:
    said = case.claim.quantifier or "only"
    if others:
        gap = Gap("quantifier", "not_only", said, _names(case, side, others), "contradicts")
        return Quantity(gap, tuple(others))
    complete = [d for d in search.complete_lists(case) if d.coverage.complete == "yes"]
    sure = any(side == "object" or not d.coverage.sources for d in complete)
    holders = _controllers(case) if side == "subject" else ()
    if holders:
        recorded = say("words", "only_owner", names=_names(case, side, holders))
        return Quantity(Gap("quantifier", "only_owner_controlled", said, recorded), holders)
    return Quantity(None if sure else Gap("quantifier", "only_one_on_record", said, say("words", "only_one")))


def _controllers(case: Case) -> tuple[Tie, ...]:
    """Beside a claim of the only owner: others on record in time as controlling the same thing. Control is no ownership."""
    if case.claim.predicate != "owns":
        return ()
    records = [r for node in sorted(case.objects) for r in case.records.into(node, "Control")]
    held = [(r, days_of(case, r)) for r in records if r.source and not case.records.weak(r)]
    found = [
        Tie(
            r,
            "none",
            "in",
            days,
            True,
            False,
            Standin(r.source or "", "self"),
            Standin(r.target or "", "self"),
        )
        for r, days in held
        if place(case, r, days) == "in"
    ]
    own = frozenset(case.subjects)
    return tuple(t for t in shown_first(found) if not _same(case, t.subject.node, own, set()))


def _largest(case: Case, side: Side, own: Sequence[Tie], others: Sequence[Tie]) -> Quantity:
    if case.claim.predicate == "owns":
        return _largest_share(case, side, own, others)
    mine = totals(as_one((t.record for t in own), case.subjects, case.objects))
    if not mine:
        return Quantity(_unmeasured(others), tuple(others)) if own else Quantity()
    for node in dict.fromkeys(_end(t, side) for t in others):
        theirs = [t for t in others if _end(t, side) == node]
        for currency, value in mine.items():
            rival = largest_single_source([t.record for t in theirs], currency)
            if rival > value:
                recorded = f"{case.records.name(node)}: {format_sum(rival, currency)}; " + format_sum(
                    value, currency
                )
                return Quantity(
                    Gap("quantifier", "not_largest", "largest", recorded, "contradicts"), tuple(theirs)
                )
    return Quantity(Gap("quantifier", "largest_on_record", "largest", say("words", "largest_one")))


def _largest_share(case: Case, side: Side, own: Sequence[Tie], others: Sequence[Tie]) -> Quantity:
    shares = [s for t in own if (s := share_of(t.record.edge)) is not None]
    if not shares:
        return Quantity(_unmeasured(others), tuple(others)) if own else Quantity()
    mine = max(s.high for s in shares)
    for tie in others:
        share = share_of(tie.record.edge)
        if share is not None and share.low > mine:
            recorded = f"{_name(case, tie, side)}: {format_share(share.low)}; {format_share(mine)}"
            return Quantity(Gap("quantifier", "not_largest", "largest", recorded, "contradicts"), (tie,))
    return Quantity(Gap("quantifier", "largest_on_record", "largest", say("words", "largest_one")))


def _unmeasured(others: Sequence[Tie]) -> Gap:
    """Without sums nothing shows that it is the largest: with others on record that is less than the text says."""
    if not others:
        return Gap("quantifier", "only_one_on_record", "largest", say("words", "only_one"))
    weight: Weight = "lessens"
    return Gap(
        "quantifier", "largest_unknown", "largest", say("words", "no_sums"), weight, review="largest_unknown"
    )


def _most(case: Case, own: Sequence[Tie], others: Sequence[Tie]) -> Quantity:
    mine = totals(as_one((t.record for t in own), case.subjects, case.objects))
    whole = totals(as_one((t.record for t in (*own, *others)), case.subjects, case.objects))
    if not own:
        return Quantity()
    if not mine:
        unknown = Gap(
            "quantifier", "most_unknown", "most", say("words", "no_sums"), "lessens", review="largest_unknown"
        )
        return Quantity(unknown, tuple(others))
    currency, part = max(mine.items(), key=lambda item: (item[1], item[0]))
    share = part / whole[currency] if whole.get(currency) else Decimal(0)
    recorded = say(
        "words",
        "part",
        part=format_sum(part, currency),
        whole=format_sum(whole[currency], currency),
        share=format_share(share * 100),
    )
    weight: Weight = "informs" if share > CONDUIT_SHARE else "lessens"
    gap = Gap("quantifier", f"most_{weight}", "most", recorded, weight, review="most_partial")
    return Quantity(gap, tuple(others))
