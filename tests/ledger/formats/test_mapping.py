"""Any table through a declared mapping: the same ids as FollowTheMoney's own command, mistakes told in one line."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cuibono.cli import app
from cuibono.errors import RecordError
from cuibono.ledger import add, create, detect, open_ledger
from cuibono.ledger.formats.mapped import key
from cuibono.ledger.formats.mapping_file import EntityModel, load
from cuibono.ledger.formats.sheets import text
from tests.ledger.formats.more_samples import put

TABLE = (
    "Nr,Payer,Payee,Paid on,Sum,Kind,Site\n"
    '1,Steppe Fund,Example Watch,03/04/2020,"12,500.50",grant,watch.example.org; w.example.org\n'
    "2,Steppe Fund,Example Press,never,7,grant,\n"
    "3,Steppe Fund,,05/06/2020,9,grant,\n"
    "4,Steppe Fund,Example Taxes,05/06/2020,9,tax,\n"
)
MAPPING = """\
kz_payments:
  label: Payments of the Steppe Fund
  info_url: https://fund.example.org/
  queries:
    - csv_url: payments.csv
      filters_not: {Kind: tax}
      entities:
        payer: {schema: Organization, keys: [Payer], properties: {name: {column: Payer, required: true}, country: {literal: kz}}}
        payee:
          schema: Organization
          key: Payee
          key_literal: payee
          properties:
            name: {column: Payee}
            website: {column: Site, split: ";"}
            notes: {template: "row {{Nr}} of the table"}
        payment:
          schema: Payment
          keys: [Nr, Payer, Payee]
          properties:
            payer: {entity: payer, required: true}
            beneficiary: {entity: payee, required: true}
            date: {column: Paid on, format: "%d/%m/%Y"}
            amount: {column: Sum}
            currency: {literal: KZT}
            purpose: {columns: [Kind, Nr], join: " "}
"""


def bring(tmp: Path, table: Path, mapping: str = MAPPING, **options: Any) -> Path:
    if not (tmp / "l").exists():
        create(tmp / "l")
    settings_: dict[str, Any] = {"retrieved": "2024-01-01", "max_rejects": 0.5, **options}
    add(tmp / "l", table, mapping=put(tmp / "m.yml", mapping), **settings_)
    return tmp / "l"


def workbook(path: Path, rows: list[list[Any]], sheet: str = "Sheet") -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("defusedxml")
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.active.title = "About"
    book.active.append(["About this file"])
    for row in [[], *rows]:
        if sheet not in book.sheetnames:
            book.create_sheet(sheet)
        book[sheet].append(row)
    book.save(path)
    return path


def payments(ledger: Path) -> list[tuple[Any, ...]]:
    with open_ledger(ledger) as opened:
        return sorted(
            (str(e.first("purpose")), e.start, str(e.amount), e.currency) for e in opened.all_edges()
        )


def test_a_table_becomes_entities_and_records(tmp_path: Path) -> None:
    ledger = bring(tmp_path, put(tmp_path / "payments.csv", TABLE))
    assert payments(ledger) == [("grant 1", "2020-04-03", "12500.50", "KZT"), ("grant 2", None, "7", "KZT")]
    with open_ledger(ledger) as opened:
        assert {row.name for row in opened.names()} == {"Steppe Fund", "Example Watch", "Example Press"}
        dataset = opened.dataset("kz-payments")
        watch = next(e for e in opened.entities(opened.entity_ids()).values() if e.caption == "Example Watch")
    assert (dataset.title, dataset.url) == ("Payments of the Steppe Fund", "https://fund.example.org/")
    assert watch.get("website") == ("http://watch.example.org", "http://w.example.org")
    assert watch.first("notes") == "row 1 of the table"
    (rejects,) = ledger.glob("*/*/rejects.jsonl")
    told = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert [(row["line"], row["field"], row["reason"]) for row in told] == [
        (3, "date", "is no date of the form %d/%m/%Y")
    ]


def test_ids_are_those_of_followthemoneys_own_command(tmp_path: Path) -> None:
    """The figures were made by ``ftm map`` of followthemoney 4.11 from this table and mapping."""
    mapping = load(put(tmp_path / "m.yml", MAPPING))
    row = {"Nr": "1", "Payer": "Steppe Fund", "Payee": "Example Watch"}
    ids = {name: key(how, mapping.name, row) for name, how in mapping.queries[0].entities.items()}
    assert ids == FTM_IDS


FTM_IDS = {
    "payer": "08d2a49397b7ae6888067cbbbb52028dde025cbc",
    "payee": "2e34cae6abe635693e423fe98603ecbbff94acb8",
    "payment": "62cb7ae15651f2c5f0dca08d05e2e889a6abd138",
}


def test_the_official_package_reads_the_mapping_alike(tmp_path: Path) -> None:
    ftm = pytest.importorskip("followthemoney", reason="a check for developer environments")
    table = put(tmp_path / "payments.csv", TABLE)
    mapping = load(put(tmp_path / "m.yml", MAPPING))
    import yaml

    query = yaml.safe_load(MAPPING)["kz_payments"]["queries"][0]
    theirs: dict[str, Any] = {}
    for entity in ftm.model.map_entities({**query, "csv_url": str(table)}, key_prefix="kz_payments"):
        theirs[entity.id] = entity.schema.name
    with open_ledger(bring(tmp_path, table)) as opened:
        records = [*opened.entities(opened.entity_ids()).values(), *opened.all_edges()]
        ours = {each.id: each.schema for each in records}
    assert mapping.name == "kz_payments"
    assert ours == theirs


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=8), min_size=1, max_size=3))
def test_an_id_does_not_depend_on_the_order_of_its_columns(values: list[str]) -> None:
    names = [f"c{number}" for number in range(len(values))]
    row = dict(zip(names, values, strict=True))
    one, other = (
        EntityModel.model_validate({"schema": "Company", "keys": keys}) for keys in (names, names[::-1])
    )
    assert key(one, "x", row) == key(other, "x", row)
    assert (key(one, "x", row) is None) == (not any(value.strip() for value in values))


def test_a_spreadsheet_says_the_same_as_the_table(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Nr", "Payer", "Payee", "Paid on", "Sum", "Kind", "Site"],
        [1, "Steppe Fund", "Example Watch", date(2020, 4, 3), 12500.5, "grant", None],
        [None] * 7,
        [2, "Steppe Fund", "Example Press", None, 7, "grant", None],
        [5, "Steppe Fund", "=1+1", None, 7.0, "tax", None],
    ]
    mapping = MAPPING.replace(', format: "%d/%m/%Y"', "").replace("csv_url: payments.csv", "sheet: Payments")
    ledger = bring(tmp_path, workbook(tmp_path / "payments.xlsx", rows, "Payments"), mapping)
    assert payments(ledger) == [("grant 1", "2020-04-03", "12500.5", "KZT"), ("grant 2", None, "7", "KZT")]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, ""),
        (True, "true"),
        (3.0, "3"),
        (0.1, "0.1"),
        ("#REF!", ""),
        ("#N/A", ""),
        ("# one", "# one"),
        (" x ", "x"),
    ],
)
def test_cells_as_text(cell: Any, said: str) -> None:
    assert text(cell) == said


def test_a_spreadsheet_without_a_mapping_is_told_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="--mapping"):
        detect(workbook(tmp_path / "x.xlsx", [["a"]]))


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_entities_in_a_spreadsheet_are_refused(tmp_path: Path, part: str) -> None:
    source = workbook(tmp_path / "x.xlsx", [["No"]])
    evil = tmp_path / "evil.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(evil, "w") as new:
        for name in old.namelist():
            new.writestr(name, BOMB if name == part else old.read(name))
    mapping = (
        "x: {queries: [{entities: {a: {schema: Company, keys: [No], properties: {name: {column: No}}}}}]}"
    )
    with pytest.raises(RecordError) as error:
        bring(tmp_path, evil, mapping)
    assert "\n" not in str(error.value)
    assert "aaaaaaaaaa" not in str(error.value)


def test_a_spreadsheet_that_unfolds_beyond_reason_is_refused(tmp_path: Path) -> None:
    evil = tmp_path / "evil.xlsx"
    with zipfile.ZipFile(evil, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (80 << 20))
    with pytest.raises(RecordError, match="bomb"):
        bring(tmp_path, evil)


BAD: dict[str, tuple[str, str]] = {
    "an unknown schema": ("a: {entities: {x: {schema: Wizard, key: A}}}", "unknown schema 'Wizard'"),
    "an abstract schema": ("a: {entities: {x: {schema: Thing, key: A}}}", "abstract schema"),
    "an unknown property": ("a: {entities: {x: {schema: Company, key: A, properties: {nome: {column: A}}}}}", "no property 'nome'"),
    "no key": ("a: {entities: {x: {schema: Company}}}", "either keys or id_column"),
    "two kinds of key": ("a: {entities: {x: {schema: Company, key: A, id_column: B}}}", "either keys or id_column"),
    "an entity that is not there": (
        "a: {entities: {x: {schema: Ownership, key: A, properties: {owner: {entity: y}}}}}",
        "that is not there",
    ),
    "an entity of the wrong kind": (
        "a: {entities: {y: {schema: Vessel, key: A}, x: {schema: Payment, key: A, properties: {payer: {entity: y}}}}}",
        "must be a LegalEntity",
    ),
    "a circle": (
        "a: {entities: {y: {schema: Company, key: A, properties: {parent: {entity: x}}}, x: {schema: Company, key: A, properties: {parent: {entity: y}}}}}",
        "in a circle",
    ),
    "a database": ("a: {queries: [{database: 'postgresql://x', entities: {}}]}", "reads a database"),
    "an unknown key": ("a: {entities: {x: {schema: Company, key: A, colour: red}}}", "Extra inputs"),
    "no mapping": ("- a\n- b\n", "must map"),
    "no YAML": ("a: [", "no YAML"),
    "nothing": ("", "must map"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_mapping_that_cannot_be_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    mapping, reason = BAD[name]
    with pytest.raises(RecordError) as error:
        bring(tmp_path, put(tmp_path / "t.csv", "A,B\n1,2\n"), mapping)
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


def test_a_column_that_the_table_lacks_is_told_with_those_it_has(tmp_path: Path) -> None:
    with pytest.raises(
        RecordError, match="has no column 'Kind', which the mapping names: there are Nr, Payer"
    ):
        bring(tmp_path, put(tmp_path / "t.csv", "Nr,Payer\n1,2\n"))


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    put(tmp_path / "s" / "a.csv", "A\nOne\n")
    put(tmp_path / "s" / "b.csv", "B\nTwo\n")
    queries = ",".join(
        f"{{csv_url: 'https://x.example.org/{name.lower()}.csv', entities: {{x: {{schema: Company, key: {name}, properties: {{name: {{column: {name}}}}}}}}}}}"
        for name in "AB"
    )
    with open_ledger(bring(tmp_path, tmp_path / "s", f"d: {{queries: [{queries}]}}")) as opened:
        assert {row.name for row in opened.names()} == {"One", "Two"}


def test_the_command_takes_a_mapping(tmp_path: Path) -> None:
    create(tmp_path / "l")
    table, mapping = put(tmp_path / "payments.csv", TABLE), put(tmp_path / "m.yml", MAPPING)
    arguments = ["ledger", "add", str(table), "--ledger", str(tmp_path / "l"), "--mapping", str(mapping)]
    done = CliRunner().invoke(app, [*arguments, "--max-rejects", "0.5"])
    assert done.exit_code == 0, done.output
    assert "kz-payments" in done.output
    wrong = CliRunner().invoke(app, [*arguments, "--format", "ftm"])
    assert wrong.exit_code == 2


def test_no_is_a_column_and_a_country_and_not_a_denial(tmp_path: Path) -> None:
    mapping = "d: {entities: {x: {schema: Company, key: No, properties: {name: {column: Name}, country: {literal: no}, incorporationDate: {literal: 2020-01-02}}}}}"
    with open_ledger(bring(tmp_path, put(tmp_path / "t.csv", "No,Name\n1,One\n"), mapping)) as opened:
        (one,) = opened.entities(opened.entity_ids()).values()
    assert (one.first("country"), one.first("incorporationDate")) == ("no", "2020-01-02")
