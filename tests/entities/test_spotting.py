"""Spellings on record are found in a text as they stand there."""

from __future__ import annotations

import cuibono
from cuibono.entities import recorded_names


def test_names_that_capitals_would_cut_are_found_whole() -> None:
    ledger = cuibono.open_ledger()
    text = (
        "It paid the Kazakhstan International Bureau for Human Rights and Rule of Law, then Ar.Rukh.Khak.\n"
        "ANO TV-Novosti's lawyers and the Government of Kazakhstan were silent."
    )
    found = recorded_names(text, ledger)
    assert found == (
        "Kazakhstan International Bureau for Human Rights and Rule of Law",
        "Ar.Rukh.Khak",
        "ANO TV-Novosti",
        "Government of Kazakhstan",
    )


def test_a_run_does_not_cross_a_comma_or_a_line() -> None:
    ledger = cuibono.open_ledger()
    assert recorded_names("Human Rights, Watch\nHuman\nRights Watch", ledger) == ()
