"""The commands on names: offsets that hold, judgements that can be undone, one line for what cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cuibono.cli import app

runner = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_offsets_of_a_screened_file_give_back_the_mention(tmp_path: Path) -> None:
    text = "“Élan”: Amnesty International wrote to RT.\n😀 Gazprom’s answer came from Human Rights Watch."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "one", "text": text}) + "\n", encoding="utf-8")
    done = runner.invoke(app, ["screen", str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["file"] for row in rows} == {str(tmp_path / "a.txt"), "one"}
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert {"Amnesty International", "RT", "Gazprom", "Human Rights Watch"} <= {row["text"] for row in rows}


def test_text_that_is_not_utf_8_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    done = runner.invoke(app, ["screen", str(tmp_path / "a.txt")])
    assert done.exit_code == 2
    assert "not UTF-8" in done.output


def test_a_judgement_is_kept_listed_and_undone() -> None:
    words = ["--by", "A. Judge", "--why", "a trial"]
    made = runner.invoke(app, ["same", "NED", "Freedom House", *words])
    assert made.exit_code == 0, made.output
    (row,) = map(json.loads, runner.invoke(app, ["judgements", "--json"]).stdout.splitlines())
    assert (row["opinion"], row["by"], row["why"]) == ("same", "A. Judge", "a trial")
    card = json.loads(runner.invoke(app, ["who", "Freedom House", "--json"]).stdout)
    assert len(card["entity_ids"]) == 2
    undone = runner.invoke(app, ["judgements", "--undo", row["id"], *words])
    assert undone.exit_code == 0, undone.output
    card = json.loads(runner.invoke(app, ["who", "Freedom House", "--json"]).stdout)
    assert len(card["entity_ids"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["same", "RT", "Nobody Whatsoever", "--by", "x", "--why", "y"],
        ["same", "RT", "RT", "--by", "x", "--why", "y"],
        ["different", "RT", "NED", "--by", " ", "--why", "y"],
        ["same", "RT", "NED", "--by", "x"],
        ["judgements", "--undo", "none", "--by", "x", "--why", "y"],
        ["screen", "/no/such/file.txt"],
    ],
)
def test_what_cannot_be_used_is_told_and_leaves_nothing(arguments: list[str]) -> None:
    assert runner.invoke(app, arguments).exit_code == 2
    assert not runner.invoke(app, ["judgements"]).stdout
