"""Chains of ownership and control in a case, in the terms of :mod:`cuibono.tracing.chains`."""

from __future__ import annotations

from collections.abc import Iterable

from cuibono.tracing.chains import Chain, Holding, chains
from cuibono.verification.government import is_public_node
from cuibono.verification.money import share_of
from cuibono.verification.records import Record, Records
from cuibono.verification.settings import CONTROL_SHARE, MAX_HOPS
from cuibono.verification.ties import Case, days_of, place

HELD = ("Ownership", "Control", "Parent")


def chains_of(case: Case, *, control: bool) -> tuple[tuple[Chain, tuple[Record, ...]], ...]:
    """Chains of two links or more from the claim's subject down to its object, in force at the claim's time.

    ``control`` admits links of Control; without it only shares count. Weak sources are left out.
    """
    above = _above(case, frozenset(case.objects), control=control)
    records = {record.edge.id + "\0" + record.edge.dataset: record for record in above}
    found = chains(
        (_holding(key, record) for key, record in records.items()),
        frozenset(case.subjects),
        frozenset(case.objects),
        max_hops=MAX_HOPS,
    )
    return tuple(
        (chain, tuple(records[h.key] for h in chain.holdings)) for chain in found if len(chain.holdings) > 1
    )


def _holding(key: str, record: Record) -> Holding:
    share = share_of(record.edge) if record.schema == "Ownership" else None
    return Holding(
        record.source or "",
        record.target or "",
        key,
        share=share.low if share is not None else None,
        control=record.schema != "Ownership",
    )


def _above(case: Case, nodes: frozenset[str], *, control: bool) -> list[Record]:
    """The records of ownership and control above some nodes, as far up as chains may reach."""
    found: list[Record] = []
    seen, frontier = set(nodes), sorted(nodes)
    for _ in range(MAX_HOPS):
        found_here = [
            r for n in frontier for r in case.records.into(n, *HELD) if _holds(case, r, control=control)
        ]
        found += found_here
        frontier = sorted({r.source or "" for r in found_here} - seen)
        seen.update(frontier)
    return found


def _holds(case: Case, record: Record, *, control: bool) -> bool:
    if record.source is None or case.records.weak(record):
        return False
    if place(case, record, days_of(case, record)) != "in":
        return False
    if record.schema == "Parent":
        return control and is_public_node(record.target or "", case.records)
    return control or record.schema == "Ownership"


def held_by(case: Case, node: str) -> tuple[Record, ...]:
    """The records by which a subject of the case owns half or more of a node, or controls it, directly."""
    return tuple(
        record
        for record in case.records.into(node, "Ownership", "Control")
        if record.source in case.subjects and _decides(case, record)
    )


def _decides(case: Case, record: Record) -> bool:
    if not _holds(case, record, control=True):
        return False
    share = share_of(record.edge)
    return record.schema == "Control" or (share is not None and share.low >= CONTROL_SHARE)


def related(records: Records, one: str, others: Iterable[str]) -> bool:
    """Whether a node stands above or below one of the others in a chain of ownership, control or parents."""
    targets = frozenset(others)
    return bool(_reach(records, one, up=True) & targets or _reach(records, one, up=False) & targets)


def _reach(records: Records, node: str, *, up: bool) -> set[str]:
    seen, frontier = {node}, [node]
    for _ in range(MAX_HOPS):
        step = [
            (r.source if up else r.target) or ""
            for n in frontier
            for r in (records.into(n, *HELD) if up else records.out(n, *HELD))
        ]
        frontier = sorted(set(step) - seen - {""})
        seen.update(frontier)
    return seen
