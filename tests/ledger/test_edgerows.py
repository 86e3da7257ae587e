"""Rows of the edge table say what the edges of a record say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cuibono.ledger import add, building, create, open_ledger
from cuibono.ledger.codec import US, Value, parse, write_value
from cuibono.ledger.edgerows import EdgeRow, EdgeRows, storable
from cuibono.ledger.encoding import codes
from cuibono.ledger.records import Dataset, Edge
from cuibono.ledger.schema import vocabulary
from tests.ledger.formats.samples import SAMPLES

DATASET = Dataset(name="d", version="1", title="D", publisher="P", retrieved="2024-01-01")
EDGES = [*sorted(name for name, schema in vocabulary().schemas.items() if schema.edge), "Company", "Person"]
DATES = st.sampled_from(["2020", "2020-03", "2020-03-05", "1999-12-31"])
TEXTS = {
    "entity": st.sampled_from(["a", "b", "c"]),
    "date": DATES,
    "number": st.sampled_from(["1", "12500.50", "-3", "1000 t", "1" * 40, "0.1234567"]),
}


def row_of(edge: Edge) -> EdgeRow:
    amount = None if edge.amount is None else storable(str(edge.amount))
    return (
        edge.id,
        edge.schema,
        edge.source,
        str(edge.target),
        edge.start,
        edge.end,
        edge.date,
        amount,
        edge.currency,
        edge.role,
    )


@st.composite
def records(draw: st.DrawFn) -> str:
    schema = vocabulary().schemas[draw(st.sampled_from(EDGES))]
    table = codes()
    fields: dict[str, None] = {}
    for prop in draw(st.lists(st.sampled_from(sorted(schema.properties)), max_size=8)):
        kind = schema.properties[prop].type
        value = draw(TEXTS.get(kind, st.text("abc\n= ", min_size=1, max_size=6)))
        lang = draw(st.none() | st.just("rus"))
        fields[write_value(table.prop_code[prop], Value(prop, value, lang))] = None
    for prop in schema.ends:
        fields[write_value(table.prop_code[prop], Value(prop, draw(TEXTS["entity"])))] = None
    return US.join(["x-1", table.schema_code[schema.name], *fields])


@settings(deadline=None, max_examples=300)
@given(records())
@example(
    US.join(
        [
            "x-1",
            codes().schema_code["Company"],
            *[codes().prop_code["parent"] + end for end in ("b", "b\x1drus")],
        ]
    )
)
def test_rows_are_those_of_the_edges(line: str) -> None:
    id_, code, *rest = line.split(US, 2)
    rows = EdgeRows(codes()).rows(id_, code, rest[0] if rest else "")
    assert rows == [row_of(edge) for edge in building.edges(DATASET, parse(line, codes()), ids=False)]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_table_of_every_format_is_that_of_its_edges(tmp_path: Path, name: str) -> None:
    import pyarrow.parquet as pq

    create(tmp_path / "ledger")
    done = add(
        tmp_path / "ledger",
        SAMPLES[name][1](tmp_path / "source"),
        dataset="d",
        retrieved="2024-01-01",
        max_rejects=0.6,
    )
    table = pq.read_table(tmp_path / "ledger" / "d" / done.version / "edges.parquet")
    found = [without_amount(tuple(row.values())) for row in table.to_pylist()]
    with open_ledger(tmp_path / "ledger") as opened:
        expected = [without_amount(row_of(edge)) for edge in opened.all_edges()]
    assert sorted(map(repr, expected)) == sorted(map(repr, found))
    assert len(found) == done.edges


def without_amount(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The column gives every sum the same number of decimals; the row itself is compared above."""
    return (*row[:7], row[7] is None, *row[8:])
