"""dataset.yml is checked; what is wrong is named by file and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.errors import RecordError
from cuibono.ledger import open_ledger
from cuibono.ledger.metadata import load
from tests.ledger.support import SMALL, ledger_of

WHOLE = """
name: examples
title: Register of Examples
publisher: {name: Office of Examples, country: NO, official: true}
licence: CC BY 4.0
url: https://records.example.org
retrieved: 2024-05-01
version: 2024
standing: regulator
source_kind: register
description: All payments of the Office.
coverage:
  relations: [Payment, Sanction, Parent]
  sources: [Office of Examples]
  places: [kz, Norway, no]
  start: 2015
  end: 2023-12-31
  complete: except
  basis: the law on examples
  exceptions: grants to persons
  withheld: names at risk
  minimum_amount: 10,000 KZT
"""


def test_everything_is_read_and_kept(tmp_path: Path) -> None:
    (tmp_path / "dataset.yml").write_text(WHOLE, encoding="utf-8")
    ledger, done = ledger_of(tmp_path, SMALL, metadata=tmp_path / "dataset.yml", dataset=None)
    assert (done.dataset, done.version) == ("examples", "2024")
    with open_ledger(ledger) as opened:
        dataset = opened.dataset("examples")
    assert (dataset.publisher, dataset.country, dataset.official) == ("Office of Examples", "no", True)
    assert (dataset.standing, dataset.source_kind, dataset.weak) == ("regulator", "register", False)
    assert (dataset.retrieved, dataset.licence) == ("2024-05-01", "CC BY 4.0")
    assert (dataset.entities, dataset.edges, dataset.statements) == (6, 3, 24)
    assert set(dataset.files) == {"statements.parquet", "edges.parquet", "records.bin"}
    coverage = dataset.coverage
    assert coverage.relations == ("Payment", "Sanction", "Parent")
    assert coverage.places == ("kz", "no", "no")
    assert (coverage.start, coverage.end, coverage.complete) == ("2015", "2023-12-31", "except")
    assert coverage.minimum_amount == "10,000 KZT"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("title: T", "publisher"),
        ("publisher: P", "title"),
        ("title: T\npublisher: {name: P, nation: kz}", "publisher.nation"),
        ("title: T\npublisher: {name: P, country: Atlantis}", "publisher.country"),
        ("title: T\npublisher: P\nlicense: MIT", "license"),
        ("title: T\npublisher: P\nstanding: neutral", "standing"),
        ("title: T\npublisher: P\nsource_kind: rumour", "source_kind"),
        ("title: T\npublisher: P\nretrieved: 1 May 2024", "retrieved"),
        ("title: T\npublisher: P\nurl: javascript:alert(1)", "url"),
        ("title: T\npublisher: P\ncoverage: {complete: perhaps}", "coverage.complete"),
        ("title: T\npublisher: P\ncoverage: {complete: except}", "coverage"),
        ("title: T\npublisher: P\ncoverage: {relations: [Grant]}", "coverage.relations.0"),
        ("title: T\npublisher: P\ncoverage: {relations: [Person]}", "coverage.relations.0"),
        ("title: T\npublisher: P\ncoverage: {minimum_amount: much}", "coverage.minimum_amount"),
        ("title: [T]\npublisher: P", "title"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_field(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "dataset.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as error:
        load(path, fallback="x")
    assert (error.value.path, error.value.field) == (path, field)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: T", "field 'publisher': missing"),
        ("title: T\npublisher: P\nlicense: MIT", "did you mean licence"),
        ("title: T\npublisher: P\nzzz: 1", "known are name, title"),
        ("title: T\npublisher: {name: P, contry: kz}", "did you mean country"),
        ("title: T\npublisher: P\ncoverage: {xyz: 1}", "known are relations, sources"),
        (
            "title: T\npublisher: P\nstanding: neutral",
            "one of self, regulator, other_state, third_party, not 'neutral'",
        ),
        ("title: T\npublisher: P\ncoverage: {complete: perhaps}", "one of yes, no, except, not 'perhaps'"),
        ("title: T\npublisher: P\ncoverage: {relations: Payment}", "must be a list"),
        ("title: T\npublisher: {name: P, official: perhaps}", "must be true or false"),
        ("title: T\npublisher: P\ncoverage: 3", "must be a block of fields"),
        ("title: [T]\npublisher: P", "must be a single text"),
        ("title: ''\npublisher: P", "must not be empty"),
        ("title: T\npublisher: {name: ''}", "must not be empty"),
    ],
)
def test_it_is_said_in_plain_words_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "dataset.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as error:
        load(path, fallback="x")
    message = str(error.value)
    assert said in message
    assert message.startswith(f"{path}, field ")
    jargon = ("Input should", "valid", "Model", "instance", "dict", "tuple", "validation", "input_value")
    assert not [word for word in jargon if word in message]


@pytest.mark.parametrize(
    "data",
    [
        b"title: [",
        b"\xff\xfe\x00",
        b"- a\n- b",
        b"just words",
        b"!!python/object/apply:os.system ['true']",
        b"a: &a [*a, *a]",
        b"",
    ],
)
def test_what_is_no_mapping_in_yaml_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "dataset.yml"
    path.write_bytes(data)
    with pytest.raises(RecordError) as error:
        load(path, fallback="x")
    assert error.value.path == path


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("yes", "yes"), ("no", "no"), ("true", "yes"), ("false", "no"), ("except", "except")],
)
def test_complete_may_be_written_as_yaml_reads_it(tmp_path: Path, word: str, meaning: str) -> None:
    path = tmp_path / "dataset.yml"
    text = f"title: T\npublisher: P\ncoverage: {{complete: {word}, exceptions: some}}"
    path.write_text(text, encoding="utf-8")
    assert load(path, fallback="x").coverage.complete == meaning


def test_without_metadata_a_dataset_claims_nothing(tmp_path: Path) -> None:
    ledger, done = ledger_of(tmp_path, SMALL, metadata=None, dataset=None)
    assert done.dataset == "source"
    with open_ledger(ledger) as opened:
        dataset = opened.dataset("source")
    assert (dataset.coverage.complete, dataset.standing, dataset.publisher) == (
        "no",
        "third_party",
        "unknown",
    )
