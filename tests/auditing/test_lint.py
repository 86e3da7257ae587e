"""Drafts: what is said of them, where, how seriously, and what the house accepts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cuibono.auditing.houses import read_house
from cuibono.auditing.places import Places
from cuibono.auditing.resources import load
from cuibono.cli import app
from cuibono.errors import InputError

DRAFT = """# The bridge

The bridge is *late*, Xinhua reported on Monday.
Critics say it will never open.

Sputnik, the Russian state news agency, said it opens in May.
"""
run = CliRunner().invoke


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def lint(draft: Path, *options: str) -> tuple[int, str]:
    done = run(app, ["lint", "--no-claims", "--today", "2026-01-01", *options, str(draft)])
    return done.exit_code, done.output


def found(draft: Path, *options: str) -> list[dict[str, object]]:
    issues: list[dict[str, object]] = json.loads(lint(draft, "--format", "json", *options)[1])["issues"]
    return issues


def test_an_undisclosed_interest_is_told_with_its_place_and_record(draft: Path) -> None:
    issue = next(i for i in found(draft) if i["rule"] == "undisclosed-state")
    assert (issue["line"], issue["column"], issue["quote"]) == (3, 23, "Xinhua")
    assert str(issue["url"]).startswith("https://")
    assert "Government of China" in str(issue["suggestion"])
    assert not [i for i in found(draft) if i["quote"] == "Sputnik" and i["rule"] == "undisclosed-state"]


def test_a_source_that_is_nobody_is_told(draft: Path) -> None:
    issue = next(i for i in found(draft) if i["rule"] == "vague-source")
    assert (issue["line"], issue["quote"]) == (4, "Critics say")


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("note", 1), ("off", 0)])
def test_the_exit_status_follows_the_level(draft: Path, level: str, code: int) -> None:
    assert lint(draft, "--fail-on", level)[0] == code


def test_sarif_says_where(draft: Path) -> None:
    data = json.loads(lint(draft, "--format", "sarif")[1])
    results = data["runs"][0]["results"]
    assert data["version"] == "2.1.0"
    assert {r["ruleId"] for r in results} <= {r["id"] for r in data["runs"][0]["tool"]["driver"]["rules"]}
    region = results[0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] >= 1
    assert region["startColumn"] >= 1


def test_annotations_are_one_line_each(draft: Path) -> None:
    rows = lint(draft, "--format", "github")[1].splitlines()
    assert rows
    assert all(row.startswith(("::warning ", "::notice ", "::error ")) for row in rows)


HOUSE = """
[tool.cuibono.lint]
fail_on = "warning"
[tool.cuibono.lint.levels]
vague-source = "off"
undisclosed-listed = "off"
[[tool.cuibono.lint.accepted]]
rule = "undisclosed-state"
source = "Xinhua News Agency"
reason = "The column names it every week"
date = "2025-11-01"
"""


def test_a_house_accepts_with_a_reason_until_a_day(draft: Path, tmp_path: Path) -> None:
    config = tmp_path / "pyproject.toml"
    config.write_text(HOUSE, encoding="utf-8")
    code, text = lint(draft, "--config", str(config))
    assert code == 0
    assert "accepted: The column names it every week" in text
    assert "vague-source" not in text
    config.write_text(HOUSE + 'until = "2025-12-31"\n', encoding="utf-8")
    assert lint(draft, "--config", str(config))[0] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[lint\n", "no TOML"),
        ('[lint]\nfail = "x"\n', "is no setting"),
        ('[lint]\nfail_on = "loud"\n', "is no level"),
        ('[lint.levels]\nsomething = "note"\n', "is no rule"),
        ('[[lint.accepted]]\nrule = "vague-source"\n', "needs a reason and a date"),
        ('[[lint.accepted]]\nreason = "x"\ndate = "2025-01-01"\n', "needs a rule or a source"),
        ('[[lint.accepted]]\nsource = "x"\nreason = "x"\ndate = "soon"\n', "is no day"),
        ("[lint]\nprobability = 7\n", "not between 0 and 1"),
    ],
)
def test_a_wrong_configuration_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "cuibono.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_house(path)


def test_a_house_is_found_above_the_draft(tmp_path: Path) -> None:
    (tmp_path / "cuibono.toml").write_text('[lint]\noutlet = "The Plain Paper"\n', encoding="utf-8")
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert read_house(None, tmp_path / "a" / "b").outlet == "The Plain Paper"


def test_a_draft_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = run(app, ["lint", str(tmp_path / "none.md")])
    assert done.exit_code == 2
    assert len(done.output.strip().splitlines()) == 1


def test_places_are_found_behind_markup_and_by_number() -> None:
    raw = "# A\n\nVolna **Telegraph** said.\nVolna Telegraph wrote.\n"
    text = "A\n\nVolna Telegraph said. Volna Telegraph wrote.\n"
    places = Places(raw, text)
    first = text.index("Volna")
    second = text.index("Volna", first + 1)
    assert places.of(first, first + 15)[:2] == (3, 1)
    assert places.of(second, second + 15) == (4, 1, 4, 16)
    assert Places("", text).of(first, first + 15) == (1, 1, 1, 1)


def test_claims_that_records_do_not_bear_out_are_told(tmp_path: Path) -> None:
    path = tmp_path / "claims.txt"
    path.write_text(
        "Qatar Holding has owned Harrods since 2001.\n\nRT is owned by the government of France.\n",
        encoding="utf-8",
    )
    done = run(app, ["lint", "--format", "json", "--today", "2026-01-01", str(path)])
    rules = {i["rule"] for i in json.loads(done.output)["issues"]}
    assert {"overstated", "no-source"} <= rules


def test_every_rule_has_a_level_and_words() -> None:
    for name, row in load("lint")["rules"].items():
        assert row["level"] in load("lint")["levels"], name
        assert row["text"], name
