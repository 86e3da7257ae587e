"""Paths as lines for a reader and as plain objects for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cuibono.ledger.records import Edge
from cuibono.tracing.collecting import LedgerView
from cuibono.tracing.paths import Hop, Path

VERBS = {
    "Payment": ("paid", "was paid by"),
    "Debt": ("borrowed from", "lent to"),
    "Ownership": ("owns", "is owned by"),
    "Control": ("controls", "is controlled by"),
    "Parent": ("is the parent of", "is part of"),
    "Directorship": ("holds an office of", "has as officer"),
    "Employment": ("works for", "employs"),
    "Membership": ("is a member of", "has as member"),
    "Representation": ("represents", "is represented by"),
    "Succession": ("was succeeded by", "succeeded"),
    "Occupancy": ("holds the post", "is held by"),
    "ProjectParticipant": ("takes part in", "has as participant"),
    "Documentation": ("refers to", "is referred to by"),
}
LINKED = ("is linked to", "is linked to")


def describe(path: Path, ledger: LedgerView) -> Iterator[str]:
    """A path in lines: its actors, then a line a hop with record and source, then its money by year."""
    titles = {d.name: d.title for d in ledger.datasets}
    yield " - ".join(_line(c) for c in path.captions)
    for hop, one, two in zip(path.hops, path.captions, path.captions[1:], strict=False):
        yield f"  {_line(one)} {_verb(hop)} {_line(two)}{_details(hop.edge)}; {_source(hop.edge, titles)}{_more(hop)}"
    sums = path.money()
    for number, year, currency, total in sums:
        yield f"  money, hop {number + 1}{', ' + year if year else ''}: {total:,.0f} {currency}"
    if len({number for number, *_ in sums}) > 1:
        yield "  These are separate payments: that money passed on from one to the next is not shown."


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _verb(hop: Hop) -> str:
    return VERBS.get(hop.edge.schema, LINKED)[0 if hop.forward else 1]


def _details(edge: Edge) -> str:
    amount = f"{edge.amount:,.0f} {edge.currency or ''}".strip() if edge.amount is not None else None
    share = (
        f"{edge.first('percentage')} %" if edge.schema == "Ownership" and edge.first("percentage") else None
    )
    dates = " to ".join(d for d in dict.fromkeys((edge.start, edge.end)) if d)
    parts = [_line(part) for part in (amount, share, edge.role, dates) if part]
    return f" ({', '.join(parts)})" if parts else ""


def _source(edge: Edge, titles: dict[str, str]) -> str:
    return f"{_line(titles.get(edge.dataset, edge.dataset))} {_line(edge.source_url or '')}".strip()


def _more(hop: Hop) -> str:
    return f" (and {len(hop.others)} more records)" if hop.others else ""


def path_object(path: Path) -> dict[str, Any]:
    """A path as plain values: ``nodes``, ``captions``, ``cost``, ``hops`` (each with its records), ``money``."""
    return {
        "nodes": list(path.nodes),
        "captions": list(path.captions),
        "cost": path.cost,
        "hops": [_hop_object(hop) for hop in path.hops],
        "money": [
            {"hop": number, "year": year or None, "currency": currency, "sum": str(total)}
            for number, year, currency, total in path.money()
        ],
    }


def _hop_object(hop: Hop) -> dict[str, Any]:
    return {
        "source": hop.source,
        "target": hop.target,
        "forward": hop.forward,
        "records": [_edge_object(edge) for edge in (hop.edge, *hop.others)],
    }


def _edge_object(edge: Edge) -> dict[str, Any]:
    return {
        "id": edge.id,
        "schema": edge.schema,
        "dataset": edge.dataset,
        "version": edge.version,
        "role": edge.role,
        "start": edge.start,
        "end": edge.end,
        "amount": str(edge.amount) if edge.amount is not None else None,
        "currency": edge.currency,
        "source_url": edge.source_url,
        "statements": list(edge.statement_ids),
    }
