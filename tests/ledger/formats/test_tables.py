"""Tables as registers write them: broken rows cost themselves alone, encodings are found, giants are refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import RecordError
from cuibono.ledger.formats import Context
from cuibono.ledger.formats.shared import first_row, sites, table
from cuibono.ledger.rejects import Rejects


def read(path: Path, **options: Any) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    """(rows, what was rejected)."""
    told = path.with_suffix(".rejects")
    with Rejects(told) as rejects:
        rows = [dict(row) for row in table(path, Context("d", rejects), **options)]
    return rows, [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]


def put(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_a_quote_that_never_ends_costs_its_own_row(tmp_path: Path) -> None:
    rows = "".join(f"{n},name {n},x\n" for n in range(5000))
    path = put(tmp_path / "t.csv", f'no,name,more\n{rows}9998,"open,x\n{rows}9999,last,x\n')
    found, told = read(path)
    assert len(found) == 10_001
    assert [row["line"] for row in told] == [5002]


def test_rows_of_another_width_are_told_with_their_line(tmp_path: Path) -> None:
    found, told = read(put(tmp_path / "t.csv", 'a,b\n1,"two\nlines"\n1,2,3\n\n4,5\n'))
    assert [row["a"] for row in found] == ["1", "4"]
    assert [(row["line"], row["reason"]) for row in told] == [(4, "3 fields instead of 2")]


def test_a_giant_field_is_left_out_and_reading_goes_on(tmp_path: Path) -> None:
    found, told = read(put(tmp_path / "t.csv", f"a,b\n1,{'x' * (2 << 20)}\n2,y\n"))
    assert [row["a"] for row in found] == ["2"]
    assert "field larger than field limit" in told[0]["reason"]


def test_a_giant_line_is_left_out_and_reading_goes_on(tmp_path: Path) -> None:
    found, told = read(put(tmp_path / "t.csv", f"a,b\n1,{'x' * (17 << 20)}\n2,y\n"))
    assert [row["a"] for row in found] == ["2"]
    assert "16 MB" in told[0]["reason"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    path = put(tmp_path / "t.csv", "name,more\nCafé,x\n".encode(encoding))
    assert first_row(path.read_bytes()) == ["name", "more"]
    assert read(path)[0] == [{"name": "Café", "more": "x"}]


def test_half_a_file_of_utf_16_is_no_traceback(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", "name,more\nCafé,x\n".encode("utf-16")[:-3])
    assert [row["name"] for row in read(path)[0]] == ["Café"]


def test_what_stands_above_the_header_is_left_out(tmp_path: Path) -> None:
    path = put(tmp_path / "t.csv", "Report of 1 May\n\na,b\n1,2\n")
    assert read(path, marks=("a", "b"))[0] == [{"a": "1", "b": "2"}]
    with pytest.raises(RecordError, match="names the columns"):
        read(path, marks=("z",))


def test_zeros_and_marks_of_old_systems_do_no_harm(tmp_path: Path) -> None:
    found, told = read(put(tmp_path / "t.csv", b"a,b\n1\0,2\n\x1a\n"))
    assert (found, told) == ([{"a": "1", "b": "2"}], [])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=9), min_size=3, max_size=3
        ),
        max_size=6,
    )
)
def test_every_whole_row_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    path = put(tmp_path_factory.mktemp("t") / "t.csv", out.getvalue())
    whole = [[cell.strip() for cell in row] for row in rows if any(cell.strip("\x1a ") for cell in row)]
    assert [list(row.values()) for row in read(path)[0]] == whole


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("www.a.example.org www.b.example.org", ["www.a.example.org", "www.b.example.org"]),
        (
            "https://a.example.org/x, and http://b.example.org (offline)",
            ["https://a.example.org/x", "http://b.example.org"],
        ),
        ("Channel: https://t.example.org/name?a=1", ["https://t.example.org/name?a=1"]),
        ("www.a.example.org. Branch of the Society.", ["www.a.example.org"]),
        ("example.org; other.example.org", ["example.org", "other.example.org"]),
        ("office@example.org", []),
        ("In process of liquidation", []),
        ("", []),
    ],
)
def test_web_addresses_in_a_cell(cell: str, found: list[str]) -> None:
    assert sites(cell) == found
