"""Records out of a ledger, in the formats of others: FollowTheMoney, Neo4j, GEXF, Parquet.

==============  ==========================================================================================================
``ftm``         FollowTheMoney entities, JSON lines. Read back with every value; language and original wording are lost.
``statements``  FollowTheMoney statements, JSON lines; CSV where the file is called ``.csv``. Read back as the same records.
``parquet``     A folder: the same statements, and the edges. Read back as the same records.
``neo4j``       A folder of CSV for ``neo4j-admin database import``. Not read back.
``gexf``        The network, for Gephi and its kin. Not read back.
==============  ==========================================================================================================

CSV is safe to open in a spreadsheet: a text that would be a formula gets an apostrophe in front, which reading back takes off.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, get_args

from cuibono.errors import InputError
from cuibono.ledger.building import statements
from cuibono.ledger.cells import guarded
from cuibono.ledger.codec import Record
from cuibono.ledger.files import flush_file, plain_errors, whole_file, whole_folder
from cuibono.ledger.manifest import EDGES
from cuibono.ledger.reader import Ledger
from cuibono.ledger.records import Dataset

if TYPE_CHECKING:
    import pyarrow

ExportFormat = Literal["ftm", "statements"]
FileFormat = Literal["ftm", "statements", "neo4j", "gexf", "parquet"]
FILE_FORMATS: tuple[FileFormat, ...] = get_args(FileFormat)
#: Formats that need a folder.
FOLDERS: frozenset[FileFormat] = frozenset({"neo4j", "parquet"})
COLUMNS = (
    "id",
    "entity_id",
    "canonical_id",
    "prop",
    "schema",
    "value",
    "dataset",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "source_url",
)
_BATCH = 100_000


def export(ledger: Ledger, dataset: str, format: ExportFormat = "ftm") -> Iterator[dict[str, Any]]:
    """Every thing and record of one dataset in order of id, one JSON object each.

    ``ftm``: entities with ``id``, ``schema``, ``properties``, ``datasets``, ``first_seen``, ``last_seen``. ``statements``: rows with
    the columns of FollowTheMoney's statements, and ``source_url``.
    Raises :class:`~cuibono.errors.NotInLedgerError` for a dataset that is not there.
    """
    for found, record in ledger.records(dataset):
        if format == "ftm":
            yield _entity(found, record)
        else:
            yield from _statements(found, record)


def _entity(dataset: Dataset, record: Record) -> dict[str, Any]:
    properties: dict[str, list[str]] = {}
    for prop, value in record.pairs():
        properties.setdefault(prop, []).append(value)
    entity: dict[str, Any] = {
        "id": record.id,
        "schema": record.schema,
        "properties": properties,
        "datasets": [dataset.name],
    }
    for key in ("first_seen", "last_seen", "source_url"):
        if said := getattr(record, key):
            entity[key] = said
    return entity


def _statements(dataset: Dataset, record: Record) -> Iterator[dict[str, Any]]:
    if not record.fields:
        # Nothing is said of it but that it is there: FollowTheMoney writes that as a statement of the id.
        yield {**dict.fromkeys(COLUMNS), "entity_id": record.id, "canonical_id": record.id, "prop": "id"} | {
            "schema": record.schema,
            "value": record.id,
            "dataset": dataset.name,
            "external": False,
        }
    for said, value in zip(statements(dataset, record), record.values, strict=True):
        yield {
            "id": said.id,
            "entity_id": record.id,
            "canonical_id": record.id,
            "prop": said.prop,
            "schema": said.schema,
            "value": said.value,
            "dataset": dataset.name,
            "lang": said.lang,
            "original_value": said.original_value,
            "external": False,
            "first_seen": value.first_seen or record.first_seen,
            "last_seen": value.last_seen or record.last_seen,
            "source_url": value.source_url or record.source_url,
        }


def export_to(
    ledger: Ledger, dataset: str, format: FileFormat, target: Path | IO[bytes], *, version: str = "cuibono"
) -> None:
    """Write one dataset to a file or folder, or to an open binary stream; whole or not at all.

    ``target``: a file is replaced, a folder (``neo4j``, ``parquet``) must be new or empty. ``version`` is named as the maker.
    Raises :class:`~cuibono.errors.NotInLedgerError` for a dataset that is not there, :class:`~cuibono.errors.InputError` for a place that
    cannot take it, :class:`~cuibono.errors.LedgerError` when it cannot be written.
    """
    found = ledger.dataset(dataset)
    if not isinstance(target, Path):
        if format in FOLDERS:
            raise InputError(f"{format} is a folder of files: name one with --out")
        for chunk in _chunks(ledger, found, format, False, version):
            target.write(chunk)
        return
    with plain_errors(target, "export to it"):
        if format in FOLDERS:
            with whole_folder(target) as folder:
                _fill(ledger, found, format, folder)
        elif target.is_dir():
            raise InputError(f"{target}: is a folder: name a file, such as {target / f'{dataset}.{format}'}")
        else:
            with whole_file(target) as file:
                for chunk in _chunks(ledger, found, format, target.suffix == ".csv", version):
                    file.write(chunk)


def _chunks(
    ledger: Ledger, dataset: Dataset, format: FileFormat, as_csv: bool, version: str
) -> Iterator[bytes]:
    """The content of a single file."""
    if format == "gexf":
        from cuibono.ledger.exporting_graph import gexf

        return gexf(ledger, dataset, version)
    if as_csv and format == "ftm":
        raise InputError("entities are written as JSON lines: name the file .json, or export statements")
    rows = export(ledger, dataset.name, "ftm" if format == "ftm" else "statements")
    return csv_lines(COLUMNS, rows) if as_csv else _json_lines(rows)


def _json_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    import orjson

    return (orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def csv_lines(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A table in UTF-8, its header first, safe for spreadsheets."""
    names = tuple(columns)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([guarded(_text(row.get(name))) for name in names])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ("f", "t")[value] if isinstance(value, bool) else str(value)


def _fill(ledger: Ledger, dataset: Dataset, format: FileFormat, folder: Path) -> None:
    """The files of a folder."""
    if format == "parquet":
        _parquet(ledger, dataset, folder)
    else:
        from cuibono.ledger.exporting_graph import neo4j

        neo4j(ledger, dataset, folder, csv_lines)
    (folder / "dataset.yml").write_text(dataset_yml(dataset), encoding="utf-8")


def _parquet(ledger: Ledger, dataset: Dataset, folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"external": pa.bool_()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    rows = export(ledger, dataset.name, "statements")
    with pq.ParquetWriter(folder / "statements.parquet", schema, compression="zstd") as writer:
        for table in _tables(rows, schema, pa.Table.from_pylist):
            writer.write_table(table)
    shutil.copyfile(ledger.path / dataset.name / dataset.version / EDGES, folder / EDGES)
    flush_file(folder / EDGES)


def _tables(
    rows: Iterator[dict[str, Any]], schema: pyarrow.Schema, build: Callable[..., pyarrow.Table]
) -> Iterator[pyarrow.Table]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield build(batch, schema=schema)
            batch = []
    yield build(batch, schema=schema)


def dataset_yml(dataset: Dataset) -> str:
    """The ``dataset.yml`` that describes a dataset as it is described."""
    import yaml

    coverage = dataset.coverage
    body: dict[str, Any] = {
        "name": dataset.name,
        "title": dataset.title,
        "publisher": {"name": dataset.publisher, "country": dataset.country, "official": dataset.official},
        "licence": dataset.licence,
        "url": dataset.url,
        "retrieved": dataset.retrieved,
        "version": dataset.version,
        "standing": dataset.standing,
        "source_kind": dataset.source_kind,
        "description": dataset.description,
        "coverage": {
            name: list(value) if isinstance(value := getattr(coverage, name), tuple) else value
            for name in coverage.__slots__
        },
    }
    return yaml.safe_dump(body, allow_unicode=True, sort_keys=False)
