"""A footprint counts what is on record, and tells "none" from "not known"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cuibono.auditing.footprint import chart, footprint, read_population, rows
from cuibono.cli import app
from cuibono.errors import InputError
from cuibono.ledger import open_ledger
from cuibono.ledger.records import Coverage

NED = "National Endowment for Democracy"


@pytest.fixture(scope="module")
def found():  # type: ignore[no-untyped-def]
    with open_ledger() as ledger:
        yield footprint([NED], ledger)


def test_every_payment_on_record_is_counted_once(found) -> None:  # type: ignore[no-untyped-def]
    with open_ledger() as ledger:
        ids = set(found.funders[0].entity_ids)
        weak = {d.name for d in ledger.datasets if d.weak}
        paid = [
            e
            for e in ledger.edges(ids)
            if e.schema == "Payment" and e.source in ids and e.dataset not in weak
        ]
    assert sum(c.payments for c in found.cells) == len(paid) > 30


def test_a_partial_list_never_says_none(found) -> None:  # type: ignore[no-untyped-def]
    assert all(c.coverage != "whole" for c in found.cells)
    assert all(c.payments or c.coverage == "partial" for c in found.cells)


class Whole:
    """The starter ledger with one list that says it is whole for Kazakhstan."""

    def __init__(self, inner) -> None:  # type: ignore[no-untyped-def]
        self._inner = inner
        self.path, self.fingerprint = inner.path, inner.fingerprint

    def __getattr__(self, name: str):  # type: ignore[no-untyped-def]
        return getattr(self._inner, name)

    @property
    def datasets(self):  # type: ignore[no-untyped-def]
        whole = Coverage(("Payment",), (NED,), ("kz",), "2015", "2021", "yes", "made")
        return [
            replace(d, coverage=whole) if d.name == "ned-grants-pages" else d for d in self._inner.datasets
        ]


def test_a_whole_list_says_none_for_its_place_and_time() -> None:
    with open_ledger() as ledger:
        found = footprint([NED], Whole(ledger))
    empty = [c for c in found.cells if not c.payments and c.coverage == "whole"]
    assert empty
    assert {c.country for c in empty} == {"kz"}
    assert all("2015" <= c.year <= "2021" for c in empty)


def test_sums_for_each_inhabitant_stand_where_the_population_is_given(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("country,year,population\nHK,1996,6400000\n", encoding="utf-8")
    with open_ledger() as ledger:
        found = footprint([NED], ledger, read_population(path))
    cell = found.cell("hk", "1996")
    assert cell is not None
    assert [(c, v) for c, v in cell.per_head] == [(c, round(v / Decimal(6400000), 6)) for c, v in cell.sums]
    assert not [c for c in found.cells if c.per_head and (c.country, c.year) != ("hk", "1996")]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "country,year,population\nkz,2021,many\n"])
def test_a_wrong_population_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        read_population(path)


def test_an_unknown_funder_is_one_line() -> None:
    done = CliRunner().invoke(app, ["footprint", "Zzyzx Fund of Nowhere"])
    assert done.exit_code == 2
    assert len(done.output.strip().splitlines()) == 1


def test_the_chart_is_whole_and_needs_nothing(found) -> None:  # type: ignore[no-untyped-def]
    from lxml import etree

    root = etree.fromstring(chart(found).encode())
    assert root.tag.endswith("svg")
    assert "script" not in chart(found)


def test_files_are_written(tmp_path: Path) -> None:
    places = {name: tmp_path / f"f.{name}" for name in ("csv", "json", "svg")}
    options = [part for name, path in places.items() for part in (f"--{name}", str(path))]
    done = CliRunner().invoke(app, ["footprint", NED, *options])
    assert done.exit_code == 0, done.output
    assert all(path.stat().st_size > 200 for path in places.values())


def test_rows_have_a_line_for_each_currency(found) -> None:  # type: ignore[no-untyped-def]
    assert len(list(rows(found))) == sum(max(1, len(c.sums)) for c in found.cells)
