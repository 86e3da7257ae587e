"""Paths as lines for a reader and as plain objects for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from cuibono.ledger.records import Dataset, Edge
from cuibono.tracing.paths import Hop, Path, Paths, Turn
from cuibono.tracing.relations import verb, words
from cuibono.tracing.sharing import Shared
from cuibono.tracing.views import LedgerView

MONEY = frozenset({"Payment", "Debt"})
SEPARATE = "These are separate payments: that money passed on from one to the next is not shown."
SHARED = "To share a funder, an owner or a head does not tie actors to each other."


def describe(path: Path, ledger: LedgerView) -> Iterator[str]:
    """A path in lines: its actors, then a line a hop with record and source, its money by year, and what it does not show."""
    datasets = {d.name: d for d in ledger.datasets}
    yield " - ".join(plain(c) for c in path.captions)
    for hop, one, two in zip(path.hops, path.captions, path.captions[1:], strict=False):
        more = f" ({more_records(len(hop.others))})" if hop.others else ""
        yield f"  {plain(one)} {hop_verb(hop)} {plain(two)}{details(hop.edge)}; {source(hop.edge, datasets)}{more}"
    yield from (f"  {line}" for line in money_lines(path))
    yield from (f"  {line}" for line in cautions(path))


def more_records(count: int) -> str:
    return f"and {count:,} more record{'s' * (count > 1)}"


def plain(text: str) -> str:
    """One line without control characters or marks that turn the direction of writing."""
    return "".join(c if c.isprintable() else " " for c in text)


def hop_verb(hop: Hop) -> str:
    return verb(hop.edge.schema, hop.forward)


def details(edge: Edge) -> str:
    """Sum, share, role and dates of a record in brackets; empty where it has none."""
    amount = f"{edge.amount:,.0f} {edge.currency or ''}".strip() if edge.amount is not None else None
    share = edge.first("percentage") if edge.schema == "Ownership" else None
    dates = " to ".join(d for d in dict.fromkeys((edge.start, edge.end)) if d)
    parts = [plain(part) for part in (amount, share and f"{share} %", edge.role, dates) if part]
    return f" ({', '.join(parts)})" if parts else ""


def source(edge: Edge, datasets: Mapping[str, Dataset]) -> str:
    """Where a record comes from: list, address, id; and who speaks, where that is another state or the press."""
    dataset = datasets.get(edge.dataset)
    title = dataset.title if dataset else edge.dataset
    speaks = f" - so {dataset.publisher} says" if dataset and speaker(dataset) else ""
    return " ".join(
        filter(None, (plain(title + speaks), plain(edge.source_url or ""), f"[{plain(edge.id)}]"))
    )


def speaker(dataset: Dataset) -> str | None:
    """What a reader must know of who speaks: one state of another's bodies, a news report, an opinion."""
    if dataset.standing == "other_state":
        return "another state's statement"
    return {"news": "news report", "opinion": "opinion"}.get(dataset.source_kind)


def money_lines(path: Path) -> Iterator[str]:
    """A line for every hop and currency: the sum, and what it consists of by year."""
    for (number, currency), rows in groupby(_by_currency(path), key=lambda row: row[:2]):
        years = [(year, total) for _, _, year, total in rows]
        parts = ", ".join(f"{year or 'no date'}: {total:,.0f}" for year, total in years)
        total = sum((total for _, total in years), Decimal(0))
        told = f"{total:,.0f} {currency} on record" + (f" ({parts})" if len(years) > 1 or years[0][0] else "")
        yield f"money, hop {number + 1}: {told}"


def _by_currency(path: Path) -> list[tuple[int, str, str, Decimal]]:
    return sorted((number, currency, year, total) for number, year, currency, total in path.money())


def cautions(path: Path) -> Iterator[str]:
    """What a reader might take the path for and it is not: money passed on, shared recipients, shared funders."""
    for turn in path.turns():
        yield turn_words(path, turn)
    if sum(hop.edge.schema in MONEY for hop in path.hops) > 1:
        yield SEPARATE


def turn_words(path: Path, turn: Turn) -> str:
    """What a turn is, in words."""
    names = [plain(c) for c in path.captions]
    one, two = names[turn.first - 1], names[turn.last + 1]
    if turn.first != turn.last:
        between = f"between {names[turn.first]} and {names[turn.last]}"
        how = "point at each other" if turn.meet else "lead away from each other"
        return f"{between[:1].upper()}{between[1:]} the path turns, its ties {how}; this does not tie {one} and {two}."
    middle = names[turn.first]
    phrase = _phrase(path.hops[turn.first - 1].edge.schema, path.hops[turn.first].edge.schema, turn.meet)
    if turn.meet:
        told = (
            f"{one} and {two} both {phrase} {middle}"
            if phrase
            else f"{one} and {two} both have a tie to {middle}"
        )
    else:
        told = (
            f"{middle} {phrase} both {one} and {two}"
            if phrase
            else f"{middle} has a tie to both {one} and {two}"
        )
    return f"{told}; this does not tie them."


def _phrase(one: str, two: str, meet: bool) -> str | None:
    held = words().get(one)
    if one != two or held is None:
        return None
    return held.meet if meet else held.part


def common_lines(shared: Iterable[Shared], captions: Sequence[str], ledger: LedgerView) -> Iterator[str]:
    """What actors have in common: a line for each who is shared, then one a record."""
    datasets = {d.name: d for d in ledger.datasets}
    for one in shared:
        names = ", ".join(plain(captions[number]) for number in one.actors)
        yield f"{one.part}: {plain(one.caption)} - of {names}"
        for number, records in zip(one.actors, one.records, strict=True):
            for edge in records[:3]:
                yield f"  {plain(captions[number])}: {edge.schema}{details(edge)}; {source(edge, datasets)}"
            if len(records) > 3:
                yield f"  {plain(captions[number])}: {more_records(len(records) - 3)}"


def paths_object(paths: Paths, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a trace as plain values: ``asked``, ``paths``, ``searched``, ``cut``, ``notes``."""
    return {
        "asked": dict(asked),
        "paths": [path_object(path) for path in paths],
        "searched": paths.searched,
        "cut": paths.cut,
        "notes": [SEPARATE] if paths else [],
    }


def common_object(shared: Iterable[Shared], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What actors have in common as plain values; ``actors`` are numbers in the order asked, from 0."""
    rows = [
        {
            "node": one.node,
            "caption": one.caption,
            "part": one.part,
            "actors": list(one.actors),
            "records": [[edge_object(edge) for edge in records] for records in one.records],
        }
        for one in shared
    ]
    return {"asked": dict(asked), "shared": rows, "notes": [SHARED] if rows else []}


def path_object(path: Path) -> dict[str, Any]:
    """A path as plain values: ``nodes``, ``captions``, ``cost``, ``hops`` (each with its records), ``money``, ``cautions``."""
    return {
        "nodes": list(path.nodes),
        "captions": list(path.captions),
        "cost": path.cost,
        "hops": [_hop_object(hop) for hop in path.hops],
        "money": [
            {"hop": number, "year": year or None, "currency": currency, "sum": str(total)}
            for number, year, currency, total in path.money()
        ],
        "cautions": list(cautions(path)),
    }


def _hop_object(hop: Hop) -> dict[str, Any]:
    return {
        "source": hop.source,
        "target": hop.target,
        "forward": hop.forward,
        "verb": hop_verb(hop),
        "records": [edge_object(edge) for edge in hop.records],
    }


def edge_object(edge: Edge) -> dict[str, Any]:
    """A record as plain values, its sum as text."""
    return {
        "id": edge.id,
        "schema": edge.schema,
        "source": edge.source,
        "target": edge.target,
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
