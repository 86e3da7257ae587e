"""The Parquet files of a version: what DuckDB, Polars, Spark and Ray read. Our own look-ups do not need them.

``statements.parquet``: entity_id, schema, prop, value, lang, original_value, dataset, first_seen, last_seen, source_url; one row a
statement, sorted by entity id. A null in first_seen or last_seen means the dataset's ``retrieved``; a null in source_url the
entity's own ``sourceUrl``.
``edges.parquet``: id, schema, source, target, start, end, date, amount, currency, role; sorted by source, target, id.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from cuibono.ledger.codec import FIRST_SEEN, GS, LAST_SEEN, NL, SOURCE_URL, US, Codes
from cuibono.ledger.edgerows import AMOUNT_DIGITS, AMOUNT_SCALE, EdgeRow

_ROW_GROUP = 250_000
#: Far below what one Arrow string array can hold (2 GiB), at four bytes a character.
_ROW_GROUP_CHARACTERS = 200_000_000
_EDGE_CHUNK = 100_000
_ZSTD_LEVEL = 5
_ATTRIBUTES = ("lang", "original_value", "first_seen", "last_seen", "source_url")


class StatementTable:
    """Writes ``statements.parquet`` from the fields of records that come in order of id."""

    def __init__(self, path: Path, dataset: str, codes: Codes) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._pa = pa
        self._dataset = dataset
        self._props = pa.array(codes.props, pa.string())
        self._prop_codes = pa.array(list(codes.prop_of), pa.string())
        word = pa.dictionary(pa.int32(), pa.string())
        self._schema = pa.schema(
            [
                ("entity_id", pa.string()),
                ("schema", word),
                ("prop", word),
                ("value", pa.string()),
                ("lang", pa.string()),
                ("original_value", pa.string()),
                ("dataset", word),
                ("first_seen", pa.string()),
                ("last_seen", pa.string()),
                ("source_url", pa.string()),
            ]
        )
        self._writer = pq.ParquetWriter(
            path,
            self._schema,
            compression="zstd",
            compression_level=_ZSTD_LEVEL,
            use_dictionary=[name for name in self._schema.names if name not in ("value", "entity_id")],
            # Sorted, and each ten times in a row: only what differs from the row before is written.
            column_encoding={"entity_id": "DELTA_BYTE_ARRAY"},
            write_statistics=["entity_id", "prop"],
            store_schema=False,
            data_page_size=1 << 20,
            dictionary_pagesize_limit=1 << 23,
        )
        self._reset()
        self.rows = 0

    def _reset(self) -> None:
        self._ids: list[str] = []
        self._schemas: list[str] = []
        self._bodies: list[str] = []
        self._whole: list[tuple[str, str, str] | None] = []
        self._held = self._size = 0
        self._rich = self._broken = False

    def add(self, id_: str, schema: str, fields: str, count: int) -> None:
        """One record: ``fields`` as in a record line, without ties; ``count`` of them are statements."""
        whole = None
        if fields and fields[0] <= SOURCE_URL:
            found = {}
            while fields and fields[0] <= SOURCE_URL:
                first, _, fields = fields.partition(US)
                found[first[0]] = first[1:]
            whole = (found.get(FIRST_SEEN, ""), found.get(LAST_SEEN, ""), found.get(SOURCE_URL, ""))
        self.rows += count
        if not count:
            return
        if not self._rich and GS in fields:
            self._rich = True
        if not self._broken and NL in fields:
            self._broken = True
        self._ids.append(id_)
        self._schemas.append(schema)
        self._bodies.append(fields)
        self._whole.append(whole)
        self._held += count
        self._size += len(fields)
        if self._held >= _ROW_GROUP or self._size >= _ROW_GROUP_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if not self._ids:
            return
        import pyarrow.compute as pc

        pa = self._pa
        lists = pc.split_pattern(pa.array(self._bodies, pa.string()), US)
        fields, parents = lists.flatten(), pc.list_parent_indices(lists).cast(pa.int32())
        if self._broken:
            fields = pc.replace_substring(fields, NL, "\n")
        prop = pc.index_in(pc.utf8_slice_codeunits(fields, 0, 1), self._prop_codes)
        texts = pc.utf8_slice_codeunits(fields, 1)
        columns: dict[str, Any] = {
            "entity_id": pa.array(self._ids, pa.string()).take(parents),
            "schema": pa.array(self._schemas, pa.string()).dictionary_encode().take(parents),
            "prop": pa.DictionaryArray.from_arrays(prop, self._props),
            "dataset": pa.DictionaryArray.from_arrays(
                pa.repeat(pa.scalar(0, pa.int32()), len(texts)), pa.array([self._dataset])
            ),
        }
        columns |= self._attributes(texts, parents)
        table = pa.table([columns[name] for name in self._schema.names], schema=self._schema)
        self._writer.write_table(table, row_group_size=len(table))
        self._reset()

    def _attributes(self, texts: Any, parents: Any) -> dict[str, Any]:
        """``value`` and the columns that are mostly empty, filled only where this row group needs it."""
        import pyarrow.compute as pc

        pa = self._pa
        nothing = pa.nulls(len(texts), pa.string())
        columns = dict.fromkeys(_ATTRIBUTES, nothing)
        if self._rich:
            parts = pc.split_pattern(texts, GS)
            texts = pc.list_element(parts, 0)
            lengths = pc.list_value_length(parts)
            for place, name in enumerate(_ATTRIBUTES, 1):
                columns[name] = _part(pa, pc, parts, lengths, place)
        if any(self._whole):
            rows = [whole or ("", "", "") for whole in self._whole]
            for place, name in enumerate(("first_seen", "last_seen", "source_url")):
                default = pa.array([row[place] or None for row in rows], pa.string()).take(parents)
                columns[name] = pc.coalesce(columns[name], default)
        return {"value": texts, **columns}

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def __enter__(self) -> StatementTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._writer.close()


def _part(pa: Any, pc: Any, parts: Any, lengths: Any, place: int) -> Any:
    """The n-th piece of every list, null where the list is shorter or the piece empty."""
    rows = pc.indices_nonzero(pc.greater(lengths, place))
    pieces = pc.list_element(parts.take(rows), place) if len(rows) else pa.array([], pa.string())
    pieces = pc.if_else(pc.equal(pieces, ""), pa.scalar(None, pa.string()), pieces)
    mask = pc.greater(lengths, place)
    return pc.replace_with_mask(pa.nulls(len(lengths), pa.string()), mask, pieces)


class EdgeTable:
    """Writes ``edges.parquet``; rows may come in any order."""

    def __init__(self, path: Path) -> None:
        import pyarrow as pa

        self._path = path
        self._schema = pa.schema(
            [(name, pa.string()) for name in ("id", "schema", "source", "target", "start", "end", "date")]
            + [
                ("amount", pa.decimal128(AMOUNT_DIGITS, AMOUNT_SCALE)),
                ("currency", pa.string()),
                ("role", pa.string()),
            ]
        )
        self._rows: list[EdgeRow] = []
        self._chunks: list[Any] = []
        self.rows = 0

    def add(self, rows: Sequence[EdgeRow]) -> None:
        self._rows += rows
        self.rows += len(rows)
        if len(self._rows) >= _EDGE_CHUNK:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        columns = list(zip(*self._rows, strict=True)) if self._rows else [() for _ in self._schema]
        arrays = [pa.array(column, kind.type) for column, kind in zip(columns, self._schema, strict=True)]
        self._chunks.append(pa.table(arrays, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._flush()
        table = pa.concat_tables(self._chunks).sort_by(
            [("source", "ascending"), ("target", "ascending"), ("id", "ascending")]
        )
        pq.write_table(
            table,
            self._path,
            compression="zstd",
            compression_level=_ZSTD_LEVEL,
            row_group_size=_ROW_GROUP,
            use_dictionary=["schema", "source", "start", "end", "date", "currency", "role"],
            write_statistics=["source"],
            store_schema=False,
        )
