"""Governments and their bodies: by schema, name and chain, the same for all states."""

from __future__ import annotations

from typing import Any

import pytest

from cuibono.verification.government import is_government, is_public
from cuibono.verification.resources import load
from tests.verification.ledgers import entity


@pytest.mark.parametrize("code", sorted(load("states")["states"]))
def test_every_government_is_one(code: str) -> None:
    name = load("states")["states"][code]["names"][0]
    assert is_government(entity("g", {"name": f"Government of {name}", "schema": "PublicBody"}))
    assert is_government(entity("g", {"name": name}))


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Ministry of Culture of Sylvania", "schema": "PublicBody"},
        "US Department of State",
        "Government Accountability Office",
        {"name": "Sylvan Gas", "schema": "Company"},
        {"name": "Anna Berg", "schema": "Person"},
        "Larkmere Endowment",
        {"name": "Government of Sylvania Holdings Ltd"},
    ],
)
def test_others_are_none(given: Any) -> None:
    assert not is_government(entity("x", given))


@pytest.mark.parametrize(
    ("given", "public"),
    [
        ({"name": "Ministry of Culture of Sylvania", "schema": "PublicBody"}, True),
        ({"name": "Sylvanian Agency for Global Media", "schema": "PublicBody"}, True),
        ({"name": "Sylvan Gas", "schema": "Company"}, False),
        ({"name": "Sylvan Rail", "schema": "Organization", "topics": ["gov.soe"]}, False),
        ("Sylvan Oil PJSC", False),
        ("Sylvania News Agency", False),
        ("Sylvania Today TV", False),
        ({"name": "Voice", "topics": ["media"]}, False),
        ({"name": "Anna Berg", "schema": "Person"}, False),
        ("Embassy of Sylvania", True),
    ],
)
def test_companies_outlets_and_persons_are_no_public_bodies(given: Any, public: bool) -> None:
    assert is_public(entity("x", given)) == public
