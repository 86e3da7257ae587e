"""Records out of a ledger: FollowTheMoney entities or statements, one JSON object each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from cuibono.ledger.codec import Record
from cuibono.ledger.reader import Ledger
from cuibono.ledger.records import Dataset

ExportFormat = Literal["ftm", "statements"]


def export(ledger: Ledger, dataset: str, format: ExportFormat = "ftm") -> Iterator[dict[str, Any]]:
    """Every thing and record of one dataset in order of id.

    ``ftm``: entities with ``id``, ``schema``, ``properties``, ``datasets``, ``first_seen``, ``last_seen``. ``statements``: rows with
    the columns of FollowTheMoney's statements, and ``source_url``. What either gives is read back by
    :func:`cuibono.ledger.add` as the same records; entities alone lose language and original wording.
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
    from cuibono.ledger.building import statements

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
