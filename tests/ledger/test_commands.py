"""``cuibono ledger sources, export, history, add NAME`` from the command line: what they print, where, and how they fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cuibono.cli_ledger import ledger_app
from cuibono.cli_output import progress_line
from tests.ledger.support import SMALL, ledger_of


def run(*arguments: object) -> Result:
    return CliRunner().invoke(ledger_app, [str(each) for each in arguments])


def test_registers_that_can_be_fetched_are_listed() -> None:
    done = run("sources")
    assert done.exit_code == 0
    assert "ofac-sdn" in done.stdout
    rows = [json.loads(line) for line in run("sources", "--json").stdout.splitlines()]
    assert {row["name"] for row in rows} >= {"ofac-sdn", "un-sanctions", "us-fara"}


def test_a_dataset_is_written_to_standard_output_or_to_a_file(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    done = run("export", "payments", "--ledger", ledger)
    assert done.exit_code == 0
    assert {json.loads(line)["id"] for line in done.stdout.splitlines()} == {line["id"] for line in SMALL}
    out, about = tmp_path / "out.csv", tmp_path / "dataset.yml"
    more = ("--format", "statements", "--out", out, "--metadata", about, "--ledger", ledger)
    assert run("export", "payments", *more).exit_code == 0
    assert out.read_text("utf-8").startswith("id,entity_id,")
    assert "Office of Examples" in about.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "payments", "--format", "rdf"), "none of ftm, statements"),
        (("export", "payments", "--format", "neo4j"), "name one with --out"),
        (("export", "nothing"), "no dataset 'nothing'"),
        (("export", "payments", "--as-of", "yesterday"), "is no date"),
        (("history", "Nobody Of That Name"), "in this ledger"),
        (("add", "no-such-register"), "no register that can be fetched"),
        (("add", "ofac-sdn", "--dataset", "x"), "--dataset is for files"),
    ],
)
def test_what_cannot_be_done_is_one_line(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    done = run(*arguments, "--ledger", ledger)
    assert done.exit_code == 2
    assert said in done.output
    assert done.output.startswith("cuibono: ")
    assert done.output.count("\n") == 1


def test_the_history_of_an_entity_and_of_a_dataset(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    assert "Payment: Steppe Fund -> The Morning Paper" in run("history", "paper", "--ledger", ledger).stdout
    assert "current" in run("history", "payments", "--ledger", ledger).stdout


def test_a_dataset_is_shown_as_it_was_on_a_day(tmp_path: Path) -> None:
    from cuibono.ledger import add
    from tests.ledger.support import METADATA, write_lines

    ledger, _ = ledger_of(tmp_path, SMALL, retrieved="2020-01-01")
    origin = [{"name": "a", "url": "https://a.example/a", "bytes": 5, "sha256": "ab" * 32}]
    source = write_lines(tmp_path / "b.json", SMALL[:2])
    add(ledger, source, dataset="payments", metadata={**METADATA, "retrieved": "2021-01-01"}, origin=origin)
    now = run("show", "payments", "--ledger", ledger).stdout
    assert "https://a.example/a, 5 bytes, sha256 abab" in now
    then = run("show", "payments", "--ledger", ledger, "--as-of", "2020").stdout
    assert "2020-01-01" in then
    assert "fetched:" not in then


def test_a_long_work_tells_its_rate_and_the_time_that_is_left() -> None:
    assert progress_line("reading", 500_000, 0.5, 100.0) == (
        "reading [#####.....] 500,000, 5,000 a second, 1:40 left"
    )
    assert progress_line("reading", 10, None, 0.1) == "reading 10"
    assert "left" not in progress_line("downloading a.csv", 10, 0.001, 2.0)


def test_an_import_tells_how_far_it_is(tmp_path: Path) -> None:
    from cuibono.ledger import add, create
    from tests.ledger.support import thing, write_lines

    told: list[tuple[str, int, float | None]] = []
    create(tmp_path / "ledger")
    source = write_lines(tmp_path / "big.json", [thing(f"t{n}", name=f"T {n}") for n in range(40_000)])
    add(tmp_path / "ledger", source, progress=lambda stage, rows, share: told.append((stage, rows, share)))
    shares = [share for stage, _, share in told if stage == "reading"]
    assert len(shares) == 2
    assert all(share is not None and 0.2 < share <= 1 for share in shares)
    assert [stage for stage, _, _ in told][-1] == "writing"
