"""What funders paid for, country by country and year by year, with what the lists that say so are complete for.

A cell without a payment means "none" only where a list that covers the payer, the country and the year says that it is whole; else it means
"not known", and is shaded so.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from cuibono.errors import InputError
from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.model import Actor
from cuibono.verification.text import fold

Coverage = Literal["whole", "partial", "none"]
_NOWHERE = "(no country on record)"
_MONEY = frozenset({"Payment", "Debt"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One country in one year: payments, bodies paid, sums by currency, and how far the lists reach.

    ``per_head`` is the sum for each inhabitant by currency, where the population is given.
    """

    country: str
    year: str
    payments: int
    bodies: int
    sums: tuple[tuple[str, Decimal], ...]
    coverage: Coverage
    per_head: tuple[tuple[str, Decimal], ...] = ()
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footprint:
    """All cells, the funders as linked, and the lists that were read."""

    funders: tuple[Actor, ...]
    cells: tuple[Cell, ...]
    lists: tuple[tuple[str, str, str, str], ...]

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries by number of payments, the most first."""
        counts: dict[str, int] = defaultdict(int)
        for cell in self.cells:
            counts[cell.country] += cell.payments
        return tuple(sorted(counts, key=lambda c: (-counts[c], c)))

    @property
    def years(self) -> tuple[str, ...]:
        """Years in order, undated payments last."""
        return tuple(sorted({c.year for c in self.cells}, key=lambda y: (not y, y)))

    def cell(self, country: str, year: str) -> Cell | None:
        """The cell of a country and year, None where nothing is on record and no list reaches."""
        return next((c for c in self.cells if (c.country, c.year) == (country, year)), None)


def footprint(
    names: Sequence[str], ledger: Any, population: Mapping[tuple[str, str], int] | None = None
) -> Footprint:
    """The payments of the funders called so. ``population`` gives inhabitants by (country code, year).
    Reports and opinions are left out.

    Raises :class:`InputError` for a name that the ledger does not know or that fits several entities.
    """
    funders = tuple(_linked(name, ledger) for name in names)
    ids = sorted({i for actor in funders for i in actor.entity_ids})
    weak = {d.name for d in ledger.datasets if d.weak}
    edges = [e for e in ledger.edges(ids) if _paid_by(e, set(ids)) and e.dataset not in weak]
    entities = ledger.entities(sorted({_payee(e) for e in edges}))
    datasets = {d.name: d for d in ledger.datasets}
    groups: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        for country in _countries(entities.get(_payee(edge)), edge):
            groups[country, (edge.start or edge.date or "")[:4]].append(edge)
    covered = [d for d in datasets.values() if not d.weak and _speaks_of(d, funders)]
    for country in sorted({c for c, _ in groups}):
        for year in sorted({y for _, y in groups if y}):
            groups.setdefault((country, year), [])
    cells = [_cell(key, held, covered, population or {}) for key, held in groups.items()]
    kept = tuple(
        sorted((c for c in cells if c.payments or c.coverage != "none"), key=lambda c: (c.country, c.year))
    )
    used = {e.dataset for e in edges} | {d.name for d in covered}
    lists = tuple(
        (d.name, d.version, d.title, d.coverage.complete) for n in sorted(used) if (d := datasets[n])
    )
    return Footprint(funders, kept, lists)


def _linked(name: str, ledger: Any) -> Actor:
    from cuibono.entities import link_name

    actor = link_name(name, ledger)
    if actor.status != "linked":
        found = "; ".join(f"{c.caption} [{c.entity_ids[0]}]" for c in actor.candidates[:3])
        raise InputError(
            f"{name[:80]!r} is {actor.status} in this ledger" + (f": did you mean {found}?" if found else "")
        )
    return actor


def _paid_by(edge: Edge, ids: set[str]) -> bool:
    payer = edge.target if edge.schema == "Debt" else edge.source
    return edge.schema in _MONEY and payer in ids


def _payee(edge: Edge) -> str:
    return (edge.source if edge.schema == "Debt" else edge.target) or ""


def _countries(payee: Entity | None, edge: Edge) -> tuple[str, ...]:
    """Where the money went: the record's own country, else that of the body paid; several share nothing out."""
    found = edge.get("country") or edge.get("programmeCountry")
    if not found and payee is not None:
        found = payee.get("country") or payee.get("jurisdiction")
    return tuple(sorted({c.lower() for c in found}))[:1] or (_NOWHERE,)


def _cell(
    key: tuple[str, str],
    held: Sequence[Edge],
    covered: Sequence[Dataset],
    population: Mapping[tuple[str, str], int],
) -> Cell:
    country, year = key
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for edge in held:
        if edge.amount is not None and edge.currency:
            sums[edge.currency.upper()] += edge.amount
    people = population.get((country, year))
    ordered = tuple(sorted(sums.items()))
    return Cell(
        country,
        year,
        len(held),
        len({_payee(e) for e in held}),
        ordered,
        _coverage(country, year, covered, bool(held)),
        tuple((c, round(v / people, 6)) for c, v in ordered) if people else (),
        tuple(sorted(e.id for e in held))[:50],
    )


def _speaks_of(dataset: Dataset, funders: Sequence[Actor]) -> bool:
    """Whether a list covers payments of one of the funders."""
    if "Payment" not in dataset.coverage.relations:
        return False
    names = {fold(n) for a in funders for n in (a.name, a.caption or "")}
    return any(fold(source) in names for source in dataset.coverage.sources)


def _coverage(country: str, year: str, covered: Sequence[Dataset], has_records: bool) -> Coverage:
    best: Coverage = "partial" if has_records else "none"
    for dataset in covered:
        c = dataset.coverage
        places = {p.lower() for p in c.places}
        in_place = not places or country in places
        in_time = bool(year) and (c.start or "")[:4] <= year <= (c.end or "9999")[:4]
        if in_place and in_time:
            if c.complete == "yes":
                return "whole"
            best = "partial"
    return best


def read_population(path: Path) -> dict[tuple[str, str], int]:
    """Inhabitants by (country, year) from a CSV with the columns ``country`` (ISO 3166-1 alpha-2), ``year``, ``population``.

    Raises :class:`InputError` for a file that is none.
    """
    found: dict[tuple[str, str], int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                try:
                    people = int(float(row["population"]))
                except (KeyError, TypeError, ValueError) as error:
                    raise InputError(
                        f"{path}, line {number}: needs country, year and a population that is a number"
                    ) from error
                if people > 0:
                    found[(row.get("country") or "").strip().lower(), (row.get("year") or "").strip()[:4]] = (
                        people
                    )
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as CSV: {error}") from error
    return found


COLUMNS = ("country", "year", "payments", "bodies", "currency", "sum", "per_head", "coverage")


def rows(found: Footprint) -> Iterable[tuple[object, ...]]:
    """The cells in the columns of ``COLUMNS``, one line a currency."""
    for cell in found.cells:
        heads = dict(cell.per_head)
        for currency, value in cell.sums or (("", ""),):
            yield (
                cell.country,
                cell.year,
                cell.payments,
                cell.bodies,
                currency,
                value,
                heads.get(currency, ""),
                cell.coverage,
            )


def text_lines(found: Footprint) -> Iterable[str]:
    """The table on the terminal: payments by country and year; ``.`` where a whole list shows none, ``?`` where none is known."""
    names = ", ".join(f"{a.caption or a.name}" for a in found.funders)
    yield f"{names}: {sum(c.payments for c in found.cells):,} payments to bodies of {len(found.countries):,} countries"
    years = found.years
    yield f"{'':<24}" + "".join(f"{year or 'n.d.':>6}" for year in years)
    for country in found.countries:
        marks = []
        for year in years:
            cell = found.cell(country, year)
            marks.append(
                str(cell.payments)
                if cell and cell.payments
                else "."
                if cell and cell.coverage == "whole"
                else "?"
            )
        yield f"{country:<24}" + "".join(f"{mark:>6}" for mark in marks)
    yield ". none by a list that is whole there; ? no list is whole there: nothing follows"
    for name, version, title, complete in found.lists:
        yield f"  {name} {version}: {title} (complete: {complete})"


def chart(found: Footprint) -> str:
    """Countries by years as SVG: the darker, the more payments; hatched where no list is whole."""
    from html import escape

    years, countries = found.years, found.countries
    most = max((c.payments for c in found.cells), default=1) or 1
    wide, high, left = 26, 22, 190
    width, height = left + wide * len(years) + 10, high * len(countries) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="11"><title>Payments by country and year</title>'
        '<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 6 6 0" stroke="#999"/>'
        '</pattern></defs><rect width="100%" height="100%" fill="#fff"/>'
    ]
    for column, year in enumerate(years):
        x = left + column * wide + wide / 2
        parts.append(f'<text x="{x}" y="12" text-anchor="middle">{escape(year[2:] if year else "–")}</text>')
    for row, country in enumerate(countries):
        y = 20 + row * high
        parts.append(f'<text x="{left - 8}" y="{y + 15}" text-anchor="end">{escape(country)}</text>')
        for column, year in enumerate(years):
            parts.append(
                _square(found.cell(country, year), left + column * wide, y, wide, high, most, country, year)
            )
    parts.append(f'<text x="{left}" y="{height - 6}">hatched: no list is whole there</text></svg>')
    return "".join(parts)


def _square(
    cell: Cell | None, x: int, y: int, wide: int, high: int, most: int, country: str, year: str
) -> str:
    from html import escape

    count = cell.payments if cell else 0
    shade = 0.15 + 0.85 * (count / most) ** 0.5 if count else 0.0
    whole = cell is not None and cell.coverage == "whole"
    box = f'x="{x}" y="{y}" width="{wide - 2}" height="{high - 2}"'
    hatch = "" if whole else f'<rect {box} fill="url(#h)" opacity="0.5"/>'
    return (
        f'<rect {box} fill="#1a4f7a" fill-opacity="{shade:.2f}" stroke="#ddd"><title>{escape(country)} {escape(year)}: '
        f"{count:,} payments</title></rect>{hatch}"
    )


def to_object(found: Footprint) -> dict[str, Any]:
    """The footprint as plain values; sums as strings, so that no digit is lost."""
    return {
        "funders": [
            {"name": a.name, "caption": a.caption, "entity_ids": list(a.entity_ids)} for a in found.funders
        ],
        "cells": [
            {
                "country": c.country,
                "year": c.year,
                "payments": c.payments,
                "bodies": c.bodies,
                "sums": {k: str(v) for k, v in c.sums},
                "per_head": {k: str(v) for k, v in c.per_head},
                "coverage": c.coverage,
                "records": list(c.records),
            }
            for c in found.cells
        ],
        "lists": [{"dataset": n, "version": v, "title": t, "complete": c} for n, v, t, c in found.lists],
    }
