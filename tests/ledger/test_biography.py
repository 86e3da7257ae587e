"""What every version says of one thing: when it came, changed and went."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.errors import InputError
from cuibono.ledger import add, entity_history, remove
from cuibono.library import history_lines
from tests.ledger.support import FUND, GRANT, LISTING, METADATA, PAPER, ledger_of, thing, write_lines


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path, _ = ledger_of(tmp_path, [FUND], retrieved="2020-01-01")
    versions = {
        "2021-01-01": [FUND, PAPER],
        "2022-01-01": [FUND, PAPER, LISTING],
        "2023-01-01": [FUND, {**PAPER, "properties": {**PAPER["properties"], "alias": ["TMP"]}}, LISTING],
        "2024-01-01": [FUND, GRANT, PAPER, LISTING],
        "2025-01-01": [FUND],
    }
    for day, lines in versions.items():
        source = write_lines(tmp_path / f"{day}.json", lines)
        add(path, source, dataset="payments", metadata={**METADATA, "retrieved": day})
    other = write_lines(tmp_path / "other.json", [thing("other", name="Other")])
    add(path, other, dataset="other", retrieved="2024-01-01")
    return path


def test_a_thing_comes_changes_and_goes(ledger: Path) -> None:
    rows = entity_history(ledger, "paper")
    assert [(row.version[:4], row.state) for row in rows] == [
        ("2020", "absent"),
        ("2021", "came"),
        ("2022", "changed"),
        ("2023", "changed"),
        ("2024", "changed"),
        ("2025", "went"),
    ]
    assert [edge.id for edge in rows[2].edges_came] == ["listing-1"]
    assert rows[2].came == ()
    assert rows[3].came == (("alias", "TMP"),)
    assert rows[4].went == (("alias", "TMP"),)
    assert [edge.id for edge in rows[4].edges_came] == ["grant-1"]


def test_versions_stand_in_order_of_time_not_of_import(ledger: Path, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "old.json", [PAPER])
    add(ledger, source, dataset="payments", metadata={**METADATA, "retrieved": "2019-01-01"})
    rows = entity_history(ledger, "paper")
    assert [(row.version[:4], row.state) for row in rows][:3] == [
        ("2019", "came"),
        ("2020", "went"),
        ("2021", "came"),
    ]
    remove(ledger, "payments", "2020-01-01")
    assert [row.version[:4] for row in entity_history(ledger, "paper")][:2] == ["2019", "2021"]


def test_a_record_has_a_history_too_and_the_unknown_has_none(ledger: Path) -> None:
    rows = entity_history(ledger, "listing-1")
    assert [row.state for row in rows] == ["absent", "absent", "came", "unchanged", "unchanged", "went"]
    assert {row.dataset for row in rows} == {"payments"}
    assert entity_history(ledger, "nobody") == ()


def test_the_lines_name_what_came_and_went(ledger: Path) -> None:
    text = "\n".join(history_lines(ledger, "paper"))
    assert "Sanction: Council of Examples" in text
    assert "- alias: TMP" in text
    assert "no longer in it" in text
    assert next(iter(history_lines(ledger, "payments"))).startswith("2020-01-01")
    assert any("current" in line for line in history_lines(ledger, "payments"))
    assert "Steppe Fund" in "\n".join(history_lines(ledger, "Steppe Fund"))
    with pytest.raises(InputError):
        list(history_lines(ledger, "Nobody of That Name"))
