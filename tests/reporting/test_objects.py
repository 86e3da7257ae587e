from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given, settings

from cuibono.model import Check
from cuibono.reporting import check_object, check_schema, claim_line, to_json
from tests.reporting.sample import bare, poisoned, sample
from tests.reporting.schemacheck import errors
from tests.reporting.strategies import hostile

CLAIM_FIELDS = [
    "doc",
    "quote",
    "start",
    "end",
    "subject",
    "subject_text",
    "predicate",
    "object",
    "object_text",
    "polarity",
    "attribution",
    "hedge",
    "time",
    "amount",
]


def test_a_claim_line_begins_with_the_fields_of_the_contract(check: Check) -> None:
    for verdict in check.verdicts:
        written = claim_line(verdict.claim, "d1")
        assert list(written)[: len(CLAIM_FIELDS)] == CLAIM_FIELDS
        assert written["doc"] == "d1"
        assert check.document.text[written["start"] : written["end"]] == written["quote"]
        assert type(written["hedge"]) is bool
        assert written["time"] is None or isinstance(written["time"], str)


def test_time_and_amount_are_as_written_and_normalised(check: Check) -> None:
    written = claim_line(check.verdicts[5].claim, "d1")
    assert (written["time"], written["period"]) == ("in 2021", {"start": "2021", "end": "2021"})
    assert written["amount"] == "$140,000"
    assert written["money"] == {
        "value": "140000",
        "currency": "USD",
        "bound": "exact",
        "rounding": "5000",
        "per": None,
    }


@pytest.mark.parametrize("make", [sample, bare])
def test_json_keeps_the_schema(make: Any) -> None:
    assert errors(orjson.loads(to_json(make())), check_schema()) == []


def test_the_schema_check_finds_what_is_wrong(check: Check) -> None:
    data = orjson.loads(to_json(check))
    data["verdicts"][0]["finding"] = "true"
    data["surplus"] = 1
    del data["verdicts"][1]["claim"]["quote"]
    data["document"]["title"] = 3
    assert len(errors(data, check_schema())) == 4


def test_json_says_what_the_object_says(check: Check) -> None:
    assert orjson.loads(to_json(check)) == check_object(check)
    assert next(iter(check_object(check))) == "format"


def test_the_same_check_gives_the_same_bytes() -> None:
    assert to_json(sample()) == to_json(sample())


def test_counts_are_those_of_the_verdicts(check: Check) -> None:
    counts = check_object(check)["counts"]
    assert sum(counts.values()) == len(check.verdicts) + len(check.uncheckable)
    assert all(counts.values())


@settings(deadline=None, max_examples=40)
@given(hostile())
def test_any_text_can_be_written_and_read_back(text: str) -> None:
    data = orjson.loads(to_json(poisoned(text)))
    kept = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if not _storable(text) else text
    assert len(data["verdicts"][0]["explanation"]) == len(text)
    if _storable(text):
        assert data["verdicts"][0]["explanation"] == kept


def _storable(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def test_one_object_is_one_line(check: Check) -> None:
    newline = replace(check, notes=("a\nb",))
    assert b"\n" not in to_json(newline)
