"""Records of the record file to the nouns of :mod:`cuibono.ledger.records`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from cuibono.ledger.codec import Record, Value, statement_id
from cuibono.ledger.records import Dataset, Edge, Entity, Statement
from cuibono.ledger.schema import MOMENTS, NAME_KINDS, PARENT, Schema, vocabulary
from cuibono.ledger.values import decimal

Part = tuple[Dataset, Record]
_PARENT_MARK = ".parent."
_sha1 = hashlib.sha1


def schema_of(record: Record) -> Schema | None:
    return vocabulary().schemas.get(record.schema)


def statements(dataset: Dataset, record: Record) -> tuple[Statement, ...]:
    """The statements of one record. What is not said of a value goes by the entity, then by the dataset."""
    name, id_, schema = dataset.name, record.id, record.schema
    first = record.first_seen or dataset.retrieved
    last = record.last_seen or dataset.retrieved
    source = record.source_url or record.first("sourceUrl")
    if record.rich:
        return tuple(_statement(dataset, record, value, (first, last, source)) for value in record.values)
    key = f"{name}.{id_}."
    prop_of, none = record.prop_of, None
    found = []
    for field in record.fields:
        prop, value = prop_of[field[0]], field[1:]
        said = _sha1(f"{key}{prop}.{value}".encode(), usedforsecurity=False).hexdigest()
        found.append(Statement(said, id_, schema, prop, value, name, none, none, first, last, source))
    return tuple(found)


def _statement(
    dataset: Dataset, record: Record, value: Value, whole: tuple[str | None, str | None, str | None]
) -> Statement:
    """One statement whose value may say more of itself than the entity says of all."""
    return Statement(
        statement_id(dataset.name, record.id, value.prop, value.value, value.lang),
        record.id,
        record.schema,
        value.prop,
        value.value,
        dataset.name,
        value.lang,
        value.original,
        value.first_seen or whole[0],
        value.last_seen or whole[1],
        value.source_url or whole[2],
    )


def properties(records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """Property -> values in order, each once."""
    found: dict[str, tuple[str, ...]] = {}
    for record in records:
        pairs = (
            record.pairs()
            if record.rich
            else [(record.prop_of[field[0]], field[1:]) for field in record.fields]
        )
        for prop, value in pairs:
            held = found.get(prop)
            if held is None:
                found[prop] = (value,)
            elif value not in held:
                found[prop] = (*held, value)
    return found


def entity(parts: Sequence[Part]) -> Entity:
    """One entity from what each dataset has of it, in the order given."""
    record = parts[0][1]
    props = properties([part for _, part in parts])
    names = dict.fromkeys(name for kind in NAME_KINDS for name in props.get(kind, ()))
    return Entity(
        id=record.id,
        schema=_common_schema(parts),
        caption=_caption(parts, props),
        names=tuple(names),
        properties=props,
        datasets=tuple(dataset.name for dataset, _ in parts),
        statements=tuple(said for dataset, part in parts for said in statements(dataset, part)),
    )


def _common_schema(parts: Sequence[Part]) -> str:
    """The most specific schema that the datasets agree on; the first one's where they do not."""
    words = vocabulary()
    found = parts[0][1].schema
    for _, record in parts[1:]:
        if found in words.schemas and record.schema in words.schemas:
            found = words.common(found, record.schema) or found
    return found


def _caption(parts: Sequence[Part], props: dict[str, tuple[str, ...]]) -> str:
    schema = schema_of(parts[0][1])
    for prop in (*(schema.caption if schema else ()), *NAME_KINDS):
        if props.get(prop):
            return props[prop][0]
    return parts[0][1].id


def ends(
    props: Mapping[str, tuple[str, ...]], edge: tuple[str | None, str]
) -> Iterator[tuple[str | None, str]]:
    """The pairs of ids that a record ties; several values at an end give several pairs."""
    sources: tuple[str | None, ...] = props.get(edge[0], ()) if edge[0] else (None,)
    for source in sources:
        for target in props.get(edge[1], ()):
            yield source, target


def edges(dataset: Dataset, record: Record, *, ids: bool = True) -> list[Edge]:
    """The edges that one record makes: the record itself if its schema is one, else a ``Parent`` for each ``parent``.

    ``ids`` False leaves out the statement ids, which take time.
    """
    schema = schema_of(record)
    if schema is None:
        return []
    if schema.edge is None:
        return _parents(dataset, record) if "LegalEntity" in schema.ancestors else []
    props = properties([record])
    date = _pick(props, ("date",), min)
    start = _pick(props, schema.start, min)
    end = _pick(props, schema.end, max) or (date if schema.name in MOMENTS else None)
    said = _ids(dataset, record) if ids else ()
    role = (props.get("role") or props.get("relationship") or (None,))[0]
    return [
        Edge(
            record.id,
            schema.name,
            source,
            target,
            dataset.name,
            dataset.version,
            start,
            end,
            date,
            decimal(props["amount"][0]) if "amount" in props else None,
            props["currency"][0] if "currency" in props else None,
            role,
            props,
            said,
            record.source_url or props.get("sourceUrl", (None,))[0],
        )
        for source, target in ends(props, schema.edge)
    ]


def _ids(dataset: Dataset, record: Record) -> tuple[str, ...]:
    if record.rich:
        return tuple(statement_id(dataset.name, record.id, v.prop, v.value, v.lang) for v in record.values)
    key = f"{dataset.name}.{record.id}."
    prop_of = record.prop_of
    return tuple(
        [
            _sha1(f"{key}{prop_of[f[0]]}.{f[1:]}".encode(), usedforsecurity=False).hexdigest()
            for f in record.fields
        ]
    )


def _parents(dataset: Dataset, record: Record) -> list[Edge]:
    parents: dict[str, Value] = {}
    for value in record.values:
        if value.prop == PARENT:
            parents.setdefault(value.value, value)
    return [
        Edge(
            id=f"{record.id}{_PARENT_MARK}{value.value}",
            schema="Parent",
            source=value.value,
            target=record.id,
            dataset=dataset.name,
            version=dataset.version,
            properties={PARENT: (value.value,)},
            statement_ids=(statement_id(dataset.name, record.id, PARENT, value.value, value.lang),),
            source_url=value.source_url or record.source_url or record.first("sourceUrl"),
        )
        for value in parents.values()
    ]


def parent_children(edge_id: str) -> Iterator[str]:
    """The children that the id of a ``Parent`` edge may name."""
    place = edge_id.find(_PARENT_MARK)
    while place > 0:
        yield edge_id[:place]
        place = edge_id.find(_PARENT_MARK, place + 1)


def _pick(
    props: dict[str, tuple[str, ...]], order: Iterable[str], choose: Callable[[tuple[str, ...]], str]
) -> str | None:
    """The earliest or latest value of the first property that has any."""
    return next((choose(props[prop]) for prop in order if prop in props), None)


def order(edge: Edge) -> tuple[str, ...]:
    """Sort key: schema, start, id, ends, dataset."""
    return (edge.schema, edge.start or "", edge.id, edge.source or "", edge.target or "", edge.dataset)
