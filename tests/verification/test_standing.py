"""Standing: whose record it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.verification.ledgers import verdicts


def standing(record: dict[str, Any], dataset: dict[str, Any], predicate: str, a: Any, b: Any) -> str:
    case = {
        "entities": {"a": a, "b": b},
        "records": [{**record, "dataset": "list"}],
        "datasets": {"list": dataset},
        "claim": {"s": "a", "p": predicate, "o": "b"},
    }
    (verdict,) = verdicts(case)
    return verdict.evidence[0].standing


OFFICIAL = {"official": True, "country": "us", "standing": "regulator", "publisher": "Department of Records"}


@pytest.mark.parametrize(
    ("dataset", "payee", "expected"),
    [
        ({"standing": "self"}, "Steppe Herald", "self"),
        ({"publisher": "Larkmere Endowment"}, "Steppe Herald", "self"),
        ({"publisher": "steppe herald"}, "Steppe Herald", "self"),
        (OFFICIAL, {"name": "Steppe Herald", "country": "us"}, "regulator"),
        (OFFICIAL, {"name": "Steppe Herald", "country": "kz"}, "other_state"),
        (OFFICIAL, "Steppe Herald", "regulator"),
        ({"country": "us"}, {"name": "Steppe Herald", "country": "kz"}, "third_party"),
        ({**OFFICIAL, "country": "eu"}, {"name": "Steppe Herald", "country": "lv"}, "regulator"),
        ({**OFFICIAL, "country": "eu"}, {"name": "Steppe Herald", "country": "ru"}, "other_state"),
    ],
)
def test_a_payment_speaks_of_its_payee(dataset: dict[str, Any], payee: Any, expected: str) -> None:
    assert (
        standing({"Payment": ["a", "b"], "start": "2020"}, dataset, "funds", "Larkmere Endowment", payee)
        == expected
    )


def test_a_registration_speaks_of_the_agent() -> None:
    agent = {"name": "Brook Advisers", "country": "us"}
    client = {"name": "Government of Kazakhstan", "schema": "PublicBody", "country": "kz"}
    assert (
        standing({"Representation": ["a", "b"], "start": "2020"}, OFFICIAL, "represents", agent, client)
        == "regulator"
    )


def test_without_a_country_the_name_tells_it() -> None:
    body = {"name": "Central Bank of Iran", "schema": "PublicBody"}
    owner = {"name": "Government of Iran", "schema": "PublicBody"}
    assert (
        standing({"Control": ["a", "b"], "start": "2010"}, OFFICIAL, "directs", owner, body) == "other_state"
    )
