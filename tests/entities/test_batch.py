"""A list of names: one answer a row, in order; a faulty list is refused in one line before anything is answered."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cuibono.cli import app
from cuibono.entities.batch import COLUMNS, answers, read_names
from cuibono.errors import RecordError

from .fakes import ledger, thing

runner = CliRunner()


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"name\nGazprom\nNED\n", ["Gazprom", "NED"]),
        (b"Gazprom\nNED", ["Gazprom", "NED"]),
        (b"\xef\xbb\xbfid;Name\r\n1;Gazprom\r\n\r\n2;NED\r\n", ["Gazprom", "NED"]),
        (b'name,country\n"Steel, Iron and Co",us\n', ["Steel, Iron and Co"]),
        ("name\tschema\nВласть\tCompany\n".encode(), ["Власть"]),
        (b"id,name\n7\n", [""]),
    ],
)
def test_names_come_from_their_column(data: bytes, names: list[str]) -> None:
    assert [row.name for row in read_names(data, "list.csv")] == names


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no names"),
        (b"\n\n", "no names"),
        (b"a,b\n1,2\n", "line 1, field 'name'"),
        (b'name,x\nok,1\n"open,2\n', "line 3"),
        (b'name,x\n"a"b,2\n', "line 2"),
        (b"name,x\na,b,c\n", "line 2: 3 cells"),
        (b"name\nA\xff\n", "line 2: not UTF-8"),
        (b"name\nok\nA\0B\n", "line 3: a NUL byte"),
        (b"name,x\n" + b"a" * 20_000 + b",1\n", "line 2: a cell of more"),
    ],
)
def test_a_faulty_list_is_refused_in_one_line(data: bytes, told: str) -> None:
    with pytest.raises(RecordError) as caught:
        read_names(data, "list.csv")
    assert "list.csv" in str(caught.value)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        rows = read_names(data, "list.csv")
    except RecordError:
        return
    assert [row.line for row in rows] == sorted({row.line for row in rows})


def test_every_row_gets_one_answer_in_order() -> None:
    asked = read_names(b"name\nGazprom\nnobody at all\nPress Centre\nNED\nGazprom\n", "list.csv")
    found = list(answers(asked, ledger()))
    assert [(a.line, a.status) for a in found] == [
        (2, "linked"),
        (3, "generic"),
        (4, "generic"),
        (5, "linked"),
        (6, "linked"),
    ]
    assert [a.entity_ids for a in found if a.status == "linked"] == [("gazprom",), ("ned",), ("gazprom",)]


def test_a_country_breaks_a_tie() -> None:
    records = ledger(
        thing("one", "Company", "Orda Media", country="kz"),
        thing("two", "Company", "Orda Media", country="mn", dataset="two"),
    )
    free, told = answers(read_names(b"name,country\nOrda Media,\nOrda Media,MN\n", "l"), records)
    assert (free.status, told.status, told.entity_ids) == ("tie", "linked", ("two",))


def test_answers_are_cells_that_no_spreadsheet_runs(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text('name\n"=HYPERLINK(""http://x"")"\n+49\n@SUM(A1)\nGazprom\n', encoding="utf-8")
    out = tmp_path / "out.csv"
    done = runner.invoke(app, ["who", "--batch", str(source), "--out", str(out)])
    assert done.exit_code == 0, done.output
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 5
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_faulty_list_leaves_no_file_behind(tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text('name\n"open\n', encoding="utf-8")
    done = runner.invoke(app, ["who", "--batch", str(source), "--out", str(tmp_path / "out.csv")])
    assert done.exit_code == 2
    assert not (tmp_path / "out.csv").exists()


def test_a_name_and_a_list_exclude_each_other() -> None:
    assert runner.invoke(app, ["who"]).exit_code == 2
    assert runner.invoke(app, ["who", "NED", "--batch", "-"]).exit_code == 2
