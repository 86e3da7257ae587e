"""From a claim and records to a finding: a small total function over named comparisons.

Each reading of the records (direct, through a conduit, through a chain, at another time, weaker) yields at most one candidate; the
first in the order of ``RANK`` wins. The same function answers for the document's date and for today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cuibono.model import Actor, Claim, Finding
from cuibono.verification import (
    authority,
    beside,
    cites,
    grade,
    holdings,
    ladder,
    money,
    polarity,
    quantifier,
    words,
)
from cuibono.verification.catalogue import has, say
from cuibono.verification.conduit import GoBetween, go_betweens
from cuibono.verification.gap import Gap
from cuibono.verification.judgement import THROUGH_MONEY, Judgement, Note
from cuibono.verification.records import Record, Records
from cuibono.verification.ties import Case, Tie, case_of, days_of, direct_ties, shown_first

RANK: dict[tuple[Finding, bool], int] = {
    ("unresolved", True): 0,
    ("contradicted", True): 1,
    ("supported", True): 2,
    (
        "overstated",
        True,
    ): 3,  # the relation is on record in time; amount, payer, quantifier or length falls short
    ("misdated", True): 4,
    ("overstated", False): 5,  # only a weaker tie is on record in time
    ("unrecorded", True): 6,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of the records: a judgement, and whether the relation itself is on record (else a weaker tie)."""

    judgement: Judgement
    related: bool = True

    @property
    def rank(self) -> int:
        return RANK[self.judgement.finding, self.related]


def judge(claim: Claim, subject: Actor, object: Actor, records: Records, when: str) -> Judgement:
    """What the records of the view say of the claim on the day ``when`` (an ISO date).

    Pure and total: no ledger access; an actor that is not linked gives ``unresolved``.
    """
    if claim.polarity == "denied":
        return polarity.deny(judge(polarity.affirmed(claim), subject, object, records, when))
    if cites.is_about_article(claim, subject):
        return cites.judge_article(claim, object, records)
    if not object.entity_ids or not (subject.entity_ids or is_known_authority(claim, subject)):
        return unresolved(claim, subject, object)
    subjects, objects = records.of(subject.entity_ids), records.of(object.entity_ids)
    if subjects & objects:
        return Judgement("unrecorded", lead="same_actor")
    return _judge(case_of(claim, subjects, objects, records, when))


def is_known_authority(claim: Claim, subject: Actor) -> bool:
    """Whether a sanctions claim names a state or listing body that needs no entity: authorities are text in records."""
    if claim.predicate != "sanctioned" or subject.status != "unknown":
        return False
    return authority.authority_named(subject.name) is not None


def unresolved(claim: Claim, subject: Actor, object_: Actor) -> Judgement:
    """No link, no comparison: which name it is, and who it may be."""
    actor = subject if not subject.entity_ids else object_
    code = {"tie": "unresolved_tie", "generic": "unresolved_generic"}.get(actor.status, "unresolved_unknown")
    names = " or ".join(dict.fromkeys(c.caption for c in actor.candidates[:4])) or "several"
    return Judgement("unresolved", lead=code, values=(("name", actor.name), ("candidates", names)))


def _judge(case: Case) -> Judgement:
    ties = direct_ties(case)
    betweens = go_betweens(case) if case.claim.predicate in ("funds", "directs", "owns") else ()
    candidates = [
        *_direct(case, ties),
        *_through_money(case, ties, betweens),
        *_through_chain(case),
        *_misdated(case, ties),
        *_weaker(case, ties, betweens),
        Candidate(Judgement("unrecorded", lead="unrecorded")),
    ]
    own = [t for t in ties if t.firm and t.in_time] or _conduit_payments(betweens)
    candidates += _not_so(case, own)
    best = min(candidates, key=lambda c: c.rank).judgement
    return beside.complete(case, best, ties)


# --- readings -----------------------------------------------------------------------------------------------------------


def _direct(case: Case, ties: Sequence[Tie]) -> list[Candidate]:
    firm = [t for t in ties if t.firm]
    held = [t for t in firm if t.in_time]
    if not held:
        held = [t for t in firm if t.timing == "unknown" and t.record.schema != "Sanction"]
    if not held:
        return []
    lead = "supported" if any(t.cell == "supports" for t in held) else "implied"
    return [_graded(case, held, grade.standin_gaps(case, held), lead)]


def _graded(case: Case, ties: Sequence[Tie], gaps: Sequence[Gap], lead: str, **values: str) -> Candidate:
    """A candidate from ties that bear the relation in time, after all comparisons."""
    quantity = quantifier.compare(case, ties)
    weighed = [
        *gaps,
        *grade.amount_gaps(case, ties),
        *grade.instrument_gaps(case, ties),
        *grade.period_gaps(case, ties),
        *grade.sale_gaps(case, ties),
        *([quantity.gap] if quantity.gap is not None and quantity.gap.weight != "contradicts" else []),
    ]
    finding = _finding(weighed)
    shown = quantity.others
    lead = lead if finding == "supported" else finding
    return Candidate(_judgement(case, finding, weighed, ties, lead, shows=shown, **values))


def _finding(gaps: Sequence[Gap]) -> Finding:
    weights = {gap.weight for gap in gaps}
    if "contradicts" in weights:
        return "contradicted"
    if "misdates" in weights:
        return "misdated"
    return "overstated" if "lessens" in weights else "supported"


def _through_money(case: Case, ties: Sequence[Tie], betweens: Sequence[GoBetween]) -> list[Candidate]:
    """Payments of one go-between: the payer's where it is a conduit, else less than the text says."""
    if case.claim.predicate != "funds":
        return []
    conduits = [g for g in betweens if g.conduit and _paid_in_time(g)]
    direct = [t for t in ties if t.firm and t.in_time]
    found = [_conduit(case, conduits, direct)] if conduits else []
    others = [g for g in betweens if not g.conduit and _paid_in_time(g)]
    return found + ([_go_between(case, others)] if others else [])


def _paid_in_time(go: GoBetween) -> list[Tie]:
    return [t for t in go.payments if not t.weak and t.in_time]


def _conduit_payments(betweens: Sequence[GoBetween]) -> list[Tie]:
    return [t for g in betweens if g.conduit for t in _paid_in_time(g)]


def _conduit(case: Case, conduits: Sequence[GoBetween], direct: Sequence[Tie]) -> Candidate:
    """The conduits' payments count as the payer's; what the payer paid itself is added to them."""
    payments = [replace(t, above=g.ties) for g in conduits for t in _paid_in_time(g)]
    gaps = [grade.conduit_gap(case, g) for g in conduits]
    middle = ", ".join(words.name_of(g.node, case.records) for g in conduits)
    mixed = [*gaps, *grade.standin_gaps(case, direct)]
    candidate = _graded(
        case, [*payments, *direct], mixed, "conduit", middle=middle, payer=case.claim.subject.name
    )
    others = any(g.other_currencies for g in conduits)
    review = (*candidate.judgement.review, *((Note("other_currencies"),) if others else ()))
    return replace(candidate, judgement=replace(candidate.judgement, review=review))


def _go_between(case: Case, betweens: Sequence[GoBetween]) -> Candidate:
    payments = [replace(t, above=g.ties) for g in betweens for t in _paid_in_time(g)]
    gaps = [grade.conduit_gap(case, g) for g in betweens]
    more = [gap for gap in grade.amount_gaps(case, payments) if gap.weight != "contradicts"]
    return Candidate(
        _judgement(case, "overstated", [*gaps, *more], payments, "go_between", payer=case.claim.subject.name)
    )


def _through_chain(case: Case) -> list[Candidate]:
    """Ownership or control through several links: as good as direct where each is half or more."""
    if case.claim.predicate not in ("owns", "directs"):
        return []
    found: list[Candidate] = []
    for chain, records in holdings.chains_of(case, control=True)[:3]:
        found.append(_chain(case, records, solid=chain.solid, share=chain.share))
    return found


def _chain(case: Case, records: tuple[Record, ...], *, solid: bool, share: Decimal | None) -> Candidate:
    last = records[-1]
    tie = Tie(
        record=last,
        cell="supports",
        timing="in",
        days=days_of(case, last),
        forward=True,
        weak=False,
        subject=case.subjects[records[0].source or ""],
        object=case.objects[last.target or ""],
        above=records[:-1],
    )
    pure = case.claim.predicate == "directs" or all(r.schema == "Ownership" for r in records)
    path = _path_words(case, records, share)
    middle = ", ".join(words.name_of(r.target, case.records) for r in records[:-1])
    if solid and pure:
        gaps = [Gap("through", "through_chain", case.claim.subject.name, path)]
        if case.claim.amount is not None and case.claim.amount.currency == "%" and share is not None:
            recorded = money.format_share(share)
            gaps += grade.share_gap(case, case.claim.amount, share, share, recorded)
        gaps += [*grade.period_gaps(case, [tie]), *grade.sale_gaps(case, [tie]), *_price(case, tie)]
        finding = _finding(gaps)
        lead = "chain" if finding == "supported" else finding
        return Candidate(_judgement(case, finding, gaps, [tie], lead, middle=middle))
    code = "through_chain" if solid else "through_weak"
    gaps = [Gap("through", code, case.claim.subject.name, path, "lessens")]
    return Candidate(_judgement(case, "overstated", gaps, [tie], "weaker"), related=False)


def _price(case: Case, tie: Tie) -> list[Gap]:
    """A sum beside a claim of ownership: no record of a share names one."""
    amount = case.claim.amount
    return grade.amount_gaps(case, [tie]) if amount is not None and amount.currency != "%" else []


def _path_words(case: Case, records: Sequence[Record], share: Decimal | None) -> str:
    names = ", ".join(words.name_of(r.target, case.records) for r in records[:-1])
    steps = ", ".join(_step(case, record) for record in records)
    if share is None:
        return say("words", "chain", names=names, steps=steps)
    return say("words", "chain_share", names=names, steps=steps, share=money.format_share(share))


def _step(case: Case, record: Record) -> str:
    return say(
        "words",
        "step",
        source=words.name_of(record.source, case.records),
        held=words.share_words(record) or say("words.record", record.schema),
        target=words.name_of(record.target, case.records),
    )


def _misdated(case: Case, ties: Sequence[Tie]) -> list[Candidate]:
    """The relation is on record, only with no time in common with the claim's."""
    held = [t for t in ties if t.firm and t.timing in ("earlier", "later")]
    if not held:
        return []
    code = "period_other" if case.asked.explicit else "period_default"
    period = Gap("period", code, grade.claimed_time(case), grade.recorded_time(held), "lessens")
    amounts = [
        g
        for g in grade.amount_gaps(case, held)
        if g.code in ("amount_more", "amount_less", "share_more", "share_less")
    ]
    gaps = [period, *grade.standin_gaps(case, held), *amounts]
    return [Candidate(_judgement(case, "misdated", gaps, held, "misdated"))]


def _weaker(case: Case, ties: Sequence[Tie], betweens: Sequence[GoBetween]) -> list[Candidate]:
    """Only a weaker tie is on record in time."""
    held = [t for t in ties if t.weaker and t.in_time]
    found: list[Candidate] = []
    if held:
        gaps = [_relation_gap(case, held), *_weaker_standins(case, held)]
        found.append(Candidate(_judgement(case, "overstated", gaps, held, "weaker"), related=False))
    for go in betweens if case.claim.predicate in ("directs", "owns") else ():
        payments = [replace(t, above=go.ties, cell="overstates") for t in _paid_in_time(go)]
        if payments and any(r.schema in ("Payment", "Debt") for r in go.ties):
            gaps = [_relation_gap(case, payments), replace(grade.conduit_gap(case, go), weight="informs")]
            lead = _judgement(case, "overstated", gaps, payments, "weaker")
            found.append(Candidate(lead, related=False))
    return found


def _weaker_standins(case: Case, held: Sequence[Tie]) -> list[Gap]:
    return [] if case.claim.predicate == "sanctioned" else grade.standin_gaps(case, held)


def _relation_gap(case: Case, held: Sequence[Tie]) -> Gap:
    if case.claim.predicate == "sanctioned":
        recorded = ", ".join(dict.fromkeys(t.record.role or "" for t in held))
        return Gap("authority", "authority_other", case.claim.subject.name, recorded, "lessens")
    recorded = ", ".join(dict.fromkeys(_tie_words(t.record, case.records) for t in shown_first(held)))
    return Gap("relation", "relation", say("words.relation", case.row), recorded, "lessens")


def _tie_words(record: Record, records: Records) -> str:
    key = record.schema if has("words.record", record.schema) else "other"
    said = say("words.record", key)
    if record.schema == "Ownership":
        share = words.share_words(record)
        return f"{said} ({share})" if share else say("words.record", _unstated(record, records))
    return f"{said} ({record.role})" if record.role else said


def _unstated(record: Record, records: Records) -> str:
    """The words for a share that the record does not count: one owner of several, a part, or no more than that it owns."""
    told = ladder.share_told(record)
    if told is None and ladder.other_owners(record, records):
        return "Ownership/unstated"
    return {"part": "Ownership/part", "majority": "Ownership/majority"}.get(told or "", "Ownership/uncounted")


def _not_so(case: Case, own: Sequence[Tie]) -> list[Candidate]:
    """Others on record that cannot be there if the claim's "only" or "largest" is true."""
    quantity = quantifier.compare(case, own)
    if quantity.gap is None or quantity.gap.weight != "contradicts":
        return []
    return [
        Candidate(
            _judgement(case, "contradicted", [quantity.gap], quantity.others, "contradicted", shows=own)
        )
    ]


# --- what goes with a finding -------------------------------------------------------------------------------------------


def _judgement(
    case: Case,
    finding: Finding,
    gaps: Sequence[Gap],
    ties: Sequence[Tie],
    lead: str,
    *,
    shows: Iterable[Tie] = (),
    **values: str,
) -> Judgement:
    ordered = tuple(shown_first(ties))
    return Judgement(
        finding=finding,
        gaps=tuple(gaps),
        decides=ordered,
        shows=tuple(shows),
        review=tuple(Note(gap.review) for gap in gaps if gap.review),
        lead=lead,
        fact=words.facts(ordered, case.records, chain=not any(g.code in THROUGH_MONEY for g in gaps)),
        values=tuple(sorted(values.items())),
    )


__all__ = ["RANK", "Candidate", "judge", "unresolved"]
