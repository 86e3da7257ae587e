from __future__ import annotations

import csv
import io

from hypothesis import given, settings

from cuibono.model import Check
from cuibono.reporting import to_csv
from cuibono.reporting.table import COLUMNS
from tests.reporting.sample import poisoned, sample
from tests.reporting.strategies import hostile


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_one_line_a_verdict(check: Check) -> None:
    read = rows(to_csv(check))
    assert [row["finding"] for row in read] == [v.finding for v in check.verdicts]
    assert [row["quote"] for row in read] == [v.claim.quote for v in check.verdicts]
    assert tuple(read[0]) == COLUMNS
    assert read[17]["finding_today"] == "supported"
    assert read[5]["differences"].startswith("amount: USD 140,000 | USD 54,000")


def test_several_checks_share_one_table(check: Check, empty: Check) -> None:
    assert len(rows(to_csv([check, empty, check]))) == 2 * len(check.verdicts)


def test_the_same_check_gives_the_same_bytes() -> None:
    assert to_csv(sample()) == to_csv(sample())


@settings(deadline=None, max_examples=30)
@given(hostile())
def test_every_row_is_whole_and_no_cell_a_formula(poison: str) -> None:
    read = rows(to_csv(poisoned(poison)))
    assert len(read) == 18
    for row in read:
        assert None not in row
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t"))
