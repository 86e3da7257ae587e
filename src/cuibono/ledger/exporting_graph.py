"""A dataset as a graph: for Neo4j's bulk import, and as GEXF 1.3 (https://gexf.net).

Things are nodes, records edges; ends that another dataset describes come with what that one says of their name. A record that ties no
two things (a listing, which names its authority in words) is a node of its own, tied to the one that it is about.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from cuibono.ledger import building
from cuibono.ledger.files import whole_file
from cuibono.ledger.reader import Ledger
from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.ledger.schema import vocabulary

NODES, RELATIONSHIPS = "nodes.csv", "relationships.csv"
_ARRAY = "\x1f"
_NODE_COLUMNS = (
    "id:ID",
    "caption",
    "names:string[]",
    "schema",
    "countries:string[]",
    "datasets:string[]",
    ":LABEL",
)
_EDGE_COLUMNS = (
    ":START_ID", ":END_ID", ":TYPE", "id", "schema", "role", "start", "end", "date", "amount", "currency", "dataset", "source_url",
)  # fmt: skip
_HOW = """Import into an empty database (Neo4j 5, with the database stopped):

neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv --array-delimiter=U+001F --multiline-fields=true neo4j

Texts that a spreadsheet would take for a formula have an apostrophe in front.
"""
_COUNTRY_PROPS = ("country", "jurisdiction", "nationality")
# What XML 1.0 cannot carry.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BATCH = 2000
Writer = Callable[[Iterable[str], Iterable[Mapping[str, Any]]], Iterator[bytes]]


class _Node(NamedTuple):
    id: str
    caption: str
    names: tuple[str, ...]
    schema: str
    countries: tuple[str, ...]
    datasets: tuple[str, ...]


def _nodes(ledger: Ledger, dataset: Dataset) -> Iterator[_Node]:
    """Every thing of the dataset, every end that lies elsewhere, every record that stands for itself; each once."""
    things, away = set(), {}
    batch: list[str] = []
    for _, record in ledger.records(dataset.name):
        schema = building.schema_of(record)
        if schema is not None and schema.is_thing:
            things.add(record.id)
            batch.append(record.id)
        for edge in building.edges(dataset, record, ids=False):
            away.update(dict.fromkeys(end for end in (edge.source, edge.target) if end))
            if edge.source is None:
                yield _record_node(edge)
        if len(batch) >= _BATCH:
            yield from _things(ledger, batch)
            batch = []
    yield from _things(ledger, batch)
    rest = [id_ for id_ in away if id_ not in things]
    for start in range(0, len(rest), _BATCH):
        yield from _things(ledger, rest[start : start + _BATCH])


def _things(ledger: Ledger, ids: list[str]) -> Iterator[_Node]:
    found = ledger.entities(ids)
    for id_ in ids:
        entity = found.get(id_)
        yield _thing_node(entity) if entity else _Node(id_, id_, (), "", (), ())


def _thing_node(entity: Entity) -> _Node:
    countries = dict.fromkeys(code for prop in _COUNTRY_PROPS for code in entity.get(prop))
    return _Node(entity.id, entity.caption, entity.names, entity.schema, tuple(countries), entity.datasets)


def _record_node(edge: Edge) -> _Node:
    authority = edge.first("authority") or edge.first("program") or edge.schema
    return _Node(edge.id, authority, (), edge.schema, edge.get("country"), (edge.dataset,))


def _edges(ledger: Ledger, dataset: Dataset) -> Iterator[Edge]:
    for _, record in ledger.records(dataset.name):
        yield from building.edges(dataset, record, ids=False)


def neo4j(ledger: Ledger, dataset: Dataset, folder: Path, write: Writer) -> None:
    """``nodes.csv``, ``relationships.csv`` with the headers of ``neo4j-admin database import``, and how to import them."""
    for name, columns, rows in (
        (NODES, _NODE_COLUMNS, (_node_row(node) for node in _nodes(ledger, dataset))),
        (RELATIONSHIPS, _EDGE_COLUMNS, (_edge_row(edge) for edge in _edges(ledger, dataset))),
    ):
        with whole_file(folder / name) as file:
            for chunk in write(columns, rows):
                file.write(chunk)
    (folder / "README.txt").write_text(_HOW, encoding="utf-8")


def _node_row(node: _Node) -> dict[str, str]:
    schemas = vocabulary().schemas
    known = schemas.get(node.schema)
    labels = sorted(
        (name for name in known.ancestors if name == node.schema or not schemas[name].abstract), key=_specific
    ) if known else ["Thing"]  # fmt: skip
    cells = (
        node.id,
        node.caption,
        _ARRAY.join(node.names),
        node.schema,
        _ARRAY.join(node.countries),
        _ARRAY.join(node.datasets),
        _ARRAY.join(labels),
    )
    return dict(zip(_NODE_COLUMNS, cells, strict=True))


def _specific(name: str) -> tuple[int, str]:
    """Sort key: the most specific schema first."""
    return (-len(vocabulary().schemas[name].ancestors), name)


def _edge_row(edge: Edge) -> dict[str, Any]:
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", edge.schema).upper()
    cells = (
        edge.source or edge.id,
        edge.target,
        kind,
        edge.id,
        edge.schema,
        edge.role,
        edge.start,
        edge.end,
        edge.date,
        edge.amount,
        edge.currency,
        edge.dataset,
        edge.source_url,
    )
    return dict(zip(_EDGE_COLUMNS, cells, strict=True))


_NODE_FIELDS = ("schema", "countries", "datasets", "names")
_EDGE_FIELDS = ("schema", "role", "amount", "currency", "date", "dataset", "source")


def gexf(ledger: Ledger, dataset: Dataset, version: str) -> Iterator[bytes]:
    """GEXF 1.3, piece by piece; edges have the time in which they held, nodes come before edges."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
        f"<meta><creator>{_xml(version)}</creator><description>{_xml(f'{dataset.title}, {dataset.version}')}</description></meta>\n"
        '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">\n'
    ).encode()
    yield _declaration("node", _NODE_FIELDS) + _declaration("edge", _EDGE_FIELDS) + b"<nodes>\n"
    for node in _nodes(ledger, dataset):
        cells = (node.schema, " ".join(node.countries), " ".join(node.datasets), "; ".join(node.names))
        yield f"<node id={_quoted(node.id)} label={_quoted(node.caption)}>{_values(cells)}</node>\n".encode()
    yield b"</nodes>\n<edges>\n"
    for number, edge in enumerate(_edges(ledger, dataset)):
        yield _gexf_edge(number, edge).encode()
    yield b"</edges>\n</graph>\n</gexf>\n"


def _gexf_edge(number: int, edge: Edge) -> str:
    amount = str(edge.amount) if edge.amount is not None else ""
    cells = (edge.schema, edge.role, amount, edge.currency, edge.date, edge.dataset, edge.source_url)
    span = (f" start={_quoted(_first_day(edge.start))}" if edge.start else "") + (
        f" end={_quoted(_last_day(edge.end))}" if edge.end else ""
    )
    return (
        f'<edge id="e{number}" source={_quoted(edge.source or edge.id)} target={_quoted(str(edge.target))} '
        f"label={_quoted(edge.schema)}{span}>{_values(cells)}</edge>\n"
    )


def _last_day(date: str) -> str:
    """The last day of a year or month that the calendar has."""
    if len(date) == len("2020-02"):
        return f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]:02}"
    return date + "0000-12-31"[len(date) :]


def _first_day(date: str) -> str:
    return date + "0000-01-01"[len(date) :]


def _declaration(kind: str, names: tuple[str, ...]) -> bytes:
    rows = "".join(f'<attribute id="{n}" title="{name}" type="string"/>' for n, name in enumerate(names))
    return f'<attributes class="{kind}">{rows}</attributes>\n'.encode()


def _values(cells: Iterable[str | None]) -> str:
    rows = [f'<attvalue for="{n}" value={_quoted(cell)}/>' for n, cell in enumerate(cells) if cell]
    return f"<attvalues>{''.join(rows)}</attvalues>" if rows else ""


def _quoted(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("", text))


def _xml(text: str) -> str:
    return escape(_ILLEGAL.sub("", text))
