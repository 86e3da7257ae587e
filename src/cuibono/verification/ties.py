"""Ties: the records between the two actors of a claim, each with its cell on the ladder and its place in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cuibono.ledger.records import Edge
from cuibono.model import Claim
from cuibono.verification import authority, ladder, roles
from cuibono.verification.government import Standin, standins
from cuibono.verification.ladder import FIRM, Cell
from cuibono.verification.measure import other_measure
from cuibono.verification.records import PAID, Record, Records
from cuibono.verification.text import fold, has_phrase
from cuibono.verification.time import (
    EVENTS,
    FIRST,
    Interval,
    Timing,
    Window,
    interval,
    is_event,
    last_day,
    timing,
    window,
)

EVENT_SCHEMAS = frozenset({"Payment", "Debt", "Succession", "Documentation", "ContractAward", "Contract"})


PRIVATE = frozenset({"Family", "Associate", "Similar"})
"""Kin and company of persons, and guesses of identity: never shown."""

STRENGTH = (
    "Control",
    "Ownership",
    "Payment",
    "Debt",
    "Representation",
    "Directorship",
    "Employment",
    "Membership",
)
"""Which record a reader wants first of several that do the same."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A record between the claim's two actors.

    ``forward`` is False when it runs against the claim's direction. ``subject`` and ``object`` are the nodes that stand for
    the actors at its ends; ``above`` are the records of a chain or go-between that the tie also consists of.
    """

    record: Record
    cell: Cell
    timing: Timing
    days: Interval
    forward: bool
    weak: bool
    subject: Standin
    object: Standin
    above: tuple[Record, ...] = ()

    @property
    def firm(self) -> bool:
        return self.cell in FIRM and not self.weak

    @property
    def weaker(self) -> bool:
        return self.cell == "overstates" and not self.weak

    @property
    def in_time(self) -> bool:
        return self.timing == "in"


@dataclass(frozen=True, slots=True)
class Case:
    """A claim set before the records on one day: who counts as its actors, and what time it speaks of."""

    claim: Claim
    row: str
    subjects: Mapping[str, Standin]
    objects: Mapping[str, Standin]
    records: Records
    when: str
    asked: Window


def case_of(
    claim: Claim, subject: frozenset[str], object_: frozenset[str], records: Records, when: str
) -> Case:
    """The claim's case for two sets of nodes on the day ``when``."""
    asked = window(claim, when)
    return Case(
        claim=claim,
        row=ladder.row_of(claim),
        subjects=standins(subject, records, claim.predicate, "subject", asked),
        objects=standins(object_, records, claim.predicate, "object", asked),
        records=records,
        when=when,
        asked=asked,
    )


def days_of(case: Case, record: Record) -> Interval:
    """The days of a record as this claim asks for them.

    A record that happens (a payment, a founding, a listing told as an act) takes place on its days; one that lasts is in
    force. A listing without any date is known only from the day on which the list was retrieved.
    """
    event = happens(case.claim, record)
    if record.schema == "Sanction" and record.start is None and record.end is None:
        dataset = case.records.dataset(record.edge)
        retrieved = dataset.retrieved if dataset is not None else None
        return interval(retrieved, None, event=event and retrieved is not None)
    status = " ".join(record.edge.get("status"))
    over = record.end is None and bool(status) and roles.has_role(status, "ended_status")
    if over and not event:
        dataset = case.records.dataset(record.edge)
        return interval(record.start, dataset.retrieved if dataset else None, event=False)
    return interval(record.start, record.end, event=event)


def happens(claim: Claim, record: Record) -> bool:
    """Whether this record is an event for this claim."""
    if record.schema in EVENT_SCHEMAS:
        return True
    if claim.predicate == "founded":
        return ladder.cell(
            "founded", frozenset({f"{record.schema}/founder"})
        ) == "supports" and roles.is_founder(record.role)
    return is_event(claim) and claim.predicate not in EVENTS and record.schema == "Sanction"


def place(case: Case, record: Record, days: Interval) -> Timing:
    """Where a record lies in the claim's time.

    An event counts when it begins by then. One without any date is taken as begun where the claim names no time, and as unknown
    where it does; what lasts and bears no date is in force.
    """
    asked = case.asked
    undated_listing = record.schema == "Sanction" and record.start is None and record.end is None
    if undated_listing and (not days.dated or days.start > asked.end):
        return "unknown"
    if days.dated:
        if not asked.explicit and happens(case.claim, record):
            # A weaker tie that happened: by the document's date, whatever the tense of the claim.
            return "in" if days.start <= last_day(case.when) else "later"
        return timing(days, asked)
    if record.schema in EVENT_SCHEMAS and asked.explicit:
        return "unknown"
    return "in"


def direct_ties(case: Case) -> tuple[Tie, ...]:
    """All ties between the actors, whatever their cell, direction, source and time, in a fixed order."""
    found = [*_listings(case)] if case.claim.predicate == "sanctioned" else [*_between(case), *_joint(case)]
    return tuple(found)


def _between(case: Case) -> Iterator[Tie]:
    for node in sorted(case.subjects):
        for record in case.records.out(node):
            if record.target in case.objects and record.target != node and record.schema not in PRIVATE:
                yield _tie(case, record, node, record.target or "", forward=True)
        for record in case.records.into(node):
            if record.source in case.objects and record.source != node and record.schema not in PRIVATE:
                yield _tie(case, record, node, record.source or "", forward=False)


def _tie(case: Case, record: Record, subject: str, object_: str, *, forward: bool) -> Tie:
    kinds = ladder.kinds_of(record, case.records)
    if record.schema == "Documentation":
        kinds |= {"Documentation/cites"} if _cites(record) else set()
    cell = ladder.cell(case.row, kinds) if forward else ladder.cell_reversed(case.row, kinds)
    if is_void(record):
        cell = "none"
    days = days_of(case, record)
    return Tie(
        record=record,
        cell=cell,
        timing=place(case, record, days),
        days=days,
        forward=forward or ladder.either_way(case.row, kinds),
        weak=case.records.weak(record),
        subject=case.subjects[subject],
        object=case.objects[object_],
    )


def is_void(record: Record) -> bool:
    """Money that was never paid: a sum of nothing or less, a grant that was refused or cancelled."""
    if record.schema not in PAID:
        return False
    nothing = record.money is not None and record.money[0] <= 0
    status = " ".join(record.edge.get("status"))
    return nothing or (bool(status) and roles.has_role(status, "void_status"))


def _cites(record: Record) -> bool:
    return not record.role or roles.has_role(record.role, "cites")


def _joint(case: Case) -> Iterator[Tie]:
    """Ties through something both are recorded with: a project (partners), a document of the one that cites the other."""
    yield from _projects(case)
    if case.claim.predicate == "cites":
        yield from _documents(case)
    if case.claim.predicate == "leads":
        yield from _posts(case)


def _projects(case: Case) -> Iterator[Tie]:
    for node in sorted(case.subjects):
        for record in case.records.out(node, "ProjectParticipant"):
            for other in case.records.into(record.target or "", "ProjectParticipant"):
                if other.source in case.objects and other.source != node:
                    joint = replace(record, schema="Project", also=(other.edge,), middle=record.target)
                    yield _tie(
                        case, replace(joint, target=other.source), node, other.source or "", forward=True
                    )


def _posts(case: Case) -> Iterator[Tie]:
    """Posts that no record ties to a body but whose name holds the object's ("Rector of Meadow University")."""
    names = {
        name: node for node in sorted(case.objects) for name in case.records.names(node) if len(name) > 5
    }
    for node in sorted(case.subjects):
        for record in case.records.out(node, "Post"):
            post = fold(case.records.name(record.target or ""))
            body = next((names[name] for name in sorted(names) if has_phrase(post, name)), None)
            if body is not None:
                title = case.records.name(record.target or "")
                held = replace(record, target=body, middle=record.target, role=title, schema="Occupancy")
                yield _tie(case, held, node, body, forward=True)


def _documents(case: Case) -> Iterator[Tie]:
    """Documents whose publisher is the subject and that are recorded as citing the object."""
    for node in sorted(case.objects):
        for record in case.records.into(node, "Documentation"):
            subject = _publisher_of(case, record.source or "")
            if subject is not None and not roles.has_role(record.role or "", "publisher"):
                link = replace(record, source=subject[0], also=subject[1], middle=record.source)
                yield _tie(case, link, subject[0], node, forward=True)


def _publisher_of(case: Case, document: str) -> tuple[str, tuple[Edge, ...]] | None:
    for record in case.records.out(document, "Documentation"):
        if record.target in case.subjects and roles.has_role(record.role or "", "publisher"):
            return record.target or "", (record.edge,)
    said = {fold(value) for part in case.records.parts(document) for value in part.get("publisher")}
    for node in sorted(case.subjects):
        if said & case.records.names(node):
            return node, ()
    return None


def _listings(case: Case) -> Iterator[Tie]:
    """Listings of the object, each with the cell that its authority gives it."""
    claimed, names = claimed_authorities(case), _authority_names(case)
    for node in sorted(case.objects):
        for record in case.records.into(node, "Sanction"):
            listing = authority.match(claimed, names, authority.authorities_of(record, case.records))
            days = days_of(case, record)
            yield Tie(
                record=replace(record, role=listing.text),
                cell="none"
                if other_measure(case.claim, record)
                else ladder.cell("sanctioned", frozenset({f"Sanction/{listing.kind}"})),
                timing=place(case, record, days),
                days=days,
                forward=True,
                weak=case.records.weak(record),
                subject=Standin(min(case.subjects, default=""), "body" if listing.named else "self"),
                object=case.objects[node],
            )


def claimed_authorities(case: Case) -> tuple[authority.Authority, ...]:
    """Who is said to have listed: the subject under its names on record, or a state or body known by its name alone."""
    linked = [a for node in sorted(case.subjects) for a in authority.authority_of_actor(node, case.records)]
    named = None if linked else authority.authority_named(case.claim.subject.name)
    return tuple(linked) or ((named,) if named is not None else ())


def _authority_names(case: Case) -> frozenset[str]:
    """Folded names of the bodies of the subject that the ledger knows: a listing by one of them is the subject's."""
    from cuibono.verification.government import bodies_of

    bodies = bodies_of(frozenset(case.subjects), case.records, Window(FIRST, last_day(case.when)))
    return frozenset(name for body in sorted(bodies) for name in case.records.names(body))


def shown_first(ties: Iterable[Tie]) -> list[Tie]:
    """Ties in the order in which a reader wants them: what says most, in time, strong sources, oldest first."""
    ranks = {"supports": 0, "implies": 1, "overstates": 2, "none": 3}
    return sorted(
        ties,
        key=lambda t: (
            ranks[t.cell],
            not t.in_time,
            t.weak,
            t.subject.kind != "self",
            STRENGTH.index(t.record.schema) if t.record.schema in STRENGTH else len(STRENGTH),
            t.days.start,
            t.record.edge.dataset,
            t.record.edge.id,
        ),
    )
