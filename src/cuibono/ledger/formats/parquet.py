"""FollowTheMoney statements as Parquet, as ``cuibono ledger export --format parquet`` writes them: a file, or a folder with ``statements.parquet``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.errors import RecordError
from cuibono.ledger.formats import Context, Format, statements

MAGIC = b"PAR1"
_FILE = "statements.parquet"
_BATCH = 10_000
#: A row group unfolds in memory whole: one larger than this is refused.
_LARGEST_GROUP = 4 << 30


def sniff(head: bytes, path: Path) -> bool:
    if path.is_dir():
        return (path / _FILE).is_file()
    return head.startswith(MAGIC)


def read(path: Path, context: Context) -> Iterator[Mapping[str, Any]]:
    """A piece of an entity for every row, as :mod:`~cuibono.ledger.formats.statements` reads them."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    source = path / _FILE if path.is_dir() else path
    try:
        with pq.ParquetFile(source) as file:
            names = set(file.schema_arrow.names)
            if missing := [name for name in statements.COLUMNS if name not in names]:
                raise RecordError(f"no statements: the column {missing[0]} is missing", path=source)
            groups = (file.metadata.row_group(number) for number in range(file.num_row_groups))
            if any(group.total_byte_size > _LARGEST_GROUP for group in groups):
                raise RecordError("a row group of more than 4 GB: write it in smaller ones", path=source)
            yield from statements.pieces(_rows(file, context), context)
    except (pa.ArrowException, OSError) as error:
        raise RecordError("a damaged Parquet file", path=source) from error


def _rows(file: Any, context: Context) -> Iterator[Mapping[str, Any]]:
    number = 0
    for batch in file.iter_batches(batch_size=_BATCH):
        for row in batch.to_pylist():
            number += 1
            context.at(number)
            yield row


FORMAT = Format("parquet", "FollowTheMoney statements (Parquet)", sniff, read, folders=True)
