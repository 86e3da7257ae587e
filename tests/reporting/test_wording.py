from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
import yaml

from cuibono.model import (
    FINDINGS,
    PREDICATES,
    Bound,
    Check,
    Completeness,
    LinkStatus,
    Quantifier,
    Standing,
    UncheckableKind,
)
from cuibono.reporting import wording
from cuibono.reporting.wording import finding_words, kind_words, verb, word


def test_every_word_of_the_contract_has_words() -> None:
    assert {finding_words(f).finding for f in FINDINGS} == set(FINDINGS)
    assert all(all(kind_words(k)) for k in get_args(UncheckableKind))
    closed = {
        "standings": Standing,
        "completeness": Completeness,
        "statuses": LinkStatus,
        "quantifiers": Quantifier,
        "bounds": Bound,
    }
    table = wording._table()
    for name, values in closed.items():
        assert set(table[name]) == set(get_args(values)), name
    assert set(table["predicates"]) == set(PREDICATES)


def test_findings_differ_without_colour() -> None:
    words = [finding_words(f) for f in FINDINGS]
    for form in ("label", "symbol", "ascii", "meaning"):
        assert len({getattr(w, form) for w in words}) == len(FINDINGS), form
    assert all(w.ascii.isascii() for w in words)


@pytest.mark.parametrize("predicate", PREDICATES)
def test_a_denial_reads_as_one(predicate: str, check: Check) -> None:
    claim = replace(check.verdicts[0].claim, predicate=predicate, past=False)
    denied = replace(claim, polarity="denied")
    assert verb(claim) != verb(denied)
    assert " not" in f" {verb(denied)}"


def test_unknown_keys_stand_for_themselves() -> None:
    assert word("fields", "something_new") == "something_new"


def test_the_word_file_holds_only_text() -> None:
    def leaves(value: object) -> list[object]:
        return [x for v in value.values() for x in leaves(v)] if isinstance(value, dict) else [value]

    assert all(
        isinstance(leaf, str) for leaf in leaves(yaml.safe_load(yaml.safe_dump(dict(wording._table()))))
    )
