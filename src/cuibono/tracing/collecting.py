"""From a ledger to the columns of a graph: whole from its edge files, or what lies around some actors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cuibono.errors import LedgerError
from cuibono.ledger.manifest import EDGES
from cuibono.ledger.records import Dataset, Edge
from cuibono.tracing.assembling import Columns, Kind
from cuibono.tracing.filters import ALWAYS, NEVER, first_day, last_day
from cuibono.tracing.names import clusters, fold
from cuibono.tracing.ranking import record_cost, way
from cuibono.tracing.settings import PRIVATE
from cuibono.tracing.views import KeptLedger, LedgerView

Int = NDArray[Any]
_COLUMNS = ["schema", "source", "target", "start", "end", "amount", "currency"]


@dataclass(frozen=True, slots=True)
class Collected:
    """Records with entity ids as numbers: ``ids`` are sorted, ``same`` joins those that are one actor (id -> smallest id)."""

    ids: list[str]
    same: Mapping[str, str]
    kinds: tuple[Kind, ...]
    currencies: tuple[str, ...]
    columns: Columns


class Row(NamedTuple):
    """One record before its words are numbers; ``row`` is its place in the edge file of its dataset."""

    schema: str
    dataset: str
    source: str
    target: str
    start: str | None
    end: str | None
    amount: float
    currency: str
    row: int


def whole(ledger: KeptLedger) -> Collected:
    """Every record of a ledger in a folder that ties two actors. Raises :class:`LedgerError` for a file that cannot be read."""
    tables = [_table(ledger.path, dataset) for dataset in ledger.datasets]
    ids = _distinct(tables)
    parts = [_part(d, table, ids) for d, table in zip(ledger.datasets, tables, strict=True)]
    kinds = tuple(kind for part in parts for kind in part[0])
    currencies = tuple(sorted({c for part in parts for c in part[1]}))
    columns = _joined(parts, currencies)
    known = ids.to_pylist()
    return Collected(known, _joined_actors(ledger, set(known)), kinds, currencies, columns)


def around(ledger: LedgerView, actors: Collection[str], levels: int) -> Collected:
    """The records within so many steps of some actors, fetched a step at a time: for ledgers that have no files."""
    found: dict[tuple[str, str, str | None, str | None], Edge] = {}
    frontier, seen = sorted(set(actors)), set(actors)
    for _ in range(levels):
        edges = ledger.edges(frontier) if frontier else ()
        found.update({(e.id, e.dataset, e.source, e.target): e for e in edges if e.source and e.target})
        reached = {end for e in edges for end in (e.source, e.target) if end}
        frontier = sorted(reached - seen)
        seen.update(frontier)
    same = clusters(dict(ledger.entities(sorted(seen))))
    edges = [found[key] for key in sorted(found, key=lambda key: tuple(map(str, key)))]
    return _numbered([_row(e) for e in edges], {d.name: d for d in ledger.datasets}, same, seen)


def _row(edge: Edge) -> Row:
    amount = float(edge.amount) if edge.amount is not None else float("nan")
    ends = (edge.source or "", edge.target or "")
    return Row(edge.schema, edge.dataset, *ends, edge.start, edge.end, amount, edge.currency or "", 0)


def _numbered(
    rows: Sequence[Row], datasets: Mapping[str, Dataset], same: Mapping[str, str], seen: Collection[str]
) -> Collected:
    ids = sorted(seen)
    number = {identifier: place for place, identifier in enumerate(ids)}
    words = sorted({(row.dataset, row.schema) for row in rows})
    place = {word: n for n, word in enumerate(words)}
    currencies = tuple(sorted({row.currency for row in rows if row.currency}))
    coin = {"": 0} | {c: n for n, c in enumerate(currencies, 1)}
    columns = Columns(
        _ints([number[row.source] for row in rows]),
        _ints([number[row.target] for row in rows]),
        _ints([place[row.dataset, row.schema] for row in rows]),
        _ints([first_day(row.start) for row in rows]),
        _ints([last_day(row.end) for row in rows]),
        np.array([row.amount for row in rows], dtype=np.float64),
        _ints([coin[row.currency] for row in rows]),
        _ints([row.row for row in rows]),
    )
    kinds = tuple(_kind(schema, name, datasets.get(name)) for name, schema in words)
    return Collected(ids, same, kinds, currencies, columns)


def _ints(values: Sequence[int]) -> Int:
    return np.array(values, dtype=np.int64)


def _kind(schema: str, name: str, dataset: Dataset | None) -> Kind:
    return Kind(schema, name, record_cost(schema, dataset), way(schema), schema in PRIVATE)


def _table(folder: Path, dataset: Dataset) -> Any:
    """The records of one dataset that have both ends, with their row numbers."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    path = folder / dataset.name / dataset.version / EDGES
    try:
        table = pq.read_table(path, columns=_COLUMNS)
    except (OSError, pa.ArrowInvalid) as error:
        raise LedgerError(f"{path}: cannot be read: run `cuibono ledger verify`") from error
    table = table.append_column("row", pa.array(np.arange(len(table), dtype=np.int64)))
    return table.filter(pc.and_(pc.is_valid(table["source"]), pc.is_valid(table["target"])))


def _distinct(tables: Sequence[Any]) -> Any:
    """All ids at either end, sorted, as an Arrow array."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chunks = [pc.unique(table[end]) for table in tables for end in ("source", "target")]
    if not chunks:
        return pa.array([], pa.string())
    return pa.array(sorted(pc.unique(pa.chunked_array(chunks, pa.string())).to_pylist()), pa.string())


_Part = tuple[list[Kind], list[str], Callable[[int, Mapping[str, int]], Columns]]


def _part(dataset: Dataset, table: Any, ids: Any) -> _Part:
    """Kinds and currencies of one dataset, and its columns once both are numbered."""
    schemas, schema = _words(table["schema"])
    coins, coin = _words(table["currency"])
    kinds = [_kind(name or "", dataset.name, dataset) for name in schemas]

    def columns(offset: int, currencies: Mapping[str, int]) -> Columns:
        return Columns(
            _places(table["source"], ids),
            _places(table["target"], ids),
            schema + offset,
            _days(table["start"], first_day, NEVER),
            _days(table["end"], last_day, ALWAYS),
            _floats(table["amount"]),
            _ints([currencies[c or ""] for c in coins])[coin] if len(coin) else coin,
            table["row"].to_numpy(),
        )

    return kinds, [c for c in coins if c], columns


def _joined(parts: Sequence[_Part], currencies: Sequence[str]) -> Columns:
    numbers = {"": 0} | {c: n for n, c in enumerate(currencies, 1)}
    made, offset = [], 0
    for kinds, _, columns in parts:
        made.append(columns(offset, numbers))
        offset += len(kinds)
    names = Columns.__dataclass_fields__
    empty = _ints([])
    return Columns(*(np.concatenate([empty, *(getattr(c, name) for c in made)]) for name in names))


def _words(column: Any) -> tuple[list[str | None], Int]:
    """(distinct values, number of the value of each row); nulls are a value of their own."""
    import pyarrow.compute as pc

    encoded = pc.dictionary_encode(column, null_encoding="encode").combine_chunks()
    if hasattr(encoded, "num_chunks"):
        encoded = encoded.unify_dictionaries().combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _days(column: Any, day: Callable[[str | None], int], missing: int) -> Int:
    words, numbers = _words(column)
    table = _ints([missing if word is None else day(word) for word in words])
    return table[numbers] if len(numbers) else numbers


def _floats(column: Any) -> Int:
    import pyarrow as pa
    import pyarrow.compute as pc

    values: Int = pc.fill_null(pc.cast(column, pa.float64()), float("nan")).to_numpy()
    return values


def _places(column: Any, ids: Any) -> Int:
    import pyarrow.compute as pc

    places: Int = pc.index_in(column, value_set=ids).to_numpy().astype(np.int64)
    return places


def _joined_actors(ledger: KeptLedger, ids: Collection[str]) -> dict[str, str]:
    """Ids that stand for the same actor in several datasets, each with the smallest of them."""
    if len(ledger.datasets) < 2:
        return {}
    named: dict[str, dict[str, str]] = {}
    for row in ledger.names():
        if row.kind == "name" and row.entity_id in ids:
            named.setdefault(fold(row.name), {}).setdefault(row.entity_id, row.dataset)
    alike = {
        i for held in named.values() if len(held) > 1 and len(set(held.values())) > 1 for i in sorted(held)
    }
    found = clusters(dict(ledger.entities(sorted(alike))))
    return {one: other for one, other in found.items() if one != other}
