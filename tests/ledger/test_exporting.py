"""What goes out comes back in as the same records, whole or not at all, in the forms that others read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import CuibonoError, InputError, NotInLedgerError
from cuibono.ledger import add, create, dataset_yml, export, export_to, exporting, open_ledger
from cuibono.ledger.cells import guarded, unguarded
from cuibono.ledger.exporting import FILE_FORMATS, FOLDERS, ExportFormat, FileFormat
from cuibono.library import export_dataset
from tests.ledger.formats.samples import SAMPLES
from tests.ledger.support import FUND, GRANT, LISTING, METADATA, PAPER, SMALL, ledger_of, thing, write_lines

HOSTILE = [
    thing("f", name=["=cmd|' /C calc'!A0", "'=x", "''=x", "@sum", "-1+2", "plain", "'quoted'"]),
    thing("g", name='<b>"&amp;', alias=["a;b|c", "a,b\u2028c"], notes=["two\nlines", "\ud7ff\ufffe"]),
    thing("h", "Person", name="H"),
]


def write(ledger: Path, format_: FileFormat, out: Path, dataset: str = "payments", **options: Any) -> Path:
    with open_ledger(ledger, **options) as opened:
        export_to(opened, dataset, format_, out)
    return out


def carry(ledger: Path, out: Path, format_: ExportFormat, dataset: str) -> Path:
    with open_ledger(ledger) as opened:
        rows = [json.dumps(row) + "\n" for row in export(opened, dataset, format_)]
    out.write_text("".join(rows), encoding="utf-8")
    return out


def same(one: Path, two: Path) -> None:
    """Two ledgers hold the same things, statements and edges, and the same count of everything."""
    with open_ledger(one) as a, open_ledger(two) as b:
        ids = sorted({*a.entity_ids(), *(edge.id for edge in a.all_edges())})
        assert sorted(map(repr, a.statements(ids))) == sorted(map(repr, b.statements(ids)))
        assert a.edges(ids) == b.edges(ids)
        assert [d.entities for d in a.datasets] == [d.entities for d in b.datasets]


@pytest.mark.parametrize("out", ["out.json", "out.csv", "folder"])
@pytest.mark.parametrize("name", SAMPLES)
def test_statements_come_back_whole(tmp_path: Path, name: str, out: str) -> None:
    for ledger in ("one", "two"):
        create(tmp_path / ledger)
    source = SAMPLES[name][1](tmp_path / "source")
    add(tmp_path / "one", source, dataset="d", retrieved="2024-01-01", max_rejects=0.6)
    file = write(tmp_path / "one", "parquet" if out == "folder" else "statements", tmp_path / out, "d")
    done = add(tmp_path / "two", file, dataset="d", retrieved="2024-01-01", max_rejects=0)
    assert (done.values_left_out, done.withheld) == (0, 0)
    same(tmp_path / "one", tmp_path / "two")


@pytest.mark.parametrize("out", ["out.json", "out.csv", "folder"])
def test_hostile_texts_come_back_whole(tmp_path: Path, out: str) -> None:
    ledger, _ = ledger_of(tmp_path, [*SMALL, *HOSTILE])
    file = write(ledger, "parquet" if out == "folder" else "statements", tmp_path / out)
    create(tmp_path / "two")
    add(tmp_path / "two", file, dataset="payments", retrieved="2024-05-01", max_rejects=0)
    same(ledger, tmp_path / "two")


def test_entities_come_back_with_every_value_and_edge(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    file = write(ledger, "ftm", tmp_path / "out.json")
    create(tmp_path / "two")
    add(tmp_path / "two", file, dataset="payments", retrieved="2024-05-01")
    with open_ledger(ledger) as one, open_ledger(tmp_path / "two") as two:
        ids = sorted(one.entity_ids())
        assert {i: e.properties for i, e in one.entities(ids).items()} == {
            i: e.properties for i, e in two.entities(ids).items()
        }
        assert [(e.id, e.amount, e.start, e.end) for e in one.edges(ids)] == [
            (e.id, e.amount, e.start, e.end) for e in two.edges(ids)
        ]


def test_since_when_a_value_is_on_record_comes_back_too(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2021-01-01")
    source = write_lines(tmp_path / "b.json", [{**FUND, "first_seen": None}, PAPER])
    add(ledger, source, dataset="payments", metadata={**METADATA, "retrieved": "2022-01-01"})
    file = write(ledger, "statements", tmp_path / "out.json")
    create(tmp_path / "two")
    add(tmp_path / "two", file, dataset="payments", retrieved="2022-01-01")
    with open_ledger(ledger) as one, open_ledger(tmp_path / "two") as two:
        days = {(s.value, s.first_seen) for s in one.statements(["fund", "paper"])}
        assert days == {(s.value, s.first_seen) for s in two.statements(["fund", "paper"])}
        assert ("Steppe Fund", "2021-01-01") in days


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [*SMALL, *HOSTILE])
    files = [write(ledger, "statements", tmp_path / "s.csv")]
    files += sorted(write(ledger, "neo4j", tmp_path / "neo").glob("*.csv"))
    for file in files:
        cells = [c for row in csv.reader(io.StringIO(file.read_text("utf-8"), newline="")) for c in row]
        assert not [c for c in cells if c[:1] in ("=", "+", "-", "@", "\t", "\r")]
        assert len(cells) > 20


@settings(deadline=None)
@given(st.text("'=+-@ab\t\r", max_size=6) | st.text(max_size=5))
def test_guarding_a_cell_can_be_undone_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def test_every_end_of_a_neo4j_relationship_is_a_node_of_its_own(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [PAPER, FUND, LISTING, *HOSTILE])
    more = write_lines(tmp_path / "more.json", [GRANT, thing("n", "Company", name="N", parent="paper")])
    add(ledger, more, dataset="more", retrieved="2024-01-01")
    for dataset, nodes, ties in (("payments", 6, 1), ("more", 3, 2)):
        folder = write(ledger, "neo4j", tmp_path / dataset, dataset)
        rows, edges = table(folder / "nodes.csv"), table(folder / "relationships.csv")
        ids = [row["id:ID"] for row in rows]
        assert len(ids) == len(set(ids)) == nodes
        assert len(edges) == ties
        assert {edge[":START_ID"] for edge in edges} | {edge[":END_ID"] for edge in edges} <= set(ids)
        assert all(row[":LABEL"].split("\x1f")[0] == row["schema"] for row in rows)
    (parent, grant) = sorted(edges, key=lambda edge: edge["schema"])
    assert (parent[":TYPE"], grant[":TYPE"], grant["amount"]) == ("PARENT", "PAYMENT", "12500.50")
    assert "neo4j-admin" in (folder / "README.txt").read_text("utf-8")


def test_gexf_is_a_network_that_others_read(tmp_path: Path) -> None:

    ledger, _ = ledger_of(tmp_path, [*SMALL, *HOSTILE])
    network = _read_gexf(write(ledger, "gexf", tmp_path / "out.gexf"))
    assert network["nodes"] == {"fund", "paper", "owner", "listing-1", "f", "g", "h"}
    assert network["edges"] == {("fund", "paper"), ("owner", "paper"), ("listing-1", "paper")}
    assert ("2015-01-01", "2021-06-30") in network["spans"]
    assert ("2022-03-15", None) in network["spans"]


def _read_gexf(file: Path) -> dict[str, set[Any]]:
    from lxml import etree

    space = "{http://gexf.net/1.3}"
    root = etree.parse(str(file)).getroot()
    nodes, edges = list(root.iter(f"{space}node")), list(root.iter(f"{space}edge"))
    return {
        "nodes": {node.get("id") for node in nodes},
        "edges": {(edge.get("source"), edge.get("target")) for edge in edges},
        "spans": {(edge.get("start"), edge.get("end")) for edge in edges},
    }


def test_an_earlier_day_gives_the_version_of_that_day(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2021-01-01")
    source = write_lines(tmp_path / "b.json", [PAPER])
    add(ledger, source, dataset="payments", metadata={**METADATA, "retrieved": "2022-01-01"})
    past = write(ledger, "ftm", tmp_path / "past.json", as_of="2021-06")
    now = write(ledger, "ftm", tmp_path / "now.json")
    assert [json.loads(line)["id"] for line in past.read_text("utf-8").splitlines()] == ["fund"]
    assert [json.loads(line)["id"] for line in now.read_text("utf-8").splitlines()] == ["paper"]


@pytest.mark.parametrize("format_", FILE_FORMATS)
def test_an_export_that_fails_midway_leaves_nothing_and_spoils_nothing(
    tmp_path: Path, format_: FileFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    out = tmp_path / "out"
    if format_ not in FOLDERS:
        out.write_text("earlier", encoding="utf-8")
    real = exporting.Ledger.records

    def broken(self: Any, dataset: str) -> Iterator[Any]:
        for number, each in enumerate(real(self, dataset)):
            if number == 2:
                raise OSError(28, "No space left on device")
            yield each

    monkeypatch.setattr(exporting.Ledger, "records", broken)
    with pytest.raises(CuibonoError, match="disk is full"):
        write(ledger, format_, out)
    assert out.read_text("utf-8") == "earlier" if format_ not in FOLDERS else not out.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["ledger", "source.json"] + (["out"] if format_ not in FOLDERS else [])
    )


@pytest.mark.parametrize("format_", sorted(FOLDERS))
def test_a_folder_that_holds_something_is_refused(tmp_path: Path, format_: FileFormat) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(InputError, match="new or empty"):
        write(ledger, format_, tmp_path / "full")
    (tmp_path / "empty").mkdir()
    assert (write(ledger, format_, tmp_path / "empty") / "dataset.yml").exists()
    with pytest.raises(InputError, match="--out"), open_ledger(ledger) as opened:
        export_to(opened, "payments", format_, io.BytesIO())


def test_the_description_comes_back_too(tmp_path: Path) -> None:
    meta = {
        **METADATA,
        "coverage": {
            "relations": ["Payment"],
            "places": ["no", "kz"],
            "start": "2010",
            "complete": "except",
            "exceptions": "small ones",
            "minimum_amount": "5000",
        },
        "description": "of: several # words",
    }
    ledger, _ = ledger_of(tmp_path, SMALL, metadata=meta)
    with open_ledger(ledger) as opened:
        (tmp_path / "dataset.yml").write_text(dataset_yml(opened.dataset("payments")), encoding="utf-8")
    done = add(ledger, tmp_path / "source.json", metadata=tmp_path / "dataset.yml")
    assert done.unchanged


def test_places_and_formats_that_are_none_are_told(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    with open_ledger(ledger) as opened, pytest.raises(NotInLedgerError):
        list(export(opened, "nothing"))
    with pytest.raises(NotInLedgerError):
        write(ledger, "ftm", tmp_path / "x.json", "nothing")
    with pytest.raises(InputError, match="is a folder"):
        write(ledger, "ftm", tmp_path)
    with pytest.raises(InputError, match="JSON lines"):
        write(ledger, "ftm", tmp_path / "x.csv")
    with pytest.raises(InputError, match="none of ftm"):
        export_dataset(ledger, "payments", "rdf", tmp_path / "x")
    with pytest.raises(CuibonoError, match="cannot export"):
        write(ledger, "ftm", tmp_path / "no" / "such" / "folder" / "x.json")
