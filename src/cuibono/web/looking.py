"""Looking things up in the records for pages and programs: names, entities, paths, datasets."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Final

from cuibono.entities import MoneyLine, WhoCard, candidates, link_name, who_card
from cuibono.errors import InputError
from cuibono.ledger import Ledger
from cuibono.model import Candidate
from cuibono.reporting.plain import line, readable_sum
from cuibono.web.errors import NotHereError

if TYPE_CHECKING:
    from cuibono.tracing import Paths

HITS: Final = 25
MOST_HOPS: Final = 5
MOST_PATHS: Final = 20
_ISO: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")


@dataclass(frozen=True, slots=True)
class Bar:
    """Money of one year in one direction: where its bar stands in the chart, and its words."""

    x: int
    y: int
    height: int
    year: str
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Sums by year in one currency, drawn from the ground up; sizes are SVG units."""

    currency: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[int, str], ...]
    most: str


def search(
    ledger: Ledger, words: str, *, schema: str | None = None, limit: int = HITS
) -> Sequence[Candidate]:
    """Entities whose name is like ``words``, best first; an id finds its entity."""
    words = line(words)[:300]
    if not words:
        return ()
    return candidates(words, ledger, schema=schema, limit=limit)


def entity_card(ledger: Ledger, id: str) -> WhoCard:
    """All that the ledger says of an entity and of those that are the same. Raises :class:`NotHereError`."""
    found = ledger.entities([id])
    if not found:
        raise NotHereError("the ledger has no such entity")
    return who_card(id, ledger)


def charts(money: Sequence[MoneyLine]) -> list[Chart]:
    """A chart for each currency with sums in at least one year, the largest first."""
    sums: dict[str, dict[str, Decimal]] = {}
    for row in money:
        if row.amount is not None and row.year and row.currency and row.amount > 0:
            years = sums.setdefault(row.currency, {})
            years[row.year] = years.get(row.year, Decimal(0)) + row.amount
    ordered = sorted(sums.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return [_chart(currency, years) for currency, years in ordered[:3]]


_WIDE, _TALL, _FOOT = 22, 120, 22


def _chart(currency: str, sums: dict[str, Decimal]) -> Chart:
    first, last = int(min(sums)), int(max(sums))
    first = max(first, last - 59)
    most = max(sums.values())
    bars = []
    for year in range(first, last + 1):
        total = sums.get(str(year))
        if total is None:
            continue
        height = max(2, round(_TALL * float(total / most)))
        words = f"{year}: {readable_sum(total, currency)}"
        bars.append(Bar((year - first) * _WIDE + 4, _TALL - height + 8, height, str(year), words))
    step = -(-(last - first + 1) // 12)
    ticks = tuple(
        ((y - first) * _WIDE + 11, str(y)) for y in range(first, last + 1) if (y - first) % step == 0
    )
    width = max((last - first + 1) * _WIDE + 30, 80)
    return Chart(currency, width, _TALL + 8 + _FOOT, tuple(bars), ticks, readable_sum(most, currency))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the path finder."""

    a: str
    b: str
    max_hops: int = 4
    k: int = 5
    relations: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None


def paths(ledger: Ledger, asked: Question) -> Paths:
    """The best paths between two actors given by name or id.

    Raises :class:`InputError` for an actor that is unknown or not the only one of its name, and for a date that is none.
    """
    from cuibono.tracing import trace

    for date in (asked.start, asked.end):
        if date and not _ISO.match(date):
            raise InputError(f"{line(date)[:40]!r} is no date: write 2020, 2020-03 or 2020-03-15")
    return trace(
        the_one(ledger, asked.a),
        the_one(ledger, asked.b),
        ledger,
        max_hops=min(max(asked.max_hops, 1), MOST_HOPS),
        k=min(max(asked.k, 1), MOST_PATHS),
        relations=asked.relations or None,
        start=asked.start or None,
        end=asked.end or None,
    )


def the_one(ledger: Ledger, name: str) -> tuple[str, ...]:
    """The entity ids of a name or an id. Raises :class:`InputError`, with who could be meant."""
    name = line(name)[:300]
    if not name:
        raise InputError("a path needs two actors: give a name or an id for each")
    if name in ledger.entities([name]):
        return (name,)
    actor = link_name(name, ledger)
    if actor.status == "linked":
        return actor.entity_ids
    near = "; ".join(f"{c.caption} [{c.entity_ids[0]}]" for c in actor.candidates[:5])
    status = "fits several records equally well" if actor.status == "tie" else "is not in the records"
    raise InputError(f"“{name}” {status}" + (f": did you mean {near}?" if near else ""))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row or value that an import could not take."""

    line: str
    field: str
    reason: str


def left_out(folder: FilePath, dataset: str, version: str, limit: int = 100) -> list[LeftOut]:
    """The first rows and values that an import left out, with why; none when all was taken."""
    path = folder / dataset / version / "rejects.jsonl"
    try:
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(text) for text in itertools.islice(lines, limit)]
    except (OSError, ValueError):
        return []
    return [
        LeftOut(f"{r.get('file', '')} {r.get('line', '')}".strip(), r.get("field") or "", r.get("reason", ""))
        for r in rows
        if isinstance(r, dict)
    ]


__all__ = [
    "Chart",
    "Question",
    "charts",
    "entity_card",
    "paths",
    "search",
    "the_one",
]
