"""``cuibono trace``: answers, files, and one clear line for what cannot be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from cuibono.cli import main

Output = pytest.CaptureFixture[str]


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as done:
        main(["trace", *map(str, arguments)])
    return int(done.value.code or 0)


def test_paths_are_numbered_and_what_was_searched_is_said(folder: Path, capsys: Output) -> None:
    assert run("Example Fund", "The Example Paper", "--ledger", folder) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1. Example Fund - Middle Body - The Example Paper"
    assert lines[-1].startswith("Searched: 5 records between 5 actors in 2 datasets; at most 4 hops")


def test_json_is_one_object_with_paths_and_what_was_asked(folder: Path, capsys: Output) -> None:
    assert run("fund", "paper", "--ledger", folder, "--relations", "money", "--from", "2019", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["asked"]["relations"] == ["money"]
    assert [len(path["hops"]) for path in told["paths"]] == [2]
    assert all(r["statements"] for p in told["paths"] for h in p["hops"] for r in h["records"])


def test_no_path_is_an_answer_that_says_where_it_looked(folder: Path, capsys: Output) -> None:
    assert (
        run("fund", "paper", "--ledger", folder, "--max-hops", "1", "--relations", "owns", "--to", "2020")
        == 0
    )
    text = capsys.readouterr().out
    assert "no path between fund and paper" in text
    assert "no proof that there is none" in text
    assert "at most 1 hop, relations owns, to 2020" in text


def test_files_are_written_whole(folder: Path, tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "out"
    out.mkdir()
    files = [x for kind in ("gexf", "cypher", "html") for x in (f"--{kind}", out / kind)]
    assert run("fund", "paper", "--ledger", folder, *files) == 0
    etree.fromstring((out / "gexf").read_bytes())
    assert "MERGE" in (out / "cypher").read_text()
    assert "<svg" in (out / "html").read_text()
    assert sorted(p.name for p in out.iterdir()) == ["cypher", "gexf", "html"]
    assert "Middle Body" in capsys.readouterr().out


def test_a_file_on_standard_output_stands_alone(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run("fund", "paper", "--ledger", folder, "--gexf", "-") == 0
    etree.fromstring(capfdbinary.readouterr().out)


def test_what_actors_share_is_told_one_record_away(folder: Path, capsys: Output) -> None:
    assert run("--common", "middle", "institute", "--ledger", folder) == 0
    text = capsys.readouterr().out
    assert text.startswith("officer: Ada Example - of middle, institute")
    assert "does not tie" in text
    assert run("--common", "middle", "institute", "--ledger", folder, "--relations", "money") == 0
    assert "nothing in common" in capsys.readouterr().out
    assert run("--common", "middle", "institute", "--ledger", folder, "--json") == 0
    assert json.loads(capsys.readouterr().out)["shared"][0]["part"] == "officer"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("fund", "Nobody Of That Name"), "Nobody Of That Name"),
        (("fund",), "between two actors, not 1"),
        (("fund", "paper", "middle"), "add --common"),
        (("--common", "fund"), "two actors"),
        (("fund", "fund"), "same actor"),
        (("fund", "paper", "--relations", "bribes"), "bribes"),
        (("fund", "paper", "--from", "soon"), "soon"),
        (("fund", "paper", "--from", "2021", "--to", "2020"), "after"),
        (("--common", "fund", "paper", "--gexf", "x"), "--gexf"),
        (("fund", "paper", "--gexf", "-", "--json"), "standard output"),
        (("fund", "paper", "--html", "no-such-folder/x.html"), "no-such-folder"),
        (("fund", "..."), "no name"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(
    arguments: tuple[str, ...],
    says: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Output,
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(p.name for p in tmp_path.iterdir())
    assert run(*arguments, "--ledger", folder) == 2
    error = capsys.readouterr().err
    assert says in error
    assert len(error.splitlines()) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == before
