"""Rows of ``edges.parquet`` straight from record lines: what :func:`cuibono.ledger.building.edges` says, without the objects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from cuibono.ledger.codec import GS, NL, US, Codes
from cuibono.ledger.schema import MOMENTS, PARENT, Schema, vocabulary
from cuibono.ledger.values import decimal

#: id, schema, source, target, start, end, date, amount, currency, role
EdgeRow: TypeAlias = tuple[
    str, str, str | None, str, str | None, str | None, str | None, Decimal | None, str | None, str | None
]
AMOUNT_DIGITS, AMOUNT_SCALE = 38, 6
_LARGEST = Decimal(10) ** (AMOUNT_DIGITS - AMOUNT_SCALE)
_Held: TypeAlias = dict[str, list[str]]


class _Plan(NamedTuple):
    """Which property characters of one schema say what."""

    schema: str
    wanted: frozenset[str]
    source: str | None
    target: str
    start: tuple[str, ...]
    end: tuple[str, ...]
    date: str
    moment: bool
    amount: str
    currency: str
    roles: tuple[str, ...]


class EdgeRows:
    """Takes record lines apart; ``codes`` are those of the lines."""

    def __init__(self, codes: Codes) -> None:
        schemas = vocabulary().schemas
        code = codes.prop_code
        self._plans: Mapping[str, _Plan] = {
            codes.schema_code[s.name]: _plan(s, code) for s in schemas.values() if s.edge
        }
        self._parent = code[PARENT]
        self._children = {
            codes.schema_code[s.name]
            for s in schemas.values()
            if "LegalEntity" in s.ancestors and s.edge is None
        }

    def rows(self, id_: str, code: str, fields: str) -> list[EdgeRow]:
        """The edges that one record makes. ``fields`` as in a record line, without ties."""
        if not fields:
            return []
        plan = self._plans.get(code)
        if plan is None:
            return self._parents(id_, fields) if code in self._children else []
        wanted, single = plan.wanted, True
        held: dict[str, str] = {}
        for field in fields.split(US):
            mark = field[0]
            if mark in wanted:
                single = single and mark not in held
                held[mark] = field[1:]
        if single and GS not in fields and NL not in fields:
            return _row(id_, plan, held.get)
        return _rows(id_, plan, _listed(fields, wanted))

    def _parents(self, id_: str, fields: str) -> list[EdgeRow]:
        found = dict.fromkeys(_bare(f[1:]) for f in fields.split(US) if f[0] == self._parent)
        return [
            (f"{id_}.parent.{parent}", "Parent", parent, id_, None, None, None, None, None, None)
            for parent in found
        ]


def _plan(schema: Schema, code: Mapping[str, str]) -> _Plan:
    assert schema.edge is not None  # noqa: S101  only edges come here
    source, target = schema.edge
    held = {name: code.get(name, "") for name in (*schema.properties, "date", "amount", "currency")}
    start = tuple(held[prop] for prop in schema.start if prop in held)
    end = tuple(held[prop] for prop in schema.end if prop in held)
    roles = tuple(held[prop] for prop in ("role", "relationship") if prop in held)
    ends = (held[source] if source else None, held[target])
    single = (held["date"], held["amount"], held["currency"])
    wanted = frozenset(mark for mark in (*ends, *single, *start, *end, *roles) if mark)
    return _Plan(
        schema.name, wanted, *ends, start, end, single[0], schema.name in MOMENTS, single[1], single[2], roles
    )


def _bare(text: str) -> str:
    """A value without what is said about it."""
    return text.partition(GS)[0].replace(NL, "\n")


def _listed(fields: str, wanted: frozenset[str]) -> _Held:
    """Property -> its values, each once."""
    held: dict[str, dict[str, None]] = {}
    for field in fields.split(US):
        if field[0] in wanted:
            held.setdefault(field[0], {})[_bare(field[1:])] = None
    return {mark: list(texts) for mark, texts in held.items()}


def _row(id_: str, plan: _Plan, get: Callable[[str], str | None]) -> list[EdgeRow]:
    """The edge of a record that has one value a property: most have."""
    target = get(plan.target)
    source = get(plan.source) if plan.source else None
    if target is None or (source is None and plan.source):
        return []
    start = end = role = None
    for mark in plan.start:
        if start := get(mark):
            break
    for mark in plan.end:
        if end := get(mark):
            break
    for mark in plan.roles:
        if role := get(mark):
            break
    date, amount = get(plan.date), get(plan.amount)
    if end is None and plan.moment:
        end = date
    sum_ = storable(amount) if amount else None
    return [(id_, plan.schema, source, target, start, end, date, sum_, get(plan.currency), role)]


def _rows(id_: str, plan: _Plan, held: _Held) -> list[EdgeRow]:
    get = held.get
    dates = get(plan.date)
    date = min(dates) if dates else None
    start = next((min(held[mark]) for mark in plan.start if mark in held), None)
    end = next((max(held[mark]) for mark in plan.end if mark in held), date if plan.moment else None)
    amounts, currencies = get(plan.amount), get(plan.currency)
    role = next((held[mark][0] for mark in plan.roles if mark in held), None)
    rest = (
        start,
        end,
        date,
        storable(amounts[0]) if amounts else None,
        currencies[0] if currencies else None,
        role,
    )
    sources: Sequence[str | None] = get(plan.source, ()) if plan.source else (None,)
    return [
        (id_, plan.schema, source, target, *rest) for source in sources for target in get(plan.target, ())
    ]


@lru_cache(maxsize=65_536)
def storable(text: str) -> Decimal | None:
    """The sum if the column can hold it exactly; the statement keeps it in any case."""
    amount = decimal(text)
    if amount is None or abs(amount) >= _LARGEST:
        return None
    exponent = amount.as_tuple().exponent
    return amount if isinstance(exponent, int) and -exponent <= AMOUNT_SCALE else None
