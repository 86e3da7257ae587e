"""Broken and hostile input: each is told in one clear line, nothing is half-written, good rows are kept."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cuibono.errors import CuibonoError, LedgerError, RecordError
from cuibono.ledger import add, create, detect, open_ledger, verify
from tests.ledger.support import FUND, GRANT, METADATA, PAPER, SMALL, ledger_of, payment, thing, write_lines


def rejects(ledger: Path) -> list[dict[str, Any]]:
    (path,) = ledger.glob("payments/*/rejects.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


BAD_ROWS: dict[str, tuple[Any, str | None, str]] = {
    "half a line": ('{"id": "x", "schema": "Comp', None, "breaks off"),
    "no JSON": ("id;name;country", None, "no JSON"),
    "a list": ("[1, 2]", None, "no JSON object"),
    "a bare number": ("42", None, "no JSON object"),
    "invalid UTF-8": (b'{"id":"x","schema":"Company","properties":{"name":["\xff\xfe"]}}', None, "UTF-8"),
    "a lone surrogate": (b'{"id":"x","schema":"Company","properties":{"name":["\\ud800"]}}', None, "UTF-8"),
    "no id": ({"schema": "Company", "properties": {}}, "id", "missing"),
    "an id that is a path": (thing("../../etc/passwd", name="x"), "id", "no id"),
    "an id with a line break": (thing("a\nb", name="x"), "id", "no id"),
    "an empty id": (thing("", name="x"), "id", "no id"),
    "an id that is a number": ({"id": 5, "schema": "Company", "properties": {}}, "id", "no id"),
    "an id of 300 characters": (thing("a" * 300, name="x"), "id", "no id"),
    "no schema": ({"id": "x", "properties": {}}, "schema", "missing"),
    "an unknown schema": (thing("x", "Wizard", name="x"), "schema", "unknown schema 'Wizard'"),
    "an abstract schema": (thing("x", "Thing", name="x"), "schema", "abstract"),
    "a schema that is a list": ({"id": "x", "schema": ["Company"], "properties": {}}, "schema", "unknown"),
    "no properties": ({"id": "x", "schema": "Company"}, "properties", "missing"),
    "properties as a list": (
        {"id": "x", "schema": "Company", "properties": ["name"]},
        "properties",
        "must map",
    ),
    "only unknown properties": (thing("x", nome="x"), "properties", "no value"),
    "a huge value": (thing("x", name="y", notes="z" * 70_000), "notes", "64 KB"),
    "a huge value in few characters": (thing("x", name="y", notes="ж" * 40_000), "notes", "64 KB"),
    "a value that is true": (thing("x", name=True), "name", "not text"),
    "a value that is a mapping": (thing("x", name={"en": "x"}), "name", "not text"),
    "a value that is a list": (thing("x", name=[["x"]]), "name", "not text"),
    "a payment without payee": (thing("x", "Payment", payer="fund"), "beneficiary", "needs it"),
    "a payment whose payer is no id": (payment("x", "the fund!", "paper"), "payer", "needs it"),
    "a payment to itself": (payment("x", "x", "paper"), "payer", "needs it"),
    "an edge to nowhere": (payment("x", "fund", "ghost"), None, "leads nowhere: ghost"),
    "a listing of nobody": (thing("x", "Sanction", entity="ghost"), None, "leads nowhere"),
    "an id used for two kinds of thing": (
        thing("fund", "Vessel", name="MV Fund"),
        "schema",
        "fund is a Organization",
    ),
    "nested too deep": (
        payment(
            "x0",
            payment(
                "x1", payment("x2", payment("x3", payment("x4", payment("x5", "a", "b"), "b"), "b"), "b"), "b"
            ),
            "b",
        ),  # type: ignore[arg-type]
        "properties",
        "nested",
    ),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_told_and_the_good_ones_are_kept(tmp_path: Path, name: str) -> None:
    row, field, reason = BAD_ROWS[name]
    ledger, done = ledger_of(tmp_path, [FUND, PAPER, row, GRANT])
    assert done.rejects == 1
    told = [r for r in rejects(ledger) if r["left_out"] == "row"]
    assert (told[0]["line"], told[0]["field"]) == (3, field)
    assert reason in told[0]["reason"]
    assert len(told[0]["reason"]) < 200
    with open_ledger(ledger) as opened:
        assert set(opened.entity_ids()) == {"fund", "paper"}
        assert [e.id for e in opened.edges(["fund"])] == ["grant-1"]
    assert verify(ledger) == []


BAD_VALUES: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown property": (thing("x", name="X", nome="Y"), "nome"),
    "a script as address": (thing("x", name="X", website="javascript:alert(1)"), "website"),
    "a date that is none": (thing("x", name="X", incorporationDate="32.13.2020"), "incorporationDate"),
    "a country that is none": (thing("x", name="X", country="Atlantis"), "country"),
    "a name of dots": (thing("x", name=["X", "..."]), "name"),
    "a sum in words": (payment("x", "fund", "paper", amount="a lot"), "amount"),
    "a formula as sum": (payment("x", "fund", "paper", amount="=1+1"), "amount"),
    "a text longer than FollowTheMoney takes": (thing("x", name="X", legalForm="y" * 2_000), "legalForm"),
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_bad_value_is_left_out_and_told_and_its_row_kept(tmp_path: Path, name: str) -> None:
    row, field = BAD_VALUES[name]
    ledger, done = ledger_of(tmp_path, [FUND, PAPER, row])
    assert (done.rejects, done.values_left_out) == (0, 1)
    assert [(r["line"], r["field"], r["left_out"]) for r in rejects(ledger)] == [(3, field, "value")]
    with open_ledger(ledger) as opened:
        assert "X" in str(opened.entity("x")) or opened.edge("x") is not None


KEPT: dict[str, tuple[str, str]] = {
    "<script>alert('x')</script>": "<script>alert('x')</script>",
    "\u202eknab elpmaxE\u202c": "knab elpmaxE",
    "Example\u0000 Bank\u001f\u001d": "Example Bank",
    '=HYPERLINK("http://evil.example")': '=HYPERLINK("http://evil.example")',
    "Line one\r\nline two": "Line one line two",
    "\ufeffExample\u200b Bank": "Example Bank",
    "'; DROP TABLE statements; --": "'; DROP TABLE statements; --",
    "{{ 7 * 7 }}": "{{ 7 * 7 }}",
    "Éxample (e + accent)": "Éxample (e + accent)",
}


@pytest.mark.parametrize("given", KEPT)
def test_names_keep_markup_as_text_and_lose_marks_that_deceive(tmp_path: Path, given: str) -> None:
    ledger, _ = ledger_of(tmp_path, [thing("x", name=given), thing("y", notes="a\nb\u001fc")])
    with open_ledger(ledger) as opened:
        entity, other = opened.entity("x"), opened.entity("y")
    assert entity is not None
    assert entity.names == (KEPT[given],)
    assert other is not None
    assert other.get("notes") == ("a\nbc",)


def test_too_many_bad_rows_stop_the_import_whole(tmp_path: Path) -> None:
    lines = [thing(f"t{n}", name=f"T{n}") for n in range(96)]
    with pytest.raises(RecordError, match=r"4 of 100 rows .*line 97.*unknown schema"):
        ledger_of(tmp_path, [*lines, *[thing(f"x{n}", "Wizard", name="x") for n in range(4)]])
    assert sorted(path.name for path in (tmp_path / "ledger").iterdir()) == [".lock", "ledger.json"]
    _, done = ledger_of(
        tmp_path, [*lines, *[thing(f"x{n}", "Wizard", name="x") for n in range(4)]], max_rejects=0.05
    )
    assert (done.entities, done.rejects) == (96, 4)


def test_one_bad_row_is_let_pass_in_a_short_file_but_not_when_none_may_be(tmp_path: Path) -> None:
    bad = thing("x", "Wizard", name="x")
    with pytest.raises(RecordError):
        ledger_of(tmp_path, [FUND, bad], max_rejects=0)
    with pytest.raises(RecordError):
        ledger_of(tmp_path, [FUND, bad, bad])
    with pytest.raises(RecordError):
        ledger_of(tmp_path, [bad])
    assert ledger_of(tmp_path, [FUND, bad])[1].rejects == 1


def test_edges_to_nowhere_count_among_the_bad_rows(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="leads nowhere"):
        ledger_of(tmp_path, [FUND, *[payment(f"p{n}", "fund", f"ghost{n}") for n in range(5)]])


def test_lines_of_one_entity_are_joined(tmp_path: Path) -> None:
    lines = [
        thing("x", "LegalEntity", name="X", country="kz"),
        FUND,
        thing("x", "Company", name=["X", "X Ltd"]),
        {
            "id": "x",
            "schema": "Company",
            "properties": {"topics": ["gov.soe"]},
            "first_seen": "2020-02-03T00:00:00",
        },
    ]
    ledger, done = ledger_of(tmp_path, lines)
    assert (done.entities, done.rejects) == (2, 0)
    with open_ledger(ledger) as opened:
        x = opened.entity("x")
    assert x is not None
    assert (x.schema, x.names, x.get("topics")) == ("Company", ("X", "X Ltd"), ("gov.soe",))
    assert {s.first_seen for s in x.statements} == {"2020-02-03"}


def test_the_ends_of_an_edge_may_stand_on_different_lines(tmp_path: Path) -> None:
    lines = [FUND, PAPER, thing("p", "Payment", payer="fund"), thing("p", "Payment", beneficiary="paper")]
    ledger, done = ledger_of(tmp_path, lines)
    assert (done.edges, done.rejects) == (1, 0)
    with open_ledger(ledger) as opened:
        assert [(e.source, e.target) for e in opened.edges(["paper"])] == [("fund", "paper")]


def test_nested_entities_are_taken_apart(tmp_path: Path) -> None:
    nested = {
        "id": "grant-2",
        "schema": "Payment",
        "properties": {"payer": [FUND], "beneficiary": [PAPER], "amount": [5000], "purpose": [None, "grant"]},
    }
    backward = thing(
        "ship", "Vessel", name="Example Star", sanctions=[thing("l", "Sanction", authority="Council")]
    )
    ledger, done = ledger_of(tmp_path, [nested, backward])
    assert (done.entities, done.rejects, done.values_left_out) == (5, 0, 0)
    with open_ledger(ledger) as opened:
        (grant,) = opened.edges(["fund"])
        (listing,) = opened.edges(["ship"])
    assert (grant.source, grant.target, str(grant.amount)) == ("fund", "paper", "5000")
    assert (listing.schema, listing.target) == ("Sanction", "ship")


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuibono.ledger.formats.LONGEST_LINE", 10_000)
    _, done = ledger_of(tmp_path, [FUND, '{"id": "' + "x" * 50_000, PAPER])
    assert (done.entities, done.rejects) == (2, 1)


def test_packed_files_are_read_and_broken_ones_told(tmp_path: Path) -> None:
    plain = write_lines(tmp_path / "plain.json", SMALL).read_bytes()
    whole, half = tmp_path / "whole.json.gz", tmp_path / "half.json.gz"
    whole.write_bytes(gzip.compress(plain))
    half.write_bytes(gzip.compress(plain * 50)[:-40])
    create(tmp_path / "l")
    assert add(tmp_path / "l", whole, dataset="a").entities == 6
    with pytest.raises(RecordError, match="damaged archive"):
        add(tmp_path / "l", half, dataset="b", format="ftm")
    with open_ledger(tmp_path / "l") as opened:
        assert [d.name for d in opened.datasets] == ["a"]


SOURCES: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n \n\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 500,
    "a ZIP renamed": b"PK\x03\x04" + b"\x00" * 500,
    "a page": b"<!doctype html><p>hello",
    "a bomb of braces": b"{" * 100_000,
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_file_of_another_kind_is_one_clear_line(tmp_path: Path, name: str) -> None:
    create(tmp_path / "l")
    (tmp_path / "f").write_bytes(SOURCES[name])
    for format_ in (None, "ftm"):
        with pytest.raises(RecordError) as error:
            add(tmp_path / "l", tmp_path / "f", dataset="a", format=format_)
        assert "\n" not in str(error.value)
        assert "f" in str(error.value)
    assert verify(tmp_path / "l") == []
    assert {path.name for path in (tmp_path / "l").iterdir()} <= {".lock", "ledger.json"}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../x",
        "a/b",
        "a\\b",
        ".hidden",
        "nul",
        "com1.txt",
        "a" * 65,
        "a b",
        "a\n",
        "ä",
        "a..b",
        "x.",
    ],
)
def test_names_that_could_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    create(tmp_path / "l")
    source = write_lines(tmp_path / "f.json", SMALL)
    with pytest.raises(RecordError):
        add(tmp_path / "l", source, dataset="ok", version=name or "/")
    with pytest.raises(RecordError):
        add(tmp_path / "l", source, dataset=name or "/")
    assert [path.name for path in (tmp_path / "l").iterdir()] == ["ledger.json"]


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "f.json", SMALL)
    with pytest.raises(LedgerError, match="ledger init"):
        add(tmp_path / "nothing", source, dataset="a")
    create(tmp_path / "l")
    with pytest.raises(RecordError, match="no such file"):
        add(tmp_path / "l", tmp_path / "absent.json", dataset="a")
    with pytest.raises(RecordError, match=r"absent\.yml"):
        add(tmp_path / "l", source, dataset="a", metadata=tmp_path / "absent.yml")
    with pytest.raises(RecordError, match="no format"):
        add(tmp_path / "l", source, dataset="a", format="excel")
    with pytest.raises(RecordError, match="retrieved"):
        add(tmp_path / "l", source, dataset="a", retrieved="soon")
    with pytest.raises(LedgerError, match="already"):
        create(tmp_path / "l")
    with pytest.raises(LedgerError, match="not empty"):
        create(tmp_path)


def test_followthemoney_is_found_by_content(tmp_path: Path) -> None:
    assert detect(write_lines(tmp_path / "anything.txt", SMALL)).name == "ftm"


def test_every_error_of_this_table_is_of_the_family() -> None:
    assert issubclass(RecordError, CuibonoError)
    assert RecordError("x").exit_code == 2
    assert METADATA["title"]
