"""Versions: each import is one, the same content is not stored twice, the past can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cuibono.errors import LedgerError, NotInLedgerError, RecordError
from cuibono.ledger import add, diff, history, open_ledger, remove, verify
from tests.ledger.support import FUND, GRANT, METADATA, PAPER, SMALL, ledger_of, thing, write_lines


def snapshot(ledger: Path, tmp: Path, day: str, *lines: Any, **options: Any) -> Any:
    meta = {**METADATA, "retrieved": day}
    return add(ledger, write_lines(tmp / f"{day}.json", lines), dataset="payments", metadata=meta, **options)


def listed(ledger: Path, day: str | None) -> set[str]:
    with open_ledger(ledger, as_of=day) as opened:
        return set(opened.entity_ids())


def test_the_past_is_read_as_it_was_known_then(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2021-07-07")
    snapshot(ledger, tmp_path, "2022-01-31", FUND, thing("b", name="B"))
    snapshot(ledger, tmp_path, "2023-01-21", FUND, PAPER)
    assert listed(ledger, "2021-01-01") == set()
    assert listed(ledger, "2021-07-07") == {"fund"}
    assert listed(ledger, "2021-12-31") == {"fund"}
    assert listed(ledger, "2022-02") == {"fund", "b"}
    assert listed(ledger, "2022") == {"fund", "b"}
    assert listed(ledger, None) == listed(ledger, "2030") == {"fund", "paper"}


def test_filling_in_an_old_snapshot_does_not_make_it_current(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND, PAPER], retrieved="2023-01-21")
    snapshot(ledger, tmp_path, "2021-07-07", FUND)
    assert listed(ledger, None) == {"fund", "paper"}
    assert listed(ledger, "2022") == {"fund"}
    assert [(v.version, v.current) for v in history(ledger, "payments")] == [
        ("2023-01-21", True),
        ("2021-07-07", False),
    ]


def test_a_vague_date_counts_as_its_last_day(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2021")
    assert listed(ledger, "2021-06-30") == set()
    assert listed(ledger, "2021-12-31") == listed(ledger, "2021") == {"fund"}


def test_the_same_content_is_not_stored_twice(tmp_path: Path) -> None:
    ledger, first = ledger_of(tmp_path, SMALL)
    before = sorted(str(path) for path in ledger.rglob("*"))
    again = snapshot(ledger, tmp_path, "2025-01-01", *reversed(SMALL))
    assert (again.unchanged, again.version) == (True, first.version)
    assert sorted(str(path) for path in ledger.rglob("*")) == before


def test_the_same_records_described_otherwise_are_a_new_version(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    meta = {**METADATA, "coverage": {"complete": "yes", "basis": "the law"}, "retrieved": "2025-01-01"}
    done = add(ledger, write_lines(tmp_path / "x.json", SMALL), dataset="payments", metadata=meta)
    assert not done.unchanged
    with open_ledger(ledger) as opened:
        assert opened.dataset("payments").coverage.complete == "yes"
    with open_ledger(ledger, as_of="2024-12-31") as opened:
        assert opened.dataset("payments").coverage.complete == "no"


def test_content_that_returns_is_stored_again(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2021-01-01")
    snapshot(ledger, tmp_path, "2022-01-01", FUND, PAPER)
    assert not snapshot(ledger, tmp_path, "2023-01-01", FUND).unchanged
    assert listed(ledger, "2022-06") == {"fund", "paper"}
    assert listed(ledger, None) == {"fund"}


def test_a_second_version_of_one_day_gets_a_name_of_its_own(tmp_path: Path) -> None:
    ledger, first = ledger_of(tmp_path, [FUND])
    second = snapshot(ledger, tmp_path, "2024-05-01", FUND, PAPER)
    assert (first.version, second.version) == ("2024-05-01", "2024-05-01.2")
    assert listed(ledger, None) == {"fund", "paper"}


def test_a_chosen_name_that_is_taken_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], version="v1")
    with pytest.raises(LedgerError, match="v1"):
        snapshot(ledger, tmp_path, "2025-01-01", FUND, PAPER, version="v1")
    assert listed(ledger, None) == {"fund"}
    assert verify(ledger) == []


def test_the_name_of_a_version_says_nothing_of_the_day_it_was_retrieved(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    before = datetime.now(UTC).date().isoformat()
    meta = {key: value for key, value in METADATA.items() if key != "retrieved"}
    ledger, done = ledger_of(tmp_path, [FUND], metadata=meta, version="2021")
    after = datetime.now(UTC).date().isoformat()
    assert done.version == "2021"
    with open_ledger(ledger) as opened:
        assert before <= str(opened.dataset("payments").retrieved) <= after
    again = add(
        ledger,
        write_lines(tmp_path / "b.json", [PAPER]),
        dataset="payments",
        version="v2",
        retrieved="2022-02",
    )
    with open_ledger(ledger, as_of="2022-02") as opened:
        assert opened.dataset("payments").version == again.version == "v2"


def test_the_difference_of_two_versions(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND, PAPER, GRANT], retrieved="2021-01-01")
    changed = {**FUND, "properties": {**FUND["properties"], "alias": ["SF", "Steppe Foundation"]}}
    snapshot(ledger, tmp_path, "2022-01-01", changed, thing("b", name="B"), PAPER)
    found = diff(ledger, "payments", "2021-01-01", "2022-01-01")
    assert [(row.id, row.caption) for row in found.added] == [("b", "B")]
    assert [(row.id, row.schema) for row in found.removed] == [("grant-1", "Payment")]
    (row,) = found.changed
    assert (row.id, row.came, row.went) == (
        "fund",
        (("alias", "Steppe Foundation"),),
        (("alias", "Степной фонд"),),
    )
    back = diff(ledger, "payments", "2022-01-01", "2021-01-01")
    assert (len(back.added), len(back.removed)) == (len(found.removed), len(found.added))
    same = diff(ledger, "payments", "2021-01-01", "2021-01-01")
    assert (same.added, same.removed, same.changed) == ((), (), ())


def test_a_removed_version_is_gone_and_stays_in_the_history(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2021-01-01")
    snapshot(ledger, tmp_path, "2022-01-01", FUND, PAPER)
    remove(ledger, "payments", "2022-01-01")
    assert listed(ledger, None) == {"fund"}
    assert [v.removed for v in history(ledger, "payments")] == [False, True]
    assert not (ledger / "payments" / "2022-01-01").exists()
    remove(ledger, "payments")
    assert listed(ledger, None) == set()
    assert verify(ledger) == []
    for wrong in (("payments", None), ("payments", "v9"), ("nothing", None)):
        with pytest.raises(NotInLedgerError):
            remove(ledger, *wrong)
    with pytest.raises(RecordError):
        remove(ledger, "../payments")
    assert not snapshot(ledger, tmp_path, "2022-01-01", FUND, PAPER).unchanged


def test_the_fingerprint_names_what_is_read(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2021-01-01")
    with open_ledger(ledger) as one:
        snapshot(ledger, tmp_path, "2022-01-01", FUND, PAPER)
        with open_ledger(ledger) as two, open_ledger(ledger, as_of="2021") as past:
            assert one.fingerprint == past.fingerprint != two.fingerprint


def test_the_same_imports_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = (ledger_of(tmp_path / name, SMALL)[0] for name in ("a", "b"))
    files = [path.relative_to(one) for path in sorted(one.rglob("*")) if path.is_file()]
    assert files == [path.relative_to(two) for path in sorted(two.rglob("*")) if path.is_file()]
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in files)
