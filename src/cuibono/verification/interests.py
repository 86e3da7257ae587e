"""Who stands behind an actor on record, then and now: for the publisher and for the sources of a text alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cuibono.model import Interest
from cuibono.verification import words
from cuibono.verification.catalogue import say
from cuibono.verification.evidence import evidence
from cuibono.verification.ladder import kinds_of
from cuibono.verification.records import Record, Records
from cuibono.verification.settings import MAX_HOPS
from cuibono.verification.time import Window, first_day, interval, last_day, timing

# What a record says of the outlet that it runs to, as a key of `interest` in the catalogue.
_INCOMING: Mapping[str, str] = {
    "Ownership": "owned",
    "Control": "controlled",
    "Parent": "parent",
    "Payment": "funded",
    "ContractAward": "contracted",
    "Debt": "lent",
    "Sanction": "listed",
    "Representation": "represented",
    "Succession": "succeeded",
}
_OUTGOING: Mapping[str, str] = {"Representation": "represents", "Membership": "member"}
_HEADS = frozenset({"Directorship/head", "Occupancy/head", "Directorship/founder", "Membership/founder"})
_EVENTS = frozenset({"Payment", "Debt", "ContractAward", "Succession"})
_RANK = (
    "Ownership",
    "Control",
    "Parent",
    "Payment",
    "Debt",
    "Directorship",
    "Occupancy",
    "Membership",
    "Sanction",
)


def interests_of(records: Records, entity_ids: Sequence[str], then: str, today: str) -> tuple[Interest, ...]:
    """Everybody on record as owner, controller, funder, head, principal or listing authority of an actor.

    Each carries whether it was in force on the days ``then`` and ``today``; ordered by time in force, then by kind.
    """
    nodes = {n for node in records.of(entity_ids) for n in _names_of(records, node)}
    found = [
        _interest(records, record, relation, then, today)
        for node in sorted(nodes)
        for record, relation in _around(records, node)
    ]
    unique = {(i.evidence.dataset, i.evidence.entity_id, i.relation): i for i in found}
    return tuple(sorted(unique.values(), key=_order))


def _names_of(records: Records, node: str) -> tuple[str, ...]:
    return (node, *(other for other, _ in records.renamed.get(node, ())))


def _around(records: Records, node: str) -> Iterable[tuple[Record, str]]:
    for record in records.into(node):
        kinds = kinds_of(record, records)
        if record.schema in _INCOMING:
            yield record, _INCOMING[record.schema]
        elif kinds & _HEADS:
            yield record, "founded" if any(k.endswith("/founder") for k in kinds) else "led"
    for record in records.out(node, *_OUTGOING):
        yield record, _OUTGOING[record.schema]
    yield from _above(records, node)


def _above(records: Records, node: str) -> Iterable[tuple[Record, str]]:
    """Owners and controllers of the owners, as far up as chains are followed."""
    seen, frontier = {node}, [node]
    for hop in range(MAX_HOPS):
        step = [r for n in frontier for r in records.into(n, "Ownership", "Control", "Parent")]
        if hop:
            yield from ((record, "behind") for record in step)
        frontier = sorted({r.source or "" for r in step} - seen - {""})
        seen.update(frontier)


def _interest(records: Records, record: Record, relation: str, then: str, today: str) -> Interest:
    outgoing = relation in _OUTGOING.values()
    path = tuple(n for n in (record.source, record.target) if n) if relation == "behind" else ()
    other = record.target if outgoing else record.source
    name = words.authority_text(record) if record.schema == "Sanction" else words.name_of(other, records)
    label = say("interest", relation, target=words.name_of(record.target, records))
    return Interest(
        relation=label,
        other=name or say("words", "not_stated"),
        evidence=evidence(record, records, role="shows", path=path),
        then=in_force(record, records, then),
        now=in_force(record, records, today),
        undated=record.schema != "Sanction" and record.start is None and record.end is None,
    )


def in_force(record: Record, records: Records, when: str) -> bool:
    """Whether the record holds on a day: what happens, from its day on; what lasts, while it lasts."""
    if record.schema == "Sanction" and record.start is None and record.end is None:
        dataset = records.dataset(record.edge)
        retrieved = dataset.retrieved if dataset is not None else None
        return retrieved is not None and first_day(retrieved) <= last_day(when)
    if record.schema in _EVENTS:
        start = record.start or record.end
        return start is None or first_day(start) <= last_day(when)
    days = interval(record.start, record.end, event=False)
    return timing(days, Window(first_day(when), last_day(when))) in ("in", "unknown")


def _order(interest: Interest) -> tuple[object, ...]:
    evidence = interest.evidence
    rank = _RANK.index(evidence.schema) if evidence.schema in _RANK else len(_RANK)
    behind = bool(evidence.path)
    return (not interest.then, not interest.now, behind, rank, evidence.start or "", evidence.entity_id)
